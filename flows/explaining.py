"""The newest run that holds a land row → why it was linked to a resident or not, as a table for the terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import polars as pl
from rich.console import Console
from rich.table import Table

from cleaning.errors import SourceError
from cleaning.linking import Explanation, Population, explain, load_model
from cleaning.linking.abroad import AtHome, weighed_together
from cleaning.linking.contenders import CONTRADICTIONS
from cleaning.linking.deciding import REASONS
from cleaning.reporting.model_card_words import key_words
from cleaning.reporting.numerals import bits
from cleaning.reporting.words import GENDERS, LEVELS
from cleaning.schemas import ANSWERS
from cleaning.settings import Settings
from flows.across import kept_abroad
from flows.masking import masked
from flows.run_folder import RunFolder

_WHO: Final = ("row_key", "citizen_id")
_MISSING: Final = "chưa có dữ liệu"
_VERDICTS: Final = {"link": "đã khớp", "review": "cần xem", "no_link": "không thấy"}
# Steps of the waterfall that compare nothing.
_STEPS: Final = {
    "prior": "ban đầu (số dân, nơi ở)",
    "name_frequency": "· hiếm (+), phổ biến (−)",
    "birth_frequency": "· hiếm (+), phổ biến (−)",
    "place_frequency": "· ít người (+), đông (−)",
}
# Values that tell nobody apart: in words, and never masked.
_WORDS: Final[dict[str, dict[str, str]]] = {"gender": GENDERS, "standing": {}}
_READING: Final = (
    "Cứ thêm 1 bit, khả năng là cùng một người tăng gấp đôi; bớt 1 bit, giảm một nửa. Tổng trên 0 nghiêng về cùng một "
    "người, dưới 0 nghiêng về khác người."
)


def show_explanation(console: Console, output: Path, *, row: str, resident: str | None, unmasked: bool) -> None:
    """Print why a land row and a resident belong together or not.

    `row` is a Guid or row key, `resident` a number or row key; null asks about the one the verdict rests on, else the
    best candidate. Raises SourceError where no run holds them.
    """
    run, (key, *others) = _newest_run(output, row.strip().lower())
    told_of = json.loads((run.path / "manifest.json").read_text(encoding="utf-8"))
    settings = Settings.model_validate(told_of["settings"])
    model = load_model(None if settings.model_file == "" else Path(settings.model_file))
    everybody = pl.concat([run.table("residents", _WHO), run.table("foreign_residents", _WHO)])
    asked = None if resident is None else _resident_key(everybody, resident)
    land, residents, population = _sides(run, told_of, key, asked)
    told = explain(
        land,
        residents,
        row_key=key,
        resident_key=asked,
        model=model,
        settings=settings,
        decided=run.table("decided"),
        population=population,
    )
    if len(others) > 0:
        console.print(f"Guid này còn ghi người khác, xem bằng khóa dòng: {', '.join(others)}.", soft_wrap=True)
    if told is None:
        console.print("Dòng này không có người nào để đối khớp: tổ chức, không có tên, hoặc không ai gần giống.")
        return
    decided = run.table("verdicts").row(by_predicate=pl.col("row_key") == key, named=True)
    _print(console, replace(told, verdict=decided["verdict"], reason=decided["reason"]), unmasked=unmasked)


def _print(console: Console, told: Explanation, *, unmasked: bool) -> None:
    console.print(_table(told.terms, unmasked=unmasked))
    lines = [
        _READING,
        f"Kết quả của dòng: {_VERDICTS.get(told.verdict, told.verdict)} ({REASONS.get(told.reason, told.reason)}).",
        *_decisions(told),
        f"{_likely(told)}, đã tính các ứng viên khác: {_decimal(told.probability)}.",
        f"Tìm thấy qua: {_found_by(told.found_by)}.",
    ]
    if told.contradiction is not None:
        lines.append(f"Không được tự động khớp vì {CONTRADICTIONS[told.contradiction]}.")
    for rank, key, probability, contradiction in told.rivals.iter_rows():
        barred = "" if contradiction is None else f", {CONTRADICTIONS[contradiction]}"
        this = " (cặp này)" if key == told.resident_key else ""
        lines.append(f"Ứng viên {rank}: {key}{this}, xác suất {_decimal(probability)}{barred}.")
    if told.rivals.height > 1:
        lines.append("Để xem một ứng viên khác: ghi thêm mã của ứng viên ấy sau Guid.")
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _decisions(told: Explanation) -> list[str]:
    """A sentence for everybody whom people called the row's land user, or ruled out."""
    lines: list[str] = []
    for key, is_same, is_own in told.decisions.iter_rows():
        row = "" if is_own else " về một dòng khác ghi giống hệt về người này"
        this = " (cặp này)" if key == told.resident_key else ""
        lines.append(f"Quyết định của cán bộ{row}: {ANSWERS['same' if is_same else 'different']}, {key}{this}.")
    return lines


def _likely(told: Explanation) -> str:
    if told.decisions.is_empty():
        return "Xác suất của cặp này"
    return "Xác suất của cặp này theo chương trình, chưa tính quyết định của cán bộ"


def _table(terms: pl.DataFrame, *, unmasked: bool) -> Table:
    """The waterfall. How common a value is counts only where it is agreed on: else the step is left out."""
    table = Table("Thông tin", "Hồ sơ đất đai", "Dữ liệu dân cư", "So sánh", "Trọng số (bit)")
    table.columns[-1].justify = "right"
    for name, level, land, resident, weight in terms.iter_rows():
        if name.endswith("_frequency") and weight == 0:
            continue
        called, words = LEVELS.get(f"level_{name}", (_STEPS.get(name, name), {}))
        shown = [_shown(name, value, unmasked=unmasked) for value in (land, resident)]
        table.add_row(called, *shown, _MISSING if level == "missing" else words.get(level, level), bits(weight))
    table.add_row("cộng", "", "", "", bits(float(terms["weight"].sum())), style="bold")
    return table


def _shown(comparison: str, value: str | None, *, unmasked: bool) -> str:
    if value is None:
        return ""
    if comparison in _WORDS:
        return _WORDS[comparison].get(value, value)
    return _day(value if unmasked else masked(value))


def _found_by(keys: str | None) -> str:
    """'citizen_id+name&year' → 'số định danh; họ tên bỏ dấu + năm sinh'."""
    if keys is None:
        return "không khóa nào: cặp này chưa từng là ứng viên"
    return "; ".join(key_words(key.replace("&", "+")) for key in keys.split("+"))


def _newest_run(output: Path, asked: str) -> tuple[RunFolder, list[str]]:
    """The newest run with rows of that key or Guid, and their keys: that of the row itself first."""
    is_named = (pl.col("row_key") == asked) | (pl.col("guid").str.strip_chars(" {}()").str.to_lowercase() == asked)
    for told in sorted((output / "runs").glob("*/*/manifest.json"), reverse=True):
        run = RunFolder(told.parent)
        keys = pl.scan_parquet(run.file("land")).filter(is_named).select("row_key").collect()["row_key"]
        if run.file("verdicts").exists() and keys.len() > 0:
            return run, sorted(keys, key=lambda key: (key != asked, key))
    raise SourceError(
        "Không lần chạy nào trong thư mục kết quả có dòng này.",
        remedy="Kiểm tra lại Guid và thư mục kết quả.",
    )


def _sides(
    run: RunFolder, told_of: dict[str, Any], row: str, resident: str | None
) -> tuple[pl.DataFrame, pl.DataFrame, Population | None]:
    """LAND, RESIDENTS and population the pair was weighed among: with those abroad where they had a say in the row."""
    home = AtHome(
        told_of["ward"], *(run.table(name) for name in ("land", "residents", "home_verdicts", "home_candidates"))
    )
    abroad = kept_abroad(run, told_of["across"]["residents"])
    is_row = pl.col("row_key") == row
    stands = run.table("verdicts").filter(is_row).equals(home.verdicts.filter(is_row))
    if stands and (resident is None or resident not in abroad.residents["row_key"]):
        return home.land, home.residents, None
    asked = pl.DataFrame({"row_key": [row], "resident_key": [resident or ""]})
    met = pl.concat([abroad.met.select(asked.columns), asked])
    return *weighed_together(home, replace(abroad, met=met)), abroad.population


def _resident_key(residents: pl.DataFrame, asked: str) -> str:
    found = residents.filter((pl.col("row_key") == asked) | (pl.col("citizen_id") == asked))
    if found.is_empty():
        raise SourceError(
            "Dữ liệu dân cư của lần chạy không có người này.", remedy="Kiểm tra lại số định danh cá nhân."
        )
    return found["row_key"][0]


def _decimal(probability: float) -> str:
    return f"{probability:.6f}".replace(".", ",")


def _day(value: str) -> str:
    """Dates as they are written here: 1957-02-03 → 03/02/1957."""
    return re.sub(r"^(\d{4})-(..)-(..)$", r"\3/\2/\1", value)
