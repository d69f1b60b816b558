"""What an author says in the front matter that holds an article back, whoever approved it.

Words are those of Hugo, Jekyll and WordPress: ``draft: true``, ``published: false``,
``status: draft``, a ``date`` to come. ``publish_at`` is an embargo. What cannot be read as yes,
no or a time holds the article back as well: a guess could break an embargo.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from workflow.model.moments import instant, moment

_YES: Final = frozenset({"true", "yes", "on", "y", "1", "oui", "vrai", "是"})
_NO: Final = frozenset({"false", "no", "off", "n", "0", "", "non", "faux", "否"})
_HELD: Final = frozenset(
    {"draft", "pending", "private", "future", "scheduled", "unpublished", "hidden", "wip"}
    | {"brouillon", "草稿"}
)
_EMBARGOES: Final = frozenset(
    {"publishat", "publishdate", "publishon", "golive", "embargo", "embargountil"}
)
"""``publish_at``, and how Hugo and newsrooms call it; without hyphens and underscores."""
_LAST_ZONE: Final = timezone(timedelta(hours=-12))
_NUMBERS: Final = re.compile(r"\d+")


def holds(front_matter: Mapping[str, object], now: datetime) -> tuple[str, ...]:
    """Why an article with this front matter may not go out at ``now`` (with zone), for people.

    Empty where nothing holds it back.
    """
    fields = {str(name).casefold(): value for name, value in front_matter.items()}
    embargoes = [
        (name, value)
        for name, value in fields.items()
        if value is not None and re.sub("[-_ ]", "", name) in _EMBARGOES
    ]
    found = (
        _draft(fields.get("draft")),
        _published(fields.get("published"), now),
        _status(fields.get("status")),
        # An embargo is the author's last word on when; the date is what the page shows.
        *(_embargo(name, value, now) for name, value in embargoes),
        "" if embargoes else _date("date", fields.get("date"), now),
    )
    return tuple(reason for reason in found if reason)


def _draft(value: object) -> str:
    word = _word(value)
    if word in _NO:
        return ""
    if word in _YES:
        return "“draft” in the front matter: take it out to publish"
    return f"“draft: {word}” in the front matter is neither yes nor no: take it out to publish"


def _published(value: object, now: datetime) -> str:
    if value is not None and _word(value) in _NO - {""}:
        return "“published: no” in the front matter: take it out to publish"
    return _date("published", value, now) if moment(value) else ""


def _status(value: object) -> str:
    word = _word(value)
    return f"“status: {word}” in the front matter: take it out to publish" if word in _HELD else ""


def _embargo(name: str, value: object, now: datetime) -> str:
    when = moment(value)
    at = instant(value)
    if when is None or at is None:
        return (
            f"“{name}: {_word(value)}” in the front matter is no time: "
            "write publish_at: 2026-11-24T06:00:00+01:00"
        )
    if isinstance(when, datetime) and when.tzinfo:
        return f"not before {_spoken(at)} ({name})" if now < at else ""
    # Without a zone the embargo holds until that time has come everywhere.
    at = at.replace(tzinfo=_LAST_ZONE).astimezone(UTC)
    hint = "; name a zone, as in 2026-11-24T06:00:00+01:00, where it may be sooner"
    return f"not before {_spoken(at)} ({name} names no zone{hint})" if now < at else ""


def _date(name: str, value: object, now: datetime) -> str:
    at = instant(value) or _soonest(value)
    return f"not before {_spoken(at)} ({name} is to come)" if at and now < at else ""


def _soonest(value: object) -> datetime | None:
    """The first moment that a date in another spelling (“2027”, “5 mars 2027”) can mean."""
    numbers = [int(each) for each in _NUMBERS.findall(_word(value)) if len(each) <= 4]
    years = [place for place, number in enumerate(numbers) if 1900 <= number <= 9999]
    if len(years) != 1:
        return None
    year, month, day = (*numbers[years[0] :], 1, 1)[:3]  # as ISO orders them
    try:
        return datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return datetime(year, 1, 1, tzinfo=UTC)


def _spoken(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M ") + (at.tzname() or "").replace("UTC+", "+")


def _word(value: object) -> str:
    return "" if value is None else " ".join(str(value).split()).casefold()
