"""Rows that say the same share a number, and no two others do."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from cleaning.linking.distinct import numbered, values_numbered

ROWS = st.lists(st.tuples(st.one_of(st.none(), st.sampled_from("ab")), st.one_of(st.none(), st.integers(0, 2))))


@given(rows=ROWS)
def test_rows_share_a_number_exactly_when_they_say_the_same(rows: list[tuple[str | None, int | None]]) -> None:
    number, first = numbered(pl.DataFrame(rows, schema={"a": pl.String, "b": pl.Int64}, orient="row"))
    distinct = list(dict.fromkeys(rows))  # in the order of first rows
    assert number.to_list() == [distinct.index(row) for row in rows]
    assert first.to_list() == [rows.index(row) for row in distinct]


@given(values=st.lists(st.one_of(st.none(), st.integers(-3, 3))))
def test_values_are_numbered_alike(values: list[int | None]) -> None:
    number, first = values_numbered(pl.Series(values, dtype=pl.Int64))
    rows = pl.DataFrame({"a": pl.Series(values, dtype=pl.Int64)})
    assert (number.to_list(), first.to_list()) == tuple(one.to_list() for one in numbered(rows))
