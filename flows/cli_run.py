"""`landclean run`: the same flow as every night, with progress, a closing table and clear errors."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter
from rich.console import Console

from flows.cli_words import five_digits

if TYPE_CHECKING:
    from flows.outcomes import WardOutcome


def run(
    given: Annotated[Path, Parameter(name="INPUT")],
    /,
    *,
    out: Path,
    ward: Annotated[tuple[str, ...], Parameter(negative="", validator=five_digits, show_default=False)] = (),
    as_of: date | None = None,
    force: Annotated[bool, Parameter(negative="")] = False,
    engine: Literal["threads", "dask"] | None = None,
    settings: Path | None = None,
) -> int:
    """Chạy việc hằng đêm một lần.

    Args:
        given: Thư mục dữ liệu: mỗi phường, xã một thư mục con mang mã 5 chữ số, hoặc các tệp của một phường, xã
        out: Thư mục kết quả
        ward: Chỉ phường, xã mang mã này; ghi nhiều lần nếu có nhiều
        as_of: Ngày công bố, dạng năm-tháng-ngày; bỏ trống là hôm nay
        force: Tính lại cả những phường, xã không có gì thay đổi
        engine: Chạy trên máy này (threads) hay trên cụm máy (dask); bỏ trống là theo cấu hình của máy
        settings: Tệp cài đặt (TOML hoặc JSON); bỏ trống là cài đặt mặc định
    """
    from flows import terminal  # after parsing: `landclean --help` stays quick
    from flows.forms import ENGINES

    outcomes, error = _run_nightly(
        out,
        input_dir=str(given),
        output_dir=str(out),
        wards=list(ward),
        date="" if as_of is None else as_of.isoformat(),
        force=force,
        engine=next(words for words, name in ENGINES.items() if name == (engine or "")),
        settings_file="" if settings is None else str(settings),
    )
    if len(outcomes) > 0:
        terminal.show_outcomes(Console(), outcomes, out)
    errors = [f"{one.ward}: {one.error}" for one in outcomes if one.error is not None]
    for words in errors if error is None else [*errors, error]:
        terminal.show_error(Console(stderr=True), words)
    return 0 if error is None else 1


def _look_before(*, input_dir: str, wards: Sequence[str], settings_file: str, **_others: object) -> None:
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
        return error.outcomes, error.summary
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
