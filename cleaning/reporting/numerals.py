"""Counts and shares → how Vietnamese print writes them: 1.234 and 56,7%."""

from __future__ import annotations


def thousands(number: int) -> str:
    """1234567 → '1.234.567'."""
    return f"{number:,}".replace(",", ".")


def share(part: int, whole: int) -> str:
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
