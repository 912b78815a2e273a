"""A published sheet filled in as clerks would: answers that make sense for each code of the sample ward."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from cleaning.discrepancies import ANSWERING
from cleaning.schemas import ANSWERS

Row = dict[str, str]
CLERK, COLLEAGUE = "Trần Thị Mẫu", "Lê Văn Thử"
_SERIALS = count(730101)
# Code → what 'giá trị khác' could sensibly say on the sample ward; for other codes clerks choose other answers.
_VALUES = {
    "area_invalid": "125,5",
    "area_parts_mismatch": "166,5",
    "register_number_malformed": "CH 01234",
    "certificate_date_invalid": "25/03/2010",
    "org_id_missing": "0200123457",
    "org_id_invalid": "0200123457",
    "parcel_id_malformed": "w7eyfguz39kb",
    "parcel_id_outside_unit": "w7eyfguz39kc",
    "unit_unknown": "11557",
    "parcel_key_missing": "tờ 3, thửa 945",
    "land_use_unknown": "ONT",
    "unit_split": "Tổ dân phố Hoa Động 2, phường Thiên Hương, thành phố Hải Phòng",
}


def read_sheet(file: Path) -> list[Row]:
    """The rows of a CSV as published or as a receipt, by heading."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def write_sheet(file: Path, rows: Sequence[Row], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    with file.open("w", encoding=encoding, newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return file


def asked(rows: Iterable[Row]) -> list[Row]:
    """The rows nobody has answered yet."""
    return [row for row in rows if row["Quyết định"] == ""]


def answered(rows: Iterable[Row], *, per_code: int, by: str = CLERK, first: int = 0) -> list[Row]:
    """`per_code` rows of each code, answered one way after the other as far as an answer makes sense there."""
    seen: Counter[str] = Counter()
    found: list[Row] = []
    for row in rows:
        code = row["Loại"]
        if seen[code] < per_code:
            choices = _choices(row)
            found.append(filled(row, *choices[(seen[code] + first) % len(choices)], by=by))
            seen[code] += 1
    return found


def filled(row: Row, answer: str, value: str = "", *, by: str = CLERK, note: str = "") -> Row:
    """The row with an answer, a key of ANSWERS, in it."""
    return row | {"Quyết định": ANSWERS[answer], "Giá trị đúng": value, "Người quyết định": by, "Ghi chú": note}


def _choices(row: Row) -> list[tuple[str, str]]:
    code = row["Loại"]
    allowed = [answer for answer in ANSWERING[code].answers if answer != "other_value"]
    if row["Đề xuất"] == "":
        allowed = [answer for answer in allowed if answer != "take_register"]
    if row["Giá trị dân cư"] == "" or code == "id_shared":
        allowed = [answer for answer in allowed if answer != "different"]
    if code == "person_ambiguous":
        allowed = ["different", "unclear"]
    if code.startswith("certificate_") and code != "certificate_date_invalid":
        return [("other_value", f"DA {next(_SERIALS)}"), *((answer, "") for answer in allowed)]
    value = [("other_value", _VALUES[code])] if code in _VALUES else []
    return [*value, *((answer, "") for answer in allowed)]
