"""French as it is printed: all that is to be changed in a text, found in one go."""

from __future__ import annotations

from workflow.inline.corrections import Correction, disjoint
from workflow.inline.french_dashes import dashes
from workflow.inline.french_elisions import elisions, hyphens
from workflow.inline.french_forms import NAMES, gender, kings, names, number_signs
from workflow.inline.french_marks import (
    apostrophes,
    guillemets,
    high,
    measures,
    quotes,
    tidiness,
    wide,
)
from workflow.inline.french_numbers import numbers
from workflow.inline.french_words import (
    CAPITALS,
    PEOPLES,
    abbreviations,
    accents,
    capitals,
    ligatures,
    ordinals,
    peoples,
)
from workflow.model import lazy_re as re
from workflow.model.profile import Profile

_SCANS = (
    (
        re.compile(r"M(?:[rs]|mes?\.|lle\.|elle)|[DP]r\.|Prof\.|[Ee]tc|ect\b|[Cc]f |c-|par ex"),
        abbreviations,
    ),
    (re.compile("[\"“„「『《‘’<]|''|(?<!\\w)'"), quotes),
    (re.compile("[«»]"), guillemets),
    (re.compile("[;:!?]"), high),
    (re.compile("[，、。：；！？（）]"), wide),
    (re.compile("['‘´`ʼ′＇]"), apostrophes),
    (
        re.compile("[ \u00a0\u2009\u202f\t][,.) ]|[(’] |’\u00a0|[.…][.…]|[,;.?!…(][^\\W\\d]"),
        tidiness,
    ),
    (re.compile(" -|--|—|^[-–]|– "), dashes),
    (re.compile("(?<![^\\W_])(?:E[a-zéA-Z]|Il|A[ \u00a0\u202fgn]|Ca[ \u00a0]|Ot)"), accents),
    (CAPITALS, capitals),
    (PEOPLES, peoples),
    (re.compile("[oO]e"), ligatures),
    (
        re.compile(
            "(?:[Ll][ea]|[DdNnJjSsMmTtCcu]e|[Ss]i)[ \u00a0\u202f]"
            "(?:[aàâæeéèêëiîïoôœuùû]|h[aeéèêiîoôuy])"
        ),
        elisions,
    ),
    (
        re.compile(
            "[LldDuUsSnNcC]' |[ \u00a0'’]t[-'’ \u00a0]|-t[ \u00a0'’]"
            "|(?:ngt|nte|nte|tre|ix)[ \u00a0](?:[dtcqsno]|h|vingt)"
        ),
        hyphens,
    ),
    (NAMES, names),
    (re.compile("[IVXLC][\U000f0000-\U000ffffd]?(?:i?[èeé]m|ie|è|[èe]re|ier)"), ordinals),
)  # fmt: skip
"""What a line has that a scan may have something to say of, and the scan."""
_DIGIT = re.compile(r"\d")
_FIGURES = (
    (
        re.compile(
            r"\d[ \u00a0\u202f]?(?:H|K[MmGg]|kms|kgs|mn|mins|h[rs]|sec|gr"
            r"|(?:[ckm]m|kg|[mc]l|min|h)\.)"
        ),
        abbreviations,
    ),
    (re.compile(r"\d[ \u00a0\u2009\u202f]*[%‰€£¥$A-Za-zµ°]"), measures),
    (re.compile(r"\d[.,' ’]\d|\d{5}|[$€£][ \u00a0]?\d"), numbers),
    (re.compile(r"[a-zé][ \u00a0]\d\d?(?![\d])"), kings),
    (re.compile(r"\b1(?:er|[re]e|ère)"), gender),
    (re.compile(r"[nN]° ?\d|[ \u00a0]#\d"), number_signs),
    (re.compile(r"pgs?\.?[ \u00a0]?\d"), abbreviations),
    (re.compile(r"\d - \d"), dashes),
    (
        re.compile(
            r"\d[\U000f0000-\U000ffffd]?(?:i?[èeé]m|ie|è|[èe]re|ier|st|nd|rd|th)"
            r"|\b1[ \u00a0\u202f][jfmasond]|\de[ \u00a0\u202f][jfmasond]"
            r"|N°|[Nn](?:o|r)\.?[ \u00a0\u202f]?\d|num\."
        ),
        ordinals,
    ),
)
"""The same of lines with figures."""


def french_corrections(line: str, profile: Profile) -> tuple[Correction, ...]:
    """All changes that French typography asks for in a line of :class:`~.prose.Veiled`.

    Offsets are of the line; corrections are in order, and none overlaps another.
    """
    found: list[Correction] = []
    for cause, scan in (*_FIGURES, *_SCANS) if _DIGIT.search(line) else _SCANS:
        if cause.search(line):
            found += scan(line, profile)
    return disjoint(found) if found else ()
