"""sheet's name, titles above the header and between the rows → the hamlet each row of a list belongs to."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning import reference
from cleaning.reading.cells import has_text, says_any
from cleaning.reading.headers import normalised

if TYPE_CHECKING:
    from cleaning.reading.files import Grid
    from cleaning.reading.headings import Heading

# Words for much else besides ('Tổ công tác', 'Khu vực'): only a number makes a hamlet's name of them.
_NUMBERED: Final = frozenset({"tổ", "khu", "đội", "cụm", "kp"})
# 'Bản 1' is a copy; in the delta no hamlet is called by these.
_ELSEWHERE: Final = frozenset({"bản", "ấp", "buôn"})
_LEAD: Final = (
    r"(?:ds|danh sách|danh sach)? ?(?:(?:hộ|nhân khẩu|dân cư|công dân|ho|nhan khau|dan cu|cong dan) )*"
    r"(?:(?:tại|của|thuộc|tai|cua|thuoc) )?"
)
_BREAK: Final = re.compile(r"[,;()\[\]|–—]| - | (?=(?:phường|xã|thị trấn|huyện|quận|thành phố|tp)\b)", re.IGNORECASE)
# Columns a title between the rows may stand in, beside those nobody knows.
_TITLED: Final = frozenset({"order_number", "name", "holder_name"})
_LETTERS: Final = 200
_MOST_WORDS: Final = 4
# 'Thôn trưởng', 'Tổ dân phố văn hóa', 'TDP mới': the kind of a hamlet, and no hamlet
_NO_NAMES: Final = frozenset({"", "truong", "van hoa", "moi", "cu"})


def sheet_hamlet(grid: Grid, heading: Heading) -> str | None:
    """The hamlet as written: 'TDP 3', 'Tổ dân phố số 3 Kiền Bái'; null where none is named, or two that differ.

    Told by the sheet's name and by the titles above the header, the fuller of both where it holds the other's words. A
    name must begin with a kind of hamlet; 'Danh sách nhân khẩu' and its like may stand before it.
    """
    titles = grid.cells.head(heading.end - len(heading.rows))
    texts = [grid.sheet or "", *(cell for row in titles.iter_rows() for cell in row if cell is not None)]
    named = {name for text in texts if (name := _hamlet(text)) is not None}
    fullest = max(sorted(named), key=lambda name: len(_words(name)), default=None)
    return fullest if fullest is not None and all(_words(name) <= _words(fullest) for name in named) else None


def title_hamlets(cells: pl.DataFrame, heading: Heading, strong: list[str]) -> pl.Series:
    """The hamlet a row names as a title between the rows, where its one cell says nothing else; null elsewhere.

    `strong`: columns a title has nothing in. A cell of a column that holds places is no title.
    """
    own = {at for field, at in heading.columns.items() if field not in _TITLED}
    columns = [name for name in cells.columns if int(name.removeprefix("c")) not in own]
    text = pl.coalesce(pl.lit(None, pl.String), *(pl.when(has_text(pl.col(name))).then(name) for name in columns))
    alone = (
        cells.with_row_index("at")
        .filter(~says_any(strong))
        .filter(pl.sum_horizontal(has_text(pl.col(cells.columns))) == 1)
        .select("at", text=text)
        .filter(pl.col("text").str.normalize("NFC").str.to_lowercase().str.contains(_kinds()))
    )
    named = {text: _hamlet(text) for text in alone["text"].unique()}
    hamlets = alone["text"].replace_strict(named, return_dtype=pl.String)
    return pl.Series([None], dtype=pl.String).new_from_index(0, cells.height).scatter(alone["at"], hamlets)


def row_hamlets(sheet: str | None, titles: pl.Series, is_noise: pl.Series) -> pl.Series:
    """The hamlet of each row: that of the title above it, else that of the sheet.

    Where titles stand between the rows but not above the first one, the list may have been sorted: none is told.
    """
    if titles.null_count() == titles.len():
        return pl.Series([sheet], dtype=pl.String).new_from_index(0, titles.len())
    is_first = titles.filter(~is_noise | titles.is_not_null()).head(1).is_not_null().all()
    return titles.forward_fill() if is_first else titles.clear(titles.len())


def _hamlet(text: str) -> str | None:
    """The hamlet a text begins with; of 'Tổ 5, thôn Kiền Bái' the larger."""
    parts = [" ".join(part.split()) for part in _BREAK.split(unicodedata.normalize("NFC", text[:_LETTERS]))]
    found = [match for part in parts if (match := _pattern().fullmatch(part)) is not None]
    names = [match["hamlet"].strip(" .:-_") for match in found if _is_name(match)]
    return names[-1] if names else None


def _is_name(match: re.Match[str]) -> bool:
    name = _name(match)
    return name not in _NO_NAMES and len(name.split()) <= _MOST_WORDS


def _name(match: re.Match[str]) -> str:
    return normalised(match["name"] or match["number"])


def _words(hamlet: str) -> frozenset[str]:
    """What tells a hamlet from others: its words and numbers, without its kind."""
    match = _pattern().fullmatch(hamlet)
    return frozenset(word.lstrip("0") for word in ("" if match is None else _name(match)).split())


@cache
def _kinds() -> str:
    """Matches, in lower case, what may name a hamlet."""
    words = reference.table("unit_words").filter(role="hamlet")["word"].to_list()
    return "|".join(re.escape(word) for word in dict.fromkeys([*words, *map(normalised, words)]))


@cache
def _pattern() -> re.Pattern[str]:
    words = [word for word in reference.table("unit_words").filter(role="hamlet")["word"] if word not in _ELSEWHERE]
    named = [word for word in words if word not in _NUMBERED]
    # 'làng' without accents is 'lang', which begins other words' readings too
    plain = [normalised(word) for word in named if word != "làng"]
    kinds = "|".join(map(re.escape, sorted({*named, *plain}, key=lambda word: (-len(word), word))))
    numbered = "|".join(sorted(_NUMBERED))
    number = r"(?:số|so)?[ .:_-]*"
    return re.compile(
        rf"{_LEAD}(?P<hamlet>(?:{kinds})(?:[ .:_-]+|(?=\d)){number}(?P<name>[^\W_].*)"
        rf"|(?:{numbered})[ .:_-]*{number}(?P<number>\d+))\W*",
        re.IGNORECASE,
    )
