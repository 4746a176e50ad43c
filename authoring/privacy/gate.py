"""The only way for a request to a model: forbidden words stop it, and placeholders stand for names.

It looks at the text that is about to be sent, whatever template, outline or section it came from. Words of a testimony
whose person does not let this model read them stop it. Where the model is elsewhere, placeholders stand for names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from authoring.errors import AuthoringError, NotPossibleNow
from authoring.llm import CompletionRequest, provider_of
from authoring.llm.catalogue import ModelCatalogue
from authoring.model.documents import Consent, Testimony
from authoring.privacy.confidences import Confidences
from authoring.privacy.pseudonyms import Register, Sealed
from authoring.store import Key
from authoring.store.repository import Repository
from authoring.text.i18n import _

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
class ReleasedRequest:
    """A request as it may be sent. `server` is empty when it stays on this machine."""

    request: CompletionRequest
    sealed: Sealed
    server: str = ""

    @property
    def leaves_machine(self) -> bool:
        """Whether it leaves this machine."""
        return bool(self.server)


class PrivacyGate:
    """Releases requests on a given day. Each testimony is read once."""

    def __init__(self, repository: Repository, catalogue: ModelCatalogue, *, on: date) -> None:
        self._repository = repository
        self._catalogue = catalogue
        self._on = on
        self._confidences: dict[tuple[str, bool], Confidences] = {}

    def release(self, request: CompletionRequest, *, lang: str) -> ReleasedRequest:
        """The request as it may be sent. Raises `NotPossibleNow` when it holds words that this model may not read."""
        is_here = self._catalogue.is_here(request.model)
        parameters = json.dumps(dict(request.parameters), ensure_ascii=False, default=str)
        self._refuse_confidences(request, parameters, is_here=is_here)
        if is_here:
            return ReleasedRequest(request, Sealed((), {}))
        turns = [text for example in request.examples for text in example]
        sealed = self._register.seal(request.system, request.prompt, parameters, *turns)
        system, prompt, sealed_parameters, *sealed_turns = sealed.texts
        if sealed.names:
            system = f"{system}\n\n{_ABOUT[lang].format(example=next(iter(sealed.names)))}".strip()
        released = replace(
            request,
            system=system,
            prompt=prompt,
            examples=tuple(zip(sealed_turns[::2], sealed_turns[1::2], strict=True)),
            parameters=request.parameters if sealed_parameters == parameters else json.loads(sealed_parameters),
        )
        return ReleasedRequest(released, sealed, self._catalogue.server(request.model))

    def lets_see(self, model: str, people: Iterable[Testimony]) -> bool:
        """Whether a model may see a picture that shows these people.

        One that is elsewhere sees none unless the settings let pictures leave. Each person must let it read their
        words and must have allowed a picture; on this machine it is enough that nobody refused one.
        """
        is_here = self._catalogue.is_here(model)
        if not is_here and not self._repository.settings.privacy.pictures:
            return False
        return all(
            it.consent.lets_read(provider_of(model), is_here=is_here, on=self._on)
            and (it.consent.picture is True or (is_here and it.consent.picture is None))
            for it in people
        )

    def _refuse_confidences(self, request: CompletionRequest, parameters: str, *, is_here: bool) -> None:
        slug = self._withheld(request.model, is_here=is_here).breach("\n".join([request.text, parameters]))
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
        consent = next(testimony.consent for testimony in self._testimonies if testimony.slug == slug)
        return not consent.lets_read("", is_here=True, on=self._on)

    def _withheld(self, model: str, *, is_here: bool) -> Confidences:
        """The words that this model may not read."""
        reader = (provider_of(model), is_here)
        if reader not in self._confidences:
            self._confidences[reader] = Confidences.of(
                testimony
                for testimony in self._testimonies
                if not testimony.consent.lets_read(reader[0], is_here=is_here, on=self._on)
            )
        return self._confidences[reader]

    @cached_property
    def _register(self) -> Register:
        settings = self._repository.settings
        return Register.of(
            self._testimonies, settings.people.values(), title=settings.site.title, keep=settings.privacy.keep
        )

    @cached_property
    def _testimonies(self) -> list[Testimony]:
        return [self._read(slug) for slug in self._repository.testimonies()]

    def _read(self, slug: str) -> Testimony:
        """A testimony; of one with mistakes in it, the whole text is kept from every model."""
        try:
            return self._repository.testimony(slug)
        except AuthoringError:
            text = self._text(slug)
            name = _PERSON.search(text)
            lang = self._repository.settings.lang
            return Testimony(slug, name["name"].strip() if name else "", "", lang, text, Consent())

    def _text(self, slug: str) -> str:
        """All that a testimony's text holds; nothing where the store cannot read it, so that nobody can quote it."""
        try:
            stored = self._repository.store.documents.read(Key("testimony", slug))
        except AuthoringError:
            return ""
        return stored.content.decode("utf-8", "replace") if stored else ""
