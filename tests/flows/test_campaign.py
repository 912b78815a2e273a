"""A campaign in small: a night, answers by file, by inbox and in the ward's folder, a withdrawal, the next night."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from cleaning.settings import Settings
from flows.answered_files import take_in, take_in_inbox
from flows.decided import withdraw_decisions
from flows.ward import WardJob, run_ward
from tests.benchmarks.staff_loop.answered_files import AnsweredFile
from tests.benchmarks.staff_loop.promises import promises
from tests.flows.clerks import CLERK, COLLEAGUE, Row, answered, filled, read_sheet, write_sheet

WARD, NIGHTS = "11557", ("2026-11-22", "2026-11-23")
SAMPLE = Path(__file__).parents[2] / "sample_data" / WARD
NOW = datetime(2026, 11, 22, 2, 0, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Campaign:
    """Where its two nights are, what was answered between them, and the discrepancy whose answer was withdrawn."""

    given: Path
    output: Path
    files: Sequence[AnsweredFile]
    withdrawn: Row

    @property
    def asked(self) -> dict[str, Row]:
        """The second night's sheet, by discrepancy."""
        sheet = read_sheet(self.output / "published" / WARD / NIGHTS[1] / "sai-lech.csv")
        return {row["Mã sai lệch"]: row for row in sheet}


@pytest.fixture(scope="module")
def campaign(night: Path, tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    folder = tmp_path_factory.mktemp("campaign")
    output = Path(shutil.copytree(night, folder / "output", symlinks=True))
    given = Path(shutil.copytree(SAMPLE, folder / "given" / WARD))
    (folder / "inbox").mkdir()
    rows = read_sheet(output / "published" / WARD / NIGHTS[0] / "sai-lech.csv")
    answers = answered(rows, per_code=4)
    withdrawn = answers.pop()
    torn = next(row for row in answers[0::3] if row["Loại"] in ("name_spelling", "name_differs"))
    files = [
        _answered(folder / "sai-lech.csv", answers[0::3]),
        _answered(folder / "inbox" / "sai-lech.csv", answers[1::3]),
        _answered(given / "đã trả lời.csv", answers[2::3]),
        _answered(folder / "đồng nghiệp.csv", [filled(torn, _other_than(torn), by=COLLEAGUE)]),
        _answered(folder / "nhầm.csv", [withdrawn]),
    ]
    assert all(one.is_whole for one in take_in([file.path for file in (files[0], *files[3:])], output, NOW))
    assert all(one.is_whole for one in take_in_inbox(folder / "inbox", output, NOW))
    assert withdraw_decisions(output, withdrawn["Mã sai lệch"], by=CLERK, why="nhầm dòng", now=NOW) == 1
    night_2 = {"run_id": "20261122T180000Z-0002", "as_of": date.fromisoformat(NIGHTS[1]), "settings": Settings()}
    run_ward(WardJob(ward=WARD, folder=given, output=output, **night_2))
    return Campaign(given.parent, output, files, withdrawn)


def _answered(file: Path, rows: Sequence[Row]) -> AnsweredFile:
    return AnsweredFile(file.name, write_sheet(file, rows), {row["Mã sai lệch"]: row for row in rows})


def _other_than(row: Row) -> str:
    return "keep_land" if row["Quyết định"] != "giữ theo đất đai" else "take_register"


def test_all_that_is_promised_between_two_nights_holds(campaign: Campaign) -> None:
    told = list(promises(campaign.given / WARD, campaign.output, WARD, NIGHTS, campaign.files))
    assert len(told) == 6
    assert [promise.words for promise in told if not promise.held] == []


def test_answers_in_the_wards_folder_were_taken_in_with_a_receipt(campaign: Campaign) -> None:
    receipt = read_sheet(campaign.output / "bien-nhan" / "bien-nhan-đã trả lời.csv")
    assert {line["Kết quả"] for line in receipt} == {"đã nhận"}
    assert {line["Mã sai lệch"] for line in receipt} == set(campaign.files[2].meant)


def test_what_was_withdrawn_is_asked_anew(campaign: Campaign) -> None:
    before, now = campaign.withdrawn, campaign.asked[campaign.withdrawn["Mã sai lệch"]]
    assert now["Mã câu hỏi"] == f"{before['Mã câu hỏi']}-2"
    assert (now["Trạng thái"], now["Quyết định"]) == ("mở lại", "")


def test_what_is_unclear_is_listed_with_its_answer_behind_all_that_is_asked(campaign: Campaign) -> None:
    unclear = {key for file in campaign.files for key, row in file.meant.items() if row["Quyết định"] == "chưa rõ"}
    listed = [key for key, row in campaign.asked.items() if row["Quyết định"] != ""]
    assert set(listed) <= unclear
    assert len(listed) > 0
    assert list(campaign.asked)[-len(listed) :] == listed
