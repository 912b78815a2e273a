"""Any Vietnamese text: Unicode is only tidied, and what was set in an old encoding comes back as it was."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from polars.testing import assert_series_equal

from cleaning import reference
from cleaning.reference.old_letters import ENCODINGS, in_unicode, old_letters
from cleaning.standardising import text
from cleaning.standardising.legacy_encoding import with_text

_TONES = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
_PARTS = reference.table("syllable_parts").with_columns(pl.col("spelling").fill_null(""))
_ONSETS = _PARTS.filter(part="onset").select("spelling", "before").rows()
_RIMES = _PARTS.filter(part="rime")["spelling"].to_list()
_FAMILIES = reference.table("family_names")["name"].to_list()


@st.composite
def _syllables(draw: st.DrawFn) -> str:
    """A syllable as spelling allows it, its tone on the vowel that bears a mark, else on the first."""
    onset, before = draw(st.sampled_from(_ONSETS))
    rime = draw(st.sampled_from([rime for rime in _RIMES if rime[0] in before]))
    is_stopped = rime.endswith(("c", "ch", "p", "t"))
    tone = draw(st.sampled_from(["\u0301", "\u0323"] if is_stopped else _TONES))
    at = max((place for place, letter in enumerate(rime) if letter in "ăâêôơư"), default=0)
    onset = "g" if onset == "gi" and rime.startswith("i") else onset  # 'gi' lends its i to the rime: 'gìn'
    return unicodedata.normalize("NFC", f"{onset}{rime[: at + 1]}{tone}{rime[at + 1 :]}").capitalize()


_NAMES = st.tuples(st.sampled_from(_FAMILIES), st.lists(_syllables(), min_size=1, max_size=3)).map(
    lambda name: " ".join([name[0], *name[1]])
)


def _is_letter_or_digit(sign: str) -> bool:
    """Not the modifiers that Unicode counts as letters: an apostrophe may be one."""
    category = unicodedata.category(sign)
    return category[0] in "LN" and category != "Lm"


def _read(cells: list[str]) -> pl.DataFrame:
    return with_text(pl.DataFrame({"name_raw": cells}, schema={"name_raw": pl.String}), ["name"])


def _set_in(encoding: str, name: str) -> str:
    """`name` as the encoding shows it; TCVN3 has no accented capitals."""
    if encoding == "utf8_twice":
        return name.encode().decode("latin-1")
    form = reference.table("vni").filter(form="standard").select("unicode_char", "vni_sequence")
    if encoding == "tcvn3":
        font = reference.table("tcvn3").filter(scope="font").select("unicode_char", "byte_hex")
        form = font.with_columns(pl.col("byte_hex").map_elements(lambda byte: chr(int(byte, 16)), pl.String))
    letters = dict(form.iter_rows())
    return "".join(letters.get(letter) or letters.get(letter.lower(), letter) for letter in name)


@examples(deadline=None, max_examples=40)
@given(st.lists(_NAMES, min_size=1, max_size=40))
def test_unicode_names_are_never_decoded(names: list[str]) -> None:
    for cells in (names, [name.upper() for name in names], [name.lower() for name in names]):
        read = _read(cells)
        assert_series_equal(read["name_text"], read["name_raw"], check_names=False)
        assert set(read["text_state"]) == {"unicode"}


@examples(deadline=None, max_examples=15)
@given(st.lists(_NAMES, min_size=1, max_size=40))
def test_unicode_names_beside_old_ones_are_kept(names: list[str]) -> None:
    """Whatever stands beside it, a cell with a letter that no old font shows stays as it is."""
    old = ["NguyÔn V¨n Hïng", "TrÇn ThÞ Lª", "Nguyeãn Vaên Huøng", "Nguyá»…n VÄƒn HÃ¹ng"]
    read = _read([*names, *old]).head(len(names))
    is_sure = read["name_raw"].str.contains("[ảạằẳẵặầẩẫậẻẽẹềểễệỉịỏọồổỗộờởỡợủụừửữựỳỷỹỵđĐ]")
    assert_series_equal(read["name_text"].filter(is_sure), read["name_raw"].filter(is_sure), check_names=False)


@pytest.mark.parametrize("encoding", ENCODINGS)
@examples(deadline=None, max_examples=15)
@given(names=st.lists(_NAMES, min_size=30, max_size=40))
def test_a_column_in_an_old_encoding_comes_back(encoding: str, names: list[str]) -> None:
    read = _read([_set_in(encoding, name) for name in names])
    found = read.filter(pl.col("text_state") != "uncertain")["name_text"].str.to_lowercase().to_list()
    assert set(found) <= {name.lower() for name in names}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_letter_of_the_tables_is_read(encoding: str) -> None:
    letters = old_letters(encoding)  # pyright: ignore[reportArgumentType]
    for shown, letter in letters.items():
        assert in_unicode(shown, encoding) == letter  # pyright: ignore[reportArgumentType]


@examples(deadline=None, max_examples=60)
@given(st.text(max_size=30))
def test_tidying_keeps_every_letter_and_digit(cell: str) -> None:
    """Nothing is lost but invisible signs and spaces: letters may change their alphabet, never their number."""
    tidied = pl.select(text.tidy(pl.lit(cell, pl.String))).item() or ""
    composed = unicodedata.normalize(
        "NFC", "".join(sign for sign in cell if unicodedata.category(sign) not in {"Cf", "Cc"})
    )
    visible = [sign for sign in composed if _is_letter_or_digit(sign)]
    kept = [sign for sign in tidied if _is_letter_or_digit(sign)]
    assert len(kept) == len(visible)
