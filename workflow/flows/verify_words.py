"""Whether the words in review logs were signed by those who are said to have said them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from workflow.errors import WorkflowError, gathered
from workflow.flows.history import history
from workflow.model import Article, Locale, LogLine
from workflow.model.results import Said
from workflow.model.signature import Signature
from workflow.model.signature_proofs import Proof, Proofs
from workflow.project.verdicts import Verdicts, signatures_of
from workflow.project.workspace import Workspace
from workflow.review.signed_words import OPEN

_AT_ONCE: Final = 64
"""Articles whose signatures are verified together."""


def verify_words(
    workspace: Workspace,
    articles: Sequence[Article],
    locales: Sequence[Locale] = (),
    looked_at: Callable[[int], None] = lambda _: None,
) -> Proofs:
    """Verify every signature in the logs of ``articles`` anew, whatever is known of it.

    In their own locale and every target, or in ``locales``; ``looked_at`` is called with the
    number of articles that were looked at since. Raises :class:`LocaleError` for a locale that
    is no target.
    """
    workspace.shared.verdicts = Verdicts(None)
    rows: list[Proof] = []
    notes: list[str] = []
    errors: list[WorkflowError] = []
    for place in range(0, len(articles), _AT_ONCE):
        some = articles[place : place + _AT_ONCE]
        with gathered(errors):
            found = signatures_of(workspace, list(_lines(workspace, some)))
            told = history(workspace, some, locales)
            rows += (_proof(workspace, said, found(said.line)) for said in told.said)
            notes += told.notes
            errors += told.errors
        looked_at(len(some))
    rows.sort(key=lambda each: (each.said.line.file, each.said.line.number))
    return Proofs(tuple(rows), tuple(notes), tuple(errors))


def _lines(workspace: Workspace, articles: Sequence[Article]) -> Iterator[LogLine]:
    """All of their logs, so that many signatures are verified side by side."""
    for article in articles:
        for locale in dict.fromkeys((article.locale, *workspace.targets(article))):
            try:
                yield from workspace.log_lines(article.names, locale)
            except WorkflowError:  # it is told where that log is folded
                continue


def _proof(workspace: Workspace, said: Said, signature: Signature) -> Proof:
    required = workspace.settings.review.signatures == "required"
    lacking = signature is Signature.NONE and required and said.event.action not in OPEN
    return Proof(said, signature, signature.bad or lacking)
