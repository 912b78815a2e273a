"""One pair, scored → its waterfall: the prior, every comparison and the frequency of what is agreed, in bits."""

from __future__ import annotations

import math
from typing import Final

import polars as pl

from cleaning.linking.comparisons import COMPARISONS
from cleaning.linking.scoring import TERM_FREQUENCY, Scale, frequency_bits

# What a person is shown of each comparison, out of LAND and out of RESIDENTS: the first that is known. What other rows
# tell has no value of its own.
_SHOWN: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "citizen_id": (("holder_citizen_id",), ("citizen_id",)),
    "cmnd": (("holder_cmnd",), ("cmnd",)),
    "name": (("holder_name_lower",), ("name_lower",)),
    "birth": (("holder_birth_date", "holder_birth_year"), ("birth_date", "birth_year")),
    "gender": (("holder_gender",), ("gender",)),
    "place": (
        ("holder_hamlet", "holder_unit_name_written", "holder_unit_code"),
        ("hamlet", "unit_name_written", "unit_code"),
    ),
    "standing": ((), ("relation_raw",)),
    "lifetime": (("certificate_date",), ("death_date", "birth_date", "birth_year")),
    "household": ((), ()),
    "holdings": ((), ()),
    "old_number": ((), ()),
}


def waterfall(pair: pl.DataFrame, scale: Scale, land: pl.DataFrame, resident: pl.DataFrame) -> pl.DataFrame:
    """`comparison, level, land_value, resident_value, weight`: steps whose weights (bits) add up to the pair's odds.

    `land` and `resident`: the one row of LAND and of RESIDENTS.
    """
    row = pair.row(0, named=True)
    prior = math.log2(scale.prior_odds[row["mention"]])
    steps: list[tuple[str, str, str | None, str | None, float]] = [("prior", "", None, None, prior)]
    for comparison in COMPARISONS:
        level = row[f"level_{comparison.name}"]
        shown = _SHOWN[comparison.name]
        values = _value(land, shown[0]), _value(resident, shown[1])
        weight = scale.model.weights(comparison.name)[level]
        steps.append((comparison.name, comparison.levels[level], *values, weight))
        if comparison.name in TERM_FREQUENCY:
            rarity = pair.select(frequency_bits(comparison.name, scale)).item()
            steps.append((f"{comparison.name}_frequency", "", None, None, rarity))
    return pl.DataFrame(
        steps,
        schema={
            "comparison": pl.String,
            "level": pl.String,
            "land_value": pl.String,
            "resident_value": pl.String,
            "weight": pl.Float64,
        },
        orient="row",
    )


def _value(row: pl.DataFrame, columns: tuple[str, ...]) -> str | None:
    values = [row[column][0] for column in columns]
    return next((str(value) for value in values if value is not None), None)
