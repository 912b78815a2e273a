"""Citizen numbers of any text: a named state for each, no digit invented, one reading whatever the style."""

from __future__ import annotations

import re

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaning.schemas import STATES
from cleaning.standardising.citizen_ids import with_number
from cleaning.standardising.text import tidy

TOKENS = [
    "0", "31", "031", "031075001234", "31075001234", "031234567", "31234567", ".0", ",00", ".000", "E+10", "CCCD",
    "CMND", "số", "cấp ngày 01/02/2021", "N/A-", "O", "l", "và", "nay là", "٣", "３", "(", ")", "=", '"', "'",
]  # fmt: skip
SIGNS = [" ", "/", ";", ",", ".", "-", "–", ":", "|", "\n", "·"]
text = st.one_of(
    st.text(max_size=16),
    st.text("0123456789 .,-/'E+", max_size=30),
    st.lists(st.sampled_from(TOKENS + SIGNS), max_size=7).map("".join),
)
texts = st.lists(text, min_size=1, max_size=25)
citizen_id = st.from_regex(r"0(?:01|31|34|79)[0-3][0-9]{8}", fullmatch=True).map(lambda digits: digits[:12])
cmnd = st.from_regex(r"03[0-2][0-9]{6}", fullmatch=True)
# one frame tells many texts, so few trials go far; the clock says nothing on a busy machine
trials = settings(max_examples=12)


def _told(cells: list[str] | list[str | None]) -> pl.DataFrame:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String}).with_columns(text=tidy(pl.col("cell")))
    return with_number(frame, "text", "")


def _runs(cell: str) -> set[str]:
    """Every number the cell can be said to hold: its digits with layout taken away, from any digit to any other."""
    digits = "".join(re.findall(r"[0-9]", cell))
    runs = {digits[start : start + length] for length in (8, 9, 11, 12) for start in range(len(digits) - length + 1)}
    return runs | {f"0{run}" for run in runs}


@trials
@given(texts)
@example(["31075001234.0/31234567.0", "3.1075001234E+10", "٠٣١٠٧٥٠٠١٢٣٤", "31234567.000", "031075001234.5", "#REF!"])
def test_every_cell_has_a_state_and_no_number_without_one(cells: list[str]) -> None:
    for row in _told(cells).iter_rows(named=True):
        assert row["state"] in STATES["id_state"]
        assert row["repair"] in (None, *STATES["id_repair"])
        assert (row["state"] == "repaired") == (row["repair"] is not None)
        has_number = row["citizen_id"] is not None or row["cmnd"] is not None
        assert has_number or row["state"] in ("missing", "malformed")
        assert row["citizen_id"] is None or row["state"] in ("ok", "repaired")


@trials
@given(texts)
@example(["31075001234.0/31234567.0", "31075001234.5", "31234567.000", "031234567.000", "3.107500123E+10"])
def test_digits_are_written_ones_and_at_most_a_zero_in_front(cells: list[str]) -> None:
    for row in _told(cells).iter_rows(named=True):
        for number, length in ((row["citizen_id"], 12), (row["cmnd"], 9)):
            assert number is None or (len(number) == length and number in _runs(row["text"]))


@trials
@given(texts)
def test_a_number_told_is_told_the_same_again(cells: list[str]) -> None:
    told = _told(cells)
    for column in ("citizen_id", "cmnd"):
        numbers = told[column].drop_nulls().to_list()
        again = _told(numbers)
        assert again[column].to_list() == numbers
        assert set(again["state"]) <= {"ok", "cmnd"}


@trials
@given(texts)
def test_neighbours_and_order_say_nothing(cells: list[str]) -> None:
    together = dict(zip(cells, _told(cells).rows(), strict=True))
    assert _told(cells[::-1]).rows() == [together[cell] for cell in cells[::-1]]
    assert _told(cells[:1]).row(0) == together[cells[0]]


@trials
@given(citizen_id)
def test_every_style_of_a_citizen_number_reads_back(number: str) -> None:
    lost = number[1:]
    groups = f"{lost[:2]}.{lost[2:5]}.{lost[5:8]}.{lost[8:]}"
    styles = [
        number, f"'{number}", f'="{number}"', f"CCCD: {number}", f"Số định danh cá nhân {number}", f"({number})",
        f"{number[:3]} {number[3:6]} {number[6:]}", f"{number[:3]}.{number[3:6]}.{number[6:9]}.{number[9:]}",
        "-".join((number[:4], number[4:8], number[8:])), f"{number} cấp ngày 01/02/2021", f"{number} (CCCD)",
        f"{number}.0", f"{number},00", lost, f"{lost}.0", f"{lost},00", groups, groups.replace(".", ","),
        f"{groups},00",
    ]  # fmt: skip
    assert set(_told(styles)["citizen_id"]) == {number}


@trials
@given(citizen_id, cmnd)
def test_both_numbers_of_a_cell_read_back_in_either_order(new: str, old: str) -> None:
    styles = [
        f"{new}/{old}", f"{old} - {new}", f"{new} ({old})", f"{new}\n{old}", f"CMND: {old}; CCCD: {new}",
        f"{old} nay là {new}", f"{new[1:]}/{old[1:]}", f"{new[1:]}.0/{old[1:]}.0",
    ]  # fmt: skip
    assert set(_told(styles).select("citizen_id", "cmnd").rows()) == {(new, old)}


@trials
@given(citizen_id, st.integers(0, 11), st.sampled_from("OolIX?*"))
def test_a_letter_among_the_digits_is_never_read(number: str, place: int, sign: str) -> None:
    damaged = f"{number[:place]}{sign}{number[place + 1 :]}"
    told = _told([damaged]).row(0, named=True)
    # a star in front or behind is a mark, and what it leaves may have lost its zero only
    assert told["citizen_id"] is None or (sign == "*" and place == 0 and told["citizen_id"] == f"0{number[1:]}")
