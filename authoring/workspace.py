"""A workspace, opened: settings, store and plug-ins wired together. What commands and tests hold in hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from authoring import config
from authoring.config import Settings
from authoring.documents import Person
from authoring.errors import InputError, UnknownActor
from authoring.i18n import _
from authoring.store import Store


@dataclass(frozen=True)
class Workspace:
    """A folder with an `authoring.toml`, ready for work."""

    settings: Settings
    store: Store
    environment: Mapping[str, str]

    @classmethod
    def open(cls, folder: Path, environment: Mapping[str, str]) -> Workspace:
        """The workspace that `folder` lies in. Raises `InputError` when it lies in none."""
        from authoring.store.folder import FolderStore

        root = config.find_root(folder.resolve())
        if root is None:
            raise InputError(
                _("There is no authoring.toml here or in a folder above, so this is not a workspace."),
                _("Go into your workspace, or make one: authoring init FOLDER"),
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
            wanted = self._git_email()
            for person in people.values():
                if wanted and person.email.casefold() == wanted.casefold():
                    return person
        raise UnknownActor(
            _("“{name}” is not among the people of this workspace.").format(name=wanted)
            if wanted
            else _("Who you are is not known."),
            _("Say who you are with --as ID or AUTHORING_USER=ID; the people here are: {ids}.").format(
                ids=", ".join(people) or _("nobody yet; add them below [people] in authoring.toml")
            ),
        )

    def _git_email(self) -> str:
        import subprocess

        try:
            answer = subprocess.run(
                ["git", "config", "user.email"],  # noqa: S607  whichever git the user has
                cwd=self.root,
                capture_output=True,
                text=True,
                timeout=5,
                check=False,
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return answer.stdout.strip()
