"""Imported posts stay where they came from, unless they are reviewed or a second person signs for the whole list."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.audit.evidence import gather
from authoring.audit.verify import verify
from authoring.editorial.actions import perform
from authoring.editorial.actions.approve import Approve
from authoring.editorial.actions.correct import Correct
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.import_piece import ImportPiece
from authoring.editorial.actions.publish import Publish
from authoring.editorial.actions.send_ours import SendOurs
from authoring.editorial.actions.submit import Submit
from authoring.editorial.actions.vouch import PreparedVoucher, Vouch
from authoring.editorial.context import Context
from authoring.editorial.imported_posts import ImportedPosts
from authoring.editorial.queries.pieces import pieces
from authoring.editorial.signing import Signer
from authoring.errors import Conflict, NotAllowed, NotPossibleNow
from authoring.exporters import Receipt
from authoring.importers.blogs.blog_import import BlogImport
from authoring.importers.blogs.hugo import HugoBlog
from authoring.importers.blogs.wordpress import WordPressBlog
from authoring.model import hash_tree
from authoring.model.config import TargetSettings
from authoring.model.events import Import
from authoring.store.exported import Exported, ExportRecords
from authoring.workspace import open_workspace
from tests.worlds.files import build
from tests.worlds.lantern import MORNING, SETTINGS, lantern
from tests.worlds.signing import make_key

SITE = '\n    [targets.site]\n    kind = "site"\n    folder = "site"\n'
OLD = {
    "old/hugo.toml": 'baseURL = "https://old.example.org/"\n',
    "old/content/posts/a-bench.md": "---\ntitle: A bench\ndate: 2019-05-04\n---\n\nWe built a bench.\n",
    "old/content/posts/a-door.md": "---\ntitle: A door\ndate: 2019-06-04\n---\n\nWe hung a door.\n",
    "old/content/posts/a-wall.md": "---\ntitle: A wall\ndate: 2019-07-04\n---\n\nWe built a wall.\n",
}
SLUGS = ["a-bench", "a-door", "a-wall"]


class Moving:
    """A workspace into which agathe, an editor, moves an old blog; samir and lena are reviewers with keys."""

    def __init__(self, folder: Path, more: str = SITE, files: dict[str, str] = OLD) -> None:
        self.folder = folder
        root = lantern(folder / "here", **{"authoring.toml": SETTINGS + more})
        build(folder, files)
        self.keys = {name: make_key(folder, name) for name in ("samir", "lena", "agathe")}
        self.context = open_workspace(root, {})
        people = self.context.settings.people
        signing = {name: people[name]._replace(ssh_key=self.public(name)) for name in ("samir", "lena")}
        self.change(people={**people, **signing})

    def public(self, name: str) -> str:
        return " ".join(self.keys[name].with_suffix(".pub").read_text("utf-8").split()[:2])

    def change(self, **settings: Any) -> None:
        """Change the settings of the workspace."""
        self.context = replace(self.context, settings=self.context.settings._replace(**settings))

    def as_(self, name: str) -> Context:
        return replace(self.context, checks=lambda: []).acting_as(self.context.settings.people[name])

    def move_in(self) -> Moving:
        list(BlogImport(self.as_("agathe")).run(HugoBlog(self.folder / "old", now=datetime(2026, 11, 23, tzinfo=UTC))))
        return self

    def export(self) -> dict[str, Receipt]:
        return {receipt.slug: receipt for receipt in perform(Export(), self.as_("agathe"))}

    def outcomes(self) -> dict[str, str]:
        return {slug: receipt.outcome for slug, receipt in self.export().items()}

    def sign(self, name: str = "samir", action: Vouch | None = None) -> PreparedVoucher:
        action, context = action or Vouch(), self.as_(name)
        prepared = action.prepare(context)
        signature = Signer(str(self.keys[name])).sign(prepared.voucher.content, signer=name, key=prepared.key)
        action.execute(context, prepared, signature=signature)
        return prepared

    def page(self, slug: str) -> Path:
        return self.context.settings.base / "site" / "posts" / f"{slug}.html"

    def messages(self) -> list[str]:
        return [problem.message for problem in verify(self.as_("lena")).problems]

    def record(self, slug: str) -> Path:
        return self.context.settings.base / "published" / slug / "vouched.json"

    def alter(self, slug: str, change: Callable[[Any], Any]) -> None:
        """Somebody writes into the record of what was signed."""
        record = json.loads(self.record(slug).read_text("utf-8"))
        change(record)
        self.record(slug).write_text(json.dumps(record), "utf-8")


@pytest.fixture
def moving(tmp_path: Path) -> Moving:
    return Moving(tmp_path).move_in()


def test_an_editor_alone_puts_nothing_out_by_an_import(moving: Moving) -> None:
    receipts = moving.export()
    assert {receipt.outcome for receipt in receipts.values()} == {"blocked"}
    assert "nobody has reviewed it here" in receipts["a-bench"].where
    assert not any(moving.page(slug).exists() for slug in SLUGS)
    plan = Export().prepare(moving.as_("agathe"))
    assert {receipt.outcome for receipt in plan} == {"blocked"}
    assert moving.messages() == []


def test_publishing_another_piece_takes_no_imported_post_along(moving: Moving) -> None:
    perform(Correct("a-bench"), moving.as_("agathe"))
    path = moving.context.settings.base / "drafts" / "a-bench" / "index.md"
    path.write_text(path.read_text("utf-8").replace("a bench.", "two benches."), "utf-8")
    perform(Submit("a-bench"), moving.as_("agathe"))
    action = Approve("a-bench", revision=moving.context.repository.piece("a-bench").hash)
    prepared = action.prepare(moving.as_("samir"))
    signature = Signer(str(moving.keys["samir"])).sign(prepared.statement, signer="samir", key=prepared.key)
    action.execute(moving.as_("samir"), prepared, signature=signature)
    delivered = perform(Publish("a-bench"), moving.as_("agathe"))
    assert [(it.slug, it.outcome) for it in delivered.receipts] == [("a-bench", "created")]
    assert [moving.page(slug).exists() for slug in SLUGS] == [True, False, False]
    assert moving.messages() == []


def test_one_signature_of_a_second_person_lets_the_whole_list_out_unchanged(moving: Moving) -> None:
    prepared = moving.sign()
    assert [entry.slug for entry in prepared.voucher.entries] == SLUGS
    assert prepared.voucher.stated["count"] == 3
    assert moving.outcomes() == dict.fromkeys(SLUGS, "created")
    page = moving.page("a-bench").read_text("utf-8")
    assert "ai-disclosure" not in page
    assert "digitalSourceType" not in page
    assert 'class="disclosure"' not in page
    assert moving.messages() == []
    with pytest.raises(NotPossibleNow, match="no imported post"):
        moving.sign("lena")


def test_words_of_the_organisation_make_no_claim_on_an_imported_post(moving: Moving) -> None:
    disclosure = moving.context.settings.disclosure._replace(wording={"en": "100 % human, zero AI."})
    moving.change(disclosure=disclosure)
    moving.sign()
    moving.export()
    assert "zero AI" not in moving.page("a-bench").read_text("utf-8")


def test_a_post_that_is_not_the_signed_one_any_more_stays_back(moving: Moving) -> None:
    moving.sign(action=Vouch(("a-bench",)))
    assert moving.outcomes() == {"a-bench": "created", "a-door": "blocked", "a-wall": "blocked"}
    source, target = moving.record("a-bench"), moving.record("a-door")
    target.write_bytes(source.read_bytes())
    assert moving.outcomes()["a-door"] == "blocked"


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record["entry"].update(hash="0" * 64),
        lambda record: record["entry"].update({"from": "https://elsewhere.example.org"}),
        lambda record: record["statement"].update(count=99),
        lambda record: record["statement"].update(by="lena"),
        lambda record: record["statement"].update(by="somebody"),
        lambda record: record["statement"].update(matter="approval"),
        lambda record: record["statement"].update(roles=["editor"]),
        lambda record: record["statement"].update(time="2001-01-01T00:00:00Z"),
        lambda record: record.update(proof=[]),
        lambda record: record.update(proof="x"),
        lambda record: record.update(proof=[["left", "x"]]),
        lambda record: record.update(signature=""),
        lambda record: record.update(statement=None),
        lambda record: record.update(statement={}),
    ],
)
def test_an_altered_record_lets_nothing_out_and_is_named(moving: Moving, change: Callable[[Any], Any]) -> None:
    moving.sign()
    moving.alter("a-bench", change)
    assert moving.outcomes()["a-bench"] == "blocked"
    record = json.loads(moving.record("a-bench").read_text("utf-8"))
    is_about_it = record["entry"]["hash"] == moving.context.repository.piece("a-bench").situation.live
    assert bool(moving.messages()) is is_about_it


@pytest.mark.parametrize("shared", ["id", "key", "e-mail"])
def test_nobody_signs_for_what_they_imported_under_whatever_name(moving: Moving, shared: str) -> None:
    people = moving.context.settings.people
    agathe = people["agathe"]._replace(ssh_key=moving.public("agathe"), email="Agathe@example.org ")
    twin = people["samir"]
    if shared == "id":
        agathe = agathe._replace(roles=frozenset({"editor", "reviewer"}))
        moving.change(people={**people, "agathe": agathe})
        with pytest.raises(NotAllowed, match="imported by yourself"):
            moving.sign("agathe")
        return
    twin = twin._replace(ssh_key=agathe.ssh_key) if shared == "key" else twin._replace(email="agathe@EXAMPLE.org")
    moving.change(people={**people, "agathe": agathe, "samir": twin})
    with pytest.raises(NotAllowed, match="imported by yourself"):
        Vouch().prepare(moving.as_("samir"))
    refusal = Vouch().allowed(moving.as_("samir"))
    assert isinstance(refusal, NotAllowed)


def test_a_signature_counts_no_more_once_it_is_known_to_be_the_importer_s(moving: Moving) -> None:
    moving.sign()
    people = moving.context.settings.people
    moving.change(people={**people, "agathe": people["agathe"]._replace(ssh_key=moving.public("samir"))})
    assert set(moving.outcomes().values()) == {"blocked"}
    assert any("signed for a post that they imported" in message for message in moving.messages())


def test_who_shares_an_address_only_later_is_judged_by_what_was_signed(moving: Moving) -> None:
    moving.sign()
    people = moving.context.settings.people
    twin = people["samir"]._replace(email="office@example.org")
    moving.change(people={**people, "agathe": people["agathe"]._replace(email="office@example.org"), "samir": twin})
    assert "blocked" not in moving.outcomes().values()
    assert moving.messages() == []


def test_who_signed_and_left_is_noted_where_the_post_was_out_and_lets_nothing_else_out(moving: Moving) -> None:
    moving.sign()
    moving.export()
    people = moving.context.settings.people
    moving.change(people={name: it for name, it in people.items() if name != "samir"})
    assert moving.messages() == []
    notes = [it.message for it in verify(moving.as_("lena")).notes]
    assert any("“samir”, who signed for this post, is not among the people" in note for note in notes)
    shutil.rmtree(moving.context.settings.base / "site")
    for name in moving.context.repository.pieces():
        moving.context.store.records.write(name, "exports.json", None)
    assert any("who signed for this post" in message for message in moving.messages())


@pytest.mark.parametrize("name", ["agathe", "robot"])
def test_only_a_reviewer_signs(moving: Moving, name: str) -> None:
    with pytest.raises(NotAllowed, match="Only a reviewer"):
        Vouch().prepare(moving.as_(name))


def test_nobody_signs_without_a_key(moving: Moving) -> None:
    people = moving.context.settings.people
    moving.change(people={**people, "samir": people["samir"]._replace(ssh_key="")})
    with pytest.raises(NotAllowed, match="SSH key"):
        Vouch().prepare(moving.as_("samir"))


def test_another_signature_is_not_taken(moving: Moving) -> None:
    action, context = Vouch(), moving.as_("samir")
    prepared = action.prepare(context)
    for signature in (
        b"",
        b"x",
        Signer(str(moving.keys["lena"])).sign(prepared.voucher.content, signer="lena", key=moving.public("lena")),
    ):
        with pytest.raises(NotAllowed):
            action.execute(context, prepared, signature=signature)
    assert not moving.record("a-bench").exists()


def test_a_post_that_changed_after_the_list_was_made_stops_it(moving: Moving) -> None:
    action, context = Vouch(), moving.as_("samir")
    prepared = action.prepare(context)
    perform(Correct("a-door"), moving.as_("agathe"))
    perform(Submit("a-door"), moving.as_("agathe"))
    approve = Approve("a-door", revision=moving.context.repository.piece("a-door").hash)
    approval = approve.prepare(moving.as_("samir"))
    signed = Signer(str(moving.keys["samir"])).sign(approval.statement, signer="samir", key=approval.key)
    approve.execute(moving.as_("samir"), approval, signature=signed)
    perform(Publish("a-door"), moving.as_("agathe"))
    signature = Signer(str(moving.keys["samir"])).sign(prepared.voucher.content, signer="samir", key=prepared.key)
    with pytest.raises(Conflict, match="a-door"):
        action.execute(context, prepared, signature=signature)
    assert not moving.record("a-bench").exists()


def test_a_piece_of_our_own_is_nothing_to_sign_for(moving: Moving) -> None:
    build(
        moving.context.settings.base,
        {"drafts/ours/index.md": "---\ntitle: Ours\nlang: en\nauthor: agathe\n---\n\nOurs.\n"},
    )
    with pytest.raises(NotPossibleNow, match="not shown as it was imported"):
        Vouch(("ours",)).prepare(moving.as_("samir"))


def test_the_importer_does_not_approve_the_post_either(moving: Moving) -> None:
    people = moving.context.settings.people
    moving.change(
        people={**people, "agathe": people["agathe"]._replace(roles=frozenset({"author", "editor", "reviewer"}))}
    )
    robot = people["robot"]._replace(roles=frozenset({"author"}))
    perform(Correct("a-bench"), moving.as_("agathe"))
    perform(Submit("a-bench"), moving.as_("agathe").acting_as(robot))
    with pytest.raises(NotAllowed, match="somebody else must approve"):
        Approve("a-bench", revision=moving.context.repository.piece("a-bench").hash).prepare(moving.as_("agathe"))


# --- where they came from ------------------------------------------------------------------------------------------


def test_where_they_came_from_they_stand_already_and_nothing_is_sent(tmp_path: Path) -> None:
    old = f'\n    [targets.old]\n    kind = "hugo"\n    folder = "{tmp_path}/old"\n'
    moving = Moving(tmp_path, old + SITE).move_in()
    before = {path: path.read_bytes() for path in (tmp_path / "old").rglob("*") if path.is_file()}
    receipts = perform(Export(), moving.as_("agathe"))
    assert {(it.target, it.outcome) for it in receipts} == {("old", "unchanged"), ("site", "blocked")}
    assert {path: path.read_bytes() for path in (tmp_path / "old").rglob("*") if path.is_file()} == before


def test_another_site_of_the_same_kind_is_not_where_they_came_from(tmp_path: Path) -> None:
    build(tmp_path, {"new/hugo.toml": 'baseURL = "https://new.example.org/"\n'})
    moving = Moving(tmp_path, f'\n    [targets.new]\n    kind = "hugo"\n    folder = "{tmp_path}/new"\n').move_in()
    assert set(moving.outcomes().values()) == {"blocked"}
    assert not list((tmp_path / "new").rglob("*.md"))


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://blog.example.org", "https://blog.example.org"),
        ("http://WWW.Blog.example.org/", "https://blog.example.org"),
        ("https://other.example.org", ""),
    ],
)
def test_a_wordpress_blog_is_known_by_its_address(tmp_path: Path, address: str, site: str) -> None:
    moving = Moving(tmp_path)
    export = tmp_path / "export.xml"
    export.write_text(
        '<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel><wp:wxr_version>1.2</wp:wxr_version>'
        f"<link>{address}</link><wp:base_blog_url>{address}</wp:base_blog_url><item><title>A day</title>"
        f"<link>{address}/a-day/</link><wp:post_name>a-day</wp:post_name><wp:post_type>post</wp:post_type>"
        "<wp:status>publish</wp:status><wp:post_date>2019-05-04 10:00:00</wp:post_date>"
        "<wp:post_date_gmt>2019-05-04 10:00:00</wp:post_date_gmt>"
        "<content:encoded>Words of that day.</content:encoded></item></channel></rss>",
        "utf-8",
    )
    list(BlogImport(moving.as_("agathe")).run(WordPressBlog(export, None, "en", UTC, None)))
    piece = moving.context.repository.piece("a-day")
    target = TargetSettings("wp", "wordpress", options={"url": "https://blog.example.org/"})
    assert ImportedPosts(moving.context).came_from(piece, target) is bool(site)
    assert moving.outcomes() == {"a-day": "blocked"}


def test_ours_does_not_go_over_theirs_for_a_post_that_nobody_stands_for(tmp_path: Path) -> None:
    old = f'\n    [targets.old]\n    kind = "hugo"\n    folder = "{tmp_path}/old"\n'
    moving = Moving(tmp_path, old).move_in()
    with pytest.raises(NotPossibleNow, match="nobody has reviewed it"):
        perform(SendOurs("a-bench", "It is ours.", ("old",)), moving.as_("agathe"))


# --- what verify says, and what people see -------------------------------------------------------------------------


def exported(moving: Moving, slug: str) -> None:
    """Another program sent the post to the site and entered that."""
    live = moving.context.repository.piece(slug).situation.live
    entry = Exported("site", "site", live, f"site/posts/{slug}.html", "2026-11-23T09:00:00+01:00", 1)
    ExportRecords(moving.context.store).write({slug: entry})


def test_verify_names_a_post_that_was_sent_elsewhere_without_anybody_s_word(moving: Moving) -> None:
    exported(moving, "a-bench")
    assert moving.messages() == [
        "“a-bench” was imported and sent to “site”, and nobody but the importer stands behind that."
    ]
    moving.sign()
    assert moving.messages() == []


def test_what_an_earlier_version_imported_and_sent_is_noted_and_accuses_nobody(moving: Moving) -> None:
    text = "---\ntitle: Old\nlang: en\nauthor: agathe\n---\n\nOld words.\n"
    origin = Import("hugo", "content/posts/old.md", "2" * 64, MORNING, MORNING)
    perform(ImportPiece("old", text, origin), moving.as_("agathe"))
    exported(moving, "old")
    verification = verify(moving.as_("lena"))
    assert verification.problems == ()
    assert [note.message for note in verification.notes] == [
        "“old” was imported and sent to “site”, and nobody but the importer stands behind that."
    ]
    assert moving.outcomes()["old"] == "blocked"


def test_a_list_shows_what_is_imported(moving: Moving) -> None:
    assert {entry.slug: entry.imported for entry in pieces(moving.as_("agathe")).entries} == dict.fromkeys(
        SLUGS, "hugo"
    )


def test_the_evidence_says_imported_and_holds_what_was_signed(moving: Moving, tmp_path: Path) -> None:
    moving.sign()
    evidence = gather(moving.as_("lena"), "a-bench")
    evidence.write(tmp_path / "evidence")
    check = subprocess.run(["sh", "check.sh"], cwd=tmp_path / "evidence", capture_output=True, text=True, check=False)
    assert check.returncode == 0, check.stdout
    assert "was imported from elsewhere: nobody here approved it" in check.stdout
    assert "vouched/statement.json is signed by samir" in check.stdout
    assert "Nobody approved it here" in evidence.files["index.html"].decode()
    statement = tmp_path / "evidence" / "vouched" / "statement.json"
    statement.write_bytes(statement.read_bytes().replace(b'"count":3', b'"count":4'))
    check = subprocess.run(["sh", "check.sh"], cwd=tmp_path / "evidence", capture_output=True, text=True, check=False)
    assert check.returncode == 1


# --- the tree of hashes --------------------------------------------------------------------------------------------


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40, unique=True), st.data())
def test_each_entry_of_a_list_is_proven_and_nothing_else_is(leaves: list[bytes], data: st.DataObject) -> None:
    root = hash_tree.root(leaves)
    proofs = hash_tree.proofs(leaves)
    number = data.draw(st.integers(0, len(leaves) - 1))
    other = data.draw(st.binary(max_size=8).filter(lambda leaf: leaf != leaves[number]))
    assert hash_tree.root_by(leaves[number], proofs[number]) == root
    assert hash_tree.root_by(other, proofs[number]) != root
    assert len(proofs[number]) <= len(leaves).bit_length()
