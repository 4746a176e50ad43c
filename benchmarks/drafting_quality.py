"""How good drafts are: outlines written by several contenders with one model, several times, and measured.

The outlines are those of `benchmarks/outlines`; the held-out ones are for measuring alone. What is done is kept in a
file, one line for each outline, seed and contender, so that a stopped run goes on where it was.

    python -m benchmarks.drafting_quality [--only held_out|tuning] [--outline SLUG…] [--contender NAME…] [--seeds N]
        [--model local] [--results FILE] [--texts FOLDER] [--report]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any, Final

from authoring.audit.measures import figures, measure
from authoring.audit.prompt_tests.seeds import Meter, SeededCache, SeededModel
from authoring.drafting.tools import DraftingTools
from authoring.errors import AuthoringError, UnusableAnswer
from authoring.llm.cache import CompletionCache
from authoring.model.config import ModelSettings, Settings
from authoring.model.loading import document_of, load_outline, load_testimony
from authoring.model.people import Person
from authoring.store import WORKSPACE, Key
from authoring.store.memory import MemoryStore
from authoring.store.repository import Repository
from benchmarks.contenders import CONTENDERS, Task
from benchmarks.measuring import Row, Scale, as_time

OUTLINES: Final = Path(__file__).parent / "outlines"
RESULTS: Final = Path(__file__).parent / "drafting-quality.jsonl"
SEEDS: Final = 3
PEERS: Final = ("bare", "storm")
PEER_OUTLINES: Final = 6  # the peers write so many outlines, once each
_LISTED: Final = re.compile(
    r"^\| `(?P<slug>[a-z0-9-]+)` \| (?P<lang>fr|en) \| (?P<half>held-out|tuning) \| (?P<short>short )?\|", re.MULTILINE
)
_OURS: Final = "draft"
_TODAY: Final = "quick"


@dataclass(frozen=True)
class Listed:
    """An outline of the list: its slug, its language, and whether it is held out from any choice.

    A short one has few points for the length that it asks for.
    """

    slug: str
    lang: str
    held_out: bool
    is_short: bool = False


@dataclass(frozen=True)
class Result:
    """One text: who wrote it from which outline with which seed, its figures, and what it took.

    `failure` says why there is no text. `seconds` is wall time, `fresh` tells that no answer was there before.
    """

    outline: str
    lang: str
    held_out: bool
    contender: str
    seed: int
    model: str
    points: int = 0
    sentences: int = 0
    words: int = 0
    figures: Mapping[str, float | None] = field(default_factory=dict)
    passages: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tokens: int = 0
    seconds: float = 0.0
    fresh: bool = True
    failure: str = ""
    text: str = ""

    @property
    def key(self) -> tuple[str, int, str, str]:
        """What tells it apart from all others."""
        return self.outline, self.seed, self.contender, self.model


def listed() -> list[Listed]:
    """The outlines in the order of their list."""
    text = (OUTLINES / "README.md").read_text(encoding="utf-8")
    return [
        Listed(it["slug"], it["lang"], it["half"] == "held-out", bool(it["short"])) for it in _LISTED.finditer(text)
    ]


class Workplace:
    """A workspace in memory that holds all outlines, and the model that writes them."""

    def __init__(self, outlines: Iterable[Listed], *, model: str, cache: Path) -> None:
        self._store = MemoryStore(clock=lambda: datetime.now(UTC))
        agathe = Person("agathe", "Agathe", roles=frozenset({"author"}))
        settings = Settings(base=cache, model=ModelSettings(use=model, timeout=900), people={"agathe": agathe})
        with self._store.transaction(WORKSPACE) as change:
            for outline in outlines:
                folder = OUTLINES / outline.slug
                change.write(Key("outline", outline.slug), (folder / "outline.md").read_bytes())
                for file in (folder / "testimonies").glob("*.md"):
                    change.write(Key("testimony", file.stem), file.read_bytes())
        self._settings = settings
        repository = Repository(self._store, settings)
        environment = dict(os.environ)
        self.tools = DraftingTools.of(repository, environment=environment, clock=lambda: datetime.now(UTC))

    def write(self, outline: Listed, contender: str, *, seed: int) -> Result:
        """The text of a contender, and its figures. Raises what models raise, but for an answer without text."""
        tools, meter = self._counted(seed)
        task = self._task(outline.slug, tools)
        common = (outline.slug, outline.lang, outline.held_out, contender, seed, self._settings.model.use)
        start = time.perf_counter()
        try:
            body = CONTENDERS[contender](task)
        except UnusableAnswer as error:
            return Result(*common, tokens=meter.tokens, seconds=time.perf_counter() - start, failure=str(error))
        seconds = time.perf_counter() - start
        measured = measure(body, outline=task.outline, testimonies=task.testimonies, settings=self._settings)
        return Result(
            *common,
            points=measured.points,
            sentences=measured.sentences,
            words=measured.words,
            figures=figures.values(measured),
            passages={
                "not said": [f"{it.status}: {it.point}" for it in measured.coverage if it.status != "said"],
                "unsourced": [f"{literal}: {sentence}" for sentence, literal in measured.unsourced],
                "far": list(measured.far or ()),
                "repeated": list(measured.repeated),
                "empty": list(measured.empty),
                "leftovers": list(measured.leftovers),
                "faults": list(measured.faults or ()),
            },
            tokens=meter.tokens,
            seconds=seconds,
            fresh=meter.calls == meter.answers,
            text=body,
        )

    def close(self) -> None:
        """Stop the model."""
        self.tools.model.close()

    def _counted(self, seed: int) -> tuple[DraftingTools, Meter]:
        """The tools of one seed, with every answer counted; no answer of another text is used."""
        tools, meter = self.tools, Meter(self.tools.price)
        records = MemoryStore(clock=tools.clock).records
        model = SeededModel(tools.model, run=seed, capabilities=tools.catalogue.capabilities, meter=meter)
        cache = SeededCache(CompletionCache(records), run=seed, meter=meter)
        return replace(tools, model=model, cache=cache), meter

    def _task(self, slug: str, tools: DraftingTools) -> Task:
        folder = OUTLINES / slug
        document = document_of((folder / "outline.md").read_bytes(), slug)
        outline = load_outline(slug, document, default_lang="fr")
        testimonies = {
            name: load_testimony(
                name, document_of((folder / "testimonies" / f"{name}.md").read_bytes(), name), default_lang="fr"
            )
            for name in outline.testimonies
        }
        return Task(outline, testimonies, tools)


def read_results(path: Path) -> list[Result]:
    """The results in a file; a line that a stopped run left half written is passed over."""
    results = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            results.append(Result(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return results


def run(plan: Sequence[tuple[Listed, str, int]], *, model: str, path: Path) -> list[Result]:
    """Write and measure what is planned and not in the file yet; each result is added to the file at once."""
    done = {result.key for result in read_results(path)}
    missing = [it for it in plan if (it[0].slug, it[2], it[1], model) not in done]
    if missing:
        with TemporaryDirectory(prefix="authoring-quality-") as folder:
            workplace = Workplace({it[0].slug: it[0] for it in missing}.values(), model=model, cache=Path(folder))
            try:
                for number, (outline, contender, seed) in enumerate(missing, start=1):
                    print(
                        f"{number}/{len(missing)}: {outline.slug}, {contender}, seed {seed}",
                        file=sys.stderr,
                        flush=True,
                    )
                    _keep(workplace.write(outline, contender, seed=seed), path)
            finally:
                workplace.close()
    wanted = {(outline.slug, seed, contender, model) for outline, contender, seed in plan}
    return [result for result in read_results(path) if result.key in wanted]


def planned(
    outlines: Sequence[Listed], contenders: Sequence[str], *, seeds: int, peers: int = PEER_OUTLINES
) -> list[tuple[Listed, str, int]]:
    """Who writes what: ours with every seed, peers the first outlines of each language once."""
    by_lang = [[it for it in outlines if it.lang == lang][: peers // 2] for lang in ("fr", "en")]
    for_peers = {it.slug for some in by_lang for it in some}
    return [
        (outline, contender, seed)
        for seed in range(seeds)
        for outline in outlines
        for contender in contenders
        if contender not in PEERS or (seed == 0 and outline.slug in for_peers)
    ]


def rows(results: Sequence[Result]) -> list[Row]:
    """The lines of the page: ours against each of the others, with what is wanted of ours."""
    ours = [result for result in results if result.contender == _OURS]
    if not ours:
        return []
    others = {name: [it for it in results if it.contender == name] for name in CONTENDERS if name != _OURS}
    return [_row(figure, ours, {name: texts for name, texts in others.items() if texts}) for figure in _WANTED] + [
        _time_row(ours, others[_TODAY])
    ]


@dataclass(frozen=True)
class _Wanted:
    """A line: the figure, what it is called, and the most or the least that is wanted."""

    name: str
    title: str
    limit: float
    is_share: bool = False
    is_least: bool = False


_WANTED: Final = (
    _Wanted("said", "points said with all their facts", 0.97, is_share=True, is_least=True),
    _Wanted("changed", "points contradicted, in all texts", 0),
    _Wanted("unsourced", "facts that no source holds, in all texts", 0),
    _Wanted("far", "sentences without a source", 0.03, is_share=True),
    _Wanted("repeated", "repeated sentences, in all texts", 0),
    _Wanted("empty", "empty sentences, in all texts", 0),
    _Wanted("foreign", "sentences in another language, in all texts", 0),
    _Wanted("leftovers", "words of a chat and notes to oneself, in all texts", 0),
    _Wanted("own_words", "points in the outline’s own words", 0.15, is_share=True),
    _Wanted("faults", "faults of grammar per 100 words", 0.5),
    _Wanted("length", "texts whose length is more than 25 % away, where the points carry it", 0.0, is_share=True),
)
_FAR_AWAY: Final = 0.25


def value_of(figure: str, results: Sequence[Result]) -> float | None:
    """A figure over some texts: shares over all points or sentences, sums of what is counted; None if not measured."""
    weights = {"said": "points", "own_words": "points", "far": "sentences", "faults": "words"}
    values = [(it.figures.get(figure), it) for it in results]
    measured = [(value, it) for value, it in values if value is not None]
    if not measured:
        return None
    if figure == "length":
        short = {outline.slug for outline in listed() if outline.is_short}
        away = [value > _FAR_AWAY for value, it in measured if it.outline not in short]
        return fmean(away) if away else None
    if figure in weights:
        counts = [getattr(it, weights[figure]) for _value, it in measured]
        total = sum(counts)
        return (
            sum(value * count for (value, _it), count in zip(measured, counts, strict=True)) / total if total else None
        )
    return sum(value for value, _it in measured)


def _row(wanted: _Wanted, ours: Sequence[Result], others: Mapping[str, Sequence[Result]]) -> Row:
    value = value_of(wanted.name, ours)
    against = "; ".join(f"{name}: {_shown(wanted, value_of(wanted.name, texts))}" for name, texts in others.items())
    sign = "≥" if wanted.is_least else "≤"
    limit = _shown(wanted, wanted.limit)
    holds = value is not None and (value >= wanted.limit if wanted.is_least else value <= wanted.limit)
    work = f"{wanted.title}, {len(ours)} texts"
    return Row(work, _shown(wanted, value), against, None, f"{sign} {limit}", holds)


def _time_row(ours: Sequence[Result], today: Sequence[Result]) -> Row:
    own = fmean(it.seconds for it in ours)
    tokens = f"{fmean(it.tokens for it in ours):.0f} tokens"
    if not today:
        return Row("a draft", f"{as_time(own)}, {tokens}", "", None, "", holds=True)
    before = fmean(it.seconds for it in today)
    against = f"{_TODAY}: {as_time(before)}, {fmean(it.tokens for it in today):.0f} tokens"
    ratio = own / before if before else None
    return Row("a draft", f"{as_time(own)}, {tokens}", against, ratio, "≤ 2 ×", ratio is None or ratio <= 2)


def _shown(wanted: _Wanted, value: float | None) -> str:
    if value is None:
        return "not measured"
    return f"{value:.1%}" if wanted.is_share else f"{value:.2f}" if wanted.name == "faults" else f"{value:g}"


def measure_all(scale: Scale = Scale()) -> list[Row]:  # noqa: B008  frozen
    """The rows of the page. In a trial, some outlines by the fake model; else what the file lacks is written first."""
    held_out = [outline for outline in listed() if outline.held_out]
    if scale.most is None:
        return rows(run(planned(held_out, list(CONTENDERS), seeds=SEEDS), model="local", path=RESULTS))
    with TemporaryDirectory() as folder:
        plan = planned(held_out[: scale.most], list(CONTENDERS), seeds=1)
        return rows(run(plan, model="fake", path=Path(folder) / "results.jsonl"))


def main(arguments: Sequence[str]) -> int:
    """Write a part of the texts, or print the lines of the page from what is there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drafting_quality", description=__doc__)
    parser.add_argument("--only", choices=["held_out", "tuning"], default="held_out")
    parser.add_argument("--outline", action="append", default=[], metavar="SLUG")
    parser.add_argument("--contender", action="append", default=[], choices=list(CONTENDERS))
    parser.add_argument("--seeds", type=int, default=SEEDS, metavar="N")
    parser.add_argument("--model", default="local")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FILE")
    parser.add_argument("--texts", type=Path, metavar="FOLDER", help="write each text there, to be read")
    parser.add_argument("--report", action="store_true", help="write nothing new")
    options = parser.parse_args(arguments)
    outlines = [it for it in listed() if it.held_out == (options.only == "held_out")]
    if options.outline:
        outlines = [it for it in listed() if it.slug in options.outline]
    plan = planned(outlines, options.contender or list(CONTENDERS), seeds=options.seeds)
    try:
        results = (
            read_results(options.results) if options.report else run(plan, model=options.model, path=options.results)
        )
    except AuthoringError as error:
        print(f"{error}\nRun the same command again to go on.", file=sys.stderr)
        return error.exit_code
    for row in rows(results):
        print(
            " | ".join(str(it) for it in (row.work, row.ours, row.against, row.wanted, "" if row.holds else "missed"))
        )
    if options.texts:
        _write_texts(results, options.texts)
    return 0


def _keep(result: Result, path: Path) -> None:
    values: dict[str, Any] = {name: getattr(result, name) for name in Result.__dataclass_fields__}
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(values, ensure_ascii=False) + "\n")


def _write_texts(results: Sequence[Result], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for it in results:
        (folder / f"{it.outline}.{it.contender}.{it.seed}.md").write_text(it.text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
