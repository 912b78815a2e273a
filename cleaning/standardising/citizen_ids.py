"""One column of number text → citizen number (12 digits) or old CMND (9), its state, and what was mended.

Digits are never invented: a result is the written digits, at most with the one zero a spreadsheet took away in front.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning import reference
from cleaning.standardising import text
from cleaning.standardising.distinct import judged_once

_LABELS: Final = (
    r"số|so|thẻ|mã|cccd|cc|cmnd|gcmnd|cmt|cmtnd|sđdcn|đdcn|đd|căn cước|công dân|chứng minh|nhân dân|thư|định danh"
    r"|cá nhân|gắn chip|giấy tờ|gttt|id"
)
_LABEL: Final = rf"(?i)^(?:(?:{_LABELS})\b[\s:.\-/()]*)+"
# 'CCCD' behind the number, or when and where the card was issued; a remark that holds another number stays.
_REMARK: Final = (
    rf"(?i)[\s,;(\-–]*\b(?:(?:{_LABELS})\)?|(?:ngày cấp|nơi cấp|cấp|do (?:cục|công an|ca))\b[^0-9]*"
    r"(?:[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{4})?[^0-9]*)$"
)
_AROUND: Final = "'’‘`\"*=,;/()[] "
_LAYOUT: Final = r"[\s.\-–·'’‘`_]"
_GROUPED_BY_COMMA: Final = r"^[0-9]{1,3}(?:,[0-9]{3})+(?:\.0+)?$"
_GROUPED_BY_DOT: Final = r"^[0-9]{1,3}(?:\.[0-9]{3})+,0+$"  # without a tail dots are layout like any
# Three zeros and more are a tail only where they can't be digits: no number of a card that long lacks its zero.
_DECIMAL_TAIL: Final = r"^([0-9]{7,})[.,]0{1,2}$|^([1-9][0-9]{7,10}|[0-9]{12})[.,]0{3,}$"
_DECIMAL: Final = r"^[1-9][0-9]{3,}[.,][0-9]+$|^[0-9]{9}[.,]000$"
# Both numbers of one person in a cell: '031171012345 / 031012345', '031012345 (CCCD: 031171012345)'.
_WORDS_BETWEEN: Final = r"(?i)cccd|cmnd|cmtnd|cmt|số|cũ|mới|[\s.:)'’‘`]"
_SIDE_BY_SIDE: Final = r"^([0-9]{8,9}|[0-9]{11,12})\s+([0-9]{8,9}|[0-9]{11,12})$"
_TAIL_OF_ONE: Final = r"([0-9]{8,12})[.,]0{1,2}([^0-9]|$)"
_BETWEEN: Final = r"(?:[/;,|(–-]|và|naylà)+"
_BOTH: Final = (rf"^([0-9]{{11,12}}){_BETWEEN}([0-9]{{8,9}})$", rf"^([0-9]{{8,9}}){_BETWEEN}([0-9]{{11,12}})$")
_TWICE: Final = rf"^([0-9]{{9}}|[0-9]{{12}}){_BETWEEN}([0-9]{{9}}|[0-9]{{12}})$"
_TEN_DIGITS: Final = r"^'?([0-9]{10})(?:[.,]0{1,2})?$"
# Fourth digit: century and sex. 4 and above would be a birth in the 2100s.
_CENTURY_DIGITS: Final = "[0-3]"


def with_number(frame: pl.DataFrame, text_column: str, prefix: str) -> pl.DataFrame:
    """Adds `{prefix}citizen_id`, `…cmnd`, `…state` (ok, cmnd, repaired, malformed, missing) and `…repair`.

    Labels ('CCCD:'), spaces, dots and dashes are formatting. A cell may hold both numbers. 11 digits become 12 and 8
    become 9 only where the zero in front makes a known province or office; '….0' is a spreadsheet's tail. Anything else
    is malformed: a power of ten even where all digits seem to be there, a letter among the digits, two different
    numbers of a kind. An old number beside one that can't be read is kept.
    """

    def judge(cells: pl.DataFrame) -> pl.DataFrame:
        first, second = _both()
        return (
            cells.with_columns(bare=_bare(pl.col(text_column)))
            .with_columns(first=first, second=_without_fillers(second), unspaced=_unspaced())
            .with_columns(has_tail=pl.col("unspaced").str.contains(_DECIMAL_TAIL))
            .with_columns(digits=_without_fillers(pl.coalesce("first", _digits())))
            .with_columns(repair=_repair(pl.col("digits")), second_repair=_repair(pl.col("second")))
            .select(text_column, *_numbers(prefix))
        )

    return judged_once(frame, [text_column], judge)


def without_two_zeros(text_column: str) -> pl.Expr:
    """The citizen number a spreadsheet may have made of ten digits ('1088755554' of '001088755554'); else null.

    Tax codes have ten digits too: it counts only where birth and gender beside it bear it out.
    """
    digits = pl.col(text_column).str.extract(_TEN_DIGITS)
    zeroed = pl.lit("00") + digits
    return pl.when(zeroed.str.contains(_citizen_id_begins())).then(zeroed)


def _bare(cell: pl.Expr) -> pl.Expr:
    """The cell without label, remark and signs around; null where nothing but a filler is left."""
    labelled = text.without_placeholders(cell, "id_number").str.strip_chars(_AROUND)
    return text.without_placeholders(labelled.str.replace(_LABEL, "").str.replace(_REMARK, ""), "id_number")


def _both() -> tuple[pl.Expr, pl.Expr]:
    """The newer and the older number of a cell that holds both; of one that holds a number twice, that number."""
    without_tails = pl.col("bare").str.replace_all(_TAIL_OF_ONE, "${1}${2}")
    apart = without_tails.str.replace(_SIDE_BY_SIDE, "${1}/${2}").str.replace_all(_WORDS_BETWEEN, "")
    new_first, old_first = _BOTH
    once = apart.str.extract(_TWICE, 1)
    twice = pl.when(once == apart.str.extract(_TWICE, 2)).then(once)
    return (
        pl.coalesce(apart.str.extract(new_first, 1), apart.str.extract(old_first, 2), twice),
        pl.coalesce(apart.str.extract(new_first, 2), apart.str.extract(old_first, 1)),
    )


def _unspaced() -> pl.Expr:
    """The cell without spaces and marks, nor separators of thousands."""
    cell = pl.col("bare").str.replace_all(r"[\s'’‘`\"*]", "").str.strip_chars(_AROUND)
    return (
        pl.when(cell.str.contains(_GROUPED_BY_COMMA))
        .then(cell.str.replace_all(",", "", literal=True))
        .when(cell.str.contains(_GROUPED_BY_DOT))
        .then(cell.str.replace_all(".", "", literal=True))
        .otherwise(cell)
    )


def _digits() -> pl.Expr:
    """The one number of a cell, without layout and tail; as written where it is a decimal number."""
    return (
        pl.when("has_tail")
        .then(pl.col("unspaced").str.replace(_DECIMAL_TAIL, "${1}${2}"))
        .when(pl.col("unspaced").str.contains(_DECIMAL))
        .then("unspaced")
        .otherwise(pl.col("unspaced").str.replace_all(_LAYOUT, ""))
    )


def _without_fillers(digits: pl.Expr) -> pl.Expr:
    """Nor a filler that lost its first zero: '12345678901'."""
    bare = text.without_placeholders(digits, "id_number")
    is_filler = text.without_placeholders(pl.lit("0") + bare, "id_number").is_null()
    return pl.when(~bare.str.contains("^0*$") & ~is_filler).then(bare)


def _repair(digits: pl.Expr) -> pl.Expr:
    """What a spreadsheet did to the digits, where undoing it leaves no doubt."""
    zeroed = pl.lit("0") + digits
    offices = "|".join(reference.table("cmnd_prefixes").get_column("prefix"))
    return (
        pl.when(digits.str.contains("^[0-9]{11}$") & zeroed.str.contains(_citizen_id_begins()))
        .then(pl.lit("leading_zero"))
        .when(digits.str.contains("^[0-9]{8}$") & zeroed.str.contains(rf"^(?:{offices})"))
        .then(pl.lit("leading_zero_cmnd"))
        .when(digits.str.contains("^(?:[0-9]{9}|[0-9]{12})$") & pl.col("has_tail"))
        .then(pl.lit("decimal_zero"))
    )


def _citizen_id_begins() -> str:
    provinces = "|".join(reference.table("cccd_province_codes").get_column("code3"))
    return rf"^(?:{provinces}){_CENTURY_DIGITS}"


def _whole(digits: pl.Expr, repair: pl.Expr) -> pl.Expr:
    return pl.when(repair.str.starts_with("leading_zero")).then(pl.lit("0") + digits).otherwise(digits)


def _numbers(prefix: str) -> list[pl.Expr]:
    repair, digits = pl.col("repair"), pl.col("digits")
    whole, second = _whole(digits, repair), _whole(pl.col("second"), pl.col("second_repair"))
    is_issued = ~whole.str.starts_with("000")
    is_citizen_id, is_cmnd = whole.str.contains("^[0-9]{12}$") & is_issued, whole.str.contains("^[0-9]{9}$") & is_issued
    state = (
        pl.when(digits.is_null())
        .then(pl.lit("missing"))
        .when(repair.is_not_null())
        .then(pl.lit("repaired"))
        .when(is_citizen_id)
        .then(pl.lit("ok"))
        .when(is_cmnd)
        .then(pl.lit("cmnd"))
        .otherwise(pl.lit("malformed"))
    )
    return [
        pl.when(is_citizen_id).then(whole).alias(f"{prefix}citizen_id"),
        pl.when(is_cmnd).then(whole).when(second.str.contains("^[0-9]{9}$")).then(second).alias(f"{prefix}cmnd"),
        state.alias(f"{prefix}state"),
        repair.alias(f"{prefix}repair"),
    ]
