"""A copy of a picture keeps its pixels and its orientation, and loses where and with what it was taken."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.privacy import metadata
from tests.worlds.pictures import SERIAL, camera_picture
from tests.worlds.publishing import PublishingNewsroom
from tests.worlds.subjects import WrittenPiece, run

Image = pytest.importorskip("PIL.Image", reason="Pillow, which reads the pictures here, comes with the extra `plot`")

FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF")


def read(content: bytes) -> Any:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_copy_has_the_same_pixels_and_tells_only_how_the_camera_was_held(kind: str, orientation: int) -> None:
    original = camera_picture(kind, orientation=orientation)
    copy = metadata.without(original)
    before, after = read(original), read(copy)
    assert dict(before.getexif().get_ifd(0x8825))
    assert after.tobytes() == before.tobytes()
    assert dict(after.getexif()) == ({} if orientation == 1 else {0x0112: orientation})
    assert SERIAL.encode() not in copy
    assert metadata.without(copy) == copy


@pytest.mark.parametrize("kind", FORMATS)
def test_a_position_is_seen_and_gone_from_the_copy(kind: str) -> None:
    assert metadata.tells_position(camera_picture(kind))
    assert not metadata.tells_position(camera_picture(kind, position=False))
    assert not metadata.tells_position(metadata.without(camera_picture(kind)))


def test_a_progressive_jpeg_keeps_its_scans_and_its_colours_and_loses_what_follows_it() -> None:
    original = camera_picture("JPEG", progressive=True, icc_profile=b"colours" * 40, comment=b"by somebody")
    copy = metadata.without(original + b"a film with a sound")
    assert read(copy).tobytes() == read(original).tobytes()
    assert read(copy).info["icc_profile"] == b"colours" * 40
    assert b"by somebody" not in copy
    assert b"a film" not in copy


def test_a_position_in_xmp_is_seen_and_goes() -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>48,51.4N</exif:GPSLatitude></x:xmpmeta>'
    for kind in FORMATS:
        if kind == "PNG":
            from PIL.PngImagePlugin import PngInfo

            chunks = PngInfo()
            chunks.add_itxt("XML:com.adobe.xmp", xmp.decode())
            original = camera_picture(kind, position=False, pnginfo=chunks)
        else:
            original = camera_picture(kind, position=False, xmp=xmp)
        assert metadata.tells_position(original)
        assert not metadata.tells_position(metadata.without(original))
        assert read(metadata.without(original)).tobytes() == read(original).tobytes()


@pytest.mark.parametrize("kind", FORMATS)
@given(data=st.data())
def test_a_broken_picture_comes_back_or_is_made_shorter_and_never_raises(kind: str, data: st.DataObject) -> None:
    original = bytearray(camera_picture(kind))
    for _time in range(data.draw(st.integers(1, 4))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    broken = bytes(original[: data.draw(st.integers(0, len(original)))])
    metadata.tells_position(broken)
    assert len(metadata.without(broken)) <= len(broken) + 64


def test_a_gif_keeps_its_frames_and_how_often_it_runs_and_loses_its_remarks() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], loop=3, duration=50, comment=b"by somebody")
    xmp = b"<exif:GPSLatitude>48,51.4N</exif:GPSLatitude>"
    whole = buffer.getvalue()[:-1] + b"!\xff\x0bXMP DataXMP" + bytes([len(xmp)]) + xmp + b"\0;" + b"and more"
    assert metadata.tells_position(whole)
    copy = metadata.without(whole)
    assert not metadata.tells_position(copy)
    assert b"by somebody" not in copy
    assert b"and more" not in copy
    before, after = read(whole), read(copy)
    assert (after.n_frames, after.info["loop"], after.info["duration"]) == (3, 3, 50)
    for number in range(3):
        before.seek(number)
        after.seek(number)
        assert after.tobytes() == before.tobytes()


def test_a_picture_made_of_marks_is_looked_at_in_bounded_time() -> None:
    assert not metadata.tells_position(b"\xff\xd8\xff\xe1" + b"Exif\0\0MM" * 1_000_000)


def test_an_avif_of_boxes_in_boxes_comes_back_as_it_is() -> None:
    nested = b""
    for _depth in range(3000):
        nested = (len(nested) + 8).to_bytes(4, "big") + b"moov" + nested
    whole = b"\0\0\0\x18ftypavif" + b"\0" * 12 + nested
    assert metadata.without(whole) == whole
    assert not metadata.tells_position(whole)


def test_the_check_warns_of_a_position_and_says_what_exports_do(tmp_path: Path) -> None:
    front = "title: T\ndescription: D.\nauthor: agathe\nlang: en\n"
    files = {"images/a.jpg": camera_picture("JPEG"), "images/b.jpg": camera_picture("JPEG", position=False)}
    subject = WrittenPiece(tmp_path, "\n![A cat](images/a.jpg)\n\n![A dog](images/b.jpg)\n", front, files).subject()
    (finding,) = run("images", subject)
    assert (finding.severity, finding.passage, finding.kind) == ("warning", "images/a.jpg", "position")
    assert finding.message == "The picture says where it was taken: it carries a GPS position."
    assert (
        finding.remedy
        == "Exports leave it out. The workspace keeps it: to be rid of it there too, use a picture editor."
    )


def test_exports_hold_copies_without_it_and_the_workspace_the_approved_bytes(tmp_path: Path) -> None:
    newsroom = PublishingNewsroom(tmp_path)
    original = camera_picture("JPEG")
    (newsroom.path.parent / "images").mkdir()
    (newsroom.path.parent / "images/a.jpg").write_bytes(original)
    newsroom.edit("## What is a", "![A street with a saw](images/a.jpg)\n\n## What is a")
    newsroom.out()
    copies = [*newsroom.root.glob("site/**/a.jpg"), *newsroom.root.glob("notes/**/a.jpg")]
    assert len(copies) == 2
    assert all(path.read_bytes() == metadata.without(original) for path in copies)
    assert {path.read_bytes() for path in newsroom.root.glob("published/**/a.jpg")} == {original}
    assert {receipt.outcome for receipt in newsroom.export()} == {"unchanged"}
