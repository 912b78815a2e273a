"""One seed → the sample ward: `python -m sample_data.make_sample` writes it anew, always the same bytes."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sample_data import planting_certificates, planting_identity, planting_parcels, planting_people
from sample_data.form import HEADER_ROWS, heading_rows, write_land, write_residents, write_sheet_table
from sample_data.places import WARD_CODE
from sample_data.town import Town

if TYPE_CHECKING:
    from sample_data.land import Row
    from sample_data.town import Planted

SEED: Final = 11557
LAND_ROWS: Final = 1_200
_PLANTS: Final = (
    *planting_people.PLANTS,
    *planting_identity.PLANTS,
    *planting_parcels.PLANTS,
    *planting_certificates.PLANTS,
)
# Blank rows, totals, and the header once more where the second half of the form was pasted below the first.
_NOISE: Final[tuple[tuple[Row, ...], ...]] = (
    ({},),
    ({"holder_name": "Tổng DT", "area": 48210.5},),
    tuple(heading_rows()),
    ({}, {}),
    ({"order_number": "Cộng", "area": 91377.0},),
)


def main(folder: Path = Path(__file__).parent) -> None:
    """Write ward folder, `planted.csv`, `truth.csv` and `README.md` below `folder`."""
    town, rows = make_town()
    ward = folder / WARD_CODE
    ward.mkdir(parents=True, exist_ok=True)
    write_land(ward / "land.xlsx", rows)
    write_residents(ward / "residents.csv", town.residents)
    write_sheet_table(ward / "doi-chieu-to-ban-do.csv")
    planted = sorted(
        ((one, rows.index(one.row) + HEADER_ROWS + 1) for one in town.planted), key=lambda pair: (pair[0].code, pair[1])
    )
    _write_planted(folder / "planted.csv", planted)
    _write_truth(folder / "truth.csv", town)
    (folder / "README.md").write_text(_readme(town, rows, planted), encoding="utf-8", newline="\n")


def make_town() -> tuple[Town, list[Row]]:
    """The town and the form's rows below the header, in the order of the file."""
    town = Town(SEED)
    for plant in _PLANTS:
        plant(town)
    town.ordinary_days(LAND_ROWS)
    town.couples_in_one_cell(3)
    town.guid_copied()
    town.rng.shuffle(town.blocks)
    rows = [row for block in _legacy_together(town) for row in block]
    for number, row in enumerate((row for row in rows if row["guid"] != ""), 1):
        row["order_number"] = number
    for place, noise in enumerate(_NOISE, 1):
        at = len(rows) * place // (len(_NOISE) + 1)
        rows[at:at] = [dict(row) for row in noise]
    return town, rows


def _legacy_together(town: Town) -> list[list[Row]]:
    """The blocks, those of the old fonts in one place: they were pasted together."""
    legacy = [one.row for one in town.planted if one.code == "text_legacy_encoding"]
    others = [block for block in town.blocks if block[0] not in legacy]
    return [*others[:300], legacy, *others[300:]]


def _write_planted(path: Path, planted: list[tuple[Planted, int]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("guid", "code", "row"))
        writer.writerows((one.row["guid"], one.code, row) for one, row in planted)


def _write_truth(path: Path, town: Town) -> None:
    registered = {one.citizen_id for one in town.residents}
    truth = ((guid, one.citizen_id if one.citizen_id in registered else "") for guid, one in town.owners.items())
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("guid", "resident_id"))
        writer.writerows(sorted(truth))


def _readme(town: Town, rows: list[Row], planted: list[tuple[Planted, int]]) -> str:
    with_guid = sum(row["guid"] != "" for block in town.blocks for row in block)
    codes = Counter(one.code for one, _ in planted)
    lines = [f"| `{one.code}` | {row} | {one.row['guid'] or '–'} | {one.what} |" for one, row in planted]
    template = Path(__file__).with_name("README.template.md").read_text(encoding="utf-8")
    return template.format(
        seed=SEED,
        ward=WARD_CODE,
        rows=len(rows),
        with_guid=with_guid,
        residents=len(town.residents),
        households=len({one.household for one in town.residents}),
        owners=len(town.owners),
        examples=len(planted),
        codes=len(codes),
        noise=sum(map(len, _NOISE)),
        table="\n".join(lines),
    )


if __name__ == "__main__":
    main()
