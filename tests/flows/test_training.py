"""`landclean train`: a model from a ward's own lists, which a run then uses by its settings."""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from cleaning.errors import LandCleanError
from cleaning.linking import load_model
from cleaning.settings import Settings
from flows import cli, training
from flows.inputs import WardJob
from flows.run_folder import RunFolder
from flows.train import train_model_flow
from flows.training import Answers, Trained
from flows.ward import run_ward

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"


def _train(given: Path, out: Path) -> int:
    quick = out.with_suffix(".toml")
    quick.write_text("training_pairs = 50_000\ntraining_rounds = 4\n")
    return cli.train(given, ward="11557", name="thử", out=out, settings=quick)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `model.json`, trained on the sample, and the results of a run that uses it."""
    folder = tmp_path_factory.mktemp("trained")
    assert _train(SAMPLE, folder / "model.json") == 0
    settings = Settings(model_file=str(folder / "model.json"))
    run_ward(
        WardJob(ward="11557", folder=SAMPLE, output=folder, run_id="r", as_of=date(2026, 11, 21), settings=settings)
    )
    return folder


def _answered(published: Path, sheet: Path) -> None:
    """The check sheet of a run as it comes back: 30 links right, 2 wrong, others of no use."""
    with published.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    said = ["đúng người"] * 30 + ["không phải người này"] * 2 + ["chưa rõ", "đúng người", "đúng người", "đúng người"]
    for row, conclusion in zip(rows, said, strict=False):
        row |= {"Kết luận": conclusion, "Người kiểm tra": "Mẫu"}
    disputed, untied, unsigned = rows[33:36]
    untied["Mã kiểm tra"] = "K11557-0123456789ABCDEFT"
    unsigned["Người kiểm tra"] = ""
    with sheet.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, rows[0].keys())
        writer.writeheader()
        writer.writerows([*rows, disputed | {"Kết luận": "không phải người này"}])


def test_a_trained_model_is_used_by_the_run_that_names_it(trained: Path) -> None:
    assert load_model(trained / "model.json").name == "thử"
    manifest: dict[str, Any] = json.loads((trained / "runs" / "r" / "11557" / "manifest.json").read_text("utf-8"))
    assert manifest["model"] == "thử"


def test_answers_of_staff_teach_and_it_is_told_what_became_of_them(
    trained: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / "11557"
    shutil.copytree(SAMPLE, given)
    _answered(trained / "published" / "11557" / "latest" / "kiem-tra.csv", given / "phieu.csv")
    assert _train(given, tmp_path / "model.json") == 0
    told, untold = load_model(tmp_path / "model.json"), load_model(trained / "model.json")
    assert told.figures == untold.figures | {"labels_same": 30, "labels_different": 2, "labels_left_out": 0}
    assert told.levels != untold.levels
    assert capsys.readouterr().out.splitlines()[:4] == [
        "Phiếu kiểm tra: mô hình đã học từ câu trả lời về 32 kết nối (30 đúng người, 2 không phải người này).",
        "2 kết nối không dùng được vì chưa rõ, hoặc các câu trả lời trái nhau.",
        "1 kết nối không tìm lại được trong hai danh sách này: dòng đã thay đổi, hoặc dân cư ở phường, xã khác.",
        "1 dòng của phiếu kiểm tra bị từ chối: xin xem lý do trong tệp tu-choi.csv của lần chạy hằng đêm.",
    ]


def test_decisions_of_the_ledger_teach_like_checked_links(trained: Path) -> None:
    verdicts = RunFolder(trained / "runs" / "r" / "11557").table("verdicts").filter(pl.col("verdict") == "link")
    decided = verdicts.sort("row_key").head(12).select("row_key", "resident_key", is_same=pl.lit(value=True))
    settings = Settings(training_pairs=50_000, training_rounds=4)
    told = training.train_model(
        SAMPLE, ward="11557", name="thử", seed=1, as_of=date(2026, 11, 21), settings=settings, decided=decided
    )
    assert (told.answers.decided, told.answers.same, told.answers.left_out) == (12, 12, 0)
    assert training.answers_in_words(told.answers)[0] == (
        "Phiếu kiểm tra và 12 quyết định trong sổ: mô hình đã học từ câu trả lời về 12 kết nối "
        "(12 đúng người, 0 không phải người này)."
    )


def test_what_is_both_checked_and_decided_is_said_once_unless_it_differs() -> None:
    checked = pl.DataFrame({"row_key": ["a", "b"], "resident_key": ["x", "y"], "is_same": [True, True]})
    decided = checked.with_columns(is_same=pl.Series([True, False]))
    united = training.united(checked, decided)
    assert united.sort("row_key", "is_same").rows() == [("a", "x", True), ("b", "y", False), ("b", "y", True)]


def test_operators_train_from_the_ui_and_no_model_that_stands_is_overwritten(
    trained: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick, shown = str(trained / "model.toml"), list[str]()
    monkeypatch.setattr("flows.train.create_markdown_artifact", lambda page, **_about: shown.append(page))
    order = {"ward": "11557", "name": "moi-1", "input_dir": str(SAMPLE.parent), "output_dir": str(trained)}
    train_model_flow.fn(**order, settings_file=quick)
    model = trained / "models" / "moi-1.json"
    assert load_model(model).name == "moi-1"
    assert model.stat().st_mode & 0o777 == 0o600
    assert f'model_file = "{model}"' in shown[0]
    assert "Dân cư: 600" in shown[0]
    with pytest.raises(LandCleanError, match="Đã có mô hình tên moi-1. Cách xử lý:"):
        train_model_flow.fn(**order, settings_file=quick)
    with pytest.raises(LandCleanError, match="Không có dữ liệu của phường, xã 11560"):
        train_model_flow.fn(**order | {"ward": "11560", "name": "moi-2"}, settings_file=quick)


def test_fault_while_training_quotes_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(*_tables: object, **_settings: object) -> None:
        raise ValueError("could not parse 012345678901")

    monkeypatch.setattr(training, "standardise_residents", fails)
    assert cli.train(SAMPLE, ward="11557", name="thử", out=tmp_path / "model.json") == 1
    shown = capsys.readouterr().err
    assert "Lỗi chương trình" in shown
    assert "012345678901" not in shown


def test_model_file_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trained = Trained(load_model(), Answers())
    monkeypatch.setattr(training, "train_model", lambda *_folder, **_settings: trained)
    assert cli.train(SAMPLE, ward="11557", name="thử", out=tmp_path / "nowhere" / "model.json") == 1
    assert "model.json (No such file or directory). Cách xử lý:" in capsys.readouterr().err


def test_training_on_nothing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.train(tmp_path / "nowhere", ward="11557", name="thử", out=tmp_path / "model.json") == 1
    assert "Cách xử lý:" in capsys.readouterr().err
