"""What a hamlet head is asked to collect, of whom, and in which order."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from cleaning.discrepancies import CATALOGUE
from cleaning.reporting import WardReport
from cleaning.reporting.collecting import THINGS, collection_lines
from cleaning.schemas import FOLLOWED, LAND, RESIDENTS, VERDICTS
from tests.reporting.conftest import frame_of

CASES = list(csv.DictReader((Path(__file__).parents[1] / "cases" / "collecting.csv").open(encoding="utf-8")))


def person(n: int, **said: object) -> dict[str, object]:
    """A resident of Kiền Bái 3, linked to the row of the same number unless told otherwise."""
    return {
        "row_key": f"dan-{n}", "name": f"Trần Thị Mẫu {n}", "name_key": f"trần thị mẫu {n}", "unit_code": "11557",
        "citizen_id": f"0311700000{n:02d}", "birth_year": 1970, "hamlet": "Tổ dân phố Kiền Bái 3",
        "hamlet_key": "kien bai 3", "residence_raw": "Tổ dân phố Kiền Bái 3, phường Thiên Hương",
        "household_key": f"ho-{n}", **said,
    }  # fmt: skip


def row(n: int, **said: object) -> dict[str, object]:
    return {
        "row_key": f"r{n}", "holder_type": "person", "holder_name": f"Trần Thị Mẫu {n}", "parcel_key": f"11557|7|{n}",
        "holder_name_key": f"trần thị mẫu {n}", "holder_unit_state": "missing", **said,
    }  # fmt: skip


def link(n: int, **said: object) -> dict[str, object]:
    return {"row_key": f"r{n}", "verdict": "link", "resident_key": f"dan-{n}", "reason": "citizen_id", **said}


def asked(n: int, code: str, known: str | None = None, **said: object) -> dict[str, object]:
    return {
        "discrepancy_id": f"r{n}-{code}", "row_key": f"r{n}", "code": code, "state": "open", "severity": "error",
        "resident_value": known, "sheet": "7", "parcel": str(n), **said,
    }  # fmt: skip


def ward(
    report: WardReport,
    found: list[dict[str, object]],
    people: list[dict[str, object]] | None = None,
    rows: list[dict[str, object]] | None = None,
    links: list[dict[str, object]] | None = None,
) -> WardReport:
    """Twelve linked people of one hamlet, or those given."""
    numbers = range(1, 13)
    tables = {
        "followed": frame_of(FOLLOWED, found),
        "residents": frame_of(RESIDENTS, people or [person(n) for n in numbers]),
        "land": frame_of(LAND, rows or [row(n) for n in numbers]),
        "verdicts": frame_of(VERDICTS, links if links is not None else [link(n) for n in numbers]),
    }
    return replace(report, **tables)


def told(report: WardReport, *columns: str) -> list[tuple[object, ...]]:
    return collection_lines(report).select(columns).rows()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_things(report: WardReport, case: dict[str, str]) -> None:
    found = [(code, known or None) for code, _, known in (one.partition("=") for one in _split(case["found"]))]
    lines = collection_lines(ward(report, [asked(1, code, known) for code, known in found]))
    words = [THINGS[name].words for name in case["things"].split()]
    assert lines["things"].to_list() == ([words] if words else []), case["why"]
    assert lines["is_passing"].to_list() == ([case["in_passing"] == "yes"] if words else []), case["why"]


def _split(found: str) -> list[str]:
    """'a=đã chết b' → 'a=đã chết', 'b': codes are the words with an underscore."""
    parts: list[str] = []
    for word in found.split():
        if "_" in word:
            parts.append(word)
        else:
            parts[-1] += f" {word}"
    return parts


def test_things_name_codes_of_the_catalogue_and_things_there_are() -> None:
    codes = {entry.code for entry in CATALOGUE}
    for thing in THINGS.values():
        assert {*thing.codes, *thing.unknown, *thing.known} <= codes
        assert set(thing.covers) <= THINGS.keys()


def test_whatever_a_hamlet_head_handles_has_its_thing() -> None:
    collected = {code for thing in THINGS.values() for code in (*thing.codes, *thing.unknown, *thing.known)}
    assert {entry.code for entry in CATALOGUE if entry.handler == "tổ dân phố"} <= collected


@pytest.mark.parametrize(
    ("state", "lines"), [("new", 1), ("open", 1), ("reopened", 1), ("waiting", 1), ("answered", 0)]
)
def test_what_is_answered_is_not_collected(report: WardReport, state: str, lines: int) -> None:
    assert collection_lines(ward(report, [asked(1, "owner_deceased", state=state)])).height == lines


def test_a_person_is_one_line_with_all_parcels_and_things(report: WardReport) -> None:
    found = [asked(2, "id_differs", "x"), asked(1, "certificate_missing"), asked(1, "id_differs", "x")]
    links = [link(1), link(2, resident_key="dan-1"), *(link(n) for n in range(3, 13))]
    assert told(ward(report, found, links=links), "name", "parcels", "things") == [
        (
            "Trần Thị Mẫu 1",
            ["tờ 7 thửa 1", "tờ 7 thửa 2"],
            [THINGS["card"].words, THINGS["first_certificate"].words],
        ),
    ]


def test_people_of_a_household_share_a_door(report: WardReport) -> None:
    people = [person(n, household_key="ho-1" if n in (1, 5) else f"ho-{n}") for n in range(1, 13)]
    found = [asked(n, "id_differs", "x") for n in (5, 3, 1)]
    assert told(ward(report, found, people), "door", "name") == [
        (1, "Trần Thị Mẫu 1"), (1, "Trần Thị Mẫu 5"), (2, "Trần Thị Mẫu 3"),
    ]  # fmt: skip


def test_a_household_is_asked_once_for_a_parcels_certificate(report: WardReport) -> None:
    people = [person(n, household_key="ho-1" if n < 4 else f"ho-{n}") for n in range(1, 13)]
    found = [asked(n, "certificate_missing", parcel="1" if n != 3 else "2") for n in range(1, 5)]
    found += [asked(n, "certificate_missing", parcel=None) for n in (5, 6)]
    lines = ward(report, [*found, asked(2, "household_members_unknown")], people)
    certificate, household = THINGS["first_certificate"].words, THINGS["household"].words
    assert told(lines, "door", "name", "things") == [
        (1, "Trần Thị Mẫu 1", [certificate]), (1, "Trần Thị Mẫu 2", [household]), (1, "Trần Thị Mẫu 3", [certificate]),
        *((n - 2, f"Trần Thị Mẫu {n}", [certificate]) for n in (4, 5, 6)),
    ]  # fmt: skip


def test_doors_worth_no_visit_come_last_even_of_the_first_name(report: WardReport) -> None:
    people = [person(n, household_key="ho-3" if n in (2, 3) else f"ho-{n}") for n in range(1, 13)]
    found = [asked(1, "id_missing", "x"), asked(2, "id_missing", "x"), asked(3, "id_differs", "x")]
    assert told(ward(report, found, people), "door", "name", "is_passing") == [
        (1, "Trần Thị Mẫu 2", False), (1, "Trần Thị Mẫu 3", False), (2, "Trần Thị Mẫu 1", True),
    ]  # fmt: skip


def test_doors_follow_the_lane_then_the_given_name(report: WardReport) -> None:
    said = {
        1: {"name": "Đỗ Văn Ánh"}, 2: {"name": "Bùi Thị Đào"}, 3: {"name": "Vũ Văn Danh"},
        4: {"residence_raw": "Số 12 ngõ 3, tổ dân phố Kiền Bái 3"},
        5: {"residence_raw": "Số 7 ngõ 3, tổ dân phố Kiền Bái 3"},
    }  # fmt: skip
    people = [person(n, **said.get(n, {})) for n in range(1, 13)]
    lines = ward(report, [asked(n, "id_differs", "x") for n in range(1, 6)], people)
    assert told(lines, "within", "name") == [
        ("Số 7 ngõ 3", "Trần Thị Mẫu 5"), ("Số 12 ngõ 3", "Trần Thị Mẫu 4"),
        (None, "Đỗ Văn Ánh"), (None, "Vũ Văn Danh"), (None, "Bùi Thị Đào"),
    ]  # fmt: skip


def test_doors_are_counted_from_one_in_each_hamlet_and_people_of_none_come_last(report: WardReport) -> None:
    hamlets = {n: f"Tổ dân phố Kiền Bái {(2, 10)[n % 2]}" for n in range(1, 13)}
    people = [
        person(n, hamlet=name, hamlet_key=name.removeprefix("Tổ dân phố ").lower()) for n, name in hamlets.items()
    ]
    found = [asked(n, "id_differs", "x") for n in (1, 2, 3, 4)] + [asked(12, "person_not_found")]
    links = [link(n) for n in range(1, 12)]
    assert told(ward(report, found, people, links=links), "hamlet", "door") == [
        ("Tổ dân phố Kiền Bái 2", 1), ("Tổ dân phố Kiền Bái 2", 2),
        ("Tổ dân phố Kiền Bái 10", 1), ("Tổ dân phố Kiền Bái 10", 2), (None, 1),
    ]  # fmt: skip


def test_nobody_is_asked_to_look_at_a_number_that_is_not_told(report: WardReport) -> None:
    links = [link(1, reason="citizen_id_other_ward"), *(link(n) for n in range(2, 13))]
    found = [asked(1, "id_missing", "031170000001"), asked(1, "certificate_missing"), asked(2, "id_missing", "x")]
    lines = ward(report, found, rows=[row(1, parcel_key="11557|7|2"), *(row(n) for n in range(2, 13))], links=links)
    assert told(lines, "name", "things") == [
        ("Trần Thị Mẫu 1", [THINGS["first_certificate"].words]), ("Trần Thị Mẫu 2", [THINGS["number"].words]),
    ]  # fmt: skip


def test_organisations_are_left_to_the_office(report: WardReport) -> None:
    rows = [row(n, holder_type="organisation" if n == 1 else "person") for n in range(1, 13)]
    assert collection_lines(ward(report, [asked(1, "certificate_missing")], rows=rows)).is_empty()


def test_the_order_of_rows_changes_nothing(report: WardReport) -> None:
    found = [asked(n, code, "x") for n in range(1, 9) for code in ("id_differs", "certificate_missing")]
    one = ward(report, found)
    names = ("land", "residents", "verdicts", "followed")
    other = replace(one, **{name: getattr(one, name).sample(fraction=1, shuffle=True, seed=7) for name in names})
    assert collection_lines(one).equals(collection_lines(other))


def test_nothing_asked_nothing_collected(empty_report: WardReport) -> None:
    assert collection_lines(empty_report).is_empty()
