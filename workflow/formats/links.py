"""What a link of an article may mean: one rule for the pages that follow it and the checks."""

from __future__ import annotations

import posixpath
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from workflow.formats import media
from workflow.formats.mediafiles import ENDINGS

_INDEX = "index"
"""The name, without its ending, of a page that stands for its folder."""


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
    # Here, not above: the settings name the checks, and a short run does not wait for formats.
    from workflow.formats.registry import suffixes  # noqa: PLC0415

    split = urlsplit(url)
    if split.path in ("/", f"/{_INDEX}.html") and not (split.scheme or split.netloc):
        return (Page(""),)
    path = media.inside(slug, url)
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
    return posixpath.splitext(unquote(urlsplit(url).path))[1].lower() in ENDINGS
