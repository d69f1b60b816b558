"""One page as the working tree would make it, with a mark where each message's text begins."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from workflow.flows.preview import Preview, draft_of, files_of
from workflow.flows.release.assembly import site_settings
from workflow.model import Message
from workflow.project.translation import Translation
from workflow.site import Site, article_path, describe, render

_SIGN: Final = "\u2e3f"
"""Stands on both sides of a number: punctuation, so that emphasis opens after it as before, and a
sign that next to no text has."""
_MARK: Final = re.compile(f"{_SIGN}([0-9]+){_SIGN}")
_TAGS: Final = re.compile(r"(<[^>]*>)")


def page_preview(translation: Translation) -> Preview:
    """The page of one article in one language as it stands, drafts included, with what it shows.

    An empty ``span`` with ``data-unit`` stands where the text of each message begins, numbered as
    they stand in the article, from 1. Raises :class:`~workflow.errors.WorkflowError` where the
    page cannot be made.
    """
    marked = _marked(translation)
    publication = draft_of(marked)
    settings = site_settings(translation.workspace)
    site = Site([describe(publication)], settings)
    place = article_path(translation.locale, translation.article.slug)
    pages = {
        path: render(site[path], publication if site[path].card else None)
        for path in site
        if path == place or path.startswith("assets/")
    }
    pages[place] = _with_marks(pages[place].decode()).encode()
    return Preview(pages, files_of(translation.workspace, publication))


def _marked(translation: Translation) -> Translation:
    """The same, each text with its number before it; as it is where a text has the sign."""
    catalogue, messages = translation.catalogue, translation.messages
    if catalogue is None or any(_SIGN in each.msgstr for each in messages):
        return translation
    return translation.edit(
        catalogue.with_messages(
            _numbered(message, number)
            for number, message in enumerate(messages, start=1)
            if message.msgstr and catalogue.get(message.key) is not None
        )
    )


def _numbered(message: Message, number: int) -> Message:
    return replace(message, msgstr=f"{_SIGN}{number}{_SIGN}{message.msgstr}")


def _with_marks(page: str) -> str:
    """The page with elements for the marks in its body's texts, and without any elsewhere."""
    head, body, rest = page.partition("<body")
    parts = _TAGS.split(rest)
    done = [
        _MARK.sub(r'<span data-unit="\1"></span>', part) if place % 2 == 0 else _MARK.sub("", part)
        for place, part in enumerate(parts)
    ]
    style = '<link rel="stylesheet" href="/static/beside.css">\n</head>'
    head = _MARK.sub("", head).replace("</head>", style, 1)
    return f"{head}{body}{''.join(done)}"
