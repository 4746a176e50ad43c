"""What an import says to people: how many posts came, what did not, and what could not be carried, in their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from authoring.importers import Loss, LossKind
from authoring.importers.blogs.blog_import import Result, Taken
from authoring.text.i18n import _, plural


def summary(taken: Sequence[Taken], more: Sequence[Loss]) -> list[str]:
    """A few lines: each result and each kind of loss with its count."""
    results = Counter(one.result for one in taken)
    lines = [f"{_result(result)}: {count}" for result, count in sorted(results.items(), key=lambda each: -each[1])]
    lost: Counter[LossKind] = Counter()
    where: Counter[LossKind] = Counter()
    for one in taken:
        for loss in one.losses:
            lost[loss.kind] += loss.count
        where.update({loss.kind for loss in one.losses})
    if lost or more:
        lines += ["", _("Not carried over:")]
    for kind, count in lost.most_common():
        posts = plural("in {count} post", "in {count} posts", where[kind])
        lines.append(f"  {name(kind)}: {count} ({posts})")
    lines += [f"  {_loss(loss)}" for loss in more]
    lines += [
        f"  {one.origin}: {_reason(one)}" for one in taken if one.result in ("failed", "name-taken", "changed-there")
    ]
    return lines


def whole(taken: Sequence[Taken], more: Sequence[Loss]) -> str:
    """Every post with all that could not be carried, as Markdown."""
    title = _("What the import brought, and what it could not carry")
    lines = [f"# {title}", "", *summary(taken, more), ""]
    for one in taken:
        if one.losses or one.result not in ("imported", "unchanged"):
            lines += [f"## {one.title or one.origin}", "", *_told(one), ""]
    return "\n".join(lines)


def name(kind: LossKind) -> str:
    """A kind of loss in the reader's words."""
    return {
        "shortcode": _("inserted by the old blog’s programs (shortcodes, dynamic blocks)"),
        "gallery": _("galleries, whose pictures are shown one below the other"),
        "embed": _("embedded videos and the like, now links"),
        "comments": _("readers’ comments"),
        "custom-fields": _("fields that no piece has"),
        "missing-picture": _("pictures that are missing, now links"),
        "raw-html": _("HTML that no post may hold"),
        "formatting": _("passages that lost their formatting and kept their words"),
        "text": _("passages whose words differ"),
        "page": _("posts that the old blog’s page shows with other words (there ≠ here)"),
        "language": _("languages that are not known here"),
        "address": _("former addresses"),
        "date": _("posts without a date"),
        "other-type": _("what is no post"),
        "not-published": _("posts that readers do not see"),
        "unreadable": _("what cannot be read"),
        "footnotes": _("footnotes, now numbers in brackets and a list at the end of the text"),
        "other-reader": _(
            "posts read without kramdown, Jekyll’s own reader, so that tables, lists and quotes may have come out "
            "otherwise (install Debian’s package jekyll, or Ruby with kramdown-parser-gfm, and import again elsewhere)"
        ),
    }[kind]


def _told(one: Taken) -> Iterator[str]:
    yield f"{_result(one.result)}: {one.origin}" + (f" → published/{one.slug}" if one.slug else "")
    if one.losses:
        yield ""
    for loss in one.losses:
        yield f"- {_loss(loss)}"


def _loss(loss: Loss) -> str:
    counted = f" ({loss.count})" if loss.count > 1 else ""
    return f"{name(loss.kind)}: {loss.what}{counted}" if loss.what else f"{name(loss.kind)}{counted}"


def _reason(one: Taken) -> str:
    told = "; ".join(loss.what for loss in one.losses if loss.kind == "unreadable")
    return f"{_result(one.result)}{f' ({told})' if told and one.result == 'failed' else ''}"


def _result(result: Result) -> str:
    return {
        "imported": _("imported"),
        "unchanged": _("imported before"),
        "changed-there": _("changed on the old blog since it was imported; nothing was overwritten"),
        "name-taken": _("another piece has this name; nothing was overwritten"),
        "skipped": _("left out"),
        "failed": _("could not be imported"),
    }[result]
