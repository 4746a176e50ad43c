"""Whether something lies at a path."""

from __future__ import annotations

import os


def may_lie_at(path: str) -> bool:
    """Whether something lies at the path, or may lie there because the system does not permit looking."""
    try:
        os.lstat(path)
    except PermissionError:
        return True
    except OSError:
        return False
    return True
