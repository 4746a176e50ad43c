"""A real Ghost 6 on a MariaDB of its own and a free loopback port, with an owner and a key for programs.

python -m servers.ghost install    # fetches it from npm, once: 600 MB
python -m servers.ghost            # runs one until Ctrl-C and says how to get in
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx2
import platformdirs

from servers.mariadb import Database, mariadb
from servers.running import NotInstalled, answers, free_port, run_for_a_person, running

VERSION: Final = "6.65.0"
NODE: Final = "node@22.23.3"
PNPM: Final = "pnpm@12.21.0"
PLACE: Final = Path(platformdirs.user_cache_dir("authoring")) / "servers" / f"ghost-{VERSION}"
DATABASE: Final = "ghost"
OWNER: Final = {"name": "Agathe Berger", "email": "agathe@example.org", "password": "a-long-secret-1"}


@dataclass(frozen=True)
class Ghost:
    """A running Ghost: its address, its database and the key of a custom integration."""

    url: str
    key: str
    database: Database
    session: httpx2.Client
    content: Path

    def admin(self, method: str, path: str, **body: Any) -> Any:
        """What the owner's own browser would ask."""
        answer = self.session.request(method, f"{self.url}/ghost/api/admin/{path}", **body)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def posts(self) -> list[dict[str, Any]]:
        """Every post, in whatever state."""
        posts: list[dict[str, Any]] = self.admin("GET", "posts/?limit=all&formats=html,lexical&include=tags,authors")[
            "posts"
        ]
        return posts

    def post(self, slug: str) -> dict[str, Any]:
        """One post by its slug."""
        return next(post for post in self.posts() if post["slug"] == slug)

    def edit(self, slug: str, /, **values: Any) -> None:
        """Somebody edits a post at the desk."""
        post = self.post(slug)
        query = "?source=html" if "html" in values else ""
        body = {"posts": [{"updated_at": post["updated_at"], **values}]}
        self.admin("PUT", f"posts/{post['id']}/{query}", json=body)

    def empty(self) -> None:
        """Take away every post that tests left."""
        for post in self.posts():
            self.admin("DELETE", f"posts/{post['id']}/")

    def pictures(self) -> int:
        """How many pictures were uploaded; what Ghost makes of each besides is not counted."""
        files = [path for path in self.content.glob("images/2*/*/*") if path.is_file()]
        return sum(not path.stem.endswith("_o") for path in files)

    def mails(self) -> int:
        """How many newsletters were ever handed to the sender."""
        return int(self.database.run("SELECT COUNT(*) FROM emails", database=DATABASE))


def install(place: Path = PLACE) -> None:
    """Fetch Ghost and the Node.js that it wants, by npm. What is there already is not fetched again."""
    if place.joinpath("installed").is_file():
        return
    if not shutil.which("npm"):
        raise NotInstalled("npm is missing: apt-get install npm")
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    _run("npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", "tools", NODE, PNPM, folder=place)
    if not place.joinpath("tools/node_modules/node/bin/node").exists():  # where npm runs no install scripts
        _run("node", "installArchSpecificPackage.js", folder=place / "tools/node_modules/node")
    _run("npm", "pack", "--silent", f"ghost@{VERSION}", folder=place)
    with tarfile.open(place / f"ghost-{VERSION}.tgz") as archive:
        archive.extractall(place, filter="data")
    about = place / "package" / "package.json"
    values = json.loads(about.read_text("utf-8"))
    values.pop("packageManager", None)  # it would fetch another pnpm
    about.write_text(json.dumps(values, indent=2), "utf-8")
    pnpm = str(place / "tools/node_modules/.bin/pnpm")
    _run(pnpm, "install", "--prod", "--frozen-lockfile", "--ignore-scripts", folder=place / "package", place=place)
    place.joinpath("installed").touch()


def _run(*command: str, folder: Path, place: Path | None = None) -> None:
    done = subprocess.run(
        command, cwd=folder, env=_environment(place) if place else None, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")


def _environment(place: Path) -> Mapping[str, str]:
    node = place / "tools/node_modules/node/bin"
    return {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ['PATH']}", "NODE_ENV": "production"}


def _config(folder: Path, database: Database, port: int) -> dict[str, Any]:
    return {
        "url": f"http://127.0.0.1:{port}",
        "server": {"host": "127.0.0.1", "port": port},
        "database": {
            "client": "mysql",
            "connection": {"socketPath": str(database.socket), "user": "root", "password": "", "database": DATABASE},
        },
        "mail": {"transport": "SMTP", "options": {"host": "127.0.0.1", "port": 9}},
        "paths": {"contentPath": str(folder / "content")},
        "logging": {"level": "error", "transports": ["stdout"]},
        "privacy": {"useUpdateCheck": False, "useGravatar": False, "useRpcPing": False, "useStructuredData": True},
        "security": {"staffDeviceVerification": False},
        "spam": {"admin_login": {"freeRetries": 1000}, "user_login": {"freeRetries": 1000}},
        "process": "local",
    }


@contextmanager
def ghost(folder: Path, *, place: Path = PLACE) -> Iterator[Ghost]:
    """A new Ghost with its data below `folder`. Raises `NotInstalled` where it was never fetched."""
    if not place.joinpath("installed").is_file():
        raise NotInstalled("A real Ghost is missing: python3 start.py servers")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(place / "package" / "content", folder / "content")
    with mariadb(folder) as database:
        database.run(f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4")
        port = free_port()
        folder.joinpath("config.production.json").write_text(json.dumps(_config(folder, database, port)), "utf-8")
        folder.joinpath("package.json").symlink_to(place / "package" / "package.json")  # it looks where it runs
        command = [place / "tools/node_modules/node/bin/node", place / "package" / "index.js"]
        with (
            running(
                command,
                log=folder / "ghost.log",
                is_ready=lambda: answers(port) and _is_up(port),
                environment=_environment(place),
                folder=folder,
                patience=120,
            ),
            httpx2.Client(headers={"Origin": f"http://127.0.0.1:{port}"}, timeout=60) as session,
        ):
            yield _set_up(f"http://127.0.0.1:{port}", database, session, folder / "content")


def _is_up(port: int) -> bool:
    try:
        return httpx2.get(f"http://127.0.0.1:{port}/ghost/api/admin/site/").status_code == 200
    except httpx2.TransportError:
        return False


def _set_up(url: str, database: Database, session: httpx2.Client, content: Path) -> Ghost:
    ghost = Ghost(url, "", database, session, content)
    ghost.admin("POST", "authentication/setup/", json={"setup": [{**OWNER, "blogTitle": "The Lantern"}]})
    login = {"username": OWNER["email"], "password": OWNER["password"]}
    session.post(f"{url}/ghost/api/admin/session/", json=login).raise_for_status()
    integration = {"integrations": [{"name": "authoring"}]}
    keys = ghost.admin("POST", "integrations/?include=api_keys", json=integration)["integrations"][0]["api_keys"]
    key = next(key["secret"] for key in keys if key["type"] == "admin")
    ready = Ghost(url, key, database, session, content)
    ready.empty()
    return ready


@contextmanager
def _for_a_person() -> Iterator[str]:
    """One that is thrown away afterwards, and how to get in."""
    with tempfile.TemporaryDirectory(prefix="ghost-") as folder, ghost(Path(folder)) as site:
        yield (
            f"Ghost runs at {site.url} until you press Ctrl-C; then all of it is thrown away.\n"
            f"  its desk: {site.url}/ghost/ ({OWNER['email']}, the password is {OWNER['password']})\n\n"
            f'[targets.blog]\nkind = "ghost"\nurl = "{site.url}"\n\nexport AUTHORING_BLOG_KEY="{site.key}"\n'
        )


def main(arguments: list[str]) -> int:
    """Fetch it, or run one for a person to look at."""
    if arguments != ["install"]:
        return run_for_a_person(_for_a_person())
    try:
        install()
    except NotInstalled as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
