"""What `landclean train` tells of a new model against the one in use."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cleaning.linking.comparisons import COMPARISONS
from cleaning.linking.model import Level, Model
from cleaning.settings import Settings
from flows import cli, model_report, training


def _model(name: str, *, share: float = 0.9, agreement: float = 0.001, **u: float) -> Model:
    """A model in which every level weighs one bit, but those named: 'gender_different=0.5'."""
    levels = {
        one.name: tuple(Level(name=level, m=0.2, u=u.get(f"{one.name}_{level}", 0.1)) for level in one.levels[1:])
        for one in COMPARISONS
    }
    return Model(
        name=name,
        trained_on="",
        figures={},
        share_listed={"here": share},
        agreement={"name_key": agreement},
        levels=levels,
    )


def _shown(old: Model | None, new: Model, width: int = 150) -> str:
    console = Console(file=StringIO(), width=width)
    model_report.show_change(console, old, new)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue()


def test_the_biggest_changes_are_marked_and_told_largest_first() -> None:
    shown = _shown(_model("cũ"), _model("mới", gender_different=0.8, birth_same_day=0.025, cmnd_same=0.101))
    told = [line for line in shown.splitlines() if line[:1] in "▲▼"]
    assert "Mô hình mới mới so với mô hình đang dùng cũ" in shown
    assert told == [
        "▼ giới tính, khác: +1,00 → −2,00 bit; trước nghiêng về cùng người, nay nghiêng về khác người.",
        "▲ ngày sinh, giống hệt: +1,00 → +3,00 bit; nay nghiêng về cùng người mạnh hơn.",
    ]
    assert "2 trên" in shown
    assert shown.count("▼") == shown.count("▲") == 3  # in the table, in the words, and where the signs are explained


@pytest.mark.parametrize(
    ("u", "meaning"),
    [
        (0.2, "nay không nghiêng về bên nào"),
        (0.8, "trước nghiêng về cùng người, nay nghiêng về khác người"),
        (0.01, "nay nghiêng về cùng người mạnh hơn"),
    ],
)
def test_a_changed_weight_is_told_by_what_it_means(u: float, meaning: str) -> None:
    assert f"; {meaning}." in _shown(_model("cũ"), _model("mới", cmnd_same=u))


def test_a_change_below_one_bit_is_in_the_table_only() -> None:
    shown = _shown(_model("cũ"), _model("mới", cmnd_same=0.12))
    assert "Không mức so sánh nào thay đổi từ 1 bit trở lên." in shown
    assert "−0,26" in shown
    assert "▼" not in shown


def test_the_share_listed_and_the_frequency_of_names_are_told() -> None:
    shown = _shown(_model("cũ"), _model("mới", share=0.5, agreement=0.002))
    assert "địa chỉ trong phường, xã: tỷ lệ có trong dữ liệu dân cư 90,0% → 50,0%; mọi cặp như vậy được" in shown
    assert "−3,17 bit từ đầu." in shown
    assert (
        "Họ tên có dấu: hai người bất kỳ trùng nhau 0,100% → 0,200%; trùng như vậy được tính thêm +1,00 bit." in shown
    )


def test_a_narrow_terminal_cuts_no_number_off() -> None:
    shown = _shown(_model("cũ", gender_same=2.344e-7), _model("mới"), width=100)
    assert "…" not in shown
    assert "0,0000234%" not in shown
    assert "+19,70" in shown
    assert "0,0000234%" in _shown(_model("cũ", gender_same=2.344e-7), _model("mới"))


def test_a_model_in_use_that_does_not_fit_is_said(tmp_path: Path) -> None:
    unreadable = tmp_path / "model.json"
    unreadable.write_text("{}", encoding="utf-8")
    assert model_report.model_in_use(Settings(model_file=str(unreadable))) is None
    assert "Không so sánh được với mô hình đang dùng" in _shown(None, _model("mới"))


def test_training_compares_before_it_overwrites_the_model_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, settings = tmp_path / "model.json", tmp_path / "settings.json"
    out.write_text(_model("cũ").model_dump_json(), encoding="utf-8")
    settings.write_text(Settings(model_file=str(out)).model_dump_json(), encoding="utf-8")
    new = training.Trained(_model("mới", cmnd_same=0.8), training.Answers())
    monkeypatch.setattr(training, "train_model", lambda *_folder, **_settings: new)
    assert cli.train(tmp_path, ward="11557", name="mới", out=out, settings=settings) == 0
    assert "▼ số CMND, giống hệt: +1,00 → −2,00 bit" in capsys.readouterr().out
    assert Model.model_validate_json(out.read_text(encoding="utf-8")).name == "mới"
