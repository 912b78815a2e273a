"""Dates of any text: a named state for each, no year invented, one reading whatever the style."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaning.schemas import STATES
from cleaning.standardising.dates import with_date
from cleaning.standardising.text import tidy

AS_OF = date(2026, 11, 21)
TOKENS = [
    "0", "00", "1", "15", "31", "8", "12", "1956", "56", "2018", "20515", "25000", "tháng", "thg", "năm", "ngày",
    "sinh", "Aug", "tháng mười hai", "T00:00:00", "T17:00:00Z", " 17:00:00", "12:00:00 AM", "/Date(", ")/",
    "-421891200000", "99999999999999", "khoảng", "?", "x", "…", "(", "AL",
]  # fmt: skip
SIGNS = ["/", "-", ".", " ", ",", ":", "\n"]
text = st.one_of(
    st.text(max_size=12),
    st.text("0123456789/-. ", max_size=12),
    st.lists(st.sampled_from(TOKENS + SIGNS), max_size=7).map("".join),
)
texts = st.lists(text, min_size=1, max_size=25)
days = st.dates(date(1905, 1, 2), date(2026, 11, 20)).filter(lambda day: (day.month, day.day) != (1, 1))
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
trials = settings(max_examples=12)


def _told(cells: list[str], as_of: date | None = AS_OF) -> pl.DataFrame:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    told = frame.with_columns(text=tidy(pl.col("cell")), source_file=pl.lit("a"))
    return with_date(told, "text", "", as_of=as_of).select("cell", "date", "year", "state", "text")


@trials
@given(texts, st.sampled_from([AS_OF, None]))
@example(["/Date(99999999999999)/", "/Date(-99999999999999)/", "9999-12-31", "0000-00-00", "١٥/٠٨/١٩٥٦"], None)
def test_every_cell_has_a_state_that_tells_what_is_known(cells: list[str], as_of: date | None) -> None:
    for row in _told(cells, as_of).iter_rows(named=True):
        assert row["state"] in STATES["birth_state"]
        assert (row["date"] is not None) == (row["state"] == "day")
        assert row["date"] is None or row["date"].year == row["year"]
        assert row["year"] is not None or row["state"] in ("missing", "invalid")
        assert row["state"] != "missing" or row["year"] is None
        assert row["year"] is None or row["year"] >= 1900
        assert as_of is None or row["date"] is None or row["date"] <= as_of


@trials
@given(texts)
def test_a_year_without_a_day_is_a_written_one(cells: list[str]) -> None:
    for row in _told(cells).iter_rows(named=True):
        if row["year"] is not None and row["date"] is None:
            assert str(row["year"]) in row["text"]


@trials
@given(texts)
def test_a_day_told_is_told_the_same_again(cells: list[str]) -> None:
    told = _told(cells)["date"].drop_nulls()
    usual = [day for day in told if (day.month, day.day) != (1, 1)]
    assert _told([str(day) for day in usual])["date"].to_list() == usual


@trials
@given(texts)
def test_order_of_rows_says_nothing(cells: list[str]) -> None:
    told = dict(zip(cells, _told(cells).rows(), strict=True))
    assert _told(cells[::-1]).rows() == [told[cell] for cell in cells[::-1]]


@trials
@given(days)
def test_every_style_of_a_day_reads_back(day: date) -> None:
    number = (day - date(1899, 12, 30)).days
    english, long = f"{MONTHS[day.month - 1]} {day.day}, {day.year}", f"{day.day} tháng {day.month} năm {day.year}"
    eve = day - timedelta(days=1)
    styles = [
        str(day), f"{day:%Y/%m/%d}", f"{day:%Y%m%d}", f"{day}T00:00:00", f"{day} 00:00:00.000", f"{day}T00:00:00Z",
        f"{eve}T17:00:00Z", f"{day}T00:00:00+07:00", english, f"{day.day}-{MONTHS[day.month - 1]}-{day.year}",
        long, f"Ngày {long}", f"{day.day}-thg {day.month}-{day.year}", f"{day.day} tháng {day.month} {day.year}",
    ]  # fmt: skip
    slashed = [
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day:%d.%m.%Y}",
        f"{day:%d%m%Y}",
        f"'{day:%d/%m/%Y}",
    ]
    timed = [f"{day:%d/%m/%Y} 0:00", f"{day:%d/%m/%Y} 12:00:00 SA", f"Ngày sinh: {day:%d/%m/%Y}"]
    witness, serials = "25/12/1980", [str(number), f"{number}.0", "25000"] if number >= 10_000 else []
    told = _told([*styles, *slashed, *timed, *serials[:2], witness, *serials[2:]])
    assert set(told["date"].head(len(styles) + len(slashed) + len(timed) + len(serials[:2]))) == {day}


@trials
@given(days)
def test_without_a_witness_day_and_month_are_never_guessed(day: date) -> None:
    told = _told([f"{day:%d/%m/%Y}"]).row(0, named=True)
    is_sure = day.day > 12 or day.day == day.month
    assert (told["date"], told["year"]) == (day if is_sure else None, day.year)
    assert told["state"] == ("day" if is_sure else "ambiguous")


@trials
@given(days)
def test_an_american_file_is_read_month_first(day: date) -> None:
    assert _told([f"{day:%m/%d/%Y}", "12/25/1980"])["date"].to_list()[0] == day


@trials
@given(days, st.sampled_from(["{:%d/%m/%y}", "{:%d-%m-%y}", "{:%d.%m.%y}", "{:%d-%b-%y}", "{:%m/%d/%y}"]))
def test_two_digits_never_make_a_year(day: date, style: str) -> None:
    assert _told([style.format(day), "25/12/1980"]).row(0)[1:4] == (None, None, "invalid")
