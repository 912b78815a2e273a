"""A ward's run → `manifest.json`: what went in, by which code and settings, what came out. Counts only."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from cleaning.linking import Linked
from cleaning.reading import InputFile
from expectations.checking import Outcome
from flows.across import Across


@dataclass(frozen=True)
class Checked:
    """What the expectations said of one table."""

    table: str
    outcomes: Sequence[Outcome]

    @property
    def counts(self) -> dict[str, Any]:
        """Rules that passed, that failed as a warning or for information, and that failed as critical."""
        failed = [outcome.severity for outcome in self.outcomes if not outcome.success]
        critical = failed.count("critical")
        passed = len(self.outcomes) - len(failed)
        return {"table": self.table, "passed": passed, "warnings": len(failed) - critical, "failed": critical}


def row_counts(files: Sequence[InputFile]) -> dict[str, int]:
    """Source rows of all files together, by where they ended."""
    return {
        "source_rows": sum(file.rows for file in files),
        "standardised": sum(file.accepted for file in files),
        "rejected": sum(file.rejected for file in files),
        "noise": sum(file.noise for file in files),
    }


def result_counts(land: pl.DataFrame, verdicts: pl.DataFrame, discrepancies: pl.DataFrame) -> dict[str, Any]:
    """Land rows by kind of holder and by verdict, discrepancies by code."""
    holders, judged = _tally(land["holder_type"]), _tally(verdicts["verdict"])
    return {
        "people": holders.get("person", 0),
        "organisations": holders.get("organisation", 0) + holders.get("community", 0),
        **{verdict: judged.get(verdict, 0) for verdict in ("link", "review", "no_link")},
        "discrepancies": _tally(discrepancies["code"]),
    }


def files_read(files: Sequence[InputFile]) -> list[dict[str, Any]]:
    """Every source file: path below the ward's folder, SHA-256 of its bytes, rows below its header, what is odd in it.

    `repeated`: rows that a list read before holds; `inherited`: rows with a value from the list's own structure;
    `shared_guids`: rows whose Guid stands on other rows too; `unknown_columns`: their headings where those are no data.
    """
    return [
        {
            "path": file.path,
            "sha256": file.sha256,
            "rows": file.rows,
            "repeated": file.repeated,
            "inherited": file.inherited,
            "shared_guids": file.shared_guids,
            "unknown_columns": list(file.unknown_columns),
        }
        for file in files
    ]


def blocking(linked: Linked) -> dict[str, Any]:
    """Mentions and candidate pairs; per blocking key the pairs it found, and how many its cap left out."""
    return {"mentions": linked.mentions, "pairs": linked.pairs, "keys": linked.report.to_dicts()}


def across(across: Across, ward: str, found: pl.DataFrame) -> dict[str, int]:
    """Registers of other wards and the people of all registers; open rows that asked them; what came of it.

    `found`: the verdicts of rows whose best fits stand there.
    """
    judged = _tally(found["verdict"])
    return {
        "registers": across.found(ward).registers,
        "residents": across.residents,
        "asked": across.found(ward).asked,
        **{verdict: judged.get(verdict, 0) for verdict in ("link", "review")},
    }


def precision(measured: pl.DataFrame) -> list[dict[str, Any]]:
    """What checking by staff says of the machine's links, per stratum and in all."""
    return measured.drop("title").to_dicts()


def decisions(standing: pl.DataFrame, corrections: pl.DataFrame) -> dict[str, int]:
    """Questions by what stands of the answers to them, and the cells that answers correct."""
    found = _tally(standing["status"])
    return {status: found.get(status, 0) for status in ("decided", "waiting", "conflict")} | {
        "corrected_cells": corrections.height
    }


def instant(moment: datetime) -> str:
    """UTC, to the second."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def peak_rss_mb() -> int:
    """Most memory this process ever held, MB: with several wards at once, of all of them together."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _tally(column: pl.Series) -> dict[str, int]:
    found = column.drop_nulls().value_counts(name="rows").sort(column.name)
    return dict(found.iter_rows())
