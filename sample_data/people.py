"""Who lives in the invented ward: households with couples, parents and children, and a few namesakes on purpose."""

from __future__ import annotations

import csv
import random  # noqa: TID251  the sample's own seed decides, not the run
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from sample_data.places import HAMLETS, Hamlet

RESIDENTS: Final = 590  # then families are complete and the namesakes join them
THIS_YEAR: Final = 2026
ALIVE, DEAD, GONE = "Đang sống", "Đã chết", "Đã đi"


def _name_parts() -> dict[str, list[tuple[str, int]]]:
    parts: dict[str, list[tuple[str, int]]] = {}
    with Path(__file__).with_name("names.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            parts.setdefault(line["part"], []).append((line["name"], int(line["weight"])))
    return parts


_NAMES: Final = _name_parts()
_PROVINCES = ("031",) * 9 + ("030", "034", "022", "033", "036")


@dataclass(frozen=True)
class Person:
    """One resident, or an invented owner who lives elsewhere."""

    name: str
    born: date
    is_male: bool
    citizen_id: str
    cmnd: str
    hamlet: Hamlet
    household: str = ""
    relation: str = "Chủ hộ"
    head_name: str = ""
    status: str = ALIVE
    died: date | None = None

    @property
    def gender(self) -> str:
        """As papers print it."""
        return "Nam" if self.is_male else "Nữ"


class Population:
    """Makes people from one seed, never the same number twice, and keeps those of the register."""

    def __init__(self, rng: random.Random) -> None:
        self.rng, self.residents, self._numbers = rng, [], set()
        while len(self.residents) < RESIDENTS:
            self._settle_family()
        self._settle_namesakes()

    def person(self, *, is_male: bool, year: int, surname: str, hamlet: Hamlet) -> Person:
        """A new person; not yet in the register."""
        rng = self.rng
        middle, given = (self.name_part(f"{part}_{'male' if is_male else 'female'}") for part in ("middle", "given"))
        born = date(year, rng.randint(1, 12), rng.randint(1, 28))
        cmnd = (
            self._unique(f"{rng.choice(('030', '031', '032'))}{{:06d}}") if year <= 2002 and rng.random() < 0.85 else ""
        )
        number = self._unique(f"{rng.choice(_PROVINCES)}{(year >= 2000) * 2 + (not is_male)}{year % 100:02d}{{:06d}}")
        return Person(f"{surname} {middle} {given}", born, is_male, number, cmnd, hamlet)

    def name_part(self, part: str) -> str:
        """A surname, middle or given name of `names.csv`, common ones more often."""
        names, weights = zip(*_NAMES[part], strict=True)
        return self.rng.choices(names, weights)[0]

    def stranger(self) -> Person:
        """An owner in no register of this ward."""
        made = self.person(
            is_male=self.rng.random() < 0.5,
            year=self.rng.randint(1945, 1995),
            surname="",
            hamlet=self.rng.choice(HAMLETS),
        )
        return replace(made, name=f"{self.rng.choice(('Thái', 'Quách', 'Nghiêm', 'Doãn', 'Kiều'))}{made.name}")

    def settle(self, *members: Person) -> None:
        """Put a household into the register, the head first."""
        number = f"311557{len({one.household for one in self.residents}) + 1:05d}"
        self.residents += [replace(one, household=number, head_name=members[0].name) for one in members]

    def _unique(self, pattern: str) -> str:
        while (number := pattern.format(self.rng.randrange(1_000_000))) in self._numbers:
            pass
        self._numbers.add(number)
        return number

    def _settle_family(self) -> None:
        rng, hamlet, year = self.rng, self.rng.choice(HAMLETS), self.rng.randint(1946, 1994)
        surname = self.name_part("surname")
        head = self.person(is_male=rng.random() < 0.8, year=year, surname=surname, hamlet=hamlet)
        family = [head]
        if rng.random() < 0.8:
            wed = self.person(
                is_male=not head.is_male,
                year=year + rng.randint(-3, 5),
                surname=self.name_part("surname"),
                hamlet=hamlet,
            )
            family.append(replace(wed, relation="Chồng" if wed.is_male else "Vợ"))
        for _ in range(rng.choice((0, 1, 1, 2, 2, 3))):
            born = min(year + rng.randint(21, 32), THIS_YEAR - 1)
            child = self.person(is_male=rng.random() < 0.5, year=born, surname=surname, hamlet=hamlet)
            family.append(replace(child, relation="Con"))
        if year > 1968 and rng.random() < 0.2:
            mother = self.person(
                is_male=False, year=year - rng.randint(20, 30), surname=self.name_part("surname"), hamlet=hamlet
            )
            family.append(replace(mother, relation="Mẹ"))
        self.settle(*(self._fate(one) for one in family))

    def _fate(self, one: Person) -> Person:
        age, roll = THIS_YEAR - one.born.year, self.rng.random()
        if age > 50 and roll < (0.14 if age > 70 else 0.03):
            return replace(
                one,
                status=DEAD,
                died=date(self.rng.randint(2012, 2025), self.rng.randint(1, 12), self.rng.randint(1, 28)),
            )
        return replace(one, status=GONE) if roll > 0.985 else one

    def _settle_namesakes(self) -> None:
        """Father and son of one name (one father dead), and two pairs of one name and birth year."""
        thien_huong, kien_bai, hoang_dong = HAMLETS[0], HAMLETS[3], HAMLETS[6]
        for name, hamlet, died in (("Mạc Đình Luân", kien_bai, date(2019, 4, 8)), ("Lã Văn Cảnh", hoang_dong, None)):
            father = self.person(is_male=True, year=1944, surname="", hamlet=hamlet)
            son = self.person(is_male=True, year=1971, surname="", hamlet=hamlet)
            father = replace(father, name=name, status=DEAD if died else ALIVE, died=died)
            self.settle(father)
            self.settle(replace(son, name=name))
        for name, is_male in (("Phùng Văn Doanh", True), ("Tạ Thị Nhàn", False)):
            for hamlet in (thien_huong, hoang_dong):
                one = self.person(is_male=is_male, year=1966, surname="", hamlet=hamlet)
                self.settle(replace(one, name=name))
