"""Articles that were renamed, and texts that left their article: what translations go with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workflow.errors import WorkflowError, gathered
from workflow.model import Key, Locale, Message
from workflow.project.workspace import Workspace

SHARE = 0.5
"""Part of an article's messages that a catalogue without an article must have to be its own."""


def moved(
    workspace: Workspace, fresh: Sequence[str], orphans: Mapping[str, Sequence[Locale]]
) -> Mapping[str, str]:
    """New slug → old slug, for each article without catalogues that was renamed.

    ``fresh`` are the slugs of articles without catalogues, ``orphans`` those of catalogues
    without article (with their locales). They belong together where most texts are the same.
    """
    found: dict[str, str] = {}
    keys = {slug: _keys(workspace, slug, locales) for slug, locales in orphans.items()}
    for slug in fresh if keys else ():
        wanted = _article_keys(workspace, slug)
        shares = {
            old: len(wanted & known) / len(wanted)
            for old, known in keys.items()
            if wanted and old not in found.values()
        }
        best = max(sorted(shares), key=shares.__getitem__, default="")
        if best and shares[best] >= SHARE:
            found[slug] = best
    return found


def gone_with(
    workspace: Workspace, orphans: Mapping[str, Sequence[Locale]]
) -> dict[str, dict[Key, Message]]:
    """Locale name → the translated messages of catalogues whose article is gone."""
    gone: dict[str, dict[Key, Message]] = {}
    for slug, locales in orphans.items():
        for locale in locales:
            gone.setdefault(locale.name, {}).update(
                (message.key, message)
                for message in _messages(workspace, slug, locale)
                if message.has_text and not message.obsolete
            )
    return gone


def _article_keys(workspace: Workspace, slug: str) -> set[Key]:
    """The keys of an article's messages; none where it cannot be read, which is said elsewhere."""
    errors: list[WorkflowError] = []
    with gathered(errors):
        return {segment.key for segment in workspace.read(slug)[1].segments}
    return set()


def _keys(workspace: Workspace, slug: str, locales: Sequence[Locale]) -> set[Key]:
    return {
        message.key
        for locale in locales
        for message in _messages(workspace, slug, locale)
        if not message.obsolete
    }


def _messages(workspace: Workspace, slug: str, locale: Locale) -> Sequence[Message]:
    """The messages of a catalogue without article; none where it cannot be read."""
    errors: list[WorkflowError] = []
    with gathered(errors):
        catalogue = workspace.catalogue(slug, locale)
        return catalogue.messages if catalogue else ()
    return ()
