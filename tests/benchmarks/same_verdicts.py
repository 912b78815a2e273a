"""Whether full runs over several input folders publish the same doi-khop.csv, byte for byte: one list as CSV and XLSX.

usage: python tests/benchmarks/same_verdicts.py INPUT INPUT [INPUT ...]
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from pathlib import Path
from typing import Final

from processes import output_of

_TODAY: Final = "2026-11-21"  # the day make_ward.py writes for
_LANDCLEAN: Final = Path(sys.executable).with_name("landclean")


def main() -> None:
    """Prints a line per input and ward; ends in failure where two differ."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", type=Path, nargs="+", metavar="INPUT", help="folder of ward folders")
    published = {folder: _verdicts(folder) for folder in parser.parse_args().inputs}
    for folder, wards in published.items():
        for ward, (rows, digest) in wards.items():
            sys.stdout.write(f"{folder}  {ward}  {rows:,} rows  sha256 {digest}\n")
    if len({tuple(wards.items()) for wards in published.values()}) > 1:
        raise SystemExit("the files differ")


def _verdicts(folder: Path) -> dict[str, tuple[int, str]]:
    """Ward → rows and digest of its doi-khop.csv."""
    with tempfile.TemporaryDirectory() as scratch:
        output_of([_LANDCLEAN, "run", folder, "--out", scratch, "--as-of", _TODAY])
        found = {path.parts[-3]: path.read_bytes() for path in Path(scratch).glob("published/*/latest/doi-khop.csv")}
    if not found:
        raise SystemExit(f"{folder}: nothing was published")
    return {ward: (data.count(b"\n") - 1, hashlib.sha256(data).hexdigest()) for ward, data in sorted(found.items())}


if __name__ == "__main__":
    main()
