"""English quotation marks and apostrophes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflow.checks.edits import Edit
from workflow.checks.english_signs import Signs
from workflow.inline.scripts import HAN
from workflow.model import Profile
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

RULE: Final = "en-quotes"
_SIGNS: Final = re.compile("[\"'`´«»‹›„‚“”‘’「」『』]")
_ELIDED: Final = re.compile(
    r"(?:\d\ds?|t(?:is|was|were|will|il|ill)|em|n|cause|cos|bout|round|neath|twixt|nuff)(?![^\W_])",
    re.IGNORECASE,
)
"""What is written with an apostrophe before it: ’90s, ’tis, ’em."""
_OPENS: Final = frozenset(" \t\n\u00a0\u202f\u2009([{—–-/“‘\"'")
_BLANK: Final = frozenset(" \t\n\u00a0\u202f\u2009")
_FOREIGN: Final = re.compile(
    rf"(?P<left>[«‹][ \u00a0\u202f]*)|(?P<right>[ \u00a0\u202f]*[»›])"
    rf"|„(?P<low>[^„“”]{{1,400}})[“”]|(?<![{HAN}])(?P<corner>[「『](?![{HAN}])|(?<![{HAN}])[」』])"
)
_INSIDE: Final = re.compile("“(?P<left>[ \u00a0\u202f]+)|(?P<right>[ \u00a0\u202f]+)”(?![^\\W_])")
_BEGUN: Final = re.compile(r"(?=[^\W_])")
_SHUT: Final = re.compile(r"[,.!?…]\Z")
"""What stands before a mark that closes."""
SINGLE: Final = re.compile(r"‘(?!\d\ds)[^‘“”]*?[^\s‘“”](?P<end>’)(?![^\W_])")
_POINT: Final = re.compile(r"(?<!\s)”(?P<mark>,|\.(?![.\d]))")


def quote_faults(signs: Signs, profile: Profile) -> Iterator[Edit]:
    """What is to be written otherwise of quotation marks and apostrophes."""
    seen = signs.seen
    if not _SIGNS.search(seen):
        return
    if '"' in seen:
        yield from _straight_doubles(signs)
    if "'" in seen:
        yield from _straight_singles(signs)
    if "´" in seen or "`" in seen:
        for found in re.finditer(r"(?<=[^\W\d_])[´`](?=[^\W\d_])", seen):
            yield signs.edit(RULE, found.span(), "’", _apostrophe(found[0]))
    yield from _of_others(signs)
    yield from _turned(signs)
    if profile == "en-US":
        yield from _american(signs)


def _quotation(sign: str, wanted: str) -> Phrase:
    return phrase(
        "{sign} is no quotation mark of English: write {wanted}", sign=sign, wanted=wanted
    )


def _apostrophe(sign: str) -> Phrase:
    return phrase("{sign} is no apostrophe of print: write ’", sign=sign)


def _straight_doubles(signs: Signs) -> Iterator[Edit]:
    """Straight quotation marks, but those of inches and seconds."""
    seen = signs.seen
    said = phrase("straight quotation marks: write `“` and `”`")
    opened = False
    for at in (at for at, sign in enumerate(seen) if sign == '"'):
        before, after = seen[at - 1 : at] or " ", seen[at + 1 : at + 2] or " "
        if before == "=" or (before.isdigit() and not opened):
            continue
        opens = not opened if before in _BLANK and after in _BLANK else before in _OPENS
        if opened and before not in _BLANK:
            opens = before in "([{" and after not in _BLANK
        opened = opens
        yield signs.edit(RULE, (at, at + 1), "“" if opens else "”", said)


def _straight_singles(signs: Signs) -> Iterator[Edit]:
    """Straight apostrophes and single quotation marks, but those of feet and minutes."""
    seen = signs.seen
    said = phrase("a straight apostrophe or quotation mark: write `’` (`‘` where it opens)")
    for at in (at for at, sign in enumerate(seen) if sign == "'"):
        before, after = seen[at - 1 : at] or " ", seen[at + 1 : at + 2] or " "
        if before.isdigit() and not after.isalpha():
            continue
        opens = before in _OPENS and after not in _BLANK and not _ELIDED.match(seen, at + 1)
        if before in _BLANK and after in _BLANK:
            continue
        yield signs.edit(RULE, (at, at + 1), "‘" if opens else "’", said)


def _of_others(signs: Signs) -> Iterator[Edit]:
    """Marks of other languages, and blanks inside quotation marks."""
    seen = signs.seen
    for found in _FOREIGN.finditer(seen):
        kind = found.lastgroup
        if kind == "low":
            said = _quotation("„", "“")
            yield signs.edit(RULE, (found.start(), found.start() + 1), "“", said)
            if seen[found.end() - 1] == "“":
                yield signs.edit(RULE, (found.end() - 1, found.end()), "”", said)
        elif kind == "corner":
            opens = found[0] in "「『"
            said = _quotation(found[0], "“" if opens else "”")
            yield signs.edit(RULE, found.span(), "“" if opens else "”", said)
        elif kind:
            new = "“" if kind == "left" else "”"
            yield signs.edit(RULE, found.span(), new, _quotation(found[0].strip(), new))
    for found in _INSIDE.finditer(seen):
        turned = seen[found.end() - 1 : found.end()] == "”" and _BEGUN.match(seen, found.end())
        if turned or (found["left"] and _SHUT.search(seen, 0, found.start())):
            continue  # the mark is turned the wrong way
        if found["left"] or "“" in seen[: found.start()]:
            said = phrase("a space inside quotation marks: take it out")
            yield signs.edit(RULE, found.span(found.lastgroup or 0), "", said)


def _turned(signs: Signs) -> Iterator[Edit]:
    """Marks that open where they should close, or the other way about."""
    seen = signs.seen
    for at, sign in enumerate(seen):
        if sign not in "“”‘":
            continue
        before, after = seen[at - 1 : at] or " ", seen[at + 1 : at + 2] or " "
        ends = not after.isalnum() and after not in "“‘([$€£\x01…"
        if sign == "“" and before not in _OPENS and ends and "„" not in seen[:at]:
            new = "”"
        elif sign == "”" and before in _BLANK and after.isalnum():
            new = "“"
        elif sign == "‘" and (
            (before.isalnum() and (after.isalpha() or ends))
            or (before not in _OPENS and ends)
            or re.match(r"\d\ds\b", seen[at + 1 : at + 5])
        ):
            new = "’"
        else:
            continue
        said = phrase("{sign} is turned the wrong way: write {wanted}", sign=sign, wanted=new)
        yield signs.edit(RULE, (at, at + 1), new, said)


def _american(signs: Signs) -> Iterator[Edit]:
    """What Americans write otherwise: double marks outside, commas and points within them."""
    seen = signs.seen
    for found in SINGLE.finditer(seen):
        outside = seen.count("“", 0, found.start()) <= seen.count("”", 0, found.start())
        if not outside or re.search(r"[^\W_]’(?![^\W_])", seen[found.end() : found.end() + 60]):
            continue
        said = phrase("single quotation marks: American English writes `“` and `”`")
        yield signs.edit(RULE, (found.start(), found.start() + 1), "“", said)
        yield signs.edit(RULE, found.span("end"), "”", said)
    for found in _POINT.finditer(seen):
        said = phrase(
            "“{mark}” stands inside quotation marks in American English", mark=found["mark"]
        )
        yield signs.edit(RULE, found.span(), f"{found['mark']}”", said)
