"""Values of people → enough of them to recognise, not to read: what a terminal shows unless asked for all."""

from __future__ import annotations

import re


def masked(value: str) -> str:
    """031•••••1234, 1957-••-••, ••/••/1957, K••• T••• N•••."""
    hidden = re.sub(r"(?<!\d)(\d{3})\d{2,}(\d{4})(?!\d)", r"\1•••••\2", value)
    hidden = re.sub(r"\b(\d{4})-\d{2}-\d{2}\b", r"\1-••-••", hidden)
    hidden = re.sub(r"\b\d{1,2}/\d{1,2}/(\d{4})\b", r"••/••/\1", hidden)
    return re.sub(r"([^\W\d_])[^\W\d_]+", r"\1•••", hidden)
