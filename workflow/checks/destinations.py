"""Sources: links that lead to nothing in the site."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import SplitResult, unquote, urlsplit

from workflow.checks.subject import Remark, Source
from workflow.formats import linking
from workflow.formats.linking import is_file, pages, plain
from workflow.formats.mediafiles import name_problem
from workflow.model import Locale, Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, listed, phrase

_TOP = frozenset({"", "top"})
"""Fragments that mean the top of a page (HTML standard, 7.4.6.4)."""
_KEPT = frozenset({"http", "https", "mailto", "tel"})
"""Schemes of the links that pages have."""
_HOST = re.compile(r"(?:www\.|[a-z0-9-]+\.(?!(?:md|html?|txt)\b)[a-z]{2,}(?=/|$)).*", re.IGNORECASE)
"""What begins as the name of a host does, though it has no scheme."""


def check_links(source: Source) -> Iterator[tuple[int, Remark]]:
    """A link of the article leads to an article, page or file that is not there: the page would
    show it as plain text. A place on a page that no heading and no anchor has is a warning.
    """
    for url, shown, line in linking.references(source.document):
        try:
            split = urlsplit(url)
        except ValueError:  # a bracketed host that is no IPv6 address
            yield line, Remark(phrase("link “{url}” is no address: correct it", url=url))
            continue
        if shown:
            continue
        if split.scheme:
            yield from ((line, remark) for remark in _scheme(url, split))
        elif not split.netloc:
            yield from ((line, remark) for remark in _remarks(url, split, source))


def _scheme(url: str, split: SplitResult) -> Iterator[Remark]:
    """What is to be said of an address with a scheme: pages keep a few alone."""
    if split.scheme in _KEPT:
        return
    if len(split.scheme) == 1 or split.scheme == "file":
        yield Remark(
            phrase(
                "link “{url}” is a place on somebody’s own machine: put the file beside the "
                "article",
                url=url,
            )
        )
    else:
        said = phrase(
            "link “{url}” is plain text on pages: they lead to {schemes} alone",
            url=url,
            schemes=listed(sorted(_KEPT)),
        )
        yield Remark(said, severity=Severity.WARNING)


def _remarks(url: str, split: SplitResult, source: Source) -> Iterator[Remark]:
    slug = source.article.slug
    inside = linking.inside(slug, url)
    if not split.path:
        if split.fragment or not split.query:
            yield from _place(url, split, slug, source)
    elif is_file(url):
        if inside is None:
            yield Remark(
                phrase(
                    "link “{url}” leads out of {folder}/: move the file there",
                    url=url,
                    folder=source.folder,
                )
            )
        elif not source.exists(f"{source.folder}/{inside}"):
            yield Remark(
                phrase(
                    "link “{url}” leads to no file: put it at {folder}/{path}, or correct the path",
                    url=url,
                    folder=source.folder,
                    path=inside,
                )
            )
    else:
        named = [
            page
            for page in pages(slug, url)
            if not page.tag or Locale.among(page.tag, source.locales) is not None
        ]
        if any(not page.slug for page in named):
            return
        found = next(filter(None, (source.slug(page.slug) for page in named)), "")
        moved = "" if found else next(filter(None, (source.now(page.slug) for page in named)), "")
        if moved:
            said = phrase(
                "link “{url}” leads to an old address of “{slug}”: name its file as it is now",
                url=url,
                slug=moved,
            )
            yield Remark(said, severity=Severity.WARNING)
        if found or moved:
            yield from _place(url, split, found or moved, source)
        else:
            yield Remark(_advice(url, inside, source))


def _advice(url: str, inside: str | None, source: Source) -> Phrase:
    if inside is None:
        return phrase(
            "link “{url}” leads out of {folder}/, where articles are: correct the path",
            url=url,
            folder=source.folder,
        )
    if source.exists(f"{source.folder}/{inside}"):
        problem = name_problem(inside, shown=False)
        return phrase("link “{url}”: the file {problem}", url=url, problem=problem)
    if found := _HOST.match(url):
        return phrase(
            "link “{url}” leads to no article: if it is on the web, write https://{host}",
            url=url,
            host=found[0],
        )
    wanted = [plain(page.slug) for page in pages(source.article.slug, url) if page.slug]
    slugs = {plain(slug).casefold(): slug for slug in source.slugs()}
    keys = [each for slug in wanted for each in get_close_matches(slug.casefold(), slugs, n=1)]
    near = [slugs[key] for key in keys]
    if near:
        return phrase(
            "link “{url}” leads to no article: did you mean “{name}”?", url=url, name=near[0]
        )
    return phrase("link “{url}” leads to no article, page or file: correct the path", url=url)


def _place(url: str, split: SplitResult, slug: str, source: Source) -> Iterator[Remark]:
    """What is to be said of the fragment of a link to the article ``slug``."""
    wanted = unquote(split.fragment)
    if wanted.lower() in _TOP and (split.path or wanted):
        return
    if not wanted:
        said = phrase("link “{url}” leads nowhere: give it an address", url=url)
        yield Remark(said, severity=Severity.WARNING)
        return
    anchors = source.anchors(slug)
    if anchors is None or wanted in anchors:
        return
    near = get_close_matches(wanted.lower(), anchors, n=1)
    advice = phrase("name a heading’s id")
    if near:
        advice = phrase("did you mean “#{name}”?", name=near[0])
    said = phrase("link “{url}”: no “#{name}” here; {advice}", url=url, name=wanted, advice=advice)
    if slug != source.article.slug:
        said = phrase(
            "link “{url}”: no “#{name}” in “{slug}”; {advice}",
            url=url,
            name=wanted,
            slug=slug,
            advice=advice,
        )
    yield Remark(said, severity=Severity.WARNING)
