"""Cases and problems → DISCREPANCIES: every rule of the catalogue put to every case, in one order for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from cleaning.discrepancies.cases import cases_of
from cleaning.discrepancies.catalogue import CATALOGUE, ENTRIES
from cleaning.discrepancies.entries import NOTHING, SEVERITIES
from cleaning.discrepancies.sentences import FACTS, fields, sentence, tidied
from cleaning.errors import SchemaError
from cleaning.schemas import DISCREPANCIES

if TYPE_CHECKING:
    from datetime import date

    from cleaning.discrepancies.entries import Entry
    from cleaning.settings import Settings

# No row number: the same row keeps its discrepancy when the file is sorted; tu-choi.csv says where it stands.
_REJECTED_ROW: Final = ("source_file", "source_sheet", "content")
_WITHOUT_STOP: Final = pl.col("reason").str.strip_chars_end(". ")


def find_discrepancies(
    land: pl.DataFrame,
    residents: pl.DataFrame,
    verdicts: pl.DataFrame,
    candidates: pl.DataFrame,
    problems: pl.DataFrame,
    rejected: pl.DataFrame,
    *,
    as_of: date,
    settings: Settings,
) -> pl.DataFrame:
    """DISCREPANCIES, sorted by severity, map sheet and parcel as numbers, row and code.

    `problems` are the rows an expectation over one table found wanting, under a code of the catalogue; an unknown code
    or row raises SchemaError, as nothing found may be dropped. `as_of` is the day ages are counted at.
    """
    cases = cases_of(land, residents, verdicts, candidates, as_of=as_of, settings=settings)
    places = _places(cases, problems)
    found = [_described(cases, places[entry.code], entry) for entry in CATALOGUE if entry.code in places]
    return DISCREPANCIES.conform(_sorted(pl.concat([DISCREPANCIES.empty(), *found, _of_rejected(rejected)])))


def _places(cases: pl.DataFrame, problems: pl.DataFrame) -> dict[str, pl.Series]:
    """Code → places in `cases` of the rows it concerns; codes without rows are left out."""
    unknown = set(problems["code"].unique()) - {entry.code for entry in CATALOGUE if entry.rule is None}
    if unknown:
        raise SchemaError(f"Mã sai lệch không có trong danh mục: {', '.join(sorted(unknown))}")
    rules = {entry.code: entry.rule() for entry in CATALOGUE if entry.rule is not None}
    holds = cases.select(rule.fill_null(value=False).alias(code) for code, rule in rules.items())
    by_rule = {code: holds[code].arg_true() for code in rules}
    numbered = cases.select("row_key").with_row_index("place")
    named = problems.unique().join(numbered, on="row_key", how="left", validate="m:1").sort("place")
    if named["place"].null_count() > 0:
        raise SchemaError(f"Có {named['place'].null_count()} vấn đề của dòng không thuộc bảng đất đai chuẩn hóa.")
    by_problem = {str(code): rows["place"] for (code,), rows in named.partition_by("code", as_dict=True).items()}
    once = cases.select(pl.col("holder_ordinal") == 1).to_series()
    found = {
        code: places.filter(once.gather(places)) if ENTRIES[code].of_row else places
        for code, places in (by_rule | by_problem).items()
    }
    return {code: places for code, places in found.items() if places.len() > 0}


def _described(cases: pl.DataFrame, places: pl.Series, entry: Entry) -> pl.DataFrame:
    """The discrepancies of one code: only the columns its texts read are gathered, and only its rows."""
    texts = {"land": entry.land, "resident": entry.resident, "proposal": entry.proposal}
    texts |= {name: FACTS[name] for name in fields(entry.code) if name in FACTS}
    kept = ["row_key", "guid", "sheet", "parcel", "certificate_serial", "verdict", "probability"]
    read = [name for text in (*texts.values(), FACTS["name"]) for name in text.meta.root_names()]
    linked = (pl.col("verdict") == "link") & pl.lit(entry.on_link)
    rows = (
        cases.select(list(dict.fromkeys([*kept, *read])))[places]
        .with_columns(FACTS["name"].alias("holder_name"), **{f"_{name}": text for name, text in texts.items()})
        .with_columns(row_id="row_key", confidence=pl.when(linked).then("probability"))
    )
    return _worded(rows, entry)


def _worded(rows: pl.DataFrame, entry: Entry) -> pl.DataFrame:
    """`rows` as DISCREPANCIES; columns beginning with '_' are the values of the sentence."""
    named = tidied(rows.select(pl.col(f"_{name}").alias(name) for name in fields(entry.code)))
    handler = pl.when(pl.col("_proposal").is_null()).then(pl.lit(entry.handler))
    return rows.select(
        pl.concat_str("row_id", pl.lit(f"-{entry.number:02d}")).alias("discrepancy_id"),
        pl.lit(entry.code).alias("code"),
        pl.lit(entry.severity).alias("severity"),
        handler.otherwise(pl.lit(entry.settled_by or entry.handler)).alias("handler"),
        "row_key", "guid", "sheet", "parcel", "certificate_serial", "holder_name",
        named.select(sentence(entry.code)).to_series().alias("sentence"),
        pl.col("_land").alias("land_value"),
        pl.col("_resident").alias("resident_value"),
        pl.col("_proposal").alias("proposal"),
        "confidence",
    )  # fmt: skip


def _of_rejected(rejected: pl.DataFrame) -> pl.DataFrame:
    """A discrepancy for every rejected row, named by a hash of file and content, and by its number among equals."""
    from pandas.util import hash_array

    among_equals = pl.int_range(pl.len()).over(_REJECTED_ROW).cast(pl.String)
    row = rejected.select(pl.concat_str(pl.col(_REJECTED_ROW).fill_null(""), among_equals, separator="|")).to_series()
    entry = ENTRIES["row_rejected"]
    hashed = hash_array(row.to_numpy())  # pyright: ignore[reportCallIssue]  pandas hides its type behind a decorator
    hashes = pl.Series("row_id", hashed, dtype=pl.UInt64)
    absent = ("row_key", "guid", "sheet", "parcel", "certificate_serial", "holder_name")
    rows = rejected.with_columns(hashes.cast(pl.String).str.zfill(20)).with_columns(
        *(NOTHING.alias(name) for name in absent),
        pl.lit(None, dtype=pl.Float64).alias("confidence"),
        _land=entry.land,
        _resident=entry.resident,
        _proposal=entry.proposal,
        _file=pl.col("source_file"),
        _reason=_WITHOUT_STOP,
    )
    return _worded(rows, entry)


def _sorted(found: pl.DataFrame) -> pl.DataFrame:
    def number(column: str) -> pl.Expr:
        return pl.col(column).str.extract(r"(\d{1,18})").cast(pl.Int64)

    rank = pl.col("severity").replace_strict(
        {name: place for place, name in enumerate(SEVERITIES)}, return_dtype=pl.Int8
    )
    order = [rank, number("sheet"), "sheet", number("parcel"), "parcel", "row_key", "code", "discrepancy_id"]
    return found.sort(order, nulls_last=True)
