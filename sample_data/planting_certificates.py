"""One function per discrepancy of certificates, organisations and whole rows: spoils, and notes what was done."""

from __future__ import annotations

from typing import Final

from sample_data.land import Row
from sample_data.town import Town, no_certificate, tax_code


def certificate_missing(town: Town) -> None:
    """None issued, or none written."""
    [row] = town.certificate(town.neighbour())
    row |= no_certificate(row)
    town.plant("certificate_missing", "CHUACOGIAY… (no certificate issued)", row)
    town.plant(
        "certificate_missing", "no serial at all", town.spoiled({"certificate_serial": "", "certificate_date": ""})
    )


def certificate_serial_malformed(town: Town) -> None:
    """Not letters and 6 or 8 digits."""
    for written in ("AB 12345", "123456", "BK 1234567"):
        town.plant("certificate_serial_malformed", f"serial «{written}»", town.spoiled({"certificate_serial": written}))


def certificate_serial_shared(town: Town) -> None:
    """One serial for parcels of strangers."""
    [first], [second] = town.certificate(town.neighbour()), town.certificate(town.neighbour())
    second["certificate_serial"] = first["certificate_serial"]
    town.plant(
        "certificate_serial_shared", "one serial on different parcels of people who share nothing", first, second
    )


def certificate_date_invalid(town: Town) -> None:
    """Future, before the first certificates, before the owner's birth."""
    for written in ("20/11/2096", "15/06/1975", "31/02/2011"):
        town.plant(
            "certificate_date_invalid", f"certificate dated {written}", town.spoiled({"certificate_date": written})
        )
    [row] = town.certificate(town.neighbour(lambda one: one.born.year >= 1992), issued=2015)
    row["certificate_date"] = "12/09/1990"
    town.plant("certificate_date_invalid", "certificate older than its owner", row)


def register_number_malformed(town: Town) -> None:
    """Nothing like a register number."""
    town.plant("register_number_malformed", "register number «xem bìa»", town.spoiled({"register_number": "xem bìa"}))


def org_id_missing(town: Town) -> None:
    """An organisation without number."""
    row = town.institution("Công ty TNHH Vận tải Hoàng Động", "")
    town.plant("org_id_missing", "organisation without tax code (mã số thuế)", row)


def org_id_invalid(town: Town) -> None:
    """The check digit is wrong."""
    code = tax_code(town.rng)
    row = town.institution("Công ty cổ phần Cơ khí Kiền Bái", f"{code[:9]}{(int(code[9]) + 1) % 10}")
    town.plant("org_id_invalid", "last digit of the tax code does not check", row)


def row_repeated(town: Town) -> None:
    """The same statement twice."""
    one = town.neighbour()
    [row] = town.certificate(one)
    [again] = town.block([row], [one])
    town.plant("row_repeated", "the same statement under two Guids", row, again)


def row_rejected(town: Town) -> None:
    """A row that says nothing about land or people."""
    remark: Row = {"scan_files": "(xem lại bìa ở tủ số 3)", "guid": ""}
    town.blocks.append([remark])
    town.plant("row_rejected", "only a stray remark in one cell", remark)


def communities(town: Town) -> None:
    """Holders that are no people and need no tax code; nothing to report."""
    for name in ("Chùa Kiền Bái", "Đình làng Hoàng Động", "Cộng đồng dân cư thôn Lâm Động 1", "Nhà thờ họ Đồng"):
        town.institution(name, "", "Cộng đồng dân cư")


PLANTS: Final = (
    certificate_missing,
    certificate_serial_malformed,
    certificate_serial_shared,
    certificate_date_invalid,
    register_number_malformed,
    org_id_missing,
    org_id_invalid,
    row_repeated,
    row_rejected,
    communities,
)
