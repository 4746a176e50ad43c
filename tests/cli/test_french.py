"""Help and error messages in a French workspace are all in French, Typer's own included."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from authoring.cli.app import COMMANDS, run
from authoring.text import i18n
from tests.worlds.lantern import lantern

MAIN = "from authoring.cli import main; main()"


def in_a_process(*arguments: str, folder: Path, lang: str = "fr") -> subprocess.CompletedProcess[str]:
    """What a fresh process says: the language is chosen before the commands are loaded."""
    environment = {**os.environ, "AUTHORING_LANG": lang, "PYTHONUTF8": "1", "COLUMNS": "80", "TERM": "dumb"}
    return subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_help_of_a_command_is_french_throughout(tmp_path: Path) -> None:
    done = in_a_process("submit", "--help", folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Usage\u00a0: authoring submit [OPTIONS] SLUG",
        "",
        "  Soumettre un article à la relecture.",
        "",
        "Arguments\u00a0:",
        "  SLUG  L’article\u00a0: le nom de son dossier.  [obligatoire]",
        "",
        "Options\u00a0:",
        "  --to ID       Qui devrait le relire.",
        "  --due DATE    Pour quel jour, par exemple 2026-12-01.",
        "  --human-only  Déclarer que seuls des humains l’ont écrit\u202f; ce que vous",
        "                déclarez s’affiche d’abord.",
        "  --as ID       Qui agit\u00a0: un identifiant de [people], dans authoring.toml.",
        "  --json        Afficher du JSON, pour d’autres programmes.",
        "  --help        Afficher cette aide.",
    ]


def test_the_help_of_a_group_lists_its_commands_whole(tmp_path: Path) -> None:
    done = in_a_process("new", "--help", folder=tmp_path)

    assert done.stdout.splitlines() == [
        "Usage\u00a0: authoring new [OPTIONS] COMMANDE [ARGUMENTS]...",
        "",
        "  Commencer un plan ou un témoignage.",
        "",
        "Options\u00a0:",
        "  --help  Afficher cette aide.",
        "",
        "Commandes\u00a0:",
        "  outline    Commencer un plan, celui d’un article à venir.",
        "  testimony  Commencer un témoignage\u00a0: les paroles d’une personne, et ce",
        "             qu’elle permet.",
    ]


EVERY_HELP = """
import contextlib, io, json
from authoring.text import i18n
i18n.use("fr")
from authoring.cli.app import COMMANDS, run
pages = {}
for name in ["", *(name for name, _reference, _help in COMMANDS)]:
    with contextlib.redirect_stdout(io.StringIO()) as page:
        run([*name.split(), "--help"])
    pages[name] = page.getvalue()
print(json.dumps(pages))
"""


def test_no_english_word_of_typer_is_left_in_any_help(tmp_path: Path) -> None:
    english = ("Usage:", "Options:", "Arguments:", "Commands:", "Show ", "Install ", "required", "default", "COMMAND ")

    pages = json.loads(subprocess.check_output([sys.executable, "-c", EVERY_HELP], cwd=tmp_path, text=True))

    assert set(pages) == {"", *(name for name, _reference, _help in COMMANDS)}
    for name, page in pages.items():
        assert page.startswith("Usage\u00a0: "), name
        assert [word for word in english if word in page] == [], name


def test_the_workspace_chooses_the_language(tmp_path: Path) -> None:
    lantern(tmp_path)
    (tmp_path / "authoring.toml").write_text('lang = "fr"\n', encoding="utf-8")

    done = in_a_process("-C", str(tmp_path), "nowhere", folder=tmp_path.parent, lang="")

    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        "Il n’y a pas de commande «\u00a0nowhere\u00a0».\n  → Mode d’emploi\u00a0: authoring --help\n",
    )


def test_help_is_english_elsewhere(tmp_path: Path) -> None:
    done = in_a_process("withdraw", "--help", folder=tmp_path, lang="en")

    assert done.stdout.splitlines() == [
        "Usage: authoring withdraw [OPTIONS] SLUG",
        "",
        "  Take a piece back from review.",
        "",
        "Arguments:",
        "  SLUG  The piece: the name of its folder.  [required]",
        "",
        "Options:",
        "  --as ID  Who acts: an id of [people] in authoring.toml.",
        "  --json   Print JSON for other programs.",
        "  --help   Show this message and exit.",
    ]


@pytest.mark.parametrize(
    ("command", "message", "remedy"),
    [
        ("draft", "Il manque PLAN.", "Mode d’emploi\u00a0: authoring draft --help"),
        ("reject neighbours", "Il manque --reason.", "Mode d’emploi\u00a0: authoring reject --help"),
        ("drafft", "Il n’y a pas de commande «\u00a0drafft\u00a0».", "Vouliez-vous écrire draft ou diff\u202f?"),
        ("prompts renders", "Il n’y a pas de commande «\u00a0renders\u00a0».", "Vouliez-vous écrire render\u202f?"),
        ("list --stat", "Il n’y a pas d’option --stat.", "Vouliez-vous écrire --as ou --state\u202f?"),
        ("list --quick", "Il n’y a pas d’option --quick.", "Mode d’emploi\u00a0: authoring list --help"),
        ("submit x --to", "L’option --to attend une valeur.", "Mode d’emploi\u00a0: authoring --help"),
        (
            "list --mine=3",
            "L’option --mine ne prend pas de valeur.",
            "Mode d’emploi\u00a0: authoring --help",
        ),
        ("show x y", "Ceci est de trop\u00a0: y", "Mode d’emploi\u00a0: authoring show --help"),
        (
            "submit x --due demain",
            "--due ne peut pas valoir «\u00a0demain\u00a0».",
            "Mode d’emploi\u00a0: authoring submit --help",
        ),
        (
            "revise x --section un --instruction y",
            "--section ne peut pas valoir «\u00a0un\u00a0».",
            "Mode d’emploi\u00a0: authoring revise --help",
        ),
        (
            "suggest x foo",
            "QUOI ne peut pas valoir «\u00a0foo\u00a0».",
            "Écrivez l’un de ces mots\u00a0: title, alt, description.",
        ),
    ],
)
def test_a_mistake_in_the_words_of_a_command_is_explained_in_french(
    command: str, message: str, remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    i18n.use("fr")

    code = run(command.split())

    printed = capsys.readouterr()
    assert (code, printed.out, printed.err) == (2, "", f"{message}\n  → {remedy}\n")


def test_a_mistake_is_json_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["show", "--json"])

    assert code == 2
    assert json.loads(capsys.readouterr().err) == {
        "error": "UsageError",
        "code": "usage",
        "message": "SLUG is missing.",
        "remedy": "See how it is used: authoring show --help",
        "file": None,
        "line": None,
    }


def test_a_group_alone_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    i18n.use("fr")

    code = run(["people"])

    assert code == 2
    assert capsys.readouterr().err.startswith("Usage\u00a0: ")
