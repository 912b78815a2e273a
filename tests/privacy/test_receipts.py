"""An error on a receipt names the folder alone: a receipt bears the name of its sheet, which may tell who answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaning.schemas import RECEIPT
from flows.faults import told
from flows.receipts import write_receipt


def test_error_of_the_disk_does_not_name_the_receipt(tmp_path: Path) -> None:
    (tmp_path / "bien-nhan" / "bien-nhan-Trần Thị Mẫu.csv").mkdir(parents=True)  # what no receipt can be read from
    with pytest.raises(OSError) as raised:
        write_receipt(tmp_path, "Trần Thị Mẫu.xlsx", RECEIPT.empty())
    words = f"{raised.value} {raised.value.filename} {told(raised.value)}"
    assert "Mẫu" not in words
    assert "bien-nhan" in words
