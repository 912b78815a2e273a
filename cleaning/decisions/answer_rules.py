"""What may be answered to the questions of one code, as the shell hands it over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from cleaning.errors import SchemaError
from cleaning.schemas import ANSWERS, LAND_FIELDS


@dataclass(frozen=True)
class AnswerRule:
    """How one code is answered.

    `answers`: keys of ANSWERS that are offered. `corrects`: the fields of LAND_FIELDS a value is written to, in the
    order it names them; none where no value is asked for. `names_person`: a value is the citizen number of the right
    resident.
    """

    answers: tuple[str, ...]
    corrects: tuple[str, ...] = ()
    names_person: bool = False


AnswerRules = Mapping[str, AnswerRule]


def rules_frame(rules: AnswerRules) -> pl.DataFrame:
    """`code, allowed, corrects, names_person`, a row per code; an unknown answer or field raises SchemaError."""
    answers = {answer for rule in rules.values() for answer in rule.answers}
    fields = {field for rule in rules.values() for field in rule.corrects}
    unknown = sorted((answers - set(ANSWERS)) | (fields - set(LAND_FIELDS)))
    if unknown:
        raise SchemaError(f"Câu trả lời hoặc ô không có trong khai báo: {', '.join(unknown)}")
    listed = pl.List(pl.String)
    return pl.DataFrame(
        {
            "code": list(rules),
            "allowed": [list(rule.answers) for rule in rules.values()],
            "corrects": [list(rule.corrects) for rule in rules.values()],
            "names_person": [rule.names_person for rule in rules.values()],
        },
        schema={"code": pl.String, "allowed": listed, "corrects": listed, "names_person": pl.Boolean},
    )
