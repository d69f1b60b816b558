"""The enumeration comma (、) of a Chinese line: GB/T 15834-2011, 4.5."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.inline.han_context import Change
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re

_BEFORE_AND = re.compile(
    r"、(?=(?:和(?![平谐諧解睦气氣田尚服声聲风風善谈談局约約煦缓緩暖棋音弦婉蔼藹乐樂县縣])"
    r"|及(?![时時格早第物至其笄])|与(?![会會否日时時世众眾共])|與(?![會否日時世眾共])"
    r"|或(?![许許者然])|等(?![级級待候于於同值额額价價离離级效式差距高分次号號边邊闲閒第比腰角])))"
)
_PARTICLES = frozenset(
    "了着著过過是有在就都不会會把被很也说說让讓使从從向对對为為将將要能可到去"
    "来來得我你他她它们們这這那哪吗嗎呢吧啊"
)
"""What verbs have beside them, and things have not."""
NO_THING = (
    "(?:然|方便|供|重新|其|包括|但|而|每|[两兩][个個]?[或和与與]|只|以及|以|并|並|且|却|卻|则|則|或|和|与|與|及|如|例|即|特别|特別|尤其|无论|無論|不|嘿|啊|哦|嗯"
    "|还|還|更|再|又|才|甚至|因|所|这|這|那|用|由|由于|使|令|若|虽|雖|当|當|据|據|按|据|请|請|在|包含|大部|大多|提供|创建|創建|右|左|牠|祂)"
)
"""What a clause or a phrase begins with, and no thing that is listed."""
_ITEM = rf"[{HAN}A-Za-z]"
_RUN = re.compile(
    rf"(?<=[{HAN}][{HAN}])(?:，(?P<first>[{HAN}]{{1,4}}))(?:，[{HAN}]{{1,4}})*，"
    rf"[{HAN}]{{1,4}}(?=[。；！？…）]|等|都|均|$)"
)
_AND = "和与與及或"
_MIXED = re.compile(
    rf"(?<=、)(?P<item>{_ITEM}{{1,6}})，(?!{NO_THING})(?={_ITEM}{{1,6}}[{_AND}](?<!以及){_ITEM})"
)
_CLAUSES = re.compile(
    rf"(?P<one>[{HAN}]{{1,8}}了[{HAN}]{{0,6}})(?P<dots>、[{HAN}]{{1,10}}了[{HAN}]{{0,6}})*?"
    rf"、[{HAN}]{{1,8}}[了着](?=[。；！？]|$)"
)
_IDIOM = 4


def lists(line: str, script: str) -> Iterator[Change]:
    """Commas that are to be 、, and 、 that are to be none or a comma; ``script``: Hans, Hant.

    Taiwan writes 、 before 或, 及 and 與 (《重訂標點符號手冊》 has it so in sentences of its own).
    """
    for found in _BEFORE_AND.finditer(line):
        if script == "Hant" and line[found.end()] in "或及與与":
            continue
        yield Change("and", *found.span(), "")
    if "，" in line and "、" in line:
        for found in _MIXED.finditer(line):
            if not set(found["item"]) & _PARTICLES:
                yield Change("list", found.end() - 1, found.end(), "、")
    if line.count("，") > 1:
        for found in _RUN.finditer(line):
            yield from _run(found)
    if line.count("、") > 1 and "了" in line:
        for found in _CLAUSES.finditer(line):
            for sign in re.finditer("、", found[0]):
                at = found.start() + sign.start()
                yield Change("clauses", at, at + 1, "，")


def _run(found: re.Match[str]) -> Iterator[Change]:
    """Short things in a row with commas between: one of them is no clause and no phrase of four
    characters."""
    items = found[0][1:].split("，")
    if (
        any(re.match(NO_THING, each) for each in items)
        or len(items) < 2
        or len(set(items)) < len(items)
    ):
        return
    if set("".join(items)) & _PARTICLES or all(len(each) == _IDIOM for each in items):
        return
    for sign in re.finditer("，", found[0]):
        at = found.start() + sign.start()
        yield Change("list", at, at + 1, "、")
