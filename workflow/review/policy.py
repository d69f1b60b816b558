"""Who may give an editor's word, who may say what of a text, and who may publish what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from workflow.model import (
    PLAIN_RULES,
    Action,
    ArticleAction,
    AssignEvent,
    Locale,
    MessageAction,
    ReviewRules,
    SmallEvent,
)
from workflow.model import lazy_re as re
from workflow.model.same_person import is_among
from workflow.review.reach import Reach

TRANSLATOR = "translator"
"""The role that translates."""
EDITOR = "editor"
"""The role that approves."""
PUBLISHER = "publisher"
"""The role that publishes."""
TAKE: Final = "take"
"""Beside the acts of events: to work on what nobody works on, or to give that back."""
_ANY: Final = (TRANSLATOR, EDITOR, PUBLISHER)
_ACTS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(Action, (EDITOR,)),
    MessageAction.ACCEPT: (EDITOR,),
    MessageAction.REJECT: (EDITOR,),
    MessageAction.RETRACT: (EDITOR,),
    MessageAction.EDIT: (TRANSLATOR, EDITOR),
    MessageAction.COMMENT: _ANY,
    MessageAction.SUGGEST: _ANY,
    ArticleAction.ASSIGN: (EDITOR,),
    ArticleAction.SIGNIFICANCE: (EDITOR,),
    ArticleAction.CORRECT: (EDITOR,),
    TAKE: _ANY,
}
"""Act → the roles of which one is needed; a waiver's are a setting."""
_PART: Final = r"[^@\s<>()\[\]{}'\",;:，、；：（）]+"
_ADDRESS: Final = re.compile(f"{_PART}@{_PART}")


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
    return may(roles, PLAIN_RULES, actor, Action.APPROVE, locale)


def may(
    roles: Mapping[str, Sequence[Grant]],
    rules: ReviewRules,
    actor: str,
    act: str,
    locale: Locale,
) -> bool:
    """Whether ``actor`` (e-mail address, any case) may do ``act`` in ``locale``.

    An act is that of an event, or :data:`TAKE`. A project that names no roles trusts everybody
    who can write its files.
    """
    return not roles or is_among(actor, those_who_may(roles, rules, act, locale))


def those_who_may(
    roles: Mapping[str, Sequence[Grant]], rules: ReviewRules, act: str, locale: Locale
) -> tuple[str, ...]:
    """Return who may do ``act`` in ``locale``, in the order of the settings."""
    names = rules.may_waive if act == MessageAction.WAIVE else _ACTS[act]
    return tuple(
        actor
        for actor, grants in roles.items()
        if any(_holds(grants, name, locale) for name in names)
    )


def addresses_of(front_matter: Mapping[str, object]) -> frozenset[str]:
    """The e-mail addresses that an article's front matter gives of its authors."""
    fields = {str(name).casefold(): value for name, value in front_matter.items()}
    told = str([fields.get(name, "") for name in ("author", "authors")])
    return frozenset(_ADDRESS.findall(told))


def in_turn(events: Iterable[SmallEvent], may: Callable[[str, str], bool]) -> Iterator[SmallEvent]:
    """Yield the ``events``, which are in the order of their times, but what is out of turn.

    Who is no editor may take what nobody works on, and give back what he or she took.
    """
    holder = ""
    for event in events:
        if isinstance(event, AssignEvent):
            free = holder.casefold() in ("", event.actor.casefold())
            if not free and not may(event.actor, ArticleAction.ASSIGN):
                continue
            holder = event.assignee
        yield event


def editors(roles: Mapping[str, Sequence[Grant]], locale: Locale) -> tuple[str, ...]:
    """Return who may approve in ``locale``, in the order of the settings."""
    return those_who_may(roles, PLAIN_RULES, Action.APPROVE, locale)


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
    if not roles or is_among(actor, publishers(roles)):
        return Reach()
    foreign = {
        locale: paths
        for locale, paths in wanted.locales.items()
        if not is_among(actor, publishers(roles, locale))
    }
    return Reach(foreign, wanted.shared)


def _holds(grants: Sequence[Grant], name: str, locale: Locale | None) -> bool:
    """Whether one of ``grants`` is the role ``name`` in ``locale``; None: in all of them."""
    return any(
        grant.name == name and (not grant.locales or locale in grant.locales) for grant in grants
    )
