"""Which passages of a translation that stayed are marked, as their original changed since."""

from __future__ import annotations

import re

import pytest

from tests.test_release_flow import Newsroom
from workflow.site.behind import marked

TEXT = """\
---
title: Une inondation
lang: fr
---

Vingt personnes "ont été" blessées.

## Les secours

* Un *premier* point.
* **Un second point.**

| Lieu | Blessés |
| ---- | ------- |
| Nord | douze   |

Le dernier paragraphe, avec [un lien](https://example.org/).
"""
TAGS = {"en": "en", "zh": "zh-Hans"}
NOTE = {
    "en": "Passages whose original has changed since are marked.",
    "zh": "原文此后有改动的段落已作标记。",
}


@pytest.fixture
def newsroom(tmp_path):
    found = Newsroom(tmp_path / "project")
    found.write("articles/atelier.md", TEXT)
    for locale in TAGS:
        found.ready("atelier", locale, f"Text {locale}")
    found.publish()
    return found


def change(newsroom, *pairs, hour=48):
    text = (newsroom.root / "articles/atelier.md").read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    newsroom.write("articles/atelier.md", text)
    newsroom.run("extract")
    newsroom.approve("atelier", "fr", hour=hour)
    newsroom.publish(hour=hour + 1)


def marks(newsroom, locale):
    """Tag and text of each block that is marked."""
    page = newsroom.page(TAGS[locale], "atelier")
    found = re.findall(
        r'<(\w+)[^>]* class="behind" aria-describedby="page:behind"[^>]*>(.*?)</\1>',
        page.replace('<p class', "<p  class").replace("<td class", "<td  class")
        .replace("<li class", "<li  class").replace("<h2 class", "<h2  class"),
        re.DOTALL,
    )  # fmt: skip
    assert (NOTE[locale] in page) == bool(found)
    assert page.count('id="page:behind"') == bool(found)
    return [(tag, re.sub(r"<[^>]*>", "", text).strip()) for tag, text in found]


@pytest.mark.parametrize(
    ("old", "new", "tag", "text"),
    [
        ("Vingt", "Douze", "p", "Vingt personnes"),
        ("second point", "deuxième point", "li", "Un second point."),
        ("premier", "tout premier", "li", "Un premier point."),
        ("Les secours", "Les soins", "h2", "Les secours"),
        ("douze", "treize", "td", "douze"),
        ("https://example.org/", "https://example.org/autre", "p", "Le dernier paragraphe"),
        ("Le dernier paragraphe, avec [un lien](https://example.org/).\n", "", "p", "Le dernier"),
    ],
)
def test_a_change_of_meaning_marks_just_its_passage(newsroom, old, new, tag, text):
    change(newsroom, (old, new))
    for locale in TAGS:
        ((found, words),) = marks(newsroom, locale)
        assert found == tag
        assert text in words
    newsroom.run("release", "verify")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"ont été"', "« ont été »"),
        ("*premier*", "premier"),
        ("dernier paragraphe", "dernier\u00a0paragraphe"),
        ("## Les secours", "## Les  secours"),
        ("lang: fr", "lang: fr\nkeywords_off: x"),
    ],
)
def test_form_marks_nothing(newsroom, old, new):
    change(newsroom, (old, new))
    for locale in TAGS:
        assert marks(newsroom, locale) == []


def test_a_typo_marks_nothing_and_what_is_no_typo_does(newsroom):
    change(newsroom, ("blessées", "bléssées"))
    assert len(marks(newsroom, "en")) == 1
    newsroom.run("review", "significance", "atelier", "typo", hour=50, code=None)
    change(newsroom, ("Les secours", "Les soins"), hour=60)
    assert [tag for tag, _ in marks(newsroom, "en")] == ["h2"]


def test_marks_go_with_the_new_translation_and_with_the_change(newsroom):
    change(newsroom, ("Vingt", "Douze"), ("douze", "treize"))
    assert len(marks(newsroom, "en")) == 2
    newsroom.ready("atelier", "en", "Text en", hour=60)
    newsroom.publish(hour=61)
    assert marks(newsroom, "en") == []
    assert len(marks(newsroom, "zh")) == 2
    change(newsroom, ("Douze", "Vingt"), hour=70)
    assert [tag for tag, _ in marks(newsroom, "zh")] == ["td"]


def test_the_same_with_nothing_kept(newsroom):
    change(newsroom, ("Vingt", "Douze"))
    before = newsroom.releases()[0]["digest"]
    assert newsroom.plan()["digest"] == before
    (newsroom.root / ".workflow/facts.db").unlink()
    assert newsroom.plan()["digest"] == before


def test_what_would_change_anything_else_is_not_marked():
    def made(body):
        return f"<p>{body}</p>".replace("x\ue0f0", "broken")

    assert marked("<p>ax b</p>", "ax b", [2, 0], made) == (
        '<p class="behind" aria-describedby="page:behind">ax b</p>'
    )
    assert marked("<p>ax b</p>", "ax b", [2], made) == "<p>ax b</p>"
    assert marked("<p>ax b</p>", "ax b", [99, -1], made) == "<p>ax b</p>"
