from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from polars.testing import assert_frame_equal

from cleaning.decisions.ledger import open_ledger
from tests.decisions.ledger_rows import decided, numbered

ROOT = Path(__file__).parents[2]


def writer(url: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.decisions.ledger_writer", url, *(str(argument) for argument in arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def begin(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("\n")
    process.stdin.flush()


def test_two_processes_at_once_lose_nothing_and_double_nothing(ledger_url: str) -> None:
    """They open a ledger that is not there yet, and a third of what each brings the other brings too."""
    with writer(ledger_url, 600, 1500, 70) as other:
        begin(other)
        ledger = open_ledger(ledger_url)
        taken = sum(ledger.append(part).height for part in decided(0, 900).iter_slices(50))
        taken_there = int(other.communicate(timeout=300)[0])
    kept = ledger.decisions()
    assert taken + taken_there == 1500
    assert kept["sequence"].to_list() == list(range(1, 1501))
    assert_frame_equal(kept.drop("sequence").sort("decision_id"), decided(0, 1500).drop("sequence"))


def test_killed_on_the_way_and_taken_in_again_is_as_taken_in_once(ledger_url: str) -> None:
    ledger = open_ledger(ledger_url)
    ledger.append(decided(0, 100))
    with writer(ledger_url, 50, 3000, 3000, 4) as process:
        begin(process)
        assert process.wait(300) == -9
    assert_frame_equal(ledger.decisions(), numbered(decided(0, 100)))
    ledger.append(decided(50, 3000))
    assert_frame_equal(ledger.decisions(), numbered(decided(0, 3000)))


def test_many_open_a_ledger_that_is_not_there_yet(ledger_url: str, tmp_path: Path) -> None:
    urls = [ledger_url] if ledger_url.startswith("postgres") else [f"sqlite:///{tmp_path}/{at}/l.db" for at in range(5)]
    with ThreadPoolExecutor(8) as threads:
        opened = [threads.submit(opened_and_appended, url, at) for url in urls for at in range(4)]
        assert sum(rows.result() for rows in opened) == 5 * len(urls)
    assert [open_ledger(url).decisions().height for url in urls] == [5] * len(urls)


def opened_and_appended(url: str, start: int) -> int:
    return open_ledger(url).append(decided(start, start + 2)).height
