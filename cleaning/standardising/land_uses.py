"""Land uses as written (Mục 25, 30, 35: codes, old codes, words, several in a cell) → current codes, what to report."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from cleaning import reference
from cleaning.standardising.distinct import judged_once
from cleaning.standardising.text import folded, without_placeholders

_SLOTS: Final = ("use_1_text", "use_2_text", "use_3_text")
# a bracket opens a second name of the use ('Đất ở tại đô thị (ODT)'), unless an area stands in it
_SEPARATORS: Final = r"\s*[+;/,&|]\s*|\s+(?:[-–]|và)\s+|:\s+(\p{L})|\s*\(\s*(\p{L})"
_DECIMAL_COMMA: Final = r"([0-9]),([0-9])"
# 'ONT 200; CLN 150,5 m²', '60 m² đất ở': the area beside a use is read by `areas`
_LEADING_AREA: Final = r"(?i)^\s*[0-9][0-9.,]*\s*(?:m2|m²)\s+"
_TRAILING_AREA: Final = (
    r"(?i)\s*[:=(]?\s*\d[\d.,]*\s*(?:m2|m²)\s*\)?$|\s*[:=(]\s*\d[\d.,]*\s*\)?$|([\p{L})])\s+\d[\d.,]*$"
)


def with_land_uses(frame: pl.DataFrame) -> pl.DataFrame:
    """`land_uses`, `has_land_use_unknown`, `…_superseded`, `…_ambiguous`, `land_use_proposal` from the `use_k_text`.

    Each part of a cell is judged by itself. Group codes (LUA, NNP, …) never belong on a parcel: unknown.
    """
    return judged_once(frame, list(_SLOTS), _with_uses)


def _with_uses(frame: pl.DataFrame) -> pl.DataFrame:
    cells = pl.concat([frame[slot] for slot in _SLOTS]).drop_nulls().unique().sort().to_frame("cell")
    judged = _judged(cells)
    told = frame
    for place, slot in enumerate(_SLOTS):
        answers = judged.rename(lambda name, place=place: f"_{name}_{place}")
        told = told.join(
            answers, left_on=slot, right_on=f"_cell_{place}", how="left", maintain_order="left", validate="m:1"
        )
    added = [column for column in told.columns if column not in frame.columns]
    return told.with_columns(
        land_uses=_joined("codes", "+"),
        land_use_proposal=_joined("proposals", "; "),
        **{f"has_land_use_{kind}": _any_slot(kind) for kind in ("unknown", "superseded", "ambiguous")},
    ).drop(added)


def _joined(name: str, separator: str) -> pl.Expr:
    """The slots' lists in order, each value once; null where there is none."""
    values = pl.concat_list(pl.col(f"_{name}_{place}").fill_null([]) for place in range(len(_SLOTS)))
    text = values.list.unique(maintain_order=True).list.join(separator)
    return pl.when(text != "").then(text)


def _any_slot(kind: str) -> pl.Expr:
    return pl.any_horizontal(pl.col(f"_{kind}_{place}").fill_null(False) for place in range(len(_SLOTS)))


def _judged(cells: pl.DataFrame) -> pl.DataFrame:
    """One row per distinct cell: `cell, codes, proposals, unknown, superseded, ambiguous`."""
    known = _known_uses()
    whole = cells.select("cell", part=_bare(pl.col("cell")))
    is_known = _form(pl.col("part")).is_in(known["form"].to_list())
    parts = pl.concat(
        [
            whole.filter(is_known),
            cells.join(whole.filter(is_known), on="cell", how="anti")
            .with_columns(part=_separated(pl.col("cell")).str.split("\n"))
            .explode("part")
            .with_columns(part=_bare(pl.col("part"))),
        ]
    ).filter(_is_stated(pl.col("part")))
    proposal = pl.concat_str("shown", pl.lit(" → "), "successors")
    return (
        parts.with_columns(form=_form(pl.col("part")))
        .join(known, on="form", how="left", maintain_order="left", validate="m:1")
        .with_columns(pl.col("meaning").fill_null("unknown"), shown=pl.coalesce("old_code", "part"))
        .group_by("cell", maintain_order=True)
        .agg(
            codes=pl.col("code").drop_nulls(),
            proposals=proposal.filter(pl.col("meaning") != "current").drop_nulls(),
            unknown=(pl.col("meaning") == "unknown").any(),
            superseded=(pl.col("meaning") == "superseded").any(),
            ambiguous=(pl.col("meaning") == "ambiguous").any(),
        )
    )  # fmt: skip


def _separated(cell: pl.Expr) -> pl.Expr:
    """The cell with each use on a line of its own; a code ends where it ends ('ONT-CLN', 'ONT CLN')."""
    codes = "|".join(sorted(_codes()["old_code"]))
    joined = cell.str.replace_all(_DECIMAL_COMMA, "${1}.${2}").str.replace_all(_SEPARATORS, "\n${1}${2}")
    return joined.str.replace_all(rf"\b({codes})(?:\s*[-–]\s*|\s+)(\p{{Lu}}{{3}})\b", "${1}\n${2}")


def _is_stated(part: pl.Expr) -> pl.Expr:
    """No filler; a spreadsheet error is none, for a use did stand there."""
    return (part != "") & (without_placeholders(part).is_not_null() | part.str.starts_with("#"))


def _bare(text: pl.Expr) -> pl.Expr:
    bare = text.str.strip_chars_end("; ").str.replace(_LEADING_AREA, "").str.replace(_TRAILING_AREA, "${1}")
    return bare.str.strip_chars(" .:()")


def _form(text: pl.Expr) -> pl.Expr:
    """Comparison form of a code or of words: folded, no punctuation."""
    return folded(text).str.replace_all(r"[^\p{L}\d]+", " ").str.strip_chars()


@cache
def _known_uses() -> pl.DataFrame:
    """Every known form: `form, meaning` (current | superseded | ambiguous | unknown), `code, successors, old_code`.

    A code outranks words; the words of reference/land_use_words.csv outrank the printed names.
    """
    is_sure = pl.col("meaning").is_in(["current", "superseded"])
    alternatives = pl.col("successors").str.replace_all("|", " hoặc ", literal=True)
    return (
        pl.concat([_codes(), _usual_words(), _printed_names()], how="diagonal")
        .unique("form", keep="first", maintain_order=True)
        .with_columns(
            code=pl.when(is_sure).then("successors"),
            successors=pl.when(pl.col("meaning") != "unknown").then(alternatives),
        )
    )


def _codes() -> pl.DataFrame:
    """Codes of the old circulars, then those only the current one has."""
    table = reference.table("land_purposes")
    known = table.with_columns(old_code=pl.coalesce("old_code", "new_code")).sort("old_code")
    return known.select(
        form=_form(pl.col("old_code")), meaning=_meaning(), successors="new_code", old_code="old_code"
    )  # fmt: skip


def _usual_words() -> pl.DataFrame:
    has_several = pl.col("codes").str.contains("|", literal=True)
    return reference.table("land_use_words").select(
        form=_form(pl.col("words")),
        meaning=pl.when(has_several).then(pl.lit("ambiguous")).otherwise(pl.lit("current")),
        successors="codes",
    )


def _printed_names() -> pl.DataFrame:
    """Names of the circulars, without the remarks in brackets behind some."""
    names = pl.col("name_vi").str.replace(r" \(.*\)$", "")
    return reference.table("land_purposes").select(form=_form(names), meaning=_meaning(), successors="new_code")


def _meaning() -> pl.Expr:
    """What a row of reference/land_purposes.csv says of its old code."""
    return (
        pl.when(pl.col("note").str.starts_with("GROUP").fill_null(False))
        .then(pl.lit("unknown"))
        .when(pl.col("status").is_in(["kept", "new"]))
        .then(pl.lit("current"))
        .when(pl.col("status").is_in(["merged", "renamed"]))
        .then(pl.lit("superseded"))
        .otherwise(pl.lit("ambiguous"))
    )
