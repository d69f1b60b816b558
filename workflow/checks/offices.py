"""Who holds an office: a mayor in the place of a minister.

One is told only where a text names one office and its translation another, for what a person is
called besides is left to each language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from workflow.checks.subject import Remark, Subject
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "fr": {
        "premier": "premi(?:er|ère)s? ministres?|chanceli(?:er|ère)",
        "president": "présidente?",
        "general": "secrétaire générale?",
        "ambassador": "ambassad(?:eur|rice)",
        "minister": "ministre",
        "mayor": "maire|mairesse|bourgmestre",
        "governor": "gouverneure?",
        "king": "roi",
        "queen": "reine",
    },
    "en": {
        "premier": "(?:prime|first) minister|(?<!lord )chancellor(?! of the exchequer)|taoiseach",
        "president": "president",
        "general": "secretary[- ]general|general secretary",
        "ambassador": "ambassador",
        "minister": "minister|chancellor of the exchequer|lord chancellor",
        "mayor": "mayor",
        "governor": "governor",
        "king": "king",
        "queen": "queen",
    },
    "zh": {
        "premier": "(?:内阁|內閣|副)?总理|總理|首相|国务总理",
        "president": "总统|總統|国家主席|國家主席",
        "general": "秘书长|秘書長|总书记|總書記",
        "ambassador": "大使(?![馆館级級])",
        "minister": "部长|部長|大臣",
        "mayor": "市长|市長|镇长|鎮長",
        "governor": "州长|州長|省长|省長|总督|總督",
        "king": "国王|國王",
        "queen": "女王|王后|皇后",
    },
}
_FIRST: Final = {
    language: re.compile(
        "|".join(f"(?P<{office}>{words})" for office, words in table.items())
        if language == "zh"
        else r"(?<![\w-])(?:"
        + "|".join(f"(?P<{office}>{words})" for office, words in table.items())
        + r")(?![\w-])",
        re.IGNORECASE,
    )
    for language, table in _WORDS.items()
}
OFFICE_WORDS: Final = {
    "fr": frozenset(
        "ministre ministres chancelier chanceliere president presidente secretaire ambassadeur "
        "ambassadrice maire mairesse bourgmestre gouverneur gouverneure roi reine".split()
    ),
    "en": frozenset(
        "minister chancellor taoiseach president secretary ambassador mayor governor king "
        "queen".split()
    ),
}
"""Folded words, of which every name of an office has one."""
_CAPITAL: Final = frozenset({"king", "queen"})
"""Offices whose names are names of other things with a capital."""


def other_office(subject: Subject) -> Iterator[Remark]:
    """An office of the translation in the place of the one that the source names."""
    pairing = subject.pairing
    source, target = pairing.languages
    if source == target or source not in _FIRST or target not in _FIRST:
        return
    named, there = _offices(pairing.said, source), _offices(pairing.drafted, target)
    if len(named) != 1 or len(there) != 1 or named.keys() == there.keys():
        return
    (name,), (other,) = named.values(), there.values()
    start = subject.message.msgstr.find(other)
    yield Remark(
        phrase(
            "“{other}” where the source has “{name}”: name the same office", other=other, name=name
        ),
        (start, start + len(other)) if start >= 0 else None,
    )


def _offices(text: str, language: str) -> Mapping[str, str]:
    """Each office that a text names, as it stands there first."""
    found: dict[str, str] = {}
    for match in _FIRST[language].finditer(text):
        office = match.lastgroup or ""
        if office not in _CAPITAL or match[0].islower() or language == "zh":
            found.setdefault(office, match[0])
    return found
