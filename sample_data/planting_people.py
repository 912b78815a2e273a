"""One function per discrepancy about who holds the land: spoils a clean certificate, notes what was done."""

from __future__ import annotations

from typing import Final

from sample_data.land import old_address, without_number
from sample_data.people import DEAD, GONE
from sample_data.places import HAMLETS
from sample_data.town import Town, hamlet_elsewhere


def person_not_found(town: Town) -> None:
    """Owners who live elsewhere."""
    for place in ("Thôn 2, xã Việt Khê", "Tổ dân phố 5, phường Lê Chân", "Tổ dân phố 11, phường Hồng An"):
        [row] = town.certificate(town.population.stranger())
        row["holder_address"] = f"{place}, thành phố Hải Phòng"
        town.plant("person_not_found", "the owner lives elsewhere and is in no resident list", row)


def person_ambiguous(town: Town) -> None:
    """Two residents of one name and birth year; the row says no more."""
    for name in ("Phùng Văn Doanh", "Tạ Thị Nhàn"):
        [row] = town.certificate(next(one for one in town.residents if one.name == name))
        row |= without_number() | {"holder_birth_date": 1966, "holder_address": ""}
        town.plant(
            "person_ambiguous", "two residents bear this name and birth year; no number, no address (namesakes)", row
        )


def person_to_review(town: Town) -> None:
    """One candidate, too little evidence."""
    for is_year_wrong in (True, False):
        one = town.neighbour()
        [row] = town.certificate(one)
        row |= without_number() | {"holder_address": "", "holder_gender": ""}
        row["holder_birth_date"] = one.born.year + 1 if is_year_wrong else ""
        what = "birth year one too late" if is_year_wrong else "no birth date"
        town.plant("person_to_review", f"{what}, no number, no address: one candidate, not certain enough", row)


def address_outdated(town: Town) -> None:
    """An address of a former commune."""
    for name in ("Kiền Bái", "Lâm Động"):
        one = town.neighbour(lambda one, name=name: one.hamlet.commune.name == name)
        [row] = town.certificate(one)
        row["holder_address"] = old_address(one.hamlet)
        town.plant("address_outdated", f"address of the former xã {name}", row)


def address_differs(town: Town) -> None:
    """Another place than the registered one."""
    one, other = town.neighbour(), town.neighbour()
    [near], [far] = town.certificate(one), town.certificate(other)
    near["holder_address"] = hamlet_elsewhere(one, HAMLETS).address
    far["holder_address"] = "Tổ dân phố 7, phường Lê Chân, thành phố Hải Phòng"
    town.plant("address_differs", "another hamlet (tổ dân phố) of the ward", near)
    town.plant("address_differs", "another ward of the city", far)


def owner_deceased(town: Town) -> None:
    """The dead father of a living namesake; a dead owner; an owner marked as dead."""
    father = next(one for one in town.residents if one.name == "Mạc Đình Luân" and one.status == DEAD)
    [row] = town.certificate(father, issued=1998)
    row |= without_number() | {"holder_birth_date": father.born.year}
    town.plant(
        "owner_deceased", "died in 2019; his living son bears the same name (must not be linked to the son)", row
    )
    [row] = town.certificate(town.neighbour(status=DEAD))
    town.plant("owner_deceased", "dead in the register", row)
    one = town.neighbour(status=DEAD)
    [row] = town.certificate(one)
    row["holder_name"] = f"Ông {one.name} (đã chết)" if one.is_male else f"Bà {one.name} (đã chết)"
    town.plant("owner_deceased", "marked «(đã chết)» in the land row too", row)


def owner_moved_away(town: Town) -> None:
    """Left the ward."""
    [row] = town.certificate(town.neighbour(status=GONE))
    town.plant("owner_moved_away", "«Đã đi» in the register", row)


def current_user_differs(town: Town) -> None:
    """Somebody else uses the land today."""
    for reason in ("Chuyển nhượng", "Tặng cho"):
        user = town.neighbour()
        [row] = town.certificate(town.neighbour())
        row |= {
            "current_user_name": user.name,
            "current_user_id_number": user.citizen_id,
            "current_user_address": user.hamlet.address,
            "change_reason": reason,
        }
        town.plant("current_user_differs", f"columns of the current user name somebody else ({reason.lower()})", row)


def owner_minor(town: Town) -> None:
    """Children as owners."""
    children = [one for one in town.residents if one.born.year >= 2013]
    for child in children[:2]:
        town.plant("owner_minor", f"born in {child.born.year}", *town.certificate(child, issued=2025))


def household_members_unknown(town: Town) -> None:
    """'Hộ ông/bà' with the head alone."""
    for _ in range(2):
        head, _partner = town.spouses()
        [row] = town.certificate(head, kind="Hộ gia đình", roles=("Chủ hộ",))
        row["holder_name"] = f"Hộ {'ông' if head.is_male else 'bà'} {head.name}"
        town.plant("household_members_unknown", "household (hộ gia đình) with the head alone", row)


PLANTS: Final = (
    person_not_found,
    person_ambiguous,
    person_to_review,
    address_outdated,
    address_differs,
    owner_deceased,
    owner_moved_away,
    current_user_differs,
    owner_minor,
    household_members_unknown,
)
