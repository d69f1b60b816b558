"""Pages that go out together or not at all.

The field ``group`` of the front matter names what an article belongs to: all articles of a group
go out together, in all their languages. By ``policy = all`` the languages of an article do. What
is taken down is not held back by others, and what is live already stays as it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from workflow.model import lazy_re as re
from workflow.model.blocker import Blocker, BlockerKind
from workflow.model.moments import moment

FIELD: Final = "group"
ANY: Final = "\ufffd"
"""In the place of the group of an article that may be of any."""
_LINE: Final = re.compile(
    r"""^\ufeff?[\s{,]*(['"]?)group\1\s*[:=]\s*(?P<name>.*?)\s*,?\s*(?:[ \t]\#.*)?$""",
    re.MULTILINE | re.IGNORECASE,
)


class Member(NamedTuple):
    """A page that goes out with others."""

    article: str
    """Slug."""
    locale: str
    """gettext spelling; empty for an article of which nothing is known, so in none."""
    ready: bool
    """Whether nothing is in its way …"""
    until: datetime | None = None
    """… or when nothing is any more; None: nobody knows."""


def group_of(front_matter: Mapping[str, object]) -> str:
    """The group an article belongs to, as its author writes it; empty where it belongs to none,
    or that is not clear."""
    value = _value(front_matter)
    return " ".join(str(value).split()) if _is_name(value) else ""


def same_group(name: str) -> str:
    """By what the name of a group is compared: without regard to case, and however its letters
    are composed."""
    return unicodedata.normalize("NFC", name).casefold()


def unclear_group(front_matter: Mapping[str, object]) -> Blocker | None:
    """What is in the way of an article whose group is no name: half a group might go out."""
    value = _value(front_matter)
    if value is None or _is_name(value):
        return None
    written = " ".join(str(value).split())
    return Blocker(BlockerKind.GROUP_UNCLEAR, field=FIELD, detail=written)


def group_in(text: str) -> str:
    """The group that a file names which cannot be read as an article; empty where it names none.

    :data:`ANY` where it names one in characters that are damaged.
    """
    for found in _LINE.finditer(text):
        name = found["name"].strip().strip("'\"").strip()
        if ANY in name:
            return ANY
        if name:
            return " ".join(name.split())
    return ""


def waiting(members: Iterable[Member], group: str = "") -> Blocker | None:
    """What is in the way of the ready ones among ``members``, which go out together.

    ``group`` is the name of theirs; empty where they are one article's languages. None where
    all are ready.
    """
    lacking = [each for each in members if not each.ready]
    if not lacking:
        return None
    times = [each.until for each in lacking]
    known = [time for time in times if time is not None]
    return Blocker(
        BlockerKind.GROUP,
        detail=group,
        waits_for=tuple((each.article, each.locale) for each in lacking),
        until=max(known) if len(known) == len(times) else None,
    )


def _value(front_matter: Mapping[str, object]) -> object:
    fields = {str(name).casefold(): value for name, value in front_matter.items()}
    return fields.get(FIELD)


def _is_name(value: object) -> bool:
    """Whether it is one line of text, a number or a day; ``yes`` and ``no`` are no names."""
    if isinstance(value, bool):
        return False
    if isinstance(value, str):
        return bool(value.strip())
    return isinstance(value, int | float) or moment(value) is not None
