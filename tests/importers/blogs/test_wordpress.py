"""WordPress's export: both editors, pictures from the uploads folder, and files that were made to do harm."""

from __future__ import annotations

import tracemalloc
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from zoneinfo import ZoneInfo

import pytest

from authoring.errors import InputError
from authoring.importers import Post, Skipped
from authoring.importers.blogs.wordpress import WordPressBlog
from tests.worlds.files import build
from tests.worlds.pictures import png

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>The old blog</title><link>{link}</link><language>fr-FR</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{link}</wp:base_site_url><wp:base_blog_url>{link}</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[sam]]></wp:author_login>
<wp:author_display_name><![CDATA[Samir Haddad]]></wp:author_display_name></wp:author>
"""
TAIL = "</channel></rss>\n"


def item(
    number: int, content: str, *, kind: str = "post", status: str = "publish", more: str = "", name: str = ""
) -> str:
    return f"""<item><title><![CDATA[L’atelier &amp; nous {number}]]></title>
<link>https://old.example.org/2015/06/l-atelier-{number}/</link><dc:creator><![CDATA[sam]]></dc:creator>
<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date><![CDATA[2015-06-01 10:00:00]]></wp:post_date>
<wp:post_date_gmt><![CDATA[2015-06-01 08:00:00]]></wp:post_date_gmt>
<wp:post_modified><![CDATA[2016-01-01 10:00:00]]></wp:post_modified>
<wp:post_modified_gmt><![CDATA[0000-00-00 00:00:00]]></wp:post_modified_gmt>
<wp:post_name><![CDATA[{name or f"l-atelier-{number}"}]]></wp:post_name><wp:status><![CDATA[{status}]]></wp:status>
<wp:post_type><![CDATA[{kind}]]></wp:post_type><wp:post_password></wp:post_password>
<category domain="category" nicename="x"><![CDATA[Vie &amp; lieu]]></category>
<category domain="post_tag" nicename="bois"><![CDATA[bois]]></category>{more}</item>
"""


ATTACHMENT = """<item><title>Un établi</title><link>https://old.example.org/etabli/</link>
<excerpt:encoded><![CDATA[L’établi du fond]]></excerpt:encoded><wp:post_id>90</wp:post_id>
<wp:post_type>attachment</wp:post_type><wp:status>inherit</wp:status>
<wp:attachment_url>https://old.example.org/wp-content/uploads/2015/06/etabli.png</wp:attachment_url>
<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Un établi</wp:meta_value></wp:postmeta>
</item>
"""
CLASSIC = """Une première ligne
et <b>la suite</b> — « citée ».

[caption id="attachment_90" width="300"]<a href="https://old.example.org/wp-content/uploads/2015/06/etabli.png"><img
src="https://old.example.org/wp-content/uploads/2015/06/etabli-300x200.png" alt="Un établi" /></a> Notre établi[/caption]

[contact-form-7 id="3"] Après [sic] le formulaire. [gallery ids="90,91"]

<!--more-->
<pre>code  &lt;x&gt;

  deux</pre>
<script>alert(1)</script><p onclick="x()">Fin.</p>"""  # noqa: E501  as people wrote it
BLOCKS = """<!-- wp:paragraph -->
<p>Un <em>paragraphe</em>.</p>
<!-- /wp:paragraph -->

<!-- wp:list --><ul><!-- wp:list-item --><li>un</li><!-- /wp:list-item --><!-- wp:list-item --><li>deux</li><!-- /wp:list-item --></ul><!-- /wp:list -->

<!-- wp:image {"id":90} -->
<figure class="wp-block-image"><img src="https://old.example.org/wp-content/uploads/2015/06/absent.png" alt="Absente"/><figcaption>Perdue</figcaption></figure>
<!-- /wp:image -->

<!-- wp:latest-posts {"postsToShow":3} /-->

<!-- wp:embed {"url":"https://video.example.org/1"} --><figure><div class="wp-block-embed__wrapper">
https://video.example.org/1
</div></figure><!-- /wp:embed -->
"""  # noqa: E501  as people wrote it
COMMENT = "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_content>Bravo</wp:comment_content></wp:comment>"
META = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value>{}</wp:meta_value></wp:postmeta>"


def export(tmp_path: Path, *items: str, link: str = "https://old.example.org") -> Path:
    build(tmp_path, {"uploads/2015/06/etabli.png": png(6, 4)})
    path = tmp_path / "export.xml"
    path.write_text(HEAD.format(link=link) + "".join(items) + TAIL, "utf-8")
    return path


def blog(tmp_path: Path, *items: str) -> WordPressBlog:
    return WordPressBlog(export(tmp_path, *items), tmp_path / "uploads", "fr", ZoneInfo("Europe/Paris"))


def only_post(found: WordPressBlog) -> Post:
    (post,) = found.posts()
    assert isinstance(post, Post)
    return post


def test_a_classic_post_has_its_paragraphs_pictures_and_record(tmp_path: Path) -> None:
    more = META.format("_thumbnail_id", "90") + META.format("mood", "good") + COMMENT
    post = only_post(blog(tmp_path, item(1, CLASSIC, more=more), ATTACHMENT))
    assert post.body == (
        "Une première ligne\\\net **la suite** — « citée ».\n\n![Un établi](images/etabli.png)\n\n"
        "Après \\[sic\\] le formulaire.\n\n![Un établi](images/etabli-again.png)\n\n"
        "```\ncode  <x>\n\n  deux\n```\n\nFin."
    )
    assert [(image.src, image.alt, image.caption) for image in post.images] == [
        ("images/etabli.png", "Un établi", "Notre établi"),
        ("images/etabli-again.png", "Un établi", "L’établi du fond"),
    ]
    assert (post.title, post.lang, post.author) == ("L’atelier & nous 1", "fr", "Samir Haddad")
    assert (post.published.isoformat(), post.updated.isoformat()) == (
        "2015-06-01T08:00:00+00:00", "2016-01-01T10:00:00+01:00",
    )  # fmt: skip
    assert (post.tags, post.aliases) == (("Vie & lieu", "bois"), ("/2015/06/l-atelier-1/",))
    assert sorted((loss.kind, loss.what) for loss in post.losses) == [
        ("comments", ""),
        ("custom-fields", "mood"),
        ("gallery", '[gallery ids="90,91"]'),
        ("raw-html", "<script>"),
        ("shortcode", "[contact-form-7]"),
    ]


def test_a_block_post_keeps_its_words_and_names_what_the_server_would_have_made(tmp_path: Path) -> None:
    post = only_post(blog(tmp_path, item(2, BLOCKS)))
    assert post.body == (
        "Un *paragraphe*.\n\n- un\n- deux\n\n"
        "[Absente](https://old.example.org/wp-content/uploads/2015/06/absent.png)\n\nPerdue\n\nhttps://video.example.org/1"
    )
    assert {(loss.kind, loss.what) for loss in post.losses} == {
        ("missing-picture", "https://old.example.org/wp-content/uploads/2015/06/absent.png"),
        ("shortcode", "wp:latest-posts"),
    }


def test_what_readers_do_not_see_is_left_out_and_said(tmp_path: Path) -> None:
    secret = item(5, "x").replace("<wp:post_password></wp:post_password>", "<wp:post_password>pw</wp:post_password>")
    export_file = blog(tmp_path, item(3, "x", status="draft"), item(4, "x", kind="page"), secret)
    assert [post.why.what for post in export_file.posts() if isinstance(post, Skipped)] == ["draft", "password"]
    assert [(loss.kind, loss.what, loss.count) for loss in export_file.losses] == [("other-type", "page", 1)]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss>&b;</rss>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>',
        "<rss><channel>" + "<a>" * 500,
        "<rss><channel><item><title>cut",
        "<html></html>",
        "<rss><channel/></rss>",
        "no XML",
    ],
)
def test_a_file_that_is_no_export_or_means_harm_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "export.xml"
    path.write_text(text)
    with pytest.raises(InputError, match="no export of WordPress"):
        list(WordPressBlog(path).posts())


def test_characters_that_no_xml_may_hold_do_not_stop_an_export(tmp_path: Path) -> None:
    assert only_post(blog(tmp_path, item(6, "a\x0bb\x00c"))).body == "abc"


def test_a_picture_outside_the_uploads_folder_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png(9, 9))
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "link.png").symlink_to(tmp_path / "secret.png")
    root = "https://old.example.org/wp-content/uploads"
    post = only_post(blog(tmp_path, item(7, f'<img src="{root}/../secret.png"><img src="{root}/link.png">')))
    assert dict(post.pictures) == {}
    assert [loss.kind for loss in post.losses] == ["missing-picture", "missing-picture"]


def test_a_gigantic_export_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    paragraph = "<p>" + "words " * 2000 + "</p>\n"
    with path.open("w") as file:
        file.write(HEAD.format(link="https://old.example.org"))
        for number in range(400):
            file.write(item(number, paragraph * 5, status="draft"))
        file.write(TAIL)
    assert path.stat().st_size > 20_000_000
    tracemalloc.start()
    assert sum(1 for _post in WordPressBlog(path).posts()) == 400
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


class _Site(BaseHTTPRequestHandler):
    requests: list[str]

    def do_GET(self) -> None:
        self.requests.append(self.path)
        if "away" in self.path:
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/secret.png")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(png(3, 3))

    def log_message(self, *_rest: object) -> None:
        return


@pytest.mark.server
def test_a_picture_is_loaded_only_when_asked_and_only_from_the_blog_itself(tmp_path: Path) -> None:
    class Site(_Site):
        requests: list[str] = []  # noqa: RUF012  a list for this test alone

    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        host = f"http://127.0.0.1:{server.server_port}"
        pictures = "".join(
            f'<img src="{address}">'
            for address in (
                f"{host}/wp-content/uploads/a.png",
                f"{host}/wp-content/uploads/away.png",
                "http://127.0.0.1:1/x.png",
            )
        )
        path = export(tmp_path, item(8, pictures), link=host)
        assert dict(only_post(WordPressBlog(path)).pictures) == {}
        assert Site.requests == []
        post = only_post(WordPressBlog(path, downloads=tmp_path / "downloads"))
        assert list(post.pictures) == ["images/a.png"]
        assert Site.requests == ["/wp-content/uploads/a.png", "/wp-content/uploads/away.png"]
    finally:
        server.shutdown()
        server.server_close()
