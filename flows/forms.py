"""The run forms operators fill in: each field's Vietnamese title and what it takes; the server refuses all else."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from flows.inputs import Day, EngineName, Ward


def _titled(title: str, **limits: Any) -> Any:
    # Prefect titles a field by its name in the program, whatever `Field(title=…)` says; what stands here it keeps
    return Field(json_schema_extra={"title": title}, **limits)


Wards = Annotated[list[Ward], _titled("Phường, xã")]
SomeWards = Annotated[list[Ward], _titled("Phường, xã", min_length=1, max_length=200)]
OneWard = Annotated[Ward, _titled("Phường, xã")]
PublishedDay = Annotated[Day, _titled("Ngày công bố")]
Force = Annotated[bool, _titled("Tính lại từ đầu")]
Engine = Annotated[Literal["mặc định", "một máy", "cụm Dask"], _titled("Nơi tính toán")]
InputFolder = Annotated[str, _titled("Thư mục đầu vào")]
OutputFolder = Annotated[str, _titled("Thư mục kết quả")]
SettingsFile = Annotated[str, _titled("Tệp cài đặt")]
Inbox = Annotated[str, _titled("Thư mục để phiếu")]
ModelName = Annotated[str, _titled("Tên mô hình", pattern=r"^[a-z0-9][a-z0-9-]{2,39}$")]
Seed = Annotated[int, _titled("Số gieo", ge=0, le=1_000_000)]

# The engine as programs name it: flows/engine.py.
ENGINES: Final[dict[str, EngineName]] = {"mặc định": "", "một máy": "threads", "cụm Dask": "dask"}
