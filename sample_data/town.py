"""The ward at work: certificates written for its people, blocks of rows in order, and what was planted where."""

from __future__ import annotations

import random  # noqa: TID251  the sample's own seed decides, not the run
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cleaning import reference
from sample_data.land import Office, Row, holder, random_hamlet
from sample_data.people import ALIVE, Person, Population
from sample_data.places import WARD_CODE, Hamlet
from sample_data.wear import worn_holder, worn_parcel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_ROLES: Final = {True: "Chồng", False: "Vợ"}
_ORGANISATIONS: Final = ("Công ty TNHH Thương mại", "Công ty cổ phần Xây dựng", "Hợp tác xã dịch vụ nông nghiệp")
_CLEARED_USES: Final[Row] = {
    f"use_{slot}{part}": "" for slot in (1, 2, 3) for part in ("", "_area", "_origin", "_form", "_term")
}
_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)


@dataclass(frozen=True)
class Planted:
    """One example put there on purpose. `row` has no Guid where the row must be rejected."""

    row: Row
    code: str
    what: str


class Town:
    """People, office and the rows written so far. A block is one certificate and stays together.

    `owners` tells whom a row names, by Guid, as far as it names a person.
    """

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.population = Population(self.rng)
        self.residents = self.population.residents
        self.office = Office(self.rng)
        self.blocks: list[list[Row]] = []
        self.planted: list[Planted] = []
        self.owners: dict[str, Person] = {}
        self._names = Counter(one.name for one in self.residents)
        self._taken: set[str] = set()

    def plant(self, code: str, what: str, *rows: Row) -> None:
        """Note that `rows` are examples of `code`."""
        self.planted += [Planted(row, code, what) for row in rows]

    def certificate(
        self, *people: Person, kind: str = "Cá nhân", roles: tuple[str, ...] = (), issued: int | None = None
    ) -> list[Row]:
        """A new certificate on one parcel, a row for each of `people`, complete and correct."""
        hamlet = people[0].hamlet
        year = issued or self.rng.randint(max(1995, *(one.born.year + 20 for one in people)), 2025)
        base = self.office.parcel(hamlet, year) | self.office.certificate(year)
        written = roles or ("Cá nhân",) * len(people)
        return self.block([base | holder(one, kind, role) for one, role in zip(people, written, strict=True)], people)

    def spoiled(self, changes: Row) -> Row:
        """A new certificate of one owner, clean but for `changes`."""
        [row] = self.certificate(self.neighbour())
        row |= changes
        return row

    def couple(self, *people: Person) -> list[Row]:
        """A certificate of husband and wife."""
        return self.certificate(*people, kind="Vợ chồng", roles=tuple(_ROLES[one.is_male] for one in people))

    def institution(self, name: str, organisation_id: str, kind: str = "Tổ chức") -> Row:
        """A certificate of an organisation or community."""
        year = self.rng.randint(2005, 2024)
        base = self.office.parcel(random_hamlet(self.rng), year) | self.office.certificate(year)
        named: Row = {"organisation_name": name, "organisation_id": organisation_id, "holder_kind": kind}
        return self.block([base | named | {"holder_role": "Người đại diện"}])[0]

    def block(self, rows: list[Row], people: Sequence[Person] = ()) -> list[Row]:
        """Append rows that stay together, each with its Guid; `people` are their owners where they have any."""
        self.blocks.append([row | {"guid": self.office.guid()} for row in rows])
        self._own(self.blocks[-1], people)
        return self.blocks[-1]

    def neighbour(self, where: Callable[[Person], bool] = lambda _: True, *, status: str = ALIVE) -> Person:
        """An adult resident whose name nobody else bears, with an old card, not used by another example."""
        return self._take(
            one for one in self.residents if one.status == status and one.cmnd and one.born.year <= 1994 and where(one)
        )

    def spouses(self) -> tuple[Person, Person]:
        """Head and spouse, both alive, not used by another example."""
        partners = {
            one.household: one for one in self.residents if one.relation in ("Vợ", "Chồng") and one.status == ALIVE
        }
        head = self._take(
            one
            for one in self.residents
            if one.relation == "Chủ hộ" and one.status == ALIVE and one.household in partners
        )
        self._taken.add(partners[head.household].citizen_id)
        return head, partners[head.household]

    def _take(self, candidates: Iterable[Person]) -> Person:
        found = next(one for one in candidates if self._names[one.name] == 1 and one.citizen_id not in self._taken)
        self._taken.add(found.citizen_id)
        return found

    def ordinary_days(self, rows: int) -> None:
        """Rows of no particular interest, at the quality a ward really has, until there are `rows`."""
        rng = self.rng
        adults = [one for one in self.residents if one.born.year <= 2002 and one.relation != "Con"]
        while sum(map(len, self.blocks)) < rows:
            roll = rng.random()
            if roll < 0.04:
                name = f"{rng.choice(_ORGANISATIONS)} {random_hamlet(rng).name}"
                self.institution(name, tax_code(rng))
            else:
                self._ordinary_certificate(self.population.stranger() if roll < 0.08 else rng.choice(adults), roll)

    def couples_in_one_cell(self, couples: int) -> None:
        """The first ordinary couples become one row each: 'Ông A và vợ là bà B', the other cells of both side by side.

        The second of them owns under the row's Guid with '/2', as the job names a further land user.
        """
        planted = [one.row for one in self.planted]
        ordinary = [
            at
            for at, block in enumerate(self.blocks)
            if [row.get("holder_role") for row in block] == ["Chồng", "Vợ"]
            and all(row not in planted and re.fullmatch(r"\d{12}", str(row["holder_id_number"])) for row in block)
        ]
        for at in ordinary[:couples]:
            his, hers = self.blocks[at]
            both = {name: f"{his[name]}; {hers[name]}" for name in ("holder_id_number", "holder_birth_date")}
            name = f"Ông {self.owners[str(his['guid'])].name} và vợ là bà {self.owners[str(hers['guid'])].name}"
            self.owners[f"{his['guid']}/2"] = self.owners.pop(str(hers["guid"]))
            self.blocks[at] = [his | both | {"holder_name": name, "holder_gender": "Nam; Nữ", "holder_role": ""}]

    def guid_copied(self) -> None:
        """The second ordinary organisation gets the Guid of the first, as a row copied in Excel does."""
        planted = [one.row for one in self.planted]
        ordinary = [row for block in self.blocks for row in block if "organisation_name" in row and row not in planted]
        ordinary[1]["guid"] = ordinary[0]["guid"]
        self.plant("guid_shared", "the Guid of another row", ordinary[1])

    def _ordinary_certificate(self, owner: Person, roll: float) -> None:
        rng, home = self.rng, [one for one in self.residents if one.household == owner.household]
        partner = [one for one in home if {one.relation, owner.relation} in ({"Chủ hộ", "Vợ"}, {"Chủ hộ", "Chồng"})]
        if roll < 0.5 and partner:
            rows, people = self.couple(owner, partner[0]), (owner, partner[0])
        elif roll < 0.65 and owner.relation == "Chủ hộ":
            members = [one for one in home if one is not owner and one.born.year <= 2000][: rng.choice((0, 1, 2))]
            roles = ("Chủ hộ", *("Thành viên",) * len(members))
            rows, people = self.certificate(owner, *members, kind="Hộ gia đình", roles=roles), (owner, *members)
        else:
            rows, people = self.certificate(owner), (owner,)
        worn = worn_parcel(rng, rows[0], owner.hamlet)
        has_certificate = rng.random() >= 0.05
        if not has_certificate:
            worn |= no_certificate(worn)
        shared = {name: value for name, value in worn.items() if not name.startswith(("holder_", "paper_", "guid"))}
        self.blocks[-1] = [worn_holder(rng, row | shared, one) for row, one in zip(rows, people, strict=True)]
        if has_certificate and rng.random() < 0.15:
            year = int(str(worn["certificate_date"])[-4:])
            second = _CLEARED_USES | worn_parcel(rng, self.office.parcel(owner.hamlet, year), owner.hamlet)
            more = [row | second | {"guid": self.office.guid()} for row in self.blocks[-1]]
            self._own(more, people)
            self.blocks[-1] += more

    def _own(self, rows: list[Row], people: Sequence[Person]) -> None:
        self.owners |= {str(row["guid"]): one for row, one in zip(rows, people, strict=False)}


def no_certificate(row: Row) -> Row:
    """What the form writes for a parcel without certificate."""
    placeholder = f"CHUACOGIAY_{WARD_CODE}_{row['sheet']}_{row['parcel']}"
    return {
        "certificate_serial": placeholder,
        "certificate_date": "",
        "register_number": "",
        "parcel_class": "Loại 5",
        "scan_files": f"{placeholder}-TBXN.pdf, {placeholder}-DDK.pdf",
        "certificate_kind": "",
    }


def tax_code(rng: random.Random) -> str:
    """Ten invented digits, the last of which checks the others."""
    while True:
        nine = f"02{rng.randrange(10**7):07d}"
        last = 10 - sum(int(digit) * weight for digit, weight in zip(nine, _TAX_WEIGHTS, strict=True)) % 11
        if last < 10:
            return f"{nine}{last}"


def as_tcvn3(text: str) -> str:
    """`text` as a file of the .VnTime fonts shows it in Unicode programs."""
    letters = reference.table("tcvn3").filter(scope="font")
    shown = dict(zip(letters["unicode_char"], letters["cp1252_char"], strict=True))
    return "".join(shown.get(letter, shown.get(letter.lower(), letter)) for letter in text)


def hamlet_elsewhere(person: Person, hamlets: tuple[Hamlet, ...]) -> Hamlet:
    """A hamlet of another former commune than the person's."""
    return next(hamlet for hamlet in hamlets if hamlet.commune is not person.hamlet.commune)
