"""A checkpoint kept elsewhere reveals every change to a history."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from authoring.audit import checkpoints
from authoring.errors import InputError, ServiceRefused, ServiceUnavailable
from authoring.model import history
from tests.worlds.histories import LABEL, is_altered, written


@pytest.mark.parametrize("count", [0, 1, 7])
def test_an_honest_history_passes_through_every_checkpoint_of_its_past(count: int) -> None:
    content = written(7)
    past = b"".join(content.splitlines(keepends=True)[:count])
    assert history.against(content, history.checkpoint(past), LABEL) is None


def test_a_history_written_anew_holds_by_itself_and_not_against_a_checkpoint() -> None:
    events = history.decode(written(5), LABEL)
    anew, before = b"", ""
    for event in events:
        anew += (line := history.encode(replace(event, actor="mallory", prev=before)))
        before = history.digest_of(line)
    assert history.problems(anew, LABEL) == []
    problem = history.against(anew, history.checkpoint(written(5)), LABEL)
    assert problem is not None
    assert (problem.line, problem.message) == (
        5,
        "Line 5 of the history is not the one that the checkpoint names: it was rewritten.",
    )


def test_a_cut_tail_holds_by_itself_and_not_against_a_checkpoint() -> None:
    content = written(5)
    cut = b"".join(content.splitlines(keepends=True)[:3])
    assert history.problems(cut, LABEL) == []
    problem = history.against(cut, history.checkpoint(content), LABEL)
    assert problem is not None
    assert problem.message == "The history has 3 lines, and had 5 at the checkpoint: its end was cut off."


def test_a_line_feed_alone_ends_a_line() -> None:
    content = written(3)
    assert is_altered(content.replace(b"\n", b"\r", 1), history.checkpoint(content))


CHECKPOINT = history.checkpoint(written(2))


@pytest.mark.parametrize(
    ("name", "text", "slug"),
    [
        ("posts/my-piece.html", f'<meta name="authoring-checkpoint" content="{CHECKPOINT}">', "my-piece"),
        ("notes/my-piece/index.md", f"---\nslug: my-piece\ncheckpoint: {CHECKPOINT}\n---\n", "my-piece"),
        ("kept.txt", f"{CHECKPOINT}\n", ""),
    ],
)
def test_a_checkpoint_is_found_in_an_exported_post(tmp_path: Path, name: str, text: str, slug: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    assert checkpoints.find(str(path)) == checkpoints.Checkpoint(CHECKPOINT, slug)


@pytest.mark.parametrize("where", ["7", "7-abc", "no/such/file", "-1-" + "0" * 64])
def test_what_is_no_checkpoint_is_refused(where: str) -> None:
    with pytest.raises(InputError):
        checkpoints.find(where)


@pytest.fixture
def blog(tmp_path: Path) -> Iterator[str]:
    page = f'<meta name="authoring-checkpoint" content="{CHECKPOINT}">'.encode()

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path.startswith("/posts/") else 404)
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *_said: object) -> None:
            """Print nothing into the test's output."""

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.server
def test_a_checkpoint_is_read_from_the_blog_itself(blog: str) -> None:
    assert checkpoints.find(f"{blog}/posts/my-piece.html") == checkpoints.Checkpoint(CHECKPOINT, "my-piece")
    with pytest.raises(ServiceRefused):
        checkpoints.find(f"{blog}/nothing")
    with pytest.raises(ServiceUnavailable):
        checkpoints.find("http://127.0.0.1:9/posts/my-piece.html")
