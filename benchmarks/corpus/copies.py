"""Copies of an original piece: other words, names, pictures and times, and every record as the program writes it.

A word takes the place of one other word everywhere, so that what the program found by comparing an original's
revisions holds for its copy too. Each digest, content hash, statement and line of the history is worked out anew.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from benchmarks.corpus import engine, originals, vocabulary
from benchmarks.corpus.pictures import png
from benchmarks.corpus.texts import Writer, family_name, slug_of, town

BETWEEN: Final = timedelta(hours=3)  # two pieces in a row
_SHORT: Final = 16  # digits of the shortest digest that a record names something by
_WORD: Final = re.compile(r"([\w-]+)")
_LISTS: Final = (
    vocabulary.MASCULINE, vocabulary.FEMININE, vocabulary.MASCULINE_ADJECTIVES, vocabulary.FEMININE_ADJECTIVES,
    vocabulary.VERBS, vocabulary.PEOPLE, vocabulary.TRADES, vocabulary.FIRST_NAMES,
)  # fmt: skip
_COUNTS: Final = Counter(word for words in _LISTS for word in words)
_PATTERNS: Final = " ".join((*vocabulary.PREPOSITIONS, *vocabulary.HEADINGS, *vocabulary.TITLES))
# A word that could stand for two things, or stands in a turn of phrase, stays
_STAYING: Final = {word for word, count in _COUNTS.items() if count > 1} | set(_WORD.findall(_PATTERNS))
_EXCHANGED: Final = [[word for word in words if word not in _STAYING] for words in _LISTS]
_CHANGING: Final = frozenset(word for words in _EXCHANGED for word in words)


class Template:
    """A text cut up at its words and digests, so that a copy with others is quickly made."""

    def __init__(self, text: str) -> None:
        parts = _WORD.split(text)
        self._parts = [parts[0]]
        for word, gap in zip(parts[1::2], parts[2::2], strict=True):
            if _can_change(word):
                self._parts += [word, gap]
            else:
                self._parts[-1] += word + gap

    def filled(self, replacements: Mapping[str, str]) -> str:
        """The text with every word that has a replacement replaced."""
        parts = list(self._parts)
        parts[1::2] = [replacements.get(part, part) for part in parts[1::2]]
        return "".join(parts)


def _can_change(word: str) -> bool:
    """Whether a copy may have another in its place: of a list, a name, a slug or a digest."""
    return word in _CHANGING or len(word) >= _SHORT or "-" in word or word[:1].isupper()


@dataclass(frozen=True)
class Revision:
    """A kept revision of an original."""

    name: str
    text: Template
    manifest: Mapping[str, Any]


class Original:
    """An original, read from the workspace in which it was made."""

    def __init__(self, root: Path, number: int) -> None:
        self.number = number
        self.writer = Writer(f"original {number}", number)
        self.slug = self.writer.slug
        place = "drafts" if (root / "drafts" / self.slug).is_dir() else "published"
        self.folder = root / place / self.slug
        self.events = [Template(line) for line in self._text("history.jsonl").splitlines()]
        self.calls = [json.loads(line) for line in self._text("calls.jsonl").splitlines()]
        numbers = range(1, len(self.events) + 1)
        self.trail = [Template((root / originals.TRAIL / f"{number}.json").read_text("utf-8")) for number in numbers]
        self.outline = Template((root / "outlines" / f"{self.slug}.md").read_text("utf-8"))
        self.testimonies = {
            witness.slug: Template((root / "testimonies" / f"{witness.slug}.md").read_text("utf-8"))
            for witness in self.writer.witnesses
        }
        self.revisions = [self._revision(folder) for folder in sorted(self.folder.glob("revisions/*"))]
        self.texts, self.headings = self._passages()
        self.approvals = dict(_approval(folder) for folder in self.folder.glob("approvals/*"))
        self.plain = {  # the files that follow from the replacements alone, by their path in the workspace
            str(path.relative_to(root)): Template(path.read_text("utf-8")) for path in self._plain_files(root)
        }

    def _text(self, name: str) -> str:
        return (self.folder / name).read_text("utf-8")

    def _plain_files(self, root: Path) -> Iterator[Path]:
        for place in ("drafts", "published"):
            for name in ("index.md", "looks.json"):
                if (path := root / place / self.slug / name).is_file():
                    yield path

    def _revision(self, folder: Path) -> Revision:
        manifest = json.loads((folder / "manifest.json").read_bytes())
        name = _sha256(engine.canonical(manifest))
        if folder.name != name:
            raise ValueError(f"{folder} is not what its manifest says")
        return Revision(name, Template((folder / "index.md").read_text("utf-8")), manifest)

    def _passages(self) -> tuple[dict[str, Template], dict[str, Template]]:
        """What its records name by a digest, in any of its revisions: sentences and passages, and headings."""
        texts, headings = {}, {}
        for revision in self.revisions:
            passages = engine.passages_of(
                _body(revision.text.filled({})),
                title=revision.manifest["title"],
                description=revision.manifest["description"],
            )
            texts.update({engine.sentence_digest(text): Template(text) for text in passages.texts})
            headings.update({engine.heading_digest(text): Template(text) for text in passages.headings})
        return texts, headings


def _approval(folder: Path) -> tuple[str, tuple[Mapping[str, Any], bytes]]:
    """The digest of the report that an approval names, with the report and the sentence of responsibility."""
    report = (folder / "report.json").read_bytes()
    return _sha256(report), (json.loads(report), (folder / "responsibility.txt").read_bytes())


class Copy:
    """A copy of an original, to be written into a workspace. The same number always gives the same piece."""

    def __init__(self, original: Original, number: int) -> None:
        self._original = original
        self._number = number
        self._shift = BETWEEN * number
        self._replacements = _words(original, number)
        self.slug = self._replacements[original.slug]
        self._pictures = {
            src: png(f"{number} {src}", kilobytes=originals.kilobytes(original.number))
            for src in original.writer.pictures
        }
        self._manifests = {revision.name: self._manifest(revision) for revision in original.revisions}
        self._replacements |= self._digests()

    def write(self, root: Path) -> None:
        """Write the piece, its outline and its testimonies."""
        original = self._original
        for name, template in original.plain.items():
            _put(root / name.replace(original.slug, self.slug), self._filled(template).encode())
        folder = root / original.folder.parent.name / self.slug
        self._write_sources(root)
        self._write_pictures(root, folder)
        for revision in original.revisions:
            manifest = self._manifests[revision.name]
            target = folder / "revisions" / _sha256(manifest)
            _put(target / "index.md", self._filled(revision.text).encode())
            _put(target / "manifest.json", manifest)
            self._link_pictures(folder, target)
        self._write_records(folder)

    def _filled(self, template: Template) -> str:
        return template.filled(self._replacements)

    def _write_sources(self, root: Path) -> None:
        _put(root / "outlines" / f"{self.slug}.md", self._filled(self._original.outline).encode())
        for slug, template in self._original.testimonies.items():
            _put(root / "testimonies" / f"{self._replacements[slug]}.md", self._filled(template).encode())

    def _write_pictures(self, root: Path, folder: Path) -> None:
        for src, content in self._pictures.items():
            _put(folder / self._src(src), content)
        self._link_pictures(folder, root / "outlines")
        if (root / "drafts" / self.slug).is_dir() and (root / "published" / self.slug).is_dir():
            self._link_pictures(folder, root / "published" / self.slug)

    def _link_pictures(self, folder: Path, target: Path) -> None:
        """The same bytes under another name: every revision has its pictures, and the disk holds them once."""
        (target / "images").mkdir(parents=True, exist_ok=True)
        for src in self._pictures:
            (target / self._src(src)).hardlink_to(folder / self._src(src))

    def _src(self, src: str) -> str:
        return src.replace(self._original.slug, self.slug)

    def _manifest(self, revision: Revision) -> bytes:
        """The copy's manifest of a revision: its words, the digest of its body and those of its pictures."""
        words = Template(json.dumps({**revision.manifest, "files": {}, "body": ""}, ensure_ascii=False))
        listed = json.loads(words.filled(self._replacements))
        listed["body"] = engine.body_digest(_body(revision.text.filled(self._replacements)))
        listed["files"] = {self._src(src): _sha256(content) for src, content in self._pictures.items()}
        return engine.canonical(listed)

    def _digests(self) -> dict[str, str]:
        """The copy's digest for each of the original's: of sentences, passages, headings, revisions and calls."""
        original, words = self._original, self._replacements
        digests = {old: engine.sentence_digest(text.filled(words)) for old, text in original.texts.items()}
        digests |= {old: engine.heading_digest(text.filled(words)) for old, text in original.headings.items()}
        digests |= {old: _sha256(manifest) for old, manifest in self._manifests.items()}
        for call in original.calls:
            digests |= {call[key]: self._drawn(call[key]) for key in ("id", "prompt_hash", "variables")}
        return digests

    def _drawn(self, digest: str) -> str:
        """A digest of this copy's in the place of one that nothing here is hashed to: a prompt's or a call's."""
        return _sha256(f"{digest} {self._number}".encode())[: len(digest)]

    def _write_records(self, folder: Path) -> None:
        calls = self._calls()
        sources = self._sources()
        content = b""
        # every call is from before the first line, so that each line vouches for all of them
        for event, trail in zip(self._original.events, self._original.trail, strict=True):
            provenance = self._filled(trail).encode()
            values = json.loads(self._filled(event))
            values["time"] = self._moved(values["time"])
            for name, record in (("calls.jsonl", calls), ("provenance.json", provenance)):
                values["details"]["records"][name] = {"bytes": len(record), "sha256": _sha256(record)}
            if stated := values["details"].get("approval"):
                self._write_approval(folder, stated, values, sources=sources, after=engine.checkpoint(content))
            content += engine.line_after(content, values)
        _put(folder / "history.jsonl", content)
        _put(folder / "calls.jsonl", calls)
        _put(folder / "provenance.json", provenance)

    def _calls(self) -> bytes:
        lines = [{**call, "time": self._moved(call["time"])} for call in self._original.calls]
        return "".join(self._filled(Template(json.dumps(line, ensure_ascii=False))) + "\n" for line in lines).encode()

    def _moved(self, time: str) -> str:
        moment = datetime.fromisoformat(time) - self._shift
        precision = "milliseconds" if "." in time else "seconds"
        return moment.isoformat(timespec=precision).replace("+00:00", "Z")

    def _sources(self) -> dict[str, str]:
        """The SHA-256 of the outline and of the words of each testimony, as an approval states them."""
        texts = {f"outline:{self.slug}": self._filled(self._original.outline)}
        for slug, template in self._original.testimonies.items():
            texts[f"testimony:{self._replacements[slug]}"] = _body(self._filled(template)).strip() + "\n"
        return {name: _sha256(text.encode()) for name, text in texts.items()}

    def _write_approval(
        self, folder: Path, stated: dict[str, Any], values: Mapping[str, Any], *, sources: Mapping[str, str], after: str
    ) -> None:
        findings, responsibility = self._original.approvals[stated["report"]["sha256"]]
        report = engine.canonical(json.loads(self._filled(Template(json.dumps(findings, ensure_ascii=False)))))
        stated |= {"time": values["time"], "sources": dict(sources), "after": after}
        stated["report"]["sha256"] = _sha256(report)
        content = engine.canonical(stated)
        target = folder / "approvals" / _sha256(content)
        _put(target / "approval.json", content)
        _put(target / "report.json", report)
        _put(target / "responsibility.txt", responsibility)


def _words(original: Original, number: int) -> dict[str, str]:
    """The word of the copy for each of the original's that it has another for; no two have the same."""
    chance = random.Random(f"copy {number}")  # noqa: S311  sample texts, no secrets
    words: dict[str, str] = {}
    for exchanged in _EXCHANGED:
        words |= zip(exchanged, chance.sample(exchanged, len(exchanged)), strict=True)
    writer = original.writer
    words[writer.town] = town(chance)
    for witness in writer.witnesses:
        words[witness.last] = family_name(chance)
    for place, witness in enumerate(writer.witnesses):
        words[witness.slug] = slug_of(
            f"{words.get(witness.first, witness.first)} {words[witness.last]}", 2 * number + place
        )
    words[writer.slug] = slug_of(Template(writer.title).filled(words), number)
    for picture in (1, 2):
        words[f"{writer.slug}-{picture}"] = f"{words[writer.slug]}-{picture}"
    return words


def _body(text: str) -> str:
    return text.partition("\n---\n")[2]


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
