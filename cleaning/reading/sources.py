"""What reading a ward's folder gives: its raw tables, and the account of every file."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from cleaning.errors import SchemaError


@dataclass(frozen=True)
class InputFile:
    """What became of the rows of one file that belong to one kind of list (a workbook may hold several kinds).

    `path` below the ward's folder; `kind` land | residents | sheet_map | check_answers | answers; `sha256` of the
    bytes; `rows` below the header, noise included. Of the noise, `repeated` stand in a list read before. Of the
    accepted, `inherited` took a value from the list's own structure, `shared_guids` bear a Guid that stands on other
    rows too. `unknown_columns`: columns nobody knows, as they may be shown. Raises SchemaError when a row is
    unaccounted for.
    """

    path: str
    kind: str
    sha256: str
    rows: int
    accepted: int
    rejected: int
    noise: int
    repeated: int = 0
    inherited: int = 0
    shared_guids: int = 0
    unknown_columns: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.rows != self.accepted + self.rejected + self.noise:
            raise SchemaError(f"Tệp {self.path}: {self.rows} dòng nguồn nhưng chỉ giải trình được một phần.")


@dataclass(frozen=True)
class WardSources:
    """The raw tables of one ward, in reading order, and the account of every file."""

    land: pl.DataFrame
    residents: pl.DataFrame
    sheet_map: pl.DataFrame
    check_answers: pl.DataFrame
    answers: pl.DataFrame
    rejected: pl.DataFrame
    inputs: tuple[InputFile, ...]
