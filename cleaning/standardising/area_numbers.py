"""Areas as written → numbers, with the other cells of the file in view to tell thousands from decimals."""

from __future__ import annotations

from typing import Final

import polars as pl

# '120 m²', 'DT: 120 m2;', '120 m2 (một trăm hai mươi mét vuông)'
_LABEL: Final = r"^(?:(?:diện tích|dt|s)\s*[:=]\s*)"
_UNIT: Final = r"\s*(?:m2|m²|m 2|m ²|m\^2|m<sup>2</sup>|㎡|mét vuông)$"
_REMARK: Final = r"\s*\([^0-9()]*\)$"
_AROUND: Final = "'\"’‘; "
_GROUPED_BY_SPACE: Final = r"^-?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?$"
# One separator and exactly three digits after it: 1234 or 1.234? Only the rest of the column can tell.
_THOUSANDS_OR_DECIMAL: Final = r"^-?[1-9][0-9]{0,2}%s[0-9]{3}$"
_DECIMAL_COMMA: Final = (
    r"^-?(?:(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),(?:[0-9]{1,2}|[0-9]{4,})|(?:0|[0-9]{4,}),[0-9]{3})$"
)
_DECIMAL_DOT: Final = r"^-?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.(?:[0-9]{1,2}|[0-9]{4,})|(?:0|[0-9]{4,})\.[0-9]{3})$"
_GROUPED_BY_DOT: Final = r"^-?[0-9]{1,3}(?:\.[0-9]{3}){2,}$|^-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+$"
_GROUPED_BY_COMMA: Final = r"^-?[0-9]{1,3}(?:,[0-9]{3}){2,}$|^-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+$"
# Longer ones are numbers of papers in the wrong column: the whole country has 12 digits of m².
_NUMBER: Final = r"^-?[0-9]{1,9}(?:\.[0-9]+)?$"
_CLEAR_MAJORITY: Final = 20
# What settles a file: decimals of either kind; whole numbers below a thousand, with none above that lacks a separator.
_SHAPES: Final = {
    "dots": _DECIMAL_DOT,
    "commas": _DECIMAL_COMMA,
    "small": r"^-?[0-9]{1,3}$",
    "ungrouped": r"^-?[0-9]{4,}$",
}


def with_area_number(cells: pl.DataFrame) -> pl.DataFrame:
    """Distinct cells (`source_file, column, cell`: tidy text) with their `number`, m².

    Vietnamese and English separators, 'm2' allowed; null where it is no number of m². '1.234' and '1,234' are settled
    by the other cells of the same column, where it has no decimals by those of the whole file: decimals nearly all of
    one kind, or whole numbers that look grouped by thousands. Where they settle nothing, null.
    """
    told = cells.with_columns(written=_written()).with_columns(
        pl.col("written").str.contains(shape).fill_null(value=False).alias(name) for name, shape in _SHAPES.items()
    )
    column = ["source_file", "column"]
    speaks = (pl.col("dots") | pl.col("commas")).any().over(column)
    counts = [
        pl.when(speaks).then(pl.col(name).sum().over(column)).otherwise(pl.col(name).sum().over("source_file"))
        for name in _SHAPES
    ]
    return told.with_columns(count.alias(name) for count, name in zip(counts, _SHAPES, strict=True)).select(
        *column, "cell", number=_number()
    )


def _written() -> pl.Expr:
    """The number and its separators: without label, unit and remark; spaces only where they don't group thousands."""
    bare = pl.col("cell").str.to_lowercase().str.strip_chars(_AROUND).str.replace(_LABEL, "").str.replace(_REMARK, "")
    bare = bare.str.strip_chars_end(".; ").str.replace(_UNIT, "").str.replace(r"^-\s+", "-")
    return (
        pl.when(bare.str.contains(_GROUPED_BY_SPACE)).then(bare.str.replace_all(" ", "", literal=True)).otherwise(bare)
    )


def _number() -> pl.Expr:
    written, dots, commas = pl.col("written"), pl.col("dots"), pl.col("commas")
    is_grouped = (dots + commas == 0) & (pl.col("small") > 0) & (pl.col("ungrouped") == 0)
    plain = pl.when(written.str.contains(_GROUPED_BY_DOT)).then(written.str.replace_all(".", "", literal=True))
    plain = plain.when(written.str.contains(_GROUPED_BY_COMMA)).then(written.str.replace_all(",", "", literal=True))
    for sign, own, other in ((".", dots, commas), (",", commas, dots)):
        is_thousands = is_grouped | (other > 0) & (other >= _CLEAR_MAJORITY * own)
        is_decimal = (own > 0) & (own >= _CLEAR_MAJORITY * other)
        is_either = written.str.contains(_THOUSANDS_OR_DECIMAL % rf"\{sign}")
        plain = plain.when(is_either & is_thousands).then(written.str.replace(sign, "", literal=True))
        plain = plain.when(is_either & ~is_decimal).then(None)
    number = plain.otherwise(written).str.replace(",", ".", literal=True)
    return pl.when(number.str.contains(_NUMBER)).then(number).cast(pl.Float64, strict=False)
