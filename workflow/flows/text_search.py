"""A text looked for in every source and translation of a project."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.errors import WorkflowError, gathered
from workflow.files.atomic import read_bytes
from workflow.model import Locale, Message
from workflow.project.workspace import Workspace

_PART = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]|[^\W_\u2e80-\u9fff\uac00-\ud7af]+")
"""What a catalogue never parts, however it wraps its lines: a word, or a sign of Chinese."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A message that has the text."""

    article: str
    """Slug."""
    locale: Locale
    message: Message


def search_texts(workspace: Workspace, text: str, locales: Sequence[Locale] = ()) -> Iterator[Hit]:
    """Yield the messages whose source or translation has ``text``, in whichever case.

    Those of the catalogues in ``locales`` (none: all), article by article. A catalogue that cannot
    be read is passed over: what is wrong with it is told where it is opened.
    """
    wanted = text.casefold()
    parts = set(_PART.findall(wanted))
    targets = workspace.settings.target_locales
    for slug in workspace.slugs():
        for locale in targets:
            if not locales or locale in locales:
                yield from _hits(workspace, slug, locale, wanted, parts)


def _hits(
    workspace: Workspace, slug: str, locale: Locale, wanted: str, parts: set[str]
) -> Iterator[Hit]:
    path = workspace.catalogue_path(slug, locale)
    errors: list[WorkflowError] = []
    with gathered(errors):
        if not path.is_file():
            return
        # To read a file is quick, to parse it is not: few have all the words.
        folded = read_bytes(path).decode("utf-8", "replace").casefold()
        if not all(part in folded for part in parts):
            return
        catalogue = workspace.catalogue(slug, locale)
        for message in catalogue.messages if catalogue else ():
            found = wanted in message.msgid.casefold() or wanted in message.msgstr.casefold()
            if found and not message.obsolete:
                yield Hit(slug, locale, message)
