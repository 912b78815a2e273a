"""A seed → an invented ward that was asked: its questions, its people, and the sheet as it was sent out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random  # noqa: TID251
from typing import Any, Final

import polars as pl

from cleaning.decisions.answer_rules import AnswerRule
from cleaning.discrepancies.answering import ANSWERING
from cleaning.schemas import KNOWN_PEOPLE, QUESTIONS

WARD: Final = "11557"
RULES: Final = {code: AnswerRule(one.answers, one.corrects, one.names_person) for code, one in ANSWERING.items()}
CODES: Final = tuple(RULES)
_FAMILIES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Đinh", "Lý")
_MIDDLES: Final = ("Văn", "Thị", "Đức", "Minh", "Ngọc", "Hữu", "Thanh", "Xuân")
_GIVENS: Final = (
    "Hùng", "Lan", "Hoa", "Bình", "Dũng", "Đào", "Hằng", "Khánh", "Long", "Mai", "Nga", "Phúc", "Quỳnh", "Sơn", "Thảo",
    "Tuấn", "Việt", "Yến", "Ký", "Lý",
)  # fmt: skip
_USES: Final = ("ONT", "ODT", "CLN", "HNK", "LUC", "NTS", "TMD", "DGT")
_HAMLETS: Final = ("Tổ dân phố 3", "Thôn Kiền Bái 2", "Tổ dân phố Đồng Giá", "Xóm Mỹ Đồng")
_ASKED_TWICE: Final = 0.1
Row = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """Somebody of the register."""

    number: str
    name: str
    born: date
    mark: str


@dataclass(frozen=True)
class AskedWard:
    """`asked`: rows of QUESTIONS; `sheet`: the same as sent out, keys as in ANSWER_FIELDS and what else was shown.

    `earlier`: questions on some of the same discrepancies, before their evidence changed.
    """

    asked: list[Row]
    sheet: list[Row]
    earlier: list[Row]
    people: dict[str, Person]
    strangers: list[Person]

    @property
    def questions(self) -> pl.DataFrame:
        schema = {column.name: column.dtype for column in QUESTIONS.columns}
        return QUESTIONS.conform(pl.DataFrame(self.asked + self.earlier, schema=schema))

    @property
    def known_people(self) -> pl.DataFrame:
        from cleaning.decisions.typed_text import folded

        rows = [(one.number, f"resident {one.number}", one.name, one.mark) for one in self.people.values()]
        frame = pl.DataFrame(rows, schema=["resident", "resident_key", "name", "person_mark"], orient="row")
        return KNOWN_PEOPLE.conform(frame.with_columns(name_folded=folded(pl.col("name"))))


def asked_ward(random: Random, rows: int) -> AskedWard:
    """`rows` questions of all codes, on parcels of two or three of them."""
    known = {one.number: one for one in (_person(random) for _ in range(3 * rows))}
    people = list(known.values())
    strangers = [one for one in (_person(random) for _ in range(rows)) if one.number not in known]
    asked: list[Row] = []
    shown: list[Row] = []
    while len(asked) < rows:
        parcel = {"sheet": str(random.randint(1, 60)), "parcel": str(random.randint(1, 400))}
        guid = f"{random.getrandbits(32):08x}-{random.getrandbits(16):04x}-{random.getrandbits(48):012x}"
        holder = random.choice(people)
        for code in random.sample(CODES, random.randint(1, 3)):
            question = _question(random, code, guid, holder, people) | {"holder_name": holder.name}
            asked.append(question)
            shown.append(_shown(question, parcel))
    earlier = [_asked_before(random, one) for one in asked[:rows] if random.random() < _ASKED_TWICE]
    return AskedWard(asked[:rows], shown[:rows], earlier, known, strangers)


def name_of(random: Random) -> str:
    return f"{random.choice(_FAMILIES)} {random.choice(_MIDDLES)} {random.choice(_GIVENS)}"


def written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def serial(random: Random) -> str:
    letters = random.choice(("AB", "AĐ", "BK", "CD", "DA", "S"))
    return f"{letters} {random.randint(100000, 999999)}"


def area(random: Random) -> str:
    return random.choice((f"{random.randint(40, 990)},{random.randint(1, 9)}", str(random.randint(40, 2500))))


def near(random: Random, area: str) -> str:
    """An area that is not far from another one."""
    square_metres = float(area.replace(",", ".")) * random.uniform(0.7, 1.4)
    return random.choice(
        (f"{square_metres:.1f}".replace(".", ","), f"{square_metres:.2f}".replace(".", ","), f"{square_metres:.0f}")
    )


def land_uses(random: Random, many: int) -> str:
    return "; ".join(random.sample(_USES, many))


def parcel_id(random: Random) -> str:
    return "w7e" + "".join(random.choice("0123456789bcdefghjkmnpqrstuvwxyz") for _ in range(9))


def address(random: Random) -> str:
    return f"{random.choice(_HAMLETS)}, phường Thiên Hương, thành phố Hải Phòng"


def _person(random: Random) -> Person:
    born = date(1930, 1, 1) + timedelta(days=random.randint(0, 26_000))
    sex = random.randint(0, 1)
    number = f"{random.choice(('031', '001', '034', '022'))}{sex}{born.year % 100:02d}{random.randint(0, 999999):06d}"
    return Person(number, name_of(random), born, f"{random.getrandbits(32):08X}")


def _question(random: Random, code: str, guid: str, holder: Person, people: list[Person]) -> Row:
    about = _about(random, code, holder, people)
    land, resident, proposal = _VALUES.get(code, _of_nobody)(random, holder, about)
    marks = "".join(f"{random.getrandbits(32):08X}" for _ in range(3))
    day = date(2026, random.choice((3, 5, 11)), random.choice((4, 5, 12, 20)))
    return {
        "discrepancy_id": f"{guid}-{CODES.index(code) + 1:02d}",
        "question": f"C{WARD}-{marks}",
        "code": code,
        "row_key": guid,
        "guid": guid,
        "residents": "|".join(one.number for one in about) or None,
        "person_marks": "|".join(one.mark for one in about) or None,
        "land_value": land,
        "resident_value": resident,
        "proposal": proposal,
        "probability": 0.99,
        "model": "model",
        "run_id": "run",
        "is_one_of_several": random.random() < 0.05,
        "first_day": day,
        "last_day": day,
    }


def _asked_before(random: Random, question: Row) -> Row:
    """Of another register's value and another person."""
    marks = question["question"][:14] + "".join(f"{random.getrandbits(32):08X}" for _ in range(2))
    other = {
        "question": marks,
        "resident_value": "giá trị cũ",
        "proposal": None,
        "residents": None,
        "person_marks": None,
    }
    return question | other | {"last_day": question["first_day"] - timedelta(days=1)}


def _shown(question: Row, parcel: Row) -> Row:
    columns = ("discrepancy_id", "code", "guid", "holder_name", "land_value", "resident_value", "proposal", "question")
    since = written(question["first_day"])
    return {name: question[name] for name in columns} | parcel | {"since": since}


_OF_PEOPLE: Final = frozenset(
    code for code, rule in RULES.items() if "different" in rule.answers and code != "person_ambiguous"
)


def _about(random: Random, code: str, holder: Person, people: list[Person]) -> list[Person]:
    if code == "person_ambiguous":
        return [holder, *random.sample([one for one in people if one is not holder], random.randint(1, 2))]
    return [holder] if code in _OF_PEOPLE and random.random() < 0.95 else []


def _nearly(random: Random, name: str) -> str:
    """A name a land record may have for it: no accents, capitals, or without the middle name."""
    first, *_, last = name.split(" ")
    return random.choice((name.upper(), f"{first} {last}", name))


def _land_person(random: Random, holder: Person) -> str:
    return f"{_nearly(random, holder.name)}, sinh {holder.born.year}"


Values = tuple[str | None, str | None, str | None]


def _of_nobody(random: Random, holder: Person, about: list[Person]) -> Values:
    return random.choice((None, "không có", _nearly(random, holder.name))), None, None


def _of_person(random: Random, holder: Person, about: list[Person]) -> Values:
    known = "; ".join(f"{one.name}, số định danh cá nhân {one.number}, sinh {written(one.born)}" for one in about)
    return _land_person(random, holder), known or None, None


def _of_number(random: Random, holder: Person, about: list[Person]) -> Values:
    number = about[0].number if about else None
    return (
        random.choice((None, f"{random.randint(10**8, 10**9 - 1)}", f"{random.randint(10**11, 10**12 - 1)}")),
        number,
        number,
    )


def _of_name(random: Random, holder: Person, about: list[Person]) -> Values:
    name = about[0].name if about else None
    return _nearly(random, holder.name), name, name


def _of_birth(random: Random, holder: Person, about: list[Person]) -> Values:
    day = written(about[0].born) if about else None
    return random.choice((str(holder.born.year), written(holder.born), None)), day, day


def _of_gender(random: Random, holder: Person, about: list[Person]) -> Values:
    own, other = random.choice((("Nam", "Nữ"), ("Nữ", "Nam")))
    return own, *((other, other) if about else (None, None))


def _of_address(random: Random, holder: Person, about: list[Person]) -> Values:
    return address(random), *((address(random), address(random)) if about else (None, None))


def _alone(
    land: Callable[[Random], str | None], offered: Callable[[Random], str | None] = lambda _: None
) -> Callable[..., Values]:
    return lambda random, holder, about: (land(random), None, offered(random))


_VALUES: Final[dict[str, Callable[[Random, Person, list[Person]], Values]]] = {
    **dict.fromkeys(("person_not_found", "person_ambiguous", "person_to_review"), _of_person),
    **dict.fromkeys(
        ("id_missing", "id_old_cmnd", "id_repaired", "id_malformed", "id_differs", "id_belongs_to_other",
         "id_inconsistent", "id_shared"), _of_number),
    **dict.fromkeys(("name_spelling", "name_differs"), _of_name),
    **dict.fromkeys(("birth_date_incomplete", "birth_date_differs", "owner_minor"), _of_birth),
    "gender_differs": _of_gender,
    **dict.fromkeys(("address_outdated", "address_differs"), _of_address),
    "current_user_differs": _alone(name_of),
    **dict.fromkeys(("parcel_key_missing", "parcel_duplicate"), _alone(lambda random: f"tờ {random.randint(1, 60)}")),
    "parcel_sheet_ambiguous": _alone(lambda random: str(random.randint(1, 20)), lambda random: "12, 13, 27"),
    **dict.fromkeys(("parcel_id_missing", "parcel_id_malformed", "parcel_id_outside_unit", "parcel_id_shared"),
                    _alone(parcel_id)),
    **dict.fromkeys(("area_invalid", "area_parts_mismatch"), _alone(area)),
    **dict.fromkeys(("land_use_unknown", "land_use_superseded", "land_use_ambiguous"),
                    _alone(lambda random: land_uses(random, random.randint(1, 3)))),
    "unit_unknown": _alone(lambda random: "mã 1155, địa chỉ xã Kiền Bái"),
    **dict.fromkeys(("unit_superseded", "unit_split"), _alone(address)),
    **dict.fromkeys(("certificate_missing", "certificate_serial_malformed", "certificate_serial_shared"),
                    _alone(lambda random: random.choice((None, serial(random))))),
    "certificate_date_invalid": _alone(lambda random: random.choice((None, "31/02/2011", "15/06/1975"))),
    "register_number_malformed": _alone(lambda random: f"CH{random.randint(1, 999)}"),
    **dict.fromkeys(("org_id_missing", "org_id_invalid"),
                    _alone(lambda random: f"020{random.randint(1000000, 9999999)}")),
}  # fmt: skip
