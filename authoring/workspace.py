"""A workspace, opened: settings, store and plug-ins wired together. What commands and tests hold in hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from authoring.errors import InputError, InvalidDocuments, UnknownActor, advice
from authoring.model import config
from authoring.model.config import Settings
from authoring.model.people import Person
from authoring.store import Piece, Store
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.checks import Finding, Subject
    from authoring.editorial.publish import Publisher
    from authoring.editorial.review import Review
    from authoring.model.documents import Testimony


@dataclass(frozen=True)
class Workspace:
    """A folder with an `authoring.toml`, ready for work."""

    settings: Settings
    store: Store
    environment: Mapping[str, str]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    @classmethod
    def open(cls, folder: Path, environment: Mapping[str, str]) -> Workspace:
        """The workspace that `folder` lies in. Raises `InputError` when it lies in none."""
        from authoring.store.folder import FolderStore

        root = config.find_root(folder.resolve())
        if root is None:
            raise InputError(
                _("There is no authoring.toml here or in a folder above, so this is not a workspace."),
                advice("make-workspace"),
                file=folder,
            )
        settings = config.load(root, environment)
        return cls(settings, FolderStore(settings), environment)

    @property
    def root(self) -> Path:
        """The workspace's folder."""
        return self.settings.root

    def actor(self, name: str = "") -> Person:
        """Who acts: `name`, else `AUTHORING_USER`, else git's `user.email`, as one of `[people]`.

        Raises `UnknownActor` when that names nobody.
        """
        people = self.settings.people
        wanted = name or self.environment.get("AUTHORING_USER", "")
        if wanted in people:
            return people[wanted]
        if not wanted:
            wanted = git_setting("user.email", self.root)
            for person in people.values():
                if wanted and person.email.casefold() == wanted.casefold():
                    return person
        raise UnknownActor(
            _("“{name}” is not among the people of this workspace.").format(name=wanted)
            if wanted
            else _("Who you are is not known."),
            advice("say-who", ids=", ".join(people) or _("nobody yet; add them below [people] in authoring.toml")),
        )

    def now(self) -> datetime:
        """The present moment in the workspace's time zone, to the second."""
        return self.clock().astimezone(self.settings.zone).replace(microsecond=0)

    def review(self, actor: Person) -> Review:
        """The review actions of `actor`, now."""
        from authoring.editorial.review import Review

        return Review(self.store, actor, self.now(), self.settings.quorum, self.settings.review, self._found)

    def _found(self, piece: Piece) -> dict[str, str]:
        """The source that is near each sentence which a model wrote without naming one."""
        from authoring.checks import sources

        return sources.found(self.subject(piece))

    def publisher(self, targets: Sequence[str] = ()) -> Publisher:
        """What publishes to the named targets, or to all of them. Raises `InputError` for an unknown one."""
        from authoring.editorial.publish import Publisher
        from authoring.exporters.blogs import addresses
        from authoring.exporters.builtin import exporter_of

        settings = self.settings
        chosen = [addresses.named(settings, name) for name in targets or settings.targets]
        return Publisher(settings, self.store, [exporter_of(settings, target) for target in chosen])

    def subject(self, piece: Piece) -> Subject:
        """The piece with everything that a check may hold it against.

        Raises `InvalidDocuments` for mistakes in its outline or in a testimony that it names; others' are no matter.
        """
        from authoring.checks import Subject
        from authoring.sourcing.quotations import agreements

        slug = piece.draft.outline or piece.slug
        outline = self.store.outline(slug) if slug in self.store.outlines() else None
        today = self.now().date()
        return Subject(
            piece.draft,
            piece.folder,
            self.settings,
            outline,
            self._testimonies(piece),
            today=today,
            agreements=agreements.recorded(piece.events),
        )

    def _testimonies(self, piece: Piece) -> dict[str, Testimony]:
        found = {}
        for slug in self.store.testimonies():
            try:
                found[slug] = self.store.testimony(slug)
            except InvalidDocuments:
                if slug in piece.draft.testimonies:
                    raise
        return found

    def findings(self, piece: Piece) -> list[Finding]:
        """What every check has to say about the piece."""
        from authoring.checks import running
        from authoring.checks.builtin import all_checks

        return running.run(all_checks(), self.subject(piece))


def git_setting(name: str, folder: Path) -> str:
    """A setting of git's as it holds in `folder`; empty when there is none, or no git."""
    import subprocess

    command = ["git", "config", name]
    try:
        asked = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=5, check=False)  # noqa: S603  whichever git the user has
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip()
