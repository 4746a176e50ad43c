"""Which lines are public SSH keys, and how a key is named."""

from __future__ import annotations

import base64
import struct
from typing import Final

import pytest

from authoring.model.ssh_keys import fingerprint, public_key


def encoded(kind: str, *, rest: bytes = b"\0\0\0\x20" + b"k" * 32) -> str:
    return base64.b64encode(struct.pack(">I", len(kind)) + kind.encode() + rest).decode()


ED25519: Final = f"ssh-ed25519 {encoded('ssh-ed25519')}"


@pytest.mark.parametrize("kind", ["ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256", "sk-ssh-ed25519@openssh.com"])
def test_a_key_is_kept_without_its_comment(kind: str) -> None:
    key = f"{kind} {encoded(kind)}"
    assert public_key(f"  {key} samir@example.org \n") == key


@pytest.mark.parametrize(
    "line",
    [
        "",
        "ssh-ed25519",
        f"ssh-dss {encoded('ssh-dss')}",
        f"ssh-rsa {encoded('ssh-ed25519')}",
        f"ssh-ed25519 {encoded('ssh-ed25519', rest=b'')}",
        "ssh-ed25519 AA",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 !!!!",
        "ssh-ed25519 é",
        f"{ED25519}\n{ED25519}",
    ],
)
def test_what_is_no_key_is_none(line: str) -> None:
    assert public_key(line) == ""


def test_a_fingerprint_is_what_ssh_keygen_shows() -> None:
    # what `ssh-keygen -lf` says of this key
    assert fingerprint(ED25519) == "SHA256:sArVyTbDlP2ByuRNM59Xf/iwOUmdy69sxylyNl3iUQQ"
