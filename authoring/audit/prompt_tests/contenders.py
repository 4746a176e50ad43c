"""What is tested: the templates and the model in use, or other ones in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from authoring.errors import InputError
from authoring.llm.catalogue import ModelCatalogue
from authoring.model.loading import document_of
from authoring.prompts import SUFFIX, packaged_folder
from authoring.store import Documents, Key
from authoring.text.i18n import LANGUAGES, _

PACKAGED: Final = "packaged"


@dataclass(frozen=True)
class Contender:
    """A way to write a case: `model` takes the place of every model of the settings, `templates` that of templates.

    `templates` are texts by the names of their files. `is_packaged`: the templates that came with the program are used,
    and none of the workspace's.
    """

    name: str
    model: str = ""
    templates: Mapping[str, bytes] = field(default_factory=dict)
    is_packaged: bool = False

    def prompts(self, documents: Documents) -> dict[str, bytes]:
        """The workspace's templates as this contender has them, by the names of their files."""
        stored = [] if self.is_packaged else [documents.read(Key("prompt", it)) for it in documents.slugs("prompt")]
        own = {text.key.slug: text.content for text in stored if text}
        return {**own, **self.templates}


def in_use(model: str) -> Contender:
    """What `draft` writes with."""
    return Contender(_("in use ({model})").format(model=model))


def named(wanted: str, *, documents: Documents, catalogue: ModelCatalogue, content: bytes | None = None) -> Contender:
    """The contender that somebody means: a template's name or file, `packaged`, or a model's name.

    `content` is that of the file, where `wanted` names one. A template `section-warm` takes the place of `section`.
    Raises `InputError` for a template that takes no other's place, and `ServiceRefused` for a model that cannot be
    used.
    """
    if content is not None:
        name = PurePath(wanted).name
        return Contender(wanted, templates=_in_place({name: content}))
    if wanted == PACKAGED:
        return Contender(_("the packaged templates"), is_packaged=True)
    variants = {name: text.content for name in _files(wanted) if (text := documents.read(Key("prompt", name)))}
    if variants:
        return Contender(wanted, templates=_in_place(variants))
    catalogue.backend(wanted).check(wanted)
    return Contender(wanted, model=wanted)


def _files(name: str) -> list[str]:
    return [f"{name}.{lang}{SUFFIX}" for lang in LANGUAGES]


def _in_place(variants: Mapping[str, bytes]) -> dict[str, bytes]:
    """The variants under the names of the templates whose place they take."""
    names = sorted((it.name.split(".")[0] for it in packaged_folder().glob(f"*{SUFFIX}")), key=len, reverse=True)
    replaced: dict[str, bytes] = {}
    for file_name, content in variants.items():
        name, _dot, rest = file_name.partition(".")
        base = next((it for it in names if name == it or name.startswith(f"{it}-")), "")
        if not base or rest not in _endings():
            raise InputError(
                _("It is not known which template “{name}” should take the place of.").format(name=file_name),
                _("Name the file like the template, with a word of yours after it: section-warm.fr.md.j2."),
            )
        replaced[f"{base}.{rest}"] = document_of(content, file_name).with_values({"name": base}).text.encode()
    return replaced


def _endings() -> Sequence[str]:
    return [f"{lang}{SUFFIX}" for lang in LANGUAGES]
