"""The flow operators start to fit a new linkage model: a ward's lists and answers → OUTPUT/models/; the change is told.

It changes no run: an operator puts the model to use by naming it in the settings file, once the change is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl
from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.runtime import flow_run

from cleaning.errors import LandCleanError, SourceError
from cleaning.linking.model import Model
from cleaning.reporting.model_card_words import FIGURES
from cleaning.reporting.numerals import thousands
from cleaning.settings import Settings
from flows import clock
from flows.faults import told
from flows.forms import InputFolder, ModelName, OneWard, OutputFolder, Seed, SettingsFile
from flows.inputs import find_wards, read_settings
from flows.model_report import change_by_level, change_in_words, model_in_use
from flows.run_folder import newest_finished, private_folder, write_whole
from flows.training import Trained, answers_in_words, train_model

FOLDER: Final = "models"
_CHANGES: Final = ("Thông tin", "Mức so sánh", "bit", "bit mới", "thay đổi", " ")


def _run_name() -> str:
    return f"train-{flow_run.parameters['ward']}-{flow_run.parameters['name']}"


@flow(name="train-model", flow_run_name=_run_name, persist_result=False)
def train_model_flow(
    ward: OneWard,
    name: ModelName,
    seed: Seed = 1,
    input_dir: InputFolder = "input",
    output_dir: OutputFolder = "output",
    settings_file: SettingsFile = "",
) -> None:
    """Huấn luyện mô hình đối khớp mới. Mô hình đang dùng không thay đổi.

    Args:
        ward: Mã phường, xã gồm 5 chữ số: học từ hai danh sách, phiếu kiểm tra và quyết định của phường, xã này
        name: Tên mô hình, gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ thien-huong-2; ghi vào mọi kết quả
        seed: Số để lấy mẫu ngẫu nhiên; cùng số thì cùng mô hình. Nên để nguyên
        input_dir: Đã đặt sẵn, xin để nguyên. Mỗi phường, xã một thư mục con mang mã của mình
        output_dir: Đã đặt sẵn, xin để nguyên. Mô hình mới nằm trong thư mục con models
        settings_file: Tệp TOML hoặc JSON trên máy chủ; để trống là cài đặt mặc định
    """
    try:
        settings, output = read_settings(settings_file), Path(output_dir)
        file = _free_place(output, name)
        (found,) = find_wards(Path(input_dir), [ward])
        if found.problem is not None:
            raise found.problem
        trained = train_model(
            found.folder, ward=ward, name=name, seed=seed, as_of=clock.run_date(""), settings=settings,
            decided=_decided(output, ward),
        )  # fmt: skip
        write_whole(file, f"{trained.model.model_dump_json(indent=1)}\n".encode())
    except (LandCleanError, OSError) as error:
        raise LandCleanError(told(error)) from None
    create_markdown_artifact(as_markdown(trained, file, settings), key="train-model", description="Mô hình mới")


def as_markdown(trained: Trained, file: Path, settings: Settings) -> str:
    """What the model learnt from, what it changes against the one in use, and how it is put to use."""
    in_use = model_in_use(settings)
    parts = (
        ("Học từ đâu", _bullets([*answers_in_words(trained.answers), *_figures(trained.model)])),
        ("Thay đổi lớn nhất so với mô hình đang dùng", _bullets(change_in_words(in_use, trained.model))),
        ("Đưa vào sử dụng", _in_use(file)),
        ("Trọng số từng mức", "" if in_use is None else _table(change_by_level(in_use, trained.model))),
    )
    sections = [f"## {title}\n\n{lines}" for title, lines in parts if lines != ""]
    old = "–" if in_use is None else in_use.name
    return "\n\n".join([f"Mô hình mới **{trained.model.name}**; mô hình đang dùng: **{old}**.", *sections])


def _free_place(output: Path, name: str) -> Path:
    """Where the model will be. A model that stands is never overwritten: results name it."""
    file = private_folder(output / FOLDER, below=output) / f"{name}.json"
    if file.exists():
        raise SourceError(f"Đã có mô hình tên {name}.", remedy="Chọn tên khác rồi chạy lại.")
    return file


def _decided(output: Path, ward: str) -> pl.DataFrame | None:
    """Pairs that people decided, as the ward's newest finished run applied them; null where it never ran."""
    last = newest_finished(output, ward)
    return None if last is None else last.table("decided")


def _figures(model: Model) -> list[str]:
    return [f"{FIGURES.get(what, what).capitalize()}: {thousands(int(count))}" for what, count in model.figures.items()]


def _in_use(file: Path) -> str:
    return (
        "Sau khi xem các thay đổi, ghi dòng dưới đây vào tệp cài đặt, rồi chạy lại một phường, xã để so kết quả "
        f'trước khi dùng cho mọi phường, xã:\n\n```toml\nmodel_file = "{file.absolute()}"\n```'
    )


def _table(rows: list[tuple[str, ...]]) -> str:
    lines = [_CHANGES, ("---", "---", "---:", "---:", "---:", "---"), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
