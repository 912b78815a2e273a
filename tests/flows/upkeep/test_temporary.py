"""Temporary files of a run lie in the output, for nobody else, and outlive neither its end nor its death."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest

from flows.upkeep.temporary import own_temporary


def test_temporary_files_lie_in_the_run_own_folder_and_go_with_it(tmp_path: Path) -> None:
    before = tempfile.gettempdir()
    with own_temporary(tmp_path, "run") as folder:
        with tempfile.NamedTemporaryFile(delete=False) as file:
            assert Path(file.name).parent == folder == tmp_path / ".tmp" / "run"
        assert os.environ["TMPDIR"] == str(folder)  # noqa: TID251  what processes the run starts go by
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    assert list((tmp_path / ".tmp").iterdir()) == []
    assert tempfile.gettempdir() == before


def test_folder_goes_where_the_run_fails(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), own_temporary(tmp_path, "run") as folder:
        (folder / "left").mkdir()
        raise OSError("full")
    assert not folder.exists()


def test_what_a_killed_run_left_is_cleared_and_what_a_living_one_needs_is_not(tmp_path: Path) -> None:
    (tmp_path / ".tmp" / "killed" / "deep").mkdir(parents=True)
    with own_temporary(tmp_path, "one") as one, own_temporary(tmp_path, "two") as two:
        assert sorted((tmp_path / ".tmp").iterdir()) == [one, two]
