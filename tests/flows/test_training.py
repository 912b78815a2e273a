"""`landclean train`: a model from a ward's own lists, which a run then uses by its settings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cleaning.linking import load_model
from cleaning.settings import Settings
from flows import cli, training
from flows.inputs import WardJob
from flows.ward import run_ward

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"


def test_a_trained_model_is_used_by_the_run_that_names_it(tmp_path: Path) -> None:
    quick, out = tmp_path / "quick.toml", tmp_path / "model.json"
    quick.write_text("training_pairs = 50_000\ntraining_rounds = 5\n")
    assert cli.train(SAMPLE, ward="11557", name="thử", out=out, settings=quick) == 0
    assert load_model(out).name == "thử"
    settings = Settings(model_file=str(out))
    manifest = run_ward(
        WardJob(ward="11557", folder=SAMPLE, output=tmp_path, run_id="r", as_of=date(2026, 11, 21), settings=settings)
    )
    assert manifest["model"] == "thử"


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
    model = load_model()
    monkeypatch.setattr(training, "train_model", lambda *_folder, **_settings: model)
    assert cli.train(SAMPLE, ward="11557", name="thử", out=tmp_path / "nowhere" / "model.json") == 1
    assert "model.json (No such file or directory). Cách xử lý:" in capsys.readouterr().err


def test_training_on_nothing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.train(tmp_path / "nowhere", ward="11557", name="thử", out=tmp_path / "model.json") == 1
    assert "Cách xử lý:" in capsys.readouterr().err
