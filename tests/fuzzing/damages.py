"""Every way a file is damaged, by name: one declared tuple."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from tests.fuzzing import byte_damages, package_damages, table_damages
from tests.fuzzing.bombs import zip_bomb
from tests.fuzzing.cells import Table
from tests.fuzzing.packages import Parts
from tests.fuzzing.variants import Container

Whole = Literal["table", "parts", "bytes", "bomb"]
_ANY: Final[tuple[Container, ...]] = ("xlsx", "ods", "xls", "text")


@dataclass(frozen=True)
class Damage:
    """One way to damage a file: before it is written, inside its package, or in its bytes.

    `change` takes and gives back what `of` names; a bomb takes parts and gives bytes. `containers`: the files it fits.
    """

    name: str
    of: Whole
    change: Callable[..., Table | Parts | bytes]
    containers: tuple[Container, ...]
    share: float


def _named(
    of: Whole, functions: tuple[Callable[..., Table | Parts | bytes], ...], containers: tuple[Container, ...] = _ANY,
    share: float = 1.0,
) -> tuple[Damage, ...]:  # fmt: skip
    return tuple(Damage(one.__name__, of, one, containers, share) for one in functions)


DAMAGES: Final = (
    *_named("table", (
        table_damages.rows_cut, table_damages.rows_duplicated, table_damages.rows_shuffled, table_damages.rows_blanked,
        table_damages.rows_shifted, table_damages.rows_of_other_lengths, table_damages.columns_shuffled,
        table_damages.columns_dropped, table_damages.columns_repeated, table_damages.columns_added,
        table_damages.cells_swapped, table_damages.cells_emptied, table_damages.column_emptied,
        table_damages.cells_recoded, table_damages.cells_of_two_lines, table_damages.cells_formulas,
        table_damages.header_repeated, table_damages.header_below_titles, table_damages.header_rows_cut,
        table_damages.header_cells_changed, table_damages.list_doubled, table_damages.list_without_rows,
    )),
    *_named("table", (table_damages.cells_nasty, table_damages.column_nasty), share=3),
    *_named("table", (table_damages.many_columns, table_damages.cells_long), share=0.4),
    *_named("bytes", (
        byte_damages.bytes_flipped, byte_damages.bytes_inserted, byte_damages.bytes_cut_out, byte_damages.bytes_zeroed,
        byte_damages.end_cut, byte_damages.beginning_cut, byte_damages.rubbish_behind, byte_damages.rubbish_before,
        byte_damages.doubled,
    )),
    *_named("bytes", (
        byte_damages.lines_cut, byte_damages.line_ends_mixed, byte_damages.line_ends_of_old_macs,
        byte_damages.encodings_mixed, byte_damages.delimiters_mixed, byte_damages.quotes_unbalanced,
        byte_damages.quotes_lost, byte_damages.noughts_between, byte_damages.surrogates_alone,
    ), ("text",)),
    *_named("parts", (
        package_damages.part_missing, package_damages.part_emptied, package_damages.part_renamed,
        package_damages.parts_swapped, package_damages.part_cut, package_damages.part_garbled,
        package_damages.strings_cut, package_damages.string_places_wild, package_damages.numbers_wild,
        package_damages.cell_types_wild, package_damages.styles_wild, package_damages.row_numbers_wild,
        package_damages.places_wild, package_damages.places_left_out, package_damages.cell_far_away,
        package_damages.dimension_lies, package_damages.merges_wild, package_damages.entities,
        package_damages.sheets_empty, package_damages.sheets_many, package_damages.sheet_names_hostile,
        package_damages.package_nested, package_damages.relations_astray,
    ), ("xlsx",)),
    *_named("bomb", (zip_bomb,), ("xlsx",), share=0.1),
)  # fmt: skip
