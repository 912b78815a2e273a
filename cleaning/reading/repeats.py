"""lists of one kind → the same lists, a row that several of them hold kept once."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.reading import keys

_NAMING: Final = ("guid_raw", "holder_name_raw", "name_raw")


def without_repeats(lists: list[pl.DataFrame], fields: tuple[str, ...]) -> list[pl.DataFrame]:
    """`lists`, in order, each without the rows that lists before it hold already.

    Rows are the same where they say the same in all `fields` but the order number, and in the columns nobody knows. Of
    such rows as many stay as the list that has most of them holds: twice in one list may be two people, once in each of
    two lists is one row sent twice.
    """
    if len(lists) < 2:
        return lists
    rows = pl.concat([one.with_columns(list=pl.lit(at, pl.Int32)) for at, one in enumerate(lists)]).with_row_index("at")
    columns = [*keys.hashed_columns(fields), *({"other_cells"} & set(rows.columns))]
    suspects = _in_several(rows, columns)
    if suspects.is_empty():
        return lists
    told = suspects.select("at", "list", said=keys.saved_forms(suspects, columns), values=keys.joined(columns))
    before = pl.col("copies").cum_max().shift(1, fill_value=0).over("said")
    copies = told.group_by("said", "list").len("copies").sort("said", "list").with_columns(before=before)
    counted = told.with_columns(nth=pl.col("values").rank("ordinal").over("said", "list"))
    surplus = counted.join(copies, on=["said", "list"]).filter(pl.col("nth") <= pl.col("before"))
    kept = rows.join(surplus, on="at", how="anti", maintain_order="left")
    return [kept.filter(pl.col("list") == at).drop("at", "list") for at in range(len(lists))]


def _in_several(rows: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """The rows that may stand in several lists: the letters of their Guid and name do. Cheap, and misses none."""
    named = [name for name in _NAMING if name in columns]
    letters = pl.concat_str(pl.col(named or columns).fill_null("")).str.normalize("NFC").str.to_lowercase()
    told = rows.select("list", letters=letters.str.replace_all(r"[^\p{L}]", ""))
    return rows.filter(told.select(pl.col("list").n_unique().over("letters") > 1).to_series())
