"""`authoring publish`: publish the approved revision, or all scheduled pieces that are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Final

import typer

from authoring.cli import outcomes, owing, terminal
from authoring.cli.advice import words
from authoring.errors import AuthoringError, Conflict, InputError, ServiceError, Stopped, UsageError
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.editorial.context import Context
    from authoring.exporters import Receipt

_MOST_REPETITIONS: Final = 3


def publish(
    slug: Annotated[str, typer.Argument(metavar="[SLUG]", help=_("The piece: the name of its folder."))] = "",
    due: Annotated[bool, typer.Option("--due", help=_("Publish every scheduled piece whose time has come."))] = False,
    actor: terminal.As = "",
    as_json: terminal.Json = False,
) -> int:
    if bool(slug) == due:
        raise UsageError(
            _("Name a piece, or say --due for those that are scheduled."), _("For example: authoring publish SLUG")
        )
    if due:
        return _publish_due(terminal.open_workspace(), as_json=as_json)
    return _publish(terminal.acting(actor), slug, as_json=as_json)


def _publish(context: Context, slug: str, *, as_json: bool) -> int:
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.publish import Publish

    delivered = perform(Publish(slug), context)
    outcomes.show(delivered.outcome, as_json=as_json)
    show_receipts(delivered.receipts, as_json=as_json)
    return exit_code([receipt for receipt in delivered.receipts if receipt.slug == slug or receipt.owed])


def _publish_due(context: Context, *, as_json: bool) -> int:
    """Publish all due pieces. An error with one does not stop the others; the exit code is that of the last error.

    Pieces that an interrupted run recorded and did not send are sent too.
    """
    from authoring.editorial.actions.publish import due, unsent
    from authoring.model.people import SCHEDULE

    code = 0
    slugs = [*unsent(context), *due(context)]
    for slug in slugs:
        try:
            code = _publish(context.acting_as(SCHEDULE), slug, as_json=as_json) or code
        except AuthoringError as error:
            terminal.show_error(error, as_json=as_json)
            code = error.exit_code
    if not slugs:
        terminal.note(_("Nothing is due."))
    try:
        return _settle(context, as_json=as_json) or code
    except (AuthoringError, OSError):
        if not code:
            raise
        return code  # the failure that was shown first, such as a full disk, stops this too


def _settle(context: Context, *, as_json: bool) -> int:
    """Try again to take down the owed pieces."""
    from authoring.editorial.delivery import Delivery

    receipts = Delivery.to_every_target(context).settle()
    show_receipts(receipts, as_json=as_json)
    owing.owed(context)
    return exit_code(receipts)


def show_receipts(receipts: Sequence[Receipt], *, as_json: bool) -> None:
    """Print a line per target with the outcome and the post's place, and below it the notes."""
    from authoring.cli.targets import show_differences

    labels = {
        "created": _("created"),
        "updated": _("updated"),
        "scheduled": _("scheduled"),
        "unchanged": _("unchanged"),
        "retracted": _("taken down"),
        "deleted": _("deleted"),
        "blocked": _("not sent:"),
        "failed": _("not sent:"),
        "waiting": _("not sent:"),
        "conflict": _("not sent, since somebody edited it there:"),
        "missing": _("left as it is:"),
    }
    for receipt in () if as_json else _without_repetitions(receipts):
        label = _("may still be seen there:") if receipt.owed else labels[receipt.outcome]
        done = f"{label} {terminal.shown_place(told(receipt))}".rstrip()
        terminal.say("  " + _("{name}: {value}").format(name=receipt.target, value=done))
        for note in receipt.notes:
            terminal.say(f"    {words(note)}")
        show_differences(receipt.slug, receipt.differences, target=receipt.target)
        if receipt.outcome == "conflict":
            names = {"slug": receipt.slug, "target": receipt.target}
            terminal.say(_("    theirs: authoring export {slug} --to {target} --theirs").format(**names))
            terminal.say(_("    ours:   authoring export {slug} --to {target} --ours --reason “why”").format(**names))


def _without_repetitions(receipts: Sequence[Receipt]) -> list[Receipt]:
    """The receipts; many pieces excluded from one target for one reason become the first of them and their number.

    A newly imported blog has hundreds of these.
    """
    counts = Counter((receipt.target, told(receipt)) for receipt in receipts if receipt.outcome == "blocked")
    lines: list[Receipt] = []
    for receipt in receipts:
        reason = (receipt.target, told(receipt))
        count = counts[reason] if receipt.outcome == "blocked" else 1
        if count > _MOST_REPETITIONS:
            counts[reason] = 0
            lines.append(replace(receipt, where=_("{count} posts. {reason}").format(count=count, reason=receipt.where)))
        elif count > 0:
            lines.append(receipt)
    return lines


def told(receipt: Receipt) -> str:
    """The place of the post, or why it was not sent and what to do."""
    return f"{receipt.where} {words(receipt.remedy)}".rstrip()


def exit_code(receipts: Sequence[Receipt]) -> int:
    """The exit code for the worst of the receipts."""
    outcomes = {receipt.outcome for receipt in receipts}
    codes = {
        "failed": ServiceError.exit_code,
        "blocked": Stopped.exit_code,
        "conflict": Conflict.exit_code,
        "waiting": InputError.exit_code,
        "missing": InputError.exit_code,
    }
    return next((code for outcome, code in codes.items() if outcome in outcomes), 0)
