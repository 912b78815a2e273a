"""Co-holders of one certificate who live in one household: each helps the other, and nobody else."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.linking import link, load_model
from cleaning.linking.households import families_of
from cleaning.settings import Settings

HERE = {"hamlet": "kien bai 3", "old_unit": "11554", "unit": "11557", "state": "superseded"}
COUPLE = {"kind": "couple", "serial": "AB 123456", **HERE}


@pytest.fixture
def namesakes():
    """Two couples of the same names in one hamlet, wives apart: only the household tells who is whose husband."""
    return [
        {
            "name": "Lê Hữu Phước",
            "birth": "1950-06-07",
            "gender": "male",
            "citizen_id": "031050000001",
            "household": "h1",
        }
        | {"relation": "chu ho", "row_key": "husband-1", **HERE},
        {
            "name": "Vũ Thị Nhài",
            "birth": "1952-01-02",
            "gender": "female",
            "citizen_id": "031152000001",
            "household": "h1",
        }
        | {"relation": "vo", "row_key": "wife-1", **HERE},
        {
            "name": "Lê Hữu Phước",
            "birth": "1950-11-30",
            "gender": "male",
            "citizen_id": "031050000002",
            "household": "h2",
        }
        | {"relation": "chu ho", "row_key": "husband-2", **HERE},
        {
            "name": "Bùi Thị Sen",
            "birth": "1955-03-04",
            "gender": "female",
            "citizen_id": "031155000002",
            "household": "h2",
        }
        | {"relation": "vo", "row_key": "wife-2", **HERE},
        *(
            {
                "name": f"{family} Văn {given}",
                "birth": f"{1940 + n}-03-11",
                "gender": "male",
                "citizen_id": f"0310{n:08d}",
            }
            | {
                "household": f"c{family}{given}{n}",
                "relation": "chu ho",
                "row_key": f"crowd-{family}-{given}-{n}",
                **HERE,
            }
            for family in ("Phạm", "Đặng", "Trần")
            for given in ("Sơn", "Khánh", "Toàn", "Thịnh")
            for n in range(10, 50)
        ),
    ]


def linked_to(land: pl.DataFrame, residents: pl.DataFrame) -> dict[str, str | None]:
    verdicts = link(land, residents, model=load_model(), settings=Settings()).verdicts
    return dict(verdicts.select("row_key", "resident_key").iter_rows())


def test_the_wife_tells_which_namesake_the_husband_is(land_rows, register, namesakes):
    husband = {"name": "Lê Hữu Phước", "birth": "1950", "gender": "male", "row_key": "husband", **COUPLE}
    wife = {"name": "Bùi Thị Sen", "birth": "1955", "gender": "female", "citizen_id": "031155000002", **COUPLE}
    found = linked_to(land_rows(husband, wife | {"row_key": "wife"}), register(*namesakes))
    assert found == {"husband": "husband-2", "wife": "wife-2"}


def test_she_does_not_speak_for_a_row_he_holds_alone(land_rows, register, namesakes):
    husband = {"name": "Lê Hữu Phước", "birth": "1950", "gender": "male"}
    wife = {"name": "Bùi Thị Sen", "birth": "1955", "gender": "female", "citizen_id": "031155000002", **COUPLE}
    alone = husband | HERE | {"row_key": "alone", "parcel": "11557|9|9", "serial": "CD 654321"}
    land = land_rows(husband | COUPLE | {"row_key": "together"}, wife | {"row_key": "wife"}, alone)
    found = linked_to(land, register(*namesakes))
    assert (found["together"], found["alone"]) == ("husband-2", None)


@pytest.mark.parametrize("change", [{"kind": "shared"}, {"serial": "XY 000001"}, {"parcel": "11557|2|2"}])
def test_strangers_and_other_certificates_say_nothing(change, land_rows, register, namesakes):
    husband = {"name": "Lê Hữu Phước", "birth": "1950", "gender": "male", "row_key": "husband", **COUPLE}
    wife = {"name": "Bùi Thị Sen", "birth": "1955", "gender": "female", "citizen_id": "031155000002", **COUPLE}
    found = linked_to(land_rows(husband | change, wife | {"row_key": "wife"}), register(*namesakes))
    assert found == {"husband": None, "wife": "wife-2"}


def test_a_child_of_the_household_is_no_spouse(land_rows, register, namesakes):
    family = [person | {"relation": "con"} if person["row_key"] == "wife-2" else person for person in namesakes]
    husband = {"name": "Lê Hữu Phước", "birth": "1950", "gender": "male", "row_key": "husband", **COUPLE}
    other = {"name": "Bùi Thị Sen", "birth": "1955", "gender": "female", "citizen_id": "031155000002", **COUPLE}
    rows = (husband, other | {"row_key": "other"})
    assert linked_to(land_rows(*rows), register(*family))["husband"] is None
    members = [row | {"kind": "household"} for row in rows]
    assert linked_to(land_rows(*members), register(*family))["husband"] == "husband-2"


def test_a_crowd_on_one_certificate_is_no_family(land_rows):
    crowd = [{"name": f"Lê Văn {chr(65 + n)}", "row_key": f"row-{n}", **COUPLE} for n in range(9)]
    assert families_of(land_rows(*crowd)).is_empty()
    assert families_of(land_rows(*crowd[:8]))["family"].n_unique() == 1
