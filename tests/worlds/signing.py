"""A newsroom whose reviewer signs with an SSH key."""

from __future__ import annotations

import subprocess
from pathlib import Path
from textwrap import dedent

from authoring.editorial.actions import Outcome
from authoring.editorial.actions.approve import Approve, PreparedApproval
from authoring.editorial.signing import Signer
from authoring.store import SETTINGS, Key
from authoring.workspace import settings_of
from tests.worlds.lantern import SETTINGS as LANTERN_SETTINGS
from tests.worlds.newsroom import SLUG, Newsroom

_SAMIR = """
    [people.samir]
    name = "Samir Haddad"
    email = "samir@example.org"
    roles = ["reviewer"]
"""


def make_key(folder: Path, name: str = "samir", *, passphrase: str = "") -> Path:
    path = folder / name
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "a key of a test", "-f", str(path)], check=True
    )
    return path


class SigningNewsroom(Newsroom):
    """Samir has a key, whose private half lies outside the workspace."""

    def __init__(self, root: Path, keys: Path) -> None:
        super().__init__(root)
        self.key = make_key(keys)
        self.state_key(self.key)
        self.submit()

    def state_key(self, key: Path, more: str = "") -> None:
        """Have the settings state that Samir's key is this one, and `more` about him."""
        public = key.with_suffix(".pub").read_text("utf-8").strip()
        others = dedent(LANTERN_SETTINGS).lstrip("\n").replace(dedent(_SAMIR), "")
        samir = f'\n[people.samir]\nname = "Samir Haddad"\nroles = ["reviewer"]\nssh_key = "{public}"\n{more}\n'
        with self.store.transaction("") as change:
            change.write(Key("settings", SETTINGS), f"{others}{samir}".encode())
        self.settings = settings_of(self.store, base=self.root, environment={})

    def without_key(self) -> None:
        """Nobody has stated a key for Samir."""
        people = {**self.settings.people, "samir": self.settings.people["samir"]._replace(ssh_key="")}
        self.settings = self.settings._replace(people=people)

    def prepare(self) -> tuple[Approve, PreparedApproval]:
        """Samir's approval of the text as it is now, and what he is to sign."""
        action = Approve(SLUG, revision=self.piece.hash)
        return action, action.prepare(self.as_("samir"))

    def sign(self, key: Path | None = None) -> Outcome:
        """Samir approves with the key in this file."""
        return self.sign_with(Signer(str(key or self.key)))

    def sign_with(self, signer: Signer) -> Outcome:
        """Samir approves with whatever key this signer uses."""
        action, prepared = self.prepare()
        signature = signer.sign(prepared.statement, signer="samir", key=prepared.key)
        return action.execute(self.as_("samir"), prepared, signature=signature)

    def doubts(self) -> list[str]:
        """The doubts about an approval that `verify` reports."""
        return [problem.message for problem in self.problems()]


def signature_by(key: Path, content: bytes, *, namespace: str = "authoring-approval") -> bytes:
    """What `ssh-keygen` gives for this content with any key, without asking whose it is."""
    words = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", namespace]
    return subprocess.run(words, input=content, capture_output=True, check=True).stdout
