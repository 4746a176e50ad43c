"""What `init` and `new` say at the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from authoring.cli.app import run


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder as working directory, with no settings of git and English as language."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")


def test_init_says_who_is_who_and_what_comes_next(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "blog", "--name", "Agathe Lemoine"]) == 0

    assert capsys.readouterr().out == (
        "blog is a workspace now.\n"
        "You are “agathe” in it, and “alex” reviews; change both in authoring.toml.\n"
        "Next: cd blog\n"
        "      authoring draft first-article --as agathe\n"
    )


def test_init_takes_name_and_address_from_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text("[user]\n\tname = Nora Lind\n\temail = nora@example.org\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))

    assert run(["init", "blog"]) == 0

    text = Path("blog/authoring.toml").read_text(encoding="utf-8")
    assert '[people.nora]\nname = "Nora Lind"\nemail = "nora@example.org"\n' in text


def test_init_again_keeps_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", "blog"])
    Path("blog/README.md").unlink()
    capsys.readouterr()

    assert run(["init", "blog"]) == 0

    printed = capsys.readouterr()
    assert printed.out == f"added: {Path('blog/README.md')}\n"
    assert printed.err.splitlines()[0] == "kept as it was: blog/authoring.toml"


def test_init_goes_on_in_the_language_that_the_workspace_has() -> None:
    run(["init", "blog", "--lang", "fr"])

    run(["init", "blog"])

    assert not Path("blog/README.md").exists()


def test_an_unknown_language_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", "blog", "--lang", "de"]) == 2

    assert capsys.readouterr().err == "“de” is not a language that is known.\n  → --lang fr | --lang en\n"
    assert not Path("blog").exists()


def test_a_new_outline_names_the_next_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(["init", ".", "--name", "Agathe Lemoine"])
    capsys.readouterr()

    assert run(["new", "outline", "spring-fair"]) == 0

    assert capsys.readouterr().out == (
        "Written: outlines/spring-fair.md\nPut what you have to say in it, then: authoring draft spring-fair\n"
    )
    assert "author: agathe\n" in Path("outlines/spring-fair.md").read_text(encoding="utf-8")


def test_a_new_testimony_lists_what_is_still_to_fill_in(capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", ".", "--name", "Agathe Lemoine"])
    capsys.readouterr()

    assert run(["new", "testimony", "nora-lind"]) == 0

    assert capsys.readouterr().out == (
        "Written: testimonies/nora-lind.md\n"
        "To fill in before it can be used:\n"
        '  nora-lind.md:6  `person` is missing. Add a line: person: "…"\n'
        "  nora-lind.md:36  The testimony is empty. Write the person's words below the --- line.\n"
    )


def test_a_second_new_of_that_name_replaces_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", "."])
    run(["new", "outline", "spring-fair"])
    Path("outlines/spring-fair.md").write_text("mine\n", encoding="utf-8")
    capsys.readouterr()

    assert run(["new", "outline", "spring-fair"]) == 1

    assert Path("outlines/spring-fair.md").read_text(encoding="utf-8") == "mine\n"
    assert capsys.readouterr().err == (
        "outlines/spring-fair.md: There is a file of that name already; it stays as it is.\n"
        "  → Open it, or choose another name.\n"
    )
