"""columns nobody knows → one JSON text per row, so that what an office added is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from cleaning.reading.cells import has_text

if TYPE_CHECKING:
    from collections.abc import Mapping


def other_cells(cells: pl.DataFrame, unknown: Mapping[str, int]) -> pl.Series:
    """`{"header": "cell", …}` of the cells of `unknown` that hold something, in its order; null where none does.

    `unknown`: header → column; those that `cells` lacks are left out.
    """
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, cells.height)
    own = {*cells.columns}
    filled = {header: cells[f"c{at}"] for header, at in unknown.items() if f"c{at}" in own}
    if not filled:
        return nothing
    # one cell per line: a sheet may have thousands of such columns, hardly anything in any of them
    rows = [cell.is_not_null().arg_true() for cell in filled.values()]
    lines = pl.DataFrame({"header": [*filled], "at": rows}, schema_overrides={"at": pl.List(pl.UInt32)})
    lines = (
        lines.with_row_index("place")
        .explode("at")
        .drop_nulls("at")
        .with_columns(cell=pl.concat([cell.drop_nulls() for cell in filled.values()]))
        .filter(has_text(pl.col("cell")))
    )
    objects = (
        lines.sort("at", "place")
        .select("at", pair=pl.concat_str(_json("header"), pl.lit(":"), _json("cell")))
        .group_by("at", maintain_order=True)
        .agg(pl.col("pair").str.join(","))
    )
    return nothing.scatter(objects["at"], objects.select(pl.concat_str(pl.lit("{"), "pair", pl.lit("}"))).to_series())


def _json(column: str) -> pl.Expr:
    """The texts of a column as JSON writes them: an object of one member without its braces and name."""
    return pl.struct(pl.col(column)).struct.json_encode().str.slice(len(column) + 4).str.head(-1)
