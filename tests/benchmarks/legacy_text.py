"""One ward in every encoding an office may send: what its standardised cells differ in from the UTF-8 one.

usage: python tests/benchmarks/legacy_text.py WARD [--rows N] [--show] [--only NAME ...]

WARD holds land.csv and residents.csv as make_ward.py writes them; its folder's name is the ward's code. Every file is
written whole in the encoding, headings too; "mixed" ones have every second block of 50 rows in it, the rest in Unicode.
`wrong`: another value than the UTF-8 list gives, in a row that is not reported as uncertain; `--show` lists
the commonest.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final

import polars as pl
from rich.console import Console
from rich.table import Table

from cleaning import reference
from cleaning.errors import LandCleanError
from cleaning.reading import read_ward
from cleaning.settings import Settings
from cleaning.standardising import standardise_land, standardise_residents
from cleaning.standardising.legacy_readings import has_marks

_TODAY: Final = date(2026, 11, 21)  # the day make_ward.py writes for
_BLOCK: Final = 50
_HEADING_LINES: Final = {"land.csv": 4, "residents.csv": 1}
_NOT_COMPARED: Final = ("row_key", "guid", "text_state", "source_file", "source_sheet", "source_row")
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class Encoding:
    """How a Unicode text is set, and the bytes it is written as. `is_capital`: its UTF-8 rival is in capitals too."""

    set_in: Callable[[str], str]
    codec: str = "utf-8"
    is_mixed: bool = False
    is_capital: bool = False


def tcvn3(text: str) -> str:
    """As the fonts hold it: an accented capital is a small letter, shown large by the H fonts."""
    font = reference.table("tcvn3").filter(scope="font")
    letters = {row["unicode_char"]: bytes.fromhex(row["byte_hex"]).decode("latin-1") for row in font.to_dicts()}
    return "".join(letters.get(letter) or letters.get(letter.lower(), letter) for letter in text)


def vni(text: str) -> str:
    """As the VNI fonts hold it."""
    rows = reference.table("vni").filter(form="standard").to_dicts()
    return text.translate({ord(row["unicode_char"]): row["vni_sequence"] for row in rows})


def twice(text: str, page: str = "cp1252") -> str:
    """UTF-8 taken for a code page of one byte per letter; a byte the page does not have stays a control sign."""
    shown = {byte: bytes([byte]).decode(page, errors="ignore") or chr(byte) for byte in range(256)}
    return "".join(shown[byte] for byte in text.encode())


def windows_1258(text: str) -> str:
    """Vowels composed but for their tone, which stands behind."""
    vowels = [re.sub(f"[{_TONES}]", "", unicodedata.normalize("NFD", letter)) for letter in text]
    tones = [re.sub(f"[^{_TONES}]", "", unicodedata.normalize("NFD", letter)) for letter in text]
    return "".join(f"{unicodedata.normalize('NFC', vowel)}{tone}" for vowel, tone in zip(vowels, tones, strict=True))


ENCODINGS: Final = {
    "UTF-8 with BOM": Encoding(str, "utf-8-sig"),
    "UTF-16 with BOM": Encoding(str, "utf-16"),
    "UTF-16 BE": Encoding(str, "utf-16-be"),
    "NFD": Encoding(lambda text: unicodedata.normalize("NFD", text)),
    "Windows-1258": Encoding(windows_1258, "cp1258"),
    "TCVN3": Encoding(tcvn3, "cp1252"),
    "TCVN3 in UTF-8": Encoding(tcvn3),
    "TCVN3 .VnTimeH": Encoding(lambda text: tcvn3(text.upper()), is_capital=True),
    "VNI": Encoding(vni, "cp1252"),
    "VNI in UTF-8": Encoding(vni),
    "UTF-8 twice": Encoding(twice),
    "UTF-8 twice, Latin-1": Encoding(lambda text: twice(text, "latin-1")),
    "UTF-8 twice, Windows-1258": Encoding(lambda text: twice(text, "cp1258")),
    "TCVN3, mixed": Encoding(tcvn3, is_mixed=True),
    "VNI, mixed": Encoding(vni, is_mixed=True),
    "UTF-8 twice, mixed": Encoding(twice, is_mixed=True),
    "NFD, mixed": Encoding(lambda text: unicodedata.normalize("NFD", text), is_mixed=True),
}

_HEADINGS = (
    "encoding", "table", "rows", "cells", "equal", "uncertain", "wrong", "names wrong", "rows converted",
    "rows uncertain", "s",
)  # fmt: skip


def main() -> None:
    """Reads and standardises the ward in every encoding, then prints."""
    options = _options()
    console = Console(width=150)
    texts = {name: _text(options.ward / name, options.rows) for name in _HEADING_LINES}
    code = options.ward.name
    plain = {
        is_capital: _read(
            {name: _set(text, name, Encoding(str.upper if is_capital else str)) for name, text in texts.items()}, code
        )
        for is_capital in (False, True)
    }
    table = Table(*_HEADINGS)
    states = {
        name: frame["text_state"].value_counts().sort("text_state").rows() for name, frame in plain[False].items()
    }
    console.print(f"UTF-8: {states}")
    for label in options.only or ENCODINGS:
        encoding = ENCODINGS[label]
        begun = perf_counter()
        try:
            found = _read({name: _set(text, name, encoding) for name, text in texts.items()}, code)
        except LandCleanError as error:
            table.add_row(label, str(error))
            continue
        seconds = f"{perf_counter() - begun:.1f}"
        for name, frame in found.items():
            differing = _differing(plain[encoding.is_capital][name], frame)
            table.add_row(label, name, *_figures(frame, differing), seconds)
            if options.show:
                shown = differing.group_by("column", "is_uncertain", "plain", "found").len("times")
                console.print(
                    label, name, shown.sort("times", "column", "plain", "found", descending=True).head(40).rows()
                )
    console.print(table)


def _figures(frame: pl.DataFrame, differing: pl.DataFrame) -> list[str]:
    columns = _compared(frame)
    cells = sum(frame.height - frame[column].null_count() for column in columns)
    wrong = differing.filter(~pl.col("is_uncertain"))
    states = frame["text_state"]
    counts = (
        frame.height, cells, cells - differing.height, differing.height - wrong.height, wrong.height,
        wrong.filter(pl.col("column").str.contains("name")).height,
        (states == "converted").sum(), (states == "uncertain").sum(),
    )  # fmt: skip
    return [f"{count:,}" for count in counts]


def _differing(plain: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The cells of `found` that are not those of `plain`: `column`, `is_uncertain`, `plain`, `found`."""
    columns = _compared(plain)
    beside = plain.select("source_row", *columns).join(
        found.select("source_row", "text_state", *columns), on="source_row", how="left", suffix="_found", validate="1:1"
    )
    return pl.concat(
        beside.filter(pl.col(column).ne_missing(pl.col(f"{column}_found"))).select(
            column=pl.lit(column), is_uncertain=(pl.col("text_state") == "uncertain").fill_null(False),
            plain=pl.col(column).cast(pl.String), found=pl.col(f"{column}_found").cast(pl.String),
        )
        for column in columns
    )  # fmt: skip


def _compared(frame: pl.DataFrame) -> list[str]:
    return [name for name in frame.columns if not name.endswith("_raw") and name not in _NOT_COMPARED]


def _read(files: dict[str, bytes], code: str) -> dict[str, pl.DataFrame]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / code
        folder.mkdir()
        for name, data in files.items():
            (folder / name).write_bytes(data)
        sources = read_ward(folder, ward=code, salt="0")
    settings = Settings()
    return {
        "land": standardise_land(sources.land, sources.sheet_map, ward=code, as_of=_TODAY, settings=settings),
        "residents": standardise_residents(sources.residents, ward=code, as_of=_TODAY, settings=settings),
    }


def _set(text: str, name: str, encoding: Encoding) -> bytes:
    lines = text.splitlines(keepends=True)
    begin = _HEADING_LINES[name]
    blocks = ["".join(lines[at : at + _BLOCK]) for at in range(begin, len(lines), _BLOCK)]
    if encoding.is_mixed:
        blocks = [encoding.set_in(block) if at % 2 else block for at, block in enumerate(blocks)]
        return "".join(lines[:begin] + blocks).encode(encoding.codec, errors="ignore")
    return "".join(map(encoding.set_in, ["".join(lines[:begin]), *blocks])).encode(encoding.codec, errors="ignore")


def _text(path: Path, rows: int | None) -> str:
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig")).replace("\u00d0", "Đ")
    lines = text.splitlines(keepends=True)
    lines = lines if rows is None else lines[: _HEADING_LINES[path.name] + rows]
    # a row that make_ward.py set in an old font already would be set in two
    is_old = pl.Series(lines).alias("line").to_frame().select(has_marks(pl.col("line"))).to_series()
    return "".join(line for line, is_one in zip(lines, is_old, strict=True) if not is_one)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ward", type=Path)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", nargs="*", choices=list(ENCODINGS))
    return parser.parse_args()


if __name__ == "__main__":
    main()
