"""What is known about Vietnam, as data files beside this module. A door: reads package data.

`SOURCES.md` says where each file comes from.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl


@cache
def table(name: str) -> pl.DataFrame:
    """The reference table `name` (file name without `.csv`): every column text, empty cells null, NFC."""
    source = files("cleaning.reference").joinpath(f"{name}.csv").read_bytes()
    return pl.read_csv(source, infer_schema=False)  # noqa: TID251  a listed door
