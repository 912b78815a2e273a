from __future__ import annotations

import sqlite3
from pathlib import Path
from traceback import format_exception
from typing import Any

import polars as pl
import psycopg
import pytest
from polars.testing import assert_frame_equal

from cleaning.decisions import ledger as ledger_module
from cleaning.decisions.ledger import Ledger, last_of, open_ledger
from cleaning.errors import LandCleanError
from cleaning.schemas import DECISIONS
from tests.decisions.ledger_rows import SIGNED, connected, decided, numbered

WITHDRAWAL: dict[str, Any] = {"decided_by": "Trần Văn Bút", "note": "nhầm thửa", "taken_at": "2026-11-23T01:02:03Z"}


@pytest.fixture
def ledger(ledger_url: str) -> Ledger:
    return open_ledger(ledger_url)


def test_what_is_appended_is_read_back_in_order(ledger: Ledger) -> None:
    decisions = decided(0, 30).reverse()
    assert_frame_equal(ledger.append(decisions), numbered(decisions))
    assert_frame_equal(ledger.decisions(), DECISIONS.conform(numbered(decisions)))


def test_a_new_ledger_holds_nothing(ledger: Ledger) -> None:
    assert_frame_equal(ledger.decisions(), DECISIONS.empty())
    assert_frame_equal(ledger.append(DECISIONS.empty()), DECISIONS.empty())


def test_the_same_rows_twice_change_nothing(ledger: Ledger) -> None:
    ledger.append(decided(0, 30))
    assert ledger.append(decided(0, 30, note="chép lại", taken_at="2027-01-01T00:00:00Z")).is_empty()
    assert_frame_equal(ledger.decisions(), numbered(decided(0, 30)))


def test_rows_known_before_leave_no_gap_in_the_numbers(ledger: Ledger) -> None:
    ledger.append(decided(10, 20))
    new = ledger.append(decided(0, 30))
    assert new["decision_id"].to_list() == decided(0, 10)["decision_id"].to_list() + (
        decided(20, 30)["decision_id"].to_list()
    )
    assert ledger.decisions()["sequence"].to_list() == list(range(1, 31))


def test_of_two_rows_with_one_id_the_first_is_taken(ledger: Ledger) -> None:
    new = ledger.append(pl.concat([decided(0, 2), decided(0, 1, note="lần hai")]))
    assert_frame_equal(new, numbered(decided(0, 2)))


def test_pieces_read_and_written_one_by_one_are_one_ledger(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger_module, "_ROWS", 7)
    monkeypatch.setattr(ledger_module, "_IDS", 3)
    ledger.append(decided(5, 20))
    ledger.append(decided(0, 40))
    expected = pl.concat([decided(5, 20), decided(0, 5), decided(20, 40)])
    assert_frame_equal(ledger.decisions(), numbered(expected))


def test_a_character_no_server_takes_is_left_out(ledger: Ledger) -> None:
    ledger.append(decided(0, 1, note="bản\0 gốc", value="\0"))
    assert ledger.decisions().select("note", "value").row(0) == ("bản gốc", "")


def test_decisions_of_one_ward(ledger: Ledger) -> None:
    ledger.append(pl.concat([decided(0, 3), decided(3, 5, ward="11560"), decided(5, 6)]))
    assert ledger.decisions("11560")["sequence"].to_list() == [4, 5]
    assert ledger.decisions("11557")["sequence"].to_list() == [1, 2, 3, 6]
    assert ledger.decisions("1155").is_empty()


def test_last_decision_of_every_ward_is_named_by_any_new_one_otherwise(ledger: Ledger) -> None:
    assert ledger.last_decisions() == {}
    ledger.append(pl.concat([decided(0, 3), decided(3, 5, ward="11560")]))
    before = ledger.last_decisions()
    assert before == {ward: last_of(ledger.decisions(ward)) for ward in ("11557", "11560")}
    ledger.append(decided(5, 6))
    after = ledger.last_decisions()
    assert after["11560"] == before["11560"]
    assert after["11557"] != before["11557"]


@pytest.mark.parametrize(
    ("record", "found"),
    [
        ("DONG-1", [1, 2, 4]),  # the Guid, in whatever case; and further people of the row
        (" dong-1 ", [1, 2, 4]),
        ("dong-1/2", [2, 4]),
        ("dong-10", [3]),
        ("dong", []),
        ("dong-_", []),  # no pattern
        ("%", []),
        ("", []),
    ],
)
def test_history_of_one_record(ledger: Ledger, record: str, found: list[int]) -> None:
    ledger.append(decided(1, 2))
    ledger.append(decided(2, 3, row_key="dong-1/2", guid=None))
    ledger.append(decided(10, 11))
    ledger.append(decided(3, 4, row_key="dong-1/2", guid="Dong-1"))
    ledger.append(decided(4, 5, row_key=None, guid=None))
    assert ledger.history(record)["sequence"].to_list() == found


def test_a_withdrawal_is_a_row_of_its_own(ledger: Ledger) -> None:
    ledger.append(decided(0, 3))
    withdrawn = ledger.withdraw([decided(1, 2)["decision_id"].item()], **WITHDRAWAL)
    assert_frame_equal(ledger.decisions(), pl.concat([numbered(decided(0, 3)), withdrawn]))
    (row,) = withdrawn.to_dicts()
    same = ("ward", "discrepancy_id", "question", "code", "row_key", "guid", "probability")
    assert {name: row[name] for name in same} == {name: decided(1, 2)[name].item() for name in same}
    assert (row["sequence"], row["answer"], row["withdraws"]) == (4, "withdrawn", decided(1, 2)["decision_id"].item())
    assert {name: row[name] for name in WITHDRAWAL} == WITHDRAWAL
    assert [row[name] for name in ("value", "is_same", "corrections", "source_file", "source_row")] == [None] * 5


def test_withdrawing_twice_changes_nothing_whoever_does(ledger: Ledger) -> None:
    ids = ledger.append(decided(0, 3))["decision_id"].to_list()
    first = ledger.withdraw([ids[1]], **WITHDRAWAL)
    assert ledger.withdraw([ids[1], ids[1]], decided_by="Lê Thị Mực", note=None, taken_at="2027").is_empty()
    both = ledger.withdraw([ids[2], ids[1]], **WITHDRAWAL)
    assert both["withdraws"].to_list() == [ids[2]]
    assert_frame_equal(ledger.decisions(), pl.concat([numbered(decided(0, 3)), first, both]))


def test_a_withdrawn_answer_is_not_taken_again(ledger: Ledger) -> None:
    ids = ledger.append(decided(0, 1))["decision_id"].to_list()
    ledger.withdraw(ids, **WITHDRAWAL)
    assert ledger.append(decided(0, 1)).is_empty()


@pytest.mark.parametrize("unknown", ["F" * 32, "", "a withdrawal"])
def test_what_is_no_decision_cannot_be_withdrawn(ledger: Ledger, unknown: str) -> None:
    ids = ledger.append(decided(0, 2))["decision_id"].to_list()
    withdrawal = ledger.withdraw([ids[0]], **WITHDRAWAL)["decision_id"].item()
    before = ledger.decisions()
    with pytest.raises(LandCleanError, match="chưa quyết định nào bị rút"):
        ledger.withdraw([ids[1], withdrawal if unknown == "a withdrawal" else unknown], **WITHDRAWAL)
    assert_frame_equal(ledger.decisions(), before)


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "withdrawn", "withdraws": "F" * 32},  # of a decision nobody took
        {"answer": "withdrawn"},  # of nothing
        {"withdraws": "0" * 32},  # an answer withdraws nothing
        {"answer": None},
        {"decided_by": None},
    ],
    ids=str,
)
def test_one_wrong_row_keeps_all_out_and_is_not_quoted(ledger: Ledger, wrong: dict[str, object]) -> None:
    ledger.append(decided(0, 1))
    with pytest.raises(LandCleanError, match="Báo cho người phụ trách") as refused:
        ledger.append(pl.concat([decided(1, 20), decided(20, 21, **wrong), decided(21, 30)]))
    shown = "".join(format_exception(refused.value))
    assert SIGNED not in shown
    assert "034056680318" not in shown
    assert_frame_equal(ledger.decisions(), numbered(decided(0, 1)))


def test_an_export_makes_the_same_ledger_elsewhere(ledger: Ledger, tmp_path: Path) -> None:
    ids = ledger.append(decided(0, 5))["decision_id"].to_list()
    ledger.withdraw(ids[1:3], **WITHDRAWAL)
    ledger.append(decided(5, 7, ward="11560"))
    elsewhere = open_ledger(f"sqlite:///{tmp_path}/elsewhere.db")
    elsewhere.append(ledger.decisions())
    assert_frame_equal(elsewhere.decisions(), ledger.decisions())
    elsewhere.append(ledger.decisions())
    assert elsewhere.decisions().height == 9


def test_an_export_of_a_file_makes_the_same_ledger_on_any_engine(ledger: Ledger, tmp_path: Path) -> None:
    file = open_ledger(f"sqlite:///{tmp_path}/file.db")
    file.withdraw(file.append(decided(0, 5))["decision_id"].to_list()[:2], **WITHDRAWAL)
    ledger.append(file.decisions())
    assert_frame_equal(ledger.decisions(), file.decisions())


FORBIDDEN = [
    "UPDATE decisions SET note = NULL WHERE sequence = 1",
    "UPDATE decisions SET sequence = sequence + 100",
    "DELETE FROM decisions WHERE sequence = 2",
    "DELETE FROM decisions",
]
FORBIDDEN_IN_FILES = [
    f"INSERT OR REPLACE INTO decisions SELECT {', '.join(other.get(name, name) for name in DECISIONS.names)} FROM"
    " decisions WHERE sequence = 1"
    for other in ({"note": "'x'"}, {"sequence": "9"}, {"decision_id": "'x'"})
]
FORBIDDEN_ON_SERVERS = [
    "TRUNCATE decisions",
    "TRUNCATE decisions CASCADE",
    "INSERT INTO decisions SELECT * FROM decisions ON CONFLICT (decision_id) DO UPDATE SET note = NULL",
]


def test_the_database_refuses_to_change_or_remove_a_row(ledger: Ledger, ledger_url: str) -> None:
    ids = ledger.append(decided(0, 3))["decision_id"].to_list()
    ledger.withdraw(ids[:1], **WITHDRAWAL)
    before = ledger.decisions()
    special = FORBIDDEN_IN_FILES if ledger_url.startswith("sqlite") else FORBIDDEN_ON_SERVERS
    for statement in [*FORBIDDEN, *special]:
        with (
            connected(ledger_url) as connection,
            pytest.raises((sqlite3.IntegrityError, psycopg.errors.RaiseException), match="không sửa, không xóa"),
        ):
            connection.execute(statement)
        assert_frame_equal(ledger.decisions(), before)
