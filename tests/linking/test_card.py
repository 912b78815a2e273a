"""The frames of the model card: every row counted once, no name that few bear, the same in any row order."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from cleaning.linking.card import FEWEST_BEARERS, CardFrames, card_of
from cleaning.linking.model import Level, Model
from cleaning.schemas import VERDICTS

MODEL = Model(
    name="m",
    trained_on="invented",
    figures={},
    share_listed={"here": 0.5},
    agreement={"name_key": 0.25, "name_folded": 0.5},
    levels={
        "gender": (Level(name="same", m=0.8, u=0.1), Level(name="different", m=0.2, u=0.8, note="copied by hand")),
        "birth": (Level(name="same_day", m=0.5, u=0.5),),
    },
)
REPORT = pl.DataFrame(
    {"key": ["name+year", "cmnd~1", "name"], "pairs": [9, 4, 7], "only_pairs": [3, 4, 0], "capped": [0, 0, 60]}
)
# row → holder type, what it lacks, verdict, probability, found_by
ROWS = {
    "a": ("person", "", "link", 1.0, "name&year+name"),
    "b": ("person", "", "link", 0.98, "name&year"),
    "c": ("person", "number", "review", 0.5, "name"),
    "d": ("person", "number+birth_year+hamlet", "no_link", 0.0, "name"),
    "e": ("person", "birth_year", "no_link", None, None),
    "f": ("unnamed", "name", "no_link", None, None),
    "g": ("organisation", "number+birth_year+hamlet", "not_a_person", None, None),
}


def _verdicts() -> pl.DataFrame:
    said = [
        {"row_key": key, "verdict": verdict, "probability": probability, "found_by": found_by, "reason": verdict[:4]}
        for key, (_, _, verdict, probability, found_by) in ROWS.items()
    ]
    nothing = {column.name: pl.lit(None, column.dtype).alias(column.name) for column in VERDICTS.columns}
    known = pl.DataFrame(said)
    return VERDICTS.conform(known.with_columns(nothing[name] for name in VERDICTS.names if name not in known.columns))


@pytest.fixture
def land(land_rows) -> pl.DataFrame:
    whole = {"name": "Lê Văn An", "birth": "1970", "cmnd": "031000001", "hamlet": "kien bai"}
    lacks = {"name": "name", "number": "cmnd", "birth_year": "birth", "hamlet": "hamlet"}
    people = [
        whole | {lacks[lack]: "" for lack in missing.split("+") if lack} | {"row_key": key, "holder_type": kind}
        for key, (kind, missing, *_) in ROWS.items()
    ]
    return land_rows(*people)


@pytest.fixture
def residents(register) -> pl.DataFrame:
    borne = {"Nguyễn Văn Hùng": 7, "Trần Thị Lan": FEWEST_BEARERS, "Khổng Thị Nụ": FEWEST_BEARERS - 1, "Lý A": 1}
    return register(
        *({"name": name, "row_key": f"{name}{n}"} for name, bearers in borne.items() for n in range(bearers)),
        {"name": ""},
    )


@pytest.fixture
def card(land: pl.DataFrame, residents: pl.DataFrame) -> CardFrames:
    return card_of(land, residents, _verdicts(), REPORT, MODEL)


def test_levels_keep_their_order_and_weigh_log2_of_m_over_u(card: CardFrames) -> None:
    assert card.levels.select("comparison", "level", "weight", "note").rows() == [
        ("gender", "same", 3.0, ""), ("gender", "different", -2.0, "copied by hand"), ("birth", "same_day", 0.0, ""),
    ]  # fmt: skip


def test_a_name_that_few_residents_bear_is_never_shown(card: CardFrames) -> None:
    shown = card.names.filter(pl.col("form") == "name_key")
    assert shown.select("name", "bearers").rows() == [("Nguyễn Văn Hùng", 7), ("Trần Thị Lan", FEWEST_BEARERS)]
    assert card.names["bearers"].min() == FEWEST_BEARERS


def test_a_rarer_name_adds_more(card: CardFrames) -> None:
    shown = card.names.filter(pl.col("form") == "name_key")
    assert shown["share"].to_list() == pytest.approx([7 / 18, 5 / 18])
    common, rare = shown["weight_change"]
    assert common == pytest.approx(-0.637, abs=0.001)  # log2(0.25 / (7 / 18))
    assert rare > common


def test_the_commonest_names_come_first_and_few_are_told(land, register) -> None:
    people = register(
        *(
            {"name": f"Lê Thị {'abcdefghijklmnopqrstuvwxyz'[n]}", "row_key": f"{n}-{k}"}
            for n in range(26)
            for k in range(5 + n)
        )
    )
    shown = card_of(land, people, _verdicts(), REPORT, MODEL).names.filter(pl.col("form") == "name_key")["bearers"]
    assert shown.to_list() == sorted(shown.to_list(), reverse=True)
    assert (shown[0], shown[7], shown.len()) == (30, 23, 14)
    assert shown[-1] < 10


def test_histogram_counts_every_row_of_a_person_once(card: CardFrames) -> None:
    assert card.histogram.rows() == [
        (None, "no_link", 2), (-20, "no_link", 1), (0, "review", 1), (5, "link", 1), (19, "link", 1),
    ]  # fmt: skip


def test_rows_are_told_by_what_they_lack(card: CardFrames) -> None:
    assert card.unlinkables.rows() == [
        ("", 2, 2, 0, 0), ("birth_year", 1, 0, 0, 1), ("name", 1, 0, 0, 1), ("number", 1, 0, 1, 0),
        ("number+birth_year+hamlet", 1, 0, 0, 1),
    ]  # fmt: skip


def test_keys_tell_the_links_they_found_and_found_alone(card: CardFrames) -> None:
    assert card.keys.rows() == [("name+year", 9, 3, 0, 2, 1), ("cmnd~1", 4, 4, 0, 0, 0), ("name", 7, 0, 60, 1, 0)]


def test_reasons_are_counted(card: CardFrames) -> None:
    assert ("link", "link", 2) in card.reasons.rows()
    assert card.reasons["rows"].sum() == len(ROWS)


def test_what_people_decided_is_told_among_the_reasons_only(land, residents, card) -> None:
    is_b = pl.col("row_key") == "b"
    verdicts = _verdicts().with_columns(
        reason=pl.when(is_b).then(pl.lit("decided_alike")).otherwise("reason"),
        probability=pl.when(~is_b).then("probability"),
        found_by=pl.when(is_b).then(pl.lit("decision")).otherwise("found_by"),
    )
    told = card_of(land, residents, verdicts, REPORT, MODEL)
    assert ("link", "decided_alike", 1) in told.reasons.rows()
    assert told.histogram["rows"].sum() == card.histogram["rows"].sum() - 1
    assert told.unlinkables.row(0) == ("", 1, 1, 0, 0)
    assert told.keys["links"].sum() == card.keys["links"].sum() - 1


def test_row_order_changes_nothing(card: CardFrames, land: pl.DataFrame, residents: pl.DataFrame) -> None:
    shuffled = [frame.sample(fraction=1, shuffle=True, seed=5) for frame in (land, residents, _verdicts())]
    for frame, again in zip(card, card_of(*shuffled, REPORT, MODEL), strict=True):
        assert_frame_equal(frame, again)


def test_nobody_at_all_has_a_card(land: pl.DataFrame, residents: pl.DataFrame) -> None:
    empty = card_of(land.clear(), residents.clear(), _verdicts().clear(), REPORT, MODEL)
    assert (empty.names.height, empty.histogram.height, empty.unlinkables.height) == (0, 0, 0)
    assert empty.keys["links"].to_list() == [0, 0, 0]
