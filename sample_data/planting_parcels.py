"""One function per discrepancy of parcels: spoils a clean certificate, notes what was done."""

from __future__ import annotations

from typing import Final

from sample_data.land import old_address
from sample_data.places import AMBIGUOUS_SHEET, HAMLETS
from sample_data.town import Town


def parcel_key_missing(town: Town) -> None:
    """No sheet, no parcel."""
    row = town.spoiled({"sheet": "", "parcel": "", "certificate_sheet": "", "certificate_parcel": ""})
    town.plant("parcel_key_missing", "neither sheet (tờ) nor parcel number (thửa)", row)


def parcel_duplicate(town: Town) -> None:
    """One parcel on two certificates."""
    [first], [second] = town.certificate(town.neighbour()), town.certificate(town.neighbour())
    second |= {name: first[name] for name in ("sheet", "parcel")}
    town.plant("parcel_duplicate", "same sheet and parcel on two certificates", first, second)


def parcel_id_missing(town: Town) -> None:
    """No parcel id yet."""
    row = town.spoiled({"parcel_geohash": "", "coordinates": ""})
    town.plant("parcel_id_missing", "no parcel id (mã định danh thửa đất)", row)


def parcel_id_malformed(town: Town) -> None:
    """Not twelve letters of the GeoHash alphabet."""
    [short], [strange] = town.certificate(town.neighbour()), town.certificate(town.neighbour())
    code = str(strange["parcel_geohash"])
    short["parcel_geohash"] = str(short["parcel_geohash"])[:11]
    strange["parcel_geohash"] = f"{code[:6]}a{code[7:]}"
    town.plant("parcel_id_malformed", "parcel id of 11 letters", short)
    town.plant("parcel_id_malformed", "parcel id with the letter «a», which GeoHash does not use", strange)


def parcel_id_outside_unit(town: Town) -> None:
    """A point far from the ward."""
    [row] = town.certificate(town.neighbour())
    row["parcel_geohash"] = f"w3gv{str(row['parcel_geohash'])[4:]}"
    town.plant(
        "parcel_id_outside_unit", "the point lies in the south of the country; the ward's ids begin w7ey or w7ez", row
    )


def parcel_id_shared(town: Town) -> None:
    """One id on two parcels."""
    [first], [second] = town.certificate(town.neighbour()), town.certificate(town.neighbour())
    second["parcel_geohash"] = first["parcel_geohash"]
    town.plant("parcel_id_shared", "one parcel id on two parcels", first, second)


def area_invalid(town: Town) -> None:
    """Missing, zero, negative, not a number."""
    for written in ("", 0, "-12,5", "#REF!"):
        town.plant(
            "area_invalid", f"area is {f'«{written}»' if written != '' else 'empty'}", town.spoiled({"area": written})
        )


def area_parts_mismatch(town: Town) -> None:
    """The parts do not add up."""
    [row] = town.certificate(town.neighbour())
    row["area"] = round(float(str(row["area"])) + 25, 1)
    town.plant("area_parts_mismatch", "area is 25 m² more than the sum of its land uses", row)


def land_use_unknown(town: Town) -> None:
    """Neither a code nor known words, or a group code."""
    for written in ("XYZ", "NNP"):
        town.plant("land_use_unknown", f"land use (loại đất) «{written}»", town.spoiled({"use_1": written}))


def land_use_superseded(town: Town) -> None:
    """An old code with one successor."""
    for written in ("LNK", "BHK"):
        town.plant("land_use_superseded", f"«{written}» of the old circular", town.spoiled({"use_1": written}))


def land_use_ambiguous(town: Town) -> None:
    """An old code with several successors."""
    town.plant("land_use_ambiguous", "«NKH» became NKH or CNT", town.spoiled({"use_1": "NKH"}))


def unit_unknown(town: Town) -> None:
    """No such commune."""
    address = "xã Vĩnh Lũng Thượng, huyện Thủy Nguyên, thành phố Hải Phòng"
    town.plant(
        "unit_unknown", "parcel address names a commune that never was", town.spoiled({"parcel_address": address})
    )


def unit_superseded(town: Town) -> None:
    """A former commune with one successor."""
    address = old_address(next(hamlet for hamlet in HAMLETS if hamlet.commune.name == "Lâm Động"), with_hamlet=False)
    town.plant("unit_superseded", "parcel address of the former xã Lâm Động", town.spoiled({"parcel_address": address}))


def unit_split(town: Town) -> None:
    """A former commune with several successors."""
    address = old_address(next(hamlet for hamlet in HAMLETS if hamlet.commune.name == "Hoa Động"), with_hamlet=False)
    for _ in range(2):
        row = town.spoiled({"parcel_address": address})
        town.plant("unit_split", "former xã Hoa Động went to two wards; the address alone can't say which", row)


def parcel_sheet_ambiguous(town: Town) -> None:
    """An old sheet with several new ones."""
    name, sheet = AMBIGUOUS_SHEET
    address = old_address(next(hamlet for hamlet in HAMLETS if hamlet.commune.name == name))
    row = town.spoiled({"sheet": "", "parcel": "", "certificate_sheet": sheet, "parcel_address": address})
    town.plant("parcel_sheet_ambiguous", f"only the old sheet {sheet} of xã {name}, which has two new ones", row)


PLANTS: Final = (
    parcel_key_missing,
    parcel_duplicate,
    parcel_id_missing,
    parcel_id_malformed,
    parcel_id_outside_unit,
    parcel_id_shared,
    area_invalid,
    area_parts_mismatch,
    land_use_unknown,
    land_use_superseded,
    land_use_ambiguous,
    unit_unknown,
    unit_superseded,
    unit_split,
    parcel_sheet_ambiguous,
)
