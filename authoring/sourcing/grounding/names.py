"""Names in a French or English sentence: of people, places and organisations, by their capitals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

_WORD: Final = re.compile(r"(?:\b[dlDL]')?(?P<word>[^\W\d_]+(?:[-.][^\W\d_]+)*)(?:'s\b)?")
_NO_NAMES: Final = frozenset(
    """
    i i'm ok tv cv pdf usb led dvd cd faq wifi wi-fi web internet diy gps sms html css
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
    sundays janvier février mars avril mai juin juillet août septembre octobre novembre décembre
    lundi mardi mercredi jeudi vendredi samedi dimanche
    mr mrs ms dr mme mlle prof monsieur madame
    président présidente president vice-présidente vice-président director directeur directrice maire mayor
""".split()
)
# What a sentence often begins with; other first words are looked at more closely.
_GIVEN: Final = frozenset(
    """
    adam adele agathe agnes alain albert alex alexandra alexandre alexis alice aline amelie amir amy ana anais andre
    andrea andrew angela anita anna anne annie anthony antoine arnaud arthur audrey aurelie axel aziz barbara basile
    beatrice ben benjamin benoit bernard brigitte bruno camille carla carole caroline catherine cecile celine charles
    charlotte chloe christian christine christophe claire clara claude clement clemence colette corinne damien daniel
    david deborah delphine denis diana didier dominique edith edouard elena eliane elias elisabeth elise ella ellen
    elodie eloise elsa emile emilie emily emma emmanuel eric erika ernest estelle esther ethan etienne eva eve fabien
    fabrice fanny farid fatima fatou felix fernand flora florence florian franck francois francoise frank frederic
    gabriel gaelle genevieve georges gerard gilles grace gregoire guillaume gustave guy hannah hassan helen helene
    henri henry hugo ibrahim ines irene isabelle ismael ivan jack jacqueline jacques jade james jane jasmine jean
    jeanne jennifer jeremy jerome jessica joan joel john jonas jordan joseph josephine juan judith jules julia julie
    julien juliette karim karine kate katherine kevin khadija laura laurence laurent lea leila leo leon leonie liam
    lina linda lisa lise louis louise luc lucas lucie lucy lydia madeleine malik manon marc marcel marcelle margaret
    margot maria marianne marie marina marion mark marta martha martin martine mary mathieu mathilde matthew maurice
    max maxime melanie mia michael michel michele michelle mireille mohamed monique myriam nadia nadine nathalie
    nathan nicolas nicole nina noah noe nora norbert odile olga oliver olivia olivier omar oscar owen pascal patrice
    patricia patrick paul paula pauline peter philip philippe pierre quentin rachel rachid raphael rebecca regine remi
    rene richard robert roger roland romain ronan rosalie roxane ruth sabine sabrina salma sam samir samuel sandra
    sandrine sarah sebastien serge simon simone sofia solange sonia sophie stephane stephanie steven sue susan suzanne
    sven sylvain sylvie tania theo theresa therese thierry thomas tim tom tristan ursula valentin valerie vanessa
    vera veronique victor vincent viola virginie viviane walter william xavier yann yannick yasmine yves yvonne zoe
    youssef
    paris lyon marseille lille nantes bordeaux toulouse strasbourg rennes grenoble nice montpellier brest dijon tours
    france europe belgique bruxelles suisse geneve londres london england britain bretagne normandie provence alsace
    berlin madrid rome canada quebec montreal america afrique africa asie asia espagne spain italie italy allemagne
    germany scotland ireland wales manchester leeds bristol glasgow edinburgh oxford cambridge york liverpool dublin
""".split()
)
_COMMON_TOO: Final = frozenset(
    "rose grace max mark pierre tours nice guy frank claude sue jade eve art lise york".split()
)
_OPENS: Final = re.compile(r"(?:^|[.!?:;(\"]\s?|^-\s?|\n)[\"'(]?\Z")


def find(text: str, *, known_names: Iterable[str] = ()) -> list[str]:
    """The names of a text, the words of one name together, each name once."""
    sure = _GIVEN | {plain(word) for name in known_names for word in name.split() if len(word) > 2}
    return list(dict.fromkeys(_names(text, sure)))


def is_in(name: str, text: str) -> bool:
    """Whether a source has this name, word for word and in order; a given name must stand there as a name."""
    pattern = r"[\s-]+".join(re.escape(word) for word in plain(name).replace("-", " ").split())
    source = _plain_text(text)
    for match in re.finditer(rf"(?<![a-z]){pattern}(?:s|'s)?(?![a-z])", source):
        if plain(name) not in _GIVEN or text[match.start() : match.start() + 1].isupper():
            return True
    return False


def plain(word: str) -> str:
    """A word in small letters without accents, to be compared."""
    return unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()


def _plain_text(text: str) -> str:
    """The text letter by letter in small letters without accents, each at its own offset."""
    return "".join((plain(letter) or " ")[:1] for letter in text)


def _names(text: str, sure: frozenset[str] | set[str]) -> Iterator[str]:
    words = list(_WORD.finditer(text))
    index = 0
    while index < len(words):
        if not _is_capital(words[index]["word"]):
            index += 1
            continue
        end = _last(text, words, index)
        run = words[index : end + 1]
        if _OPENS.search(
            text, max(0, words[index].start("word") - 4), words[index].start("word")
        ) and not _is_name_at_start(run, sure):
            run = run[1:]
        run = _trimmed(run)
        if run:
            yield text[run[0].start("word") : run[-1].end("word")]
        index = end + 1


def _last(text: str, words: list[re.Match[str]], first: int) -> int:
    """The index of the last word of the name that begins here; `Maison de la Presse` is one."""
    end = first
    for index in range(first + 1, len(words)):
        gap = text[words[index - 1].end() : words[index].start("word")]
        if gap.strip(" d'l-"):
            break
        word = words[index]["word"]
        if _is_capital(word):
            end = index
        elif word.casefold() not in ("de", "du", "des", "la", "of", "d") or index - end > 2:
            break
    return end


def _is_capital(word: str) -> bool:
    return word[0].isupper()


def _is_name_at_start(run: list[re.Match[str]], sure: frozenset[str] | set[str]) -> bool:
    """Whether the first word of a sentence belongs to a name; it has a capital in any case."""
    first = run[0]["word"]
    if plain(first) in sure and plain(first) not in _COMMON_TOO:
        return True
    if len(first) > 1 and first.isupper():
        return True
    follows = len(run) > 1 and run[1].start() - run[0].end() <= 1 and _is_capital(run[1]["word"])
    return follows and plain(first) not in _STARTERS


def _trimmed(run: list[re.Match[str]]) -> list[re.Match[str]]:
    """Without what is no name at either end: months, weekdays, titles, the pronoun I."""
    while run and (run[0]["word"].casefold() in _NO_NAMES or run[0]["word"] in ("I", "A", "L", "D")):
        run = run[1:]
    if len(run) == 1 and plain(run[0]["word"]) in _STARTERS - _GIVEN:
        return []
    while run and (run[-1]["word"].casefold() in _NO_NAMES or not _is_capital(run[-1]["word"])):
        run = run[:-1]
    return run


_STARTERS: Final = frozenset(
    """
    le la les l un une des du de d au aux et ou mais donc car ni or que qui quoi dont ce cet cette ces son sa ses
    leur leurs notre nos votre vos mon ma mes je tu il elle on nous vous ils elles en dans sur sous avec sans pour
    par entre vers chez comme si quand lorsque depuis pendant avant apres ainsi alors ici puis enfin aujourd hui
    chaque tout tous toute toutes plusieurs certains certaines aucun aucune a the an and but so in on at by for from
    with without into as if when while since before after then there here this that these those it its he she we you
    they his her our their my your every each all some many no not today yesterday tomorrow now once did does do is
    are was were what who where why how selon grace malgre hier demain desormais parmi meme monsieur madame
    president presidente directeur directrice maire mayor director dear cher chere merci thanks meet at near
""".split()
)
