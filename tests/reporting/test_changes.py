"""thay-doi.csv: every change in words staff understand, in a fixed order."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from cleaning.reporting import WardReport
from cleaning.reporting.changes import KINDS, REASONS, change_list
from cleaning.schemas import CHANGES

HEADINGS = ["Thay đổi", "Loại", "Tên sai lệch", "Mã", "Guid", "Tờ", "Thửa", "Trước", "Nay", "Vì sao"]


def change(kind: str, subject: str, **said: str | None) -> dict[str, str | None]:
    absent = dict.fromkeys(CHANGES.names)
    return {**absent, "kind": kind, "subject": subject, "why": "data", **said}


def listed(report: WardReport, *changes: dict[str, str | None]) -> list[dict[str, str | None]]:
    frame = CHANGES.conform(pl.DataFrame(changes, schema=dict.fromkeys(CHANGES.names, pl.String)))
    return change_list(replace(report, changes=frame)).to_dicts()


def test_headings(report: WardReport) -> None:
    assert change_list(report).columns == HEADINGS
    assert change_list(report).is_empty()


def test_a_change_is_told_in_words(report: WardReport) -> None:
    one = change(
        "reopened", "khoa-001-08", code="id_missing", guid="{guid-1}", sheet="007", parcel="12-3",
        before="031170000001", now="=031", why="resident",
    )  # fmt: skip
    assert listed(report, one) == [
        {
            "Thay đổi": "sai lệch mở lại", "Loại": "id_missing", "Tên sai lệch": "Thiếu số định danh",
            "Mã": "khoa-001-08", "Guid": "{guid-1}", "Tờ": "'007", "Thửa": "'12-3", "Trước": "'031170000001",
            "Nay": "'=031", "Vì sao": "dữ liệu dân cư của người này đã thay đổi",
        }
    ]  # fmt: skip


def test_a_changed_verdict_has_no_kind_of_discrepancy(report: WardReport) -> None:
    (told,) = listed(report, change("verdict", "khoa-001", before="chưa tìm thấy", now="đã khớp", why="decision"))
    assert (told["Thay đổi"], told["Loại"], told["Tên sai lệch"]) == ("kết quả đối khớp thay đổi", None, None)
    assert told["Vì sao"] == "theo quyết định của cán bộ"


def test_a_word_nobody_knows_is_shown_as_it_is(report: WardReport) -> None:
    (told,) = listed(report, change("moved", "x", code="other_code", why="unheard_of"))
    assert (told["Thay đổi"], told["Tên sai lệch"], told["Vì sao"]) == ("moved", "other_code", "unheard_of")


def test_lines_stand_by_kind_then_by_sheet_and_parcel_as_numbers(report: WardReport) -> None:
    changes = [
        change("answered", "a"), change("gone", "b"), change("unheard_of", "z"), change("new", "c", sheet=None),
        change("new", "d", sheet="10", parcel="1"), change("new", "e", sheet="9", parcel="12a"),
        change("new", "f", sheet="9", parcel="12"), change("reopened", "g"), change("verdict", "h"),
    ]  # fmt: skip
    order = [told["Mã"] for told in listed(report, *changes)]
    assert order == ["h", "g", "f", "e", "d", "c", "b", "a", "z"]
    assert [told["Mã"] for told in listed(report, *reversed(changes))] == order


@pytest.mark.parametrize(("column", "words"), [("kind", KINDS), ("why", REASONS)])
def test_every_declared_word_has_its_vietnamese(column: str, words: dict[str, str]) -> None:
    (meaning,) = (declared.meaning for declared in CHANGES.columns if declared.name == column)
    assert words.keys() == set(meaning.split(":")[0].split(" | "))
