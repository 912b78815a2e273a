"""Text of 'Giá trị đúng' → a citizen number; zeros are only added where somebody is known to bear the number."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.decisions.refusals import first_fault

_LABEL: Final = (
    r"(?i)^(?:(?:số|so|thẻ|mã|cccd|cc|căn cước|công dân|định danh|cá nhân|sđdcn|đdcn|gắn chip|id)\b[\s:.\-/()]*)+"
)
_TAIL: Final = r"^(\d{10,12})[.,]0{1,2}$"
_PLAIN: Final = r"^\d+$"
# In threes from the right as programs group, or with spaces wherever people put them.
_GROUPED: Final = r"^\d{1,3}(?:[.,\-]\d{3})+$|^\d[\d ]*\d$"
_POWER: Final = r"(?i)^\d(?:[.,]\d+)?\s*e\s*\+?\s*\d+$"
_NOBODYS: Final = r"^(?:000|0{12}$|1{12}$|9{12}$|123456789012$)"
DIGITS: Final = 12


def citizen_number(text: pl.Expr, *, borne: pl.Expr) -> pl.Expr:
    """The 12 digits `text` states; of 10 or 11 the zeros that a spreadsheet took away only where `borne` holds of them.

    `borne` is asked of the column 'zero_filled'.
    """
    digits = _digits(text)
    is_whole = digits.str.contains(r"^\d{12}$") & ~digits.str.contains(_NOBODYS)
    return pl.when(is_whole).then(digits).when(borne).then(zero_filled(text))


def zero_filled(text: pl.Expr) -> pl.Expr:
    """The number with zeros in front, where 10 or 11 digits are left of it."""
    digits = _digits(text)
    return pl.when(digits.str.contains(r"^[1-9]\d{9,10}$")).then(digits.str.zfill(DIGITS))


def number_fault(text: pl.Expr) -> pl.Expr:
    """What is wrong with a text that states no number."""
    digits = _digits(text)
    return first_fault(
        power_of_ten=text.str.contains(_POWER),
        old_card=digits.str.contains(r"^\d{9}$"),
        digits_missing=digits.str.contains(r"^\d{8,11}$"),
        not_a_number=pl.lit(value=True),
    )


def _digits(text: pl.Expr) -> pl.Expr:
    """Nothing but the digits of one number; null where anything else stands beside them."""
    bare = text.str.replace(_LABEL, "").str.strip_chars(" .,;:").str.replace(_TAIL, "${1}")
    joined = pl.when(bare.str.contains(_GROUPED)).then(bare.str.replace_all(r"[ .,\-]", "")).otherwise(bare)
    return pl.when(joined.str.contains(_PLAIN)).then(joined)
