"""Residents met in other registers → verdicts: weighed beside the register at home, by the same model and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from cleaning.linking import Model, Population, link
from cleaning.linking.across import placed, with_co_holders
from cleaning.linking.decided import NO_DECISIONS
from cleaning.linking.deciding import DECIDED, DECIDED_ALIKE
from cleaning.schemas import CANDIDATES, VERDICTS
from cleaning.settings import Settings

# Ending of the reason of a verdict whose resident stands in another ward's register.
OTHER_WARD: Final = "_other_ward"
# Links that need no place that agrees.
_WHEREVER: Final = ("citizen_id", "cmnd", "citizen_id_slip", DECIDED, DECIDED_ALIKE)


@dataclass(frozen=True)
class AtHome:
    """A ward by itself: LAND, RESIDENTS, and the VERDICTS and CANDIDATES of the one against the other."""

    ward: str
    land: pl.DataFrame
    residents: pl.DataFrame
    verdicts: pl.DataFrame
    candidates: pl.DataFrame


@dataclass(frozen=True)
class Abroad:
    """What other registers hold for a ward: who `met` whom (row_key, resident_key), those residents (RESIDENTS).

    `residents` are of one ward each, named by the column `ward`; `population` is that of all registers together.
    """

    met: pl.DataFrame
    residents: pl.DataFrame
    population: Population


def strangers(home: pl.DataFrame, abroad: pl.DataFrame) -> pl.DataFrame:
    """`abroad` without those who stand in the register `home` as well, and every other person once.

    One number with one name is one person, who may stand in several registers: where they live now, else first by key.
    """
    person = ["citizen_id", "name_folded"]
    listed = home.select(person).drop_nulls()
    others = abroad.join(home, on="row_key", how="anti").join(listed, on=person, how="anti")
    entries = others.sort(pl.col("resident_status") != "alive", "row_key", "ward", nulls_last=True)
    named, unnamed = entries.filter(_has(person)), entries.filter(~_has(person))
    once = pl.concat([named.unique(person, keep="first", maintain_order=True), unnamed])
    return once.unique("row_key", keep="first", maintain_order=True).sort("row_key")


def weigh(
    home: AtHome, abroad: Abroad, *, model: Model, settings: Settings, decided: pl.DataFrame = NO_DECISIONS
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """VERDICTS and CANDIDATES of the whole ward once those met abroad are weighed beside those at home.

    A row's new verdict counts where it links abroad or shows somebody met there; else the one of its ward stands.
    `abroad.residents` are `strangers`. `decided`: DECIDED_PAIRS about residents at home and abroad.
    """
    listed = abroad.residents.select(resident_key="row_key")
    met = abroad.met.join(listed, on="resident_key", how="semi")
    if met.is_empty():
        return home.verdicts, home.candidates
    together = _together(home, abroad, met)
    linked = link(*together, model=model, settings=settings, decided=decided, population=abroad.population)
    asked = met.select("row_key").unique()
    found = _agreeing(linked.verdicts.join(met, on=["row_key", "resident_key"], how="semi"), *together)
    shown = linked.candidates.join(met, on=["row_key", "resident_key"], how="semi")
    taken = pl.concat([found.select("row_key"), shown.select("row_key")]).unique()
    owned = linked.verdicts.join(asked, on="row_key", how="semi").join(
        listed, left_on="id_owner_key", right_on="resident_key", how="semi"
    )
    verdicts = pl.concat([_without(home.verdicts, taken), _told(linked.verdicts, taken, listed)])
    candidates = pl.concat([_without(home.candidates, taken), linked.candidates.join(taken, on="row_key", how="semi")])
    return (
        VERDICTS.conform(_with_owner(verdicts, owned).sort("row_key")),
        CANDIDATES.conform(candidates.sort("row_key", "rank")),
    )


def weighed_together(home: AtHome, abroad: Abroad) -> tuple[pl.DataFrame, pl.DataFrame]:
    """LAND and RESIDENTS as `weigh` puts them to the linkage: what an explanation has to start from."""
    listed = abroad.residents.select(resident_key="row_key")
    return _together(home, abroad, abroad.met.join(listed, on="resident_key", how="semi"))


def _together(home: AtHome, abroad: Abroad, met: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    asked = home.land.join(met.select("row_key").unique(), on="row_key", how="semi", maintain_order="left")
    land = placed(with_co_holders(home.land, asked), "holder_", home.ward)
    own = home.residents.columns
    foreign = placed(abroad.residents, "", pl.col("ward")).select(own)
    return land, pl.concat([home.residents, foreign])


def _agreeing(links: pl.DataFrame, land: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    """Of links abroad those by number or decision, and those whose address names no other ward than the resident's."""
    named = land.select("row_key", named="holder_unit_code")
    lived = residents.select(resident_key="row_key", lived="unit_code")
    needs_no_place = pl.col("reason").is_in(_WHEREVER)
    return (
        links.join(named, on="row_key", how="left", validate="1:1")
        .join(lived, on="resident_key", how="left", validate="m:1")
        .filter(needs_no_place | pl.col("named").is_null() | (pl.col("named") == pl.col("lived")))
    )


def _has(columns: list[str]) -> pl.Expr:
    return pl.all_horizontal(pl.col(columns).is_not_null())


def _without(table: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    return table.join(rows, on="row_key", how="anti")


def _told(verdicts: pl.DataFrame, taken: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """The new verdicts that count; the reason of a link says in whose register the resident stands."""
    abroad = pl.col("resident_key").is_in(listed["resident_key"].implode()).fill_null(False)
    reason = pl.when(abroad).then(pl.concat_str("reason", pl.lit(OTHER_WARD))).otherwise("reason")
    return verdicts.join(taken, on="row_key", how="semi").with_columns(reason=reason)


def _with_owner(verdicts: pl.DataFrame, owned: pl.DataFrame) -> pl.DataFrame:
    """Where the number is that of somebody clearly different abroad, `id_owner_key` tells whom, linked or not."""
    owners = owned.select("row_key", owner="id_owner_key")
    return (
        verdicts.join(owners, on="row_key", how="left", validate="1:1")
        .with_columns(id_owner_key=pl.coalesce("id_owner_key", "owner"))
        .drop("owner")
    )
