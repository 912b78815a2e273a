"""grid + heading → sorted rows: each source row accepted, rejected with a reason, or declared noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.reading.cells import has_any, rows_with_text, says_any
from cleaning.reading.inheritance import with_inherited
from cleaning.reading.masking import masked_content
from cleaning.reading.noise import is_noise
from cleaning.reading.other_cells import other_cells
from cleaning.reading.row_kinds import ROW_KINDS
from cleaning.reading.sheet_hamlets import row_hamlets, sheet_hamlet, title_hamlets
from cleaning.reading.signatures import signatures
from cleaning.schemas import REJECTED

if TYPE_CHECKING:
    from cleaning.reading.files import Grid
    from cleaning.reading.headings import Heading
    from cleaning.reading.row_kinds import RowKind

_TOO_LONG: Final = "Dòng có nhiều ô hơn hàng tiêu đề: có thể dấu phân cách nằm trong nội dung nên các ô bị lệch cột."
_SWOLLEN: Final = (
    "Dòng có ô dài hơn 32.767 ký tự, là mức Excel chứa được: có thể dấu ngoặc kép không khép kín nên nhiều dòng dính "
    "vào một ô."
)
_ERRORS: Final = (
    "Các ô cần thiết của dòng chỉ còn báo lỗi của bảng tính (#REF!, #N/A ...), nên không biết là của ai, thửa nào: xin "
    "mở tệp gốc, sửa công thức rồi xuất lại."
)
_BESIDE_SIGNATURES: Final = (
    "Dòng nằm dưới phần ký tên cuối danh sách và không có số thứ tự, số định danh hay số liệu nào, nên không rõ có "
    "phải dòng dữ liệu không."
)
_BLOCK_ROWS: Final = 5
_MOST_CHARS: Final = 32_767  # of a cell of Excel; what comes after would spend hours over it
# Totals, titles and signatures stand in the first columns; a row that says something right of these is none of them.
_MOST_COLUMNS: Final = 256


@dataclass(frozen=True)
class SortedRows:
    """`accepted`: source columns and `_raw` values, no row key yet. `rejected`: a REJECTED frame."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    noise: int


def sort_rows(grid: Grid, heading: Heading) -> SortedRows:
    """The rows below the heading, each in exactly one place. Values stay as received; an empty cell is null."""
    kind = ROW_KINDS[heading.kind]
    cells = _cells(grid, heading)
    table, beyond = cells.select(cells.columns[:_MOST_COLUMNS]), rows_with_text(cells, cells.columns[_MOST_COLUMNS:])
    strong = _columns(kind.strong, heading, table)
    signed = signatures(table, _columns(kind.stating, heading, table))
    titles = title_hamlets(table, heading, strong).set(beyond, None)
    noise = (is_noise(table, heading, strong) | signed.is_label | titles.is_not_null()) & ~beyond
    is_too_long, is_swollen = _is_longer(grid, heading, cells), _has_swollen_cell(cells)
    rows = _raws(grid, heading, cells)
    hamlets = row_hamlets(sheet_hamlet(grid, heading), titles, noise)
    told = with_inherited(rows, heading, grid.merged, noise | is_too_long | is_swollen | signed.is_beside, hamlets)
    reason = told.select(
        pl.when(is_too_long)
        .then(pl.lit(_TOO_LONG))
        .when(is_swollen)
        .then(pl.lit(_SWOLLEN))
        .when(signed.is_beside)
        .then(pl.lit(_BESIDE_SIGNATURES))
        .otherwise(_refusal(kind))
    ).to_series()
    is_refused = ~noise & reason.is_not_null()
    refused = told.select("source_file", "source_sheet", "source_row", reason=reason).filter(is_refused)
    return SortedRows(
        accepted=told.filter(~noise & ~is_refused),
        rejected=REJECTED.conform(refused.with_columns(content=_content(cells.filter(is_refused)))),
        noise=int(noise.sum()),
    )


def _raws(grid: Grid, heading: Heading, cells: pl.DataFrame) -> pl.DataFrame:
    """Where each row stands, the values of the fields, and what else it says."""
    return cells.select(
        pl.lit(grid.path).alias("source_file"),
        pl.lit(grid.sheet, pl.String).alias("source_sheet"),
        pl.int_range(heading.end + 1, heading.end + 1 + pl.len(), dtype=pl.Int32).alias("source_row"),
        *(_raw(field, heading, cells) for field in ROW_KINDS[heading.kind].fields),
        other_cells=other_cells(cells, heading.unknown),
    )


def _content(refused: pl.DataFrame) -> pl.Series:
    filled = [column.name for column in refused if column.null_count() < refused.height]
    return refused.select(masked_content(filled[:_MOST_COLUMNS] or refused.columns[:1])).to_series()


def _cells(grid: Grid, heading: Heading) -> pl.DataFrame:
    """The cells below the heading, without the columns that hold nothing: one stray cell leaves thousands of them."""
    cells = grid.cells.slice(heading.end)
    return cells.select([column for column in cells if column.null_count() < cells.height] or cells.columns[:1])


def _columns(fields: tuple[str, ...], heading: Heading, cells: pl.DataFrame) -> list[str]:
    """The columns of those of `fields` that hold anything."""
    own = [f"c{heading.columns[field]}" for field in fields if field in heading.columns]
    return [name for name in own if name in cells.columns]


def _raw(field: str, heading: Heading, cells: pl.DataFrame) -> pl.Expr:
    column = next(iter(_columns((field,), heading, cells)), None)
    return (pl.lit(None, pl.String) if column is None else pl.col(column)).alias(f"{field}_raw")


def _refusal(kind: RowKind) -> pl.Expr:
    """Why a row that is neither noise nor damaged is rejected; null where it says whose or which it is."""
    naming = [f"{field}_raw" for field in kind.naming]
    if not naming:
        return pl.lit(None, pl.String)
    return pl.when(~has_any(naming)).then(pl.lit(kind.refusal)).when(~says_any(naming)).then(pl.lit(_ERRORS))


def _has_swollen_cell(cells: pl.DataFrame) -> pl.Series:
    """Whether one of a row's cells is longer than any program makes them: lines an open quotation mark joined."""
    return cells.select(pl.any_horizontal(pl.all().str.len_chars() > _MOST_CHARS).fill_null(value=False)).to_series()


def _is_longer(grid: Grid, heading: Heading, cells: pl.DataFrame) -> pl.Series:
    """A record of more fields than the header, which says something beyond it or stands out among its neighbours.

    Not the records some programs end with a delimiter, the header alone excepted, nor the blocks of sixteen that Excel
    makes wider for one note beside the table.
    """
    if grid.widths is None or cells.is_empty():
        return pl.Series([False]).new_from_index(0, cells.height)
    header = max(grid.widths.slice(heading.end - len(heading.rows), len(heading.rows)).to_list())
    widths = grid.widths.slice(heading.end)
    in_a_row = widths.rle_id().to_frame("run").select(pl.len().over("run")).to_series()
    is_wide = (widths > header) & (widths != widths.mode().max()) & (in_a_row < _BLOCK_ROWS)
    beyond = [name for name in cells.columns if int(name.removeprefix("c")) >= header]
    return is_wide | rows_with_text(cells, beyond)
