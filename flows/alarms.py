"""Runs that failed or crashed, as the server tells → a word to the office by webhook and mail; nothing personal in it.

Whoever watches the service asks the server: a run that was killed with its process, or went down with the machine,
runs no hook of its own. Where the word goes stands in the environment alone, for an address may hold a password.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from logging import getLogger
from pathlib import Path
from typing import Any, Final

from httpx import HTTPError
from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.exceptions import PrefectException

from cleaning.errors import GateError, LandCleanError, ModelError, SchemaError, SourceError
from flows import clock
from flows.alarm_ways import Way, ways
from flows.faults import ProgramFaultError
from flows.outcomes import WardsFailedError
from flows.run_folder import WardBusyError, write_whole

_FILE: Final = "alarms.json"
_TRIED_FOR: Final = timedelta(days=1)  # a receiver that is down longer than this is somebody's trouble already
_PAUSE: Final = timedelta(minutes=1)  # before a receiver that did not answer is tried again: it holds the watch up
_ENDED: Final = (StateType.FAILED, StateType.CRASHED)
# Only the words of our own errors are passed on: those of others may quote somebody's data.
_OURS: Final = frozenset(
    kind.__name__
    for kind in (
        LandCleanError, SourceError, GateError, ModelError, SchemaError, ProgramFaultError, WardsFailedError,
        WardBusyError,
    )
)  # fmt: skip
_RAISED: Final = re.compile(r"encountered an exception: (\w+): (.*)", re.DOTALL)
_WARDS: Final = re.compile(r"phường, xã không hoàn thành: (\d{5}(?:, \d{5})*)\.")
# A file is told by its kind alone: its name may tell who answered.
_PLACES: Final = re.compile(r" \((?:tệp|trang) .*?\)(?= Cách xử lý:)", re.DOTALL)
_NAMED_FILE: Final = re.compile(r"(?<=ghi được tệp) .*?(?= \([^()]*\)\. Cách xử lý:)", re.DOTALL)
_FOUND_FILES: Final = re.compile(r"; tìm thấy: .*?(?=\. Cách xử lý:)", re.DOTALL)
_ANY_FILE: Final = re.compile(r"\.[A-Za-z]{2,7}\b")  # what could still be the name of one
_SEE_PAGE: Final = "Cách xử lý: Xem nguyên nhân trên trang của lần chạy."
_CRASHED: Final = (
    "Lần chạy bị dừng đột ngột khi chưa xong. Cách xử lý: Kiểm tra máy chủ (nguồn điện, bộ nhớ, ổ đĩa) rồi chạy lại; "
    "phần đã làm xong được dùng tiếp, kết quả đã công bố vẫn nguyên vẹn."
)
_UNKNOWN: Final = (
    "Lỗi ngoài dự kiến. Cách xử lý: Xem trang của lần chạy trên giao diện điều khiển, "
    "báo cho người phụ trách chương trình."
)


@dataclass(frozen=True)
class Alarm:
    """What is told of one run that did not complete. `wards` are codes; `words` say what happened and what to do."""

    run: str
    flow: str
    crashed: bool
    ended: datetime
    wards: tuple[str, ...]
    words: str
    page: str

    @property
    def title(self) -> str:
        """One line."""
        return f"landclean: {self.flow} {'bị dừng đột ngột' if self.crashed else 'không thành công'} ({self.run})"

    @property
    def text(self) -> str:
        """All of it, as people read it."""
        return f"{self.title}, {clock.wall_time(self.ended)}.\n\n{self.words}\n\nTrang của lần chạy: {self.page}"

    @property
    def fields(self) -> dict[str, Any]:
        """All of it, as programs read it; chat servers of many makes show `text`."""
        return {
            "text": self.text,
            "run": self.run,
            "flow": self.flow,
            "state": "crashed" if self.crashed else "failed",
            "ended": self.ended.isoformat(timespec="seconds"),
            "wards": list(self.wards),
            "words": self.words,
            "page": self.page,
        }


class Alarms:
    """Tells every failed or crashed run once by every way; what was told is kept in the service's own folder."""

    def __init__(self, ways: Sequence[Way], home: Path, now: Callable[[], datetime] = clock.now) -> None:
        self._ways, self._file, self._now = ways, home / _FILE, now
        self._begun, self._told = self._remembered()
        self._closed_until: dict[str, datetime] = {}

    @classmethod
    def from_environment(cls, home: Path) -> Alarms:
        """Alarms by the ways LANDCLEAN_ALARM_* names; none where it names none. Raises SourceError for a wrong one."""
        return cls(ways(), home)

    def look(self, client: SyncPrefectClient) -> None:
        """Tell what ended badly since the last look, and again what a receiver did not take. Never raises."""
        if len(self._ways) == 0:
            return
        try:
            ended = self._ended(client)
            for run in ended:
                self._tell(run, client)
            self._remember({f"{run.state_id}" for run in ended})
        except (HTTPError, PrefectException, OSError) as error:
            getLogger("landclean").warning("Chưa báo được lần chạy lỗi (%s).", type(error).__name__)

    def _ended(self, client: SyncPrefectClient) -> list[FlowRun]:
        after = max(self._begun, self._now() - _TRIED_FOR)
        wanted = FlowRunFilter(
            state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(_ENDED))),
            end_time=FlowRunFilterEndTime.model_validate({"after_": after}),
        )
        return client.read_flow_runs(flow_run_filter=wanted, limit=200)

    def _tell(self, run: FlowRun, client: SyncPrefectClient) -> None:
        untold = [way for way in self._ways if f"{run.state_id} {way.name}" not in self._told]
        open_ways = [way for way in untold if self._closed_until.get(way.name, self._begun) <= self._now()]
        if len(open_ways) == 0:
            return
        alarm = alarm_of(run, client.read_flow(run.flow_id).name, str(client.api_url))
        for way in open_ways:
            try:
                way.send(alarm.title, alarm.text, alarm.fields)
            except (OSError, ValueError, HTTPException) as error:  # those of smtplib are OSError
                self._closed_until[way.name] = self._now() + _PAUSE
                getLogger("landclean").warning("Chưa gửi được cảnh báo qua %s (%s).", way.name, type(error).__name__)
            else:
                self._told.add(f"{run.state_id} {way.name}")

    def _remembered(self) -> tuple[datetime, set[str]]:
        """Since when alarms are given, and what was told; from now on where nothing is remembered."""
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            return datetime.fromisoformat(kept["begun"]), set(kept["told"])
        except (OSError, ValueError, KeyError, TypeError):
            return self._now(), set()

    def _remember(self, states: set[str]) -> None:
        """Keep what was told of runs that may be met again."""
        self._told = {told for told in self._told if told.split()[0] in states}
        kept = {"begun": self._begun.isoformat(), "told": sorted(self._told)}
        if not self._file.exists() or json.loads(self._file.read_text(encoding="utf-8")) != kept:
            write_whole(self._file, json.dumps(kept).encode())


def alarm_of(run: FlowRun, flow: str, api: str) -> Alarm:
    """What is told of a run that ended badly. `api`: the server's own address."""
    crashed = run.state_type == StateType.CRASHED
    said = "" if run.state is None else run.state.message or ""
    wards = _WARDS.search(said)
    return Alarm(
        run=run.name,
        flow=flow,
        crashed=crashed,
        ended=run.end_time or datetime.fromtimestamp(0, UTC),
        wards=() if wards is None else tuple(wards[1].split(", ")),
        words=_CRASHED if crashed else _words(said),
        page=f"{api.removesuffix('/').removesuffix('/api')}/runs/flow-run/{run.id}",
    )


def _words(said: str) -> str:
    raised = _RAISED.search(said)
    if raised is None or raised[1] not in _OURS:
        return _UNKNOWN
    words = raised[2]
    for named in (_PLACES, _NAMED_FILE, _FOUND_FILES):
        words = named.sub("", words)
    if _ANY_FILE.search(words) is None:
        return words.strip()
    wards = re.search(rf"\d+ trên \d+ {_WARDS.pattern}", words)
    return _SEE_PAGE if wards is None else f"{wards[0]} {_SEE_PAGE}"
