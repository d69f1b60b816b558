"""Catalogues and templates that no command works with."""

from __future__ import annotations

from collections.abc import Mapping

from workflow.errors import LocaleError
from workflow.model import Locale
from workflow.model.unused_file import Unused, UnusedKind
from workflow.project.articles import files_below
from workflow.project.settings import Settings
from workflow.project.workspace import Workspace


def unused_catalogues(workspace: Workspace, languages: Mapping[str, Locale]) -> tuple[Unused, ...]:
    """What stands below the folder of catalogues and is read by no command.

    ``languages``: slug → the article's own locale, of those that are known.
    """
    folder = workspace.settings.locales
    found = (
        _unused(workspace, f"{folder}/{inner}", inner, languages)
        for inner in sorted(files_below(workspace.root / folder))
        if inner.endswith((".po", ".pot"))
    )
    return tuple(filter(None, found))


def _unused(
    workspace: Workspace, file: str, inner: str, languages: Mapping[str, Locale]
) -> Unused | None:
    """``file``, which is ``inner`` in the folder of catalogues, where it is not used."""
    if inner.endswith(".pot"):
        here = inner.removesuffix(".pot") in workspace.sources
        return None if here else Unused(file, UnusedKind.ARTICLE_GONE)
    name, between, rest = inner.partition("/LC_MESSAGES/")
    slug = rest.removesuffix(".po")
    if not between or "/" in name:
        return Unused(file, UnusedKind.MISPLACED)
    if name not in {locale.name for locale in workspace.settings.target_locales}:
        return _foreign(workspace.settings, file, name)
    if slug not in workspace.sources:
        return Unused(file, UnusedKind.ARTICLE_GONE)
    own = slug in languages and languages[slug].name == name
    return Unused(file, UnusedKind.OWN_LANGUAGE, name) if own else None


def _foreign(settings: Settings, file: str, name: str) -> Unused:
    """A file in a folder that is called as no target locale is."""
    try:
        own = settings.own(Locale.parse(name))
    except LocaleError:
        return Unused(file, UnusedKind.NO_LOCALE, name)
    if own in settings.target_locales:
        return Unused(file, UnusedKind.OTHER_SPELLING, name, own.name)
    return Unused(file, UnusedKind.NO_TARGET, name)
