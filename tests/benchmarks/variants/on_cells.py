"""Variants of dates and numbers: how people write them, and what a spreadsheet turns them into."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from .declared import Variant, write_plain
from .files import Cell, resaved, write_book
from .layouts import Column, body, form, header, register
from .ward import Row, Ward, without_noughts

Sheet = list[Sequence[Cell]]
_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_FIRST_SERIAL: Final = date(1899, 12, 30)
_LAND_DATES: Final = ("holder_birth_date", "certificate_date")
_REGISTER_DATES: Final = ("birth_date", "death_date")
NUMBERS: Final = (
    "order_number", "unit_code", "holder_id_number", "organisation_id", "current_user_id_number", "certificate_sheet",
    "certificate_parcel", "sheet", "parcel", "area", "use_1_area", "use_2_area", "use_3_area", "paper_1", "paper_2",
    "citizen_id", "cmnd", "household_number",
)  # fmt: skip


def _dated(write: Callable[[date], str]) -> Callable[[Ward], Ward]:
    """The ward with every date that is a day in one form; what is no day stays."""

    def says(ward: Ward) -> Ward:
        american = {field: _is_american(row[field] for row in ward.land) for field in _LAND_DATES}

        def of_land(row: Row) -> Row:
            return row | {field: _written(row[field], write, american=american[field]) for field in _LAND_DATES}

        def of_register(row: Row) -> Row:
            return row | {field: _written(row[field], write, american=False) for field in _REGISTER_DATES}

        return ward.with_land(of_land).with_residents(of_register)

    return says


def _is_american(texts: Iterator[str]) -> bool:
    """Whether more dates of a column have their month first than their day, by those that tell."""
    told = Counter(
        int(hit[1]) <= 12
        for text in texts
        if (hit := _DAY.fullmatch(text)) is not None and max(int(hit[1]), int(hit[2])) > 12
    )
    return told[True] > told[False]


def _written(text: str, write: Callable[[date], str], *, american: bool) -> str:
    day = _day(text, american=american) or _day(text, american=not american)
    return text if day is None else write(day)


def _day(text: str, *, american: bool) -> date | None:
    """The day a text means in one of the orders; null where it means none."""
    hit = _DAY.fullmatch(text.strip())
    if hit is None:
        return None
    day, month = (hit[2], hit[1]) if american else (hit[1], hit[2])
    try:
        return date(int(hit[3]), int(month), int(day))
    except ValueError:
        return None


def _vietnamese(day: date) -> str:
    return f"{day:%d/%m/}{day.year}"


_plain_dates = _dated(_vietnamese)


def _rewritten(write: Callable[[date], str]) -> Callable[[Ward, Path], None]:
    """Plain lists whose days are written another way."""
    return lambda ward, folder: write_plain(_dated(write)(ward), folder)


def _books(cell: Callable[[str, str], Cell]) -> Callable[[Ward, Path], None]:
    """Both lists as workbooks of typed cells. `cell`: field and text → what the cell holds."""

    def write(ward: Ward, folder: Path) -> None:
        people = register(ward.residents)
        land: Sheet = [*header(form()), *_typed(ward.land, form(), cell)]
        residents: Sheet = [*header(people, items=False), *_typed(ward.residents, people, cell)]
        write_book(folder / "land.xlsx", {"Sheet1": land})
        write_book(folder / "residents.xlsx", {"Sheet1": residents})

    return write


def _typed(rows: Sequence[Row], columns: Sequence[Column], cell: Callable[[str, str], Cell]) -> Sheet:
    return [
        [cell(one.field, text) if text else "" for one, text in zip(columns, texts, strict=True)]
        for texts in body(rows, columns)
    ]


def _date_cell(field: str, text: str) -> Cell:
    day = _day(text, american=False) if field in _LAND_DATES + _REGISTER_DATES else None
    return text if day is None else day


def _number_cell(field: str, text: str) -> Cell:
    """Digits become a number, without their leading noughts; so does a decimal."""
    is_year = field in _LAND_DATES + _REGISTER_DATES and re.fullmatch(r"\d{4}", text)
    if (field in NUMBERS and re.fullmatch(r"\d+(?:\.\d+)?", text)) or is_year:
        return float(text)
    return text


def _saved_by_office(ward: Ward, folder: Path) -> None:
    """Text files opened in Vietnamese and saved as workbooks: what looks like a number or a day became one."""
    write_plain(ward, folder)
    for name in ("land", "residents"):
        resaved(folder / f"{name}.csv", "xlsx", reading="CSV:44,34,76,1,,1066,false,true")


def _plain_without_noughts(ward: Ward) -> Ward:
    return without_noughts(_plain_dates(ward))


def _serial(day: date) -> str:
    return str((day - _FIRST_SERIAL).days)


def _year_of_birth(row: Row) -> Row:
    hit = _DAY.fullmatch(row["holder_birth_date"])
    return row | {"holder_birth_date": hit[3]} if hit else row


def _years_only(ward: Ward) -> Ward:
    return _plain_dates(ward).with_land(_year_of_birth)


def _years_without_noughts(ward: Ward) -> Ward:
    return without_noughts(_years_only(ward))


VARIANTS: Final = (
    Variant("value: days as date cells", _books(_date_cell), _plain_dates),
    Variant("value: days as serial numbers", _rewritten(_serial), _plain_dates),
    Variant("value: days as 1958-10-25", _rewritten(date.isoformat), _plain_dates),
    Variant("value: days in American order", _rewritten(lambda day: f"{day:%m/%d/}{day.year}"), _plain_dates),
    Variant("value: days as 25-10-1958", _rewritten(lambda day: f"{day:%d-%m-}{day.year}"), _plain_dates),
    Variant("value: days as 25.10.1958", _rewritten(lambda day: f"{day:%d.%m.}{day.year}"), _plain_dates),
    Variant(
        "value: year of birth only, as a number",
        _books(_number_cell),
        _years_without_noughts,
        "day and month of birth, first nought of tax codes",
    ),
    Variant(
        "value: numbers as Excel numbers, noughts lost",
        _books(_number_cell),
        without_noughts,
        "first nought of tax codes",
    ),
    Variant(
        "value: CSV opened and saved as XLSX by LibreOffice",
        _saved_by_office,
        _plain_without_noughts,
        "first nought of tax codes",
        needs_office=True,
    ),
)
