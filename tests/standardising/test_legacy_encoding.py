"""Old encodings are decoded by the evidence of their column, row and file, Unicode never."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning import reference
from cleaning.reference.syllables import is_syllable
from cleaning.standardising.legacy_encoding import with_text

_cases = Path(__file__).parents[1].joinpath("cases/legacy_encoding.csv").read_text(encoding="utf-8")
CASES = list(csv.DictReader(io.StringIO(_cases)))
# Unicode names whose special letters TCVN3 has too: what a careless decoder breaks first.
UNICODE_NAMES = [
    f"{family} {given}"
    for family in reference.table("family_names")["name"]
    for given in ("Thanh Bình", "Quý", "Minh Tú", "Thô", "Hoài Thi", "Công Lê")
]


def _read(cells: Sequence[str | None]) -> pl.DataFrame:
    return with_text(pl.DataFrame({"name_raw": cells}, schema={"name_raw": pl.String}), ["name"])


@pytest.mark.parametrize("column", ["mixed", "clean", "codes"])
def test_cases_share_their_column(column: str) -> None:
    cases = [case for case in CASES if case["column"] == column]
    for case, row in zip(cases, _read([case["input"] for case in cases]).iter_rows(named=True), strict=True):
        assert (row["name_text"] or "", row["text_state"]) == (case["text"], case["state"]), case["case"]


def test_no_unicode_name_is_decoded_beside_legacy_ones() -> None:
    legacy = ["NguyÔn V¨n Hïng", "TrÇn ThÞ Lª", "Vò §øc Dòng"]
    read = _read([*UNICODE_NAMES, *legacy])
    assert read.head(-3).filter(pl.col("name_text") != pl.col("name_raw"))["name_raw"].to_list() == []
    assert read["name_text"].to_list()[-3:] == ["Nguyễn Văn Hùng", "Trần Thị Lê", "Vũ Đức Dũng"]


def test_common_words_of_the_column_settle_what_spelling_cannot() -> None:
    """'Tó' could be Unicode, but the rest of the column knows 'Tú' only."""
    sure = [f"NguyÔn V¨n Tó {letter}" for letter in "ABCDEFGHIKLM"]
    assert _read([*sure, "Mai Thanh Tó"])["name_text"].to_list()[-1] == "Mai Thanh Tú"
    assert _read([sure[0], "Nguyễn Hùng", "Mai Thanh Tó"])["name_text"].to_list()[-1] == "Mai Thanh Tó"


@pytest.mark.parametrize(
    ("others", "cell", "name"),
    [
        ("NguyÔn V¨n Hïng", "Vò Thanh T\u00adrêng", "Vũ Thanh Tưrờng"),  # a slip of the pen; 'Trêng' would be a word
        ("Nguyá»…n VÄƒn HÃ¹ng", "HĂ\u00a0 Cao TĂ\u00a0i", "Hà Cao Tài"),  # Windows-1258 stood between
    ],
)
def test_a_file_without_unicode_settles_what_reads_as_words(others: str, cell: str, name: str) -> None:
    assert _read([*[f"{others} {letter}" for letter in "ABC"], cell])["name_text"].to_list()[-1] == name
    beside_unicode = _read([*[f"Nguyễn Hùng {letter}" for letter in "ABC"], cell])["name_text"].to_list()[-1]
    assert beside_unicode != name


def test_a_file_without_unicode_settles_short_names() -> None:
    read = _read(["Lª", "Hµ", "An", "Tó"])
    assert read["name_text"].to_list() == ["Lê", "Hà", "An", "Tú"]


@pytest.mark.parametrize(
    ("name", "status", "state"),
    [
        ("NguyÔn V¨n Hïng", "Mẹ", "converted"),
        ("Nguyễn Văn Hùng", "MÑ", "unicode"),
        ("An", "MÑ", "uncertain"),
    ],
    ids=["TCVN3 row", "Unicode row", "plain row"],
)
def test_the_rest_of_the_row_settles_a_single_letter(name: str, status: str, state: str) -> None:
    """'MÑ' (mẹ) may be an abbreviation: Ñ is a letter of other languages."""
    frame = pl.DataFrame(
        {
            "name_raw": [name, "TrÇn ThÞ Lª", "Vũ Đức"],
            "relation_raw": ["MÑ", "Con", "Con"],
            "source_file": ["a", "a", "a"],
        }
    )
    row = with_text(frame, ["name", "relation"]).row(0, named=True)
    assert (row["relation_text"], row["text_state"]) == (status, state)


def test_files_are_judged_apart() -> None:
    frame = pl.DataFrame(
        {"name_raw": ["NguyÔn Hïng", "Tông Thanh", "Vũ Đức", "Tông Thanh"], "source_file": ["a", "a", "b", "b"]}
    )
    read = with_text(frame, ["name"])
    assert read["name_text"].to_list() == ["Nguyễn Hùng", "Tụng Thanh", "Vũ Đức", "Tông Thanh"]
    assert read["text_state"].to_list() == ["converted", "converted", "unicode", "unicode"]


def test_one_state_for_the_row_and_a_text_for_each_field() -> None:
    frame = pl.DataFrame({"name_raw": ["TrÇn ThÞ Lª", "Lê An"], "address_raw": ["Thôn 3", " "]})
    read = with_text(frame, ["name", "address"])
    assert read["text_state"].to_list() == ["converted", "unicode"]
    assert read["address_text"].to_list() == ["Thôn 3", None]
    assert read["name_raw"].to_list() == ["TrÇn ThÞ Lª", "Lê An"]


def test_columns_without_cells() -> None:
    read = _read([])
    assert read.schema == {"name_raw": pl.String, "name_text": pl.String, "text_state": pl.String}
    assert _read([None])["text_state"].to_list() == ["unicode"]


@examples(deadline=None, max_examples=10)
@given(st.permutations([case["input"] for case in CASES if case["column"] == "mixed"]))
def test_order_of_rows_changes_nothing(cells: list[str]) -> None:
    assert_frame_equal(_read(cells).sort("name_raw"), _read(sorted(cells)).sort("name_raw"))


@examples(deadline=None, max_examples=15)
@given(st.lists(st.none() | st.text(st.characters(max_codepoint=0x1EFF), max_size=12), max_size=8))
def test_any_text_keeps_its_digits(cells: list[str | None]) -> None:
    read = _read([*cells, "NguyÔn V¨n Hïng"])
    digits = read.select(pl.col("name_raw", "name_text").fill_null("").str.replace_all("[^0-9]", ""))
    assert digits["name_raw"].equals(digits["name_text"].rename("name_raw"))


GOOD = "an gìn giếng hoà hòa khuyết nghĩa nguyễn quý quốc thuỷ tích ươm yến"
BAD = "a1 bảc ciên hoaư kà nghà ngiêm ngừ̀ tr việtt vănn"


@pytest.mark.parametrize(("words", "expected"), [(GOOD, True), (BAD, False)], ids=["good", "bad"])
def test_syllables(words: str, expected: bool) -> None:
    frame = pl.DataFrame({"word": words.split(" ")}).with_columns(found=is_syllable(pl.col("word")))
    assert frame.filter(pl.col("found") != expected)["word"].to_list() == []
