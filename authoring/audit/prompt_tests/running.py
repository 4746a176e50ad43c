"""Writes a case as `draft` writes a piece, in memory, and holds the text against what the case asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from authoring.audit.measures import Measures, figures, measure
from authoring.audit.prompt_tests.case_records import CaseRecords
from authoring.audit.prompt_tests.contenders import Contender
from authoring.audit.prompt_tests.seeds import Meter, SeededCache, SeededModel
from authoring.drafting import draft as drafting
from authoring.drafting.calls import Unwatched
from authoring.drafting.tools import DraftingTools
from authoring.errors import UnusableAnswer
from authoring.model.loading import document_of
from authoring.prompts import Prompts
from authoring.prompts.cases import Case
from authoring.store import WORKSPACE, Key
from authoring.store.memory import MemoryStore
from authoring.store.repository import Repository
from authoring.text.i18n import _


@dataclass(frozen=True)
class Run:
    """A case as one contender wrote it once. `failures` say what the case asks for and the text does not keep.

    `measured` is None where no usable text came back. `calls` counts what was asked now, `tokens`, `seconds` and `cost`
    what all answers took, those that were kept here too.
    """

    case: Case
    contender: str
    number: int
    body: str
    measured: Measures | None
    failures: tuple[str, ...]
    calls: int
    tokens: int
    seconds: float
    cost: Decimal | None
    currency: str

    def figures(self) -> dict[str, float | None]:
        """Every figure by its name, with `tokens`, `seconds` and `cost`; None for what is not known."""
        measured = figures.values(self.measured) if self.measured else dict.fromkeys(figures.NAMES)
        cost = None if self.cost is None else float(self.cost)
        return {**measured, "tokens": float(self.tokens), "seconds": self.seconds, "cost": cost}

    def as_json(self) -> dict[str, Any]:
        """The keys that `prompts test --json` prints of a run."""
        return {
            "case": self.case.id,
            "contender": self.contender,
            "run": self.number,
            "passed": not self.failures,
            "failures": list(self.failures),
            "calls": self.calls,
            "figures": self.figures(),
            "currency": self.currency,
            "text": self.body,
        }


def run(case: Case, contender: Contender, tools: DraftingTools, *, number: int) -> Run:
    """Have the case written in the run of this number, as `draft` would with the tools of the contender's model.

    Raises what models raise, `BudgetReached`, and `InputError` for a template with a mistake.
    """
    meter = Meter(tools.price)
    own = _tools(case, contender, tools, meter, number=number)
    body, measured = "", None
    try:
        composition = drafting.compose(own, drafting.planned(own, case.slug))
    except UnusableAnswer as error:
        failures: tuple[str, ...] = (str(error),)
    else:
        body = document_of(composition.text.encode(), case.label).body
        measured = _measured(own, case, body)
        failures = tuple(_failures(case, body, measured))
    took = (meter.calls, meter.tokens, meter.seconds, meter.cost, meter.currency)
    return Run(case, contender.name, number, body, measured, failures, *took)


def _tools(case: Case, contender: Contender, tools: DraftingTools, meter: Meter, *, number: int) -> DraftingTools:
    """The tools for one run: the case in place of the workspace's outlines, and every answer counted."""
    store = _store_of(case, contender, tools)
    return replace(
        tools,
        repository=Repository(store, tools.settings),
        model=SeededModel(tools.model, run=number, capabilities=tools.catalogue.capabilities, meter=meter),
        prompts=Prompts(store.documents),
        progress=Unwatched(),
        cache=SeededCache(tools.cache, run=number, meter=meter),
    )


def _store_of(case: Case, contender: Contender, tools: DraftingTools) -> MemoryStore:
    """The case's documents, the contender's templates, and the testimonies of the workspace that the case names."""
    real = tools.repository.store
    store = MemoryStore(clock=tools.clock, records=CaseRecords(real.records, case.slug))
    texts = {Key("prompt", name): text for name, text in contender.prompts(real.documents).items()}
    texts |= {Key("testimony", slug): text.encode() for slug, text in case.testimonies.items()}
    for slug in case.outline.testimonies:
        text = None if slug in case.testimonies else real.documents.read(Key("testimony", slug))
        if text:
            texts[text.key] = text.content
    texts[Key("outline", case.slug)] = case.document.encode()
    with store.transaction(WORKSPACE) as change:
        for key, content in texts.items():
            change.write(key, content)
    return store


def _measured(tools: DraftingTools, case: Case, body: str) -> Measures:
    repository = tools.repository
    testimonies = {slug: repository.testimony(slug) for slug in case.outline.testimonies}
    return measure(body, outline=case.outline, testimonies=testimonies, settings=tools.settings)


def _failures(case: Case, body: str, measured: Measures) -> Iterator[str]:
    """What the case asks for and the text does not keep, in words."""
    for point in measured.coverage:
        if point.reference in case.points and point.status != "said":
            facts = ", ".join(fact.text for fact in (*point.missing, *(fact for fact, _words in point.changed)))
            yield _("The point “{point}” is not said with all its facts{facts}.").format(
                point=point.point, facts=f" ({facts})" if facts else ""
            )
    present = set(case.must.present(body))
    for words in case.must.everything:
        if words not in present:
            yield _("“{words}” is missing.").format(words=words)
    for words in case.must_not.present(body):
        yield _("“{words}” must not be there.").format(words=words)
    measures = figures.values(measured)
    headings = figures.headings()
    for name, limit in case.at_most.items():
        value = measures[name]
        if value is not None and value > limit:
            yield _("{figure}: {value}, and {limit} is the most.").format(
                figure=headings[name], value=f"{value:.2g}", limit=f"{limit:g}"
            )
