"""Name text → display form and comparison forms, computed once per distinct cell."""

from __future__ import annotations

from typing import Final

import polars as pl
from unidecode import unidecode

from cleaning import reference
from cleaning.standardising import text
from cleaning.standardising.markers import with_markers

_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"
# y as the only vowel behind a consonant is i in the other spelling: Lý/Lí, Mỹ/Mĩ, Quý/Quí; not so in 'Thúy', 'Yến'.
_FINAL_Y: Final = rf"\b(qu|[bcdđghklmnpqrstvx]{{1,3}})y([{_TONES}]?)\b"
_NOT_VIETNAMESE: Final = r"[^a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ\s]"


def with_name(frame: pl.DataFrame, text_column: str, prefix: str) -> pl.DataFrame:
    """Adds `{prefix}name`, `…name_lower`, `…name_key`, `…name_folded` (forms of schemas) and `…markers`.

    Titles and markers are taken off first (`markers`); of several people in one cell the first is named. Null where the
    cell holds no letters or a filler. The owner's tone placement and i/y stay in the name and are made one in the key.
    """
    cells = frame.select(cell=text.without_placeholders(pl.col(text_column), "name")).drop_nulls().unique()
    forms = (
        with_markers(cells)
        .with_columns(name=_display(pl.col("bare")))
        .with_columns(name_lower=pl.col("name").str.to_lowercase())
    )
    keyed = forms.with_columns(name_key=_key(_latin(forms, "name_lower")))
    result = keyed.select(
        pl.col("cell").alias(text_column),
        pl.col("name", "name_lower", "name_key").name.prefix(prefix),
        text.folded(pl.col("name_key")).alias(f"{prefix}name_folded"),
        pl.col("markers").alias(f"{prefix}markers"),
    )
    return frame.join(result, on=text_column, how="left", maintain_order="left", validate="m:1")


def _display(bare: pl.Expr) -> pl.Expr:
    """Each Word Capitalised; nothing but letters, inner hyphens and apostrophes, and the dots of abbreviations."""
    # in names of the highlands the apostrophe binds: "H' Hen Niê" is "H'Hen Niê"
    bound = bare.str.replace_all("[’‘`]", "'").str.replace_all(r"\b([hyk])'\s+", "${1}'")
    written = bound.str.replace_all(r"[^\p{L}\p{M}'.-]", " ").str.replace_all(r"\.", ". ")
    words = written.str.split(" ").list.eval(pl.element().str.strip_chars("'-").str.strip_chars_start(".'-"))
    shown = words.list.eval(pl.element().filter(pl.element().str.contains(r"\p{L}"))).list.join(" ")
    return pl.when(shown != "").then(shown.str.to_lowercase().str.to_titlecase())


def _latin(forms: pl.DataFrame, column: str) -> pl.Expr:
    """The column with letters foreign to Vietnamese as plain ones: look-alikes of other scripts, 'ä' → 'a'."""
    odd = (
        forms.select(pl.col(column).str.extract_all(_NOT_VIETNAMESE)).explode(column).drop_nulls().unique().to_series()
    )
    plain = {letter: unidecode(letter).lower() for letter in odd.sort().to_list() if letter not in "'-."}
    return pl.col(column).str.replace_many(list(plain), list(plain.values())) if len(plain) > 0 else pl.col(column)


def _key(lower: pl.Expr) -> pl.Expr:
    key = lower.str.replace_all("'", "").str.replace_all("-", " ")
    for short, position, long in _abbreviations():
        pattern = rf"^{short}\.?\s" if position == "first" else rf"\s{short}\.?\s"
        key = key.str.replace(pattern, f"{long} " if position == "first" else f" {long} ")
    one_spelling = text.one_tone_placement(key.str.replace_all(r"\.", ""))
    key = one_spelling.str.normalize("NFD").str.replace_all(_FINAL_Y, "${1}i${2}").str.normalize("NFC")
    return text.tidy(key)


def _abbreviations() -> list[tuple[str, str, str]]:
    rows = reference.table("name_abbreviations").select("abbreviation", "position", "written_out")
    return [(short, position, long) for short, position, long in rows.iter_rows()]
