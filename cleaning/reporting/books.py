"""Rows of discrepancies → the books they are handed out in: one for all, one per handler, by hamlet where too many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from cleaning.reporting.placing import file_name, hamlet_order
from cleaning.reporting.report import WardReport
from cleaning.reporting.shown import shown_rows

MAIN: Final = "sai-lech"
FOLDER: Final = "theo-nguoi-xu-ly"
# handler → file of the handler's own book
HANDLER_FILES: Final = {
    "địa chính": "dia-chinh",
    "công an": "cong-an",
    "VPĐKĐĐ": "van-phong-dang-ky",
    "tổ dân phố": "to-dan-pho",
}
ELSEWHERE: Final = "nơi khác hoặc chưa rõ nơi"
# A hamlet's name comes from the register and may hold anything: what stands on fewer parcels names no file.
_PARCELS_OF_A_HAMLET: Final = 5
_HAMLET: Final = "Tổ dân phố"


@dataclass(frozen=True)
class Book:
    """One workbook. `rows` are those of `shown_rows` that stand in it.

    `handler` is whose book it is; null where it is everybody's. `hamlet`, where it holds one part of a book that is too
    large, says which; that book has no rows of its own, but `parts`.
    """

    file: str
    rows: pl.DataFrame
    handler: str | None = None
    hamlet: str | None = None
    parts: tuple[Book, ...] = ()

    @property
    def counts(self) -> dict[str, object]:
        """For the manifest: which file, and how many rows stand in it."""
        found = dict(self.rows.group_by("part").len().iter_rows())
        return {"file": self.file, "asked": found.get("asked", 0), "waiting": found.get("waiting", 0)}

    @property
    def everything(self) -> pl.DataFrame:
        """Its rows and those of its parts."""
        return pl.concat([self.rows, *(part.rows for part in self.parts)])


def books_of(report: WardReport, rows: pl.DataFrame) -> list[Book]:
    """Every book of the ward for `rows` of `discrepancy_rows`, each before its parts: the main one, then one per handler, with rows or without."""
    shown = shown_rows(rows)
    books = [Book(f"{MAIN}.xlsx", shown)]
    for handler, name in HANDLER_FILES.items():
        own = shown.filter(pl.col("Người xử lý") == handler)
        if handler == "tổ dân phố":
            # answers come on paper, hamlet by hamlet; the sort keeps the order inside
            own = own.sort(hamlet_order(_HAMLET), nulls_last=True, maintain_order=True)
        books.append(Book(f"{FOLDER}/{name}.xlsx", own, handler))
    return [part for book in books for part in _split(book, report.settings.rows_per_book)]


def _split(book: Book, limit: int) -> list[Book]:
    """The book itself; where it has more than `limit` rows, one without any that names its parts, and these."""
    if book.rows.height <= limit:
        return [book]
    rows = _with_places(book.rows, limit)
    stem = book.file.removesuffix(".xlsx")
    parts = tuple(
        Book(f"{stem}-{name}.xlsx", _part(rows, place, piece).select(book.rows.columns), book.handler, words)
        for place, piece, name, words in _named(rows).iter_rows()
    )
    return [replace(book, rows=book.rows.clear(), parts=parts), *parts]


def _part(rows: pl.DataFrame, place: str | None, piece: int) -> pl.DataFrame:
    return rows.filter(pl.col("place").eq_missing(place), pl.col("piece") == piece)


def _with_places(rows: pl.DataFrame, limit: int) -> pl.DataFrame:
    """`rows` with their hamlet as `place`, null where it names no file, and the `piece` of it, from 0, by whole parcels."""
    is_known = pl.col("parcel_id").n_unique().over(_HAMLET) >= _PARCELS_OF_A_HAMLET
    begun = pl.int_range(pl.len()).over("place").min().over("place", "part", "parcel_id")
    return rows.with_columns(place=pl.when(is_known).then(_HAMLET)).with_columns(piece=begun // limit)


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    """`place`, `piece`, the end of the file's name, and the words for it: one line per part, hamlets in order."""
    words, number = pl.col("place").fill_null(ELSEWHERE), (pl.col("piece") + 1).cast(pl.String)
    is_cut = pl.col("piece").max().over("place") > 0
    parts = rows.select("place", "piece").unique().sort(*hamlet_order("place"), "piece", nulls_last=True)
    named = parts.with_columns(
        name=pl.when(is_cut).then(file_name(words) + "-phan-" + number).otherwise(file_name(words)),
        words=pl.when(is_cut).then(words + ", phần " + number).otherwise(words),
    )
    # 'Hòa' and 'Hoa' are two hamlets and would be one file
    again = pl.int_range(1, pl.len() + 1).over("name")
    return named.with_columns(
        name=pl.when(again > 1).then(pl.col("name") + "-so-" + again.cast(pl.String)).otherwise("name")
    )
