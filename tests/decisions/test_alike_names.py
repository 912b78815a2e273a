"""Names one person could be called by, and names of strangers."""

from __future__ import annotations

import polars as pl

from cleaning.decisions.alike_names import is_called_alike

CASES = [
    ("Nguyễn Văn Hùng", "NGUYEN VAN HUNG", True),
    ("Nguyễn Văn Hùng", "Hộ ông Nguyễn Văn Hùng", True),
    ("Nguyễn Văn Hùng", "Nguyễn Hùng", True),
    ("Trần Văn Trung", "Trần Văn Chung", True),
    ("Võ Thị Thương", "Vũ Thị Thưong", True),
    ("Nguyễn Thị Phương", "Nguyễn Thị Phưong Anh", True),
    ("Nguyễn Văn Hùng", "Nguyễn Văn Nam", False),
    ("Nguyễn Văn Hùng", "Trần Văn Hùng", False),
    ("Trần Thị Hà", "Trần Thị Hoa", False),
    ("Hoàng Đình Hằng", "Hoàng Văn Hùng", False),
    (None, "Nguyễn Văn Hùng", None),
    ("", "Nguyễn Văn Hùng", None),
]


def test_truth_table() -> None:
    names = pl.DataFrame([case[:2] for case in CASES], schema={"one": pl.String, "other": pl.String}, orient="row")
    assert is_called_alike(names, "one", "other").to_list() == [case[2] for case in CASES]
    assert is_called_alike(names, "other", "one").to_list() == [case[2] for case in CASES]
