"""A small invented ward, as the frames reports are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from cleaning import schemas
from cleaning.linking.contenders import CONTRADICTIONS
from cleaning.linking.deciding import REASONS
from cleaning.reporting import ModelCard, WardReport, write_reports
from cleaning.settings import Settings

ROWS = range(1, 41)
CODES = (
    ("id_missing", "error", "địa chính"),
    ("name_spelling", "warning", "địa chính"),
    ("area_note", "info", "VPĐKĐĐ"),
)


def frame_of(table: schemas.Table, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """Rows as a frame of `table`; what a row does not say is false or null."""
    absent = {column.name: False if column.dtype == pl.Boolean else None for column in table.columns}
    schema = {column.name: column.dtype for column in table.columns}
    return table.conform(pl.DataFrame([{**absent, **row} for row in rows], schema=schema))


def _land(n: int) -> dict[str, object]:
    return {
        "row_key": f"khoa-{n:03d}", "guid": f"{{guid-{n:03d}}}", "holder_name": f"Trần Thị Mẫu {n}",
        "sheet": str(50 - n), "holder_citizen_id": f"0311700000{n:02d}", "holder_birth_year": 1970,
        "holder_gender": "female", "holder_address_raw": "=Thôn 3", "parcel": "12-3",
    }  # fmt: skip


def _resident(n: int) -> dict[str, object]:
    return {
        "row_key": f"dan-{n:03d}", "name": f"Trần Thị Mẫu {n}", "citizen_id": f"0311700000{n:02d}", "gender": "female",
        "birth_date": date(1970, 3, 5), "residence_raw": "Tổ dân phố Hoa Động 1", "resident_status": "alive",
    }  # fmt: skip


def _verdict(n: int) -> dict[str, object]:
    verdict = ("link", "link", "review", "no_link", "not_a_person")[n % 5]
    return {
        "row_key": f"khoa-{n:03d}", "verdict": verdict, "reason": "tied", "model": "mau-1", "probability": 0.9996,
        "resident_id": f"0311700000{n:02d}" if verdict == "link" else None, "found_by": "citizen_id",
    }  # fmt: skip


def _candidate(n: int, rank: int) -> dict[str, object]:
    return {
        "row_key": f"khoa-{n:03d}", "rank": rank, "resident_key": f"dan-{n + rank:03d}", "probability": 0.9 / rank,
        "level_citizen_id": "missing", "level_cmnd": "missing", "level_name": "one_slip", "level_birth": "same_year",
        "level_gender": "same", "level_place": "not_known_here", "level_household": "missing",
        "level_standing": ("head", "spouse", "other")[rank - 1],
        "level_lifetime": "adult" if rank > 1 else "minor",
        "level_holdings": "holds_none" if rank > 1 else "holds_other_land", "level_old_number": "missing",
        "contradiction": "birth_differs",
    }  # fmt: skip


def _discrepancy(n: int) -> dict[str, object]:
    code, severity, handler = CODES[n % 3]
    return {
        "discrepancy_id": f"d-{n:03d}", "code": code, "severity": severity, "handler": handler,
        "row_key": f"khoa-{n:03d}", "guid": f"{{guid-{n:03d}}}", "sheet": "007", "parcel": "12-3",
        "holder_name": f"Trần Thị Mẫu {n}", "sentence": f"Bà Trần Thị Mẫu {n} chưa có <số> & dấu.",
        "land_value": "031170000001", "resident_value": "=cmd()", "confidence": None if n % 2 else 0.99996,
        "question": f"C11557-00000000000000000000{n:04d}", "since": date(2026, 11, 5), "state": "new",
    }  # fmt: skip


def _parcel(n: int) -> dict[str, object]:
    return {
        "parcel_id": f"p-{n}", "sheet": str(50 - n), "parcel": "012", "group": 1 + n % 3,
        "reasons": "id_missing, other", "people": 2, "people_linked": 1, "open_errors": 1,
        "hamlet": None if n % 7 == 0 else f"Tổ dân phố Hoa Động {n % 4}",
    }  # fmt: skip


def _check(n: int) -> dict[str, object]:
    return {
        "check_id": f"K11557-00000000000000{n:02d}T", "stratum": "citizen_id", "row_key": f"khoa-{n:03d}",
        "resident_key": f"dan-{n:03d}",
    }  # fmt: skip


def _precision(stratum: str) -> dict[str, object]:
    counts = dict.fromkeys(("links_measured", "right", "wrong", "unclear", "disputed", "wrong_standing"), 0)
    return {"stratum": stratum, "title": f"Loại {stratum}", "links": 16, **counts}


@pytest.fixture(scope="session")
def card() -> ModelCard:
    """A model of three levels, and what it did to the forty rows."""
    level = ("comparison", "level", "m", "u", "weight", "note")
    name = ("form", "name", "bearers", "share", "weight_change")
    key = ("key", "pairs", "only_pairs", "capped", "links", "only_links")
    return ModelCard(
        name="mau-1", trained_on="an invented ward: 40120 land rows and 49 residents, 2026-11",
        figures={"rounds": 25.0, "seed": 20261121.0, "candidate_pairs": 1234.0, "not_known_here": 0.5},
        share_listed={"here": 0.9559, "not_known_here": 0.1}, link_at=0.98, review_at=0.2,
        levels=_rows(level, ("name", "same", 0.8, 0.1, 3.0, ""),
                     ("name", "different", 0.002, 0.9, -6.0, "copied by hand"),
                     ("not_known_here", "odd", 1.0, 0.25, 2.0, "u seen seldom, smoothed")),
        names=_rows(name, ("name_key", "Trần Văn Đông", 120, 0.1, -1.5), ("name_key", "Bùi Thị Vừa", 5, 0.004, 2.5),
                    ("name_key", "Khổng Thị Hiếm", 4, 0.003, 3.0), ("name_folded", "Tran Van Dong", 130, 0.11, -1.6)),
        histogram=_rows(("bits", "verdict", "rows"), (None, "no_link", 3), (-20, "no_link", 5), (3, "review", 8),
                        (5, "link", 1), (19, "link", 15)),
        unlinkables=_rows(("missing", "rows", "link", "review", "no_link"), ("", 20, 15, 2, 3), ("number", 6, 1, 5, 0),
                          ("hamlet", 3, 0, 1, 2), ("number+birth_year", 3, 0, 0, 3)),
        keys=_rows(key, ("name+year", 9000, 3, 84946, 12, 0), ("citizen_id~1", 4, 4, 0, 0, 0), ("odd", 1, 0, 0, 4, 4)),
        reasons=_rows(("verdict", "reason", "rows"), ("link", "citizen_id", 16), ("review", "tied", 8),
                      ("no_link", "ruled_out", 6), ("no_link", "odd_reason", 2), ("not_a_person", "organisation", 8)),
    )  # fmt: skip


def _rows(columns: Sequence[str], *rows: Sequence[object]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=list(columns), orient="row")


@pytest.fixture(scope="session")
def report(card: ModelCard) -> WardReport:
    """Forty land rows, each with what follows from it."""
    rejected = [
        {"source_file": "a.xlsx", "source_row": n, "reason": "Dòng không đọc được.", "content": "+x"} for n in (9, 2)
    ]
    return WardReport(
        ward="11557", ward_name="Phường Mẫu", as_of=date(2026, 11, 5), model="mau-1",
        land=frame_of(schemas.LAND, [_land(n) for n in ROWS]),
        residents=frame_of(schemas.RESIDENTS, [_resident(n) for n in range(1, 50)]),
        verdicts=frame_of(schemas.VERDICTS, [_verdict(n) for n in ROWS]),
        candidates=frame_of(schemas.CANDIDATES, [_candidate(n, rank) for n in ROWS[1::5] for rank in (1, 2, 3)]),
        followed=frame_of(schemas.FOLLOWED, [_discrepancy(n) for n in ROWS]),
        life=schemas.LIFE.empty(),
        changes=schemas.CHANGES.empty(),
        nights=schemas.NIGHTS.empty(),
        corrections=schemas.CORRECTIONS.empty(),
        parcels=frame_of(schemas.PARCELS, [_parcel(n) for n in ROWS]),
        raw_land=schemas.RAW_LAND.empty(),
        rejected=frame_of(schemas.REJECTED, rejected),
        sample=frame_of(schemas.SAMPLE, [_check(n) for n in (31, 11, 21)]),
        precision=frame_of(schemas.PRECISION, [_precision("citizen_id"), _precision("all")]),
        card=card,
        titles={"id_missing": "Thiếu số định danh", "name_spelling": "Họ tên khác cách viết"},
        reasons=REASONS | CONTRADICTIONS,
        answers={"id_missing": ("take_register", "other_value", "unclear"), "name_spelling": ("keep_land", "unclear")},
        counts={"source_rows": 12345, "standardised": 12340, "rejected": 2, "noise": 3},
        settings=Settings(groups_version="quy tắc tạm thử"),
    )  # fmt: skip


@pytest.fixture(scope="session")
def empty_report(report: WardReport) -> WardReport:
    """A ward of which nothing is known."""
    tables = (
        "land",
        "residents",
        "verdicts",
        "candidates",
        "followed",
        "parcels",
        "rejected",
        "sample",
        "precision",
    )
    return replace(report, titles={}, reasons={}, **{name: getattr(report, name).clear() for name in tables})


@pytest.fixture(scope="session")
def written(report: WardReport, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the ward's written reports."""
    folder = tmp_path_factory.mktemp("written")
    write_reports(folder, report)
    return folder


@pytest.fixture
def write(tmp_path: Path) -> Callable[[WardReport], dict[str, bytes]]:
    """Writes a report into a new folder and gives back the bytes of every file."""

    def written_bytes(report: WardReport) -> dict[str, bytes]:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        return {name: (folder / name).read_bytes() for name in write_reports(folder, report).files}

    return written_bytes
