"""Answers from the shell: taken in, withdrawn, told, exported; exit codes, and nothing shown that should not be."""

from __future__ import annotations

import csv
import stat
from pathlib import Path

import pytest

from flows import cli
from flows.ledger_place import LEDGER_URL, ledger_of
from sample_data import make_sample
from tests.flows.clerks import CLERK, COLLEAGUE, Row, answered, filled, read_sheet, write_sheet

ANSWERED = Path(make_sample.__file__).with_name("sai-lech-tra-loi.csv")


@pytest.fixture(scope="module")
def rows(night: Path) -> list[Row]:
    return read_sheet(night / "published" / "11557" / "latest" / "sai-lech.csv")


def _of(rows: list[Row], code: str) -> Row:
    return next(row for row in rows if row["Loại"] == code)


def _history(guid: str, output: Path, capsys: pytest.CaptureFixture[str], *, show: bool = False) -> str:
    capsys.readouterr()
    assert cli.history(guid, out=output, show=show) == 0
    return capsys.readouterr().out


def test_all_taken_is_0_and_told_in_one_table(
    output: Path, rows: list[Row], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_sheet(tmp_path / "sai-lech-tổ-1.csv", answered(rows, per_code=1)[:7])
    assert cli.decisions((file,), out=output) == 0
    shown = capsys.readouterr()
    assert [cell.strip() for cell in shown.out.splitlines()[4].split("│")[1:-1]] == [file.name, "7", "0", "0", "0"]
    assert f"{file.name}: biên nhận trong {output}/bien-nhan/bien-nhan-sai-lech-tổ-1.csv" in shown.out
    assert shown.err == ""


def test_answered_sheet_of_the_sample_is_taken_in_whole(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = len(read_sheet(ANSWERED))
    assert cli.decisions((ANSWERED,), out=output) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if f"│ {ANSWERED.name} " in line]
    assert [cell.strip() for cell in line.split("│")[2:-1]] == [str(given), "0", "0", "0"]
    assert given > 40


def test_something_refused_or_unreadable_is_1_and_the_rest_is_taken(
    output: Path, rows: list[Row], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = answered(rows, per_code=1)[:2]
    unsigned = write_sheet(tmp_path / "a.csv", [good, bad | {"Người quyết định": ""}])
    assert cli.decisions((tmp_path / "nowhere.csv", unsigned), out=output) == 1
    shown = capsys.readouterr()
    (line,) = [line for line in shown.out.splitlines() if "│ a.csv " in line]
    assert [cell.strip() for cell in line.split("│")[2:-1]] == ["1", "0", "1", "0"]
    assert shown.err.startswith("nowhere.csv: Không mở được tệp.")
    assert ledger_of(output).decisions().height == 1
    assert cli.decisions((unsigned,), out=output) == 1


def test_a_conflict_is_no_failure(output: Path, rows: list[Row], tmp_path: Path) -> None:
    row = _of(rows, "name_spelling")
    for answer, by in (("take_register", CLERK), ("keep_land", COLLEAGUE)):
        assert cli.decisions((write_sheet(tmp_path / "a.csv", [filled(row, answer, by=by)]),), out=output) == 0


def test_withdrawn_is_told_counted_and_cannot_be_withdrawn_again(
    output: Path, rows: list[Row], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = _of(rows, "name_spelling")
    given = [filled(row, "take_register"), filled(row, "keep_land", by=COLLEAGUE)]
    for at, one in enumerate(given):
        assert cli.decisions((write_sheet(tmp_path / f"{at}.csv", [one]),), out=output) == 0
    capsys.readouterr()
    asked = {"by": "Phạm Thị Kiểm", "why": "nhầm hồ sơ", "out": output}
    assert cli.withdraw(row["Mã sai lệch"].upper(), **asked) == 0
    assert "Đã rút 2 quyết định" in capsys.readouterr().out
    assert cli.withdraw(row["Mã sai lệch"], **asked) == 1
    assert "Không có quyết định nào đang có hiệu lực" in capsys.readouterr().err
    shown = _history(row["Guid"], output, capsys, show=True)
    assert shown.count("; đã rút lại") == 2
    assert shown.count("Phạm Thị Kiểm rút lại: nhầm hồ sơ") == 2
    assert cli.decisions((tmp_path / "0.csv",), out=output) == 0
    receipt = read_sheet(output / "bien-nhan" / "bien-nhan-0-2.csv")
    assert receipt[0]["Kết quả"] == "đã nhận từ trước"
    assert "rút lại" in receipt[0]["Nội dung"]


@pytest.mark.parametrize(("by", "why"), [(" ", "nhầm"), ("Trần Thị Mẫu", "")])
def test_nobody_withdraws_without_name_and_reason(
    output: Path, rows: list[Row], capsys: pytest.CaptureFixture[str], by: str, why: str
) -> None:
    assert cli.withdraw(rows[0]["Mã sai lệch"], by=by, why=why, out=output) == 1
    assert "Chưa ghi người rút hoặc lý do rút" in capsys.readouterr().err


def test_history_tells_all_and_masks_people_unless_asked(
    output: Path, rows: list[Row], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = _of(rows, "id_differs")
    number = row["Đề xuất"].removeprefix("'")
    before = _history(row["Guid"], output, capsys)
    assert "Chưa có quyết định nào" in before
    note = "theo CCCD của ông Bình"
    assert cli.decisions((write_sheet(tmp_path / "a.csv", [filled(row, "take_register", note=note)]),), out=output) == 0
    masked = _history(row["Guid"].upper(), output, capsys)
    assert [word for word in (number, CLERK, note, "Bình") if word in masked] == []
    assert f"{number[:3]}•••••{number[-4:]}" in masked
    assert "sửa theo dân cư" in masked
    shown = _history(row["Guid"], output, capsys, show=True)
    assert f"{CLERK}: sửa theo dân cư" in shown
    assert f"sửa mục 8 “Số định danh cá nhân/CCCD” thành “{number}”; ghi chú “{note}”" in shown


def test_history_of_an_unknown_row_is_told(output: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.history("khong-co", out=output) == 1
    assert "Chưa có câu hỏi hay quyết định nào" in capsys.readouterr().err


def test_export_holds_the_whole_ledger_for_excel(
    output: Path, rows: list[Row], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = answered(rows, per_code=1)
    note = "=HYPERLINK(1)"
    file = write_sheet(tmp_path / "a.csv", [given[0] | {"Ghi chú": note}, *given[1:]])
    assert cli.decisions((file,), out=output) == 0
    assert cli.withdraw(given[0]["Mã sai lệch"], by=CLERK, why="nhầm", out=output) == 0
    target = tmp_path / "so.csv"
    assert cli.export_decisions(target, out=output) == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    lines = read_sheet(target)
    assert [line["Mã sai lệch"] for line in lines] == [row["Mã sai lệch"] for row in [*given, given[0]]]
    assert lines[-1]["Quyết định"] == "rút lại"
    assert lines[-1]["Rút lại quyết định"] == lines[0]["Mã quyết định"]
    assert lines[0]["Ghi chú"] == f"'{note}"
    assert len(next(csv.reader(target.open(encoding="utf-8-sig")))) == ledger_of(output).decisions().width
    capsys.readouterr()
    assert cli.export_decisions(target, out=output) == 1
    assert "Tệp đã có" in capsys.readouterr().err


def test_no_command_founds_a_ledger_where_no_run_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "typo"
    codes = [
        cli.withdraw("x", by="a", why="b", out=out),
        cli.history("x", out=out),
        cli.export_decisions(tmp_path / "so.csv", out=out),
    ]
    assert codes == [1, 1, 1]
    assert capsys.readouterr().err.count("Không có thư mục kết quả") == 3
    assert list(tmp_path.iterdir()) == []


def test_the_servers_password_is_never_shown(
    output: Path, rows: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(LEDGER_URL, "postgresql://so:bi-mat-9f3@127.0.0.1:9/khong_co")
    assert cli.decisions((write_sheet(tmp_path / "a.csv", answered(rows, per_code=1)[:1]),), out=output) == 1
    assert cli.history(rows[0]["Guid"], out=output) == 1
    shown = capsys.readouterr()
    assert "LANDCLEAN_LEDGER_URL" in shown.err
    assert [secret for secret in ("bi-mat-9f3", "khong_co", "so:") if secret in shown.out + shown.err] == []
    assert not (output / "bien-nhan").exists()
