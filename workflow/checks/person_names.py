"""People's names: the same letters as in the source, and the same throughout an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, Prefix

from workflow.checks.folding import bare
from workflow.checks.given_names import BY_SOUND, given_name
from workflow.checks.name_signs import FAMILY, GIVEN
from workflow.checks.namings import LANGUAGES, is_shouted, names_in
from workflow.checks.other_people import other_people, sounds
from workflow.checks.pinyin import misread
from workflow.checks.subject import Remark, Subject, Translation
from workflow.checks.transliterating import TRANSLITERATING
from workflow.errors import ArticleError
from workflow.glossary.usage import Terminology
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

_FIRST: Final = r"[A-Z\u00c0-\u00de\u0100-\u017f]"
_REST: Final = r"[\w\u00c0-\u024f]*(?:[’'-][\w\u00c0-\u024f]+)*"
_WORD: Final = _FIRST + _REST
_BEGINNING: Final = re.compile(_FIRST)
_NAME: Final = re.compile(rf"({_FIRST}(?<![\w’'-].){_REST})[ \u00a0](?=({_WORD}))")
"""As those below it begins with its first letter, and what stands before comes after that: so all
else in a text is passed over at once."""
_CAPITAL: Final = re.compile(rf"{_FIRST}(?:(?<=[a-zà-ÿ,;] .)|(?<=[ld][’'].)){_REST}")
"""A capital within a sentence."""
_TITLED: Final = re.compile(
    r"[MD](?<!\w.)(?:(?<=M)(?:\.|M\.|me|lle|r\.?|rs\.?|s\.?|e)|(?<=D)r\.?)[ \u00a0]"
    rf"({_WORD})"
)
_REIGNING: Final = re.compile(
    r"\b(?:duc|duke|ducs|dukes|roi|king|reine|queen|princes?|princess|princesse|saint|pape|pope"
    r"|emper\w+|tsar|czar|comte|count|dynast\w+)\b",
    re.IGNORECASE,
)
"""Those whose given names each language writes in its own way."""
_LOST: Final = re.compile(r"[A-Z\u00c0-\u00de\u0100-\u017f][^\W\d_]+")
_PROSE: Final = re.compile(r"(?<![\w’'-])[a-zà-ÿ]{2,}")
"""A small word: in titles every word may have a capital."""
_ENDING: Final = re.compile(
    r"(?:i?que|ical|i?cs?|iens?|ians?|istes?|ists?|aires?|ary|ites?|ity|ies|[aeiouys]{1,2}|al|ale|el"
    r"|elle|le|er|re|ire|ry|ais|ese|ish|ans?|ains?)?"
)
"""In what French and English words of one kind differ."""
_NO_NAMES: Final = frozenset(
    "example license japan "
    "docteur doctor professeur professor president capitaine captain colonel general "
    "commandant commander ministre minister saint sainte prince princesse princess duc duke "
    "comte count baron institut institute universite university musee museum place rue avenue "
    "hotel theatre radio groupe group mont mount lac lake port fort cap cape ile island "
    "centre center college lycee parc park palais palace tour pont gare ligue league coupe "
    "cup prix prize banque bank fondation foundation association federation union parti party "
    "republique republic the le la les de nouvelle new sud nord south north grand grande "
    "great haut haute notre pape pope reine queen roi king mere pere mother father sir lord "
    "lady madame monsieur maitre empire president speaker chairman chairwoman secretary mayor "
    "ambassador justice judge le la du de".split()
)
"""First words of other names than people's."""
_SOUNDS: Final = "".join(sorted(TRANSLITERATING))
_DOTTED: Final = re.compile(f"[{_SOUNDS}]{{1,7}}(?:[·‧・•][{_SOUNDS}]{{1,7}})+")
_RUN: Final = re.compile(f"[{_SOUNDS}]{{3,}}")
_ROMAN: Final = re.compile("[A-Za-z]+")
_SURNAMES: Final = {
    _ROMAN.match(entry)[0]: _ROMAN.sub("", entry)  # type: ignore[index]
    for entry in (
        "Li李黎 Wang王汪 Zhang张張章 Liu刘劉 Chen陈陳 Yang杨楊 Zhao赵趙 Huang黄黃 Zhou周 "
        "Wu吴吳武 Xu徐许許 Sun孙孫 Hu胡 Zhu朱 Gao高 Lin林 He何贺賀 Guo郭 Ma马馬 Luo罗羅 "
        "Liang梁 Song宋 Zheng郑鄭 Xie谢謝 Han韩韓 Tang唐汤湯 Feng冯馮 Yu于余俞 Dong董 "
        "Xiao萧蕭肖 Cheng程 Cao曹 Yuan袁 Deng邓鄧 Fu傅 Shen沈 Zeng曾 Peng彭 Lu陆陸卢盧鲁 "
        "Jiang蒋蔣江姜 Cai蔡 Jia贾賈 Ding丁 Wei魏韦 Xue薛 Ye叶葉 Yan阎严嚴颜 Pan潘 Du杜 Dai戴 "
        "Xia夏 Zhong钟鍾 Tian田 Ren任 Fan范樊 Fang方 Shi石史施 Yao姚 Tan谭譚 Liao廖 Zou邹鄒 "
        "Xiong熊 Jin金 Hao郝 Kong孔 Bai白 Cui崔 Kang康 Mao毛 Qiu邱 Qin秦 Gu顾顧 Hou侯 Shao邵 "
        "Meng孟 Long龙龍 Wan万萬 Duan段 Qian钱錢 Yin尹 Chang常 Mo莫 Xi习習 Wen温溫"
    ).split()
}
"""Family names in pinyin, and how they are written."""
_PINYIN: Final = re.compile(rf"\b({'|'.join(_SURNAMES)}) ([A-Z][a-z]+(?:[ -][A-Z]?[a-z]+)?)\b")


class _Read(NamedTuple):
    """One message."""

    subject: Subject
    said: str
    drafted: str


def check_person_names(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """Another person, a name with other letters, or one written in two ways in the article."""
    read = _read(translation)
    told = set[int]()
    for each in read:
        for remark in _in_message(each, translation.terms):
            told.add(id(each))
            yield each.subject, remark
    if len(read) < 2 or "zh" not in read[0].subject.pairing.languages:
        return
    compare, names_of = _in_two_ways, _named
    if read[0].subject.pairing.languages[0] == "zh":
        compare, names_of = _in_pinyin, _surnames
    shared: dict[str, list[_Read]] = {}
    for other in read:
        names = sorted(names_of(other))
        for one in dict.fromkeys(each for name in names for each in shared.get(name, ())):
            if id(other) not in told and (found := compare(one, other)):
                told.add(id(other))
                yield other.subject, found
        for name in names:
            shared.setdefault(name, []).append(other)


def _read(translation: Translation) -> list[_Read]:
    """The messages to look at; none for a language whose names we do not know."""
    read: list[_Read] = []
    pair = translation.article.locale, translation.locale
    source, target = (each.name.partition("_")[0] for each in pair)
    if source == target or not LANGUAGES.issuperset((source, target)):
        return read
    for subject in translation.subjects:
        try:
            said, drafted = subject.pairing.said, subject.pairing.drafted
        except ArticleError:  # of the parser; one rule that always runs tells it
            continue
        if not (is_shouted(said) or is_shouted(drafted)):
            read.append(_Read(subject, said, drafted))
    return read


def _named(each: _Read) -> set[str]:
    """Names of a source whose translation has something written by its sound."""
    return _people(each.said) if _RUN.search(each.drafted) else set()


def _surnames(each: _Read) -> set[str]:
    return {surname for surname, _ in _PINYIN.findall(each.drafted)}


_known_ones = names_in("people")


def _in_message(each: _Read, terms: Terminology | None) -> Iterator[Remark]:
    """What is to be said of one message by itself; a place in it is told of once."""
    found = [*_known_ones(each.subject, terms)]
    it = each.subject.pairing
    if "zh" not in it.languages:
        if _BEGINNING.search(each.said, 1) and _BEGINNING.search(each.drafted, 1):
            found += _respelt(each)
        if it.said_names & GIVEN and it.drafted_names & GIVEN:
            found += _others(each, other_people(each.said, each.drafted))
    elif it.languages[0] == "zh":
        if it.drafted_names & FAMILY:
            found += _others(each, misread(each.said, each.drafted))
    elif it.said_names & FAMILY:
        names = misread(each.drafted, each.said)
        found += _others(each, ((two, one) for one, two in names))
    told: list[tuple[int, int] | None] = []
    for remark in found:
        if remark.span is None or not any(
            span and span[0] < remark.span[1] and remark.span[0] < span[1] for span in told
        ):
            told.append(remark.span)
            yield remark


def _others(each: _Read, found: Iterable[tuple[str, str]]) -> Iterator[Remark]:
    """Others in the place of those that the source names."""
    for name, other in found:
        said = phrase(
            "“{other}” where the source has “{name}”: name the same person", other=other, name=name
        )
        yield _remark(each.subject, other, said)


def _respelt(each: _Read) -> Iterator[Remark]:
    """Names in an alphabet on both sides: both texts have a capital after their beginnings."""
    lost = [match for match in _LOST.finditer(each.said) if match[0] not in each.drafted]
    if not any(match.start() or given_name(match[0]) for match in lost):
        return
    told = set[str]()
    for name, given in (*_pairs(each), *_titled(each), *_turned(each)):
        if given not in told and name not in told:
            told |= {given, name}
            said = phrase("“{given}” is “{name}” in the source: write that", given=given, name=name)
            yield _remark(each.subject, given, said)


def _pairs(each: _Read) -> Iterator[tuple[str, str]]:
    """A given name and a family name, of which one is the same."""
    there = _NAME.findall(each.drafted)
    if not (there and _PROSE.search(each.said) and _PROSE.search(each.drafted)):
        return
    named = _NAME.findall(each.said)
    words = {bare(word) for pair in there for word in pair} if named else set()
    known = {bare(word) for pair in named for word in pair}
    for match in named:
        first, last = map(bare, match)
        if match[1].isupper() or first in _NO_NAMES or (first in words and last in words):
            continue
        for one, two in there:
            if first in BY_SOUND and sounds(last) == sounds(bare(two)):
                continue
            if bare(one) == first and bare(two) not in known and _near(last, bare(two)):
                yield match[1], two
            elif (
                bare(two) == last
                and bare(one) not in known | _NO_NAMES
                and _alike(first, bare(one))
                and not _REIGNING.search(each.said)
            ):
                yield match[0], one


def _titled(each: _Read) -> Iterator[tuple[str, str]]:
    named, there = _TITLED.findall(each.said), _TITLED.findall(each.drafted)
    if not (named and there):
        return
    wanted, given = ({bare(name): name for name in names} for names in (named, there))
    lost = [one for one in wanted if one not in bare(each.drafted) and one not in _NO_NAMES]
    strange = [one for one in given if one not in bare(each.said) and one not in _NO_NAMES]
    for one in lost:
        for other in strange:
            if len(lost) == len(strange) == 1 or _near(one, other):
                yield wanted[one], given[other]


def _turned(each: _Read) -> Iterator[tuple[str, str]]:
    """Two letters in each other's place, in any name within a sentence (Macron, Marcon)."""
    named, there = _CAPITAL.findall(each.said), _CAPITAL.findall(each.drafted)
    if {*named} <= {*there} or {*there} <= {*named}:
        return
    wanted, given = ({bare(name): name for name in names} for names in (named, there))
    strange = [other for other in given if other not in wanted]
    for one in [one for one in wanted if one not in given] if strange else ():
        for other in strange:
            turned = (
                len(one) > 4 and sorted(one) == sorted(other) and one[-2:] == other[-2:] != "es"
            )
            if turned and one[0] == other[0] and OSA.distance(one, other) == 1:
                yield wanted[one], given[other]


def _near(name: str, other: str) -> bool:
    """Whether one family name was meant to be the other, which no cognate is."""
    if min(len(name), len(other)) < 4 or name == other or name in _NO_NAMES:
        return False
    if name[-1] == other[-1] == "s" and len(name) > 6:  # plurals of cognates
        return False
    same = Prefix.similarity(name, other)
    if _ENDING.fullmatch(name[same:]) and _ENDING.fullmatch(other[same:]):
        return False
    return OSA.distance(name, other) <= max(1, len(name) // 4)


def _alike(name: str, other: str) -> bool:
    """Whether one given name is the other in another language."""
    return name != other and given_name(name) == given_name(other) != ""


def _in_two_ways(one: _Read, other: _Read) -> Remark | None:
    """A name in Chinese characters by its sound, in two messages."""
    names = _people(one.said) & _people(other.said)
    if not names:
        return None
    runs = [_RUN.findall(each.drafted) for each in (one, other)]
    dotted = [_DOTTED.findall(each.drafted) for each in (one, other)]
    if len(dotted[0]) == len(dotted[1]) == 1 and dotted[0] != dotted[1]:
        first, second = dotted[0][0], dotted[1][0]
        if OSA.normalized_similarity(first, second) >= 0.5:
            return _two(other, first, second)
    if len(dotted[0]) == 1 == len(dotted[1]) or _share(one.drafted, other.drafted, runs):
        return None
    for first in runs[0]:
        for second in runs[1]:
            if found := _variant(first, second):
                return _two(other, *found)
    return None


def _people(text: str) -> set[str]:
    """Names in a source: within a sentence, or of two words."""
    pairs = {word for match in _NAME.finditer(text) for word in match.groups()}
    return {bare(word) for word in (*pairs, *_CAPITAL.findall(text)) if len(word) > 3}


def _share(one: str, other: str, runs: Sequence[Sequence[str]]) -> bool:
    """Whether three characters of a name stand in both."""
    return any(run[i : i + 3] in other for run in runs[0] for i in range(len(run) - 2)) or any(
        run[i : i + 3] in one for run in runs[1] for i in range(len(run) - 2)
    )


def _variant(one: str, other: str) -> tuple[str, str] | None:
    """Parts of two runs that differ in one character, the first being the same."""
    for size in range(min(len(one), len(other), 6), 2, -1):
        for i in range(len(one) - size + 1):
            for k in range(len(other) - size + 1):
                first, second = one[i : i + size], other[k : k + size]
                if first[:2] == second[:2] and OSA.distance(first, second) == 1:
                    return first, second
    return None


def _in_pinyin(one: _Read, other: _Read) -> Remark | None:
    """A Chinese name in two messages that has two spellings."""
    for surname, given in _PINYIN.findall(one.drafted):
        written = {
            one.said[i : i + 3]
            for i, character in enumerate(one.said)
            if character in _SURNAMES[surname]
        }
        if not any(len(name) == 3 and name in other.said for name in written):
            continue
        there = [name for same, name in _PINYIN.findall(other.drafted) if same == surname]
        if len(there) != 1 or len(re.findall(rf"\b{surname} [A-Z]", one.drafted)) != 1:
            continue
        first, second = (bare(name) for name in (given, there[0]))
        if first.startswith(second) or second.startswith(first):
            continue
        if OSA.normalized_similarity(first, second) >= 0.5:
            return _two(other, f"{surname} {given}", f"{surname} {there[0]}")
    return None


def _two(other: _Read, first: str, second: str) -> Remark:
    said = phrase(
        "“{second}” is “{first}” elsewhere in the article: write it the same throughout",
        first=first,
        second=second,
    )
    return _remark(other.subject, second, said)


def _remark(subject: Subject, text: str, said: Phrase) -> Remark:
    start = subject.message.msgstr.find(text)
    return Remark(said, (start, start + len(text)) if start >= 0 else None)
