"""Programs that run while a block does: started, waited for, and ended by whoever started them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import NoReturn


class NotInstalled(Exception):
    """What a server needs is not on this machine; the message says how to install it."""


def free_port() -> int:
    """A port of the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    log: Path,
    is_ready: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    patience: float = 60,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; what it says goes to `log`."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=output,
            stderr=output,
            env=environment,
            cwd=folder,
            start_new_session=True,  # so that its helpers can be ended with it
        )
    try:
        until = time.monotonic() + patience
        while not is_ready():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.05)
        yield process
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and those that it started, which are its group."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(20)
            return


def run_for_a_person(server: AbstractContextManager[str]) -> int:
    """Run a server until Ctrl-C, and print what it gives: how to get in. The exit code is 1 where it is not installed.

    Being ended and losing the terminal are like Ctrl-C, so that no server is left behind.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        with server as message:
            sys.stdout.write(message)
            sys.stdout.flush()
            while True:
                time.sleep(3600)
    except NotInstalled as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def not_installed(missing: NotInstalled) -> NoReturn:
    """Say loudly that tests are left out; where everything must be there, that is a failure."""
    import pytest  # servers also run outside tests

    if os.environ.get("CI") and not os.environ.get("AUTHORING_WITHOUT_SERVERS"):
        pytest.fail(f"{missing} (in CI nothing is skipped)")
    pytest.skip(str(missing))
