"""Every command that changes something on the disk: where it finds the workspace, and how it is given.

`READING` names the other commands. A command that is in neither fails a test, so that a new one is not forgotten.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from authoring.model.config import FORMAT
from authoring.store.exported import Exported, ExportRecords
from authoring.store.folder import FolderStore
from tests.worlds.files import build
from tests.worlds.forked import Given, give
from tests.worlds.lantern import MORNING, SETTINGS
from tests.worlds.newsroom import SLUG, TEXT, Newsroom
from tests.worlds.pictures import png
from tests.worlds.signing import make_key
from tests.worlds.word_files import docx, edited, p

READING: Final = (
    "list", "search", "show", "diff", "log", "verify", "privacy", "targets list", "targets status", "targets test",
    "prompts list", "prompts show", "prompts render", "prompts test", "models list", "models test", "people list",
    "consent list", "accompany list",
)  # fmt: skip

TARGETS: Final = """
    [targets.site]
    kind = "site"
    folder = "site"

    [targets.notes]
    kind = "markdown"
    folder = "notes"
"""
HUGO: Final = """
    [targets.hugo]
    kind = "hugo"
    folder = "hugo"
"""
LATER: Final = "2026-11-24 09:00"
TRUE_WORDS: Final = "The Lantern is a shared workshop."
PERSONS_WORDS: Final = "We oil the hinges of the door ourselves, every spring."


@dataclass
class Place:
    """A folder with a workspace `w`, beside it the cache folder and what a command is given.

    `words` are what must never be lost of the workspace's texts.
    """

    folder: Path
    minutes: int = 0
    words: list[str] = field(default_factory=list)

    @property
    def root(self) -> Path:
        """The workspace's folder."""
        return self.folder / "w"

    @property
    def notes(self) -> Path:
        """Where commands print to."""
        return self.folder / "notes"

    def newsroom(self, *, settings: str = SETTINGS + TARGETS, quorum: int = 1, text: str = TEXT) -> None:
        """The Lantern's workspace with a drafted piece."""
        if quorum > 1:
            settings = f"{settings}\n    [review]\n    quorum = {quorum}\n"
        Newsroom(self.root, settings=f"    format = {FORMAT}\n{settings}", text=text)
        self.words.append("A place with tools that everybody may use")
        self.minutes = 1

    def give(self, *arguments: str, code: int = 0) -> Given:
        """Give a command, a minute later; it has to end with this code."""
        self.minutes += 1
        outcome = give(arguments, folder=self.root, notes=self.notes, minutes=self.minutes)
        assert outcome.code == code, (arguments, outcome)
        return outcome

    def hash(self) -> str:
        """The content hash of the piece."""
        return str(self.give("show", SLUG, "--json").json["hash"])

    def edit(self, old: str, new: str) -> None:
        """Change the piece as somebody does in an editor of their own."""
        path = self.root / "drafts" / SLUG / "index.md"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def edit_by_hand(self) -> None:
        """Somebody writes a sentence of their own into the piece."""
        self.edit("It is a place with tools", f"{PERSONS_WORDS} It is a place with tools")
        self.words.append(PERSONS_WORDS)

    def submitted(self) -> None:
        """The piece is in review."""
        self.give("submit", SLUG, "--as", "agathe")

    def approved(self) -> None:
        """The piece is approved."""
        self.submitted()
        self.approve("samir")

    def approve(self, name: str) -> None:
        """Somebody approves the piece."""
        self.give("approve", SLUG, "--revision", self.hash(), "--as", name)

    def out(self) -> None:
        """The piece is published, at every target."""
        self.approved()
        self.give("publish", SLUG, "--as", "lena")


Preparing = Callable[[Place], Sequence[str]]


@dataclass(frozen=True)
class Case:
    """A way to give a command: `prepare` makes the place and gives the arguments.

    `asks_model` is one whose records name each call, and those that were answered before otherwise. `erases` takes
    words away on purpose. `repeats` is one that is not given again once it is done: it would do the same once more.
    `restates` is one that signs a list: given again, it signs what is left of it.
    """

    command: str
    prepare: Preparing
    asks_model: bool = False
    erases: bool = False
    repeats: bool = False
    restates: bool = False


CASES: Final[dict[str, Case]] = {}


def changing(
    command: str,
    *,
    asks_model: bool = False,
    erases: bool = False,
    repeats: bool = False,
    restates: bool = False,
) -> Callable[[Preparing], Preparing]:
    """Register a way to give this command, under the function's name."""

    def register(prepare: Preparing) -> Preparing:
        CASES[prepare.__name__] = Case(command, prepare, asks_model, erases, repeats, restates)
        return prepare

    return register


# --- texts ----------------------------------------------------------------------------------------------------


@changing("init")
def init(place: Place) -> Sequence[str]:
    place.root.mkdir(parents=True)
    return ("init", ".", "--lang", "en", "--name", "Ada", "--email", "ada@example.org")


@changing("init")
def init_adopt(place: Place) -> Sequence[str]:
    build(place.root, {"README.md": "Ours.\n", ".gitignore": "/mine\n"})
    return ("init", ".", "--adopt", "--lang", "en", "--name", "Ada", "--email", "ada@example.org")


@changing("new outline")
def new_outline(place: Place) -> Sequence[str]:
    place.newsroom()
    return ("new", "outline", "another", "--as", "agathe")


@changing("new testimony")
def new_testimony(place: Place) -> Sequence[str]:
    place.newsroom()
    return ("new", "testimony", "another", "--as", "agathe")


@changing("import word")
def import_outline(place: Place) -> Sequence[str]:
    place.newsroom()
    (place.root / "plan.docx").write_bytes(docx(p("A point."), p("Another point.")))
    return ("import", "plan.docx", "--kind", "outline", "--json")


@changing("import word")
def import_review(place: Place) -> Sequence[str]:
    place.newsroom()
    place.give("print", SLUG, "--out", "a.docx")
    content = edited((place.root / "a.docx").read_bytes(), ("It is a place with tools", "It is a room with tools"))
    (place.root / "back.docx").write_bytes(content)
    return ("import", "--review", SLUG, "back.docx", "--json")


@changing("import hugo")
def import_hugo(place: Place) -> Sequence[str]:
    place.newsroom()
    files: dict[str, str | bytes] = {"hugo.toml": 'baseURL = "https://old.example.org/"\nlanguageCode = "en"\n'}
    for number in (1, 2):
        front = f"---\ntitle: Post {number}\ndate: 2015-06-0{number}T10:00:00Z\n---\n"
        files[f"content/posts/post-{number}/index.md"] = f"{front}\nWe opened the door.\n\n![A bench](bench.png)\n"
        files[f"content/posts/post-{number}/bench.png"] = png()
    build(place.folder / "old", files)
    return ("import", "hugo", "../old", "--report", "report.md", "--as", "agathe", "--json")


@changing("import jekyll")
def import_jekyll(place: Place) -> Sequence[str]:
    place.newsroom()
    files: dict[str, str | bytes] = {"_config.yml": "title: Old\nurl: https://old.example.org\n"}
    for number in (1, 2):
        front = f"---\ntitle: Post {number}\nlayout: post\n---\n"
        files[f"_posts/2015-06-0{number}-post-{number}.md"] = f"{front}\nWe opened the door.\n"
    build(place.folder / "old", files)
    return ("import", "jekyll", "../old", "--report", "report.md", "--as", "agathe", "--json")


@changing("import wordpress")
def import_wordpress(place: Place) -> Sequence[str]:
    place.newsroom()
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"'
    names = ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    more = ' xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    site = "<channel><title>Old</title><link>https://old.example.org</link><wp:wxr_version>1.2</wp:wxr_version>"
    items = "".join(
        f"<item><title>Post {number}</title><link>https://old.example.org/post-{number}/</link>"
        "<dc:creator>agathe</dc:creator><content:encoded><![CDATA[<p>We opened the door.</p>]]></content:encoded>"
        f"<wp:post_id>{number}</wp:post_id><wp:post_date>2015-06-0{number} 10:00:00</wp:post_date>"
        f"<wp:post_date_gmt>2015-06-0{number} 08:00:00</wp:post_date_gmt><wp:post_name>post-{number}</wp:post_name>"
        "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
        for number in (1, 2)
    )
    build(place.folder, {"old.xml": f"{head}{names}{more}{site}{items}</channel></rss>\n"})
    return ("import", "wordpress", "../old.xml", "--report", "report.md", "--as", "agathe", "--json")


@changing("import vouch", restates=True)
def import_vouch(place: Place) -> Sequence[str]:
    key = make_key(place.folder)
    public = key.with_suffix(".pub").read_text("utf-8").strip()
    mail = 'email = "samir@example.org"'
    place.newsroom(settings=SETTINGS.replace(mail, f'{mail}\n    ssh_key = "{public}"') + TARGETS)
    files: dict[str, str | bytes] = {"hugo.toml": 'baseURL = "https://old.example.org/"\nlanguageCode = "en"\n'}
    for number in (1, 2):
        front = f"---\ntitle: Post {number}\ndate: 2015-06-0{number}T10:00:00Z\n---\n"
        files[f"content/posts/post-{number}/index.md"] = f"{front}\nWe opened the door.\n"
    build(place.folder / "old", files)
    place.give("import", "hugo", "../old", "--as", "agathe")
    return ("import", "vouch", "--key", str(key), "--as", "samir", "--json")


# --- models ---------------------------------------------------------------------------------------------------


@changing("draft", asks_model=True)
def draft(place: Place) -> Sequence[str]:
    place.newsroom()
    shutil.rmtree(place.root / "drafts")
    place.words.clear()
    return ("draft", SLUG, "--as", "agathe", "--json")


@changing("draft", asks_model=True)
def draft_over_edits(place: Place) -> Sequence[str]:
    place.newsroom()
    place.edit_by_hand()
    return ("draft", SLUG, "--new-revision", "--as", "agathe", "--json")


@changing("revise", asks_model=True, repeats=True)
def revise_over_edits(place: Place) -> Sequence[str]:
    place.newsroom()
    place.edit_by_hand()
    return ("revise", SLUG, "--section", "0", "--instruction", "Shorter.", "--apply", "--as", "agathe", "--json")


@changing("suggest", asks_model=True, repeats=True)
def suggest(place: Place) -> Sequence[str]:
    place.newsroom()
    return ("suggest", SLUG, "title", "--json")


@changing("accompany make", asks_model=True, repeats=True)
def accompany_make(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    return ("accompany", SLUG, "mastodon", "newsletter", "--as", "agathe", "--json")


@changing("accompany record")
def accompany_record(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    place.give("accompany", SLUG, "mastodon", "--as", "agathe")
    path = place.root / "drafts" / SLUG / "texts" / "mastodon.md"
    path.write_text(f"{TRUE_WORDS}\n\n{path.read_text('utf-8')}", "utf-8")
    return ("accompany", "record", SLUG, "mastodon", "--as", "lena", "--json")


@changing("accompany approve")
def accompany_approve(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    place.give("accompany", SLUG, "mastodon", "--as", "agathe")
    (text,) = place.give("accompany", "list", SLUG, "--json").json
    return ("accompany", "approve", SLUG, "mastodon", "--revision", text["hash"], "--as", "samir", "--json")


@changing("accompany export")
def accompany_export(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    place.give("accompany", SLUG, "mastodon", "--as", "agathe")
    (text,) = place.give("accompany", "list", SLUG, "--json").json
    place.give("accompany", "approve", SLUG, "mastodon", "--revision", text["hash"], "--as", "samir")
    place.approve("samir")
    return ("accompany", "export", SLUG, "--out", "to-post", "--json")


@changing("translate", asks_model=True)
def translate(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    return ("translate", SLUG, "--to", "fr", "--as", "agathe", "--json")


# --- review ---------------------------------------------------------------------------------------------------


@changing("check")
def check_and_fix(place: Place) -> Sequence[str]:
    place.newsroom(text=TEXT.replace("What do its neighbours", "What  do it's neighbours"))
    return ("check", SLUG, "--fix", "typography", "--as", "agathe", "--json")


@changing("quotes accept")
def quotes_accept(place: Place) -> Sequence[str]:
    place.newsroom(text=TEXT + "\n    Nora Lind says: “My neighbours […] theirs.”\n")
    quotations = place.give("quotes", SLUG, "--json").json
    (identifier,) = [it["id"] for it in quotations if it["kind"] == "edited"]
    return ("quotes", "accept", SLUG, identifier, "--as", "agathe", "--json")


@changing("quotes confirm")
def quotes_confirm(place: Place) -> Sequence[str]:
    place.newsroom(text=TEXT + "\n    Nora Lind says: “My neighbours […] theirs.”\n")
    reference = place.give("quotes", SLUG, "--for", "Nora Lind").out.rsplit(maxsplit=1)[-1]
    return (
        "quotes",
        "confirm",
        SLUG,
        "--for",
        "Nora Lind",
        "--reference",
        reference,
        "--all",
        "--as",
        "agathe",
        "--json",
    )


@changing("quotes list")
def quotes_page(place: Place) -> Sequence[str]:
    place.newsroom()
    return ("quotes", SLUG, "--for", "Nora Lind", "--out", "nora.html")


@changing("submit")
def submit(place: Place) -> Sequence[str]:
    place.newsroom()
    place.edit_by_hand()
    return ("submit", SLUG, "--to", "samir", "--due", "2026-12-01", "--as", "agathe", "--json")


@changing("submit")
def submit_to_another(place: Place) -> Sequence[str]:
    place.newsroom()
    place.give("submit", SLUG, "--to", "samir", "--as", "agathe")
    return ("submit", SLUG, "--to", "lena", "--as", "agathe", "--json")


@changing("review")
def review(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    return ("review", SLUG, "--as", "samir")


@changing("approve")
def approve(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    return ("approve", SLUG, "--revision", place.hash(), "--scope", "facts", "--as", "samir", "--json")


@changing("approve")
def approve_first_of_two(place: Place) -> Sequence[str]:
    place.newsroom(quorum=2)
    place.submitted()
    return ("approve", SLUG, "--revision", place.hash(), "--as", "samir", "--json")


@changing("approve")
def approve_second_of_two(place: Place) -> Sequence[str]:
    place.newsroom(quorum=2)
    place.submitted()
    place.approve("lena")
    return ("approve", SLUG, "--revision", place.hash(), "--as", "samir", "--json")


@changing("approve")
def approve_after_an_edit(place: Place) -> Sequence[str]:
    place.newsroom()
    place.approved()
    place.edit_by_hand()
    return ("approve", SLUG, "--revision", place.hash(), "--as", "samir", "--json")


@changing("request-changes")
def request_changes(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    place.edit_by_hand()
    return ("request-changes", SLUG, "--note", "Say who oils it.", "--as", "samir", "--json")


@changing("withdraw")
def withdraw(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    return ("withdraw", SLUG, "--as", "agathe", "--json")


@changing("reject")
def reject(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    return ("reject", SLUG, "--reason", "Not our subject.", "--as", "lena", "--json")


@changing("reopen")
def reopen(place: Place) -> Sequence[str]:
    place.newsroom()
    place.submitted()
    place.give("reject", SLUG, "--reason", "Not our subject.", "--as", "lena")
    return ("reopen", SLUG, "--as", "agathe", "--json")


@changing("print")
def print_word(place: Place) -> Sequence[str]:
    place.newsroom()
    place.edit_by_hand()
    return ("print", SLUG, "--json")


@changing("print")
def print_mail(place: Place) -> Sequence[str]:
    place.newsroom()
    return ("print", SLUG, "--format", "email", "--json")


# --- going out ------------------------------------------------------------------------------------------------


@changing("schedule")
def schedule(place: Place) -> Sequence[str]:
    place.newsroom()
    place.approved()
    return ("schedule", SLUG, "--at", LATER, "--as", "lena", "--json")


@changing("publish")
def publish(place: Place) -> Sequence[str]:
    place.newsroom()
    place.approved()
    return ("publish", SLUG, "--as", "lena", "--json")


@changing("publish")
def publish_due(place: Place) -> Sequence[str]:
    place.newsroom()
    place.approved()
    place.give("schedule", SLUG, "--at", LATER, "--as", "lena")
    place.minutes = 60 * 25
    return ("publish", "--due", "--json")


@changing("publish")
def publish_correction(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    place.give("correct", SLUG, "--as", "agathe")
    place.edit_by_hand()
    place.approved()
    return ("publish", SLUG, "--as", "lena", "--json")


@changing("publish")
def publish_to_hugo(place: Place) -> Sequence[str]:
    place.newsroom(settings=SETTINGS + HUGO)
    (place.root / "hugo").mkdir()
    place.approved()
    return ("publish", SLUG, "--as", "lena", "--json")


@changing("export")
def export(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    for folder in ("site", "notes"):
        shutil.rmtree(place.root / folder)
    return ("export", "--json")


def _edited_there(place: Place) -> None:
    place.newsroom(settings=SETTINGS + HUGO)
    (place.root / "hugo").mkdir()
    place.out()
    (path,) = place.root.glob(f"hugo/content/*/{SLUG}/index.md")
    path.write_text(f"{path.read_text('utf-8')}\n{PERSONS_WORDS}\n", "utf-8")


@changing("export")
def export_theirs(place: Place) -> Sequence[str]:
    _edited_there(place)
    place.words.append(PERSONS_WORDS)
    return ("export", SLUG, "--to", "hugo", "--theirs", "--as", "agathe", "--json")


@changing("export")
def export_ours(place: Place) -> Sequence[str]:
    _edited_there(place)
    return ("export", SLUG, "--to", "hugo", "--ours", "--reason", "A slip.", "--as", "lena", "--json")


@changing("targets forget")
def targets_forget(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    former = Exported(
        "old", "https://old.example.org", "", "https://old.example.org/neighbours", MORNING.isoformat(), 4
    )
    ExportRecords(FolderStore(place.root)).write({SLUG: former})
    place.give("retract", SLUG, "--reason", "A name was wrong.", "--as", "lena", code=4)
    return ("targets", "forget", "old", "--as", "lena")


@changing("targets login")
def targets_login(place: Place) -> Sequence[str]:
    blog = '\n[targets.blog]\nkind = "ghost"\nurl = "https://blog.example.org"\n'
    place.newsroom(settings=SETTINGS + blog)
    return ("targets", "login", "blog")


@changing("correct")
def correct(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    return ("correct", SLUG, "--as", "agathe", "--json")


@changing("retract")
def retract(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    return ("retract", SLUG, "--reason", "A name was wrong.", "--as", "lena", "--json")


@changing("retract")
def retract_in_correction(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    place.give("correct", SLUG, "--as", "agathe")
    place.edit_by_hand()
    return ("retract", SLUG, "--reason", "A name was wrong.", "--as", "lena", "--json")


@changing("reopen")
def reopen_retracted(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    place.give("retract", SLUG, "--reason", "A name was wrong.", "--as", "lena")
    return ("reopen", SLUG, "--as", "agathe", "--json")


# --- consents -------------------------------------------------------------------------------------------------


@changing("consent withdraw")
def consent_withdraw(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    return ("consent", "withdraw", "nora-lind", "--as", "lena", "--json")


@changing("consent withdraw")
def consent_withdraw_and_retract(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    return ("consent", "withdraw", "nora-lind", "--retract", "--as", "lena", "--json")


@changing("consent withdraw", erases=True)
def consent_withdraw_and_erase(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    place.give("list")
    place.give("consent", "withdraw", "nora-lind", "--retract", "--as", "lena")
    place.give("reopen", SLUG, "--as", "agathe")
    path = place.root / "drafts" / SLUG / "index.md"
    front, _mark, _rest = path.read_text("utf-8").partition("## What is a")
    path.write_text(f"{front}## The end\n\nNothing is quoted.\n", "utf-8")
    return ("consent", "withdraw", "nora-lind", "--erase", "--as", "lena", "--json")


# --- files and the workspace itself ---------------------------------------------------------------------------


@changing("upgrade")
def upgrade(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    settings = place.root / "authoring.toml"
    settings.write_text(settings.read_text("utf-8").replace(f"format = {FORMAT}\n", ""), "utf-8")
    (place.root / ".authoring/index.json").write_text("{}", "utf-8")
    return ("upgrade", "--json")


@changing("trace")
def trace_page(place: Place) -> Sequence[str]:
    place.newsroom()
    return ("trace", SLUG, "--html", "trace.html", "--json")


@changing("evidence")
def evidence(place: Place) -> Sequence[str]:
    place.newsroom()
    place.approved()
    return ("evidence", SLUG, "--out", "bundle", "--json")


@changing("evidence")
def evidence_again(place: Place) -> Sequence[str]:
    place.newsroom()
    place.approved()
    place.give("evidence", SLUG, "--out", "bundle")
    place.give("publish", SLUG, "--as", "lena")
    return ("evidence", SLUG, "--out", "bundle", "--json")


@changing("stats")
def stats_plot(place: Place) -> Sequence[str]:
    place.newsroom()
    place.out()
    return ("stats", "--plot", "picture.svg", "--json")


def file_name(name: str) -> str:
    """A name without the digits of hashes and random names in it."""
    return re.sub(r"[0-9a-f]{8,}", "#", name)
