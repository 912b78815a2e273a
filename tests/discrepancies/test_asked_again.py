"""What staff read of a discrepancy that is asked again, or whose cell was corrected."""

from __future__ import annotations

import pytest

from cleaning import schemas
from tests.discrepancies.campaign import FIRST, Campaign, question, standing_row, table_of

ANSWERED = "Bà Mẫu đã trả lời “giữ theo đất đai” ngày 22/11/2026, sau đó "
ASK = "; đề nghị xem và trả lời lại. Câu thường."
LAND = "giá trị đất đai đã đổi từ “đất A” thành “đất B”"
REGISTER = "giá trị dân cư đã đổi từ “dân A” thành “dân B”"
OTHER_PERSON = "người được đối chiếu trong dữ liệu dân cư đã là người khác"


def said(*nights: str | None, answer: str = "decided") -> str:
    """The sentence of the last night, where `answer` was given after the first."""
    campaign = Campaign()
    campaign.night(nights[0])
    campaign.say(answer)
    for evidence in nights[1:]:
        followed = campaign.night(evidence)
    return str(followed["sentence"].item())


@pytest.mark.parametrize(
    ("evidence", "change"),
    [
        ("BAA", LAND),
        ("ABA", OTHER_PERSON),
        ("AAB", REGISTER),
        ("BAB", f"{LAND}, {REGISTER}"),
        ("ABB", f"{OTHER_PERSON}, {REGISTER}"),
    ],
)
def test_who_answered_what_and_what_changed_since(evidence: str, change: str) -> None:
    assert said("AAA", evidence) == f"{ANSWERED}{change}{ASK}"


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("AA-", "A--", "dòng đất đai này không còn được đối chiếu với ai trong dữ liệu dân cư"),
        ("AAA", "A--", "dòng đất đai này không còn được đối chiếu với ai trong dữ liệu dân cư"),
        (
            "A--", "AAA",
            "dòng đất đai này đã được đối chiếu với một người trong dữ liệu dân cư, "
            "giá trị dân cư đã đổi từ “(để trống)” thành “dân A”",
        ),
        ("A-A", "A-B", REGISTER),
    ],
)  # fmt: skip
def test_a_person_found_or_found_no_more_is_told_as_such(before: str, after: str, change: str) -> None:
    assert said(before, after) == f"{ANSWERED}{change}{ASK}"


def test_it_is_told_until_it_is_answered() -> None:
    assert said("AAA", "BAA", "BAA", "BAA") == f"{ANSWERED}{LAND}{ASK}"


def test_an_answer_says_nothing_more() -> None:
    assert said("AAA", "AAA") == "Câu thường."


def test_the_value_of_an_answer_is_told() -> None:
    campaign = Campaign()
    campaign.night("AAA")
    more = {"answer": "other_value", "value": "031060001235"}
    campaign.standing[campaign.last] = standing_row(campaign.last, "decided", **more)
    assert "đã trả lời “giá trị khác: 031060001235” ngày" in campaign.night("BAA")["sentence"].item()


def test_of_several_answers_the_last_is_told() -> None:
    campaign = Campaign()
    for number, evidence in enumerate(("AAA", "BAA"), 1):
        campaign.night(evidence)
        more = {"sequence": number, "decided_by": f"Người {number}"}
        campaign.standing[campaign.last] = standing_row(campaign.last, "decided", **more)
    sentence = campaign.night("CAA")["sentence"].item()
    assert sentence.startswith("Người 2 đã trả lời")
    assert "từ “đất B” thành “đất C”" in sentence


def test_cells_that_are_not_shown_may_have_changed() -> None:
    campaign = Campaign()
    campaign.night("AAA")
    campaign.say("decided")
    changed = campaign.questions.with_columns(land_value=campaign.questions["land_value"].str.replace("A", "B"))
    campaign.questions = changed
    assert campaign.night("BAA")["sentence"].item() == f"{ANSWERED}ô liên quan trên dòng đất đai đã thay đổi{ASK}"


def test_the_same_person_may_be_told_otherwise() -> None:
    campaign = Campaign()
    campaign.night("AAA")
    campaign.say("decided")
    campaign.questions = campaign.questions.with_columns(
        residents=campaign.questions["residents"].str.replace("A", "B")
    )
    change = "họ tên, ngày sinh hoặc số định danh cá nhân của người này trong dữ liệu dân cư đã thay đổi"
    assert campaign.night("ABA")["sentence"].item() == f"{ANSWERED}{change}{ASK}"


def test_a_changed_value_says_enough_of_the_same_person() -> None:
    campaign = Campaign()
    campaign.night("AAA")
    campaign.say("decided")
    campaign.questions = campaign.questions.with_columns(
        residents=campaign.questions["residents"].str.replace("A", "B")
    )
    assert campaign.night("ABB")["sentence"].item() == f"{ANSWERED}{REGISTER}{ASK}"


def test_another_proposal_is_told() -> None:
    campaign = Campaign()
    campaign.night("AAA")
    campaign.say("decided")
    changed = campaign.questions.with_columns(resident_value=campaign.questions["resident_value"].str.replace("A", "B"))
    campaign.questions = changed
    change = "đề xuất đã đổi từ “dân A” thành “dân B”"
    assert campaign.night("AAB")["sentence"].item() == f"{ANSWERED}{change}{ASK}"


def test_a_question_nobody_remembers_has_changed_all_the_same() -> None:
    campaign = Campaign()
    campaign.standing[question("AAA")] = standing_row(question("AAA"), "decided")
    sentence = campaign.night("BAA")["sentence"].item()
    assert sentence == f"{ANSWERED}căn cứ đã thay đổi{ASK}"


@pytest.mark.parametrize(
    ("nights", "answer", "expected"),
    [
        (("A", "A"), "withdrawn", "Câu trả lời trước đây đã được rút lại; đề nghị xem và trả lời lại. Câu thường."),
        (
            ("A", None, "A"),
            ".",
            "Sai lệch này không còn từ ngày 23/11/2026, nay xuất hiện lại; đề nghị xem và trả lời. Câu thường.",
        ),
        (
            ("A", "A"),
            "conflict",
            "Các câu trả lời chưa thống nhất (Bà Mẫu: sửa theo dân cư; ông Thử: giữ theo đất đai) nên chưa được áp"
            " dụng; đề nghị những người đã trả lời bàn lại và chọn cùng một câu trả lời. Câu thường.",
        ),
        (
            ("A", "A"),
            "decided+rowconflict",
            "Các quyết định về dòng đất đai này chưa thống nhất với nhau (Bà Mẫu: 1; ông Thử: 2) nên chưa được áp dụng;"
            " đề nghị bàn lại và trả lời lại. Câu thường.",
        ),
        (
            ("AAA", "BAA"),
            "conflict",
            "Các câu trả lời trước đây chưa thống nhất (Bà Mẫu: sửa theo dân cư; ông Thử: giữ theo đất đai), sau đó"
            f" {LAND}{ASK}",
        ),
    ],
)
def test_why_it_is_asked_again(nights: tuple[str | None, ...], answer: str, expected: str) -> None:
    assert said(*nights, answer=answer) == expected


def test_an_answer_that_is_lost_is_told() -> None:
    campaign = Campaign()
    for answer in ("decided", "lost"):
        campaign.night("A")
        campaign.say(answer)
    assert "sổ quyết định không còn câu trả lời đó" in campaign.night("A")["sentence"].item()


def corrected(*fields: str) -> list[dict[str, object]]:
    return [
        {"row_key": "row", "field": field, "value": "X", "code": "id_malformed", "discrepancy_id": f"row-{number:02d}",
         "decided_by": f"Người {number}", "decided_on": FIRST}
        for number, field in enumerate(fields)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            ("holder_id_number",),
            "Giá trị đất đai nêu sau đây đã được sửa theo quyết định của Người 0 ngày 22/11/2026. Câu thường.",
        ),
        (("area", "holder_gender"), "Câu thường."),
        ((), "Câu thường."),
    ],
)
def test_a_corrected_cell_is_told_where_it_is_shown(fields: tuple[str, ...], expected: str) -> None:
    campaign = Campaign()
    campaign.corrections = table_of(schemas.CORRECTIONS, corrected(*fields))
    assert campaign.night("A")["sentence"].item() == expected


def test_both_are_told_of_a_corrected_cell_that_is_asked_again() -> None:
    campaign = Campaign()
    campaign.night("AAA")
    campaign.say("decided")
    campaign.corrections = table_of(schemas.CORRECTIONS, corrected("holder_id_number"))
    sentence = campaign.night("AAB")["sentence"].item()
    assert sentence.startswith(f"{ANSWERED}{REGISTER}; đề nghị xem và trả lời lại. Giá trị đất đai nêu sau đây")
    assert sentence.endswith("ngày 22/11/2026. Câu thường.")
