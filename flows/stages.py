"""Work in order → what each stage took: seconds, rows in and out; told to whoever listens, counts only."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final, Literal

# The route in order, with the words people see.
STAGES: Final = {
    "read": "đọc tệp nguồn",
    "check_raw": "kiểm tra dữ liệu thô",
    "answers": "nhận và áp dụng câu trả lời",
    "standardise": "chuẩn hóa",
    "check": "kiểm tra dữ liệu chuẩn hóa",
    "link": "kết nối với dân cư",
    "link_abroad": "kết nối với dân cư phường, xã khác",
    "check_verdicts": "kiểm tra kết quả kết nối",
    "discrepancies": "tìm sai lệch",
    "follow": "theo dõi sai lệch",
    "parcels": "xếp nhóm thửa đất",
    "reports": "lập bảng kết quả",
    "publish": "công bố",
}


State = Literal["begun", "done", "failed"]


@dataclass
class Stage:
    """One stage of one ward. The work inside sets `rows_out`; `seconds` stands once it is over."""

    name: str
    rows_in: int
    rows_out: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class StageEvent:
    """What a listener is told: a ward's stage has begun, is done, or has failed."""

    ward: str
    stage: str
    state: State
    seconds: float
    rows_in: int
    rows_out: int


Listener = Callable[[StageEvent], None]


def silent(_event: StageEvent) -> None:
    """Listen to nothing."""


# A context variable, for a flow's parameters must be plain values; Prefect's threads inherit the caller's context.
LISTENER: Final[ContextVar[Listener]] = ContextVar("landclean_listener", default=silent)


class StageLog:
    """The stages of one ward as they pass, after those `before`. `seconds` is a clock that only runs forward."""

    def __init__(
        self, ward: str, *, seconds: Callable[[], float], listen: Listener, before: Sequence[Stage] = ()
    ) -> None:
        self.passed: list[Stage] = [*before]
        self._ward, self._seconds, self._listen = ward, seconds, listen

    def doing(self) -> str:
        """The stage the ward is in, or was in last, in the words people see."""
        return STAGES[self.passed[-1].name] if len(self.passed) > 0 else "chuẩn bị"

    @contextmanager
    def stage(self, name: str, rows_in: int) -> Generator[Stage]:
        """Time what happens inside as stage `name`; a failed stage stays in `passed`, as the last."""
        stage = Stage(name, rows_in)
        self.passed.append(stage)
        self._tell(stage, "begun")
        begun = self._seconds()
        state: State = "failed"
        try:
            yield stage
            state = "done"
        finally:
            stage.seconds = round(self._seconds() - begun, 3)
            self._tell(stage, state)

    def _tell(self, stage: Stage, state: State) -> None:
        self._listen(StageEvent(self._ward, stage.name, state, stage.seconds, stage.rows_in, stage.rows_out))
