"""A piece in a folder, as checks get it, and what they say of it in short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from authoring.checks import Check, Subject
from authoring.checks.builtin import all_checks
from authoring.model import config, loading
from authoring.model.documents import Consent, Outline, Section, Testimony
from authoring.model.findings import Finding
from authoring.store import Key
from authoring.store.folder import FolderStore
from authoring.store.pieces import Attachments
from authoring.text import frontmatter
from tests.worlds.pictures import png

PNG: Final = png()
NORA: Final = (
    "I came to the Lantern in 2021. I had no saw of my own, and I didn’t know anybody. "
    "My neighbours showed me how to use theirs!\n\nToday I teach others on Saturdays."
)
BASILE: Final = (
    "Je suis venu pour une vis… et je suis resté pour l’année. Au début, je n’osais pas entrer. "
    "« Viens donc », m’a dit une voisine. Aujourd’hui, je tiens la forge le jeudi."
)


def nora(**more: Any) -> Testimony:
    """An invented person's words; the consent is granted in full unless `more` says otherwise."""
    return _spoken("nora-lind", NORA, {"person": "Nora Lind", "role": "carpenter and member", "lang": "en", **more})


def basile(**more: Any) -> Testimony:
    """A second invented person, in French."""
    return _spoken("basile-orme", BASILE, {"person": "Basile Orme", "role": "forgeron", "lang": "fr", **more})


def _spoken(slug: str, words: str, values: dict[str, Any]) -> Testimony:
    values.setdefault("consent", Consent("granted", date(2026, 3, 2)))
    return Testimony(slug=slug, body=f"\n{words}\n", **values)


def outline(*sections: Section, words: int = 300, introduction: Section | None = None) -> Outline:
    """An outline with these sections."""
    return Outline("piece", "The title", "en", "agathe", introduction or Section(""), sections, words=words)


@dataclass(frozen=True)
class WrittenPiece:
    """A piece on disk, before it is read: front matter without its lines of dashes, and a body."""

    root: Path
    body: str
    front: str = "title: The title\ndescription: What it is about.\nauthor: agathe\nlang: en\n"
    files: dict[str, bytes] = field(default_factory=dict)

    def subject(
        self,
        *,
        testimonies: Iterable[Testimony] = (),
        plan: Outline | None = None,
        avoid: Iterable[str] = (),
        today: date | None = None,
    ) -> Subject:
        folder = self.root / "drafts" / "piece"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "index.md"
        path.write_bytes(f"---\n{self.front}---\n{self.body}".encode("utf-8", "surrogatepass"))
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        document = frontmatter.parse(f"---\n{self.front}---\n{self.body}", str(path))
        store = FolderStore(self.root)
        return Subject(
            loading.load_draft("piece", document, default_lang="en"),
            Attachments(store.blobs, Key("piece", "piece")),
            config.Settings(self.root, style=config.Style(avoid=tuple(avoid))),
            plan,
            {testimony.slug: testimony for testimony in testimonies},
            today,
            document=document,
            pieces=lambda: store.documents.slugs("piece"),
        )


def check(name: str) -> Check:
    """The check with this name."""
    return next(it for it in all_checks() if it.name == name)


def run(name: str, subject: Subject) -> list[Finding]:
    """What the check with this name finds."""
    return list(check(name).run(subject))


def short(findings: Iterable[Finding]) -> list[tuple[str, int, str]]:
    """Severity, line and passage of each finding."""
    return [(finding.severity, finding.line, finding.passage) for finding in findings]
