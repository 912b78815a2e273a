"""Raw tables → standardised tables: every value handled, declared ignored, or a named problem; raw columns stay."""

from __future__ import annotations

from cleaning.standardising.land import standardise_land
from cleaning.standardising.residents import standardise_residents

__all__ = ["standardise_land", "standardise_residents"]
