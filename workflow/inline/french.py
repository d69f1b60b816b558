"""French as it is printed: all that is to be changed in a text, found in one go."""

from __future__ import annotations

import re

from workflow.inline.corrections import Correction, disjoint
from workflow.inline.french_marks import (
    apostrophes,
    dashes,
    guillemets,
    high,
    measures,
    quotes,
    tidiness,
    wide,
)
from workflow.inline.french_numbers import numbers
from workflow.inline.french_words import abbreviations, accents, capitals, ligatures, ordinals
from workflow.model.profile import Profile

_SCANS = (
    (
        re.compile(
            r"M(?:[rs]|me|lle|elle)|[DP]rs?\.|Prof\.|[Ee]tc|ect|[Cc]f|c-|par ex"
            r"|\d[ \u00a0\u202f]?[HKkmshg]"
        ),
        abbreviations,
    ),
    (re.compile("[\"“„「『《‘’<]|''|(?<!\\w)'"), quotes),
    (re.compile("[«»]"), guillemets),
    (re.compile("[;:!?]"), high),
    (re.compile("[，、。：；！？（）]"), wide),
    (re.compile("['‘´`ʼ′＇]"), apostrophes),
    (re.compile(r"\d[ \u00a0\u2009\u202f]*[%‰€£¥$A-Za-zµ°]"), measures),
    (re.compile(r"\d[.,' ’]\d|\d{5}|[$€£][ \u00a0]?\d"), numbers),
    (
        re.compile(
            "[ \u00a0\u2009\u202f\t](?:[,.)]|[ ])|\\([ \u00a0]|\\w\\(|’[ \u00a0]|\\.\\.|…[^\\W\\d]"
            "|…\\.|[^\\W\\d][,;.?!][^\\W\\d]"
        ),
        tidiness,
    ),
    (re.compile(" -|--|—|^[-–]|– "), dashes),
    (re.compile("(?<![^\\W_])(?:E[a-zéA-Z]|Il|A[ \u00a0\u202fgn]|Ca[ \u00a0]|Ot)"), accents),
    (re.compile("[ \u00a0\u202f’(][A-ZÎÉ][a-zéît]|[a-z](?:s|n|x|e) [^\\W\\d]+[sn]e?s? "), capitals),
    (re.compile("[oO]e"), ligatures),
    (
        re.compile(
            r"[\dIVXLC][\U000f0000-\U000ffffd]?[eèéinrst]|1[ \u00a0\u202f][jfmasond]|[Nn][°or]"
            r"|num\."
        ),
        ordinals,
    ),
)  # fmt: skip
"""What a line has that a scan may have something to say of, and the scan."""


def french_corrections(line: str, profile: Profile) -> tuple[Correction, ...]:
    """All changes that French typography asks for in a line of :class:`~.prose.Veiled`.

    Offsets are of the line; corrections are in order, and none overlaps another.
    """
    found: list[Correction] = []
    for cause, scan in _SCANS:
        if cause.search(line):
            found += scan(line, profile)
    return disjoint(found) if found else ()
