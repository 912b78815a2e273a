"""The program itself → its version: a hash of its sources, facts and models, and of the packages it stands on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

import cleaning
import expectations

# Packages whose release may change a result.
_PACKAGES: Final = (
    "polars", "pyarrow", "rapidfuzz", "great-expectations", "pandas", "numpy", "fastexcel", "xlsxwriter",
    "unidecode", "jinja2",
)  # fmt: skip
_SOURCES: Final = frozenset({".py", ".csv", ".json", ".j2"})


@cache
def code_version() -> str:
    """Hash of all that decides a result beside input and settings: sources, facts, models, package releases."""
    return version_of([Path(package.__path__[0]) for package in (cleaning, expectations)])


def version_of(folders: Sequence[Path]) -> str:
    """Hash of name and bytes of every source file below `folders`, and of the releases of the packages they use."""
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.suffix in _SOURCES):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    for name in _PACKAGES:
        digest.update(f"{name}={version(name)}\n".encode())
    return digest.hexdigest()[:16]


@cache
def program_version() -> str:
    """Hash of all that may change what is published: `code_version`, and the shell beside it."""
    return version_of([Path(package.__path__[0]) for package in (cleaning, expectations)] + [Path(__file__).parent])
