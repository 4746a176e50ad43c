"""Invented people with every kind of name, for the tests of pseudonyms."""

from __future__ import annotations

from typing import Final

from authoring.model.documents import Consent, NameForm, Testimony
from authoring.model.people import Person
from authoring.privacy.pseudonyms import Register


def witness(slug: str, person: str, *, name: NameForm = "full", organisation: str = "", aliases: str = "") -> Testimony:
    """A testimony of somebody who does not exist."""
    other_names = tuple(filter(None, aliases.split(",")))
    return Testimony(slug, person, "", "fr", "…", Consent(name=name), organisation=organisation, aliases=other_names)


TESTIMONIES: Final = (
    witness("nora-lind", "Nora Lind"),
    witness("agathe-d-estree", "Agathe d’Estrée", name="anonymous", organisation="Café des Oiseaux"),
    witness("pierre-petit", "Pierre Petit"),
    witness("jean-marc", "Jean-Marc Le Goff", aliases="Jeannot,le Breton"),
    witness("ines", "Inès Ben Salah"),
    witness("lea", "Léa de La Station"),
)
PEOPLE: Final = (
    Person("anais", "Anaïs Lemoine", "anais@example.org", phone="+33 6 12 34 56 78", aliases=("Nana",)),
    Person("robot", "The robot", kind="agent"),
)


def register(title: str = "Le blog de La Station", *keep: str) -> Register:
    """The register of the invented people above."""
    return Register.of(TESTIMONIES, PEOPLE, title=title, keep=keep)
