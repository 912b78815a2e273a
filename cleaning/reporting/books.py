"""Rows of discrepancies → the books they are handed out in: one for all, one per handler, by hamlet where too many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from cleaning.reporting.discrepancies import HAMLET_HEADING
from cleaning.reporting.doors import doors
from cleaning.reporting.placing import file_names, hamlet_order
from cleaning.reporting.report import WardReport
from cleaning.reporting.shown import shown_rows

MAIN: Final = "sai-lech"
FOLDER: Final = "theo-nguoi-xu-ly"
ON_PAPER: Final = "tổ dân phố"  # the handler whose answers come back on paper and are typed in by the office
# handler → file of the handler's own book
HANDLER_FILES: Final = {
    "địa chính": "dia-chinh",
    "công an": "cong-an",
    "VPĐKĐĐ": "van-phong-dang-ky",
    ON_PAPER: "to-dan-pho",
}
ELSEWHERE: Final = "nơi khác hoặc chưa rõ nơi"
# A hamlet's name comes from the register and may hold anything: what stands on fewer parcels names no file.
_PARCELS_OF_A_HAMLET: Final = 5


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
    """Every book of the ward for `rows` of `discrepancy_rows`, each before its parts.

    First the main one, then one per handler, with rows or without.
    """
    shown = shown_rows(rows)
    books = [Book(f"{MAIN}.xlsx", shown)]
    for handler, name in HANDLER_FILES.items():
        own = shown.filter(pl.col("Người xử lý") == handler)
        if handler == ON_PAPER:
            own = _as_handed_out(own, report)
        books.append(Book(f"{FOLDER}/{name}.xlsx", own, handler))
    return [part for book in books for part in _split(book, report.settings.rows_per_book)]


def _as_handed_out(rows: pl.DataFrame, report: WardReport) -> pl.DataFrame:
    """`rows` by the hamlets whose papers ask for them; what comes back on paper is typed in here."""
    papers = doors(report, rows.select("row_key")).select("row_key", paper="hamlet")
    told = rows.join(papers, on="row_key", how="left", validate="m:1", maintain_order="left")
    by_paper = told.with_columns(pl.coalesce("paper", HAMLET_HEADING).alias(HAMLET_HEADING)).drop("paper")
    return by_paper.sort(*hamlet_order(HAMLET_HEADING), nulls_last=True, maintain_order=True)


def _split(book: Book, limit: int) -> list[Book]:
    """The book itself; where it has more than `limit` rows, one without any that names its parts, and these."""
    if book.rows.height <= limit:
        return [book]
    rows = _with_places(book.rows, limit)
    found = rows.select("place", "piece", "pieces").unique().sort(*hamlet_order("place"), "piece", nulls_last=True)
    words = [
        (place or ELSEWHERE) + (f", phần {piece + 1}" if pieces > 1 else "")
        for place, piece, pieces in found.iter_rows()
    ]
    stem = book.file.removesuffix(".xlsx")
    parts = tuple(
        Book(f"{stem}-{name}.xlsx", _part(rows, place, piece).select(book.rows.columns), book.handler, told)
        for (place, piece, _), name, told in zip(found.iter_rows(), file_names(words), words, strict=True)
    )
    return [replace(book, rows=book.rows.clear(), parts=parts), *parts]


def _part(rows: pl.DataFrame, place: str | None, piece: int) -> pl.DataFrame:
    return rows.filter(pl.col("place").eq_missing(place), pl.col("piece") == piece)


def _with_places(rows: pl.DataFrame, limit: int) -> pl.DataFrame:
    """`rows` with their hamlet as `place`, null where it names no file, and which of its `pieces` they stand in.

    A parcel is never cut in two.
    """
    is_known = pl.col("parcel_id").n_unique().over(HAMLET_HEADING) >= _PARCELS_OF_A_HAMLET
    placed = rows.with_columns(place=pl.when(is_known).then(HAMLET_HEADING))
    counted = placed.with_columns(begun=pl.int_range(pl.len()).over("place"))
    cut = counted.with_columns(piece=pl.col("begun").min().over("place", "part", "parcel_id") // limit).drop("begun")
    return cut.with_columns(pieces=pl.col("piece").n_unique().over("place"))
