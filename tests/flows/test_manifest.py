"""What a run tells of itself: counts alone."""

from __future__ import annotations

from expectations.checking import Outcome
from flows import manifest


def test_expectations_are_counted_by_what_they_mean() -> None:
    outcomes = [
        Outcome("a", "critical", success=True, keys=()),
        Outcome("b", "critical", success=False, keys=()),
        Outcome("c", "warning", success=False, keys=("k",)),
        Outcome("d", "info", success=False, keys=("k",)),
    ]
    assert manifest.Checked("đất đai", outcomes).counts == {"table": "đất đai", "passed": 1, "warnings": 2, "failed": 1}
