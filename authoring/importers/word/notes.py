"""A proposal in words: for the terminal, for programs, and as files that are kept beside the piece."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from authoring.importers.word.returned import Comment
from authoring.importers.word.reviews import Change, Proposal
from authoring.model.slugs import suggest_slug
from authoring.store import Store
from authoring.store.addresses import INDEX
from authoring.text.i18n import _
from authoring.text.visible import in_one_line, visible

FOLDER = "proposals"


def heading(change: Change) -> str:
    """What was done to which passage, by whom."""
    kinds = {
        "reworded": _("reworded"),
        "reformatted": _("formatted otherwise"),
        "inserted": _("inserted"),
        "deleted": _("deleted"),
        "moved": _("moved"),
    }
    parts = [f"{where(change.what, change.number)}: {kinds[change.kind]}"]
    people = " · ".join(_person(by, when) for by, when in change.people)
    parts.append(people if change.is_tracked and people else _("not recorded by Track Changes"))
    return " — ".join(parts)


def remark(change: Change) -> str:
    """Why a change is not in the proposed text; empty when it is."""
    if change.is_guarded:
        return _("These are somebody’s own words: they stay as they are. Ask the person, or take out the passage.")
    if not change.is_proposed:
        return _("Not in the proposed text: make this change by hand, if you agree.")
    return ""


def where(what: str, number: int) -> str:
    """A passage as the printed page names it."""
    names = {
        "title": _("title"),
        "description": _("description"),
        "heading": _("heading"),
        "paragraph": _("paragraph"),
        "item": _("point of a list"),
        "quote": _("quote"),
        "testimony": _("testimony"),
        "code": _("code"),
        "cell": _("cell of a table"),
        "caption": _("caption"),
    }
    name = names.get(what, what)
    return f"{name} {number}" if number else name


def comment_line(comment: Comment) -> str:
    """A comment with who made it and about what."""
    place = _("at paragraph {number}").format(number=comment.number) if comment.number else ""
    about = f"“{comment.about}”" if comment.about else ""
    origin = " ".join(part for part in (_person(comment.by, comment.when), place, about) if part)
    state = " " + _("(resolved)") if comment.is_resolved else ""
    answer = "↳ " if comment.answers else ""
    return f"{answer}{origin}{state}: {comment.text}"


def threaded(comments: Sequence[Comment]) -> list[Comment]:
    """The comments, each answer after the comment that it answers."""
    first = [comment for comment in comments if not comment.answers]
    ordered = [
        comment
        for question in first
        for comment in (question, *(answer for answer in comments if answer.answers == question.id))
    ]
    return ordered + [comment for comment in comments if comment not in ordered]


def as_json(proposal: Proposal) -> dict[str, Any]:
    """All of it for other programs."""
    return {
        "slug": proposal.slug,
        "printed": proposal.printed,
        "known": proposal.is_known,
        "behind": proposal.is_behind,
        "changes": [
            {
                **{key: value for key, value in asdict(change).items() if not key.startswith(("is_", "people"))},
                "people": [{"name": by, "when": when} for by, when in change.people],
                "tracked": change.is_tracked,
                "guarded": change.is_guarded,
                "proposed": change.is_proposed,
            }
            for change in proposal.changes
        ],
        "comments": [
            {
                **{key: value for key, value in asdict(comment).items() if key != "is_resolved"},
                "resolved": comment.is_resolved,
            }
            for comment in proposal.comments
        ],
    }


def keep(proposal: Proposal, file: Path, store: Store) -> list[str]:
    """Keep a proposal beside the piece; the labels of its records. One that says nothing is not kept."""
    contents = {} if proposal.says_nothing else records(proposal, file)
    with store.transaction(proposal.slug) as change:
        for name, content in contents.items():
            change.attach(proposal.slug, name, content)
    return [store.records.label(proposal.slug, name) for name in contents]


def records(proposal: Proposal, file: Path) -> dict[str, bytes]:
    """What is kept beside the piece, by name: notes to read, the same for programs, and the proposed text."""
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    folder = f"{FOLDER}/{suggest_slug(file.stem)[:40].strip('-')}-{digest}"
    statement = json.dumps(as_json(proposal), ensure_ascii=False, indent=2) + "\n"
    contents = {
        f"{folder}/notes.md": visible(page(proposal, file)).encode(),
        f"{folder}/proposal.json": statement.encode(),
    }
    return {**contents, **({f"{folder}/{INDEX}": proposal.text.encode()} if proposal.text else {})}


def page(proposal: Proposal, file: Path) -> str:
    """The notes as a page of Markdown."""
    title, comments, changes = (
        _("What {file} proposes").format(file=in_one_line(file.name)),
        _("Comments"),
        _("Changes"),
    )
    lines = [f"# {title}", "", *standing(proposal), ""]
    if proposal.comments:
        lines += [f"## {comments}", "", *(f"- {comment_line(comment)}" for comment in threaded(proposal.comments)), ""]
    if proposal.changes:
        lines += [f"## {changes}", ""]
    for change in proposal.changes:
        lines += [f"### {heading(change)}", "", *(line for line in (remark(change),) if line)]
        lines += [f"- − {_flat(change.before)}"] if change.before else []
        lines += [f"- + {_flat(change.after)}"] if change.after else []
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def standing(proposal: Proposal) -> list[str]:
    """Which revision the file was printed from, and whether the piece has moved on since."""
    if not proposal.is_known:
        return [
            _("The file does not say which revision it was printed from; it is compared with the text as it is now.")
        ]
    lines = [_("Printed from revision {hash}.").format(hash=proposal.printed[:12])]
    if proposal.is_behind:
        lines.append(
            _("The piece has changed since then: only passages that are still the same are in the proposed text.")
        )
    return lines


def _person(by: str, when: str) -> str:
    return " ".join(part for part in (by or _("somebody"), when[:10]) if part)


def _flat(text: str) -> str:
    return text.replace("\\\n", " ").replace("\n", " ")
