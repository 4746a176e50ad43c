"""Upgrading a workspace from the first format to that of this version."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.editorial.actions import perform
from authoring.editorial.actions.upgrade import Upgrade
from authoring.editorial.context import Context
from authoring.errors import Conflict, InputError
from authoring.model.config import FORMAT
from authoring.store import SETTINGS, WORKSPACE, Key
from authoring.workspace import open_workspace, settings_of
from tests.worlds.files import texts
from tests.worlds.lantern import MORNING, lantern_in_memory
from tests.worlds.newsroom import SLUG
from tests.worlds.publishing import PublishingNewsroom

STATED = f"format = {FORMAT}"
SETTINGS_KEY = Key("settings", SETTINGS)


def with_settings(text: str) -> Context:
    return lantern_in_memory("lena", **{"authoring.toml": text.encode()})


def upgraded(text: str) -> str:
    """The settings after an upgrade."""
    context = with_settings(text)
    perform(Upgrade(), context)
    stored = context.store.documents.read(SETTINGS_KEY)
    assert stored is not None
    reread = settings_of(context.store, base=Path("/nowhere"), environment={})
    assert reread.format == FORMAT
    return stored.content.decode()


PEOPLE = '[people.lena]\nname = "Lena"\nroles = ["editor"]\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f'lang = "en"\n\n{PEOPLE}', f'{STATED}\nlang = "en"\n\n{PEOPLE}'),
        (
            f'# Ours.\n\n  lang = "en"   # we think\n{PEOPLE}',
            f'# Ours.\n\n{STATED}\n  lang = "en"   # we think\n{PEOPLE}',
        ),
        (f'lang = "en"\r\n{PEOPLE}', f'{STATED}\r\nlang = "en"\r\n{PEOPLE}'),
        (f'"lang" = "en"\n{PEOPLE}', f'{STATED}\n"lang" = "en"\n{PEOPLE}'),
        (f'lang = "en"\nformat  =  1 # old\n{PEOPLE}', f'lang = "en"\nformat  =  {FORMAT} # old\n{PEOPLE}'),
        (f"# format = 1\n{PEOPLE}", f"# format = 1\n{STATED}\n{PEOPLE}"),
        (PEOPLE.rstrip("\n"), f"{STATED}\n{PEOPLE}".rstrip("\n")),
    ],
)
def test_the_settings_state_the_format_and_keep_every_other_byte(before: str, after: str) -> None:
    assert upgraded(before) == after


@pytest.mark.parametrize("before", ["", *(f"format = {number}\n" for number in range(1, FORMAT))])
def test_a_workspace_of_every_former_format_is_upgraded(tmp_path: Path, before: str) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    settings = tmp_path / "authoring.toml"
    settings.write_text(before + settings.read_text("utf-8"), "utf-8")
    folder = newsroom.path.parent / "revisions"
    for kept in list(folder.iterdir()):  # as versions before format 3 named them
        kept.rename(kept.with_name(kept.name[:16]))
    histories = {name: content for name, content in texts(tmp_path).items() if name.endswith("history.jsonl")}
    perform(Upgrade(), open_workspace(tmp_path, {}, clock=lambda: MORNING))
    assert open_workspace(tmp_path, {}).settings.format == FORMAT
    assert histories.items() <= texts(tmp_path).items()
    assert newsroom.problems() == []
    newsroom.correct()
    newsroom.edit("in a street", "in the street")
    newsroom.out()
    assert newsroom.problems() == []
    assert all(it.settings.format == FORMAT for it in [open_workspace(tmp_path, {})])


def test_a_program_of_the_format_before_reads_and_does_not_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    perform(Upgrade(), open_workspace(tmp_path, {}, clock=lambda: MORNING))
    monkeypatch.setattr("authoring.model.config.FORMAT", FORMAT - 1)
    older = open_workspace(tmp_path, {}, clock=lambda: MORNING)
    assert older.repository.piece(SLUG).hash == newsroom.piece.hash
    with pytest.raises(InputError):
        older.store.records.write(SLUG, "looks.json", b"{}")


REMARKS = st.lists(st.sampled_from(["", "# a remark", "# [people]", "#format = 1"]), max_size=3)
KEYS = st.lists(st.sampled_from(['lang = "en"', ' timezone = "Europe/Paris"', "'store' = ''"]), unique=True, max_size=3)


@given(REMARKS, KEYS, REMARKS, st.sampled_from(["\n", "\r\n"]))
def test_one_line_comes_in_and_the_others_stay(above: list[str], keys: list[str], below: list[str], end: str) -> None:
    lines = [*above, *keys, *below, *PEOPLE.splitlines(), ""]
    after = upgraded(end.join(lines)).split(end)
    after.remove(STATED)
    assert after == lines


def test_settings_that_no_program_can_change_are_left_to_people() -> None:
    context = with_settings('site = { title = """\nformat = 1\n""" }\n' + PEOPLE)
    before = context.store.documents.read(SETTINGS_KEY)
    refusal = Upgrade().allowed(context)
    with pytest.raises(InputError) as stopped:
        perform(Upgrade(), context)
    assert str(refusal) == str(stopped.value) == "The format cannot be written into these settings by the program."
    assert stopped.value.problem.remedy == f"Write into them yourself, above the first table: {STATED}"
    assert context.store.documents.read(SETTINGS_KEY) == before


def test_it_is_done_once_and_again_does_nothing() -> None:
    context = with_settings(PEOPLE)
    upgrade = Upgrade()
    prepared = upgrade.prepare(context)
    upgrade.execute(context, prepared)
    after = context.store.documents.read(SETTINGS_KEY)
    upgrade.execute(context, prepared)
    assert context.store.documents.read(SETTINGS_KEY) == after
    assert (prepared.source, prepared.target) == (1, FORMAT)


def test_settings_that_somebody_saved_in_the_meantime_are_a_conflict() -> None:
    context = with_settings(PEOPLE)
    prepared = Upgrade().prepare(context)
    with context.store.transaction(WORKSPACE) as change:
        change.write(SETTINGS_KEY, b'lang = "en"\n' + PEOPLE.encode())
    with pytest.raises(Conflict):
        Upgrade().execute(context, prepared)


def test_a_workspace_with_a_published_piece_keeps_its_histories_and_verifies(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path).out()
    newsroom.correct()
    newsroom.store.records.write(WORKSPACE, "cache/pieces.json", b"{}")
    newsroom.store.records.write(WORKSPACE, "answers/ab/abc.json", b"{}")
    before = texts(newsroom.root)
    context = open_workspace(newsroom.root, {}, clock=lambda: MORNING)

    assert perform(Upgrade(), context).obsolete == ("cache/pieces.json",)

    after = texts(newsroom.root)
    assert [name for name in before if before[name] != after.get(name)] == [
        ".authoring/cache/pieces.json",
        "authoring.toml",
    ]
    assert after["authoring.toml"].decode().replace(f"{STATED}\n", "", 1).encode() == before["authoring.toml"]
    assert [name for name in after if name not in before and not name.startswith(".authoring/locks")] == [
        ".gitattributes"
    ]
    reopened = open_workspace(newsroom.root, {})
    assert perform(Upgrade(), reopened).is_done
    assert newsroom.problems() == []
