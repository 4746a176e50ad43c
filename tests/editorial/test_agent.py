"""Signing with the key that an ssh-agent holds: an agent of the test's own, which it ends by its id."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from authoring.editorial.signing import Signer
from authoring.errors import InputError
from authoring.model.events import approval
from authoring.model.states import State
from tests.worlds.signing import SigningNewsroom, make_key

pytestmark = pytest.mark.skipif(
    not (shutil.which("ssh-agent") and shutil.which("ssh-add")), reason="needs ssh-agent and ssh-add"
)


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The socket of an agent that holds nothing yet, in a folder with a short name: sockets' paths are short."""
    with tempfile.TemporaryDirectory(prefix="agent") as folder:
        socket = Path(folder, "socket")
        running = subprocess.Popen(
            ["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            deadline = time.monotonic() + 10
            while not socket.exists() and running.poll() is None and time.monotonic() < deadline:
                time.sleep(0.01)
            monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
            monkeypatch.setenv("SSH_AGENT_PID", str(running.pid))
            yield socket
        finally:
            running.terminate()
            running.wait(timeout=10)


@pytest.fixture
def signed(tmp_path: Path) -> SigningNewsroom:
    (tmp_path / "keys").mkdir()
    return SigningNewsroom(tmp_path / "here", tmp_path / "keys")


def hand_over(key: Path) -> None:
    """Give the private half to the agent, and leave no file of it."""
    subprocess.run(["ssh-add", "-q", str(key)], check=True, env=dict(os.environ), capture_output=True)
    key.unlink()


def test_the_agents_key_signs_without_a_file_of_it(signed: SigningNewsroom, agent: Path) -> None:
    assert agent.is_socket()
    hand_over(signed.key)
    signed.sign_with(Signer())
    assert signed.state() is State.approved
    assert approval(signed.piece.events[-1]).signature
    assert signed.doubts() == []


def test_a_public_key_file_chooses_among_the_agents_keys(signed: SigningNewsroom, agent: Path) -> None:
    public = signed.key.with_suffix(".pub")
    hand_over(make_key(agent.parent, "another"))
    hand_over(signed.key)
    signed.sign_with(Signer(str(public)))
    assert signed.doubts() == []


def test_an_agent_without_the_key_is_named_and_nothing_is_approved(signed: SigningNewsroom, agent: Path) -> None:
    hand_over(make_key(agent.parent, "another"))
    with pytest.raises(InputError, match="no agent holds the key SHA256:"):
        signed.sign_with(Signer())
    assert signed.state() is State.in_review
