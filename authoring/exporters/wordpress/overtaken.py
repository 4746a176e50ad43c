"""Somebody's save between our look at a post and our write: found among the versions that WordPress keeps, put back.

WordPress takes a write on no condition. It does keep each version of a text, and tells with every answer how many
there are and which is the last: one more than before is ours, and only where there are others do we ask for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from authoring.errors import ServiceError
from authoring.exporters.blogs import Collision, Remote
from authoring.exporters.wordpress.rest import Rest
from authoring.text.i18n import _

_STATUS: Final = {"live": "publish", "scheduled": "future"}


def versions(row: Mapping[str, Any]) -> tuple[int, int]:
    """How many versions of a post the site keeps, and the number of the last; zeros where it keeps none."""
    links = row.get("_links", {})
    count = next((link.get("count", 0) for link in links.get("version-history", ())), 0)
    last = next((link.get("id", 0) for link in links.get("predecessor-version", ())), 0)
    return int(count), int(last)


def refuse_overtaken(rest: Rest, written: Remote, *, expected: Remote) -> None:
    """Raise `Collision` where somebody saved between; their text then stands there again, in the state it had."""
    (before, last_before), (after, last) = expected.versions, written.versions
    # a site that keeps a few versions only throws the oldest away, and counts no more
    if last == last_before or after == before + 1:
        return
    theirs = _between(rest, written.id, last_before, last)
    if not theirs:
        return
    place = f"{rest.address}/wp-admin/revision.php?revision={theirs}"
    message = _(
        "Somebody saved it there while ours was on its way. Their text is back in its place, and ours is kept: {url}"
    )
    try:
        _put_back(rest, written.id, theirs, expected)
    except ServiceError:
        message = _("Somebody saved it there while ours was on its way. Ours stands there now; theirs is kept: {url}")
    raise Collision(_("Somebody was faster at {address}.").format(address=rest.address), message.format(url=place))


def _between(rest: Rest, identity: str, last_before: int, last: int) -> int:
    """The last version that is neither older than our look nor ours; what an editor keeps by itself is no save."""
    rows = rest.get(f"posts/{identity}/revisions", {"per_page": 100, "_fields": "id,slug"}) or ()
    between = [row["id"] for row in rows if last_before < row["id"] < last and "-autosave-" not in row["slug"]]
    return max(between, default=0)


def _put_back(rest: Rest, identity: str, version: int, expected: Remote) -> None:
    row = rest.get(f"posts/{identity}/revisions/{version}", {"context": "edit"}) or {}
    texts = {name: row[name]["raw"] for name in ("title", "excerpt", "content") if name in row}
    rest.post(
        f"posts/{identity}",
        {**texts, "status": _STATUS.get(expected.state, "draft"), "date_gmt": expected.fields["date"]},
    )
