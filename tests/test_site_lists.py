"""Lists of a site: pages, tags, authors, years, and the way from article to article."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import lxml.html
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_site import AR, EN, FR, SETTINGS, ZH, publication
from workflow.model import Locale
from workflow.site import Making, Publication, build_site
from workflow.site.naming import known_by, name_of

TAGS = {
    FR: ("Climat", "climat", "Côte d’Azur", "C++", "C#", "marche", "marché"),
    EN: ("Climate", "climate", "Riviera", "C++", "C#", "walk", "market"),
    ZH: ("气候", "氣候", "蔚蓝海岸", "C++", "C#", "步行", "市场"),
}
Site = dict[str, bytes]


def page(site: Site, path: str) -> Any:
    return lxml.html.document_fromstring(site[path].decode())


def led(path: str, href: str) -> str:
    return unquote(posixpath.normpath(posixpath.join(posixpath.dirname(path), href)))


def walked(site: Site, first: str, links: str) -> list[str]:
    """Where the links on all pages of a list lead, which are followed from ``first``."""
    found, path, before = [], first, ""
    while path:
        root = page(site, path)
        back = [
            led(path, href) for href in root.xpath("//nav[@class='paging']//a[@rel='prev']/@href")
        ]
        assert back == ([before] if before else [])
        found += [led(path, href) for href in root.xpath(links)]
        before, path = (
            path,
            "".join(
                led(path, href)
                for href in root.xpath("//nav[@class='paging']//a[@rel='next']/@href")
            ),
        )
    return found


def article(number: int, locale: Locale, day: int, tags: list[int], author: int) -> Publication:
    return publication(
        f"a{number}",
        locale,
        fields={
            "title": f"Title {number}",
            "date": date(2020 + day % 4, 1 + day % 12, 1),
            "keywords": [TAGS[locale][tag] for tag in tags],
            "author": ["林洁", "Zoé Lê", None][author],
        },
    )


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 20),
            st.lists(st.integers(0, 6), max_size=3),
            st.integers(0, 2),
            st.sets(st.sampled_from((FR, EN, ZH)), min_size=1),
        ),
        max_size=12,
    ),
    st.integers(1, 4),
)
def test_every_list_has_each_of_its_articles_once(
    drawn: list[tuple[int, list[int], int, set[Locale]]], size: int
) -> None:
    pubs = [
        article(number, locale, day, tags, author)
        for number, (day, tags, author, locales) in enumerate(drawn)
        for locale in sorted(locales)
    ]
    site = build_site(pubs, replace(SETTINGS, page_size=size))
    listed = "//ul[@class='cards']//h2/a/@href"
    lines = "//ul[@class='lines']//a/@href"
    for locale in (FR, EN, ZH):
        tag = locale.bcp47
        mine = [each for each in pubs if each.locale == locale]
        order = walked(site, f"{tag}/index.html", listed)
        assert sorted(order) == sorted(f"{tag}/{each.slug}/index.html" for each in mine)
        for newer, older in pairwise(order):
            href = page(site, newer).xpath("//nav[@class='beside']//a[@rel='prev']/@href")
            assert [led(newer, each) for each in href] == [older]
            href = page(site, older).xpath("//nav[@class='beside']//a[@rel='next']/@href")
            assert [led(older, each) for each in href] == [newer]
        tags: dict[str, set[str]] = {}
        for each in mine:
            for word in each.fields["keywords"]:  # type: ignore[attr-defined]
                tags.setdefault(known_by(word), set()).add(each.slug)
        named = f"{tag}/tags/index.html"
        assert (named in site) is bool(tags)
        found = walked(site, named, "//ul[@class='names']//a/@href") if tags else []
        assert sorted(found) == sorted({f"{tag}/tags/{name_of(each)}/index.html" for each in tags})
        for known, slugs in tags.items():
            those = walked(site, f"{tag}/tags/{name_of(known)}/index.html", listed)
            assert sorted(those) == sorted(f"{tag}/{slug}/index.html" for slug in slugs)
            assert those == [each for each in order if each in set(those)]
        years = [
            each
            for year in range(2030, 2010, -1)
            if f"{tag}/archive/{year}/index.html" in site
            for each in walked(site, f"{tag}/archive/{year}/index.html", lines)
        ]
        assert years == order


def test_languages_of_a_tag_are_alternates_only_where_they_are_the_same() -> None:
    pubs = [
        *(article(0, locale, 1, [0, 2], 0) for locale in (FR, EN, ZH)),
        *(article(1, locale, 2, [0], 0) for locale in (FR, EN)),
    ]
    site = build_site(pubs, SETTINGS)

    def alternates(path: str) -> dict[str, str]:
        links = page(site, path).xpath("//link[@hreflang]")
        return {each.get("hreflang"): unquote(each.get("href")) for each in links}

    base = SETTINGS.base_url
    both = {"fr": f"{base}fr/tags/climat/", "en": f"{base}en/tags/climate/"}
    assert alternates("fr/tags/climat/index.html") == both
    assert alternates("en/tags/climate/index.html") == both
    assert alternates("zh-Hans/tags/气候/index.html") == {}
    assert alternates("zh-Hans/tags/蔚蓝海岸/index.html") == {
        "fr": f"{base}fr/tags/côte-d-azur/",
        "en": f"{base}en/tags/riviera/",
        "zh-Hans": f"{base}zh-Hans/tags/蔚蓝海岸/",
    }


def test_pages_of_the_project_stand_in_menus_and_in_no_list() -> None:
    pages = [
        publication("about", locale, fields={"title": title, "kind": "page", "menu": "header"})
        for locale, title in ((FR, "À propos"), (EN, "About us"), (ZH, "关于我们"))
    ] + [
        publication(
            slug,
            fields={"title": slug, "kind": "Page", "menu": "footer", "order": order, "tags": "x"},
        )
        for slug, order in (("legal", 2), ("contact", "1"))
    ]
    site = build_site([*pages, article(0, FR, 1, [0], 0)], SETTINGS)
    for path in ("fr/index.html", "fr/a0/index.html", "fr/tags/climat/index.html"):
        root = page(site, path)
        assert root.xpath("//nav[@class='menu']//a/text()") == ["À propos"]
        footer = root.xpath("//footer[@class='colophon']//li/a/text()")
        assert footer[:4] == ["Tous les articles", "contact", "legal", "Archives"]
    assert page(site, "zh-Hans/404.html").xpath("//nav[@class='menu']//a/text()") == ["关于我们"]
    assert page(site, "fr/legal/index.html").xpath("//time | //*[@rel='tag']") == []
    for path, open_ in (
        ("fr/about/index.html", ["À propos"]),
        ("fr/legal/index.html", ["legal"]),
        ("fr/archive/index.html", ["Archives"]),
        ("fr/a0/index.html", []),
    ):
        current = "(//nav[@class='menu'] | //footer)//a[@aria-current='page']/text()"
        assert page(site, path).xpath(current) == open_
    assert "fr/tags/x/index.html" not in site
    lists = [
        text for path, text in site.items() if path.endswith("feed.xml") or "/archive/" in path
    ]
    assert not any(b"fr/legal" in text.split(b"<footer")[0] for text in lists)
    assert b"fr/legal/" in site["sitemap.xml"]


def test_a_page_tells_of_the_translation_where_there_is_more_to_tell() -> None:
    made = Making("machine-edited", ("apertium",), reviewed=True)
    site = build_site(
        [publication("a"), publication("a", ZH, made=made), publication("a", EN)], SETTINGS
    )
    path = "zh-Hans/a/translation/index.html"
    assert [each for each in site if each.endswith("/translation/index.html")] == [path]
    root = page(site, path)
    assert root.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "Apertium" in root.xpath("string(//div[@class='prose'])")
    links = page(site, "zh-Hans/a/index.html").xpath("//ul[@class='facts']//a/@href")
    assert path in [led("zh-Hans/a/index.html", each) for each in links]


def test_lists_of_hundreds_stay_small_and_the_languages_page_needs_no_script() -> None:
    pubs = [
        publication(
            f"气候/海湾各港口适应潮汐{number}",
            ZH,
            fields={
                "title": "海平面上升：海湾各港口适应新的潮汐，居民讨论今后的办法",
                "date": date(2026, 1, 1 + number % 28),
                "summary": "两行的摘要，说明文章的内容。" * 8,
                "keywords": [f"海平面上升与港口{number}", "气候"],
            },
        )
        for number in range(250)
    ]
    site = build_site(pubs, replace(SETTINGS, locales=(ZH, AR)))
    sizes = {path: len(text) for path, text in site.items() if path.endswith(".html")}
    assert max(sizes.values()) < 40_000
    assert "zh-Hans/tags/气候/page/13/index.html" in sizes
    assert "zh-Hans/tags/page/3/index.html" in sizes
    assert b"<script" not in site["index.html"]
    assert page(site, "index.html").xpath("//nav[@class='choices']//h2/a/@href")
