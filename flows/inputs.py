"""What a run is given → one folder per ward, and the settings; a folder that cannot be a ward carries its error."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cleaning.errors import SourceError
from cleaning.reading import ward_told_by_rows
from cleaning.reading.formats import READABLE
from cleaning.settings import Settings
from flows.faults import without_data

# As the run form of the operators checks them.
Ward = Annotated[str, Field(pattern=r"^\d{5}$")]
Day = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
EngineName = Literal["", "threads", "dask"]

_WARD = re.compile(r"\d{5}")
# Folders that may stand beside wards; 'truth' holds the expected answers that come with invented data.
_NEVER_WARDS = frozenset({"__pycache__", "truth"})


@dataclass(frozen=True)
class WardFolder:
    """The folder of one ward. Where `problem` is set the ward cannot be run, and that is why."""

    ward: str
    folder: Path
    problem: SourceError | None = None


class WardJob(BaseModel):
    """All that decides a ward's run. No names or numbers of people."""

    model_config = ConfigDict(frozen=True)

    ward: str
    folder: Path
    output: Path
    run_id: str
    as_of: date
    settings: Settings
    force: bool = False  # compute all anew, even what a killed run had done already


def find_wards(given: Path, only: Sequence[str] = ()) -> list[WardFolder]:
    """The ward folders below `given` by code; where it holds none, `given` itself as one ward, told by its rows.

    `only` keeps the wards named; one that has no folder is returned with its problem. Raises SourceError where nothing
    can be run at all.
    """
    if not given.is_dir():
        raise SourceError(
            f"Không có thư mục đầu vào {given}.",
            remedy="Kiểm tra lại đường dẫn, rồi chạy lại với thư mục chứa dữ liệu.",
        )
    found = [_ward_folder(folder) for folder in sorted(given.iterdir()) if _may_be_ward(folder)]
    if not any(one.problem is None for one in found) and _has_lists(given):
        with without_data(lambda: "xác định phường, xã"):
            found = [WardFolder(ward_told_by_rows(given), given)]
    if not found:
        raise SourceError(
            f"Thư mục đầu vào {given} không có dữ liệu.",
            remedy="Đặt tệp đất đai và tệp dân cư vào thư mục con mang mã phường, xã gồm 5 chữ số, rồi chạy lại.",
        )
    if len(only) == 0:
        return found
    by_ward = {one.ward: one for one in found}
    return [by_ward.get(ward, _missing(given, ward)) for ward in sorted(set(only))]


def read_settings(file: str) -> Settings:
    """Settings of a TOML or JSON file; the defaults where `file` is empty. SourceError names what is refused."""
    remedy = "Sửa tệp cài đặt theo các mục của chương trình, hoặc bỏ tùy chọn này để dùng cài đặt mặc định."
    try:
        return Settings.model_validate({} if file == "" else _parsed(Path(file)))
    except ValidationError as error:
        names = ", ".join(".".join(str(part) for part in one["loc"]) for one in error.errors())
        raise SourceError(f"Tệp cài đặt có mục không hợp lệ: {names}.", remedy=remedy, file=file) from None
    except (OSError, ValueError):
        raise SourceError("Không đọc được tệp cài đặt.", remedy=remedy, file=file) from None


def _parsed(file: Path) -> Any:
    text = file.read_text(encoding="utf-8")
    return tomllib.loads(text) if file.suffix == ".toml" else json.loads(text)


def _may_be_ward(folder: Path) -> bool:
    return folder.is_dir() and not folder.name.startswith(".") and folder.name not in _NEVER_WARDS


def _ward_folder(folder: Path) -> WardFolder:
    if _WARD.fullmatch(folder.name):
        return WardFolder(folder.name, folder)
    problem = SourceError(
        f"Thư mục {folder.name} không phải là mã phường, xã.",
        remedy="Đổi tên thư mục thành mã phường, xã gồm 5 chữ số, hoặc chuyển thư mục đi nơi khác, rồi chạy lại.",
    )
    return WardFolder(folder.name, folder, problem)


def _missing(given: Path, ward: str) -> WardFolder:
    problem = SourceError(
        f"Không có dữ liệu của phường, xã {ward} trong {given}.",
        remedy="Kiểm tra lại mã phường, xã, hoặc đặt dữ liệu vào thư mục con mang mã ấy, rồi chạy lại.",
    )
    return WardFolder(ward, given / ward, problem)


def _has_lists(folder: Path) -> bool:
    return any(entry.is_file() and entry.suffix.lower() in READABLE for entry in folder.iterdir())
