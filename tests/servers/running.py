"""Programs that run while a block does: started, waited for, and ended by whoever started them."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


class NotInstalled(Exception):
    """What a server needs is not on this machine; the message says how to install it."""


def free_port() -> int:
    """A port of the loopback address that nobody listens on now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


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
    with log.open("wb") as said:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=said, stderr=said, env=environment, cwd=folder
        )
    try:
        until = time.monotonic() + patience
        while not is_ready():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(20)


def answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False
