"""`authoring targets list|test|status`: the targets, whether they can be reached, and the posts there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import owing, terminal
from authoring.cli.advice import words
from authoring.errors import ServiceError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authoring.editorial.queries.target_status import Standing
    from authoring.exporters import Difference

app = typer.Typer(no_args_is_help=True)

To = Annotated[list[str] | None, typer.Option("--to", metavar="TARGET", help=_("A target; all if none."))]
Slugs = Annotated[list[str] | None, typer.Argument(metavar="[SLUG]…", help=_("Which pieces; all if none."))]


@app.command("list", help=_("Where posts go."))
def list_targets(as_json: terminal.Json = False) -> None:
    targets = terminal.open_workspace().settings.targets.values()
    places = [(t.name, t.kind, t.folder or str(t.options.get("url", "")), t.channel) for t in targets]
    if as_json:
        terminal.say_json([dict(zip(("name", "kind", "where", "channel"), row, strict=True)) for row in places])
        return
    terminal.say_columns([(_("target"), _("kind"), _("where"), _("channel")), *places])


@app.command("login", help=_("Keep a target’s password or key on this machine, for you alone."))
def login(
    name: Annotated[str, typer.Argument(metavar="TARGET", help=_("Which target."))],
) -> None:
    from authoring.exporters.blogs import addresses, secrets
    from authoring.exporters.targets import target_named

    settings = terminal.open_workspace().settings
    address = addresses.checked(settings, target_named(settings, name))
    path = secrets.keep(_secret(address), address=address)
    terminal.say(_("Kept for {address} in {path}.").format(address=address, path=path))
    terminal.say(_("See whether it is let in: authoring targets test --to {name}").format(name=name))


def _secret(address: str) -> str:
    if not terminal.can_ask():
        return sys.stdin.readline()
    question = _("The password or key for {address} (it is not shown):").format(address=address)
    return terminal.ask_secret(question)


@app.command("test", help=_("Whether a target can be reached, and all is there that an export needs."))
def probe(to: To = None, as_json: terminal.Json = False) -> int:
    from authoring.editorial.queries.target_status import probed

    targets = list(probed(terminal.open_workspace(), to or []))
    is_fine = all(probe.is_fine or not probe.is_needed for entry in targets for probe in entry.probes)
    if as_json:
        terminal.say_json([{"target": entry.target, **vars(probe)} for entry in targets for probe in entry.probes])
        return 0 if is_fine else ServiceError.exit_code
    for entry in targets:
        terminal.say(terminal.bold(entry.target))
        for probe in entry.probes:
            terminal.say(f"  {'✓' if probe.is_fine else '✗' if probe.is_needed else '–'} {probe.what}")
            if not probe.is_fine:
                terminal.say(f"    → {words(probe.remedy)}")
    return 0 if is_fine else ServiceError.exit_code


@app.command("status", help=_("What stands at a target, against what was sent: who is ahead."))
def status(slugs: Slugs = None, to: To = None, as_json: terminal.Json = False) -> None:
    from authoring.editorial.queries.target_status import standings

    context = terminal.open_workspace()
    owing.owed(context, slugs or None)  # first, since an unreachable target raises an error below
    pieces = list(standings(context, slugs or None, targets=to or []))
    if as_json:
        terminal.say_json([_as_json(piece) for piece in pieces])
        return
    rows = [(it.target, it.slug, _words(it), terminal.shown_place(it.observed.where)) for it in pieces]
    terminal.say_columns([(_("target"), _("piece"), _("standing"), _("where")), *rows])
    for piece in pieces:
        for note in piece.observed.notes:
            terminal.say(_("  {target}, “{slug}”: {what}").format(target=piece.target, slug=piece.slug, what=note))
        show_differences(piece.slug, piece.observed.differences, target=piece.target)


@app.command("forget", help=_("Vouch that a former target, which cannot be asked, shows a post no more."))
def forget(
    name: Annotated[str, typer.Argument(metavar="TARGET", help=_("A target that authoring.toml names no more."))],
    slugs: Slugs = None,
    actor: terminal.As = "",
) -> None:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.forget_target import ForgetTarget

    for entry in perform(ForgetTarget(name, tuple(slugs or ())), terminal.acting(actor)):
        message = _("“{slug}” counts as gone from “{target}”, since {name} says so.")
        terminal.say(message.format(slug=entry.slug, target=entry.target, name=actor or _("you")))


def show_differences(slug: str, differences: tuple[Difference, ...], *, target: str) -> None:
    """Print the lines of each field that differ, for each known version; `--json` has the whole fields."""
    from authoring.exporters.blogs.reading_back import field_name

    for difference in differences:
        field = terminal.bold(field_name(difference.field))
        terminal.say(_("  {target}, “{slug}”: {what}").format(target=target, slug=slug, what=field))
        texts = {_("sent"): difference.sent, _("there"): difference.there, _("ours"): difference.ours}
        versions = {name: text.splitlines() for name, text in texts.items() if text}
        same = _in_all(list(versions.values()))
        width = max(map(len, versions), default=0)
        for name, lines in versions.items():
            for line in [line for line in lines if line not in same] or [_("(nothing here)")]:
                terminal.say(f"    {name:<{width}} | {line}")


def _in_all(versions: Sequence[Sequence[str]]) -> set[str]:
    """The lines that every version has, which are left out; empty when only the order differs."""
    same = set(versions[0]).intersection(*versions[1:]) if len(versions) > 1 else set()
    return same if any(set(lines) - same for lines in versions) else set()


def _words(piece: Standing) -> str:
    edited = _("gone there") if piece.observed.condition == "gone" else _("edited there")
    return {
        "nobody": _("the same") if piece.live else _("taken down"),
        "here": _("to be sent") if piece.live else _("to be taken down"),
        "there": edited,
        "both": _("{what}, and to be sent").format(what=edited),
    }[piece.ahead]


def _as_json(piece: Standing) -> dict[str, object]:
    observed = piece.observed
    return {
        "target": piece.target,
        "slug": piece.slug,
        "ahead": piece.ahead,
        "condition": observed.condition,
        "live": piece.live,
        "sent": observed.hash,
        "where": observed.where,
        "differences": [vars(difference) for difference in observed.differences],
        "notes": list(observed.notes),
        **({"owed": True} if piece.owed else {}),
    }
