"""Two names → how they agree, judged by syllable and on characters."""

from __future__ import annotations

import polars as pl
from rapidfuzz.distance import OSA, Indel

from cleaning.linking.similarity import edit_distances

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
    folded, keys = ("name_folded_land", "name_folded_resident"), ("name_key_land", "name_key_resident")
    slips = edit_distances(pairs, folded, OSA.distance, cutoff=2).rename({"distance": "slips"})
    # in decomposed form a lost accent is a letter left out, and a wrong one is a letter exchanged
    same_folded = pairs.filter(pl.col(folded[0]) == pl.col(folded[1])).select(pl.col(keys).str.normalize("NFD"))
    marks = edit_distances(same_folded, keys, Indel.distance)
    lengths = pl.col(keys[0]).str.len_chars().cast(pl.Int16) - pl.col(keys[1]).str.len_chars().cast(pl.Int16)
    composed = marks.select(pl.col(keys).str.normalize("NFC"), marks_only_lost=pl.col("distance") == lengths.abs())
    return pairs.join(slips, on=folded, how="left", maintain_order="left", validate="m:1").join(
        composed, on=keys, how="left", maintain_order="left", validate="m:1"
    )
