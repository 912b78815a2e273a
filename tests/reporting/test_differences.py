"""What differs between two values is marked, and nothing else."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaning.reporting.differences import BEGIN, END, with_differences


def marked(one: str | None, other: str | None) -> tuple[str | None, str | None]:
    rows = pl.DataFrame({"a": [one], "b": [other]}, schema={"a": pl.String, "b": pl.String})
    shown = with_differences(rows, "a", "b").select(
        pl.col("a", "b").str.replace_all(BEGIN, "[").str.replace_all(END, "]")
    )
    return shown.row(0)


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("031188926315", "031188946315", ("0311889[2]6315", "0311889[4]6315")),
        ("Tran Tat Binh", "Trần Tất Bình", ("Tr[a]n T[a]t B[i]nh", "Tr[ầ]n T[ấ]t B[ì]nh")),
        ("NGUYỄN THI OANH", "Nguyễn Thị Oanh", ("NGUYỄN TH[I] OANH", "Nguyễn Th[ị] Oanh")),
        ("Lê Lan", "Lê Thị Lan", ("Lê Lan", "Lê [Thị ]Lan")),
        ("9/7/1979", "07/09/1979", ("[9/7]/1979", "[07/09]/1979")),
        ("Lê Văn Hùng", "Lê Văn Hùng", ("Lê Văn Hùng", "Lê Văn Hùng")),
        ("LÊ VĂN HÙNG", "Lê Văn Hùng", ("LÊ VĂN HÙNG", "Lê Văn Hùng")),
        ("Hu\u0300ng", "Hùng", ("Hu\u0300ng", "Hùng")),
        ("Nguyễn Hồng Thịnh", "Đã chết, ngày 17/03/2025", ("Nguyễn Hồng Thịnh", "Đã chết, ngày 17/03/2025")),
        ("031691621", "031051569425", ("031691621", "031051569425")),
        ("Nam", None, ("Nam", None)),
        (None, "Nam", (None, "Nam")),
        ("", "", ("", "")),
        ("İstanbul 1", "İstanbul 2", ("İstanbul [1]", "İstanbul [2]")),
    ],
    ids=[
        "digit", "accents", "accent in another case", "word missing", "letters that agree by chance", "same",
        "same but for case", "same but for Unicode form", "nothing in common", "two kinds of number", "alone",
        "alone the other way", "empty", "a capital with two small letters",
    ],
)  # fmt: skip
def test_marks(one: str | None, other: str | None, shown: tuple[str | None, str | None]) -> None:
    assert marked(one, other) == shown


_WORDS = st.text("aăâAĂ bcdđĐ012/İ", max_size=12)


@given(st.lists(st.tuples(_WORDS, _WORDS), max_size=20))
def test_marks_are_all_that_is_added_and_rows_keep_their_order(pairs: list[tuple[str, str]]) -> None:
    rows = pl.DataFrame(pairs, schema={"a": pl.String, "b": pl.String}, orient="row")
    shown = with_differences(rows, "a", "b")
    assert shown.select(pl.col("a", "b").str.replace_all(f"[{BEGIN}{END}]", "")).equals(rows)
    counted = shown.select(pl.col("a", "b").str.count_matches(BEGIN) == pl.col("a", "b").str.count_matches(END))
    assert counted.select(pl.all_horizontal(pl.all().all())).item() is True
