"""Open rows of a ward + registers of other wards → who meets whom by a strong key, and how common what they bear is.

An owner who lives elsewhere stands in another register of the run. A row its own ward did not settle *asks* the other
registers by the keys of `STRONG_KEYS`; whom it met there is weighed in `abroad`. Keys are hashes: only they are
compared across wards. A row that people called somebody who is not in its own register asks too, and meets them.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from cleaning.linking.deciding import DECIDED, DECIDED_ALIKE
from cleaning.linking.scoring import FORMS, Population

# Two people meet who agree on all parts; a part that is null meets nobody. `number~` stands for the number with one
# group of three digits left out: a slip of the pen. Where a place is named, the unit counts: hamlets of other wards
# bear the same names.
STRONG_KEYS: Final[dict[str, tuple[pl.Expr, ...]]] = {
    "citizen_id": (pl.col("citizen_id"),),
    "cmnd": (pl.col("cmnd"),),
    "name+date": (pl.col("name_folded"), pl.col("birth_date")),
    "name+year+hamlet": (pl.col("name_folded"), pl.col("birth_year"), pl.col("unit_code"), pl.col("hamlet_key")),
    "name+year+unit": (pl.col("name_folded"), pl.col("birth_year"), pl.col("old_unit_code")),
    **{
        f"name+citizen_id~{group}": (
            pl.col("name_folded"),
            pl.col("citizen_id").str.head(3 * group),
            pl.col("citizen_id").str.tail(9 - 3 * group),
        )
        for group in range(4)
    },
}
_SIGHT: Final = (
    "name_folded", "citizen_id", "cmnd", "birth_date", "birth_year", "hamlet_key", "old_unit_code", "unit_code",
    "unit_state",
)  # fmt: skip
# All that asking reads of LAND, and of RESIDENTS: the rest of both tables stays on disk.
ASKING_COLUMNS: Final = (
    "row_key", "holder_type", "certificate_serial_raw", "parcel_key", "holder_name_key",
    *(f"holder_{name}" for name in _SIGHT),
)  # fmt: skip
LISTED_COLUMNS: Final = ("row_key", "name_key", *_SIGHT)
# Links at home that need no second look.
_SETTLED: Final = ("citizen_id", "cmnd", DECIDED, DECIDED_ALIKE)
# The name by which a value travels and is counted.
_VALUE_KEY: Final = pl.concat_str("form", "value", separator="|").hash()
# Whom people called land users of no register at home, by reference: citizen number, else row key of the register.
NOBODY_CALLED: Final = pl.DataFrame(schema={"row_key": pl.String, "resident": pl.String})


def open_rows(
    land: pl.DataFrame, verdicts: pl.DataFrame, *, ward: str, called: pl.DataFrame = NOBODY_CALLED
) -> pl.DataFrame:
    """Rows of people that ask the other registers: not linked, or linked though somebody abroad might fit as well.

    Without a number nobody abroad fits a row whose address names the ward: such a link stands. Rows that are `called`
    somebody (as `called_elsewhere` gives them) ask whatever their verdict.
    """
    is_called = pl.col("row_key").is_in(called["row_key"].implode())
    is_link = pl.col("verdict") == "link"
    names_ward = pl.col("holder_unit_code").eq_missing(ward)
    slipped = pl.col("reason") == "citizen_id_slip"
    stands = is_link & (pl.col("reason").is_in(_SETTLED) | (names_ward & ~slipped))
    asking = verdicts.filter(pl.col("verdict").is_in(["link", "review", "no_link"]))
    return (
        land.filter((pl.col("holder_type") == "person") | is_called)
        .join(asking.select("row_key", "verdict", "reason"), on="row_key", how="inner", validate="1:1")
        .filter(~stands | is_called)
        .select(ASKING_COLUMNS)
    )


def asking_keys(rows: pl.DataFrame, *, ward: str) -> pl.DataFrame:
    """`row_key, key` of open rows of `ward`: one line per strong key the row has the parts of."""
    return _keys(placed(rows, "holder_", ward).select("row_key", *(_held(name) for name in _SIGHT)))


def listed_keys(residents: pl.DataFrame, *, ward: str) -> pl.DataFrame:
    """`resident_key, key`: the key index of the register of `ward`."""
    return _keys(placed(residents, "", ward)).rename({"row_key": "resident_key"})


def meetings(asking: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Who met whom by any strong key: the columns of `asking` but the key, and `resident_key`; each pair once."""
    return asking.join(listed, on="key", how="inner").drop("key").unique().sort(pl.all())


def called_elsewhere(decided: pl.DataFrame, home: pl.DataFrame) -> pl.DataFrame:
    """`row_key, resident` of DECIDED_PAIRS that call a row somebody who is not in the register `home`, by reference."""
    called = decided.filter("is_same").select("row_key", resident="resident_key")
    return called.join(home.select(resident="row_key"), on="resident", how="anti")


def called_in(called: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """The columns of `called` but `resident`, and `resident_key`: those who stand in the register `listed`."""
    found = [
        called.join(listed.select(resident=ref, resident_key="row_key").drop_nulls(), on="resident", how="inner")
        for ref in ("citizen_id", "row_key")
    ]
    return pl.concat(found).drop("resident").unique().sort(pl.all())


def values_asked(land: pl.DataFrame, rows: pl.DataFrame, *, ward: str) -> pl.DataFrame:
    """`form, value, key`: what open rows of `ward`, and those who stand beside them, may agree on with anybody."""
    together = placed(with_co_holders(land, rows), "holder_", ward)
    told = _values(together.select("holder_name_key", *(f"holder_{name}" for name in _SIGHT)), "holder_").unique()
    return told.with_columns(key=_VALUE_KEY)


def borne_keys(residents: pl.DataFrame) -> pl.DataFrame:
    """`key, bearers`: how many of `residents` bear each value, by the keys that `values_asked` gives them."""
    return _values(residents).select(key=_VALUE_KEY).group_by("key").agg(bearers=pl.len())


def counted(values: pl.DataFrame, borne: pl.DataFrame) -> pl.DataFrame:
    """`form, value, bearers`: people who bear each of `values` by the `borne_keys` of all registers, in two figures.

    Nobody's weight turns on the third figure, and so one birth does not change what is published of a hundred wards.
    """
    total = borne.group_by("key").agg(bearers=pl.col("bearers").sum().cast(pl.UInt32))
    found = values.join(total, on="key", how="left", validate="m:1")
    bearers = pl.col("bearers").fill_null(0).round_sig_figs(2)
    return found.select("form", "value", bearers).sort("form", "value")


def in_two_figures(size: int) -> int:
    """A number of people in two figures, as `population` takes it: 45.140 are 45.000."""
    return int(pl.Series([size]).round_sig_figs(2)[0])


def population(size: int, counted: pl.DataFrame, listed: pl.DataFrame) -> Population:
    """All registers together: `size` people, and how many bear each value by `counted` (form, value, bearers).

    A value nobody asked about is taken to be as frequent everywhere as in `listed`. The size counts in two figures:
    see `counted`.
    """
    about = in_two_figures(size)
    rest = _borne(listed).join(counted, on=["form", "value"], how="anti")
    scaled = rest.with_columns((pl.col("bearers") * about // max(listed.height, 1)).cast(pl.UInt32))
    return Population(about, pl.concat([counted, scaled]))


def with_co_holders(land: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of `land` that are among `rows`, or stand on a certificate for a parcel with one of them."""
    statement = ["certificate_serial_raw", "parcel_key"]
    beside = land.join(rows.select(statement).drop_nulls().unique(), on=statement, how="semi").select("row_key")
    keys = pl.concat([rows.select("row_key"), beside]).unique()
    return land.join(keys, on="row_key", how="semi", maintain_order="left")


def placed(people: pl.DataFrame, prefix: str, ward: str | pl.Expr) -> pl.DataFrame:
    """An address that names a hamlet, or a register entry that names no unit, means the list's own ward."""
    home = pl.lit(ward) if isinstance(ward, str) else ward
    named = pl.col(f"{prefix}hamlet_key").is_not_null() if prefix else pl.lit(True)
    unsaid = (pl.col(f"{prefix}unit_state") == "missing") & named
    code = pl.col(f"{prefix}unit_code")
    return people.with_columns(
        pl.when(unsaid).then(pl.coalesce(code, home)).otherwise(code).alias(f"{prefix}unit_code")
    )


def _held(name: str) -> pl.Expr:
    return pl.col(f"holder_{name}").alias(name)


def _keys(people: pl.DataFrame) -> pl.DataFrame:
    texts = [
        pl.concat_str(pl.lit(name), *(part.cast(pl.String) for part in parts), separator="|").alias(name)
        for name, parts in STRONG_KEYS.items()
    ]
    named = people.select("row_key", *texts).unpivot(index="row_key", value_name="text").drop_nulls("text")
    return named.select("row_key", key=pl.col("text").hash())


def _values(people: pl.DataFrame, prefix: str = "") -> pl.DataFrame:
    """`form, value`: what each person bears, in the forms whose frequency counts."""
    words = pl.col(f"{prefix}name_folded").str.split(" ")
    short = pl.concat_str(words.list.first(), words.list.last(), separator=" ")
    forms = {form: short if form == "name_short" else pl.col(f"{prefix}{form}") for form in FORMS}
    told = people.select(held.cast(pl.String).alias(form) for form, held in forms.items())
    return told.unpivot(variable_name="form").drop_nulls()


def _borne(people: pl.DataFrame) -> pl.DataFrame:
    return _values(people).group_by("form", "value").agg(bearers=pl.len())
