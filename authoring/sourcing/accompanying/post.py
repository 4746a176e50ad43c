"""A post as the texts that go with it draw on it: its sentences are their only sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from authoring.model.documents import Draft
from authoring.sourcing.disclosure import Disclosure
from authoring.sourcing.grounding import Source, Sources
from authoring.sourcing.provenance.text import sentences_of, shown
from authoring.text.i18n import _
from authoring.text.spelling import folded


@dataclass(frozen=True)
class Post:
    """A piece whose words a text may use. `link` is where readers find it, empty where that is not known yet.

    `disclosure` is what readers of the piece are told of a model's part. `site`, `responsible` and `contact` are the
    organisation's; `people` are names that no dictionary has.
    """

    draft: Draft
    disclosure: Disclosure
    link: str = ""
    site: str = ""
    responsible: str = ""
    contact: str = ""
    people: tuple[str, ...] = ()

    @property
    def lang(self) -> str:
        """The language of the post, which is that of the texts."""
        return self.draft.lang

    @cached_property
    def sentences(self) -> Sequence[str]:
        """Every sentence that a reader meets, as a page shows it."""
        draft = self.draft
        sentences = sentences_of(draft.body, title=draft.title, description=draft.description)
        return [text for it in sentences if (text := shown(it.text).strip())]

    @cached_property
    def sources(self) -> Sources:
        """What a text may say: the post's sentences, and around them the names of the organisation."""
        pictures = [text for it in self.draft.images for text in (it.alt, it.caption, it.credit)]
        around = [self.site, self.responsible, self.contact, *pictures, *self.draft.tags]
        entries = [Source(f"sentence:{number}", text) for number, text in enumerate(self.sentences, start=1)]
        return Sources([*entries, *(Source("", text) for text in around if text)], self.people)

    @cached_property
    def words(self) -> str:
        """All that readers see, without typography, in which a quotation must stand as it is."""
        return folded(" ".join(self.sentences)).casefold()

    def sentence_about_model(self, *, is_short: bool, has_model_text: bool) -> str:
        """What a text says of a model's part in it and in the post; empty where people alone wrote both."""
        if not has_model_text and not self.disclosure.text:
            return ""
        if is_short:
            return _("Written with the help of a language model, then read and approved by our team.", self.lang)
        return self.disclosure.text or _(
            "This text was written in part with the help of a language model, "
            "then read and approved by our team before publication.",
            self.lang,
        )
