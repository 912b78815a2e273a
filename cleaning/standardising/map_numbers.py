"""Numbers of map sheets and parcels as written → tidy for showing, and one form for comparing."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.standardising.text import without_placeholders

_LABEL: Final = (
    r"(?:(?:tờ|thửa|mảnh|tbđ)(?:\s+(?:bản đồ|bđ|địa chính|đất))*(?:\s+số)?"
    r"|(?:to|thua)(?:\s+(?:ban do|bd|dia chinh|dat|so))*\s"
    r"|số(?:\s+(?:hiệu|thứ tự|tờ|thửa))*)\s*[:.]?\s*"
)
_AND: Final = r"\s(?:và|va)\s"
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?|(?:thg|tháng)\s?\d{1,2}"
# A number that counts, or the letters some sheets have instead ('A', 'IV'); 'nhiều thửa' names none.
_NUMBER: Final = r"[1-9]|^(?:\p{L}|[A-ZĐ]{2,4})$"
# What spreadsheets make of '3-1' and '1/3' typed into a cell, and of a long number: what was typed can't be known.
_DAMAGED: Final = "|".join([
    r"(?i)^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[ t]\d.*)?$",
    r"^\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}(?:\s\d.*)?$",
    rf"^\d{{1,4}}[-/\s]*(?:{_MONTH})(?:[-/\s]*\d{{2,4}})?$",
    rf"^(?:{_MONTH})[-/\s]*\d{{1,4}}$",
    r"^\d+(?:[.,]\d+e\+?\d+|e\+\d+)$",
])  # fmt: skip


def map_number(text: pl.Expr) -> pl.Expr:
    """'Tờ số 06' → '06', '6.0' → '6'. Compounds and other forms ('03-1', '45+46', 'F-48-68', 'DC6') stay as written.

    Null for fillers ('chưa đo', '0'), words without a number, and what a spreadsheet has made a date or a power of ten:
    nobody can tell whether '2025-01-03' was '3-1', '1-3' or '3/1'.
    """
    bare = (
        text.str.strip_chars_start(" ,;:'")
        .str.replace(rf"(?i)^(?:{_LABEL})+", "")
        .str.replace_all(rf"(?i)([,;+&]\s*|{_AND})(?:{_LABEL})+", "${1}")
        .str.strip_chars_start(" ,;:'")
        .str.strip_chars_end(" ,;:.")
        # '1.000' is the thousandth parcel, not the first
        .str.replace(r"^(\d+)[.,]0{1,2}$", "${1}")
    )
    number = without_placeholders(bare, "sheet_or_parcel")
    return pl.when(number.str.contains(_NUMBER) & ~number.str.contains(_DAMAGED)).then(number)


def comparable(number: pl.Expr) -> pl.Expr:
    """Comparison form of a map number: one string, the same for every way of writing it.

    Upper case, no spaces, one dash, no leading zeros in any of its numbers ('03 – 1' → '3-1'); several numbers joined
    by '+' in one order, whatever stood between them ('46, 45', '45 và 46' → '45+46'). '45+46' is neither '45' nor '46';
    '45-47' and '112/3' may be ranges, parts or names of parcels and stay what they are.
    """
    upper = _joined(number).str.to_uppercase().str.replace(r"^(\d{1,3})\.(\d{3})$", "${1}${2}")
    parts = upper.str.replace_all(r"(^|\D)0+(\d)", "${1}${2}").str.split("+").list
    return pl.when(upper.is_not_null()).then(
        parts.eval(pl.element().filter(pl.element() != "")).list.sort().list.join("+")
    )


def listed(number: pl.Expr) -> pl.Expr:
    """The numbers a cell lists, as a list: '45, 46' → ['45', '46']; a single one is a list of one."""
    return _joined(number).str.split("+").list.eval(pl.element().filter(pl.element() != ""))


def _joined(number: pl.Expr) -> pl.Expr:
    """One kind of dash, no spaces, '+' for whatever stands between several numbers."""
    return (
        number.str.replace_all(r"[‐‑‒–—−]", "-")
        .str.replace_all(rf"(?i){_AND}|[,;&]", "+")
        .str.replace_all(r"\s*([^\d\s])\s*", "${1}")
        # what is left stands between two numbers: a line break, once
        .str.replace_all(r"\s+", "+")
    )
