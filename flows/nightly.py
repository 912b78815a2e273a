"""The scheduled flow: every ward through its route. It fails at the end where a ward did."""

from __future__ import annotations

from pathlib import Path

from prefect import flow
from prefect.runtime import flow_run

from flows import clock
from flows.forms import ENGINES, Engine, Force, InputFolder, OutputFolder, PublishedDay, SettingsFile, Wards
from flows.order import Order
from flows.outcomes import WardOutcome
from flows.wards import run_wards


def _run_name() -> str:
    return f"nightly-{clock.as_asked(flow_run.parameters['date'])}"


@flow(name="nightly", flow_run_name=_run_name, persist_result=False)
def nightly(
    input_dir: InputFolder = "input",
    output_dir: OutputFolder = "output",
    wards: Wards = [],  # noqa: B006  the run form shows a plain list; nothing changes it
    date: PublishedDay = "",
    force: Force = False,
    engine: Engine = "mặc định",
    settings_file: SettingsFile = "",
) -> list[WardOutcome]:
    """Chuẩn hóa, kết nối và đối soát dữ liệu đất đai của các phường, xã.

    Args:
        input_dir: Thư mục đầu vào, mỗi phường, xã một thư mục con mang mã của mình
        output_dir: Thư mục kết quả
        wards: Chỉ các phường, xã này (mã gồm 5 chữ số); để trống là tất cả
        date: Ngày công bố, dạng năm-tháng-ngày; để trống là hôm nay
        force: Bật để tính lại cả khi dữ liệu không đổi; kết quả giống hệt, chỉ tốn thêm thời gian
        engine: Nên để mặc định, theo cấu hình của máy chủ. Chỉ chọn cụm Dask khi máy chủ đã được nối với cụm máy
        settings_file: Tệp cài đặt (TOML hoặc JSON); để trống là cài đặt mặc định
    """
    order = Order(
        key="nightly-wards", input_dir=Path(input_dir), output_dir=Path(output_dir), wards=wards, date=date,
        force=force, engine=ENGINES[engine], settings_file=settings_file,
    )  # fmt: skip
    return run_wards(order)
