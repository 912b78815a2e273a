"""One function per discrepancy of numbers, names and births: spoils a clean certificate, notes what was done."""

from __future__ import annotations

from typing import Final

from sample_data.land import number, old_address, old_number, without_number
from sample_data.town import Town, as_tcvn3
from sample_data.wear import unaccented


def id_missing(town: Town) -> None:
    """No number of any kind."""
    for written in ("", "không có", "000000000"):
        [row] = town.certificate(town.neighbour())
        row |= without_number() | {"holder_id_number": written}
        town.plant("id_missing", f"number cell is {f'«{written}»' if written else 'empty'}", row)


def id_old_cmnd(town: Town) -> None:
    """Only the 9-digit card."""
    for split in (False, True):
        one = town.neighbour()
        [row] = town.certificate(one)
        row |= old_number(f"{one.cmnd[:3]} {one.cmnd[3:6]} {one.cmnd[6:]}" if split else one.cmnd)
        town.plant("id_old_cmnd", "only the 9-digit CMND, known to the register", row)


def id_repaired(town: Town) -> None:
    """Digits damaged on the way, mended without doubt."""
    for as_number in (True, False):
        one = town.neighbour()
        [row] = town.certificate(one)
        row |= number("") | {"holder_id_number": int(one.citizen_id) if as_number else f"{one.citizen_id[1:]}.0"}
        what = "an Excel number: the leading zero is gone" if as_number else "leading zero gone and «.0» added"
        town.plant("id_repaired", what, row)


def id_malformed(town: Town) -> None:
    """Digits lost for good."""
    for is_scientific in (True, False):
        one = town.neighbour()
        [row] = town.certificate(one)
        digits = f"{float(one.citizen_id):.5E}" if is_scientific else one.citizen_id[:7]
        row |= number("") | {"holder_id_number": digits}
        what = "scientific notation: digits are lost" if is_scientific else "the last five digits are missing"
        town.plant("id_malformed", what, row)


def id_differs(town: Town) -> None:
    """The right person, a digit of the number wrong."""
    for place in (8, 10):
        one = town.neighbour()
        [row] = town.certificate(one)
        wrong = str((int(one.citizen_id[place]) + 1) % 10)
        row |= number(f"{one.citizen_id[:place]}{wrong}{one.citizen_id[place + 1 :]}")
        town.plant("id_differs", f"digit {place + 1} of the citizen number is wrong", row)


def id_belongs_to_other(town: Town) -> None:
    """The number of another resident."""
    for is_male in (True, False):
        [row] = town.certificate(town.neighbour(lambda one, is_male=is_male: one.is_male == is_male))
        row |= number(town.neighbour(lambda one, is_male=is_male: one.is_male == is_male).citizen_id)
        town.plant("id_belongs_to_other", "bears the citizen number of another resident of the ward", row)


def id_inconsistent(town: Town) -> None:
    """Number against the birth year or gender beside it."""
    one = town.neighbour()
    [row] = town.certificate(one)
    row["holder_birth_date"] = f"{one.born:%d/%m}/{one.born.year - 7}"
    town.plant("id_inconsistent", "birth year is 7 years before the year in the number", row)
    town.plant("birth_date_differs", "birth year is 7 years before the registered one", row)
    one = town.neighbour()
    [row] = town.certificate(one)
    row["holder_gender"] = "Nữ" if one.is_male else "Nam"
    town.plant("id_inconsistent", "gender contradicts the fourth digit of the number", row)
    town.plant("gender_differs", "gender is the other one", row)


def id_shared(town: Town) -> None:
    """Husband's number on his wife's row too."""
    head, partner = town.spouses()
    rows = town.couple(head, partner)
    rows[1] |= number(head.citizen_id)
    town.plant("id_shared", "one citizen number on the rows of husband and wife", *rows)


def name_spelling(town: Town) -> None:
    """The same name, written otherwise."""
    for how in ("accents", "abbreviation"):
        one = town.neighbour(lambda one: one.name.startswith("Nguyễn"))
        [row] = town.certificate(one)
        row["holder_name"] = unaccented(one.name) if how == "accents" else one.name.replace("Nguyễn", "Ng.")
        town.plant(
            "name_spelling", "name without accents (không dấu)" if how == "accents" else "family name abbreviated", row
        )


def name_differs(town: Town) -> None:
    """Other letters, or a word missing, the number right."""
    one, other = town.neighbour(), town.neighbour()
    [letters], [word] = town.certificate(one), town.certificate(other)
    letters["holder_name"] = f"{one.name}h" if one.name[-1] != "h" else one.name[:-1]
    word["holder_name"] = " ".join((other.name.split()[0], other.name.split()[-1]))
    town.plant("name_differs", "one letter too many or too few", letters)
    town.plant("name_differs", "middle name missing, citizen number right", word)


def text_legacy_encoding(town: Town) -> None:
    """A block pasted from an old system."""
    for _ in range(4):
        one = town.neighbour()
        [row] = town.certificate(one)
        row |= {"holder_name": as_tcvn3(one.name), "holder_address": as_tcvn3(old_address(one.hamlet))}
        town.plant("text_legacy_encoding", "name and address in TCVN3 (.VnTime)", row)


def birth_date_incomplete(town: Town) -> None:
    """The year only."""
    for written in (True, False):
        one = town.neighbour()
        [row] = town.certificate(one)
        row["holder_birth_date"] = one.born.year if written else f"00/00/{one.born.year}"
        town.plant("birth_date_incomplete", "year only; the register knows the day", row)


def birth_date_differs(town: Town) -> None:
    """Another day than the registered one."""
    one = town.neighbour()
    [row] = town.certificate(one)
    row["holder_birth_date"] = f"{one.born.replace(day=28 if one.born.day != 28 else 27):%d/%m/%Y}"
    town.plant("birth_date_differs", "another day of the same month", row)


PLANTS: Final = (
    id_missing,
    id_old_cmnd,
    id_repaired,
    id_malformed,
    id_differs,
    id_belongs_to_other,
    id_inconsistent,
    id_shared,
    name_spelling,
    name_differs,
    text_legacy_encoding,
    birth_date_incomplete,
    birth_date_differs,
)
