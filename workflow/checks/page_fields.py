"""What an article says of itself: how long title and summary are, its slug, its dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final
from unicodedata import east_asian_width

from workflow.checks.subject import Remark, Source, Subject
from workflow.formats.parsing import field_line
from workflow.model import Locale, Severity
from workflow.model import lazy_re as re
from workflow.model.moments import instant, moment
from workflow.model.phrase import Phrase, phrase

_TITLE: Final = (70, 100)
_SUMMARY: Final = (200, 320)
"""Columns, of which a letter has one and a Chinese character two, that search results and feeds
show of a text, and from which it is surely cut off."""
_CHINESE: Final = frozenset({"zh", "yue", "ja", "ko"})
"""Languages that count characters of two columns."""
_SUMMARIES: Final = ("summary", "description")
_STOP: Final = re.compile(
    r"(?<![.\s])(?<!\b[^\W\d_])(?<!\betc)(?<!\b(?:Inc|Ltd|Cie))(?<!\b(?:Jr|Sr|Co|St))(?<!\bCorp)\.\Z"
    r"|[。．｡]\Z"
)
_KIND: Final = "front matter: "
_SLUG_LENGTH: Final = 80
"""Characters of the last part of an address, beyond which links to it are cut off or broken."""
_UNNAMED: Final = re.compile(
    r"(?:untitled|unnamed|no-?title|sans-?titre|sans-?nom|lorem(?:[-_ ]?ipsum)?"
    r"|new[-_ ]?(?:article|post|page|document|file)|nouvel(?:le)?[-_ ]?(?:article|page)"
    r"|nouveau[-_ ]?document|untitled[-_ ]?document|documents?|doc|draft|brouillon|test|tmp|temp"
    r"|asdf|xxx|无标题|未命名|無標題|新建(?:文章|文档|文本文档)?|草稿)[-_ ]?\(?\d*\)?"
    r"|article|post|(?:copy|copie)[-_ ](?:of|de)\b.*|.*[-_ (](?:copy|copie|副本)\)?",
    re.IGNORECASE,
)
_ESCAPED: Final = re.compile(r"[\s?#%&+|\\\"<>\[\]{}^`]")
"""What addresses have to escape, or take for something else (RFC 3986, 2.2)."""


def title_of_source(source: Source) -> Iterator[tuple[int, Remark]]:
    """The title of an article is cut off where readers see it first, or is none."""
    given = source.document.front_matter
    if "title" in given and not str(given["title"] or "").strip():
        said = phrase("the title is empty: say what the article is about")
        yield field_line(source.document, "title"), Remark(said, severity=Severity.INFO)
    for remark in _of_title(str(given.get("title") or ""), source.article.locale):
        yield field_line(source.document, "title"), remark


def title_of_message(subject: Subject) -> Sequence[Remark]:
    """The same of a translated one."""
    if subject.segment.kind != f"{_KIND}title":
        return ()
    return tuple(_of_title(subject.message.msgstr, subject.locale))


def _of_title(title: str, locale: Locale) -> Iterator[Remark]:
    text = " ".join(title.split())
    if severity := _beyond(text, _TITLE):
        said = phrase(
            "the title has {count} characters; search results and feeds show about {most}: "
            "shorten it",
            count=_count(text, locale),
            most=_shown(_TITLE[0], locale),
        )
        yield Remark(said, (0, len(title)), severity=severity)
    if _STOP.search(text):
        said = phrase("the title ends with a full stop: take it out")
        yield Remark(said, (len(title.rstrip()) - 1, len(title.rstrip())), severity=Severity.INFO)


def summary_of_source(source: Source) -> Iterator[tuple[int, Remark]]:
    """The summary of an article is cut off, or says what its title says."""
    given = source.document.front_matter
    for name in _SUMMARIES:
        text = given.get(name)
        if not isinstance(text, str):
            continue
        line = field_line(source.document, name)
        for remark in _of_summary(text, source.article.locale):
            yield line, remark
        if text.strip() and text.strip() == str(given.get("title") or "").strip():
            said = phrase("the summary says what the title says: say more, or leave it out")
            yield line, Remark(said, severity=Severity.INFO)


def summary_of_message(subject: Subject) -> Sequence[Remark]:
    """The same of a translated one."""
    if subject.segment.kind.removeprefix(_KIND) not in _SUMMARIES:
        return ()
    return tuple(_of_summary(subject.message.msgstr, subject.locale))


def _of_summary(summary: str, locale: Locale) -> Iterator[Remark]:
    text = " ".join(summary.split())
    if severity := _beyond(text, _SUMMARY):
        said = phrase(
            "the summary has {count} characters; search results and feeds show about {most}: "
            "shorten it",
            count=_count(text, locale),
            most=_shown(_SUMMARY[0], locale),
        )
        yield Remark(said, (0, len(summary)), severity=severity)


def _columns(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)


def _beyond(text: str, limits: tuple[int, int]) -> Severity | None:
    """How grave it is that a text is so long."""
    columns = _columns(text)
    if columns <= limits[0]:
        return None
    return Severity.WARNING if columns > limits[1] else Severity.INFO


def _count(text: str, locale: Locale) -> int:
    """Characters, as who writes the language counts them: two Latin ones are as wide as one
    Chinese."""
    return (_columns(text) + 1) // 2 if _wide(locale) else len(text)


def _shown(columns: int, locale: Locale) -> int:
    return columns // 2 if _wide(locale) else columns


def _wide(locale: Locale) -> bool:
    return locale.name.partition("_")[0] in _CHINESE


def check_slug(source: Source) -> Iterator[tuple[int, Remark]]:
    """The address of an article says nothing, or breaks where people copy it."""
    slug = source.article.slug
    name = slug.rpartition("/")[2]
    for said, severity in _of_slug(slug, name):
        yield 1, Remark(said, severity=severity)


def _of_slug(slug: str, name: str) -> Iterator[tuple[Phrase, Severity]]:
    if _UNNAMED.fullmatch(name):
        yield (
            phrase(
                "the slug “{slug}” says nothing of the article: name the file by what it is about",
                slug=slug,
            ),
            Severity.WARNING,
        )
    if found := _ESCAPED.search(slug):
        yield (
            phrase(
                "the slug “{slug}” has “{mark}” in it, which addresses escape or take for "
                "something else: write a hyphen",
                slug=slug,
                mark=found[0],
            ),
            Severity.WARNING,
        )
    if len(name) > _SLUG_LENGTH:
        yield (
            phrase(
                "the slug “{slug}” has {count} characters: {most} are enough",
                slug=slug,
                count=len(name),
                most=_SLUG_LENGTH,
            ),
            Severity.WARNING,
        )
    if any(each.isupper() for each in slug) or "_" in slug:
        yield (
            phrase(
                "the slug “{slug}” has capitals or underscores, which people mistype: small "
                "letters and hyphens are safer",
                slug=slug,
            ),
            Severity.INFO,
        )


def check_date_order(source: Source) -> Iterator[tuple[int, Remark]]:
    """An article was changed before it was published."""
    given = source.document.front_matter
    first, last = moment(given.get("date")), moment(given.get("updated"))
    if first is None or last is None or not _before(last, first):
        return
    said = phrase(
        "`updated: {updated}` is before `date: {date}`: correct one of them",
        updated=last,
        date=first,
    )
    yield field_line(source.document, "updated"), Remark(said)


def _before(one: date, other: date) -> bool:
    """Whether ``one`` is earlier for certain: of a day without time, all day counts."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        first, second = instant(one), instant(other)
        return first is not None and second is not None and first < second
    return _day(one) < _day(other)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
