"""Sources: the files an article names, and what its front matter says to this program."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from difflib import get_close_matches
from urllib.parse import urlsplit

from workflow.checks.subject import Remark, Source, meant
from workflow.formats import suffixes
from workflow.formats.linking import inside, plain, references
from workflow.formats.mediafiles import ENDINGS, name_problem
from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.article import PICTURES
from workflow.model.phrase import Phrase, phrase

_NO_SLUG = re.compile(r"(?:^|/)(?:\.\.?|index\.html)?(?:/|$)|[\x00-\x1f\x7f\\\ud800-\udfff]")


def check_metadata(source: Source) -> Iterator[tuple[int, Remark]]:
    """An image of the article is not in the articles' folder: readers would see a hole; or
    `aliases` names what cannot be an old address of it; or another article has its name but for
    case or the normal form of its letters, so that a disk or server may confuse the two.
    """
    yield from _images(source)
    yield from _clashes(source)
    yield from _aliases(source)


def _images(source: Source) -> Iterator[tuple[int, Remark]]:
    for url, shown, line in references(source.document):
        if not shown or not _is_local(url):
            continue
        path = inside(source.article.slug, url)
        if path is None:
            said = phrase(
                "{kind} “{url}” lies outside {folder}/: move it there",
                kind=_kind(url),
                url=url,
                folder=source.folder,
            )
            yield line, Remark(said)
        elif not source.exists(f"{source.folder}/{path}"):
            said = phrase(
                "{kind} “{url}” is missing: put it at {folder}/{path}, or correct the path",
                kind=_kind(url),
                url=url,
                folder=source.folder,
                path=path,
            )
            yield line, Remark(said)
        elif problem := name_problem(path, shown=False):
            yield line, Remark(phrase("“{url}” {problem}", url=url, problem=problem))


def _clashes(source: Source) -> Iterator[tuple[int, Remark]]:
    slug = source.article.slug
    for other in source.alike(slug):
        if other != slug:
            said = phrase(
                "disks and servers may take the article “{slug}” for “{other}”; no release has "
                "either: rename one of them",
                slug=slug,
                other=other,
            )
            if plain(slug) == plain(other):
                said = phrase(
                    "disks and servers may take the article “{slug}” for “{other}” (letters with "
                    "accents are made of other characters there); no release has either: rename "
                    "one of them",
                    slug=slug,
                    other=other,
                )
            yield 1, Remark(said, severity=Severity.WARNING)


def _kind(url: str) -> Phrase:
    ending = posixpath.splitext(urlsplit(url).path)[1].lower()
    return phrase("file") if ending in ENDINGS - PICTURES else phrase("image")


def _is_local(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracketed host that is no IPv6 address
        return False
    return not (parts.scheme or parts.netloc or not parts.path)


def _aliases(source: Source) -> Iterator[tuple[int, Remark]]:
    line = _line_of("aliases", source)
    value = source.document.front_matter.get("aliases")
    if not isinstance(value, str | list | None) or (
        isinstance(value, list) and not all(isinstance(each, str | int) for each in value)
    ):
        said = phrase("“aliases” is no list of old slugs: write `aliases: [old-name]`")
        yield line, Remark(said)
    for alias in source.article.aliases:
        if alias == source.article.slug:
            said = phrase("the alias “{alias}” is the article’s own slug: take it out", alias=alias)
            yield line, Remark(said, severity=Severity.WARNING)
        elif _NO_SLUG.search(alias):
            said = phrase(
                "the alias “{alias}” cannot be the address of a page: correct it", alias=alias
            )
            yield line, Remark(said)
        elif any(source.exists(f"{source.folder}/{alias}{ending}") for ending in suffixes()):
            said = phrase(
                "the alias “{alias}” is the slug of another article: take it out", alias=alias
            )
            yield line, Remark(said)


def check_names(source: Source, names: tuple[str, ...]) -> Iterator[tuple[int, Remark]]:
    """``checks_off`` in the front matter names a check that does not exist."""
    for name in switched_off(source.document.front_matter):
        if name not in names:
            near = get_close_matches(name, names, n=1)
            said = phrase(
                "no check is named “{name}”: {advice}", name=name, advice=meant(near, names)
            )
            yield _line_of("checks_off", source), Remark(said)


def switched_off(front_matter: object) -> tuple[str, ...]:
    """Return the names of the checks an article switches off (``checks_off``).

    A YAML list, or one string with commas.
    """
    value = front_matter.get("checks_off") if hasattr(front_matter, "get") else None
    names = value.split(",") if isinstance(value, str) else value
    return tuple(str(name).strip() for name in names) if isinstance(names, list) else ()


def _line_of(field: str, source: Source) -> int:
    lines = source.article.text.split("\n")[: source.document.body_line]
    return next((i for i, line in enumerate(lines, 1) if line.startswith(f"{field}:")), 1)
