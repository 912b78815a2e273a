"""Text of 'Giá trị đúng' → a name, an address, a gender, or a number of papers; what is damaged is never mended.

Each function gives the value as it is written to its cell, and the name of what is wrong where the text is none.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.refusals import first_fault
from cleaning.decisions.typed_text import folded, has_accent, is_spreadsheet_error
from cleaning.reference.certificate_forms import REGISTERS, SERIAL

Read = tuple[pl.Expr, pl.Expr]

# Vietnamese letters, and f, j, w, z of names from elsewhere; others come of a wrong code page.
_LETTERS: Final = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
_NAME: Final = rf"(?i)^[{_LETTERS}]+(?:[ '’.-]+[{_LETTERS}]+)+\.?$"
# A capital behind a small letter: fonts of old encodings look so when they are read as Unicode.
_MIXED_CASE: Final = r"\p{Ll}\p{Lu}"
_FILLERS: Final = (
    r"^(?:khong(?: co| ro| biet)?|chua(?: co| ro| biet| xac dinh)?|k|ko|khong xac dinh|n/?a|null|none|nan|x|tren"
    r"|nhu tren|nt|-+)$"
)
_GENDERS: Final = {"nam": "Nam", "nu": "Nữ"}
_OF_ADDRESSES: Final = (
    r"(?i)\b(?:tổ|tdp|thôn|xóm|khu|khóm|ấp|bản|buôn|số|ngõ|ngách|đường|phố|phường|xã|thị trấn|quận|huyện|tp|tỉnh)\b"
)
_PARCEL_ID: Final = r"^[0-9b-hjkmnp-z]{12}$"
# 'A01.02.03', '000.01.12.H31', or the decision that set the body up: '123/QĐ-UBND'
_PUBLIC_BODY: Final = r"^[A-Z]\d{2}(?:\.\d{2,3})*$|^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$|^(?:QĐ )?\d+ ?/.*[A-Z]"
_MEASURE_OR_PARCEL: Final = r"^\d+[.,]\d+$|^\d+ ?[-/] ?\d+$"
# A Guid, or the mark of a question: codes of the sheet itself.
_CODE_OF_SHEET: Final = r"(?i)^[0-9a-f]{8}-[0-9a-f]{4}-|-[0-9a-f]{24}\b"
_POWER_OR_DATE: Final = (
    r"(?i)^\d+(?:[.,]\d+)?e\+?\d+$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ t].*)?$|^\d{1,4}-[a-z]{3}\b|^[a-z]{3}-\d+$"
)


def name(text: pl.Expr) -> Read:
    """A full name: letters only, two words or more, in capitals or not. All without accents it may have lost them."""
    is_name = text.str.contains(_NAME) & ~text.str.contains(_MIXED_CASE) & ~is_filler(text)
    has_one_case = (text == text.str.to_uppercase()) | (text == text.str.to_lowercase())
    written = pl.when(has_one_case).then(text.str.to_titlecase()).otherwise(text)
    return _judged(written, first_fault(not_a_name=~is_name, accents_lost=~has_accent(text)))


def address(text: pl.Expr) -> Read:
    """An address: it names a hamlet, street or unit, with the accents any Vietnamese address has."""
    is_none = ~text.str.contains(_OF_ADDRESSES) | is_filler(text)
    return _judged(text, first_fault(accents_lost=~has_accent(text), not_an_address=is_none))


def gender(text: pl.Expr) -> Read:
    """Nam or Nữ."""
    read = folded(text).str.strip_chars(" .").replace_strict(_GENDERS, default=None, return_dtype=pl.String)
    return _judged(read, first_fault(not_a_gender=read.is_null()))


def parcel_id(text: pl.Expr) -> Read:
    """A GeoHash of 12 characters, one of them a letter: 12 digits are a citizen's number."""
    code = text.str.to_lowercase().str.replace_all(" ", "", literal=True)
    is_none = ~code.str.contains(_PARCEL_ID) | code.str.contains(_POWER_OR_DATE) | ~code.str.contains(r"\p{L}")
    return _judged(code, first_fault(not_a_parcel_id=is_none))


def unit_code(text: pl.Expr) -> Read:
    """A commune's code of 5 digits; where a zero may be missing in front nothing is added."""
    code = text.str.replace(r"^(\d{5})\.0+$", "${1}")
    return _judged(code, first_fault(not_a_unit_code=~code.str.contains(r"^\d{5}$")))


def certificate_serial(text: pl.Expr, *, accents_kept: pl.Expr) -> Read:
    """Letters and digits as on certificates. D may have been Đ where accents were lost: they are two certificates."""
    serial = text.str.to_uppercase().str.replace_all("Ð", "Đ")
    is_serial = serial.str.replace_all(r"[ .\-]", "").str.contains(SERIAL)
    is_open = serial.str.contains("D") & ~accents_kept
    return _judged(serial, first_fault(not_a_serial=~is_serial, accents_lost=is_open))


def register_number(text: pl.Expr, *, accents_kept: pl.Expr) -> Read:
    """A number beside letters. Digits alone, fewer than five, may have lost the zeros in front.

    No measure is one, nor a sheet and a parcel ('13-151'), nor the serial of a certificate.
    """
    number = text.str.to_uppercase()
    may_lack_zeros = text.str.contains(r"^[1-9]\d{0,3}(?:\.0+)?$")
    is_parcel = folded(text).str.contains(r"\b(?:to|thua)\b")
    compact = number.str.replace_all(r"[ .\-]", "")
    is_serial = compact.str.contains(SERIAL) & ~compact.str.contains(rf"^{REGISTERS}[0-9]")
    of_others = (_PARCEL_ID, _OF_ADDRESSES, _CODE_OF_SHEET, _MEASURE_OR_PARCEL)
    is_of_another_cell = is_parcel | is_serial | pl.any_horizontal(text.str.contains(pattern) for pattern in of_others)
    is_none = ~text.str.contains(r"\d") | text.str.contains(_POWER_OR_DATE) | may_lack_zeros | is_of_another_cell
    is_open = number.str.contains("D") & ~accents_kept
    return _judged(number, first_fault(not_a_register_number=is_none, accents_lost=is_open))


def organisation_number(text: pl.Expr, *, accents_kept: pl.Expr) -> Read:
    """A tax code of 10 or 13 digits, or a number of public bodies. 9 and 12 digits may lack the zero in front."""
    code = text.str.to_uppercase().str.replace(r"^(?:MST|MSDN|MÃ SỐ THUẾ)[ :.]*", "").str.replace(r"\.0+$", "")
    compact = code.str.replace_all(r"[ .]", "")
    is_tax_code = compact.str.contains(r"^\d{10}(?:-?\d{3})?$")
    is_other = code.str.contains(_PUBLIC_BODY)
    is_open = code.str.contains("D") & ~accents_kept
    number = pl.when(is_tax_code).then(compact).otherwise(code)
    fault = first_fault(not_an_organisation_number=~is_tax_code & ~is_other, accents_lost=is_open)
    return _judged(number, fault)


def damage(text: pl.Expr) -> pl.Expr:
    """'damaged_value' where a spreadsheet or a code page has left no readable text; else null."""
    return first_fault(damaged_value=is_spreadsheet_error(text) | text.str.contains("[\ufffd?]"))


def is_filler(text: pl.Expr) -> pl.Expr:
    """'không có', 'như trên', 'x': what people write where they have nothing to say."""
    return folded(text).str.strip_chars(" .").str.contains(_FILLERS)


def _judged(value: pl.Expr, fault: pl.Expr) -> Read:
    return pl.when(fault.is_null()).then(value), fault
