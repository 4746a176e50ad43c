"""How long `check` takes for a 700-word French piece: every check, over a thousand different pieces.

Prints JSON: the median and the ninety-fifth percentile in milliseconds, and where the time goes. Three kinds of
pieces, since what is to be found decides what it costs: well set; as people type (straight apostrophes, plain
spaces); and with a quotation that no testimony holds.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from authoring.checks import Check, Subject, running
from authoring.checks.builtin import all_checks
from authoring.checks.typography import fix_typography
from authoring.model.config import Settings, Style
from authoring.model.documents import Consent, Draft, Outline, Picture, Section, Testimony
from authoring.store import Key
from authoring.store.pieces import Attachments
from authoring.testing import memory_store
from authoring.text import markdown
from authoring.text.sentences import split
from benchmarks.measuring import Row
from benchmarks.posts import FRENCH, Post, posts

WANTED: Final = 40
POINTS: Final = 2
PNG: Final = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
STYLE: Final = Style(
    avoid=("incontournable", "dans un monde en constante évolution", "écosystème vertueux", "synergie")
)
SPOKEN: Final = "Je suis venu pour une vis, je suis resté pour l’année."
INVENTED: Final = (
    "\n> « Je suis venu pour un clou, je suis resté pour l’année. »\n>\n> — Basile Orme, membre de l’atelier\n"
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pieces", type=int, default=1000)
    count = parser.parse_args().pieces
    print(
        json.dumps({"pieces": count, "wanted_ms": WANTED, "results": _all_kinds(count)}, ensure_ascii=False, indent=2)
    )


def measure(count: int = 1000) -> list[Row]:
    """The median for each kind of piece, as rows for the page of benchmarks."""
    rows = []
    for name, figures in _all_kinds(count).items():
        work = f"check of a French piece of {figures['median_words']:.0f} words, {name}; median of {count:,}"
        spread = f"{figures['median_ms']:.1f} ms (processor {figures['median_cpu_ms']:.1f} ms)"
        rows.append(Row(work, spread, "", None, f"≤ {WANTED} ms", figures["median_ms"] <= WANTED))
    return rows


def _all_kinds(count: int) -> dict[str, dict[str, Any]]:
    kinds = {"well set": set_well, "as typed": as_typed, "with an invented quotation": with_invention}
    return {name: timings(count, change) for name, change in kinds.items()}


def timings(count: int, change: Callable[[str], str]) -> dict[str, Any]:
    """Milliseconds a piece, by the clock and by the processor, which other programs on the machine do not slow down.

    Each subject is new, so that nothing that is worked out for one serves another.
    """
    checks = all_checks()
    running.run(checks, next(subjects(1, change)))  # the first one loads modules
    times, busy, words = [], [], []
    for subject in subjects(count, change):
        begun, begun_busy = time.perf_counter(), time.process_time()
        running.run(checks, subject)
        times.append((time.perf_counter() - begun) * 1000)
        busy.append((time.process_time() - begun_busy) * 1000)
        words.append(len(subject.draft.body.split()))
    return {
        "median_ms": round(statistics.median(times), 2),
        "median_cpu_ms": round(statistics.median(busy), 2),
        "p95_ms": round(statistics.quantiles(times, n=20)[-1], 2) if count > 1 else None,
        "median_words": statistics.median(words),
        "median_ms_by_check": shares(checks, min(count, 100), change),
    }


def shares(checks: list[Check], count: int, change: Callable[[str], str]) -> dict[str, float]:
    """The median of each check's milliseconds; the first one to need it pays for reading the body."""
    times: dict[str, list[float]] = {"(reading)": [], **{check.name: [] for check in checks}}
    for subject in subjects(count, change):
        begun = time.perf_counter()
        _read = (subject.reading.own_words, subject.reading.sentences)
        times["(reading)"].append((time.perf_counter() - begun) * 1000)
        for check in checks:
            begun = time.perf_counter()
            list(check.run(subject))
            times[check.name].append((time.perf_counter() - begun) * 1000)
    medians = {name: round(statistics.median(milliseconds), 2) for name, milliseconds in times.items()}
    return dict(sorted(medians.items(), key=lambda item: -item[1]))


def subjects(count: int, change: Callable[[str], str]) -> Iterator[Subject]:
    """Pieces as the workspace hands them out: an outline, ten testimonies and a picture each."""
    store = memory_store({}, clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC))
    spoken = testimonies()
    settings = Settings(Path(), style=STYLE)
    french = (post for post in posts(count * 2) if post.lang == "fr")
    for _number, post in zip(range(count), french, strict=False):
        files = Attachments(store.blobs, Key("piece", post.slug), {"images/a.png": PNG})
        yield Subject(draft(post, change), files, settings, outline(post), spoken, date(2026, 11, 23))


def draft(post: Post, change: Callable[[str], str]) -> Draft:
    """The post as a draft with one picture."""
    return Draft(
        slug=post.slug,
        title=post.title,
        lang="fr",
        author="agathe",
        body=change(f"{post.body}\n![Trois personnes autour d’un établi](images/a.png)\n"),
        description=post.description[:150],
        outline="atelier",
        images=(Picture("images/a.png", "Trois personnes autour d’un établi"),),
        body_line=10,
    )


def outline(post: Post) -> Outline:
    """The plan of a sample post: two points a section, in the words of its sentences."""
    parts = markdown.sections(post.body)
    points = [tuple(split(part.text_of(post.body))[:POINTS]) for part in parts]
    sections = tuple(Section(part.heading, own) for part, own in zip(parts[1:], points[1:], strict=True))
    introduction = Section("", points=points[0])
    return Outline("atelier", "L’atelier", "fr", "agathe", introduction, sections, words=700)


def testimonies() -> dict[str, Testimony]:
    """Ten testimonies of some 250 words, one of which holds the quotation of the sample posts."""
    chance = random.Random(7)  # noqa: S311  sample texts, no secrets
    parts = (FRENCH.subjects, FRENCH.verbs, FRENCH.objects, FRENCH.endings)
    by_slug = {}
    for number in range(10):
        sentences = [SPOKEN] if number == 3 else []
        sentences += [" ".join(chance.choice(part) for part in parts) + "." for _n in range(15)]
        slug = f"membre-{number}"
        person, role = ("Basile Orme", "membre de l’atelier") if number == 3 else (f"Camille Essai{number}", "membre")
        consent = Consent("granted", date(2026, 1, 1))
        by_slug[slug] = Testimony(slug, person, role, "fr", " ".join(sentences).replace("*", ""), consent)
    return by_slug


def set_well(body: str) -> str:
    """As the program leaves it: typography mended."""
    return fix_typography(body, lang="fr")


def as_typed(body: str) -> str:
    """As people type: straight apostrophes and no no-break space, in every paragraph."""
    return body.replace("’", "'").replace("\u00a0", " ").replace(". ", " ! ", 8)


def with_invention(body: str) -> str:
    """Well set, with a quotation that nobody said, so that the nearest one is looked for."""
    return set_well(body) + INVENTED


if __name__ == "__main__":
    main()
