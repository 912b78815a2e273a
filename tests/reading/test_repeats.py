"""A row that several lists hold counts once, and that is said; a row twice in one list stays twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.reading import WardSources, read_ward
from cleaning.reading.repeats import without_repeats

VILLAGE = ["STT", "Họ và tên (Tên hộ)", "CCCD", "Số tờ", "Số thửa", "Diện tích"]
ROWS = [
    ["1", "Vũ Thử", "031170000011", "3", "14", "100"],
    ["2", "Vũ Ví", "031099000022", "3", "15", "90"],
    ["3", "Vũ Ba", "", "3", "16", "80"],
]
Write = Callable[..., Path]


def read(folder: Path) -> WardSources:
    return read_ward(folder, ward="11557", salt="a salt of the tests")


def accounts(ward: WardSources) -> list[tuple[str, int, int, int, int]]:
    return [(one.path, one.rows, one.accepted, one.noise, one.repeated) for one in ward.inputs if one.kind == "land"]


def test_a_row_of_two_files_counts_once(residents: Path, write_csv: Write) -> None:
    alone = read(write_csv("a.csv", [VILLAGE, *ROWS[:2]])).land
    saved_again = ["7", "Vũ  Ví ", "31099000022", "03", "15", "90.0"]
    ward = read(write_csv("b.csv", [VILLAGE, saved_again, ROWS[2]]))
    assert accounts(ward) == [("a.csv", 2, 2, 0, 0), ("b.csv", 2, 1, 1, 1)]
    assert ward.land["row_key"].to_list()[:2] == alone["row_key"].to_list()
    assert ward.land["source_file"].to_list() == ["a.csv", "a.csv", "b.csv"]


def test_a_row_of_two_sheets_counts_once(residents: Path, write_xlsx: Write) -> None:
    ward = read(write_xlsx("a.xlsx", Một=[VILLAGE, *ROWS], Hai=[VILLAGE, ROWS[1]]))
    assert accounts(ward) == [("a.xlsx", 4, 3, 1, 1)]


def test_the_same_file_twice_counts_once(residents: Path, write_csv: Write) -> None:
    write_csv("a.csv", [VILLAGE, *ROWS])
    (residents / "a (1).csv").write_bytes((residents / "a.csv").read_bytes())
    (residents / "residents (1).csv").write_bytes((residents / "residents.csv").read_bytes())
    ward = read(residents)
    assert accounts(ward) == [("a (1).csv", 3, 3, 0, 0), ("a.csv", 3, 0, 3, 3)]
    assert ward.residents.height == 2
    assert [one.repeated for one in ward.inputs if one.kind == "residents"] == [0, 2]


@pytest.mark.parametrize(
    "other",
    [
        ["2", "Vũ Ví", "031099000022", "3", "15", "91"],
        ["2", "Vũ Vi", "031099000022", "3", "15", "90"],
        ["2", "Vũ Ví", "", "3", "15", "90"],
    ],
    ids=["area", "accent", "number"],
)
def test_a_row_that_differs_in_anything_stays(residents: Path, write_csv: Write, other: list[str]) -> None:
    write_csv("a.csv", [VILLAGE, *ROWS])
    ward = read(write_csv("b.csv", [VILLAGE, other]))
    assert ward.land.height == 4
    assert ward.land["row_key"].is_unique().all()


def test_a_row_that_differs_in_an_unknown_column_stays(residents: Path, write_csv: Write) -> None:
    header = [*VILLAGE, "Cột của phường"]
    write_csv("a.csv", [header, [*ROWS[0], "đã đo"]])
    ward = read(write_csv("b.csv", [header, [*ROWS[0], "chưa đo"]]))
    assert ward.land.height == 2
    assert ward.inputs[0].unknown_columns == ("cột G",)


LISTS = st.lists(st.lists(st.sampled_from(["Vũ Thử", "vũ  thử", "Vũ Ví", "031", "31"]), max_size=6), max_size=4)


@given(names=LISTS)
def test_as_many_copies_stay_as_the_list_with_most_of_them_holds(names: list[list[str]]) -> None:
    lists = [pl.DataFrame({"name_raw": one}, schema={"name_raw": pl.String}) for one in names]
    said = [[{"vũ  thử": "Vũ Thử", "031": "31"}.get(name, name) for name in one] for one in names]
    kept = without_repeats(lists, ("order_number", "name"))
    for name in ("Vũ Thử", "Vũ Ví", "31"):
        forms = {"Vũ Thử": ["Vũ Thử", "vũ  thử"], "31": ["31", "031"]}.get(name, [name])
        stayed = [one["name_raw"].is_in(forms).sum() for one in kept]
        most = max((one.count(name) for one in said), default=0)
        assert sum(stayed) == most
        assert all(some <= one.count(name) for some, one in zip(stayed, said, strict=True))
    assert kept[:1] == [] or kept[0].equals(lists[0])
