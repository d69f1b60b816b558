"""Chinese names of people and their pinyin: whether a name in letters is one of a Chinese text.

The table ``data/pinyin.tsv`` has the family names and the characters usual in given names, by
syllable, with all their readings. A character that it lacks may be read in any way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from workflow.checks.folding import bare
from workflow.model import lazy_re as re

_LETTERS: Final = "[A-Z][a-z\u00fc]+"
_ROMANISED: Final = re.compile(
    rf"(?<![\w’'.-])({_LETTERS})[ \u00a0]"
    rf"(?=({_LETTERS}(?:-[A-Za-z][a-z\u00fc]*|[’'][aeo][a-z]*|{_LETTERS})?)(?![\w-]))"
)
"""Two words with capitals, of which the given name may have two parts."""
_ELSEWHERE: Final = re.compile(
    "Kore|Coré|coré|kore|Viet|viet|Viêt|Singap|singap|Malais|malais|Malays|Taiw|taïw|taiw|Taïw"
    "|Hong Kong|Japan|Japon|japon"
    "|韩国|韓國|朝鲜|朝鮮|越南|新加坡|馬來|马来|台湾|台灣|臺灣|香港|日本"
)
"""Where the characters of a name are written in letters by another sound."""
_NO_NAMES: Final = frozenset({"hong kong", "tai chi", "wan li", "dan dan", "mao dun", "fan fan"})
_BEFORE: Final = re.compile(
    "(?:\\A|[^\\w]|[和与與跟及由对對向被把给給]|导演|導演|教授|主席|总理|總理|市长|市長|记者|記者|选手|選手|作家|医生|醫生|部长|部長|总统"
    "|演员|演員|歌手|诗人|詩人|画家|畫家|学生|學生|老师|老師|书记|書記|院士|律师|律師|居民|村民|冠军|冠軍)\\Z"
)
"""What a name certainly begins after."""
_FAMILIAR: Final = frozenset({"Xiao", "Lao"})
"""Young and old, before the family name of a friend; 萧 and 劳 are families as well."""
_OTHER_WORDS: Final = frozenset("和于向时成应方那都家经高時應經")
"""Family names that are common words, save at the beginning of a text."""
_ADDRESSED: Final = tuple(
    "先生 女士 小姐 太太 夫人 大夫 博士 同志 教授 老师 老師 师傅 師傅 医生 醫生 主任 经理 "
    "校长 院长 部长 省长 市长 县长 局长 书记 法官 律师 总 總 某 氏 家 姓 "
    "队 隊 导 導 工 处 科 董 老".split()
)
"""What follows a family name alone."""


class Romanised(NamedTuple):
    """A name in pinyin."""

    written: str
    family: str
    """Small letters, as ``given``."""
    given: tuple[tuple[str, ...], ...]
    """Every way to part it into one syllable or two."""


@cache
def _table() -> tuple[Mapping[str, frozenset[str]], Mapping[str, frozenset[str]]]:
    """Family names by what they are written with, characters by the readings they have."""
    text = files("workflow.checks").joinpath("data/pinyin.tsv").read_text("utf-8")
    family: dict[str, set[str]] = {}
    sounds: dict[str, set[str]] = {}
    for line in text.splitlines()[1:]:
        syllable, surnames, given = line.split("\t")
        for name in surnames.split("|") if "|" in surnames else surnames:
            family.setdefault(name, set()).add(syllable)
        for character in given:
            sounds.setdefault(character, set()).add(syllable)
    return tuple(  # type: ignore[return-value]
        {name: frozenset(found) for name, found in each.items()} for each in (family, sounds)
    )


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    """Of family names, and of given names."""
    family, sounds = _table()
    return frozenset().union(*family.values()), frozenset().union(*sounds.values())


def family_names() -> frozenset[str]:
    """The Chinese family names, folded."""
    return _syllables()[0]


def romanised(text: str) -> Iterator[Romanised]:
    """The names in a text that can be the pinyin of a Chinese person's, in either order."""
    family, syllables = _syllables()
    for match in _ROMANISED.finditer(text):
        written = f"{match[0]}{match[2]}"
        if written.lower() in _NO_NAMES or match[1] in _FAMILIAR:
            continue
        first, second = bare(match[1].replace("ü", "v")), bare(match[2].replace("ü", "v"))
        for one, two in ((first, second), (second, first)):
            ways = tuple(_ways(two, syllables)) if one in family else ()
            if ways:
                yield Romanised(written, one, ways)
                break


def _ways(name: str, syllables: frozenset[str]) -> Iterator[tuple[str, ...]]:
    if name in syllables:
        yield (name,)
    for cut in range(1, len(name)):
        if name[:cut] in syllables and name[cut:] in syllables:
            yield name[:cut], name[cut:]


def misread(chinese: str, latin: str) -> Iterator[tuple[str, str]]:
    """Names in the Chinese text with those in the other that are none of its readings.

    A name in letters is told where the Chinese text has one that shares its family name or its
    given name alone, and none that can be read so.
    """
    if _ELSEWHERE.search(chinese) or _ELSEWHERE.search(latin):
        return
    named = list(dict.fromkeys(romanised(latin)))
    taken = [each for each in named if _stands(each, chinese)]
    for each in named:
        if each not in taken and (name := _like(each, chinese, taken)):
            yield name, each.written


def _reads(part: str, syllables: Sequence[str]) -> bool:
    """Whether characters can be read so, or one of them in ways that we do not know."""
    sounds = _table()[1]
    return len(part) == len(syllables) and all(
        syllable in sounds.get(character, (syllable,))
        for character, syllable in zip(part, syllables, strict=True)
    )


def _families(text: str) -> Iterator[tuple[int, str]]:
    """Where a family name may begin, and the family name, those of two characters first."""
    family = _table()[0]
    for place in range(len(text)):
        for size in (2, 1):
            if text[place : place + size] in family and not (
                place and size == 1 and text[place] in _OTHER_WORDS
            ):
                yield place, text[place : place + size]
                break


def _stands(name: Romanised, text: str) -> bool:
    """Whether a Chinese text has a name that can be read so, or its family name alone."""
    family = _table()[0]
    for place in range(len(text)):
        for size in (2, 1):
            written = text[place : place + size]
            if name.family not in family.get(written, ()):
                continue
            after = text[place + size :]
            if not after or after.startswith(_ADDRESSED):
                return True
            if any(_reads(after[: len(way)], way) for way in name.given):
                return True
    sounds = _table()[1]
    return any(  # a family name that the table lacks
        character not in family
        and character not in sounds
        and "\u4e00" <= character <= "\u9fff"
        and sounds.keys() >= set(text[place + 1 : place + 1 + len(way)])
        and _reads(text[place + 1 : place + 1 + len(way)], way)
        for place, character in enumerate(text)
        for way in name.given
    )


def _like(name: Romanised, text: str, taken: Sequence[Romanised]) -> str:
    """What of a text has the family name or the given name of a name, but not both."""
    family, sounds = _table()
    others = [(each.family, way) for each in taken for way in each.given]
    for place, written in _families(text):
        after = text[place + len(written) :]
        if any(one in family[written] and _reads(after[: len(way)], way) for one, way in others):
            continue  # it is another's, who is named
        for way in name.given:
            part = after[: len(way)]
            if len(part) < len(way) or not all(each in sounds for each in part):
                continue
            if _reads(part, way):
                if name.family not in family[written]:
                    return written + part
            elif name.family in family[written] and (
                _BEFORE.search(text[:place])
                or (len(way) == 2 and (_reads(part[:1], way[:1]) or _reads(part[1:], way[1:])))
                or (len(way) == 1 and after[1:2] not in sounds)
            ):
                return written + part
    return ""
