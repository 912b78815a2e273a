"""The files an undamaged list comes in: one declared tuple."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from tests.fuzzing.old_workbooks import xls_file
from tests.fuzzing.packages import Parts, ods_parts, packed, xlsx_parts
from tests.fuzzing.text_files import text_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fuzzing.cells import Table

Container = Literal["xlsx", "ods", "xls", "text"]


@dataclass(frozen=True)
class Variant:
    """One way to write one list. `share`: how often it is drawn, against the others."""

    name: str
    list_name: Literal["land", "residents", "village", "sheet_map"]
    container: Container
    written: Callable[[Table], bytes]
    share: float


def _xlsx(table: Table) -> bytes:
    return packed(parts_of(table))


def _ods(table: Table) -> bytes:
    return packed(ods_parts({"Sheet1": table}))


def parts_of(table: Table) -> Parts:
    """The parts of the workbook `land.xlsx` is packed from."""
    return xlsx_parts({"Sheet1": table})


VARIANTS: Final = (
    Variant("land.xlsx", "land", "xlsx", _xlsx, 8),
    Variant("land.csv", "land", "text", partial(text_file, encoding="utf-8-sig"), 4),
    Variant("land-utf16.csv", "land", "text", partial(text_file, encoding="utf-16", delimiter="\t"), 2),
    Variant("land-tcvn3.csv", "land", "text", partial(text_file, encoding="tcvn3"), 2),
    Variant("land-cp1258.csv", "land", "text", partial(text_file, encoding="cp1258", delimiter=";"), 2),
    Variant("land.tsv", "land", "text", partial(text_file, encoding="utf-8", delimiter="\t"), 2),
    Variant("land.xls", "land", "xls", xls_file, 0.7),
    Variant("land.ods", "land", "ods", _ods, 0.7),
    Variant("residents.csv", "residents", "text", partial(text_file, encoding="utf-8-sig"), 4),
    Variant("residents.xlsx", "residents", "xlsx", _xlsx, 3),
    Variant("village.csv", "village", "text", partial(text_file, encoding="utf-8"), 2),
    Variant("village.xlsx", "village", "xlsx", _xlsx, 3),
    Variant("village.xls", "village", "xls", xls_file, 0.3),
    Variant("sheet-map.csv", "sheet_map", "text", partial(text_file, encoding="utf-8-sig"), 1),
)
