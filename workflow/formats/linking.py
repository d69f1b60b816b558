"""The files a text shows or links to, and what a link may mean: one reader for approvals, checks,
pages and releases.

What a browser would load is what counts, so that Markdown is looked at as the HTML it becomes,
and HTML by the one tokeniser.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from workflow.formats.mediafiles import ENDINGS
from workflow.inline.html_references import SPACE
from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import tokenize
from workflow.model import lazy_re as re
from workflow.model.article import SOUND_AND_FILM

if TYPE_CHECKING:
    from workflow.formats.document import Document
from unicodedata import normalize

FIELDS: Final = ("image",)
"""Fields of the front matter that name a picture."""
HINTS: Final = ("](", "]:", "][", "<")
"""One of these stands in every body and message that has an address of its own."""

_LINKS: Final = frozenset({"a", "area"})
_UNSHOWN: Final = frozenset({"base", "link", "script"})
"""Elements of which a page shows nothing, whatever they load elsewhere."""
_SOURCES: Final = frozenset({"background", "data", "href", "poster", "src", "xlink:href"})
_SETS: Final = frozenset({"imagesrcset", "srcset"})
_KEYS: Final = ("src", "url", "path", "file")
"""Where the address stands in a field that is a mapping."""
_DESCRIPTOR: Final = re.compile(r"[\d.]+[wxh]")
_GLUED: Final = re.compile(r"(\s[\d.]+[wxh]),")
_INDEX = "index"
"""The name, without its ending, of a page that stands for its folder."""


class Reference(NamedTuple):
    """One address in a text."""

    url: str
    """As the author means it, character references read."""
    shown: bool
    """Whether the page shows it (a picture, a film); else it is a link."""
    line: int
    """Line of the article it stands on, counted from 1; of several equal ones the first."""


def references(document: Document) -> tuple[Reference, ...]:
    """Every address that a page of ``document`` would show or link to, each once, in order.

    Of the front matter those of :data:`FIELDS`; of the body Markdown's images, links and
    definitions, and the attributes of HTML that browsers load a file from.
    """
    data = document.text.encode()
    ends = [found.end() for found in re.finditer(b"\n", data)]
    first: dict[tuple[str, bool], int] = {}
    for place, url, shown in document.addresses:
        first.setdefault((url, shown), place)
    return tuple(Reference(*key, bisect_right(ends, place) + 1) for key, place in first.items())


def files(slug: str, document: Document) -> tuple[str, ...]:
    """The files that a page of ``document`` would show, or link to for a download; sorted.

    POSIX paths below the articles folder, to which ``slug`` is relative too. What leads to
    another host, out of the folder or to another article's page is none.
    """
    paths = set()
    for _, url, shown in document.addresses:
        path = inside(slug, url)
        if path and (shown or _ending(path) in ENDINGS):
            paths.add(path)
    return tuple(sorted(paths))


def played(slug: str, document: Document) -> tuple[str, ...]:
    """Those of :func:`files` that the page plays: sound and films; sorted."""
    paths = {inside(slug, url) for _, url, shown in document.addresses if shown}
    return tuple(sorted(path for path in paths if path and _ending(path) in SOUND_AND_FILM))


def inside(slug: str, url: str) -> str | None:
    """``url``, as the article ``slug`` has it, as a POSIX path below the articles folder.

    A leading slash stands for that folder. None for what has a scheme or a host, names
    nothing but a place on the page, or leads out of the folder.
    """
    split = _split(url)
    if split is None or split.scheme or split.netloc or not split.path:
        return None
    path = unquote(split.path)
    base = "" if path.startswith("/") else posixpath.dirname(slug)
    normal = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
    outside = normal.startswith(("/", "../")) or normal in {".", ".."}
    return None if outside or "\0" in normal or "\\" in normal else normal


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:  # a bracketed host that is no IPv6 address
        return None


def addresses(document: Document) -> Iterator[tuple[int, str, bool]]:
    """See :attr:`.document.Document.addresses`."""
    for name in FIELDS:
        for url in of_field(document.front_matter.get(name)):
            yield _field_place(document, name), url, True
    body = document.body
    start = len(document.text.encode()) - len(body.encode())
    if document.format.name == "html":
        found = _in_html(body.encode())
    elif document.format.name == "markdown" and any(hint in body for hint in HINTS):
        found = _in_markdown(body)
    else:
        return
    for place, url, shown in found:
        yield start + place, url, shown


def _field_place(document: Document, name: str) -> int:
    field = re.search(rf"^{name}[ \t]*[:=]", document.text, re.MULTILINE)
    return len(document.text[: field.start()].encode()) if field else 0


def _in_markdown(body: str) -> Iterator[tuple[int, str, bool]]:
    # Here, not above: a run that finds nothing to do does not wait for the parsers.
    from workflow.formats.markdown import passed  # noqa: PLC0415
    from workflow.formats.markdown.dialect import mask  # noqa: PLC0415
    from workflow.inline.commonmark import html_alone, link_definitions  # noqa: PLC0415

    masked = mask(body)
    found = list(_in_html(html_alone(masked))) if "<" in masked else []
    definitions = link_definitions(masked) if "]:" in masked else {}
    defined = {label_of(each): value["span"]["start"] for each, value in definitions.items()}
    for start, kind, link in passed(body).links:
        if url := link["dest_url"].strip(SPACE):
            place = defined.get(label_of(link["id"]), start) if defined else start
            scheme = "mailto:" if link["link_type"] == "Email" else ""
            found.append((place, scheme + url, kind == "Image"))
    yield from sorted(found)


def label_of(label: str) -> str:
    """A label as definitions are looked up (CommonMark 0.31, section 6.3)."""
    return " ".join(label.casefold().split())


def _in_html(html: bytes) -> Iterator[tuple[int, str, bool]]:
    for kind, start, _, tag in tokenize(html):
        if kind == "start" and tag is not None:
            for url, shown in _of_tag(tag):
                yield start, url, shown


def _of_tag(tag: Tag) -> Iterator[tuple[str, bool]]:
    for name, value in () if tag.name in _UNSHOWN else tag.attributes.items():
        urls = (value,) if name in _SOURCES else _of_set(value) if name in _SETS else ()
        for url in urls:
            if clean := url.strip(SPACE):
                yield clean, tag.name not in _LINKS


def sources(name: str) -> bool:
    """Whether an attribute of HTML holds an address …"""
    return name in _SOURCES


def sets(name: str) -> bool:
    """… or several, with what they are for."""
    return name in _SETS


def unshown(name: str) -> bool:
    """Whether a page shows nothing of the element, whatever it loads."""
    return name in _UNSHOWN


def _of_set(value: str) -> Iterator[str]:
    """The addresses of a ``srcset`` (HTML standard, 4.8.4.2.1)."""
    open_ = True
    for word in _GLUED.sub(r"\1 , ", value).split():
        url = word.rstrip(",")
        if open_ or not _DESCRIPTOR.fullmatch(url):
            yield url
        open_ = word.endswith(",")


def of_field(value: object) -> Iterator[str]:
    """The addresses in a field such as ``image``: text, a list, or a mapping of either."""
    if isinstance(value, str):
        yield from filter(None, (value.strip(),))
    elif isinstance(value, list):
        for each in value:
            yield from of_field(each)
    elif isinstance(value, Mapping):
        for key in _KEYS:
            yield from of_field(value.get(key))


class Page(NamedTuple):
    """A page of the site, as a link may name it."""

    slug: str
    """Of an article; empty for the list of a language's articles, or of the languages."""
    tag: str = ""
    """The folder of a language, ``zh-Hans``, where the link names one."""


def pages(slug: str, url: str) -> tuple[Page, ...]:
    """The pages that ``url``, in the article ``slug``, may mean, the likeliest first.

    A link names an article's source (``../port.md``), or its page by path, with the folder of
    a language (``/fr/port/``) or without (``/port``, ``port/index.html``). None for what has a
    host, or leads out of the articles folder.
    """
    # Here, not above: a run that finds nothing to do does not wait for the parsers.
    from workflow.formats.parsing import suffixes  # noqa: PLC0415

    split = urlsplit(url)
    if split.path in ("/", f"/{_INDEX}.html") and not (split.scheme or split.netloc):
        return (Page(""),)
    path = inside(slug, url)
    if path is None:
        return ()
    stem, ending = posixpath.splitext(path)
    names = [stem, path] if ending.lower() in suffixes() else [path]
    if posixpath.basename(stem) == _INDEX:
        names.append(posixpath.dirname(stem))
    found = [Page(name) for name in names if name]
    if split.path.startswith("/"):
        for name in names:
            tag, _, rest = name.partition("/")
            found.append(Page(rest, tag))
    return tuple(found)


def plain(slug: str) -> str:
    """``slug`` in the one normal form of Unicode: disks and keyboards differ in theirs."""
    return slug if slug.isascii() else normalize("NFC", slug)


def caseless(slug: str) -> str:
    """What a disk or a server may take ``slug`` for: equal for slugs that it may confuse.

    Windows and macOS do not tell capitals from small letters, and macOS does not tell the
    normal forms of Unicode apart (Unicode Standard, 3.13, D145: canonical caseless matching).
    """
    return normalize("NFD", normalize("NFD", slug).casefold())


def is_file(url: str) -> bool:
    """Whether ``url``, of a link, is of a file that pages offer, by its ending."""
    return _ending(unquote(urlsplit(url).path)) in ENDINGS


def _ending(path: str) -> str:
    return posixpath.splitext(path)[1].lower()
