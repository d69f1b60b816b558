"""One broken article withholds itself, not the site: every kind of breakage, in each language.

Three articles, one in each language, are live in all of them, and are changed and approved anew in
all of them. Then one thing breaks. Whatever it is, the texts of its pages stay as they are live,
every other page goes out, and the plan says why.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import polib
import pytest

from tests.test_release_flow import PIXEL, Newsroom

SLUGS = {"fr": "port", "en": "market", "zh": "yantaohui"}
TAGS = {"fr": "fr", "en": "en", "zh": "zh-Hans"}
TEXTS = {
    "fr": ("Le port", "Trois bateaux attendent."),
    "en": ("The market", "Two stalls are open."),
    "zh": ("研讨会", "在南宁举行三天。"),
}
ARTICLE = """\
---
title: {title}
lang: {lang}
date: 2026-01-10
{more}---

{body}

![{title}](images/{lang}.png)
"""
LANGUAGES = tuple(TEXTS)


class Newspaper(Newsroom):
    """What is published, changed and approved anew."""

    root: Path

    def __init__(self, root: Path, more: str = "") -> None:
        super().__init__(root)
        for slug in ("atelier", "second"):
            (root / f"articles/{slug}.md").unlink()
        for lang, (title, body) in TEXTS.items():
            (root / f"articles/images/{lang}.png").write_bytes(PIXEL + lang.encode())
            self.article(lang, title, body, more)
        self.all_ready("1")
        self.publish()
        for lang, (title, body) in TEXTS.items():
            self.article(lang, title, f"{body[:-1]}, 2{body[-1]}", more)
        self.all_ready("2")

    def article(self, lang: str, title: str, body: str, more: str) -> None:
        text = ARTICLE.format(title=title, lang=lang, body=body, more=more)
        self.write(f"articles/{SLUGS[lang]}.md", text)

    def all_ready(self, word: str) -> None:
        self.run("extract")
        for path in sorted(self.root.glob("locales/*/LC_MESSAGES/*.po")):
            catalogue = polib.pofile(str(path))
            for entry in catalogue:
                end = entry.msgid[-1:] if entry.msgid.endswith((".", "。")) else ""
                entry.msgstr = f"{path.parts[-3]} {entry.msgid.rstrip('.。')} {word}{end}"
                entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
            catalogue.save()
        self.run("approve", *SLUGS.values(), "--locale", "fr,en,zh")

    def site(self) -> dict[tuple[str, str], str]:
        """(Language of the article, locale of the page) → the text that readers get."""
        pages = [(lang, locale) for lang in LANGUAGES for locale in LANGUAGES]
        return {
            (lang, locale): _prose(self.page(TAGS[locale], SLUGS[lang])) for lang, locale in pages
        }


def _prose(page: str) -> str:
    first = page.split('<div class="prose">')[1].split("</p>", maxsplit=1)[0]
    return re.sub("<[^>]*>", "", first)  # a mark that the source has moved on is no text


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Newspaper(tmp_path_factory.mktemp("alone") / "project").root


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles in French and English are of one group."""
    newspaper = Newspaper(tmp_path_factory.mktemp("grouped") / "project", "group: Ports 港\n")
    file = newspaper.root / "articles/yantaohui.md"
    file.write_text(file.read_text(encoding="utf-8").replace("group: Ports 港\n", ""), "utf-8")
    newspaper.all_ready("2")
    return newspaper.root


def copy(root: Path, to: Path) -> Newspaper:
    shutil.copytree(root, to, symlinks=True)
    newspaper = object.__new__(Newspaper)
    newspaper.root = to
    return newspaper


def other(lang: str) -> str:
    return {"fr": "en", "en": "zh", "zh": "fr"}[lang]


def source(root: Path, lang: str) -> Path:
    return root / f"articles/{SLUGS[lang]}.md"


def catalogue(root: Path, lang: str) -> Path:
    return root / f"locales/{other(lang)}/LC_MESSAGES/{SLUGS[lang]}.po"


def log(root: Path, lang: str) -> Path:
    return root / f"reviews/{other(lang)}/{SLUGS[lang]}.jsonl"


def picture(root: Path, lang: str) -> Path:
    return root / f"articles/images/{lang}.png"


Place = Callable[[Path, str], Path]


def turned(place: Place, old: bytes, new: bytes) -> Callable[[Path, str], None]:
    """Bytes of a file replaced by others."""

    def spoil(root: Path, lang: str) -> None:
        data = place(root, lang).read_bytes()
        assert old in data
        place(root, lang).write_bytes(data.replace(old, new, 1))

    return spoil


def written(place: Place, data: bytes) -> Callable[[Path, str], None]:
    def spoil(root: Path, lang: str) -> None:
        place(root, lang).write_bytes(data)

    return spoil


def gone(place: Place) -> Callable[[Path, str], None]:
    return lambda root, lang: place(root, lang).unlink()


def folder(place: Place) -> Callable[[Path, str], None]:
    """A folder in the place of a file."""

    def spoil(root: Path, lang: str) -> None:
        place(root, lang).unlink()
        place(root, lang).mkdir()

    return spoil


def link(place: Place) -> Callable[[Path, str], None]:
    """A link that leads nowhere in the place of a file."""

    def spoil(root: Path, lang: str) -> None:
        place(root, lang).unlink()
        place(root, lang).symlink_to("nowhere")

    return spoil


def front(line: str) -> Callable[[Path, str], None]:
    return turned(source, b"date: 2026-01-10\n", f"date: 2026-01-10\n{line}\n".encode())


def wide(root: Path, lang: str) -> None:
    """Saved as Notepad calls Unicode."""
    text = source(root, lang).read_text(encoding="utf-8")
    source(root, lang).write_bytes(text.encode("utf-16"))


def twice(root: Path, lang: str) -> None:
    source(root, lang).with_suffix(".html").write_text("<p>x</p>", encoding="utf-8")


def breaking(root: Path, lang: str) -> None:
    """A translation that makes a heading of a paragraph, and is approved by hand."""
    found = polib.pofile(str(catalogue(root, lang)))
    found[-1].msgstr = "# x"
    found[0].msgstr = "x\ny: ["
    found.save()


def clash(root: Path, lang: str) -> None:
    front(f"aliases: [{SLUGS[other(lang)]}]")(root, lang)


class Breakage(NamedTuple):
    spoil: Callable[[Path, str], None]
    code: int
    """Of publish."""
    whole: bool = True
    """Whether the whole article is hit, not the one translation alone."""


BREAKAGES = {
    "article: no UTF-8": Breakage(turned(source, b"\n\n", b"\n\n\xff"), 2),
    "article: UTF-16": Breakage(wide, 2),
    "article: empty": Breakage(written(source, b""), 2),
    "article: a NUL": Breakage(turned(source, b"\n\n", b"\n\n\0"), 0),
    "article: link to nowhere": Breakage(link(source), 2),
    "article: no title": Breakage(turned(source, b"title:", b"titel:"), 2),
    "article: YAML": Breakage(turned(source, b"title: ", b"title: : ["), 2),
    "article: conflict": Breakage(turned(source, b"---\n", b"<<<<<<< HEAD\n---\n"), 2),
    "article: no such language": Breakage(front("source_locale: xx\nlang: qqqq"), 2),
    "article: two files": Breakage(twice, 2),
    "article: draft": Breakage(front("draft: true"), 0),
    "publish_at: no time": Breakage(front("publish_at: soon"), 0),
    "publish_at: no such day": Breakage(front("publish_at: 2026-02-30"), 0),
    "publish_at: far": Breakage(front("publish_at: 9999-12-31 23:59"), 0),
    "publish_at: list": Breakage(front("publish_at: [2026-01-01]"), 0),
    "date: far": Breakage(turned(source, b"date: 2026-01-10", b"date: 9999-12-31T23:59-12:00"), 0),
    "alias: clash": Breakage(clash, 0),
    "catalogue: syntax": Breakage(turned(catalogue, b"\nmsgid", b"\nmsgid x\nmsgid"), 2, False),
    "catalogue: no UTF-8": Breakage(turned(catalogue, b'msgstr "', b'msgstr "\xff'), 2, False),
    "catalogue: conflict": Breakage(
        turned(catalogue, b"\nmsgid", b"\n<<<<<<< HEAD\nmsgid"), 2, False
    ),
    "catalogue: cut off": Breakage(turned(catalogue, b'"\n\n#', b"\n\n#"), 2, False),
    "catalogue: gone": Breakage(gone(catalogue), 0, False),
    "catalogue: folder": Breakage(folder(catalogue), 2, False),
    "catalogue: empty": Breakage(written(catalogue, b""), 0, False),
    "catalogue: breaks the page": Breakage(breaking, 0, False),
    "log: no JSON": Breakage(turned(log, b"{", b"["), 2, False),
    "log: no UTF-8": Breakage(turned(log, b"approve", b"\xffapprove"), 2, False),
    "log: folder": Breakage(folder(log), 2, False),
    "log: gone": Breakage(gone(log), 0, False),
    "media: missing": Breakage(gone(picture), 0),
    "media: another": Breakage(written(picture, PIXEL + b"another"), 0),
    "media: HTML": Breakage(written(picture, b"<!doctype html><p>x"), 0),
    "media: empty": Breakage(written(picture, b""), 0),
    "media: link to nowhere": Breakage(link(picture), 0),
    "media: folder": Breakage(folder(picture), 0),
}


def _cases() -> Iterator[tuple[str, str]]:
    """Each kind, in the languages in turn."""
    for number, kind in enumerate(BREAKAGES):
        yield kind, LANGUAGES[number % 3]


def _hit(kind: str, lang: str) -> set[tuple[str, str]]:
    locales = LANGUAGES if BREAKAGES[kind].whole else (other(lang),)
    if kind == "log: folder":  # nobody knows whether it vouches for the original
        locales = (lang, other(lang))
    return {(lang, locale) for locale in locales}


def _published(newspaper: Newspaper, code: int) -> dict[tuple[str, str], str]:
    output = newspaper.run("release", "publish", code=code).output
    assert "Traceback" not in output
    return newspaper.site()


@pytest.mark.parametrize(("kind", "lang"), list(_cases()))
def test_what_is_broken_stays_as_it_is_live_and_the_rest_goes_out(
    alone: Path, tmp_path: Path, kind: str, lang: str
) -> None:
    newspaper = copy(alone, tmp_path / "copy")
    before = newspaper.site()
    BREAKAGES[kind].spoil(newspaper.root, lang)
    planned = newspaper.run("release", "plan", "--format", "json", code=None)
    rows = {(row["article"], row["locale"]): row for row in json.loads(planned.stdout)["rows"]}
    after = _published(newspaper, BREAKAGES[kind].code)
    stays = {key for key in before if before[key] == after[key]}
    noted = {key for key in stays if rows[SLUGS[key[0]], key[1]]["action"] == "carried"}
    assert stays == noted == _hit(kind, lang)
    assert all(rows[SLUGS[key[0]], key[1]]["reasons"] for key in stays)


IN_GROUP = (
    "article: no UTF-8",
    "article: UTF-16",
    "article: link to nowhere",
    "article: YAML",
    "article: two files",
    "article: draft",
    "publish_at: far",
    "alias: clash",
    "catalogue: conflict",
    "catalogue: gone",
    "log: no JSON",
    "media: missing",
)


@pytest.mark.parametrize("kind", IN_GROUP)
def test_a_broken_member_holds_back_its_group_and_nothing_else(
    grouped: Path, tmp_path: Path, kind: str
) -> None:
    newspaper = copy(grouped, tmp_path / "copy")
    before = newspaper.site()
    lang = ("fr", "en")[IN_GROUP.index(kind) % 2]
    BREAKAGES[kind].spoil(newspaper.root, lang)
    after = _published(newspaper, BREAKAGES[kind].code)
    assert {key for key in before if before[key] != after[key]} == {
        ("zh", locale) for locale in LANGUAGES
    }


@pytest.mark.parametrize("kind", ["article: no UTF-8", "article: empty", "media: missing"])
def test_a_broken_article_of_no_group_holds_back_no_group(
    grouped: Path, tmp_path: Path, kind: str
) -> None:
    newspaper = copy(grouped, tmp_path / "copy")
    before = newspaper.site()
    BREAKAGES[kind].spoil(newspaper.root, "zh")
    after = _published(newspaper, BREAKAGES[kind].code)
    assert {key for key in before if before[key] == after[key]} == {
        ("zh", locale) for locale in LANGUAGES
    }


def test_an_article_that_cannot_be_opened_may_be_of_any_group(
    grouped: Path, tmp_path: Path
) -> None:
    newspaper = copy(grouped, tmp_path / "copy")
    link(source)(newspaper.root, "zh")
    before = newspaper.site()
    assert _published(newspaper, 2) == before
    assert "waits for yantaohui" in newspaper.run("release", "plan", code=2).stdout
