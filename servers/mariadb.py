"""A MariaDB of our own, reached by its socket alone, with its data in a folder that can be thrown away."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from servers.running import NotInstalled, running

PACKAGES: Final = ("mariadb-server",)


@dataclass(frozen=True)
class Database:
    """A running server: `root` without a password, at `socket`."""

    socket: Path

    def run(self, sql: str, *, database: str = "") -> str:
        """What the server answers to these statements, tab-separated and without headings."""
        command = ["mariadb", "--no-defaults", "-uroot", "-N", "-B", f"--socket={self.socket}", "-e", sql]
        done = subprocess.run([*command, *([database] if database else [])], capture_output=True, text=True, check=True)
        return done.stdout

    def is_up(self) -> bool:
        """Whether it answers."""
        if not self.socket.exists():
            return False
        try:
            self.run("SELECT 1")
        except subprocess.CalledProcessError:
            return False
        return True


def _install(options: list[str]) -> None:
    command = ["mariadb-install-db", *options, "--auth-root-authentication-method=normal", "--skip-test-db"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"mariadb-install-db failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


@contextmanager
def mariadb(folder: Path) -> Iterator[Database]:
    """A new, empty server. Raises `NotInstalled` where there is none."""
    for program in ("mariadbd", "mariadb-install-db", "mariadb"):
        if not shutil.which(program) and not Path("/usr/sbin", program).exists():
            raise NotInstalled(f"{program} is missing: apt-get install {' '.join(PACKAGES)}")
    server = shutil.which("mariadbd") or "/usr/sbin/mariadbd"
    # a socket's path has at most 107 bytes, and a test's folder may be longer
    with tempfile.TemporaryDirectory(prefix="db-") as short:
        data_folder = folder / "mariadb"
        common = ["--no-defaults", f"--datadir={data_folder}", *(["--user=root"] if os.geteuid() == 0 else [])]
        _install([*common, f"--tmpdir={short}", "--innodb-use-native-aio=0"])
        database = Database(Path(short) / "s")
        options = [
            *(f"--socket={database.socket}", "--skip-networking", f"--pid-file={short}/pid", "--skip-log-bin"),
            *("--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M", "--performance-schema=0"),
            # the system's own queue of writes is shared by all servers, and may be full
            *("--character-set-server=utf8mb4", f"--tmpdir={short}", "--innodb-use-native-aio=0"),
        ]
        with running([server, *common, *options], log=folder / "mariadb.log", is_ready=database.is_up):
            yield database
