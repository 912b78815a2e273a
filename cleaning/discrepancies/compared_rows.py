"""Land rows on two nights → what of each is another: its cells, the decisions on it, its people, its verdict."""

from __future__ import annotations

import polars as pl


def touched(before: pl.DataFrame, now: pl.DataFrame) -> list[str]:
    """Of KNOWN_PEOPLE on two nights those whose entry in the register is another, new or gone.

    The key of an entry is made of all that it says.
    """
    entry = ["resident", "resident_key", "person_mark"]
    was, known = before.select(entry), now.select(entry)
    either = [was.join(known, on=entry, how="anti"), known.join(was, on=entry, how="anti")]
    return pl.concat(either)["resident"].unique().sort().to_list()


def compared_rows(before: pl.DataFrame, now: pl.DataFrame, residents: list[str]) -> pl.DataFrame:
    """Every row of ROW_FACTS of either night: tonight's, those before under `was_…`, and what is so of it.

    `is_corrected`, `is_paired`: decisions on its cells, on its people, count now and did not; `is_uncorrected`,
    `is_unpaired`: they count no more. `is_received`: its cells came differently, or it is new or gone. `is_touched`:
    the resident it is or was linked to is among `residents`. `is_other_verdict`: another verdict or resident.
    """
    was = before.rename({name: f"was_{name}" for name in before.columns if name != "row_key"})
    both = now.join(was, on="row_key", how="full", coalesce=True, validate="1:1")
    is_theirs = pl.col("resident").is_in(residents) | pl.col("was_resident").is_in(residents)
    compared = both.with_columns(
        is_received=_differs("row_mark"),
        is_touched=is_theirs.fill_null(value=False),
        is_other_verdict=_differs("verdict") | _differs("resident"),
    )
    return compared.with_columns(_decided())


def _decided() -> list[pl.Expr]:
    """Nothing is said of new and gone rows: they are explained by that."""
    stands = pl.col("row_mark").is_not_null() & pl.col("was_row_mark").is_not_null()
    corrected, paired = (stands & _differs(name) for name in ("corrections_mark", "pairs_mark"))
    has_corrections, has_pairs = (pl.col(name).is_not_null() for name in ("corrections_mark", "pairs_mark"))
    by_people, was_by_people = _by_people("reason"), _by_people("was_reason")
    judged = stands & pl.col("is_other_verdict")
    return [
        (corrected & has_corrections).alias("is_corrected"),
        (corrected & ~has_corrections).alias("is_uncorrected"),
        ((paired & has_pairs) | (judged & by_people)).alias("is_paired"),
        ((paired & ~has_pairs) | (judged & was_by_people & ~by_people)).alias("is_unpaired"),
    ]


def _by_people(reason: str) -> pl.Expr:
    """Verdicts by decision on the row itself, or on another that says the same of its holder."""
    return pl.col(reason).str.starts_with("decided").fill_null(value=False)


def _differs(name: str) -> pl.Expr:
    return pl.col(name).ne_missing(pl.col(f"was_{name}"))
