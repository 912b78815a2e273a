"""What an entry of the catalogue says: a code, who it is for, and the values a case gives it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable

Severity = Literal["error", "warning", "info"]
Handler = Literal["địa chính", "công an", "VPĐKĐĐ", "tổ dân phố"]

SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")
HANDLERS: Final[tuple[Handler, ...]] = ("địa chính", "công an", "VPĐKĐĐ", "tổ dân phố")

NOTHING: Final = pl.lit(None, dtype=pl.String)


@dataclass(frozen=True)
class Entry:
    """One kind of discrepancy. Its sentence stands under its code in `sentences`.

    `number` is part of every discrepancy's id and never changes. `error` bars group 1; `warning` waits for a person;
    `info` needs no answer: the job can say what it should be, or it will be supplied elsewhere. `land`, `resident` and
    `proposal` are texts over a case, null where there is nothing. `rule` gives what is true of a case that has it; None
    where an expectation over one table names the rows. `on_link` where a value or the rule itself is only as sure as
    the link. `of_row` where it concerns the row as a whole and not one of the people it names: it is said once.
    `settled_by` handles it in place of `handler` where there is a proposal: nobody need go and ask.
    """

    code: str
    number: int
    severity: Severity
    handler: Handler
    title: str
    land: pl.Expr = field(compare=False)
    resident: pl.Expr = field(default=NOTHING, compare=False)
    proposal: pl.Expr = field(default=NOTHING, compare=False)
    rule: Callable[[], pl.Expr] | None = None
    on_link: bool = False
    of_row: bool = False
    settled_by: Handler | None = None
