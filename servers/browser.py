"""A real browser without a window: Debian's Chromium, told what to do over a pipe by its DevTools protocol."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, Final

from servers.running import NotInstalled

PACKAGES: Final = ("chromium",)
# it asks nobody outside, keeps nothing, and runs as root too
_FLAGS: Final = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --window-size=1280,1000 "
    "--hide-scrollbars --remote-debugging-pipe"
).split()


class Browser:
    """One page of a running browser."""

    def __init__(self, to_browser: BinaryIO, from_browser: BinaryIO) -> None:
        self._to_browser = to_browser
        self._from_browser = from_browser
        self._number = 0
        self._session = ""
        page = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        self._ask("Page.enable")

    def open(self, url: str) -> None:
        """Go to an address and wait until the page is there."""
        self._ask("Page.navigate", url=url)
        self.wait_for("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, code: str) -> Any:
        """What this JavaScript gives in the page; a promise is waited for."""
        answer = self._ask("Runtime.evaluate", expression=code, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{code}\n{json.dumps(answer['exceptionDetails'])[:2000]}")
        return answer["result"].get("value")

    def wait_for(self, condition: str, *, patience: float = 60) -> None:
        """Wait until this JavaScript is true; what fails while a page changes is asked again."""
        until = time.monotonic() + patience
        while True:
            with suppress(RuntimeError):
                if self.run(f"Boolean({condition})"):
                    return
            if time.monotonic() > until:
                raise RuntimeError(f"never true in the page: {condition}")
            time.sleep(0.05)

    def picture(self, path: Path, *, height: int = 0) -> None:
        """A picture of the page, whole or of this height."""
        if height:
            self._ask(
                "Emulation.setDeviceMetricsOverride", width=1280, height=height, deviceScaleFactor=1, mobile=False
            )
            time.sleep(0.5)
        shot = self._ask("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def _ask(self, method: str, **values: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": values}
        if self._session:
            message["sessionId"] = self._session
        self._to_browser.write(json.dumps(message).encode() + b"\0")
        self._to_browser.flush()
        while True:
            answer = self._hear()
            if answer.get("id") == self._number:
                break
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _hear(self) -> dict[str, Any]:
        heard = bytearray()
        while (letter := self._from_browser.read(1)) != b"\0":
            if not letter:
                raise RuntimeError("the browser has gone")
            heard += letter
        message: dict[str, Any] = json.loads(heard)
        return message


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A new browser with its profile below `folder`. Raises `NotInstalled` where there is none."""
    program = shutil.which("chromium")
    if program is None:
        raise NotInstalled(f"A browser is missing: apt-get install {' '.join(PACKAGES)}")
    folder.mkdir(parents=True, exist_ok=True)
    its_ear, our_mouth = os.pipe()
    our_ear, its_mouth = os.pipe()
    # it listens at 3 and speaks at 4; with high numbers before, neither stands in the other's way
    ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (its_ear, its_mouth)]
    placing = f'exec "$0" "$@" 3<&{ends[0]} 4>&{ends[1]}'
    with folder.joinpath("chromium.log").open("wb") as log:
        process = subprocess.Popen(
            ["bash", "-c", placing, program, *_FLAGS, f"--user-data-dir={folder / 'profile'}"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=ends,
            start_new_session=True,
        )
    for end in (its_ear, its_mouth, *ends):
        os.close(end)
    try:
        with os.fdopen(our_mouth, "wb") as to_browser, os.fdopen(our_ear, "rb") as from_browser:
            yield Browser(to_browser, from_browser)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
