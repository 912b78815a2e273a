"""Values → text cells that Excel leaves alone: expressions over whole columns, null stays null.

Two things happen to a CSV that is opened by a double click. A text that begins like a formula is run: every text cell
goes through `harmless`, the one door. And digits are taken for numbers: '031099001234' loses its zero, a long number
its last digits, parcel '12-3' becomes the twelfth of March. Columns that people read (Tờ, Thửa, Số phát hành, Giá trị
đất đai, Giá trị dân cư, Đề xuất, and the values side by side in ung-vien.csv) therefore go through `marked`, which puts
an apostrophe, Excel's own mark of text, before such values only. Columns that programs read back (all of doi-khop.csv;
Guid, Loại and Mã sai lệch of sai-lech.csv) are never marked: a program gets the plain number.
Cells of the XLSX are typed as text and need neither; what their texts may not hold is seen to by `typed`.
"""

from __future__ import annotations

import polars as pl

from cleaning.reporting.differences import BEGIN, END

# Full-width signs begin formulas under East Asian settings of Excel; some readers skip white space before a sign.
_FORMULA = r"^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
# A zero in front, too many digits for Excel, a power of ten, or digits with separators; '12' is not among them.
_REWRITTEN = r"^(?:0\d+|\d{11,}|\d[\d.,]*[eE][+\-]?\d+|\d+[\s.,/:\-][\d\s.,/:\-]*)$"

_LONGEST = 32_767  # characters of a cell; Excel takes a book with a longer text for damaged
# XlsxWriter takes a text of the form '<r>…</r>' for markup of its own and writes it into the file unescaped.
_MARKUP = r"^<r>"


def harmless(text: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet reads as a formula: an apostrophe stands before a dangerous beginning.

    The end of a text no cell can hold is cut: Excel would let it flow into the next row.
    """
    return _cut(_unformulated(text))


def marked(text: pl.Expr) -> pl.Expr:
    """`harmless`, with an apostrophe too before what Excel would turn into another number or a date."""
    return _cut(_unformulated(text).str.replace(_REWRITTEN, "'${0}"))


def typed(text: pl.Expr) -> pl.Expr:
    """Text for a cell that is typed as text: line ends as Excel has them, no markup, the end of a very long one cut.

    Letters that the book itself marks differences with become the sign for an unreadable letter.
    """
    unmarked = text.str.replace_all("\r\n", "\n", literal=True).str.replace_all(f"[{BEGIN}{END}]", "\ufffd")
    return _cut(unmarked.str.replace(_MARKUP, "'${0}"))


def per_mille(probability: pl.Expr) -> pl.Expr:
    """Whole thousandths, rounded down: only certainty itself reads as 1000."""
    return (probability * 1_000_000).round().cast(pl.Int64) // 1000


def percent(probability: pl.Expr) -> pl.Expr:
    """0.998765 → '99,8%', rounded down."""
    share = per_mille(probability)
    return pl.format("{},{}%", share // 10, share % 10)


def day(value: pl.Expr) -> pl.Expr:
    """A date as staff write it: 05/03/1957."""
    return value.dt.strftime("%d/%m/%Y")


def _unformulated(text: pl.Expr) -> pl.Expr:
    return text.str.replace(_FORMULA, "'${0}")


def _cut(text: pl.Expr) -> pl.Expr:
    return pl.when(text.str.len_chars() > _LONGEST).then(text.str.head(_LONGEST - 1) + "…").otherwise(text)
