"""A retraction is done once every target was seen not to show the post; until then every command says so."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from authoring.audit.verify import Verification, verify
from authoring.cli.app import run
from authoring.editorial.actions import perform, recorded
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.forget_target import ForgetTarget
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.reopen import Reopen
from authoring.editorial.actions.retract import Retract
from authoring.editorial.actions.schedule import Schedule
from authoring.editorial.actions.withdraw_consent import Withdrawal, WithdrawConsent
from authoring.editorial.context import Context
from authoring.editorial.delivery import Delivery
from authoring.editorial.owing import Owing
from authoring.errors import InputError, NotAllowed, NotPossibleNow, ServiceUnavailable
from authoring.exporters import Exporter, Receipt
from authoring.exporters import kinds as exporter_kinds
from authoring.exporters.blogs import Remote
from authoring.exporters.blogs.exporter import RemoteExporter
from authoring.exporters.kinds import exporter_of
from authoring.model.config import Settings, TargetSettings
from authoring.model.states import State
from authoring.store import Store
from authoring.store.addresses import EXPORTS
from authoring.store.exported import ExportRecords
from authoring.store.folder import FolderStore
from tests.worlds.memory_blog import MemoryBlog
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.pictures import png
from tests.worlds.publishing import PublishingNewsroom

BLOG = TargetSettings("blog", "memory", options={"url": "https://blog.example.org"})
SITE = TargetSettings("site", "site", "site")
TARGETS_IN_FILE = """
    [targets.site]
    kind = "site"
    folder = "site"

    [targets.blog]
    kind = "memory"
    url = "https://blog.example.org"
"""


@dataclass
class CutOffBlog(MemoryBlog):
    """A blog that cannot be reached while `is_down`."""

    is_down: bool = False
    asked: list[str] = field(default_factory=list)

    def find(self, slug: str) -> list[Remote]:
        self._ask()
        return super().find(slug)

    def read(self, identity: str) -> Remote | None:
        self._ask()
        return super().read(identity)

    def is_seen(self) -> bool:
        """Whether readers see a post, or will."""
        return any(post.is_shown for post in self.posts.values())

    def _ask(self) -> None:
        self.asked.append("asked")
        if self.is_down:
            raise ServiceUnavailable("The blog does not answer.", "Try again.")


@dataclass
class World:
    """A newsroom in a folder, with a static site and a blog."""

    newsroom: PublishingNewsroom
    blog: CutOffBlog

    def as_(self, name: str, root: Path | None = None) -> Context:
        context = self.newsroom.as_(name)
        if root:
            settings = context.settings._replace(base=root)
            context = replace(context, store=FolderStore(root), settings=settings, caches=None)
        return replace(context, exporter_of=lambda it, target: self.exporter(it.settings, target, it.store))

    def exporter(self, settings: Settings, target: TargetSettings, store: Store) -> Exporter:
        if target.kind == "memory":
            return RemoteExporter(
                target, store, self.blog, fingerprint="plain", schedules=bool(target.options.get("schedule")),
                sleep=lambda _seconds: None,
            )  # fmt: skip
        return exporter_of(settings, target, store)

    def out(self) -> World:
        self.newsroom.submit()
        self.newsroom.approve()
        perform(Publish(SLUG), self.as_("lena"))
        return self

    def verify(self, root: Path | None = None) -> Verification:
        return verify(self.as_("lena", root))

    def owed(self, root: Path | None = None) -> set[tuple[str, str]]:
        """Which targets still owe the piece, and why, as every command says."""
        return {(it.target, it.reason) for it in Owing(self.as_("lena", root)).pieces()}

    def withdraw(self) -> Withdrawal:
        return perform(WithdrawConsent("nora-lind", retract=True), self.as_("lena"))

    def retract(self, root: Path | None = None) -> list[Receipt]:
        return list(perform(Retract(SLUG, note="A name was wrong."), self.as_("lena", root)).receipts)

    def export(self, root: Path | None = None) -> list[Receipt]:
        return perform(Export(), self.as_("lena", root))

    def has_page(self, root: Path | None = None) -> bool:
        return ((root or self.newsroom.root) / f"site/posts/{SLUG}.html").exists()


@pytest.fixture
def world(tmp_path: Path) -> World:
    newsroom = PublishingNewsroom(tmp_path / "workspace")
    newsroom.settings = newsroom.settings._replace(targets={"site": SITE, "blog": BLOG})
    return World(newsroom, CutOffBlog())


def test_a_withdrawal_while_the_blog_is_down_is_owed_and_the_next_one_tries_again(world: World) -> None:
    world.out()
    world.blog.is_down = True
    withdrawal = world.withdraw()
    assert {(it.slug, it.target, it.reason) for it in withdrawal.owed} == {(SLUG, "blog", "out")}
    assert [(it.target, it.outcome, it.owed) for it in withdrawal.receipts] == [
        ("site", "retracted", False),
        ("blog", "failed", True),
    ]
    assert [it.message for it in world.verify().owed] == [
        f"“{SLUG}” was taken back, and may still be seen at “blog”: memory:{SLUG}"
    ]
    world.blog.is_down = False
    again = world.withdraw()
    assert (again.changed, again.owed, again.retracted) == (False, (), ())
    assert not world.blog.is_seen()
    assert world.owed() == set()
    assert world.verify().problems == ()


@pytest.mark.parametrize("retry", ["export", "retract", "settle", "publish another"])
def test_whatever_runs_next_takes_down_what_is_owed(world: World, retry: str) -> None:
    world.out()
    world.blog.is_down = True
    world.retract()
    assert world.owed() == {("blog", "out")}
    world.blog.is_down = False
    if retry == "export":
        assert [(it.target, it.outcome) for it in world.export() if it.slug == SLUG] == [("blog", "retracted")]
    elif retry == "retract":
        world.retract()
    else:
        Delivery.to_every_target(world.as_("lena")).settle()
    assert not world.blog.is_seen()
    assert world.owed() == set()


def test_a_post_that_was_seen_gone_is_not_asked_for_again(world: World) -> None:
    world.out()
    world.retract()
    world.blog.asked.clear()
    record = world.newsroom.store.records.read(SLUG, EXPORTS)
    assert world.export() == []
    assert world.blog.asked == []
    assert world.newsroom.store.records.read(SLUG, EXPORTS) == record


def test_an_export_that_changes_nothing_writes_no_record(world: World) -> None:
    world.out()
    path = world.newsroom.root / "published" / SLUG / EXPORTS
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    world.export()
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [(it.target, it.place, it.where, it.is_down) for it in ExportRecords(world.newsroom.store).read(SLUG)] == [
        ("blog", "https://blog.example.org", f"memory:{SLUG}", False),
        ("site", "site", f"site/posts/{SLUG}.html", False),
    ]


def test_a_retraction_that_was_only_recorded_is_owed_everywhere_and_completed_by_an_export(world: World) -> None:
    world.out()
    context = world.as_("lena")
    recorded(context, Retract(SLUG, note="A name was wrong.").prepare(context))  # as a colleague's push brings it
    shutil.rmtree(world.newsroom.root / ".authoring")
    assert world.owed() == {("site", "out"), ("blog", "out")}
    assert len(world.verify().problems) == 2
    assert {(it.target, it.outcome) for it in world.export()} == {("site", "retracted"), ("blog", "retracted")}
    assert not world.has_page()
    assert not world.blog.is_seen()
    assert world.verify().problems == ()


@pytest.mark.parametrize("lost", [EXPORTS, "exports/blog.json", "both", "conflict"])
def test_without_its_records_a_retraction_is_owed_until_somebody_has_looked(world: World, lost: str) -> None:
    world.out()
    context = world.as_("lena")
    recorded(context, Retract(SLUG, note="A name was wrong.").prepare(context))
    records = world.newsroom.store.records
    shutil.rmtree(world.newsroom.root / ".authoring")
    for name in (EXPORTS, "exports/blog.json"):
        if lost in (name, "both"):
            records.write(SLUG, name, None)
    if lost == "conflict":
        content = records.read(SLUG, EXPORTS)
        records.write(SLUG, EXPORTS, b"<<<<<<< HEAD\n" + content + b"=======\n" + content + b">>>>>>> theirs\n")
    assert {target for target, _reason in world.owed()} == {"site", "blog"}
    world.export()
    assert not world.has_page()
    assert not world.blog.is_seen()
    assert world.owed() == set()


def test_after_the_workspace_was_moved_the_page_is_still_taken_down(world: World, tmp_path: Path) -> None:
    world.out()
    moved = tmp_path / "elsewhere" / "workspace"
    shutil.copytree(world.newsroom.root, moved)
    context = world.as_("lena", moved)
    recorded(context, Retract(SLUG, note="A name was wrong.").prepare(context))
    assert world.owed(moved) == {("site", "out"), ("blog", "out")}
    world.export(moved)
    assert not world.has_page(moved)
    assert SLUG not in (moved / "site/index.html").read_text("utf-8")
    assert world.owed(moved) == set()


def test_a_colleague_without_the_folder_owes_it_and_the_machine_that_has_it_takes_it_down(
    world: World, tmp_path: Path
) -> None:
    world.out()
    clone = tmp_path / "clone"
    shutil.copytree(world.newsroom.root, clone, ignore=shutil.ignore_patterns("site", ".authoring"))
    receipts = world.retract(clone)
    assert [(it.target, it.outcome, it.owed) for it in receipts] == [
        ("site", "failed", True),
        ("blog", "retracted", False),
    ]
    assert not (clone / "site").exists()
    assert world.owed(clone) == {("site", "elsewhere")}
    shutil.copytree(clone, world.newsroom.root, dirs_exist_ok=True)  # what git brings
    assert world.owed() == {("site", "out")}
    world.export()
    assert not world.has_page()
    assert world.owed() == set()
    shutil.copy(world.newsroom.root / "published" / SLUG / EXPORTS, clone / "published" / SLUG / EXPORTS)
    assert world.owed(clone) == set()


def test_a_page_that_comes_back_from_a_backup_is_owed_again(world: World) -> None:
    world.out()
    page = world.newsroom.root / f"site/posts/{SLUG}.html"
    content = page.read_bytes()
    world.retract()
    page.parent.mkdir()
    page.write_bytes(content)
    assert world.owed() == {("site", "out")}
    world.export()
    assert not world.has_page()


def test_pictures_go_with_their_page_also_where_the_ledger_was_lost(tmp_path: Path) -> None:
    text = TEXT.replace("    tags:", "    images:\n      - {src: images/saw.png, alt: A saw}\n    tags:")
    newsroom = PublishingNewsroom(tmp_path, text=text, drafted=False)
    newsroom.add_picture("images/saw.png", png())
    newsroom.record_draft()
    newsroom.out()
    places = [tmp_path / "site/posts" / SLUG, tmp_path / "notes" / SLUG]
    assert all(list(place.rglob("*.png")) for place in places)
    shutil.rmtree(tmp_path / ".authoring")
    newsroom.retract()
    assert not any(place.exists() for place in places)


def test_a_former_target_still_owes_what_it_shows(world: World) -> None:
    world.out()
    world.newsroom.settings = world.newsroom.settings._replace(targets={"site": SITE})
    receipts = world.retract()
    assert world.owed() == {("blog", "no-target")}
    assert any(it.owed and it.target == "blog" for it in receipts)
    world.newsroom.settings = world.newsroom.settings._replace(targets={"site": SITE, "blog": BLOG})
    world.export()
    assert not world.blog.is_seen()
    assert world.owed() == set()


def test_an_editor_can_vouch_for_a_former_target_that_cannot_be_asked(world: World) -> None:
    world.out()
    world.newsroom.settings = world.newsroom.settings._replace(targets={"site": SITE})
    world.retract()
    with pytest.raises(NotAllowed):
        perform(ForgetTarget("blog"), world.as_("samir"))
    with pytest.raises(InputError, match="is a target still"):
        perform(ForgetTarget("site"), world.as_("lena"))
    perform(ForgetTarget("blog", (SLUG,)), world.as_("lena"))
    assert world.owed() == set()
    assert [it.by for it in ExportRecords(world.newsroom.store).read(SLUG) if it.target == "blog"] == ["lena"]


def test_a_page_in_a_former_folder_is_taken_away_and_nobody_elses_file(world: World) -> None:
    world.out()
    world.newsroom.settings = world.newsroom.settings._replace(targets={"blog": BLOG})
    theirs = world.newsroom.root / "site/posts/theirs.html"
    theirs.write_text("Somebody's page.", "utf-8")
    assert {(it.target, it.outcome) for it in world.retract()} == {("blog", "retracted"), ("site", "retracted")}
    assert not world.has_page()
    assert theirs.exists()
    assert world.owed() == set()


def test_a_blog_under_another_name_settles_what_the_former_name_owed(world: World) -> None:
    world.out()
    other = BLOG._replace(name="journal")
    world.newsroom.settings = world.newsroom.settings._replace(targets={"site": SITE, "journal": other})
    world.retract()
    assert not world.blog.is_seen()
    assert world.owed() == set()


def test_a_target_with_a_mistake_in_its_settings_keeps_nothing_from_the_others(world: World) -> None:
    world.out()
    broken = TargetSettings("site", "site", "site", options={"flavour": "mint"})
    world.newsroom.settings = world.newsroom.settings._replace(targets={"site": broken, "blog": BLOG})
    receipts = {it.target: it for it in world.retract()}
    assert not world.blog.is_seen()
    assert (receipts["site"].outcome, receipts["site"].owed) == ("failed", True)
    assert world.owed() == {("site", "elsewhere")}
    world.newsroom.settings = world.newsroom.settings._replace(targets={"site": SITE, "blog": BLOG})
    world.export()
    assert not world.has_page()
    assert world.owed() == set()


def test_publishing_and_retracting_again_is_owed_again(world: World) -> None:
    world.out()
    world.retract()
    perform(Reopen(SLUG), world.as_("agathe"))
    world.out()
    world.blog.is_down = True
    world.retract()
    assert world.owed() == {("blog", "out")}


def test_a_post_that_somebody_put_out_again_at_the_blog_is_taken_down_by_the_next_retraction(world: World) -> None:
    world.out()
    world.blog.is_down = True
    world.retract()
    world.blog.is_down = False
    (post,) = world.blog.posts.values()
    world.blog.posts["9"] = replace(post, id="9")  # a copy that somebody restored there
    world.export()
    assert not world.blog.is_seen()


def test_a_blog_that_goes_on_to_show_the_post_is_owed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.out()
    monkeypatch.setattr(world.blog, "take_down", lambda identity, *, expected: expected)
    (receipt,) = [it for it in world.retract() if it.target == "blog"]
    assert (receipt.outcome, receipt.owed) == ("failed", True)
    assert "goes on to show it" in receipt.where
    assert world.owed() == {("blog", "out")}


# --- what is missing here -----------------------------------------------------------------------------------------


def remove_text(world: World) -> None:
    world.newsroom.path.unlink()


def remove_folder(world: World) -> None:
    shutil.rmtree(world.newsroom.path.parent)


def break_text(world: World) -> None:
    world.newsroom.path.write_text("---\ntitle: [\n---\n", "utf-8")


def break_history(world: World) -> None:
    path = world.newsroom.path.with_name("history.jsonl")
    path.write_bytes(b"<<<<<<< HEAD\n" + path.read_bytes())


def empty_history(world: World) -> None:
    world.newsroom.path.with_name("history.jsonl").write_bytes(b"")


def cut_history(world: World) -> None:
    path = world.newsroom.path.with_name("history.jsonl")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:1]))


@pytest.mark.parametrize("damage", [remove_text, remove_folder, break_text, break_history, empty_history, cut_history])
def test_no_page_is_taken_down_because_a_file_is_missing(world: World, damage: Callable[[World], None]) -> None:
    world.out()
    damage(world)
    receipts = world.export()
    assert world.has_page()
    assert world.blog.is_seen()
    assert {it.outcome for it in receipts if it.slug == SLUG} == {"missing"}
    assert world.verify().problems
    assert not any(it.outcome == "retracted" for it in Export().prepare(world.as_("lena")))


@pytest.mark.parametrize("damage", [remove_text, remove_folder])
def test_a_missing_piece_that_is_out_is_named_with_what_to_do(world: World, damage: Callable[[World], None]) -> None:
    world.out()
    damage(world)
    (problem,) = world.verify().problems
    assert "is missing" in problem.message
    assert SLUG in problem.message
    assert problem.remedy


def test_a_piece_whose_text_is_missing_can_be_retracted(world: World) -> None:
    world.out()
    remove_text(world)
    world.retract()
    assert not world.has_page()
    assert not world.blog.is_seen()
    assert world.newsroom.state() is State.retracted
    assert world.verify().problems == ()


def test_a_withdrawal_reaches_a_piece_whose_text_is_missing(world: World) -> None:
    world.out()
    remove_text(world)
    withdrawal = world.withdraw()
    assert withdrawal.retracted == (SLUG,)
    assert not world.has_page()
    assert not world.blog.is_seen()


def test_a_withdrawal_names_a_piece_whose_folder_is_missing(world: World) -> None:
    world.out()
    remove_folder(world)
    withdrawal = world.withdraw()
    assert any(SLUG in problem.message for problem in withdrawal.unreadable)


# --- races --------------------------------------------------------------------------------------------------------


def test_a_publication_that_was_prepared_before_a_withdrawal_is_not_recorded(world: World) -> None:
    world.newsroom.submit()
    world.newsroom.approve()
    context = world.as_("lena")
    prepared = Publish(SLUG).prepare(context)
    world.withdraw()
    with pytest.raises(NotPossibleNow, match="consent"):
        Publish(SLUG).execute(context, prepared)
    assert world.newsroom.state() is State.approved
    assert not world.has_page()
    assert not world.blog.posts


def test_a_publication_between_the_look_and_the_withdrawal_is_taken_down_by_it(world: World) -> None:
    world.newsroom.submit()
    world.newsroom.approve()
    context = world.as_("lena")
    action = WithdrawConsent("nora-lind", retract=True)
    prepared = action.prepare(context)
    perform(Publish(SLUG), world.as_("lena"))
    withdrawal = action.execute(context, prepared)
    assert withdrawal.retracted == (SLUG,)
    assert not world.has_page()
    assert not world.blog.is_seen()


@pytest.mark.parametrize("retract", [True, False])
def test_what_is_sent_while_it_is_withdrawn_is_taken_down_by_the_publication_itself(
    world: World, monkeypatch: pytest.MonkeyPatch, retract: bool
) -> None:
    world.newsroom.submit()
    world.newsroom.approve()
    create = world.blog.create

    def slow(post: object) -> Remote:
        context = world.as_("lena")
        action = WithdrawConsent("nora-lind")
        action.execute(context, action.prepare(context)) if not retract else None
        if retract:
            recorded(context, Retract(SLUG, note="Withdrawn.").prepare(context))
        return create(post)  # type: ignore[arg-type]

    world.newsroom.settings = world.newsroom.settings._replace(targets={"blog": BLOG})
    monkeypatch.setattr(world.blog, "create", slow)
    monkeypatch.setattr("authoring.exporters.export_lock._WAITS", 1)
    world.newsroom.store = FolderStore(world.newsroom.root, patience=0.05)
    delivered = perform(Publish(SLUG), world.as_("lena"))
    assert {it.outcome for it in delivered.receipts} == ({"retracted"} if retract else {"blocked"})
    assert not world.blog.is_seen()


def test_a_scheduled_post_that_a_blog_holds_is_taken_back_when_a_consent_is_withdrawn(world: World) -> None:
    blog = BLOG._replace(options={**BLOG.options, "schedule": True})
    world.newsroom.settings = world.newsroom.settings._replace(targets={"blog": blog})
    world.newsroom.submit()
    world.newsroom.approve()
    moment = world.newsroom.now().replace(year=2027)
    perform(Schedule(SLUG, at=moment), world.as_("lena"))
    world.export()
    assert [post.state for post in world.blog.posts.values()] == ["scheduled"]
    world.withdraw()
    assert not world.blog.is_seen()


# --- the commands -------------------------------------------------------------------------------------------------


@pytest.fixture
def at_work(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world with the command line in it, and the blog down since the piece was published."""
    world.out()
    settings = world.newsroom.root / "authoring.toml"
    settings.write_text(settings.read_text("utf-8") + TARGETS_IN_FILE.replace("\n    ", "\n"), "utf-8")
    monkeypatch.chdir(world.newsroom.root)
    monkeypatch.setenv("AUTHORING_USER", "lena")
    monkeypatch.setattr(exporter_kinds, "exporter_of", world.exporter)
    world.blog.is_down = True
    return world


def test_the_command_says_what_is_still_seen_and_ends_with_four(
    at_work: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["consent", "withdraw", "nora-lind", "--retract"]) == 4
    out, err = capsys.readouterr()
    assert "may still be seen" in out + err
    assert f"memory:{SLUG}" in out + err
    assert run(["consent", "withdraw", "nora-lind", "--retract", "--json"]) == 4
    uses = json.loads(capsys.readouterr().out)["uses"]
    assert [(use["slug"], use["owed"]) for use in uses] == [(SLUG, ["blog"])]
    at_work.blog.is_down = False
    assert run(["consent", "withdraw", "nora-lind", "--retract"]) == 0
    assert "may still be seen" not in "".join(capsys.readouterr())
    assert not at_work.blog.is_seen()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["list"], 0),
        (["show", SLUG], 0),
        (["verify"], 3),
        (["consent", "list"], 0),
        (["targets", "status", "--to", "site"], 0),
        (["export"], 4),
        (["publish", "--due"], 4),
        (["retract", SLUG, "--reason", "A name was wrong."], 4),
    ],
)
def test_every_command_that_shows_or_sends_says_what_is_owed(
    at_work: World, capsys: pytest.CaptureFixture[str], command: list[str], code: int
) -> None:
    run(["retract", SLUG, "--reason", "A name was wrong."])
    capsys.readouterr()
    assert run(command) == code
    output = "".join(capsys.readouterr())
    assert "may still be seen" in output
    assert "blog" in output
    at_work.blog.is_down = False
    assert run(["export"]) == 0
    capsys.readouterr()
    run(command)
    assert "may still be seen" not in "".join(capsys.readouterr())


def test_other_programs_are_told_what_is_owed(at_work: World, capsys: pytest.CaptureFixture[str]) -> None:
    run(["retract", SLUG, "--reason", "A name was wrong."])
    capsys.readouterr()
    run(["list", "--json"])
    assert [piece["owed"] for piece in json.loads(capsys.readouterr().out)] == [["blog"]]
    run(["show", SLUG, "--json"])
    assert json.loads(capsys.readouterr().out)["owed"] == ["blog"]
    run(["verify", "--json"])
    verified = json.loads(capsys.readouterr().out)
    assert (verified["ok"], [it["target"] for it in verified["owed"]]) == (False, ["blog"])
    run(["consent", "list", "--json"])
    assert [it["owed"] for it in json.loads(capsys.readouterr().out)] == [[SLUG]]
    run(["export", "--json"])
    assert [(it["slug"], it["owed"]) for it in json.loads(capsys.readouterr().out)] == [(SLUG, True)]


def test_a_piece_whose_folder_was_renamed_is_not_retracted_under_its_new_name(world: World) -> None:
    world.out()
    published = world.newsroom.root / "published"
    history = (published / SLUG / "history.jsonl").read_bytes()
    (published / SLUG).rename(published / "renamed")
    for slug in ("renamed", SLUG):
        with pytest.raises(NotPossibleNow, match=f"The folder “renamed” holds the history of “{SLUG}”") as refusal:
            perform(Retract(slug, note="A name was wrong."), world.as_("lena"))
        assert refusal.value.code == "piece-renamed"
    assert (published / "renamed/history.jsonl").read_bytes() == history

    (published / "renamed").rename(published / SLUG)
    world.retract()
    assert not world.has_page()
    assert not world.verify().problems


def test_what_is_owed_is_taken_down_where_nothing_else_can_be_planned(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.out()
    action = Retract(SLUG, note="A name was wrong.")
    recorded(world.as_("lena"), action.prepare(world.as_("lena")))

    def fail(*_arguments: object) -> None:
        raise InputError("A testimony cannot be read.")

    monkeypatch.setattr(Delivery, "_at_home", fail)
    with pytest.raises(InputError, match="cannot be read"):
        Delivery.to_every_target(world.as_("lena")).export()
    assert not world.has_page()
    assert not world.blog.is_seen()
