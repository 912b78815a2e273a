from __future__ import annotations

import json

import polars as pl
import pytest

from cleaning.errors import ModelError
from cleaning.linking.comparisons import COMPARISONS, with_levels
from cleaning.linking.contenders import with_ruling_out
from cleaning.linking.households import families_of
from cleaning.linking.mentions import sides_of
from cleaning.linking.model import load_model
from cleaning.linking.scoring import TERM_FREQUENCY, frequency_bits, population_of, scale_of, scored
from cleaning.linking.training import train
from cleaning.settings import Settings

MODEL = load_model()

# Stronger agreement must never weigh less, in the order the levels mean; not all of them can be compared.
ORDERED = {
    "citizen_id": ("same", "one_slip", "different"),
    "cmnd": ("same", "different"),
    "name": ("same", "accents_lost", "one_letter", "other_middle", "different"),
    "birth": ("same_day", "same_year", "one_digit_year", "different"),
    "gender": ("same", "different"),
    "place": ("same_hamlet", "same_old_unit", "other_hamlet"),
    "household": ("same_household", "perhaps_same_household", "other_household"),
}


@pytest.mark.parametrize("comparison", ORDERED)
def test_more_agreement_never_weighs_less(comparison):
    weight = dict(zip((level.name for level in MODEL.levels[comparison]), MODEL.weights(comparison)[1:], strict=True))
    ordered = [weight[level] for level in ORDERED[comparison]]
    assert ordered == sorted(ordered, reverse=True)
    assert MODEL.weights(comparison)[0] == 0


def test_a_model_for_other_levels_is_refused(tmp_path):
    other = json.loads(MODEL.model_dump_json())
    other["levels"]["gender"] = other["levels"]["gender"][:1]
    path = tmp_path / "model.json"
    path.write_text(json.dumps(other), encoding="utf-8")
    with pytest.raises(ModelError, match="huấn luyện lại"):
        load_model(path)
    with pytest.raises(ModelError, match="model-none.json"):
        load_model(tmp_path / "model-none.json")


def test_the_parts_of_a_weight_add_up(land_rows, register):
    person = {"name": "Khổng Thị Nụ", "birth": "1957", "gender": "female", "citizen_id": "031157000001"}
    land = land_rows(person)
    sides = sides_of(land, register(person, {"name": "Lê An"}), families_of(land))
    scale = scale_of(sides, population_of(sides), MODEL)
    pairs = pl.DataFrame({"mention": [0, 0], "resident": [0, 1]}, schema={"mention": pl.UInt32, "resident": pl.UInt32})
    pairs = scored(with_ruling_out(with_levels(pairs, sides), sides), scale)
    for pair in pairs.with_row_index().iter_rows(named=True):
        levels = sum(MODEL.weights(one.name)[pair[f"level_{one.name}"]] for one in COMPARISONS)
        rarity = [pairs.select(frequency_bits(one, scale))[int(pair["index"])].item() for one in TERM_FREQUENCY]
        assert pair["weight"] == pytest.approx(levels + sum(rarity))
    assert 0 < pairs["probability"].sum() < 1
    assert pairs.select(pl.col("^level_.*$")).null_count().sum_horizontal().item() == 0


def test_a_rare_name_says_more_than_a_common_one(land_rows, register):
    residents = register(
        *({"name": "Nguyễn Văn Hùng", "row_key": f"r{n:02}"} for n in range(50)),
        {"name": "Khổng Văn Nụ", "row_key": "s"},
    )
    land = land_rows({"name": "Nguyễn Văn Hùng"}, {"name": "Khổng Văn Nụ"})
    sides = sides_of(land, residents, families_of(land))
    pairs = pl.DataFrame({"mention": [0, 1], "resident": [0, 50]}, schema={"mention": pl.UInt32, "resident": pl.UInt32})
    scale = scale_of(sides, population_of(sides), MODEL)
    common, rare = with_levels(pairs, sides).select(bits=frequency_bits("name", scale))["bits"]
    assert common < rare


def test_training_learns_what_true_pairs_look_like(land_rows, register):
    people = [
        {"name": f"{family} Văn {given}", "birth": f"19{40 + n}-03-0{1 + n % 9}", "gender": "male"}
        | {
            "citizen_id": f"0310{40 + n}{n:06d}",
            "hamlet": f"kien bai {n % 4}",
            "unit": "11557",
            "row_key": f"{family}{given}{n}",
        }
        for family in ("Phạm", "Vũ", "Bùi")
        for given in ("Sơn", "Khánh", "Toàn", "Thịnh")
        for n in range(20)
    ]
    land = land_rows(
        *({**person, "citizen_id": "" if n % 3 else person["citizen_id"]} for n, person in enumerate(people))
    )
    fit = {
        "name": "t",
        "trained_on": "invented",
        "seed": 3,
        "settings": Settings(training_pairs=20_000, training_rounds=8),
    }
    model = train(land, register(*people), **fit)
    birth = {level.name: level for level in model.levels["birth"]}
    assert model.share_listed["here"] > 0.9
    assert birth["same_day"].m > 0.9 > birth["same_day"].u
    assert model == train(land.reverse(), register(*reversed(people)), **fit)
