"""Two nights and the answers between them → what was promised of them, and whether it holds."""

from __future__ import annotations

import csv
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from cleaning.decisions.typed_text import folded
from cleaning.reading import read_ward
from cleaning.schemas import ANSWERS, LAND_FIELDS
from cleaning.settings import Settings
from flows.ledger_place import ledger_of
from flows.run_folder import RunFolder
from tests.benchmarks.staff_loop.answered_files import AnsweredFile
from tests.flows.clerks import Row, read_sheet

_ISO: Final = re.compile(r"^(\d{4})-(\d\d)-(\d\d)$")
_CODES: Final = {words: answer for answer, words in ANSWERS.items()}
_REGISTER: Final = "Họ và tên,CCCD,Ngày sinh\nVũ Thị Thử,031170000011,05/03/1970\n"


@dataclass(frozen=True)
class Promise:
    """What was promised, with the counts that show it."""

    held: bool
    words: str


def promises(
    given: Path, output: Path, ward: str, nights: Sequence[str], files: Sequence[AnsweredFile]
) -> Iterator[Promise]:
    """Everything a campaign promises between two nights; `given` is the ward's input folder."""
    before, now = (output / "published" / ward / night for night in nights)
    run = RunFolder(max((output / "runs").glob(f"*/{ward}")))
    decisions = ledger_of(output).decisions(ward)
    yield _nothing_wrong_taken(decisions, files)
    yield _nothing_asked_again(decisions, run)
    yield _conflicts_come_back(run)
    yield _corrections_applied(run)
    yield _changes_explained(before, now)
    yield _form_is_the_source(now / "cap-nhat.xlsx", run, ward)


def _nothing_wrong_taken(decisions: pl.DataFrame, files: Sequence[AnsweredFile]) -> Promise:
    """Every decision is what its clerk meant: question, answer, value, name."""
    meant = {(_plain(row["Người quyết định"]), identity): row for one in files for identity, row in one.meant.items()}
    wrong = 0
    for taken in decisions.filter(pl.col("withdraws").is_null()).iter_rows(named=True):
        row = meant.get((_plain(taken["decided_by"]), taken["discrepancy_id"]))
        wrong += row is None or _CODES[row["Quyết định"]] != taken["answer"] or not _same_value(row, taken)
    answers = sum(len(one.meant) for one in files)
    return Promise(wrong == 0, f"{answers} answers meant, {decisions.height} decisions taken, {wrong} of them wrong")


def _same_value(row: Row, taken: dict[str, str | None]) -> bool:
    """Whether what is written is what was typed, or the proposal where the register's value was taken."""
    if taken["answer"] == "take_register":
        written = [_ISO.sub(r"\3/\2/\1", one) for one in json.loads(taken["corrections"] or "{}").values()]
        return [_plain(one) for one in written] == [_plain(row["Đề xuất"])]
    return _plain(taken["value"] or "") == _plain(row["Giá trị đúng"])


def _plain(text: str) -> str:
    return pl.select(folded(pl.lit(text)).str.replace_all(r"[^\p{L}\d]", "")).item()


def _nothing_asked_again(decisions: pl.DataFrame, run: RunFolder) -> Promise:
    """What is decided and whose evidence is the same is asked no more; what is 'unclear' is listed, not asked."""
    followed = run.table("followed").select("discrepancy_id", "question", "state")
    asked = followed.join(run.table("standing"), on=["discrepancy_id", "question"], how="inner")
    states = Counter(zip(asked["status"].to_list(), asked["state"].to_list(), strict=True))
    again = sum(count for (status, state), count in states.items() if (status, state) not in _RIGHT)
    told = ", ".join(f"{status} → {state}: {count}" for (status, state), count in sorted(states.items()))
    later = followed.join(decisions, on="discrepancy_id", how="semi").filter(pl.col("state") == "reopened").height
    return Promise(again == 0, f"{again} answered questions asked again ({told}; {later} reopened as evidence changed)")


_RIGHT: Final = {("decided", "answered"), ("waiting", "waiting"), ("conflict", "reopened")}


def _conflicts_come_back(run: RunFolder) -> Promise:
    torn = run.table("standing").filter(pl.col("status") == "conflict")
    shown = run.table("followed").join(torn, on=["discrepancy_id", "question"], how="inner")
    names = shown.filter(
        pl.all_horizontal(
            pl.col("sentence").str.contains(pl.col("decided_by").str.split(", ").list.get(at), literal=True)
            for at in (0, 1)
        )
    )
    return Promise(
        torn.height > 0 and names.height == torn.height,
        f"{torn.height} conflicts, {names.height} of them come back naming both",
    )


def _corrections_applied(run: RunFolder) -> Promise:
    """Every accepted correction stands in the standardised table, its source marked."""
    corrections = run.table("corrections")
    land = run.table("land")
    applied = 0
    for field, wanted in corrections.partition_by("field", as_dict=True).items():
        raw, marked = pl.col(f"{field[0]}_raw"), pl.col("corrected").str.split("|").list.contains(field[0])
        rows = wanted.join(land, on="row_key", how="inner", suffix="_of_land")
        applied += rows.filter(marked, raw.fill_null("") == pl.col("value")).height
    return Promise(
        applied == corrections.height > 0, f"{corrections.height} cells corrected by decision, {applied} applied"
    )


def _changes_explained(before: Path, now: Path) -> Promise:
    """Each line that came or went between the sheets of the two nights stands in thay-doi.csv, with its reason."""
    was, is_now = ({row["Mã sai lệch"] for row in read_sheet(day / "sai-lech.csv")} for day in (before, now))
    told = read_sheet(now / "thay-doi.csv")
    explained = {row["Mã"] for row in told if row["Vì sao"] != ""}
    links = [_links(day / "doi-khop.csv") for day in (before, now)]
    moved = {key for key in links[0] if links[0][key] != links[1].get(key)}
    silent = ((was ^ is_now) | moved) - explained
    why = Counter(row["Vì sao"] for row in told)
    return Promise(
        not silent and len(told) == sum(why.values()) and "" not in why,
        f"{len(was ^ is_now)} discrepancies and {len(moved)} verdicts changed, {len(silent)} without explanation "
        f"({len(told)} lines: {dict(why.most_common())})",
    )


def _links(file: Path) -> dict[str, tuple[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {row["row_key"]: (row["verdict"], row["resident_id"]) for row in csv.DictReader(lines)}


def _form_is_the_source(form: Path, run: RunFolder, ward: str) -> Promise:
    """cap-nhat.xlsx, read as any form is, equals the rows received but for the accepted cells."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / form.name).symlink_to(form.resolve())
        (Path(folder) / "residents.csv").write_text(_REGISTER, encoding="utf-8")
        shown = read_ward(Path(folder), ward=ward, salt=Settings().row_key_salt).land
    corrections, received = run.table("corrections"), run.table("raw_land")
    cells = [f"{field}_raw" for field in LAND_FIELDS]
    wanted = received.join(corrections.select("row_key").unique(), on="row_key", how="semi")
    for field, own in corrections.partition_by("field", as_dict=True).items():
        values = dict(own.select("row_key", "value").iter_rows())
        replaced = pl.col("row_key").replace_strict(values, default=pl.col(f"{field[0]}_raw"), return_dtype=pl.String)
        wanted = wanted.with_columns(replaced.alias(f"{field[0]}_raw"))
    side_by_side = wanted.select("guid_raw", *(name for name in cells if name != "guid_raw")).sort("guid_raw")
    is_same = side_by_side.equals(shown.select(side_by_side.columns).sort("guid_raw"))
    return Promise(
        is_same, f"cap-nhat.xlsx: {shown.height} rows of {received.height}, equal to the source but for accepted cells"
    )
