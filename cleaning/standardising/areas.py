"""Areas as written (Mục 24, 26, 31, 36) → square metres, and whether the parts add up."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.settings import Settings
from cleaning.standardising.area_numbers import with_area_number
from cleaning.standardising.text import without_placeholders

_SLOTS: Final = ("use_1", "use_2", "use_3")
_AREAS: Final = ("area", *(f"{slot}_area" for slot in _SLOTS))
# Two numbers one below the other: tidy text has a space between them, as '1 250' has.
_TWO_LINES: Final = r"[0-9]\s*[\r\n]\s*[0-9]"
# The areas in a cell of uses: 'ONT 200; CLN: 150,5 m²', 'ONT(200)+CLN(150,5)', '60 m² đất ở'; old codes end in a digit.
_USE_WITH_DIGIT: Final = r"[\p{L}--[mM]][0-9][\s:=(]+"  # 'm2' is none, nor 2 its area
_AREA_OF_USE: Final = (
    rf"(?:{_USE_WITH_DIGIT}|[\p{{L}}--[mM]][\s:=(]*|[mM][\s:=(]+)[0-9][0-9.,]*\s*(?:m2|m²)?\s*(?:[);+/&,]|\s[-–]\s|\svà\s|$)"
    r"|[0-9][0-9.,]*\s*(?:m2|m²)\s*\p{L}"
)
_FIGURES: Final = r"([0-9](?:[0-9.,]*[0-9])?)"
# Not converted: hectares are rounded, and a sào is not the same everywhere.
_OTHER_UNIT: Final = r"(?i)[0-9]\s*(?:ha|hecta|héc[ -]?ta|km2|km²|mẫu|sào|thước|công)\b"
_SQUARE_METRES: Final = r"(?i)[0-9]\s*(?:m2|m²)"
_FLOAT_SLACK_M2: Final = 1e-6


def with_areas(frame: pl.DataFrame, *, settings: Settings) -> pl.DataFrame:
    """`area_m2`, `area_state`, `area_parts_m2`, `area_parts_state` of `area_text` and the areas by land use.

    Where the area of a use has no cell of its own, those written behind the uses count ('ONT 200; CLN 150.5'). A part
    that is no number is left out of the sum. The parts are judged only where the total is sound.
    """
    numbers = _numbers(frame)
    total, parts = pl.col("_total"), [pl.coalesce(f"{slot}_area", f"{slot}_uses") for slot in _SLOTS]
    has_parts = pl.any_horizontal(part.is_not_null() for part in parts)
    sums = numbers.select(_total="area", area_parts_m2=pl.when(has_parts).then(pl.sum_horizontal(parts).round(4)))
    gap = (pl.col("area_m2") - pl.col("area_parts_m2")).abs()
    return (
        frame.with_columns(sums.get_columns())
        .with_columns(area_state=_state(total, pl.col("area_text")))
        .with_columns(area_m2=pl.when(pl.col("area_state") == "ok").then(total))
        .with_columns(
            area_parts_state=pl.when(gap.is_null())
            .then(pl.lit("unknown"))
            .when(gap > settings.area_tolerance_m2 + _FLOAT_SLACK_M2)
            .then(pl.lit("mismatch"))
            .otherwise(pl.lit("agrees"))
        )
        .drop("_total")
    )


def _numbers(frame: pl.DataFrame) -> pl.DataFrame:
    """The areas of each row as numbers: `area`, `use_k_area`, and `use_k_uses`, the sum of those in a cell of uses."""
    rows = frame.select(
        "source_file",
        *(_area(name) for name in _AREAS),
        *(_uses(slot) for slot in _SLOTS),
    )
    cells = pl.concat(_listed(rows, name) for name in _AREAS)
    uses = pl.concat(_listed(rows, f"{slot}_uses") for slot in _SLOTS).drop("column").unique(maintain_order=True)
    figures = uses.select(
        "source_file",
        column=pl.lit("uses"),
        uses="cell",
        cell=pl.col("cell")
        .str.extract_all(_AREA_OF_USE)
        .list.eval(pl.element().str.replace(f"^{_USE_WITH_DIGIT}", "").str.extract(_FIGURES)),
    ).explode("cell")
    told = pl.concat([cells, figures.select(cells.columns).drop_nulls().unique(maintain_order=True)])
    judged = with_area_number(told)
    sums = (
        figures.join(judged, on=cells.columns, how="inner", maintain_order="left", validate="m:1")
        .group_by("source_file", cell="uses", maintain_order=True)
        .agg(number=pl.when(pl.col("number").is_not_null().all()).then(pl.col("number").sum()))
    )
    for name in _AREAS:
        rows = _with_number(rows, name, judged.filter(pl.col("column") == name))
    for slot in _SLOTS:
        rows = _with_number(rows, f"{slot}_uses", sums)
    return rows


def _area(name: str) -> pl.Expr:
    """The cell as tidy text; as received where that would make one number of two lines."""
    raw = pl.col(f"{name}_raw")
    return pl.when(raw.str.contains(_TWO_LINES)).then(raw).otherwise(f"{name}_text").alias(name)


def _uses(slot: str) -> pl.Expr:
    """The cell of uses, where their areas have no cell of their own."""
    has_none = without_placeholders(pl.col(f"{slot}_area_text"), "area").is_null()
    return pl.when(has_none).then(f"{slot}_text").alias(f"{slot}_uses")


def _listed(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The distinct cells of one column: `source_file, column, cell`."""
    cells = rows.select("source_file", column=pl.lit(name), cell=name)
    return cells.drop_nulls("cell").unique(maintain_order=True)


def _with_number(rows: pl.DataFrame, name: str, numbers: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the cells of a column replaced by their numbers."""
    answers = numbers.select("source_file", pl.col("cell").alias(name), _number="number")
    told = rows.join(answers, on=["source_file", name], how="left", maintain_order="left", validate="m:1")
    return told.with_columns(pl.col("_number").alias(name)).drop("_number")


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
        .when(text.str.contains(_OTHER_UNIT) & ~text.str.contains(_SQUARE_METRES))
        .then(pl.lit("other_unit"))
        .otherwise(pl.lit("not_a_number"))
    )
