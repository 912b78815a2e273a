"""The code version changes with every byte that may change a result, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows import program


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    (tmp_path / "reference").mkdir()
    (tmp_path / "linking.py").write_text("x = 1\n")
    (tmp_path / "reference" / "units.csv").write_text("code\n11557\n")
    return tmp_path


@pytest.mark.parametrize("name", ["linking.py", "reference/units.csv"])
def test_a_changed_byte_changes_the_version(sources: Path, name: str) -> None:
    before = program.version_of([sources])
    (sources / name).write_text((sources / name).read_text() + " ")
    assert program.version_of([sources]) != before


def test_a_renamed_source_changes_the_version(sources: Path) -> None:
    before = program.version_of([sources])
    (sources / "linking.py").rename(sources / "matching.py")
    assert program.version_of([sources]) != before


def test_caches_and_notes_do_not_change_the_version(sources: Path) -> None:
    before = program.version_of([sources])
    (sources / "linking.cpython-311.pyc").write_bytes(b"0")
    (sources / "SOURCES.md").write_text("notes")
    assert program.version_of([sources]) == before


def test_release_of_a_package_changes_the_version(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = program.version_of([sources])
    monkeypatch.setattr(program, "version", lambda name: "9.9" if name == "polars" else "1.0")
    assert program.version_of([sources]) != before
