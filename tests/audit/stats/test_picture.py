"""The picture of the months: readable by everybody, and the same bytes for the same figures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from authoring.audit.stats import CallTotals, MonthStats, picture
from authoring.cli.advice import words
from authoring.errors import InputError, UsageError
from authoring.text import i18n
from tests.worlds.statistics import MONTHS, month

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [text for element in ElementTree.fromstring(svg).iter(f"{SVG}text") if (text := element.text)]


def test_a_screen_reader_is_told_all_that_the_picture_shows() -> None:
    root = ElementTree.fromstring(picture.draw(MONTHS))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (root.get("role"), root.get("lang")) == ("img", "en")
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), description.get("id"))
    assert title.text == "How a model changes our work, by month"
    assert description.text == (
        "August 2026: 2 pieces published; of the model’s words 300 kept, 80 edited and 20 removed by people, who added "
        "50; from outline to published 3 days. November 2026: 2 pieces published; of the model’s words 500 kept, 0 "
        "edited and 90 removed by people, who added 10; from outline to published 9 days."
    )


def test_labels_are_text_that_can_be_found_and_copied() -> None:
    labels = texts(picture.draw(MONTHS))
    assert {"kept", "edited", "added", "removed", "500", "3 days", "9 days", "Aug", "Nov"} <= set(labels)
    assert "Sept" not in labels


def test_labels_and_description_are_in_the_language_in_use() -> None:
    i18n.use("fr")
    svg = picture.draw(MONTHS)
    assert ElementTree.fromstring(svg).get("lang") == "fr"
    assert {"août", "nov.", "3\u00a0jours"} <= set(texts(svg))


def test_the_same_figures_give_the_same_bytes_in_every_run() -> None:
    program = (
        "from tests.worlds.statistics import MONTHS\n"
        "from authoring.audit.stats import picture\n"
        "import sys; sys.stdout.write(picture.draw(MONTHS))"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=root, timeout=60)
    assert done.stdout == picture.draw(MONTHS).encode()
    assert b"2026-" not in done.stdout


def test_many_months_keep_their_labels_apart() -> None:
    months = [month(f"{year}-{number:02}") for year in range(2023, 2027) for number in range(1, 13)]
    labels = [text for text in texts(picture.draw(months)) if text in ("2023", "2024", "2025", "2026")]
    assert 8 <= len(labels) <= 12


def test_one_month_and_a_month_without_a_model_can_be_drawn() -> None:
    picture.draw([MonthStats("2026-11", 1, None, 0, CallTotals(), None)])


def test_it_is_written_where_it_was_asked_for(tmp_path: Path) -> None:
    picture.save(MONTHS, tmp_path / "pictures" / "months.svg")
    assert (tmp_path / "pictures" / "months.svg").read_text(encoding="utf-8") == picture.draw(MONTHS)


def test_another_kind_of_file_is_refused_with_a_name_that_works(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        picture.save(MONTHS, tmp_path / "months.png")
    assert caught.value.problem.message == "The picture is an SVG, and “months.png” does not end in .svg."
    assert words(caught.value.problem.remedy) == "Write for example: authoring stats --plot months.svg"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError) as caught:
        picture.save(MONTHS, tmp_path / "file" / "months.svg")
    assert caught.value.problem.file == str(tmp_path / "file" / "months.svg")


def test_before_the_first_publication_there_is_nothing_to_draw() -> None:
    with pytest.raises(InputError) as caught:
        picture.draw([month("2026-11", published=0)])
    assert caught.value.problem.message == "There is nothing to draw yet: no piece has been published."


def test_without_the_extra_the_remedy_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(InputError) as caught:
        picture.draw(MONTHS)
    assert caught.value.problem.message == "The picture needs matplotlib, which is not installed."
    assert caught.value.problem.remedy == "Install it, in the folder of this program: pip install '.[plot]'"
