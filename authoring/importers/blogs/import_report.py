"""The report of an import: how many posts were imported, which were not, and what could not be converted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from authoring.importers import Loss, LossKind
from authoring.importers.blogs.blog_import import PostResult, Result
from authoring.text.i18n import _, plural


def summary(posts: Sequence[PostResult], more: Sequence[Loss]) -> list[str]:
    """A few lines with the number of each result and of each kind of loss."""
    results = Counter(post.result for post in posts)
    lines = [f"{_result(result)}: {count}" for result, count in sorted(results.items(), key=lambda entry: -entry[1])]
    counts: Counter[LossKind] = Counter()
    post_counts: Counter[LossKind] = Counter()
    for post in posts:
        for loss in post.losses:
            counts[loss.kind] += loss.count
        post_counts.update({loss.kind for loss in post.losses})
    if counts or more:
        lines += ["", _("Not carried over:")]
    for kind, count in counts.most_common():
        counted = plural("in {count} post", "in {count} posts", post_counts[kind])
        lines.append(f"  {name(kind)}: {count} ({counted})")
    lines += [f"  {_loss(loss)}" for loss in more]
    lines += [
        f"  {post.origin}: {_reason(post)}"
        for post in posts
        if post.result in ("failed", "name-taken", "changed-there")
    ]
    return lines


def whole(posts: Sequence[PostResult], more: Sequence[Loss], *, label: Callable[[str], str]) -> str:
    """Every post with all its losses, as Markdown.

    `label` gives for a piece's slug where people find its text.
    """
    title = _("What the import brought, and what it could not carry")
    lines = [f"# {title}", "", *summary(posts, more), ""]
    for post in posts:
        if post.losses or post.result not in ("imported", "unchanged"):
            lines += [f"## {post.title or post.origin}", "", *_lines_of(post, label), ""]
    return "\n".join(lines)


def name(kind: LossKind) -> str:
    """The name of a kind of loss in the language of messages."""
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


def _lines_of(post: PostResult, label: Callable[[str], str]) -> Iterator[str]:
    yield f"{_result(post.result)}: {post.origin}" + (f" → {label(post.slug)}" if post.slug else "")
    if post.losses:
        yield ""
    for loss in post.losses:
        yield f"- {_loss(loss)}"


def _loss(loss: Loss) -> str:
    counted = f" ({loss.count})" if loss.count > 1 else ""
    return f"{name(loss.kind)}: {loss.what}{counted}" if loss.what else f"{name(loss.kind)}{counted}"


def _reason(post: PostResult) -> str:
    reasons = "; ".join(loss.what for loss in post.losses if loss.kind == "unreadable")
    return f"{_result(post.result)}{f' ({reasons})' if reasons and post.result == 'failed' else ''}"


def _result(result: Result) -> str:
    return {
        "imported": _("imported"),
        "unchanged": _("imported before"),
        "changed-there": _("changed on the old blog since it was imported; nothing was overwritten"),
        "name-taken": _("another piece has this name; nothing was overwritten"),
        "skipped": _("left out"),
        "failed": _("could not be imported"),
    }[result]
