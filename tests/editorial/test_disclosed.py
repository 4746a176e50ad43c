"""What a published page says of its making, read by parsers that are not ours, against the record of the piece."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import html5lib
import pytest
import yaml

from authoring.editorial.actions.submit import Submit
from authoring.errors import NotAllowed, NotPossibleNow
from authoring.model import manifest
from authoring.model.config import DisclosureSettings, TargetSettings
from authoring.model.states import State
from tests.worlds.files import build
from tests.worlds.newsroom import SLUG, TEXT
from tests.worlds.publishing import PublishingNewsroom

IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"


class Published(PublishingNewsroom):
    """The office whose settings may let out what nobody approved."""

    def letting_out(self) -> Published:
        self.settings = self.settings._replace(disclosure=DisclosureSettings(allow_autonomous=True))
        return self

    def tree(self) -> Any:
        return html5lib.parse(self.page(), treebuilder="etree", namespaceHTMLElements=False)

    def facts(self) -> dict[str, Any]:
        (script,) = [it for it in self.tree().iter("script") if it.get("type") == "application/ld+json"]
        return dict(json.loads(script.text))

    def kind(self) -> str:
        (kind,) = self.kinds()
        return kind

    def kinds(self) -> list[str]:
        """What the page tells programs of its making; at most one."""
        return [str(it.get("content")) for it in self.tree().iter("meta") if it.get("name") == "ai-disclosure"]

    def note(self) -> str:
        notes = [it for it in self.tree().iter("aside") if it.get("class") == "disclosure"]
        return " ".join("".join(notes[0].itertext()).split()) if notes else ""

    def notes(self) -> list[str]:
        """The note's paragraphs."""
        asides = [it for it in self.tree().iter("aside") if it.get("class") == "disclosure"]
        return [" ".join("".join(it.itertext()).split()) for aside in asides for it in aside.iter("p")]


def test_a_drafted_and_approved_post_says_who_did_what(tmp_path: Path) -> None:
    newsroom = Published(tmp_path)
    newsroom.out()

    facts = newsroom.facts()
    assert newsroom.kind() == "ai-assisted"
    assert "The model wrote a first version." in newsroom.note()
    assert facts["digitalSourceType"] == f"{IPTC}compositeWithTrainedAlgorithmicMedia"
    assert facts["author"] == {"@type": "Person", "name": "Agathe Berger"}
    assert facts["editor"] == {"@type": "Person", "name": "Lena Novak"}
    assert facts["accountablePerson"] == {"@type": "Person", "name": "Agathe Berger"}
    assert facts["isBasedOn"] == [{"@type": "CreativeWork", "name": "Testimony 1"}]
    assert facts["mainEntityOfPage"] == {
        "@type": "WebPage",
        "reviewedBy": [{"@type": "Person", "name": "Samir Haddad"}],
    }
    assert "reviewedBy" not in facts


def test_the_note_stands_above_the_text(tmp_path: Path) -> None:
    newsroom = Published(tmp_path)
    newsroom.out()

    page = newsroom.page()
    assert (
        page.index('<aside class="disclosure"') < page.index('<div class="text">') < page.index("street of old houses")
    )


def test_a_text_that_people_declared_theirs_says_so_to_programs(tmp_path: Path) -> None:
    newsroom = Published(tmp_path, drafted=False)
    newsroom.do("agathe", Submit(SLUG, human_only=True))
    newsroom.approve()
    newsroom.publish()

    assert (newsroom.kinds(), newsroom.note()) == (["human-only"], "")
    assert newsroom.facts()["digitalSourceType"] == f"{IPTC}digitalCreation"


def test_a_text_of_which_nobody_says_anything_carries_no_claim(tmp_path: Path) -> None:
    newsroom = Published(tmp_path, drafted=False)
    newsroom.out()

    assert (newsroom.kinds(), newsroom.note()) == ([], "")
    assert "digitalSourceType" not in newsroom.facts()
    assert "human" not in newsroom.page()


@pytest.mark.parametrize(
    ("offered", "kind"), [("Why the Lantern needs its NEIGHBOURS!", "ai-assisted"), ("x", "not-recorded")]
)
def test_a_title_that_a_model_proposed_is_told(tmp_path: Path, offered: str, kind: str) -> None:
    newsroom = Published(tmp_path, drafted=False)
    line = json.dumps({"offers": [manifest.offer_digest(offered)]})
    (newsroom.path.parent / "calls.jsonl").write_text(f"{line}\ncut of", "utf-8")
    newsroom.out()

    assert newsroom.kinds() == ([kind] if kind == "ai-assisted" else [])
    assert ("The model proposed the title." in newsroom.note()) is (kind == "ai-assisted")


def test_the_markdown_export_says_the_same(tmp_path: Path) -> None:
    newsroom = Published(tmp_path)
    newsroom.out()

    front, body = (newsroom.root / "notes" / SLUG / "index.md").read_text("utf-8").split("---\n")[1:3]
    values = yaml.safe_load(front)
    disclosure = values["disclosure"]
    assert values["meta"] == {"ai-disclosure": "ai-assisted"}
    assert values["json_ld"]["mainEntityOfPage"]["reviewedBy"] == [{"@type": "Person", "name": "Samir Haddad"}]
    assert (disclosure["kind"], disclosure["model"], disclosure["reviewed_by"], disclosure["editor"]) == (
        "ai-assisted",
        ["drafted"],
        ["Samir Haddad"],
        "Lena Novak",
    )
    assert body.strip().startswith("> This article was written in part with the help of a language model")


def test_what_nobody_approved_does_not_go_out(tmp_path: Path) -> None:
    with pytest.raises(NotPossibleNow):
        Published(tmp_path).publish()


def test_the_settings_can_let_it_out_and_readers_are_told_so(tmp_path: Path) -> None:
    newsroom = Published(tmp_path).letting_out()
    with pytest.raises(NotAllowed):
        newsroom.publish("samir")
    newsroom.publish()

    assert newsroom.state() is State.published
    assert newsroom.kind() == "ai-autonomous"
    assert "was not reviewed by a person before publication" in newsroom.note()
    assert newsroom.facts()["digitalSourceType"] == f"{IPTC}trainedAlgorithmicMedia"
    assert "mainEntityOfPage" not in newsroom.facts()
    assert newsroom.problems() == []
    newsroom.settings = newsroom.settings._replace(disclosure=DisclosureSettings())
    assert any("without an approval" in problem.message for problem in newsroom.problems())


def test_a_person_s_own_text_still_needs_an_approval_there(tmp_path: Path) -> None:
    with pytest.raises(NotPossibleNow):
        Published(tmp_path, drafted=False).letting_out().publish()


SENTENCE = "This article was written in part with the help of a language model"


def test_the_organisation_adds_words_once_for_all_and_a_piece_for_itself(tmp_path: Path) -> None:
    newsroom = Published(tmp_path)
    newsroom.settings = newsroom.settings._replace(
        disclosure=DisclosureSettings(wording={"en": "100 % human, zero AI."})
    )
    newsroom.out()
    assert newsroom.notes() == [newsroom.notes()[0], "100 % human, zero AI."]
    assert newsroom.notes()[0].startswith(SENTENCE)

    other = Published(
        tmp_path / "other", text=TEXT.replace("tags:", "disclosure: Nobody but us wrote this.\n    tags:", 1)
    )
    other.settings = newsroom.settings = other.settings._replace(disclosure=newsroom.settings.disclosure)
    other.out()
    assert other.notes()[0].startswith(SENTENCE)
    assert other.notes()[1:] == ["Nobody but us wrote this."]


def test_a_post_whose_words_replaced_the_sentence_is_sent_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    newsroom = Published(tmp_path)
    with monkeypatch.context() as before:
        before.setattr("authoring.sourcing.disclosure._FORM", 1)
        before.setattr("authoring.sourcing.disclosure._part_of_model", lambda *_: "100 % human, zero AI.")
        newsroom.out()
    assert SENTENCE not in newsroom.note()
    assert {receipt.outcome for receipt in newsroom.export()} == {"updated"}
    assert newsroom.note().startswith(SENTENCE)
    assert {receipt.outcome for receipt in newsroom.export()} == {"unchanged"}


@pytest.mark.parametrize("kind", ["hugo", "jekyll", "markdown"])
def test_every_folder_shows_the_program_s_sentence_before_the_added_words(tmp_path: Path, kind: str) -> None:
    newsroom = Published(tmp_path, text=TEXT.replace("tags:", "disclosure: 100 % human, zero AI.\n    tags:", 1))
    build(tmp_path, {"old/_config.yml": "title: x\n", "old/hugo.toml": 'title = "x"\n'})
    newsroom.settings = newsroom.settings._replace(targets={"old": TargetSettings("old", kind, "old")})
    newsroom.out()
    pages = [it for it in (tmp_path / "old").rglob("*") if it.suffix in (".md", ".html")]
    (body,) = [it.read_text("utf-8").split("---\n", 2)[2] for it in pages if SLUG in str(it)]
    assert 0 < body.index(SENTENCE) < body.index("zero AI.") < body.index("street of old houses")
    between = body[body.index(SENTENCE) : body.index("zero AI.")]
    assert "\n\n" in between or "\n>\n" in between or "</p>" in between
