"""Titles and roles in French and English: `présidente` is `président`, and neither is `vice-présidente`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# One line a role: the forms of all genders and numbers in both languages; the first is the key.
_FORMS: Final = """
president présidents présidente présidentes presidents chairman chairwoman chairperson chair
director directeur directrice directeurs directrices directors manager managers
coordinator coordinateur coordinatrice coordonnateur coordonnatrice coordinateurs coordinatrices coordinators
treasurer trésorier trésorière trésoriers treasurers
secretary secrétaire secrétaires secretaries
mayor maire maires mayors mairesse
founder fondateur fondatrice fondateurs fondatrices founders
cofounder cofondateur cofondatrice cofounders
minister ministre ministres ministers
prefect préfet préfète
senator sénateur sénatrice
deputy député députée députés députées
councillor conseiller conseillère conseillers conseillères councillors counsellor advisor adviser
administrator administrateur administratrice administrateurs administratrices administrators trustee trustees
volunteer bénévole
employee salarié salariée
facilitator animateur animatrice facilitators animateurs animatrices
engineer ingénieur ingénieure engineers ingénieurs
teacher professeur professeure enseignant enseignante instituteur institutrice teachers enseignants
trainer formateur formatrice
doctor médecin docteur docteure doctors médecins
nurse infirmier infirmière nurses infirmiers infirmières
carpenter menuisier menuisière charpentier charpentière carpenters menuisiers
blacksmith forgeron forgeronne
baker boulanger boulangère
gardener jardinier jardinière gardeners jardiniers
electrician électricien électricienne electricians
plumber plombier plombière
mechanic mécanicien mécanicienne
cook cuisinier cuisinière chef
architect architecte architectes
lawyer avocat avocate lawyers
librarian bibliothécaire
researcher chercheur chercheuse researchers
journalist journaliste journalists journalistes
photographer photographe
artist artiste
accountant comptable
student étudiant étudiante
apprentice apprenti apprentie
intern stagiaire
retiree retraité retraitée pensioner
caretaker gardien gardienne concierge
farmer agriculteur agricultrice farmers agriculteurs
grower maraîcher maraîchère
researchofficer chargée chargé
leader responsable responsables
head cheffe
spokesperson porte-parole spokeswoman spokesman
owner propriétaire
host hôte hôtesse
steward régisseur régisseuse
mr monsieur m
mrs madame mme ms mademoiselle mlle
dr
professor prof
"""
_RANKS: Final = {
    "vice": "vice", "co": "co", "ex": "former", "ancien": "former", "ancienne": "former", "former": "former",
    "adjoint": "deputy", "adjointe": "deputy", "deputy": "deputy", "assistant": "assistant",
    "assistante": "assistant", "honoraire": "honorary", "honorary": "honorary", "sous": "sub", "general": "general",
    "générale": "general", "général": "general", "interim": "acting", "acting": "acting", "suppléant": "deputy",
    "suppléante": "deputy", "intérim": "acting", "junior": "junior", "senior": "senior", "head": "head",
}  # fmt: skip
_AMBIGUOUS: Final = frozenset("m mr mrs ms dr mme mlle prof monsieur madame mademoiselle".split())
_COMMON: Final = frozenset("chair host head chef cook secretary owner leader second general responsable".split())
_WORD: Final = re.compile(r"[^\W\d_]+")
_BEFORE: Final = re.compile(r"(?:\b([^\W\d_]+)[ -])?\Z")
_AFTER: Final = re.compile(r"[ -]([^\W\d_]+)")
_DETERMINED: Final = re.compile(
    r"(?:\b(?:the|our|its|their|la|le|notre|une?|an?|as|comme|sa|son)|,|-|^)\s*\Z", re.IGNORECASE
)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()


_ROLES: Final = {
    _plain(form): line.split()[0] for line in _FORMS.strip().splitlines() for form in line.split() if "-" not in form
}
_RANKED: Final = {_plain(word): rank for word, rank in _RANKS.items()}


@dataclass(frozen=True)
class Role:
    """A role in a text: as it is written, and its key, the same for all genders in both languages."""

    text: str
    key: str


def find(text: str) -> list[Role]:
    """The titles and roles of a text, each with its rank (`vice`, `former`, `deputy`)."""
    return list(_found(text))


def _found(text: str) -> Iterator[Role]:
    for match in _WORD.finditer(text):
        key = _ROLES.get(_plain(match.group()))
        if key is None or not _is_role(text, match, key):
            continue
        start, end, ranks = match.start(), match.end(), []
        before = _BEFORE.search(text, 0, start)
        rank = _RANKED.get(_plain(before[1])) if before and before[1] else None
        if before and rank:
            ranks.append(rank)
            start = before.start()
        after = _AFTER.match(text, end)
        rank = _RANKED.get(_plain(after[1])) if after else None
        if after and rank:
            ranks.append(rank)
            end = after.end()
        yield Role(text[start:end], "-".join([*sorted(set(ranks)), key]))


def _is_role(text: str, match: re.Match[str], key: str) -> bool:
    """Civil titles stand before a name; a few words are roles only where a person is spoken of."""
    word = match.group()
    if _plain(word) in _AMBIGUOUS:
        return bool(re.match(r"\.?\s[A-ZÀ-Þ]", text[match.end() :])) and word[0].isupper()
    if _plain(word) in _COMMON:
        return bool(re.match(r"(?:\s(?:of|de|du|des)\b|,|\.|\Z)", text[match.end() :])) and bool(
            _DETERMINED.search(text[: match.start()])
        )
    return _plain(word) != "deputy" or not _AFTER.match(text, match.end())
