"""People → land rows as a careful officer would write them, and as rows look on an ordinary day.

A row is a dict of `cleaning.schemas.LAND_FIELDS`: text, or a number or date where Excel would hold one.
"""

from __future__ import annotations

import random  # noqa: TID251  the sample's own seed decides, not the run
from datetime import date
from typing import Final

from sample_data.people import Person
from sample_data.places import COMMUNES, HAMLETS, SHEETS_PER_COMMUNE, WARD_CODE, Hamlet, geohash, new_sheet

Cell = str | int | float | date
Row = dict[str, Cell]
_ORIGIN: Final = "Công nhận QSDĐ như giao đất có thu tiền sử dụng đất"
_SERIAL_LETTERS: Final = "ABCDĐEGHKLMNPQRSTVX"
TWO_LEVEL_LAW: Final = 2025


class Office:
    """Hands out parcels, certificates and Guids, none of them twice."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self._parcels: dict[int, int] = {}
        self._serials: set[str] = set()

    def guid(self) -> str:
        """An identifier in the form's style, fixed by the seed."""
        digits = f"{self.rng.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def parcel(self, hamlet: Hamlet, issued: int) -> Row:
        """A whole parcel: both map numbers, parcel id, area that adds up, land uses of its time."""
        rng, commune = self.rng, hamlet.commune
        old = rng.randint(1, SHEETS_PER_COMMUNE)
        sheet = new_sheet(commune, old)
        number = self._parcels[sheet] = self._parcels.get(sheet, 0) + rng.randint(1, 4)
        longitude, latitude = (
            round(middle + rng.uniform(-0.004, 0.004), 6) for middle in (commune.longitude, commune.latitude)
        )
        home = "ONT" if issued < TWO_LEVEL_LAW else "ODT"
        uses = rng.choice(((home,), (home,), (home, "CLN"), ("LUC",), ("CLN",), ("NTS",), (home, "CLN", "NTS")))
        areas = [round(rng.lognormvariate(4.8, 0.6), 1) for _ in uses]
        row: Row = {
            "unit_code": int(WARD_CODE),
            "parcel_geohash": geohash(longitude, latitude),
            "coordinates": f"{latitude}, {longitude}",
            "certificate_sheet": str(old),
            "certificate_parcel": str(number),
            "sheet": str(sheet),
            "parcel": str(number),
            "parcel_address": hamlet.address,
            "area": round(sum(areas), 1),
            "parcel_class": "Loại 4",
            "has_scan": "Có",
        }
        for slot, (use, area) in enumerate(zip(uses, areas, strict=True), 1):
            row |= self._use(slot, use, area)
        return row

    def certificate(self, issued: int) -> Row:
        """Serial, date and register number as certificates of that year bear them."""
        rng = self.rng
        digits = 8 if issued >= TWO_LEVEL_LAW else 6
        while (
            serial := f"{rng.choice('ABCD')}{rng.choice(_SERIAL_LETTERS)} {rng.randrange(10**digits):0{digits}d}"
        ) in self._serials:
            pass
        self._serials.add(serial)
        book = "H" if issued < 2010 else "CH" if issued < 2015 else "CS" if issued < 2023 else "VP"
        return {
            "certificate_serial": serial,
            "certificate_date": f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{issued}",
            "register_number": f"{book} {rng.randrange(100_000):05d}",
            "scan_files": f"{serial}.pdf",
            "certificate_kind": "Giấy chứng nhận QSDĐ",
        }

    def _use(self, slot: int, use: str, area: float) -> Row:
        term = "Lâu dài" if use in ("ONT", "ODT") else f"đến ngày 15/10/{self.rng.choice((2043, 2063))}"
        return {
            f"use_{slot}": use,
            f"use_{slot}_area": area,
            f"use_{slot}_origin": _ORIGIN,
            f"use_{slot}_form": "Sử dụng riêng",
            f"use_{slot}_term": term,
        }


def holder(person: Person, kind: str = "Cá nhân", role: str = "Cá nhân") -> Row:
    """A land user written down completely and correctly."""
    return {
        "holder_name": person.name,
        "holder_birth_date": f"{person.born:%d/%m/%Y}",
        "holder_gender": person.gender,
        "holder_address": person.hamlet.address,
        "holder_kind": kind,
        "holder_role": role,
        **number(person.citizen_id),
    }


def number(citizen_id: str) -> Row:
    """The citizen number in both places of the form that carry it."""
    return {
        "holder_id_number": citizen_id,
        "paper_1": citizen_id,
        "paper_1_kind": "Căn cước công dân",
        "paper_1_state": 2,
    }


def without_number() -> Row:
    """No identifier anywhere in the row."""
    return {"holder_id_number": "", "paper_1": "", "paper_1_kind": "", "paper_1_state": ""}


def old_number(cmnd: str) -> Row:
    """The 9-digit card only."""
    return {"holder_id_number": cmnd, "paper_1": cmnd, "paper_1_kind": "Chứng minh nhân dân", "paper_1_state": ""}


def old_address(hamlet: Hamlet, *, with_hamlet: bool = True) -> str:
    """Three-level address as certificates before 2025 print it."""
    unit = f"xã {hamlet.commune.name}, huyện Thủy Nguyên, thành phố Hải Phòng"
    return f"Thôn {hamlet.name}, {unit}" if with_hamlet else unit


def random_hamlet(rng: random.Random) -> Hamlet:
    """Any hamlet of the ward, communes evenly."""
    commune = rng.choice(COMMUNES)
    return rng.choice([hamlet for hamlet in HAMLETS if hamlet.commune is commune])
