"""grid → heading: which list a sheet is, and which column holds which field, told by the header texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cleaning.errors import SourceError
from cleaning.reading.header_blocks import KINDS, TOP_ROWS, likeliest_block
from cleaning.reading.header_rows import HEADER_ROWS, end_of_header
from cleaning.reading.headers import known
from cleaning.reading.split_names import with_given_names
from cleaning.reading.unknown_columns import unknown_columns
from cleaning.reading.unrecognised import CITIZEN_NUMBER, is_declared_ignored, shown_header, with_citizen_numbers

if TYPE_CHECKING:
    from cleaning.reading.files import Grid
    from cleaning.reading.header_blocks import Block
    from cleaning.reading.headers import Row

# Columns whose cells are never a small number: a number there is an item number of the form.
_NEVER_A_NUMBER: Final = (
    "holder_name", "name", "check_id", "discrepancy_id", "old_unit_name", "old_unit_code", "new_unit_code", "scale",
)  # fmt: skip
_SHOWN_COLUMNS: Final = 5
_FEWEST_CELLS: Final = 5
_FEWEST_FIGURES: Final = 2
_IS_CITIZEN_NUMBER: Final = re.compile(CITIZEN_NUMBER).fullmatch


@dataclass(frozen=True)
class Heading:
    """What the header of a grid says.

    `columns`: field → column of the grid. `rows`: the header rows as received, item numbers included, `""` where blank.
    `end`: number of grid rows up to the first data row. `unknown`: columns nobody knows → column of the grid, in order
    of the columns (see `unknown_columns`).
    """

    kind: str
    columns: dict[str, int]
    rows: tuple[Row, ...]
    end: int
    unknown: dict[str, int] = field(default_factory=dict)


def heading(grid: Grid, kinds: tuple[str, ...] = KINDS) -> Heading | None:
    """The heading of a grid; null where it is none of the lists looked for.

    Raises SourceError when a required column is missing, or a column that carries meaning is found twice.
    """
    if is_declared_ignored(grid.sheet):
        return None
    rows = [tuple(cell or "" for cell in row) for row in grid.cells.head(TOP_ROWS + HEADER_ROWS).iter_rows()]
    block = likeliest_block(rows, kinds) if rows else None
    if block is None:
        return None
    _check_above(rows[: block.first], block, grid)
    columns = _single_columns(block, grid)
    named = next((columns[name] for name in _NEVER_A_NUMBER if name in columns), None)
    end = end_of_header(rows, block.last, named, len(columns))
    header = tuple(rows[block.first : end])
    unknown = unknown_columns(grid, header, end, block.paths, block.fields)
    _check_usual(block, grid, unknown)
    bare = {name: at for name, at in unknown.items() if not block.paths[at]}
    columns = with_given_names(columns, grid, kind=block.kind, end=end, unheaded=bare.values())
    known_now = {*columns.values()}
    return Heading(block.kind, columns, header, end, {name: at for name, at in unknown.items() if at not in known_now})


def _check_above(above: list[Row], block: Block, grid: Grid) -> None:
    """Raise SourceError where a row above the header fills many columns, figures among them, or has a citizen number.

    A list begins there, under a header nobody knows, and would be cut.
    """
    many = max(_FEWEST_CELLS, len(block.fields.found) // 3)
    for number, row in enumerate(above, 1):
        filled = [cell for cell in row if cell.strip()]
        figures = sum(any(map(str.isdigit, cell)) for cell in filled)
        if (len(filled) >= many and figures >= _FEWEST_FIGURES) or any(map(_IS_CITIZEN_NUMBER, filled)):
            raise SourceError(
                "Phía trên hàng tiêu đề có dòng dữ liệu, dòng đó sẽ bị bỏ sót.",
                remedy="Sửa tiêu đề ở đầu danh sách cho đúng biểu mẫu, hoặc chuyển dòng dữ liệu xuống dưới tiêu đề.",
                file=grid.path,
                sheet=grid.sheet,
                row=number,
            )


def _single_columns(block: Block, grid: Grid) -> dict[str, int]:
    words = known(block.kind)
    for name in words.required:
        if name not in block.fields.found:
            raise SourceError(
                f"Thiếu cột bắt buộc '{words.shown[name]}'.",
                remedy="Thêm cột này hoặc sửa tên cột cho đúng biểu mẫu rồi chạy lại. Cột đứng ngay sau họ tên của "
                "người khác (người sử dụng hiện tại, chủ hộ, vợ, chồng ...) được hiểu là của người đó.",
                file=grid.path,
                sheet=grid.sheet,
                header=words.shown[name],
            )
    for name, columns in block.fields.found.items():
        if len(columns) > 1:
            shown = [shown_header(block.paths[at][-1], at) for at in columns[:_SHOWN_COLUMNS]]
            raise SourceError(
                f"Nhiều cột cùng có nghĩa '{words.shown[name]}': {'; '.join(shown)}.",
                remedy="Giữ lại một cột, đổi tên hoặc xóa cột kia rồi chạy lại.",
                file=grid.path,
                sheet=grid.sheet,
                header=words.shown[name],
            )
    in_order = sorted(block.fields.found.items(), key=lambda pair: pair[1])
    return {name: columns[0] for name, columns in in_order}


def _check_usual(block: Block, grid: Grid, unknown: dict[str, int]) -> None:
    """Raise SourceError where a column seldom missing is, and an unknown one holds citizen numbers."""
    words = known(block.kind)
    for name in words.usual:
        if name in block.fields.found:
            continue
        alike = with_citizen_numbers(grid.cells[:, list(unknown.values())])
        shown = [shown_header(header, at) for header, at in unknown.items() if f"c{at}" in alike]
        if shown:
            raise SourceError(
                f"Thiếu cột '{words.shown[name]}', trong khi có cột chứa số định danh cá nhân mà tiêu đề không rõ là "
                f"của ai: {'; '.join(shown[:_SHOWN_COLUMNS])}.",
                remedy=f"Đặt lại tiêu đề cột đó là '{words.shown[name]}' nếu đúng là của người sử dụng đất; nếu "
                "không thì xóa cột rồi chạy lại.",
                file=grid.path,
                sheet=grid.sheet,
                header=words.shown[name],
            )
