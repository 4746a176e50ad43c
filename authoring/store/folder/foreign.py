"""Recognises, by their names, the files in a workspace's folders that the program does not use.

Synchronising programs, operating systems, editors and people leave such files. None of them is read as a text, a
record or a revision; `problem` reports each with what to do about it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Final, Literal

from authoring.errors import Problem
from authoring.model.slugs import is_slug
from authoring.text.i18n import _

# Patterns are compiled at their first use: listing pieces whose names are all valid needs none of them.
Kind = Literal["copy", "system", "sync", "editor", "page", "twin"]

_SYSTEM: Final = r"""
    \.ds_store | \.localized | \._.+ | \.appledouble | \.apdisk | \.spotlight-v100 | \.fseventsd | \.trashes
    | \.temporaryitems | \.documentrevisions-v100 | \.volumeicon\.icns | icon[\r?]? | __macosx | \.trash(?:-\d+)?
    | thumbs\.db(?::.+)? | ehthumbs(?:_vista)?\.db | desktop\.ini | \$recycle\.bin | system\ volume\ information
    | \.directory | \.nfs[0-9a-f]+ | \.fuse_hidden.* | \.thumbnails | @eadir | \#recycle | \#snapshot | .+\.lnk
    | .+:zone\.identifier | lost\+found"""
_SYNC: Final = r"""
    \.stfolder.* | \.stignore | \.stversions | [.~]syncthing[.~].+ | \.dropbox(?:\.attr|\.cache|\.device)?
    | \._?sync_.+\.db.* | \.sync(?:ignore)? | .+\.!sync | .+\.bts | \.(?:nextcloud|owncloud)sync\.log.* | \..+\.icloud
    | \.tmp\.drive(?:down|up)load | \.csync_journal\.db.* | \.megaignore | \.debris | \.unison\..+
    | .+\.g(?:doc|sheet|slides)
    | \.seafile-data | \.~(?!lock\.).+"""
_EDITOR: Final = r"""
    .+~ | \..+\.sw[a-z] | .+\.sw[nop] | \#.+\# | \.\#.+ | 4913 | ~\$.+ | ~.+\.tmp | \.~lock\..+ | .+\.un~
    | [^.].*\.(?:bak|backup|old|orig|rej|tmp|temp|part|partial|crdownload|download|autosave|asv|kate-swp|save)
    | \.goutputstream-.+ | \.idea | \.vscode | \.vs | \.obsidian | \.fleet | \.zed | .+\.code-workspace
    | .+\.sublime-(?:project|workspace) | .+___jb_(?:tmp|old|bak)___ | \..+\.marks | \.netrwhist"""
_PAGE: Final = r"""
    (?:\d*[-_. ]+)?(?:read[-_ ]?me|lisez[-_ ]?moi|lies[-_ ]?mich|l[eé]e[-_ ]?me|leggi[-_ ]?mi|leia[-_ ]?me
    | licen[cs]e | copying | contributing | changelog | authors | todo)(?:[-_. ][a-z]{2}(?:[-_][a-z]{2})?)?
    (?:\.(?:md|markdown|txt|rst|adoc|org|html?|pdf|docx?|odt))?"""
_CONFLICT: Final = r"(?:conflict|conflit|konflikt|conflict[oe]|conflitto|conflito|konflik|競合|冲突|衝突|충돌)"
# endings that mark a copy of another file
_CERTAIN_COPY: Final = rf"""
    sync-conflict-\d | [(\[{{][^)\]}}]*{_CONFLICT}[^)\]}}]*[)\]}}]? | [ _.-]{_CONFLICT}(?:ed)?[ _-]?\d{{6}}
    | conflicted[ _-]copy | copie[ _-]en[ _-]conflit | conflicting[ _-]copy | \.{_CONFLICT}(?:\.|$) | sfconflict
    | [._](?:base|local|remote|backup)[._]\d+ | \.(?:mine|theirs|ours)$ | \.r\d+$ | case[ _]conflict"""
_COPY_WORD: Final = r"(?:copy|copie|kopie|copia|cópia|kopia|kopio|コピー|副本|복사본)"
# people may also choose such a name on purpose
_LIKELY_COPY: Final = rf"""
    \ ?[(\[]\d+[)\]]$ | \ ?[-–—_]\ ?{_COPY_WORD}(?:\ ?(?:[(\[]\d+[)\]]|\d+))?$ | \ {_COPY_WORD}(?:\ \d+)?$
    | [(\[][^)\]]*{_COPY_WORD}[^)\]]*[)\]]$ | ^{_COPY_WORD}(?:\ [(\[]\d+[)\]]|\ \d+)?\ (?:of|de|d['’]|von|di|van|av)\b
    | \ \d{{1,2}}$"""
_BEGINS_A_COPY: Final = r" ?[(\[{]| - | – |[.~_]|-(?=[^a-z0-9]|[A-Z])"
_ENDING: Final = r"(?<=.)\.[A-Za-z0-9]{1,8}$"


def kind_of(name: str) -> Kind | None:
    """The kind that a name alone reveals, in any folder: a program's own file or a copy; None for any other name."""
    plain = _folded(name)
    if re.fullmatch(_SYNC, plain, re.VERBOSE):
        return "sync"
    if re.fullmatch(_SYSTEM, plain, re.VERBOSE):
        return "system"
    if re.fullmatch(_EDITOR, plain, re.VERBOSE):
        return "editor"
    return "copy" if re.search(_CERTAIN_COPY, plain, re.VERBOSE) else None


def is_litter(path: str) -> bool:
    """Whether a system or a program left the file, or a folder above it, so that it cannot be a picture."""
    return any(kind_of(name) in ("system", "sync", "editor") for name in path.split("/"))


def is_no_record(path: str) -> bool:
    """Whether the file cannot be a record of this program: a system's file, or a copy of a record."""
    return any(
        kind_of(name) or re.search(_LIKELY_COPY, re.sub(_ENDING, "", _folded(name)), re.VERBOSE)
        for name in path.split("/")
    )


def is_page(name: str) -> bool:
    """Whether the file describes the folder to people, such as `README.md`."""
    return bool(re.fullmatch(_PAGE, _folded(name), re.VERBOSE))


def kind_of_text(name: str, ending: str, siblings: Collection[str]) -> Kind | None:
    """The kind of a file or folder among texts that cannot be a text; `siblings` are the names beside it.

    None for a text, and for a text with an invalid name, which is reported as a mistake.
    """
    stem = name.removesuffix(ending) if ending else name
    if name.endswith(ending) and is_slug(stem):
        return None
    kind = kind_of(name)
    if kind is None and ending and is_page(name):
        return "page"
    return kind or ("copy" if _is_copy_of(stem, ending, siblings) else None)


def _is_copy_of(stem: str, ending: str, siblings: Collection[str]) -> bool:
    plain = unicodedata.normalize("NFC", stem)
    if re.search(_LIKELY_COPY, plain.casefold(), re.VERBOSE):
        return True
    return any(
        is_slug(start := plain[: match.start()]) and f"{start}{ending}" in siblings
        for match in re.finditer(_BEGINS_A_COPY, plain)
    )


def kind_beside_a_text(name: str, siblings: Collection[str], *, is_folder: bool) -> Kind | None:
    """The kind of an unused file beside a text or in a folder of pictures; None for a picture or a record."""
    kind = kind_of(name)
    if kind or (is_page(name) and not is_folder):
        return kind or "page"
    plain = unicodedata.normalize("NFC", name)
    ending = match[0] if (match := re.search(_ENDING, plain)) else ""
    stem = _folded(plain.removesuffix(ending))
    original = re.sub(_LIKELY_COPY, "", stem, flags=re.VERBOSE).strip()
    if original == stem:
        return None
    return "copy" if f"{original}{ending.casefold()}" in {*map(_folded, siblings)} else None


def problem(kind: Kind, path: str) -> Problem:
    """The report about such a file."""
    message, remedy = _words(kind)
    return Problem(message, remedy, path.encode("utf-8", "backslashreplace").decode())


def _words(kind: Kind) -> tuple[str, str]:
    if kind == "copy":
        return (
            _("Not ours: a second copy of a file or folder, as synchronised folders leave it; nothing in it is read."),
            _("Compare it with the one that it is a copy of, take over what is missing there, then delete it."),
        )
    if kind == "twin":
        return (
            _("Two names here differ in the form of their accents alone: Macs take them for one file (a conflict)."),
            _("Compare the two, keep one, and give the other another name or delete it."),
        )
    if kind == "sync":
        return (
            _("Not ours: a file of the program that keeps this folder in step with others."),
            _("Leave it to that program; nothing here reads it."),
        )
    if kind == "editor":
        return (
            _("Not ours: what an editor or an office program keeps while a file is open, or left over."),
            _("Close the file there, then delete this one if it stays."),
        )
    if kind == "system":
        return (
            _("Not ours: a file that the operating system makes for itself."),
            _("Delete it or leave it; nothing here reads it."),
        )
    return (
        _("Not ours: a page for people who look into this folder; it is not read as a text of the workspace."),
        _("Leave it, or move it to the folder above. A text needs another name."),
    )


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
