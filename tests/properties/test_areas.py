"""Areas of any text: a named state for each, no figure invented, one reading whatever the style."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaning.schemas import STATES
from cleaning.settings import Settings
from cleaning.standardising.areas import with_areas
from cleaning.standardising.text import tidy

FIELDS = ("area", "use_1_area", "use_2_area", "use_3_area", "use_1", "use_2", "use_3")
TOKENS = [
    "0", "1", "120", "080", "1.250", "1,250", "12.5", "12,5", "m2", "m²", "ha", "sào", "2L", "ONT", "CLN", "đất ở",
    "E+03", "#REF!", "DT:", "(", ")", "-", "+", "٣", "1" * 40,
]  # fmt: skip
SIGNS = [" ", ".", ",", "/", ";", "\n", "'"]
text = st.one_of(
    st.none(), st.text(max_size=10), st.text("0123456789 .,-", max_size=12),
    st.lists(st.sampled_from(TOKENS + SIGNS), max_size=6).map("".join),
)  # fmt: skip
rows = st.lists(st.fixed_dictionaries({field: text for field in FIELDS}), min_size=1, max_size=10)
trials = settings(max_examples=12)


def _told(cells: list[dict[str, str | None]]) -> pl.DataFrame:
    raw = pl.DataFrame(
        {f"{field}_raw": [row.get(field) for row in cells] for field in FIELDS},
        schema={f"{field}_raw": pl.String for field in FIELDS},
    )
    texts = (tidy(pl.col(f"{field}_raw")).alias(f"{field}_text") for field in FIELDS)
    return with_areas(raw.with_columns(*texts, source_file=pl.lit("a")), settings=Settings())


@trials
@given(rows)
@example([{"area": "1" * 400}, {"area": "031075001234"}, {"area": "٣"}, {"area": "120\n800"}])
def test_every_cell_has_a_state_and_no_area_without_one(cells: list[dict[str, str | None]]) -> None:
    for row in _told(cells).iter_rows(named=True):
        assert row["area_state"] in STATES["area_state"]
        assert row["area_parts_state"] in STATES["area_parts_state"]
        assert (row["area_m2"] is not None) == (row["area_state"] == "ok")
        assert row["area_m2"] is None or 0 < row["area_m2"] < 1e9
        assert (row["area_state"] == "missing") <= (re.search(r"[1-9]", row["area_text"] or "") is None)


@trials
@given(rows)
@example([{"area": "120 80"}, {"area": "120\n800"}, {"area": "0,12 ha"}])
def test_figures_are_the_written_ones(cells: list[dict[str, str | None]]) -> None:
    for row in _told(cells).iter_rows(named=True):
        if row["area_m2"] is not None:
            written = re.sub(r"m ?[\^²2]+|[^0-9]", "", row["area_text"].lower()).strip("0")
            assert f"{row['area_m2']:.12f}".replace(".", "").strip("0")[:9] == written[:9]


@trials
@given(rows)
def test_order_of_rows_says_nothing(cells: list[dict[str, str | None]]) -> None:
    assert _told(cells[::-1]).rows() == _told(cells).rows()[::-1]


@trials
@given(st.integers(1, 9_999_999))
def test_every_style_of_an_area_reads_back(tenths: int) -> None:
    english = f"{tenths / 10:,.1f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    styles = [
        english, vietnamese, english.replace(",", " "), vietnamese.replace(".", " "), f"{vietnamese} m2",
        f"{english}m²", f"'{vietnamese}", f"DT: {vietnamese} m2;", f"{vietnamese} m² (bằng chữ: xem trang sau)",
    ]  # fmt: skip
    assert _told([{"area": style} for style in styles])["area_m2"].to_list() == pytest.approx(
        [tenths / 10] * len(styles)
    )


@trials
@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_one_separator_before_three_digits_is_never_guessed(thousands: int, rest: int, sign: str) -> None:
    assert _told([{"area": f"{thousands}{sign}{rest:03}"}])["area_state"].to_list() == ["not_a_number"]


@trials
@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=3))
def test_parts_behind_the_uses_add_up_as_parts_in_their_own_cells_do(tenths: list[int]) -> None:
    codes, parts = ("ONT", "CLN", "NTS"), [f"{part / 10:.1f}" for part in tenths]
    total = f"{sum(tenths) / 10:.1f}"
    behind = "; ".join(f"{code} {part}" for code, part in zip(codes, parts, strict=False))
    apart = {f"use_{place}_area": part for place, part in enumerate(parts, start=1)}
    told = _told([{"area": total, "use_1": behind}, {"area": total, **apart}])
    assert told["area_parts_m2"].to_list() == pytest.approx([sum(tenths) / 10] * 2)
    assert told["area_parts_state"].to_list() == ["agrees", "agrees"]
