"""``workflow import``: a saved page, a text dump or a Markdown file becomes a clean article.

Pure: bytes in, values out. Writing the file is the caller's.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from workflow.errors import ArticleError, WorkflowError
from workflow.formats import parse
from workflow.importing import dump, page
from workflow.importing.bylines import find_dateline
from workflow.importing.draft import Draft, ImportedArticle, ImportedImage, LeftOut, slug
from workflow.importing.language import declared, detect, prose
from workflow.importing.sniff import Kind, read_markdown, shown_images, sniff
from workflow.model import Locale
from workflow.model.phrase import phrase

__all__ = ["ImportedArticle", "ImportedImage", "LeftOut", "import_article"]


def import_article(
    data: bytes,
    *,
    name: str,
    lang: Locale | None = None,
    default_lang: Locale | None = None,
    url: str | None = None,
    keep_all: bool = False,
    beside: Callable[[str], bool] = lambda _: False,
) -> ImportedArticle:
    """Make an article of ``data``, the contents of the file ``name``.

    What the source is, its contents say: an HTML page, Markdown with front matter or headings,
    else a text dump. The language is ``lang``, else what the source declares, else what its
    text tells; ``default_lang`` where that is too short to tell. ``url`` is where the source
    was copied from, if it does not say so itself; links in a page become absolute by it.
    What belongs to the page and not to the article is left out, and named in the answer, or
    stays where it stands with ``keep_all``. ``beside`` tells whether an image of a page, by its
    relative address, lies with the file: it keeps that address.

    Raises :class:`~workflow.errors.ArticleError` where there is no article in ``data`` and
    :class:`~workflow.errors.FileError` where it is not in the encoding it should be in, both
    with the file and, where one can be named, the line.
    """
    try:
        kind, text = sniff(data, name)
        if kind is Kind.PAGE:
            draft = page.read(text, name=name, url=url, keep_all=keep_all, beside=beside)
        elif kind is Kind.MARKDOWN:
            draft = read_markdown(text)
        else:
            spoken = lang or detect(text, default_lang)
            draft = dump.read(text, name=name, locale=spoken, keep_all=keep_all)
        said = _declared(kind, draft, default_lang)
        locale = lang or said or detect(prose(draft.title, draft.body), default_lang)
    except WorkflowError as error:
        error.file = error.file or name
        raise
    if not draft.body:
        raise ArticleError(
            phrase("there is a title, but no article"),
            hint=phrase("Check that the text of the article is in the file."),
            file=name,
        )
    if kind is not Kind.MARKDOWN:
        draft = _with_dateline(draft, locale)
    draft = replace(draft, source=draft.source or url or "")
    return _article(draft, locale, name, given=lang is not None)


def _declared(kind: Kind, draft: Draft, default: Locale | None) -> Locale | None:
    """Return the language the source declares; an author's own word must be a locale."""
    if kind is Kind.MARKDOWN and draft.lang:
        return Locale.parse(draft.lang)
    return declared(draft.lang, default)


def _with_dateline(draft: Draft, locale: Locale) -> Draft:
    """Take place and date from the dateline, unless it gives another date than the page.

    The paragraph keeps its words: what a person wrote, an import does not edit.
    """
    blocks = draft.body.split("\n\n")
    first = next((one for one in blocks if not one.startswith(("![", "[![", "#"))), "")
    found = find_dateline(first, locale)
    if found is None or (found.date and draft.date and found.date[:10] != draft.date[:10]):
        return draft
    return replace(
        draft,
        dateline=found.place,
        date=draft.date or found.date or "",
        author=draft.author or "; ".join(found.authors),
    )


def _article(draft: Draft, locale: Locale, name: str, *, given: bool) -> ImportedArticle:
    """Return the article of ``draft``; ``given`` says that a person gave its language."""
    draft = replace(draft, title=draft.title or _title_from(name))
    return ImportedArticle(
        fields=_fields(draft, locale, given=given),
        body=draft.body,
        slug=slug(draft.title, name),
        left_out=draft.left_out,
        images=draft.images or shown_images(parse(f"\n{draft.body}", format="markdown")),
        head=draft.head,
    )


def _one_or_more(names: str) -> str | list[str]:
    """Return the author, or a list of several, which readers of drafts part by semicolons."""
    several = [name for part in names.split(";") if (name := part.strip())]
    return several if len(several) > 1 else names


def _title_from(name: str) -> str:
    """Return a stand-in for a title that nobody found: the words of the file's name."""
    words = " ".join(PurePath(name).stem.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] or "Article"


def _fields(draft: Draft, locale: Locale, *, given: bool) -> MutableMapping[str, object]:
    """Return the front matter: the source's own, completed by what was found."""
    fields = draft.front_matter
    found = {
        "title": draft.title,
        "lang": str(locale),
        "date": draft.date,
        "source": draft.source,
        "dateline": draft.dateline,
        "contact": draft.contact,
        "author": _one_or_more(draft.author),
    }
    for key, value in found.items():
        if value and fields.get(key) in (None, ""):
            fields[key] = value
    if given:
        fields["lang"] = str(locale)
    if isinstance(day := fields.get("date"), date):
        fields["date"] = day.isoformat()
    return fields
