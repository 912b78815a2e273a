"""Answered sheets, judged: what is taken, what is refused and why, and what a sheet that has slipped gives away."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from cleaning.decisions.answer_rules import AnswerRule, rules_frame
from cleaning.decisions.judging import candidates, refuse_unusable
from cleaning.decisions.receipts import receipts
from cleaning.errors import SchemaError
from cleaning.schemas import DECISIONS, RAW_ANSWERS, RECEIPT
from tests.decisions.judged_sheets import HOA, HUNG, LAN, answered, each_alone, judged, questions, sheet

_TAKE: Final = {"answer": "sửa theo dân cư"}
_MISSING: Final = {"code": "id_missing", "about": [HUNG], "resident_value": HUNG, "proposal": HUNG}
_SEVERAL: Final = {"code": "person_ambiguous", "about": [HUNG, LAN], "holder_name": "Nguyễn Văn Hùng"}
_UNKNOWN: Final = {"code": "person_not_found", "holder_name": "Lê Thị Hoa", "land_value": "Lê Thị Hoa, sinh 1961"}
_OTHER_KIND: Final = {"code": "name_differs", "about": [HUNG]}
_REVIEW: Final = {"code": "person_to_review", "about": [HUNG], "holder_name": "Nguyễn Văn Hùng"}
_DEAD: Final = {"code": "owner_deceased", "about": [HUNG]}
_MINOR: Final = {"code": "owner_minor", "about": [HUNG], "land_value": "12/07/2015"}
_BORN: Final = {"answer": "giá trị khác", "value": "1985"}
_NUMBER: Final = "031099000001"

# question, what is said, fault or None, and what is decided: is_same, residents, corrections
CASES: Final[list[tuple[dict[str, Any], dict[str, Any], str | None, tuple[Any, ...]]]] = [
    (_MISSING, _TAKE, None, (None, HUNG, f'{{"holder_id_number":"{HUNG}"}}')),
    (_MISSING, _TAKE | {"value": HUNG.lstrip("0")}, None, (None, HUNG, f'{{"holder_id_number":"{HUNG}"}}')),
    (_MISSING, _TAKE | {"value": LAN}, "contradicts_answer", ()),
    (_MISSING | {"proposal": None}, _TAKE, "no_proposal", ()),
    (_MISSING | {"is_one_of_several": True}, _TAKE, "row_of_several", ()),
    (_MISSING, {"answer": "giá trị khác", "value": _NUMBER}, "number_not_registered", ()),
    (_MISSING, {"answer": "giá trị khác", "value": LAN}, "number_of_other", ()),
    (_MISSING, {"answer": "giá trị khác"}, "no_value", ()),
    (_MISSING, {"value": _NUMBER}, "no_answer", ()),
    (_MISSING, {"answer": "đúng người"}, "not_allowed", ()),
    (_MISSING, {"answer": "giữ theo đất đai"}, None, (None, HUNG, None)),
    (_MISSING, _TAKE | {"decided_by": None}, "unsigned", ()),
    (_MISSING, _TAKE | {"decided_by": "chưa rõ"}, "bad_signature", ()),
    (_MISSING, _TAKE | {"decided_by": "?? Th? Mai"}, "bad_signature", ()),
    (_MISSING, _TAKE | {"decided_by": "theo giấy tờ gốc"}, "bad_signature", ()),
    (_MISSING, _TAKE | {"guid": "another"}, "shown_differs", ()),
    (_MISSING, _TAKE | {"resident_value": f"{int(HUNG)}.0"}, None, (None, HUNG, f'{{"holder_id_number":"{HUNG}"}}')),
    (_MISSING, _TAKE | {"question": None}, None, (None, HUNG, f'{{"holder_id_number":"{HUNG}"}}')),
    (_MISSING, _TAKE | {"question": "C11557"}, "bad_question", ()),
    (_MISSING, _TAKE | {"question": "C11560-0A1B2C3D4E5F60718293A4B5"}, "other_ward", ()),
    (_MISSING, _TAKE | {"question": "C11557-0A1B2C3D4E5F60718293A4B5"}, "unknown_question", ()),
    (_MISSING, _TAKE | {"discrepancy_id": None}, "no_id", ()),
    (_MISSING, _TAKE | {"discrepancy_id": "unheard of", "question": None}, "unknown_id", ()),
    (_SEVERAL, {"answer": "đúng người", "value": LAN.lstrip("0")}, None, (True, LAN, None)),
    (_SEVERAL, {"answer": "đúng"}, "which_of_them", ()),
    (_SEVERAL, {"answer": "đúng", "value": HOA}, "not_asked_about", ()),
    (_SEVERAL, {"answer": "không phải người này"}, None, (False, f"{HUNG}|{LAN}", None)),
    (_SEVERAL, {"answer": "không phải", "value": HUNG}, "contradicts_answer", ()),
    (_SEVERAL, {"answer": "giá trị khác", "value": HOA}, "other_name", ()),
    (_SEVERAL, {"answer": "giá trị khác", "value": _NUMBER}, "unknown_person", ()),
    (_UNKNOWN, {"answer": "giá trị khác", "value": HOA}, None, (True, HOA, None)),
    (_UNKNOWN, {"answer": "giá trị khác", "value": HUNG}, "other_name", ()),
    (_UNKNOWN, {"answer": "giá trị khác", "value": _NUMBER}, None, (None, None, f'{{"holder_id_number":"{_NUMBER}"}}')),
    (_REVIEW, {"answer": "đúng"}, None, (True, HUNG, None)),
    (_REVIEW, {"answer": "đúng người", "value": LAN}, "not_asked_about", ()),
    (_REVIEW | {"about": []}, {"answer": "đúng người"}, "nobody_asked_about", ()),
    (_DEAD, {"answer": "không phải"}, "unknown_answer", ()),
    (_DEAD, {"answer": "không phải người này"}, None, (False, HUNG, None)),
    (
        {"code": "birth_date_differs", "about": [HUNG], "proposal": "05/03/1957"}, _TAKE, None,
        (None, HUNG, '{"holder_birth_date":"1957-03-05"}'),
    ),
    (_MINOR | {"resident_value": "12/07/2015"}, _BORN, "year_of_neither", ()),
    (_MINOR | {"resident_value": "12/07/1985"}, _BORN, None, (None, HUNG, '{"holder_birth_date":"1985"}')),
    (_MINOR | {"about": []}, _BORN, None, (None, None, '{"holder_birth_date":"1985"}')),
    ({"code": "guid_shared"}, {"answer": "giá trị khác", "value": "x"}, "not_allowed", ()),
]  # fmt: skip
ROWS: Final = each_alone([(question, said) for question, said, _, _ in CASES])


@pytest.mark.parametrize(
    ("case", "row"), list(zip(CASES, ROWS, strict=True)), ids=[f"{at}" for at in range(len(CASES))]
)
def test_each_answer_by_itself(case: tuple[Any, ...], row: dict[str, Any]) -> None:
    _, said, fault, decided = case
    assert row["fault"] == fault, said
    if fault is None:
        assert (row["is_same"], row["residents"], row["corrections"]) == decided


def test_nothing_answered_nothing_judged() -> None:
    found = judged(RAW_ANSWERS.empty(), questions([_MISSING]))
    assert candidates(found).is_empty()
    assert_frame_equal(
        receipts(found, new=pl.Series([], dtype=pl.String), decisions=DECISIONS.empty()), RECEIPT.empty()
    )


def test_a_decision_keeps_what_was_shown() -> None:
    asked = questions([_MISSING])
    row = candidates(judged(answered(asked, [_TAKE | {"note": "  theo   căn cước "}]), asked)).row(0, named=True)
    shown = asked.row(0, named=True)
    kept = (
        "discrepancy_id",
        "question",
        "code",
        "row_key",
        "guid",
        "person_marks",
        "resident_value",
        "proposal",
        "model",
    )
    assert {name: row[name] for name in kept} == {name: shown[name] for name in kept}
    assert (row["decided_by"], row["note"], row["source_row"]) == ("Đỗ Thị Mai", "theo căn cước", 2)
    assert len(row["decision_id"]) == 32


def test_a_deleted_column_is_no_guess_where_more_was_asked() -> None:
    asked = questions([_MISSING])
    again = asked.with_columns(question=pl.lit("C11557-FFFFFFFF" + "0" * 16))
    raw = answered(asked, [_TAKE | {"question": None}])
    assert judged(raw, pl.concat([asked, again]))["fault"].to_list() == ["several_questions"]


def test_a_blank_code_among_others_is_a_slipped_row() -> None:
    asked = questions([_MISSING, _MISSING])
    assert judged(answered(asked, [_TAKE, _TAKE | {"question": None}]), asked)["fault"].to_list() == [
        None,
        "no_question",
    ]


def test_one_person_who_says_two_things_is_not_taken_at_either_word() -> None:
    asked = questions([_MISSING, _DEAD])
    rows = answered(asked, [_TAKE, {"answer": "chưa rõ"}])
    twice = pl.concat([rows, rows.head(1).with_columns(source_row=pl.lit(9, pl.Int32), answer_raw=pl.lit("chưa rõ"))])
    assert judged(twice, asked)["fault"].to_list() == ["answered_twice", None, "answered_twice"]
    same = pl.concat(
        [rows, rows.head(1).with_columns(source_row=pl.lit(9, pl.Int32), answer_raw=pl.lit("SUA THEO DAN CU"))]
    )
    assert candidates(judged(same, asked)).height == 2


@pytest.mark.parametrize(
    ("slipped", "fault"),
    [
        ({"decided_by_raw": None}, "unsigned"),
        ({"decided_by_raw": "theo giấy tờ gốc"}, "bad_signature"),
        ({"question_raw": None, "decided_by_raw": "theo giấy tờ gốc"}, "no_question"),
    ],
)
def test_beside_another_answer_that_may_be_anybodys_none_counts(slipped: dict[str, str | None], fault: str) -> None:
    asked = questions([_MISSING, _DEAD])
    rows = answered(asked, [_TAKE, {"answer": "chưa rõ"}])
    torn = rows.head(1).with_columns(
        pl.lit(9, pl.Int32).alias("source_row"), answer_raw=pl.lit("chưa rõ"),
        **{name: pl.lit(text, pl.String) for name, text in slipped.items()},
    )  # fmt: skip
    found = judged(pl.concat([rows, torn]), asked)
    assert found["fault"].to_list() == ["answered_twice", None, fault]
    same = torn.with_columns(answer_raw=rows["answer_raw"].head(1))
    if fault != "no_question":
        assert judged(pl.concat([rows, same]), asked)["fault"].to_list() == [None, None, fault]


def test_a_sheet_on_which_much_is_answered_twice_is_not_taken_at_all() -> None:
    asked = questions([_MISSING] * 30)
    rows = answered(asked, [_TAKE] * 30)
    again = rows.with_columns(source_row=pl.col("source_row") + 100, answer_raw=pl.lit("chưa rõ"))
    of_clerk, of_another = (
        judged(pl.concat([rows, again.head(5).with_columns(decided_by_raw=pl.lit(who))]), asked)["fault"]
        for who in ("Đỗ Thị Mai", "Ngô Văn Tuấn")
    )
    assert set(of_clerk) == {"answered_twice", "sheet_contradicts"}
    assert of_another.null_count() == 35


def test_codes_of_another_row_refuse_the_whole_sheet_but_no_other() -> None:
    asked = questions([_MISSING] * 5)
    said = [_TAKE, _TAKE, _TAKE | {"question": asked["question"][3]}, None, None]
    other = answered(asked, [None, None, None, None, _TAKE]).with_columns(source_sheet=pl.lit("khác"))
    found = judged(pl.concat([answered(asked, said), other]), asked)
    by_sheet = found.filter(pl.col("source_sheet").is_null())["fault"].to_list()
    assert by_sheet == ["sheet_displaced", "sheet_displaced", "question_of_other_row"]
    assert found.filter(pl.col("source_sheet") == "khác")["fault"].to_list() == [None]


def test_a_code_filled_down_over_other_rows_refuses_those_alone() -> None:
    asked = questions([_MISSING] * 4)
    filled_down = _TAKE | {"question": asked["question"][1]}
    found = judged(answered(asked, [_TAKE, _TAKE, filled_down, filled_down]), asked)
    assert found["fault"].to_list() == [None, None, "question_of_other_row", "question_of_other_row"]


def test_answers_that_do_not_fit_their_rows_refuse_the_whole_sheet() -> None:
    asked = questions([_MISSING] * 30)
    one = [{"answer": "đúng người"}, *[_TAKE] * 29]
    assert judged(answered(asked, one), asked)["fault"].null_count() == 29
    two = [{"answer": "đúng người"}, {"answer": "không phải người này", "value": HUNG}, *[_TAKE] * 28]
    assert set(judged(answered(asked, two), asked)["fault"]) == {"not_allowed", "contradicts_answer", "sheet_misfits"}


def test_answers_that_stand_in_blocks_across_kinds_refuse_the_whole_sheet() -> None:
    asked = questions([_MISSING, _OTHER_KIND] * 10)
    mixed = [{"answer": answer} for answer in ("chưa rõ", "giữ theo đất đai", "giữ theo đất đai", "chưa rõ")] * 5
    blocks = sorted(mixed, key=lambda one: one["answer"])
    by_kind = [{"answer": answer} for answer in ("chưa rõ", "giữ theo đất đai")] * 10
    assert judged(answered(asked, mixed), asked)["fault"].null_count() == 20
    assert judged(answered(asked, by_kind), asked)["fault"].null_count() == 20
    assert set(judged(answered(asked, blocks), asked)["fault"]) == {"sheet_in_blocks"}


@pytest.mark.parametrize(
    ("beside", "since", "fault"),
    [
        (
            "17/12/1954",
            None,
            "which_is_the_month",
        ),  # no order turns it: a program that took 4/2 for April left it alone
        ("7/12/2004", None, "which_is_the_month"),
        ("17/3/1954", None, None),
        ("17/03/1954", None, "which_is_the_month"),
        ("17/12/1954", "05/03/2026", None),
        ("17/12/1954", "2026-03-05", "which_is_the_month"),
    ],
)
def test_a_date_beside_others_is_read_as_they_are_written(beside: str, since: str | None, fault: str | None) -> None:
    asked = questions([{"code": "certificate_date_invalid"}] * 2)
    said = [{"answer": "giá trị khác", "value": value, "since": since} for value in (beside, "2/4/2003")]
    assert judged(answered(asked, said), asked)["fault"].to_list()[1] == fault


def test_names_that_slipped_to_rows_without_answer_refuse_the_whole_sheet() -> None:
    asked = questions([_MISSING] * 23)
    names = [None] * 3 + ["Đỗ Thị Mai"] * 10 + ["Ngô Văn Tuấn"] * 10
    several = [_TAKE | {"decided_by": who} for who in names]
    alone = [_TAKE | {"decided_by": who and "Đỗ Thị Mai"} for who in names]
    slipped, unslipped, of_one = (
        judged(answered(asked, said).with_columns(signed_alone=pl.lit(signed_alone, pl.Int32)), asked)["fault"]
        for said, signed_alone in ((several, 3), (several, 1), (alone, 3))
    )
    assert set(slipped) == {"unsigned", "sheet_misfits"}
    assert unslipped.null_count() == of_one.null_count() == 20


def test_one_new_number_for_two_people_is_refused() -> None:
    people = ["Nguyễn Văn Hùng", "Nguyễn Văn Hùng", "Phạm Thị Bích"]
    asked = questions([_MISSING | {"about": [], "resident_value": None, "holder_name": name} for name in people])
    said = {"answer": "giá trị khác", "value": _NUMBER}
    assert judged(answered(asked, [said, said, None]), asked)["fault"].to_list() == [None, None]
    assert set(judged(answered(asked, [said, said, said]), asked)["fault"]) == {"one_number_for_several"}
    counted = [said, said | {"value": f"{int(_NUMBER) + 1:012d}"}, None]
    assert set(judged(answered(asked, counted), asked)["fault"]) == {"one_number_for_several"}


def test_a_known_number_copied_to_somebody_else_counts_for_nobody() -> None:
    people = ["Nguyễn Văn Hùng", "Phạm Thị Bích", "Trần Thị Lan"]
    asked = questions([_MISSING | {"about": [], "resident_value": None, "holder_name": name} for name in people])
    his, of_lan = {"answer": "giá trị khác", "value": HUNG}, {"answer": "giá trị khác", "value": LAN}
    assert judged(answered(asked, [his, None, of_lan]), asked)["fault"].to_list() == [None, None]
    copied = judged(answered(asked, [his, his, of_lan]), asked)["fault"].to_list()
    assert copied == ["one_number_for_several", "other_name", None]


def test_a_name_that_signs_is_no_value() -> None:
    asked = questions([{"code": "current_user_differs", "land_value": "Lê Văn Tám"}])
    said = {"answer": "giá trị khác", "value": "đỗ thị mai"}
    assert judged(answered(asked, [said]), asked)["fault"].to_list() == ["name_of_signer"]


def test_unusable_values_become_refusals() -> None:
    asked = questions([_MISSING, _DEAD])
    found = judged(answered(asked, [_TAKE, {"answer": "đúng người"}]), asked)
    refused = refuse_unusable(found, found["decision_id"].head(1))
    assert refused["fault"].to_list() == ["unusable", None]
    assert candidates(refused).height == 1


def test_rules_name_known_answers_and_fields_only() -> None:
    with pytest.raises(SchemaError, match="perhaps"):
        rules_frame({"a": AnswerRule(("perhaps",))})


_SAID = st.sampled_from(
    [
        _TAKE,
        {"answer": "giữ"},
        {"answer": "đúng"},
        {"answer": "giá trị khác", "value": _NUMBER},
        {"answer": "chưa rõ"},
        None,
    ]
)


@settings(max_examples=5)
@given(st.lists(_SAID, min_size=5, max_size=5), st.integers(0, 99))
def test_the_order_of_rows_and_a_second_time_change_nothing(said: list[dict[str, Any] | None], seed: int) -> None:
    asked = questions([_MISSING, _SEVERAL, _UNKNOWN, _REVIEW, _DEAD])
    raw = answered(asked, said)
    found = judged(raw, asked)
    shuffled = judged(
        raw.sample(fraction=1, shuffle=True, seed=seed), asked.sample(fraction=1, shuffle=True, seed=seed)
    )
    assert_frame_equal(shuffled, found)
    saved_again = sheet(raw.rename(lambda name: name.removesuffix("_raw")).to_dicts(), "khác.csv")
    assert judged(saved_again, asked)["decision_id"].to_list() == found["decision_id"].to_list()
