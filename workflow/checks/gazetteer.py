"""Names of organisations and places in French, English and Chinese, and where a text has them.

The tables are ``data/organisations.tsv`` and ``data/places.tsv``; their form is told in
``data/README.md``. One is read when a text is first asked about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from operator import add
from typing import Final, Literal, NamedTuple

from workflow.checks.folding import fold
from workflow.checks.given_names import given_name
from workflow.checks.transliterating import TRANSLITERATING, WORDS_AFTER
from workflow.model import lazy_re as re

Table = Literal["organisations", "places", "acronyms", "people"]
TABLES: Final[Sequence[Table]] = ("organisations", "places", "acronyms", "people")
TOKEN: Final = re.compile(r"[^\W_]+")
_DOTTED: Final = re.compile(r"\b(?:[A-ZÉ]\.){2,}")
_LATIN_TOKEN: Final = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+")
"""The same beside Chinese characters."""
_BLANKS: Final = {n: " " for n in range(128) if not chr(n).isalnum()}
"""What stands between tokens in ASCII."""
_ARTICLE: Final = re.compile(r"\A(?:Le|La|Les|The) ")
"""Not looked for: it stands in nearly every text."""
_DOTS: Final = frozenset("·‧・•")
"""Between the given and the family name of a person in Chinese."""
_JOINED: Final = frozenset("/_")
_AS_WORDS: Final = frozenset("unesco unicef otan nato opep opec fifa uefa onusida".split())
"""Acronyms that many write as words."""
_HAN: Final = re.compile("[\u2e80-\U0003ffff]")
_LATIN: Final = re.compile(r"[A-Za-z]")
_ADJECTIVES: Final = re.compile(r" adjectives\Z")
_ABBREVIATED: Final = re.compile(
    "[{0}]{{2,}}|(?<=[对對访訪在驻駐赴旅留来來援反亲親抗侨僑])[{0}]|[{0}](?=[方军軍媒语語文裔籍企商资資政])"
)
"""Countries by one character each, of a class: 中美, 访华, 法方."""
_OTHER_THINGS: Final[Mapping[str, str]] = {
    "fr": "cochon d’Inde|cochons d’Inde|noix du Brésil|encre de Chine|crème anglaise|marron d’Inde"
    "|filer à l’anglaise|montagnes russes|ombres chinoises|casse-tête chinois|salade russe"
    "|roulette russe|poupées russes|poupée russe|cor anglais|clé anglaise|petit suisse"
    "|eau de Cologne"
    "|océan Indien|mer de Chine|golfe de Guinée|golfe Persique|bleu de Prusse|berger allemand"
    "|Nouvelle-Angleterre|Nouveau-Mexique|Amérique du Nord|Amérique du Sud"
    "|Amérique latine|Amérique centrale|Nouvelle-Guinée|œillet d’Inde|dinde|téléphone arabe"
    "|Nouvelle-Galles du Sud|grippe espagnole|Compagnie des Indes",
    "en": "guinea pig|guinea pigs|guinea fowl|Brazil nut|Brazil nuts|Indian ink|India ink"
    "|Chinese whispers|French fries|French toast|French window|French windows|French horn"
    "|French beans|French press|French leave|English horn|Russian roulette|Russian doll"
    "|Russian dolls|Swiss Army knife|Turkish bath|Turkish delight|Danish pastry|German shepherd"
    "|Great Dane|Dutch oven|Indian Ocean|Indian summer|South China Sea|East China Sea"
    "|Gulf of Guinea|Persian Gulf|New England|New Mexico|New South Wales|River Jordan|Jordan River"
    "|American Indian|American Indians|Native American|Native Americans|West Indian|West Indies"
    "|Venetian blind|Spanish flu|New Guinea|bone china|North America|North American"
    "|South America|South American|Latin America|Latin American|Central America|Irish Sea"
    "|English Channel",
    "zh": "印度洋|北美洲|南美洲|拉丁美洲|几内亚湾|幾內亞灣|波斯湾|波斯灣|印度支那|印第安"
    "|法国梧桐|德国牧羊犬|西班牙流感|苏丹红|俄罗斯套娃|俄罗斯轮盘|土耳其浴|马里奥|馬里奧|阿曼达|巴西龜|巴西龟"
    "|朝鲜族|朝鮮族|荷兰猪|荷兰豆|荷蘭豆",
}
"""What has the name of a place in it and is none."""


class Mention(NamedTuple):
    """One name in a text."""

    start: int
    end: int
    text: str
    """As it stands there."""
    ids: frozenset[str]
    """What it may mean."""
    sure: bool
    """Whether it is a name, and not ambiguous."""
    adjective: bool


class _Entry(NamedTuple):
    words: tuple[str, ...]
    """Folded tokens."""
    written: str
    sure: bool
    adjective: bool
    ids: set[str]


@dataclass(frozen=True, slots=True)
class Known:
    """One organisation or place."""

    names: Mapping[str, Sequence[str]]
    """``fr``, ``en``, ``zh_Hans`` and ``zh_Hant`` → names, the usual one first."""
    adjectives: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def named(self, script: str, like: str) -> str:
        """Its name to write in a language, an acronym for one unless it is a word (sida)."""
        names = [name.removeprefix("~") for name in self.names[script]]
        short = [name for name in self.names[script] if is_acronym(name)]
        if is_acronym(like) and short and " " in names[0] and not script.startswith("zh"):
            return short[0]
        return names[0]


def is_acronym(name: str) -> bool:
    """Whether a name is written in capitals (``OMS``, ``AfDB``), in one word."""
    return " " not in name and sum(map(str.isupper, name)) > 1 and name.isalnum()


@lru_cache(maxsize=2048)
def _pairs(text: str) -> frozenset[str]:
    """Each two characters of a text that stand side by side."""
    return frozenset(map(add, text, text[1:]))


@lru_cache(maxsize=2048)
def words_of(text: str, token: re.Pattern[str] = TOKEN) -> frozenset[str]:
    """The folded tokens of a text, which each table, and others, ask for."""
    if text.isascii():
        return frozenset(text.lower().translate(_BLANKS).split())
    return frozenset(token.findall(fold(text)))


def related(one: str, other: str) -> bool:
    """Whether one of two ids is the other, or a part of it."""
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


@cache
def known(table: Table) -> Mapping[str, Known]:
    """Id → what a table knows of it."""
    text = files("workflow.checks").joinpath(f"data/{table}.tsv").read_text("utf-8")
    header, *lines = text.splitlines()
    columns = header.split("\t")[1:]
    rows: dict[str, Known] = {}
    for line in lines:
        number, *cells = line.split("\t")
        values = {
            column: tuple(filter(None, cell.split("|")))
            for column, cell in zip(columns, cells, strict=True)
        }
        adjectives = {
            _ADJECTIVES.sub("", column): found
            for column, found in values.items()
            if column.endswith("adjectives")
        }
        names = {column: values[column] for column in ("fr", "en", "zh_Hans", "zh_Hant")}
        rows[number] = Known(names, adjectives)
    return rows


class Gazetteer:
    """The names of one table in one language, to be found in texts."""

    def __init__(self, table: Table, language: str) -> None:
        self.latin: dict[str, list[_Entry]] = defaultdict(list)
        """First token, folded → names, the longest first."""
        self._people = table == "people"
        self.han: dict[str, list[_Entry]] = defaultdict(list)
        """The first two characters → names, the longest first."""
        self.single: dict[str, set[str]] = defaultdict(set)
        entries: dict[tuple[str, bool], _Entry] = {}
        for number, each in known(table).items():
            for name, adjective in _written(each, language, people=table == "people"):
                text = name.removeprefix("~").replace(".", "")
                key = (text, adjective)
                words = tuple(fold(word) for word in TOKEN.findall(_ARTICLE.sub("", text)))
                sure = not name.startswith("~")
                entry = entries.setdefault(key, _Entry(words, text, sure, adjective, set()))
                entry.ids.add(number)
                if entry.sure and not sure:
                    entries[key] = entry._replace(sure=False)
        for other in _OTHER_THINGS[language].split("|") if table == "places" else ():
            words = tuple(fold(word) for word in TOKEN.findall(other))
            entries[other, False] = _Entry(words, other, False, False, set())
        for entry in entries.values():
            self._add(entry)
        for names in self.latin.values():
            names.sort(key=lambda entry: -len(entry.words))
        for names in self.han.values():
            names.sort(key=lambda entry: -len(entry.written))
        self._token = _LATIN_TOKEN if language == "zh" else TOKEN
        self.begins = frozenset(self.latin)
        """The folded words that names in letters begin with; of U.N. without its points."""
        self._abbreviated = (
            re.compile(_ABBREVIATED.pattern.format("".join(self.single))) if self.single else None
        )

    def _add(self, entry: _Entry) -> None:
        if not _HAN.search(entry.written):
            self.latin[entry.words[0]].append(entry)
        elif len(entry.written) == 1:
            self.single[entry.written] |= entry.ids
        else:
            self.han[entry.written[:2]].append(entry)

    def find(self, text: str) -> Sequence[Mention]:
        """The names in a text, in order, the longest at each place; none overlaps another."""
        found: list[Mention] = []
        if "." in text and _DOTTED.search(text):  # U.N., as long as it is
            text = _DOTTED.sub(lambda match: match[0].replace(".", "").ljust(len(match[0])), text)
        if self.han and not self.han.keys().isdisjoint(_pairs(text)):
            found += self._in_han(text)
        if self._abbreviated and not self.single.keys().isdisjoint(text):
            found += self._in_characters(text)
        if self._may_name(words_of(text, self._token)):
            found += self._in_latin(text)
        return found

    def _may_name(self, words: frozenset[str]) -> bool:
        """Whether all words of some name are among those of a text."""
        first = self.begins & words
        return bool(first) and any(
            words.issuperset(entry.words) for word in first for entry in self.latin[word]
        )

    def _in_latin(self, text: str) -> Iterator[Mention]:
        tokens = [(match[0], match.start(), match.end()) for match in self._token.finditer(text)]
        words = [fold(token[0]) for token in tokens]
        place = 0
        while place < len(words):
            entry = next(
                (
                    each
                    for each in self.latin.get(words[place], ())
                    if tuple(words[place : place + len(each.words)]) == each.words
                    and _fits([t[0] for t in tokens[place : place + len(each.words)]], each)
                ),
                None,
            )
            if entry is None:
                place += 1
                continue
            start, end = tokens[place][1], tokens[place + len(entry.words) - 1][2]
            if entry.ids:
                sure = _is_sure(text, start, end, entry)
                if self._people and place and len(entry.words) == 1:
                    before = tokens[place - 1]
                    sure &= not (before[0][0].isupper() and given_name(before[0]))
                yield Mention(
                    start, end, text[start:end], frozenset(entry.ids), sure, entry.adjective
                )
            place += len(entry.words)

    def _in_han(self, text: str) -> Iterator[Mention]:
        place = 0
        names = self.han
        while place < len(text) - 1:
            for entry in names.get(text[place : place + 2], ()):
                if text.startswith(entry.written, place):
                    break
            else:
                place += 1
                continue
            end = place + len(entry.written)
            if entry.ids:
                size = len(entry.written)
                sure = entry.sure and not (
                    (
                        size == 2
                        and text[end : end + 1] in TRANSLITERATING
                        and text[end : end + 2] not in WORDS_AFTER
                    )
                    or (size < 4 and text[place - 1 : place] in TRANSLITERATING)
                    or (self._people and text[place - 1 : place] in _DOTS)
                )
                ids = frozenset(entry.ids)
                yield Mention(place, end, entry.written, ids, sure, entry.adjective)
            place = end

    def _in_characters(self, text: str) -> Iterator[Mention]:
        for match in self._abbreviated.finditer(text) if self._abbreviated else ():
            for start, character in enumerate(match[0], match.start()):
                ids = frozenset(self.single[character])
                yield Mention(start, start + 1, character, ids, False, True)


def _written(each: Known, language: str, *, people: bool) -> Iterator[tuple[str, bool]]:
    """Every name and adjective of a language, and whether it is an adjective; of people in Chinese
    their names in letters as well, which many texts keep."""
    if language == "zh":
        for name in dict.fromkeys((*each.names["zh_Hans"], *each.names["zh_Hant"])):
            yield name, len(name) == 2 and name[-1] in "语語文"
        for name in each.names["en"]:  # acronyms in Latin letters, as Chinese has them
            if is_acronym(name.removeprefix("~")) or name.removeprefix("~").isupper() or people:
                yield name, False
        return
    for name in each.names[language]:
        yield name, False
    for adjective in each.adjectives.get(language, ()):
        for form in dict.fromkeys(forms(adjective, language)):
            yield form, True


def forms(adjective: str, language: str) -> Sequence[str]:
    """Those of an adjective: as it is, plural and, in French, feminine and its plural."""
    if language == "en":
        return adjective, f"{adjective}s"
    feminine = f"{adjective}ne" if adjective.endswith(("ien", "éen")) else f"{adjective}e"
    if adjective.endswith("e"):
        return adjective, f"{adjective}s", adjective, f"{adjective}s"
    plural = adjective if adjective.endswith("s") else f"{adjective}s"
    return adjective, plural, feminine, f"{feminine}s"


def _fits(tokens: Sequence[str], entry: _Entry) -> bool:
    """Whether a name is written as one: with its capitals, or a capital at least."""
    if not entry.ids or (len(tokens) == 1 and entry.written[0].islower()):
        return True
    if is_acronym(entry.written) or entry.written.isupper():
        word = tokens[0]
        return (
            all(map(str.isupper, tokens))
            or word == entry.written
            or (len(word) > 3 and word.istitle())
        )
    return any(token[0].isupper() for token in tokens) or (len(tokens) > 2 and len(entry.words) > 2)


def _is_sure(text: str, start: int, end: int, entry: _Entry) -> bool:
    """Whether a name stands for nothing else here.

    French tells a country by its article (la Dominique); a part of a name of a program's
    (``Asia/Dhaka``, ``CAP_SYS``) is none, and an acronym may be a person (Esma).
    """
    if text[start - 1 : start] in _JOINED or text[end : end + 1] in _JOINED:
        return False
    if is_acronym(entry.written):
        written = text[start:end]
        return entry.sure and (not written.istitle() or fold(written) in _AS_WORDS)
    return entry.sure or (len(entry.ids) == 1 and text[:start].endswith((" la ", "La ")))


@cache
def gazetteer(table: Table, language: str) -> Gazetteer:
    """What finds the names of a table in texts of ``fr``, ``en`` or ``zh``."""
    return Gazetteer(table, language)
