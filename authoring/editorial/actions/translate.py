"""Translate: a model writes a piece in another language, as a piece of its own that names its original.

```python
action = Translate("garden", "en", tools=tools)
translated = action.execute(context, action.prepare(context))    # asks, and records text, provenance and event
```
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from authoring.drafting.calls import Totals
from authoring.drafting.tools import DraftingTools
from authoring.drafting.translate import Translation, Translator
from authoring.editorial.actions import EditorialAction, event_of
from authoring.editorial.actions.draft import alone, is_edited, record_edits, refuse_overtaken
from authoring.editorial.context import Context
from authoring.errors import AuthoringError, Conflict, InputError, NotPossibleNow, Stopped, UsageError, advice
from authoring.model import manifest, workflow
from authoring.model.events import Translated, Writing, translated
from authoring.model.situation import situation_of
from authoring.model.states import Action, State, state_name
from authoring.store.addresses import is_picture
from authoring.store.origins import Origins
from authoring.store.pieces import Piece
from authoring.store.recording import Additions, record
from authoring.text.i18n import LANGUAGES, _

_READ: frozenset[State] = frozenset({State.in_review, State.approved, State.scheduled, State.published})


@dataclass(frozen=True)
class PreparedTranslation:
    """The text that will be translated, and the translation as it is now, None where there is none yet."""

    original: Piece
    slug: str
    present: Piece | None


@dataclass(frozen=True)
class TranslatedPiece:
    """The translation as it was left. `left` are sentences that no answer translated faithfully.

    `withheld` are the testimonies that stand in their own language alone; `kept` is the revision of people's text that
    the new one replaced, else empty.
    """

    piece: Piece
    original: str
    totals: Totals
    left: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    kept: str = ""

    def as_json(self) -> dict[str, Any]:
        """The keys that `translate --json` prints."""
        return {
            "slug": self.piece.slug,
            "path": self.piece.label,
            "hash": self.piece.hash,
            "translation_of": self.original,
            "left": list(self.left),
            "withheld": list(self.withheld),
            "calls": self.totals.calls,
            "cached": self.totals.cached,
            "input_tokens": self.totals.input_tokens,
            "output_tokens": self.totals.output_tokens,
            "cost": self.totals.cost,
        }


@dataclass(frozen=True)
class Translate(EditorialAction[PreparedTranslation, TranslatedPiece]):
    """Translate what readers see of a piece, else the text in review or approved.

    The translation is called `name`, or after the piece and the language. One that people have edited is not
    overwritten; with `new_revision` their text is kept as a revision. Sentences that were answered are not asked again.
    """

    slug: str
    lang: str
    tools: DraftingTools
    name: str = ""
    new_revision: bool = False

    def allowed(self, context: Context) -> AuthoringError | None:
        """Why the actor may not have the piece translated now; None when they may."""
        try:
            self.prepare(context)
        except (Stopped, InputError, UsageError) as refusal:
            return refusal
        return None

    def prepare(self, context: Context) -> PreparedTranslation:
        """What will be translated. Raises what forbids it: the language, the workflow, people's edits."""
        original = self._original(context)
        if self.lang not in LANGUAGES or self.lang == original.draft.lang:
            others = [lang for lang in LANGUAGES if lang != original.draft.lang]
            raise UsageError(
                _("A piece in “{lang}” cannot be translated into “{to}”.").format(
                    lang=original.draft.lang, to=self.lang
                ),
                _("Write one of: {words}.").format(words=", ".join(others)),
            )
        slug = self.name or translation_slug(context, original, self.lang)
        present = context.repository.piece_or_none(slug)
        situation = present.situation if present else situation_of([], content_hash="", author=original.draft.author)
        workflow.permit(Action.draft, now=situation, actor=context.actor)
        if present is not None:
            self._refuse_other(original, present)
        return PreparedTranslation(original, slug, present)

    def execute(self, context: Context, prepared: PreparedTranslation, *, signature: bytes = b"") -> TranslatedPiece:
        """Ask the models and record the translation. Raises what models raise, `BudgetReached` and `Conflict`."""
        with alone(context, prepared.slug):
            refuse_overtaken(context, prepared.present, prepared.slug)
            subject = context.subject(prepared.original)
            made = Translator(self.tools, subject, prepared.slug, self.lang).translated()
            return self._recorded(context, prepared, made)

    def _original(self, context: Context) -> Piece:
        piece = context.repository.piece(self.slug)
        if piece.draft.translation_of:
            raise UsageError(
                _("“{slug}” is a translation itself.").format(slug=self.slug),
                _("Translate its original: {slug}").format(slug=piece.draft.translation_of),
            )
        if piece.situation.live and piece.situation.live != piece.hash:
            return context.repository.live(piece)
        if piece.situation.state not in _READ:
            raise NotPossibleNow(
                _("The piece is {state}; what is translated has been handed in for review.").format(
                    state=state_name(piece.situation.state)
                ),
                advice("hand-in"),
                file=piece.label,
            )
        return piece

    def _refuse_other(self, original: Piece, present: Piece) -> None:
        """Raise `Conflict` for a piece that is no translation of this one, or that people have edited."""
        if present.draft.translation_of != original.slug:
            raise Conflict(
                _("“{slug}” is another piece, and no translation of “{original}”.").format(
                    slug=present.slug, original=original.slug
                ),
                advice("choose-another-name"),
                file=present.label,
            )
        if is_edited(present) and not self.new_revision:
            raise Conflict(
                _("People have edited “{slug}” since it was translated; nothing was written.").format(
                    slug=present.slug
                ),
                advice("translate-over-edits", slug=original.slug, lang=self.lang),
                code="edited-by-people",
                values={"slug": present.slug},
                file=present.label,
            )

    def _recorded(self, context: Context, prepared: PreparedTranslation, made: Translation) -> TranslatedPiece:
        present, original, kept = prepared.present, prepared.original, ""
        if present and is_edited(present):
            present = record_edits(context, present, note=_("Kept before the piece was translated again."))
            kept = present.hash
        pictures = _pictures(original, prepared.slug)
        repository = context.repository
        piece = (
            repository.composed(prepared.slug, made.text, pictures=pictures)
            if present is None
            else repository.edited(present, made.text, pictures=pictures)
        )
        written = Writing(tuple(made.totals.models), original=Translated(original.slug, original.hash))
        if present is None or piece.hash != present.hash or translated(present.events) != written.original:
            target = workflow.permit(Action.draft, now=piece.situation, actor=context.actor)
            stored = Origins(context.store, piece).stored()
            piece, event = event_of(context, piece, Action.draft, target=target, details=written.as_details())
            piece = record(repository, piece, event, additions=Additions(provenance=stored.joined(made.record)))
        return TranslatedPiece(piece, original.slug, made.totals, made.left, made.withheld, kept)


def translation_slug(context: Context, original: Piece, lang: str) -> str:
    """The slug of the translation that there is, else the one that a new one gets."""
    for entry in context.overview().entries:
        if entry.translation_of == original.slug and entry.lang == lang:
            return entry.slug
    return f"{original.slug}-{lang}"


def _pictures(original: Piece, slug: str) -> dict[str, bytes]:
    """The original's pictures, which the translation shows too."""
    from authoring.store import Key

    key = Key("piece", slug)
    sources = [src for src in manifest.picture_sources(original.draft) if is_picture(key, src)]
    contents = {src: original.files.read(src) for src in sources}
    return {src: content for src, content in contents.items() if content is not None}
