"""Lists and how they are written down → their run; what is written in plain form runs once for all variants."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .declared import Variant, write_plain
from .route import Run, passed
from .ward import Ward


@dataclass(frozen=True)
class Bench:
    """Runs wards; `is_checked`: with the expectations of every table. `keep`: folder for the files, else they go."""

    is_checked: bool = True
    keep: Path | None = None
    _plain: dict[tuple[object, ...], Run] = field(default_factory=dict)

    def plain(self, ward: Ward) -> Run:
        """The run of a ward whose lists are in plain form."""
        key = tuple(tuple(row.items()) for row in (*ward.land, *ward.residents))
        if key not in self._plain:
            self._plain[key] = self._run("plain", write_plain, ward)
        return self._plain[key]

    def written(self, variant: Variant, ward: Ward) -> Run:
        """The run of a ward whose lists are as `variant` has them."""
        return self._run(variant.name, variant.write, ward)

    def _run(self, name: str, write: Callable[[Ward, Path], None], ward: Ward) -> Run:
        with tempfile.TemporaryDirectory() as scratch:
            readable = "".join(letter if letter.isalnum() else "-" for letter in name)
            place = Path(scratch) if self.keep is None or name == "plain" else self.keep / readable
            folder = place / ward.code
            folder.mkdir(parents=True)
            write(ward, folder)
            return passed(folder, is_checked=self.is_checked)
