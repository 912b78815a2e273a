"""`landclean train` and `explain`: a new linkage model, and why the one in use links a row or not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from flows.cli_words import five_digits


def train(
    given: Annotated[Path, Parameter(name="INPUT")],
    /,
    *,
    ward: Annotated[str, Parameter(validator=five_digits)],
    name: str,
    out: Path,
    seed: int = 1,
    settings: Path | None = None,
) -> int:
    """Huấn luyện mô hình đối khớp mới từ hai danh sách của một phường, xã và các phiếu kiểm tra đã trả lời, nếu có.

    Args:
        given: Thư mục dữ liệu của phường, xã
        ward: Mã phường, xã gồm 5 chữ số
        name: Tên của mô hình, được ghi vào mọi kết quả
        out: Tệp mô hình sẽ ghi ra (JSON)
        seed: Số gieo để lấy mẫu ngẫu nhiên; cùng số gieo thì cùng kết quả
        settings: Tệp cài đặt (TOML hoặc JSON); bỏ trống là cài đặt mặc định
    """
    from cleaning.errors import LandCleanError
    from flows import clock, model_report, terminal
    from flows.faults import told
    from flows.inputs import read_settings
    from flows.training import show_answers, train_model

    try:
        wanted = read_settings("" if settings is None else str(settings))
        trained = train_model(given, ward=ward, name=name, seed=seed, as_of=clock.run_date(""), settings=wanted)
        in_use = model_report.model_in_use(wanted)  # before writing: it may be the same file
        out.write_text(trained.model.model_dump_json(indent=1) + "\n", encoding="utf-8")
    except (LandCleanError, OSError) as error:
        terminal.show_error(Console(stderr=True), told(error))
        return 1
    show_answers(Console(), trained.answers)
    model_report.show_change(Console(), in_use, trained.model)
    return 0


def tell_why(
    row: Annotated[str, Parameter(name="GUID")],
    resident: Annotated[str | None, Parameter(name="RESIDENT")] = None,
    /,
    *,
    out: Path,
    show: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Giải thích vì sao một dòng đất đai khớp hay không khớp với một người trong dữ liệu dân cư.

    Args:
        row: Guid của dòng đất đai
        resident: Số định danh cá nhân của người cần so; bỏ trống là người phù hợp nhất
        out: Thư mục kết quả của các lần chạy
        show: Hiện đầy đủ họ tên và số; bỏ trống thì che bớt
    """
    from cleaning.errors import LandCleanError
    from flows import terminal
    from flows.explaining import show_explanation
    from flows.faults import told

    try:
        show_explanation(Console(), out, row=row, resident=resident, unmasked=show)
    except (LandCleanError, OSError) as error:
        terminal.show_error(Console(stderr=True), told(error))
        return 1
    return 0
