"""A check sheet goes out with one night's files and comes back before the next: answered, counted, not asked again."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from cleaning.settings import Settings
from flows.ward import WardJob, run_ward

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"


def _run(folder: Path, day: int) -> tuple[dict[str, Any], list[list[str]], str]:
    """The manifest of the night, the rows of its check sheet, and its page."""
    output = folder.parent / "output"
    night = {"run_id": f"night-{day}", "as_of": date(2026, 11, day)}
    job = WardJob(ward="11557", folder=folder, output=output, settings=Settings(), **night)
    manifest = run_ward(job)
    published = output / "published" / "11557" / "latest"
    with (published / "kiem-tra.csv").open(encoding="utf-8-sig", newline="") as lines:
        return manifest, list(csv.reader(lines)), (published / "tong-hop.html").read_text("utf-8")


def test_answers_come_back_and_are_counted(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(SAMPLE, tmp_path / "11557"))
    before, (headings, *asked), waiting = _run(folder, 22)
    assert before["precision"][-1]["precision"] is None
    assert "Chưa có phiếu kiểm tra nào được trả lời" in waiting
    conclusion, checker = headings.index("Kết luận"), headings.index("Người kiểm tra")
    for row in asked[:40]:
        row[conclusion], row[checker] = "đúng người", "Trần Thị Mẫu"
    asked[0][conclusion] = "không phải người này"
    asked[1][checker] = ""
    with (folder / "phieu.csv").open("w", encoding="utf-16", newline="") as lines:
        csv.writer(lines, delimiter="\t").writerows([headings, *asked])
    after, (_, *asked_next), page = _run(folder, 23)
    whole = after["precision"][-1]
    assert (whole["right"], whole["wrong"], whole["wrong_standing"]) == (38, 1, 1)
    assert whole["low"] < whole["precision"] < whole["high"] < 1
    assert "Tin cậy 95%" in page
    answered = {row[0] for row in [asked[0], *asked[2:40]]}
    assert answered & {row[0] for row in asked_next} == set()
    counts = {name: after["counts"][name] - before["counts"][name] for name in ("standardised", "rejected", "noise")}
    assert counts == {"standardised": 39, "rejected": 1, "noise": 10}
    kept = pl.read_parquet(next((folder.parent / "output" / "runs" / "night-23").rglob("*_check_answers.parquet")))
    assert kept.height == 39
