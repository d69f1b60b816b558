"""Where the sentences of a text end: in articles as people write them, not for cutting them up."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from workflow.model import lazy_re as re

_END: Final = re.compile(
    r"""(?P<mark>[.!?…。｡！？]+)(?P<close>[\s\u00a0\u202f]?[»]|["'”’）)」』\]*_])*
        (?= (?P<blank>\s+) (?P<next>[^\s])
      | (?P<tight>[^\s"'”’»）)」』\]*_.!?…。！？，、；：,;:—-])
      | \s*\Z )""",
    re.VERBOSE,
)
_MARKS: Final = ".!?…。｡！？"
_MARK: Final = re.compile(f"[{_MARKS}]")
_OPENING: Final = "“‘«„「『\"'¿¡—–-*_•·"
_BEFORE: Final = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\Z")
_SHORTENED: Final = frozenset(
    "mr mrs ms dr drs prof st sr jr rev gen col capt lt sgt hon gov sen rep pres no nos vol ed eds "
    "pp p fig al approx vs cf art av bd tél tel mm m mme mlle mgr me dir éd chap env ex sq ft in "
    "oz lb jan feb mar apr jun jul aug sep sept oct nov dec janv févr juil déc inc ltd co corp "
    "bros e.g i.e a.m p.m n.b c.-à-d".split()
)
"""Words before a point that seldom end a sentence; in small letters, without the point."""
_MAY_END: Final = frozenset("m in no co inc ltd corp ed art me ex jr sr a.m p.m mar dec p".split())
"""Those among them that end one before a word that starts one, or are words besides."""
_SAYS: Final = re.compile(r"[^。！？，；]{0,8}?[说說问問道喊叫答写寫]")


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text without markup, blanks around them taken off.

    A point of an abbreviation, an initial or a number ends none, nor does the mark of a quotation
    that its sentence goes on after.
    """
    whole = text.strip()
    if not _MARK.search(whole.rstrip(_MARKS)):
        return (whole,) if any(map(str.isalnum, whole)) else ()
    found = []
    start = 0
    for end in _END.finditer(text):
        if _ends(text, end):
            found.append(text[start : end.end()].strip())
            start = end.end()
    rest = text[start:].strip()
    if rest:
        found.append(rest)
    return tuple(each for each in found if any(map(str.isalnum, each)))


def _ends(text: str, found: re.Match[str]) -> bool:
    mark, following = found["mark"], found["next"] or found["tight"]
    if following is None:
        return True
    if mark[0] in "。｡！？":
        return not (found["close"] and _SAYS.match(text, found.end()))
    if found["tight"] is not None:
        return "\u4e00" <= following <= "\u9fff" and mark in ("!", "?", "!!", "……")
    starts = not following.islower() and (following.isalnum() or following in _OPENING)
    return starts and (mark != "." or not _shortened(text[: found.start()], following))


def _shortened(text: str, following: str) -> bool:
    """Whether the point after a text is that of an abbreviation or an initial."""
    before = _BEFORE.search(text, max(0, len(text) - 20))
    if before is None:
        return False
    word = before[1]
    if len(word) == 1 and word.isupper():
        return True
    low = word.lower()
    may_end = low in _MAY_END and not following.isdigit() and word[0].islower()
    return low in _SHORTENED and not may_end
