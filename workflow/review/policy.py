"""Who may give an editor's word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from workflow.model import Locale

EDITOR = "editor"
"""The role that approves."""


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
    return tuple(
        actor
        for actor, grants in roles.items()
        if any(
            grant.name == EDITOR and (not grant.locales or locale in grant.locales)
            for grant in grants
        )
    )
