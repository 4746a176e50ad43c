"""Withdrawing a consent: two lines change, nothing else, and every use is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from authoring.cli.app import run
from authoring.editorial.consents import still_out, withdraw
from authoring.errors import InputError, UnknownSlug
from authoring.store import Piece
from authoring.store.folder import FolderStore
from authoring.workspace import Workspace
from tests.worlds.files import build
from tests.worlds.lantern import TESTIMONY, lantern
from tests.worlds.publishing import PublishingNewsroom

DAY = date(2026, 11, 23)
DAY_AND_TIME = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PIECE = """
    ---
    title: Why the Lantern needs its neighbours
    lang: en
    author: agathe
    testimonies: [nora-lind]
    ---

    Neighbours bring tools.
"""


def opened(root: Path) -> Workspace:
    return Workspace.open(root, {})


def test_two_lines_change_and_no_other(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    path = root / "testimonies/nora-lind.md"
    before = path.read_text(encoding="utf-8")

    done = withdraw(opened(root).store, "nora-lind", on=DAY, settings=opened(root).settings)

    assert done.changed
    assert path.read_text(encoding="utf-8") == before.replace(
        "  status: granted\n", "  status: withdrawn\n  withdrawn: 2026-11-23\n"
    )
    assert not opened(root).store.testimony("nora-lind").consent.covers("blog", on=DAY)


def test_remarks_and_windows_line_ends_stay(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    path = root / "testimonies/nora-lind.md"
    before = path.read_text(encoding="utf-8").replace("status: granted", "status: granted   # by letter")
    path.write_bytes(before.replace("\n", "\r\n").encode())

    withdraw(opened(root).store, "nora-lind", on=DAY, settings=opened(root).settings)

    after = before.replace("status: granted   #", "status: withdrawn   #")
    after = after.replace("by letter\n", "by letter\n  withdrawn: 2026-11-23\n")
    assert path.read_bytes() == after.replace("\n", "\r\n").encode()


def test_a_second_time_changes_nothing_and_keeps_the_first_day(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    withdraw(opened(root).store, "nora-lind", on=DAY, settings=opened(root).settings)
    before = (root / "testimonies/nora-lind.md").read_bytes()

    again = withdraw(opened(root).store, "nora-lind", on=date(2027, 1, 1), settings=opened(root).settings)

    assert (again.changed, again.day) == (False, DAY)
    assert (root / "testimonies/nora-lind.md").read_bytes() == before


def test_an_earlier_withdrawal_that_was_taken_back_gets_the_new_day(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    path = root / "testimonies/nora-lind.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("  name: full\n", "  withdrawn: 2025-01-01\n  name: full\n"), encoding="utf-8")

    withdraw(opened(root).store, "nora-lind", on=DAY, settings=opened(root).settings)

    assert path.read_text(encoding="utf-8").count("withdrawn: 2026-11-23\n") == 1
    assert "2025-01-01" not in path.read_text(encoding="utf-8")


def test_a_consent_in_one_line_is_left_to_people(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    path = root / "testimonies/nora-lind.md"
    text = "---\nperson: Nora Lind\nconsent: {status: granted, granted: 2026-03-02}\n---\n\nI came.\n"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError) as refusal:
        withdraw(opened(root).store, "nora-lind", on=DAY, settings=opened(root).settings)

    assert path.read_text(encoding="utf-8") == text
    assert (refusal.value.problem.file, refusal.value.problem.line) == (path, 3)
    assert refusal.value.problem.remedy == ("Write into it yourself: status: withdrawn, and withdrawn: 2026-11-23")


def test_an_unknown_testimony_is_named(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    with pytest.raises(UnknownSlug):
        withdraw(opened(root).store, "nobody", on=DAY, settings=opened(root).settings)


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
    monkeypatch.setattr(Workspace, "now", lambda _self: DAY_AND_TIME)

    code = run(["consent", "withdraw", "nora-lind"])

    printed = capsys.readouterr()
    assert code == 1
    assert printed.out == (
        "The consent for “nora-lind” is withdrawn since 2026-11-23:"
        " nothing that uses these words can go out any more.\n"
        "  neighbours (a draft): take the words out of it\n"
    )
    assert printed.err.startswith("drafts/broken/index.md:")


def test_words_in_the_body_count_as_a_use_without_the_front_matter(tmp_path: Path) -> None:
    root = lantern(tmp_path)
    words = build(tmp_path / "spare", {"t.md": TESTIMONY}).joinpath("t.md").read_text(encoding="utf-8")
    spoken = words.split("---\n")[2].strip()
    build(
        root,
        {
            "drafts/quiet/index.md": PIECE.replace("    testimonies: [nora-lind]\n", "").replace(
                "Neighbours bring tools.", "MARK"
            )
        },
    )
    path = root / "drafts/quiet/index.md"
    block = f"<!-- testimony:nora-lind -->\n{spoken}\n<!-- /testimony:nora-lind -->"
    path.write_text(path.read_text(encoding="utf-8").replace("MARK", block), encoding="utf-8")

    done = withdraw(opened(root).store, "nora-lind", on=DAY, settings=opened(root).settings)

    assert [piece.slug for piece in done.uses] == ["quiet"]


def out(root: Path) -> Workspace:
    """The Lantern with one piece that is out."""
    newsroom = PublishingNewsroom(root).out()
    return opened(newsroom.root)


def test_a_person_is_found_by_name_and_all_of_theirs_is_withdrawn(tmp_path: Path) -> None:
    root = lantern(tmp_path, **{"testimonies/second.md": TESTIMONY.replace("I came", "Then I came")})

    done = withdraw(opened(root).store, "nora LIND", on=DAY, settings=opened(root).settings)

    assert done.testimonies == ("nora-lind", "second")
    assert opened(root).store.testimony("second").consent.status == "withdrawn"


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("She said my neighbours showed me how to use theirs.", {"words"}),
        ("“I had no saw of my own”, said somebody.", {"quoted"}),
        ("Nora\u00a0LIND keeps the key.", {"named"}),
        ("Mrs Lind keeps the key.", {"named"}),
    ],
)
def test_words_without_marks_and_names_in_any_form_are_uses(tmp_path: Path, text: str, ways: set[str]) -> None:
    piece = PIECE.replace("    testimonies: [nora-lind]\n", "").replace("Neighbours bring tools.", text)
    root = lantern(tmp_path, **{"drafts/quiet/index.md": piece})

    (use,) = withdraw(opened(root).store, "nora-lind", on=DAY, settings=opened(root).settings).uses

    assert (use.slug, set(use.ways)) == ("quiet", ways)


def test_what_readers_see_is_named_and_taken_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = out(tmp_path).root
    text = (root / "authoring.toml").read_text("utf-8")
    (root / "authoring.toml").write_text(f'{text}\n[targets.site]\nkind = "site"\nfolder = "site"\n', "utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setattr(Workspace, "now", lambda _self: DAY_AND_TIME)

    assert run(["consent", "withdraw", "Nora Lind"]) == 0
    assert "neighbours (published): readers see it: authoring retract neighbours --reason …" in capsys.readouterr().out
    assert run(["consent", "withdraw", "Nora Lind", "--retract", "--as", "lena"]) == 0
    assert "neighbours (published): taken down" in capsys.readouterr().out
    assert not list(root.glob("site/posts/neighbours.html"))
    assert run(["consent", "withdraw", "Nora Lind", "--retract", "--as", "lena", "--json"]) == 0


def test_a_post_that_stays_out_without_a_consent_is_named_at_every_export_and_by_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = out(tmp_path).root
    text = (root / "authoring.toml").read_text("utf-8")
    (root / "authoring.toml").write_text(f'{text}\n[targets.site]\nkind = "site"\nfolder = "blog"\n', "utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setattr(Workspace, "now", lambda _self: DAY_AND_TIME)
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
    store = opened(newsroom.root).store
    assert list(still_out(store, newsroom.settings, ["neighbours"], on=date(2026, 11, 22))) == []
    (problem,) = still_out(store, newsroom.settings, ["neighbours"], on=DAY)
    assert problem.message.startswith("“neighbours”: The consent for the testimony “nora-lind” does not cover")


def test_a_post_is_read_once_for_a_consent_that_is_over_and_again_when_it_or_the_testimony_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    path = newsroom.root / "testimonies/nora-lind.md"
    words = path.read_text("utf-8")
    other = newsroom.root / "testimonies/zoe-noon.md"
    other.write_text(
        words.replace("Nora Lind", "Zoe Noon").replace("granted\n", "withdrawn\n  withdrawn: 2026-11-01\n")
    )
    other.write_text(other.read_text("utf-8").rpartition("---\n")[0] + "---\n\nOnly rain fell on my umbrella shop.\n")
    read: list[str] = []
    live = type(newsroom.store).live

    def counted(store: FolderStore, slug: str) -> Piece:
        read.append(slug)
        return live(store, slug)

    def outcomes() -> tuple[set[str], int]:
        read.clear()
        found: set[str] = {receipt.outcome for receipt in newsroom.publisher().export(when=newsroom.now())}
        return found, len(read)

    monkeypatch.setattr(type(newsroom.store), "live", counted)

    assert outcomes() == ({"unchanged"}, 1)
    assert outcomes() == ({"unchanged"}, 0)
    other.write_text(f"{other.read_text('utf-8')}\nAnd snow.\n")
    assert outcomes() == ({"unchanged"}, 1)
    withdraw(newsroom.store, "nora-lind", on=DAY, settings=newsroom.settings)
    assert outcomes()[0] == {"blocked"}
    assert outcomes()[0] == {"blocked"}


def test_a_post_whose_consent_is_withdrawn_is_not_sent_again_and_the_others_are(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    withdraw(newsroom.store, "nora-lind", on=DAY, settings=newsroom.settings)
    (newsroom.root / ".authoring").rename(newsroom.root / "forgotten")

    receipts = newsroom.publisher().export(when=newsroom.now())

    assert [(receipt.target, receipt.outcome) for receipt in receipts] == [("site", "blocked"), ("notes", "blocked")]
    assert "does not cover publishing on “blog” today" in receipts[0].where
