"""A folder a run has written to → everything in it that is not an officer's file, to be searched."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from tests.privacy.unpacking import row_text, tables, texts

# What officers work with may name people, and lies in folders nobody else can open. All else below OUTPUT is searched.
OFFICERS: Final = re.compile(
    r"published/\d{5}/(latest|\d{4}-\d{2}-\d{2})/("
    r"(sai-lech|sai-lech-[\w-]+|ung-vien|doi-khop|thua-dat|cap-nhat|kiem-tra|thay-doi|tu-choi|chua-co-giay)\.(csv|xlsx)"
    r"|(to-dan-pho|theo-nguoi-xu-ly|sai-lech)/[\w-]+\.(csv|xlsx|html)"
    r"|\.state/(questions|people|life|row_facts|nights)\.parquet)"
    r"|runs/[\w-]+/(\d{5}|across/\d{5})/[\w-]+\.parquet"
    r"|ledger\.db(-wal|-shm)?"
    r"|bien-nhan/[^/]+\.csv"
    r"|phieu-nop(/.*)?"
)
_OF_OTHERS: Final = re.compile(r"/\.service/ui/|/phieu-nop/(da-nhan/[^/]+/)?[^/]+\.\w+$")
_BEAR_NAMES: Final = ("bien-nhan/", "phieu-nop/")  # folders of officers whose files are called after answered sheets
_DATABASE: Final = b"SQLite format 3\0"


class Trace(NamedTuple):
    """Something a run left: its kind ('log', 'database', …), where it stands, and what can be read there."""

    kind: str
    where: str
    text: str
    rows: int = 0
    size_bytes: int = 0


def traces(folder: Path) -> Generator[Trace]:
    """All that is not an officer's file: contents, and the names of files and folders."""
    names: list[str] = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        is_officers = OFFICERS.fullmatch(name) is not None
        names += [] if name.startswith(_BEAR_NAMES) else [name]
        if path.is_file() and not path.is_symlink() and not is_officers:
            yield from _of_file(path, name)
    yield Trace("names of files", ".", "\n".join(names), rows=len(names))


def shown(what: str, text: str) -> Trace:
    """What somebody was shown or sent: a terminal, an answer of the API, an alarm."""
    return Trace("shown or sent", what, text, size_bytes=len(text.encode()))


def exposed(folders: Iterable[Path]) -> list[Path]:
    """Paths that others than their owner can read, write or enter; links have no rights of their own.

    Not among them: the pages of Prefect's UI, which its server copies with the rights of the package, and answered
    sheets, which keep the rights of whoever dropped them. Both lie in folders nobody else can enter.
    """
    found = [path for folder in folders for path in [folder, *sorted(folder.rglob("*"))] if not path.is_symlink()]
    own = [path for path in found if _OF_OTHERS.search(path.as_posix()) is None]
    return [path for path in own if path.stat().st_mode & 0o077 != 0]


def _of_file(path: Path, name: str) -> Generator[Trace]:
    data = path.read_bytes()
    kind = _kind(name)
    for at, one in enumerate(texts(data) if not data.startswith(_DATABASE) else _raw(data)):
        where = f"{name} {one.where}".strip() if one.where != "" else name
        yield Trace(kind, where, one.text, size_bytes=len(data) if at == 0 else 0)
    if data.startswith(_DATABASE):
        for table, rows in tables(path):
            yield Trace(kind, f"{name} table {table}", "\n".join(map(row_text, rows)), rows=len(rows))


def _raw(data: bytes) -> Generator[Trace]:
    """The pages of a database as they lie on the disk: deleted rows may still stand there."""
    yield Trace("", "", data.decode("utf-8", errors="ignore"))


_KINDS: Final = (
    (re.compile(r".*\.db(-wal|-shm)?"), "Prefect's database"),
    (re.compile(r".*/storage/.*"), "results"),
    (re.compile(r".*\.log(\.\d+)?"), "logs"),
    (re.compile(r".*journal\.jsonl"), "journals"),
    (re.compile(r"runs/.*\.json"), "manifests and halves"),
    (re.compile(r"published/thanh-pho/.*"), "roll-up"),
    (re.compile(r"published/.*\.html"), "pages for leaders"),
    (re.compile(r"published/.*\.json"), "figures and fingerprints"),
    (re.compile(r"locks/.*"), "locks"),
)


def _kind(name: str) -> str:
    return next((kind for form, kind in _KINDS if form.fullmatch(name)), "other files")
