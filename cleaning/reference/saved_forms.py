"""What saving a list as CSV or as a workbook, and back, makes of a cell → one form for all of them."""

from __future__ import annotations

from typing import Final

import polars as pl

# Pattern → what both forms become. Seen of Excel and LibreOffice.
_SAVED_FORMS: Final = (
    (r"^\s*'|\s+$", ""),
    (r"\s+", " "),
    (r"^ ", ""),
    (r"^(-?\d{1,3})\.(\d{3})(?:\.(\d{3}))?,(\d+)$|^(-?\d+),(\d+)$", "${1}${2}${3}${5}.${4}${6}"),
    (r"^(-?\d+)\.0+$|^(-?\d+\.\d*?[1-9])0+$", "${1}${2}"),
    (r"^0?(\d{1,2})/0?(\d{1,2})/(\d{4})$|^(\d{4})-0?(\d{1,2})-0?(\d{1,2})$", "${1}${6}/${2}${5}/${3}${4}"),
    (r"^0+(\d+)$", "${1}"),
)


def saved_form(values: pl.Series) -> pl.Series:
    """Each value as it is whether it was saved as CSV or as a workbook; null stays null."""
    form = pl.col("value").str.normalize("NFC").str.to_lowercase()
    for pattern, written in _SAVED_FORMS:
        form = form.str.replace_all(pattern, written)
    forms = values.drop_nulls().unique().to_frame("value").with_columns(form=form)
    told = values.to_frame("value").join(forms, on="value", how="left", maintain_order="left")
    return told["form"].rename(values.name)
