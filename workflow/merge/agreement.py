"""Whether a number can become another one where it stands, and its sentence stay true.

What stands around it may depend on it: an article or ending (an 8-day visit, 21st), the half of
the day (10 a.m., 下午3点), a word for the number itself (both, 10多人). The words are those of
English, French and Chinese, as CLDR and the languages' style guides have them; a language is
never told by them, for what is left alone here only waits for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from workflow.inline.numerals import readings
from workflow.inline.pattern import Token
from workflow.model import lazy_re as re
from workflow.model.change import ChangeClass

PluralForm = Callable[[float], str]
"""Takes a number, returns CLDR's name of its plural category in the language translated to."""

_NEAR = 40
"""Characters on either side in which words tell the half of the day."""
_HALF = r"[ap]\s?\.?\s?m\b|noon\b|midnight\b|o\s?['’]\s?clock\b|[上下]午|点|點"
_HALF_OF_DAY = re.compile(
    rf"\s*(?:(?:to|and|or|until|till|[-–—])\s*[\d:.]+\s*)?(?:{_HALF})", re.IGNORECASE
)
"""Right after a number: it counts to twelve."""
_TIME_OF_DAY = re.compile(
    r"(?<![^\W\d_])(?:[ap]\s?\.\s?m\b|[ap]m\b|noon|midnight|mornings?|afternoons?|evenings?|nights?"
    r"|tonight|midi|minuit|matin(?:ée)?|après-midi|soir(?:ée)?|nuit)(?![^\W\d_])"
    r"|[上下中]午|早上|早晨|清晨|晚上|夜里|夜裡|凌晨|傍晚|正午|午夜|今早|今晚|明早|明晚",
    re.IGNORECASE,
)
_UNITS = {
    "hour": re.compile(
        r"[\s-]*(?:h(?:rs?)?(?![^\W\d_])|heures?\b|hours?\b|小时|小時|钟头|鐘頭"
        r"|点|點|[时時](?![候间間代期刻]))",
        re.IGNORECASE,
    ),
    "month": re.compile(r"\s*月"),
    "per cent": re.compile(
        r"[\s-]*(?:[%％‰]|per\s?cent|pour\s?cent|percentage|个百分点|個百分點)", re.IGNORECASE
    ),
    "scale": re.compile(
        r"[\s-]*(?:(?:hundred|thousand|mille|(?:m|b|tr)illi(?:on|ard)s?)\b"
        r"|百(?!分)|千(?![米克瓦卡])|[万萬亿億兆])",
        re.IGNORECASE,
    ),
}
"""What follows a number: these are never taken for one another, or for a mere number."""
_HUNDREDTHS = re.compile(r"百分之\s*$")
_ABOUT = re.compile(r"[-\s]*(?:odd|some|something)\b|\s*[多余餘来來几幾]")
"""After a round number: some more than it."""
_TWO = re.compile(
    r"\b(?:both|either|neither|couples?|pairs?|twins?|twice|tous deux|toutes deux|les deux|two"
    r"|paires?|jume(?:aux|lles)|deux)\b|[双雙两兩俩倆二]",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?<![^\W\d_])an?[\s\"'“”‘’«»(\[*_$€£¥]+$", re.IGNORECASE)
_ELIDED = re.compile(r"[^\W\d_]['’]$")
_HYPHENS = "-‐‑"
_ORDINAL = re.compile(
    r"\s*(?:(?:st|nd|rd|th|er|re|ère|e|ème|nde)(?![^\W\d_])|[ºª°])|[ᵃ-ᶿⁱⁿʰ-ˣ]+", re.IGNORECASE
)
_SEPARATOR = re.compile("[.,:/-]")


@dataclass(frozen=True, slots=True)
class Place:
    """A number in its text, marks and addresses around it left out."""

    before: str
    number: str
    after: str

    @classmethod
    def of(cls, parts: Sequence[Token], place: int) -> Place:
        """The place of ``parts[place]``."""
        return cls(_plain(parts[:place]), parts[place].text, _plain(parts[place + 1 :]))

    @property
    def unit(self) -> str:
        """What is counted, as far as that is a matter here; empty for anything else."""
        if _HUNDREDTHS.search(self.before):
            return "per cent"
        return next((name for name, unit in _UNITS.items() if unit.match(self.after)), "")

    @property
    def ending(self) -> str:
        """Letters or an ordinal's sign written on to it, as in ``21st`` and ``1 er``."""
        ordinal = _ORDINAL.match(self.after)
        letters = ordinal[0].strip() if ordinal else "".join(takewhile(_is_cased, self.after))
        return letters.casefold()

    @property
    def beginning(self) -> str:
        """Letters that it is written on to, as in ``G7`` and ``Covid-19``."""
        hyphen = self.before[-1:] if self.before[-1:] in _HYPHENS else ""
        letters = takewhile(_is_cased, reversed(self.before.removesuffix(hyphen)))
        return "".join(letters)[::-1].casefold()

    @property
    def on_the_clock(self) -> bool:
        """Whether a half of the day belongs to it."""
        if _HALF_OF_DAY.match(self.after):
            return True
        near = f"{self.before[-_NEAR:]} {self.after[:_NEAR]}"
        timely = self.unit == "hour" or ":" in self.number
        return timely and _TIME_OF_DAY.search(near) is not None


def may_become(
    sources: Sequence[Place],
    new: str,
    target: Place,
    plural_form: PluralForm,
    language: str | None = None,
) -> bool:
    """Tell whether the numeral of ``target`` may follow its source's, which became ``new``.

    ``sources`` are the places of the old numeral in the source; ``language`` is the one
    translated to (ISO 639), if known.
    """
    old = sources[0].number
    alike = (
        target.unit in {each.unit for each in sources}
        and target.ending in {"", *(each.ending for each in sources)}
        and target.beginning in {"", *(each.beginning for each in sources)}
    )
    return (
        alike
        and _sign(old) == _sign(new)
        and not any(each.on_the_clock for each in (*sources, target))
        and not _ABOUT.match(target.after)
        and not _ELIDED.search(target.before)
        and not _is_pair(old, target)
        and not _swappable(old)
        and _categories(old, plural_form) == _categories(new, plural_form)
        and (language not in (None, "en") or _keeps_article(target, new))
    )


def _plain(parts: Sequence[Token]) -> str:
    shown = (ChangeClass.MARKUP, ChangeClass.URL)
    text = "".join(token.text for token in parts if token.kind not in shown)
    return text.replace("&nbsp;", "\u00a0")


def _is_cased(character: str) -> bool:
    """Whether it is a letter of a script with upper and lower case; others part words thus."""
    return character.lower() != character.upper()


def _sign(numeral: str) -> bool:
    return numeral[0] in "-−"


def _is_pair(numeral: str, target: Place) -> bool:
    """Whether the translation may call two things a pair."""
    two = any(value.whole == "2" and not value.fraction for value in readings(numeral))
    return two and _TWO.search(f"{target.before} {target.after}") is not None


def _swappable(numeral: str) -> bool:
    """Whether it may be a date in which one cannot tell day from month: 05/05/2024."""
    day, month, *_ = (*_SEPARATOR.split(numeral.lstrip("-−+")), "", "")
    return day == month and re.search("[/-]", numeral) is not None


def _categories(numeral: str, plural_form: PluralForm) -> list[set[str]]:
    """The plural categories it may have; a range those of its end, a fraction of either part."""
    whole = numeral.lstrip("-−+")
    parts = whole.split("-")[-1:] if whole.count("-") == 1 else whole.split("/")
    return [{plural_form(float(value)) for value in readings(part)} for part in parts]


# a and an


def _keeps_article(target: Place, new: str) -> bool:
    """Whether “a” or “an” before the number is right before the other one, too."""
    if not _ARTICLE.search(target.before):
        return True
    before, after = set(_vowels(target.number)), set(_vowels(new))
    return len(before) == 1 and before == after


def _vowels(numeral: str) -> Iterator[bool]:
    """Whether it may be read with a vowel first: eight, eleven, eighteen, and all of these in
    front of hundred or thousand; 1100 to 1199 and 1800 to 1899 are read in two ways."""
    digits = re.sub(r"[.,'’\s](?=\d{3}(?!\d))", "", numeral.lstrip("+"))
    whole = re.match(r"\d*", digits)
    number = whole[0] if whole else ""
    eleven = number[:2] in ("11", "18")
    yield number.startswith("8") or (eleven and len(number) % 3 == 2)
    if eleven and len(number) == 4:
        yield True
