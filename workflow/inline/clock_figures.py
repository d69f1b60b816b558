"""Times of day of a text, in digits and words, as minutes from midnight.

« 14 h 30 », ``2:30 p.m.`` and 下午2点半 are 870; ``half past two`` and 2点半 may be 150 or 870.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Final

from workflow.inline.figure import HINT, SAID, WRITTEN, Figure
from workflow.inline.han_numbers import value_of
from workflow.inline.number_words import LEXICONS
from workflow.model import lazy_re as re

_G: Final = "[ \u00a0\u202f]"
_AM: Final = ("a", "上午", "早上", "早晨", "凌晨", "清晨", "清早", "今早", "早")
_PM: Final = ("p", "下午", "傍晚", "晚上", "晚间", "晚", "午后", "今晚", "当晚", "夜间")
_FR: Final = re.compile(
    rf"(?<![\d:.,])(?P<hour>[01]?\d"
    rf"|2[0-4])(?:{_G}?[hH](?:{_G}?(?P<minute>[0-5]?\d)(?!\d)(?:{_G}?min(?:{_G}?(?P<second>\d{{1,2}}){_G}?s)?(?![a-z]))?|(?![A-Za-z0-9]))"
    rf"|{_G}heures?(?:{_G}(?P<more>[0-5]\d)(?!\d))?|(?::|{_G}:{_G})(?P<colon>[0-5]\d)(?::[0-5]\d)?(?![\d:]))"
    rf"(?:{_G}(?:du|de l[’'])[ ]?(?P<part>matin|soir|après-midi))?"
)
_EN: Final = re.compile(
    rf"(?<![\d:.,])(?P<hour>2[0-4]"
    rf"|[01]?\d)(?:(?P<sep>[:.h])(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:]))?"
    rf"(?:{_G}?(?P<half>[ap])\.?{_G}?m(?![A-Za-z])\.?|{_G}o[’']clock)?",
    re.IGNORECASE,
)
_ZH: Final = re.compile(
    r"(?P<half>上午|早上|早晨|凌晨|清晨|清早|今早|中午|正午|午后|下午|傍晚|晚上|晚间|今晚|当晚"
    r"|夜间|深夜|夜里|半夜|晚|早)?[ ]?"
    r"(?:(?<![\d:.,])(?P<hour>[01]?\d|2[0-4])"
    r"|(?<![一二三四五六七八九十百千零第])(?P<words>二十[一二三四]?|十[一二三四五六七八九]?"
    r"|[零两三四五六七八九一二]))"
    r"(?:[点點时時](?:钟|鐘)?(?!间|代|期|以|候|装|刻|赞|评|击|燃|名|心|子|点|五|六|七|八"
    r"|九)(?:(?P<minute>[0-5]?\d)(?:分(?:[0-5]?\d秒)?)?|(?P<thirty>半)|(?P<quarter>[一三])刻|整"
    r"|差(?P<less>一刻|[五十]分)|(?P<spelt>[一二三四五]?十[一二三四五六七八九]?"
    r"|零?[一二三四五六七八九])分)?"
    r"|:(?P<colon>[0-5]\d)(?::[0-5]\d)?(?![\d:]))"
)
_WORDS: Final[Mapping[str, re.Pattern[str]]] = {
    "fr": re.compile(
        r"(?<![\w-])(?P<hour>une|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze"
        r"|douze)[ \u00a0]heures?"
        r"(?:[ \u00a0](?P<more>et demie?|et quart|moins le quart))?(?:[ \u00a0](?:du"
        r"|de l[’'])[ ]?(?P<part>matin|soir|après-midi))?"
        r"|(?<![\w-])(?P<word>midi|minuit)(?![ -](?:pyrén))(?:[ \u00a0](?P<after>et demie?|et quart"
        r"|moins le quart))?",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?P<more>half past|(?:a )?quarter past|(?:a )?quarter to|(?:five|ten|twenty"
        r"|twenty-five)(?: minutes)? (?:past|to))[ ]"
        r"(?P<hour>one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|midnight"
        r"|\d{1,2})\b(?P<part> in the (?:morning|afternoon|evening)| at night)?"
        r"|\b(?P<oclock>one|two|three|four|five|six|seven|eight|nine|ten|eleven"
        r"|twelve) o[’']clock(?P<part2> in the (?:morning|afternoon|evening)| at night)?"
        r"|\b(?P<word>noon|midday|midnight)\b",
        re.IGNORECASE,
    ),
}
_SIGNS: Final[Mapping[str, Sequence[str]]] = {
    "fr": ("heure", "midi", "minuit"),
    "en": (" past ", " to ", "clock", "noon", "midday", "midnight"),
}
"""One of them is in whatever the patterns above find."""
_HOURS: Final = {word: n for words in LEXICONS.values() for word, n in words.ones.items()}
_MORE: Final = {
    "et demi": 30,
    "et demie": 30,
    "et quart": 15,
    "moins le quart": -15,
    "half past": 30,
}
_PM_AFTER: Final = re.compile("[ \u00a0]?[pP]\\.?[mM]")
_RANGED: Final = re.compile(
    r"[ \u00a0]?(?:to|and|until|[-–])[ \u00a0]?\d{1,2}(?:[:.]\d\d)?[ \u00a0]?[ap]\.?m(?![a-z])",
    re.I,
)
"""The rest of a range of which the end alone says which half of the day: 2 to 6 p.m."""
_LIKE: Final = re.compile(r"\d[\s\u00a0\u202f]?(?:[hHaApPoO]|[:.]\d|:[\s\u00a0\u202f]\d|to \d)")
_AT: Final = re.compile(
    r"\b(?:à|vers|dès|avant|jusqu[’']à|depuis|il est)[ \u00a0]\Z", re.IGNORECASE
)
_PARTS_EN: Final = re.compile(
    r"[ \u00a0]+in the (morning|afternoon|evening)|[ \u00a0]+(at night|tonight)", re.I
)


def clock(line: str, language: str) -> Iterator[Figure]:
    """Every time of day; one with hours alone may be a length of time as well."""
    if language == "zh":
        if "点" in line or "點" in line or "时" in line or "時" in line or ":" in line:
            yield from _chinese(line)
        return
    if _LIKE.search(line):
        yield from _french(line) if language == "fr" else _english(line)
    lower = line.lower()
    if any(map(lower.__contains__, _SIGNS.get(language, ()))):
        pattern = _WORDS[language]
        for found in pattern.finditer(line):
            yield _spelled(found, language)


def _figure(
    minutes: Iterable[int | Fraction], span: tuple[int, int], weight: int, *lasting: int | None
) -> Figure:
    """``lasting``: hours and minutes where it may be how long something takes."""
    parts = frozenset(Fraction(each) for each in lasting if each is not None)
    return Figure(
        "time", frozenset(Fraction(m % 1440) for m in minutes), *span, weight, parts=parts
    )


def _french(line: str) -> Iterator[Figure]:
    for found in _FR.finditer(line):
        hour = int(found["hour"])
        minute = int(found["minute"] or found["more"] or found["colon"] or 0)
        value = hour * 60 + minute
        if hour < 12 and found["part"] in ("soir", "après-midi"):
            value += 720
        if found["colon"] and hour < 12 and _PM_AFTER.match(line, found.end()):
            value += 720
        whole = not (found["minute"] or found["more"] or found["colon"])
        lasting, values = [hour] if whole else [hour, minute], {Fraction(value)}
        if found["second"]:
            values |= {value + Fraction(int(found["second"]), 60)}
            lasting.append(int(found["second"]))
        yield _figure(values, found.span(), WRITTEN, *lasting)


def _english(line: str) -> Iterator[Figure]:
    for found in _EN.finditer(line):
        told = found["half"] or found[0].lower().endswith("clock")
        told = told or _RANGED.match(line, found.end())
        if not (told or found["sep"] in (":", "h")):
            continue
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        part = _PARTS_EN.match(line, found.end())
        half = (found["half"] or "").lower()
        if part and not half:
            half = "a" if part[1] and part[1].lower() == "morning" else "p"
        values = {hour % 12 * 60 + minute + 720 * (half == "p")}
        if not half:
            values = {hour * 60 + minute}
            if 0 < hour <= 12 and not found["hour"].startswith("0"):
                values |= {hour % 12 * 60 + minute, hour % 12 * 60 + minute + 720}
        lasting = (hour,) if not found["minute"] else (hour, minute) if not half else ()
        yield _figure(values, found.span(), WRITTEN, *lasting)


def _chinese(line: str) -> Iterator[Figure]:
    for found in _ZH.finditer(line):
        half, words = found["half"] or "", found["words"]
        mark = found[0]
        if (
            words
            and not half
            and not (
                found["thirty"]
                or found["quarter"]
                or found["spelt"]
                or "钟" in mark
                or "整" in mark
            )
            and ("时" in mark or "時" in mark)
        ):
            continue
        if (
            words
            and not half
            and re.match("[点點](?![钟鐘半一三差])", line[found.end("words") :])
            and found.end() - found.end("words") == 1
            and len(words) == 1
            and words in "一零"
        ):
            continue
        hour = int(found["hour"]) if found["hour"] else int(max(value_of(words)))
        minute = int(found["minute"] or found["colon"] or 0)
        if found["thirty"]:
            minute = 30
        elif found["quarter"]:
            minute = 15 if found["quarter"] == "一" else 45
        elif found["spelt"]:
            minute = int(max(value_of(found["spelt"].lstrip("零"))))
        elif found["less"]:
            minute = -15 if found["less"] == "一刻" else -5 if found["less"][0] == "五" else -10
        value = hour * 60 + minute
        if half in _PM:
            values = {hour % 12 * 60 + minute + 720, *({minute} if hour == 12 else ())}
        elif half in ("中午", "正午"):
            values = {value + 720 * (hour < 10)}
        elif half in _AM:
            values = {hour % 12 * 60 + minute}
        else:
            values = {value, value + 720} if 0 < hour <= 12 else {value}
        whole = not (minute or found["colon"] or found["minute"])
        weight = WRITTEN if found["hour"] else SAID
        lasting = (hour,) if whole else (hour, minute) if found["colon"] and not half else ()
        yield _figure(values, found.span(), weight, *lasting)


def _spelled(found: re.Match[str], language: str) -> Figure:
    names = found.groupdict()
    weight = SAID
    if word := names.get("word"):
        base = 0 if word.lower() in ("minuit", "midnight") else 720
        more = _MORE.get((names.get("after") or "").lower(), 0)
        figure = _figure({base + more}, found.span(), SAID, None)
        return Figure(
            "time", figure.values, figure.start, figure.end, weight, parts=frozenset({Fraction(12)})
        )
    name = (names.get("oclock") or names["hour"]).lower()
    hour = (
        {"noon": 12, "midnight": 0}.get(name)
        if name in ("noon", "midnight")
        else _HOURS.get(name) or int(name)
    )
    shift = (names.get("more") or "").lower().removeprefix("a ")
    minute = _MORE.get(shift, 0)
    if language == "en" and shift and shift != "half past":
        count = shift.split(" ")[0]
        minute = {"quarter": 15, "five": 5, "ten": 10, "twenty": 20, "twenty-five": 25}[count]
        minute = -minute if shift.endswith(" to") else minute
    part = (names.get("part") or names.get("part2") or "").strip().lower()
    value = (hour or 0) % 12 * 60 + minute
    if part in ("matin", "in the morning"):
        values = {value}
    elif part:
        values = {value + 720}
    else:
        values = {value, value + 720}
    lasting = language == "fr" and not part and shift != "moins le quart"
    if lasting and not _AT.search(found.string[: found.start()]):  # may be how long it takes
        weight = HINT
    return _figure(values, found.span(), weight, hour if not shift else None)
