"""A newsroom whose reviewer signs with an SSH key."""

from __future__ import annotations

import subprocess
from pathlib import Path

from authoring.audit.verify import verify
from authoring.editorial.signing import Signer
from authoring.model import config
from tests.worlds.newsroom import SLUG, Newsroom


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
        path = self.root / "authoring.toml"
        public = key.with_suffix(".pub").read_text("utf-8").strip()
        before = path.read_text("utf-8").partition("ssh_key =")[0].partition("\n[people.samir]")[0]
        samir = f'\n[people.samir]\nname = "Samir Haddad"\nroles = ["reviewer"]\nssh_key = "{public}"\n{more}\n'
        path.write_text(before + samir, "utf-8")
        self.settings = config.load(self.root, {})

    def sign(self, key: Path | None = None) -> None:
        signer = Signer(str(key or self.key))
        self.as_("samir").approve(SLUG, revision=self.piece.hash, signer=signer)

    def doubts(self) -> list[str]:
        return [problem.message for problem in verify(self.store, self.settings).problems]
