"""Where the invented ward lies: former communes, hamlets, map sheets, parcel ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WARD_CODE: Final = "11557"
WARD_ADDRESS: Final = "phường Thiên Hương, thành phố Hải Phòng"
SHEETS_PER_COMMUNE: Final = 6
_GEOHASH: Final = "0123456789bcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class Commune:
    """A former commune: `code` until 2024-12-31, number of `hamlets`, an invented centre inside the ward's box."""

    name: str
    code: str
    hamlets: int
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Hamlet:
    """A hamlet of today and the former commune it belonged to."""

    name: str
    commune: Commune

    @property
    def current(self) -> str:
        """As the register writes it."""
        return f"Tổ dân phố {self.name}"

    @property
    def address(self) -> str:
        """Two-level address of today."""
        return f"{self.current}, {WARD_ADDRESS}"


COMMUNES: Final = (
    Commune("Thiên Hương", "11557", 3, 106.650, 20.925),
    Commune("Kiền Bái", "11554", 3, 106.635, 20.930),
    Commune("Hoàng Động", "11566", 2, 106.640, 20.905),
    Commune("Lâm Động", "11569", 2, 106.648, 20.895),
    Commune("Hoa Động", "11572", 2, 106.662, 20.890),
)
HAMLETS: Final = tuple(
    Hamlet(f"{commune.name} {number}", commune) for commune in COMMUNES for number in range(1, commune.hamlets + 1)
)
# Kiền Bái had two sets of maps that both count a sheet 7: without the scale nobody can tell which one is meant.
AMBIGUOUS_SHEET: Final = ("Kiền Bái", "7")


def new_sheet(commune: Commune, old_sheet: int) -> int:
    """Today's number of a former sheet."""
    return COMMUNES.index(commune) * SHEETS_PER_COMMUNE + old_sheet


def sheet_table() -> list[dict[str, str]]:
    """Rows of the renumbering table, as the land system exports it."""
    plain = [
        (commune, str(old), str(new_sheet(commune, old)), "1/1000")
        for commune in COMMUNES
        for old in range(1, SHEETS_PER_COMMUNE + 1)
    ]
    kien_bai = next(commune for commune in COMMUNES if commune.name == AMBIGUOUS_SHEET[0])
    last = len(COMMUNES) * SHEETS_PER_COMMUNE
    twice = [
        (kien_bai, AMBIGUOUS_SHEET[1], str(last + 1), "1/500"),
        (kien_bai, AMBIGUOUS_SHEET[1], str(last + 2), "1/1000"),
    ]
    return [
        {
            "xaIdCu": commune.code,
            "xaId": WARD_CODE,
            "soHieuToBanDoCu": old,
            "soHieuToBanDo": new,
            "tyLe": scale,
            "ghiChu": f"Xã {commune.name}",
        }
        for commune, old, new, scale in (*plain, *twice)
    ]


def geohash(longitude: float, latitude: float, length: int = 12) -> str:
    """The parcel id of a point: bits of longitude and latitude in turn, five to a letter."""
    low, high, value, text = [-180.0, -90.0], [180.0, 90.0], 0, ""
    for bit in range(length * 5):
        axis, point = bit % 2, (longitude, latitude)[bit % 2]
        middle = (low[axis] + high[axis]) / 2
        value = value * 2 + (point >= middle)
        (low if point >= middle else high)[axis] = middle
        if bit % 5 == 4:
            text, value = text + _GEOHASH[value], 0
    return text
