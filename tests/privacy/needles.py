"""A ward's source lists → needles: what of its people must be found nowhere outside officers' files, in every form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import polars as pl

from cleaning import reference
from cleaning.reading import read_ward
from cleaning.settings import Settings

Kind = Literal["name", "number", "birth date", "address", "guid", "certificate"]

_SAID_BEFORE: Final = re.compile(r"^(hộ )?(gia đình )?(ông|bà|anh|chị)\s+", re.IGNORECASE)
_BETWEEN_PEOPLE: Final = re.compile(
    r"\(?đã (?:chết|mất)\)?|\s+và\s+(?:vợ|chồng)?(?:\s+là)?|[,;(]|\s+-\s+", re.IGNORECASE
)
_DAY: Final = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_NO_WORD: Final = re.compile(r"[\W_]+")
_SHORTEST_PART: Final = 9  # digits: shorter runs of digits turn up by chance in ids and times
_NAMES: Final = ("name_raw", "head_name_raw", "holder_name_raw", "current_user_name_raw")
_NUMBERS: Final = (
    "citizen_id_raw", "cmnd_raw", "household_number_raw", "holder_id_number_raw", "current_user_id_number_raw",
)  # fmt: skip
_BIRTHS: Final = ("birth_date_raw", "holder_birth_date_raw", "death_date_raw")
_ADDRESSES: Final = (
    "residence_raw", "temporary_residence_raw", "holder_address_raw", "current_user_address_raw", "parcel_address_raw",
)  # fmt: skip
_CERTIFICATES: Final = ("certificate_serial_raw", "register_number_raw", "scan_files_raw")


@dataclass(frozen=True, repr=False)
class Needles:
    """What to look for, by how it is looked for; values tell the kind.

    `phrases` are words of `worded` text with a space before and behind, accented or folded; `tokens` stand by
    themselves as digits, or letters and digits; `runs` may stand inside longer runs of digits; `masks` are numbers with
    their middle hidden, as (beginning, end).
    """

    phrases: dict[str, Kind]
    tokens: dict[str, Kind]
    runs: dict[str, Kind]
    masks: frozenset[tuple[str, str]]

    def __len__(self) -> int:
        return len(self.phrases) + len(self.tokens) + len(self.runs) + len(self.masks)


def needles_of(*wards: Path, names: Sequence[str] = ()) -> Needles:
    """The needles of wards' folders; `names` are those of further people, such as who answered."""
    read = [read_ward(ward, ward=ward.name, salt=Settings().row_key_salt) for ward in wards]
    tables = [table for one in read for table in (one.land, one.residents)]

    def of(columns: Sequence[str]) -> list[str]:
        return [value for name in columns for value in _values(tables, name)]

    numbers = {digits for value in of(_NUMBERS) if len(digits := re.sub(r"\D", "", value)) >= _SHORTEST_PART}
    long = {number for number in numbers if len(number) == 12}
    phrases: dict[str, Kind] = {phrase: "address" for value in of(_ADDRESSES) for phrase in _as_address(value)}
    phrases |= {phrase: "certificate" for value in of(_CERTIFICATES) for phrase in _as_certificate(value)}
    public = _public()
    parts = {phrase for value in [*of(_NAMES), *names] for phrase in _as_name(value)}
    phrases |= {part: "name" for part in parts if not (part in public and len(part.split()) == 2)}
    tokens: dict[str, Kind] = {part: "number" for number in numbers for part in _parts(number)}
    tokens |= {form: "birth date" for value in of(_BIRTHS) for form in _as_dates(value)}
    tokens |= {value.strip().lower(): "guid" for value in of(["guid_raw"])}
    return Needles(
        phrases=phrases,
        tokens=tokens,
        runs={form: "number" for number in long for form in (number, number.lstrip("0"))},
        masks=frozenset((number[:3], number[-4:]) for number in long),
    )


def _public() -> str:
    """Names of wards and provinces: two words of somebody's name that stand in one as well tell nobody."""
    names = worded(" . ".join(reference.table("admin_units")["full_name"]))
    return names + folded(names)


def worded(text: str) -> str:
    """`text` in small letters, words apart by one space each, with one before the first and behind the last."""
    words = _NO_WORD.sub(" ", unicodedata.normalize("NFC", text).lower())
    return f" {words.strip()} "


def folded(text: str) -> str:
    """`text` without accents, as `worded` leaves it."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _values(tables: Iterable[pl.DataFrame], column: str) -> list[str]:
    return [value for table in tables if column in table.columns for value in table[column].drop_nulls().unique()]


def _as_name(value: str) -> list[str]:
    """Every two or more words in a row of each person's name, accented; the whole name without accents too."""
    found: list[str] = []
    for person in _BETWEEN_PEOPLE.split(value):
        words = [word for word in worded(_SAID_BEFORE.sub("", person.strip())).split() if len(word) > 1]
        found += [f" {' '.join(words[at:end])} " for at in range(len(words)) for end in range(at + 2, len(words) + 1)]
        if len(words) > 1:
            found += [folded(worded(" ".join(words))), f" {folded(''.join(words))} "]
    return found


def _as_address(value: str) -> list[str]:
    """The whole cell; units alone are public, and so is a hamlet that stands alone."""
    is_lived_in = len(value.split(",")) > 2 and re.search(r"\d", value) is not None
    return [worded(value), folded(worded(value))] if is_lived_in else []


def _as_certificate(value: str) -> list[str]:
    words = worded(Path(value).stem)
    return [words] if sum(letter.isdigit() for letter in words) >= 5 else []


def _parts(number: str) -> list[str]:
    """The number and what is left of it behind a cut, by itself among other characters."""
    ends = range(_SHORTEST_PART, len(number) + 1)
    return [number[at : at + size] for size in ends for at in range(len(number) - size + 1)]


def _as_dates(value: str) -> list[str]:
    found = _DAY.fullmatch(value.strip().split(" ")[0])
    if found is None:
        return []
    day, month, year = (found[1], found[2], found[3]) if found[1] is not None else (found[6], found[5], found[4])
    day, month = f"{int(day):02}", f"{int(month):02}"
    parted = [sign.join(parts) for sign in "/-." for parts in ((day, month, year), (year, month, day))]
    return [*parted, f"{int(day)}/{int(month)}/{year}", f"{year}{month}{day}"]
