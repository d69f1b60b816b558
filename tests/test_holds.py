"""What authors say in the front matter that holds an article back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from workflow.formats import parse
from workflow.model.blocker import Blocker
from workflow.model.moments import instant, moment
from workflow.model.schedule import Due
from workflow.reports.blockers import in_words
from workflow.review.holds import holds

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))


def standing(front_matter: Mapping[str, object], now: datetime) -> list[Blocker]:
    """What holds back at ``now``."""
    return [each for each in holds(front_matter) if each.stands(now)]


def said(front_matter: str, now: datetime = NOW) -> str:
    """The reasons, with the front matter read as articles are."""
    document = parse(f"---\ntitle: T\n{front_matter}\n---\n\nText.\n", format="markdown")
    return "; ".join(in_words(standing(document.front_matter, now)))


HELD = [
    ("draft: true", "“draft”"),
    ("draft: yes", "“draft”"),
    ('draft: "true"', "“draft”"),
    ("draft: 1", "“draft”"),
    ("Draft: True", "“draft”"),
    ("draft: ON", "“draft”"),
    ("draft: oui", "“draft”"),
    ("draft: 是", "“draft”"),
    ("draft: peut-être", "neither yes nor no"),
    ("draft: [a]", "neither yes nor no"),
    ("published: false", "`published: no`"),
    ('published: "no"', "`published: no`"),
    ("published: 0", "`published: no`"),
    ("published: 2027-01-01", "not before 2027-01-01 00:00 UTC"),
    ("status: draft", "`status: draft`"),
    ("status: Brouillon", "`status: brouillon`"),
    ("status: 草稿", "`status: 草稿`"),
    ("date: 2026-11-25", "not before 2026-11-25 00:00 UTC (date is to come)"),
    ("date: 2027", "not before 2027-01-01"),
    ('date: "2027-03"', "not before 2027-03-01"),
    ("date: 2027/3/5", "not before 2027-03-05"),
    ("date: 2027年3月5日", "not before 2027-03-05"),
    ("date: 5 mars 2027", "not before 2027-01-01"),
    ("date: 2026-11-24T13:30+01:00", "not before 2026-11-24 13:30 +01:00"),
    ("date: 2026-11-24 20:00:01 +0800", "not before 2026-11-24 20:00 +08:00"),
    ("publish_at: 2026-11-24T12:00:01Z", "not before 2026-11-24 12:00 UTC (publish_at)"),
    ("publish_at: 2026-11-24 13:30:00 +01:00", "not before 2026-11-24 13:30 +01:00"),
    ("publish_at: demain", "`publish_at: demain` in the front matter is no time"),
    ("publish_at: '2026-02-30'", "is no time"),
    ("publish_at: 1795521600", "is no time"),
    ("publish_at: [2026-01-01]", "is no time"),
    ("publish_at: 2026-11-24T06:00:00", "names no zone"),
    ("publish_at: 2026-11-24", "not before 2026-11-24 12:00 UTC"),
    ("publish_at: 2027-01-01T00:00:00Z\ndate: 2026-01-01", "(publish_at)"),
    ("publishDate: 2027-01-01T00:00:00Z", "not before 2027-01-01 00:00 UTC (publishdate)"),
    ("publish-at: 2027-01-01T00:00:00Z", "not before 2027-01-01"),
    ("publishAt: demain", "`publishat: demain` in the front matter is no time"),
    ("embargo: yes", "is no time"),
    ("embargo_until: 2027-01-01", "not before 2027-01-01"),
    ("publish_at: 2026-01-01T00:00:00Z\nembargo: 2027-01-01T00:00:00Z", "(embargo)"),
    ("draft: true\npublish_at: 2030-01-01T00:00:00Z", "“draft”"),
]


@pytest.mark.parametrize(("front_matter", "says"), HELD)
def test_held_back(front_matter: str, says: str) -> None:
    now = NOW - timedelta(seconds=1) if front_matter == "publish_at: 2026-11-24" else NOW
    assert says in said(front_matter, now)


GOES_OUT = [
    "draft: false",
    "draft: no",
    "draft: 0",
    "draft:",
    'draft: ""',
    "draft: non",
    "published: true",
    "published: 2026-11-24",
    "published: The Guardian",
    "status: published",
    "status: traduit",
    "date: 2026-11-24",
    "date: 2026",
    "date: 31 mars 2017",
    "date: 2026-11-24T20:00:00+08:00",
    "date: soon",
    "publish_at:",
    "publish_at: 2026-11-24T12:00:00Z",
    "publish_at: 2026-11-24T13:00+01:00",
    "publish_at: 2026-11-23T23:59:00",
    "publish_at: 2026-11-24T12:00:00Z\ndate: 2027-01-01",
]


@pytest.mark.parametrize("front_matter", GOES_OUT)
def test_not_held_back(front_matter: str) -> None:
    assert said(front_matter) == ""


def test_toml_holds_back_too() -> None:
    text = "+++\ntitle = 'T'\npublish_at = 2026-11-24T13:30:00+01:00\n+++\n\nText.\n"
    front_matter = parse(text, format="markdown").front_matter
    assert standing(front_matter, NOW)
    assert not standing(front_matter, NOW + timedelta(minutes=30))


MOMENTS = [
    ("2026-03-14", date(2026, 3, 14)),
    ("2026-03-14 08:30", datetime(2026, 3, 14, 8, 30)),
    ("2026-03-14T8:30", datetime(2026, 3, 14, 8, 30)),
    ("2026-03-14T08:30+08:00", datetime(2026, 3, 14, 8, 30, tzinfo=CHINA)),
    ("2026-03-14T08:30:15.25 +0800", datetime(2026, 3, 14, 8, 30, 15, tzinfo=CHINA)),
    ("2026-03-14T08:30:15z", datetime(2026, 3, 14, 8, 30, 15, tzinfo=UTC)),
    (" 2026-03-14 08:30 UTC ", datetime(2026, 3, 14, 8, 30, tzinfo=UTC)),
    (date(2026, 3, 14), date(2026, 3, 14)),
    ("2026-02-30", None),
    ("2026-03-14 25:00", None),
    ("2026/03/14", None),
    ("31 mars 2017", None),
    (2027, None),
    (True, None),
    (None, None),
    (["2026-03-14"], None),
]


@pytest.mark.parametrize(("value", "expected"), MOMENTS)
def test_moments_as_people_write_them(value: object, expected: object) -> None:
    assert moment(value) == expected
    assert type(moment(value)) is type(expected)


def test_an_instant_has_a_zone() -> None:
    assert instant("2026-03-14") == datetime(2026, 3, 14, tzinfo=UTC)
    assert instant("2026-03-14 08:30") == datetime(2026, 3, 14, 8, 30, tzinfo=UTC)
    assert instant("2026-03-14T08:30+08:00") == datetime(2026, 3, 14, 0, 30, tzinfo=UTC)
    assert instant("no") is None


@pytest.mark.parametrize("field", ["publish_at", "date"])
@pytest.mark.parametrize("when", ["9999-12-31 23:59", "9999-12-31T23:59:59.9-12:00"])
def test_the_last_day_that_can_be_written_holds_back(field: str, when: str) -> None:
    """Without a zone, or west of Greenwich, it ends in a year that no computer's calendar has."""
    (found,) = holds({field: when})
    assert found.stands(datetime(9999, 12, 31, tzinfo=UTC))
    assert found.until
    assert Due(found.until, "a", "en", ready=True).at.startswith("9999-12-31T23:59:")
