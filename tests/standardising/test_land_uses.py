"""Land uses: codes, old codes, words and several in one cell."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from cleaning import reference
from cleaning.standardising.land_uses import with_land_uses

FLAGS = ("unknown", "superseded", "ambiguous")
_cases = Path(__file__).parents[1].joinpath("cases/land_uses.csv").read_text(encoding="utf-8").splitlines(keepends=True)
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]


def _uses(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    filled = [(*row, None, None, None)[:3] for row in rows]
    slots = {f"use_{slot}_text": pl.String for slot in (1, 2, 3)}
    return with_land_uses(pl.DataFrame(filled, schema=slots, orient="row"))


def test_every_cell_of_the_table_is_judged():
    judged = _uses(*((case["input"],) for case in CASES))
    assert judged["land_uses"].to_list() == [case["land_uses"] for case in CASES]
    assert judged["land_use_proposal"].to_list() == [case["proposal"] for case in CASES]
    for flag in FLAGS:
        assert judged[f"has_land_use_{flag}"].to_list() == [case[flag] == "true" for case in CASES], flag


def test_slots_are_joined_in_order_and_each_once():
    judged = _uses(("LNK", "ODT", "CLN"), ("BHK", "LNK", "NKH")).to_dicts()
    assert judged[0]["land_uses"] == "CLN+ODT"
    assert judged[1]["land_uses"] == "HNK+CLN"
    assert judged[1]["land_use_proposal"] == "BHK → HNK; LNK → CLN; NKH → NKH hoặc CNT"


def test_the_cell_stays_as_it_was_and_so_do_the_rows():
    rows = [(case["input"],) for case in CASES]
    assert_frame_equal(_uses(*rows), _uses(*rows[::-1]).reverse())


def test_no_printed_name_or_usual_word_is_left_unknown_unless_a_group():
    purposes = reference.table("land_purposes").filter(~pl.col("note").str.starts_with("GROUP").fill_null(False))
    words = [*purposes["name_vi"], *reference.table("land_use_words")["words"]]
    judged = _uses(*((word.split(" (")[0],) for word in words))
    assert judged.filter("has_land_use_unknown").is_empty()


def test_usual_words_lead_to_current_codes_only():
    codes = reference.table("land_use_words")["codes"].str.split("|").explode().unique().to_list()
    judged = _uses(*((code,) for code in codes))
    assert judged["land_uses"].to_list() == codes
    assert judged.filter(pl.col("has_land_use_unknown") | pl.col("has_land_use_superseded")).is_empty()
