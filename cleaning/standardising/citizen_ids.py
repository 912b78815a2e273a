"""One column of number text → citizen number (12 digits) or old CMND (9), its state, and what was mended.

Digits are never invented: a result is the written digits, at most with the one zero a spreadsheet took away in front.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning import reference
from cleaning.standardising import text
from cleaning.standardising.distinct import judged_once

_LABEL: Final = (
    r"(?i)^(?:(?:số|so|thẻ|mã|cccd|cc|cmnd|cmt|cmtnd|sđdcn|đdcn|đd|căn cước|công dân|chứng minh|nhân dân|thư|định danh"
    r"|cá nhân|gắn chip)\b[\s:.\-/]*)+"
)
_LAYOUT: Final = r"[\s.\-'’‘`_]"
# Both numbers of one person in a cell: '031171012345 / 031012345', '031012345 (CCCD: 031171012345)'.
_WORDS_BETWEEN: Final = r"(?i)cccd|cmnd|cmtnd|cmt|số|cũ|mới|và|[\s.:)'’‘`]"
_BOTH: Final = (r"^(\d{12})[/;,(\n–-]+(\d{9})$", r"^(\d{9})[/;,(\n–-]+(\d{12})$")
_DECIMAL_TAIL: Final = r"^(\d+)[.,]0{1,2}$"
# Fourth digit: century and sex. 4 and above would be a birth in the 2100s.
_CENTURY_DIGITS: Final = "[0-3]"


def with_number(frame: pl.DataFrame, text_column: str, prefix: str) -> pl.DataFrame:
    """Adds `{prefix}citizen_id`, `…cmnd`, `…state` (ok, cmnd, repaired, malformed, missing) and `…repair`.

    Labels ('CCCD:'), spaces, dots and dashes are formatting. A cell may hold both numbers. 11 digits become 12 and 8
    become 9 only where the zero in front makes a known province or office; '….0' is a spreadsheet's tail. Anything else
    is malformed.
    """

    def judge(cells: pl.DataFrame) -> pl.DataFrame:
        bare = text.without_placeholders(pl.col(text_column), "id_number").str.replace(_LABEL, "")
        unspaced = bare.str.replace_all(r"[\s'’‘`\"*]|[,;]$", "")
        apart = bare.str.replace(r"^(\d{9}|\d{12})\s+(\d{9}|\d{12})$", "${1}/${2}").str.replace_all(_WORDS_BETWEEN, "")
        new_first, old_first = _BOTH
        return (
            cells.with_columns(has_tail=unspaced.str.contains(_DECIMAL_TAIL), unspaced=unspaced)
            .with_columns(
                digits=pl.when("has_tail")
                .then(pl.col("unspaced").str.replace(_DECIMAL_TAIL, "${1}"))
                .otherwise(pl.col("unspaced").str.replace_all(_LAYOUT, ""))
            )
            .with_columns(
                digits=pl.coalesce(apart.str.extract(new_first, 1), apart.str.extract(old_first, 2), "digits"),
                second=pl.coalesce(apart.str.extract(new_first, 2), apart.str.extract(old_first, 1)),
            )
            .with_columns(digits=_without_fillers(pl.col("digits")))
            .with_columns(repair=_repair())
            .select(text_column, *_numbers(prefix))
        )

    return judged_once(frame, [text_column], judge)


def _without_fillers(digits: pl.Expr) -> pl.Expr:
    """Nor a filler that lost its first zero: '12345678901'."""
    bare = text.without_placeholders(digits, "id_number")
    is_filler = text.without_placeholders(pl.lit("0") + bare, "id_number").is_null()
    return pl.when(~bare.str.contains("^0*$") & ~is_filler).then(bare)


def _repair() -> pl.Expr:
    """What a spreadsheet did to the digits, where undoing it leaves no doubt."""
    digits, zeroed = pl.col("digits"), pl.lit("0") + pl.col("digits")
    provinces = "|".join(reference.table("cccd_province_codes").get_column("code3"))
    offices = "|".join(reference.table("cmnd_prefixes").get_column("prefix"))
    return (
        pl.when(digits.str.contains(r"^\d{11}$") & zeroed.str.contains(rf"^(?:{provinces}){_CENTURY_DIGITS}"))
        .then(pl.lit("leading_zero"))
        .when(digits.str.contains(r"^\d{8}$") & zeroed.str.contains(rf"^(?:{offices})"))
        .then(pl.lit("leading_zero_cmnd"))
        .when(digits.str.contains(r"^(?:\d{9}|\d{12})$") & pl.col("has_tail"))
        .then(pl.lit("decimal_zero"))
    )


def _numbers(prefix: str) -> list[pl.Expr]:
    repair, digits = pl.col("repair"), pl.col("digits")
    whole = pl.when(repair.str.starts_with("leading_zero")).then(pl.lit("0") + digits).otherwise(digits)
    is_citizen_id, is_cmnd = whole.str.contains(r"^\d{12}$"), whole.str.contains(r"^\d{9}$")
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
        pl.when(is_cmnd).then(whole).otherwise("second").alias(f"{prefix}cmnd"),
        state.alias(f"{prefix}state"),
        repair.alias(f"{prefix}repair"),
    ]
