"""Rows of a check sheet → answers: signed conclusions about links of this ward; blank ones are not yet answered."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import polars as pl

from cleaning.reading.masking import masked_content
from cleaning.reading.rows import SortedRows
from cleaning.schemas import CHECK_ID, CONCLUSIONS, RAW_CHECK_ANSWERS, REJECTED

_BAD_ID: Final = "Mã kiểm tra không đúng dạng, có thể đã bị sửa, nên không biết là phiếu của kết nối nào."
_OTHER_WARD: Final = "Mã kiểm tra là của phường, xã khác: xin chuyển phiếu này về đúng thư mục."
_UNKNOWN: Final = f"Kết luận không thuộc các câu trả lời cho sẵn: {'; '.join(CONCLUSIONS.values())}."
_UNSIGNED: Final = "Phiếu có kết luận nhưng chưa ghi Người kiểm tra."


def judge_answers(sheet: SortedRows, ward: str) -> SortedRows:
    """`sheet` with its rows judged: accepted ones conform to RAW_CHECK_ANSWERS, those without conclusion are noise."""
    rows = sheet.accepted.with_columns(
        check_id=pl.col("check_id_raw").str.strip_chars(" \t\r\n\u00a0'").str.to_uppercase(),
        conclusion=_conclusion(pl.col("conclusion_raw")),
        checker=pl.col("checker_raw"),
        note=pl.col("note_raw"),
        is_blank=~_says(r"\S", "conclusion_raw"),
    ).with_columns(reason=_reason(ward))
    answered = rows.filter(~pl.col("is_blank"))
    refused = pl.col("reason").is_not_null()
    content = masked_content(["check_id_raw", "conclusion_raw", "checker_raw"])
    rejected = REJECTED.conform(answered.filter(refused).with_columns(content=content))
    return SortedRows(
        accepted=RAW_CHECK_ANSWERS.conform(answered.filter(~refused)),
        rejected=pl.concat([sheet.rejected, rejected]),
        noise=sheet.noise + rows.height - answered.height,
    )


def _reason(ward: str) -> pl.Expr:
    """Why an answered row is refused; null where nothing is wrong with it."""
    of_ward = pl.col("check_id").str.extract(CHECK_ID, 1)
    return (
        pl.when(of_ward.is_null())
        .then(pl.lit(_BAD_ID))
        .when(of_ward != ward)
        .then(pl.lit(_OTHER_WARD))
        .when(pl.col("conclusion").is_null())
        .then(pl.lit(_UNKNOWN))
        .when(~_says(r"\p{L}", "checker_raw"))
        .then(pl.lit(_UNSIGNED))
    )


def _says(pattern: str, column: str) -> pl.Expr:
    return pl.col(column).str.contains(pattern).fill_null(value=False)


def _conclusion(raw: pl.Expr) -> pl.Expr:
    """The key of the conclusion a cell states, in any case and with or without accents; else null."""
    plain = (
        raw.str.normalize("NFD").str.replace_all(r"\p{Mn}", "").str.to_lowercase().str.replace_all("đ", "d")
    ).str.replace_all(r"[\s\u00a0'\".,;]+", " ").str.strip_chars()  # fmt: skip
    meant = [pl.when(plain.str.contains(_pattern(words))).then(pl.lit(key)) for key, words in CONCLUSIONS.items()]
    return pl.coalesce(meant)


def _pattern(words: str) -> str:
    """Matches `words` without accents; a letter that Excel's old code pages lack may have become '?'."""
    letters = [re.escape(letter) if letter.isascii() else f"[{_bare(letter)}?]" for letter in words]
    return f"^{''.join(letters)}$"


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.replace("đ", "d"))[0]
