"""Turns an error of the operating system into one of this program: which file, why, and what to do."""

from __future__ import annotations

import errno
import os
from typing import Final

from authoring.errors import InputError
from authoring.text.i18n import _

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_LONG: Final = frozenset({errno.ENAMETOOLONG, errno.EILSEQ})
_OTHER_KIND: Final = frozenset({errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENOTEMPTY, errno.ELOOP})
_BUSY: Final = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.EMFILE, errno.ENFILE, errno.ENOLCK})


def refusal(error: OSError) -> InputError:
    """The error to show for an error of the operating system."""
    code, message, remedy = _words(error)
    reason = error.strerror or str(error) or type(error).__name__
    return InputError(message.format(reason=reason), remedy, file=_place(error), code=code, values={"reason": reason})


def _words(error: OSError) -> tuple[str, str, str]:
    number = error.errno
    if number in _FULL:
        return (
            "disk-full",
            _("There is no room to write: {reason}."),
            _("Free some space on that disk, then give the command again; what was finished is kept."),
        )
    if number in _REFUSED:
        return (
            "not-permitted",
            _("The system does not permit it: {reason}."),
            _("Check who owns the file and its folder and who may write there, then give the command again."),
        )
    if number in _LONG:
        return (
            "name-too-long",
            _("The system takes no such name: {reason}."),
            _("Choose a shorter, plainer name for the file or for the folders above it."),
        )
    if number in _OTHER_KIND:
        return (
            "not-a-file",
            _("Something else lies where a file or folder is expected: {reason}."),
            _("Look at what lies there, and move it away or give it another name."),
        )
    if number == errno.ENOENT:
        return (
            "no-such-file",
            _("There is no such file or folder: {reason}."),
            _("Check the name, and that nobody has just moved or deleted it."),
        )
    if number in _BUSY:
        return (
            "busy",
            _("The system is busy with it: {reason}."),
            _("Wait a moment, close other programs that use the file, then give the command again."),
        )
    return (
        "system",
        _("The system reports an error: {reason}."),
        _("Check the disk and the connection to it, then give the command again; what was finished is kept."),
    )


def _place(error: OSError) -> str:
    name = error.filename
    if isinstance(name, int) or not name:
        return ""
    return os.fsdecode(name).encode("utf-8", "backslashreplace").decode()
