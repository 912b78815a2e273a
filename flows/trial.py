"""Corrections somebody asks for → which of them the next run could use: tried on copies of the newest run's rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from cleaning.decisions.corrections import corrected, with_parcel
from cleaning.discrepancies.answering import VALID
from cleaning.errors import SourceError
from cleaning.schemas import CORRECTIONS, LAND_FIELDS, RAW_LAND
from cleaning.settings import Settings
from cleaning.standardising import standardise_land
from flows.run_folder import RunFolder

_USES: Final = ("use_1", "use_2", "use_3")
# Whether a parcel id lies inside the ward is told by those of all its rows.
_OF_ALL_ROWS: Final = ("source_file", "source_sheet", "source_row", "parcel_geohash_raw")


@dataclass(frozen=True)
class Trial:
    """The newest finished run of a ward: its land rows as received, and all that decides how they are read."""

    ward: str
    raw: pl.DataFrame
    sheet_map: pl.DataFrame
    as_of: date
    settings: Settings

    def usable(self, candidates: pl.DataFrame, standing: pl.DataFrame) -> pl.Series:
        """The decision_ids of `candidates` (DECISIONS with corrections) whose cells would come out right.

        They need to by themselves, or with `standing` (CORRECTIONS by earlier decisions) and all other candidates of
        their row, where all of these come out right together. What corrects no row of the run is not usable.
        """
        wanted = _cells(candidates)
        rows = self.raw.join(wanted, on="row_key", how="semi")
        copies = wanted.select("decision_id", "row_key").unique().join(rows, on="row_key", how="inner", validate="m:1")
        agreed = wanted.filter(pl.col("value").n_unique().over("row_key", "field").max().over("row_key") == 1)
        beside = standing.join(agreed, on="row_key", how="semi").join(agreed, on=["row_key", "field"], how="anti")
        alone = pl.col("decision_id").alias("row_key")
        tried = self._tried(
            pl.concat([wanted.with_columns(alone), agreed]),
            pl.concat([RAW_LAND.conform(copies.with_columns(alone)), corrected(rows, beside)]),
        )
        found = tried.filter(pl.col("is_usable").all().over("row_key"))["decision_id"].unique().sort()
        return found.filter(~found.is_in(_other_uses(wanted, rows).implode()))

    def _tried(self, cells: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
        """`cells` (`decision_id, row_key, field, value`) written into `rows` (RAW_LAND), and what came of each."""
        written = corrected(rows, with_parcel(_as_corrections(cells), rows))
        blank = [pl.lit(None, pl.String).alias(name) for name in RAW_LAND.names if name not in _OF_ALL_ROWS]
        company = self.raw if "parcel_geohash" in cells["field"] else self.raw.clear()
        others = company.with_columns(blank).with_columns(row_key=pl.format("other row {}", pl.int_range(pl.len())))
        read = standardise_land(
            pl.concat([written, others]), self.sheet_map, ward=self.ward, as_of=self.as_of, settings=self.settings
        )
        is_valid = pl.coalesce(pl.when(pl.col("field") == field).then(valid) for field, valid in VALID.items())
        land = read.filter(pl.col("holder_ordinal") == 1)
        beside = cells.join(land, on="row_key", how="inner", validate="m:1")
        return beside.select(*cells.columns, is_usable=is_valid.fill_null(value=False))


def newest_trial(output: Path, ward: str) -> Trial:
    """The newest finished run of `ward` to try corrections on. Raises SourceError where there is none to read."""
    for told in sorted((output / "runs").glob(f"*/{ward}/manifest.json"), reverse=True):
        run, told_of = RunFolder(told.parent), _json(told)
        if run.file("raw_land").exists():
            return Trial(
                ward=ward,
                raw=RAW_LAND.conform(run.table("raw_land")),
                sheet_map=run.table("raw_sheet_map"),
                as_of=date.fromisoformat(told_of["as_of"]),
                settings=Settings.model_validate(told_of["settings"]),
            )
    raise SourceError(
        f"Thư mục kết quả không còn lần chạy nào của phường, xã {ward}, nên không thử được các giá trị sửa.",
        remedy="Chạy lại phường, xã ấy, rồi nộp lại phiếu.",
    )


def _cells(candidates: pl.DataFrame) -> pl.DataFrame:
    """`decision_id, row_key, field, value` of every cell the candidates write to."""
    values = pl.Struct(dict.fromkeys(LAND_FIELDS, pl.String))
    told = candidates.select("decision_id", "row_key", values=pl.col("corrections").str.json_decode(values))
    index = ["decision_id", "row_key"]
    return told.unnest("values").unpivot(LAND_FIELDS, index=index, variable_name="field").drop_nulls("value")


def _other_uses(cells: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
    """The decision_ids that name uses, but not one for each the row has: which cell is whose nobody can tell."""
    uses = cells.filter(pl.col("field").is_in(_USES))
    named = uses.group_by("decision_id", "row_key").agg(
        (pl.col("field") == use).any().alias(f"is_named_{use}") for use in _USES
    )
    beside = named.join(rows, on="row_key", how="inner", validate="m:1")
    is_filled = {use: pl.col(f"{use}_raw").str.contains(r"\S").fill_null(value=False) for use in _USES}
    is_other = pl.any_horizontal(pl.col(f"is_named_{use}") != filled for use, filled in is_filled.items())
    return beside.filter(is_other)["decision_id"]


def _as_corrections(cells: pl.DataFrame) -> pl.DataFrame:
    once = cells.unique(["row_key", "field"])
    return pl.concat([CORRECTIONS.empty(), once.select("row_key", "field", "value")], how="diagonal")


def _json(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text(encoding="utf-8"))
