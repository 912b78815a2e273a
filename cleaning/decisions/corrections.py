"""Standing decisions → the cells of the land list they change, and the list with these changes."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from cleaning.reference.saved_forms import saved_form
from cleaning.schemas import CORRECTIONS, LAND_FIELDS, QUESTION, RAW_LAND

_LAND_MARK: Final = 2  # group of QUESTION
_CELL: Final = ("row_key", "field")
_ISO: Final = (r"^(\d{4})-(\d{2})-(\d{2})$", "$3/$2/$1")
_DECIDED: Final = (
    "row_key", "code", "discrepancy_id", "question", "decided_by", "decided_on", "sequence", "note",
)  # fmt: skip


class Corrected(NamedTuple):
    """CORRECTIONS, and the decisions left aside, since another one gives a cell of theirs another value.

    `conflicts`: `discrepancy_id, question, row_key, said`, the last in words: 'who: “value”; who: “value”'.
    """

    corrections: pl.DataFrame
    conflicts: pl.DataFrame


def corrections(standing: pl.DataFrame, marks: pl.DataFrame, raw_land: pl.DataFrame) -> Corrected:
    """What STANDING changes in `raw_land` (RAW_LAND as received).

    `marks`: `row_key, code, land_mark` of the rows as they are tonight; a decision on other cells than these changes
    nothing. Of the answers to several questions of one discrepancy the last one counts. A decision that gives a cell
    another value than a decision on another discrepancy does changes nothing at all, nor does the other. Cells of
    further people a row names ('…/2') are never written to: they are the first person's too.
    """
    cells = _cells(_applying(standing, marks), raw_land)
    disputed = cells.with_columns(form=saved_form(cells["value"])).filter(pl.col("form").n_unique().over(_CELL) > 1)
    conflicts = _conflicts(disputed)
    agreed = cells.join(conflicts, on=["discrepancy_id", "question"], how="anti")
    newest = agreed.sort("sequence", "discrepancy_id", descending=[True, False])
    undisputed = raw_land.join(disputed.filter(field="parcel"), on="row_key", how="anti")
    single = with_parcel(newest.unique(_CELL, keep="first", maintain_order=True), undisputed)
    changing = single.filter(pl.col("received").fill_null("") != pl.col("value"))
    return Corrected(CORRECTIONS.conform(changing.sort(_CELL)), conflicts)


def corrected(raw_land: pl.DataFrame, corrections: pl.DataFrame) -> pl.DataFrame:
    """RAW_LAND with the values of CORRECTIONS in place of those received, and `corrected`, the fields so changed.

    A decided name is the whole name: the family name that a list has in a column of its own goes.
    """
    fields = corrections["field"].unique().sort().to_list()
    if not fields:
        return raw_land
    wide = corrections.pivot("field", index="row_key", values="value").select("row_key", *fields)
    named = [pl.when(pl.col(field).is_not_null()).then(pl.lit(field)) for field in fields]
    listed = wide.with_columns(corrected=pl.concat_str(named, separator="|", ignore_nulls=True))
    rows = raw_land.drop("corrected").join(listed, on="row_key", how="left", maintain_order="left", validate="m:1")
    written = [
        pl.when(pl.col(field).is_null()).then(f"{field}_raw").otherwise(pl.col(field).replace("", None))
        for field in fields
    ]
    changed = rows.with_columns(one.alias(f"{field}_raw") for field, one in zip(fields, written, strict=True))
    if "holder_name" in fields:
        of_list = pl.when(pl.col("holder_name").is_null()).then("holder_family_name_raw")
        changed = changed.with_columns(holder_family_name_raw=of_list)
    return RAW_LAND.conform(changed)


def with_parcel(cells: pl.DataFrame, raw_land: pl.DataFrame) -> pl.DataFrame:
    """`cells` (CORRECTIONS), and the parcel of rows whose map sheet alone was decided and that name none.

    It is the certificate's: sheets are renumbered, parcels keep their numbers.
    """
    blank = raw_land.filter(
        pl.col("parcel_raw").str.contains(r"\S").fill_null(value=False).not_(),
        pl.col("certificate_parcel_raw").str.contains(r"\S"),
    )
    sheets = cells.filter(pl.col("field") == "sheet", pl.col("value") != "")
    named = cells.filter(pl.col("field") == "parcel")
    parcels = (
        sheets.join(named, on="row_key", how="anti")
        .drop("value", "received")
        .join(blank.select("row_key", received="parcel_raw", value="certificate_parcel_raw"), on="row_key", how="inner")
        .with_columns(field=pl.lit("parcel"))
    )
    return pl.concat([cells, parcels.select(cells.columns)])


def _applying(standing: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """The decisions on cells that are still as they were then, of each discrepancy the last."""
    asked = pl.col("question").str.extract(QUESTION, _LAND_MARK)
    about_these = standing.filter(pl.col("status") != "waiting").join(
        marks.select("row_key", "code", "land_mark"), on=["row_key", "code"], how="inner", validate="m:1"
    )
    last = about_these.filter(asked == pl.col("land_mark")).filter(
        pl.col("sequence") == pl.col("sequence").max().over("discrepancy_id")
    )
    return last.filter(pl.col("status") == "decided", pl.col("corrections").is_not_null())


def _cells(decisions: pl.DataFrame, raw_land: pl.DataFrame) -> pl.DataFrame:
    """CORRECTIONS each decision asks for, beside its `question` and `said`; several may be of one cell."""
    values = pl.Struct(dict.fromkeys(LAND_FIELDS, pl.String))
    told = decisions.select(*_DECIDED, shown="value", values=pl.col("corrections").str.json_decode(values))
    asked = told.unnest("values").unpivot(
        LAND_FIELDS, index=[*_DECIDED, "shown"], variable_name="field", value_name="value"
    )
    written = asked.drop_nulls("value")
    fields = written["field"].unique().sort().to_list()
    received = (
        raw_land.join(decisions, on="row_key", how="semi")
        .select("row_key", *(pl.col(f"{field}_raw").alias(field) for field in fields))
        .unpivot(fields, index="row_key", variable_name="field", value_name="received")
        .cast({"received": pl.String})  # without fields it has no type of its own
    )
    cells = written.join(received, on=_CELL, how="inner", validate="m:1")
    shown = pl.coalesce("shown", pl.col("value").str.replace(*_ISO))
    return cells.with_columns(said=pl.format("{}: “{}”", "decided_by", shown))


def _conflicts(disputed: pl.DataFrame) -> pl.DataFrame:
    """The decisions that give cells different values, and what was said of these cells."""
    parties = disputed.select("discrepancy_id", "question", *_CELL)
    return (
        parties.join(disputed.select(*_CELL, "sequence", "said"), on=_CELL, how="inner")
        .sort("discrepancy_id", "question", "sequence", "said")
        .group_by("discrepancy_id", "question", "row_key", maintain_order=True)
        .agg(pl.col("said").unique(maintain_order=True).str.join("; "))
    )
