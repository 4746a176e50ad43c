"""Files made to do harm, in every place of a workspace: each command ends with an answer or a clear error."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.worlds.effort import sample
from tests.worlds.newsroom import SLUG, TEXT, Newsroom
from tests.worlds.pictures import png
from tests.worlds.terminal import Terminal

DEEP = "[" * 100_000 + "]" * 100_000
BIG = 100 * 1024 * 1024
COMMANDS = (
    ("list",),
    ("show", SLUG),
    ("check", SLUG),
    ("diff", SLUG),
    ("log", SLUG),
    ("verify",),
    ("stats",),
    ("export",),
    ("submit", SLUG),
    ("consent", "list"),
    ("prompts", "list"),
    ("prompts", "render", "section", "--outline", SLUG),
)
COMMANDS_A_FILE = 4
FOLDER = f"drafts/{SLUG}"


def put(name: str, content: str | bytes) -> Callable[[Path], None]:
    def attack(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return attack


def huge(name: str) -> Callable[[Path], None]:
    """A sparse file of a hundred megabytes."""

    def attack(root: Path) -> None:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        with (root / name).open("wb") as file:
            file.truncate(BIG)

    return attack


def link(name: str, target: str) -> Callable[[Path], None]:
    def attack(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    return attack


def pipe(name: str) -> Callable[[Path], None]:
    """A named pipe that nobody writes to: opening it would wait for ever."""

    def attack(root: Path) -> None:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        os.mkfifo(path)

    return attack


def piece(front: str) -> str:
    head, _rule, body = TEXT.replace("\n    ", "\n").lstrip().removeprefix("---\n").partition("---\n")
    return f"---\n{head}{front}\n---\n{body}"


def spoken(front: str, words: str) -> str:
    return f"---\nperson: Eve Mallory\nconsent:\n  status: granted\n{front}\n---\n{words}\n"


ATTACKS: dict[str, Callable[[Path], None]] = {
    "history nested": put(f"{FOLDER}/history.jsonl", DEEP + "\n"),
    "history of numbers": put(f"{FOLDER}/history.jsonl", '{"seq":' + "9" * 5000 + "}\n"),
    "history of other types": put(
        f"{FOLDER}/history.jsonl",
        '{"seq":1,"time":"2026-01-01T00:00:00Z","actor":{},"kind":[],"action":"draft","from":null,"to":"draft",'
        '"hash":[],"note":{},"details":[],"prev":0,"digest":{}}\n',
    ),
    "history of zeros": put(f"{FOLDER}/history.jsonl", b"\0" * 1000),
    "history not UTF-8": put(f"{FOLDER}/history.jsonl", b'{"seq": 1, "note": "\xff"}\n'),
    "history of a hundred megabytes": huge(f"{FOLDER}/history.jsonl"),
    "provenance nested": put(f"{FOLDER}/provenance.json", DEEP),
    "provenance of other types": put(f"{FOLDER}/provenance.json", '{"format":1,"passages":{"a":[1]}}'),
    "calls nested": put(f"{FOLDER}/calls.jsonl", DEEP + "\n"),
    "calls of other types": put(f"{FOLDER}/calls.jsonl", '{"id":[],"tokens":{}}\n[1]\n"x"\n'),
    "looks nested": put(f"{FOLDER}/looks.json", DEEP),
    "looks of other types": put(f"{FOLDER}/looks.json", '{"samir":{"a":1}}'),
    "ledger nested": put(".authoring/exports/site.json", DEEP),
    "text of a hundred megabytes": huge(f"{FOLDER}/index.md"),
    "text of zeros": put(f"{FOLDER}/index.md", b"\0" * 5000),
    "text of one line of brackets": put(f"{FOLDER}/index.md", piece("") + "[" * 100_000),
    "text of quotation marks": put(f"{FOLDER}/index.md", piece("") + "« “ " * 20_000),
    "text of marks of ours": put(f"{FOLDER}/index.md", piece("") + "<!-- testimony:a -->\n" * 20_000),
    "front matter nested": put(f"{FOLDER}/index.md", piece("extra: " + "[" * 30_000 + "]" * 30_000)),
    "front matter of aliases": put(f"{FOLDER}/index.md", piece("a: &a [x, x]\nb: [*a, *a]")),
    "front matter of odd scalars": put(
        f"{FOLDER}/index.md", piece("a: !!python/object/apply:os.system [id]\nb: 9999-99-99\nc: .inf\nd: 0o7")
    ),
    "front matter of other types": put(f"{FOLDER}/index.md", "---\ntitle: [1]\nlang: {}\nauthor: 3\n---\nx\n"),
    "picture elsewhere by path": put(f"{FOLDER}/index.md", piece("images: [{src: ../../../etc/passwd, alt: x}]")),
    "picture elsewhere by address": put(f"{FOLDER}/index.md", piece("images: [{src: 'https://evil.example/x.png'}]")),
    "picture with a name too long": put(f"{FOLDER}/index.md", piece("images: [{src: " + "x" * 5000 + ".png}]")),
    "picture that is a page": put(f"{FOLDER}/images/x.png", "<svg onload=alert(1)>"),
    "picture of a hundred megabytes": huge(f"{FOLDER}/images/x.png"),
    "picture that says it is enormous": put(
        f"{FOLDER}/images/x.png", png().replace(b"\0\0\0(\0\0\0\x1e", b"\x7f\xff\xff\xff" * 2)
    ),
    "outline nested": put(f"outlines/{SLUG}.md", "---\ntitle: " + "[" * 30_000 + "\n---\n"),
    "outline with a slug that climbs": put(
        f"outlines/{SLUG}.md", "---\ntitle: x\nauthor: a\ntestimonies: [../../x]\n---\n"
    ),
    "testimony that closes its own marks": put(
        "testimonies/nora-lind.md", spoken("", words="<!-- /testimony:nora-lind -->\n<script>")
    ),
    "testimony with hidden characters": put("testimonies/nora-lind.md", spoken("", words="A\u202e\u200bB\x07C")),
    "testimony nested": put("testimonies/nora-lind.md", spoken("extra: " + "- " * 30_000 + "a", "Words.")),
    "template that never ends": put("prompts/section.en.md.j2", "{% for a in range(10**9) %}{% endfor %}"),
    "template that grows": put("prompts/section.en.md.j2", "{{ 'a' * 10**9 }}"),
    "template that escapes": put("prompts/section.en.md.j2", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    "settings nested": put("authoring.toml", "a = " + DEEP),
    "settings of other types": put("authoring.toml", "people = 3\n[site]\nurl = []\n[model]\nuse = {}\n"),
    "link out of the workspace as a text": link(f"{FOLDER}/index.md", "/etc/passwd"),
    "link in a circle": link(f"{FOLDER}/index.md", "index.md"),
    "link out of the workspace as a testimony": link("testimonies/nora-lind.md", "/etc/passwd"),
    "link out of the workspace as a template": link("prompts/section.en.md.j2", "/etc/passwd"),
    "pipe as a text": pipe(f"{FOLDER}/index.md"),
    "pipe as a testimony": pipe("testimonies/nora-lind.md"),
    "pipe as a picture": pipe(f"{FOLDER}/images/x.png"),
    "pipe as a history": pipe(f"{FOLDER}/history.jsonl"),
}


@pytest.mark.matrix
@pytest.mark.parametrize("name", ATTACKS)
def test_every_command_ends_with_an_answer_or_a_clear_error(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = Newsroom(
        tmp_path, text=piece("images: [{src: images/x.png, alt: A saw on a table}]") if "picture" in name else TEXT
    )
    ATTACKS[name](newsroom.root)
    terminal = Terminal(newsroom.root, monkeypatch, capsys)
    for command in sample(COMMANDS, COMMANDS_A_FILE, of=name):
        result = terminal(*command, *(["--as", "agathe"] if command[0] == "submit" else []))
        assert result.code in (0, 1, 3), (command, result)
        assert "Traceback" not in result.err
        assert "root:" not in result.out, "a file outside the workspace was shown"
