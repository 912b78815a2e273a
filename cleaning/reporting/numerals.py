"""Counts, shares, weights and days → how Vietnamese print writes them: 1.234, 56,7%, −2,53 and 05/11."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

_SEPARATORS: Final = str.maketrans(",.", ".,")


def thousands(number: int) -> str:
    """1234567 → '1.234.567'."""
    return f"{number:,}".replace(",", ".")


def share(part: float, whole: float) -> str:
    """One decimal; '–' of nothing. Only all is '100%' and only none '0%': 99.97 % reads '>99,9%', 0.01 % '<0,1%'."""
    if whole == 0:
        return "–"
    if part in (0, whole):
        return "0%" if part == 0 else "100%"
    tenths = part * 1000 / whole
    if tenths < 1:
        return "<0,1%"
    if tenths > 999:
        return ">99,9%"
    return f"{tenths / 10:.1f}%".replace(".", ",")


def interval(low: float, high: float) -> str:
    """0.84242 and 0.99568 → '84,2–99,6%': one decimal, rounded outwards, so that it never claims too much."""
    tenths = math.floor(round(low * 1000, 6)), math.ceil(round(high * 1000, 6))
    limits = (f"{tenth / 10:.{0 if tenth in (0, 1000) else 1}f}" for tenth in tenths)
    return f"{'–'.join(limits)}%".replace(".", ",")


def frequency(likelihood: float) -> str:
    """A share of any size, three digits that count: 0.8574 → '85,7%', 2.344e-7 → '0,0000234%'; only 1 is '100%'."""
    percent = 100 * likelihood
    rest = round(100 - percent, 9)
    if 0 in (percent, rest):
        return f"{percent:.0f}%"
    decimals = max(0, 2 - math.floor(math.log10(percent)), -math.floor(math.log10(rest)))
    return f"{percent:.{decimals}f}%".replace(".", ",")


def bits(weight: float) -> str:
    """A match weight with its sign: '+6,09', '−8,69'; '0,00' of what weighs nothing."""
    rounded = round(weight, 2)
    sign = "" if rounded == 0 else "+" if rounded > 0 else "−"
    return f"{sign}{abs(rounded):.2f}".replace(".", ",")


def decimal(number: float, places: int, *, signed: bool = False) -> str:
    """1234.56 → '1.234,6' with one place; `signed` '+1.234,6' or '−0,3', and '0,0' of what is nothing then."""
    rounded = round(number, places)
    sign = "" if rounded == 0 or (rounded > 0 and not signed) else "+" if rounded > 0 else "−"
    return sign + f"{abs(rounded):,.{places}f}".translate(_SEPARATORS)


def short_day(day: date, today: date) -> str:
    """'05/11' of the year it is today, '05/11/2027' of another."""
    return f"{day:%d/%m}" if day.year == today.year else f"{day:%d/%m/%Y}"
