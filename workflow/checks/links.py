"""Sources: links that lead to nothing in the site."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import SplitResult, unquote, urlsplit

from workflow.checks.subject import Remark, Source
from workflow.formats import media
from workflow.formats.links import Page, is_file, pages
from workflow.formats.mediafiles import name_problem
from workflow.model import Severity

_TOP = frozenset({"", "top"})
"""Fragments that mean the top of a page (HTML standard, 7.4.6.4)."""


def check_links(source: Source) -> Iterator[tuple[int, Remark]]:
    """A link of the article leads to an article, page or file that is not there: the page would
    show it as plain text. A place on a page that no heading and no anchor has is a warning.
    """
    for url, shown, line in media.references(source.document):
        try:
            split = urlsplit(url)
        except ValueError:  # a bracketed host that is no IPv6 address
            yield line, Remark(f"link “{url}” is no address: mend it")
            continue
        if not shown and not split.scheme and not split.netloc:
            yield from ((line, remark) for remark in _remarks(url, split, source))


def _remarks(url: str, split: SplitResult, source: Source) -> Iterator[Remark]:
    slug = source.article.slug
    inside = media.inside(slug, url)
    if not split.path:
        if split.fragment or not split.query:
            yield from _place(url, split, slug, source)
    elif is_file(url):
        if inside is None:
            yield Remark(f"link “{url}” leads out of {source.folder}/: move the file there")
        elif not source.exists(f"{source.folder}/{inside}"):
            place = f"{source.folder}/{inside}"
            yield Remark(f"link “{url}” leads to no file: put it at {place}, or mend the path")
    else:
        found = next((page for page in pages(slug, url) if _is_there(page, source)), None)
        if found is None:
            yield Remark(_advice(url, inside, source))
        elif found.slug:
            yield from _place(url, split, found.slug, source)


def _is_there(page: Page, source: Source) -> bool:
    known = not page.tag or page.tag.lower() in source.tags
    return known and (not page.slug or page.slug in source.slugs)


def _advice(url: str, inside: str | None, source: Source) -> str:
    if inside is None:
        return f"link “{url}” leads out of {source.folder}/, where articles are: mend the path"
    if source.exists(f"{source.folder}/{inside}"):
        return f"link “{url}”: the file {name_problem(inside, shown=False)}"
    wanted = [page.slug for page in pages(source.article.slug, url) if page.slug]
    near = [each for slug in wanted for each in get_close_matches(slug, source.slugs, n=1)]
    said = f"link “{url}” leads to no article"
    return f"{said}: did you mean “{near[0]}”?" if near else f"{said}, page or file: mend the path"


def _place(url: str, split: SplitResult, slug: str, source: Source) -> Iterator[Remark]:
    """What is to be said of the fragment of a link to the article ``slug``."""
    wanted = unquote(split.fragment)
    if wanted.lower() in _TOP and (split.path or wanted):
        return
    if not wanted:
        yield Remark(f"link “{url}” leads nowhere: give it an address", severity=Severity.WARNING)
        return
    anchors = source.anchors(slug)
    if anchors is None or wanted in anchors:
        return
    near = get_close_matches(wanted.lower(), anchors, n=1)
    advice = f"did you mean “#{near[0]}”?" if near else "name a heading's id"
    here = "here" if slug == source.article.slug else f"in “{slug}”"
    yield Remark(f"link “{url}”: no “#{wanted}” {here}; {advice}", severity=Severity.WARNING)
