"""Cells that may be in an old encoding → what they are in each row, settled by the rest of the row and of its file."""

from __future__ import annotations

from math import log
from typing import Final

import polars as pl

from cleaning.standardising.legacy_readings import is_unicode

# How many times commoner the words of one reading must be among the column's sure cells to settle a cell by them alone.
_CLEARLY_COMMONER: Final = log(10.0)


def settled(frame: pl.DataFrame, cells: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """The cells of `frame` that are or may be in an old encoding: `row` (position), `field`, `decoded`, `verdict`.

    legacy; uncertain where nothing settles it; those that turn out to be Unicode are left out. `cells` are the distinct
    cells of each field, `verdicts` what is known of them.
    """
    places = _places(frame, verdicts)
    sure, opened = places.filter(verdict="legacy"), places.filter(verdict="open")
    if not opened.is_empty():
        unicode = cells.join(verdicts, on=["field", "cell"], how="anti").filter(is_unicode(pl.col("cell")))
        others = pl.concat([sure, _places(frame, unicode)], how="diagonal")
        for scope in ("row", "file"):
            opened = opened.join(_counts(others, scope), on=scope, how="left", validate="m:1")
            opened = opened.join(_counts(sure, scope, "encoding"), on=[scope, "encoding"], how="left", validate="m:1")
        opened = _likeliest(opened.with_columns(verdict=_verdict()))
    return pl.concat([sure, opened], how="diagonal").drop_nulls("verdict").select("row", "field", "decoded", "verdict")


def _counts(cells: pl.DataFrame, scope: str, *encoding: str) -> pl.DataFrame:
    """Number of cells in each row or file, of each `encoding` or all."""
    return cells.group_by(scope, *encoding).agg(pl.len().alias(f"{'same' if encoding else 'all'}_in_{scope}"))


def _likeliest(opened: pl.DataFrame) -> pl.DataFrame:
    """One encoding per cell: the one that settles it, the one whose words are more usual, else the first."""
    order = [(pl.col("verdict") == "legacy").fill_null(False), pl.col("verdict").is_not_null(), "usual", "encoding"]
    return opened.sort(order, descending=True).unique(["row", "field"], keep="first", maintain_order=True)


def _places(frame: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Where the `cells` of each field stand: their columns with `row` and `file`."""
    file = pl.col("source_file") if "source_file" in frame.columns else pl.lit("")
    rows = frame.with_row_index("row").with_columns(file=file.fill_null(""))
    found = [
        rows.select("row", "file", cell=f"{field}_raw").join(read, on="cell", how="inner")
        for (field,), read in cells.partition_by("field", as_dict=True).items()
    ]
    return pl.concat(found) if found else cells.clear().with_columns(row=pl.lit(0, pl.UInt32), file=pl.lit(""))


def _verdict() -> pl.Expr:
    """legacy | uncertain | null (Unicode): the rest of the row first, then its column's words, then its file.

    A sign that no word has inside is never passed over as Unicode. Where neither the column nor a mark calls for the
    old encoding, one other cell of the row doesn't either: 'Thôn 3' may have been typed beside a pasted name.
    """
    row, file, leaning = _one_sided("row"), _one_sided("file"), pl.col("leaning")
    is_called_for = pl.col("in_column") | pl.col("is_marked")
    is_usual, is_telling = pl.col("usual") >= 0, is_called_for | (pl.col("same_in_row") > 1)
    is_all_legacy = pl.col("in_column") & (file == "legacy")
    suits = (is_usual | is_all_legacy) & ((row == "legacy") | (row.is_null() & (file == "legacy")))
    is_commoner = pl.col("in_column") & (leaning >= _CLEARLY_COMMONER) & (row.is_null() | (row == "mixed"))
    is_foreign = (row == "unicode") | pl.col("is_family") | (leaning <= -_CLEARLY_COMMONER) | (file == "unicode")
    is_likely = pl.col("is_sign") | (pl.col("is_marked") & (pl.col("usual") >= _CLEARLY_COMMONER))
    return (
        pl.when(is_commoner | (suits & is_telling))
        .then(pl.lit("legacy"))
        .when(~is_likely & (is_foreign | ~(is_called_for | suits)))
        .then(None)
        .otherwise(pl.lit("uncertain"))
    )


def _one_sided(scope: str) -> pl.Expr:
    """legacy | unicode where the other cells of the scope all are in the encoding, or none; mixed; null without any."""
    same, every = (pl.col(f"{which}_in_{scope}").fill_null(0) for which in ("same", "all"))
    return (
        pl.when((same > 0) & (same < every))
        .then(pl.lit("mixed"))
        .when(same > 0)
        .then(pl.lit("legacy"))
        .when(every > 0)
        .then(pl.lit("unicode"))
    )
