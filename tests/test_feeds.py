"""Feeds, sitemaps and JSON-LD by the rules of their formats, and what they say of an article."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import count
from typing import Any

import pytest
from lxml import etree

from tests.test_site import BASE, FR, PUBLICATIONS, SETTINGS, SITE, ZH, publication
from workflow.model import Locale
from workflow.model.moments import instant
from workflow.site import SiteSettings, build_site, feeds, sitemaps
from workflow.site.frame import Common, Versions

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = [path for path in SITE if path.endswith("feed.xml")]
JSON_FEEDS = [path for path in SITE if path.endswith("feed.json")]

# The grammar of RFC 4287, as far as it can be told without a co-occurrence constraint; these (an
# author somewhere, no two alternates of one type and language) are asserted below.
GRAMMAR = etree.RelaxNG(
    etree.fromstring("""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="feed"><ref name="common"/>
      <interleave>
        <oneOrMore><ref name="author"/></oneOrMore>
        <zeroOrMore><ref name="category"/></zeroOrMore>
        <optional><element name="generator"><ref name="common"/><text/></element></optional>
        <ref name="id"/>
        <zeroOrMore><ref name="link"/></zeroOrMore>
        <ref name="title"/><ref name="updated"/>
        <zeroOrMore><ref name="entry"/></zeroOrMore>
        <zeroOrMore><ref name="foreign"/></zeroOrMore>
      </interleave>
    </element>
  </start>
  <define name="entry">
    <element name="entry"><ref name="common"/>
      <interleave>
        <zeroOrMore><ref name="author"/></zeroOrMore>
        <zeroOrMore><ref name="category"/></zeroOrMore>
        <optional><element name="content">
          <ref name="common"/><ref name="type"/><text/></element></optional>
        <ref name="id"/>
        <oneOrMore><ref name="link"/></oneOrMore>
        <optional><element name="published"><ref name="date"/></element></optional>
        <optional><element name="summary"><ref name="common"/>
          <optional><ref name="type"/></optional><text/></element></optional>
        <ref name="title"/><ref name="updated"/>
        <zeroOrMore><ref name="foreign"/></zeroOrMore>
      </interleave>
    </element>
  </define>
  <define name="common">
    <optional><attribute name="xml:lang"><data type="language"/></attribute></optional>
    <optional><attribute name="xml:base"><data type="anyURI"/></attribute></optional>
  </define>
  <define name="type">
    <attribute name="type"><choice><value>text</value><value>html</value></choice></attribute>
  </define>
  <define name="date">
    <data type="dateTime"><param name="pattern">.*T.*(Z|[+\\-]\\d\\d:\\d\\d)</param></data>
  </define>
  <define name="address"><data type="anyURI"><param name="pattern">https?://.+</param></data></define>
  <define name="id"><element name="id"><ref name="common"/><ref name="address"/></element></define>
  <define name="title"><element name="title"><ref name="common"/><text/></element></define>
  <define name="updated"><element name="updated"><ref name="date"/></element></define>
  <define name="author">
    <element name="author"><ref name="common"/>
      <element name="name"><data type="string"><param name="minLength">1</param></data></element>
    </element>
  </define>
  <define name="category">
    <element name="category"><ref name="common"/>
      <attribute name="term"/>
      <optional><attribute name="scheme"><data type="anyURI"/></attribute></optional>
      <optional><attribute name="label"/></optional>
    </element>
  </define>
  <define name="link">
    <element name="link"><ref name="common"/>
      <attribute name="href"><ref name="address"/></attribute>
      <optional><attribute name="rel"/></optional>
      <optional><attribute name="type"><data type="string">
        <param name="pattern">.+/.+</param></data></attribute></optional>
      <optional><attribute name="hreflang"><data type="language"/></attribute></optional>
    </element>
  </define>
  <define name="foreign">
    <element><anyName><except><nsName/></except></anyName>
      <zeroOrMore><choice><attribute><anyName/></attribute><text/></choice></zeroOrMore>
    </element>
  </define>
</grammar>
""")
)
SCHEMA = etree.XMLSchema(
    etree.fromstring("""
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"
           xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
           targetNamespace="http://www.sitemaps.org/schemas/sitemap/0.9">
  <xs:simpleType name="loc"><xs:restriction base="xs:anyURI">
    <xs:minLength value="12"/><xs:maxLength value="2048"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="time"><xs:union memberTypes="xs:date xs:dateTime"/></xs:simpleType>
  <xs:element name="urlset"><xs:complexType><xs:sequence>
    <xs:element name="url" maxOccurs="50000"><xs:complexType><xs:sequence>
      <xs:element name="loc" type="loc"/>
      <xs:element name="lastmod" type="time" minOccurs="0"/>
      <xs:any namespace="##other" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
  <xs:element name="sitemapindex"><xs:complexType><xs:sequence>
    <xs:element name="sitemap" maxOccurs="50000"><xs:complexType><xs:sequence>
      <xs:element name="loc" type="loc"/>
      <xs:element name="lastmod" type="time" minOccurs="0"/>
    </xs:sequence></xs:complexType></xs:element>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>
""")
)


class Addresses(HTMLParser):
    """What a piece of HTML leads to or loads, and its ids."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src", "cite", "poster"):
                self.found.append(value or "")
            elif name == "srcset":
                self.found += [each.split()[0] for each in (value or "").split(", ")]
            elif name == "id":
                self.ids.append(value or "")


def found_in(root: Any, path: str) -> list[str]:
    """The texts that an XPath finds."""
    return list(map(str, root.xpath(path)))


def breaches(feed: Mapping[str, Any]) -> list[str]:
    """What of JSON Feed 1.1's rules a feed breaks (https://www.jsonfeed.org/version/1.1/)."""
    own = {"version", "title", "home_page_url", "feed_url", "authors", "language", "items"}
    item = {
        "id", "url", "title", "content_html", "summary", "image", "date_published",
        "date_modified", "authors", "tags", "language",
    }  # fmt: skip
    found = [] if feed["version"] == "https://jsonfeed.org/version/1.1" else ["version"]
    found += [name for name in feed if name not in own and not name.startswith("_")]
    for each in feed["items"]:
        found += [name for name in each if name not in item and not name.startswith("_")]
        found += [name for name in ("id", "content_html") if not isinstance(each[name], str)]
        found += ["url"] * (not each["url"].startswith("https://"))
        for name in ("date_published", "date_modified"):
            stamp = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)"
            found += [name] * (name in each and not re.fullmatch(stamp, each[name]))
        found += ["authors"] * any(not author["name"] for author in each.get("authors", ()))
        found += [
            name for name, value in each.items() if name[0] == "_" and type(value) is not dict
        ]
    ids = [each["id"] for each in feed["items"]]
    return found + ["ids"] * (len(ids) != len(set(ids)))


@pytest.mark.parametrize("path", FEEDS)
def test_atom_is_what_its_grammar_says(path: str) -> None:
    root = etree.fromstring(SITE[path])
    assert GRAMMAR.validate(root), GRAMMAR.error_log
    for each in root.iter(f"{ATOM}entry"):
        links = [(link.get("type"), link.get("hreflang")) for link in each.iter(f"{ATOM}link")]
        assert len(links) == len(set(links))
    newest = max(each.text or "" for each in root.iter(f"{ATOM}updated"))
    assert root.findtext(f"{ATOM}updated") == newest


@pytest.mark.parametrize(
    "fault", ["<updated>2026-03-24</updated>", "<id/>", "<entry/>", "<author/>"]
)
def test_the_grammar_sees_faults(fault: str) -> None:
    data = SITE["fr/feed.xml"].decode()
    name = re.findall(r"\w+", fault)[0]
    broken = re.sub(rf"<{name}>.*?</{name}>", fault, data, count=1, flags=re.DOTALL)
    assert broken != data
    assert not GRAMMAR.validate(etree.fromstring(broken.encode()))


@pytest.mark.parametrize("path", JSON_FEEDS)
def test_a_json_feed_says_what_the_atom_feed_says(path: str) -> None:
    feed = json.loads(SITE[path])
    root = etree.fromstring(SITE[path.replace(".json", ".xml")])
    assert breaches(feed) == []
    assert feed["feed_url"] == f"{BASE}{path}"
    assert feed["language"] == root.get("{http://www.w3.org/XML/1998/namespace}lang")
    entries = list(root.iter(f"{ATOM}entry"))
    assert [each["id"] for each in feed["items"]] == [e.findtext(f"{ATOM}id") for e in entries]
    for item, entry in zip(feed["items"], entries, strict=True):
        assert item["content_html"] == entry.findtext(f"{ATOM}content")
        assert item["date_modified"] == entry.findtext(f"{ATOM}updated")
        links = [(each.get("hreflang"), each.get("href")) for each in entry.iter(f"{ATOM}link")]
        own, *others = links
        assert own == (item["language"], item["url"])
        alternates = item.get("_workflow", {"alternates": []})["alternates"]
        assert [(each["language"], each["url"]) for each in alternates] == others


def test_pages_name_both_feeds() -> None:
    root: Any = etree.HTML(SITE["fr/port/index.html"])
    links = root.xpath("//link[@rel='alternate'][@title]")
    assert [(each.get("type"), each.get("href")) for each in links] == [
        ("application/atom+xml", "../feed.xml"),
        ("application/feed+json", "../feed.json"),
    ]


BODY = """
![Le port](../images/port.jpg "Au matin")

Voir [la note](#notes), [la mer](mer.md), [ailleurs](https://example.org/x?a=1&b=2),
[le plan](plan.pdf).[^1]

| a | b |
| - | - |
| `<p class="x" href="y">` | 2 |

## Notes

[^1]: Une note.
"""


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/journal"])
def test_contents_have_no_relative_address_and_no_id(base: str) -> None:
    site = build_site(
        [
            publication("news/port", body=BODY, fields={"title": "Port", "image": "i.png"}),
            publication("news/mer", body="x", fields={"title": "Mer"}),
        ],
        replace(SETTINGS, base_url=base),
    )
    root = etree.fromstring(site["fr/feed.xml"])
    found = {}
    for entry in root.iter(f"{ATOM}entry"):
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "html"
        assert content.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
        found[entry.findtext(f"{ATOM}title")] = Addresses(content.text or "")
    home = base.rstrip("/")
    assert not found["Port"].ids
    assert list(dict.fromkeys(found["Port"].found)) == [
        f"{home}/media/news/i.png",
        f"{home}/media/images/port.jpg",
        f"{home}/fr/news/port/#notes",
        f"{home}/fr/news/mer/",
        "https://example.org/x?a=1&b=2",
        f"{home}/media/news/plan.pdf",
        f"{home}/fr/news/port/#fn:1",
        f"{home}/fr/news/port/#fnref:1",
    ]


def test_contents_are_those_of_the_page_with_its_notices() -> None:
    late = publication(
        "port", ZH, FR, body="正文。\n", follows="2026-02-01", overtaken="2026-02-03"
    )
    site = build_site([publication("port"), late], SETTINGS)
    content = etree.fromstring(site["zh-Hans/feed.xml"]).findtext(f"{ATOM}entry/{ATOM}content")
    page = site["zh-Hans/port/index.html"].decode()
    said = re.search(r'<p class="notice">([^<]+)', page)
    assert said is not None
    assert content is not None
    assert said[1].strip() in content
    assert f'href="{BASE}fr/port/"' in content
    assert "<p>正文。</p>" in content
    entry = etree.fromstring(site["zh-Hans/feed.xml"]).findtext(f"{ATOM}entry/{ATOM}updated")
    assert instant(entry) == instant(late.updated)  # the translation did not change


def test_a_feed_has_the_newest_articles_alone() -> None:
    first = date(2025, 1, 1)
    many = [
        publication(f"a{number:03}", fields={"title": "A", "date": first + timedelta(number)})
        for number in range(feeds.NEWEST + 5)
    ]
    site = build_site(many, SETTINGS)
    root = etree.fromstring(site["fr/feed.xml"])
    ids = [each.text for each in root.iterfind(f"{ATOM}entry/{ATOM}id")]
    assert ids == [f"{BASE}fr/a{number:03}/" for number in range(feeds.NEWEST + 4, 4, -1)]
    assert len(json.loads(site["fr/feed.json"])["items"]) == feeds.NEWEST


def test_a_sitemap_is_what_its_schema_says() -> None:
    root = etree.fromstring(SITE["sitemap.xml"])
    assert SCHEMA.validate(root), SCHEMA.error_log
    modified = found_in(root, "//*[local-name()='lastmod']/text()")
    assert {instant(each) for each in modified} == {instant(each.updated) for each in PUBLICATIONS}


def test_a_sitemap_that_is_too_large_is_spread_over_files(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = count()
    many = [publication(f"a{next(numbers)}", updated=f"2026-03-{day:02}") for day in range(1, 11)]
    whole = etree.fromstring(build_site(many, SETTINGS)["sitemap.xml"])
    monkeypatch.setattr(sitemaps, "MOST", 4 + len(SETTINGS.locales) + 1)
    site = build_site(many, SETTINGS)
    index = etree.fromstring(site["sitemap.xml"])
    assert SCHEMA.validate(index), SCHEMA.error_log
    found, newest = [], []
    for address in found_in(index, "//*[local-name()='loc']/text()"):
        root = etree.fromstring(site[address.removeprefix(BASE)])
        assert SCHEMA.validate(root), SCHEMA.error_log
        assert len(root) <= sitemaps.MOST
        found += found_in(root, "//*[local-name()='loc']/text()")
        newest.append(max(found_in(root, "//*[local-name()='lastmod']/text()")))
    assert len(newest) == 3
    assert found == found_in(whole, "//*[local-name()='loc']/text()")
    assert newest == found_in(index, "//*[local-name()='lastmod']/text()")


def test_no_file_of_a_sitemap_is_larger_than_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "LARGEST", 20_000)
    locales = tuple(map(Locale, ("fr", "en", "zh", "zh_Hant", "de", "ar")))
    common = Common(locales[0], "T", "https://example.org/a/", locales, filled=True)
    versions = Versions(locales, locales[0])
    when = instant("2026-03-24T06:00:00.123456+05:45")
    assert when is not None
    slugs = [f"新闻/{'é' * (number % 60)}&{number}" for number in range(40)]
    places = tuple((slug, locale, when, versions) for slug in slugs for locale in locales)
    some = sitemaps.spread(common, slugs, places)
    assert tuple(each for part in some for each in part) == places
    assert len(some) > 1
    assert all(len(sitemaps.sitemap("", common, part)) <= 20_000 for part in some)


def data_of(page: bytes) -> dict[str, Any]:
    script = etree.HTML(page).findtext(".//script")
    found: dict[str, Any] = json.loads(script or "")
    return found


def test_an_original_and_its_translations_name_each_other() -> None:
    original = data_of(SITE["fr/port/index.html"])
    translation = data_of(SITE["en/port/index.html"])
    assert [each["@id"] for each in original["workTranslation"]] == [translation["@id"]]
    assert translation["translationOfWork"]["@id"] == original["@id"]
    assert "translationOfWork" not in original
    assert "workTranslation" not in translation


def test_open_graph_names_the_languages() -> None:
    root: Any = etree.HTML(SITE["zh-Hans/news/rain/index.html"])
    said = [
        (each.get("property"), each.get("content"))
        for each in root.xpath("//meta[starts-with(@property, 'og:locale')]")
    ]
    assert said == [
        ("og:locale", "zh_CN"),
        ("og:locale:alternate", "fr_FR"),
        ("og:locale:alternate", "en_US"),
    ]


def test_a_site_without_articles_has_no_feed() -> None:
    site = build_site([], SiteSettings({}, BASE, SETTINGS.locales))
    assert not [path for path in site if "feed" in path]
