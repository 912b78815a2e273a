"""What a ward asks the registers of other wards, what a register holds against it, and what came of it; on disk.

The same on every engine: only who brings the keys together differs, `across_here` or `across_cluster`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import polars as pl

from cleaning.linking.across import (
    ASKING_COLUMNS,
    LISTED_COLUMNS,
    asking_keys,
    called_elsewhere,
    called_in,
    counted,
    listed_keys,
    open_rows,
    values_asked,
)
from cleaning.schemas import RESIDENTS
from flows.registers import Register
from flows.run_folder import RunFolder, private_folder, write_whole

# Whom a row met: the resident, the ward of the register, and a hash of all that stands there of them.
MET: Final = {"row_key": pl.String, "resident_key": pl.String, "ward": pl.String, "seen": pl.UInt64}
_ASKED, _FOUND = "asked.json", "found.json"


@dataclass(frozen=True)
class Found:
    """What came of an enquiry: open rows that asked, registers of other wards, files of those somebody was met in.

    `mark` is a hash of all that the ward's result owes to other registers: where it is that of an earlier run, they
    say what they said then.
    """

    asked: int
    registers: int
    met_in: dict[str, str]
    mark: str


@dataclass(frozen=True)
class Enquiry:
    """What one ward asks: a folder with `keys` (row_key, key), `values` (form, value, key) and `called` of it.

    `called`: whom people call some rows, by reference (row_key, resident).
    """

    ward: str
    folder: Path

    def table(self, name: str) -> pl.DataFrame:
        """One of the three tables."""
        return pl.read_parquet(self._file(name))

    def write(self, run: RunFolder) -> None:
        """Ask for the open rows of the ward's run."""
        land = run.table("land", ASKING_COLUMNS)
        called = called_elsewhere(run.table("home_decided"), run.table("residents", ("row_key",)))
        verdicts = run.table("home_verdicts", ("row_key", "verdict", "reason"))
        rows = open_rows(land, verdicts, ward=self.ward, called=called)
        self._keep("keys", asking_keys(rows, ward=self.ward))
        self._keep("values", values_asked(land, rows, ward=self.ward))
        self._keep("called", called)
        write_whole(self.folder / _ASKED, json.dumps({"rows": rows.height}).encode())

    def answer_met(self, met: pl.DataFrame) -> None:
        """Keep whom its rows met, the columns of MET; each once."""
        self._keep("met", met.select(MET.keys()).unique().sort(MET.keys()))

    def answer_borne(self, borne: pl.DataFrame) -> None:
        """Keep how many people of all registers bear its values, by `borne_keys`."""
        self._keep("bearers", counted(self.table("values"), borne))

    def close(self, registers: Mapping[str, Path], residents: int) -> None:
        """Write down what came of it. `registers`: their files by ward; `residents`: how many people they count as."""
        wards = self.table("met")["ward"].unique().sort().to_list()
        mark = hashlib.sha256(f"{residents}\n".encode())
        for name in ("met", "bearers"):
            mark.update(self._file(name).read_bytes())
        rows = json.loads((self.folder / _ASKED).read_bytes())["rows"]
        met_in = {ward: str(registers[ward]) for ward in wards}
        found = Found(rows, len(registers.keys() - {self.ward}), met_in, mark.hexdigest())
        write_whole(self.folder / _FOUND, json.dumps(asdict(found)).encode())

    def found(self) -> Found:
        """What came of it."""
        return Found(**json.loads((self.folder / _FOUND).read_bytes()))

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"

    def _keep(self, name: str, frame: pl.DataFrame) -> None:
        buffer = BytesIO()
        frame.write_parquet(buffer)
        write_whole(self._file(name), buffer.getvalue())


def enquiry_of(ward: str, folder: Path) -> Enquiry:
    """That of a ward, in its own folder below `folder`."""
    return Enquiry(ward, private_folder(folder / ward, below=folder))


def listed(register: Register) -> pl.DataFrame:
    """Those who stand in a register: LISTED_COLUMNS, and `seen`, a hash of all that stands there of them."""
    whole = pl.read_parquet(register.file, columns=list(RESIDENTS.empty().columns))
    return whole.select(*LISTED_COLUMNS, seen=whole.hash_rows())


def listed_by_key(register: Register, people: pl.DataFrame) -> pl.DataFrame:
    """`key, resident_key, seen` of those `listed` in the register: what rows of other wards meet them by."""
    marks = people.select(resident_key="row_key", seen="seen")
    return listed_keys(people, ward=register.ward).join(marks, on="resident_key", how="left", validate="m:1")


def listed_by_call(called: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The columns of `called` but `resident`, with `resident_key, seen` of those `listed` whom people call so."""
    marks = people.select(resident_key="row_key", seen="seen")
    return called_in(called, people).join(marks, on="resident_key", how="left", validate="m:1")
