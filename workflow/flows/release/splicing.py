"""Articles with their translations spliced in."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.errors import ArticleError, NotReadyError
from workflow.formats import Document
from workflow.model import Key
from workflow.model.phrase import phrase
from workflow.project.translation import Translation


def translated(translation: Translation) -> Document:
    """The article in the translation's locale, spliced, parsed again and found built the same.

    Raises :class:`NotReadyError` where a translation would break the page; the checks say so
    before, but nothing goes out on their word alone.
    """
    source = translation.document
    if translation.own:
        return source
    usable = {message.key: message.msgstr for message in translation.messages if message.usable}
    again = spliced(translation, usable)
    if again is None:
        segment, reason = source.breakage(lambda each: usable.get(each.key))[0]
        workspace, article = translation.workspace, translation.article
        catalogue = workspace.catalogue_path(article, translation.locale)
        raise NotReadyError(
            phrase(
                "the translation of “{text}” would break the page: {reason}",
                text=segment.text,
                reason=reason,
            ),
            hint=phrase("Mend it in {file}.", file=workspace.relative(catalogue)),
            file=article.path,
            line=segment.line,
        )
    return again


def spliced(translation: Translation, texts: Mapping[Key, str]) -> Document | None:
    """The article with ``texts`` (key → msgstr) spliced in; None if that breaks its structure."""
    source = translation.document
    try:
        again = source.translated(lambda segment: texts.get(segment.key))
        return again if again.skeleton == source.skeleton else None
    except ArticleError:
        return None
