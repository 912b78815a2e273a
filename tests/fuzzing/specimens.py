"""seed and index → one ward folder with one damaged file, and what reading must give back of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from random import Random  # noqa: TID251  the fuzzer's seed decides
from typing import TYPE_CHECKING, Final, Literal

from tests.fuzzing import samples
from tests.fuzzing.cells import as_text
from tests.fuzzing.damages import DAMAGES
from tests.fuzzing.packages import SHEET, STRINGS, packed
from tests.fuzzing.variants import VARIANTS, Variant, parts_of

if TYPE_CHECKING:
    from tests.fuzzing.cells import Table
    from tests.fuzzing.damages import Damage
    from tests.fuzzing.packages import Parts

Names = tuple[str, ...]
RawTable = Literal["land", "residents", "sheet_map"]
_SHEET_ROW: Final = re.compile(rb"<row r=.*?</row>", re.DOTALL)
_ROW_NUMBER: Final = re.compile(rb'<row r="(\d+)"')
_LINE_END: Final = re.compile(r"\r\n|\r|\n")
_XLS_COLUMNS: Final = 256
_XLS_WHOLE: Final = ("end_cut", "beginning_cut", "rubbish_behind", "rubbish_before", "doubled")
# Damages to the parts of a package after which every row still can be read, or none may be.
_WHOLE_OR_REFUSED: Final = (
    "part_missing", "part_emptied", "part_renamed", "parts_swapped", "part_cut", "strings_cut", "places_left_out",
    "styles_wild", "cell_far_away", "dimension_lies", "merges_wild", "sheets_empty", "sheets_many",
    "sheet_names_hostile", "package_nested", "relations_astray",
)  # fmt: skip
TABLE_OF: Final[dict[str, RawTable]] = {
    "land": "land", "village": "land", "residents": "residents", "sheet_map": "sheet_map",
}  # fmt: skip
_OTHERS: Final = {"land": "land.tsv", "residents": "residents.csv"}


@dataclass(frozen=True)
class Promise:
    """What must come back of a damaged file that is read.

    `rows`: row numbers that must be accepted or rejected. `keys`: texts that name rows, each of which must stand in
    an accepted row, or a rejected one stand for it. `unchanged`: every value must be as it was before the damage.
    """

    rows: frozenset[int] = frozenset()
    keys: frozenset[str] = frozenset()
    unchanged: bool = False


@dataclass(frozen=True)
class Specimen:
    """`table`: the raw table its rows go to. `files`: name → bytes, the damaged one under `damaged`."""

    seed: int
    index: int
    window: int
    variant: str
    damages: Names
    table: RawTable
    damaged: str
    files: dict[str, bytes]
    promise: Promise


def specimen(seed: int, index: int) -> Specimen:
    """The same for the same seed and index, whatever was made before it."""
    rng = Random(f"{seed}:{index}")
    window, variant = rng.randrange(samples.WINDOWS), rng.choices(VARIANTS, [one.share for one in VARIANTS])[0]
    fitting = [one for one in DAMAGES if variant.container in one.containers]
    chosen = rng.choices(fitting, [one.share for one in fitting])[0]
    table = samples.lists(window).tables[variant.list_name]
    names: Names = (chosen.name,)
    if chosen.of == "table":
        names, data, promise = _damaged_table(table, variant, chosen, rng)
    elif chosen.of == "bytes":
        names, data, promise = _damaged_bytes(window, variant, chosen, rng)
    else:
        parts: Parts | bytes = chosen.change(parts_of(table), rng)  # pyright: ignore[reportAssignmentType]
        data = parts if isinstance(parts, bytes) else packed(parts)
        promise = _promise_of_parts(window, variant, chosen.name, parts)
    raw, damaged = TABLE_OF[variant.list_name], f"damaged-{variant.name}"
    files = {**others(window, raw), damaged: data}
    return Specimen(seed, index, window, variant.name, names, raw, damaged, files, promise)


def others(window: int, table: str) -> dict[str, bytes]:
    """The other lists of the ward, whole."""
    names = [name for name in _OTHERS if name != table]
    return {f"{name}.csv": _undamaged(window, _OTHERS[name]) for name in names}


def whole_bytes(window: int, variant: str) -> tuple[RawTable, str, bytes]:
    """Raw table, name and bytes of a variant's file before any damage."""
    (list_name,) = (one.list_name for one in VARIANTS if one.name == variant)
    return TABLE_OF[list_name], f"damaged-{variant}", _undamaged(window, variant)


def _damaged_table(table: Table, variant: Variant, first: Damage, rng: Random) -> tuple[Names, bytes, Promise]:
    """One to three damages to the table; what must come back is counted in the table as it is written."""
    fitting = [one for one in DAMAGES if one.of == "table" and one.share == 1]
    chosen = [first, *rng.sample(fitting, rng.choice((0, 0, 1, 2)))]
    keys = frozenset(samples.row_keys(variant.list_name, table).values())
    for one in chosen:
        if table.width > 1 and len(table.rows) > table.header > 0:
            table = one.change(table, rng)  # pyright: ignore[reportAssignmentType]
    texts = {number: set(map(as_text, row)) for number, row in enumerate(table.rows, 1) if number > table.header}
    bearing = frozenset(number for number, row in texts.items() if keys & row)
    promise = Promise(rows=bearing, keys=frozenset(keys & set().union(*texts.values())))
    fits = variant.container != "xls" or table.width <= _XLS_COLUMNS
    return tuple(one.name for one in chosen), variant.written(table), promise if fits else Promise()


def _damaged_bytes(window: int, variant: Variant, damage: Damage, rng: Random) -> tuple[Names, bytes, Promise]:
    """Text keeps the lines that are still as they were; a package is whole or refused."""
    keys = samples.lists(window).keys[variant.list_name]
    whole = _undamaged(window, variant.name)
    data: bytes = damage.change(whole, rng)  # pyright: ignore[reportAssignmentType]
    if variant.container == "text":
        lines = set(_lines(data, variant)) & set(_lines(whole, variant))
        told = " ".join(lines)
        return (damage.name,), data, Promise(keys=frozenset(key for key in keys if key in told))
    if variant.container == "xls":
        return (damage.name,), data, Promise(keys=keys if damage.name in _XLS_WHOLE else frozenset())
    return (damage.name,), data, Promise(keys=keys, unchanged=True)


def _promise_of_parts(window: int, variant: Variant, damage: str, parts: Parts | bytes) -> Promise:
    keys = samples.lists(window).keys[variant.list_name]
    if damage in _WHOLE_OR_REFUSED or isinstance(parts, bytes):
        return Promise(keys=keys)
    whole = parts_of(samples.lists(window).tables[variant.list_name])
    if parts.get(STRINGS) != whole[STRINGS]:
        return Promise()
    intact = set(_SHEET_ROW.findall(parts.get(SHEET, b""))) & set(_SHEET_ROW.findall(whole[SHEET]))
    numbers = {int(_ROW_NUMBER.match(row)[1]) for row in intact}  # pyright: ignore[reportOptionalSubscript]
    own = samples.row_keys(variant.list_name, samples.lists(window).tables[variant.list_name])
    return Promise(keys=frozenset(key for number, key in own.items() if number in numbers))


def _lines(data: bytes, variant: Variant) -> list[str]:
    if "utf16" in variant.name:
        return _LINE_END.split(data.decode("utf-16-le", errors="replace"))
    return _LINE_END.split(data.decode("cp1252" if "tcvn3" in variant.name else "utf-8", errors="replace"))


@lru_cache(maxsize=400)
def _undamaged(window: int, variant: str) -> bytes:
    written = next(one for one in VARIANTS if one.name == variant)
    return written.written(samples.lists(window).tables[written.list_name])
