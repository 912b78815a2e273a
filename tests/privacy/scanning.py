"""Traces and needles → hits, and what was searched. From the shell: `python -m tests.privacy.scanning FOLDER ...`."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import polars as pl

from tests.privacy.needles import Kind, Needles, needles_of
from tests.privacy.traces import Trace, exposed, traces

SAMPLE: Final = Path(__file__).parents[2] / "sample_data" / "11557"
_TOKEN: Final = re.compile(
    r"(?<![\w.])\d{9,12}(?![\w])"  # a number by itself, not the fraction of another
    r"|(?<!\d)\d{1,4}([/.\-])\d{1,2}\1\d{1,4}(?!\d)"  # a date
    r"|(?<!\w)[12]\d{7}(?!\w)"  # a date without signs
    r"|(?<![0-9a-f])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-f])"  # a Guid
)
_WORD: Final = re.compile(r"[\w./\-]*\d[\w./\-]*")
_SHORTEST_TOKEN: Final = 8  # 1/1/1957
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
    searched, left = Searched(len(needles)), list(found)
    for trace in left:
        searched.documents[trace.kind] += 1
        searched.rows[trace.kind] += trace.rows
        searched.sizes[trace.kind] += trace.size_bytes
        searched.letters[trace.kind] += len(trace.text)
    texts = pl.Series("text", [trace.text for trace in left], dtype=pl.String)
    words = texts.str.normalize("NFC").str.to_lowercase().str.replace_all(r"[\W_]+", " ")
    words = pl.select(pl.format(" {} ", pl.lit(words).str.strip_chars())).to_series()
    bare = words.str.normalize("NFD").str.replace_all(r"\p{Mn}", "").str.replace_all("đ", "d", literal=True)
    joined = pl.Series([_APART.sub("", trace.text) for trace in left], dtype=pl.String)
    for kinds, where in ((needles.phrases, words), (needles.phrases, bare), (needles.runs, joined)):
        searched.hits += _contained(where, kinds, left)
    for trace in left:
        place = f"{trace.kind}: {trace.where}"
        searched.hits += [Hit(needles.tokens[token], place, token) for token in _tokens(trace.text) & {*needles.tokens}]
        searched.hits += [
            Hit("number", place, one[0]) for one in _MASK.finditer(trace.text) if one.groups() in needles.masks
        ]
    return searched


def _contained(texts: pl.Series, kinds: Mapping[str, Kind], left: Sequence[Trace]) -> list[Hit]:
    """Those of `kinds` that stand in the texts, all looked for at once."""
    found = texts.str.extract_many(pl.Series(list(kinds)).implode(), overlapping=True).list.unique()
    return [
        Hit(kinds[needle], f"{trace.kind}: {trace.where}", needle)
        for trace, needles in zip(left, found, strict=True)
        for needle in needles
    ]


def _tokens(text: str) -> set[str]:
    """Numbers, dates and Guids that stand by themselves; a word that comes again is looked at once."""
    words = {word for word in _WORD.findall(text) if len(word) >= _SHORTEST_TOKEN}
    return {found[0].lower() for found in _TOKEN.finditer("\n".join(words).lower())}


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
