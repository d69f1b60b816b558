"""Numbers in French and English words: vingt et un, nonante-sept, nineteen eighty-nine, a dozen.

A run of words that is one number is read as one, and where a word cannot go on the number before
it another begins (« quatre cinq »). Words that may mean something else (« un », « neuf »,
``one``, ``second``, ``double``) only explain a number of the other text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

from workflow.model import lazy_re as re

_TOKEN: Final = re.compile(r"[^\W\d_]+")
_GAPS: Final = " \u00a0\u202f-‐‑"


def _table(text: str) -> dict[str, int]:
    return {word: int(number) for word, number in (each.split(":") for each in text.split())}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The number words of a language, in lower case."""

    ones: Mapping[str, int]
    """To 19."""
    tens: Mapping[str, int]
    hundred: frozenset[str]
    scales: Mapping[str, int]
    """From a thousand on; dozens too."""
    ordinals: Mapping[str, int]
    parts: Mapping[str, int]
    """Words for one of so many parts."""
    heaps: Mapping[str, int]
    """Plurals that mean some ten, hundred, million."""
    hints: Mapping[str, tuple[Fraction, ...]]
    """Words that may say a number."""
    joint: str
    """Between tens and ones, or hundreds and what follows."""
    ambiguous: frozenset[str]
    """Words of the tables above that are hints where they stand alone."""
    articles: frozenset[str]


def _hints(text: str) -> dict[str, tuple[Fraction, ...]]:
    return {
        word: tuple(map(Fraction, numbers.split(",")))
        for numbers, words in (line.split(":") for line in text.strip().split(";"))
        for word in words.split()
    }


_FR_ONES = _table(
    "zéro:0 un:1 une:1 deux:2 trois:3 quatre:4 cinq:5 six:6 sept:7 huit:8 neuf:9 dix:10 onze:11 "
    "douze:12 treize:13 quatorze:14 quinze:15 seize:16"
)
_EN_ONES = _table(
    "zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 "
    "twelve:12 thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19"
)
LEXICONS: Final[Mapping[str, Lexicon]] = {
    "fr": Lexicon(
        ones=_FR_ONES,
        tens=_table(
            "vingt:20 vingts:20 trente:30 quarante:40 cinquante:50 soixante:60 septante:70 "
            "huitante:80 octante:80 nonante:90"
        ),
        hundred=frozenset({"cent", "cents"}),
        scales=_table(
            "mille:1000 millier:1000 milliers:1000 million:1000000 millions:1000000 "
            "milliard:1000000000 milliards:1000000000 billion:1000000000000 "
            "billions:1000000000000 douzaine:12 douzaines:12 dizaine:10 dizaines:10 quinzaine:15 "
            "vingtaine:20 trentaine:30 quarantaine:40 cinquantaine:50 soixantaine:60 centaine:100 "
            "centaines:100"
        ),
        ordinals=_table(
            "deuxième:2 troisième:3 quatrième:4 cinquième:5 sixième:6 septième:7 huitième:8 "
            "neuvième:9 dixième:10 onzième:11 douzième:12 treizième:13 quatorzième:14 quinzième:15 "
            "seizième:16 vingtième:20 trentième:30 quarantième:40 cinquantième:50 soixantième:60 "
            "centième:100 millième:1000 unième:1 cinquièmes:5 sixièmes:6 septièmes:7 huitièmes:8 "
            "dixièmes:10 centièmes:100 vingtièmes:20"
        ),
        parts=_table(
            "tiers:3 quart:4 quarts:4 cinquième:5 cinquièmes:5 sixième:6 sixièmes:6 septième:7 "
            "septièmes:7 huitième:8 huitièmes:8 neuvième:9 dixième:10 dixièmes:10 vingtième:20 "
            "centième:100 centièmes:100 demi:2 demie:2 demis:2 demies:2"
        ),
        heaps=_table(
            "dizaines:10 centaines:100 milliers:1000 millions:1000000 milliards:1000000000 "
            "douzaines:10"
        ),
        hints=_hints(
            "1:premier première premiers premières unique seul seule autre chaque;"
            "2:second seconde couple paire jumeaux jumelles bilatéral biennale bimensuel;"
            "2:deuxième secondaire;"
            "2,100:double doubler doublé doublée doublés doublées doublent doublant doublement;"
            "3,200:triple tripler triplé triplée triplés triplées triplent triplement;"
            "4,300:quadruple quadrupler quadruplé quadruplée quadruplent;"
            "3:trio trimestre triennal triplés;4:quatuor;5:quinquennal quinquennat;6:semestre;"
            "1/2,50:moitié demi demie mi moitiés;"
            "0:aucun aucune nul nulle nuls nulles négatif négative négatifs négatives vide;"
            "3:tierce tierces cube cubes;2:carré carrés;"
            "8:croche croches;4:noire noires;2:blanche blanches;10:décennie;"
            "50:cinquantenaire;100:siècle centenaire;200:bicentenaire;60:sexagénaire;"
            "40:quadragénaire;50:quinquagénaire;70:septuagénaire;80:octogénaire;90:nonagénaire;"
            "14,15:quinzaine;7,8:huitaine;0:personne rien jamais sans;1000:millénaire"
        ),
        joint="et",
        ambiguous=frozenset(
            "un une neuf mille million millions cent quarantaine quart tiers demi demie demis "
            "demies dizaine centaine millier quinzaine cents".split()
        ),
        articles=frozenset({"un", "une"}),
    ),
    "en": Lexicon(
        ones=_EN_ONES,
        tens=_table(
            "twenty:20 thirty:30 forty:40 fourty:40 fifty:50 sixty:60 seventy:70 eighty:80 "
            "ninety:90"
        ),
        hundred=frozenset({"hundred"}),
        scales=_table(
            "thousand:1000 million:1000000 billion:1000000000 trillion:1000000000000 dozen:12 "
            "score:20"
        ),
        ordinals=_table(
            "third:3 fourth:4 fifth:5 sixth:6 seventh:7 eighth:8 ninth:9 tenth:10 eleventh:11 "
            "twelfth:12 thirteenth:13 fourteenth:14 fifteenth:15 sixteenth:16 seventeenth:17 "
            "eighteenth:18 nineteenth:19 twentieth:20 thirtieth:30 fortieth:40 fiftieth:50 "
            "sixtieth:60 seventieth:70 eightieth:80 ninetieth:90 hundredth:100 thousandth:1000 "
            "first:1 second:2 thirds:3 fifths:5 sixths:6 eighths:8 tenths:10"
        ),
        parts=_table(
            "third:3 thirds:3 quarter:4 quarters:4 fourth:4 fifth:5 fifths:5 sixth:6 sixths:6 "
            "seventh:7 eighth:8 eighths:8 ninth:9 tenth:10 tenths:10 twentieth:20 hundredth:100 "
            "half:2 halves:2"
        ),
        heaps=_table(
            "dozens:10 tens:10 hundreds:100 thousands:1000 millions:1000000 billions:1000000000"
        ),
        hints=_hints(
            "1:a an first once single sole another only each per alone unique every;"
            "2:both pair couple second secondly twins neither bilateral biennial either;"
            "2,100:double doubled doubles doubling twofold;3,200:triple tripled triples treble "
            "trebled tripling threefold;4,300:quadruple quadrupled fourfold quadrupling;"
            "2:twice;3:thrice thirdly trio triennial;"
            "5:fivefold;1/2,50:half halved halves mid;0:no none nil nobody nothing never;"
            "0:zeroth null negative empty;2:squared;3:cubed;"
            "16:semiquaver semiquavers;8:quaver quavers;4:crotchet crotchets;2:minim minims;"
            "10:decade tenfold;100:century centenary centennial;200:bicentenary bicentennial;"
            "14,15:fortnight fortnights;20,1920,1820,2020:twenties;20:score;30,1930,1830:thirties;"
            "40,1940,1840:forties;50,1950,1850:fifties;60,1960,1860:sixties;70,1970,1870:seventies;"
            "80,1980,1880:eighties;90,1990,1890:nineties;1000:millennium;13:teenager teenagers"
        ),
        joint="and",
        ambiguous=frozenset("one second first score hundred thousand million".split()),
        articles=frozenset({"a", "an", "one"}),
    ),
}


class Word(NamedTuple):
    """A token of a text."""

    text: str
    start: int
    end: int
    joined: bool
    """Whether a single blank or hyphen stands before it."""


def words(line: str) -> list[Word]:
    """The words of a text, in lower case."""
    found: list[Word] = []
    last = -1
    for token in _TOKEN.finditer(line):
        start, end = token.span()
        joined = start == last + 1 and line[last] in _GAPS
        found.append(Word(token[0].lower(), start, end, joined))
        last = end
    return found


@dataclass(slots=True)
class _Reading:
    """A number as far as it has been read."""

    total: int = 0
    current: int = 0
    last: str = ""
    count: int = 0
    years: bool = False
    """Whether two numbers in a row may be a year's."""

    @property
    def value(self) -> int:
        return self.total + self.current

    def take(self, word: str, lexicon: Lexicon) -> bool:
        """Go on with a word; whether it can be."""
        one, ten = lexicon.ones.get(word), lexicon.tens.get(word)
        if one is not None:
            taken = self._one(one)
        elif ten is not None:
            taken = self._ten(ten, word)
        elif word in lexicon.hundred:
            taken = self.last in ("", "one", "teen", "scale") and self.current < 100
            if taken:
                self.current, self.last = max(self.current, 1) * 100, "hundred"
        elif word in lexicon.scales:
            taken = self._scale(lexicon.scales[word])
        else:
            taken = False
        self.count += taken
        return taken

    def _one(self, one: int) -> bool:
        kind = "teen" if one >= 10 else "one"
        tens = self.current % 100
        fits = self.last in ("", "hundred", "scale")
        fits |= self.last == "ten" and 0 < one < 10 and tens % 10 == 0
        fits |= self.last == "ten" and one >= 10 and tens in (60, 80)
        fits |= self.last == "teen" and tens % 100 in (10, 70, 90) and 7 <= one < 10
        if fits:
            self.current, self.last = self.current + one, kind
            return True
        return self._year(one)

    def _ten(self, ten: int, word: str) -> bool:
        if word.startswith("vingt") and self.last == "one" and self.current % 100 == 4:
            self.current, self.last = self.current + 76, "ten"
            return True
        if self.last in ("", "hundred", "scale"):
            self.current, self.last = self.current + ten, "ten"
            return True
        return self._year(ten)

    def _year(self, more: int) -> bool:
        """Nineteen eighty-nine, twenty twenty-six."""
        if (
            self.years
            and self.count == 1
            and self.current in range(13, 21)
            and more >= 10
            and not self.total
        ):
            self.current, self.last = self.current * 100 + more, "ten" if more >= 20 else "done"
            return True
        return False

    def _scale(self, size: int) -> bool:
        if size < 1000:
            if self.last not in ("", "one", "teen") or self.total:
                return False
            self.current, self.last = max(self.current, 1) * size, "done"
        elif self.current or not self.total or size > 1000:
            if self.last == "scale" and size == 1000:
                return False
            base = (self.total + self.current) if size > 1000 else self.current
            kept = self.total if size == 1000 else 0
            self.total, self.current, self.last = kept + max(base, 1) * size, 0, "scale"
        else:
            return False
        return True


def number_at(
    tokens: Sequence[Word], index: int, lexicon: Lexicon, french: bool
) -> tuple[int, int, bool] | None:
    """(value, index after it, whether it is an ordinal) of the number whose first word is
    ``index``."""
    reading, place, ordinal = _Reading(years=not french), index, False
    while place < len(tokens):
        token = tokens[place]
        if place > index and not token.joined:
            break
        if reading.take(token.text, lexicon):
            place += 1
            continue
        if rank := lexicon.ordinals.get(token.text):
            if reading.last in ("", "ten", "hundred", "scale") and not _teen(reading, rank):
                size = rank if rank < 100 or not reading.value else 0
                reading.current, ordinal = reading.current + size, True
                place += 1
                if not size:
                    reading.current, reading.total = reading.value * rank, 0
            elif french and rank >= 7 and reading.last == "teen" and rank < 10:
                reading.current, ordinal, place = reading.current + rank, True, place + 1
            break
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.text == lexicon.joint and after and after.joined and reading.count:
            trial = (
                (reading.last == "ten" or (reading.value == 1000 and after.text != "onze"))
                if french
                else reading.last in ("hundred", "scale")
            )
            next_one = lexicon.ones.get(after.text, 0) or lexicon.tens.get(after.text, 0)
            if french:
                next_one = after.text in ("un", "une", "onze", "unième", "unièmes")
            elif reading.last == "scale" and reading.total >= 1000 and next_one and place:
                next_one = _follows(tokens, place, lexicon)
            if trial and next_one:
                place += 1
                continue
        break
    return (reading.value, place, ordinal) if place > index else None


def _teen(reading: _Reading, rank: int) -> bool:
    return reading.last == "ten" and rank >= 10


def _follows(tokens: Sequence[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether “and” after a thousand goes on with a number (a thousand and one), and no other
    begins (two thousand and three hundred)."""
    rest = tokens[place + 2] if place + 2 < len(tokens) else None
    return rest is None or not rest.joined or rest.text not in {*lexicon.hundred, *lexicon.scales}


@cache
def _begins(language: str) -> frozenset[str]:
    """Words that a number may begin with."""
    lexicon = LEXICONS[language]
    tables = (lexicon.ones, lexicon.tens, lexicon.scales, lexicon.ordinals)
    return frozenset().union(*tables, lexicon.hundred)


def numbers_in(tokens: Sequence[Word], language: str) -> Iterator[tuple[int, int, int, bool]]:
    """(first index, index after, value, whether an ordinal) of each number in words."""
    lexicon = LEXICONS[language]
    begins = _begins(language)
    index = 0
    while index < len(tokens):
        if tokens[index].text not in begins:
            index += 1
            continue
        found = number_at(tokens, index, lexicon, language == "fr")
        if found is None:
            index += 1
            continue
        value, after, ordinal = found
        yield index, after, value, ordinal
        index = after
