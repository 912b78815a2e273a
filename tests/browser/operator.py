"""An operator's morning in a real browser: log in, fill in the form of rerun-ward, see the run end, read its page.

`python -m tests.browser.operator INPUT FOLDER` starts `landclean serve`, walks through it with a ward that works and
one that fails, leaves a screenshot of every step in FOLDER and prints which hosts the browser asked.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tests.browser.chrome import Page, browser

ROOT: Final = Path(__file__).parents[2]
DAY: Final = "2026-11-22"
_ACCOUNT: Final = "truc-ban:chi-de-thu-2026"
_UP: Final = "Dịch vụ đã sẵn sàng: "
_END_STATES: Final = ("Completed", "Failed", "Crashed")


class Operator:
    """Somebody at the pages of the service; every step leaves a numbered screenshot and a line about it."""

    def __init__(self, page: Page, address: str, account: str, shots: Path) -> None:
        self.page, self.steps = page, list[str]()
        self._address, self._account, self._shots = address, account, shots
        shots.mkdir(parents=True, exist_ok=True)

    def log_in(self) -> None:
        """From the first page to the dashboard."""
        self.page.open(self._address)
        self.page.click("document.querySelector('input[type=password]')")
        self._step("login", "Trang đăng nhập: một ô, tài khoản:mật khẩu")
        self.page.type(self._account)
        self.page.click("document.querySelector('button[type=submit]')")
        self.page.wait("!location.pathname.startsWith('/login') && document.body.innerText.includes('Dashboard')")
        self._step("dashboard", "Bảng điều khiển sau khi đăng nhập")

    def open_form(self, deployment: str) -> None:
        """The form of a deployment, by its page."""
        self.page.open(f"{self._address}/deployments")
        self.page.wait(_worded(deployment))
        self._step("deployments", "Các việc của dịch vụ")
        self.page.click(_worded(deployment, 'a[href*="/deployments/"]'))
        self.page.click(_worded("Run", "button"))
        self.page.click(_worded("Custom run"))
        self.page.wait("document.querySelector('.schema-form-property__label')")
        self._step(f"form-{deployment}", f"Biểu mẫu của {deployment}, trước khi điền")

    def fill(self, title: str, *values: str) -> None:
        """A field by its title; several values where it is a list."""
        field = f"{_FIELDS}.find(e => e.innerText.startsWith({json.dumps(title)}))"
        for at, value in enumerate(values):
            box = f"{field}.querySelectorAll('textarea, input[type=text]')[{at}]"
            if not self.page.run(f"!!({box})"):
                self.page.click(f"[...{field}.querySelectorAll('button')].find(b => b.innerText.trim() == 'Add item')")
            self.page.click(box)
            self.page.type(value)

    def refused(self, words: str) -> None:
        """Submit what is wrong, and see it said."""
        self.page.click(_worded("Submit", "button"))
        self.page.wait(f"document.body.innerText.includes({json.dumps(words)})")
        self.page.run("document.querySelector('.schema-form-property').scrollIntoView()")
        self._step("refused", "Mã phường, xã sai: biểu mẫu không nhận, nói ngay tại ô")

    def submit(self, run: str) -> None:
        """Submit the form and open the run's page once it has its name."""
        self._step(f"filled-{run}", "Biểu mẫu đã điền")
        self.page.click(_worded("Submit", "button"))
        self.page.wait(_worded(run, "a"), 200)
        self._step(f"begun-{run}", "Lần chạy đã bắt đầu")
        self.page.click(_worded(run, "a"))
        self.page.wait("location.pathname.includes('/runs/flow-run/')")

    def see_end(self, run: str) -> str:
        """How the run ended, as its page says; its name stands in the screenshots."""
        self.page.wait("document.body.innerText.includes('đọc tệp nguồn')", 120)
        self._step(f"running-{run}", "Trang của lần chạy trong khi chạy: từng bước một dòng")
        ended = " || ".join(f"({_worded(state)} && {json.dumps(state)})" for state in _END_STATES)
        state = str(self.page.wait(ended, 400))
        self.page.wait("document.body.innerText.includes('Finished in state')")
        time.sleep(2)  # the picture of the tasks is drawn
        self._step(f"ended-{run}", f"Lần chạy đã kết thúc: {state}")
        self.page.run("[...document.querySelectorAll('*')].forEach(e => e.scrollTo(0, e.scrollHeight))")
        self._step(f"log-{run}", "Những dòng cuối của nhật ký lần chạy")
        return state

    def read_artifact(self, run: str, key: str) -> str:
        """The words of the run's artifact `key`."""
        self.page.click(_worded("Artifacts"))
        cards = "[...document.querySelectorAll('a[href*=\"/artifacts/\"]')]"
        card = f"{cards}.find(a => a.innerText.split('\\n').includes({json.dumps(key)}))"
        self.page.wait(card)
        self._step(f"artifacts-{run}", "Các bảng của lần chạy")
        self.page.click(card)
        self.page.wait("document.querySelector('table')")
        self._step(f"page-{run}", "Bảng kết quả")
        return str(self.page.run("document.body.innerText"))

    def hosts(self) -> Counter[str]:
        """How often each host was asked; what is inside the page itself counts for nothing."""
        asked = (urlsplit(url) for url in self.page.requests)
        return Counter(url.netloc for url in asked if url.scheme not in ("data", "blob", "about"))

    def _step(self, name: str, words: str) -> None:
        file = f"{len(self.steps) + 1:02}-{name}.png"
        self.page.shot(self._shots / file)
        self.steps.append(f"{file}: {words}")


_FIELDS: Final = "[...document.querySelectorAll('.schema-form-property')]"


def _worded(words: str, kind: str = "body *") -> str:
    """The innermost element that says just this."""
    return f"[...document.querySelectorAll('{kind}')].filter(e => e.innerText?.trim() === {json.dumps(words)}).at(-1)"


@contextmanager
def service(given: Path, output: Path) -> Generator[str]:
    """The address of `landclean serve`, as long as it is needed."""
    port = _free_port()
    command = [sys.executable, "-c", "from flows.cli import main; main()", "serve", str(given), "--out", str(output)]
    env = os.environ | {"LANDCLEAN_SERVER_AUTH": _ACCOUNT}  # noqa: TID251  the service inherits the test's environment
    with (output / "serve.log").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen([*command, "--port", str(port)], env=env, stdout=log, stderr=log, cwd=ROOT)
        try:
            _wait_for(output / "serve.log", _UP, process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def morning(operator: Operator, good: str, bad: str) -> tuple[str, str]:
    """A ward re-run, then the same with one that fails; the words of both pages of results."""
    operator.log_in()
    operator.open_form("rerun-ward")
    operator.fill("Phường, xã", good)
    return _rerun(operator, (good,), "Completed"), failing(operator, good, bad)


def failing(operator: Operator, good: str, bad: str) -> str:
    """From the dashboard: a code mistyped and mended, two wards run of which one fails; the words of their page."""
    operator.open_form("rerun-ward")
    operator.fill("Phường, xã", good[:3])
    operator.refused("does not match")
    operator.fill("Phường, xã", good, bad)
    return _rerun(operator, (good, bad), "Failed")


def _rerun(operator: Operator, wards: Sequence[str], expected: str) -> str:
    run = f"rerun-{'-'.join(wards)}-{DAY}"
    operator.fill("Ngày công bố", DAY)
    operator.submit(run)
    state = operator.see_end(run)
    if state != expected:
        raise AssertionError(f"{run}: {state}")
    return operator.read_artifact(run, "rerun-ward")


def _wait_for(log: Path, words: str, process: subprocess.Popen[bytes], seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while words not in log.read_text(encoding="utf-8"):
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(log.read_text(encoding="utf-8"))
        time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def main() -> None:
    """See the module's first lines."""
    given, shots = (Path(argument).absolute() for argument in sys.argv[1:3])
    good, bad = sorted(folder.name for folder in given.iterdir())[:2]
    with tempfile.TemporaryDirectory() as output, service(given, Path(output)) as address, browser() as page:
        operator = Operator(page, address, _ACCOUNT, shots)
        try:
            for words in morning(operator, good, bad):
                print(words, end="\n\n")  # noqa: T201
        finally:
            (shots / "README.txt").write_text("\n".join(operator.steps) + "\n", encoding="utf-8")
            print(operator.hosts())  # noqa: T201


if __name__ == "__main__":
    main()
