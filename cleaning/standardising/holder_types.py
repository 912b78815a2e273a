"""Holder's name, kind and organisation → who holds the land: person, organisation, community, or nobody named."""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.standardising.distinct import judged_once
from cleaning.standardising.marker_words import any_of, marker_tokens
from cleaning.standardising.text import one_tone_placement, without_placeholders

# Offices key a holder that is no person so in the column of citizen numbers: 'N/A-0201234567'.
_TAX_CODE: Final = r"(?i)^N/A\s?-\s?\d{10}"


def with_holder_type(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `holder_type` (who holds the land), `is_household` and `is_marked_deceased`.

    Reads the holder's name, text, markers, kind and number, and `organisation_name_text`. A named person of a personal
    kind (Mục 12) stays a person even beside an organisation's name. Words that are names as well ('Đình', 'Phủ') make a
    community only where the kind does not say person; 'Hội', 'Đoàn', 'Trường' alone make nothing.
    """
    kind, markers = pl.col("holder_kind").fill_null(""), pl.col("holder_markers").fill_null("").str.split("|")
    is_personal = kind.is_in(["person", "household", "couple", "shared"])
    organisation = without_placeholders(pl.col("organisation_name_text"))
    named = pl.when(is_personal & pl.col("holder_name").is_not_null()).then("holder_name_text")
    named = named.otherwise(pl.coalesce(organisation, "holder_name_text"))
    told = judged_once(frame.with_columns(_named=named), ["_named"], _with_beginnings)
    is_community = pl.col("_is_community") | (pl.col("_may_be_community") & ~is_personal)
    has_tax_code = ~is_personal & pl.col("holder_id_number_text").str.contains(_TAX_CODE).fill_null(False)
    is_organisation = (
        pl.col("_is_organisation") | (kind == "organisation") | (pl.col("_named") == organisation)
    ).fill_null(False) | has_tax_code
    return told.with_columns(
        holder_type=pl.when((kind == "community") | is_community.fill_null(False))
        .then(pl.lit("community"))
        .when(is_organisation)
        .then(pl.lit("organisation"))
        .when(pl.col("holder_name").is_not_null())
        .then(pl.lit("person"))
        .otherwise(pl.lit("unnamed")),
        is_household=markers.list.contains("household") | (kind == "household"),
        is_marked_deceased=markers.list.contains("deceased") & ~is_organisation & ~is_community.fill_null(False),
    ).drop("_named", "_is_community", "_may_be_community", "_is_organisation")


def _with_beginnings(cells: pl.DataFrame) -> pl.DataFrame:
    return cells.with_columns(
        _is_community=_begins_with("community_or_religious_marker", "false"),
        _may_be_community=_begins_with("community_or_religious_marker", "true"),
        _is_organisation=_begins_with("organisation_marker", "false"),
    )


def _begins_with(meaning: str, is_also_name: str) -> pl.Expr:
    tokens = pl.Series(marker_tokens((meaning,), is_also_name)).to_frame("token")
    one_spelling = tokens.select(one_tone_placement(pl.col("token"))).to_series().unique().to_list()
    lower = one_tone_placement(pl.col("_named").str.to_lowercase())
    return lower.str.contains(rf"^{any_of(one_spelling)}(?:[\s\d:.,(]|$)")
