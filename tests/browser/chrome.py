"""A headless Chromium, driven through its own DevTools protocol: pages, clicks, typing, screenshots, requests made."""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx
from websockets.sync.client import ClientConnection, connect

_T = TypeVar("_T")

BINARY: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

# Nothing the browser does of its own accord goes out; what a *page* asks for is seen in `Page.requests` all the same.
_FLAGS: Final = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio",
    "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-extensions", "--disable-default-apps", "--metrics-recording-only", "--lang=vi",
    "--disable-features=Translate,OptimizationHints,MediaRouter", "--remote-debugging-port=0",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)  # fmt: skip


class Page:
    """One tab. Elements are found by JavaScript expressions; every address it asks for is kept in `requests`."""

    def __init__(self, socket: ClientConnection) -> None:
        self.requests: list[str] = []
        self._socket, self._ids = socket, count(1)
        for domain in ("Page", "Runtime", "Network"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """What the browser answers to one command of the protocol. Raises RuntimeError where it refuses."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            told = json.loads(self._socket.recv(timeout=60))
            self._note(told)
            if told.get("id") == number:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']['message']}")
                return told["result"]

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression; promises are waited for."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"].get("description", script))
        return answer["result"].get("value")

    def open(self, address: str) -> None:
        """Go to `address`."""
        self.call("Page.navigate", url=address)

    def wait(self, script: str, seconds: float = 60) -> Any:
        """The first truthy value of the expression. Raises TimeoutError with the words then on the page."""
        end = time.monotonic() + seconds
        while True:
            value = self._tried(f"(v => v instanceof Element ? true : v)({script})")  # elements have no value
            if value:
                return value
            if time.monotonic() > end:
                raise TimeoutError(
                    f"{script}\n--- the page says ---\n{str(self._tried('document.body.innerText'))[:600]}"
                )
            time.sleep(0.1)

    def click(self, element: str, seconds: float = 60) -> None:
        """A click of the mouse in the middle of the element, once it is there and can be clicked."""
        self.wait(f"({element}) && !({element}).disabled", seconds)
        self.run(f"({element}).scrollIntoView({{block: 'center'}})")
        box = self.run(f"(r => [r.x + r.width / 2, r.y + r.height / 2])(({element}).getBoundingClientRect())")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def type(self, text: str) -> None:
        """Text into whatever has the focus, in place of what stands there."""
        self.run("document.activeElement.select?.()")
        self.call("Input.insertText", text=text)

    def shot(self, file: Path) -> None:
        """What the window shows, as PNG, once it has come to rest."""
        time.sleep(0.6)  # transitions of the pages end
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))

    def _tried(self, script: str) -> Any:
        try:
            return self.run(script)
        except RuntimeError:
            return None  # the page is being changed for another

    def _note(self, told: dict[str, Any]) -> None:
        match told.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(told["params"]["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(told["params"]["url"])
            case _:
                pass


@contextmanager
def browser(width: int = 1280, height: int = 1200) -> Generator[Page]:
    """A browser with an empty profile and one tab; it and its files are gone afterwards."""
    if BINARY is None:
        raise FileNotFoundError("no Chromium is installed")
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        command = [BINARY, *_FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"]
        chrome = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            with connect(_tab(Path(profile)), max_size=None, proxy=None) as socket:
                page = Page(socket)
                page.call(
                    "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
                )
                yield page
        finally:
            os.killpg(chrome.pid, signal.SIGKILL)
            chrome.wait(10)


def _tab(profile: Path) -> str:
    """The address of the protocol of the browser's only tab."""
    port = until(lambda: (profile / "DevToolsActivePort").read_text().split()[0], seconds=30)
    tabs = until(lambda: httpx.get(f"http://127.0.0.1:{port}/json/list", trust_env=False).json(), seconds=30)
    return next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")


def until(value: Callable[[], _T], *, seconds: float) -> _T:
    """The value, once asking for it succeeds."""
    end = time.monotonic() + seconds
    while True:
        try:
            return value()
        except (OSError, IndexError, httpx.TransportError):
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
