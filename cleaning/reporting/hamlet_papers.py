"""What to collect → to-dan-pho/*: a list and a paper to print for every hamlet, identifiers masked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl
from jinja2 import Environment, StrictUndefined

from cleaning.reporting.cells import harmless, marked
from cleaning.reporting.collecting import collection_lines
from cleaning.reporting.numerals import thousands
from cleaning.reporting.placing import file_names
from cleaning.reporting.report import WardReport

FOLDER: Final = "to-dan-pho"
NOWHERE: Final = "Chưa rõ nơi"


@dataclass(frozen=True)
class HamletPaper:
    """The files of one hamlet, both named `file` without their ending: `lines` for the CSV, `page` for the printer."""

    file: str
    lines: pl.DataFrame
    page: str


def hamlet_papers(report: WardReport, template: str) -> list[HamletPaper]:
    """A paper for every hamlet with something to collect, in their order; last that of people of none.

    `template` is the text of a jinja2 template.
    """
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    paper = environment.from_string(template)
    lines = collection_lines(report)
    hamlets = lines.partition_by("hamlet", maintain_order=True)
    names = file_names([part["hamlet"][0] or NOWHERE for part in hamlets])
    return [
        HamletPaper(f"{FOLDER}/{name}", _listed(part), paper.render(**_told(report, part)))
        for name, part in zip(names, hamlets, strict=True)
    ]


def _listed(lines: pl.DataFrame) -> pl.DataFrame:
    nothing = pl.lit(None, pl.String)
    return lines.select(
        pl.col("door").alias("Hộ"),
        harmless(pl.col("name")).alias("Họ tên"),
        harmless(pl.col("land_name")).alias("Tên trong hồ sơ đất đai (nếu khác)"),
        pl.col("birth_year").alias("Năm sinh"),
        marked(pl.col("number")).alias("Số định danh"),
        marked(pl.coalesce("within", "address")).alias("Nơi ở"),
        marked(pl.col("parcels").list.join("; ")).alias("Thửa đất"),
        harmless(pl.col("things").list.join("; ")).alias("Cần thu thập"),
        nothing.alias("Đã thu"),
        nothing.alias("Ghi chú"),
    )


def _told(report: WardReport, lines: pl.DataFrame) -> dict[str, object]:
    people = lines.to_dicts()
    visits = lines.filter(~pl.col("is_passing"))
    return {
        "ward_name": report.ward_name,
        "hamlet": lines["hamlet"][0] or NOWHERE,
        "day": report.day,
        "doors": thousands(visits["door"].n_unique()),
        "people": thousands(visits.height),
        "passing": thousands(lines.height - visits.height),
        "parts": [
            [person for person in people if not person["is_passing"]],
            [person for person in people if person["is_passing"]],
        ],
    }
