"""Open discrepancies → what is to be collected from whom, at which door: one line per person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.reporting.doors import doors
from cleaning.reporting.placing import PARCEL_ORDER, hamlet_order
from cleaning.reporting.report import WardReport


@dataclass(frozen=True)
class Thing:
    """Something a hamlet head can bring from a door, and the discrepancies it helps to settle.

    It is asked for because of `codes`; of `unknown` only where the register has no value, of `known` only where it has.
    Who is asked for it needs none of what it `covers` (names of THINGS). `in_passing`: it is worth no visit of its own.
    `of_parcel`: one of a household's people is asked for it, for each parcel they hold together.
    """

    words: str
    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    in_passing: bool = False
    of_parcel: bool = False


THINGS: Final = {
    "death": Thing(
        "Bản sao giấy chứng tử, giấy tờ về thừa kế (nếu có); họ tên người đang sử dụng đất",
        ("owner_deceased",),
        covers=("card", "number", "whereabouts"),
    ),
    "card": Thing(
        "Bản sao thẻ căn cước",
        (
            "person_not_found", "person_ambiguous", "person_to_review", "id_differs", "id_belongs_to_other",
            "id_inconsistent", "id_shared", "name_differs", "birth_date_differs",
        ),
        unknown=("id_missing", "id_old_cmnd", "id_malformed"),
        covers=("number",),
    ),
    "number": Thing("Xem thẻ căn cước: số ghi ở đây có đúng không", known=("id_missing",), in_passing=True),
    "whereabouts": Thing("Cho biết nơi ở hiện nay", ("person_not_found", "owner_moved_away")),
    "household": Thing(
        "Họ tên, bản sao thẻ căn cước của các thành viên trong hộ có chung quyền sử dụng đất",
        ("household_members_unknown",),
    ),
    "guardian": Thing("Bản sao giấy khai sinh; họ tên, bản sao thẻ căn cước của người đại diện", ("owner_minor",)),
    "transfer": Thing(
        "Giấy tờ mua bán, tặng cho hoặc thừa kế của người đang sử dụng đất (nếu có)", ("current_user_differs",)
    ),
    "certificate": Thing(
        "Bản sao giấy chứng nhận",
        (
            "certificate_serial_malformed", "certificate_serial_shared", "certificate_date_invalid",
            "register_number_malformed", "area_invalid",
        ),
        of_parcel=True,
    ),
    "first_certificate": Thing(
        "Cho biết đã được cấp giấy chứng nhận chưa; nếu có, bản sao giấy",
        ("certificate_missing",),
        of_parcel=True,
    ),
}  # fmt: skip

_FACTS: Final = ("name", "land_name", "birth_year", "number", "within", "address")


def collection_lines(report: WardReport) -> pl.DataFrame:
    """What to collect of whom: the columns of `doors` that are for show, `parcels`, `things`, `is_passing`.

    In the order of hamlets (people of none last), then of doors, numbered from 1 in each hamlet; people of one door
    stand together. `parcels` and `things` are lists of words. Doors worth no visit of their own (`is_passing`) come
    last. Organisations are left to the office.
    """
    asked = _asked(report)
    people = _people(_once(asked.join(doors(report, asked), on="row_key", how="inner", validate="m:1")))
    by_name = people.sort(*_along_the_way(), "birth_year", "person", nulls_last=True).with_row_index("place")
    in_order = by_name.with_columns(
        place=pl.col("place").min().over("hamlet", "door"), is_passing=pl.col("is_passing").all().over("hamlet", "door")
    ).sort(*hamlet_order(), "is_passing", "place", nulls_last=True, maintain_order=True)
    numbered = in_order.with_columns(door=pl.struct("hamlet", "place").rle_id())
    return numbered.with_columns(door=pl.col("door") - pl.col("door").min().over("hamlet") + 1).drop("place", "person")


def _asked(report: WardReport) -> pl.DataFrame:
    """`row_key`, `thing` and the parcel of what is asked, or waits for more after an answer of 'unclear'."""
    because = [
        (code, knows, name)
        for name, thing in THINGS.items()
        for codes, values in ((thing.codes, (False, True)), (thing.unknown, (False,)), (thing.known, (True,)))
        for code in codes
        for knows in values
    ]
    schema = {"code": pl.String, "knows": pl.Boolean, "thing": pl.String}
    wanted = pl.DataFrame(because, schema=schema, orient="row")
    found = report.discrepancies.select(
        "row_key", "code", "sheet", "parcel", knows=pl.col("resident_value").is_not_null()
    )
    return found.join(wanted, on=["code", "knows"], how="inner")


def _once(asked: pl.DataFrame) -> pl.DataFrame:
    """Without what another of the household is asked for the same parcel."""
    of_parcel = [name for name, thing in THINGS.items() if thing.of_parcel]
    parcel = pl.coalesce(pl.col("sheet") + "|" + pl.col("parcel"), "row_key")
    is_asked_first = pl.col("person") == pl.col("person").min().over("hamlet", "door", parcel, "thing")
    return asked.filter(is_asked_first | ~pl.col("thing").is_in(of_parcel))


def _people(asked: pl.DataFrame) -> pl.DataFrame:
    """One line per person and hamlet, with what to collect in the order of THINGS."""
    place = pl.format("tờ {} thửa {}", pl.col("sheet").fill_null("?"), pl.col("parcel").fill_null("?"))
    people = (
        asked.with_columns(place=place)
        .sort(*PARCEL_ORDER[:4], "row_key", nulls_last=True)
        .group_by("hamlet", "door", "person", maintain_order=True)
        .agg(
            *(pl.col(name).drop_nulls().first() for name in _FACTS),
            parcels=pl.col("place").unique(maintain_order=True),
            asked=pl.col("thing").unique(),
        )
    )
    is_needed = {name: _is_asked(name) & ~_is_covered(name) for name in THINGS}
    is_needed["number"] &= pl.col("number").is_not_null()  # of residents of other wards it is not told
    worth_visit = pl.any_horizontal(needed for name, needed in is_needed.items() if not THINGS[name].in_passing)
    words = [pl.when(needed).then(pl.lit(THINGS[name].words)) for name, needed in is_needed.items()]
    return people.with_columns(is_passing=~worth_visit, things=pl.concat_list(words).list.drop_nulls()).drop("asked")


def _is_asked(name: str) -> pl.Expr:
    return pl.col("asked").list.contains(name)


def _is_covered(name: str) -> pl.Expr:
    by = [_is_asked(other) for other, thing in THINGS.items() if name in thing.covers]
    return pl.any_horizontal(pl.lit(value=False), *by)


def _along_the_way() -> tuple[pl.Expr, ...]:
    """Where an address within the hamlet is known, by it; else by name: by the given name, which comes last."""
    folded = pl.col("name").str.to_lowercase().str.normalize("NFD").str.replace_all(r"\p{Mn}", "")
    plain = folded.str.replace_all("đ", "d")
    lane = pl.col("within").str.replace_all(r"\d+", "")
    number = pl.col("within").str.extract(r"(\d{1,9})").cast(pl.Int64)
    return lane, number, pl.col("within"), plain.str.extract(r"(\S+)$"), plain, pl.col("name")
