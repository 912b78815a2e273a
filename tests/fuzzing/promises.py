"""What reading and standardising gave of a damaged ward → the promises that broke, told without anybody's data."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

import polars as pl
from unidecode import unidecode

from cleaning.errors import LandCleanError, SchemaError, SourceError
from cleaning.reference.old_letters import ENCODINGS, in_unicode
from tests.fuzzing import samples

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleaning.reading import WardSources
    from tests.fuzzing.specimens import Specimen

_NONE: Final = pl.Series(dtype=pl.String)
_AROUND: Final = "\0\r\n\t \u00a0\ufeff'\""
_DIGITS: Final = {0: ""} | {
    at: str(unicodedata.digit(chr(at))) for at in range(128, sys.maxunicode + 1) if unicodedata.digit(chr(at), -1) >= 0
}  # fmt: skip
_EPOCH: Final = date(1899, 12, 30)
_SOURCE_COLUMNS: Final = ("row_key", "source_file", "source_sheet")
_VIETNAMESE: Final = re.compile("[àáảãạăắằẳẵặâấầẩẫậèéẻẽẹêếềểễệìíỉĩịòóỏõọôốồổỗộơớờởỡợùúủũụưứừửữựỳýỷỹỵđ]")
_IDS: Final = ("holder_citizen_id", "holder_cmnd", "current_user_citizen_id", "citizen_id", "cmnd")
_NAMES: Final = ("holder_name", "current_user_name", "organisation_name", "name")
_YEARS: Final = {"holder_birth_year": "holder_birth_date_raw", "birth_year": "birth_date_raw"}
_DATES: Final = {
    "holder_birth_date": "holder_birth_date_raw", "birth_date": "birth_date_raw", "death_date": "death_date_raw",
    "certificate_date": "certificate_date_raw",
}  # fmt: skip


def broken_by_error(error: BaseException, specimen: Specimen) -> list[str]:
    """What is wrong with how a ward was refused: other errors than LandCleanError, or words that help nobody."""
    if not isinstance(error, LandCleanError) or isinstance(error, SchemaError):
        return [f"lets {type(error).__name__} out"]
    words = str(error)
    broken = [] if _VIETNAMESE.search(words) is not None else ["error without Vietnamese words"]
    if "Cách xử lý: " not in words or words.endswith("Cách xử lý: "):
        broken.append("error without remedy")
    if isinstance(error, SourceError) and error.file is None and not any(name in words for name in specimen.files):
        broken.append("error names no file")
    if len(words) > 3000:
        broken.append("error longer than a page")
    folded = _letters(words)
    if any(_letters(secret) in folded for secret in samples.lists(specimen.window).secrets):
        broken.append("error quotes somebody's data")
    return broken


def broken_by_rows(specimen: Specimen, sources: WardSources, whole: WardSources | None) -> Iterator[str]:
    """Rows that are nowhere, or other than they were in `whole`: the ward before a damage that may change no value."""
    raw: pl.DataFrame = getattr(sources, specimen.table)
    tables = (sources.land, sources.residents, sources.sheet_map, sources.check_answers, sources.rejected)
    if sum(one.height for one in tables) + sum(one.noise for one in sources.inputs) < sum(
        one.rows for one in sources.inputs
    ):
        yield "rows unaccounted for"
    if any(table.height != table["row_key"].n_unique() for table in tables[:3]):
        yield "row keys repeated"
    mine = raw.filter(source_file=specimen.damaged)
    rejected = sources.rejected.filter(source_file=specimen.damaged)
    lost = specimen.promise.rows - set(mine["source_row"]) - set(rejected["source_row"])
    repeated = sum(one.repeated for one in sources.inputs)
    if len(lost) > repeated:
        yield f"{len(lost) - repeated} rows lost"
    others = (json.loads(cell).values() for cell in mine.get_column("other_cells", default=_NONE).drop_nulls())
    cells = {cell.strip(_AROUND) for cell in chain(*mine.rows(), *others) if isinstance(cell, str)}
    gone = sum(key not in cells for key in specimen.promise.keys)
    if gone > rejected.height:
        yield f"{gone - rejected.height} rows lost"
    if whole is not None and not _values(raw, specimen).equals(_values(getattr(whole, specimen.table), specimen)):
        yield "values changed by a damage to the bytes of a package"
    for one in sources.inputs:
        if (
            one.path != specimen.damaged
            and one.accepted < len(samples.lists(specimen.window).tables[one.kind].rows) - 4
        ):
            yield "rows lost of a file that is whole"


def broken_by_values(clean: pl.DataFrame) -> Iterator[str]:
    """Numbers, names and years that nobody wrote, in a standardised table."""
    raw_columns = [column for column in clean.columns if column.endswith("_raw") or column == "other_cells"]
    fields = [column for column in (*_IDS, *_NAMES, *_YEARS, *_DATES) if column in clean.columns]
    found: set[str] = set()
    for row in clean.select(*raw_columns, *fields).iter_rows(named=True):
        cells = [row[column] for column in raw_columns if row[column] is not None]
        found |= {
            f"{field} invented" for field in fields if row[field] is not None and not _is_written(row, field, cells)
        }
    yield from sorted(found)


def _values(raw: pl.DataFrame, specimen: Specimen) -> pl.DataFrame:
    damaged = raw.filter(source_file=specimen.damaged)
    return damaged.drop(_SOURCE_COLUMNS).sort("source_row")


def _is_written(row: dict[str, Any], field: str, cells: list[str]) -> bool:
    value = row[field]
    if field in _IDS:
        return any(value in digits or value.removeprefix("0") in digits for digits in map(_digits, cells))
    if field in _NAMES:
        words = {_letters(word) for word in set(value.split(" "))}
        own = _letters(row.get(f"{field}_raw") or "")
        return all(word in own for word in words) or any(
            all(word in text for word in words) for text in _readings(" ".join(cells))
        )
    year = value if field in _YEARS else value.year
    own = (row[_YEARS[field] if field in _YEARS else _DATES[field]] or "").replace("\0", "")  # UTF-16 within a file
    return str(year) in own or str(year) in _arabic(" ".join(cells)) or year in _years_of_serials(own)


def _digits(cell: str) -> str:
    return re.sub(r"\D", "", re.sub(r"\.0+$", "", _arabic(cell.strip())), flags=re.ASCII)


def _arabic(text: str) -> str:
    """The text with the digits of all scripts as 0-9 and without the NULs that UTF-16 in another text leaves."""
    return text.translate(_DIGITS)


def _letters(text: str) -> str:
    return re.sub("[^a-z0-9]", "", (text if text.isascii() else unidecode(text.casefold())).lower())


def _readings(text: str) -> list[str]:
    """The letters of a text as it stands, and as each old encoding it may be in."""
    if text.isascii():
        return [_letters(text)]
    text = unicodedata.normalize("NFC", text)
    return [*map(_letters, dict.fromkeys([text, *(in_unicode(text, encoding) for encoding in ENCODINGS)]))]


def _years_of_serials(cell: str) -> set[int]:
    numbers = (float(number) for number in re.findall(r"\d{1,7}(?:\.\d+)?", _arabic(cell)))
    return {(_EPOCH + timedelta(days=number)).year for number in numbers if number < 2_958_466}
