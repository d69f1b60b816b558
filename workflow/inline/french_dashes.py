"""French: the dashes of asides and of dialogue in a line; its rules and lines are those of
:mod:`.french_marks`."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.inline.corrections import Correction
from workflow.inline.french_marks import FIXED, GAPS, HARD, KEPT, LOWER, UPPER
from workflow.inline.prose import VEIL
from workflow.model import lazy_re as re
from workflow.model.profile import Profile

_ASIDE = re.compile(
    rf"(?<=[\w)»”…%{KEPT}])([ ]+(?:-|--|---)[ ]+)(?=[\w«“({KEPT}])"
    rf"|(?<=[{LOWER}»)])(---?)(?=[{LOWER}«]{{2}})|(?<=[{LOWER}])([ ]?——[ ]?|—)(?=[{LOWER}])"
)
_YEARS = re.compile(
    r"(?<![\d-] )(?<![\w.,-])(1\d{3}|20\d\d)([ ]-[ ])(1\d{3}|20\d\d)(?![\w.,]|-\d| ?=| -)"
)
_SPACED = re.compile(r"(?<=\S)([ ][–—][ ])(?=\S)")
_DIALOGUE = re.compile(rf"(?:^|(?<={VEIL}))(-|–|—|--)([{GAPS}]*)(?=[{UPPER}«])")
_SPOKEN = re.compile(rf"[?!][{GAPS}»]*(?:$|{VEIL})")
_GOES_ON = re.compile(
    r"(?:et|ou|mais|il|elle|ils|elles|on|le|la|les|un|une|des|ce|cela|c’|trop|pas|sans|qui|que|très)\b"
)


def dashes(line: str, profile: Profile) -> Iterator[Correction]:
    """Dashes of asides and of dialogue."""
    del profile
    asks = bool(_SPOKEN.search(line))
    for spoken in _DIALOGUE.finditer(line):
        if spoken[1] in "–—" and spoken[2] not in FIXED:
            yield Correction(*spoken.span(2), HARD, "fr-dashes", "dialogue-space", minor=True)
        elif spoken[1] not in "–—" and asks:
            yield Correction(*spoken.span(), f"—{HARD}", "fr-dashes", "dialogue")
    for years in _YEARS.finditer(line):
        if years[1] < years[3]:
            yield Correction(*years.span(2), "-", "fr-dashes", "years")
    found = list(_ASIDE.finditer(line))
    paired = (
        len(found) == 2
        and (
            bool(re.match(rf"[{LOWER}«“(][\w’]", line[found[0].end() :]))
            or _about_a_name(line, *found)
        )
        and not line[found[1].end()].isdigit()
        and not re.search(r"[.!?]\s", line[found[0].end() : found[1].start()])
    )
    if len(found) > 1 and not paired and all(" - " in each[0] for each in found):
        return
    for number, each in enumerate(found):
        if not paired and not _divides(line, each):
            continue
        closes = paired and number == 1
        sign = "—" if "—" in each[0] else "–"
        new = f"{HARD}{sign} " if closes else f" {sign}{HARD}"
        yield Correction(*each.span(), new, "fr-dashes", "hyphen")
    spaced = list(_SPACED.finditer(line))
    if len(spaced) == 2:
        first, last = spaced
        yield Correction(*first.span(), f" {first[1][1]}{HARD}", "fr-dashes", "inner", minor=True)
        yield Correction(*last.span(), f"{HARD}{last[1][1]} ", "fr-dashes", "inner", minor=True)


def _about_a_name(line: str, first: re.Match[str], last: re.Match[str]) -> bool:
    """Whether small words stand before and after a pair of hyphens, so that they part an aside."""
    before = re.search(rf"(?<![\w’])[{LOWER}]{{2,}}\Z", line[: first.start()])
    return before is not None and bool(re.match(rf"[{LOWER}]+[’ ]", line[last.end() :]))


def _divides(line: str, dash: re.Match[str]) -> bool:
    """Whether a single hyphen between blanks parts a sentence, rather than names or figures."""
    after = re.match(rf"[{LOWER}]+’?", line[dash.end() :])
    before = re.search(r"[\w’]+$", line[: dash.start()])
    if "—" in dash[0]:
        return True
    if " " not in dash[0]:
        return bool(_GOES_ON.match(line, dash.end()))
    return bool(
        after
        and len(after[0]) > 1
        and (
            before is None or (len(before[0]) > 1 and (not before[0].isdigit() or "--" in dash[0]))
        )
        and line.count(" ") > 4
    )
