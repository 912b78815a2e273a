"""Every code of the catalogue: when it is reported, when it is not, and what staff read."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from cleaning.discrepancies import CATALOGUE
from cleaning.discrepancies.sentences import SENTENCES, fields

CASES = pl.read_csv(Path(__file__).parents[1] / "cases" / "discrepancies.csv", infer_schema=False)  # noqa: TID251  truth table
CODES = [entry.code for entry in CATALOGUE]
POSITIVE = CASES.filter(pl.col("expected") == "true")


def reported(found: pl.DataFrame, code: str, case: str) -> pl.DataFrame:
    return found.filter((pl.col("code") == code) & (pl.coalesce("row_key", "land_value") == case))


@pytest.mark.parametrize(("code", "case", "expected"), CASES.select("code", "case", "expected").rows())
def test_case(found_in_cases: pl.DataFrame, code: str, case: str, expected: str) -> None:
    assert reported(found_in_cases, code, case).height == (1 if expected == "true" else 0)


@pytest.mark.parametrize(("code", "case", "proposal"), POSITIVE.select("code", "case", "proposal").rows())
def test_proposal(found_in_cases: pl.DataFrame, code: str, case: str, proposal: str | None) -> None:
    assert reported(found_in_cases, code, case)["proposal"].to_list() == [proposal]


@pytest.mark.parametrize("expected", ["true", "false"])
def test_every_code_has_a_case_either_way(expected: str) -> None:
    assert set(CASES.filter(pl.col("expected") == expected)["code"]) == set(CODES)


@pytest.mark.parametrize("expected", ["true", "false"])
def test_every_case_says_why(expected: str) -> None:
    assert CASES.filter(pl.col("expected") == expected)["why"].null_count() == 0


@pytest.mark.parametrize("code", CODES)
def test_sentences_are_plain(found_in_cases: pl.DataFrame, code: str) -> None:
    for said in found_in_cases.filter(pl.col("code") == code)["sentence"]:
        assert re.match(r"[“A-ZĐ]", said)
        assert said.endswith(".")
        assert "  " not in said
        assert not set(re.findall(r"[a-z_]+", said)) & {
            *CODES,
            "None",
            "null",
            "link",
            "error",
            "the",
            "is",
            "not",
            "day",
        }
        assert not re.search(r"[{}_]", said.replace("CHUACOGIAY_11557_5_112", ""))


@pytest.mark.parametrize("code", CODES)
def test_every_wording_is_used_by_a_case(found_in_cases: pl.DataFrame, code: str) -> None:
    endings = {wording.rpartition("}")[2] for wording in SENTENCES[code]}
    said = found_in_cases.filter(pl.col("code") == code)["sentence"]
    unused = {ending for ending in endings if not said.str.ends_with(ending).any()}
    assert not unused


@pytest.mark.parametrize("code", sorted(set(CODES) - {"name_spelling", "name_differs", "row_rejected"}))
def test_sentences_name_the_land_value(found_in_cases: pl.DataFrame, code: str) -> None:
    for said, value in found_in_cases.filter(pl.col("code") == code).select("sentence", "land_value").iter_rows():
        assert ("để trống" if value is None else " ".join(value.split())) in said


@pytest.mark.parametrize("code", [code for code in CODES if "resident" in fields(code)])
def test_sentences_name_the_resident_value(found_in_cases: pl.DataFrame, code: str) -> None:
    rows = found_in_cases.filter((pl.col("code") == code) & pl.col("resident_value").is_not_null())
    assert rows.height > 0
    assert all(value in said for said, value in rows.select("sentence", "resident_value").iter_rows())


def test_name_sentences_show_both_names(found_in_cases: pl.DataFrame) -> None:
    said = reported(found_in_cases, "name_differs", "middle name missing")["sentence"].item()
    assert "“Vũ Khoái”" in said
    assert "“Vũ Đình Khoái”" in said


def test_confidence_only_where_it_rests_on_a_link(found_in_cases: pl.DataFrame) -> None:
    sure = {
        code for code, confidence in found_in_cases.select("code", "confidence").iter_rows() if confidence is not None
    }
    assert sure == {entry.code for entry in CATALOGUE if entry.on_link}
    not_linked = reported(found_in_cases, "id_missing", "no number, nobody found")
    assert not_linked["confidence"].to_list() == [None]
