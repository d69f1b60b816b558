"""Which files a text shows, and the old slugs its front matter names."""

from __future__ import annotations

from pathlib import Path

import pytest

from workflow.formats import parse
from workflow.formats.linking import files, inside, references
from workflow.model import Locale
from workflow.project.articles import (
    aliases_of,
    read_article,
)
from workflow.project.settings import Settings
from workflow.project.workspace import Workspace

MARKDOWN = {
    "![Carte](images/carte.png)": ["images/carte.png"],
    '![Karte](<images/a b.png> "Titel")': ["images/a b.png"],
    "![图][图一]\n\n[图一]: 图片/%E5%9B%BE.webp": ["图片/图.webp"],
    "![x][]\n\n[x]: x.svg 'T'": ["x.svg"],
    "![x]\n\n[X]: x.svg": ["x.svg"],
    "[![x](klein.jpg)](gross.jpg)": ["gross.jpg", "klein.jpg"],
    "- a\n  > ![x](tief/er.gif)": ["tief/er.gif"],
    "| a |\n| --- |\n| ![x](zelle.png) |": ["zelle.png"],
    "Text[^1]\n\n[^1]: ![x](note.png)": ["note.png"],
    "[Télécharger](fichiers/rapport.PDF)": ["fichiers/rapport.PDF"],
    "[article](autre.md) [ancre](#a) [web](https://x.org/a.pdf) <a href='b.html'>b</a>": [],
    "![x](https://x.org/a.png) ![y](//x.org/b.png) ![z](data:image/png;base64,AA)": [],
    "`![x](code.png)`\n\n    ![x](code.png)\n\n```\n![x](code.png)\n```": [],
    "![x](/racine.png)": ["racine.png"],
    "![x](../dehors.png)": [],
    "![x](./a/../b.png?v=2#f)": ["b.png"],
    "<img src=a.png>": ["a.png"],
    "<p>\n<img\nalt='x'\nSRC='a.png'\n></p>": ["a.png"],
    "> <figure>\n> <img\n> src='a.png'></figure>": ["a.png"],
    "a <img srcset='a.png 1x,b.png 2x, c.png' src='d.png'> b": [
        "a.png",
        "b.png",
        "c.png",
        "d.png",
    ],
    "<picture><source srcset='w.avif 480w, g.avif 800w'><img src=i.jpg></picture>": [
        "g.avif",
        "i.jpg",
        "w.avif",
    ],
    "<video poster='p.jpg'><source src='v.mp4'><track src='t.vtt'></video>": [
        "p.jpg",
        "t.vtt",
        "v.mp4",
    ],
    "<audio src='a.mp3'></audio>": ["a.mp3"],
    "<svg><image xlink:href='b.png' /></svg>": ["b.png"],
    "<object data='x.svg'></object>": ["x.svg"],
    "<img src='a&amp;b.png'>": ["a&b.png"],
    "<!-- <img src='a.png'> -->": [],
    "<!--> <img src='a.png'>": ["a.png"],
    '<img alt=">" src="a.png">': ["a.png"],
}


@pytest.mark.parametrize(("body", "wanted"), MARKDOWN.items(), ids=range(len(MARKDOWN)))
def test_a_text_shows(body: str, wanted: list[str]) -> None:
    for text in (body, body.replace("\n", "\r\n")):
        document = parse(f"---\ntitle: T\n---\n\n{text}\n", format="markdown")
        assert list(files("artikel", document)) == wanted


def test_html_and_plain_text() -> None:
    html = "<p><img src=a.png></p><textarea><img src=b.png></textarea><a href=c.pdf>c</a>"
    assert files("x", parse(html, format="html")) == ("a.png", "c.pdf")
    assert files("x", parse("![x](a.png) <img src=a.png>", format="text")) == ()


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("images/a.png", ["news/images/a.png"]),
        ("/a.png", ["a.png"]),
        ("[a.png, b.png]", ["news/a.png", "news/b.png"]),
        ("{src: a.png, alt: x.png}", ["news/a.png"]),
        ("https://x.org/a.png", []),
        ("12", []),
        ("", []),
    ],
)
def test_the_front_matter_names_a_picture(value: str, wanted: list[str]) -> None:
    document = parse(f"---\ntitle: T\nimage: {value}\n---\n\nx\n", format="markdown")
    assert list(files("news/x", document)) == wanted


def test_lines_are_those_of_the_article() -> None:
    text = "---\ntitle: T\nimage: a.png\n---\n\nx ![x](b.png)\n\n<img src='a.png'>\n\n![x][r]\n\n"
    text += "[r]: c%20d.png\n"
    found = references(parse(text, format="markdown"))
    assert [(each.url, each.line) for each in found] == [
        ("a.png", 3),
        ("b.png", 6),
        ("c%20d.png", 12),
    ]


def test_an_address_inside_the_folder() -> None:
    assert inside("a/b", "c.png") == "a/c.png"
    assert inside("a/b", "../c.png") == "c.png"
    assert inside("a/b", "../../c.png") is None
    assert inside("a/b", "/../c.png") is None
    assert inside("a/b", "%2e%2e/%2e%2e/c.png") is None
    assert inside("a", "b\\c.png") is None
    assert inside("a", "b%00.png") is None
    assert inside("a", "http://[x/a.png") is None


def test_digests_are_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"1")
    outside = tmp_path.parent / "outside.png"
    outside.write_bytes(b"2")
    (tmp_path / "link.png").symlink_to(outside)
    document = parse("![x](a.png) ![x](b.png) ![x](link.png)", format="markdown")
    settings = Settings(articles=".")
    found = dict(Workspace(tmp_path, settings).media_of("x", document, Locale("fr"), Locale("fr")))
    assert found["a.png"] and not found["b.png"] and not found["link.png"]
    (tmp_path / "a.png").write_bytes(b"3")
    again = dict(Workspace(tmp_path, settings).media_of("x", document, Locale("fr"), Locale("fr")))
    assert again["a.png"] not in ("", found["a.png"])


ALIASES = (
    "aliases: [alt, älter]",
    "aliases: alt",
    "aliases: alt, älter # früher",
    "aliases:\n- alt\n- /älter/",
    "aliases:\n  - alt # früher\n  - 'älter'",
    "aliases: [alt,\n  älter]",
    '"aliases": [x]',
    "aliases:",
)


@pytest.mark.parametrize("entry", ALIASES)
@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_aliases_are_no_part_of_the_digest(
    entry: str, place: int, newline: str, tmp_path: Path
) -> None:
    fields = ["title: Un titre", "lang: fr"]
    found = []
    for written in (fields, [*fields[:place], entry, *fields[place:]]):
        text = newline.join(["---", *written, "---", "", "Un texte."]).replace("\n", newline)
        (tmp_path / "a.md").write_bytes(text.replace("\r\r", "\r").encode())
        found.append(read_article(tmp_path, "a", ("a.md",), Settings())[0])
    assert found[0].digest == found[1].digest
    assert found[0].aliases == ()


def test_all_else_is_part_of_the_digest(tmp_path: Path) -> None:
    """What only looks like the entry, or what the fields around it hang on, binds."""
    texts = [
        "---\ntitle: A\nsummary: |\n  a\n  aliases: x\n---\n\nB\n",
        "---\ntitle: A\nsummary: |\n  a\n---\n\nB\n",
        "---\ntitle: A\naliases: &a [x]\nkeywords: *a\n---\n\nB\n",
        "---\ntitle: A\naliases: &a [y]\nkeywords: *a\n---\n\nB\n",
        "---\n{title: A, aliases: [x]}\n---\n\nB\n",
        "---\n{title: A, aliases: [y]}\n---\n\nB\n",
        '+++\ntitle = "A"\nsummary = """\naliases = ["x"]\n"""\n+++\n\nB\n',
        '+++\ntitle = "A"\nsummary = """\naliases = ["y"]\n"""\n+++\n\nB\n',
        '+++\ntitle = "A"\n+++\n\naliases = ["x"]\n',
        '+++\ntitle = "A"\n+++\n\naliases = ["y"]\n',
    ]
    digests = set()
    for text in texts:
        (tmp_path / "a.md").write_text(text, "utf-8")
        digests.add(read_article(tmp_path, "a", ("a.md",), Settings())[0].digest)
    assert len(digests) == len(texts)


def test_toml_names_aliases(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('+++\ntitle = "A"\naliases = [\n  "x",\n  "y",\n]\n+++\n\nB\n')
    (tmp_path / "b.md").write_text('+++\ntitle = "A"\n+++\n\nB\n')
    first, second = (
        read_article(tmp_path, slug, (f"{slug}.md",), Settings())[0] for slug in ("a", "b")
    )
    assert first.aliases == ("x", "y")
    assert first.digest == second.digest


def test_aliases_as_people_write_them() -> None:
    assert aliases_of({"aliases": ["/alt/", " neu ", "alt", None, ""]}) == ("alt", "neu")
    assert aliases_of({"aliases": "a, b/c ,"}) == ("a", "b/c")
    assert aliases_of({"aliases": 3}) == aliases_of({}) == ()
