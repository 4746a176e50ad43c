"""`authoring consent list` and `withdraw`: the consents of testimonies, and the withdrawal of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from authoring.cli import owing, publish, terminal
from authoring.errors import ServiceError
from authoring.model.states import state_name
from authoring.text.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from authoring.editorial.actions.withdraw_consent import Withdrawal
    from authoring.editorial.context import Context
    from authoring.editorial.owing import Owed

app = typer.Typer(no_args_is_help=True)


@app.command("list", help=_("Whose words we hold, and what they allowed."))
def list_consents(as_json: terminal.Json = False) -> None:
    from authoring.editorial.queries import to_json
    from authoring.editorial.queries.consents import consents

    context = terminal.open_workspace()
    views = consents(context)
    owed = _owed_by_testimony(context, owing.owed(context))
    if as_json:
        terminal.say_json([{**to_json(view), **owing.key(owed, view.slug)} for view in views])
        return
    rows = [
        (view.slug, view.person, view.status, str(view.expires or ""), ", ".join(view.channels), view.ai)
        for view in views
    ]
    heading = (_("testimony"), _("person"), _("consent"), _("until"), _("channels"), _("models"))
    terminal.say_columns([heading, *rows])


def _owed_by_testimony(context: Context, entries: Sequence[Owed]) -> dict[str, list[str]]:
    """For each testimony the retracted pieces that name it and that targets may still show."""
    slugs = {entry.slug for entry in entries}
    by_testimony: dict[str, list[str]] = {}
    for entry in context.overview().entries if slugs else ():
        for testimony in entry.testimonies if entry.slug in slugs else ():
            by_testimony.setdefault(testimony, []).append(entry.slug)
    return by_testimony


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
    publish.show_receipts([it for it in withdrawal.receipts if it.owed], as_json=as_json)
    owing.say(withdrawal.owed)
    if as_json:
        labels = [terminal.shown_path(label) for label in withdrawal.left]
        terminal.say_json({"slug": person, **_values(withdrawal), "erased": erase, "left": labels})
    else:
        _say(withdrawal, is_erased=erase)
    code = terminal.show_problems([*withdrawal.unreadable, *withdrawal.left_over])
    return ServiceError.exit_code if withdrawal.owed else code


def _values(withdrawal: Withdrawal) -> dict[str, Any]:
    owed = owing.targets_by_slug(withdrawal.owed)
    uses = [
        {
            "slug": use.slug,
            "state": use.piece.situation.state.value,
            "live": bool(use.piece.situation.live) and use.slug not in withdrawal.retracted,
            "ways": sorted(use.ways),
            "retracted": use.slug in withdrawal.retracted,
            **owing.key(owed, use.slug),
        }
        for use in withdrawal.uses
    ]
    testimonies = list(withdrawal.testimonies)
    return {"testimonies": testimonies, "status": "withdrawn", "withdrawn": withdrawal.day, "uses": uses}


def _say(withdrawal: Withdrawal, *, is_erased: bool) -> None:
    text = _("The consent for “{slug}” is withdrawn since {day}: nothing that uses these words can go out any more.")
    owed = owing.targets_by_slug(withdrawal.owed)
    for slug in withdrawal.testimonies:
        terminal.say(text.format(slug=slug, day=withdrawal.day))
    for use in withdrawal.uses:
        situation = use.piece.situation
        if use.slug in owed:
            remedy = _("taken back, and not seen to be gone yet from {targets}").format(
                targets=", ".join(owed[use.slug])
            )
        elif use.slug in withdrawal.retracted:
            remedy = _("taken down")
        elif situation.live:
            remedy = _("readers see it: authoring retract {slug} --reason …")
        else:
            remedy = _("take the words out of it") if use.ways - {"named", "pictured"} else _("take the name out of it")
        name = f"{use.slug} ({state_name(situation.state)})"
        terminal.say("  " + _("{name}: {value}").format(name=name, value=remedy.format(slug=use.slug)))
    if is_erased:
        terminal.say(_("The words are erased here; what is left is the proof of the consent and of its withdrawal."))
