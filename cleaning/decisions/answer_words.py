"""Text of 'Quyết định' → the answer it states, a key of ANSWERS; null where it states none or could mean two.

Answers come from a drop-down or are typed by hand, with accents or without; on their way through old code pages letters
may have become '?'. Nothing is guessed from a part of the text: a remark behind an answer may turn it round.
"""

from __future__ import annotations

import unicodedata
from typing import Final

import polars as pl

from cleaning.decisions.typed_text import folded, has_accent, tidied
from cleaning.schemas import ANSWERS

# Beside the words of the drop-down; in any case, with accents or without, hỏi and ngã confused as people do.
_ALSO: Final[dict[str, tuple[str, ...]]] = {
    "same": (
        "đúng ng", "đúng người này", "đúng là người này", "là người này", "phải người này", "đúng người rồi",
    ),
    "different": (
        "ko phải người này", "k phải người này", "không phải là người này", "không phải người đó",
        "không đúng người", "ko đúng người", "k đúng người", "sai người", "người khác", "khác người",
    ),
    "take_register": (
        "theo dân cư", "sửa theo dcư", "theo dữ liệu dân cư", "sửa theo dữ liệu dân cư", "lấy theo dân cư",
        "ghi theo dân cư", "sửa theo đề xuất", "theo đề xuất", "sửa theo csdl dân cư", "theo csdl dân cư",
    ),
    "keep_land": (
        "giữ", "giữ nguyên", "giữ đất đai", "theo đất đai", "giữ nguyên theo đất đai", "giữ theo hồ sơ đất đai",
        "theo hồ sơ đất đai", "giữ theo hồ sơ", "không sửa", "ko sửa", "k sửa", "giữ lại", "để nguyên",
    ),
    "other_value": ("gt khác", "giá trị khác ghi bên"),
    "unclear": (
        "không rõ", "ko rõ", "k rõ", "chưa biết", "chưa xác định", "chưa xác định được", "chưa xác minh",
        "chưa xác minh được", "không xác định được", "ko xác định được", "cần xác minh", "cần xác minh thêm",
        "chờ xác minh", "chưa rõ ràng",
    ),
}  # fmt: skip
# An answer only to the question who it is: 'không phải' beside a death may as well mean that nobody has died.
_OF_PERSON: Final[dict[str, tuple[str, ...]]] = {
    "same": ("đúng", "đúng rồi"),
    "different": ("không phải", "ko phải", "k phải", "kô phải"),
}
# DC is dân cư, ĐC is địa chính: the letter counts only where the word beside it shows that accents have survived.
_WITH_ACCENTS: Final = {"sửa theo dc": "take_register", "sữa theo dc": "take_register", "giữ theo đđ": "keep_land"}
# Other words than the ones meant, but for their accents.
_OTHER_WORDS: Final = r"\b(?:đừng|dừng|dùng|đứng|dụng|giũ|gì)\b"
_AROUND: Final = " .,;:!*_-–—()[]'’‘`\"“”"


def answer_keys(cells: pl.Series, *, who_is_asked: pl.Series) -> pl.Series:
    """The key of the one answer each cell states. `who_is_asked`: the question is who the land user is."""
    written = tidied(pl.col("cell")).str.to_lowercase()
    text = written.str.replace_all(r"[\s.,;:()_]+", " ").str.strip_chars(_AROUND)
    told = pl.DataFrame({"cell": cells, "who_is_asked": who_is_asked}).with_columns(text=text)
    read = told.with_columns(plain=folded(pl.col("text")))
    answers = _forms({key: (words,) for key, words in ANSWERS.items()}) | _forms(_ALSO)
    of_person = pl.when("who_is_asked").then(_looked_up("plain", _forms(_OF_PERSON)))
    by_word = pl.when(~pl.col("text").str.contains(_OTHER_WORDS)).then(
        pl.coalesce(_looked_up("plain", answers), of_person)
    )
    return read.select(pl.coalesce(_looked_up("text", _WITH_ACCENTS), by_word, *_with_lost_letters())).to_series()


def has_kept_accents(cell: pl.Expr) -> pl.Expr:
    """Whether the text still bears accents and has lost no letter: what stands beside it has most likely not, either.

    Every answer of the drop-down has such letters.
    """
    return has_accent(cell) & ~cell.str.contains("?", literal=True)


def _looked_up(column: str, forms: dict[str, str]) -> pl.Expr:
    return pl.col(column).replace_strict(forms, default=None, return_dtype=pl.String)


def _forms(wordings: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Folded words → key of the answer."""
    return {_folded(words): key for key, several in wordings.items() for words in several}


def _folded(words: str) -> str:
    return pl.select(folded(pl.lit(words))).item()


def _with_lost_letters() -> list[pl.Expr]:
    """Answers of the drop-down with '?' for letters, or for accents standing apart, that a code page has not."""
    found: list[pl.Expr] = []
    for key, words in ANSWERS.items():
        letters = "".join(letter if letter.isascii() else f"[{_bare(letter)}?]" for letter in words)
        apart = "".join("?" if unicodedata.combining(sign) else sign for sign in unicodedata.normalize("NFD", words))
        kept = [apart.replace("đ", left) for left in "đd?"]
        is_it = pl.col("plain").str.contains(f"^{letters}$") | pl.col("text").is_in(kept)
        found.append(pl.when(is_it).then(pl.lit(key)))
    return found


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.replace("đ", "d"))[0]
