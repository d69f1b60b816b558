"""Numbers that an engine left as the source writes them, written as the target does.

Only what stands in the draft as it stands in the source is rewritten, and only where the target
would read it otherwise or not at all: ``3,2`` of a French source is 3.2 in English, 320万 of a
Chinese one « 3,2 millions » in French. A number after the word for a version, a chapter or a
product stays. Dates and times: :mod:`.datelines`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel.numbers import get_decimal_symbol, get_group_symbol

from workflow.inline.datelines import may_be_dated, redated
from workflow.inline.figure_reader import has_dates
from workflow.inline.lexis import SMALL
from workflow.inline.numerals import NUMERAL, Style, Value, numerals_in, readings
from workflow.model import Locale
from workflow.model import lazy_re as re

_GAPS = " \u00a0\u2009\u202f"
_DIGIT = re.compile(r"\d")
_SPACES = re.compile("[\u00a0\u2009\u202f]")
_NAMED = re.compile(
    r"(?:\b(?:versions?|v|ver|sections?|sect|chapters?|chapitres?|chap|ch|figures?|fig|tables?"
    r"|tableaux?|art|articles?|n[o°]|no|nos|python|html|css|utf|iso|rev|vol|volumes?|parts?|part"
    r"|parties?|steps?|étapes?|levels?|niveaux?|objectifs?|goals?|targets?|cibles?|alinéas?"
    r"|paragraph(?:s|es?)?|annexe?s?|appendix|releases?|r[èe]gles?|rules?|points?|pages?|pp?)\.?"
    r"|[§№#]|[版节章图表第条])[ \u00a0\u202f]*\Z",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[A-Za-zÀ-ɏ/:_#@=]\Z|[A-Za-zÀ-ɏ\d]-\Z")
_GLUED_AFTER = re.compile(r"[A-Za-zÀ-ɏ/_(]|:\d|-[A-Za-z\d]")
"""What makes a number part of a name: ``GPT-4.5``, ``HTTP/1.1``, ``4.2(b)``, ``1.0-rc1``."""
_COUNTED = re.compile(
    rf"[{_GAPS}]?(?:[%‰€$£°]|(?:à|et|ou|or|to|and|–|-)?[{_GAPS}]?[\d.,]+[{_GAPS}]?[%‰€$£°]"
    rf"|(?:à|et|ou|or|to|and)[{_GAPS}][\d.,]+[{_GAPS}](?P<later>[a-zà-ÿµ]+)|(?P<word>[a-zà-ÿµ]+))"
)
"""What shows that a number with a point counts something: a unit, a currency, a noun."""
_SCALED = re.compile(rf"[{_GAPS}]?(?:(?:millions?|milliards?|billions?)\b|[%‰€$£])")
"""What makes a number one that counts, whatever stands before it: "Environ 3.2 millions"."""
_NAME = re.compile(r"(?P<word>[A-Z][\w+-]*)[ \u00a0\u202f]\Z")
_ORDINAL = re.compile(r"(?<![\w.,])(\d+)(?:st|nd|rd|th|er|re|ère|e|ème)(?!\w)")
_BEFORE = 40
"""Characters before a number that tell whether it belongs to a name."""
_ENDINGS: Mapping[int, str] = {1: "st", 2: "nd", 3: "rd"}
_ORDINAL_LIKE = re.compile(r"\d[a-zè]")
_PARTED = re.compile(r"\d[.,'’ \u00a0\u2009\u202f]\d")
"""A number with a mark between its digits: without one it is written alike everywhere."""
_LARGE_WORDS = ("illi", "万", "萬", "亿", "億")
_KNOWN = frozenset(("fr", "en", "zh"))
_LARGE = re.compile(
    rf"(?<![\d.,])(?P<number>{NUMERAL.pattern})[{_GAPS}]?"
    r"(?P<scale>millions?|milliards?|billions?|[百千]?[万萬]|万?[亿億])"
    r"(?:[ \u00a0](?:of|de)(?=[ \u00a0])|[ \u00a0]d[’'])?"
    r"(?:[ \u00a0]?(?P<noun>euros?|dollars?|francs?)\b)?(?![^\W\d_\u3400-\u9fff])"
    rf"(?P<gap>[{_GAPS}](?=[\u3400-\u9fff]))?"
)
"""A number with the word for its size, and what it is of."""
_SIZES: Mapping[str, Mapping[str, int]] = {
    "fr": {"million": 10**6, "milliard": 10**9, "billion": 10**12},
    "en": {"million": 10**6, "billion": 10**9},
    "zh": {"万": 10**4, "萬": 10**4, "百万": 10**6, "百萬": 10**6, "千万": 10**7, "千萬": 10**7,
           "亿": 10**8, "億": 10**8, "万亿": 10**12},
}  # fmt: skip
_CURRENCIES: Mapping[str, Mapping[str, str]] = {
    "fr": {"€": "d’euros", "$": "de dollars", "£": "de livres"},
    "zh": {"€": "欧元", "$": "美元", "£": "英镑"},
}
_MONEY = re.compile(
    rf"(?<![\w$€£])(?:(?P<before>[€$£])[{_GAPS}]?)?(?P<amount>{NUMERAL.pattern}"
    rf"(?:[{_GAPS}]?(?P<scale>millions?|milliards?|billion|万亿|[万亿萬億])(?![^\W\d_\u3400-\u9fff]))?)"
    rf"(?:[{_GAPS}]?(?P<after>[€$£])(?!\d))?"
)


@dataclass(frozen=True, slots=True)
class _Job:
    source: str
    """The source's words, with plain spaces."""
    pair: tuple[Locale, Locale]

    @property
    def languages(self) -> tuple[str, str]:
        """Codes without script and territory."""
        return self.pair[0].name.partition("_")[0], self.pair[1].name.partition("_")[0]

    def stands(self, text: str) -> bool:
        """Whether the source has it too, whatever kind of spaces it is written with."""
        there = re.escape(_SPACES.sub(" ", text))
        return re.search(rf"(?<!\d){there}(?!\d)", self.source, re.IGNORECASE) is not None


def localised(line: str, source: str, pair: tuple[Locale, Locale]) -> str:
    """Return a line of a draft with its numbers, dates and times as the target writes them.

    ``source`` are the words of the source (:func:`~.prose.plain`), ``pair`` its locale and the
    target's. The line may hold characters of :data:`~.prose.VEIL`.
    """
    digit = _DIGIT.search(line)
    if digit is None:
        return line
    first = digit.start()
    job = _Job(_SPACES.sub(" ", source), pair)
    if not set(job.languages) <= _KNOWN:
        return line
    if job.languages[0] != job.languages[1]:
        if may_be_dated(line, pair[0]) and has_dates(source, job.languages[0]):
            line, first = redated(line, pair, job.stands), 0
        if _ORDINAL_LIKE.search(line, first):
            line = _ordinals(line, job)
        if any(word in job.source for word in _LARGE_WORDS):
            line, first = _large(line, job), 0
        if any(sign in line for sign in "€$£"):
            line, first = _MONEY.sub(lambda found: _money(found, job), line), 0
    return _numbers(line, job) if _PARTED.search(line, first) else line


def _ordinals(line: str, job: _Job) -> str:
    target = job.languages[1]

    def written(found: re.Match[str]) -> str:
        number, french = int(found[1]), found[0].endswith(("e", "er"))
        if target == "zh" or not job.stands(found[0]) or (target == "fr" and french):
            return found[0]
        if target == "fr":
            return f"{number}er" if number == 1 else f"{number}e"
        teens = number % 100 in (11, 12, 13)
        return f"{number}{'th' if teens else _ENDINGS.get(number % 10, 'th')}"

    return _ORDINAL.sub(written, line)


def strictly(numeral: str, locale: Locale) -> Value | None:
    """What a numeral means to readers of a locale; None where they could not read it."""
    decimal, groups = _symbols(locale.name)
    for value, style in readings(numeral).items():
        if style.decimal in ("", decimal) and (not style.group or style.group in groups):
            return value
    return None


@cache
def _symbols(name: str) -> tuple[str, str]:
    """The decimal mark, and what may part thousands, best first."""
    locale = Locale(name).babel
    group = get_group_symbol(locale)
    if name == "fr_CH":  # CLDR, as babel 2.19 has it, says an apostrophe; books set a space
        group = "\u202f"
    spaces = "\u202f\u00a0\u2009 " if group in _GAPS or group in "’'" else ""
    return get_decimal_symbol(locale), f"{group}{spaces}" + ("’'" if name.endswith("_CH") else "")


def _write(value: Value, style: Style, locale: Locale) -> str:
    decimal, groups = _symbols(locale.name)
    grouped = bool(style.group) or len(value.whole) > 4
    return Style(groups[0] if grouped and len(value.whole) > 3 else "", decimal).write(value)


def _numbers(line: str, job: _Job) -> str:
    source, target = job.pair
    meant = {
        value
        for found in numerals_in(job.source)
        if (value := strictly(found[0].strip(), source) or strictly(found[0], Locale("en")))
    }

    def written(found: re.Match[str]) -> str:
        numeral, before = found[0], found.string[max(0, found.start() - _BEFORE) : found.start()]
        after = found.string[found.end() : found.end() + _BEFORE]
        if _GLUED.search(before) or _GLUED_AFTER.match(after):
            return numeral
        if not _SCALED.match(after) and _is_name(before):
            return numeral
        here = strictly(numeral, target)
        if here in meant:
            style = readings(numeral)[here]
            plain = style.group == " " and _symbols(target.name)[1][0] in _GAPS
            return _write(here, style, target) if plain else numeral
        there = strictly(numeral, source)
        if there not in meant or there is None or not job.stands(numeral):
            return numeral
        style = readings(numeral)[there]
        pointed = style.decimal == "." and not style.group
        if pointed and not (_counts(before, after) or numeral == line.strip()):
            return numeral
        return _write(there, style, target) if style.group or style.decimal else numeral

    return NUMERAL.sub(written, line)


def _counts(before: str, after: str) -> bool:
    """Whether a number between these counts something: by itself 2.1 may be a version."""
    if before.endswith(("€", "$", "£")):
        return True
    found = _COUNTED.match(after)
    word = found and (found["later"] or found["word"])
    return found is not None and (not word or not any(word in each for each in SMALL.values()))


def _is_name(before: str) -> bool:
    """Whether a number after this belongs to a name: ``version 3.5``, ``Python 3.11``."""
    if _NAMED.search(before):
        return True
    found = _NAME.search(before)
    if found is None:
        return False
    capitals = len(found["word"]) > 1 and found["word"].isupper()
    return capitals or not any(found["word"].lower() in words for words in SMALL.values())


def _large(line: str, job: _Job) -> str:
    source, target = job.languages

    def written(found: re.Match[str]) -> str:
        number, scale = found["number"], found["scale"]
        size = _SIZES[source].get(scale if source == "zh" else scale.rstrip("s"))
        value = strictly(number, job.pair[0])
        there = job.stands(found.string[found.start() : found.end("scale")])
        if size is None or value is None or not there:
            return found[0]
        amount = Decimal(f"{value.whole}.{value.fraction or 0}") * size
        unit, name = next(each for each in _units(job.pair[1]) if amount >= each[0])
        whole, _, fraction = f"{(amount / unit).normalize():f}".partition(".")
        number = _write(Value(whole, fraction, value.sign), Style("", ""), job.pair[1])
        rest = found[0][found.end("scale") - found.start() :]
        noun, after = found["noun"] or "", found.string[found.end() : found.end() + 1]
        if target == "zh":
            return f"{number}{name}{noun}"
        if target == "fr" and name:
            plural = "s" if amount >= 2 * unit else ""
            of = " d’" if noun.startswith("e") else " de " if noun else rest
            blank = " " if after.isalpha() and not of else ""
            return f"{number} {name}{plural}{of}{noun}{blank}"
        parts = (number, name, noun)
        return " ".join(filter(None, parts)) + (" " if after.isalpha() else "")

    return _LARGE.sub(written, line)


def _units(locale: Locale) -> Sequence[tuple[int, str]]:
    """Sizes with a word of their own, largest first; 1 has none."""
    match locale.name.partition("_")[0]:
        case "zh":
            return (
                ((10**8, "亿"), (10**4, "万"), (0, ""))
                if locale.script != "Hant"
                else ((10**8, "億"), (10**4, "萬"), (0, ""))
            )
        case "fr":
            return (10**9, "milliard"), (10**6, "million"), (1, "")
        case _:
            return (10**9, "billion"), (10**6, "million"), (1, "")


def _money(found: re.Match[str], job: _Job) -> str:
    """An amount with the sign of its currency on the target's side."""
    before, after, amount, scale = (found[name] for name in ("before", "after", "amount", "scale"))
    sign = before or after
    if not sign or (before and after) or sign not in job.source:
        return found[0]
    match job.languages[1]:
        case "en":
            return f"{sign}{amount}" if after else found[0]
        case "fr" if before:
            return f"{amount} {_CURRENCIES['fr'][sign]}" if scale else f"{amount}\u00a0{sign}"
        case "zh" if scale:
            return f"{amount}{_CURRENCIES['zh'][sign]}"
    return found[0]
