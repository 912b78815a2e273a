"""Areas as written (Mục 24, 26, 31, 36) → square metres, and whether the parts add up."""

from __future__ import annotations

import polars as pl

from cleaning.settings import Settings
from cleaning.standardising.distinct import judged_once
from cleaning.standardising.text import without_placeholders

_SLOTS = ("use_1_area", "use_2_area", "use_3_area")
# One separator and exactly three digits after it: 1234 or 1.234? Only the rest of the column can tell.
_THOUSANDS_OR_DECIMAL = r"^-?[1-9]\d{0,2}%s\d{3}$"
_DECIMAL_COMMA = r"^-?(?:(?:\d{1,3}(?:\.\d{3})+|\d+),(?:\d{1,2}|\d{4,})|(?:0|\d{4,}),\d{3})$"
_DECIMAL_DOT = r"^-?(?:(?:\d{1,3}(?:,\d{3})+|\d+)\.(?:\d{1,2}|\d{4,})|(?:0|\d{4,})\.\d{3})$"
_GROUPED_BY_DOT = r"^-?\d{1,3}(?:\.\d{3}){2,}$|^-?\d{1,3}(?:\.\d{3})+,\d+$"
_GROUPED_BY_COMMA = r"^-?\d{1,3}(?:,\d{3}){2,}$|^-?\d{1,3}(?:,\d{3})+\.\d+$"
_CLEAR_MAJORITY = 20
# What settles a file: decimals of either kind; whole numbers below a thousand, with none above that lacks a separator.
_SHAPES = {
    "_dots": _DECIMAL_DOT,
    "_commas": _DECIMAL_COMMA,
    "_small": r"^-?\d{1,3}$",
    "_ungrouped": r"^-?\d{4,}$",
}
_FLOAT_SLACK_M2 = 1e-6


def with_areas(frame: pl.DataFrame, *, settings: Settings) -> pl.DataFrame:
    """`area_m2`, `area_state`, `area_parts_m2`, `area_parts_state` of `area_text` and the areas by land use.

    A part that is no positive number is left out of the sum. The parts are judged only where the total is sound.
    """
    numbers = _with_number(frame, "area_text", "_total")
    for slot in _SLOTS:
        numbers = _with_number(numbers, f"{slot}_text", f"_{slot}")
    total, parts = pl.col("_total"), [pl.col(f"_{slot}") for slot in _SLOTS]
    has_parts = pl.any_horizontal(part.is_not_null() for part in parts)
    gap = (pl.col("area_m2") - pl.col("area_parts_m2")).abs()
    return (
        numbers.with_columns(area_state=_state(total, pl.col("area_text")))
        .with_columns(
            area_m2=pl.when(pl.col("area_state") == "ok").then(total),
            area_parts_m2=pl.when(has_parts).then(pl.sum_horizontal(parts).round(4)),
        )
        .with_columns(
            area_parts_state=pl.when(gap.is_null())
            .then(pl.lit("unknown"))
            .when(gap > settings.area_tolerance_m2 + _FLOAT_SLACK_M2)
            .then(pl.lit("mismatch"))
            .otherwise(pl.lit("agrees"))
        )
        .drop("_total", *(f"_{slot}" for slot in _SLOTS))
    )


def _with_number(frame: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    """Adds the number in `column` (tidy text, Vietnamese or English separators, 'm2' allowed); null where it is none.

    '1.234' and '1,234' are settled by the other cells of the same file and column: decimals nearly all of one kind, or
    whole numbers that look grouped by thousands. Where they settle nothing, null.
    """
    bare = pl.col(column).str.to_lowercase().str.replace(r"\s*(?:m2|m²|m 2|mét vuông)\.?$", "")

    def judge(cells: pl.DataFrame) -> pl.DataFrame:
        told = cells.with_columns(_written=bare.str.replace_all(r"\s", "")).with_columns(
            _cells(shape).alias(name) for name, shape in _SHAPES.items()
        )
        return told.select("source_file", column, _number().alias(name))

    return judged_once(frame, ["source_file", column], judge)


def _cells(shape: str) -> pl.Expr:
    """Cells of the same file and column that are written in this shape."""
    return pl.col("_written").str.contains(shape).sum().over("source_file")


def _number() -> pl.Expr:
    written, dots, commas = pl.col("_written"), pl.col("_dots"), pl.col("_commas")
    is_grouped = (dots + commas == 0) & (pl.col("_small") > 0) & (pl.col("_ungrouped") == 0)
    plain = pl.when(written.str.contains(_GROUPED_BY_DOT)).then(written.str.replace_all(".", "", literal=True))
    plain = plain.when(written.str.contains(_GROUPED_BY_COMMA)).then(written.str.replace_all(",", "", literal=True))
    for sign, own, other in ((".", dots, commas), (",", commas, dots)):
        is_thousands = is_grouped | (other > 0) & (other >= _CLEAR_MAJORITY * own)
        is_decimal = (own > 0) & (own >= _CLEAR_MAJORITY * other)
        is_either = written.str.contains(_THOUSANDS_OR_DECIMAL % rf"\{sign}")
        plain = plain.when(is_either & is_thousands).then(written.str.replace(sign, "", literal=True))
        plain = plain.when(is_either & ~is_decimal).then(None)
    number = plain.otherwise(written).str.replace(",", ".", literal=True)
    return pl.when(number.str.contains(r"^-?\d+(?:\.\d+)?$")).then(number).cast(pl.Float64, strict=False)


def _state(number: pl.Expr, text: pl.Expr) -> pl.Expr:
    is_spreadsheet_error = text.str.starts_with("#").fill_null(False)
    return (
        pl.when(number > 0)
        .then(pl.lit("ok"))
        .when(number == 0)
        .then(pl.lit("zero"))
        .when(number < 0)
        .then(pl.lit("negative"))
        .when(without_placeholders(text).is_null() & ~is_spreadsheet_error)
        .then(pl.lit("missing"))
        .otherwise(pl.lit("not_a_number"))
    )
