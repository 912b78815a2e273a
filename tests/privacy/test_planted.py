"""The search is worth its silence: whatever of a person is planted, wherever and however packed, is found."""

from __future__ import annotations

import base64
import gzip
import json
import pickle
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from tests.privacy.needles import Needles, needles_of
from tests.privacy.scanning import SAMPLE, search
from tests.privacy.traces import exposed, shown, traces
from tests.privacy.watched import is_local, new_world, run_in

# Of the sample's first resident and first land row (invented people).
NAME, NUMBER, CARD, BORN = "Cao Phương Chín", "031155578018", "032631568", "17/02/1955"


@pytest.fixture(scope="module")
def needles() -> Needles:
    return needles_of(SAMPLE, names=["Trần Thị Mẫu"])


def kinds(needles: Needles, folder: Path) -> list[str]:
    return sorted({hit.kind for hit in search(traces(folder), needles).hits})


FORMS = {
    "as registered": (f"không khớp {NAME} ở dòng 3", "name"),
    "capitals": (NAME.upper(), "name"),
    "without accents": ("cao phuong chin", "name"),
    "in the name of a file": ("bien-nhan-cao_phuong_chin-2.csv", "name"),
    "without blanks": ("user=caophuongchin;", "name"),
    "middle and given name": ("ông Phương Chín", "name"),
    "decomposed letters": ("Cao Phu\u031bo\u031bng Chi\u0301n", "name"),
    "a clerk's name": ("TRẦN THỊ MẪU đã trả lời", "name"),
    "of a couple in one cell": ("bà Đồng Thị Bình", "name"),
    "number": (f"id={NUMBER}", "number"),
    "number inside another word": (f"row_{NUMBER}_x", "number"),
    "number without its zero": (f"{int(NUMBER)}", "number"),
    "number with blanks": ("031 155 578 018", "number"),
    "number with its middle hidden": ("031•••••8018", "number"),
    "part of a number behind a cut": (f"…{NUMBER[2:]}", "number"),
    "old card": (f"cmnd {CARD}.", "number"),
    "birth date": (f"sinh {BORN},", "birth date"),
    "birth date, ISO": ("1955-02-17T00:00:00", "birth date"),
    "birth date, short": ("17/2/1955", "birth date"),
    "birth date without signs": ("born:19550217", "birth date"),
    "address": ("tổ dân phố Lâm Động 2; Phường Thiên Hương; thành phố Hải Phòng", "address"),
    "Guid": ("row ae677196-9985-6e0c-1581-cd35ca88deef failed", "guid"),
    "certificate": ("AE 916565.pdf", "certificate"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_found(needles: Needles, form: str) -> None:
    text, kind = FORMS[form]
    assert kind in {hit.kind for hit in search([shown("terminal", text)], needles).hits}


def _database(file: Path, value: object) -> None:
    with sqlite3.connect(file) as database:
        database.execute("create table log (id integer primary key, message)")
        database.execute("insert into log (message) values (?)", (value,))
    database.close()


def _deleted(file: Path, value: object) -> None:
    _database(file, value)
    with sqlite3.connect(file) as database:
        database.execute("pragma secure_delete = off")
        database.execute("delete from log")
        database.commit()
    database.close()


def _in_log(file: Path, value: object) -> None:
    """Only in the write-ahead log beside the database, as a killed server leaves it."""
    made = file.with_name("made.db")
    with sqlite3.connect(made) as database:
        database.execute("pragma journal_mode = wal")
        database.execute("create table log (id integer primary key, message)")
        database.execute("insert into log (message) values (?)", (value,))
        database.commit()
        for suffix in ("", "-wal"):
            shutil.copy(f"{made}{suffix}", f"{file}{suffix}")
    database.close()
    made.unlink()


def _zipped(file: Path, text: str) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<si><t>{text}</t></si>")


def _in_base64(text: str) -> str:
    return base64.b64encode(pickle.dumps({"ward": "11557", "failed": [text] * 3})).decode()


PLACES: dict[str, Callable[[Path], object]] = {
    "runs/landclean.log": lambda file: file.write_text(f"ERROR {NAME}\n", "utf-8"),
    "runs/20261122T000000Z-00aa/journal.jsonl": lambda file: file.write_text(json.dumps({"told": NAME}), "utf-8"),
    "runs/20261122T000000Z-00aa/11557/manifest.json": lambda file: file.write_text(json.dumps([NAME]), "utf-8"),
    "runs/20261122T000000Z-00aa/11557/half.json": lambda file: file.write_text(NAME, "utf-8"),
    "published/11557/2026-11-22/tong-hop.html": lambda file: file.write_text(
        "Cao Ph&#432;&#417;ng Ch&iacute;n", "utf-8"
    ),
    "published/11557/2026-11-22/.state/figures.json": lambda file: file.write_text(NAME, "utf-8"),
    "published/thanh-pho/2026-11-22/tong-hop.xlsx": lambda file: _zipped(file, NAME),
    "published/thanh-pho/2026-11-22/tong-hop.csv": lambda file: file.write_text(NAME, "utf-16"),
    ".prefect/prefect.db": lambda file: _database(file, NAME),
    ".service/prefect/prefect.db": lambda file: _database(file, json.dumps({"state": {"message": NAME}})),
    ".service/prefect/packed.db": lambda file: _database(file, zlib.compress(NAME.encode())),
    ".service/prefect/number.db": lambda file: _database(file, int(NUMBER)),
    ".service/prefect/deleted.db": lambda file: _deleted(file, NAME),
    ".service/prefect/log.db": lambda file: _in_log(file, NAME),
    ".prefect/storage/0123": lambda file: file.write_text(json.dumps({"result": _in_base64(NAME)}), "utf-8"),
    ".prefect/storage/4567": lambda file: file.write_bytes(pickle.dumps({"frame": NAME})),
    ".service/server.log.1.gz": lambda file: file.write_bytes(gzip.compress(NAME.encode())),
    ".service/url.log": lambda file: file.write_text("GET /api?name=Cao%20Ph%C6%B0%C6%A1ng%20Ch%C3%ADn", "utf-8"),
    ".service/bytes.log": lambda file: file.write_text(repr(NAME.encode()), "utf-8"),
    ".service/signs.log": lambda file: file.write_text('"\\ud83d\\ude00 \\ud800 ' + json.dumps(NAME), "ascii"),
    "locks/11557.lock": lambda file: file.write_text(NAME, "utf-8"),
    "dask-scratch/part.parquet": lambda file: pl.DataFrame({"name": [NAME]}).write_parquet(file),
    f"tmp/{NAME}.csv": lambda file: file.touch(),
}


@pytest.mark.parametrize("place", PLACES)
def test_every_place_is_searched(needles: Needles, tmp_path: Path, place: str) -> None:
    file = tmp_path / place
    file.parent.mkdir(parents=True)
    PLACES[place](file)
    assert len(kinds(needles, tmp_path)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Tổ dân phố Lâm Động 2: 12 thửa",  # a hamlet by itself is public
        "phường Thiên Hương, thành phố Hải Phòng",
        "2026-11-22T18:00:00Z 20261122T180000Z-0001",
        "0.031263156812 giây, 1763776800 B",
        "8ac1f5f4-3a1c-4a43-9c7e-1d2c3b4a5f60",
        "031•••••0000",
        "Nguyễn",  # a family name tells nobody
        "Lỗi chương trình (ValueError tại steps.py:77)",
    ],
)
def test_what_tells_nobody_is_no_hit(needles: Needles, text: str) -> None:
    assert search([shown("terminal", text)], needles).hits == []


@pytest.mark.parametrize(
    "name",
    [
        "published/11557/2026-11-22/sai-lech.csv",
        "published/11557/2026-11-22/to-dan-pho/to-dan-pho-lam-dong-1.html",
        "runs/20261122T000000Z-00aa/11557/01_raw_land.parquet",
        "ledger.db",
        f"bien-nhan/bien-nhan-{NAME}.csv",
    ],
)
def test_officers_files_may_name_people(needles: Needles, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(NAME, "utf-8")
    assert kinds(needles, tmp_path) == []


def test_path_others_could_open_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o700)
    files = {mode: tmp_path / "folder" / f"{mode:o}" for mode in (0o600, 0o640, 0o604)}
    for mode, file in files.items():
        file.touch()
        file.chmod(mode)
    assert exposed([tmp_path / "folder"]) == [files[0o604], files[0o640]]


def test_watch_hears_calls_and_keeps_what_is_deleted(needles: Needles, tmp_path: Path) -> None:
    world = new_world(tmp_path / "world")
    code = (
        "import socket, tempfile, pathlib\n"
        "try: socket.create_connection(('192.0.2.1', 9), timeout=0.01)\n"
        "except OSError: pass\n"
        f"with tempfile.TemporaryDirectory() as folder: pathlib.Path(folder, 'x').write_text({NAME!r})\n"
    )
    assert run_in(world, ["-c", code]).code == 0
    assert [is_local(address) for address in world.notes("call") if "192.0.2.1" in address] == [False, False]
    assert {hit.where.split("-")[-1] for hit in search(world.left(), needles).hits} == {"x"}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("('127.0.0.1', 4200)", True),
        ("('::1', 4200, 0, 0)", True),
        ("'/run/postgresql/.s.PGSQL.5432'", True),
        ("'localhost'", True),
        ("('10.0.0.5', 5432)", False),
        ("('0.0.0.0', 80)", False),
        ("'api.example.org'", False),
        ("('127.0.0.1.example.org', 80)", False),
    ],
)
def test_only_loopback_and_socket_files_are_local(address: str, expected: bool) -> None:
    assert is_local(address) is expected
