"""Undoes our write where somebody saved the post after we read it, by the versions that WordPress keeps.

WordPress has no conditional write. But it keeps each version of a text, and every answer says how many there are and
which is the last. One more than before is ours; where there are more, somebody else saved too, and we ask for them.
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
    # a site with a limit of versions deletes the oldest, and its count does not grow
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
    """The last version that is newer than what we read and not ours; automatic saves do not count."""
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
