"""The site as a whole: what stands where, what links where, and that nothing else is needed."""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from lxml import etree
from lxml.html import HtmlElement

from workflow.errors import ArticleError, ConfigError
from workflow.model import Locale
from workflow.site import Publication, SiteSettings, build_site, media_uses

FR, EN, ZH, AR = map(Locale, ("fr", "en", "zh", "ar"))
BASE = "https://news.example.org/"
SETTINGS = SiteSettings({"fr": "Nouvelles", "en": "News", "zh": "新闻"}, BASE, (FR, EN, ZH))
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"

BODY = """\
Text[^1], [other](../port.md#tide), [here](#section), [lost](nowhere.md) and
[the file](images/plan.pdf).

![Alt](images/a.svg "Caption")

## Section

| A | B |
|---|--:|
| 1 | 2 |

[^1]: Note.
"""


def publication(
    slug: str = "news/rain", locale: Locale = FR, source: Locale = FR, **more: Any
) -> Publication:
    values: dict[str, Any] = {
        "format": "markdown",
        "fields": {"title": f"Title {slug}", "date": date(2026, 3, 24), "summary": "A summary."},
        "body": "Text.",
        "updated": "2026-03-24",
    }
    return Publication(slug, locale, source, **(values | more))


PUBLICATIONS = (
    publication(body=BODY),
    publication(locale=EN, body=BODY, follows="2026-02-01"),
    publication(
        locale=ZH,
        body=BODY.replace("## Section", "## 一节"),
        follows="2026-02-01",
        overtaken="2026-02-03",
    ),
    publication("port", fields={"title": "Port", "date": date(2026, 5, 1)}),
    publication("port", EN, fields={"title": "Port", "date": date(2026, 5, 1)}, draft=True),
)
SITE = build_site(PUBLICATIONS, SETTINGS)
PAGES = [path for path in SITE if path.endswith(".html")]


def page(path: str, site: dict[str, bytes] = SITE) -> HtmlElement:
    root: HtmlElement = lxml.html.document_fromstring(site[path].decode())
    return root


def texts(root: HtmlElement, xpath: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in root.xpath(xpath)]


def page_text(root: HtmlElement, xpath: str) -> str:
    return "".join(found.text_content() for found in root.xpath(xpath))


def test_every_file_has_its_place() -> None:
    script, style = (path for path in SITE if path.startswith("assets/"))
    assert list(SITE) == sorted(
        ["404.html", "index.html", "robots.txt", "sitemap.xml", script, style]
        + [
            f"search/{tag}/{name}"
            for tag in ("fr", "en", "zh")
            for name in ("index.json", "pages-0.json", "words-0.txt")
        ]
        + [
            f"{tag}/{name}"
            for tag in ("fr", "en", "zh-Hans")
            for name in (
                *("404.html", "archive/2026/index.html", "archive/index.html"),
                *("feed.json", "feed.xml", "index.html", "search/index.html"),
            )
        ]
        + [f"{tag}/news/rain/index.html" for tag in ("fr", "en", "zh-Hans")]
        + [f"{tag}/port/index.html" for tag in ("fr", "en")]
    )
    assert re.fullmatch(r"assets/style\.[0-9a-f]{12}\.css", style)
    assert re.fullmatch(r"assets/search\.[0-9a-f]{12}\.js", script)


def test_the_order_of_the_input_is_of_no_account() -> None:
    assert build_site(PUBLICATIONS[::-1], SETTINGS) == SITE


def test_the_same_bytes_whatever_the_hash_seed() -> None:
    code = (
        "import hashlib; from tests.test_site import SITE;"
        "print(hashlib.sha256(repr(list(SITE.items())).encode()).hexdigest())"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"))
    }
    assert len(runs) == 1


@pytest.mark.parametrize("path", PAGES)
def test_every_link_inside_the_site_resolves(path: str) -> None:
    root = page(path)
    for url in root.xpath("//@href | //@src"):
        split = urlsplit(url)
        if split.scheme in {"data", "mailto", "tel"}:
            continue
        if split.netloc:
            assert url.startswith(BASE)
            target = split.path.removeprefix("/")
            target += "index.html" if target.endswith("/") or not target else ""
        else:
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), split.path))
            target = unquote(target).removeprefix("/") if split.path else path
        assert target in SITE or target in {"media/news/images/a.svg", "media/news/images/plan.pdf"}
        if split.fragment and target == path:
            assert root.xpath("//*[@id=$id]", id=unquote(split.fragment)), url


@pytest.mark.parametrize("path", [path for path in PAGES if not path.endswith("404.html")])
def test_links_are_relative_so_that_the_folder_opens_from_a_disk(path: str) -> None:
    for url in page(path).xpath("//body//a/@href | //img/@src | //link[@rel='stylesheet']/@href"):
        assert not url.startswith("/")
        assert not url.endswith("/")


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere_and_run_nothing(path: str) -> None:
    root = page(path)
    kinds = root.xpath("//script/@type")
    assert len(kinds) == len(root.xpath("//script"))
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")
    searches = path.endswith("/search/index.html")
    assert set(kinds) <= {"application/ld+json", *(["module"] if searches else [])}
    assert ("script-src" in policy) is ("connect-src" in policy) is searches
    assert not root.xpath("//*[@style] | //style | //iframe | //object | //base")
    assert not root.xpath("//form[@method or not(@role='search')]")
    loaded = root.xpath("//img/@src | //link[@rel='stylesheet' or @rel='icon']/@href")
    assert not [url for url in loaded if urlsplit(url).scheme not in {"", "data"}]
    assert not re.search(r"@import|url\(", SITE[next(p for p in SITE if "style" in p)].decode())


@pytest.mark.parametrize("path", PAGES)
def test_the_outline_is_sound(path: str) -> None:
    root = page(path)
    assert root.get("lang")
    assert root.get("dir") in {"ltr", "rtl"}
    assert len(root.xpath("//h1")) == 1
    assert len(root.xpath("//main")) == 1
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    levels = [int(heading.tag[1]) for heading in root.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert not root.xpath("//img[not(@alt)]")
    assert root.xpath("//a[@class='skip']/@href") == ["#" + root.xpath("//main/@id")[0]]


def alternates(path: str) -> dict[str, str]:
    links = page(path).xpath("//link[@rel='alternate'][@hreflang]")
    return {link.get("hreflang"): link.get("href") for link in links}


@pytest.mark.parametrize(
    ("slug", "tags"), [("news/rain", ["fr", "en", "zh-Hans"]), ("port", ["fr", "en"])]
)
def test_alternates_are_reciprocal(slug: str, tags: list[str]) -> None:
    expected = {tag: f"{BASE}{tag}/{slug}/" for tag in tags} | {"x-default": f"{BASE}fr/{slug}/"}
    for tag in tags:
        path = f"{tag}/{slug}/index.html"
        assert alternates(path) == expected
        assert page(path).xpath("//link[@rel='canonical']/@href") == [expected[tag]]


def test_indexes_are_alternates_with_the_root_as_default() -> None:
    expected = {tag: f"{BASE}{tag}/" for tag in ("fr", "en", "zh-Hans")} | {"x-default": BASE}
    assert alternates("index.html") == alternates("zh-Hans/index.html") == expected


def test_x_default_without_the_source_is_the_first_version() -> None:
    site = build_site([publication("a", locale, AR) for locale in (ZH, EN)], SETTINGS)
    found = page("zh-Hans/a/index.html", site).xpath("//link[@hreflang='x-default']/@href")
    assert found == [f"{BASE}en/a/"]


@pytest.mark.parametrize("url", ["quai.md", "/fr/quai/", "the\u0301.md", "th%C3%A9.md"])
def test_links_to_old_addresses_and_other_normal_forms_lead_on(url: str) -> None:
    """As the page that stands at an old address does; so no rename takes links from pages."""
    pages = (
        publication("workshop", body=f"[x]({url})"),
        replace(publication("port"), aliases=("quai",)),
        publication("th\u00e9"),
    )
    site = build_site(pages, SETTINGS)
    (link,) = page("fr/workshop/index.html", site).xpath("//div[@class='prose']//a/@href")
    assert link == ("../port/index.html" if "quai" in url else "../th%C3%A9/index.html")


def test_the_switcher_keeps_the_reader_on_the_article_where_it_can() -> None:
    links = page("en/port/index.html").xpath("//nav[@class='languages']//a")
    found = {link.get("hreflang"): (link.get("href"), link.get("class")) for link in links}
    assert found == {
        "fr": ("../../fr/port/index.html", None),
        "en": ("index.html", None),
        "zh-Hans": ("../../zh-Hans/index.html", "elsewhere"),
    }
    assert [link.get("hreflang") for link in links if link.get("aria-current")] == ["en"]
    names = [link.find("span") for link in links]
    assert [(name.get("lang"), name.text) for name in names] == [
        ("fr", "Français"),
        ("en", "English"),
        ("zh-Hans", "中文"),
    ]


def test_feeds_are_atom() -> None:
    root = etree.fromstring(SITE["fr/feed.xml"])
    assert root.tag == f"{ATOM}feed"
    for parent in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert parent.find(f"{ATOM}{name}") is not None
    assert [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")] == [
        "Port",
        "Title news/rain",
    ]
    assert root.findtext(f"{ATOM}updated") == "2026-03-24T00:00:00Z"
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == f"{BASE}fr/port/"


def links(parent: etree._Element) -> list[tuple[str | None, ...]]:
    """What each link of a feed or entry says: rel, type, hreflang, address."""
    names = ("rel", "type", "hreflang", "href")
    return [tuple(map(link.get, names)) for link in parent.findall(f"{ATOM}link")]


def test_links_of_feeds_say_what_they_lead_to() -> None:
    root = etree.fromstring(SITE["zh-Hans/feed.xml"])
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-Hans"
    assert links(root) == [
        ("self", "application/atom+xml", None, f"{BASE}zh-Hans/feed.xml"),
        ("alternate", "text/html", "zh-Hans", f"{BASE}zh-Hans/"),
    ]
    (entry,) = root.iter(f"{ATOM}entry")
    assert links(entry) == [
        ("alternate", "text/html", tag, f"{BASE}{tag}/news/rain/")
        for tag in ("zh-Hans", "fr", "en")
    ]


@pytest.mark.parametrize("path", [path for path in SITE if path.endswith("feed.xml")])
def test_feeds_hold_what_rfc_4287_asks_for(path: str) -> None:
    root = etree.fromstring(SITE[path])
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    for parent in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1
        for name in ("published", "summary", "generator"):
            assert len(parent.findall(f"{ATOM}{name}")) <= 1
        alternate = [link[1:3] for link in links(parent) if link[0] == "alternate"]
        assert alternate
        assert len(alternate) == len(set(alternate))
        for link in links(parent):
            assert urlsplit(link[3]).scheme == "https"
    for element in root.iter(f"{ATOM}updated", f"{ATOM}published"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", element.text or "")


def test_a_feed_keeps_the_name_its_readers_know_a_page_by() -> None:
    site = build_site([publication("new", id=f"{BASE}fr/old/")], SETTINGS)
    entry = etree.fromstring(site["fr/feed.xml"]).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"{BASE}fr/old/"
    assert links(entry)[0][3] == f"{BASE}fr/new/"


def test_an_empty_locale_has_an_index_and_a_feed_as_old_as_the_news_of_the_site() -> None:
    site = build_site([publication()], SETTINGS)
    feed = etree.fromstring(site["zh-Hans/feed.xml"])
    assert feed.find(f"{ATOM}entry") is None
    assert feed.findtext(f"{ATOM}updated") == "2026-03-24T00:00:00Z"
    assert "该语种暂无文章。" in site["zh-Hans/index.html"].decode()


def test_a_site_without_articles_has_no_feed_and_leads_to_none() -> None:
    site = build_site([], SETTINGS)
    assert not [path for path in site if path.endswith("feed.xml")]
    assert "该语种暂无文章。" in site["zh-Hans/index.html"].decode()
    assert "feed.xml" not in site["zh-Hans/index.html"].decode()


def test_the_sitemap_names_every_page_and_its_languages() -> None:
    root = etree.fromstring(SITE["sitemap.xml"])
    locations = [url.findtext(f"{SITEMAP}loc", "") for url in root]
    listed = [path for path in PAGES if not re.search("404.html$|/archive/|/search/", path)]
    pages = {BASE + path.removesuffix("index.html") for path in listed}
    assert sorted(locations) == sorted(pages)
    for url in root:
        links = {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
        path = url.findtext(f"{SITEMAP}loc", "").removeprefix(BASE) + "index.html"
        assert links == alternates(path)
    assert f"Sitemap: {BASE}sitemap.xml" in SITE["robots.txt"].decode()


def test_indexes_list_the_newest_first_with_what_readers_choose_by() -> None:
    root = page("fr/index.html")
    assert texts(root, "//main//h2") == ["Port", "Title news/rain"]
    assert texts(root, "//main//time") == ["1er mai 2026", "24 mars 2026"]
    assert texts(root, "//article/p") == ["A summary."]
    assert root.xpath("//main//img/@src") == ["../media/news/images/a.svg"]


def test_the_root_offers_the_languages_in_their_own_words() -> None:
    root = page("index.html")
    choices = root.xpath("//nav[@class='choices']//li")
    assert [choice.get("lang") for choice in choices] == ["fr", "en", "zh-Hans"]
    assert texts(root, "//p[@class='count']") == ["2 articles", "2 articles", "1篇文章"]
    assert not root.xpath("//meta[@http-equiv='refresh']")


@pytest.mark.parametrize("base", ["https://example.org", "https://example.org/sub/"])
def test_the_404_page_works_at_any_depth(base: str) -> None:
    root = page("404.html", build_site([], replace(SETTINGS, base_url=base)))
    prefix = urlsplit(base).path.rstrip("/")
    assert f"{prefix}/zh-Hans/index.html" in root.xpath("//main//a/@href")
    assert root.xpath("//link[@rel='stylesheet']/@href")[0].startswith(f"{prefix}/assets/")


def test_the_page_says_what_it_is() -> None:
    site = build_site(
        [
            publication(
                locale=ZH,
                fields={
                    "title": "题目",
                    "date": "2017-03-31",
                    "dateline": "南宁",
                    "summary": "提要",
                    "keywords": ["一", "二"],
                    "contact": "电话 +86 138 1120 9875, a@example.org",
                    "source": "https://iom.example/a?b=1&c",
                    "author": "作者",
                },
                body="字" * 2000,
            ),
            publication(),
        ],
        SETTINGS,
    )
    root = page("zh-Hans/news/rain/index.html", site)
    assert root.xpath("//title/text()") == ["题目 · 新闻"]
    assert root.xpath("//meta[@name='description']/@content") == ["提要"]
    assert texts(root, "//h1/preceding-sibling::p/*") == ["南宁", "2017年3月31日"]
    assert texts(root, "//ul[@class='facts']/li") == [
        "作者",
        "译自法文",
        "阅读约需8分钟",
        "2,000字",
    ]
    assert root.xpath("//ul[@class='facts']//a/@href") == [
        "../../authors/%E4%BD%9C%E8%80%85/index.html",
        "../../../fr/news/rain/index.html",
    ]
    assert root.xpath("//aside[@class='contact']//a/@href") == [
        "tel:+8613811209875",
        "mailto:a@example.org",
    ]
    assert texts(root, "//ul[@class='keywords']/li") == ["一", "二"]
    assert root.xpath("//dl//a/@href") == [
        "../../tags/%E4%B8%80/index.html",
        "../../tags/%E4%BA%8C/index.html",
        "https://iom.example/a?b=1&c",
    ]


def test_linked_data_describes_the_article() -> None:
    data = json.loads(page("en/news/rain/index.html").xpath("//script/text()")[0])
    assert data["@type"] == "NewsArticle"
    assert data["inLanguage"] == "en"
    assert data["datePublished"] == "2026-03-24"
    assert data["image"] == [f"{BASE}media/news/images/a.svg"]
    assert data["translationOfWork"]["@id"] == f"{BASE}fr/news/rain/"


def test_what_is_not_the_last_word_says_so() -> None:
    assert "February 1, 2026" in texts(page("en/news/rain/index.html"), "//p[@class='notice']")[0]
    draft = page("en/port/index.html")
    assert draft.xpath("//p[@class='notice draft']")
    assert draft.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert not page("fr/port/index.html").xpath("//*[contains(@class, 'notice')]")


def test_a_language_without_a_catalogue_reads_english_with_its_own_dates() -> None:
    site = build_site([publication(locale=Locale("es"), body=BODY)], SETTINGS)
    root = page("es/news/rain/index.html", site)
    assert texts(root, "//time") == ["24 de marzo de 2026"]
    contents = root.xpath("//a[@class='skip']")[0]
    assert (contents.text, contents.get("lang")) == ("Skip to content", "en")


def test_right_to_left() -> None:
    site = build_site([publication("a", AR, AR, body="نص")], replace(SETTINGS, locales=(AR, EN)))
    assert page("ar/a/index.html", site).get("dir") == "rtl"
    assert page("en/index.html", site).get("dir") == "ltr"


@pytest.mark.parametrize(
    ("text", "shown", "iso"),
    [
        ("2017-03-31", "31 mars 2017", ["2017-03-31"]),
        (date(2017, 4, 1), "1er avril 2017", ["2017-04-01"]),
        (datetime(2017, 3, 31, 12, 0), "31 mars 2017", ["2017-03-31T12:00:00"]),
        ("2017-03-31 08:30 +0800", "31 mars 2017", ["2017-03-31T08:30:00+08:00"]),
        ("2017-03-31T08:30Z", "31 mars 2017", ["2017-03-31T08:30:00+00:00"]),
        ("31 mars 2017", "", []),  # the check `fields` names these; no page shows them
        (2017, "", []),
        ("2017-02-30", "", []),
        (["2017"], "", []),
    ],
)
def test_dates_as_people_write_them(text: object, shown: str, iso: list[str]) -> None:
    site = build_site([publication(fields={"title": "T", "date": text})], SETTINGS)
    root = page("fr/news/rain/index.html", site)
    assert "".join(texts(root, "//time")) == shown
    assert root.xpath("//time/@datetime") == iso


def test_the_first_of_a_month_is_an_ordinal_number_in_french_alone() -> None:
    fields = {"title": "T", "date": date(2026, 5, 1)}
    versions = [
        publication(locale=each, fields=fields, follows="2026-03-01") for each in (FR, EN, ZH)
    ]
    site = build_site(versions, SETTINGS)
    for tag, day, follows in (
        ("fr", "1<sup>er</sup> mai 2026", "1<sup>er</sup> mars 2026"),
        ("en", "May 1, 2026", "March 1, 2026"),
        ("zh-Hans", "2026年5月1日", "2026年3月1日"),
    ):
        for path in (f"{tag}/index.html", f"{tag}/news/rain/index.html"):
            assert f'2026-05-01">{day}</time>' in site[path].decode()
        assert follows in site[f"{tag}/news/rain/index.html"].decode()


def test_dates_numbers_and_lists_are_those_of_the_region_that_the_project_chose() -> None:
    fields = {
        "title": "T", "date": date(2026, 6, 18), "dateline": "York", "author": ["A", "B", "C"],
    }  # fmt: skip
    versions = [
        publication(locale=each, fields=fields, follows="2026-03-31", body="mot " * 1234)
        for each in (FR, EN, ZH)
    ]
    american = build_site(versions, SETTINGS)
    british = build_site(versions, replace(SETTINGS, profiles=("fr-CH", "en-GB", "zh-Hant")))
    for tag, site, day, follows, names, count in (
        ("en", american, "June 18, 2026", "March 31, 2026", "A, B, and C", "1,234"),
        ("en", british, "18 June 2026", "31 March 2026", "A, B and C", "1,234"),
        ("fr", american, "18 juin 2026", "31 mars 2026", "A, B et C", "1\u202f234"),
        ("fr", british, "18 juin 2026", "31 mars 2026", "A, B et C", "1'234"),
        ("zh-Hans", british, "2026年6月18日", "2026年3月31日", "A、B和C", "1,234"),
    ):
        root = page(f"{tag}/news/rain/index.html", site)
        assert page_text(root, "//header/p[@class='dateline']") == f"York\xa0· {day}"
        facts = page_text(root, "//ul[@class='facts']")
        assert names in facts and count in facts
        for path in ("news/rain/index.html", "feed.xml"):
            assert follows in site[f"{tag}/{path}"].decode()
        assert day in page(f"{tag}/index.html", site).text_content()
    assert "18 June 2026" in page("index.html", british).text_content()


@pytest.mark.parametrize(
    ("fields", "names", "shown"),
    [
        ({"author": "A. Nom"}, ["A. Nom"], ["A. Nom", "A. Nom", "A. Nom"]),
        ({"author": ["A", "B"]}, ["A", "B"], ["A et B", "A and B", "A和B"]),
        ({"authors": [{"name": "A"}, "B", "C"]}, ["A", "B", "C"],
         ["A, B et C", "A, B, and C", "A、B和C"]),
        ({"author": [None, {}, "<b>"]}, ["<b>"], ["<b>", "<b>", "<b>"]),
    ],
)  # fmt: skip
def test_authors_are_listed_as_the_language_lists(
    fields: dict[str, object], names: list[str], shown: list[str]
) -> None:
    versions = [publication(locale=each, fields={"title": "T"} | fields) for each in (FR, EN, ZH)]
    site = build_site(versions, SETTINGS)
    for tag, line in zip(("fr", "en", "zh-Hans"), shown, strict=True):
        root = page(f"{tag}/news/rain/index.html", site)
        assert texts(root, "//ul[@class='facts']/li")[0] == line
        assert root.xpath("//meta[@name='author']/@content") == names
        (data,) = (json.loads(each) for each in root.xpath("//script/text()"))
        people = data["author"] if isinstance(data["author"], list) else [data["author"]]
        assert [each["name"] for each in people] == names


@pytest.mark.parametrize("path", PAGES)
def test_addresses_of_pages_are_valid(path: str) -> None:
    for url in page(path).xpath("//@href | //@src"):
        assert not re.search(r"[\s<>\"{}|\\^`]", url), url


def test_tags_are_words_of_the_article() -> None:
    fields = {"title": "T", "keywords": "mer, pluie", "tags": ["pluie", "port"]}
    root = page("fr/news/rain/index.html", build_site([publication(fields=fields)], SETTINGS))
    assert texts(root, "//ul[@class='keywords']/li") == ["mer", "pluie", "port"]
    assert root.xpath("//meta[@property='article:tag']/@content") == ["mer", "pluie", "port"]


@pytest.mark.parametrize(
    "fields",
    [
        {"image": "images/b.png", "image_alt": "Un <quai>", "image_caption": "Le soir"},
        {"image": "/news/images/b.png", "image_alt": "Un <quai>", "caption": "Le soir"},
        {"image": {"src": "images/b.png", "alt": "Un <quai>", "caption": "Le soir"}},
    ],
)
def test_the_image_of_the_article_stands_on_its_page_and_in_lists(
    fields: dict[str, object],
) -> None:
    shown = publication(fields={"title": "T"} | fields, body="![c](images/c.png)")
    assert [use.path for use in media_uses(shown)] == ["news/images/b.png", "news/images/c.png"]
    site = build_site([shown], SETTINGS)
    root = page("fr/news/rain/index.html", site)
    (figure,) = root.xpath("//figure[@class='lead']")
    assert figure.xpath("img/@src") == ["../../../media/news/images/b.png"]
    assert figure.xpath("img/@alt") == ["Un <quai>"]
    assert texts(figure, "figcaption") == ["Le soir"]
    assert root.xpath("//meta[@property='og:image']/@content") == [
        f"{BASE}media/news/images/b.png", f"{BASE}media/news/images/c.png",
    ]  # fmt: skip
    assert root.xpath("//meta[@property='og:image:alt']/@content") == ["Un <quai>"]
    assert page("fr/index.html", site).xpath("//main//img/@src") == ["../media/news/images/b.png"]


def test_an_image_that_the_text_shows_is_not_shown_twice() -> None:
    shown = publication(fields={"title": "T", "image": "images/a.svg"}, body=BODY)
    root = page("fr/news/rain/index.html", build_site([shown], SETTINGS))
    assert not root.xpath("//figure[@class='lead']")
    assert len(root.xpath("//main//img")) == 1


@pytest.mark.parametrize(
    ("body", "figures", "text"),
    [
        ('![Alt](https://x.org/a.png "La légende")', ["La légende"], "Alt"),
        ('[![Alt](https://x.org/a.png "图说")](https://x.org/b)', ["图说"], "Alt"),
        ('Before ![Alt](https://x.org/a.png "Caption") after.', [], "Before Alt (Caption) after."),
    ],
)
def test_the_caption_of_an_image_elsewhere_is_shown(
    body: str, figures: list[str], text: str
) -> None:
    root = page("fr/news/rain/index.html", build_site([publication(body=body)], SETTINGS))
    assert root.xpath("//main//figcaption/text()") == figures
    assert text in " ".join(" ".join(root.xpath("//main")[0].itertext()).split())
    assert not root.xpath("//main//img")


def test_an_image_elsewhere_is_a_link_and_one_that_is_none_nothing() -> None:
    for image, links in (
        ("https://x.org/a.png", ["https://x.org/a.png"]),
        ("javascript:alert(1)", []),
        (["//x.org/a.png", "b.png"], ["https://x.org/a.png"]),
        (3, None), ({}, []), ("http://[x", []),
    ):  # fmt: skip
        shown = publication(fields={"title": "T", "image": image, "image_alt": "Alt"})
        if links is None:
            continue
        root = page("fr/news/rain/index.html", build_site([shown], SETTINGS))
        assert root.xpath("//figure[@class='lead']/a/@href") == links
        assert not root.xpath("//main//img")


@pytest.mark.parametrize(
    ("field", "value", "body", "twice"),
    [
        ("contact", "Presse, +33 1 99 00 12 34, a@example.org",
         "x\n\n**Contact** : service de presse, +33 1 99 00 12 34, <a@example.org>.", True),
        ("contact", "新闻处，+33 1 99 00 12 34，a@example.org",
         "联系人：a@example.org，+33199001234", True),
        ("contact", "Presse, +33 1 99 00 12 34, a@example.org", "Écrire à a@example.org.", False),
        ("contact", "Maison des langues", "À la maison des Langues, on répond.", True),
        ("dateline", "Foundiougne (Sénégal)", "**FOUNDIOUGNE (Sénégal), 3 mai** – Texte.", True),
        ("dateline", "南宁", "新华社南宁3月5日电 正文。", False),
        ("dateline", "南宁", "南宁，3月5日：正文。", True),
        ("dateline", "Genève", "Texte sur Genève.", False),
    ],
)  # fmt: skip
def test_what_the_text_says_is_not_said_twice(
    field: str, value: str, body: str, twice: bool
) -> None:
    shown = publication(fields={"title": "T", field: value}, body=body)
    root = page("fr/news/rain/index.html", build_site([shown], SETTINGS))
    found = root.xpath("//aside[@class='contact'] | //header/p[@class='dateline']/span")
    assert bool(found) is not twice


def test_a_source_that_is_no_address_is_not_shown_as_one() -> None:
    fields = {"title": "T", "source": "AFP-2017-dump.txt"}
    root = page("fr/news/rain/index.html", build_site([publication(fields=fields)], SETTINGS))
    assert "dump" not in root.text_content()
    assert "isBasedOn" not in root.text_content()


HOSTILE = (
    "\"><script>alert(1)</script><img src=x onerror=alert(1)>'</title></script>"
    "{{ 1234*1000 }}\x00\ud800"
)


def test_hostile_front_matter_is_text() -> None:
    names = ("title", "summary", "dateline", "author", "date", "contact", "source")
    fields = dict.fromkeys(names, HOSTILE) | {"keywords": [HOSTILE, {"a": HOSTILE}]}
    site = build_site([publication(fields=fields)], SETTINGS)
    for path in site:
        if path.endswith(".html"):
            root = page(path, site)
            scripts = root.xpath("//script[not(@src)]/@type")
            assert set(scripts) <= {"application/ld+json"}
            assert not root.xpath("//@onerror")
            assert "1234000" not in site[path].decode()
    root = page("fr/news/rain/index.html", site)
    title = HOSTILE.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert root.xpath("//h1/text()") == [title]
    assert json.loads(root.xpath("//script/text()")[0])["headline"] == title
    entry = etree.fromstring(site["fr/feed.xml"]).findtext(f"{ATOM}entry/{ATOM}title")
    assert entry == title


@pytest.mark.parametrize(
    "fields",
    [
        {"title": 42, "keywords": 7, "contact": [1, None, {"a": ["b"]}], "summary": ["x"]},
        {"title": True, "keywords": None, "contact": None, "date": {"a": 1}},
        {"title": "T", "keywords": {"a": "b"}, "contact": {"name": "N", "phone": 12}},
    ],
)
def test_front_matter_of_the_wrong_type_does_no_harm(fields: dict[str, object]) -> None:
    assert "fr/news/rain/index.html" in build_site([publication(fields=fields)], SETTINGS)


@pytest.mark.parametrize(
    ("publications", "says"),
    [
        ([publication(fields={})], "no title"),
        ([publication(fields={"title": " "})], "no title"),
        ([publication(updated="yesterday")], "ISO 8601"),
        ([publication(format="docx")], "docx"),
        ([publication(), publication()], "twice"),
        ([publication("../x")], "address of a page"),
        ([publication("a//b")], "address of a page"),
        ([publication("/etc/passwd")], "address of a page"),
        ([publication("a\\b")], "address of a page"),
        ([publication("feed.xml")], "address of a page"),
        ([publication("a/index.html")], "address of a page"),
    ],
)
def test_what_cannot_be_published_is_said(publications: list[Publication], says: str) -> None:
    with pytest.raises(ArticleError, match=says):
        build_site(publications, SETTINGS)


def test_two_locales_in_one_folder_are_refused() -> None:
    locales = (ZH, Locale("zh_Hans"))
    with pytest.raises(ConfigError, match="zh-Hans"):
        build_site([], replace(SETTINGS, locales=locales))
    with pytest.raises(ConfigError, match="without languages"):
        build_site([], replace(SETTINGS, locales=()))


@pytest.mark.parametrize("slug", ["résumé d’avril", "新闻/雨", "a b/100%", "x?y#z", "c:d"])
def test_slugs_of_any_script_are_encoded_in_addresses(slug: str) -> None:
    site = build_site([publication(slug)], SETTINGS)
    href = page("fr/index.html", site).xpath("//h2/a/@href")[0]
    assert re.fullmatch(r"[\w./%~-]+", href, re.ASCII)
    assert unquote(href) == f"{slug}/index.html"
    assert f"fr/{slug}/index.html" in site


@pytest.mark.parametrize(
    ("name", "titles", "shown"),
    [
        ("fr", {"fr": "F", "": "All"}, "F"),
        ("fr_CA", {"fr": "F", "": "All"}, "F"),
        ("en", {"fr": "F", "": "All"}, "All"),
        ("en", {"fr": "F"}, "F"),
        ("en", {}, "news.example.org"),
    ],
)
def test_site_titles_fall_back(name: str, titles: dict[str, str], shown: str) -> None:
    assert SiteSettings(titles, BASE, (FR,)).title(Locale(name)) == shown


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_colours_meet_wcag_aa_in_both_schemes() -> None:
    style = next(SITE[path] for path in SITE if path.endswith(".css")).decode()
    schemes = re.findall(r"--(\w+): (#[0-9a-f]{6})", style)
    for scheme in (dict(schemes[:7]), dict(schemes[7:14])):
        for ground in ("paper", "panel"):
            for ink in ("ink", "soft", "accent"):
                pair = sorted(map(luminance, (scheme[ground], scheme[ink])))
                assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5, (ground, ink)
        pair = sorted(map(luminance, (scheme["marked"], scheme["ink"])))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 4.5
