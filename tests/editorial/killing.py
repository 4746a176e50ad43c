"""Run as a program: kill a command at changes that it makes to the disk, give it again, and say what readers see then.

    python -m tests.editorial.killing FOLDER COMMAND COUNT

prints a JSON line for each of at most COUNT moments, sampled as `tests.worlds.effort` says. A program of its own, since
only one without threads can fork safely.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

import filelock  # noqa: F401  before anything is counted

from authoring.audit.verify import verify
from authoring.editorial.actions import EditorialAction, perform, recorded
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.retract import Retract
from authoring.editorial.actions.withdraw_consent import WithdrawConsent
from authoring.editorial.context import Context
from authoring.editorial.owing import Owing, past_of
from authoring.exporters import Exporter
from authoring.exporters.blogs import Remote
from authoring.exporters.blogs.exporter import RemoteExporter
from authoring.exporters.kinds import exporter_of
from authoring.model.config import Settings, TargetSettings
from authoring.model.situation import live_hash
from authoring.store import Store
from authoring.store.folder import FolderStore
from authoring.workspace import settings_of
from tests.store import killing
from tests.worlds.effort import sample
from tests.worlds.lantern import MORNING
from tests.worlds.memory_blog import MemoryBlog
from tests.worlds.newsroom import SLUG
from tests.worlds.publishing import TARGETS, PublishingNewsroom

BLOG: Final = TargetSettings("blog", "memory", options={"url": "https://blog.example.org"})


@dataclass
class BlogInFile(MemoryBlog):
    """A blog whose posts outlive the process; they are kept by what is not counted as a change."""

    path: Path = field(kw_only=True)

    def __post_init__(self) -> None:
        if self.path.exists():
            self.posts, self._count = pickle.loads(self.path.read_bytes())

    def _write(self, act: Callable[[], Remote]) -> Remote:
        remote = super()._write(act)
        self.path.write_bytes(pickle.dumps((self.posts, self._count)))
        return remote


def context_at(root: Path, *, minutes: int) -> Context:
    """Lena at work in a workspace with a site, a folder of Markdown and a blog."""
    store = FolderStore(root)
    settings = settings_of(store, base=root, environment={})._replace(targets={**TARGETS, "blog": BLOG})
    blog = BlogInFile(path=root.with_name(f"{root.name}.blog"))

    def opened(context: Context, target: TargetSettings) -> Exporter:
        return _exporter(context.settings, target, context.store, blog)

    clock = MORNING + timedelta(minutes=minutes)
    return Context(store, settings, lambda: clock, settings.people["lena"], exporter_of=opened, checks=lambda: ())


def _exporter(settings: Settings, target: TargetSettings, store: Store, blog: MemoryBlog) -> Exporter:
    if target.kind != "memory":
        return exporter_of(settings, target, store)
    return RemoteExporter(target, store, blog, fingerprint="plain", schedules=False, sleep=lambda _seconds: None)


def retract_unsent(root: Path) -> None:
    """A retraction that was recorded and that no target was told."""
    context = context_at(root, minutes=50)
    recorded(context, Retract(SLUG, note="A name was wrong.").prepare(context))


def publish_unsent(root: Path) -> None:
    """A publication that was recorded and that no target was told."""
    context = context_at(root, minutes=50)
    recorded(context, Publish(SLUG).prepare(context))


def publish(root: Path) -> None:
    """A piece that is out at every target."""
    perform(Publish(SLUG), context_at(root, minutes=40))


def publish_and_retract_unsent(root: Path) -> None:
    """A piece that is out, and a retraction that no target was told."""
    publish(root)
    retract_unsent(root)


WITHDRAWAL: Final = WithdrawConsent("nora-lind", retract=True)
# what was done before, and the command
COMMANDS: Final[dict[str, tuple[list[Callable[[Path], None]], EditorialAction[Any, Any]]]] = {
    "withdraw": ([publish], WITHDRAWAL),
    "retract": ([publish], Retract(SLUG, note="A name was wrong.")),
    "export": ([publish_unsent], Export()),
    "export-retracted": ([publish_and_retract_unsent], Export()),
    "publish": ([], Publish(SLUG)),
}


def report(root: Path) -> dict[str, Any]:
    """What readers see, what is owed, and what does not hold."""
    context = context_at(root, minutes=90)
    pages = [root / f"site/posts/{SLUG}.html", root / f"notes/{SLUG}/index.md"]
    posts = BlogInFile(path=root.with_name(f"{root.name}.blog")).posts.values()
    return {
        "shown": [*(path.parent.name for path in pages if path.exists()), *(it.url for it in posts if it.is_shown)],
        "posts": len(posts),
        "listed": SLUG in (root / "site/index.html").read_text("utf-8")
        if (root / "site/index.html").exists()
        else False,
        "live": bool(live_hash(past_of(context, SLUG))),
        "owed": [it.target for it in Owing(context).pieces()],
        "problems": [problem.message for problem in verify(context).problems],
        "left": [
            str(path.relative_to(root)) for place in ("site", "notes") for path in (root / place).rglob(".*.part")
        ],
    }


def changes_of(work: Callable[[Store], object], store: Store, note: Path) -> int:
    """How many changes to the disk the work makes."""
    child = os.fork()
    if child == 0:
        numbers: list[int] = []
        for name in killing.CHANGES:
            setattr(os, name, _counted(getattr(os, name), numbers))
        work(store)
        note.write_text(str(len(numbers)))
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise SystemExit("the command failed")
    return int(note.read_text())


def _counted(original: Callable[..., Any], numbers: list[int]) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        numbers.append(1)
        return original(*arguments, **options)

    return call


def kill_command(folder: Path, command: str, count: int) -> None:
    """A line for each moment."""
    prepared = folder / "prepared"
    newsroom = PublishingNewsroom(prepared)
    newsroom.submit()
    newsroom.approve()
    steps, action = COMMANDS[command]
    for step in steps:
        step(prepared)

    def copied(name: str) -> Path:
        root = folder / name
        shutil.copytree(prepared, root)
        if prepared.with_name("prepared.blog").exists():
            shutil.copy(prepared.with_name("prepared.blog"), root.with_name(f"{name}.blog"))
        return root

    def work(root: Path, _store: Store) -> object:
        return perform(action, context_at(root, minutes=60))

    root = copied("counted")
    total = changes_of(partial(work, root), FolderStore(root), folder / "n")
    for number in sample(range(1, total + 1), count, of=f"killed {command}"):
        root = copied(str(number))
        killing.run_killed(number, FolderStore(root), partial(work, root))
        killed = report(root)
        perform(action, context_at(root, minutes=70))
        again = report(root)
        perform(WITHDRAWAL, context_at(root, minutes=80))
        line = {"number": number, "killed": killed, "again": again, "withdrawn": report(root)}
        sys.stdout.write(json.dumps(line) + "\n")
        shutil.rmtree(root)


if __name__ == "__main__":
    setattr(os, "fsync", lambda descriptor: None)  # noqa: B010  counted, and not waited for: no power is cut here
    kill_command(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
