"""Which links can be checked, by which evidence, under which name."""

from __future__ import annotations

import polars as pl

from cleaning.decisions import checkable_links
from cleaning.decisions.strata import STRATA, link_of, stratum_of
from cleaning.linking.deciding import REASONS
from cleaning.schemas import CHECK_ID, RESIDENTS, SAMPLE


def check_id(verdicts_of, row: str, resident: str, reason: str, ward: str = "11557") -> str:
    return checkable_links(verdicts_of([(row, resident, reason)]), RESIDENTS.empty(), ward=ward)["check_id"].item()


def test_strata_rest_on_reasons_that_linking_gives_and_no_reason_on_two() -> None:
    named = [reason for stratum in STRATA for reason in stratum.reasons]
    assert set(named) <= set(REASONS)
    assert len(named) == len(set(named))
    assert STRATA[-1].reasons == ()


def test_links_of_the_ward_are_named_and_sorted_into_strata(links: pl.DataFrame) -> None:
    assert links.columns == SAMPLE.names
    assert dict(links.group_by("stratum").len().iter_rows()) == {
        "citizen_id": 600, "cmnd": 200, "name_birth_place": 100, "citizen_id_slip": 8, "other": 5,
    }  # fmt: skip
    assert links["check_id"].str.contains(CHECK_ID).all()
    assert links["check_id"].is_unique().all()
    assert links.select((stratum_of(pl.col("check_id")) == pl.col("stratum")).all()).item()


def test_only_links_can_be_checked_and_people_of_other_wards_are_a_stratum(verdicts_of) -> None:
    linked = verdicts_of([("a", "here", "cmnd"), ("b", "elsewhere", "cmnd"), ("c", "here", "household")])
    verdicts = pl.concat([linked, verdicts_of([("d", None, "tied")], verdict="review")])
    links = checkable_links(verdicts, pl.DataFrame({"row_key": ["elsewhere"]}), ward="11557")
    assert links.select("row_key", "stratum").rows() == [("a", "cmnd"), ("b", "abroad"), ("c", "other")]


def test_a_check_keeps_its_id_for_ever(verdicts_of) -> None:
    assert check_id(verdicts_of, "row-1", "resident-1", "citizen_id") == "K11557-9521D2AE9798A737T"


def test_row_resident_and_ward_make_the_id_and_the_evidence_only_its_last_letter(verdicts_of) -> None:
    first = check_id(verdicts_of, "row-1", "resident-1", "citizen_id")
    later = check_id(verdicts_of, "row-1", "resident-1", "several")
    assert pl.select(link_of(pl.lit(first))).item() == pl.select(link_of(pl.lit(later))).item() != first
    assert first != later
    others = [
        check_id(verdicts_of, "row-2", "resident-1", "citizen_id"),
        check_id(verdicts_of, "row-1", "resident-2", "citizen_id"),
        check_id(verdicts_of, "row-1", "resident-1", "citizen_id", ward="11560"),
    ]
    assert len({first[:-1], *(other[:-1] for other in others)}) == 4


def test_letters_are_those_an_id_may_end_in() -> None:
    assert all(pl.select(pl.lit(f"K11557-{'0' * 16}{one.letter}").str.contains(CHECK_ID)).item() for one in STRATA)
    assert len({one.letter for one in STRATA}) == len(STRATA)


def test_a_ward_without_links_has_nothing_to_check(verdicts_of) -> None:
    assert checkable_links(verdicts_of([]), RESIDENTS.empty(), ward="11557").equals(SAMPLE.empty())
