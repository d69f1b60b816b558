"""Catalogues and templates that no command works with, and what to do about each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from workflow.errors import LocaleError
from workflow.model import Locale
from workflow.project.articles import files_below
from workflow.project.settings import Settings
from workflow.project.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Unused:
    """A catalogue or template that belongs to no article × locale of the project."""

    file: str
    """Relative to the project, POSIX."""
    reason: str
    """Why, for people."""
    advice: str
    """What to do, for people."""


def unused_catalogues(workspace: Workspace, languages: Mapping[str, Locale]) -> tuple[Unused, ...]:
    """What stands below the folder of catalogues and is read by no command.

    ``languages``: slug → the article's own locale, of those that are known.
    """
    folder = workspace.settings.locales
    return tuple(
        Unused(f"{folder}/{inner}", *why)
        for inner in sorted(files_below(workspace.root / folder))
        if inner.endswith((".po", ".pot")) and (why := _why(workspace, inner, languages))
    )


def report(unused: Sequence[Unused]) -> list[dict[str, Any]]:
    """The value of ``unused`` in JSON reports."""
    return [{"file": each.file, "reason": each.reason} for each in unused]


def in_words(unused: Sequence[Unused]) -> Iterator[str]:
    """A line for each reason and folder, for people."""
    for (folder, reason, advice), group in groupby(
        unused, lambda each: (each.file.rpartition("/")[0], each.reason, each.advice)
    ):
        files = list(group)
        place = files[0].file if len(files) == 1 else f"{len(files)} files in {folder}"
        yield f"{place}: {reason}, so no command works with it. {advice}"


def _why(
    workspace: Workspace, inner: str, languages: Mapping[str, Locale]
) -> tuple[str, str] | None:
    """Why a file is not used, and what to do; None where it is."""
    if inner.endswith(".pot"):
        slug = inner.removesuffix(".pot")
        return None if slug in workspace.sources else _GONE
    name, between, rest = inner.partition("/LC_MESSAGES/")
    slug = rest.removesuffix(".po")
    if not between or "/" in name:
        return (
            "catalogues stand in <locale>/LC_MESSAGES/",
            "Move it there, or delete it.",
        )
    targets = {locale.name for locale in workspace.settings.target_locales}
    if name not in targets:
        return _foreign(workspace.settings, name)
    if slug not in workspace.sources:
        return _GONE
    if slug in languages and languages[slug].name == name:
        return (
            f"the article itself is written in {name}",
            "Delete it; if it holds translations, the article's “lang” may be wrong.",
        )
    return None


_GONE = (
    "there is no such article any more",
    "If the article was renamed, run: workflow extract. Else bring it back, name its old slug in "
    "“aliases” of the one that took its place, or delete the file (git keeps what was committed).",
)


def _foreign(settings: Settings, name: str) -> tuple[str, str]:
    try:
        own = settings.own(Locale.parse(name))
    except LocaleError:
        return (f"“{name}” is no locale", "Rename the folder, or delete it.")
    if own in settings.target_locales:
        return (
            f"{name} is {own} here, by another name",
            f"Move what it holds to {settings.locales}/{own}/LC_MESSAGES (where both have a file: "
            "msgcat --use-first), and have the tool that made it use that name.",
        )
    return (
        f"{name} is not in target_locales",
        f"Add {name} to target_locales in setup.cfg, or delete the folder.",
    )
