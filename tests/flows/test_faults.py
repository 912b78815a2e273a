"""Errors leave with words that quote nobody: where, what to do, and whether trying again may help."""

from __future__ import annotations

import traceback

import polars as pl
import pytest

from cleaning.errors import GateError, LandCleanError
from flows.faults import ProgramFaultError, told, without_data

SECRET = "012345678901"


def _escapes(error: BaseException) -> BaseException:
    """What leaves when `error` is raised while another that quotes data is handled."""
    with pytest.raises(Exception) as left, without_data(lambda: "đọc tệp nguồn"):
        try:
            raise ValueError(f"could not parse {SECRET}")
        except ValueError as cause:
            raise error from cause
    assert SECRET not in "".join(traceback.format_exception(left.value))
    return left.value


@pytest.mark.parametrize(
    "error",
    [
        ValueError(SECRET),
        KeyError(SECRET),
        pl.exceptions.ComputeError(f"could not parse `{SECRET}` as dtype `i64`"),
        pl.exceptions.PanicException(f"not a date: {SECRET}"),  # no Exception: it would pass every `except Exception`
    ],
    ids=lambda error: type(error).__name__,
)
def test_faults_of_the_program_are_told_by_place(error: BaseException) -> None:
    left = _escapes(error)
    assert isinstance(left, ProgramFaultError)
    assert f"đọc tệp nguồn ({type(error).__name__} tại test_faults.py:" in str(left)
    assert "Cách xử lý:" in str(left)


def test_place_is_a_line_of_ours_however_deep_the_library_below() -> None:
    with pytest.raises(ProgramFaultError) as left, without_data(lambda: "chuẩn hóa"):
        pl.DataFrame({"a": ["x"]}).lazy().select(pl.col("a").cast(pl.Int64)).collect()
    assert "tại test_faults.py:" in str(left.value)
    assert "frame.py" not in str(left.value)


def test_errors_meant_for_people_pass_without_their_causes() -> None:
    error = GateError("Số dòng không khớp.")
    assert _escapes(error) is error


@pytest.mark.parametrize(
    "error",
    [
        OSError(28, "No space left on device"),
        OSError("No space left on device (os error 28)"),
        pl.exceptions.ComputeError("parquet: underlying IO error: No space left on device (os error 28)"),
    ],
    ids=["system", "polars", "parquet"],
)
def test_errors_of_the_disk_are_told_as_such_whoever_raised_them(error: Exception) -> None:
    left = _escapes(error)
    assert isinstance(left, OSError)
    assert "(No space left on device). Cách xử lý: Ổ đĩa đã đầy" in told(left)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (LandCleanError("Số dòng không khớp."), "Số dòng không khớp."),
        (PermissionError(13, "Permission denied", "/mnt/share/land.xlsx"), "land.xlsx (Permission denied)"),
        (PermissionError(13, "Permission denied", "/mnt/share/land.xlsx"), "Cấp quyền đọc và ghi thư mục"),
        (OSError(30, "Read-only file system"), "chế độ chỉ đọc"),
        (OSError(27, "File too large"), "Ổ đĩa đã đầy"),
        (OSError(5, "Input/output error"), "Kiểm tra ổ đĩa, quyền truy cập và kết nối mạng"),
        (OSError("no number"), "OSError"),
        (ValueError(f"{SECRET} is not a date"), "Lỗi chương trình (ValueError)"),
    ],
)
def test_errors_are_told_in_one_sentence_without_data(error: Exception, words: str) -> None:
    assert words in told(error)
    assert SECRET not in told(error)
