"""What an auditor gets, and what they can check without this program."""

from __future__ import annotations

import subprocess
from pathlib import Path

import html5lib
import pytest

from authoring.audit.evidence import Evidence, gather, named_by_slug
from authoring.errors import Conflict, NotPossibleNow
from tests.worlds.evidence import run_check_script
from tests.worlds.newsroom import SLUG, Newsroom
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.signing import SigningNewsroom


@pytest.fixture
def signed(tmp_path: Path) -> SigningNewsroom:
    (tmp_path / "keys").mkdir()
    return SigningNewsroom(tmp_path / "here", tmp_path / "keys")


def bundle(newsroom: Newsroom) -> Evidence:
    return gather(newsroom.as_("lena"), SLUG)


def write(newsroom: Newsroom, folder: Path) -> Path:
    bundle(newsroom).write(folder)
    return folder


def test_the_bundle_is_checked_with_standard_tools_alone(signed: SigningNewsroom, tmp_path: Path) -> None:
    signed.sign()
    folder = write(signed, tmp_path / "evidence")
    code, lines = run_check_script(folder)
    assert (code, [line for line in lines if not line.startswith("ok ")]) == (0, [])
    assert any("is signed by samir" in line for line in lines)
    assert sum("is what was approved from" in line for line in lines) == 2
    sums = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False)
    assert sums.returncode == 0


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("history.jsonl", b'"actor":"samir"', b'"actor":"lena"'),
        ("body.md", b"in a street", b"in the street"),
        ("manifest.json", b'"format":2', b'"format":3'),
        ("checkpoint.txt", b"3-", b"2-"),
        ("approvals/*/approval.json", b'"scope":[]', b'"scope":["facts"]'),
        ("approvals/*/approval.json.sig", b"A", b"B"),
        ("approvals/*/report.json", b"[]", b"[ ]"),
        ("allowed_signers", b"samir", b"somebody"),
    ],
)
def test_whatever_is_changed_in_it_fails_even_with_new_sums(
    signed: SigningNewsroom, tmp_path: Path, name: str, old: bytes, new: bytes
) -> None:
    signed.sign()
    folder = write(signed, tmp_path / "evidence")
    path = next(folder.glob(name))
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))
    names = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS"]
    done = subprocess.run(["sha256sum", *sorted(names)], cwd=folder, capture_output=True, check=True)
    (folder / "SHA256SUMS").write_bytes(done.stdout)
    code, lines = run_check_script(folder)
    assert code == 1
    assert any(line.startswith("FAIL") for line in lines)


def test_the_same_piece_gives_the_same_bytes_and_an_older_bundle_is_replaced(
    signed: SigningNewsroom, tmp_path: Path
) -> None:
    signed.sign()
    folder = write(signed, tmp_path / "evidence")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    write(signed, folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    (folder / "mine.txt").write_text("not yours", "utf-8")
    with pytest.raises(Conflict):
        write(signed, folder)


def test_an_unsigned_approval_is_said_to_be_unsigned(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "here")
    newsroom.submit()
    newsroom.approve()
    code, lines = run_check_script(write(newsroom, tmp_path / "evidence"))
    assert code == 0
    assert any(line.startswith("left") and line.endswith("is unsigned: samir has no key") for line in lines)


def test_nothing_is_proven_of_what_nobody_approved(tmp_path: Path) -> None:
    with pytest.raises(NotPossibleNow):
        bundle(Newsroom(tmp_path))


def test_a_file_with_a_withheld_name_or_words_taken_back_is_left_out_whole(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "here")
    newsroom.submit()
    newsroom.approve()
    path = newsroom.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace("name: full", "name: anonymous"), "utf-8")
    evidence = bundle(newsroom)
    assert "sources/outline-neighbours.md" in evidence.withheld
    assert "sources/testimony-nora-lind.txt" in evidence.files
    assert not any(b"Nora" in content for content in evidence.files.values())
    assert named_by_slug(newsroom.as_("lena"), evidence) == ["nora-lind"]
    path.write_text(path.read_text("utf-8").replace("status: granted", "status: withdrawn"), "utf-8")
    evidence = bundle(newsroom)
    assert not any(b"My neighbours showed me how" in content for content in evidence.files.values())
    assert "sources/testimony-nora-lind.txt" not in {*evidence.files, *evidence.withheld}


def test_the_page_explains_the_bundle_and_holds_nothing_that_runs(signed: SigningNewsroom, tmp_path: Path) -> None:
    signed.edit("title: Why", "title: <script>alert(1)</script> Why")
    signed.sign()
    text = (write(signed, tmp_path / "evidence") / "index.html").read_text("utf-8")
    tree = html5lib.parse(text, treebuilder="etree", namespaceHTMLElements=False)
    page_text = "".join(tree.itertext())
    assert list(tree.iter("script")) == []
    for words in (
        "Samir Haddad (samir), reviewer",
        "nothing was named",
        "SHA256:",
        signed.piece.checkpoint,
        "check.sh",
    ):
        assert words in page_text


def test_a_surname_that_a_witness_withholds_and_the_author_bears_leaves_the_manifest_in(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path / "work")
    people = newsroom.settings.people
    agathe = people["agathe"]._replace(name="Agathe Lind")
    newsroom.settings = newsroom.settings._replace(people={**people, "agathe": agathe})
    newsroom.out()
    path = newsroom.root / "testimonies/nora-lind.md"
    path.write_text(path.read_text("utf-8").replace("name: full", "name: first"), "utf-8")
    evidence = gather(newsroom.as_("lena"), SLUG)
    assert "manifest.json" in evidence.files
    assert b"Agathe Lind" in evidence.files["manifest.json"]
