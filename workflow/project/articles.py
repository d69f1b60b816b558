"""Articles on disk: which there are, and one of them read by the project's settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import ArticleError, LocaleError, WorkflowError
from workflow.files.atomic import (
    file_error,
    read_bytes,
)
from workflow.model import SUFFIXES, Article, Locale
from workflow.model.article import PICTURES, SOUND_AND_FILM
from workflow.model.encoding import decode
from workflow.model.phrase import listed, phrase
from workflow.project.settings import Settings

if TYPE_CHECKING:
    from workflow.formats import Document

_KNOWN: Mapping[str, str | None] = {
    **dict.fromkeys(PICTURES | SOUND_AND_FILM),
    **{ending: name for name, endings in SUFFIXES.items() for ending in endings},
}
"""File name ending → format; None for those that no format can have."""


def find_sources(root: Path, folder: str) -> Mapping[str, tuple[str, ...]]:
    """Slug → its files, POSIX paths relative to ``root``, of all articles below ``folder``.

    Sorted. Several files of one slug (``a.md`` beside ``a.html``) are for :func:`read_article` to
    refuse. Nothing is opened.
    """
    sources: dict[str, tuple[str, ...]] = {}
    for inner in files_below(root / folder):
        slug, ending = os.path.splitext(inner)  # noqa: PTH122 - as below
        if format_of(ending) is None:
            continue
        sources[slug] = (*sources.get(slug, ()), f"{folder}/{inner}")
    return dict(sorted(sources.items()))


def files_below(top: Path) -> Iterator[str]:
    """Every file below ``top``, as a POSIX path relative to it, in a fixed order.

    Hidden files and folders are left out; a folder that is not there is empty. Raises
    :class:`FileError`.
    """
    root = str(top)
    try:
        for folder, folders, names in os.walk(root, onerror=_unless_missing):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            # Texts, for to make a Path of each is half of the time.
            inner = folder[len(root) + 1 :].replace(os.sep, "/")
            prefix = f"{inner}/" if inner else ""
            yield from (prefix + name for name in sorted(names) if not name.startswith("."))
    except OSError as error:
        raise file_error(top, "read", error) from error


def _unless_missing(error: OSError) -> None:
    """Raise ``error``, but take a folder that is not there for an empty one."""
    if not isinstance(error, FileNotFoundError):
        raise error


def format_of(ending: str) -> str | None:
    """The format of files with this ending (with the dot); None where it is none of an article's.

    Other packages' formats are looked for only where an ending is none of the built-in ones, nor
    a picture's or a sound's, which they cannot take over; to look takes longer than to read a
    hundred articles.
    """
    ending = ending.lower()
    return _KNOWN[ending] if ending in _KNOWN else _others().get(ending)


@cache
def _others() -> Mapping[str, str]:
    """File name ending → format, of formats that other packages bring."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - see format_of

    if not entry_points(group="workflow.formats"):
        return {}
    from workflow.formats import suffixes  # noqa: PLC0415 - as in parse_article

    return suffixes()


def read_article(
    root: Path,
    slug: str,
    files: Sequence[str],
    settings: Settings,
    read: Callable[[Path], bytes] = read_bytes,
    *,
    known: tuple[Article, Document] | None = None,
) -> tuple[Article, Document]:
    """The article with these ``files`` (see :func:`find_sources`) and its document.

    ``read`` gives the bytes of a file. ``known`` was read before by the same settings: where the
    file is that one and has the same text still, it is not parsed again.

    Raises :class:`FileError`, :class:`ArticleError` or :class:`LocaleError`, with file and line;
    the second where there are several files, for nobody knows which is the article.
    """
    file, *others = files
    path = root / file
    if others:
        raise ArticleError(
            phrase(
                "two articles with the slug “{slug}”: the other is {names}",
                slug=slug,
                names=listed(others),
            ),
            hint=phrase("Rename one of them; the file’s name without its ending is the slug."),
            file=str(path),
            line=1,
        )
    try:
        text = decode(read(path), path)
        if known is not None and (known[0].path, known[0].text) == (file, text):
            return known
        format_name = format_of(path.suffix) or ""
        document = parse_article(text, format_name, settings)
    except WorkflowError as error:
        error.file = str(path)
        raise
    locale = _locale(document, path, settings)
    _check_front_matter(document, path)
    aliases = aliases_of(document.front_matter)
    return Article(slug, file, format_name, locale, text, aliases, document.aliases), document


def aliases_of(front_matter: Mapping[str, object]) -> tuple[str, ...]:
    """The slugs an article had before, by its field ``aliases``, each once.

    A list, or one text with commas. Slashes around an address (``/old-name/``, as Hugo has
    it) are no part of the slug.
    """
    value = front_matter.get("aliases")
    names = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ()
    texts = (str(name).strip().strip("/") for name in names if name is not None)
    return tuple(dict.fromkeys(filter(None, texts)))


def parse_article(text: str, format_name: str, settings: Settings) -> Document:
    """Parse by the project's settings, and what the article's front matter says of them."""
    # Here, not above: a run that finds nothing to do does not wait for the parsers.
    from workflow.formats.parsing import parse_segmented  # noqa: PLC0415

    return parse_segmented(
        text,
        format=format_name,
        segmentation=settings.segmentation,
        language=settings.source_locale.name,
        fields=settings.front_matter,
        arguments=frozenset(settings.directive_arguments),
    )


def _locale(document: Document, path: Path, settings: Settings) -> Locale:
    value = document.front_matter.get("lang")
    if value is None:
        return settings.source_locale
    try:
        return settings.own(Locale.parse(str(value)))
    except LocaleError as error:
        from workflow.formats.parsing import field_line  # noqa: PLC0415 - as above

        raise LocaleError(
            phrase("{message} in “lang”", message=error.message),
            hint=error.hint,
            file=str(path),
            line=field_line(document, "lang"),
        ) from error


def _no_text(title: object) -> tuple[str, str]:
    """What the title is, and what to do; a list of one is what ``title: [Title]`` makes."""
    only = title[0] if isinstance(title, list) and len(title) == 1 else title
    if isinstance(only, list | dict | set) or only is None:
        hint = phrase('Write it on one line, in quotes: `title: "…"`')
    else:
        only = str(only).lower() if isinstance(only, bool) else only
        hint = phrase('Put it in quotes: `title: "{title}"`', title=only)
    if isinstance(title, list | dict | set):
        return phrase("the title is a list"), hint
    return phrase("the title is no text ({value})", value=only), hint


def _check_front_matter(document: Document, path: Path) -> None:
    from workflow.formats.parsing import field_line  # noqa: PLC0415 - as above

    title = document.front_matter.get("title")
    if not document.front_matter:
        raise ArticleError(
            phrase("the article has no front matter"),
            hint=phrase(
                "Start the file with a line `---`, then `title: …` and `lang: …`, then a line "
                "`---`."
            ),
            file=str(path),
            line=1,
        )
    if title is not None and not isinstance(title, str):
        what, hint = _no_text(title)
        raise ArticleError(
            what,
            hint=hint,
            file=str(path),
            line=field_line(document, "title"),
        )
    if title is None or not title.strip():
        raise ArticleError(
            phrase("the front matter has no title"),
            hint=phrase(
                "Add a line `title: …` between the `---` lines (in quotes if it has `: ` in it)."
            ),
            file=str(path),
            line=field_line(document, "title"),
        )
    if not document.body.strip():
        raise ArticleError(
            phrase("the article is empty: there is nothing after the front matter"),
            hint=phrase("Write the article below the second `---` line, or delete the file."),
            file=str(path),
            line=document.body_line,
        )
