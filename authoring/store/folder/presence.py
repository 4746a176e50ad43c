"""Whether something lies at a path."""

from __future__ import annotations

import os


def may_lie_at(path: str) -> bool:
    """Whether something lies there, or the system does not let us see that nothing does: it is no absent text then."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except OSError:
        return False
    return True
