"""The one door through which a request leaves for a model: what may not be read stays, and names stay behind.

It looks at the text that is about to be sent, whatever template, outline or section it came from. Words of a testimony
whose person does not let this model read them stop it. Where the model is elsewhere, placeholders stand for names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

from authoring.errors import AuthoringError, NotPossibleNow
from authoring.llm import CompletionRequest
from authoring.model.config import Settings, is_in_process, provider_of
from authoring.model.documents import Consent, Testimony
from authoring.privacy.confidences import Confidences
from authoring.privacy.pseudonyms import Register, Sealed
from authoring.store import Store
from authoring.store.files import read_bytes
from authoring.text.i18n import _

if TYPE_CHECKING:
    from authoring.drafting import Desk

_PERSON: Final = re.compile(r"^person:[ \t]*[\"']?(?P<name>[^\"'#\r\n]+)", re.MULTILINE)
_ABOUT: Final[Mapping[str, str]] = {
    "en": (
        "Words such as {example} stand for names, addresses and numbers that you are not told. Write each one "
        "exactly as it stands: never translate, decline, split or complete it, and invent none. The same code is the "
        "same person."
    ),
    "fr": (
        "Des mots comme {example} tiennent la place de noms, d’adresses et de numéros que l’on ne te dit pas. Écris "
        "chacun exactement tel quel : ne le traduis, ne l’accorde, ne le coupe et ne le complète jamais, et n’en "
        "invente aucun. Le même code désigne la même personne."
    ),
}


@dataclass(frozen=True)
class Outgoing:
    """A request as it may be sent. `server` is empty when it stays on this machine."""

    request: CompletionRequest
    sealed: Sealed
    server: str = ""

    @property
    def leaves(self) -> bool:
        """Whether it leaves this machine."""
        return bool(self.server)


class Door:
    """Lets requests out on a given day. `destination` names the server that a model's requests go to."""

    def __init__(
        self, settings: Settings, store: Store, *, on: date, destination: Callable[[str], str] = provider_of
    ) -> None:
        self._settings = settings
        self._store = store
        self._on = on
        self._destination = destination
        self._confidences: dict[tuple[str, bool], Confidences] = {}

    @classmethod
    def of(cls, desk: Desk) -> Door:
        """The door of a desk, today."""
        today = desk.clock().astimezone(desk.settings.zone).date()
        return cls(desk.settings, desk.store, on=today, destination=desk.destination)

    def let_out(self, request: CompletionRequest, *, lang: str) -> Outgoing:
        """The request as it may be sent. Raises `NotPossibleNow` when it holds words that this model may not read."""
        is_here = self._settings.model.is_here(request.model)
        parameters = json.dumps(dict(request.parameters), ensure_ascii=False, default=str)
        self._refuse_confidences(request, parameters, is_here=is_here)
        if is_here:
            return Outgoing(request, Sealed((), {}))
        sealed = self._register.seal(request.system, request.prompt, parameters)
        system, prompt, kept = sealed.texts
        if sealed.names:
            system = f"{system}\n\n{_ABOUT[lang].format(example=next(iter(sealed.names)))}".strip()
        sent = replace(
            request,
            system=system,
            prompt=prompt,
            parameters=request.parameters if kept == parameters else json.loads(kept),
        )
        return Outgoing(sent, sealed, self._destination(request.model) or provider_of(request.model))

    def _refuse_confidences(self, request: CompletionRequest, parameters: str, *, is_here: bool) -> None:
        slug = self._withheld(request.model, is_here=is_here).breach(
            "\n".join([request.system, request.prompt, parameters])
        )
        if slug:
            message = (
                _(
                    "What would be sent holds words of the testimony “{slug}”, which no model may read; "
                    "nothing was sent."
                )
                if self._is_refused_to_all(slug)
                else _(
                    "What would be sent holds words of the testimony “{slug}”, which this model may not read; "
                    "nothing was sent."
                )
            )
            raise NotPossibleNow(
                message.format(slug=slug),
                _(
                    "Take these words out of the outline, the section or the prompt; [[quote:{slug}]] lets the program "
                    "put them in. If the person has agreed since, write it into their testimony."
                ).format(slug=slug),
            )

    def _is_refused_to_all(self, slug: str) -> bool:
        consent = next(each.consent for each in self._testimonies if each.slug == slug)
        return not consent.lets_read("", is_here=True, on=self._on)

    def _withheld(self, model: str, *, is_here: bool) -> Confidences:
        """The words that this model may not read."""
        provider = model if is_in_process(model) else provider_of(model)
        if (provider, is_here) not in self._confidences:
            self._confidences[provider, is_here] = Confidences.of(
                each for each in self._testimonies if not each.consent.lets_read(provider, is_here=is_here, on=self._on)
            )
        return self._confidences[provider, is_here]

    @cached_property
    def _register(self) -> Register:
        settings = self._settings
        return Register.of(
            self._testimonies, settings.people.values(), title=settings.site.title, keep=settings.privacy.keep
        )

    @cached_property
    def _testimonies(self) -> list[Testimony]:
        return [self._read(slug) for slug in self._store.testimonies()]

    def _read(self, slug: str) -> Testimony:
        """A testimony; of one with mistakes in it, all that the file holds is kept from every model."""
        try:
            return self._store.testimony(slug)
        except AuthoringError:
            path = self._settings.root / "testimonies" / f"{slug}.md"
            text = read_bytes(path).decode("utf-8", "replace")
            name = _PERSON.search(text)
            return Testimony(slug, name["name"].strip() if name else "", "", self._settings.lang, text, Consent())
