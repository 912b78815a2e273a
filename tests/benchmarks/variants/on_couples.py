"""Variants of who and where: two people in one cell, parcels by their old numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from .declared import Variant, form_cells, with_land_in
from .files import write_text
from .letters import composed, is_in_tcvn3
from .ward import Row, Ward

_TITLE: Final = re.compile(r"^(?:ông|bà)\s+", re.IGNORECASE)
_DEALT_OUT: Final = ("holder_id_number", "holder_birth_date")


def _couples(ward: Ward) -> list[tuple[Row, Row]]:
    """Husbands and wives of one certificate on rows below each other, of whom as much is known of both."""
    together: list[tuple[Row, Row]] = []
    for one, other in zip(ward.land, ward.land[1:], strict=False):
        roles = {one["holder_role"], other["holder_role"]}
        same = all(one[field] == other[field] for field in ("certificate_serial", "sheet", "parcel", "area"))
        if roles == {"Chồng", "Vợ"} and same and all(map(_is_joinable, (one, other))) and _is_known_of_both(one, other):
            together.append((one, other))
    return together


def _is_joinable(row: Row) -> bool:
    return not is_in_tcvn3(row["holder_name"]) and "(" not in row["holder_name"] and row["current_user_name"] == ""


def _is_known_of_both(one: Row, other: Row) -> bool:
    """Where one of two numbers stands in a cell for both, nothing tells whose it is."""
    told = [(row["holder_gender"] != "", *(_has_digit(row[field]) for field in _DEALT_OUT)) for row in (one, other)]
    return told[0] == told[1]


def _has_digit(text: str) -> bool:
    return re.search(r"\d", text) is not None


def _couples_apart(ward: Ward) -> Ward:
    """What rows of couples say: one address, no papers, and the Guid of the second is the first's with '/2'."""
    changed: dict[str, Row] = {}
    for one, other in _couples(ward):
        both = {"holder_address": one["holder_address"], "paper_1": "", "paper_2": ""}
        for at, (row, guid) in enumerate(((one, one["guid"]), (other, f"{one['guid']}/2"))):
            shared = {} if at == 0 else {field: one[field] for field in row if not field.startswith("holder_")}
            name = f"{'Ông' if row['holder_role'] == 'Chồng' else 'Bà'} {_bare(row['holder_name'])}"
            changed[row["guid"]] = row | shared | both | {"guid": guid, "holder_name": name}
    return ward._replace(land=tuple(changed.get(row["guid"], row) for row in ward.land))


def _without_second_roles(ward: Ward) -> Ward:
    """Nothing between two names but a line break: what the second is to the first stays unsaid."""
    return _couples_apart(ward).with_land(lambda row: row | {"holder_role": ""} if row["guid"].endswith("/2") else row)


def _bare(name: str) -> str:
    return _TITLE.sub("", " ".join(composed(name).split()))


def _in_one_cell(apart: str, *, titled: bool) -> Callable[[Sequence[Row], Path], None]:
    """Couples as one row: 'Ông A và vợ là bà B', or only `apart` between them; so are the other cells of both."""

    def write(rows: Sequence[Row], folder: Path) -> None:
        seconds = {row["guid"].removesuffix("/2"): row for row in rows if row["guid"].endswith("/2")}
        merged = [
            _merged(row, seconds[row["guid"]], apart, titled=titled) if row["guid"] in seconds else row
            for row in rows
            if not row["guid"].endswith("/2")
        ]
        write_text(folder / "land.csv", form_cells(merged))

    return write


def _merged(one: Row, other: Row, apart: str, *, titled: bool) -> Row:
    link = " và vợ là bà " if one["holder_role"] == "Chồng" else " và chồng là ông "
    second = f"{link}{_bare(other['holder_name'])}" if titled else f"{apart}{other['holder_name']}"
    joined = {field: apart.join(filter(None, (one[field], other[field]))) for field in (*_DEALT_OUT, "holder_gender")}
    return one | joined | {"holder_name": one["holder_name"] + second}


# Former communes that went whole to phường Thiên Hương: code before 2025, and what was added to their sheets' numbers.
_RENUMBERED: Final = {"Thiên Hương": ("11557", 100), "Kiền Bái": ("11554", 200), "Hoàng Động": ("11566", 300)}
_FORMER: Final = re.compile(rf"xã ({'|'.join(_RENUMBERED)}),", re.IGNORECASE)


def _renumbered(ward: Ward) -> Ward:
    """The ward after its sheets were renumbered: parcels whose address names a former commune have a new sheet."""

    def new(row: Row) -> Row:
        told = _added(row)
        if told is None:
            return row
        old = {"certificate_sheet": row["sheet"], "certificate_parcel": row["parcel"]}
        return row | old | {"sheet": str(int(row["sheet"]) + told)}

    return ward.with_land(new)


def _added(row: Row) -> int | None:
    """What renumbering added to the sheet of a row; null where it touches none."""
    commune = _FORMER.search(composed(row["parcel_address"]))
    if commune is None or not row["sheet"].isdigit() or row["parcel"] == "":
        return None
    return next(added for name, (_, added) in _RENUMBERED.items() if name.lower() == commune[1].lower())


def _by_old_keys(rows: Sequence[Row], folder: Path) -> None:
    """Where the sheet is a new one, only the certificate's own numbers, and the table old → new beside the list."""
    old = [row | {"sheet": "", "parcel": ""} if _added(row) is not None else row for row in rows]
    write_text(folder / "land.csv", form_cells(old))
    highest = max(int(row["certificate_sheet"]) for row in rows if _added(row) is not None)
    lines = [
        [code, "11557", str(sheet), str(sheet + added), "1/1000", f"Xã {name}"]
        for name, (code, added) in _RENUMBERED.items()
        for sheet in range(1, highest + 1)
    ]
    heading = ["xaIdCu", "xaId", "soHieuToBanDoCu", "soHieuToBanDo", "tyLe", "ghiChu"]
    write_text(folder / "doi-chieu.csv", [heading, *lines])


VARIANTS: Final = (
    Variant(
        "value: couples in one cell",
        with_land_in(_in_one_cell("; ", titled=True)),
        _couples_apart,
        "address and papers of the second",
    ),
    Variant(
        "value: couples in one cell, on two lines",
        with_land_in(_in_one_cell("\n", titled=False)),
        _without_second_roles,
        "address, papers and role of the second",
    ),
    Variant(
        "value: old parcel keys and the table of new map sheets",
        with_land_in(_by_old_keys),
        _renumbered,
        "sheets have new numbers",
    ),
)
