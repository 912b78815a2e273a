"""`landclean` from the shell: the same flow as every night, with progress, a closing table and clear errors."""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import (
    App,
    CoercionError,
    CycloptsError,
    Group,
    MissingArgumentError,
    Parameter,
    UnknownOptionError,
    ValidationError,
)
from cyclopts import UnknownCommandError as UnknownCommand
from rich.console import Console

if TYPE_CHECKING:
    from flows.outcomes import WardOutcome


def _in_vietnamese(error: CycloptsError) -> str:
    """What is wrong with the command line; cyclopts' own words are English."""
    argument = "" if error.argument is None else error.argument.name
    match error:
        case MissingArgumentError():
            words = f"Thiếu {argument}."
        case CoercionError() | ValidationError():
            words = f"Giá trị của {argument} không hợp lệ."
        case UnknownOptionError():
            words = f"Không có tùy chọn {error.token.keyword}."
        case UnknownCommand():
            words = "Không có lệnh này."
        case _:
            words = "Lệnh chưa đúng."
    return f"{words} Xem cách dùng: {' '.join(['landclean', *(error.command_chain or ())])} --help"


def _five_digits(_type: Any, codes: str | Sequence[str]) -> None:
    for code in [codes] if isinstance(codes, str) else codes:
        if re.fullmatch(r"\d{5}", code) is None:
            raise ValueError("not the code of a ward")


app = App(
    name="landclean",
    help="Làm sạch dữ liệu đất đai của phường, xã và đối chiếu với danh sách dân cư.",
    version_flags=[],
    group_commands=Group("Lệnh"),
    group_parameters=Group("Tùy chọn"),
    group_arguments=Group("Đầu vào"),
    error_formatter=_in_vietnamese,
)
app["--help"].help = "Xem hướng dẫn này."


@app.command
def run(
    given: Annotated[Path, Parameter(name="INPUT")],
    /,
    *,
    out: Path,
    ward: Annotated[tuple[str, ...], Parameter(negative="", validator=_five_digits, show_default=False)] = (),
    as_of: date | None = None,
    settings: Path | None = None,
) -> int:
    """Chạy việc hằng đêm một lần.

    Args:
        given: Thư mục dữ liệu: mỗi phường, xã một thư mục con mang mã 5 chữ số, hoặc các tệp của một phường, xã
        out: Thư mục kết quả
        ward: Chỉ phường, xã mang mã này; ghi nhiều lần nếu có nhiều
        as_of: Ngày công bố, dạng năm-tháng-ngày; bỏ trống là hôm nay
        settings: Tệp cài đặt (TOML hoặc JSON); bỏ trống là cài đặt mặc định
    """
    from flows import terminal  # after parsing: `landclean --help` stays quick

    outcomes, error = _run_nightly(
        out,
        input_dir=str(given),
        output_dir=str(out),
        wards=list(ward),
        date="" if as_of is None else as_of.isoformat(),
        settings_file="" if settings is None else str(settings),
    )
    if len(outcomes) > 0:
        terminal.show_outcomes(Console(), outcomes, out)
    errors = [f"{one.ward}: {one.error}" for one in outcomes if one.error is not None]
    for words in errors if error is None else [*errors, error]:
        terminal.show_error(Console(stderr=True), words)
    return 0 if error is None else 1


@app.command
def train(
    given: Annotated[Path, Parameter(name="INPUT")],
    /,
    *,
    ward: Annotated[str, Parameter(validator=_five_digits)],
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


@app.command(name="explain")
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


def main() -> None:
    """Entry point of the `landclean` command."""
    app()


def _look_before(*, input_dir: str, wards: Sequence[str], settings_file: str, **_others: str) -> None:
    """Say at once what nothing can be done with: the flow needs some seconds to start."""
    from flows.inputs import find_wards, read_settings

    read_settings(settings_file)
    find_wards(Path(input_dir), wards)


def _run_nightly(out: Path, **parameters: Any) -> tuple[Sequence[WardOutcome], str | None]:
    """How every ward ended, and what is to be said at the end where something failed."""
    from flows import ephemeral, terminal
    from flows.faults import told
    from flows.outcomes import WardsFailedError
    from flows.stages import LISTENER

    log = None
    try:
        log = ephemeral.prepare(out)
        with terminal.progress(Console(stderr=True)) as listen:
            LISTENER.set(listen)
            _look_before(**parameters)
            from flows.nightly import nightly  # Prefect reads its settings when it is imported

            outcomes: Any = nightly(**parameters)  # Prefect types what a flow returns as its state
            return outcomes, None
    except WardsFailedError as error:
        return error.outcomes, str(error)
    except Exception as error:
        return (), told(error if log is None else _noted(error, log))


def _noted(error: Exception, log: Path) -> Exception:
    """The error, its traceback in the log; what keeps it from being written there, where something does."""
    try:
        with log.open("a", encoding="utf-8") as lines:
            lines.writelines(traceback.format_exception(error))
    except OSError as unwritable:
        return unwritable
    return error
