"""What a cell of a damaged list may hold, and how it reads as text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Formula:
    """A formula without its '='; `value`: the last result the program stored, null where it stored none."""

    text: str
    value: str | None


@dataclass(frozen=True)
class CellError:
    """'#REF!' and its like, as a cell of type error."""

    code: str


Cell = str | int | float | date | Formula | CellError | None
Row = list[Cell]


@dataclass(frozen=True)
class Table:
    """One list as a sheet has it. `header`: its number of header rows, which come first."""

    header: int
    rows: list[Row]

    @property
    def width(self) -> int:
        """Columns of the widest row."""
        return max(map(len, self.rows), default=0)


def as_text(cell: Cell) -> str:
    """A cell as programs write it to text files."""
    if cell is None:
        return ""
    if isinstance(cell, Formula):
        return cell.value if cell.value is not None else f"={cell.text}"
    if isinstance(cell, CellError):
        return cell.code
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else str(cell)
