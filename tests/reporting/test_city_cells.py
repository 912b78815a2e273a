"""No small count of a ward is shown, and none can be told from the numbers that are."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaning.reporting.city_cells import FAMILIES, withheld
from cleaning.reporting.city_report import NAMES

SMALL = 5
CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "city_cells.csv").read_text("utf-8").splitlines()))
GROUPS = ["group_1", "group_2", "group_3"]


def wards_of(counts: list[dict[str, int]]) -> pl.DataFrame:
    """Wards with these counts; what is not said is large, and the rest of nothing."""
    rows = []
    for one in counts:
        parcels = sum(one.get(name, 0) for name in GROUPS)
        rows.append(dict.fromkeys(NAMES, 0) | {"parcels": parcels, "parcels_with_id": parcels} | one)
    return pl.DataFrame(rows)


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_groups_of_wards(case: dict[str, str]) -> None:
    counts = [[int(number) for number in ward.split("/")] for ward in case["wards"].split()]
    marks = withheld(wards_of([dict(zip(GROUPS, ward, strict=True)) for ward in counts]), SMALL).select(GROUPS)
    table = [*counts, [sum(column) for column in zip(*counts, strict=True)]]
    shown = [
        "/".join("?" if hidden else str(number) for number, hidden in zip(*line, strict=True))
        for line in zip(table, marks.iter_rows(), strict=True)
    ]
    assert " ".join(shown) == case["expected"], case["why"]


@st.composite
def cities(draw: st.DrawFn) -> pl.DataFrame:
    """Up to six wards of at least five parcels, with many zeros and small counts."""
    count = st.one_of(st.just(0), st.integers(1, 7), st.integers(5, 60))

    def ward() -> dict[str, int]:
        one = {name: draw(count) for name in ("group_1", "group_2", "group_3", "link", "review", "no_link")}
        one["group_1"] += max(0, SMALL - sum(one[name] for name in GROUPS))
        parcels = sum(one[name] for name in GROUPS)
        one |= {name: draw(st.integers(0, parcels)) for name in ("parcels_with_id", "parcels_uncertified")}
        scanned = draw(count)
        singles = ("residents_linked", "organisations", "residents", "open_errors", "open_warnings", "answered")
        return one | {name: draw(count) for name in singles} | {
            "parcels": parcels, "records": one["link"] + one["review"] + one["no_link"],
            "certificates_scanned": scanned, "certificates": scanned + draw(count),
        }  # fmt: skip

    return pl.DataFrame([ward() for _ in range(draw(st.integers(1, 6)))]).select(NAMES)


def sums(names: tuple[str, ...], rest_of: str | None) -> tuple[list[str], list[tuple[dict[str, int], str | None]]]:
    """A family's cells of a row, and what everybody knows of them: cells with their signs, and a known count."""
    if names[0] == "group_3":
        return [*names], [(dict.fromkeys(names, 1), "parcels")]
    if "records" in names:
        return [*names], [({"link": 1, "review": 1, "no_link": 1, "records": -1}, None)]
    if rest_of == "certificates":
        return [*names, "rest"], [({"certificates_scanned": 1, "rest": 1, "certificates": -1}, None)]
    if rest_of is not None:
        return [*names, "rest"], [({names[0]: 1, "rest": 1}, rest_of)]
    return [*names], []


@settings(max_examples=60)
@given(cities())
def test_no_small_number_is_shown_nor_can_be_told(city: pl.DataFrame) -> None:
    """Every withheld number could be another: the sums that are known leave it open."""
    table = pl.concat([city, city.sum()])
    marks = withheld(city, SMALL)
    for family in FAMILIES:
        cells, known = sums(family.counts, family.rest_of)
        values = table.with_columns(rest=_rest(family.counts, family.rest_of)).select(cells).to_numpy()
        hidden = marks.with_columns(rest=pl.any_horizontal(family.counts)).select(cells).to_numpy()
        shown = values[:, : len(family.counts)][~hidden[:, : len(family.counts)]]
        assert not ((shown > 0) & (shown < SMALL)).any(), family
        assert (values[:, : len(family.counts)][hidden[:, : len(family.counts)]] > 0).all(), family
        open_ones = [tuple(place) for place in np.argwhere(hidden)]
        if len(open_ones) == 0:
            continue
        equations = _equations(cells, known, open_ones, rows=len(values))
        for at in [at for at, place in enumerate(open_ones) if values[place] > 0]:
            alone = np.zeros((1, len(open_ones)))
            alone[0, at] = 1
            assert np.linalg.matrix_rank(np.vstack([equations, alone])) > np.linalg.matrix_rank(equations), family


def _rest(names: tuple[str, ...], rest_of: str | None) -> pl.Expr:
    return pl.lit(0) if rest_of is None else pl.col(rest_of) - pl.col(names[0])


def _equations(
    cells: list[str], known: list[tuple[dict[str, int], str | None]], places: list[tuple[int, int]], *, rows: int
) -> np.ndarray:
    """What the shown sums say of the withheld cells at `places`: a line per row and sum, and one per column."""
    of_rows = [
        [signs.get(cells[column], 0) * (at == row) for at, column in places]
        for row in range(rows)
        for signs, _ in known
    ]
    of_columns = [
        [(-1 if at == rows - 1 else 1) * (column == one) for at, column in places] for one in range(len(cells))
    ]
    return np.array([*of_rows, *of_columns], dtype=float)


def test_of_many_wards_the_total_is_shown() -> None:
    wards = wards_of([{"group_1": 500 + n, "group_2": 300 + n, "group_3": n % 9} for n in range(114)])
    marks = withheld(wards, SMALL)
    assert not any(marks.tail(1).row(0))
    assert marks["group_1"].sum() == 0
    assert marks["group_3"].sum() == sum(0 < n % 9 < SMALL for n in range(114))
