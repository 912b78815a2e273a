"""A sheet that was sent out → the same, answered as a clerk would, and what each answer truly decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random  # noqa: TID251
from typing import Any, Final

from cleaning.schemas import ANSWERS
from tests.fuzzing.asked_wards import (
    RULES,
    AskedWard,
    address,
    land_uses,
    name_of,
    near,
    parcel_id,
    serial,
    written,
)

Row = dict[str, Any]
_CLERKS: Final = ("Đỗ Thị Mai", "Ngô Văn Tuấn", "Lại Thị Hương")


@dataclass(frozen=True)
class Meant:
    """What an answer decides, whatever it looks like. `about`: residents, where it says whether it is they."""

    question: str
    answer: str
    who: str
    is_same: bool | None = None
    about: frozenset[str] = frozenset()
    corrections: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class AnsweredSheet:
    """`rows` as the clerk saved them; `meant`: discrepancy_id → what is meant, of all rows that are answered."""

    rows: list[Row]
    meant: dict[str, Meant]


def answered_sheet(random: Random, ward: AskedWard) -> AnsweredSheet:
    """Most rows answered, some left open, one or two clerks after one another."""
    clerks = random.sample(_CLERKS, random.choice((1, 1, 2)))
    change = random.randint(0, len(ward.sheet))
    share = random.uniform(0.4, 1)
    rows: list[Row] = []
    meant: dict[str, Meant] = {}
    for at, (shown, asked) in enumerate(zip(ward.sheet, ward.asked, strict=True)):
        who = clerks[0 if at < change else -1]
        answered = _answered(random, ward, asked, who) if random.random() < share else None
        if answered is None:
            rows.append(shown | dict.fromkeys(("answer", "value", "decided_by", "note")))
            continue
        cells, meant[asked["discrepancy_id"]] = answered
        rows.append(shown | cells | {"decided_by": who, "note": random.choice((None, "theo giấy tờ gốc"))})
    return AnsweredSheet(rows, meant)


def _answered(random: Random, ward: AskedWard, asked: Row, who: str) -> tuple[Row, Meant] | None:
    """The cells of an answer and what it means; None where this question has none that could be taken."""
    answer = random.choice([one for one in RULES[asked["code"]].answers if _can(asked, one)] or [None])
    if answer is None:
        return None
    about = frozenset((asked["residents"] or "").split("|")) - {""}
    value, said = _said(random, ward, asked, answer)
    if said is None:
        return None
    meaning = {"is_same": {"same": True, "different": False}.get(answer), "about": about} | said
    if meaning["is_same"] is None:
        meaning["about"] = frozenset()
    return {"answer": ANSWERS[answer], "value": value}, Meant(asked["question"], answer, who, **meaning)


def _can(asked: Row, answer: str) -> bool:
    rule = RULES[asked["code"]]
    writes = answer == "take_register" or (answer == "other_value" and not rule.names_person)
    if writes and asked["is_one_of_several"]:
        return False
    if answer == "take_register":
        return asked["proposal"] is not None
    if answer in ("same", "different"):
        return asked["residents"] is not None
    return answer != "other_value" or rule.names_person or len(rule.corrects) > 0


def _said(random: Random, ward: AskedWard, asked: Row, answer: str) -> tuple[str | None, Row | None]:
    """The value written, and what beside the answer it says."""
    rule = RULES[asked["code"]]
    if answer == "same" and "|" in asked["residents"]:
        chosen = random.choice(asked["residents"].split("|"))
        return chosen, {"about": frozenset({chosen})}
    if answer == "take_register":
        return None, {"corrections": ((rule.corrects[0], _for_cell(rule.corrects[0], asked["proposal"])),)}
    if answer != "other_value":
        return None, {}
    if rule.names_person:
        return _number_of_person(random, ward, asked)
    return _value(random, ward, asked)


def _number_of_person(random: Random, ward: AskedWard, asked: Row) -> tuple[str | None, Row | None]:
    first, *_, last = asked["land_value"].split(",")[0].lower().split(" ")
    ends = (first, last)
    alike = [
        one for one in ward.people.values() if (one.name.lower().split(" ")[0], one.name.lower().split(" ")[-1]) == ends
    ]
    if alike and random.random() < 0.6:
        number = random.choice(alike).number
        return number, {"is_same": True, "about": frozenset({number})}
    if not RULES[asked["code"]].corrects or asked["is_one_of_several"] or not ward.strangers:
        return None, None
    number = ward.strangers.pop().number
    return number, {"corrections": (("holder_id_number", number),)}


def _value(random: Random, ward: AskedWard, asked: Row) -> tuple[str | None, Row | None]:
    fields = RULES[asked["code"]].corrects
    if fields[0] == "sheet":
        return _parcel(random, asked)
    if fields[0] == "use_1":
        uses = land_uses(random, asked["land_value"].count(";") + 1)
        return uses, {"corrections": tuple(zip(fields, uses.split("; "), strict=False))}
    value = _text(random, ward, asked, fields[0])
    if value is None:
        return None, None
    return value, {"corrections": ((fields[0], _for_cell(fields[0], value)),)}


def _parcel(random: Random, asked: Row) -> tuple[str, Row]:
    if asked["proposal"] is not None:
        sheet = random.choice(asked["proposal"].split(", "))
        return random.choice((sheet, f"tờ {sheet}")), {"corrections": (("sheet", sheet),)}
    sheet = asked["land_value"].split(" ")[1]
    parcel = str(random.randint(61, 400))
    form = random.choice(("tờ {}, thửa {}", "{}/{}", "{}-{}"))
    return form.format(sheet, parcel), {"corrections": (("parcel", parcel), ("sheet", sheet))}


def _text(random: Random, ward: AskedWard, asked: Row, field: str) -> str | None:
    day = date(1990, 1, 1) + timedelta(days=random.randint(0, 12_000))
    made: dict[str, Callable[[], str | None]] = {
        "holder_id_number": lambda: _new_number(ward, asked),
        "holder_name": lambda: _renamed(asked),
        "current_user_name": lambda: name_of(random),
        "holder_birth_date": lambda: _born(random, asked),
        "certificate_date": lambda: written(day),
        "holder_gender": lambda: random.choice(("Nam", "Nữ")),
        "holder_address": lambda: address(random),
        "parcel_address": lambda: address(random),
        "parcel_geohash": lambda: parcel_id(random),
        "area": lambda: near(random, asked["land_value"]),
        "unit_code": lambda: "11557",
        "certificate_serial": lambda: serial(random),
        "register_number": lambda: f"CS {random.randint(0, 99999):05d}",
        "organisation_id": lambda: f"02{random.randint(0, 99999999):08d}",
    }
    return made[field]()


def _new_number(ward: AskedWard, asked: Row) -> str | None:
    """A number nobody of the register bears, of somebody who is linked to nobody there."""
    return ward.strangers.pop().number if ward.strangers and asked["residents"] is None else None


def _renamed(asked: Row) -> str:
    """Another middle name, the given name kept; the same one wherever it is the same person."""
    first, *_, last = asked["land_value"].title().split(" ")
    middle = ("Đình", "Bích", "Quốc")[sum(map(ord, asked["residents"] or asked["holder_name"])) % 3]
    return f"{first} {middle} {last}"


def _born(random: Random, asked: Row) -> str:
    """A day of the year, or the year, that one side shows."""
    shown = re.findall(r"(?:19|20)\d{2}", f"{asked['land_value']} {asked['resident_value']}")
    day = date(int(shown[0]) if shown else 1970, 1, 1) + timedelta(days=random.randint(0, 364))
    return random.choice((written(day), str(day.year)))


def _for_cell(field: str, value: str) -> str:
    if field in ("holder_birth_date", "certificate_date") and "/" in value:
        return "-".join(reversed(value.split("/")))
    if field == "area" and "," in value:
        return value.replace(",", ".").rstrip("0").rstrip(".")
    return value
