"""Names of any text: no exception, no letter invented, one form for ever."""

from __future__ import annotations

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleaning.standardising.names import with_name
from cleaning.standardising.text import folded, tidy

TOKENS = [
    "Ông", "Bà", "Hộ ông", "và vợ là", "Nguyễn", "Văn", "Hùng", "nguyễn văn hoà", "TRẦN THỊ LÝ", "Ng.", "Đ", "ð",
    "(đã chết)", "sinh năm 1956", "031075001234", "UBND", "H'", "Hen", "…", "không rõ chủ", "ОNT", "ä",
]  # fmt: skip
SIGNS = [" ", ".", ",", "-", ";", "/", "(", ")", "\n", "'", "’", "\u00ad", "\u200b"]
text = st.one_of(st.text(max_size=16), st.lists(st.sampled_from(TOKENS + SIGNS), max_size=7).map("".join))
texts = st.lists(text, min_size=1, max_size=25)
SYLLABLES = ("nguyễn", "trần", "lý", "hoà", "thuý", "đặng", "quý", "hoàng", "yến", "khuyên", "an", "bình", "ngọc")
names = st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=5).map(" ".join)
TITLES = ("", "Ông ", "Bà: ", "Hộ ông ", "Ông (bà) ", "- ")
REMARKS = ("", " (đã chết)", ", sinh năm 1956", " (CCCD: 031075001234)", ";", "\n")
trials = settings(max_examples=12)
FORMS = ("name", "name_lower", "name_key", "name_folded")


def _told(cells: list[str] | list[str | None]) -> pl.DataFrame:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String}).with_columns(text=tidy(pl.col("cell")))
    return with_name(frame, "text", "").drop("text")


@trials
@given(texts)
@example(["", "…", "Ông", "(đã chết)", "H' Hen Niê", "\u00ad"])
def test_a_name_has_all_its_forms_or_none(cells: list[str]) -> None:
    for row in _told(cells).iter_rows(named=True):
        assert len({row[form] is None for form in FORMS}) == 1
        for form in FORMS:
            assert row[form] is None or row[form] == row[form].strip() != ""


@trials
@given(names, st.sampled_from(["", "Ông ", "Bà ", "ông: "]), st.sampled_from(["", " ", ".", " ,"]))
def test_titles_case_and_layout_say_nothing(name: str, title: str, end: str) -> None:
    styles = [f"{title}{name}{end}", f"{title}{name.upper()}{end}", f"{title}{name.title().replace(' ', '  ')}{end}"]
    assert _told(styles).select(FORMS).unique().height == 1


@trials
@given(names)
def test_words_are_the_written_ones(name: str) -> None:
    told = _told([name]).row(0, named=True)
    assert told["name_lower"] == name
    assert told["name_folded"].replace("y", "i") == pl.select(folded(pl.lit(name))).item().replace("y", "i")


@trials
@given(st.lists(st.tuples(st.sampled_from(TITLES), names, st.sampled_from(REMARKS)), min_size=1, max_size=25))
def test_a_name_told_is_told_the_same_again(cells: list[tuple[str, str, str]]) -> None:
    told = _told(["".join(cell) for cell in cells]).select(FORMS)
    assert told["name_lower"].to_list() == [name for _, name, _ in cells]
    assert _told(told["name"].to_list()).select(FORMS).equals(told)


@trials
@given(texts)
def test_neighbours_and_order_say_nothing(cells: list[str]) -> None:
    together = dict(zip(cells, _told(cells).rows(), strict=True))
    assert _told(cells[::-1]).rows() == [together[cell] for cell in cells[::-1]]
    assert _told(cells[:1]).row(0) == together[cells[0]]
