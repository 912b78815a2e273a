"""What questions rest on → marks: of the received cells of land rows, of who the residents are.

Corrections by decision change none of them; re-saving a list as CSV or as a workbook neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from cleaning.discrepancies.answering import ANSWERING
from cleaning.discrepancies.marks import APART, marks, statement
from cleaning.reference.saved_forms import saved_form
from cleaning.schemas import KNOWN_PEOPLE, LAND_FIELDS, LAND_FIELDS_OF_EXPORTS

MARKED_FIELDS: Final = [name for name in (*LAND_FIELDS, *LAND_FIELDS_OF_EXPORTS) if name != "order_number"]
FURTHER_HOLDER: Final = r"/\d+$"
_WHO: Final = ("row_key", "name_key", "name_folded", "birth_date", "birth_year", "citizen_id")


def land_marks(raw_land: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """`row_key, code, land_mark` for each of `asked`: of both, and of the received cells the code is about.

    So no two questions bear one mark, and an answer that stands in another row betrays itself. Rows '…/2' have the
    cells of their first person. A row that is no longer in the list is left out.
    """
    wanted = _with_cells_key(asked.select("row_key", "code").unique(), raw_land)
    fields = {field for code in wanted["code"].unique() for field in ANSWERING[code].about}
    rows = raw_land.join(wanted, left_on="row_key", right_on="cells_key", how="semi")
    return _marked(wanted, saved_cells(rows, sorted(fields)))


def marks_of_saved(saved: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """The same of a whole list whose cells are in their saved form already."""
    return _marked(_with_cells_key(asked.select("row_key", "code").unique(), saved), saved)


def row_marks(saved: pl.DataFrame) -> pl.DataFrame:
    """`row_key, row_mark`: of all cells of a row as received but the order number, which lists give anew."""
    said = saved.select(statement(MARKED_FIELDS)).to_series()
    return saved.select("row_key", row_mark=marks(said))


def saved_cells(raw_land: pl.DataFrame, fields: Sequence[str]) -> pl.DataFrame:
    """`row_key` and a column per field: its received cell in the form it has however the list is saved."""
    return pl.DataFrame(
        [raw_land["row_key"], *(saved_form(raw_land[f"{field}_raw"]).rename(field) for field in fields)]
    )


def known_people(residents: pl.DataFrame, foreign: pl.DataFrame | None = None) -> pl.DataFrame:
    """KNOWN_PEOPLE of RESIDENTS, and of those of other wards, by reference.

    A citizen number that two residents bear names neither: they are known by their row keys. One of another ward never
    takes a number from a resident of this one.
    """
    lists = [residents] if foreign is None else [residents, foreign]
    is_own = (pl.len().over("citizen_id") == 1) & ~pl.col("is_id_shared")
    number = pl.when(is_own).then("citizen_id").alias("number")
    everybody = pl.concat([people.select(*_WHO, number) for people in lists])
    is_first = pl.int_range(pl.len()).over("number") == 0
    born = pl.coalesce(pl.col("birth_date").dt.to_string("%Y-%m-%d"), pl.col("birth_year").cast(pl.String))
    who = pl.concat_str(
        [part.fill_null("") for part in (pl.col("name_key"), born, pl.col("citizen_id"))], separator=APART
    )
    known = everybody.select(
        "name_folded",
        resident=pl.coalesce(pl.when(is_first).then("number"), "row_key"),
        resident_key="row_key",
        person_mark=marks(everybody.select(who).to_series()),
    )
    return KNOWN_PEOPLE.conform(known.sort("resident"))


def _with_cells_key(asked: pl.DataFrame, raw_land: pl.DataFrame) -> pl.DataFrame:
    """`asked` with the key of the row its cells stand in: of a further person of a row, that row's."""
    rows = raw_land.select("row_key")
    own = asked.join(rows, on="row_key", how="semi").with_columns(cells_key="row_key")
    further = asked.join(rows, on="row_key", how="anti").with_columns(
        cells_key=pl.col("row_key").str.replace(FURTHER_HOLDER, "")
    )
    return pl.concat([own, further.join(rows, left_on="cells_key", right_on="row_key", how="semi")])


def _marked(wanted: pl.DataFrame, saved: pl.DataFrame) -> pl.DataFrame:
    parts = [
        rows.join(saved.select("row_key", said=statement(about)), left_on="cells_key", right_on="row_key", how="left")
        for about, rows in _by_cells(wanted)
    ]
    told = pl.concat([wanted.with_columns(said=pl.lit("")).clear(), *parts])
    whole = told.select(pl.concat_str("row_key", "code", "said", separator=APART)).to_series()
    return told.select("row_key", "code", land_mark=marks(whole)).sort("row_key", "code")


def _by_cells(wanted: pl.DataFrame) -> list[tuple[tuple[str, ...], pl.DataFrame]]:
    """The rows of `wanted` by the fields their codes are about."""
    codes: dict[tuple[str, ...], list[str]] = {}
    for code in wanted["code"].unique().sort():
        codes.setdefault(tuple(sorted(set(ANSWERING[code].about))), []).append(code)
    return [(about, wanted.filter(pl.col("code").is_in(of))) for about, of in codes.items()]
