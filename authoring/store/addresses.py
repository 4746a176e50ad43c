"""The addresses that every store accepts, and which files beside a piece are records, texts or pictures.

Every store has the same rules, so that what was written to one can be moved to another.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Final

from authoring.errors import InputError
from authoring.model.slugs import check_slug, is_slug
from authoring.store import PRICES, SETTINGS, WORKSPACE, Key
from authoring.text.i18n import _

INDEX: Final = "index.md"
HISTORY: Final = "history.jsonl"
MANIFEST: Final = "manifest.json"
REVISIONS: Final = "revisions"
SHORT: Final = 16  # digits of the hash in the names that earlier versions gave to kept revisions

CALLS: Final = "calls.jsonl"  # each call to a model
PROVENANCE: Final = "provenance.json"  # who or what wrote each sentence
LOOKS: Final = "looks.json"  # the revision that each reviewer saw last
EXPORTS: Final = "exports.json"  # what each target holds of the piece
PROMPT_TESTS: Final = "prompt-tests"  # of the workspace: the calls of each case that tests prompts
DELIVERIES: Final = "deliveries.json"  # of the workspace: all that this machine sent
TEXTS: Final = "texts"  # what goes with the piece, such as a post for a network: a file of each kind
RECORD_FOLDERS: Final = frozenset({"approvals", "exports", "proposals", TEXTS})
RECORD_ENDINGS: Final = (".json", ".jsonl")
STRAY_COPY: Final = "from-published.md"  # edits that somebody made in the published copy, moved here at a retraction
_STORE_FOLDERS: Final = frozenset({"locks", "journal"})  # in `.authoring`, the store's own

_WHOLE: Final = 64
_HASH: Final = re.compile(r"[0-9a-f]{16,64}\Z")
_LOCK: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*\Z")
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f\\]")


def is_key(key: Key) -> bool:
    """Whether a text can lie under this key."""
    if key.revision and (key.kind != "piece" or not is_hash(key.revision)):
        return False
    if key.kind == "settings":
        return key.slug in (SETTINGS, PRICES)
    if key.kind in ("prompt", "case"):
        return is_relative(key.slug) and "/" not in key.slug
    return is_slug(key.slug)


def check_key(key: Key) -> None:
    """Raises `InputError` for a key under which no text can be written, such as that of a kept revision."""
    if key.kind in ("outline", "testimony", "piece"):
        check_slug(key.slug)
    if not is_key(key) or key.revision:
        _refuse(key.slug)


def lock_of(key: Key) -> str:
    """The slug under which a text is locked."""
    return WORKSPACE if key.kind in ("settings", "prompt", "case") else key.slug


def is_hash(content_hash: str) -> bool:
    """Whether this is a content hash, or the shorter name of a revision that an earlier version kept."""
    return bool(_HASH.match(content_hash))


def is_whole_hash(text: str) -> bool:
    """Whether this is a whole content hash; a shorter one is not unique, since two hashes may begin alike."""
    return len(text) == _WHOLE and is_hash(text)


def check_hash(content_hash: str) -> None:
    """Raises `InputError` for a text that is not a content hash."""
    if not is_hash(content_hash):
        _refuse(content_hash)


def kept_place(name: str) -> str:
    """The path of a kept revision below its piece's folder, as messages show it."""
    return f"{REVISIONS}/{name}"


def kept_text(name: str) -> str:
    """The name of a kept revision's text in the event of an erasure."""
    return f"{kept_place(name)}/{INDEX}"


def kept_manifest(name: str) -> str:
    """The name of a kept revision's manifest in the event of an erasure."""
    return f"{kept_place(name)}/{MANIFEST}"


def names_of(content_hash: str) -> tuple[str, ...]:
    """The names that a revision can have: its whole hash, and the shorter one of earlier versions."""
    return tuple(dict.fromkeys([content_hash, content_hash[:SHORT]]))


def name_of_kept(content_hash: str, manifest_of: Callable[[str], bytes | None]) -> str:
    """The name under which a revision is kept; its whole hash when it is not kept.

    `manifest_of` gives the manifest under a name: empty where only a text is kept, None where nothing is. Under a
    short name there may be another revision whose hash begins alike, recognised by its manifest.
    """
    for name in names_of(content_hash):
        manifest = manifest_of(name)
        if manifest is not None and (name == content_hash or not _is_of_another(manifest, content_hash)):
            return name
    return content_hash


def _is_of_another(manifest: bytes, content_hash: str) -> bool:
    """Whether this is the unchanged manifest of another text whose hash begins with the same digits."""
    from authoring.store import version_of

    digest = version_of(manifest) if manifest else content_hash
    return digest != content_hash and digest.startswith(content_hash[:SHORT])


def kept_file(name: str, src: str) -> str:
    """The name of a file that a kept revision links to in the event of an erasure."""
    return f"{kept_place(name)}/{src}"


def is_relative(name: str) -> bool:
    """Whether `name` is a relative path without `..`, hidden files, backslashes or control characters."""
    parts = name.split("/")
    return not _FORBIDDEN.search(name) and ":" not in parts[0] and all(part and part[0] != "." for part in parts)


def is_record(slug: str, name: str) -> bool:
    """Whether a record of this name can lie beside the piece, or with `WORKSPACE` in the workspace."""
    if not is_relative(name):
        return False
    first, _slash, rest = name.lower().partition("/")
    if slug == WORKSPACE:
        return first not in _STORE_FOLDERS
    return is_slug(slug) and is_record_name(first, is_folder=bool(rest))


def is_record_name(first: str, *, is_folder: bool) -> bool:
    """Whether a file or folder right beside a piece's text is a record, or holds records."""
    if is_folder:
        return first in RECORD_FOLDERS
    return first == STRAY_COPY or (first.endswith(RECORD_ENDINGS) and first != HISTORY)


def check_record(slug: str, name: str) -> None:
    """Raises `InputError` for a record that cannot be written."""
    if slug != WORKSPACE:
        check_slug(slug)
    if not is_record(slug, name):
        _refuse(name)


def is_picture(key: Key, src: str) -> bool:
    """Whether `src` can be a picture beside the text: inside its place, and no text or record."""
    if not has_pictures(key) or not is_relative(src):
        return False
    first, _slash, rest = src.lower().partition("/")
    if key.revision:
        return first not in (INDEX, MANIFEST)
    if key.kind == "piece":
        return first not in (INDEX, HISTORY, REVISIONS) and not is_record_name(first, is_folder=bool(rest))
    return bool(rest) or not first.endswith(".md")


def has_pictures(key: Key) -> bool:
    """Whether pictures can lie beside the text."""
    return is_key(key) and key.kind in ("outline", "testimony", "piece")


def file_name(src: str) -> str:
    """`src` without redundant steps: `./images/a.jpg` becomes `images/a.jpg`."""
    return "/".join(step for step in src.split("/") if step != ".") if "./" in src else src


def spellings(src: str) -> tuple[str, ...]:
    """The file names that `src` may mean: as it is written, and read as an address (`%C3%A9`).

    Each also in both Unicode forms, NFC and NFD, because file systems treat these as one name.
    """
    name = file_name(src)
    if name.isascii() and "%" not in name:
        return (name,)
    from urllib.parse import unquote

    plain = unquote(name)
    return tuple(dict.fromkeys([name, plain, *(unicodedata.normalize(form, plain) for form in ("NFC", "NFD"))]))


def composed(name: str) -> str:
    """The name in Unicode's composed form (NFC), equal for all names that file systems treat as one."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def same_name(src: str, names: Iterable[str]) -> str:
    """The one of `names` that `src` means, by the rules of `spellings`; empty when there is none."""
    listed = list(names)
    for spelling in spellings(src):
        if spelling in listed:
            return spelling
    means = {*map(composed, spellings(src))}
    return next((name for name in listed if composed(file_name(name)) in means), "")


def check_picture(key: Key, src: str) -> None:
    """Raises `InputError` for a picture that cannot be written, such as one of a kept revision."""
    check_key(key)
    if not is_picture(key, src):
        _refuse(src)


def check_kept_picture(src: str) -> None:
    """Raises `InputError` for a picture that cannot lie in a kept revision."""
    first = src.lower().partition("/")[0]
    if not is_relative(src) or first in (INDEX, MANIFEST):
        _refuse(src)


def check_lock(name: str) -> None:
    """Raises `InputError` for a text that cannot be a lock's name."""
    if not _LOCK.match(name):
        _refuse(name)


def _refuse(name: str) -> None:
    raise InputError(
        _("“{name}” cannot be the name of something that is kept here.").format(name=name),
        _("Use a plain name without “..”, without a slash at its beginning and without a hidden folder."),
    )


def is_history(label: str) -> bool:
    """Whether a label names a piece's history."""
    return label.rpartition("/")[2] == HISTORY
