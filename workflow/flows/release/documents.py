"""Articles with their translations spliced in."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.errors import ArticleError, NotReadyError
from workflow.formats import Document, parse
from workflow.model import Key
from workflow.project.translation import Evaluation
from workflow.project.workspace import Workspace


def translated(workspace: Workspace, evaluation: Evaluation) -> Document:
    """The article in the evaluation's locale, spliced, parsed again and found built the same.

    Raises :class:`NotReadyError` where a translation would break the page; the checks say so
    before, but nothing goes out on their word alone.
    """
    article = evaluation.article
    source = workspace.document(article)
    if evaluation.locale == article.locale:
        return source
    usable = {message.key: message.msgstr for message in evaluation.messages if message.usable}
    again = spliced(workspace, evaluation, usable)
    if again is None:
        segment, reason = source.breakage(lambda each: usable.get(each.key))[0]
        catalogue = workspace.catalogue_path(article, evaluation.locale)
        raise NotReadyError(
            f"the translation of “{segment.text}” would break the page: {reason}",
            hint=f"Mend it in {workspace.relative(catalogue)}.",
            file=article.path,
            line=segment.line,
        )
    return again


def spliced(
    workspace: Workspace, evaluation: Evaluation, texts: Mapping[Key, str]
) -> Document | None:
    """The article with ``texts`` (key → msgstr) spliced in; None if that breaks its structure."""
    article = evaluation.article
    source = workspace.document(article)
    try:
        text = source.render(lambda segment: texts.get(segment.key))
        again = parse_document(workspace, text, article.format)
    except ArticleError:
        return None
    return again if again.skeleton == source.skeleton else None


def parse_document(workspace: Workspace, text: str, format: str) -> Document:
    """Parse ``text`` as the project's articles are parsed."""
    settings = workspace.settings
    arguments = frozenset(settings.directive_arguments)
    return parse(text, format=format, fields=settings.front_matter, arguments=arguments)
