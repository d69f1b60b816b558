"""When a saved page says its article came out, and who wrote it.

Its data come first (JSON-LD, meta elements, microdata), as far as they are about the article and
not about an event; then the lines about its title. Not by htmldate, which takes the day of an event
for the article's and reads « 1er mars 2026 » as 1 January (measured).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from workflow.importing.dates import find_date
from workflow.importing.elements import BLOCKS, own_text
from workflow.importing.people import credit
from workflow.importing.plain import columns, one_line, squash
from workflow.model import Locale

_ENGLISH = Locale("en")
_DATE_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "citation_publication_date", "citation_date",
    "publishdate", "publish-date", "publish_date", "pubdate", "publication_date", "apub:time",
    "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date.created", "dcterms.date",
    "dc.date", "date", "weibo:article:create_at",
)  # fmt: skip
"""Names of meta elements in lower case, the surest first."""
_AUTHOR_META = (
    "author",
    "article:author",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "byl",
)
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Story)\Z")
_EVENT = re.compile(
    r"(?:^|[\s_/-])(?:v?events?|agenda|calend\w+|rendez-?vous|schedule|startdate|enddate|dtstart"
    r"|dtend|doortime)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEAREST_HOLDERS = 4
_AFTER_TITLE = 12
_BEFORE_TITLE = 4
_LINE_COLUMNS = 160
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{2}:?\d{2})?\Z")
_IN_ADDRESS = re.compile(r"/(\d{4})[/-]?(\d{2})[/-]?(\d{2})(?=[/_.-])")


@dataclass(frozen=True, slots=True)
class Published:
    """What a page says of its article; empty for what it does not say."""

    date: str = ""
    """ISO 8601, with the time of day where the page says one."""
    authors: tuple[str, ...] = ()


def published(tree: HtmlElement, names: str, url: str, locale: Locale) -> Published:
    """Return date and authors of the article in ``tree``, a whole page in ``locale``.

    ``names``: what the page's head calls the article, squashed; ``url``: its address.
    """
    about = list(_about_articles(tree, names))
    lines = list(_lines(tree, names))
    said = [found for text, _ in lines if (found := credit(text, locale))]
    dates = (
        *(_iso(one.get("datePublished") or one.get("dateCreated")) for one in about),
        *(_iso(value) for value in _metas(tree, _DATE_META)),
        *(_iso(value) for value in _marked(tree)),
        *(_exact(found.date.iso, time) for (_, time), found in _with_dates(lines, locale)),
        *(_iso("-".join(found)) for found in _IN_ADDRESS.findall(url)),
    )
    persons = (
        [name for one in about for name in _named(one.get("author"))],
        [name for found in said for name in found.authors],
        [name for value in _metas(tree, _AUTHOR_META) for name in _named(value)],
    )
    authors = next(filter(None, persons), [])
    return Published(_exactest([one for one in dates if one]), tuple(dict.fromkeys(authors)))


def _exactest(dates: Sequence[str]) -> str:
    """Return the first date, with the time of day where one of the others adds it."""
    first = dates[0] if dates else ""
    return next((one for one in dates if one[:10] == first[:10] and "T" in one), first)


def _about_articles(tree: HtmlElement, names: str) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON-LD objects about the article, one with its headline first."""
    found = [one for script in tree.iter("script") for one in _objects(_json(script))]
    articles = [one for one in found if any(map(_ARTICLE.search, _types(one)))]
    named = [
        one for one in articles if (said := squash(str(one.get("headline", "")))) and said in names
    ]
    yield from named or articles
    yield from (one for one in found if "WebPage" in _types(one))


def _json(script: HtmlElement) -> object:
    if "ld+json" not in script.get("type", ""):
        return None
    try:
        return json.loads(script.text or "")
    except (ValueError, RecursionError):
        return None


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in a JSON-LD value: itself, those of a list, those of a graph."""
    waiting = [value]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting = [*one, *waiting]
        elif isinstance(one, dict):
            yield one
            waiting = [*(one.get(key) for key in ("@graph", "mainEntity")), *waiting]


def _types(one: Mapping[str, Any]) -> Sequence[str]:
    types = one.get("@type")
    return [str(each) for each in (types if isinstance(types, list) else [types])]


def _named(value: object) -> Iterator[str]:
    """Yield the names in an author: a text, a person, or a list of them; no addresses."""
    if isinstance(value, list):
        for one in value:
            yield from _named(one)
    elif isinstance(value, dict):
        yield from _named(value.get("name"))
    elif isinstance(value, str) and (name := one_line(value)) and "://" not in name:
        said = credit(name, _ENGLISH)
        yield from said.authors if said and said.authors else (name,)


def _metas(tree: HtmlElement, names: Sequence[str]) -> Iterator[str]:
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        said.setdefault(key.lower().replace(" ", ""), meta.get("content", ""))
    yield from (said[name] for name in names if said.get(name))


def _marked(tree: HtmlElement) -> Iterator[str]:
    """Yield what microdata and old HTML mark as the day of publication."""
    for one in tree.iter("time", "span", "abbr", "p", "div"):
        marks = one.get("itemprop") == "datePublished" or "pubdate" in one.attrib
        if (marks or "dt-published" in one.get("class", "").split()) and not _is_of_event(one):
            yield one.get("datetime") or one.get("content") or one.text_content()


def _iso(value: object) -> str:
    """Return a date that a program wrote, in ISO 8601; empty for what is none."""
    text = one_line(str(value or ""))
    if found := _COMPACT.match(text):
        year, month, day, hour, minute, second, zone = found.groups(default="")
        time = f"T{hour}:{minute}:{second or '00'}{zone}" if hour else ""
        text = f"{year}-{month}-{day}{time}"
    dated = find_date(text, _ENGLISH)
    return dated.iso if dated else ""


def _lines(tree: HtmlElement, names: str) -> Iterator[tuple[str, str]]:
    """Yield the short lines after the title, then those before it, each with its ``datetime``."""
    blocks = [one for one in tree.iter(*BLOCKS) if squash(own_text(one))]
    titles = [at for at, one in enumerate(blocks) if one.tag in ("h1", "h2", "h3")]
    named = [at for at in titles if squash(blocks[at].text_content()) in names]
    title = next(iter(named or titles), None)
    if title is None:
        return
    after = []
    for one in blocks[title + 1 : title + 1 + _AFTER_TITLE]:
        if columns(one_line(own_text(one))) > _LINE_COLUMNS:
            break
        after.append(one)
    for one in (*after, *blocks[max(0, title - _BEFORE_TITLE) : title]):
        if not _is_of_event(one):
            times = [time for time in one.iter("time") if not _is_of_event(time)]
            yield one_line(own_text(one)), times[0].get("datetime", "") if times else ""


def _is_of_event(element: HtmlElement) -> bool:
    """Tell whether ``element`` says when something takes place, by its marks and its holders'."""
    holders = [element, *element.iterancestors()][:_NEAREST_HOLDERS]
    marks = " ".join(
        one.get(name, "")
        for one in holders
        if one.tag not in ("html", "body", "main")
        for name in ("class", "id", "itemtype", "itemprop")
    )
    return _EVENT.search(marks) is not None


def _with_dates(
    lines: Sequence[tuple[str, str]], locale: Locale
) -> Iterator[tuple[tuple[str, str], Any]]:
    """Yield the lines that say only when and by whom, with what they say."""
    for line in lines:
        said = credit(line[0], locale)
        if said and said.date:
            yield line, said


def _exact(iso: str, datetime: str) -> str:
    """Return the date that a line says, with the time that its ``time`` element adds."""
    exact = _iso(datetime)
    return exact if "T" not in iso and exact[:10] == iso else iso
