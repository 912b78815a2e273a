"""Two tiny lists of invented people, in the columns linking reads."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import polars as pl
import pytest

from cleaning.schemas import LAND, RESIDENTS

_ABBREVIATIONS = {"ng.": "nguyễn"}
_STYLE = {"hoà": "hòa", "lý": "lí"}
_PERSON = {
    "birth": "",
    "gender": "",
    "citizen_id": "",
    "cmnd": "",
    "hamlet": "",
    "old_unit": "",
    "unit": "",
    "state": "",
}

People = Callable[..., pl.DataFrame]


def _folded(text: str) -> str:
    marks = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in marks if not unicodedata.combining(letter)).replace("đ", "d")


def _forms(name: str) -> dict[str, str | None]:
    lower = name.lower()
    words = [_ABBREVIATIONS.get(word, _STYLE.get(word, word)) for word in lower.split()]
    key = " ".join(words)
    forms = {"name": name, "name_lower": lower, "name_key": key, "name_folded": _folded(key)}
    return {form: value or None for form, value in forms.items()}


def _evidence(person: dict[str, str]) -> dict[str, object]:
    known = _PERSON | person
    birth = known["birth"]
    return {
        **_forms(known.get("name", "")),
        "citizen_id": known["citizen_id"] or None,
        "cmnd": known["cmnd"] or None,
        "birth_date": birth if len(birth) == 10 else None,
        "birth_year": int(birth[:4]) if birth else None,
        "gender": known["gender"] or None,
        "hamlet_key": known["hamlet"] or None,
        "old_unit_code": known["old_unit"] or None,
        "unit_code": known["unit"] or None,
        "unit_state": known["state"] or "missing",
    }


def _frame(rows: list[dict[str, object]], table: pl.DataFrame) -> pl.DataFrame:
    given = pl.DataFrame(rows, infer_schema_length=None)
    held = [
        (pl.col(name).cast(pl.String).str.to_date() if dtype == pl.Date else pl.col(name).cast(dtype))
        if name in given.columns
        else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in table.schema.items()
    ]
    return given.select(held)


@pytest.fixture(scope="session")
def land_rows() -> People:
    """LAND from short descriptions: name, birth ('1971' or '1971-05-03'), citizen_id, hamlet, … and row_key."""

    def build(*people: dict[str, str]) -> pl.DataFrame:
        rows = [
            {
                "row_key": person.get("row_key", f"row-{number}"),
                "holder_type": person.get("holder_type", "person"),
                "is_marked_deceased": person.get("is_marked_deceased", "") == "yes",
                "holder_kind": person.get("kind"),
                "certificate_serial_raw": person.get("serial"),
                "parcel_key": person.get("parcel", "11557|1|1"),
                **{f"holder_{name}": value for name, value in _evidence(person).items()},
            }
            for number, person in enumerate(people)
        ]
        return _frame(rows, LAND.empty())

    return build


@pytest.fixture(scope="session")
def register() -> People:
    """RESIDENTS from the same short descriptions, with status."""

    def build(*people: dict[str, str]) -> pl.DataFrame:
        rows = [
            {
                "row_key": person.get("row_key", f"resident-{number}"),
                "resident_status": person.get("status", "alive"),
                "household_key": person.get("household"),
                "relation": person.get("relation"),
                **_evidence(person),
            }
            for number, person in enumerate(people)
        ]
        return _frame(rows, RESIDENTS.empty())

    return build
