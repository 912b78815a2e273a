"""Traces and needles → hits, and what was searched. From the shell: `python -m tests.privacy.scanning FOLDER ...`."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from tests.privacy.needles import Kind, Needles, folded, needles_of, worded
from tests.privacy.traces import Trace, exposed, traces

SAMPLE: Final = Path(__file__).parents[2] / "sample_data" / "11557"
_TOKEN: Final = re.compile(
    r"(?<![\w.])\d{9,12}(?![\w])"  # a number by itself, not the fraction of another
    r"|(?<!\d)\d{1,4}([/.\-])\d{1,2}\1\d{1,4}(?!\d)"  # a date
    r"|(?<!\w)[12]\d{7}(?!\w)"  # a date without signs
    r"|(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])"  # a Guid
)
_MASK: Final = re.compile(r"(?<!\d)(\d{3})[•*xX#…·]{2,}(\d{4})(?!\d)")
_APART: Final = re.compile(r"(?<=\d)[ .\-\u00a0](?=\d)")


@dataclass(frozen=True)
class Hit:
    """A needle found. It is shown by its kind alone: what tests print is no officer's file."""

    kind: Kind
    where: str
    needle: str = field(repr=False)


@dataclass
class Searched:
    """What was searched, by kind of trace, and what was found in it."""

    needles: int
    documents: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)
    letters: Counter[str] = field(default_factory=Counter)
    hits: list[Hit] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{'what':28}{'documents':>10}{'rows':>9}{'bytes':>12}{'letters read':>14}{'hits':>6}"]
        for kind in sorted(self.documents):
            hits = sum(hit.where.startswith(f"{kind}: ") for hit in self.hits)
            lines.append(
                f"{kind:28}{self.documents[kind]:>10}{self.rows[kind]:>9}{self.sizes[kind]:>12}"
                f"{self.letters[kind]:>14}{hits:>6}"
            )
        sums = [sum(one.values()) for one in (self.documents, self.rows, self.sizes, self.letters)]
        lines.append(f"{'all':28}{sums[0]:>10}{sums[1]:>9}{sums[2]:>12}{sums[3]:>14}{len(self.hits):>6}")
        return "\n".join([f"{self.needles} needles", *lines])


def search(found: Iterable[Trace], needles: Needles) -> Searched:
    """Look for every needle in every trace."""
    searched = Searched(len(needles))
    phrases = pl.Series(list(needles.phrases))
    runs = pl.Series(list(needles.runs))
    for trace in found:
        searched.documents[trace.kind] += 1
        searched.rows[trace.kind] += trace.rows
        searched.sizes[trace.kind] += trace.size_bytes
        searched.letters[trace.kind] += len(trace.text)
        where = f"{trace.kind}: {trace.where}"
        searched.hits += [Hit(kind, where, needle) for needle, kind in _hits(trace.text, needles, phrases, runs)]
    return searched


def _hits(text: str, needles: Needles, phrases: pl.Series, runs: pl.Series) -> set[tuple[str, Kind]]:
    words = worded(text)
    named = {*_contained(words, phrases), *_contained(folded(words), phrases)}
    tokens = {found[0].lower() for found in _TOKEN.finditer(text.lower())}
    joined = _contained(_APART.sub("", text), runs)
    masked = {found[0] for found in _MASK.finditer(text) if (found[1], found[2]) in needles.masks}
    return {
        *((phrase, needles.phrases[phrase]) for phrase in named),
        *((token, needles.tokens[token]) for token in tokens if token in needles.tokens),
        *((run, needles.runs[run]) for run in joined),
        *((mask, "number") for mask in masked),
    }


def _contained(text: str, patterns: pl.Series) -> list[str]:
    found = pl.Series([text]).str.extract_many(patterns.implode(), overlapping=True).explode().drop_nulls()
    return found.unique().sort().to_list()


def main(folders: list[str]) -> int:
    """Search folders for the sample's people; tell what was searched, found, and what others could open."""
    given = [Path(folder) for folder in folders]
    searched = search((trace for folder in given for trace in traces(folder)), needles_of(SAMPLE))
    open_to_others = exposed(given)
    lines = [str(searched), *sorted({f"HIT {hit.kind}: {hit.where}" for hit in searched.hits})]
    lines += [f"OPEN TO OTHERS {oct(path.stat().st_mode & 0o777)} {path}" for path in open_to_others]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if len(searched.hits) == len(open_to_others) == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
