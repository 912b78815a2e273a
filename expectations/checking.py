"""Frame and rules → outcomes. The only module that imports Great Expectations, and only when something is checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import polars as pl

from cleaning.errors import LandCleanError
from cleaning.schemas import PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from expectations.suites import Rule

# Wards run in threads of one process and share the engine, whose context keeps state while it validates.
_ONE_AT_A_TIME = Lock()


class CheckError(LandCleanError):
    """A rule could not be evaluated: a fault of the program, and no answer about the data."""


@dataclass(frozen=True)
class Outcome:
    """What one rule said of one table: keys of the rows that break it, in order, never their values.

    A rule about the table as a whole has no keys; `success` tells.
    """

    code: str
    severity: str
    success: bool
    keys: tuple[str, ...]


def check(frame: pl.DataFrame, rules: Sequence[Rule], key: str = "row_key") -> list[Outcome]:
    """Outcomes of `rules` over `frame`, in the order of the rules.

    `key` names the column whose values point at rows. Raises CheckError where a rule cannot be evaluated: a column is
    missing, an argument is wrong.
    """
    table = _needed(frame, rules, key)
    with _ONE_AT_A_TIME:
        engine, whole = _engine()
        suite = engine.ExpectationSuite(name="table", expectations=[_expectation(engine, rule) for rule in rules])
        wanted = {"result_format": "COMPLETE", "partial_unexpected_count": 0}
        found = whole.get_batch(batch_parameters={"dataframe": table.to_pandas()}).validate(suite, result_format=wanted)
    by_code = {one.expectation_config.meta["code"]: one for one in found.results}
    return [_outcome(rule, by_code[rule.code], table[key]) for rule in rules]


def problems(outcomes: Iterable[Outcome]) -> pl.DataFrame:
    """PROBLEMS: rows that broke a rule which is no gate, one line per row and code, sorted."""
    schema = PROBLEMS.empty().schema
    frames = [
        pl.DataFrame({"row_key": one.keys, "code": [one.code] * len(one.keys)}, schema=schema)
        for one in outcomes
        if one.severity != "critical"
    ]
    return pl.concat([PROBLEMS.empty(), *frames]).unique().sort(PROBLEMS.key)


@cache
def _engine() -> tuple[Any, Any]:
    import great_expectations as gx

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = {"globally": False}  # pyright: ignore[reportAttributeAccessIssue]  documented so
    asset = context.data_sources.add_pandas("frames").add_dataframe_asset("table")
    return gx, asset.add_batch_definition_whole_dataframe("whole")


def _expectation(engine: Any, rule: Rule) -> Any:
    kind = getattr(engine.expectations, rule.expects, None)
    if kind is None:
        raise CheckError(f"Quy tắc {rule.code}: không có loại kiểm tra {rule.expects}.")
    try:
        return kind(**rule.args, severity=rule.severity, meta={"code": rule.code})
    except ValueError as wrong:
        raise CheckError(f"Quy tắc {rule.code}: {rule.expects} không nhận tham số đã khai báo.") from wrong


def _needed(frame: pl.DataFrame, rules: Sequence[Rule], key: str) -> pl.DataFrame:
    """The columns the rules read, computed ones under the code of their rule."""
    computed = [rule.holds.fill_null(value=False).alias(rule.code) for rule in rules if rule.holds is not None]
    read = [rule.args["column"] for rule in rules if rule.holds is None and "column" in rule.args]
    try:
        return frame.select(*dict.fromkeys([key, *read]), *computed)
    except pl.exceptions.ColumnNotFoundError as missing:
        raise CheckError(f"Bảng được kiểm tra thiếu cột: {str(missing).splitlines()[0]}.") from missing


def _outcome(rule: Rule, one: Any, keys: pl.Series) -> Outcome:
    if _raised(one.exception_info):
        raise CheckError(f"Quy tắc {rule.code} ({rule.expects}) không tính được.")
    # the engine is asked for places: keys it would look up cell by cell, which costs more than all the rules together
    places = pl.Series(one.result.get("unexpected_index_list") or [], dtype=pl.UInt32)
    broken = keys.gather(places).drop_nulls().unique().sort()
    return Outcome(rule.code, rule.severity, bool(one.success), tuple(broken))


def _raised(info: dict[str, Any]) -> bool:
    """Great Expectations reports its own exceptions as failures, in two shapes."""
    return bool(info.get("raised_exception")) or any(
        isinstance(part, dict) and bool(part.get("raised_exception")) for part in info.values()
    )
