"""Withdrawing a consent changes two lines and nothing else, and names every use."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Final

import pytest

from authoring.cli.app import run
from authoring.editorial.actions import perform
from authoring.editorial.actions.export import Export
from authoring.editorial.actions.withdraw_consent import Withdrawal, WithdrawConsent
from authoring.editorial.consents import still_out
from authoring.editorial.context import Context
from authoring.errors import InputError, UnknownSlug
from authoring.store import Key
from authoring.store.pieces import Piece
from authoring.store.repository import Repository
from tests.worlds.erasure import withdraw_nora
from tests.worlds.lantern import MORNING, TESTIMONY, lantern, lantern_in_memory
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.terminal import stop_the_clock

DAY = date(2026, 11, 23)
PIECE = """
    ---
    title: Why the Lantern needs its neighbours
    lang: en
    author: agathe
    testimonies: [nora-lind]
    ---

    Neighbours bring tools.
"""


NORA: Final = Key("testimony", "nora-lind")


def text_of(context: Context, key: Key = NORA) -> str:
    """A stored text, with its line ends."""
    stored = context.store.documents.read(key)
    assert stored is not None
    return stored.content.decode()


def rewrite(context: Context, text: str, key: Key = NORA) -> None:
    """Save a text by hand."""
    with context.store.transaction(key.slug) as change:
        change.write(key, text.encode())


def withdraw(context: Context, who: str = "nora-lind") -> Withdrawal:
    return perform(WithdrawConsent(who), context)


def test_two_lines_change_and_no_other() -> None:
    context = lantern_in_memory()
    before = text_of(context)

    assert withdraw(context).changed

    assert text_of(context) == before.replace("  status: granted\n", "  status: withdrawn\n  withdrawn: 2026-11-23\n")
    assert not context.repository.testimony("nora-lind").consent.covers("blog", on=DAY)


def test_remarks_and_windows_line_ends_stay() -> None:
    context = lantern_in_memory()
    before = text_of(context).replace("status: granted", "status: granted   # by letter")
    rewrite(context, before.replace("\n", "\r\n"))

    withdraw(context)

    after = before.replace("status: granted   #", "status: withdrawn   #")
    after = after.replace("by letter\n", "by letter\n  withdrawn: 2026-11-23\n")
    assert text_of(context) == after.replace("\n", "\r\n")


def test_a_second_time_changes_nothing_and_keeps_the_first_day() -> None:
    context = lantern_in_memory()
    withdraw(context)
    before = text_of(context)

    again = withdraw(replace(context, clock=lambda: datetime(2027, 1, 1, tzinfo=UTC)))

    assert (again.changed, again.day) == (False, DAY)
    assert text_of(context) == before


def test_an_earlier_withdrawal_that_was_taken_back_gets_the_new_day() -> None:
    context = lantern_in_memory()
    rewrite(context, text_of(context).replace("  name: full\n", "  withdrawn: 2025-01-01\n  name: full\n"))

    withdraw(context)

    assert text_of(context).count("withdrawn: 2026-11-23\n") == 1
    assert "2025-01-01" not in text_of(context)


def test_a_consent_in_one_line_is_left_to_people() -> None:
    context = lantern_in_memory()
    text = "---\nperson: Nora Lind\nconsent: {status: granted, granted: 2026-03-02}\n---\n\nI came.\n"
    rewrite(context, text)

    with pytest.raises(InputError) as refusal:
        withdraw(context)

    assert text_of(context) == text
    assert (refusal.value.problem.file, refusal.value.problem.line) == (context.store.documents.label(NORA), 3)
    assert refusal.value.problem.remedy == ("Write into it yourself: status: withdrawn, and withdrawn: 2026-11-23")


def test_an_unknown_testimony_is_named() -> None:
    with pytest.raises(UnknownSlug):
        withdraw(lantern_in_memory(), "nobody")


def test_every_use_is_named_and_what_cannot_be_read_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = lantern(
        tmp_path,
        **{
            "drafts/neighbours/index.md": PIECE,
            "drafts/other/index.md": PIECE.replace("[nora-lind]", "[]"),
            "drafts/broken/index.md": "---\ntitle: [\n---\n",
        },
    )
    monkeypatch.chdir(root)
    stop_the_clock(monkeypatch, MORNING)

    code = run(["consent", "withdraw", "nora-lind"])

    printed = capsys.readouterr()
    assert code == 1
    assert printed.out == (
        "The consent for “nora-lind” is withdrawn since 2026-11-23:"
        " nothing that uses these words can go out any more.\n"
        "  neighbours (a draft): take the words out of it\n"
    )
    assert printed.err.startswith("drafts/broken/index.md:")


def test_words_in_the_body_count_as_a_use_without_the_front_matter() -> None:
    spoken = dedent(TESTIMONY).split("---\n")[2].strip()
    block = f"<!-- testimony:nora-lind -->\n{spoken}\n<!-- /testimony:nora-lind -->"
    piece = dedent(PIECE).replace("testimonies: [nora-lind]\n", "").replace("Neighbours bring tools.", block)

    withdrawal = withdraw(lantern_in_memory(**{"drafts/quiet/index.md": piece}))

    assert [use.slug for use in withdrawal.uses] == ["quiet"]


def test_a_person_is_found_by_name_and_all_of_theirs_is_withdrawn() -> None:
    context = lantern_in_memory(**{"testimonies/second.md": TESTIMONY.replace("I came", "Then I came")})

    withdrawal = withdraw(context, "nora LIND")

    assert withdrawal.testimonies == ("nora-lind", "second")
    assert context.repository.testimony("second").consent.status == "withdrawn"


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("She said my neighbours showed me how to use theirs.", {"words"}),
        ("“I had no saw of my own”, said somebody.", {"quoted"}),
        ("Nora\u00a0LIND keeps the key.", {"named"}),
        ("Mrs Lind keeps the key.", {"named"}),
    ],
)
def test_words_without_marks_and_names_in_any_form_are_uses(text: str, ways: set[str]) -> None:
    piece = PIECE.replace("    testimonies: [nora-lind]\n", "").replace("Neighbours bring tools.", text)

    (use,) = withdraw(lantern_in_memory(**{"drafts/quiet/index.md": piece})).uses

    assert (use.slug, set(use.ways)) == ("quiet", ways)


def with_target(newsroom: PublishingNewsroom, folder: str) -> None:
    """The settings name a site as a target, for the command line."""
    path = newsroom.root / "authoring.toml"
    path.write_text(f'{path.read_text("utf-8")}\n[targets.site]\nkind = "site"\nfolder = "{folder}"\n', "utf-8")


def test_what_readers_see_is_named_and_taken_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    with_target(newsroom, "site")
    root = newsroom.root
    monkeypatch.chdir(root)
    stop_the_clock(monkeypatch, MORNING)

    assert run(["consent", "withdraw", "Nora Lind"]) == 0
    assert "neighbours (published): readers see it: authoring retract neighbours --reason …" in capsys.readouterr().out
    assert run(["consent", "withdraw", "Nora Lind", "--retract", "--as", "lena"]) == 0
    assert "neighbours (published): taken down" in capsys.readouterr().out
    assert not list(root.glob("site/posts/neighbours.html"))
    assert run(["consent", "withdraw", "Nora Lind", "--retract", "--as", "lena", "--json"]) == 0


def test_a_post_that_stays_out_without_a_consent_is_named_at_every_export_and_by_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    with_target(newsroom, "blog")
    root = newsroom.root
    monkeypatch.chdir(root)
    stop_the_clock(monkeypatch, MORNING)
    assert (run(["export"]), run(["verify"])) == (0, 0)
    capsys.readouterr()
    run(["consent", "withdraw", "nora-lind"])
    why = "The consent for the testimony “nora-lind” does not cover publishing on “blog” today."
    remedy = "Readers still see it; take it down: authoring retract neighbours --reason …"
    for _again in range(2):
        capsys.readouterr()
        assert run(["export"]) == 3
        assert f"{why} {remedy}" in capsys.readouterr().out
        assert run(["verify"]) == 3
        assert f"“neighbours”: {why}\n  → {remedy}" in capsys.readouterr().out
    run(["retract", "neighbours", "--reason", "She took it back.", "--as", "lena"])
    assert (run(["export"]), run(["verify"])) == (0, 0)


def test_a_consent_that_ended_while_a_post_was_out_is_named_too(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    path = newsroom.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace("  name: full\n", "  expires: 2026-11-22\n  name: full\n"), "utf-8")
    day_before = newsroom.by_the_clock(MORNING - timedelta(days=1))
    assert list(still_out(day_before, ["neighbours"])) == []
    (problem,) = still_out(newsroom.by_the_clock(MORNING), ["neighbours"])
    assert problem.message.startswith("“neighbours”: The consent for the testimony “nora-lind” does not cover")


def test_a_post_is_read_once_for_a_consent_that_is_over_and_again_when_it_or_the_testimony_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = PublishingNewsroom(tmp_path / "here").out()
    newsroom.caches = tmp_path / "caches"
    words = (newsroom.root / "testimonies/nora-lind.md").read_text("utf-8")
    other = newsroom.root / "testimonies/zoe-noon.md"
    front = words.replace("Nora Lind", "Zoe Noon").replace("granted\n", "withdrawn\n  withdrawn: 2026-11-01\n")
    other.write_text(front.rpartition("---\n")[0] + "---\n\nOnly rain fell on my umbrella shop.\n", "utf-8")
    read: list[str] = []
    live = Repository.live

    def counted(repository: Repository, piece: Piece) -> Piece:
        read.append(piece.slug)
        return live(repository, piece)

    def outcomes() -> tuple[set[str], int]:
        read.clear()
        receipts = Export().execute(newsroom.as_("lena"), [])
        return {receipt.outcome for receipt in receipts}, len(read)

    monkeypatch.setattr(Repository, "live", counted)

    assert outcomes() == ({"unchanged"}, 1)
    assert outcomes() == ({"unchanged"}, 0)
    other.write_text(f"{other.read_text('utf-8')}\nAnd snow.\n", "utf-8")
    assert outcomes() == ({"unchanged"}, 1)
    withdraw_nora(newsroom)
    assert outcomes()[0] == {"blocked"}
    assert outcomes()[0] == {"blocked"}


def test_a_post_whose_consent_is_withdrawn_is_not_sent_again_and_the_others_are(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    withdraw_nora(newsroom)
    (newsroom.root / ".authoring").rename(newsroom.root / "forgotten")

    receipts = newsroom.export()

    assert [(receipt.target, receipt.outcome) for receipt in receipts] == [("site", "blocked"), ("notes", "blocked")]
    assert "does not cover publishing on “blog” today" in receipts[0].where
