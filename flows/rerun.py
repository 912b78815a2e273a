"""The flow operators start from the UI: some wards over again, for a day they choose, by the same route as at night."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from prefect import flow
from prefect.runtime import flow_run

from flows import clock
from flows.forms import (
    ENGINES,
    Engine,
    Force,
    InputFolder,
    OutputFolder,
    PublishedDay,
    SettingsFile,
    SomeWards,
)
from flows.order import Order
from flows.wards import run_wards

_NAMED: Final = 3  # wards; a longer name does not fit the lists of the UI


def _run_name() -> str:
    given = flow_run.parameters
    wards = sorted(set(given["wards"]))
    named = "-".join(wards) if len(wards) <= _NAMED else f"{len(wards)}-wards"
    return f"rerun-{named}-{clock.as_asked(given['date'])}"


@flow(name="rerun-ward", flow_run_name=_run_name, persist_result=False)
def rerun_ward(
    wards: SomeWards,
    date: PublishedDay = "",
    force: Force = False,
    engine: Engine = "mặc định",
    input_dir: InputFolder = "input",
    output_dir: OutputFolder = "output",
    settings_file: SettingsFile = "",
) -> None:
    """Chạy lại một hay nhiều phường, xã.

    Args:
        wards: Mã phường, xã gồm 5 chữ số, mỗi mã một ô. Các phường, xã khác giữ nguyên kết quả
        date: Ngày công bố, dạng năm-tháng-ngày, ví dụ 2026-11-22; để trống là hôm nay
        force: Bật để tính lại cả khi dữ liệu không đổi; kết quả giống hệt, chỉ tốn thêm thời gian
        engine: Nên để mặc định, theo cấu hình của máy chủ. Chỉ chọn cụm Dask khi máy chủ đã được nối với cụm máy
        input_dir: Đã đặt sẵn, xin để nguyên. Mỗi phường, xã một thư mục con mang mã của mình
        output_dir: Đã đặt sẵn, xin để nguyên
        settings_file: Tệp TOML hoặc JSON trên máy chủ; để trống là cài đặt mặc định
    """
    order = Order(
        key="rerun-ward",
        input_dir=Path(input_dir),
        output_dir=Path(output_dir),
        wards=sorted(set(wards)),
        date=date,
        force=force,
        engine=ENGINES[engine],
        settings_file=settings_file,
    )
    run_wards(order)
