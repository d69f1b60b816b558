"""Titles of works that a Chinese text sets in emphasis or quotation marks: 《 》 is their mark.

GB/T 15834-2011, 4.15; Chinese has no italics for titles (W3C clreq, 3.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflow.checks.subject import Remark
from workflow.inline.han_pairs import WORKS
from workflow.inline.scripts import HAN
from workflow.model import Text
from workflow.model.phrase import phrase

_EMPHASIS = re.compile(
    r"(?P<mark>(?<![*\w\\])\*(?!\*)|(?<![\w_\\])_(?!_))(?P<words>[^*_\n]+?)(?P=mark)(?!\*)"
    r"|<(?P<tag>em|i|cite)>(?P<inner>[^<>]+)</(?P=tag)>"
)
_IN_CHINESE = re.compile(
    rf"(?P<mark>(?<![*\\])\*(?!\*))(?P<words>[^*\n]*[{HAN}][^*\n]*?)(?P=mark)(?!\*)"
    rf"|<(?P<tag>em|i|cite)>(?P<inner>[^<>]*[{HAN}][^<>]*)</(?P=tag)>"
)
_QUOTED = re.compile(rf"[“「](?P<words>[^“”「」，。！？]*[{HAN}][^“”「」，。！？]*)[”」]")
_WORK = re.compile(rf"(?:{WORKS})\Z")
_NO_WORK = re.compile(
    "[《·]|(?:号|號|船|舰|艦|公司|集团|集團|委员会|委員會|组织|組織|联盟|聯盟|基金会?|基金會|协会|協會|大学|大學|学院|學院|中心"
    "|部|局|院|署|厅|廳|党|黨|队|隊|团|團|国|國|市|省|县|縣)\\Z"
)
_LONG = 30
"""Characters of a title, at most."""
_AT_START = re.compile(r"(?:\A|[.!?:…«“\"(]\s*)[\s\u00a0]*\Z")


def check_titles(text: Text, source: Text | None) -> Iterator[Remark]:
    """Titles in emphasis, or in emphasis and 《 》; by the source those in quotation marks."""
    value = text.value
    if text.markup == "text" or not any(mark in value for mark in "*<“「"):
        return
    emphasised = list(_IN_CHINESE.finditer(value))
    for found in emphasised:
        if value[found.start() - 1 : found.start()] == "《" and value[found.end() :][:1] == "》":
            words = found["words"] or found["inner"]
            yield _remark(value, found.start() - 1, found.end() + 1, words)
    if source is not None:
        yield from _by_source(value, emphasised, source.value)


def _by_source(value: str, emphasised: list[re.Match[str]], source: str) -> Iterator[Remark]:
    there = list(_EMPHASIS.finditer(source))
    if not there:
        return
    works = [_is_work(source, found) for found in there]
    if len(emphasised) == len(there):
        for found, work in zip(emphasised, works, strict=True):
            words = found["words"] or found["inner"]
            beside = value[found.start() - 1 : found.start()], value[found.end() :][:1]
            named = _WORK.search(value[: found.start()].rstrip("“「"))
            lawful = beside[0] == "《" or len(words) > _LONG or _NO_WORK.search(words)
            if (work or named) and not lawful:
                wider = beside in (("“", "”"), ("「", "」"))
                start, end = found.start() - wider, found.end() + wider
                yield _remark(value, start, end, words)
    elif not emphasised and "《" not in value and not re.search('[“«"]', source):
        quoted = list(_QUOTED.finditer(value))
        for found in quoted:
            named = _WORK.search(value[: found.start()])
            alone = len(quoted) == len(there) and all(works)
            if (named or alone) and not _NO_WORK.search(found["words"]):
                yield _remark(value, found.start(), found.end(), found["words"])


def _is_work(source: str, found: re.Match[str]) -> bool:
    """Whether words in emphasis look like a title: a capital where no sentence begins."""
    words = found["words"] or found["inner"]
    first = words.lstrip("«“\"' \u00a0")[:1]
    if not first.isupper():
        return False
    capitals = re.findall(r"\b[A-ZÀ-Þ]", words)
    return len(capitals) > 1 or not _AT_START.search(source[: found.start()])


def _remark(value: str, start: int, end: int, words: str) -> Remark:
    said = phrase("“{place}”: write `《{title}》` for the title of a work",
                  place=value[start:end], title=words)  # fmt: skip
    return Remark(said, (start, end), f"{value[:start]}《{words}》{value[end:]}")
