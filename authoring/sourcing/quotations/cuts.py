"""Whether words that are left out of a quotation, or put into it, may change its meaning.

It reports too much rather than too little: a person accepts each case, and none of them is called false.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, Literal

from authoring.sourcing.grounding.negation import is_negative
from authoring.sourcing.grounding.numerals import numbers

Reason = Literal["negation", "number", "condition", "question", "splice", "replaced", "long"]

_PARTICLE: Final = re.compile(r"\b(?:ne\b|n['’](?=\w))", re.IGNORECASE)
# Words of a list stand apart; `_` is the space within one.
_CONDITIONS: Final = r"""
    si s['’]ils? sauf hormis excepté à_condition pourvu tant_qu(?:e|['’]) jusqu(?:e|['’]) à_moins au_cas en_cas
    sinon seulement uniquement simplement rien_qu(?:e|['’]) quand lorsqu(?:e|['’]) dès_qu(?:e|['’]) mais pourtant
    cependant toutefois néanmoins bien_qu(?:e|['’]) quoiqu(?:e|['’]) malgré même_si au_lieu à_part sous_réserve
    du_moins paraît selon d['’]après en_théorie if unless except provided as_long_as so_long_as until till when
    whenever only merely but though although however despite otherwise in_case whether while instead apart_from
    other_than at_least according in_theory or_so yet
"""
_DOUBTS: Final = r"""
    parfois quelquefois rarement peut-être presque à_peine environ plutôt(?!_qu) probablement apparemment soi-disant
    prétend\w* faill\w* sembl\w+ paraissai\w+ crois croyais croit croyait pense pensais pensait imagin\w+ suppos\w+
    je_doute doutai\w+ doutons dit dite? disent disai\w+ dirai\w+ on_m['’]a(?:vait)? pourrai\w+ devrai\w+
    aurai(?:s|t|ent) serai(?:s|t|ent) voudrai\w+ aimerai(?:s|t) souhait\w+ esp[èé]r\w+ avant en_général
    d['’]habitude plus_ou_moins faux autrefois censée?s? prudence trouv\w+ avis sometimes occasionally rarely seldom
    perhaps maybe possibly probably apparently supposedly allegedly almost nearly barely scarcely might may could
    would should seem\w* thinks? thought believe[sd]? guess\w* suppose[sd]? assume[sd]? doubt\w* wish\w* hope[sd]?
    hoping imagine[sd]? says? said tells? told heard used_to sort_of kind_of before formerly opinion caution\w*
    mostly usually likely unlikely false wrong pretend\w* claim\w*
"""


def _any_of(words: str) -> str:
    return rf"(?<![\w-])(?:{'|'.join(words.split()).replace('_', ' ')})(?:(?<=['’])|(?![\w-]))"


_CONDITION: Final = re.compile(_any_of(_CONDITIONS), re.IGNORECASE)
_DOUBT: Final = re.compile(_any_of(_DOUBTS) + r"|\babout\s*$", re.IGNORECASE)
_CLAUSE_OF: Final = re.compile(r"(?:\b(?:que|that|whether)\s*|\bqu['’])$", re.IGNORECASE)
_KNOWS: Final = re.compile(
    r"\b(?:sais|sait|savons|savez|savais|vois|voit|voyons|constat\w+|remarqu\w+|heureu\w+|contente?s?|fiers?|fières?"
    r"|knows?|knew|sees?|saw|noticed?|reali[sz]ed?|learned|remember\w*|glad|happy|proud)\b",
    re.IGNORECASE,
)
_PARTS_FROM: Final = re.compile(
    r"[;:]|\b(?:et|and|ou|or|car|because|parce que|parce qu['’]|puisque?|since|so|donc|puis|then|ensuite)\b",
    re.IGNORECASE,
)
_TIME_GOES_ON: Final = re.compile(r"\s*(?:puis|then|ensuite)\b", re.IGNORECASE)
_OWN_SUBJECT: Final = re.compile(
    r"(?:\W*(?:et|and|ou|or|car|because|so|donc)[ ])?"
    r"(?:je|j['’]|tu|t['’]|il|ils|elles?|on|nous|vous|ça|cela|c['’]|ce|I"
    r"|I['’]\w+|you|he|she|it|we|they|this|that|there)"
    r"(?![^\W\d_])",
    re.IGNORECASE,
)
_AFTERTHOUGHT: Final = re.compile(
    r"\W*(?:(?:sauf|hormis|excepté|à condition|pourvu|à moins|du moins|c['’](?:est|était) faux|except|unless|provided"
    r"|at least|or so|that was wrong|only)(?![^\W\d_])(?:\W+\w+){0,8}"
    r"|(?:enfin|presque|parfois|if|si|quand|when|almost|sometimes|well)(?![^\W\d_])(?:[^\w,]+\w+){0,6}"
    r"|(?:non|pas|jamais|not|no|never)(?![^\W\d_])(?:[^\w,]+\w+){0,3})\W*",
    re.IGNORECASE,
)
LONGEST_INSERTION: Final = 6
_STANDS_FOR: Final = frozenset(
    """
    je tu il ils elle elles on nous vous ça cela ce c ceci celui celle ceux celles lui leur leurs eux le la les l y en
    là ici son sa ses i you he she it we they them him her his its their this that these those there here me us my our
    the moi toi notre nos mon ma mes
""".split()
)


@dataclass(frozen=True)
class Turn:
    """Why a cut or an insertion may turn the meaning, and the words that are left out, or put in."""

    reason: Reason
    words: str
    is_put_in: bool = False


def omitted(words: str) -> Turn | None:
    """What is said by words that are left out, when they deny, count or make a condition."""
    if is_negative(words) or _PARTICLE.search(words):
        return Turn("negation", words)
    if any(not number.is_article for number in numbers(words)):
        return Turn("number", words)
    if _CONDITION.search(words) or _DOUBT.search(words):
        return Turn("condition", words)
    return None


def inserted(words: str) -> Turn | None:
    """What is said by words that are put in, when they deny, count, make a condition or are many."""
    if len(words.split()) > LONGEST_INSERTION:
        return Turn("long", words, is_put_in=True)
    turn = omitted(words)
    return replace(turn, is_put_in=True) if turn else None


def replaced(words: str) -> Turn | None:
    """An insertion may stand for a pronoun or an article, and for nothing else."""
    bare = re.findall(r"[^\W_]+", words.casefold())
    return None if all(word in _STANDS_FOR for word in bare) else Turn("replaced", words)


def before(lead: str, quoted: str) -> Turn | None:
    """Why the meaning may change where the end of a sentence is quoted without its beginning.

    After a conjunction, a clause with a subject of its own does not depend on the beginning, unless that states a
    condition.
    """
    if not lead.strip():
        return None
    condition = _condition(lead)
    ends = [match.end() for match in _PARTS_FROM.finditer(lead)]
    is_joined = bool(ends and not lead[ends[-1] :].strip()) or bool(_PARTS_FROM.match(quoted))
    if is_joined and _OWN_SUBJECT.match(quoted):
        return condition
    attached = lead[ends[-1] :] if ends and lead[ends[-1] :].strip() else lead
    if turn := condition or omitted(attached):
        return turn
    is_somebodys_view = _CLAUSE_OF.search(lead) and not _KNOWS.search(attached)
    return Turn("condition", lead) if is_somebodys_view else None


def after(tail: str) -> Turn | None:
    """Why the meaning may change where the beginning of a sentence is quoted without the rest."""
    if not tail.strip():
        return None
    condition = _condition(tail)
    if condition:
        return condition
    joint = _PARTS_FROM.search(tail)
    if joint and _TIME_GOES_ON.match(tail, joint.start()):
        return omitted(tail)
    return omitted(tail[: joint.start()] if joint else tail)


def afterwards(sentence: str) -> Turn | None:
    """Why the meaning may change without the short sentence that follows: “Except on Mondays.”"""
    return Turn("condition", sentence) if _AFTERTHOUGHT.fullmatch(sentence) else None


def _condition(words: str) -> Turn | None:
    return Turn("condition", words) if _CONDITION.search(words) else None
