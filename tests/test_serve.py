"""``workflow serve``: the preview, over the loopback and through a browser's requests."""

from __future__ import annotations

import re
import socket
import threading
import urllib.request
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tests.servers import started
from tests.test_release_flow import ARTICLE, PIXEL, SETTINGS, Newsroom
from workflow.cli import main
from workflow.errors import WorkflowError
from workflow.flows.preview import LivePreview, Preview
from workflow.web.answer import SECURITY, answer, is_local
from workflow.web.local_server import PreviewServer


@pytest.fixture
def newsroom(tmp_path):
    return Newsroom(tmp_path / "project")


@contextmanager
def served(newsroom, *, drafts=True):
    """A function that gets a path from a running preview: (status, headers, text)."""
    defects: list[str] = []
    with PreviewServer(0, defects.append) as server:
        server.show(LivePreview(newsroom.root, server.address, drafts=drafts).get)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield lambda path, **headers: get(server, path, headers)
        finally:
            server.shutdown()
            thread.join()
    assert defects == []


def get(server, path, headers, method="GET"):
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=10)
    try:
        # Not urllib: it would tidy the path up before sending it.
        connection.request(method, path, headers=headers)
        found = connection.getresponse()
        return found.status, found.headers, found.read().decode("utf-8", "replace")
    finally:
        connection.close()


# What is shown


def test_an_article_shows_as_a_draft_before_anybody_approved_it(newsroom):
    with served(newsroom) as fetch:
        status, headers, page = fetch("/fr/atelier/")
        assert status == 200
        assert headers["Content-Type"] == "text/html; charset=utf-8"
        assert "Le premier paragraphe parle de l’atelier" in page
        assert "noindex" in page
        assert fetch("/")[0] == 200
        assert fetch("/fr/")[0] == 200


@pytest.mark.parametrize("tag", ["en", "zh-Hans"])
def test_an_article_of_which_nothing_is_translated_has_a_page_that_says_so(newsroom, tag):
    for command in ((), ("extract",)):
        if command:
            newsroom.run(*command)
        with served(newsroom) as fetch:
            status, _, page = fetch(f"/{tag}/atelier/")
            assert status == 200
            assert '<div class="prose" lang="fr" dir="ltr">' in page
            assert "Le premier paragraphe parle de l’atelier" in page
            assert "noindex" in page
            said = {"en": "Nothing of it is translated yet", "zh-Hans": "本文尚未翻译"}
            assert said[tag] in page
            assert 'lang="fr" dir="ltr">' in fetch(f"/{tag}/")[2]
            assert fetch(f"/{tag}/none/")[0] == 404


def test_a_translation_half_done_shows_what_there_is(newsroom):
    newsroom.translate("atelier", "en", "English")
    edit = ARTICLE + "\nUne phrase nouvelle.\n"
    newsroom.write("articles/atelier.md", edit)
    newsroom.run("extract")
    with served(newsroom) as fetch:
        page = fetch("/en/atelier/")[2]
        assert "English: Le premier paragraphe" in page
        assert "Une phrase nouvelle" in page
        assert "noindex" in page


@pytest.mark.parametrize("tag", ["en", "zh"])
@pytest.mark.parametrize("ending", ["md", "html", "txt"])
def test_what_is_not_translated_names_its_language(newsroom, tag, ending):
    blocks = {"md": "## {}\n\n- {}\n- {}\n\n{} *et* d’autres.\n", "txt": "{}\n\n{}\n\n{}\n\n{}\n"}
    blocks["html"] = "<h2>{}</h2>\n<ul><li>{}</li><li>{}</li></ul>\n<p>{} <em>et</em> toi.</p>\n"
    head = "---\ntitle: Le port\nlang: fr\ndate: 2026-01-10\n---\n\n"
    body = "Un premier texte est là."
    if ending == "html":
        body = f"<p>{body}</p>"
    (newsroom.root / "articles/atelier.md").unlink()
    newsroom.write(f"articles/port.{ending}", f"{head}{body}\n")
    newsroom.translate("port", tag, "English")
    texts = ("Les nouvelles", "Un bateau attend", "Deux ponts", "Une phrase nouvelle")
    newsroom.write(f"articles/port.{ending}", f"{head}{body}\n\n{blocks[ending].format(*texts)}")
    newsroom.run("extract")
    with served(newsroom) as fetch:
        address = {"en": "en", "zh": "zh-Hans"}[tag]
        page = fetch(f"/{address}/port/")[2]
        assert re.search(r"<p>English: Un premier texte", page)
        for text in texts:
            assert re.search(rf'lang="fr" dir="ltr"[^>]*>{text}', page), (text, page)
        assert f'lang="fr" dir="ltr">{texts[0]}' not in fetch("/fr/port/")[2]


def test_a_translation_that_breaks_the_page_is_shown_in_the_source_language(newsroom):
    newsroom.translate("second", "en", "One\n\n<div>")
    with served(newsroom) as fetch:
        status, _, page = fetch("/en/second/")
        assert status == 200
        assert "Rien qu’une phrase" in page


def test_what_is_approved_is_no_draft(newsroom):
    newsroom.ready("atelier", "en", "English")
    with served(newsroom) as fetch:
        assert "noindex" not in fetch("/en/atelier/")[2]
        assert "noindex" in fetch("/fr/second/")[2]


def test_without_drafts_it_is_what_a_publish_would_put_out(newsroom):
    newsroom.ready("atelier", "en", "English")
    with served(newsroom, drafts=False) as fetch:
        assert fetch("/en/atelier/")[0] == 200
        assert fetch("/media/images/salle.png")[0] == 200
        assert fetch("/fr/second/")[0] == 404


def test_a_reload_shows_what_was_changed(newsroom):
    with served(newsroom) as fetch:
        assert "premier" in fetch("/fr/atelier/")[2]
        newsroom.write("articles/atelier.md", ARTICLE.replace("premier", "dernier"))
        assert "dernier" in fetch("/fr/atelier/")[2]
        newsroom.write("articles/neuf.md", ARTICLE)
        assert fetch("/fr/neuf/")[0] == 200


def test_nothing_is_built_anew_while_nothing_changes(newsroom):
    preview = LivePreview(newsroom.root, "http://127.0.0.1:1/", drafts=True)
    first = preview.get()
    assert preview.get() is preview.get()
    newsroom.write("articles/neuf.md", ARTICLE)
    assert preview.get() is not first


def test_a_broken_article_is_shown_as_what_it_is_until_it_is_mended(newsroom):
    with served(newsroom) as fetch:
        newsroom.write("articles/second.md", "---\ntitle: [\n---\n\n<b>x</b>\n")
        assert fetch("/fr/atelier/")[0] == 200
        status, _, page = fetch("/fr/second/")
        assert status == 500
        assert "second.md" in page
        newsroom.write("articles/second.md", ARTICLE)
        assert fetch("/fr/second/")[0] == 200


def test_a_broken_setting_is_shown_too(newsroom):
    with served(newsroom) as fetch:
        newsroom.write("setup.cfg", SETTINGS.replace("base_url", "base_ulr"))
        status, _, page = fetch("/")
        assert status == 500
        assert "base_url" in page


# How it is answered


def test_images_come_from_the_articles_folder(newsroom):
    with served(newsroom) as fetch:
        status, headers, body = fetch("/media/images/salle.png")
        assert (status, headers["Content-Type"]) == (200, "image/png")
        assert headers["Content-Length"] == str(len(PIXEL))
        assert "IHDR" in body


def test_folders_lead_to_their_index(newsroom):
    with served(newsroom) as fetch:
        status, headers, _ = fetch("/fr/atelier")
        assert (status, headers["Location"]) == (301, "/fr/atelier/")
        assert fetch("/fr/atelier/index.html?x=1")[0] == 200


TYPES = [
    ("/sitemap.xml", "application/xml; charset=utf-8"),
    ("/fr/feed.xml", "application/xml; charset=utf-8"),
    ("/robots.txt", "text/plain; charset=utf-8"),
]


def test_answers_have_their_type_and_are_locked_down(newsroom):
    with served(newsroom) as fetch:
        for path, kind in TYPES:
            status, headers, _ = fetch(path)
            assert (status, headers["Content-Type"]) == (200, kind), path
        for path in ("/", "/nowhere", "/media/images/salle.png"):
            headers = fetch(path)[1]
            assert {name: headers[name] for name in SECURITY} == dict(SECURITY)


def test_a_page_that_is_not_there_is_said_so_in_the_sites_words(newsroom):
    with served(newsroom) as fetch:
        status, _, page = fetch("/fr/rien/")
        assert status == 404
        assert "<html" in page


ESCAPES = [
    "/../setup.cfg",
    "/media/../../setup.cfg",
    "/media/..%2f..%2fsetup.cfg",
    "/media/%2e%2e/%2e%2e/setup.cfg",
    "//etc/passwd",
    "/media//etc/passwd",
    "/media/images/../../../setup.cfg",
    "/..\\..\\setup.cfg",
    "/media/%00",
    "/fr/atelier/%ff",
    "/media/atelier.md",
]


def test_no_path_leads_out_of_the_site(newsroom):
    with served(newsroom) as fetch:
        for path in ESCAPES:
            assert fetch(path)[0] == 404, path


@given(st.text())
def test_what_is_not_in_the_preview_is_not_found(path):
    preview = Preview({"fr/index.html": b"x"}, {"media/x.png": Path("/nowhere/x.png")})
    known = path.lstrip("/").split("?")[0].split("#")[0] in ("fr", "fr/", "fr/index.html")
    assert known or answer(f"/y{path}", preview).status == 404


HOSTS = [
    ("127.0.0.1:8000", True),
    ("localhost:8000", True),
    ("LOCALHOST", True),
    ("[::1]:8000", True),
    ("evil.example", False),
    ("127.0.0.1.evil.example", False),
    ("evil.example:127", False),
    ("[::1", False),
    ("", False),
    (None, False),
]


@pytest.mark.parametrize(("host", "local"), HOSTS)
def test_only_this_machines_names_are_answered(host, local):
    assert is_local(host) == local


def test_a_page_elsewhere_cannot_read_drafts_through_its_own_name(newsroom):
    with served(newsroom) as fetch:
        status, _, page = fetch("/fr/atelier/", Host="evil.example")
        assert status == 421
        assert "atelier" not in page


def test_a_head_has_no_body(newsroom):
    with PreviewServer(0, print) as server:
        server.show(LivePreview(newsroom.root, server.address, drafts=True).get)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        status, headers, body = get(server, "/", {}, "HEAD")
        refused = get(server, "/", {}, "POST")[0]
        server.shutdown()
        thread.join()
    assert (status, body) == (200, "")
    assert int(headers["Content-Length"]) > 0
    assert refused == 501


# Starting and ending


def test_a_busy_port_is_said_with_what_to_do():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(WorkflowError, match="in use") as caught:
            PreviewServer(port, print)
    assert f"--port {port + 1}" in caught.value.hint


def test_it_starts_prints_its_address_and_ends_quietly(newsroom):
    with started(newsroom.root, "serve", "--port", "0") as line:
        address = line.split()[1]
        with urllib.request.urlopen(f"{address}fr/atelier/", timeout=20) as found:  # noqa: S310
            assert "premier paragraphe" in found.read().decode()


def test_it_listens_on_the_loopback_alone():
    with PreviewServer(0, print) as server:
        assert server.server_address[0] == "127.0.0.1"


def test_help_has_examples():
    result = CliRunner().invoke(main, ["serve", "--help"])
    assert "workflow serve --port 0" in result.output
