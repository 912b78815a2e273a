"""What an operator does in the morning works in a real browser, and the pages ask this machine alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.browser.chrome import BINARY, browser
from tests.browser.operator import ROOT, Operator, failing, service


@pytest.mark.server
@pytest.mark.skipif(BINARY is None, reason="no Chromium is installed")
def test_an_operator_runs_a_ward_again_from_the_form_and_reads_why_another_failed(tmp_path: Path) -> None:
    given, output = tmp_path / "input", tmp_path / "output"
    shutil.copytree(ROOT / "sample_data" / "11557", given / "11557")
    (given / "11560").mkdir()
    shutil.copy(given / "11557" / "land.xlsx", given / "11560")  # without the list of residents
    output.mkdir()
    with service(given, output) as address, browser() as page:
        operator = Operator(page, address, tmp_path / "shots")
        operator.log_in()
        told = failing(operator, "11557", "11560")
        hosts = operator.hosts()
    assert "1 trên 2 phường, xã đã có kết quả; 1 chưa hoàn thành." in told
    assert "11557\tđã xong\t1." in told
    assert str(output / "published" / "11557" / "2026-11-22") in told
    assert "11560: Thư mục không có danh sách dân cư" in told
    assert "Cách xử lý: Chép danh sách dân cư" in told
    assert (output / "published" / "11557" / "latest" / "sai-lech.xlsx").is_file()
    assert not (output / "published" / "11560").exists()
    assert {host.split(":")[0] for host in hosts} == {"127.0.0.1"}
    assert len(operator.steps) == len(list((tmp_path / "shots").glob("*.png")))
