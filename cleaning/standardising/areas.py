"""Areas as written (Mục 24, 26, 31, 36) → square metres, and whether the parts add up."""

from __future__ import annotations

import polars as pl

from cleaning.settings import Settings
from cleaning.standardising.distinct import judged_once
from cleaning.standardising.text import without_placeholders

_SLOTS = ("use_1_area", "use_2_area", "use_3_area")
# One separator and exactly three digits after it: 1234 or 1.234? Only the rest of the column can tell.
_THOUSANDS_OR_DECIMAL = r"^-?[1-9]\d{0,2}%s\d{3}$"
_DECIMAL_COMMA = r"^-?(?:\d{1,3}(?:\.\d{3})+|\d+),(?:\d{1,2}|\d{4,})$"
_DECIMAL_DOT = r"^-?(?:\d{1,3}(?:,\d{3})+|\d+)\.(?:\d{1,2}|\d{4,})$"
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


def number_m2(column: str) -> pl.Expr:
    """The number in `column` (tidy text, Vietnamese or English separators, 'm2' allowed); null where it is none.

    '1.234' is 1234 where another cell of the same file and column shows a decimal comma, else 1.234; '1,234' is 1234
    only where the column shows decimal dots and no decimal comma. Needs `source_file`.
    """
    text = (
        pl.col(column).str.to_lowercase().str.replace(r"\s*(?:m2|m²|m 2|mét vuông)\.?$", "").str.replace_all(r"\s", "")
    )
    shows_comma = text.str.contains(_DECIMAL_COMMA).any().over("source_file").fill_null(False)
    shows_dot = text.str.contains(_DECIMAL_DOT).any().over("source_file").fill_null(False)
    groups_by_dot = text.str.contains(r"^-?\d{1,3}(?:\.\d{3}){2,}$|^-?\d{1,3}(?:\.\d{3})+,\d+$") | (
        text.str.contains(_THOUSANDS_OR_DECIMAL % r"\.") & shows_comma
    )
    groups_by_comma = text.str.contains(r"^-?\d{1,3}(?:,\d{3}){2,}$|^-?\d{1,3}(?:,\d{3})+\.\d+$") | (
        text.str.contains(_THOUSANDS_OR_DECIMAL % ",") & shows_dot & ~shows_comma
    )
    plain = (
        pl.when(groups_by_dot)
        .then(text.str.replace_all(".", "", literal=True))
        .when(groups_by_comma)
        .then(text.str.replace_all(",", "", literal=True))
        .otherwise(text)
        .str.replace(",", ".", literal=True)
    )
    return pl.when(plain.str.contains(r"^-?\d+(?:\.\d+)?$")).then(plain).cast(pl.Float64, strict=False)


def _with_number(frame: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
    return judged_once(frame, ["source_file", column], lambda cells: cells.with_columns(number_m2(column).alias(name)))


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
