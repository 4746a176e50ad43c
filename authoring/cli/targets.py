"""`authoring targets list|test|status`: where posts go, whether it can be reached, and what stands there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from authoring.cli import terminal
from authoring.cli.advice import words
from authoring.errors import ServiceError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authoring.editorial.targets import Standing
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

    settings = terminal.open_workspace().settings
    target = addresses.named(settings, name)
    address = addresses.checked(settings, target)
    asked = _("The password or key for {address} (it is not shown):").format(address=address)
    given = typer.prompt(asked, hide_input=True, prompt_suffix=" ") if terminal.can_ask() else sys.stdin.readline()
    path = secrets.keep(given, address=address)
    terminal.say(_("Kept for {address} in {path}.").format(address=address, path=path))
    terminal.say(_("See whether it is let in: authoring targets test --to {name}").format(name=name))


@app.command("test", help=_("Whether a target can be reached, and all is there that an export needs."))
def probe(to: To = None, as_json: terminal.Json = False) -> int:
    from authoring.editorial.targets import Targets

    found = list(Targets(terminal.open_workspace().publisher(to or [])).probe())
    is_fine = all(probe.is_fine or not probe.is_needed for _name, probes in found for probe in probes)
    if as_json:
        terminal.say_json([{"target": name, **vars(probe)} for name, probes in found for probe in probes])
        return 0 if is_fine else ServiceError.exit_code
    for name, probes in found:
        terminal.say(terminal.bold(name))
        for probe in probes:
            terminal.say(f"  {'✓' if probe.is_fine else '✗' if probe.is_needed else '–'} {probe.what}")
            if not probe.is_fine:
                terminal.say(f"    → {words(probe.remedy)}")
    return 0 if is_fine else ServiceError.exit_code


@app.command("status", help=_("What stands at a target, against what was sent: who is ahead."))
def status(slugs: Slugs = None, to: To = None, as_json: terminal.Json = False) -> None:
    from authoring.editorial.targets import Targets

    standings = list(Targets(terminal.open_workspace().publisher(to or [])).status(slugs or None))
    if as_json:
        terminal.say_json([_as_json(one) for one in standings])
        return
    rows = [(one.target, one.slug, _words(one), terminal.shown_place(one.observed.where)) for one in standings]
    terminal.say_columns([(_("target"), _("piece"), _("standing"), _("where")), *rows])
    for one in standings:
        for note in one.observed.notes:
            terminal.say(_("  {target}, “{slug}”: {what}").format(target=one.target, slug=one.slug, what=note))
        show_differences(one.slug, one.observed.differences, target=one.target)


def show_differences(slug: str, differences: tuple[Difference, ...], *, target: str) -> None:
    """Of each field the lines that differ, version under version as far as they are known; --json has them whole."""
    from authoring.exporters.blogs.reading_back import field_name

    for one in differences:
        field = terminal.bold(field_name(one.field))
        terminal.say(_("  {target}, “{slug}”: {what}").format(target=target, slug=slug, what=field))
        versions = [(_("sent"), one.sent), (_("there"), one.there), (_("ours"), one.ours)]
        told = [(name, text.splitlines()) for name, text in versions if text]
        same = _in_all([lines for _name, lines in told])
        width = max((len(name) for name, _lines in told), default=0)
        for name, lines in told:
            for line in [line for line in lines if line not in same] or [_("(nothing here)")]:
                terminal.say(f"    {name:<{width}} | {line}")


def _in_all(versions: Sequence[Sequence[str]]) -> set[str]:
    """The lines that tell nothing, since every version has them; none where the order alone is another."""
    same = set(versions[0]).intersection(*versions[1:]) if len(versions) > 1 else set()
    return same if any(set(lines) - same for lines in versions) else set()


def _words(one: Standing) -> str:
    edited = _("gone there") if one.observed.condition == "gone" else _("edited there")
    return {
        "nobody": _("the same") if one.live else _("taken down"),
        "here": _("to be sent") if one.live else _("to be taken down"),
        "there": edited,
        "both": _("{what}, and to be sent").format(what=edited),
    }[one.ahead]


def _as_json(one: Standing) -> dict[str, object]:
    seen = one.observed
    return {
        "target": one.target,
        "slug": one.slug,
        "ahead": one.ahead,
        "condition": seen.condition,
        "live": one.live,
        "sent": seen.hash,
        "where": seen.where,
        "differences": [vars(difference) for difference in seen.differences],
        "notes": list(seen.notes),
    }
