"""What the house rules say, checked: who imports whom, where the doors are, lint and types."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
MODULES = sorted(path for room in ("flows", "cleaning", "expectations") for path in (ROOT / room).rglob("*.py"))
# Modules beneath the shell that may open files.
DOORS = {
    "cleaning/reading/files.py",
    "cleaning/reading/apart.py",
    "cleaning/reference/__init__.py",
    "cleaning/linking/model.py",
    "cleaning/reporting/files.py",
    "cleaning/decisions/ledger_database.py",
}
# What a module outside them may not do: files, processes, the network, the environment.
OPENS = re.compile(
    r"(?<![.\w])open\(|\.open\(([\"')]|mode=)|\.(touch|unlink|mkdir|iterdir|r?glob)\("
    r"|\.(read|write)_(text|bytes|csv|parquet|json|ndjson|ipc|avro|database)\(|\b(scan|sink)_\w+\("
    r"|^\s*(import|from) (os|shutil|sqlite3|tempfile|subprocess|socket|urllib|http|httpx|requests)\b",
    re.MULTILINE,
)
CLOCKS = re.compile(r"\.(now|utcnow|today)\(|\bperf_counter\b|^\s*(import|from) time\b", re.MULTILINE)
CHANCE = re.compile(
    r"^\s*(import|from) (random|secrets|uuid)\b|\bdefault_rng\(\)|(?<![.\w])hash\(|\.(sample|shuffle)\((?![^)]*seed=)",
    re.MULTILINE,
)


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["basedpyright"],
        ["lint-imports"],
    ],
    ids=["lint", "format", "types", "import-contracts"],
)
def test_tools_are_content(command: list[str]) -> None:
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.parametrize(("what", "pattern"), [("clock", CLOCKS), ("chance", CHANCE)])
def test_clock_and_chance_stay_out_of_the_core(what: str, pattern: re.Pattern[str]) -> None:
    assert [name for name, text in _core() if pattern.search(text)] == [], what


def test_core_opens_files_at_its_listed_doors_only() -> None:
    assert {name for name, text in _core() if OPENS.search(text)} - DOORS == set()


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (OPENS, "frame.write_csv(path)"),
        (OPENS, "frame.lazy().sink_parquet(path)"),
        (OPENS, "with open(path) as file:"),
        (OPENS, "path.open('rb')"),
        (OPENS, 'path.open(mode="rb")'),
        (OPENS, "    from os import environ"),
        (OPENS, "import tempfile"),
        (CLOCKS, "date.today()"),
        (CLOCKS, "dt.now(UTC)"),
        (CLOCKS, "from time import time"),
        (CHANCE, "import random"),
        (CHANCE, "hash(name)"),
        (CHANCE, "frame.sample(5)"),
    ],
)
def test_patterns_do_find_what_they_forbid(pattern: re.Pattern[str], code: str) -> None:
    assert pattern.search(code) is not None


def test_only_checking_knows_great_expectations() -> None:
    importing = re.compile(r"^\s*(import|from) great_expectations\b", re.MULTILINE)
    assert [_name(path) for path in MODULES if importing.search(path.read_text("utf-8"))] == [
        "expectations/checking.py"
    ]


def test_only_the_ledger_knows_a_database() -> None:
    importing = re.compile(r"^\s*(import|from) (sqlalchemy|alembic|psycopg|sqlite3)\b", re.MULTILINE)
    found = [_name(path) for path in MODULES if importing.search(path.read_text("utf-8"))]
    assert [name for name in found if not name.startswith("cleaning/decisions/migrations/")] == [
        "cleaning/decisions/ledger.py",
        "cleaning/decisions/ledger_database.py",
        "cleaning/decisions/ledger_failures.py",
    ]


def test_no_file_of_flows_hides_a_package() -> None:
    """Prefect puts the flow's folder first on sys.path: flows/logging.py would be everybody's `logging`."""
    taken = sys.stdlib_module_names | {"cleaning", "expectations", "flows", "sample_data", "tests", "prefect", "polars"}
    assert {path.stem for path in (ROOT / "flows").glob("*.py")} & taken == set()


def test_help_comes_without_loading_the_heavy_packages() -> None:
    code = (
        "import sys\nfrom flows.cli import app\n"
        "app(['--help'], result_action='return_value')\n"
        "print(sorted({'prefect', 'polars', 'great_expectations', 'pandas'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


def _core() -> list[tuple[str, str]]:
    return [(_name(path), path.read_text("utf-8")) for path in MODULES if not path.is_relative_to(ROOT / "flows")]


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
