"""Who holds the land: a person, an organisation, a community, or nobody named."""

from __future__ import annotations

import polars as pl
import pytest

from cleaning.standardising.holder_types import with_holder_type
from cleaning.standardising.names import with_name


def _type(
    name: str | None, kind: str | None = None, organisation: str | None = None, number: str | None = None
) -> dict[str, object]:
    columns = {
        "holder_name_text": name, "holder_kind": kind, "organisation_name_text": organisation,
        "holder_id_number_text": number,
    }  # fmt: skip
    frame = pl.DataFrame(
        {column: [value] for column, value in columns.items()}, schema=dict.fromkeys(columns, pl.String)
    )
    typed = with_holder_type(with_name(frame, "holder_name_text", "holder_"))
    return typed.select("holder_type", "is_household", "is_marked_deceased").row(0, named=True)


@pytest.mark.parametrize(
    ("name", "kind", "organisation", "holder_type"),
    [
        ("Nguyễn Văn An", "person", None, "person"),
        ("Nguyễn Văn An", None, None, "person"),
        (None, None, None, "unnamed"),
        ("123", "person", None, "unnamed"),
        ("Nguyễn Văn An", "organisation", "Công ty TNHH Hoa", "organisation"),
        ("Nguyễn Văn An", None, "Công ty TNHH Hoa", "organisation"),
        ("Nguyễn Văn An", "person", "Công ty TNHH Hoa", "person"),
        (None, None, "Chùa Hoa", "community"),
        (None, "organisation", "UBND xã Hoa", "organisation"),
        ("UBND xã Hoa", "person", None, "organisation"),
        ("CÔNG TY CỔ PHẦN HOA", None, None, "organisation"),
        ("Nguyễn Công An", None, None, "person"),
        ("Đoàn Văn Hội", None, None, "person"),
        ("Đình làng Hoa", None, None, "community"),
        ("Đình Văn Hoa", "person", None, "person"),
        ("Nhà thờ họ Nguyễn", "person", None, "community"),
        ("Dân làng Hoa", "community", None, "community"),
        ("Trường Văn An", None, None, "person"),
        ("Nguyễn Văn An", "person", "không có", "person"),
        ("Nguyễn Văn An", None, "-", "person"),
        ("Nhà văn hoá thôn 3", None, None, "organisation"),
        ("Trường Mầm non Hoa Sen", None, None, "organisation"),
        ("Trường Thị Hoa", None, None, "person"),
        ("Hội Người cao tuổi", None, None, "organisation"),
        ("Đoàn Thanh Niên", None, None, "organisation"),
        ("Trạm Y tế xã Hoa", None, None, "organisation"),
        ("Nghĩa trang liệt sĩ", None, None, "organisation"),
        ("Phường Hoa", None, None, "community"),
        ("Phường Văn Hoa", "person", None, "person"),
        ("Không rõ chủ", None, None, "unnamed"),
    ],
)
def test_holder_type(name: str | None, kind: str | None, organisation: str | None, holder_type: str) -> None:
    assert _type(name, kind, organisation)["holder_type"] == holder_type


@pytest.mark.parametrize(
    ("number", "kind", "holder_type"),
    [
        ("N/A-0201234567", None, "organisation"),
        ("n/a - 0201234567", "organisation", "organisation"),
        ("N/A-0201234567", "person", "person"),
        ("0201234567", None, "person"),  # ten digits may be a damaged citizen number
        ("N/A", None, "person"),
    ],
)
def test_a_tax_code_in_the_place_of_the_number_tells_an_organisation(
    number: str, kind: str | None, holder_type: str
) -> None:
    assert _type("Hoa Sen Xanh", kind, number=number)["holder_type"] == holder_type


def test_household_by_marker_or_kind_and_deceased_by_marker() -> None:
    assert _type("Hộ ông Lê Văn An")["is_household"] is True
    assert _type("Lê Văn An", "household")["is_household"] is True
    assert _type("Lê Văn An", "person") == {
        "holder_type": "person",
        "is_household": False,
        "is_marked_deceased": False,
    }
    assert _type("Lê Văn An (đã chết)")["is_marked_deceased"] is True
    assert _type("Nghĩa trang liệt sĩ")["is_marked_deceased"] is False, "a graveyard is not dead"
    assert _type(None) == {"holder_type": "unnamed", "is_household": False, "is_marked_deceased": False}
