"""grid + heading → sorted rows: each source row accepted, rejected with a reason, or declared noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning import reference
from cleaning.reading.headers import known
from cleaning.schemas import CHECK_ANSWER_FIELDS, LAND_FIELDS, REJECTED, RESIDENT_FIELDS, SHEET_MAP_FIELDS

if TYPE_CHECKING:
    from cleaning.reading.files import Grid
    from cleaning.reading.headers import Row
    from cleaning.reading.headings import Heading


@dataclass(frozen=True)
class RowKind:
    """What the rows of one kind of list must say.

    `strong`: fields no total row has. `naming`: a row has at least one of these, or `refusal` is why it is rejected.
    """

    fields: tuple[str, ...]
    strong: tuple[str, ...]
    naming: tuple[str, ...]
    refusal: str


_LAND_STRONG: Final = (
    "guid", "certificate_serial", "sheet", "parcel", "certificate_sheet", "certificate_parcel",
    "holder_id_number", "paper_1", "organisation_id",
)  # fmt: skip
ROW_KINDS: Final = {
    "land": RowKind(
        LAND_FIELDS,
        _LAND_STRONG,
        (*_LAND_STRONG, "holder_name", "organisation_name"),
        "Dòng không có tên người sử dụng đất, tên tổ chức, số định danh, số phát hành giấy chứng nhận, số tờ, số thửa "
        "hay Guid nên không biết là của ai, thửa nào.",
    ),
    "residents": RowKind(
        RESIDENT_FIELDS,
        ("citizen_id", "cmnd"),
        ("name", "citizen_id", "cmnd"),
        "Dòng không có họ tên, số định danh cá nhân hay số CMND nên không biết là của ai.",
    ),
    "sheet_map": RowKind(
        SHEET_MAP_FIELDS,
        ("old_sheet", "new_sheet"),
        ("old_sheet", "new_sheet"),
        "Dòng không có số tờ bản đồ cũ và mới.",
    ),
    "check_answers": RowKind(
        CHECK_ANSWER_FIELDS,
        ("check_id",),
        ("check_id",),
        "Dòng không có Mã kiểm tra nên không biết là phiếu của kết nối nào.",
    ),
}
_TOO_LONG: Final = "Dòng có nhiều ô hơn hàng tiêu đề: có thể dấu phân cách nằm trong nội dung nên các ô bị lệch cột."
_COUNTED: Final = "thửa|tờ|hộ|người|khẩu|nhân khẩu|gcn|giấy|dòng|m2|m²|ha"
_BLOCK_ROWS: Final = 5
_CONTENT_CHARS: Final = 120


@dataclass(frozen=True)
class SortedRows:
    """`accepted`: source columns and `_raw` values, no row key yet. `rejected`: a REJECTED frame."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame
    noise: int


def sort_rows(grid: Grid, heading: Heading) -> SortedRows:
    """The rows below the heading, each in exactly one place. Values stay as received; an empty cell is null."""
    kind = ROW_KINDS[heading.kind]
    body = grid.cells.slice(heading.end).with_columns(
        source_file=pl.lit(grid.path),
        source_sheet=pl.lit(grid.sheet, pl.String),
        source_row=pl.int_range(heading.end + 1, grid.cells.height + 1, dtype=pl.Int32),
    )
    judged = body.with_columns(
        noise=_repeats_heading(heading.rows) | _is_flat_heading(body, heading) | _is_total(body, kind, heading),
        reason=pl.when(_is_longer(grid, heading))
        .then(pl.lit(_TOO_LONG))
        .when(~_has_any(kind.naming, heading))
        .then(pl.lit(kind.refusal)),
        blank=~pl.any_horizontal(_has_text(pl.col(grid.cells.columns))),
    )
    is_noise, is_refused = pl.col("noise") | pl.col("blank"), pl.col("reason").is_not_null()
    raw = [_raw(field, heading) for field in kind.fields]
    raw += [pl.lit(None, pl.String).alias(name) for name in ("inherited", "other_cells")]
    return SortedRows(
        accepted=judged.filter(~is_noise & ~is_refused).select("source_file", "source_sheet", "source_row", *raw),
        rejected=REJECTED.conform(
            judged.filter(~is_noise & is_refused).with_columns(content=masked_content(grid.cells.columns))
        ),
        noise=judged.filter(is_noise).height,
    )


def masked_content(columns: list[str]) -> pl.Expr:
    """The first cells of a row in one line, the middle digits of identity numbers hidden."""
    line = pl.concat_str(pl.col(columns), separator=" | ", ignore_nulls=True).str.replace_all(r"\s+", " ")
    masked = line.str.replace_all(r"(\d{3})(?:[ .-]?\d){2,5}((?:[ .-]?\d){4})", "${1}•••••${2}")
    return masked.str.slice(0, _CONTENT_CHARS)


def _raw(field: str, heading: Heading) -> pl.Expr:
    at = heading.columns.get(field)
    return (pl.lit(None, pl.String) if at is None else pl.col(f"c{at}")).alias(f"{field}_raw")


def _has_text(cell: pl.Expr) -> pl.Expr:
    return cell.str.contains(r"\S").fill_null(False)


def _has_any(fields: tuple[str, ...], heading: Heading) -> pl.Expr:
    present = [_has_text(pl.col(f"c{heading.columns[field]}")) for field in fields if field in heading.columns]
    return pl.any_horizontal(present)


def _repeats_heading(rows: tuple[Row, ...]) -> pl.Expr:
    """A header row again, as lists printed page by page have: the same texts in the same columns, and nothing else."""
    return pl.any_horizontal(
        pl.all_horizontal(
            pl.col(f"c{at}") == text if text else pl.col(f"c{at}").is_null() for at, text in enumerate(row)
        ).fill_null(False)
        for row in rows
    )


def _is_flat_heading(body: pl.DataFrame, heading: Heading) -> pl.Expr:
    """The headings again in one row: every cell says what its own column is called, the one of the names included."""
    named = heading.columns[known(heading.kind).required[0]]
    titles = [{_plain(text) for text in column if _plain(text)} for column in zip(*heading.rows, strict=True)]
    likely = body.filter(
        _plain_cell(pl.col(f"c{named}")).is_in(sorted(title for title in titles[named] if not title.isdigit()))
    )
    own = [
        ~_has_text(pl.col(f"c{at}")) | _plain_cell(pl.col(f"c{at}")).is_in(sorted(texts))
        for at, texts in enumerate(titles)
    ]
    return pl.col("source_row").is_in(likely.filter(pl.all_horizontal(own))["source_row"].to_list())


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _plain_cell(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()


def _is_total(body: pl.DataFrame, kind: RowKind, heading: Heading) -> pl.Expr:
    """A total row: one of its cells is 'Tổng cộng', 'Tổng cộng: 45 thửa' or the like, and it bears no identifier."""
    labels = reference.table("placeholders").filter(column_kind="row_label")["value"].str.to_lowercase()
    total = f"^(?:{'|'.join(labels)})(?:[ :=,;]*[0-9][0-9.,]*(?: ?(?:{_COUNTED}))?)*$"
    cells = pl.all().exclude("source_file", "source_sheet", "source_row")
    label = cells.str.normalize("NFC").str.to_lowercase().str.strip_chars(" \t\r\n\u00a0:.")
    weak = body.filter(~_has_any(kind.strong, heading))
    totals = weak.filter(pl.any_horizontal(label.str.contains(total)))["source_row"]
    return pl.col("source_row").is_in(totals.to_list())


def _is_longer(grid: Grid, heading: Heading) -> pl.Expr:
    """A record of more fields than the header, which says something beyond it or stands out among its neighbours.

    Not the records some programs end with a delimiter, the header alone excepted, nor the blocks of sixteen that Excel
    makes wider for one note beside the table.
    """
    if grid.widths is None or grid.widths.len() == heading.end:
        return pl.lit(value=False)
    header = max(grid.widths.slice(heading.end - len(heading.rows), len(heading.rows)).to_list())
    widths = grid.widths.slice(heading.end)
    in_a_row = widths.rle_id().to_frame("run").select(pl.len().over("run")).to_series()
    is_wide = (widths > header) & (widths != widths.mode().max()) & (in_a_row < _BLOCK_ROWS)
    beyond = [f"c{at}" for at in range(header, grid.cells.width)]
    says_more = pl.any_horizontal(_has_text(pl.col(beyond))) if beyond else pl.lit(value=False)
    return says_more | pl.lit(is_wide)
