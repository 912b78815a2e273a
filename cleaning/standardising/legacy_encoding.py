"""Raw cells → Unicode text: old encodings are decoded where the evidence settles it, all else is only tidied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from cleaning.reference.old_letters import LETTERS
from cleaning.standardising import text
from cleaning.standardising.legacy_readings import has_marks
from cleaning.standardising.legacy_rows import settled
from cleaning.standardising.legacy_verdicts import verdicts

# Anything but single spaces between plain or Vietnamese letters and signs: the few cells that tidying may change.
_UNTIDY: Final = rf"[^\x20-\x7e{LETTERS}]|  |^ | $|^$"


def with_text(frame: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """Adds `<field>_text` (decoded and tidied `<field>_raw`, null when empty) and the row's `text_state`.

    States: unicode; converted (a cell was TCVN3, VNI or UTF-8 written twice); uncertain (a cell could be either and is
    kept as received). A cell is judged by its spelling and its column, then by the rest of its row and of its file,
    never by neighbouring rows.
    """
    columns = {field: frame.get_column(f"{field}_raw").unique().rename("cell").to_frame() for field in fields}
    tidied = frame.with_columns(_tidied(field, cells) for field, cells in columns.items())
    cells = pl.concat(cells.drop_nulls().with_columns(field=pl.lit(field)) for field, cells in columns.items())
    if not cells.select(has_marks(pl.col("cell")).any()).item():
        return tidied.with_columns(text_state=pl.lit("unicode"))
    found = settled(frame, cells, verdicts(cells))
    decoded = found.filter(verdict="legacy")
    for (field,), read in decoded.partition_by("field", as_dict=True).items():
        tidied = tidied.with_columns(_decoded(tidied, f"{field}_text", read))
    return tidied.with_columns(_state(tidied.height, found))


def _tidied(field: str, cells: pl.DataFrame) -> pl.Expr:
    changed = cells.filter(pl.col("cell").str.contains(_UNTIDY)).select("cell", text=text.tidy(pl.col("cell")))
    return pl.col(f"{field}_raw").replace(changed["cell"], changed["text"]).alias(f"{field}_text")


def _decoded(tidied: pl.DataFrame, column: str, read: pl.DataFrame) -> pl.Series:
    """The column with the decoded text in the rows of `read`."""
    texts = read.select("row", decoded=text.tidy(pl.col("decoded")))
    rows = tidied.select(column).with_row_index("row")
    return (
        rows.join(texts, on="row", how="left", maintain_order="left", validate="1:1")
        .select(pl.coalesce("decoded", column).alias(column))
        .to_series()
    )


def _state(height: int, found: pl.DataFrame) -> pl.Series:
    rows = pl.int_range(height, dtype=pl.UInt32, eager=True)
    legacy, uncertain = (found.filter(verdict=verdict)["row"].unique().to_list() for verdict in ("legacy", "uncertain"))
    state = pl.when(rows.is_in(uncertain)).then(pl.lit("uncertain")).when(rows.is_in(legacy)).then(pl.lit("converted"))
    return pl.select(text_state=state.otherwise(pl.lit("unicode"))).to_series()
