"""A headless Chromium, asked over its own pipe; no driver, no port, no package."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["Browser", "chromium", "open_browser"]

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_HIGH = 60  # numbers of file descriptors that nobody uses: the browser wants 3 and 4


def chromium() -> str | None:
    """The browser's program, where there is one that can be asked over a pipe."""
    if sys.platform == "win32":
        return None
    return next((found for name in _NAMES if (found := shutil.which(name))), None)


class Browser:
    """One page; every call waits for its answer."""

    def __init__(self, reading: int, writing: int) -> None:
        self._in = os.fdopen(reading, "rb", buffering=0)
        self._out = os.fdopen(writing, "wb", buffering=0)
        self._number = 0
        self._rest = b""
        self._session: str | None = None
        self.complaints: list[str] = []
        """What the page complained of: errors, and what its policy refused."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Performance.enable", timeDomain="threadTicks")
        self.requests: list[str] = []

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def open(self, file: Path, *, width: int = 1280, height: int = 900) -> float:
        """Open a file; gives the milliseconds until it was loaded."""
        self.requests = []
        self.resize(width, height)
        self.call("Page.navigate", url=file.as_uri())
        while self.value("document.readyState") != "complete":
            pass
        return float(
            self.value(
                "new Promise(done => requestAnimationFrame(() => setTimeout(() => done("
                "performance.now()), 0)))"
            )
        )

    def worked(self) -> float:
        """Milliseconds that the page has worked so far, waiting not counted."""
        metrics = self.call("Performance.getMetrics")["metrics"]
        return float(1000 * next(m["value"] for m in metrics if m["name"] == "TaskDuration"))

    def resize(self, width: int, height: int) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def dark(self, *, wanted: bool) -> None:
        scheme = {"name": "prefers-color-scheme", "value": "dark" if wanted else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def value(self, expression: str) -> Any:
        """What an expression gives in the page, promises awaited."""
        result = self.call(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def screenshot(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def printed(self, file: Path) -> None:
        data = self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"]
        file.write_bytes(base64.b64decode(data))

    def close(self) -> None:
        self._in.close()
        self._out.close()

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            chunk = self._in.read(1 << 20)
            assert chunk, "the browser ended"
            self._rest += chunk
        message, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        match answer.get("method"):
            case "Runtime.exceptionThrown":
                self.complaints.append(str(answer["params"]["exceptionDetails"]))
            case "Log.entryAdded":
                self.complaints.append(answer["params"]["entry"]["text"])
            case "Network.requestWillBeSent":
                self.requests.append(answer["params"]["request"]["url"])
        return answer


@contextmanager
def open_browser(program: str) -> Iterator[Browser]:
    """Start a browser with an empty profile; it ends with the block."""
    import fcntl  # not there on Windows, where `chromium` finds none

    there, ours_out = os.pipe()
    ours_in, back = os.pipe()
    high = [fcntl.fcntl(one, fcntl.F_DUPFD, _HIGH) for one in (there, back)]
    os.close(there)
    os.close(back)

    def seat() -> None:
        os.dup2(high[0], 3)
        os.dup2(high[1], 4)

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(  # noqa: S603 - the browser that is installed here
            [
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--no-first-run",
                "--disable-dev-shm-usage",
                f"--user-data-dir={profile}",
                "--remote-debugging-pipe",
            ],
            preexec_fn=seat,
            pass_fds=(3, 4, *high),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for one in high:
            os.close(one)
        try:
            browser = Browser(ours_in, ours_out)
            yield browser
            browser.close()
        finally:
            process.terminate()
            process.wait(timeout=20)
