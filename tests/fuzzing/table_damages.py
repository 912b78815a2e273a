"""Table → table: what people, macros and exports do to rows, columns and cells."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.fuzzing.cells import Formula, Row, Table, as_text
from tests.fuzzing.nasty_values import LONG, NASTY
from tests.fuzzing.text_files import tcvn3

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random  # noqa: TID251  the fuzzer's seed decides

    from tests.fuzzing.cells import Cell


def rows_cut(table: Table, rng: Random) -> Table:
    head, body = _split(table)
    kept = [row for row in body if rng.random() < rng.choice((0.1, 0.5, 0.9))]
    return replace(table, rows=head + kept)


def rows_duplicated(table: Table, rng: Random) -> Table:
    head, body = _split(table)
    for row in rng.sample(body, min(len(body), rng.randint(1, 5))):
        body.insert(rng.randint(0, len(body)), list(row))
    return replace(table, rows=head + body)


def rows_shuffled(table: Table, rng: Random) -> Table:
    head, body = _split(table)
    rng.shuffle(body)
    return replace(table, rows=head + body)


def rows_blanked(table: Table, rng: Random) -> Table:
    """Blank rows, total rows and rows of blanks between the others."""
    head, body = _split(table)
    for _ in range(rng.randint(1, 30)):
        label = rng.choice((None, " ", "", "Tổng DT", "Cộng: 12 thửa", "-"))
        row: Row = [label, *[None] * (table.width - 1)]
        body.insert(rng.randint(0, len(body)), row if rng.random() < 0.7 else [])
    return replace(table, rows=head + body)


def rows_shifted(table: Table, rng: Random) -> Table:
    """Some rows one cell to the right, or to the left."""
    head, body = _split(table)
    for at in range(len(body)):
        if rng.random() < 0.2:
            body[at] = [None, *body[at]] if rng.random() < 0.5 else body[at][1:]
    return replace(table, rows=head + body)


def rows_of_other_lengths(table: Table, rng: Random) -> Table:
    head, body = _split(table)
    for row in body:
        if rng.random() < 0.2:
            del row[rng.randint(0, len(row)) :]
        elif rng.random() < 0.2:
            row.extend(["thừa"] * rng.randint(1, 5))
    return replace(table, rows=head + body)


def columns_shuffled(table: Table, rng: Random) -> Table:
    order = list(range(table.width))
    rng.shuffle(order)
    return _with_columns(table, order)


def columns_dropped(table: Table, rng: Random) -> Table:
    dropped = set(rng.sample(range(table.width), rng.randint(1, max(1, table.width // 4))))
    return _with_columns(table, [at for at in range(table.width) if at not in dropped])


def columns_repeated(table: Table, rng: Random) -> Table:
    order = list(range(table.width))
    for _ in range(rng.randint(1, 3)):
        order.insert(rng.randint(0, len(order)), rng.randrange(table.width))
    return _with_columns(table, order)


def columns_added(table: Table, rng: Random) -> Table:
    """Columns nobody knows, blank ones among them."""
    rows = [list(row) for row in table.rows]
    for _ in range(rng.randint(1, 4)):
        at, words = rng.randint(0, table.width), rng.choice(("Ghi nhận", "x", "", "Cột phụ", "Ý kiến\ncủa tổ"))
        for number, row in enumerate(rows):
            row.insert(min(at, len(row)), words if number < table.header else rng.choice((None, "1", "đã đối soát")))
    return replace(table, rows=rows)


def many_columns(table: Table, rng: Random) -> Table:
    """Cells out to the last column Excel has, in one row."""
    rows = [list(row) for row in table.rows]
    row = rng.choice(rows)
    row.extend([None] * (16_384 - len(row)))
    for at in (16_383, *rng.sample(range(16_384), 20)):
        row[at] = row[at] if row[at] is not None else "xa"
    return replace(table, rows=rows)


def cells_swapped(table: Table, rng: Random) -> Table:
    """Cells of two columns exchanged in some rows."""
    head, body = _split(table)
    one, other = rng.sample(range(table.width), 2)
    for row in body:
        if rng.random() < 0.5 and max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]
    return replace(table, rows=head + body)


def cells_emptied(table: Table, rng: Random) -> Table:
    share = rng.choice((0.02, 0.3, 0.9))
    return _each_cell(table, lambda cell: None if rng.random() < share else cell)


def column_emptied(table: Table, rng: Random) -> Table:
    head, body = _split(table)
    for at in rng.sample(range(table.width), rng.randint(1, 6)):
        for row in body:
            if at < len(row):
                row[at] = None
    return replace(table, rows=head + body)


def cells_nasty(table: Table, rng: Random) -> Table:
    share = rng.choice((0.01, 0.05, 0.5))
    return _each_cell(table, lambda cell: rng.choice(NASTY) if rng.random() < share else cell)


def column_nasty(table: Table, rng: Random) -> Table:
    """One nasty text all down one column."""
    head, body = _split(table)
    for _ in range(rng.randint(1, 4)):
        at, words = rng.randrange(table.width), rng.choice(NASTY)
        for row in body:
            if at < len(row):
                row[at] = words
    return replace(table, rows=head + body)


def cells_long(table: Table, rng: Random) -> Table:
    """Cells of a million characters."""
    head, body = _split(table)
    for _ in range(rng.randint(1, 2)):
        row = rng.choice(body)
        piece = rng.choice(("x", "9", "Nguyễn ", "ễ", "đ\n", '"', "(", "+", " và ", "1/", "=", "H­¬ng "))
        row[rng.randrange(len(row))] = piece * (LONG // len(piece))
    return replace(table, rows=head + body)


def cells_formulas(table: Table, rng: Random) -> Table:
    """Formulas in place of values, with and without the last result."""

    def as_formula(cell: Cell) -> Cell:
        if cell is None or rng.random() > 0.1:
            return cell
        words = rng.choice(("A1", "cmd|' /C calc'!A0", "VLOOKUP(A5,Sheet2!A:B,2,0)", 'HYPERLINK("http://x","y")'))
        return Formula(words, as_text(cell) if rng.random() < 0.7 else None)

    return _each_cell(table, as_formula)


def cells_recoded(table: Table, rng: Random) -> Table:
    """Some cells in another encoding or form than the others: TCVN3, UTF-8 read as Windows-1252, decomposed."""
    forms: tuple[Callable[[str], str], ...] = (
        tcvn3,
        lambda text: text.encode().decode("cp1252", errors="replace"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFKC", text).upper(),
        lambda text: text.encode("ascii", errors="replace").decode(),
    )
    chosen, share = rng.sample(forms, rng.randint(1, 3)), rng.choice((0.1, 0.5, 1.0))
    return _each_cell(
        table, lambda cell: rng.choice(chosen)(cell) if isinstance(cell, str) and rng.random() < share else cell
    )


def cells_of_two_lines(table: Table, rng: Random) -> Table:
    return _each_cell(
        table,
        lambda cell: (
            cell.replace(" ", rng.choice(("\n", "\r\n", "\t", ";", ", ")), 1)
            if isinstance(cell, str) and rng.random() < 0.1
            else cell
        ),
    )


def header_repeated(table: Table, rng: Random) -> Table:
    head, body = _split(table)
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(body))
        body[at:at] = [list(row) for row in head]
    return replace(table, rows=head + body)


def header_below_titles(table: Table, rng: Random) -> Table:
    titles: list[Row] = [
        [rng.choice(("ỦY BAN NHÂN DÂN", None, "Biểu 3.1", "DANH SÁCH", "1", "ngày 5 tháng 10"))]
        for _ in range(rng.randint(1, 45))
    ]
    return Table(table.header + len(titles), titles + table.rows)


def header_rows_cut(table: Table, rng: Random) -> Table:
    cut = rng.randint(1, table.header)
    return Table(table.header - cut, [list(row) for row in table.rows[cut:]])


def header_cells_changed(table: Table, rng: Random) -> Table:
    """Header cells blank, exchanged for one another, mistyped."""
    head, body = _split(table)
    for row in head:
        for at, cell in enumerate(row):
            if cell is not None and rng.random() < 0.1:
                row[at] = rng.choice((None, as_text(cell)[:-2], as_text(cell).upper(), rng.choice(row), *NASTY[:3]))
    return replace(table, rows=head + body)


def list_doubled(table: Table, rng: Random) -> Table:
    """The list once more below itself, its own header included."""
    again = [list(row) for row in table.rows]
    return replace(table, rows=[list(row) for row in table.rows] + again[rng.randint(0, table.header) :])


def list_without_rows(table: Table, rng: Random) -> Table:
    return replace(table, rows=table.rows[: rng.randint(0, table.header + 1)])


def _split(table: Table) -> tuple[list[Row], list[Row]]:
    rows = [list(row) for row in table.rows]
    return rows[: table.header], rows[table.header :]


def _with_columns(table: Table, order: list[int]) -> Table:
    return replace(table, rows=[[row[at] if at < len(row) else None for at in order] for row in table.rows])


def _each_cell(table: Table, change: Callable[[Cell], Cell]) -> Table:
    head, body = _split(table)
    return replace(table, rows=head + [[change(cell) for cell in row] for row in body])
