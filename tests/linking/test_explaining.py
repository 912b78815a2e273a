"""The waterfall adds up, also for pairs that were never candidates."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.linking import explain, link, load_model
from cleaning.linking.comparisons import COMPARISONS
from cleaning.schemas import DECIDED_PAIRS
from cleaning.settings import Settings

HERE = {"hamlet": "kien bai 3", "old_unit": "11554", "unit": "11557", "state": "superseded"}
ASKED = {"model": load_model(), "settings": Settings()}


@pytest.fixture
def residents(register):
    crowd = [
        {
            "name": f"Phạm Văn {given}",
            "birth": f"{1940 + n}-03-11",
            "citizen_id": f"0310{n:08d}",
            "row_key": f"{given}-{n}",
            **HERE,
        }
        for given in ("Sơn", "Khánh", "Toàn")
        for n in range(10, 50)
    ]
    nu = {"name": "Khổng Thị Nụ", "birth": "1957-02-03", "gender": "female", "citizen_id": "031157000001", **HERE}
    return register(nu | {"row_key": "nu"}, *crowd)


def test_the_waterfall_adds_up_to_the_odds(land_rows, residents):
    land = land_rows({"name": "Khổng Thị Nụ", "birth": "1957", "citizen_id": "031157000009", **HERE})
    told = explain(land, residents, row_key="row-0", resident_key=None, **ASKED)
    assert told is not None
    assert (told.resident_key, told.verdict, told.reason) == ("nu", "link", "citizen_id_slip")
    odds = 2 ** told.terms["weight"].sum()
    assert told.probability == pytest.approx(odds / (1 + odds))
    assert told.terms["comparison"].to_list() == [
        "prior", "citizen_id", "cmnd", "name", "name_frequency", "birth", "birth_frequency", "gender", "place",
        "place_frequency", "standing", "lifetime", "household", "holdings", "old_number",
    ]  # fmt: skip
    assert {one.name for one in COMPARISONS} < set(told.terms["comparison"])
    number = told.terms.row(by_predicate=pl.col("comparison") == "citizen_id", named=True)
    assert (number["level"], number["land_value"], number["resident_value"]) == (
        "one_slip",
        "031157000009",
        "031157000001",
    )


def test_the_verdict_explained_is_the_verdict_given(land_rows, residents):
    land = land_rows(
        {"name": "Khổng Thị Nụ", "birth": "1957", **HERE}, {"name": "Phạm Văn Sơn", "birth": "1950", **HERE}
    )
    verdicts = link(land, residents, **ASKED).verdicts
    for row_key, verdict, reason, probability in verdicts.select(
        "row_key", "verdict", "reason", "probability"
    ).iter_rows():
        told = explain(land, residents, row_key=row_key, resident_key=None, **ASKED)
        assert told is not None
        assert (told.verdict, told.reason, round(told.probability, 6)) == (verdict, reason, probability)
        assert told.rivals["rank"][0] == 1


def test_a_pair_no_key_found_says_so(land_rows, residents):
    land = land_rows({"name": "Khổng Thị Nụ", "birth": "1957", **HERE})
    told = explain(land, residents, row_key="row-0", resident_key="Toàn-10", **ASKED)
    assert told is not None
    assert told.found_by is None
    assert told.contradiction == "name_differs"
    assert told.probability < 1e-3


def test_nobody_to_explain(land_rows, residents):
    land = land_rows({"name": "Chùa Mỹ Cụ", "holder_type": "community"}, {"name": "Không Ai", "birth": "1901"})
    assert explain(land, residents, row_key="row-0", resident_key=None, **ASKED) is None
    assert explain(land, residents, row_key="row-1", resident_key=None, **ASKED) is None
    with pytest.raises(KeyError):
        explain(land, residents, row_key="row-1", resident_key="nowhere", **ASKED)


def decided(*pairs: tuple[str, str, bool]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema=DECIDED_PAIRS.empty().schema, orient="row")


def test_decided_link_is_explained_with_what_the_machine_would_say(land_rows, residents):
    """Nobody is asked about: the explanation is of whom people decided on, weighed beside the machine's own rivals."""
    land = land_rows({"name": "Khổng Thị Nụ", "birth": "1957", **HERE})
    alone = explain(land, residents, row_key="row-0", resident_key="Toàn-10", **ASKED)
    told = explain(
        land, residents, row_key="row-0", resident_key=None, decided=decided(("row-0", "Toàn-10", True)), **ASKED
    )
    assert alone is not None
    assert told is not None
    assert (told.verdict, told.reason, told.resident_key) == ("link", "decided", "Toàn-10")
    assert told.decisions.rows() == [("Toàn-10", True, True)]
    assert told.terms.equals(alone.terms)
    assert (told.probability, told.contradiction) == (alone.probability, "name_differs")
    assert told.rivals["resident_key"][0] == "nu"


def test_who_was_ruled_out_is_explained_too(land_rows, residents):
    land = land_rows({"name": "Khổng Thị Nụ", "birth": "1957", "citizen_id": "031157000001", **HERE})
    ruled_out = decided(("row-0", "nu", False))
    told = explain(land, residents, row_key="row-0", resident_key="nu", decided=ruled_out, **ASKED)
    assert told is not None
    assert (told.verdict, told.reason, told.resident_key) == ("no_link", "ruled_out", "nu")
    assert told.decisions.rows() == [("nu", False, True)]
    assert told.probability > 0.99


def test_decision_on_a_row_that_says_the_same_is_told_as_such(land_rows, residents):
    land = land_rows(*[{"name": "Khổng Thị Nụ", "birth": "1957", "citizen_id": "031157000008", **HERE}] * 2)
    told = explain(land, residents, row_key="row-1", resident_key=None, decided=decided(("row-0", "nu", True)), **ASKED)
    assert told is not None
    assert (told.reason, told.decisions.rows()) == ("decided_alike", [("nu", True, False)])


def test_row_that_names_nobody_is_explained_where_people_decided_on_it(land_rows, residents):
    land = land_rows({"name": "", "holder_type": "unnamed"})
    told = explain(land, residents, row_key="row-0", resident_key=None, decided=decided(("row-0", "nu", True)), **ASKED)
    assert told is not None
    assert (told.verdict, told.resident_key, told.decisions["is_own"].to_list()) == ("link", "nu", [True])


def test_decision_against_one_of_its_like_is_explained_by_itself(land_rows, residents):
    land = land_rows(*[{"name": "Khổng Thị Nụ", "birth": "1957", "citizen_id": "031157000008", **HERE}] * 2)
    torn = decided(("row-0", "nu", True), ("row-1", "Toàn-10", True))
    told = explain(land, residents, row_key="row-0", resident_key=None, decided=torn, **ASKED)
    assert told is not None
    assert (told.resident_key, told.reason, told.decisions.rows()) == ("nu", "decided", [("nu", True, True)])
    assert told.probability > 0.99
