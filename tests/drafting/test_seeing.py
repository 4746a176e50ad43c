"""A model that can see is shown the picture itself, where it may be; the request's shape, against a real server."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import pytest

from authoring.drafting.seeing import LONGEST_SIDE, attached
from authoring.drafting.suggest import Suggestion
from authoring.errors import NotPossibleNow
from authoring.llm.langchain import LangChainModel
from authoring.model.config import Settings
from authoring.privacy import metadata
from authoring.privacy.sent import SentRecords
from authoring.store import Key
from authoring.store.memory import MemoryStore
from tests.worlds.drafting import SLUG, TWO_PICTURES, Change, WritingRoom, drafted
from tests.worlds.pictures import png
from tests.worlds.provider import Provider, Reply

pytestmark = pytest.mark.server

PIL = pytest.importorskip("PIL.Image")


def photo(width: int = 1600, height: int = 1200) -> bytes:
    """A photograph with the place where it was taken in it."""
    content = io.BytesIO()
    exif = PIL.Exif()
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 0.0), 3: "E", 4: (2.0, 21.0, 0.0)}
    PIL.new("RGB", (width, height), "green").save(content, "JPEG", exif=exif)
    return content.getvalue()


def with_pictures(**pictures: bytes) -> MemoryStore:
    """A drafted piece that shows the bench, with a caption, and another picture without one."""
    store = drafted(pictures=TWO_PICTURES)
    with store.transaction(SLUG) as change:
        for name, content in (pictures or {"a": photo(), "b": png()}).items():
            change.picture(Key("piece", SLUG), f"images/{name}.jpg", content)
    return store


def seeing(server: Provider, *, pictures: bool = True, where: Literal["here", "elsewhere"] = "elsewhere") -> Change:
    """Settings with a model on the server."""

    def change(stated: Settings) -> Settings:
        model = stated.model._replace(use="openai:invented", base_url=server.base_url, where=where)
        return stated._replace(model=model, privacy=stated.privacy._replace(pictures=pictures))

    return change


def room(store: MemoryStore, server: Provider, **options: Any) -> WritingRoom:
    model = LangChainModel(environment={}, base_url=server.base_url)
    return WritingRoom(store, settings=seeing(server, **options), model=model)


def blocks(body: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The blocks of what the model was asked; none where that is a text alone."""
    content = body["messages"][-1]["content"]
    return content if isinstance(content, list) else []


@pytest.fixture
def server() -> Iterator[Provider]:
    with Provider(default=Reply("A bench with a vice under a green lamp.")) as provider:
        yield provider


def test_the_picture_goes_with_the_request_smaller_and_without_what_a_camera_wrote(server: Provider) -> None:
    proposals = room(with_pictures(), server).suggest("alt")
    assert proposals == [
        Suggestion("A bench with a vice under a green lamp.", "images/a.jpg", is_seen=True),
        Suggestion("A bench with a vice under a green lamp.", "images/b.jpg", is_seen=True),
    ]
    text, picture = blocks(server.asked[0].body)
    assert "The bench on a Saturday" in text["text"]
    kind, _comma, data = picture["image_url"]["url"].partition(",")
    content = base64.b64decode(data)
    assert kind == "data:image/jpeg;base64"
    assert max(PIL.open(io.BytesIO(content)).size) == LONGEST_SIDE
    assert metadata.tells_position(photo())
    assert not metadata.tells_position(content)
    assert b"Exif" not in content


def test_what_was_sent_can_be_shown_afterwards(server: Provider) -> None:
    writing = room(with_pictures(), server)
    writing.suggest("alt")
    sent = SentRecords(writing.store.records, server=server.base_url).of_piece(SLUG)
    (request,) = [it.request for it in sent if it.request and "The bench" in it.request.prompt and it.request.pictures]
    data = blocks(server.asked[0].body)[1]["image_url"]["url"].partition(",")[2]
    assert request.pictures[0].content == base64.b64decode(data)


def test_a_model_that_takes_no_picture_is_asked_with_the_caption_and_not_shown_one_again() -> None:
    def reply(asked: Any) -> Reply:
        if blocks(asked.body):
            return Reply(status=400, error={"message": "no images", "type": "invalid_request_error", "code": ""})
        return Reply("A bench.")

    with Provider(reply) as blind:
        writing = room(with_pictures(), blind)
        assert writing.suggest("alt") == [Suggestion("A bench.", "images/a.jpg")]
        assert sum(bool(blocks(it.body)) for it in blind.asked) == 1
        again = room(writing.store, blind)  # type: ignore[arg-type]
        assert again.suggest("alt") == [Suggestion("A bench.", "images/a.jpg")]
        assert sum(bool(blocks(it.body)) for it in blind.asked) == 1


def test_no_picture_leaves_the_machine_unless_the_settings_let_it(server: Provider) -> None:
    room(with_pictures(), server, pictures=False).suggest("alt")
    assert [blocks(it.body) for it in server.asked] == [[]]


def test_a_server_on_this_machine_is_shown_pictures(server: Provider) -> None:
    room(with_pictures(), server, pictures=False, where="here").suggest("alt")
    assert all(blocks(it.body) for it in server.asked)


@pytest.mark.parametrize(("picture", "is_sent"), [("", False), ("picture: false", False), ("picture: true", True)])
def test_a_picture_of_somebody_takes_their_consent(server: Provider, picture: str, *, is_sent: bool) -> None:
    store = with_pictures()
    stored = store.documents.read(Key("piece", SLUG))
    testimony = store.documents.read(Key("testimony", "nora-lind"))
    assert stored
    assert testimony
    with store.transaction(SLUG) as change:
        text = stored.content.replace(b"The bench on a Saturday", b"Nora Lind at the bench")
        change.write(Key("piece", SLUG), text)
        consent = f"ai: allowed\n  {picture}".rstrip().encode()
        change.write(Key("testimony", "nora-lind"), testimony.content.replace(b"ai: allowed", consent))
    room(store, server).suggest("alt")
    asked = [it for it in server.asked if "at the bench" in str(it.body)]
    assert [bool(blocks(it.body)) for it in asked] == [is_sent]


def test_a_picture_is_part_of_the_question_so_that_another_one_is_asked_for_anew(server: Provider) -> None:
    store = with_pictures()
    room(store, server).suggest("alt")
    room(store, server).suggest("alt")
    assert len(server.asked) == 2
    with store.transaction(SLUG) as change:
        change.picture(Key("piece", SLUG), "images/a.jpg", photo(300, 300))
    room(store, server).suggest("alt")
    assert len(server.asked) == 3


def test_without_caption_and_without_a_model_that_sees_there_is_nothing_to_go_by() -> None:
    with pytest.raises(NotPossibleNow):
        WritingRoom(drafted()).suggest("alt")


def test_what_no_provider_takes_is_not_sent() -> None:
    assert attached(b"<svg/>") is None
    assert attached(b"") is None
