"""What leaves the machine: a server on loopback stands for the provider and keeps every byte that it is sent.

Invented people with awkward names (accents, hyphens, particles, words that are also names) are written in every form
into outlines, captions, instructions and testimonies; the program drafts, revises and suggests through its real path.
The bytes are then searched by rules of this file, which share nothing with the code that hides the names.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from benchmarks.corpus import workspace
from benchmarks.measuring import Row, cache_of

FIRSTS: Final = (
    "Inès|Agathe|Zoé|Jean-Marc|Marie-Claire|Noël|Rose|Pierre|Aïcha|Łucja|Søren|Márta|Nguyệt|Aimé|Olive|Bérénice|Théo|Nora"
).split("|")
LASTS: Final = (
    "Lindqvar|Corbelin|d’Estrelle|Le Goffic|Ben Salahi|de La Tourelle|Petit|Marchand|Haddane-Morvil|O’Connick"
    "|Müllenheim|van der Bergel|Nováčková|Delmasson|Blanc|Szczepańko|L’Hermitte"
).split("|")
FORMS: Final = 12
SENTENCES: Final = (
    "{0} a montré la scie à {1}, puis {2} est partie.",
    "Merci à {0} et à l’équipe d’{1} ; écrire à {mail} ou appeler le {phone}.",
    "Selon {0}, « {1} range mieux que {2} ».",
    "**{0}** et _{1}_ tiennent [la clef]({url}) du petit marchand de la rue blanche.",
    "We met {0} at the workshop; {1}’s saw was there, and {2} rang {phone}.",
    "- {0} ({mail})\n- {1} : {phone}",
)
OUR_NAME: Final = "La Verrine"
PLACEHOLDER: Final = re.compile(r"\b(?:PERSON|FIRST|LAST|EMAIL|PHONE|ORG|SOURCE)_[0-9A-Z]{4}(?:_\d+)?")
WORDS: Final = frozenset({"rose", "pierre", "petit", "marchand", "blanc", "olive", "aime", "noel"})


@dataclass
class Listener:
    """The provider: it keeps what it is sent and speaks of everybody whom it was told of."""

    port: int = 0
    heard: list[bytes] = field(default_factory=list)

    def answer(self, body: bytes) -> str:
        """Sentences with every placeholder of the question."""
        placeholders = list(dict.fromkeys(PLACEHOLDER.findall(body.decode("utf-8", "replace"))))
        people = " et ".join(name for name in placeholders if not name.startswith("SOURCE")) or "tous"
        return f"Nous avons retrouvé à l’atelier {people}. Chacun y apporte un outil et repart avec une idée nouvelle."


@contextmanager
def listening() -> Iterator[Listener]:
    """A provider on loopback, for as long as the block lasts."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            listener.heard.append(f"{self.requestline}\n{self.headers}".encode() + body)
            content = b"".join(_events(listener.answer(body)))
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the base class's name
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()


def _events(text: str) -> Iterator[bytes]:
    """The answer in small parts, so that placeholders arrive in pieces."""
    for start in range(0, len(text), 7):
        yield _event({"index": 0, "delta": {"content": text[start : start + 7]}, "finish_reason": None})
    yield _event({"index": 0, "delta": {}, "finish_reason": "stop"})
    yield b"data: [DONE]\n\n"


def _event(choice: dict[str, Any]) -> bytes:
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "listener", "choices": [choice]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


@dataclass(frozen=True)
class Somebody:
    """An invented person."""

    name: str
    alias: str
    email: str
    phone: str

    def form(self, number: int) -> str:
        """One of the ways to write the name."""
        first, *rest = self.name.split()
        last = " ".join(rest)
        return (
            self.name,
            self.name.upper(),
            unicodedata.normalize("NFD", self.name),
            self.name.replace(" ", "\u00a0"),
            self.name.replace("’", "'").replace("-", "\u2011"),
            f"{last} {first}",
            f"{first[0]}. {last}",
            first,
            f"Mme {last}",
            self.alias,
            plain(self.name).title(),
            self.name.replace(" ", "\n"),
        )[number]


def people(chance: random.Random, count: int) -> list[Somebody]:
    """So many different people."""
    pairs = [(first, last) for first in FIRSTS for last in LASTS]
    crowd = []
    for first, last in chance.sample(pairs, count):
        mail = re.sub(r"[^a-z]+", ".", plain(f"{first} {last}"))
        phone = "".join(chance.choice("123456789") for _ in range(8))
        alias = f"{plain(first)[:3].title()}ouk{chance.choice('aeio')}"
        crowd.append(Somebody(f"{first} {last}", alias, f"{mail}@example.org", f"06{phone}"))
    return crowd


def sentence(chance: random.Random, crowd: list[Somebody]) -> str:
    """A sentence with three of them, in any form."""
    chosen = [chance.choice(crowd) for _ in range(3)]
    names = [person.form(chance.randrange(FORMS)) for person in chosen]
    digits = chosen[0].phone
    phone = chance.choice((
        digits,
        " ".join(re.findall("..", digits)),
        "+33 " + digits[1] + " " + ".".join(re.findall("..", digits[2:])),
        "0033" + digits[1:],
        "\u202f".join(re.findall("..", digits)),
    ))  # fmt: skip
    return chance.choice(SENTENCES).format(*names, mail=chosen[1].email, phone=phone, url="https://example.org/atelier")


def plain(text: str) -> str:
    """Letters without accents and case, one space for each run of spaces and invisible characters."""
    text = text.translate(str.maketrans("łŁøØđ", "lLoOd"))
    text = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(r"[\s\u200b]+", " ", re.sub(r"[’‘]", "'", re.sub(r"[‐‑–—]", "-", text))).casefold()


def leaks(sent: bytes, crowd: list[Somebody]) -> list[str]:
    """Every name, alias, address and number of these people that the bytes hold."""
    head, _line, body = sent.partition(b"{")
    text = head.decode("latin-1") + json.dumps(json.loads(b"{" + body), ensure_ascii=False).replace("\\n", " ")
    folded, digits = plain(text), re.sub(r"[\s.\-()\u202f\u00a0]", "", text)
    leaked = []
    for person in crowd:
        first, *rest = person.name.split()
        parts = [re.escape(plain(part)) for part in (person.name, person.alias)]
        parts += [re.escape(plain(part)) for part in (first, rest[-1]) if plain(part) not in WORDS]
        leaked += [part for part in parts if re.search(rf"(?<![a-z]){part}(?![a-z])", folded)]
        leaked += [part for part in (first, rest[-1]) if plain(part) in WORDS and re.search(rf"\b{part}\b", text)]
        leaked += [person.email] if person.email in folded else []
        leaked += [person.phone] if person.phone[1:] in digits else []
    return leaked


def write(root: Path, chance: random.Random, crowd: list[Somebody], port: int) -> None:
    """A workspace with these people as colleagues and witnesses, whose outline names them everywhere."""
    witnesses = {re.sub(r"[^a-z]+", "-", plain(person.name)).strip("-"): person for person in crowd[3:]}
    testimonies = {
        slug: _testimony(person, f"2026-01-0{number}", chance, crowd)
        for number, (slug, person) in enumerate(witnesses.items(), start=1)
    }
    workspace.write(
        root,
        settings=_settings(crowd[:3], port),
        testimonies=testimonies,
        outlines={"piece": _outline(chance, crowd, list(witnesses))},
    )


def _settings(colleagues: list[Somebody], port: int) -> str:
    tables = [
        f'format = 3\nlang = "fr"\n[site]\ntitle = "Le blog de {OUR_NAME}"\nurl = "https://blog.example.org"\n',
        f'[model]\nuse = "openai:listener"\nbase_url = "http://127.0.0.1:{port}/v1"\nretries = 0\n',
    ]
    for number, person in enumerate(colleagues):
        tables.append(
            f'[people.p{number}]\nname = "{person.name}"\nemail = "{person.email}"\nphone = "{person.phone}"\n'
            f'aliases = ["{person.alias}"]\nroles = ["author"]\n'
        )
    return "\n".join(tables)


def _testimony(person: Somebody, granted: str, chance: random.Random, crowd: list[Somebody]) -> str:
    spoken = " ".join(sentence(chance, crowd).replace("\n", " ") for _ in range(4))
    return (
        f'---\nperson: "{person.name}"\naliases: ["{person.alias}"]\nemail: {person.email}\n'
        f'phone: "{person.phone}"\nrole: menuisière\nlang: fr\n'
        f"consent:\n  status: granted\n  granted: {granted}\n  ai: allowed\n---\n\n{spoken}\n"
    )


def _outline(chance: random.Random, crowd: list[Somebody], witnesses: list[str]) -> str:
    points = "\n".join(f"- {' '.join(sentence(chance, crowd).split())}" for _ in range(3))
    line = " ".join(sentence(chance, crowd).split()).replace('"', "'").replace("\\", "")
    return (
        f'---\ntitle: "{OUR_NAME} et {crowd[0].name}"\nauthor: p0\naudience: "{line}"\ntone: "comme {crowd[1].alias}"\n'
        f'testimonies: [{", ".join(witnesses)}]\nimages:\n  - src: images/a.png\n    caption: "{line}"\n---\n\n'
        f"{points}\n\n## Avec {crowd[3].name}\n\n{points}\n- [[quote:{witnesses[0]}]]\n"
    )


def travel(root: Path, chance: random.Random, crowd: list[Somebody], listener: Listener) -> bool:
    """Draft, revise and suggest; whether the piece came back with names and without a placeholder."""
    from authoring.drafting.suggest import Wanted, suggest
    from authoring.drafting.tools import DraftingTools
    from authoring.editorial.actions import perform
    from authoring.editorial.actions.draft import Draft
    from authoring.editorial.actions.revise import Revise
    from authoring.workspace import open_workspace, person_named

    write(root, chance, crowd, listener.port)
    context = open_workspace(
        root, {"AUTHORING_CACHE_DIR": str(cache_of(root))}, clock=lambda: datetime(2026, 11, 23, 9, tzinfo=UTC)
    )
    context = context.acting_as(person_named(context.settings, "p0"))
    tools = DraftingTools.of(context.repository, environment={}, clock=context.clock)
    wanted: tuple[Wanted, ...] = ("title", "alt")
    try:
        body = perform(Draft("piece", tools), context).piece.draft.body
        revision = Revise("piece", 1, sentence(chance, crowd), tools)
        proposal = revision.propose(context, revision.prepare(context))
        offered = [it.text for what in wanted for it in suggest(tools, "piece", what)]
    finally:
        tools.model.close()
    texts = (body, proposal.new, *offered)
    return not any(PLACEHOLDER.search(text) for text in texts) and "Nous avons retrouvé" in body


def round_trips(count: int, *, seed: int) -> tuple[int, float]:
    """How many texts of so many came back letter for letter, and the milliseconds that hiding and restoring took."""
    from authoring.model.people import Person
    from authoring.privacy.pseudonyms import Register

    chance = random.Random(seed)  # noqa: S311  sample texts, no secrets
    crowd = people(chance, 20)
    staff = [Person(f"p{n}", it.name, it.email, phone=it.phone, aliases=(it.alias,)) for n, it in enumerate(crowd)]
    register = Register.of([], staff, title=f"Le blog de {OUR_NAME}")
    texts = ["\n".join(sentence(chance, crowd) for _ in range(5)) for _ in range(count)]
    begun = time.perf_counter()
    whole = 0
    for text in texts:
        sealed = register.seal(text)
        whole += sealed.restore(sealed.texts[0]) == text
    return whole, (time.perf_counter() - begun) * 1000 / count


@dataclass(frozen=True)
class Journey:
    """What was found in the requests of some workspaces."""

    workspaces: int
    requests: int
    sent_bytes: int
    leaks: tuple[str, ...]
    came_back: int


def journeys(count: int, *, seed: int) -> Journey:
    """Workspaces of invented people, each with requests through the program's real path."""
    leaked: list[str] = []
    came_back = requests = sent = 0
    with listening() as listener:
        for number in range(count):
            chance = random.Random(seed * 100_003 + number)  # noqa: S311
            crowd = people(chance, 6)
            before = len(listener.heard)
            with tempfile.TemporaryDirectory() as folder:
                came_back += travel(Path(folder) / "workspace", chance, crowd, listener)
            for content in listener.heard[before:]:
                leaked += leaks(content, crowd)
                requests, sent = requests + 1, sent + len(content)
    return Journey(count, requests, sent, tuple(leaked), came_back)


def measure(count: int = 200, texts: int = 5_000) -> list[Row]:
    """Names found in what was sent, pieces that came back whole, and texts that came back letter for letter."""
    journey = journeys(count, seed=7)
    whole, milliseconds = round_trips(texts, seed=7)
    searched = f"{journey.requests:,} requests of {journey.workspaces:,} workspaces, {journey.sent_bytes / 1e6:.1f} MB"
    return [
        Row(
            f"names, aliases, addresses and numbers found in {searched}",
            str(len(journey.leaks)),
            "",
            None,
            "0",
            not journey.leaks,
        ),
        Row(
            "pieces that came back with every name and no placeholder",
            f"{journey.came_back:,} of {count:,}",
            "",
            None,
            "100 %",
            journey.came_back == count,
        ),
        Row(
            f"texts that came back letter for letter; {milliseconds:.1f} ms each",
            f"{whole:,} of {texts:,}",
            "",
            None,
            "100 %",
            whole == texts,
        ),
    ]
