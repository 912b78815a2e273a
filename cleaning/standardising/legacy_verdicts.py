"""Columns of cells → which cells are in an old encoding, for sure or perhaps, by their spelling and their column's."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from cleaning import reference
from cleaning.standardising.legacy_readings import cut, has_marks, is_unicode, readings, words

_CELL: Final = ["cell", "encoding"]
_COLUMN: Final = ["field", "encoding"]
_USUAL: Final = (
    ("admin_units", "name"), ("family_names", "name"), ("headers", "header"), ("honorifics", "token"),
    ("land_use_words", "words"),
)  # fmt: skip
_COUNTS: Final = ("speaks_for", "speaks_against", "is_special", "is_marked", "is_sign", "is_foreign")


def verdicts(cells: pl.DataFrame) -> pl.DataFrame:
    """Which of the distinct `cells` of each `field` are or may be in an old encoding; all others are Unicode.

    Per field, cell and encoding it may be in: `decoded`; `verdict`: legacy, then the cell's only line, or open where
    the column does not settle it; `leaning`: log of how many times commoner its words are in the column decoded than as
    they stand; `usual`: the same in the column and the reference tables; `in_column`: others of the column are in the
    encoding; `is_family`: as it stands it begins with a family name; `is_marked`: a mark speaks for the encoding;
    `is_sign`: it holds a sign that no word has, and spelling doesn't speak against it.
    """
    distinct = cells.filter(pl.col("cell").str.contains(r"[^\x00-\x7f]")).select("cell").unique()
    read = readings(distinct.filter(has_marks(pl.col("cell"))))
    said = words(read)
    facts = _facts(said)
    if facts.select(pl.col("is_sure").any()).item():  # only then may cells without marks be in an old encoding
        read = readings(distinct)
        said = words(read)
        facts = _facts(said)
    known = cells.join(facts, on="cell", how="inner")
    judged = _judged(known)
    return (
        judged.join(read.select(*_CELL, "decoded"), on=_CELL, how="left", validate="m:1")
        .join(_leaning(judged, known.filter("is_sure"), cells, said), on=["field", *_CELL], how="left", validate="1:1")
        .select(
            "field", "cell", "encoding", "decoded", "verdict", pl.col("leaning", "usual").fill_null(0.0), "in_column",
            is_family="kept_family", is_marked=pl.col("marked_for") > 0,
            is_sign=(pl.col("is_sign") > 0) & (pl.col("score") >= 0),
        )
    )  # fmt: skip


def _facts(said: pl.DataFrame) -> pl.DataFrame:
    """What the words of a cell say together in each encoding; `is_sure`: beyond doubt, and better than in any other."""
    names = reference.table("family_names").get_column("name").str.to_lowercase().to_list()
    first, is_special = pl.col("place") == 0, pl.col("is_special")
    facts = said.group_by(_CELL).agg(
        pl.col(*_COUNTS).sum().cast(pl.Int32),
        kept_family=(first & is_special & pl.col("kept").is_in(names)).any(),
        decoded_family=(first & is_special & pl.col("decoded").is_in(names)).any(),
        marked_for=(pl.col("speaks_for") & pl.col("is_marked")).sum(),
        sign_for=(pl.col("speaks_for") & pl.col("is_sign")).sum(),
        first_for=(pl.col("speaks_for") & pl.col("is_marked") & first).any(),
        hint=pl.col("kept").filter(pl.col("speaks_for") & pl.col("is_marked")).sort().first(),
    )
    scored = facts.with_columns(score=pl.col("speaks_for") - pl.col("speaks_against"))
    is_best = pl.col("score").rank("max", descending=True).over("cell") == 1
    return scored.with_columns(is_sure=is_best & _is_sure())


def _judged(known: pl.DataFrame) -> pl.DataFrame:
    """`known` with `in_column` and `verdict`; of several encodings that suit a cell equally well all are left open."""
    columns = known.group_by(_COLUMN).agg(has_sure=pl.col("is_sure").any(), hints=_hints())
    anywhere = columns.group_by("encoding").agg(in_any_column=pl.col("has_sure").any())
    columns = columns.join(anywhere, on="encoding", how="left", validate="m:1").select(
        *_COLUMN, "in_any_column", in_column=pl.col("has_sure") | (pl.col("in_any_column") & (pl.col("hints") > 1))
    )
    judged = known.join(columns, on=_COLUMN, how="left", validate="m:1").with_columns(verdict=_verdict())
    lines, best = ["field", "cell"], pl.when(verdict="legacy").then("score")
    judged = judged.drop_nulls("verdict").with_columns(
        best=best.max().over(lines), ties=(best == best.max()).sum().over(lines)
    )
    kept = judged.filter(
        pl.col("best").is_null() | ((pl.col("verdict") == "legacy") & (pl.col("score") == pl.col("best")))
    )
    return kept.with_columns(verdict=pl.when(pl.col("ties") > 1).then(pl.lit("open")).otherwise("verdict"))


def _is_spelled_so() -> pl.Expr:
    """More words become Vietnamese than cease to be; by letters alone, more than there are foreign words too."""
    return (pl.col("score") > 0) & ((pl.col("sign_for") > 0) | (pl.col("score") > pl.col("is_foreign")))


def _is_sure() -> pl.Expr:
    """Beyond doubt by itself: a sign, two words, or a family name. One word with 'ü' or 'ï' may be a foreign name."""
    begins_with_family_name = pl.col("first_for") & pl.col("decoded_family")
    return _is_spelled_so() & ((pl.col("sign_for") > 0) | (pl.col("marked_for") > 1) | begins_with_family_name)


def _hints() -> pl.Expr:
    return pl.col("hint").filter(_is_spelled_so()).n_unique()


def _verdict() -> pl.Expr:
    """legacy | open | null (Unicode) by the cell's spelling, a sign like '¨' inside a word, and the family name.

    A column settles its cells where it has sure ones, or several hints and another column sure ones.
    """
    kept_family, decoded_family = pl.col("kept_family"), pl.col("decoded_family")
    in_column, may_be_sign = pl.col("in_column"), (pl.col("is_sign") > 0) & (pl.col("speaks_against") == 0)
    return (
        pl.when(in_column & (_is_spelled_so() | may_be_sign))
        .then(pl.lit("legacy"))
        # a name mistyped: 'T\u00adrêng' is 'Tưrờng', and without its sign a word
        .when(in_column & (pl.col("is_sign") > 0) & (pl.col("score") < 0))
        .then(pl.lit("open"))
        .when((pl.col("is_special") == 0) | (pl.col("score") < 0) | (kept_family & ~decoded_family))
        .then(None)
        .when(in_column & decoded_family & ~kept_family)
        .then(pl.lit("legacy"))
        .when(pl.col("in_any_column") | (pl.col("marked_for") > 0) | may_be_sign)
        .then(pl.lit("open"))
    )


def _leaning(judged: pl.DataFrame, sure: pl.DataFrame, cells: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """`leaning` and `usual` of each open cell."""
    opened = judged.filter(verdict="open").select("field", *_CELL)
    unicode = cells.join(opened.select("field").unique(), on="field", how="semi").filter(is_unicode(pl.col("cell")))
    kept = unicode.select("field", word=cut(pl.col("cell").str.normalize("NFC").str.to_lowercase()))
    kept = kept.explode("word", empty_as_null=True, keep_nulls=True)
    legacy = sure.select("field", *_CELL).join(said, on=_CELL, how="inner").select(*_COLUMN, word="decoded")
    seen = {
        "unicode": kept.group_by("field", "word").len("count"),
        "legacy": legacy.group_by(*_COLUMN, "word").len("count"),
    }
    seen["usual"] = _usual_words()
    found = opened.join(said.filter("is_special").select(*_CELL, "kept", "decoded"), on=_CELL, how="inner")
    for form in ("kept", "decoded"):
        for kind, counts in seen.items():
            named = counts.rename({"word": form, "count": f"{form}_{kind}"})
            on = [name for name in named.columns if name in ("field", "encoding", form)]
            found = found.join(named, on=on, how="left", validate="m:1")
    return found.group_by("field", *_CELL).agg(
        leaning=_times_commoner("unicode", "legacy"), usual=_times_commoner("unicode", "legacy", "usual")
    )


def _times_commoner(*counted: str) -> pl.Expr:
    decoded, kept = (
        pl.sum_horizontal(*(pl.col(f"{form}_{kind}").cast(pl.Int64).fill_null(0) for kind in counted), 1).log()
        for form in ("decoded", "kept")
    )
    return (decoded - kept).sum().round(6)


@cache
def _usual_words() -> pl.DataFrame:
    """How often each word stands in what is known of places, family names, headings, titles and land uses."""
    known = [reference.table(table).select(word=pl.col(column).str.to_lowercase()) for table, column in _USUAL]
    words_of = pl.concat(known).select(cut(pl.col("word"))).explode("word", empty_as_null=True, keep_nulls=True)
    return words_of.group_by("word").len("count")
