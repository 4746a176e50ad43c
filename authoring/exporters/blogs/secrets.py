"""Passwords and keys of targets: from the environment, or from a private file of the user, never from the workspace.

The file stores each secret with its address, so that changed settings of a workspace cannot send it elsewhere. Only
its owner may read the file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from authoring.errors import InputError, advice
from authoring.exporters.blogs.web import AccessDenied
from authoring.model.config import TargetSettings
from authoring.store import files
from authoring.text.i18n import _

FILE_VARIABLE = "AUTHORING_SECRETS"


def variable(target: TargetSettings, what: str) -> str:
    """The environment variable for a target's secret, such as AUTHORING_BLOG_PASSWORD."""
    return f"AUTHORING_{re.sub(r'[^A-Z0-9]+', '_', target.name.upper())}_{what}"


def find(target: TargetSettings, what: str, *, address: str, environment: Mapping[str, str] = os.environ) -> str:
    """The secret of a target. Raises `AccessDenied` with a remedy when there is none."""
    variable_value = environment.get(variable(target, what), "")
    if variable_value:
        _refuse_elsewhere(target, address, environment)
        return variable_value.strip()
    path = place(environment)
    secrets = files.read_object(path)
    if secrets:
        _refuse_open(path)
    if isinstance(secret := secrets.get(_key(address)), str) and secret:
        return secret
    raise AccessDenied(
        _("There is no password or key for “{name}” ({address}).").format(name=target.name, address=address),
        advice("keep-password", name=target.name, variable=variable(target, what)),
    )


def _refuse_elsewhere(target: TargetSettings, address: str, environment: Mapping[str, str]) -> None:
    """Raise `AccessDenied` when the environment's secret is for another address than that in the settings."""
    name = variable(target, "URL")
    expected = environment.get(name, "")
    if expected and _key(expected) != _key(address):
        raise AccessDenied(
            _("The password of “{name}” is for {expected}, and authoring.toml names {address}.").format(
                name=target.name, expected=_key(expected), address=address
            ),
            _("Nothing was sent. If the address is right, set {variable} to it.").format(variable=name),
        )


def keep(secret: str, *, address: str, environment: Mapping[str, str] = os.environ) -> Path:
    """Store a secret in the user's private file; returns its path."""
    import json

    path = place(environment)
    secrets = {**files.read_object(path), _key(address): secret.strip()}
    files.write_bytes(path, json.dumps(secrets, indent=1).encode() + b"\n", mode=0o600)
    path.chmod(0o600)
    return path


def place(environment: Mapping[str, str] = os.environ) -> Path:
    """The file with the user's secrets."""
    import platformdirs

    chosen_path = environment.get(FILE_VARIABLE, "")
    return Path(chosen_path) if chosen_path else Path(platformdirs.user_config_dir("authoring")) / "secrets.json"


def _key(address: str) -> str:
    return address.rstrip("/")


def _refuse_open(path: Path) -> None:
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise InputError(
            _("Others on this machine can read the file with your passwords."),
            _("Take their permission away: chmod 600 {path}").format(path=path),
            file=path,
        )
