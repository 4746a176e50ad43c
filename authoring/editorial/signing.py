"""Signatures with people's own SSH keys, made and checked with `ssh-keygen -Y`, as in git.

The program never reads a private key: `ssh-keygen` does, or the agent that holds it.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from authoring.errors import InputError, NotAllowed, advice
from authoring.model.ssh_keys import fingerprint
from authoring.text.i18n import _

NAMESPACE: Final = "authoring-approval"
_LONGEST: Final = 60  # seconds for somebody to touch a hardware key
_QUIET: Final = {"SSH_ASKPASS_REQUIRE": "never", "DISPLAY": ""}


def allowed_signers(keys: Mapping[str, Iterable[str]]) -> str:
    """The file that `ssh-keygen -Y verify -f` reads: each person's key, valid for approvals only."""
    return "".join(
        f'{name} namespaces="{NAMESPACE}" {key}\n'
        for name, person_keys in sorted(keys.items())
        for key in person_keys
        if key
    )


def is_signed(content: bytes, signature: bytes, *, signer: str, keys: Iterable[str]) -> bool:
    """Whether one of `keys` made the signature of exactly this content. Raises `InputError` without `ssh-keygen`."""
    with tempfile.TemporaryDirectory() as folder:
        allowed, signed = Path(folder, "allowed_signers"), Path(folder, "signature")
        allowed.write_text(allowed_signers({signer: keys}), encoding="utf-8")
        signed.write_bytes(signature)
        words = ["-Y", "verify", "-f", str(allowed), "-I", signer, "-n", NAMESPACE, "-s", str(signed)]
        return _run(words, content, asks=False).returncode == 0


def refuse_unsigned(content: bytes, signature: bytes, *, signer: str, key: str) -> None:
    """Raise `NotAllowed` unless somebody with a key signed these very bytes with it, and nobody else signed any."""
    if not key and not signature:
        return
    if not key or not is_signed(content, signature, signer=signer, keys=[key]):
        raise NotAllowed(
            _("The approval is not signed with the key that the settings state for “{id}”.").format(id=signer),
            _("Sign the statement with that key, or have the settings state yours."),
        )


@dataclass(frozen=True)
class Signer:
    """Signs with `key_file` (a private key, or a public one whose private half an agent holds), else with the agent.

    `asks` lets `ssh-keygen` ask for a passphrase or a touch, which needs somebody at a terminal.
    """

    key_file: str = ""
    asks: bool = False

    def sign(self, content: bytes, *, signer: str, key: str) -> bytes:
        """The signature, already checked against the public `key` of `signer`.

        Raises `InputError` when none can be made, and `NotAllowed` when another key made it.
        """
        with tempfile.TemporaryDirectory() as folder:
            file = Path(self.key_file).expanduser() if self.key_file else Path(folder, "key.pub")
            if not self.key_file:
                file.write_text(f"{key}\n", encoding="utf-8")
            done = _run(["-Y", "sign", "-f", str(file), "-n", NAMESPACE], content, asks=self.asks)
        if done.returncode or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
            raise self._failed(done.stderr.decode(errors="replace"), key)
        if not is_signed(content, done.stdout, signer=signer, keys=[key]):
            raise NotAllowed(
                _("This key is not the one that authoring.toml states for “{id}”.").format(id=signer),
                _("Sign with the key {fingerprint}, or have `people.{id}.ssh_key` state yours.").format(
                    fingerprint=fingerprint(key), id=signer
                ),
            )
        return done.stdout

    def _failed(self, said: str, key: str) -> InputError:
        if "passphrase" in said:
            return InputError(
                _("The key {file} is locked with a passphrase, and nobody is there to type it.").format(
                    file=self.key_file
                ),
                _("Give it to your agent first: ssh-add {file}").format(file=self.key_file),
            )
        if not self.key_file:
            return InputError(
                _("The approval must be signed, and no agent holds the key {fingerprint}.").format(
                    fingerprint=fingerprint(key)
                ),
                advice("name-key-file"),
            )
        return InputError(
            _("The approval could not be signed with {file}: {reason}").format(
                file=self.key_file, reason=" ".join(said.split()) or "ssh-keygen"
            ),
            advice("name-usable-key"),
        )


def _run(words: list[str], content: bytes, *, asks: bool) -> subprocess.CompletedProcess[bytes]:
    """`ssh-keygen` without a terminal, so that it fails instead of waiting, unless it may ask."""
    import os

    try:
        return subprocess.run(  # noqa: S603  whichever OpenSSH the user has
            ["ssh-keygen", *words],  # noqa: S607
            input=content,
            capture_output=True,
            timeout=_LONGEST,
            check=False,
            start_new_session=not asks,
            env={**os.environ, **({} if asks else _QUIET)},
        )
    except FileNotFoundError:
        raise InputError(
            _("Signatures are made and checked by ssh-keygen, which is not installed here."),
            _("Install OpenSSH (8.2 or later), for example: apt install openssh-client"),
        ) from None
    except subprocess.TimeoutExpired:
        raise InputError(
            _("ssh-keygen did not answer within {seconds} seconds.").format(seconds=_LONGEST),
            advice("unlock-key"),
        ) from None
