from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from cleaning.linking.households import families_of
from cleaning.linking.labels import labelled_pairs, met_pairs, taught
from cleaning.linking.mentions import sides_of
from cleaning.linking.model import Model
from cleaning.linking.ranking import compared
from cleaning.linking.training import train
from cleaning.settings import Settings

Trained = Callable[..., Model]
# Of every third land user no more is known than a name and a year that is off by one: nothing but labels tells whether
# they are who they seem.
PEOPLE = [
    {
        "name": f"{family} {middle} {given}",
        "birth": f"19{40 + n}-03-0{1 + n % 9}",
        "hamlet": f"kien bai {n % 4}",
        "unit": "11557",
        "row_key": f"{family}{middle}{given}",
    }
    for family in ("Phạm", "Vũ", "Bùi", "Đỗ")
    for given in ("Sơn", "Khánh", "Toàn")
    for n, middle in enumerate(("Văn", "Đức", "Công", "Quang", "Minh", "Hữu", "Xuân", "Thế", "Trọng", "Bá"))
]
HOLDERS = [
    {**person, "row_key": f"L{person['row_key']}"}
    | ({"birth": str(int(person["birth"][:4]) + 1), "hamlet": "", "unit": ""} if n % 3 == 0 else {})
    for n, person in enumerate(PEOPLE)
]
OFF_BY_ONE = [(holder["row_key"], holder["row_key"][1:]) for n, holder in enumerate(HOLDERS) if n % 3 == 0]


def _labels(*said: tuple[str, str, bool]) -> pl.DataFrame:
    schema = {"row_key": pl.String, "resident_key": pl.String, "is_same": pl.Boolean}
    return pl.DataFrame(list(said), schema=schema, orient="row")


def _about_all(*, is_same: bool) -> pl.DataFrame:
    return _labels(*((row, resident, is_same) for row, resident in OFF_BY_ONE))


@pytest.fixture
def trained(land_rows, register) -> Trained:
    """A model of these invented lists, or of lists with `more` people (land row, resident) in them."""

    def fit(labels: pl.DataFrame | None, *more: tuple[dict[str, str], dict[str, str]], **other: int) -> Model:
        land = land_rows(*HOLDERS, *(holder for holder, _ in more))
        residents = register(*PEOPLE, *(person for _, person in more))
        settings = Settings(training_pairs=5_000, training_rounds=4, **other)
        return train(land, residents, name="t", trained_on="invented", seed=3, settings=settings, labels=labels)

    return fit


def _figures(model: Model) -> tuple[float, float, float]:
    same, different, left_out = (model.figures[f"labels_{name}"] for name in ("same", "different", "left_out"))
    return same, different, left_out


def _learnt(model: Model) -> dict[str, object]:
    return model.model_dump(exclude={"figures"})


def _m(model: Model, comparison: str, level: str) -> float:
    return next(one.m for one in model.levels[comparison] if one.name == level)


def test_what_people_call_the_same_teaches_how_true_pairs_look_and_what_they_call_different_how_not(trained):
    untold = trained(None)
    same, different = trained(_about_all(is_same=True)), trained(_about_all(is_same=False))
    off = [_m(model, "birth", "one_digit_year") for model in (different, untold, same)]
    assert off[0] < off[1] < off[2]
    assert off[2] == pytest.approx(len(OFF_BY_ONE) / len(HOLDERS), abs=0.02)
    assert different.share_listed["unsaid"] < same.share_listed["unsaid"]
    assert _figures(same) == (len(OFF_BY_ONE), 0, 0)
    assert _figures(different) == (0, len(OFF_BY_ONE), 0)


def test_without_labels_nothing_is_said_of_them_and_none_that_count_change_nothing(trained):
    untold = trained(None)
    assert not any(figure.startswith("labels") for figure in untold.figures)
    strangers = _labels(("no such row", PEOPLE[0]["row_key"], True), (HOLDERS[0]["row_key"], "nobody", False))
    told = trained(strangers)
    assert _figures(told) == (0, 0, 2)
    assert _learnt(told) == _learnt(untold)


def test_labels_against_one_another_are_not_used(trained):
    (row, resident), (_, other) = OFF_BY_ONE[:2]
    disputed = trained(_labels((row, resident, True), (row, resident, False)))
    torn = trained(_labels((row, resident, True), (row, other, True)))
    assert _figures(disputed) == _figures(torn) == (0, 0, 2)
    assert _learnt(disputed) == _learnt(torn) == _learnt(trained(None))


def test_rows_that_say_the_same_of_their_holder_are_one_label_and_may_contradict_each_other(trained):
    row, resident = OFF_BY_ONE[0]
    again = {**HOLDERS[0], "row_key": "again"}
    somebody = {"name": "Lê Thị Na", "birth": "1950-01-01", "row_key": "na"}
    agreed = trained(_labels((row, resident, True), ("again", resident, True)), (again, somebody))
    contradicted = trained(_labels((row, resident, True), ("again", resident, False)), (again, somebody))
    assert _figures(agreed) == (2, 0, 0)
    assert _figures(contradicted) == (0, 0, 2)


def test_pair_no_key_would_propose_teaches_when_called_the_same_and_is_passed_over_when_called_different(
    trained, land_rows, register
):
    holder = {"name": "Trịnh Công Bằng", "birth": "1933-11-30", "hamlet": "my dong 1", "row_key": "row"}
    person = {"name": "Đỗ Thu Lan", "birth": "1971-05-17", "hamlet": "kien bai 2", "row_key": "person"}
    assert "row" not in met_pairs(land_rows(*HOLDERS, holder), register(*PEOPLE, person))["row_key"]
    untold = trained(None, (holder, person))
    same = trained(_labels(("row", "person", True)), (holder, person))
    assert _figures(same) == (1, 0, 0)
    assert same.figures["candidate_pairs"] == untold.figures["candidate_pairs"] + 1
    assert _m(same, "name", "different") > _m(untold, "name", "different")
    different = trained(_labels(("row", "person", False)), (holder, person))
    assert _figures(different) == (0, 0, 1)
    assert _learnt(different) == _learnt(untold)


def _taught(land: pl.DataFrame, residents: pl.DataFrame, *said: tuple[str, str, bool]) -> dict[str, dict[str, object]]:
    """What becomes of the pairs of a land row, by resident."""
    sides = sides_of(land, residents, families_of(land))
    told = taught(compared(sides, sides.mentions)[0], labelled_pairs(_labels(*said), sides), sides)
    keys = sides.residents["row_key"]
    return {keys[pair["resident"]]: pair for pair in told.pairs.iter_rows(named=True)}


def test_who_is_somebody_by_a_label_is_nobody_else(land_rows, register):
    """The number settles this row on its bearer; people say it is the father, of the same name."""
    son = {"name": "Hoàng Văn Tạo", "birth": "1980", "citizen_id": "031080000001", "row_key": "son"}
    father = {"name": "Hoàng Văn Tạo", "birth": "1950", "citizen_id": "031050000777", "row_key": "father"}
    lists = land_rows({**son, "row_key": "row"}), register(son, father)
    assert set(_taught(*lists)) == {"son"}
    told = _taught(*lists, ("row", "father", True))
    assert {who: (pair["is_same"], pair["is_ruled_out"]) for who, pair in told.items()} == {
        "father": (True, False),
        "son": (None, True),
    }
    untold = _taught(*lists, ("row", "son", False))
    assert {who: (pair["is_same"], pair["is_ruled_out"]) for who, pair in untold.items()} == {"son": (False, True)}


def test_number_of_another_says_nothing_of_who_a_label_names(land_rows, register):
    number = "031080000001"
    bearer = {"name": "Trịnh Thu Hà", "birth": "1980", "citizen_id": number, "row_key": "bearer"}
    owner = {"name": "Lê Công Bằng", "birth": "1933", "citizen_id": "034033000777", "row_key": "owner"}
    land = land_rows({"name": "Lê Hữu Bằng", "birth": "1951", "citizen_id": number, "row_key": "row"})
    told = _taught(land, register(bearer, owner), ("row", "owner", True))
    assert set(told) == {"bearer", "owner"}
    assert told["owner"]["level_citizen_id"] == 0
    assert told["bearer"]["is_ruled_out"]


def test_labelled_land_users_are_asked_even_where_only_some_are(trained):
    few = {"training_mentions": 100}
    assert trained(None, **few).figures["mentions"] == 100
    told = trained(_about_all(is_same=True), **few)
    assert _figures(told) == (len(OFF_BY_ONE), 0, 0)
    assert 100 < told.figures["mentions"] < len(HOLDERS)


def test_order_of_rows_and_labels_does_not_matter(land_rows, register, trained):
    labels = pl.concat([_about_all(is_same=True)[:20], _about_all(is_same=False)[20:]])
    land, residents = land_rows(*reversed(HOLDERS)), register(*reversed(PEOPLE))
    settings = Settings(training_pairs=5_000, training_rounds=4)
    turned = train(land, residents, name="t", trained_on="invented", seed=3, settings=settings, labels=labels.reverse())
    assert turned == trained(labels)
    assert _figures(turned) == (20, 20, 0)


def test_every_pair_that_may_be_linked_is_met_once_by_row(land_rows, register):
    twice = {**HOLDERS[1], "row_key": "again"}
    met = met_pairs(land_rows(*HOLDERS, twice), register(*PEOPLE))
    assert not met.is_duplicated().any()
    assert set(OFF_BY_ONE) < set(met.iter_rows())
    own = met.filter(pl.col("row_key").is_in([HOLDERS[1]["row_key"], "again"])).sort("row_key")
    by_row = own.partition_by("row_key", include_key=False, maintain_order=True)
    assert by_row[0].sort("resident_key").equals(by_row[1].sort("resident_key"))


def test_labels_of_a_mention_are_counted_by_pair(land_rows, register):
    land = land_rows(*HOLDERS, {**HOLDERS[0], "row_key": "again"})
    sides = sides_of(land, register(*PEOPLE), families_of(land))
    row, resident = OFF_BY_ONE[0]
    said = labelled_pairs(_labels((row, resident, False), ("again", resident, False)), sides)
    assert said.select("is_same", "given").rows() == [(False, 2)]
    assert labelled_pairs(None, sides).is_empty()
