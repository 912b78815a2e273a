"""Shares that a model never goes below, by comparison, level and side (m or u): what no training list can tell."""

from __future__ import annotations

from typing import Final

# Priors set by hand (2026-11, the team): a share is never below these, however clean the lists it was trained on.
# Registers are wrong in ways that no training list shows, and one disagreement must not drown all that agrees.
LEAST: Final = {
    # Whoever bears the same name nearly always is of the same gender: agreement says little more, and disagreement less
    # than two random people show.
    ("gender", "same", "u"): (0.95, "who bears the name mostly is of that gender"),
    ("gender", "different", "m"): (0.1, "who bears the name mostly is of that gender"),
    ("citizen_id", "different", "m"): (0.005, "numbers are cancelled and issued anew"),
    ("cmnd", "one_slip", "m"): (0.005, "copied by hand"),
    ("cmnd", "different", "m"): (0.02, "one person may have had several old numbers"),
    ("name", "other_middle", "m"): (0.0002, "middle names change in everyday use"),
    ("birth", "same_year_other_day", "m"): (0.002, "copied by hand"),
    ("birth", "different", "m"): (0.002, "ages guessed in old books"),
    # An address elsewhere tells the listed from those on no list, which the share listed says already; of one resident
    # against another it says nothing.
    ("place", "elsewhere", "m"): (1.0, "said by the share listed"),
    ("place", "elsewhere", "u"): (1.0, "said by the share listed"),
    ("place", "other_old_unit", "m"): (0.005, "owners move"),
    ("place", "other_ward", "m"): (0.02, "owners move"),
    ("place", "other_ward", "u"): (0.5, "wards are many"),
    ("citizen_id", "same_head", "m"): (0.0005, "copied by hand"),
    ("birth", "same_day_other_year", "m"): (0.001, "copied by hand"),
    ("standing", "child", "m"): (0.1, "children inherit"),
    ("lifetime", "minor", "m"): (0.05, "children inherit"),
    ("lifetime", "dead", "u"): (0.02, "certificates are not issued to the dead"),
    ("lifetime", "unborn", "m"): (0.01, "an old certificate names a new holder"),
    ("holdings", "holds_none", "m"): (0.1, "some hold one parcel"),
    ("old_number", "another_on_other_rows", "m"): (0.02, "one person may have had several old numbers"),
    ("household", "other_household", "m"): (0.15, "families register apart"),
    ("household", "perhaps_same_household", "m"): (0.01, "a co-holder who is not sure"),
    ("place", "same_ward", "m"): (0.02, "an address of two levels names no hamlet"),
    ("place", "same_ward", "u"): (0.018, "nearly everybody compared lives in the ward"),
}
