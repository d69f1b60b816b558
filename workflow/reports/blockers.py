"""What is in the way of an approval or a release, in words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from workflow.model.blocker import (
    Became,
    Blocker,
    BlockerKind,
    Lapse,
    Reason,
    ShownFile,
    Void,
)
from workflow.review.proofs import OTHER, TRANSLATION

_PICTURES: Final = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})
_BECAME: Final = {Became.GONE: "is gone", Became.CHANGED: "changed", Became.CAME: "came"}
_COUNTED: Final = {
    BlockerKind.UNTRANSLATED: ("untranslated", "untranslated"),
    BlockerKind.MACHINE: ("machine draft", "machine drafts"),
    BlockerKind.FUZZY: ("fuzzy", "fuzzy"),
    BlockerKind.REJECTED: ("rejected", "rejected"),
    BlockerKind.ERRORS: ("check error", "check errors"),
}
"""In words for one and for several."""
_PLACES: Final = {OTHER: "in what is not translated", TRANSLATION: "in the translation"}
"""What is no class of change, in words."""


def in_words(blockers: Iterable[Reason]) -> tuple[str, ...]:
    """A line for each of ``blockers``."""
    return tuple(map(_blocker, blockers))


def changes_in_words(changes: Mapping[str, int]) -> str:
    """Changes by class: “1 typography, 2 meaning”."""
    return ", ".join(f"{count} {_PLACES.get(kind, kind)}" for kind, count in changes.items())


def void_in_words(void: Void) -> str:
    """Why an approval does not count."""
    did = "carried its approval over" if void.carried else "approved it"
    said = f"{void.actor} {did} on {void.date}"
    if void.lapse is Lapse.WITHDRAWN:
        return f"withdrawn by {void.actor} on {void.date}"
    if void.lapse is Lapse.UNRECORDED:
        names = ", ".join(each.path for each in void.files)
        return f"{said}, but not {names}, which events did not record then: run workflow approve"
    if void.lapse is Lapse.MEDIA:
        return f"{', '.join(map(file_in_words, void.files))} since {said}"
    return f"the {void.lapse} changed since {said}"


def file_in_words(file: ShownFile) -> str:
    """What became of a file that a page shows."""
    picture = posixpath.splitext(file.path)[1].lower() in _PICTURES
    return f"{'image' if picture else 'file'} {file.path} {_BECAME[file.became]}"


def _blocker(blocker: Reason) -> str:
    if isinstance(blocker, str):
        return blocker
    kind, classes = blocker.kind, changes_in_words(blocker.changes)
    within = f" ({classes})" if classes else ""
    if kind in _COUNTED:
        one, several = _COUNTED[kind]
        return f"{blocker.count} {one if blocker.count == 1 else several}{within}"
    if blocker.void is not None:
        return f"approval void: {void_in_words(blocker.void)}{within}"
    if blocker.files:
        return ", ".join(map(file_in_words, blocker.files))
    followed = f" (followed by the program: {classes})" if classes else ""
    said = {
        BlockerKind.NO_CATALOGUE: "no catalogue: run workflow extract",
        BlockerKind.BEHIND: "catalogue is behind the source: run workflow extract",
        BlockerKind.UNKNOWN: f"approval not known: {blocker.detail}",
        BlockerKind.UNAPPROVED: f"not approved{followed}",
        BlockerKind.UNREAD: blocker.detail,
    }
    return said.get(kind) or _held(blocker)


def _held(blocker: Blocker) -> str:
    """What the author says in the front matter."""
    kind, detail = blocker.kind, blocker.detail
    if blocker.until is not None:
        at = _spoken(blocker.until)
        if kind is BlockerKind.EMBARGO_WITHOUT_ZONE:
            hint = "name a zone, as in 2026-11-24T06:00:00+01:00, where it may be sooner"
            return f"not before {at} ({blocker.field} names no zone; {hint})"
        to_come = " is to come" if kind is BlockerKind.TO_COME else ""
        return f"not before {at} ({blocker.field}{to_come})"
    if kind is BlockerKind.EMBARGO_UNCLEAR:
        return (
            f"“{blocker.field}: {detail}” in the front matter is no time: "
            "write publish_at: 2026-11-24T06:00:00+01:00"
        )
    if kind is BlockerKind.DRAFT and detail:
        return (
            f"“draft: {detail}” in the front matter is neither yes nor no: take it out to publish"
        )
    fields = {BlockerKind.DRAFT: "draft", BlockerKind.UNPUBLISHED: "published: no"}
    return f"“{fields.get(kind, f'status: {detail}')}” in the front matter: take it out to publish"


def _spoken(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M ") + (at.tzname() or "").replace("UTC+", "+")
