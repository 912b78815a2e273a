"""What a published day remembers for the nights after it: tables in its hidden `.state/` folder, read and written."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl
from polars.exceptions import PolarsError

from cleaning.errors import LandCleanError, SchemaError
from cleaning.schemas import KNOWN_PEOPLE, LIFE, NIGHTS, QUESTIONS, ROW_FACTS, Table
from flows.run_folder import private_folder

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_WARD: Final = re.compile(r"\d{5}")
_FOLDER, _LIST = ".state", "tables.json"
_VERSION: Final = 1
_TABLES: Final[dict[str, Table]] = {
    "questions": QUESTIONS,
    "people": KNOWN_PEOPLE,
    "life": LIFE,
    "row_facts": ROW_FACTS,
    "nights": NIGHTS,
}
_TRIES: Final = 3  # a day may be published anew while it is read


class MemoryDamagedError(LandCleanError):
    """What a published day remembers cannot be read."""


@dataclass(frozen=True)
class Memory:
    """The tables a night leaves to the next. `day` is the night's, null where nothing was ever remembered."""

    questions: pl.DataFrame
    people: pl.DataFrame
    life: pl.DataFrame
    row_facts: pl.DataFrame
    nights: pl.DataFrame
    day: date | None = None


NOTHING: Final = Memory(**{name: table.empty() for name, table in _TABLES.items()}, day=None)


def newest_memory(output: Path, ward: str, *, before: date | None = None) -> Memory:
    """What the newest published day of a ward remembers; for the night of `before`, the newest day before that one.

    Days without memory, published by a version that had none, are passed over. Where `before` itself was published
    already, what it asked is known too: its sheets are in people's hands. Raises MemoryDamagedError.
    """
    days = _days(output / "published" / ward)
    earlier = [day for day in days if before is None or day < before]
    memory = NOTHING if len(earlier) == 0 else _read(days[max(earlier)], ward, max(earlier))
    if before is None or before not in days:
        return memory
    asked = _read(days[before], ward, before).questions
    unknown = asked.join(memory.questions, on=list(QUESTIONS.key), how="anti")
    return replace(memory, questions=pl.concat([memory.questions, unknown]))


def days_published(output: Path, ward: str) -> list[date]:
    """The days published of a ward that remember anything, oldest first."""
    return sorted(_days(output / "published" / ward))


def mark_of_night_before(output: Path, ward: str, day: date) -> str:
    """Changes when, and only when, what the newest day before `day` remembers does; empty where there is none."""
    earlier = {one: path for one, path in _days(output / "published" / ward).items() if one < day}
    if len(earlier) == 0:
        return ""
    return hashlib.sha256((earlier[max(earlier)] / _LIST).read_bytes()).hexdigest()


def wards_published(output: Path) -> list[str]:
    """The codes of the wards something was ever published of, sorted."""
    return sorted(path.name for path in (output / "published").glob("*") if _WARD.fullmatch(path.name))


def keep_memory(staging: Path, memory: Memory) -> None:
    """Write what tonight leaves to the next night into the folder that is about to be published."""
    folder = private_folder(staging / _FOLDER, below=staging)
    sums: dict[str, str] = {}
    for name, table in _TABLES.items():
        buffer = BytesIO()
        table.conform(getattr(memory, name)).write_parquet(buffer)
        sums[name] = hashlib.sha256(buffer.getvalue()).hexdigest()
        _write(folder / f"{name}.parquet", buffer.getvalue())
    _write(folder / _LIST, json.dumps(_told(sums), indent=1).encode())


def _days(folder: Path) -> dict[date, Path]:
    """The published days that remember anything, with where they keep it."""
    found = [path for path in folder.glob(f"*/{_FOLDER}") if _DAY.fullmatch(path.parent.name)]
    return {date.fromisoformat(path.parent.name): path for path in found}


def _read(folder: Path, ward: str, day: date) -> Memory:
    for _ in range(_TRIES):
        held = folder.stat().st_ino
        try:
            return Memory(**_tables(folder), day=day)
        except (FileNotFoundError, ValueError, SchemaError, PolarsError):
            if folder.stat().st_ino == held:
                break
    raise MemoryDamagedError(
        f"Không đọc được phần ghi nhớ của ngày {day:%d/%m/%Y} (phường, xã {ward}): tệp trong thư mục {_FOLDER} của "
        "ngày ấy bị hỏng, thiếu, hoặc do phiên bản khác của chương trình lập. Cách xử lý: Khôi phục thư mục của ngày "
        f"ấy từ bản sao lưu; nếu không có, xóa thư mục {_FOLDER} của ngày ấy rồi chạy lại: chương trình sẽ dùng phần "
        "ghi nhớ của ngày trước đó."
    )


def _tables(folder: Path) -> dict[str, pl.DataFrame]:
    """The tables of a `.state/` folder. ValueError where one is not as written, or written by another version."""
    told = json.loads((folder / _LIST).read_bytes())
    written = {name: (folder / f"{name}.parquet").read_bytes() for name in _TABLES}
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in written.items()}
    if told != _told(sums):
        raise ValueError(folder.name)
    return {name: table.conform(pl.read_parquet(written[name])) for name, table in _TABLES.items()}


def _told(sums: dict[str, str]) -> dict[str, object]:
    return {"version": _VERSION, "tables": sums}


def _write(file: Path, data: bytes) -> None:
    with open(file, "wb", opener=partial(os.open, mode=0o600)) as handle:
        handle.write(data)
