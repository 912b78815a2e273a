"""Areas as written → square metres; parts against the total."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from cleaning.settings import Settings
from cleaning.standardising.areas import with_areas
from cleaning.standardising.text import tidy

FIELDS = ("area", "use_1_area", "use_2_area", "use_3_area", "use_1", "use_2", "use_3")
_cases = Path(__file__).parents[1].joinpath("cases/areas.csv").read_text(encoding="utf-8").splitlines(keepends=True)
CASES = [{name: value or None for name, value in row.items()} for row in csv.DictReader(_cases)]


def _rows(*rows: dict[str, str | None]) -> pl.DataFrame:
    """Rows of raw cells by field, judged together; `file` is the file."""
    cells = {f"{field}_raw": [row.get(field) for row in rows] for field in FIELDS}
    raw = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    texts = (tidy(pl.col(f"{field}_raw")).alias(f"{field}_text") for field in FIELDS)
    files = pl.Series("source_file", [row.get("file", "a") for row in rows], pl.String)
    return with_areas(raw.with_columns(*texts, files), settings=Settings())


def _areas(total: list[str | None], *parts: list[str | None], file: list[str] | None = None) -> pl.DataFrame:
    columns = {"area": total, "file": file or ["a"] * len(total)}
    columns |= {FIELDS[place + 1]: part for place, part in enumerate(parts)}
    return _rows(*(dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)))


def test_every_area_of_the_table_is_read():
    read = _areas([case["input"] for case in CASES], file=[case["file"] for case in CASES])
    assert read["area_state"].to_list() == [case["state"] for case in CASES]
    expected = [None if case["area_m2"] is None else float(case["area_m2"]) for case in CASES]
    assert read["area_m2"].to_list() == pytest.approx(expected)


def test_a_file_never_settles_the_separators_of_another():
    assert _areas(["1.234", "5,5", "1.234"], file=["a", "a", "b"])["area_m2"].to_list() == [1234.0, 5.5, None]


@pytest.mark.parametrize(
    ("total", "parts", "state"),
    [
        ("281.5", ("239.1", "42.4"), "agrees"),
        ("281.6", ("239.1", "42.4"), "agrees"),
        ("281.7", ("239.1", "42.4"), "mismatch"),
        ("281.5", ("239.1",), "mismatch"),
        ("281.5", (), "unknown"),
        ("0", ("239.1",), "unknown"),
        ("281.5", ("abc",), "unknown"),
        ("281.5", ("281.5", "abc"), "agrees"),
    ],
)
def test_parts_are_compared_with_a_sound_total_within_the_tolerance(total, parts, state):
    assert _areas([total], *([part] for part in parts))["area_parts_state"].item() == state


def test_the_parts_are_added_up():
    read = _areas(["1", "1"], ["239,1", None], ["42.4", None])
    assert read["area_parts_m2"].to_list() == [281.5, None]


@pytest.mark.parametrize(
    ("uses", "parts", "state"),
    [
        ({"use_1": "ONT 200; CLN 150,5"}, 350.5, "agrees"),
        ({"use_1": "ONT(200)+CLN(150,5)"}, 350.5, "agrees"),
        ({"use_1": "200 m2 đất ở, 150,5 m2 vườn"}, 350.5, "agrees"),
        ({"use_1": "ONT: 200m2", "use_2": "CLN: 150,5m2"}, 350.5, "agrees"),
        ({"use_1": "ONT 200,5,CLN 150"}, 350.5, "agrees"),
        ({"use_1": "ONT 200; T2 150,5"}, 350.5, "agrees"),
        ({"use_1": "ONT 60 m2 (40 m2)"}, None, "unknown"),
        ({"use_1": "ONT 200; CLN 100"}, 300, "mismatch"),
        ({"use_1": "ONT+CLN"}, None, "unknown"),
        ({"use_1": "2L"}, None, "unknown"),
        ({"use_1": "ONT 200; CLN 150,5", "use_1_area": "350,5"}, 350.5, "agrees"),
        ({"use_1": "ONT 200; CLN 150,5", "use_1_area": "-"}, 350.5, "agrees"),
        ({"use_1": "ONT 200; CLN 150,5", "use_1_area": "abc"}, None, "unknown"),
        ({"use_1": "ONT 200", "use_2": "CLN", "use_2_area": "150,5"}, 350.5, "agrees"),
        ({"use_1": "ONT 1.200; CLN 150,5"}, 1350.5, "mismatch"),
    ],
)
def test_areas_written_behind_the_uses_count_where_they_have_no_cell_of_their_own(uses, parts, state):
    told = _rows({"area": "350,5", **uses}, {"area": "12,5"})
    assert told.select("area_parts_m2", "area_parts_state").row(0) == (parts, state)


def test_an_area_behind_a_use_that_nothing_settles_is_no_part():
    told = _rows({"area": "350", "use_1": "ONT 1.200"}, {"area": "1250"})
    assert told["area_parts_m2"].to_list() == [None, None]


def test_a_column_without_decimals_is_settled_by_the_rest_of_the_file():
    told = _rows({"area": "85,5", "use_1_area": "1.234"}, {"area": "1.250", "use_1_area": "120"})
    assert told.select("area_m2", "area_parts_m2").rows() == [(85.5, 1234.0), (1250.0, 120.0)]


def test_a_column_with_decimals_of_its_own_is_not():
    told = _rows({"area": "85,5", "use_1_area": "12.5"}, {"area": "1.250", "use_1_area": "1.234"})
    assert told.select("area_m2", "area_parts_m2").rows() == [(85.5, 12.5), (1250.0, 1.234)]
