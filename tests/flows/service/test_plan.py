"""What the command line asks for, and what is refused before anything is started."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from cleaning.errors import SourceError
from flows.service.plan import Plan


def test_folders_are_told_absolutely_wherever_the_service_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plan = Plan(Path("input"), Path("output"), 4200, settings_file=Path("office.toml"))
    assert plan.places == {
        "input_dir": str(tmp_path / "input"),
        "output_dir": str(tmp_path / "output"),
        "inbox": str(tmp_path / "output" / "phieu-nop"),
        "settings_file": str(tmp_path / "office.toml"),
    }


def test_output_and_its_inbox_are_made_for_the_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "input").mkdir()
    plan = Plan(tmp_path / "input", tmp_path / "output", 4200)
    assert plan.make_ready().keep_runs_days == 30
    assert [stat.S_IMODE(path.stat().st_mode) for path in (plan.output, plan.watched)] == [0o700, 0o700]


@pytest.mark.parametrize("missing", ["input", "inbox", "settings"])
def test_what_is_not_there_is_told_and_nothing_is_made(tmp_path: Path, missing: str) -> None:
    for folder in {"input", "inbox"} - {missing}:
        (tmp_path / folder).mkdir()
    (tmp_path / "office.toml").write_text("keep_runs_days = 7", encoding="utf-8")
    settings = tmp_path / ("none.toml" if missing == "settings" else "office.toml")
    plan = Plan(tmp_path / "input", tmp_path / "output", 4200, tmp_path / "inbox", settings_file=settings)
    with pytest.raises(SourceError, match="Cách xử lý"):
        plan.make_ready()
    assert not plan.output.exists()
