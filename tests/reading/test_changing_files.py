"""A file that changes while it is read is told as such, and is nobody's damaged file."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cleaning.errors import SourceChangingError, SourceError
from cleaning.reading import files, read_ward, workbooks

SAMPLE = Path(__file__).parents[2] / "sample_data" / "11557"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLE, tmp_path / "11557"))


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (lambda folder: (folder / "residents.csv").write_bytes(b"half"), "residents.csv"),
        (lambda folder: (folder / "doi-chieu-to-ban-do.csv").unlink(), "doi-chieu-to-ban-do.csv"),
        (lambda folder: (folder / "moi.csv").write_bytes(b"a,b\n"), "moi.csv"),
        (lambda folder: (folder / "land.xlsx").rename(folder / "nhap.xlsx"), "land.xlsx"),
    ],
    ids=["overwritten", "gone", "new", "renamed"],
)
def test_folder_that_changes_after_a_file_was_read_stops_the_ward(
    folder: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object], name: str
) -> None:
    before = files.opened

    def opened(path: Path, within: Path) -> files.SourceFile:
        source = before(path, within)
        if path.name == "residents.csv":  # the last of them
            change(folder)
        return source

    monkeypatch.setattr(files, "opened", opened)
    with pytest.raises(SourceChangingError, match=rf"chép dở.*\(tệp {name}\) Cách xử lý: Chờ chép xong"):
        read_ward(folder, ward="11557", salt="a salt of the tests")


def test_half_a_copy_is_not_told_as_a_damaged_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, file = (folder / "land.xlsx").read_bytes(), folder / "land.xlsx"
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceError) as damaged:
        files.opened(file, folder)
    assert not isinstance(damaged.value, SourceChangingError)
    sheets = workbooks.sheets

    def slowly(*given: object, **more: object) -> object:
        file.write_bytes(whole)
        return sheets(*given, **more)

    monkeypatch.setattr(workbooks, "sheets", slowly)
    monkeypatch.setattr(files.formats, "told", lambda _data, _name: "xlsx")
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SourceChangingError, match=r"land\.xlsx"):
        files.opened(file, folder)


def test_file_touched_but_not_changed_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files.opened

    def opened(path: Path, within: Path) -> files.SourceFile:
        source = before(path, within)
        path.touch()
        return source

    monkeypatch.setattr(files, "opened", opened)
    assert len(read_ward(folder, ward="11557", salt="a salt of the tests").inputs) == 3


def test_error_stays_what_it_is_when_a_worker_hands_it_back() -> None:
    error = pickle.loads(pickle.dumps(SourceChangingError("land.xlsx")))
    assert isinstance(error, SourceChangingError)
    assert str(error) == str(SourceChangingError("land.xlsx"))
