"""Statements with the people on them → whether some of them have nobody in common."""

from __future__ import annotations

import polars as pl


def subjects_with_strangers(statements: pl.DataFrame) -> list[str]:
    """The subjects some of whose statements are of unrelated people.

    `statements` has `subject` (a parcel, a certificate), `statement` (one claim about it) and `holder` (one name or
    number of a person on that claim), one row per holder. Claims are related where they share a holder, directly or
    through a third claim. A claim without any known holder proves nothing and is left out.
    """
    edges = (
        statements.drop_nulls()
        .unique()
        .filter(pl.col("statement").n_unique().over("subject") > 1)
        .with_columns(group=pl.col("statement"))
    )
    while True:
        spread = edges.with_columns(group=pl.col("group").min().over("subject", "holder")).with_columns(
            group=pl.col("group").min().over("subject", "statement")
        )
        if spread["group"].equals(edges["group"]):
            break
        edges = spread
    return edges.filter(pl.col("group").n_unique().over("subject") > 1)["subject"].unique().sort().to_list()


def holder_tokens() -> pl.Expr:
    """Everything a row says about who holds it, as one list: first and last word of the name, number, organisation.

    A middle name left out makes no stranger. Null where the row says that others hold it too, without naming them.
    """
    words = pl.col("holder_name_folded").str.split(" ")
    ends = pl.concat_str(words.list.first(), words.list.last(), separator=" ")
    has_others = pl.col("holder_markers").str.contains("co_users|couple|heirs").fill_null(False)
    return pl.when(~has_others).then(pl.concat_list(ends, "holder_citizen_id", "organisation_folded"))
