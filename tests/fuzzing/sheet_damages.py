"""Ways in which an answered sheet comes back other than it was: what programs do to cells, and people to rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random  # noqa: TID251
from typing import Any, Final

Row = dict[str, Any]
Cell = Callable[[str], str]
# The sheet's columns from left to right, as far as they matter here.
COLUMNS: Final = (
    "discrepancy_id", "code", "guid", "sheet", "parcel", "holder_name", "land_value", "resident_value", "proposal",
    "since", "answer", "question", "value", "decided_by", "note",
)  # fmt: skip
# As they are selected together: the locked code among the cells to fill in goes with them.
ANSWERS: Final = ("answer", "question", "value", "decided_by", "note")
_GIVEN: Final = ("answer", "value", "decided_by")
SHOWN: Final = COLUMNS[: COLUMNS.index("answer")]
_TEXTS: Final = tuple(name for name in COLUMNS if name not in ("discrepancy_id", "question", "guid", "code"))
_DAY_ZERO: Final = date(1899, 12, 30)


@dataclass(frozen=True)
class Damage:
    """One way: `change` takes the rows and gives them back damaged."""

    name: str
    change: Callable[[Random, list[Row]], list[Row]]


def each_cell(cell: Cell, columns: tuple[str, ...] = _TEXTS) -> Callable[[Random, list[Row]], list[Row]]:
    def change(random: Random, rows: list[Row]) -> list[Row]:
        return [row | {name: cell(row[name]) for name in columns if row[name] is not None} for row in rows]

    return change


# ---- what programs do to cells ---------------------------------------------------------------------------------------


def _is_digits(text: str, *lengths: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) in (lengths or range(1, 30))


def _zeros_lost(text: str) -> str:
    return text.lstrip("0") or "0" if _is_digits(text) else text


def _decimals_added(text: str) -> str:
    return f"{_zeros_lost(text)}.0" if _is_digits(text) else text


def _power_of_ten(text: str) -> str:
    return f"{int(text):.{5}E}" if _is_digits(text, 11, 12) else text


def _grouped(text: str) -> str:
    return f"{int(text):,}" if _is_digits(text, 4, 11, 12) else text


def _decimal_sign_lost(text: str) -> str:
    """'119,7' as a program reads it to which the comma parts thousands."""
    return text.replace(",", "") if text.replace(",", "").isdigit() and "," in text else text


def _day(text: str, *, month_first: bool = False) -> date | None:
    """The day a spreadsheet takes a cell for: '05/03/1957', and '3-45', '3/12', which are none."""
    parts = text.replace("-", "/").split("/")
    if not all(_is_digits(part, 1, 2, 3, 4) for part in parts) or len(parts) not in (2, 3):
        return None
    day, month = (int(part) for part in (parts[1::-1] if month_first else parts[:2]))
    year = int(parts[2]) if len(parts) == 3 else 2026
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None


def _dates(shown: Callable[[date], str], *, month_first: bool = False) -> Cell:
    def cell(text: str) -> str:
        day = _day(text, month_first=month_first)
        return text if day is None else shown(day)

    return cell


def _serial(day: date) -> str:
    return str((day - _DAY_ZERO).days)


def _american(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year}"


def _ours(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _with_midnight(day: date) -> str:
    return f"{day.isoformat()} 00:00:00"


def _month_in_letters(day: date) -> str:
    return day.strftime("%d-%b-%y")


def _accents_lost(text: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return bare.replace("đ", "d").replace("Đ", "D")


def _words_accents_lost(text: str) -> str:
    """But of serials, where D is another letter than Đ and nobody can tell who typed which."""
    return text if text.rstrip(_BLANKS)[-1:].isdigit() else _accents_lost(text)


_BLANKS: Final = " \u00a0\u200b "
_NEAREST: Final = str.maketrans("ăĂđĐơƠưƯĩĨũŨ", "aAdÐoOuUiIuU")


def _letters_lost(text: str) -> str:
    """As cp1252 with '?' for letters it lacks."""
    return text.encode("cp1252", "replace").decode("cp1252")


def _letters_nearest(text: str) -> str:
    """As Windows does it: the nearest letter where it knows one, '?' for the others."""
    return _letters_lost(text.translate(_NEAREST))


def _apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def _apart_lost(text: str) -> str:
    return _letters_lost(_apart(text))


def _of_wrong_page(text: str) -> str:
    return text.encode().decode("cp1252", "replace")


def _full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in text)


def _spaced(text: str) -> str:
    return f"{_BLANKS[:2]}{text.replace(' ', '  ')}{_BLANKS[2:]}"


def _apostrophe(text: str) -> str:
    return f"'{text}"


def _labelled(text: str) -> str:
    return f"CCCD: {text}" if _is_digits(text, 12) else text


def _too_narrow(text: str) -> str:
    return "########" if _is_digits(text, *range(9, 13)) or _day(text) is not None else text


CELL_DAMAGES: Final = (
    Damage("zeros_lost", each_cell(_zeros_lost)),
    Damage("decimals_added", each_cell(_decimals_added)),
    Damage("powers_of_ten", each_cell(_power_of_ten)),
    Damage("thousands_grouped", each_cell(_grouped)),
    Damage("decimal_sign_lost", each_cell(_decimal_sign_lost)),
    Damage("dates_iso", each_cell(_dates(date.isoformat))),
    Damage("dates_with_time", each_cell(_dates(_with_midnight))),
    Damage("dates_read_american", each_cell(_dates(_with_midnight, month_first=True))),
    Damage("dates_shown_american", each_cell(_dates(_american))),
    Damage("dates_read_american_shown_ours", each_cell(_dates(_ours, month_first=True))),
    Damage("dates_there_and_back", each_cell(_dates(_american, month_first=True))),
    Damage("dates_counted", each_cell(_dates(_serial))),
    Damage("dates_counted_american", each_cell(_dates(_serial, month_first=True))),
    Damage("dates_in_letters", each_cell(_dates(_month_in_letters))),
    Damage("value_dates_read_american", each_cell(_dates(_with_midnight, month_first=True), ("value",))),
    Damage("accents_lost", each_cell(_accents_lost)),
    Damage("letters_lost", each_cell(_letters_lost)),
    Damage("letters_nearest", each_cell(_letters_nearest)),
    Damage("accents_apart", each_cell(_apart)),
    Damage("accents_apart_lost", each_cell(_apart_lost)),
    Damage("wrong_code_page", each_cell(_of_wrong_page)),
    Damage("values_accents_lost", each_cell(_words_accents_lost, ("value",))),
    Damage("full_width", each_cell(_full_width)),
    Damage("spaces_around", each_cell(_spaced, COLUMNS)),
    Damage("apostrophes", each_cell(_apostrophe, COLUMNS)),
    Damage("labelled", each_cell(_labelled)),
    Damage("too_narrow", each_cell(_too_narrow)),
    Damage("capitals", each_cell(str.upper, COLUMNS)),
    Damage("small_letters", each_cell(str.lower, COLUMNS)),
)


# ---- what people do to rows and columns ------------------------------------------------------------------------------


def _answered(rows: list[Row]) -> list[int]:
    return [at for at, row in enumerate(rows) if row["answer"] is not None]


def rows_sorted(random: Random, rows: list[Row]) -> list[Row]:
    by = random.choice(COLUMNS)
    return sorted(rows, key=lambda row: (row[by] is None, row[by] or ""))


def rows_deleted(random: Random, rows: list[Row]) -> list[Row]:
    return [row for row in rows if random.random() < 0.6]


def rows_doubled(random: Random, rows: list[Row]) -> list[Row]:
    return [row for row in rows for _ in range(random.choice((1, 1, 2)))]


def rows_doubled_and_changed(random: Random, rows: list[Row]) -> list[Row]:
    """Some rows stand there again with the answer of another row."""
    answered = [rows[at] for at in _answered(rows)]
    if len(answered) < 2:
        return rows
    again = [row | {name: random.choice(answered)[name] for name in ("answer", "value")} for row in answered[::5]]
    return [*rows, *again]


def columns_deleted(random: Random, rows: list[Row]) -> list[Row]:
    gone = random.sample([name for name in COLUMNS if name not in ("discrepancy_id", "answer")], random.randint(1, 4))
    return [row | dict.fromkeys(gone) for row in rows]


def question_deleted(random: Random, rows: list[Row]) -> list[Row]:
    return [row | {"question": None} for row in rows]


def _moved(rows: list[Row], columns: tuple[str, ...], first: int, down: int) -> list[Row]:
    """The cells of some columns one row further from row `first` on."""
    blank = dict.fromkeys(columns)
    cells = [{name: row[name] for name in columns} for row in rows]
    moved = cells[:first] + ([blank, *cells[first:-1]] if down else [*cells[first + 1 :], blank])
    return [row | other for row, other in zip(rows, moved, strict=True)]


def answers_moved(random: Random, rows: list[Row]) -> list[Row]:
    """All that stands in the columns of answers one row up or down: but for the code among them nothing tells."""
    return _moved(rows, ANSWERS, random.randint(0, len(rows) // 4), random.randint(0, 1))


def answer_column_moved(random: Random, rows: list[Row]) -> list[Row]:
    return _moved(rows, ("answer",), random.randint(0, len(rows) // 4), random.randint(0, 1))


def value_column_moved(random: Random, rows: list[Row]) -> list[Row]:
    return _moved(rows, ("value",), random.randint(0, len(rows) // 4), random.randint(0, 1))


def shown_moved(random: Random, rows: list[Row]) -> list[Row]:
    """Some of the columns left of the answers, codes among them or not, one row up or down."""
    columns = tuple(random.sample(SHOWN, random.randint(1, len(SHOWN))))
    return _moved(rows, columns, random.randint(0, len(rows) // 2), random.randint(0, 1))


def _partly_sorted(rows: list[Row], columns: tuple[str, ...], by: str) -> list[Row]:
    cells = sorted(
        ({name: row[name] for name in columns} for row in rows), key=lambda one: (one[by] is None, one[by] or "")
    )
    return [row | other for row, other in zip(rows, cells, strict=True)]


def some_columns_sorted(random: Random, rows: list[Row]) -> list[Row]:
    columns = tuple(random.sample(COLUMNS, random.randint(2, len(COLUMNS) - 1)))
    return _partly_sorted(rows, columns, random.choice(columns))


def neighbouring_columns_sorted(random: Random, rows: list[Row]) -> list[Row]:
    """A block of columns side by side, as a mouse selects it."""
    first, last = sorted(random.sample(range(len(COLUMNS) + 1), 2))
    columns = COLUMNS[first:last]
    return _partly_sorted(rows, columns, random.choice(columns))


def answers_sorted(random: Random, rows: list[Row]) -> list[Row]:
    return _partly_sorted(rows, ANSWERS, random.choice(_GIVEN))


def codes_swapped(random: Random, rows: list[Row]) -> list[Row]:
    """Two cells of one of the machine's columns exchanged, a few times."""
    changed = [dict(row) for row in rows]
    for _ in range(random.randint(1, 5)):
        one, other = random.sample(range(len(rows)), 2)
        name = random.choice((*SHOWN, "question"))
        changed[one][name], changed[other][name] = changed[other][name], changed[one][name]
    return changed


def _kind(row: Row) -> str:
    """What a row asks about, as its code begins; "" where the code is lost. Parcels have addresses as people have."""
    kind = (row["code"] or "").strip().lower().split("_")[0]
    return "address" if kind == "unit" else kind


def answers_of_others_value(random: Random, rows: list[Row]) -> list[Row]:
    """The value of a row of another kind, pasted over a few."""
    valued = [row for row in rows if row["value"] is not None]
    if not valued:
        return rows
    changed = [dict(row) for row in rows]
    for at in random.sample(range(len(rows)), min(4, len(rows))):
        others = [row for row in valued if _kind(row) != _kind(rows[at])]
        if others and changed[at]["answer"] is not None:
            changed[at]["value"] = random.choice(others)["value"]
    return changed


def row_pulled_sideways(random: Random, rows: list[Row]) -> list[Row]:
    """The cells of some rows one column to the left or right, from somewhere on."""
    step = random.choice((1, -1))
    changed: list[Row] = []
    for row in rows:
        at = random.randint(0, len(COLUMNS) - 2)
        cells = [row[name] for name in COLUMNS]
        pulled = [*cells[:at], None, *cells[at:-1]] if step == 1 else [*cells[:at], *cells[at + 1 :], None]
        changed.append(row | dict(zip(COLUMNS, pulled, strict=True)) if random.random() < 0.3 else row)
    return changed


def _next(text: str) -> str:
    """What dragging a cell downwards makes of it: the last number counts up."""
    head = text.rstrip("0123456789")
    digits = text[len(head) :]
    return f"{head}{int(digits) + 1:0{len(digits)}d}" if digits else text


def rows_dragged(random: Random, rows: list[Row]) -> list[Row]:
    """A whole row dragged over those below it."""
    changed = [dict(row) for row in rows]
    at = random.choice(_answered(rows) or [0])
    for below in range(at + 1, min(at + random.randint(2, 8), len(rows))):
        changed[below] = {name: None if text is None else _next(text) for name, text in changed[below - 1].items()}
    return changed


def _is_number(row: Row) -> bool:
    return _is_digits(row["value"] or "", 12) and row["answer"] == "giá trị khác"


def numbers_dragged(random: Random, rows: list[Row]) -> list[Row]:
    """Among the rows that a filter leaves, those with a citizen number: the first one copied, or counting up."""
    counts = random.random() < 0.5
    last: str | None = None
    changed: list[Row] = []
    for row in rows:
        if _is_number(row):
            last = row["value"] if last is None else _next(last) if counts else last
            row = row | {"value": last}
        changed.append(row)
    return changed


def names_dragged(random: Random, rows: list[Row]) -> list[Row]:
    """The same, of names of land users."""
    last: str | None = None
    changed: list[Row] = []
    for row in rows:
        if row["code"] in ("name_spelling", "name_differs") and row["value"] is not None:
            last = last or row["value"]
            row = row | {"value": last}
        changed.append(row)
    return changed


def answers_merged(random: Random, rows: list[Row]) -> list[Row]:
    """Cells merged over several rows: the first alone keeps what was in them."""
    name = random.choice(_GIVEN)
    return [row | {name: None} if at % 3 and random.random() < 0.5 else row for at, row in enumerate(rows)]


def remarks_behind_answers(random: Random, rows: list[Row]) -> list[Row]:
    remarks = (" (đã gặp)", " ?", " nhưng sai số", " - xem ghi chú", ", chưa chắc", " không", "/giữ theo đất đai")
    return [
        row | {"answer": row["answer"] + random.choice(remarks)} if row["answer"] and random.random() < 0.5 else row
        for row in rows
    ]


def notes_below(random: Random, rows: list[Row]) -> list[Row]:
    blank = dict.fromkeys(COLUMNS)
    return [
        *rows, blank | {"answer": f"Tổng cộng: {len(rows)}"}, blank | {"code": "Người lập", "value": "Đỗ Thị Mai"},
        blank | {"discrepancy_id": "Ghi chú", "answer": "đúng người"},
    ]  # fmt: skip


def header_again(random: Random, rows: list[Row]) -> list[Row]:
    header = {name: name for name in COLUMNS} | {"answer": "Quyết định", "value": "Giá trị đúng"}
    at = random.randint(0, len(rows))
    return [*rows[:at], header, *rows[at:]]


def spreadsheet_errors(random: Random, rows: list[Row]) -> list[Row]:
    changed = [dict(row) for row in rows]
    for row in changed:
        if random.random() < 0.2:
            row[random.choice(COLUMNS)] = random.choice(("#REF!", "#N/A", "#VALUE!", "#NAME?"))
    return changed


def signatures_lost(random: Random, rows: list[Row]) -> list[Row]:
    others = (None, '"', "nt", "x", "123", "đúng người", "…")
    return [row | {"decided_by": random.choice(others)} if random.random() < 0.5 else row for row in rows]


def cells_cut(random: Random, rows: list[Row]) -> list[Row]:
    """Values and answers of which the end is missing."""
    changed = [dict(row) for row in rows]
    for row in changed:
        name = random.choice(("answer", "discrepancy_id", "question", "guid"))
        if row[name] and len(row[name]) > 1 and random.random() < 0.3:
            row[name] = row[name][: random.randint(1, len(row[name]) - 1)]
    return changed


def answers_emptied(random: Random, rows: list[Row]) -> list[Row]:
    return [row | {"answer": None} if random.random() < 0.3 else row for row in rows]


ROW_DAMAGES: Final = tuple(
    Damage(one.__name__, one)
    for one in (
        rows_sorted, rows_deleted, rows_doubled, rows_doubled_and_changed, columns_deleted, question_deleted,
        answers_moved, answer_column_moved, value_column_moved, shown_moved, some_columns_sorted,
        neighbouring_columns_sorted, answers_sorted, codes_swapped, answers_of_others_value, row_pulled_sideways,
        rows_dragged, numbers_dragged, names_dragged, answers_merged, remarks_behind_answers, notes_below, header_again,
        spreadsheet_errors, signatures_lost, cells_cut, answers_emptied,
    )
)  # fmt: skip
DAMAGES: Final = CELL_DAMAGES + ROW_DAMAGES
