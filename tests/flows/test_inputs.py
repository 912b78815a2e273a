"""Folders → wards: those with a code are run, strange ones fail alone, everything beside them is left alone."""

from __future__ import annotations

import shutil
import traceback
from pathlib import Path

import pytest

from cleaning.errors import SourceError
from cleaning.settings import Settings
from flows import inputs
from flows.faults import ProgramFaultError
from flows.inputs import WardFolder, find_wards, read_settings

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"


def test_ward_folders_are_found_by_code_and_the_rest_is_left_alone(tmp_path: Path) -> None:
    for name in ("11560", "11557", ".cache", "__pycache__", "truth"):
        (tmp_path / name).mkdir()
    (tmp_path / "README.md").touch()
    assert [(one.ward, one.folder) for one in find_wards(tmp_path)] == [
        ("11557", tmp_path / "11557"),
        ("11560", tmp_path / "11560"),
    ]


def test_folder_that_is_no_ward_fails_alone_and_is_named(tmp_path: Path) -> None:
    for name in ("11557", "Thiên Hương"):
        (tmp_path / name).mkdir()
    sound, strange = find_wards(tmp_path)
    assert sound.problem is None
    assert strange.problem is not None
    assert "Thiên Hương" in str(strange.problem)
    assert "Cách xử lý" in str(strange.problem)


def test_strange_folder_beside_notes_is_still_named(tmp_path: Path) -> None:
    (tmp_path / "Thiên Hương").mkdir()
    (tmp_path / "README.md").touch()
    (strange,) = find_wards(tmp_path)
    assert strange.problem is not None


def test_wards_asked_for_are_kept_and_a_missing_one_is_told(tmp_path: Path) -> None:
    for name in ("11557", "11560"):
        (tmp_path / name).mkdir()
    missing, found = find_wards(tmp_path, ["11560", "11500", "11560"])
    assert (found.ward, found.problem) == ("11560", None)
    assert missing.problem is not None
    assert "11500" in str(missing.problem)


def test_files_without_a_ward_folder_are_one_ward_told_by_its_rows(tmp_path: Path) -> None:
    for file in SAMPLE.iterdir():
        shutil.copy(file, tmp_path)
    assert find_wards(tmp_path) == [WardFolder("11557", tmp_path)]


def test_rows_that_tell_no_ward_are_an_error_with_a_remedy(tmp_path: Path) -> None:
    shutil.copy(SAMPLE / "residents.csv", tmp_path)
    with pytest.raises(SourceError, match="thư mục con mang mã"):
        find_wards(tmp_path)


def test_fault_while_the_ward_is_told_by_its_rows_quotes_no_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_folder: Path) -> str:
        raise ValueError("could not parse 012345678901")

    monkeypatch.setattr(inputs, "ward_told_by_rows", fails)
    (tmp_path / "land.xlsx").touch()
    with pytest.raises(ProgramFaultError) as stopped:
        find_wards(tmp_path)
    assert "012345678901" not in "".join(traceback.format_exception(stopped.value))


def test_missing_and_empty_input_are_errors(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        find_wards(tmp_path / "nowhere")
    with pytest.raises(SourceError, match="không có dữ liệu"):
        find_wards(tmp_path)


@pytest.mark.parametrize(("name", "text"), [("s.toml", "link_at = 0.995"), ("s.json", '{"link_at": 0.995}')])
def test_settings_are_read_from_toml_and_json(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    assert read_settings(str(tmp_path / name)) == Settings(link_at=0.995)


def test_no_settings_file_means_the_defaults() -> None:
    assert read_settings("") == Settings()


@pytest.mark.parametrize(
    ("text", "named"),
    [("link_att = 0.995", "link_att"), ("link_at = 2.0", "link_at"), ("link_at", "s.toml")],
)
def test_settings_refused_name_what_is_wrong(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "s.toml").write_text(text)
    with pytest.raises(SourceError, match=named):
        read_settings(str(tmp_path / "s.toml"))
