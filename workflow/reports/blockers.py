"""What is in the way of an approval or a release, in words."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

from workflow.model.blocker import (
    Became,
    Blocker,
    BlockerKind,
    Lapse,
    Reason,
    ShownFile,
    Void,
)
from workflow.model.change import OTHER, TRANSLATION, ChangeClass
from workflow.model.phrase import Phrase, listed, named, phrase, phrases
from workflow.model.review import Action

if TYPE_CHECKING:
    from workflow.model.results import Said

_PICTURES: Final = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"})

_NAMED: Final = 5
"""Articles that a line names."""
_COUNTED: Final = {
    BlockerKind.UNTRANSLATED: phrases("{count} untranslated", "{count} untranslated", 1),
    BlockerKind.MACHINE: phrases("{count} machine draft", "{count} machine drafts", 1),
    BlockerKind.FUZZY: phrases("{count} fuzzy", "{count} fuzzy", 1),
    BlockerKind.REJECTED: phrases("{count} rejected", "{count} rejected", 1),
    BlockerKind.ERRORS: phrases("{count} check error", "{count} check errors", 1),
    BlockerKind.UNPASSED: phrases(
        "{count} finding of {checks}", "{count} findings of {checks}", 1, checks=""
    ),
}
"""What is said of one; :func:`_said` puts the number in."""
_SAID: Final = {
    BlockerKind.NO_CATALOGUE: phrase("no catalogue: run workflow extract"),
    BlockerKind.BEHIND: phrase("catalogue is behind the source: run workflow extract"),
    BlockerKind.UNAPPROVED: phrase("not approved"),
    BlockerKind.UNPUBLISHED: phrase("`published: no` in the front matter: take it out to publish"),
}
_PLACES: Final = {
    ChangeClass.WHITE_SPACE: phrase("in white space"),
    ChangeClass.TYPOGRAPHY: phrase("in typography"),
    ChangeClass.MARKUP: phrase("in markup"),
    ChangeClass.URL: phrase("in addresses"),
    ChangeClass.NUMBER: phrase("in numbers"),
    ChangeClass.MEANING: phrase("in wording"),
    "form": phrase("in form"),
    "content": phrase("in content"),
    OTHER: phrase("in what is not translated"),
    TRANSLATION: phrase("in the translation"),
}
"""Class of a change → where it is, after a number."""


def in_words(blockers: Iterable[Reason]) -> tuple[str, ...]:
    """A line for each of ``blockers``."""
    return tuple(map(_blocker, blockers))


def changes_in_words(changes: Mapping[str, int]) -> str:
    """Changes by class: “1 in typography, 2 in wording”."""
    return listed(phrase("{count} {kind}", count=n, kind=_class(k)) for k, n in changes.items())


def _class(kind: str) -> str:
    return _PLACES.get(kind) or named(kind)


def void_in_words(void: Void) -> str:
    """Why an approval does not count."""
    if void.lapse is Lapse.WITHDRAWN:
        return phrase("withdrawn by {actor} on {date}", actor=void.actor, date=void.date)
    did = phrase("{actor} approved it on {date}", actor=void.actor, date=void.date)
    if void.carried:
        did = phrase(
            "{actor} carried its approval over on {date}", actor=void.actor, date=void.date
        )
    if void.lapse is Lapse.SOURCE:
        return phrase("the source changed since {event}", event=did)
    if void.lapse is Lapse.TRANSLATION:
        return phrase("the translation changed since {event}", event=did)
    if void.lapse is Lapse.UNRECORDED:
        return phrase(
            "{event}, but not {names}, which events did not record then: run workflow approve",
            event=did,
            names=listed(each.path for each in void.files),
        )
    return phrase("{files} since {event}", files=listed(map(file_in_words, void.files)), event=did)


def why_void(said: Said) -> str:
    """Why a word of a review log does not count; empty where it does."""
    if said.later is not None:
        actor, date = said.later.actor, said.later.time[:10]
        return {
            Action.APPROVE: phrase("approved anew by {actor} on {date}", actor=actor, date=date),
            Action.WITHDRAW: phrase("withdrawn by {actor} on {date}", actor=actor, date=date),
            Action.CARRY_OVER: phrase("carried over by {actor} on {date}", actor=actor, date=date),
        }[said.later.action]
    if said.unknown:
        return phrase("not known: {reason}", reason=said.unknown)
    return said.trouble if said.void is None else void_in_words(said.void)


def file_in_words(file: ShownFile) -> str:
    """What became of a file that a page shows."""
    path = file.path
    if posixpath.splitext(path)[1].lower() in _PICTURES:
        return {
            Became.GONE: phrase("image {path} is gone", path=path),
            Became.CHANGED: phrase("image {path} changed", path=path),
            Became.CAME: phrase("image {path} came", path=path),
        }[file.became]
    return {
        Became.GONE: phrase("file {path} is gone", path=path),
        Became.CHANGED: phrase("file {path} changed", path=path),
        Became.CAME: phrase("file {path} came", path=path),
    }[file.became]


def _blocker(blocker: Reason) -> str:
    if isinstance(blocker, str):
        return blocker
    if blocker.kind is BlockerKind.UNREAD:
        return blocker.detail
    said = _said(blocker) if blocker.needed is None else _short_of(blocker, blocker.needed)
    if not blocker.changes:
        return said
    classes = changes_in_words(blocker.changes)
    if blocker.kind is BlockerKind.UNAPPROVED:
        return phrase(
            "{blocker} (followed by the program: {changes})", blocker=said, changes=classes
        )
    return phrase("{blocker} ({changes})", blocker=said, changes=classes)


def _said(blocker: Blocker) -> str:
    """Without the classes of changes."""
    if blocker.count:
        said = _COUNTED[blocker.kind]
        told = {"count": blocker.count, **({"checks": blocker.detail} if blocker.detail else {})}
        return Phrase(said.msgid, said.plural, told)
    if blocker.void is not None:
        return phrase("approval void: {reason}", reason=void_in_words(blocker.void))
    if blocker.files:
        return listed(map(file_in_words, blocker.files))
    if blocker.kind is BlockerKind.UNKNOWN:
        return phrase("approval not known: {reason}", reason=blocker.detail)
    if blocker.waits_for:
        return _waits(blocker)
    return _SAID.get(blocker.kind) or _held(blocker)


def _waits(blocker: Blocker) -> Phrase:
    """What a page waits for that is ready itself."""
    locales: dict[str, list[str]] = {}
    for article, locale in blocker.waits_for:
        locales.setdefault(article, []).append(locale)
    pages = [
        phrase("{article} ({locales})", article=article, locales=listed(found))
        if any(found)
        else article
        for article, found in locales.items()
    ]
    more = len(pages) - _NAMED
    named = listed(pages[:_NAMED])
    if more > 0:
        named = phrase("{names} and {more} more", names=named, more=more)
    if blocker.detail:
        return phrase(
            "ready, but the group “{group}” goes out together and waits for {pages}",
            group=blocker.detail,
            pages=named,
        )
    return phrase(
        "ready, but the languages of an article go out together (policy = all) and wait for "
        "{pages}",
        pages=named,
    )


def _short_of(blocker: Blocker, needed: int) -> Phrase:
    """What is not enough, or too much, by the settings."""
    if blocker.kind is BlockerKind.UNTOUCHED:
        return phrase(
            "{percent}% machine text that nobody changed (at most {limit}%)",
            percent=blocker.count,
            limit=needed,
        )
    said = phrase("{count} of {needed} approvals", count=blocker.count, needed=needed)
    if not blocker.own_work:
        return said
    return phrase(
        "{approvals}: {actors} worked on the texts (four_eyes)",
        approvals=said,
        actors=listed(blocker.own_work),
    )


def _held(blocker: Blocker) -> Phrase:
    """What the author says in the front matter."""
    kind, detail, name = blocker.kind, blocker.detail, blocker.field
    if blocker.until is not None:
        return _not_before(blocker, blocker.until)
    if kind is BlockerKind.EMBARGO_UNCLEAR:
        return phrase(
            "`{field}: {value}` in the front matter is no time: "
            "write `publish_at: 2026-11-24T06:00:00+01:00`",
            field=name,
            value=detail,
        )
    if kind is BlockerKind.GROUP_UNCLEAR:
        return phrase(
            "`group: {value}` in the front matter is no name: write one, as in `group: elections`",
            value=detail,
        )
    if kind is BlockerKind.STATUS:
        return phrase("`status: {value}` in the front matter: take it out to publish", value=detail)
    if not detail:
        return phrase("“draft” in the front matter: take it out to publish")
    return phrase(
        "`draft: {value}` in the front matter is neither yes nor no: take it out to publish",
        value=detail,
    )


def _not_before(blocker: Blocker, until: datetime) -> Phrase:
    at = until.strftime("%Y-%m-%d %H:%M ") + (until.tzname() or "").replace("UTC+", "+")
    name = blocker.field
    if blocker.kind is BlockerKind.EMBARGO_WITHOUT_ZONE:
        return phrase(
            "not before {time} ({field} names no zone; name a zone, as in "
            "2026-11-24T06:00:00+01:00, where it may be sooner)",
            time=at,
            field=name,
        )
    if blocker.kind is BlockerKind.TO_COME:
        return phrase("not before {time} ({field} is to come)", time=at, field=name)
    return phrase("not before {time} ({field})", time=at, field=name)
