"""Targets that are the folder of somebody's site: files of ours among theirs, and git where they ask for it.

To the exporter such a folder is a blog like any other: pieces are found in it by our mark, an edit made there is a
conflict, and a piece that is taken down becomes a draft of the site.
"""

from __future__ import annotations

import hashlib
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from authoring.errors import AuthoringError, InputError, ServiceError
from authoring.exporters import ApprovedRevision, Probe, Pulled, Receipt
from authoring.exporters.blogs import Post, Remote
from authoring.exporters.blogs.exporter import RemoteExporter
from authoring.exporters.folders.ledger import fingerprint_of
from authoring.exporters.folders.target_folder import locate, refuse_options
from authoring.exporters.rendering.languages import languages
from authoring.exporters.rendering.structured import structured
from authoring.exporters.rendering.text import printable
from authoring.model.config import Settings, TargetSettings
from authoring.sourcing.disclosure import shaping
from authoring.store import Store, files
from authoring.text import frontmatter
from authoring.text.i18n import _

OPTIONS: Final = frozenset({"commit", "push", "section"})
MARK: Final = "authoring"  # the key in the front matter under which we know our files again
_PATIENCE: Final = 120


@dataclass(frozen=True)
class Draftable:
    """How a site's generator is told that readers see nothing of a page: a key and its value."""

    key: str
    value: bool


class SiteFolder(ABC):
    """The folder of a site, as `blogs.Blog` has it. Names are paths below it; an id is the name of a piece's text."""

    hidden: Draftable

    def __init__(self, root: Path) -> None:
        self.root = root
        self.address = str(root)
        self.removed: set[str] = set()

    # --- what a generator does in its own way -----------------------------------------------------------------

    @abstractmethod
    def candidates(self, slug: str) -> Iterable[str]:
        """Where the text of a piece may lie."""

    @abstractmethod
    def files_of(self, revision: ApprovedRevision) -> Mapping[str, bytes]:
        """Every file of a piece, its text first."""

    @abstractmethod
    def sources_of(self, revision: ApprovedRevision) -> Sequence[tuple[str, str]]:
        """The blocks of the piece's text as they are sent, each with its Markdown."""

    @abstractmethod
    def read_text(self, text: str) -> tuple[str, list[str]]:
        """What somebody wrote there, as our Markdown, and what could not be carried."""

    # --- a blog -----------------------------------------------------------------------------------------------

    def find(self, slug: str) -> Sequence[Remote]:
        remotes = [self.read(name) for name in self.candidates(slug)]
        return [remote for remote in remotes if remote is not None and remote.piece == slug]

    def close(self) -> None:
        """A folder holds nothing open."""
        return

    def read(self, identity: str) -> Remote | None:
        path = self._path(identity)
        if path is None or not path.is_file():
            return None
        content = files.read_bytes(path)
        text = content.decode("utf-8", errors="replace").replace("\r\n", "\n")
        mark, front, body = _split(text)
        fields = {"front": front, "text": body.strip("\n"), "pictures": self._digests(mark.get("files"))}
        is_hidden = f"{self.hidden.key}: {str(self.hidden.value).lower()}" in front.split("\n")
        is_later = mark.get("scheduled") is True
        state = "draft" if is_hidden else "scheduled" if is_later else "live"
        token = hashlib.sha256(content + fields["pictures"].encode()).hexdigest()
        piece, revision = (str(mark.get(key, "")) for key in ("piece", "revision"))
        return Remote(identity, str(path), piece, state, token, fields, piece, revision[:16])  # type: ignore[arg-type]

    def read_all(self, identities: Iterable[str]) -> Mapping[str, Remote]:
        return {identity: remote for identity in identities if (remote := self.read(identity))}

    def rehearse(self, revision: ApprovedRevision, media: Mapping[str, Any]) -> Post:
        contents = self.files_of(revision)
        name = next(iter(contents))
        _mark, front, body = _split(contents[name].decode())
        digests = {file: hashlib.sha256(content).hexdigest() for file, content in contents.items()}
        pictures = _lines((file, digests[file]) for file in list(contents)[1:])
        fields = {"front": front, "text": body.strip("\n"), "pictures": pictures}
        return Post(revision.slug, fields, {"files": contents, "gone": sorted(set(media) - set(contents))}, digests)

    prepare = rehearse

    def create(self, post: Post) -> Remote:
        for name in post.payload["files"]:
            self._refuse_theirs(name, post.slug)
        return self._write(post)

    def update(self, identity: str, post: Post, *, expected: Remote) -> Remote:
        own = set(post.payload["files"])
        for name in own - {identity}:
            if name not in _names(expected.fields["pictures"]):
                self._refuse_theirs(name, post.slug)
        if identity not in own:
            self._remove(identity)
        return self._write(post)

    def confirm(self, written: Remote, *, expected: Remote) -> Remote:
        return written

    def take_down(self, identity: str, *, expected: Remote) -> Remote:
        path = self.root / identity
        text = path.read_text("utf-8")
        line = f"{self.hidden.key}: {str(self.hidden.value).lower()}\n"
        first, _end, rest = text.partition("---\n")
        files.write_bytes(path, f"{first}---\n{line}{rest}".encode())
        self.hide(_names(expected.fields["pictures"]))
        hidden = self.read(identity)
        assert hidden is not None  # it has just been written
        return hidden

    @abstractmethod
    def hide(self, names: Sequence[str]) -> None:
        """Take away those of a piece's other files that readers would still reach though the page is a draft."""

    def delete(self, identity: str) -> None:
        expected = self.read(identity)
        for name in [identity, *(_names(expected.fields["pictures"]) if expected else [])]:
            self._remove(name)

    def pulled(self, remote: Remote, revision: ApprovedRevision, sent: Mapping[str, str]) -> Pulled:
        values = frontmatter.parse(f"---\n{remote.fields['front']}\n---\n").values
        parts, notes = [], []
        rest = remote.fields["text"]
        for text, source in self.sources_of(revision):
            before, there, after = rest.partition(text)
            if there:
                theirs, more = self.read_text(before)
                parts += [theirs, source]
                notes += more
                rest = after
        theirs, more = self.read_text(rest)
        tags = values.get("tags") or ()
        return Pulled(
            revision.slug,
            str(values.get("title", "")),
            str(values.get("description", "")),
            "\n\n".join(filter(None, [*parts, theirs])) + "\n",
            tuple(map(str, tags)) if isinstance(tags, list) else (),
            (*notes, *more),
        )

    def probe(self) -> Iterable[Probe]:
        import os

        yield Probe(
            _("the folder {path} is there and can be written").format(path=self.root),
            self.root.is_dir() and os.access(self.root, os.W_OK | os.X_OK),
            _('Write the folder of the site, the one that holds its settings: folder = "…"'),
        )

    # --- files ------------------------------------------------------------------------------------------------

    def _write(self, post: Post) -> Remote:
        names = list(post.payload["files"])
        for name in [*names[1:], names[0]]:
            path = self._path(name)
            if path is None:
                raise _outside(self.root / name)
            if files.read_bytes(path) != post.payload["files"][name]:
                files.write_bytes(path, post.payload["files"][name])
        for name in post.payload["gone"]:
            self._remove(name)
        remote = self.read(names[0])
        assert remote is not None  # it has just been written
        return remote

    def _refuse_theirs(self, name: str, slug: str) -> None:
        """Raise `InputError` where a file that we did not write is in the way."""
        path = self._path(name)
        if path is None or path.exists():
            raise InputError(
                _("A file that this program did not write stands where “{slug}” has to go.").format(slug=slug),
                _("Move it away, or give the piece another place: section = “…” in authoring.toml."),
                file=self.root / name,
            )

    def _remove(self, name: str) -> None:
        path = self._path(name)
        if path is None:
            return
        path.unlink(missing_ok=True)
        self.removed.add(name)
        folder = path.parent
        if folder != self.root and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()

    def _path(self, name: str) -> Path | None:
        """The file of that name; None where a link would lead out of the site's folder."""
        path = self.root / name
        return path if path.resolve().is_relative_to(self.root.resolve()) else None

    def _digests(self, names: Any) -> str:
        digests = []
        for name in names if isinstance(names, list) else []:
            path = self._path(str(name))
            if path is not None and path.is_file():
                digests.append((str(name), hashlib.sha256(path.read_bytes()).hexdigest()))
        return _lines(digests)


class SiteFolderExporter(RemoteExporter):
    """A target that is a site's folder. With `commit` what was written is committed, with `push` pushed too."""

    links_translations = True

    def __init__(self, target: TargetSettings, store: Store, blog: SiteFolder, *, fingerprint: str) -> None:
        super().__init__(target, store, blog, fingerprint=fingerprint, schedules=False)
        self._site = blog
        self._commits = target.options.get("commit") is True
        self._pushes = target.options.get("push") is True

    def export(self, revisions: Iterable[ApprovedRevision]) -> Sequence[Receipt]:
        receipts = super().export(revisions)
        self._keep(receipts)
        return receipts

    def retract(self, slugs: Iterable[str], *, delete: bool = False) -> Sequence[Receipt]:
        before = self._names()
        receipts = super().retract(slugs, delete=delete)
        self._keep(receipts, also=before)
        return receipts

    def overwrite(self, revision: ApprovedRevision, *, by: str, reason: str) -> Receipt:
        receipt = super().overwrite(revision, by=by, reason=reason)
        self._keep([receipt])
        return receipt

    def is_here(self) -> bool:
        """Whether the site's folder is on this machine."""
        return self._site.root.is_dir()

    def shows(self, slug: str) -> bool:
        """Whether a page of the piece lies in the folder and is no draft."""
        return any(remote.is_shown for remote in self._site.find(slug))

    def probe(self) -> Sequence[Probe]:
        probes = list(super().probe())
        if self._commits:
            is_git = _git(self._site.root, "rev-parse", "--is-inside-work-tree") == "true"
            remedy = _("Make the site’s folder one, or take commit out of the target’s settings.")
            probes.append(Probe(_("the folder is kept with git"), is_git, remedy))
        return probes

    def _names(self) -> set[str]:
        return {name for record in self._records.all().values() for name in record.media}

    def _keep(self, receipts: Sequence[Receipt], *, also: Iterable[str] = ()) -> None:
        """Commit our files, also those that a run that was cut off left uncommitted, and nobody else's."""
        if not self._commits:
            return
        root = self._site.root
        ours = {*self._names(), *self._site.removed, *also}
        changed = sorted(ours & set(_changed(root)))
        if changed:
            slugs = [
                receipt.slug
                for receipt in receipts
                if receipt.outcome in ("created", "updated", "retracted", "deleted")
            ]
            message = f"authoring: {', '.join(slugs[:5]) or self.name}{'…' if len(slugs) > 5 else ''}"
            listed = "\0".join(changed).encode()
            for command in (["add", "-A"], ["commit", "-q", "-m", message, "--only"]):
                _run(root, [*command, "--pathspec-from-file=-", "--pathspec-file-nul"], listed)
        if self._pushes and (changed or _git(root, "rev-list", "-n1", "@{upstream}..HEAD")):
            _run(root, ["push", "-q"], b"")


def opened(settings: Settings, target: TargetSettings, *, options: Iterable[str] = ()) -> Path:
    """The folder of the site. Raises `InputError` for one that is not set, is not there, or for unknown options."""
    refuse_options(settings, target, options=OPTIONS | set(options))
    root = Path(locate(settings, target).root)
    section = str(target.options.get("section", ""))
    if not root.is_dir() or ".." in section.split("/") or section.startswith("/"):
        raise InputError(
            _("The folder of the target “{name}” is no site’s.").format(name=target.name),
            _('Write the folder of the site, the one that holds its settings: folder = "…"'),
            file=settings.label,
        )
    return root


def fingerprint(settings: Settings, target: TargetSettings) -> str:
    """What shapes the files besides the revision."""
    people = sorted((person.id, person.name) for person in settings.people.values())
    options = sorted((key, value) for key, value in target.options.items() if key not in ("commit", "push"))
    return fingerprint_of(target.kind, settings.site, people, shaping(settings.disclosure.wording), options)


def marked(revision: ApprovedRevision, names: Sequence[str]) -> dict[str, Any]:
    """Our mark: which piece this is, of which revision, and which other files belong to it."""
    mark: dict[str, Any] = {"piece": revision.slug, "revision": revision.hash}
    if revision.is_scheduled:
        mark["scheduled"] = True
    return {**mark, "files": list(names)} if names else mark


def facts(revision: ApprovedRevision) -> dict[str, Any]:
    """What the site's templates can show or say to machines: the disclosure, and the post as schema.org has it."""
    disclosure = revision.disclosure
    values = {
        "author": printable(revision.author),
        "ai_disclosure": disclosure.kind if disclosure.kind != "not-recorded" else "",
        "responsible": printable(disclosure.responsible),
        "json_ld": structured(revision),
        **languages(revision),
    }
    return {key: value for key, value in values.items() if value}


def document(values: Mapping[str, Any], body: str) -> bytes:
    """A page: front matter and text."""
    front = {key: value for key, value in values.items() if value not in ("", [], {}, None)}
    return f"---\n{frontmatter.dump(front)}---\n\n{body.strip(chr(10))}\n".encode()


def _split(text: str) -> tuple[Mapping[str, Any], str, str]:
    """Our mark, the front matter and the text of a page; an empty mark for somebody else's."""
    try:
        parsed = frontmatter.parse(text)
        params = parsed.values.get("params")
        mark = parsed.values.get(MARK) or (params.get(MARK) if isinstance(params, dict) else None)
    except AuthoringError:
        return {}, "", text
    return (mark if isinstance(mark, dict) else {}), parsed.front.rstrip("\n"), parsed.body


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"{name} {digest}" for name, digest in pairs)


def _names(lines: str) -> list[str]:
    return [line.rpartition(" ")[0] for line in lines.split("\n") if line]


def _outside(path: Path) -> InputError:
    return InputError(
        _("The file would lie outside the site’s folder: a link leads out of it."),
        _("Take the link away, or choose another folder in authoring.toml."),
        file=path,
    )


def _changed(root: Path) -> Iterator[str]:
    """Every file below the folder that git would commit, by its name below it."""
    above = _git(root, "rev-parse", "--show-prefix")
    for entry in _run(root, ["status", "--porcelain", "-z", "-uall", "."], b"").split("\0"):
        if len(entry) > 3:
            yield entry[3:].removeprefix(above)


def _git(root: Path, *arguments: str) -> str:
    try:
        return _run(root, arguments, b"").strip()
    except ServiceError:
        return ""


def _run(root: Path, arguments: Sequence[str], stdin: bytes) -> str:
    """What git answers. Raises `ServiceError` with its own words."""
    try:
        process = subprocess.run(  # noqa: S603  the arguments are ours, and no shell reads them
            ["git", "-C", str(root), *arguments],  # noqa: S607  git is found as everybody finds it
            input=stdin,
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        words = getattr(error, "stderr", b"") or str(error).encode()
        raise ServiceError(
            _("git refuses: {reason}").format(reason=" ".join(words.decode(errors="replace").split())[:300]),
            _("The files are written; mend it in the site’s folder, then export again."),
        ) from None
    return process.stdout.decode(errors="replace")
