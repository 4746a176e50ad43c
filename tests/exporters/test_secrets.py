"""A password of a target opens one address, and goes to no other."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from authoring.errors import ServiceError
from authoring.exporters.blogs import secrets
from authoring.exporters.blogs.web import AccessDenied
from authoring.exporters.ghost.admin import Admin
from authoring.exporters.wordpress.rest import Rest
from authoring.model.config import TargetSettings

TARGET = TargetSettings("blog", "wordpress")
SECRET = "open sesame"


class _Answering(ThreadingHTTPServer):
    """Notes the headers of what arrives; answers with a redirect to `elsewhere`, or with an empty WordPress."""

    def __init__(self, elsewhere: str = "", status: int = 307) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.elsewhere = elsewhere
        self.status = status
        self.headers: list[dict[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: _Answering

    def do_GET(self) -> None:
        self.server.headers.append(dict(self.headers))
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        content = json.dumps({"namespaces": ["wp/v2"]}).encode()
        self.send_response(self.server.status if self.server.elsewhere else 200)
        if self.server.elsewhere:
            self.send_header("Location", f"{self.server.elsewhere}{self.path}")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_rest: object) -> None:
        """Nothing."""


@contextmanager
def running(server: _Answering) -> Iterator[_Answering]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_carries_no_password_to_another_server(status: int) -> None:
    with running(_Answering()) as other, running(_Answering(other.address, status)) as server:
        site = Rest(server.address, "agathe", lambda: SECRET)
        with pytest.raises(ServiceError, match="sends us elsewhere"):
            site.get("posts")
        admin = Admin(server.address, lambda: "name:ab12")
        with pytest.raises(ServiceError, match="sends us elsewhere"):
            admin.get("posts/")
        with pytest.raises(ServiceError, match="sends us elsewhere"):
            admin.send("POST", "posts/", {}, {"title": "x"})
        with pytest.raises(ServiceError, match="sends us elsewhere"):
            admin.upload(name="x.png", content=b"x", kind="image/png")
        site.close()
        admin.close()
        assert (len(server.headers), other.headers) == (4, [])
        assert all("Authorization" in headers for headers in server.headers)


def test_a_redirect_of_a_write_carries_no_password_either() -> None:
    with running(_Answering()) as other, running(_Answering()) as server:
        site = Rest(server.address, "agathe", lambda: SECRET)
        assert site.index["is_pretty"]
        server.elsewhere = other.address
        with pytest.raises(ServiceError, match="sends us elsewhere"):
            site.post("posts", {"title": "x"})
        with pytest.raises(ServiceError, match="sends us elsewhere"):
            site.upload("media", name="x.png", content=b"x", kind="image/png", values={})
        with pytest.raises(ServiceError, match="sends us elsewhere"):
            site.delete("posts/1", for_good=True)
        site.close()
        assert other.headers == []


def test_a_password_in_the_environment_can_be_bound_to_its_address(tmp_path: Path) -> None:
    environment = {
        "AUTHORING_BLOG_PASSWORD": SECRET,
        "AUTHORING_BLOG_URL": "https://blog.example.org/",
        "AUTHORING_SECRETS": str(tmp_path / "secrets.json"),
    }
    assert secrets.find(TARGET, "PASSWORD", address="https://blog.example.org", environment=environment) == SECRET
    with pytest.raises(AccessDenied, match=r"is for https://blog\.example\.org, and"):
        secrets.find(TARGET, "PASSWORD", address="https://evil.example", environment=environment)


def test_a_kept_password_is_found_by_its_address_alone(tmp_path: Path) -> None:
    environment = {"AUTHORING_SECRETS": str(tmp_path / "secrets.json")}
    secrets.keep(SECRET, address="https://blog.example.org", environment=environment)
    assert secrets.find(TARGET, "PASSWORD", address="https://blog.example.org", environment=environment) == SECRET
    for address in ("https://evil.example", "http://blog.example.org", "https://blog.example.org:8443"):
        with pytest.raises(AccessDenied, match="no password"):
            secrets.find(TARGET, "PASSWORD", address=address, environment=environment)
