"""The site file by file: what each is made of is told by cards, and its key covers all of it."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.test_site import BODY, PUBLICATIONS, SETTINGS, SITE, publication
from workflow.model import Locale
from workflow.site import (
    Card,
    Content,
    Publication,
    Site,
    SiteSettings,
    Task,
    addresses,
    build_site,
    describe,
    render_whole,
)
from workflow.site.theme import NO_THEME, Theme

LOCALES = tuple(map(Locale, ("fr", "en", "zh")))
BODIES = (
    "",
    "Text.",
    BODY,
    "# Rain\n\n## Sea [a](b.md)\n\n[b](/en/a/) [c](old.md) ![x](i.svg)\n",
    "## 雨\n\n## Sea\n\nPlace, 3 May. [n](n/c.md#x) [up](../a.md)\n",
    '<h2 id="own">Own</h2>\n\n> [!NOTE]\n> A note.[^1]\n\n[^1]: Foot.\n',
)
FIELDS = {
    "title": st.sampled_from(("Rain", "Sea", "雨 & <sea>", 'A "b"')),
    "date": st.sampled_from(
        (None, date(2026, 3, 24), "2026-03-25T08:00:00+02:00", "2026-03-25T06:00:00Z")
    ),
    "summary": st.sampled_from(("", "A summary.", "Other.")),
    "dateline": st.sampled_from(("", "Place")),
    "keywords": st.sampled_from(((), ["a", "b"], ["B"], "气候, a", ["A b", "page"])),
    "author": st.sampled_from((None, "A. B.", ["A", "B"])),
    "kind": st.sampled_from((None, None, "page")),
    "menu": st.sampled_from((None, "header", "footer")),
    "order": st.sampled_from((None, 1, "-2")),
    "image": st.sampled_from((None, "i.svg", {"src": "j.svg", "alt": "J"})),
    "contact": st.sampled_from((None, "a@example.org", "+33 1 99 00 12 34")),
    "source": st.sampled_from((None, "https://example.org/a")),
}
OWN = {
    "body": st.sampled_from(BODIES),
    "updated": st.sampled_from(("2026-03-24", "2026-03-24T06:00:00Z")),
    "follows": st.sampled_from((None, "2026-02-01")),
    "overtaken": st.sampled_from(("", "2026-02-03")),
    "id": st.sampled_from(("", "https://example.org/old/")),
    "aliases": st.sampled_from(((), ("old",), ("en/old", "old/er"))),
    "places": st.sampled_from(({}, {"i.svg": "media/i.svg"}, {"i.svg": "media/i.1.svg"})),
    "older_ids": st.booleans(),
    "draft": st.booleans(),
    "untranslated": st.booleans(),
    "source_locale": st.sampled_from(LOCALES),
    "format": st.sampled_from(("markdown", "markdown", "html", "text")),
}
THEMES = (
    NO_THEME,
    Theme.of("theme", {"extra.css": "p { color: red }\n"}, {"logo.svg": b"<svg/>"}),
    Theme.of(
        "theme",
        {
            "templates/article.html.j2": "{% extends 'default/article.html.j2' %}"
            "{% block beside %}{{ super() }}<p>{{ card.title }}</p>{% endblock %}"
        },
        {},
    ),
)
SITES = {
    "titles": st.sampled_from(({}, {"": "News"}, {"fr": "Nouvelles", "en": "News"})),
    "base_url": st.sampled_from(("https://example.org/", "https://example.org/a")),
    "locales": st.permutations(LOCALES).map(tuple),
    "page_size": st.sampled_from((1, 2, 20)),
    "theme": st.sampled_from(THEMES),
}

State = tuple[dict[tuple[str, Locale], Publication], SiteSettings]


def shown(state: State) -> tuple[Site, dict[str, bytes]]:
    publications, site = state
    return Site(map(describe, publications.values()), site, "p"), build_site(
        tuple(publications.values()), site
    )


@st.composite
def edited(draw: st.DrawFn, state: State) -> State:
    """The state after one thing changed, or an article came or went."""
    publications, site = dict(state[0]), state[1]
    key = draw(st.sampled_from(("a", "b", "n/c"))), draw(st.sampled_from(LOCALES))
    if key not in publications:
        publications[key] = publication(key[0], key[1], LOCALES[0])
    elif draw(st.integers(0, 9)) == 0:
        del publications[key]
        return publications, site
    what = draw(st.sampled_from((*FIELDS, *OWN, *SITES)))
    if what in SITES:
        values: dict[str, Any] = {what: draw(SITES[what])}
        return publications, replace(site, **values)
    old = publications[key]
    change: dict[str, Any] = (
        {what: draw(OWN[what])}
        if what in OWN
        else {"fields": {**old.fields, what: draw(FIELDS[what])}}
    )
    publications[key] = replace(old, **change)
    return publications, site


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_one_key_stands_for_the_same_bytes_in_every_state_of_a_site(data: st.DataObject) -> None:
    state: State = ({}, SETTINGS)
    seen: dict[str, bytes] = {}
    for _ in range(12):
        state = data.draw(edited(state))
        site, files = shown(state)
        assert list(site) == list(files)
        for path, task in site.items():
            assert seen.setdefault(task.key, files[path]) == files[path], path


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_files_are_made_one_by_one_in_any_order_from_what_was_kept(data: st.DataObject) -> None:
    state: State = ({}, SETTINGS)
    for _ in range(data.draw(st.integers(1, 8))):
        state = data.draw(edited(state))
    _, files = shown(state)
    contents = {key: Content.of(each).dump() for key, each in state[0].items()}
    cards = [describe(each).dump() for each in state[0].values()]
    site = Site(map(Card.load, cards), state[1])
    for path in data.draw(st.permutations(list(site))):
        task = site[path]
        found = render_whole(task, lambda card: Content.load(contents[card.slug, card.locale]))
        assert found == files[path]


def _made(job: tuple[Task, dict[tuple[str, Locale], Content]]) -> bytes:
    task, contents = job
    return render_whole(task, lambda card: contents[card.slug, card.locale])


def test_files_are_made_in_other_processes() -> None:
    contents = {(each.slug, each.locale): Content.of(each) for each in PUBLICATIONS}
    site = Site(map(describe, PUBLICATIONS), SETTINGS)
    jobs = [(task, contents) for task in site.values()]
    with ProcessPoolExecutor(2) as executor:
        assert dict(zip(site, executor.map(_made, jobs), strict=True)) == SITE


def changed(before: Sequence[Publication], after: Sequence[Publication]) -> set[str]:
    """The paths of files that are new or other than they were, by their keys."""
    old, new = (Site(map(describe, each), SETTINGS) for each in (before, after))
    return {path for path, task in new.items() if path not in old or old[path].key != task.key}


def feeds_of(*tags: str) -> set[str]:
    """The feeds of languages."""
    return {f"{tag}/feed.{ending}" for tag in tags for ending in ("json", "xml")}


WORDS = "search/fr/words-0.txt"
"""All words of few articles."""
SHOWN = "search/fr/pages-0.json"
MANY = tuple(publication(f"a{number}", locale) for number in range(9) for locale in LOCALES[:2])


@pytest.mark.parametrize(
    ("change", "paths"),
    [
        ({"body": "Other."}, {"fr/a4/index.html", WORDS, *feeds_of("fr")}),
        (
            {"updated": "2026-03-25"},
            {"fr/a4/index.html", "sitemap.xml", *feeds_of("fr", "zh-Hans")},
        ),
        (
            # Its translation takes over the names of its headings.
            {"body": "## Other\n"},
            {"fr/a4/index.html", "en/a4/index.html", WORDS, *feeds_of("fr", "en")},
        ),
        (
            {"fields": {"title": "Title a4", "date": date(2026, 3, 24), "summary": "Other."}},
            {"fr/a4/index.html", "fr/index.html", WORDS, SHOWN, *feeds_of("fr")},
        ),
        (
            # Those before and after it name it below their texts, and two more that are newer.
            {"fields": {"title": "Other", "date": date(2026, 3, 24), "summary": "A summary."}},
            {f"fr/a{number}/index.html" for number in range(1, 5)}
            | {"fr/a5/index.html", "fr/index.html", "fr/archive/2026/index.html", *feeds_of("fr")}
            | {WORDS, SHOWN},
        ),
    ],
)  # fmt: skip
def test_what_did_not_change_has_the_key_it_had(change: dict[str, Any], paths: set[str]) -> None:
    after = [
        replace(each, **change) if each.slug == "a4" and each.locale == LOCALES[0] else each
        for each in MANY
    ]
    assert changed(MANY, after) == paths


def test_another_program_has_other_keys() -> None:
    cards = [describe(each) for each in PUBLICATIONS]
    one, other = (Site(cards, SETTINGS, program) for program in ("1", "2"))
    assert not {task.key for task in one.values()} & {task.key for task in other.values()}


def test_lost_links_are_told_without_a_page_rendered() -> None:
    site = Site(map(describe, PUBLICATIONS), SETTINGS)
    assert [(card.slug, card.locale.name, url) for card, url in site.lost()] == [
        ("news/rain", each, "nowhere.md") for each in ("fr", "en", "zh")
    ]


@pytest.mark.parametrize("kind", [Card, Content])
@pytest.mark.parametrize("data", [b"", b"\xff", b"{}", b"[]", b"1", b"null", b"[1,2]"])
def test_what_is_no_card_or_content_is_refused(kind: type[Card | Content], data: bytes) -> None:
    with pytest.raises(ValueError):
        kind.load(data)


@pytest.mark.parametrize("kind", [Card, Content])
def test_values_of_another_kind_are_refused(kind: type[Card | Content]) -> None:
    kept = (describe if kind is Card else Content.of)(PUBLICATIONS[0]).dump()
    values = json.loads(kept)
    assert kind.load(kept).dump() == kept
    for number, value in enumerate(values):
        if isinstance(value, str | list):
            with pytest.raises(ValueError):
                kind.load(json.dumps([*values[:number], 7, *values[number + 1 :]]).encode())


PARTS = st.lists(st.sampled_from(("a", "b", "é", "..", ".", "", "c d")), min_size=1, max_size=5)


@example("a/b/c", "a")
@given(PARTS.map("/".join), PARTS.map("/".join))
def test_links_are_as_posix_has_relative_paths(page: str, target: str) -> None:
    if not target:
        return
    wanted = quote(posixpath.relpath(target, posixpath.dirname(page) or "."))
    assert addresses.relative(page, target) == wanted


@given(st.text(st.sampled_from("a&<>\"'é\t 雨😀"), min_size=1, max_size=8))
def test_feeds_are_the_xml_that_lxml_writes(text: str) -> None:
    fields = {"title": f"T {text}", "keywords": [text], "author": text, "summary": text}
    files = build_site([publication(fields=fields, id=f"tag:{text}")], SETTINGS)
    for path in ("fr/feed.xml", "en/feed.xml", "sitemap.xml"):
        root = etree.fromstring(files[path], etree.XMLParser(remove_blank_text=True))
        assert files[path] == etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", pretty_print=True
        )
