"""A clean land row → the row as it looks on an ordinary day."""

from __future__ import annotations

import random  # noqa: TID251  the sample's own seed decides, not the run
import unicodedata
from typing import Final

from sample_data.land import Cell, Row, old_address, old_number, without_number
from sample_data.people import Person
from sample_data.places import HAMLETS, Hamlet

_OLD_TONES: Final = {"òa": "oà", "ỏa": "oả", "ủy": "uỷ", "ùy": "uỳ", "úy": "uý"}


def unaccented(text: str) -> str:
    """`text` as typed without a Vietnamese keyboard."""
    letters = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def worn_holder(rng: random.Random, row: Row, person: Person) -> Row:
    """Births by year, old numbers or none, addresses of former communes, capitals, old tones, a slip now and then."""
    row = row | {
        "holder_name": _name(rng, person),
        "holder_birth_date": _birth(rng, row, person),
        "holder_address": _address(rng, row, person),
    }
    roll = rng.random()
    if roll < 0.1:
        row |= without_number()
    elif roll < 0.26 and person.cmnd:
        row |= old_number(person.cmnd)
    elif roll < 0.34:
        row["holder_id_number"] = f"{person.citizen_id[:3]} {person.citizen_id[3:6]} {person.citizen_id[6:]}"
    if rng.random() < 0.05:
        row["holder_gender"] = ""
    return row


def worn_parcel(rng: random.Random, row: Row, hamlet: Hamlet) -> Row:
    """Old unit names, ids not yet given, words or old codes of land use, sums that are off."""
    row = dict(row)
    if rng.random() < 0.45:
        row["parcel_address"] = old_address(hamlet, with_hamlet=rng.random() < 0.5)
    if rng.random() < 0.3:
        row |= {"parcel_geohash": "", "coordinates": ""}
    if row["use_1"] == "ODT" and rng.random() < 0.5:
        row["use_1"] = "Đất ở tại đô thị"
    elif row["use_1"] == "CLN" and rng.random() < 0.1:
        row["use_1"] = "LNK"
    if rng.random() < 0.01:
        row["area"] = round(float(str(row["area"])) + rng.choice((-0.4, 0.3, 10)), 1)
    if rng.random() < 0.2 and "certificate_serial" in row:
        row["certificate_serial"] = str(row["certificate_serial"]).replace(" ", "")
    return row


def _birth(rng: random.Random, row: Row, person: Person) -> Cell:
    roll, year = rng.random(), person.born.year
    if roll < 0.01:
        return year + rng.choice((-10, -1, 1))
    if roll < 0.7:
        return year
    if roll < 0.75:
        return ""
    return person.born if roll < 0.8 else row["holder_birth_date"]


def _name(rng: random.Random, person: Person) -> str:
    roll, name, words = rng.random(), person.name, person.name.split()
    if roll < 0.06:
        for new, old in _OLD_TONES.items():
            name = name.replace(new, old)
        return name
    written = (
        (0.26, name.upper()),
        (0.36, f"{'Ông' if person.is_male else 'Bà'} {name}"),
        (0.39, unicodedata.normalize("NFD", name)),
        (0.42, f" {name.replace(' ', '  ', 1)}"),
        (0.44, unaccented(name)),
        (0.45, f"{words[0]} {words[-1]}"),
    )
    return next((text for below, text in written if roll < below), name)


def _address(rng: random.Random, row: Row, person: Person) -> str:
    roll = rng.random()
    if roll < 0.06:
        return ""
    if roll < 0.58:
        return old_address(person.hamlet)
    return rng.choice(HAMLETS).address if roll < 0.6 else str(row["holder_address"])
