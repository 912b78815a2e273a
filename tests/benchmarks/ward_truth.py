"""A finished run and the truth of make_ward.py → what the scores don't tell: reviews, reliability, what to block."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import polars as pl
from accuracy import best_candidates

from flows.run_folder import RunFolder


class RunTruth(NamedTuple):
    """One ward of a run. `truth`: row_key, true_id of the land rows of people; null where they are on no list."""

    land: pl.DataFrame
    residents: pl.DataFrame
    verdicts: pl.DataFrame
    candidates: pl.DataFrame
    truth: pl.DataFrame


def runs_of(output: Path, truth: Path) -> list[RunTruth]:
    """Every ward of the only run in `output`, by its code."""
    known = pl.scan_csv(truth / "links.csv", infer_schema=False).filter(pl.col("kind") == "person").collect()
    links = known.select("guid", true_id=pl.when(pl.col("resident_id") != "").then("resident_id"))
    return [_run(RunFolder(manifest.parent), links) for manifest in sorted(output.glob("runs/*/*/manifest.json"))]


def best_of(runs: list[RunTruth]) -> pl.DataFrame:
    """`row_key, verdict, probability, is_true` of the best candidate of every row linked or to review."""
    numbers = _numbers(runs)
    return pl.concat(
        best_candidates(run.verdicts, run.candidates)
        .join(run.truth, on="row_key")
        .join(numbers, on="resident_key", how="left")
        .select("row_key", "verdict", "probability", is_true=(pl.col("number") == pl.col("true_id")).fill_null(False))
        for run in runs
    )


def listed_rows(runs: list[RunTruth]) -> int:
    """Land rows whose person is in a register of the run."""
    return sum(run.truth["true_id"].drop_nulls().len() for run in runs)


def shown_in_reviews(runs: list[RunTruth]) -> dict[str, float]:
    """Share of the reviews that show the true resident: `of_all`, and `of_listed` (their person is in a register)."""
    rows = pl.concat(
        run.truth.join(run.verdicts.filter(pl.col("verdict") == "review"), on="row_key").select("row_key", "true_id")
        for run in runs
    )
    shown = pl.concat(run.candidates.select("row_key", "resident_key") for run in runs)
    shown = shown.join(_numbers(runs), on="resident_key")
    hits = rows.join(shown, left_on=["row_key", "true_id"], right_on=["row_key", "number"], how="semi").height
    return {"of_all": hits / max(1, rows.height), "of_listed": hits / max(1, rows["true_id"].drop_nulls().len())}


def at_home(run: RunTruth) -> pl.DataFrame:
    """`row_key, true_resident` of the rows whose person is in the ward's own register: what blocking should find."""
    keys = run.residents.select("citizen_id", true_resident="row_key").drop_nulls().unique("citizen_id", keep="none")
    return run.truth.join(keys, left_on="true_id", right_on="citizen_id").select("row_key", "true_resident")


def _run(folder: RunFolder, links: pl.DataFrame) -> RunTruth:
    land = folder.table("land")
    truth = land.select("row_key", "guid").join(links, on="guid").select("row_key", "true_id")
    return RunTruth(land, folder.table("residents"), folder.table("verdicts"), folder.table("candidates"), truth)


def _numbers(runs: list[RunTruth]) -> pl.DataFrame:
    """`resident_key, number` of every register of the run."""
    listed = pl.concat(run.residents.select(resident_key="row_key", number="citizen_id") for run in runs)
    return listed.unique("resident_key")
