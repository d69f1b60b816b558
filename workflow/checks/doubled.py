"""Words that stand twice, and what is said twice over, in French, English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from workflow.checks.pairing import Pairing
from workflow.checks.subject import Remark, Subject
from workflow.inline.scripts import HAN
from workflow.model.phrase import phrase

_LATIN: Final = re.compile(
    r"(?<![\w'’/=-])(?P<word>[^\W\d_]{2,}|[aày])(?:\s+)(?P=word)(?![\w'’-])", re.IGNORECASE
)
_LAWFUL: Final = frozenset(
    "had that nous vous très si bye no so very oui non là toc ha hé ho ah eh oh long far many "
    "really hip pom chut cha can boo tut knock tam bora pago wagga bang bis tchou".split()
)  # fmt: skip
"""Words that are said twice: auxiliaries, pronouns, what is insisted on, calls, parts of names."""
_CHINESE: Final = re.compile(
    f"(?P<sign>[的了在是和与及对被把从向将于以其该由而或也都很还但])(?P=sign)(?![{HAN}]?(?:确|非|之))"
    "|(?P<word>大家|我们|他们|她们|它们|你们|自己|这个|那个|这些|那些|一个|什么|怎么|因为|所以|但是|如果|可以"
    "|已经|没有|不是|就是|目前|今天|明天|昨天|今年|去年|其中|以及|并且|或者|由于|对于|关于|通过|进行|根据)(?P=word)"
    f"|(?P<long>(?!的|(?P<same>[{HAN}])(?P=same))[{HAN}]{{3,8}})(?P=long)(?!(?P=long))"
)
_LAWFUL_CHINESE: Final = re.compile(
    "不了了之|了了之|一目了了|小时了了|可以以|得以以|首都都|对对象|[相绝应核]对对|的的确确|是是非非|实实在在|自自在在|和和美美|和和气气|对对子|对对碰|双双对对|成双成对|从从容容|存在在|现在在|实在在|正在在"
    "|目的的|的的士|打的的|和和平|对对方|对对手|对对此|以以色列|与与会|与与此|是是否|被被子|将将军|将将来|其其"
    "|由由于|从从前|在在线|在在校|在在职|在在场|在在野|在在座|向向日葵|而而今|及及时|于于|把把手|把把关"
)
_FEW = 3
"""Words of what is said twice, at least."""
_SAID_TWICE: Final = re.compile(
    rf"(?P<chinese>[{HAN}\d]{{5,30}})[，、；]\s?(?P=chinese)"
    r"|(?<!\w)(?P<words>\w+(?:[ ’'-]+\w+){2,12})[,;]?\s+(?P=words)(?!\w)",
    re.IGNORECASE,
)


def check_doubled(subject: Subject) -> Sequence[Remark]:
    """A word that stands twice in a row, lawful ones and what the source says twice apart."""
    return tuple(_remark(subject, *found) for found in doubled_words(subject.pairing))


def doubled_words(pairing: Pairing) -> Iterator[tuple[str, str]]:
    """Words that stand twice in a row in a translation, and both as they stand there; lawful ones
    and what the source says twice apart."""
    text = pairing.drafted
    if len(pairing.draft_words) > len(pairing.draft_known):
        for found in _LATIN.finditer(text):
            if not (
                _lawful(pairing, found)
                or _LATIN.search(pairing.said)
                or _CHINESE.search(pairing.said)
            ):
                yield found["word"], found[0]
    if not pairing.drafted_han:
        return
    for found in _CHINESE.finditer(text):
        lawful = _LAWFUL_CHINESE.finditer(text)
        if any(each.start() < found.end() and found.start() < each.end() for each in lawful):
            continue
        half = found[0][: len(found[0]) // 2]
        if not (half * 2 in pairing.said or _LATIN.search(pairing.said)):
            yield half, found[0]


def _lawful(pairing: Pairing, found: re.Match[str]) -> bool:
    """Whether a word may stand twice where it does, or something stands between the two."""
    word, text = found["word"], pairing.drafted
    if word.lower() in _LAWFUL or (word[0].isupper() and found[0].split()[1][0].isupper()):
        return True
    if word.lower() == "en" and re.match(r"\s\w+ant\b", text[found.end() :]):
        return True
    if word.lower() == "is" and re.search(r"\bwhat\b|\bit\s\Z", text[: found.start()], re.I):
        return True
    gap = r"(?:[ \u00a0]|\s*\n\s*|[*_]+|</?\w[^<>]*>){1,4}"
    return not re.search(rf"(?i){word}{gap}{word}", pairing.draft.value)  # a placeholder, columns


def _remark(subject: Subject, word: str, place: str) -> Remark:
    at = subject.message.msgstr.find(place)
    span = (at, at + len(place)) if at >= 0 else None
    return Remark(phrase("“{text}” stands twice: take one out", text=word), span)


def said_twice(subject: Subject) -> bool:
    """Whether some words are said again at once, which the source does not."""
    pairing = subject.pairing
    text = pairing.drafted
    if pairing.drafted_han == 0 and len(pairing.draft_words) - len(pairing.draft_known) < _FEW:
        return False
    return bool(_SAID_TWICE.search(text) and not _SAID_TWICE.search(pairing.said))
