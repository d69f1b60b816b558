"""Translations beside their sources by meaning, where a project asks for the check ``semantic``.

What the model makes of a text is kept (``.workflow/facts.db``, derived) for as long as the text
stands in a message; a text is read once, whatever article it is in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Final

from workflow.errors import WorkflowError
from workflow.memory.embeddings import MEANING, meanings_of
from workflow.model import Finding, Key, Locale
from workflow.model.phrase import phrase
from workflow.po.catalogue import Catalogue
from workflow.project.checking import compared_meanings, meaning_findings
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace

_AT_ONCE: Final = 64
"""Pairs of texts after which what the model made of them is on the disk."""

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
_Compared = tuple[Translation, Catalogue, Mapping[Key, tuple[str, str]]]


def check_meaning(
    workspace: Workspace, names: Sequence[str], locales: Sequence[Locale], progress: Progress
) -> tuple[Finding, ...]:
    """What the check ``semantic`` finds in the translations of the articles ``names`` (none: all).

    ``locales`` limits them. What cannot be read is passed over: who checks it is told. Raises
    :class:`NotReadyError` where the extra ``semantic`` is not installed, and
    :class:`WorkflowError` where its model does not run here.
    """
    meanings, every = meanings_of(workspace), not (names or locales)
    compared = list(_compared(workspace, names, locales))
    pairs = list(dict.fromkeys(pair for *_, found in compared for pair in found.values()))
    unread = len(meanings.unread(pairs))
    if unread:
        with progress(phrase("Comparing meanings"), unread) as advance:
            for place in range(0, len(pairs), _AT_ONCE):
                try:
                    meanings.of(pairs[place : place + _AT_ONCE], advance)
                finally:
                    workspace.facts.save()
    likeness = meanings.of(pairs)
    workspace.facts.save(*([MEANING] if every else []))
    return tuple(
        finding
        for translation, catalogue, found in compared
        for finding in meaning_findings(
            translation, catalogue, {key: likeness[pair] for key, pair in found.items()}
        )
    )


def _compared(
    workspace: Workspace, names: Sequence[str], locales: Sequence[Locale]
) -> Iterator[_Compared]:
    unread: list[WorkflowError] = []
    for article in workspace.readable(names, unread):
        for translation in workspace.translations(article, locales):
            try:
                catalogue = translation.catalogue
                found = compared_meanings(translation, catalogue) if catalogue else {}
            except WorkflowError:
                continue
            if catalogue and found:
                yield translation, catalogue, found
