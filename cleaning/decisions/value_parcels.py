"""Text of 'Giá trị đúng' → sheet and parcel, land uses, an area; whatever could be read in two ways is refused."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning import reference
from cleaning.decisions.refusals import first_fault
from cleaning.decisions.typed_text import folded

_NUMBER: Final = r"([0-9]{1,4}(?:-[0-9]{1,3})?|[a-z]{1,3}-?[0-9]{1,4})"
_SHEET: Final = rf"(?:to|so to|to ban do|to bd|to so|to ban do so)[ :.]*{_NUMBER}"
_PARCEL: Final = rf"(?:thua|thua dat|so thua|thua so|thua dat so)[ :.]*{_NUMBER}"
_BETWEEN: Final = r"\s*[,;/+\-]?\s*"
_LABELLED: Final = rf"^{_SHEET}{_BETWEEN}{_PARCEL}$"
_TURNED: Final = rf"^{_PARCEL}{_BETWEEN}{_SHEET}$"
_PAIR: Final = r"^([0-9]{1,4})\s*[/\-;]\s*([0-9]{1,4})$"
_SHEET_ALONE: Final = rf"^{_SHEET}$"
_BARE: Final = r"^([0-9]{1,4})(?:\.0+)?$"
_SHOWN_SHEET: Final = r"tờ (\d+)"
_SHOWN_PARCEL: Final = r"thửa (\d+)"

MOST_USES: Final = 3
_CODES: Final = r"^[A-Z]{3}(?:\s*[;,+/]\s*[A-Z]{3}){0,2}$"
_WORDS: Final = r"^[^;?#\d]*\p{L}{2}[^;?#\d]*(?:;[^;?#\d]*\p{L}{2}[^;?#\d]*){0,2}$"

_TIMES: Final = 5  # an area corrected to so many times what was shown has more likely lost its comma
_UNIT: Final = r"(?i)\s*(?:m2|m\^2|mét vuông|met vuong)$"
_OF_THREES: Final = r"^[0-9]{1,3}(?:[.,][0-9]{3})$"
_PLAIN: Final = r"^[0-9]{1,9}(?:[.,][0-9]{1,4})?$"
_WITH_THOUSANDS: Final = (
    r"^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}$|^[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]{1,2}$"
    r"|^[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,})$"
)


def sheet_and_parcel(text: pl.Expr, *, shown: pl.Expr, offered: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Sheet, parcel and the fault; one of the two is null where it stays as it is.

    'tờ 3, thửa 45' in either order; '3/45' and '3-45' are sheet and parcel, unless what is shown turns them round; one
    of them alone where the other is shown. Where sheets are `offered`, one of them alone.
    """
    plain = folded(text).str.strip_chars(" .,;")
    pair = plain.str.extract_groups(_PAIR)
    first, second = pair.struct.field("1"), pair.struct.field("2")
    shown_sheet, shown_parcel = shown.str.extract(_SHOWN_SHEET), shown.str.extract(_SHOWN_PARCEL)
    chosen = pl.when(offered.is_not_null()).then(pl.coalesce(plain.str.extract(_SHEET_ALONE), plain.str.extract(_BARE)))
    sheet_alone = pl.when(shown_parcel.is_not_null()).then(plain.str.extract(_SHEET_ALONE))
    parcel_alone = pl.when(shown_sheet.is_not_null()).then(plain.str.extract(rf"^{_PARCEL}$"))
    labelled, turned = plain.str.extract_groups(_LABELLED), plain.str.extract_groups(_TURNED)
    sheet = pl.coalesce(labelled.struct.field("1"), turned.struct.field("2"), first, chosen, sheet_alone)
    parcel = pl.coalesce(labelled.struct.field("2"), turned.struct.field("1"), second, parcel_alone)
    is_offered = offered.str.split(", ").list.eval(_bare(pl.element())).list.contains(_bare(chosen))
    fault = first_fault(
        not_a_parcel=sheet.is_null() & parcel.is_null(),
        sheet_or_parcel=(_is(shown_sheet, second) | _is(shown_parcel, first)) & (first != second),
        sheet_not_offered=chosen.is_not_null() & ~is_offered,
    )
    return sheet.str.to_uppercase(), parcel.str.to_uppercase(), fault


def land_uses(text: pl.Expr, *, shown: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The uses as a list, as many as the row shows, and the fault. Words are parted by ';' alone."""
    bare, codes = text.str.strip_chars(" ;.,"), text.str.to_uppercase().str.strip_chars(" ;.,")
    is_codes = codes.str.contains(_CODES)
    parts = pl.when(is_codes).then(codes.str.replace_all(r"\s*[;,+/]\s*", ";")).otherwise(bare)
    uses = parts.str.split(";").list.eval(pl.element().str.strip_chars())
    is_other_number = (uses.list.len() != shown.str.split("; ").list.len()) | (uses.list.len() > MOST_USES)
    purposes = reference.table("land_purposes")
    known = pl.concat([purposes["old_code"], purposes["new_code"]]).drop_nulls().unique()
    is_known = uses.list.eval(pl.element().is_in(known.implode())).list.all()
    fault = first_fault(
        not_uses=pl.when(is_codes).then(~is_known).otherwise(~bare.str.contains(_WORDS)),
        other_number_of_uses=is_other_number.fill_null(value=True),
    )
    return uses, fault


def area(text: pl.Expr, *, shown: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Square metres with a dot for the decimals ('119.7'), and the fault.

    '1.234' may be a thousand and more or one and a bit: refused. So is a whole number that has the digits of the
    decimal number shown, or is many times as large: its comma may have been lost on the way, and a program may have put
    '.0' behind; and one that is many times smaller: the number of a sheet, or of another cell. Written with ',0' it is
    meant.
    """
    bare = text.str.replace(_UNIT, "").str.replace_all(r"([0-9]) ([0-9]{3})", "${1}${2}").str.strip_chars(" .,;")
    grouped = bare.str.contains(_WITH_THOUSANDS)
    joined = pl.when(grouped).then(bare.str.replace_all(r"[.,]([0-9]{3})", "${1}")).otherwise(bare)
    plain = joined.str.replace(",", ".", literal=True).str.replace(r"^0+([0-9])", "${1}")
    number = plain.str.replace(r"^([0-9]+)\.0+$", "${1}").str.replace(r"(\.[0-9]*?)0+$", "${1}")
    number_shown = shown.str.extract(r"^\s*([0-9]+(?:[.,][0-9]+)?)").str.replace(",", ".", literal=True)
    times = number.cast(pl.Float64, strict=False) / number_shown.cast(pl.Float64, strict=False)
    has_lost_decimals = (number == number_shown.str.replace(".", "", literal=True)) & number_shown.str.contains(
        ".", literal=True
    )
    is_whole = ~number.str.contains(".", literal=True) & ~joined.str.contains(r",0$")
    fault = first_fault(
        thousands_or_decimals=bare.str.contains(_OF_THREES) & ~bare.str.contains(r"^0"),
        not_an_area=~joined.str.contains(_PLAIN) | (number == "0"),
        decimal_lost=is_whole & (has_lost_decimals | (times >= _TIMES) & (number_shown != "0")),
        area_far_smaller=is_whole & (times <= 1 / _TIMES),
    )
    return number, fault


def for_area_cell(number: pl.Expr) -> pl.Expr:
    """'119.705' as '119.7050': three decimals alone could be thousands."""
    return number.str.replace(r"^([0-9]{1,3}\.[0-9]{3})$", "${1}0")


def _is(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    return (_bare(one) == _bare(other)).fill_null(value=False)


def _bare(number: pl.Expr) -> pl.Expr:
    return number.str.strip_chars(" ").str.strip_chars_start("0").str.to_lowercase()
