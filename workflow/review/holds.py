"""What an author says in the front matter that holds an article back, whoever approved it.

Words are those of Hugo, Jekyll and WordPress: ``draft: true``, ``published: false``,
``status: draft``, a ``date`` to come. ``publish_at`` is an embargo. What cannot be read as yes,
no or a time holds the article back as well: a guess could break an embargo.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

from workflow.model import lazy_re as re
from workflow.model.blocker import Blocker, BlockerKind
from workflow.model.moments import instant, moment
from workflow.review.groups import unclear_group

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


def holds(front_matter: Mapping[str, object]) -> tuple[Blocker, ...]:
    """Why an article with this front matter may not go out; what ends by itself says when.

    Empty where nothing holds it back, whatever the time.
    """
    fields = {str(name).casefold(): value for name, value in front_matter.items()}
    embargoes = [
        (name, value)
        for name, value in fields.items()
        if value is not None and re.sub("[-_ ]", "", name) in _EMBARGOES
    ]
    found = (
        _draft(fields.get("draft")),
        _published(fields.get("published")),
        _status(fields.get("status")),
        # An embargo is the author's last word on when; the date is what the page shows.
        *(_embargo(name, value) for name, value in embargoes),
        None if embargoes else _date("date", fields.get("date")),
        unclear_group(front_matter),
    )
    return tuple(blocker for blocker in found if blocker is not None)


def _draft(value: object) -> Blocker | None:
    word = _word(value)
    if word in _NO:
        return None
    return Blocker(BlockerKind.DRAFT, field="draft", detail="" if word in _YES else word)


def _published(value: object) -> Blocker | None:
    if value is not None and _word(value) in _NO - {""}:
        return Blocker(BlockerKind.UNPUBLISHED, field="published")
    return _date("published", value) if moment(value) else None


def _status(value: object) -> Blocker | None:
    word = _word(value)
    return Blocker(BlockerKind.STATUS, field="status", detail=word) if word in _HELD else None


def _embargo(name: str, value: object) -> Blocker:
    when = moment(value)
    at = instant(value)
    if when is None or at is None:
        return Blocker(BlockerKind.EMBARGO_UNCLEAR, field=name, detail=_word(value))
    if isinstance(when, datetime) and when.tzinfo:
        return Blocker(BlockerKind.EMBARGO, field=name, until=_countable(at))
    # Without a zone the embargo holds until that time has come everywhere.
    at = _countable(at.replace(tzinfo=_LAST_ZONE)).astimezone(UTC)
    return Blocker(BlockerKind.EMBARGO_WITHOUT_ZONE, field=name, until=at)


def _date(name: str, value: object) -> Blocker | None:
    at = instant(value) or _soonest(value)
    return Blocker(BlockerKind.TO_COME, field=name, until=_countable(at)) if at else None


def _countable(at: datetime) -> datetime:
    """``at``, or the first or last second of all where UTC has no such time (year 10000)."""
    try:
        at.astimezone(UTC)
    except OverflowError:
        end = datetime.max if at.year > 1 else datetime.min
        return end.replace(microsecond=0, tzinfo=UTC)
    return at


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


def _word(value: object) -> str:
    return "" if value is None else " ".join(str(value).split()).casefold()
