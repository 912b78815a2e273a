"""The newest run that holds a land row → why it was linked to a resident or not, as a table for the terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

import polars as pl
from rich.console import Console
from rich.table import Table

from cleaning.errors import SourceError
from cleaning.linking import Explanation, explain, load_model
from cleaning.linking.deciding import CONTRADICTIONS, REASONS
from cleaning.reporting.words import LEVELS
from cleaning.settings import Settings
from flows.run_folder import CHECKPOINTS

_VERDICTS: Final = {"link": "đã khớp", "review": "cần xem", "no_link": "không thấy"}
_STEPS: Final = {"prior": "trước khi xét thông tin nào", "name_frequency": "họ tên hiếm (+) hay phổ biến (−)"}


def show_explanation(console: Console, output: Path, *, row: str, resident: str | None, unmasked: bool) -> None:
    """Print why a land row and a resident belong together or not.

    `row` is a Guid or row key, `resident` a number or row key; null asks about the best candidate. Raises SourceError
    where no run holds them.
    """
    key = row.strip().lower()
    run = _newest_run(output, key)
    settings = Settings.model_validate(json.loads((run / "manifest.json").read_text(encoding="utf-8"))["settings"])
    model = load_model(None if settings.model_file == "" else Path(settings.model_file))
    residents = _table(run, "residents")
    told = explain(
        _table(run, "land"),
        residents,
        row_key=key,
        resident_key=None if resident is None else _resident_key(residents, resident),
        model=model,
        settings=settings,
    )
    if told is None:
        console.print("Dòng này không có người nào để đối khớp: tổ chức, không có tên, hoặc không ai gần giống.")
        return
    _print(console, told, unmasked=unmasked)


def _print(console: Console, told: Explanation, *, unmasked: bool) -> None:
    show = str if unmasked else _masked
    table = Table("Thông tin", "Hồ sơ đất đai", "Dữ liệu dân cư", "So sánh", "Trọng số (bit)")
    table.columns[-1].justify = "right"
    total = 0.0
    for name, level, land, resident, weight in told.terms.iter_rows():
        called, words = LEVELS.get(f"level_{name}", (_STEPS.get(name, name), {}))
        total += weight
        shown = ["" if value is None else show(value) for value in (land, resident)]
        compared = "chưa có dữ liệu" if level == "missing" else words.get(level, level)
        table.add_row(called, *shown, compared, f"{weight:+.2f}".replace(".", ","))
    table.add_row("cộng", "", "", "", f"{total:+.2f}".replace(".", ","), style="bold")
    console.print(table)
    found = told.found_by or "không khóa nào: cặp này chưa từng là ứng viên"
    lines = [
        f"Kết quả của dòng: {_VERDICTS.get(told.verdict, told.verdict)} ({REASONS.get(told.reason, told.reason)}).",
        f"Xác suất của cặp này: {_decimal(told.probability)}. Tìm thấy qua: {found}.",
    ]
    if told.contradiction is not None:
        lines.append(f"Không được tự động khớp vì {CONTRADICTIONS[told.contradiction]}.")
    for rank, key, probability, contradiction in told.rivals.iter_rows():
        barred = "" if contradiction is None else f", {CONTRADICTIONS[contradiction]}"
        lines.append(f"Ứng viên {rank}: {key}, xác suất {_decimal(probability)}{barred}.")
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _newest_run(output: Path, key: str) -> Path:
    name = _file("land")
    for file in sorted((output / "runs").glob(f"*/*/{name}"), reverse=True):
        holds = pl.scan_parquet(file).filter(pl.col("row_key") == key).select("row_key").collect().height > 0
        if holds and (file.parent / "manifest.json").exists():
            return file.parent
    raise SourceError(
        "Không lần chạy nào trong thư mục kết quả có dòng này.",
        remedy="Kiểm tra lại Guid và thư mục kết quả.",
    )


def _resident_key(residents: pl.DataFrame, asked: str) -> str:
    found = residents.filter((pl.col("row_key") == asked) | (pl.col("citizen_id") == asked))
    if found.is_empty():
        raise SourceError(
            "Dữ liệu dân cư của lần chạy không có người này.", remedy="Kiểm tra lại số định danh cá nhân."
        )
    return found["row_key"][0]


def _table(run: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(run / _file(name))


def _file(name: str) -> str:
    return f"{CHECKPOINTS.index(name) + 1:02}_{name}.parquet"


def _decimal(probability: float) -> str:
    return f"{probability:.6f}".replace(".", ",")


def _masked(value: str) -> str:
    """Enough to recognise, not to read: 031•••••1234, 1957-••-••, K••• T••• N•••."""
    if re.fullmatch(r"\d{9,}", value):
        return f"{value[:3]}•••••{value[-4:]}"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return f"{value[:4]}-••-••"
    return re.sub(r"([^\W\d_])[^\W\d_]+", r"\1•••", value)
