"""Characters that steer a terminal or that nobody sees, written down apart from the program's own list."""

from __future__ import annotations

import re
from typing import Final

from hypothesis import strategies as st

ANY_TEXT: Final = st.text(st.characters(exclude_categories=()))
# a gap in the program's list shows, since this is another one
HARMFUL: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
