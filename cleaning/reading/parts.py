"""opened file → its parts: every sheet that is a list, its rows sorted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaning.errors import SourceError
from cleaning.reading import headings, rows, unrecognised
from cleaning.reading.header_blocks import KINDS
from cleaning.reading.row_kinds import ROW_KINDS
from cleaning.reading.sources import InputFile

if TYPE_CHECKING:
    from cleaning.reading.files import SourceFile

_SHOWN_SHEETS: Final = 3
_KEEP_HEADINGS: Final = "Giữ nguyên hàng tiêu đề của biểu mẫu, hoặc bỏ tệp này ra khỏi thư mục."


@dataclass(frozen=True)
class Part:
    """The sorted rows of one sheet. `repeated`: noise among them that lists before it hold already."""

    source: SourceFile
    kind: str
    height: int
    sorted_rows: rows.SortedRows
    unknown_columns: tuple[str, ...]
    repeated: int = 0


def file_parts(source: SourceFile, kinds: tuple[str, ...] = KINDS, *, remedy: str = _KEEP_HEADINGS) -> list[Part]:
    """The parts of a file that are lists of `kinds`, in order of its sheets.

    Raises SourceError where none is (`remedy`: what to do then), or where a sheet without heading goes on with a list.
    """
    found = [(grid, heading) for grid in source.grids if (heading := headings.heading(grid, kinds)) is not None]
    if not found:
        seen = "; ".join(unrecognised.headers_seen(grid) for grid in source.grids[:_SHOWN_SHEETS])
        raise SourceError(
            f"Tệp không phải {', '.join(ROW_KINDS[kind].name for kind in kinds)}. Tiêu đề thấy được: {seen}.",
            remedy=remedy,
            file=source.path,
        )
    for grid in source.grids:
        if all(grid is not one for one, _ in found) and unrecognised.goes_on_without_heading(grid):
            raise SourceError(
                "Trang có số định danh cá nhân hoặc mã câu hỏi nhưng không có hàng tiêu đề, nên không biết cột nào là "
                "gì.",
                remedy="Chép hàng tiêu đề vào đầu trang này; nếu không phải danh sách thì xóa trang.",
                file=source.path,
                sheet=grid.sheet,
            )
    return [
        Part(
            source,
            heading.kind,
            grid.cells.height - heading.end,
            rows.sort_rows(grid, heading),
            tuple(unrecognised.shown_headers(heading.unknown)),
        )
        for grid, heading in found
    ]


def account(parts: list[Part], *, inherited: int = 0, shared_guids: int = 0) -> InputFile:
    """What became of the rows of `parts`, of one file and one kind of list, at least one."""
    first = parts[0]
    return InputFile(
        first.source.path,
        first.kind,
        first.source.sha256,
        rows=sum(part.height for part in parts),
        accepted=sum(part.sorted_rows.accepted.height for part in parts),
        rejected=sum(part.sorted_rows.rejected.height for part in parts),
        noise=sum(part.sorted_rows.noise for part in parts),
        repeated=sum(part.repeated for part in parts),
        inherited=inherited,
        shared_guids=shared_guids,
        unknown_columns=tuple(dict.fromkeys(name for part in parts for name in part.unknown_columns)),
    )
