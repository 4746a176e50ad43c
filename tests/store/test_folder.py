"""What is true of the store in plain folders alone: its files, and what else can lie where a file is expected."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from authoring.errors import Conflict, InputError
from authoring.store import MAX_TEXT_BYTES, WORKSPACE, Expected, Key, Store
from authoring.store.contract.samples import FIRST, PIECE, content, everything, fill, picture, place, write
from authoring.store.folder import FolderStore

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are POSIX's here")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return FolderStore(tmp_path, patience=0.3)


def build(root: Path, files: dict[str, bytes]) -> None:
    for name, whole in files.items():
        root.joinpath(name).parent.mkdir(parents=True, exist_ok=True)
        root.joinpath(name).write_bytes(whole)


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_workspace_of_before_is_read(tmp_path: Path, store: Store) -> None:
    build(
        tmp_path,
        {
            "authoring.toml": b'lang = "en"',
            "prompts/section.en.md.j2": b"prompt",
            "outlines/garden.md": b"outline",
            "outlines/images/plan.png": b"plan",
            "testimonies/nora.md": b"testimony",
            "drafts/garden/index.md": b"text",
            "drafts/garden/history.jsonl": b"{}\n",
            "drafts/garden/images/a.jpg": b"picture",
            "drafts/garden/calls.jsonl": b"{}\n",
            "drafts/garden/approvals/3f/report.json": b"[]",
            f"drafts/garden/revisions/{FIRST}/index.md": b"kept",
            f"drafts/garden/revisions/{FIRST}/manifest.json": b"{}",
            f"drafts/garden/revisions/{FIRST}/images/a.jpg": b"picture",
            "drafts/empty/images/a.jpg": b"no text here",
            "published/workshop/index.md": b"out",
            "published/garden/index.md": b"what readers see",
            ".authoring/answers/ab/c.json": b"{}",
            ".authoring/locks/garden.lock": b"",
        },
    )
    assert store.documents.slugs("piece") == ["garden", "workshop"]
    assert everything(store) == {
        "stage": "in_progress",
        "copy": b"what readers see",
        "outline": b"outline",
        "texts": {"": b"text", FIRST: b"kept"},
        "manifests": {FIRST: b"{}"},
        "pictures": {"": {"images/a.jpg": b"picture"}, FIRST: {"images/a.jpg": b"picture"}},
        "events": b"{}\n",
        "records": {"approvals/3f/report.json": b"[]", "calls.jsonl": b"{}\n"},
        "workspace": {"answers/ab/c.json": b"{}"},
    }
    piece = store.documents.piece("workshop")
    assert piece is not None
    assert (piece.stage, piece.text.label) == ("out", str(tmp_path / "published/workshop/index.md"))
    assert content(store, Key("settings", "authoring")) == b'lang = "en"'
    assert content(store, Key("prompt", "section.en.md.j2")) == b"prompt"
    assert store.blobs.read(Key("outline", "garden"), "images/plan.png") == b"plan"


def test_everything_is_written_where_people_look_for_it(tmp_path: Path, store: Store) -> None:
    fill(store)
    for key in (
        Key("outline", "garden"),
        Key("testimony", "nora"),
        Key("settings", "authoring"),
        Key("prompt", "x.md.j2"),
    ):
        write(store, key, b"x")
    place(store, stage="in_progress", live=FIRST)
    store.records.write(WORKSPACE, "answers/ab/c.json", b"{}")
    revision_folder = f"drafts/garden/revisions/{FIRST}"
    assert [name for name in names(tmp_path) if not name.startswith(".authoring/locks/")] == [
        ".authoring/answers/ab/c.json",
        "authoring.toml",
        "drafts/garden/calls.jsonl",
        "drafts/garden/exports/blog.json",
        "drafts/garden/history.jsonl",
        "drafts/garden/images/a.jpg",
        "drafts/garden/index.md",
        "drafts/garden/looks.json",
        f"{revision_folder}/images/a.jpg",
        f"{revision_folder}/index.md",
        f"{revision_folder}/manifest.json",
        "outlines/garden.md",
        "prompts/x.md.j2",
        "published/garden/images/a.jpg",
        "published/garden/index.md",
        "testimonies/nora.md",
    ]


def test_labels_are_absolute_paths(tmp_path: Path, store: Store) -> None:
    assert store.documents.label(PIECE) == str(tmp_path / "drafts/garden/index.md")
    assert store.events.label("garden") == str(tmp_path / "drafts/garden/history.jsonl")
    assert store.revisions.label("garden", FIRST) == str(tmp_path / "drafts/garden/revisions" / FIRST)
    assert store.blobs.label(PIECE, "images/a.jpg") == str(tmp_path / "drafts/garden/images/a.jpg")
    assert store.records.label("garden", "calls.jsonl") == str(tmp_path / "drafts/garden/calls.jsonl")
    assert store.records.label(WORKSPACE, "sent/a.json") == str(tmp_path / ".authoring/sent/a.json")


def test_reading_writes_nothing(tmp_path: Path, store: Store) -> None:
    build(tmp_path, {"drafts/garden/index.md": b"text", "outlines/garden.md": b"outline"})
    before = names(tmp_path)
    everything(store)
    store.documents.stamps("piece")
    store.documents.slugs("outline")
    assert names(tmp_path) == before
    assert not tmp_path.joinpath(".authoring").exists()


def test_an_unchanged_content_is_not_written_again(tmp_path: Path, store: Store) -> None:
    fill(store)
    before = tmp_path.joinpath("drafts/garden/index.md").stat()
    write(store, PIECE, b"text")
    after = tmp_path.joinpath("drafts/garden/index.md").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_picture_overwritten_in_place_changes_the_stamp(tmp_path: Path, store: Store) -> None:
    fill(store)
    before = store.documents.stamps("piece")
    tmp_path.joinpath("drafts/garden/images/a.jpg").write_bytes(b"edited in place")
    assert store.documents.stamps("piece") != before


@pytest.mark.parametrize("slug", ["garden", WORKSPACE])
def test_a_private_record_can_be_read_by_its_owner_alone(store: Store, slug: str) -> None:
    store.records.write(slug, "secrets.json", b"{}")
    path = Path(store.records.label(slug, "secrets.json"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    store.records.write(slug, "secrets.json", b"[]", private=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_text_keeps_its_permissions(tmp_path: Path, store: Store) -> None:
    write(store, PIECE, b"text")
    path = tmp_path / "drafts/garden/index.md"
    path.chmod(0o664)
    write(store, PIECE, b"next")
    assert stat.S_IMODE(path.stat().st_mode) == 0o664


def test_a_name_that_is_no_slug_is_listed_and_reads_as_absent(tmp_path: Path, store: Store) -> None:
    build(tmp_path, {"outlines/My Garden.md": b"x", "drafts/My Garden/index.md": b"x", "outlines/.hidden.md": b"x"})
    assert (store.documents.slugs("outline"), store.documents.slugs("piece")) == (["My Garden"], ["My Garden"])
    assert list(store.documents.stamps("piece")) == ["My Garden"]
    assert content(store, Key("outline", "My Garden")) is None
    assert store.documents.piece("My Garden") is None


def test_a_text_that_is_too_long_cannot_be_read(tmp_path: Path, store: Store) -> None:
    build(tmp_path, {"drafts/garden/index.md": b"x" * (MAX_TEXT_BYTES + 1)})
    for read in (lambda: store.documents.read(PIECE), lambda: store.documents.piece("garden")):
        with pytest.raises(InputError, match="2 MiB") as refusal:
            read()
        assert refusal.value.problem.file == str(tmp_path / "drafts/garden/index.md")


@needs_links
@pytest.mark.parametrize("sort", ["folder", "pipe", "link out", "link to a device"])
def test_what_is_no_file_in_the_workspace_is_no_text(tmp_path: Path, sort: str) -> None:
    root, text = tmp_path / "workspace", tmp_path / "workspace/drafts/garden/index.md"
    build(tmp_path, {"secret.md": b"secret"})
    text.parent.mkdir(parents=True)
    put(text, sort, tmp_path / "secret.md")
    store = FolderStore(root)
    assert store.documents.slugs("piece") == ["garden"]
    for read in (lambda: store.documents.read(PIECE), lambda: store.documents.piece("garden")):
        with pytest.raises(InputError, match="This is not a file"):
            read()


@needs_links
@pytest.mark.parametrize("sort", ["folder", "pipe", "link out", "link to a device"])
def test_what_is_no_file_in_the_workspace_is_no_picture_and_no_record(tmp_path: Path, sort: str) -> None:
    store = FolderStore(tmp_path / "workspace")
    build(tmp_path, {"secret.md": b"secret"})
    fill(store)
    for name in ("images/b.jpg", "provenance.json"):
        put(tmp_path / "workspace/drafts/garden" / name, sort, tmp_path / "secret.md")
    assert store.blobs.read(PIECE, "images/b.jpg") is None
    assert store.blobs.head(PIECE, "images/b.jpg", length=9) is None
    assert store.blobs.digest(PIECE, "images/b.jpg") == ""
    assert store.blobs.names(PIECE) == ["images/a.jpg"]
    assert store.records.read("garden", "provenance.json") == b""
    assert "provenance.json" not in store.records.names("garden")
    piece = store.documents.piece("garden", records=["provenance.json"])
    assert piece is not None
    assert piece.records == {"provenance.json": b""}


def put(path: Path, sort: str, outside: Path) -> None:
    match sort:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "link out":
            path.symlink_to(outside)
        case "link to a device":
            path.symlink_to("/dev/zero")


@needs_links
def test_a_folder_that_is_a_link_out_of_the_workspace_is_neither_read_nor_written(tmp_path: Path) -> None:
    root, outside = tmp_path / "workspace", tmp_path / "outside"
    build(outside, {"index.md": b"secret", "images/a.jpg": b"secret"})
    root.joinpath("drafts").mkdir(parents=True)
    root.joinpath("drafts/garden").symlink_to(outside)
    store = FolderStore(root)
    with pytest.raises(InputError, match="This is not a file"):
        store.documents.piece("garden")
    assert (store.blobs.read(PIECE, "images/a.jpg"), store.blobs.names(PIECE)) == (None, [])
    changes: tuple[Callable[[], None], ...] = (
        lambda: write(store, PIECE, b"new"),
        lambda: picture(store, PIECE, "images/a.jpg", b"new"),
        lambda: store.records.write("garden", "looks.json", b"{}"),
        lambda: store.records.append("garden", "calls.jsonl", b"{}"),
    )
    for change in changes:
        with pytest.raises(InputError):
            change()
    assert {path.name: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == {
        "index.md": b"secret",
        "a.jpg": b"secret",
    }


@needs_links
def test_a_link_inside_the_workspace_is_followed(tmp_path: Path, store: Store) -> None:
    build(tmp_path, {"shared/text.md": b"text", "drafts/garden/history.jsonl": b"", "shared/a.jpg": b"picture"})
    tmp_path.joinpath("drafts/garden/index.md").symlink_to(tmp_path / "shared/text.md")
    tmp_path.joinpath("drafts/garden/plan.jpg").symlink_to("../../shared/a.jpg")
    assert content(store, PIECE) == b"text"
    assert (store.blobs.read(PIECE, "plan.jpg"), store.blobs.names(PIECE)) == (b"picture", ["plan.jpg"])


def test_a_folder_in_the_place_of_a_file_refuses_the_whole_transaction(tmp_path: Path, store: Store) -> None:
    fill(store)
    tmp_path.joinpath("drafts/garden/provenance.json").mkdir()
    before = everything(store)
    with pytest.raises(InputError, match="This is not a file"):
        with_record(store)
    assert everything(store) == before
    assert not list(tmp_path.rglob(".*.part"))


def with_record(store: Store) -> None:
    with store.transaction("garden") as change:
        change.write(PIECE, b"new")
        change.append("garden", b"{}")
        change.attach("garden", "provenance.json", b"{}")


def test_a_full_disk_changes_nothing(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    before = everything(store)
    original, calls = os.fsync, iter(range(100))

    def full(descriptor: int) -> None:
        if next(calls) == 2:
            raise OSError(28, "No space left on device")
        original(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        with_record(store)
    assert everything(store) == before
    assert not list(tmp_path.rglob(".*.part"))


def test_files_in_the_way_of_a_piece_are_kept_beside_it(tmp_path: Path, store: Store) -> None:
    fill(store)
    place(store, stage="out")
    build(tmp_path, {"drafts/garden/notes.txt": b"somebody's notes"})
    place(store, stage="in_progress")
    assert content(store, PIECE) == b"text"
    assert tmp_path.joinpath("drafts/garden.aside-1/notes.txt").read_bytes() == b"somebody's notes"


def test_two_programs_that_append_lose_nothing(tmp_path: Path, store: Store) -> None:
    program = (
        "import sys; from authoring.store.folder import FolderStore; store = FolderStore(sys.argv[1])\n"
        "for number in range(20): store.records.append('garden', 'calls.jsonl', sys.argv[2].encode())"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(tmp_path), name]) for name in ("a", "b")]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert sorted(store.records.read("garden", "calls.jsonl").split()) == [b"a"] * 20 + [b"b"] * 20


def test_two_programs_that_saw_the_same_do_not_both_write(tmp_path: Path, store: Store) -> None:
    write(store, PIECE, b"text")
    other = FolderStore(tmp_path)
    text = store.documents.read(PIECE)
    assert text is not None
    write(other, PIECE, b"theirs")
    with pytest.raises(Conflict) as refusal:
        expect(store, Expected({PIECE: text.version}))
    assert refusal.value.problem.file == str(tmp_path / "drafts/garden/index.md")
    assert content(store, PIECE) == b"theirs"


def expect(store: Store, expected: Expected) -> None:
    with store.transaction("garden", expected=expected) as change:
        change.write(PIECE, b"ours")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_workspace_that_can_only_be_read_is_read(tmp_path: Path, store: Store) -> None:
    fill(store)
    program = (
        "import os, sys; from authoring.store.contract.samples import everything; "
        "from authoring.store.folder import FolderStore; os.setuid(65534); "
        "print(everything(FolderStore(sys.argv[1]))['texts'][''])"
    )
    for path in (tmp_path, *tmp_path.parents):
        if "pytest-of-" in str(path):
            path.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert (done.stdout.strip(), done.returncode) == ("b'text'", 0), done.stderr
