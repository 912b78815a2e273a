"""Two names → how they agree, judged by syllable and on characters; each distinct pair of strings is scored once."""

from __future__ import annotations

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, Indel

# Two slips in a name this long still leave most of it; shorter names differ by chance.
_SIMILAR_FROM_LETTERS = 8


def name_level(pairs: pl.DataFrame, levels: tuple[str, ...]) -> pl.Series:
    """The level of every pair as Int8, from columns name_lower/key/folded/family/given/words/regional of both sides."""
    folded_land, folded_resident = pl.col("name_folded_land"), pl.col("name_folded_resident")
    same_folded = folded_land == folded_resident
    same_given = pl.col("name_given_land") == pl.col("name_given_resident")
    same_ends = same_given & (pl.col("name_family_land") == pl.col("name_family_resident"))
    fewer_words = pl.min_horizontal("name_words_land", "name_words_resident") == 2
    more_words = pl.max_horizontal("name_words_land", "name_words_resident") > 2
    longest = pl.max_horizontal(folded_land.str.len_chars(), folded_resident.str.len_chars())

    pairs = _with_distances(pairs)
    answers = {
        "missing": folded_land.is_null() | folded_resident.is_null(),
        "same": pl.col("name_lower_land") == pl.col("name_lower_resident"),
        "style": pl.col("name_key_land") == pl.col("name_key_resident"),
        "accents_lost": same_folded & pl.col("marks_only_lost"),
        "accents_differ": same_folded,
        "one_slip": pl.col("slips") == 1,
        "regional": pl.col("name_regional_land") == pl.col("name_regional_resident"),
        "middle_missing": same_ends & fewer_words & more_words,
        "other_middle": same_ends,
        "similar": (pl.col("slips") == 2) & (longest >= _SIMILAR_FROM_LETTERS),
        "same_given": same_given,
    }
    chain = pl.when(answers.pop("missing")).then(pl.lit(0))
    for name, answer in answers.items():
        chain = chain.when(answer.fill_null(False)).then(pl.lit(levels.index(name)))
    return pairs.select(level=chain.otherwise(pl.lit(levels.index("different"))).cast(pl.Int8)).to_series()


def _with_distances(pairs: pl.DataFrame) -> pl.DataFrame:
    """Adds `slips` and `marks_only_lost`.

    `slips`: letters to change between the folded names, 3 = three or more; null where they are equal.
    `marks_only_lost`: the folded names are equal, and one accented form is the other with marks left out.
    """
    folded = ["name_folded_land", "name_folded_resident"]
    unequal = pairs.select(folded).drop_nulls().filter(pl.col(folded[0]) != pl.col(folded[1])).unique()
    slips = process.cpdist(
        unequal[folded[0]].to_list(), unequal[folded[1]].to_list(), scorer=OSA.distance, score_cutoff=2, dtype=np.int8
    )
    keys = ["name_key_land", "name_key_resident"]
    accented = pairs.filter(pl.col(folded[0]) == pl.col(folded[1])).select(keys).drop_nulls()
    accented = accented.filter(pl.col(keys[0]) != pl.col(keys[1])).unique()
    # in decomposed form a lost accent is a letter left out, and a wrong one is a letter exchanged
    apart = accented.select(pl.col(keys).str.normalize("NFD"))
    dropped = process.cpdist(apart[keys[0]].to_list(), apart[keys[1]].to_list(), scorer=Indel.distance, dtype=np.int16)
    lengths = apart.select(gap=(pl.col(keys[0]).str.len_chars().cast(pl.Int32) - pl.col(keys[1]).str.len_chars()).abs())
    accented = accented.with_columns(marks_only_lost=pl.Series(dropped, dtype=pl.Int32) == lengths["gap"])
    return pairs.join(
        unequal.with_columns(slips=pl.Series(slips, dtype=pl.Int8)),
        on=folded,
        how="left",
        maintain_order="left",
        validate="m:1",
    ).join(accented, on=keys, how="left", maintain_order="left", validate="m:1")
