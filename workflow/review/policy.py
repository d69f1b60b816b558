"""Who may give an editor's word, and who may publish what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from workflow.model import Locale
from workflow.review.reach import Reach

EDITOR = "editor"
"""The role that approves."""
PUBLISHER = "publisher"
"""The role that publishes."""


class Grant(Protocol):
    """A role of an actor, as the settings give it."""

    @property
    def name(self) -> str:
        """``translator``, ``editor`` or ``publisher``."""
        ...

    @property
    def locales(self) -> tuple[Locale, ...]:
        """Where it holds; empty: everywhere."""
        ...


def may_approve(roles: Mapping[str, Sequence[Grant]], actor: str, locale: Locale) -> bool:
    """Whether ``actor`` (e-mail address, any case) may approve in ``locale``.

    A project that names no roles trusts everybody who can write its files.
    """
    return not roles or actor.casefold() in map(str.casefold, editors(roles, locale))


def editors(roles: Mapping[str, Sequence[Grant]], locale: Locale) -> tuple[str, ...]:
    """Return who may approve in ``locale``, in the order of the settings."""
    return tuple(actor for actor in roles if _holds(roles[actor], EDITOR, locale))


def publishers(roles: Mapping[str, Sequence[Grant]], locale: str | None = None) -> tuple[str, ...]:
    """Return who may publish in ``locale`` (gettext's spelling), in the order of the settings.

    Without a locale, who may publish in all of them, and so may change what they share.
    """
    named = Locale(locale) if locale else None
    return tuple(actor for actor in roles if _holds(roles[actor], PUBLISHER, named))


def beyond(roles: Mapping[str, Sequence[Grant]], actor: str, wanted: Reach) -> Reach:
    """The part of ``wanted`` that ``actor`` (e-mail address, any case) may not publish.

    A project that names no roles trusts everybody who can write its files.
    """
    if not roles or _is_among(actor, publishers(roles)):
        return Reach()
    foreign = {
        locale: paths
        for locale, paths in wanted.locales.items()
        if not _is_among(actor, publishers(roles, locale))
    }
    return Reach(foreign, wanted.shared)


def _is_among(actor: str, actors: Sequence[str]) -> bool:
    return actor.casefold() in map(str.casefold, actors)


def _holds(grants: Sequence[Grant], name: str, locale: Locale | None) -> bool:
    """Whether one of ``grants`` is the role ``name`` in ``locale``; None: in all of them."""
    return any(
        grant.name == name and (not grant.locales or locale in grant.locales) for grant in grants
    )
