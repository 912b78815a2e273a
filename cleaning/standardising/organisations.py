"""Organisations and communities: their name and number (Mục 5 and 6), by check digit where it is a tax code."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.standardising.distinct import judged_once
from cleaning.standardising.text import folded, without_placeholders

_TAX_CODE: Final = r"^[0-9]{10}(?:-?[0-9]{3})?$"
# Neither 12 nor 9 digits: in the column of citizen numbers, those of the organisation's head are not meant.
_TAX_CODE_OF_HOLDER: Final = r"(?i)^(?:N/A\s?-|MST|MÃ SỐ THUẾ)[\s:.]*[0-9]|^[0-9]{10}(?:\s?-?\s?[0-9]{3})?$"
_WITHOUT_NOUGHT: Final = r"^[0-9]{9}(?:-[0-9]{3})?$"
_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
# Numbers without check digit: a household business bears its owner's 12 digits; public bodies have electronic codes
# ('A01.02.03', '000.01.12.H31') or only the decision that set them up.
_OTHER_NUMBERS: Final = (
    r"^[0-9]{12}$",
    r"^[A-Z]\d{2}(?:\.\d{2,3}){0,5}$",
    r"^\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}$",
    r"^(?:QĐ\s?)?\d+\s?/.*(?:QĐ|NQ|CT)",
)


def with_organisation(frame: pl.DataFrame) -> pl.DataFrame:
    """`organisation_name`, `organisation_id`, its state and proposal, and `organisation_folded` for comparing.

    The name is null for people; an organisation named in the holder's column only is taken from there, and so is a tax
    code in the column of citizen numbers ('N/A-0201234567') where none stands in its own. The state is not_applicable
    for people; invalid where a tax code's check digit fails or the number has no known form. The proposal is a tax code
    with the nought that a spreadsheet takes from its head, where its check digit then fits; else null.
    """
    is_organisation = pl.col("holder_type").is_in(["organisation", "community"])
    name = pl.coalesce(without_placeholders(pl.col("organisation_name_text")), "holder_name_text")
    beside = pl.when(pl.col("holder_id_number_text").str.contains(_TAX_CODE_OF_HOLDER)).then("holder_id_number_text")
    written = pl.coalesce(without_placeholders(pl.col("organisation_id_text")), beside)
    numbered = judged_once(frame.with_columns(_number_text=written), ["_number_text"], _with_number)
    return (
        numbered.with_columns(
            organisation_name=pl.when(is_organisation).then(name),
            organisation_id_state=pl.when(~is_organisation)
            .then(pl.lit("not_applicable"))
            .when(pl.col("organisation_id").is_null())
            .then(pl.lit("missing"))
            .when("_is_valid")
            .then(pl.lit("ok"))
            .otherwise(pl.lit("invalid")),
        )
        .with_columns(
            organisation_folded=folded(pl.col("organisation_name")),
            organisation_id_proposal=pl.when(pl.col("organisation_id_state") == "invalid").then("_with_nought"),
        )
        .drop("_is_valid", "_with_nought", "_number_text")
    )


def organisation_number(text: pl.Expr) -> pl.Expr:
    """'N/A-0201234567' → '0201234567', 'MST: 0201234567.0' → '0201234567'; digits are never added or taken away."""
    bare = (
        text.str.to_uppercase()
        .str.strip_chars("'\"’‘=*;, ")
        .str.replace(r"^(?:N/A\s?-|MST|MSDN|ĐKKD|MÃ SỐ THUẾ|MÃ SỐ DOANH NGHIỆP)[\s:.]*", "")
        .str.replace(r"^([0-9]+)[.,]0{1,2}$", "${1}")
    )
    joined = bare.str.replace_all(r"\s", "")
    number = pl.when(joined.str.contains(r"^[0-9-]+$")).then(joined).otherwise(bare)
    return without_placeholders(pl.when(number != "").then(number))


def is_valid_number(number: pl.Expr) -> pl.Expr:
    """A tax code whose check digit fits, or another number organisations bear. Null stays null."""
    weighed = pl.sum_horizontal(
        number.str.slice(place, 1).cast(pl.Int32, strict=False) * weight for place, weight in enumerate(_TAX_WEIGHTS)
    )
    # 10 − Σ mod 11; a remainder that gives 10 is never issued, and no single digit equals it
    fits = number.str.slice(9, 1).cast(pl.Int32, strict=False) == 10 - weighed % 11
    is_other = pl.any_horizontal(number.str.contains(form) for form in _OTHER_NUMBERS)
    return (number.str.contains(_TAX_CODE) & fits.fill_null(False)) | is_other


def _with_number(cells: pl.DataFrame) -> pl.DataFrame:
    number = pl.col("organisation_id")
    whole = pl.when(number.str.contains(_WITHOUT_NOUGHT)).then(pl.lit("0") + number)
    return cells.with_columns(organisation_id=organisation_number(pl.col("_number_text"))).with_columns(
        _is_valid=is_valid_number(number),
        # people decide: of eleven numbers that are wrong in another way, one fits by chance
        _with_nought=pl.when(is_valid_number(whole)).then(whole),
    )
