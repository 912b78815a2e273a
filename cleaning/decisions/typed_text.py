"""Cells that people and spreadsheets have been at → text that can be compared. Null stays null, blank becomes null."""

from __future__ import annotations

from typing import Final

import polars as pl

_QUOTES: Final = "'’‘ʼ`\"“”"


def tidied(cell: pl.Expr) -> pl.Expr:
    """One line, NFC, single spaces, ordinary digits for wide ones, without the marks of text that stand around."""
    line = cell.str.replace_all(r"\p{Cf}", "").str.normalize("NFKC").str.replace_all(r"[\s\x00-\x1f]+", " ")
    bare = line.str.strip_chars(f" {_QUOTES}")
    return pl.when(bare != "").then(bare)


def folded(text: pl.Expr) -> pl.Expr:
    """Lower case without accents, đ → d; the '?' for a letter that was lost stays."""
    plain = text.str.to_lowercase().str.normalize("NFD").str.replace_all(r"\p{Mn}", "")
    return plain.str.replace_all("[đð]", "d")


def words(text: pl.Expr) -> pl.Expr:
    """Folded words, with one space between them: what two ways of writing a name have in common."""
    return folded(text).str.replace_all(r"[^\p{L}\d?]+", " ").str.strip_chars()


def is_spreadsheet_error(text: pl.Expr) -> pl.Expr:
    """'#REF!', '#NAME?', and the '####' of a column that was too narrow when it was saved."""
    return text.str.contains(r"^#").fill_null(value=False)


def has_accent(text: pl.Expr) -> pl.Expr:
    """Whether any letter is one that Vietnamese has beyond ASCII."""
    return text.str.contains(r"[[\p{L}\p{M}]&&[^\x00-\x7f]]").fill_null(value=False)
