"""Sources: the fields of the front matter, their names and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Final
from unicodedata import combining, normalize

from babel import Locale as CldrLocale

from workflow.checks.subject import Remark, Source
from workflow.formats.parsing import field_line
from workflow.model import KNOWN_FIELDS, Severity
from workflow.model import lazy_re as re
from workflow.model.moments import moment
from workflow.model.phrase import Phrase, listed, phrase

_DATES: Final = ("date", "updated", "publish_at")
_PLAIN: Final = ("title", "summary", "description", "dateline", "author", "image_alt")
_OTHER_NAMES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("byline", "creator", "writer", "auteur", "auteurs", "作者", "记者"), "author"),
    **dict.fromkeys(
        (
            "categories",
            "category",
            "catégorie",
            "catégories",
            "topics",
            "étiquettes",
            "标签",
            "分类",
        ),
        "tags",
    ),
    **dict.fromkeys(("mots-clés", "mots_clés", "关键词"), "keywords"),
    **dict.fromkeys(("pubdate", "published_at", "created", "日期"), "date"),
    **dict.fromkeys(("lastmod", "modified", "last_modified_at", "updated_at"), "updated"),
    **dict.fromkeys(("embargo", "publishdate", "publish_on", "go_live"), "publish_at"),
    **dict.fromkeys(("language", "locale", "langue", "语言"), "lang"),
    **dict.fromkeys(
        ("excerpt", "abstract", "standfirst", "chapo", "résumé", "resume", "摘要"), "summary"
    ),
    **dict.fromkeys(("headline", "titre", "标题"), "title"),
    **dict.fromkeys(
        ("cover", "banner", "hero", "thumbnail", "featured_image", "feature_image", "og_image"),
        "image",
    ),
    **dict.fromkeys(("alt", "cover_alt", "featured_image_alt"), "image_alt"),
    **dict.fromkeys(("place", "location", "lieu"), "dateline"),
    **dict.fromkeys(("canonical_url", "original_url", "url_source"), "source"),
    "redirect_from": "aliases",
}
"""How other programs, and people, name a field of ours."""
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s?[-./年]\s?(\d{1,2})\s?[-./月]\s?(\d{1,2})日?(?!\d)")
_YEAR_LAST: Final = re.compile(r"(?<!\d)(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_ALL_DIGITS: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DAY_MONTH: Final = re.compile(
    r"(\d{1,2})(?:er|st|nd|rd|th|\.|º)?\s+(?:de\s+)?([^\W\d]+)\.?,?\s+(?:de\s+)?(\d{4})"
)
_MONTH_DAY: Final = re.compile(r"(?<![^\W\d])([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_CLOCK: Final = re.compile(
    r"(?P<early>上午|凌晨|早上)?(?P<late>下午|晚上)?\s?(?<!\d)(?P<hour>\d{1,2})\s?[:hH时點点]\s?"
    r"(?P<minute>\d{2})(?!\d)(?::\d{2}(?:\.\d+)?)?"
    r"(?:\s?(?P<am>[ap])\.?m\b)?(?:\s?(?P<zone>UTC|GMT|Z|[+-]\d{2}:?\d{2})(?![\w:]))?",
    re.IGNORECASE,
)
_RIGHT: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]+[\d:.,]+ *(?:[Zz]|UTC|[+-][\d:]+)?)?")
"""How a date is written, whether or not there is such a day."""
_LONGEST: Final = 100
"""Characters of a date, at most."""
_MARKS: Final = re.compile(
    r"\*\*[^*\s][^*]*\*\*|(?<![\w*])\*[^*\s][^*]*\*(?![\w*])|\]\([^)\s]{1,999}\)|`[^`]+`"
)


def check_fields(source: Source) -> Iterator[tuple[int, Remark]]:
    """A field of the front matter that is no date where one belongs (error), whose name the
    program does not know, or in which marks of Markdown would stay visible.
    """
    fields = source.document.front_matter
    for name in _DATES:
        value = fields.get(name)
        if value not in (None, "") and moment(value) is None:
            yield _line(name, source), Remark(_no_date(name, value), severity=Severity.ERROR)
    yield from _names(source)
    for name in _PLAIN:
        value = fields.get(name)
        if isinstance(value, str) and (mark := _MARKS.search(value)):
            said = phrase(
                "“{field}” is plain text: readers would see “{mark}” as it stands; take the marks "
                "out",
                field=name,
                mark=mark[0],
            )
            yield _line(name, source), Remark(said)
    address = fields.get("source")
    if isinstance(address, str) and address.strip() and not re.search(r"https?://", address):
        said = phrase(
            "“source” is the address where the article was first published; pages do not show "
            "“{address}”",
            address=address.strip(),
        )
        yield _line("source", source), Remark(said)


def _line(name: str, source: Source) -> int:
    return field_line(source.document, name)


def _names(source: Source) -> Iterator[tuple[int, Remark]]:
    """Misspelt names and those of other programs; the rest together, as there may be many."""
    given = source.document.front_matter
    known = {name.partition(".")[0] for name in (*KNOWN_FIELDS, *source.document.fields)}
    unused: list[str] = []
    for name in given:
        if name in known:
            continue
        if meant := _meant(name, known):
            said = phrase(
                "no field is named “{name}”: did you mean “{meant}”?", name=name, meant=meant
            )
            if meant in given:
                said = phrase(
                    "no field is named “{name}”: did you mean “{meant}”, which is there as well?",
                    name=name,
                    meant=meant,
                )
            yield _line(name, source), Remark(said)
        else:
            unused.append(name)
    if unused:
        said = phrase(
            "not used: {names} (docs/pages.md lists the fields that are)", names=listed(unused)
        )
        yield _line(unused[0], source), Remark(said, severity=Severity.INFO)


def _meant(name: str, known: set[str]) -> str:
    plain = name.casefold().strip()
    if plain in known:
        return plain
    other = _OTHER_NAMES.get(plain) or _OTHER_NAMES.get(re.sub(r"[\s-]+", "_", plain))
    return other or next(iter(get_close_matches(plain, known, n=1, cutoff=0.75)), "")


def _no_date(name: str, value: object) -> Phrase:
    written = " ".join(str(value).split())[:_LONGEST]
    if _RIGHT.fullmatch(written):
        return phrase(
            "`{field}: {value}`: there is no such day or time; correct it",
            field=name,
            value=written,
        )
    if meant := _read(written):
        return phrase(
            "`{field}: {value}` is not how a date is written here: write `{field}: {meant}`",
            field=name,
            value=written,
            meant=meant,
        )
    return phrase(
        "`{field}: {value}` is no date: write year-month-day, as in `{field}: 2026-03-31`",
        field=name,
        value=written,
    )


def _read(text: str) -> str:
    """The date that people mean by ``text`` in the right form; empty where that is not sure."""
    day = _day(text)
    if day is None:
        return ""
    return (
        f"{day.isoformat()} {_time(clock)}" if (clock := _CLOCK.search(text)) else day.isoformat()
    )


def _time(clock: re.Match[str]) -> str:
    """Hour and minute, and the zone where it is a number or UTC."""
    half = (clock["am"] or "").lower()
    hour = int(clock["hour"])
    if hour <= 12 and (half or clock["late"] or clock["early"]):
        hour = hour % 12 + (12 if half == "p" or clock["late"] else 0)
    zone = (clock["zone"] or "").upper()
    return f"{hour:02}:{clock['minute']} {'UTC' if zone in {'GMT', 'Z'} else zone}".strip()


def _day(text: str) -> date | None:
    if found := _YEAR_FIRST.search(text) or _ALL_DIGITS.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := _YEAR_LAST.search(text):
        day, month, year = int(found[1]), int(found[3]), int(found[4])
        if found[2] != "." and day <= 12 and month <= 12 and day != month:
            return None  # 05/03/2026: the fifth of March, or the third of May
        if month > 12:
            day, month = month, day
    elif found := _DAY_MONTH.search(text):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    elif found := _MONTH_DAY.search(text):
        month, day, year = _month(found[1]), int(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(name: str) -> int:
    """Its number; 0 for no month."""
    return _months().get(_plain(name), 0)


def _plain(name: str) -> str:
    """Without accents, which are often left out: ``fevrier``, ``decembre``."""
    letters = normalize("NFD", name.casefold().rstrip("."))
    return "".join(each for each in letters if not combining(each))


@cache
def _months() -> Mapping[str, int]:
    return {
        _plain(name): number
        for language in ("fr", "en", "es", "pt", "de", "it")
        for width in ("wide", "abbreviated")
        for number, name in CldrLocale(language).months["format"][width].items()
    }
