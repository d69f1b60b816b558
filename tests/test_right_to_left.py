"""An article in a language that is written from right to left, from its source to its page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from selenium.webdriver import Chrome

from tests import browser
from tests.test_release_flow import Newsroom
from workflow.project.catalogues import read_catalogue, write_catalogue

ARTICLE = """---
title: La crue de 2026
summary: 1 200 personnes à l’abri.
date: 2026-06-18
dateline: Genève
---
Selon l’OIM (Genève), **1 200 personnes** sont à l’abri[^1].

| Ville | Places |
|:------|-------:|
| Nice  |  1 234 |

[^1]: Rapport 3.
"""
WORDS = {
    "ar": {
        "La crue de 2026": "فيضان 2026",
        "1 200 personnes à l’abri.": "1200 شخص في مأمن.",
        "Genève": "جنيف",
        "Selon l’OIM (Genève), **1 200 personnes** sont à l’abri[^1].":
            "وفقًا لـ IOM (Geneva)، **1200 شخص** في مأمن[^1].",
        "Ville": "المدينة", "Places": "الأماكن", "Nice": "نيس", "1 234": "1234",
        "Rapport 3.": "التقرير 3.",
    },
    "he": {
        "La crue de 2026": "שיטפון 2026",
        "1 200 personnes à l’abri.": "1,200 בני אדם במקום מבטחים.",
        "Genève": "ז׳נבה",
        "Selon l’OIM (Genève), **1 200 personnes** sont à l’abri[^1].":
            "לפי IOM (Geneva), **1,200 בני אדם** במקום מבטחים[^1].",
        "Ville": "עיר", "Places": "מקומות", "Nice": "ניס", "1 234": "1,234",
        "Rapport 3.": "דוח 3.",
    },
}  # fmt: skip
DAYS = {"ar": "18 يونيو 2026", "he": "18 ביוני 2026"}


@pytest.fixture
def published(tmp_path: Path) -> Path:
    room = Newsroom(tmp_path)
    config = tmp_path / "setup.cfg"
    text = config.read_text("utf-8")
    lines = ["target_locales = fr, ar, he" if "target_locales" in each else each
             for each in text.splitlines()]  # fmt: skip
    config.write_text("\n".join(lines) + "\n", "utf-8")
    for path in (tmp_path / "articles").glob("*.md"):
        path.unlink()
    room.write("articles/crue.md", ARTICLE)
    room.run("extract")
    for locale, words in WORDS.items():
        catalogue = read_catalogue(tmp_path / f"locales/{locale}/LC_MESSAGES/crue.po")
        messages = [replace(each, msgstr=words[each.msgid]) for each in catalogue.messages]
        write_catalogue(catalogue.with_messages(messages))
    for locale in ("fr", *WORDS):
        room.approve("crue", locale)
    room.publish()
    return tmp_path / "public"


def test_a_translation_goes_out_from_right_to_left(published: Path) -> None:
    for locale, words in WORDS.items():
        root: Any = lxml.html.document_fromstring(
            (published / locale / "crue/index.html").read_text("utf-8")
        )
        assert (root.get("lang"), root.get("dir")) == (locale, "rtl")
        assert root.xpath("string(//h1)") == words["La crue de 2026"]
        assert (
            root.xpath("string(//p[@class='dateline'])") == f"{words['Genève']}\xa0· {DAYS[locale]}"
        )
        assert "IOM (Geneva)" in root.xpath("string(//div[@class='prose']/p)")
        # The site's own words are English, and say so, with their direction.
        skip, *_ = root.xpath("//a[@class='skip']")
        assert (skip.get("lang"), skip.get("dir")) == ("en", "ltr")
        assert root.xpath("string(//ul[@class='facts']/li/a)") == "Translated from French"
        assert not root.xpath("//*[@lang='en'][not(@dir)]")
    fr = (published / "fr/crue/index.html").read_text("utf-8")
    assert '<span lang="ar" dir="rtl">العربية</span>' in fr


SIDES = """
const box = each => document.querySelector(each).getBoundingClientRect();
const cells = [...document.querySelectorAll("tbody td")].map(each => each.getBoundingClientRect());
const texts = [".dateline span", ".dateline time"].map(box);
return [box(".site a").left > box(".languages").right, cells[0].left >= cells[1].right - 1,
        texts[0].left >= texts[1].right, document.documentElement.scrollWidth];
"""


@pytest.mark.skipif(bool(browser.missing()), reason=browser.missing())
def test_the_layout_is_mirrored(published: Path) -> None:
    with browser.chromium() as window:
        for locale, mirrored in (("ar", True), ("he", True), ("fr", False)):
            for width in browser.WIDTHS:
                browser.show(window, published / locale / "crue/index.html", width)
                site, table, dateline, wide = window.execute_script(SIDES)
                assert (table, dateline) == (mirrored, mirrored)
                assert site is mirrored or width < 500
                assert wide <= width
            assert hyphenated(window) is not mirrored


def hyphenated(window: Chrome) -> bool:
    """Whether words of the text may be parted."""
    style = "return getComputedStyle(document.querySelector('.prose')).hyphens"
    return bool(window.execute_script(style) == "auto")
