"""Addresses of targets and of the site: odd ones are refused or work, and a password in one is never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.errors import InputError
from authoring.exporters.blogs.addresses import checked
from authoring.model.config import Settings, TargetSettings, parse
from authoring.model.web_addresses import site_address

ODD = [
    "blog.example.org",
    "//blog.example.org",
    "ftp://blog.example.org",
    "https://",
    "https://:443",
    "https://agathe:hunter2@blog.example.org",
    "https://:hunter2@blog.example.org",
    "https://hunter2@blog.example.org",
    "agathe:hunter2@blog.example.org",
    "https://[::1",
    "https://[hunter2]",
    "https://blog.example.org:hunter2",
    "https://blog.example.org:99999",
    "https://blog..example.org",
    "https://blog.example.org..",
    "https://blog example.org",
    "https://-blog.example.org",
    "https://" + "é" * 300 + ".example.org",
    "https://blog.example.org/?key=hunter2",
    "https://blog.example.org/#hunter2",
    "https://blog.example.org\\@evil.example",
]
FINE = [
    "https://blog.example.org",
    "https://blog.example.org/",
    "https://blog.example.org/notes/blog",
    "https://bücher.example",
    "https://日本.example",
    "https://blog.example.org.",
    "https://[2001:db8::1]:8443/blog",
    "http://127.0.0.1:8080",
    "http://[::1]:8080",
]


def settings() -> Settings:
    return parse(b'lang = "en"\n', label="authoring.toml", base=Path("/nowhere"), environment={})


@pytest.mark.parametrize("address", ODD)
def test_an_address_that_cannot_be_a_blogs_is_refused_without_being_shown(address: str) -> None:
    with pytest.raises(InputError) as refused:
        checked(settings(), TargetSettings("blog", "wordpress", options={"url": address}))
    assert "hunter2" not in str(refused.value) + str(refused.value.problem)
    assert refused.value.problem.remedy


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_of_the_site_is_refused_without_its_password(address: str) -> None:
    content = f"[site]\nurl = '{address}'\n".encode()
    with pytest.raises(InputError) as refused:
        parse(content, label="authoring.toml", base=Path("/nowhere"), environment={})
    if "@" in address:
        assert "hunter2" not in str(refused.value.problems)


@pytest.mark.parametrize("address", FINE)
def test_every_kind_of_address_is_taken(address: str) -> None:
    target = TargetSettings("blog", "wordpress", options={"url": address})
    assert checked(settings(), target) == address.rstrip("/")


@given(st.text(max_size=40))
def test_any_text_is_an_address_or_none(text: str) -> None:
    for address in (text, f"https://{text}", f"https://[{text}]", f"https://a:{text}"):
        parts = site_address(address)
        assert parts is None or "@" not in parts.netloc
