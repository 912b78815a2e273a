"""What can go wrong with a whole file or ward. Bad *rows* are data, never exceptions."""

from __future__ import annotations


class LandCleanError(Exception):
    """Base of every error people are meant to read: what, where, what to do, in Vietnamese, no personal data."""


class SourceError(LandCleanError):
    """A source file or ward folder cannot be used.

    `what` and `remedy` are sentences for staff. `file`, `sheet`, `header` and `row` say where, as far as known;
    `row` is the row number a person sees in Excel.
    """

    def __init__(
        self,
        what: str,
        *,
        remedy: str,
        file: str | None = None,
        sheet: str | None = None,
        header: str | None = None,
        row: int | None = None,
    ) -> None:
        self.what, self.remedy, self.file, self.sheet, self.header, self.row = what, remedy, file, sheet, header, row
        places = (("tệp", file), ("trang", sheet), ("cột", header), ("dòng", None if row is None else str(row)))
        where = ", ".join(f"{word} {value}" for word, value in places if value is not None)
        super().__init__(f"{what}{f' ({where})' if where else ''} Cách xử lý: {remedy}")

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the error whole when a worker process hands it back."""
        return (_rebuild, (self.what, self.remedy, self.file, self.sheet, self.header, self.row))


class SourceChangingError(SourceError):
    """A source file is another one than a moment ago: half a copy, perhaps. A later try may read it whole."""

    def __init__(self, file: str) -> None:
        super().__init__(
            "Tệp đang được sửa hoặc chép dở khi chương trình đọc.",
            remedy="Chờ chép xong, đóng tệp, rồi chạy lại.",
            file=file,
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Keep its kind, by which it is tried again."""
        return (SourceChangingError, (self.file,))


def _rebuild(
    what: str, remedy: str, file: str | None, sheet: str | None, header: str | None, row: int | None
) -> SourceError:
    return SourceError(what, remedy=remedy, file=file, sheet=sheet, header=header, row=row)


class GateError(LandCleanError):
    """A critical expectation failed: the ward stops before anything is published."""


class ModelError(LandCleanError):
    """A linkage model file does not fit the comparisons this version declares."""


class SchemaError(LandCleanError):
    """A table crossing a stage lacks a declared column or bears another type: a fault of the program, not of data."""
