"""Land rows → land users: a cell that names two people or more becomes a row for each of them.

'Ông Nguyễn Văn An và vợ là bà Trần Thị Bình' names two land users. A cell is parted only where every part is a whole
name of its own; what else may stand there ('và các con', 'vợ ông …') is left to `markers`.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from cleaning import reference
from cleaning.standardising import text
from cleaning.standardising.co_holder_words import (
    APART,
    MAY_JOIN,
    NO_NAMES,
    before_name,
    couple_words,
    joints,
    of_another,
)
from cleaning.standardising.dealt_cells import dealt_out, in_lines, number_beside_another

_PARTED: Final = {
    "_cell": pl.String, "_names": pl.List(pl.String), "_joints": pl.List(pl.String), "_is_couple": pl.Boolean,
}  # fmt: skip


def with_co_holders(frame: pl.DataFrame) -> pl.DataFrame:
    """A row per land user, sorted by row_key, with `holders_named` and `holder_ordinal`: 1 for the first a row names.

    Others have their row's key with '/2' …, all it says of parcel and certificate, and of the holder's own cells the
    part that is theirs: numbers, birth dates and genders are dealt out where there are as many as people. A cell that
    can't be dealt out stays whole with the first, several numbers as one that nobody can read: none of them is known
    to be theirs. 'và vợ', 'và chồng' give kind and role.
    """
    is_person = pl.col("organisation_name_text").is_null()
    named = frame.with_columns(
        _cell=pl.when(is_person).then(in_lines("holder_name")),
        holder_ordinal=pl.lit(1, pl.Int32),
        holders_named=pl.lit(1, pl.Int32),
    )
    parted = _parted(named["_cell"].drop_nulls().unique())
    told = named.join(parted, on="_cell", how="left", maintain_order="left", validate="m:1")
    is_alone, columns = pl.col("_names").is_null(), [*frame.columns, "holder_ordinal", "holders_named"]
    alone = told.filter(is_alone).with_columns(holder_id_number_text=number_beside_another())
    users = dealt_out(told.filter(~is_alone))
    return pl.concat([alone.select(columns), users.select(columns)]).sort("row_key")


def _parted(cells: pl.Series) -> pl.DataFrame:
    """`_cell, _names, _joints, _is_couple` of the cells that name several people.

    `_joints` tells how each is joined: a letter of `co_holder_words`, '' for the first.
    """
    likely = cells.rename("_cell").to_frame().filter(pl.col("_cell").str.contains(MAY_JOIN))
    if likely.is_empty():  # the patterns take longer to build than most lists to read
        return pl.DataFrame(schema=_PARTED)
    head, marked = before_name(), pl.col("rest")
    for pattern, mark in joints():
        marked = marked.str.replace_all(pattern, mark)
    found = (
        likely.with_columns(head=pl.col("_cell").str.extract(head, 1), rest=pl.col("_cell").str.extract(head, 2))
        .with_columns(marked=marked)
        .filter(pl.col("marked").str.contains(APART), ~pl.col("marked").str.to_lowercase().str.contains(of_another()))
        .with_columns(part=pl.col("marked").str.split(APART))
        .with_columns(at=pl.int_ranges(pl.col("part").list.len()))
        .explode("part", "at")
    )
    is_first = pl.col("at") == 0
    people = found.with_columns(
        joint=pl.when(is_first).then(pl.lit("")).otherwise(pl.col("part").str.slice(0, 1)),
        name=pl.when(is_first).then("part").otherwise(pl.col("part").str.slice(1)),
    )
    is_couple = pl.col("joint").is_in(["w", "h"]).any() | (
        (pl.len() == 2) & pl.col("head").first().str.to_lowercase().str.contains(couple_words()).fill_null(value=False)
    )
    return (
        people.group_by("_cell", maintain_order=True)
        .agg(
            _names=pl.concat_str(pl.when(is_first).then("head").otherwise(pl.lit("")), "name"),
            _joints="joint",
            _is_couple=is_couple,
            is_sure=_is_whole_name().all(),
        )
        .filter("is_sure")
        .drop("is_sure")
    )


def _is_whole_name() -> pl.Expr:
    """Whether a part can be nobody but a further person: not a commune ('Lê Hồng Phong'), nor of the other sex."""
    lower = pl.col("name").str.to_lowercase().str.strip_chars(" ,;:.()")
    is_place = (pl.col("joint") == "o") & text.folded(lower).is_in(_unit_names())
    is_other_sex = ((pl.col("joint") == "w") & lower.str.contains(r"\svăn\s")) | (
        (pl.col("joint") == "h") & lower.str.contains(r"\sthị\s")
    )
    # a second name without anything between is only believed behind a whole one: 'Nguyễn Trần Thị Bình' is one person
    follows_line = pl.col("joint").shift(-1).over("_cell") == "l"
    is_short = follows_line.fill_null(value=False) & ~lower.str.contains(r"\S+\s+\S+\s+\S+")
    is_no_name = (pl.col("at") > 0) & pl.col("name").str.strip_chars(" ,;:.()").str.contains(NO_NAMES)
    return ~is_place & ~is_other_sex & ~is_short & ~is_no_name


@cache
def _unit_names() -> list[str]:
    """Names of communes, present and former, folded: many bear the name of a person."""
    former = reference.table("admin_unit_successors").select(name="legacy_name").drop_nulls()
    names = pl.concat([reference.table("admin_units").select("name"), former])
    return names.select(text.folded(pl.col("name"))).to_series().unique().sort().to_list()
