"""Free-text addresses → their parts, smallest place first, each with the role its leading word gives it."""

from __future__ import annotations

import polars as pl

from cleaning import reference
from cleaning.standardising.text import folded, one_tone_placement, tidy

# Written without commas ('thôn 3 xã Kiền Bái huyện Thủy Nguyên'), a kind word begins a new part; 'thị xã' before 'xã'.
_KINDS = "thị trấn|thị xã|thành phố|đặc khu|xã|phường|huyện|quận|tỉnh|tp|tt|tx"
_KINDS_PLAIN = "thi tran|thi xa|thanh pho|dac khu|xa|phuong|huyen|quan|tinh|tp|tt|tx"
_SHORT_KINDS = r"(?i)\s(x|p|h|q|tt|tx|tp|t\.p)\.\s*"


def address_parts(addresses: pl.DataFrame, text: str) -> pl.DataFrame:
    """One row per part of each address: `place_id, position, part, role, kind, name, name_lower`.

    `addresses` has `place_id` and the tidy address in `text` (null: no rows). `role` is unit | district | city |
    province | hamlet | house by reference/unit_words.csv, null for a part without such a word; `name` is the part
    without it, folded and with usual short forms written out ('HP' → 'hai phong'); `name_lower` keeps its accents, its
    tone placed one way.
    """
    parts = (
        addresses.select("place_id", part=_separated(pl.col(text)).str.split(","))
        .explode("part")
        .with_columns(part=tidy(pl.col("part").str.strip_chars(" .:").str.replace(r"^(\p{L}+)(\d)", "${1} ${2}")))
        .filter(pl.col("part").is_not_null())
        .with_columns(position=pl.int_range(pl.len(), dtype=pl.Int32).over("place_id"))
    )
    return _with_role(parts)


def leading_words(*roles: str, plain: bool) -> str:
    """The words of `roles` as one regex alternation, longest first; with accents, or `plain` for text written without.

    The accents matter: 'Ngô Quyền' begins with no 'ngõ', 'Dương Quan' with no 'đường', 'Quán Toan' with no 'quận'.
    """
    words = reference.table("unit_words").filter(pl.col("role").is_in(list(roles)))
    forms = words.select(folded(pl.col("word")) if plain else "word").to_series().unique().to_list()
    return "|".join(sorted((form.replace(".", r"\.") for form in forms), key=lambda form: (-len(form), form)))


def is_plain(text: pl.Expr) -> pl.Expr:
    """Whether the text is written without any accent."""
    return text.str.contains(r"^[\x00-\x7f]*$")


def _separated(text: pl.Expr) -> pl.Expr:
    """Commas between the parts: for semicolons, brackets, dashes, and before a kind word without any separator."""
    commas = text.str.replace_all(r"[;()]|\s[-–—]+\s", ",").str.replace_all(r"\s*[-–—]\s*(\p{L})", ",${1}")
    return (
        pl.when(is_plain(commas))
        .then(commas.str.replace_all(rf"(?i)\s({_KINDS_PLAIN})\s", ",${1} "))
        .otherwise(commas.str.replace_all(rf"(?i)\s({_KINDS})\s", ",${1} "))
        .str.replace_all(_SHORT_KINDS, ",${1}. ")
    )


def _with_role(parts: pl.DataFrame) -> pl.DataFrame:
    words = reference.table("unit_words").select("word", "role", "kind")
    both = pl.concat([words, words.with_columns(folded(pl.col("word")))]).unique(
        "word", keep="first", maintain_order=True
    )
    short = reference.table("place_abbreviations")
    lower = pl.col("name_lower")
    return (
        parts.with_columns(name_lower=one_tone_placement(pl.col("part").str.to_lowercase()))
        .with_columns(word=_leading(lower, 1), rest=_leading(lower, 2))
        .join(both, on="word", how="left", maintain_order="left", validate="m:1")
        .with_columns(name_lower=pl.coalesce("rest", "name_lower"))
        .with_columns(name=folded(pl.col("name_lower")).replace(dict(short.iter_rows())))
        .drop("word", "rest")
    )


def _leading(lower: pl.Expr, group: int) -> pl.Expr:
    """The leading word of a part (group 1), or what follows it (group 2); null where there is none."""
    every_role = ("unit", "district", "city", "province", "hamlet", "house")
    accented, plain = (
        lower.str.extract(rf"^({leading_words(*every_role, plain=without)})(?:\s*[.:]\s*|\s+)(\S.*)$", group)
        for without in (False, True)
    )
    return pl.when(is_plain(lower)).then(plain).otherwise(accented)
