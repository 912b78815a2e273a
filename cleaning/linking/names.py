"""Names of both sides → one table of distinct names; two names → how they agree, by syllable and on characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz.distance import OSA, Indel

from cleaning.linking.distinct import numbered, values_numbered
from cleaning.linking.similarity import edit_distances

NAME_FORMS: Final = ("name_lower", "name_key", "name_folded")

NAME_LEVELS: Final = (
    "missing", "same", "style", "accents_lost", "accents_differ", "one_slip", "regional", "middle_missing",
    "one_letter", "other_middle", "similar", "same_given", "different",
)  # fmt: skip

# Forms that names are compared by as a whole: as hashes, for two unlike names of one hash are not to be feared.
_HASHED: Final = ("name_key", "name_folded", "name_family", "name_given", "name_regional")
_COMPARED: Final = (*(f"{form}_hash" for form in _HASHED), "name_words", "name_letters", "is_strange")
_SIDES: Final = ("land", "resident")
_FEW_SLIPS: Final = 2
# Two slips in a name this long still leave most of it; shorter names differ by chance.
_SIMILAR_FROM_LETTERS: Final = 8
# Northern speakers write l/n, s/x, ch/tr and d/gi/r for one another at the head of a word.
_REGIONAL: Final = (
    (r"\bn([aeiouy])", "l${1}"), (r"\bx", "s"), (r"\btr", "ch"), (r"\bgi?([aeouy])", "d${1}"), (r"\br", "d"),
)  # fmt: skip


@dataclass(frozen=True)
class Names:
    """The distinct names of two sides as `table`; `land` and `register` tell the row of it by row, null if unnamed."""

    table: pl.DataFrame
    land: pl.Series
    register: pl.Series


def names_of(land: pl.DataFrame, register: pl.DataFrame) -> Names:
    """The distinct names of both sides (NAME_FORMS), each once, numbered from 0 by `name`.

    Adds family, given, short (family + given), stem (all but given), tail (all but family), words, a form blind to
    regional spelling, and `is_strange`: a syllable is borne by nobody in the register, as a slip of the pen makes it.
    """
    said = pl.concat([side.select(NAME_FORMS) for side in (land, register)])
    number, first = numbered(said.select("name_lower"))
    number = number.to_frame("name").select(pl.when(pl.lit(said["name_lower"].is_not_null())).then("name")).to_series()
    sides = number[: land.height], number[land.height :]
    named = said[first].with_row_index("name").with_columns(name_syllables=pl.col("name_folded").str.split(" "))
    borne = named[sides[1].drop_nulls().unique()]
    name, words = pl.col("name_folded"), pl.col("name_syllables")
    family, given, has_more = pl.col("name_family"), pl.col("name_given"), pl.col("name_words") > 1
    table = (
        named.with_columns(
            name_family=words.list.first(),
            name_given=words.list.last(),
            name_words=words.list.len().cast(pl.Int32),
            name_regional=_regional(named["name_syllables"]),
            name_letters=name.str.len_chars().cast(pl.Int32),
            is_strange=pl.col("name").is_in(_strange(named, borne).implode()),
        )
        .with_columns(
            name_short=pl.concat_str(family, given, separator=" "),
            name_stem=pl.when(has_more).then(name.str.strip_suffix(pl.lit(" ") + given)),
            name_tail=pl.when(has_more).then(name.str.strip_prefix(family + pl.lit(" "))),
        )
        .with_columns(pl.col(_HASHED).hash().name.suffix("_hash"))
    )
    return Names(table.drop("name_syllables"), *sides)


def _regional(syllables: pl.Series) -> pl.Series:
    """The names as one region would spell them; each distinct syllable is looked at once."""
    written = syllables.explode().drop_nulls().unique().to_frame("written")
    spoken = pl.col("written")
    for pattern, head in _REGIONAL:
        spoken = spoken.str.replace_all(pattern, head)
    alike = written.with_columns(spoken=spoken)
    each = pl.element().replace_strict(alike["written"], alike["spoken"], return_dtype=pl.String)
    return syllables.to_frame("words").select(pl.col("words").list.eval(each).list.join(" ")).to_series()


def _strange(named: pl.DataFrame, borne: pl.DataFrame) -> pl.Series:
    """Of `named`, the names with a syllable that none of those `borne` has."""
    known = borne["name_syllables"].explode().unique()
    words = named.select("name", word="name_syllables").explode("word")
    return words.filter(~pl.col("word").is_in(known.implode()))["name"].unique()


def name_level(pairs: pl.DataFrame, names: pl.DataFrame) -> pl.Series:
    """The place in NAME_LEVELS, as Int8, of each pair (name_land, name_resident: rows of `names`).

    Each distinct pair is judged once.
    """
    land, resident = pairs["name_land"].cast(pl.Int64), pairs["name_resident"].cast(pl.Int64)
    levels = np.where((land == resident).fill_null(False), NAME_LEVELS.index("same"), 0).astype(np.int8)
    unlike = (land != resident).arg_true()
    number, first = values_numbered((land * 2**32 + resident).gather(unlike))
    judged = unlike.gather(first)
    levels[unlike.to_numpy()] = _judged(land.gather(judged), resident.gather(judged), names).gather(number)
    return pl.Series(levels)


def _judged(land: pl.Series, resident: pl.Series, names: pl.DataFrame) -> pl.Series:
    """The level of pairs of unlike names, given as rows of `names`."""
    pairs = pl.DataFrame(
        names[column].gather(side).alias(f"{column}_{label}")
        for side, label in ((land, "land"), (resident, "resident"))
        for column in _COMPARED
    )
    same_key, same_folded, same_family, same_given, same_regional = (
        pl.col(f"{form}_hash_land") == pl.col(f"{form}_hash_resident") for form in _HASHED
    )
    same_ends = same_given & same_family
    fewer_words = pl.min_horizontal("name_words_land", "name_words_resident") == 2
    more_words = pl.max_horizontal("name_words_land", "name_words_resident") > 2
    longest = pl.max_horizontal("name_letters_land", "name_letters_resident")
    answers = {
        "style": same_key,
        "accents_lost": same_folded & pl.col("marks_only_lost"),
        "accents_differ": same_folded,
        # one letter apart are also many pairs of real names: Hương and Hồng, Phong and Phương
        "one_slip": (pl.col("slips") == 1) & pl.col("is_strange_land"),
        "regional": same_regional,
        "middle_missing": same_ends & fewer_words & more_words,
        "one_letter": pl.col("slips") == 1,
        "other_middle": same_ends,
        "similar": (pl.col("slips") == 2) & (longest >= _SIMILAR_FROM_LETTERS),
        "same_given": same_given,
        "different": pl.lit(True),
    }
    chain = pl.coalesce(
        pl.when(answer.fill_null(False)).then(pl.lit(NAME_LEVELS.index(name), dtype=pl.Int8))
        for name, answer in answers.items()
    )
    sides = {"land": land, "resident": resident}
    return _with_distances(pairs.with_row_index("pair"), sides, names).select(level=chain).to_series()


def _with_distances(pairs: pl.DataFrame, sides: dict[str, pl.Series], names: pl.DataFrame) -> pl.DataFrame:
    """Adds `slips` and `marks_only_lost`, null where the question does not arise.

    `slips`: letters to change between the folded names where one or two are enough.
    `marks_only_lost`: the folded names are equal, and one accented form is the other with marks left out.
    """
    same_folded = pl.col("name_folded_hash_land") == pl.col("name_folded_hash_resident")
    same_key = pl.col("name_key_hash_land") == pl.col("name_key_hash_resident")
    apart = (pl.col("name_letters_land") - pl.col("name_letters_resident")).abs()
    differing = _written(pairs.filter(~same_folded & (apart <= _FEW_SLIPS))["pair"], sides, names["name_folded"])
    slips = edit_distances(differing, OSA.distance, cutoff=_FEW_SLIPS).filter(pl.col("distance") <= _FEW_SLIPS)
    # in decomposed form a lost accent is a letter left out, and a wrong one is a letter exchanged
    accented = _written(pairs.filter(same_folded & ~same_key)["pair"], sides, names["name_key"])
    accented = accented.with_columns(pl.col(_SIDES).str.normalize("NFD"))
    lengths = [pl.col(side).str.len_chars().cast(pl.Int16) for side in _SIDES]
    marks = edit_distances(accented, Indel.distance)
    return pairs.join(
        slips.select("pair", slips="distance"), on="pair", how="left", maintain_order="left", validate="1:1"
    ).join(
        marks.select("pair", marks_only_lost=pl.col("distance") == (lengths[0] - lengths[1]).abs()),
        on="pair", how="left", maintain_order="left", validate="1:1",
    )  # fmt: skip


def _written(pairs: pl.Series, sides: dict[str, pl.Series], form: pl.Series) -> pl.DataFrame:
    """`pair, land, resident`: both names of the numbered pairs in that form."""
    return pl.DataFrame({"pair": pairs} | {side: form.gather(rows.gather(pairs)) for side, rows in sides.items()})
