"""Rows that name several people → a row for each, with the part of the holder's cells that is theirs."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.standardising import text
from cleaning.standardising.co_holder_words import NAMES_ANOTHER

# What stands between two people's numbers, dates or genders in one cell.
_PIECES: Final = r"\s*[;,/\n+&]\s*|\s+(?:-|–|và|va)\s+"
# A joiner that a line break has parted from the name behind it.
_LEFT_OVER: Final = r"(?i)[\s,;]+(?:và|va|cùng)?[\s,;]*$"
# Behind several numbers: what can't be dealt out must not be read as the two numbers of one person.
_NOBODYS: Final = " +"
_DATE: Final = r"\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d{1,2}-\d{1,2}|\b\d{4}\b"
# Facts of one person that no list gives for two.
_OF_THE_FIRST: Final = ("paper_1_text", "paper_2_text", "holder_birth_year_text", "holder_death_year_text")


def number_beside_another() -> pl.Expr:
    """The number cell of a row that speaks of somebody else too: an old and a new number may be of two people."""
    cell = pl.col("holder_id_number_text")
    is_mixed = cell.str.contains(r"\b\d{11,12}\b") & cell.str.contains(r"\b\d{8,9}\b")
    is_doubtful = is_mixed & pl.col("_cell").str.contains(NAMES_ANOTHER)
    return pl.when(is_doubtful.fill_null(value=False)).then(pl.concat_str(cell, pl.lit(_NOBODYS))).otherwise(cell)


def dealt_out(rows: pl.DataFrame) -> pl.DataFrame:
    """A row per name of `rows`, each with its part of the holder's cells."""
    ordinals = pl.int_ranges(1, pl.col("_names").list.len() + 1, dtype=pl.Int32)
    parts = rows.with_columns(
        holder_ordinal=ordinals,
        holders_named=pl.col("_names").list.len().cast(pl.Int32),
        _first_joint=pl.col("_joints").list.get(1),
    ).explode("_names", "_joints", "holder_ordinal")
    is_first = pl.col("holder_ordinal") == 1
    return parts.with_columns(
        row_key=pl.when(is_first).then("row_key").otherwise(pl.concat_str("row_key", pl.lit("/"), "holder_ordinal")),
        holder_name_text=pl.col("_names").str.replace(_LEFT_OVER, ""),
        holder_id_number_text=_number(in_lines("holder_id_number")),
        holder_birth_date_text=_own(in_lines("holder_birth_date").str.extract_all(_DATE), "holder_birth_date_text"),
        holder_gender_text=_own(_pieces(in_lines("holder_gender"), _PIECES + r"|\s+"), "holder_gender_text"),
        holder_kind_text=_kind(),
        holder_role_text=_role(),
        **{name: pl.when(is_first).then(name) for name in _OF_THE_FIRST},
    )


def in_lines(field: str) -> pl.Expr:
    """A cell's text, its lines parted by ';' where they are known: what was decoded has come as one line."""
    raw, read = pl.col(f"{field}_raw"), pl.col(f"{field}_text")
    has_lines = raw.str.contains(r"\S\s*[\r\n]+\s*\S") & (text.tidy(raw) == read)
    return pl.when(has_lines).then(text.tidy(raw.str.replace_all(r"\s*[\r\n]+\s*", "; "))).otherwise(read)


def _own(parts: pl.Expr, whole: str | pl.Expr) -> pl.Expr:
    """A person's part of a cell that has as many as people; else all of it for the first, null for the others."""
    own = parts.list.get(pl.col("holder_ordinal") - 1, null_on_oob=True)
    rest = pl.when(pl.col("holder_ordinal") == 1).then(whole)
    return pl.when(parts.list.len() == pl.col("holders_named")).then(own).otherwise(rest)


def _pieces(cell: pl.Expr, separators: str) -> pl.Expr:
    pieces = cell.str.replace_all(separators, "\n").str.split("\n")
    return pieces.list.eval(pl.element().str.strip_chars().filter(pl.element().str.contains(r"\S")))


def _number(cell: pl.Expr) -> pl.Expr:
    """A person's numbers: one of 12 digits and, or, one of 9 where there are as many as people; else their line.

    One new and one old number may be both of one person: only lines tell then.
    """
    new, old = cell.str.extract_all(r"\b\d{11,12}\b"), cell.str.extract_all(r"\b\d{8,9}\b")
    people, at = pl.col("holders_named"), pl.col("holder_ordinal") - 1
    has_all = (new.list.len() + old.list.len() > 0) & pl.all_horizontal(
        found.list.len().is_in([0]) | (found.list.len() == people) for found in (new, old)
    )
    own = pl.concat_str(
        new.list.get(at, null_on_oob=True), old.list.get(at, null_on_oob=True), separator=" / ", ignore_nulls=True
    )
    is_mixed = (new.list.len() > 0) & (old.list.len() > 0)
    lines, pieces = _pieces(cell, ";"), _pieces(cell, _PIECES)
    parts = pl.when((lines.list.len() == people) | is_mixed).then(lines).otherwise(pieces)
    is_several = pieces.list.len() + new.list.len() + old.list.len() > 2  # more than one number and its own piece
    whole = pl.when(is_several).then(pl.concat_str(cell, pl.lit(_NOBODYS))).otherwise(cell)
    return pl.when(has_all).then(own).otherwise(_own(parts, whole))


def _kind() -> pl.Expr:
    """Mục 12, but 'Vợ chồng' where the name says so and the form says no more than 'Cá nhân'."""
    is_plain = pl.col("holder_kind_text").is_null() | (text.folded(pl.col("holder_kind_text")) == "ca nhan")
    return pl.when(pl.col("_is_couple") & is_plain).then(pl.lit("Vợ chồng")).otherwise("holder_kind_text")


def _role() -> pl.Expr:
    """Mục 13 for the first, who is the husband of 'và vợ'; for the others what joins them."""
    first = {"w": "Chồng", "h": "Vợ"}
    others = {"w": "Vợ", "h": "Chồng"}
    told = pl.coalesce("holder_role_text", pl.col("_first_joint").replace_strict(first, default=None))
    joined = pl.col("_joints").replace_strict(others, default=None)
    return pl.when(pl.col("holder_ordinal") == 1).then(told).otherwise(joined)
