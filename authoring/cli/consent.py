"""`authoring consent list` and `withdraw`: whose words we hold, what they allowed, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import terminal
from authoring.model.states import state_name
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.actions.withdraw_consent import Withdrawal

app = typer.Typer(no_args_is_help=True)


@app.command("list", help=_("Whose words we hold, and what they allowed."))
def list_consents(as_json: terminal.Json = False) -> None:
    from authoring.editorial.queries import to_json
    from authoring.editorial.queries.consents import consents

    views = consents(terminal.open_workspace())
    if as_json:
        terminal.say_json([to_json(view) for view in views])
        return
    rows = [
        (view.slug, view.person, view.status, str(view.expires or ""), ", ".join(view.channels), view.ai)
        for view in views
    ]
    heading = (_("testimony"), _("person"), _("consent"), _("until"), _("channels"), _("models"))
    terminal.say_columns([heading, *rows])


@app.command("withdraw", help=_("Record that somebody has withdrawn their consent."))
def withdraw_consent(
    person: Annotated[
        str, typer.Argument(metavar="PERSON", help=_("A testimony, or a person’s name or id for all of theirs."))
    ],
    retract: Annotated[bool, typer.Option("--retract", help=_("Take down what readers see of it."))] = False,
    erase: Annotated[bool, typer.Option("--erase", help=_("Erase the words; the proof of consent stays."))] = False,
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.withdraw_consent import WithdrawConsent

    context = terminal.acting(actor) if retract or erase else terminal.open_workspace()
    withdrawal = perform(WithdrawConsent(person, retract=retract, erase=erase), context)
    if as_json:
        labels = [terminal.shown_path(label) for label in withdrawal.left]
        terminal.say_json({"slug": person, **_values(withdrawal), "erased": erase, "left": labels})
    else:
        _say(withdrawal, is_erased=erase)
    return terminal.show_problems([*withdrawal.unreadable, *withdrawal.left_over])


def _values(withdrawal: Withdrawal) -> dict[str, Any]:
    uses = [
        {
            "slug": use.slug,
            "state": use.piece.situation.state.value,
            "live": bool(use.piece.situation.live) and use.slug not in withdrawal.retracted,
            "ways": sorted(use.ways),
            "retracted": use.slug in withdrawal.retracted,
        }
        for use in withdrawal.uses
    ]
    testimonies = list(withdrawal.testimonies)
    return {"testimonies": testimonies, "status": "withdrawn", "withdrawn": withdrawal.day, "uses": uses}


def _say(withdrawal: Withdrawal, *, is_erased: bool) -> None:
    text = _("The consent for “{slug}” is withdrawn since {day}: nothing that uses these words can go out any more.")
    for slug in withdrawal.testimonies:
        terminal.say(text.format(slug=slug, day=withdrawal.day))
    for use in withdrawal.uses:
        situation = use.piece.situation
        if use.slug in withdrawal.retracted:
            remedy = _("taken down")
        elif situation.live:
            remedy = _("readers see it: authoring retract {slug} --reason …")
        else:
            remedy = _("take the words out of it") if use.ways - {"named", "pictured"} else _("take the name out of it")
        name = f"{use.slug} ({state_name(situation.state)})"
        terminal.say("  " + _("{name}: {value}").format(name=name, value=remedy.format(slug=use.slug)))
    if is_erased:
        terminal.say(_("The words are erased here; what is left is the proof of the consent and of its withdrawal."))
