"""Decisions of staff ⇄ the ledger they are kept in: rows are added, never changed or removed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import polars as pl
import sqlalchemy as sa
from sqlalchemy import Connection

from cleaning.decisions.ledger_database import LedgerDatabase, open_database
from cleaning.decisions.standing import WITHDRAWN
from cleaning.errors import LandCleanError
from cleaning.schemas import DECISIONS

if TYPE_CHECKING:
    from polars.datatypes import DataType, DataTypeClass

_TYPES: Final[dict[DataType | DataTypeClass, type[sa.types.TypeEngine[Any]]]] = {
    pl.String: sa.Text,
    pl.Boolean: sa.Boolean,
    pl.Int32: sa.Integer,
    pl.Int64: sa.BigInteger,
    pl.Float64: sa.Double,
}
_TABLE: Final = sa.Table(
    "decisions", sa.MetaData(), *(sa.Column(column.name, _TYPES[column.dtype]) for column in DECISIONS.columns)
)
_BY_SEQUENCE: Final = sa.select(_TABLE).order_by(_TABLE.c.sequence)
_SCHEMA: Final = DECISIONS.empty().schema
_ROWS: Final = 10_000  # read or written at a time
_IDS: Final = 1_000  # asked for at a time: databases take so many values in one statement


def open_ledger(url: str, *, wait_seconds: float = 60) -> Ledger:
    """The ledger at `url`, made or migrated where that is due.

    `sqlite:///` and a path as it stands, or `postgresql://user:password@server/database`. A writer waits `wait_seconds`
    for another one to finish. LandCleanError where the ledger can't be used; nothing of the URL stands in it.
    """
    return Ledger(open_database(url, wait_seconds=wait_seconds))


class Ledger:
    """All decisions ever taken in, numbered from 1 without gaps in the order of taking in.

    The database refuses to change or remove a row, whoever asks. Holds no connection between calls; threads may share
    it. Every method raises LandCleanError where the database fails, and has then written nothing.
    """

    def __init__(self, database: LedgerDatabase) -> None:
        self._database = database

    def append(self, decisions: pl.DataFrame) -> pl.DataFrame:
        """Add DECISIONS in their order, all or none; returns those that were new, with their `sequence`.

        A row whose decision_id the ledger holds is ignored, and so is the second of two with the same one.
        """
        with self._database.writing() as connection:
            return _append(connection, DECISIONS.conform(decisions))

    def withdraw(
        self, decision_ids: Sequence[str], *, decided_by: str, note: str | None, taken_at: str
    ) -> pl.DataFrame:
        """Add the withdrawal of each decision, all or none; returns those that were new.

        What was withdrawn before stays withdrawn, by whom and when it was. LandCleanError for a decision the ledger
        doesn't hold, and for a withdrawal: that can't be withdrawn, the question is answered anew instead.
        """
        asked = pl.DataFrame({"decision_id": decision_ids}, schema={"decision_id": pl.String}).unique()
        with self._database.writing() as connection:
            found = _among(connection, asked, DECISIONS.names).sort("sequence")
            if found.height < asked.height or WITHDRAWN in found["answer"]:
                raise LandCleanError(
                    "Không rút được: có mã không phải là mã của một quyết định trong sổ. "
                    "Cách xử lý: Xem lại mã quyết định trong lịch sử của hồ sơ; chưa quyết định nào bị rút."
                )
            return _append(connection, _withdrawals(found, decided_by, note, taken_at))

    def decisions(self, ward: str | None = None) -> pl.DataFrame:
        """DECISIONS of a ward, or of all, in the order of taking in. Appended to an empty ledger they make it again."""
        chosen = _BY_SEQUENCE if ward is None else _BY_SEQUENCE.where(_TABLE.c.ward == ward)
        with self._database.reading() as connection:
            return _read(connection, chosen)

    def last_decisions(self) -> dict[str, str]:
        """Of every ward that has any, which decision is the last, as `last_of` names it."""
        last = sa.select(sa.func.max(_TABLE.c.sequence)).group_by(_TABLE.c.ward)
        with self._database.reading() as connection:
            found = _read(connection, _BY_SEQUENCE.where(_TABLE.c.sequence.in_(last)))
        return {ward: last_of(one) for (ward,), one in found.partition_by("ward", as_dict=True).items()}

    def history(self, record: str) -> pl.DataFrame:
        """DECISIONS on one land record, in the order of taking in: `record` is a Guid or row key, in any case.

        Those on further people of the same row ('<row key>/2') are among them.
        """
        wanted = record.strip().lower()
        guid, row_key = sa.func.lower(_TABLE.c.guid), sa.func.lower(_TABLE.c.row_key)
        further = sa.func.substr(row_key, 1, len(wanted) + 1) == f"{wanted}/"
        with self._database.reading() as connection:
            return _read(connection, _BY_SEQUENCE.where((guid == wanted) | (row_key == wanted) | further))


def last_of(decisions: pl.DataFrame) -> str:
    """A name for the last of DECISIONS in the order of taking in, which no other has; empty where there is none."""
    last = decisions.sort("sequence").tail(1).select("sequence", "decision_id")
    return "" if last.is_empty() else "{} {}".format(*last.row(0))


def _append(connection: Connection, decisions: pl.DataFrame) -> pl.DataFrame:
    once = decisions.unique("decision_id", keep="first", maintain_order=True)
    known = _among(connection, once, ["decision_id"])
    new = once.join(known, on="decision_id", how="anti", maintain_order="left")
    last = connection.scalar(sa.select(sa.func.coalesce(sa.func.max(_TABLE.c.sequence), 0)))
    numbered = new.with_columns(
        pl.col(pl.String).str.replace_all("\0", "", literal=True),  # PostgreSQL has no such character
        sequence=pl.int_range(1, pl.len() + 1, dtype=pl.Int64) + last,
    )
    for part in numbered.iter_slices(_ROWS):
        connection.execute(sa.insert(_TABLE), part.to_dicts())
    return numbered


def _among(connection: Connection, wanted: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    """`columns` of the ledger's decisions whose decision_id stands in `wanted`."""
    chosen = sa.select(*(_TABLE.c[name] for name in columns))
    asked = [part["decision_id"].to_list() for part in wanted.iter_slices(_IDS)]
    found = [_read(connection, chosen.where(_TABLE.c.decision_id.in_(ids))) for ids in asked]
    return pl.concat([DECISIONS.empty().select(columns), *found])


def _read(connection: Connection, statement: sa.Select[Any]) -> pl.DataFrame:
    """What a statement finds, with the types of DECISIONS; of the database's rows some thousands are held at a time."""
    found = connection.execute(statement, execution_options={"yield_per": _ROWS})
    schema = {column.name: _SCHEMA[column.name] for column in statement.selected_columns}
    parts = (pl.DataFrame(rows, schema=schema, orient="row") for rows in found.partitions())
    return pl.concat([pl.DataFrame(schema=schema), *parts])


def _withdrawals(decisions: pl.DataFrame, decided_by: str, note: str | None, taken_at: str) -> pl.DataFrame:
    """The rows that withdraw `decisions`: their question and what was shown, and nothing that would count as answer."""
    nothing = ("value", "is_same", "corrections", "source_file", "source_sha256", "source_row")
    return decisions.with_columns(pl.lit(None).cast(_SCHEMA[column]).alias(column) for column in nothing).with_columns(
        decision_id=pl.Series([_withdrawal_id(decision) for decision in decisions["decision_id"]], dtype=pl.String),
        answer=pl.lit(WITHDRAWN),
        decided_by=pl.lit(decided_by),
        note=pl.lit(note, dtype=pl.String),
        taken_at=pl.lit(taken_at),
        withdraws=pl.col("decision_id"),
    )


def _withdrawal_id(decision_id: str) -> str:
    """The same whoever withdraws: a decision is withdrawn once."""
    return hashlib.blake2b(f"{WITHDRAWN} {decision_id}".encode(), digest_size=16).hexdigest().upper()
