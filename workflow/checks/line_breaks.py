"""Line breaks in a translation, line ends around it, and the backslashes that editors of
catalogues leave there."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

from workflow.checks.subject import Remark, Subject
from workflow.inline.pattern import read
from workflow.inline.wrapping import (
    ends_in_hard_break,
    escape_line,
    join_lines,
    lines_of,
    with_breaks,
)
from workflow.model import Severity, Text
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase, phrases

_BREAK = "\\\n"
_BACKSLASH = re.compile(r"\\(?:(?P<escape>[!-/:-@\[\]^_`{-~]|\n)|\\|\w*)")
"""A backslash with what it escapes (ASCII punctuation; CommonMark 0.31, section 2.4), with the
line end it makes hard, or with the word it stands before."""
_BLANKS = r"(?:(?<![ \t])[ \t]++)?"
"""All blanks before a place, looked for once a run of them."""
_TYPED = re.compile(_BLANKS + r"(?:(?:\\r)?\\n[ \t]*\n?|\\{2,}[ \t]*\n|\\[ \t\u00a0]+\n?|\\\Z)")
"""What people write for a line break: the two characters that gettext writes, backslashes that
a table doubled, a backslash and a blank."""
_TAG = re.compile(_BLANKS + r"</?br[ \t]*/?>[ \t]*\n?", re.IGNORECASE)
_ENDED = re.compile(_BLANKS + r"(?:(?:\\r)?\\n[ \t]*\n?|\\*[ \t]*\n)[ \t]*")
"""What stands for a break where the source has a tag: the same, or the end of a line."""
_BLANK_LINES = re.compile(_BLANKS + r"(?:\n[ \t]*){2,}")
_LETTERS = ("n", "r", "t", "\\")
"""What stands after a backslash where somebody typed a character by it."""
_NAMED = re.compile("backslash|antislash|barre oblique inv|反斜", re.IGNORECASE)
_NOWHERE = (sys.maxsize, sys.maxsize)
_DOUBLED = re.compile(r"\\(\\[!-/:-@\[\]^_`{-~\n])")
_BEGINS = (
    phrase("the source begins with a line end, the translation does not: write both alike"),
    phrase("the translation begins with a line end, the source does not: write both alike"),
)
_ENDS = (
    phrase("the source ends with a line end, the translation does not: write both alike"),
    phrase("the translation ends with a line end, the source does not: write both alike"),
)
"""What to say where the source has it alone, and where the translation has."""


def check_line_breaks(subject: Subject) -> Sequence[Remark]:
    r"""A backslash that readers would see, as in `\n`, or not as many line breaks as in the
    source (a warning).

    Where the source has breaks, each line end in the translation is one, with or without a
    backslash before it. Where the source has tags for them, these are to be in the translation.
    """
    msgid, msgstr = subject.message.msgid, subject.message.msgstr
    if not ("\n" in msgid or "\n" in msgstr or "\\" in msgstr):
        return ()
    return tuple(_broken(subject.source, subject.target))


def _broken(source: Text, target: Text) -> Iterator[Remark]:
    msgid, msgstr = source.value, target.value
    seen = _surplus(source, target)
    wanted = _breaks(msgid, msgid)
    given = _breaks(msgid, msgstr) if target.markup == "markdown" else wanted
    tagged = "\n" in msgstr and _tags(msgstr) < _tags(msgid)
    if not (seen or tagged) and wanted == given:
        return
    fix = _fix(source, target)
    if not seen and wanted == given:
        if fix and _tags(fix) == _tags(msgid):
            said = phrase(
                "the source has a tag for a line break: write {tag} where a line ends",
                tag=_first_tag(msgid),
            )
            yield Remark(said, fix=fix)
        return
    advice = phrase("end the line there with the Return key") if wanted else phrase("take it out")
    if fix and _tags(msgstr) < _tags(fix):
        advice = phrase("write {tag} there", tag=_first_tag(msgid))
    for start, end in seen:
        said = phrase("“{text}” would be visible: {advice}", text=msgstr[start:end], advice=advice)
        yield Remark(said, (start, end), fix)
    if wanted != given and not (seen and fix):
        yield Remark(_other_number(wanted, given), fix=fix, severity=Severity.WARNING)


def _tags(text: str) -> int:
    """How many tags of line breaks there are."""
    return sum(1 for _ in _TAG.finditer(text))


def _first_tag(text: str) -> str:
    found = _TAG.search(text)
    return found[0].strip() if found else ""


def _other_number(wanted: int, given: int) -> Phrase:
    """What to say of another number of line breaks than the source has."""
    if not wanted:
        return phrase(
            "no line breaks in the source, {given} in the translation: write it as one line",
            given=given,
        )
    return phrases(
        "{count} line break in the source, {given} in the translation: end lines where the source "
        "does",
        "{count} line breaks in the source, {given} in the translation: end lines where the "
        "source does",
        wanted,
        given=given or phrase("none"),
    )


def _breaks(msgid: str, text: str) -> int:
    """How many line breaks a page shows in ``text``, the msgid itself or a msgstr for it."""
    *broken, _ = lines_of(text.strip(" \t\n"))
    return len(broken) if _BREAK in msgid else sum(map(ends_in_hard_break, broken))


def _surplus(source: Text, target: Text) -> list[tuple[int, int]]:
    """The start and end of each backslash that readers of ``target`` see, and not of ``source``."""
    left = Counter(token for token, _ in _visible(source))
    if _NAMED.search(source.value):  # the sign may stand for its name
        left["\\"] += 1
    found = []
    for token, start in _visible(target):
        if left[token]:
            left[token] -= 1
        else:
            found.append((start, start + len(token)))
    return found


def _visible(text: Text) -> Iterator[tuple[str, int]]:
    """Yield each backslash that readers see, with the word it stands before, and its offset.

    One in code, a tag, an address or the like is left to the check of placeables.
    """
    if "\\" not in text.value:
        return
    places = iter([(each.start, each.end) for each in read(text).placeables])
    start, end = next(places, _NOWHERE)
    for found in _BACKSLASH.finditer(text.value.rstrip(" \t\n")):
        if text.markup == "markdown" and found["escape"]:
            continue
        while end <= found.start():
            start, end = next(places, _NOWHERE)
        if found.start() < start:
            yield _kind(found[0]), found.start()


def _kind(token: str) -> str:
    """What of a backslash and its word is compared: the word may be translated."""
    return token[:2] if token[1:2] in _LETTERS else "\\"


def _fix(source: Text, target: Text) -> str | None:
    """The msgstr with breaks as the source has them, if one way of writing them gives that."""
    msgid = source.value
    kept = _others(target)
    lacking = len(_surplus(target, source))
    for fixed in map(target.having, _candidates(source, target)):
        if (
            fixed != target
            and not _surplus(source, fixed)
            and len(_surplus(fixed, source)) <= lacking
            and (
                target.markup != "markdown" or _breaks(msgid, fixed.value) == _breaks(msgid, msgid)
            )
            and _others(fixed) == kept
        ):
            return fixed.value
    return None


def _others(text: Text) -> Counter[str]:
    """The placeables, but for the tag of a break: none of them may change."""
    found = Counter(each.text for each in read(text).placeables)
    return Counter({each: count for each, count in found.items() if not _TAG.fullmatch(each)})


def _candidates(source: Text, target: Text) -> Iterator[str]:
    msgid, msgstr = source.value, target.value
    broken = _BREAK in msgid and target.markup == "markdown"
    if target.markup != "text" and (lacking := _tags(msgid) - _tags(msgstr)) > 0:
        ends = [each.span() for each in _ENDED.finditer(msgstr.rstrip(" \t\n"))]
        if len(ends) == lacking:
            yield _joined(msgstr, ends, _first_tag(msgid))
    for text in (msgstr, _DOUBLED.sub(r"\1", msgstr)):
        yield text
        seen = [start for start, _ in _surplus(source, target.having(text))]
        typed = (each.span() for each in _TYPED.finditer(text))
        yield _replaced(text, [span for span in typed if _holds(span, seen)], broken=broken)
        yield _replaced(text, [each.span() for each in _TAG.finditer(text)], broken=broken)
        if broken:
            yield _joined(text, [each.span() for each in _BLANK_LINES.finditer(text)], _BREAK)
    yield with_breaks(msgstr, bare_is_hard=False) if broken else escape_line(msgstr)


def _holds(span: tuple[int, int], places: list[int]) -> bool:
    """Whether one of the places, which rise, lies in the span."""
    return bisect_left(places, span[0]) < bisect_left(places, span[1])


def _replaced(text: str, spans: list[tuple[int, int]], *, broken: bool) -> str:
    """``text`` with a line break in the place of each span, or with what joins lines."""
    if broken:
        return _joined(text, spans, _BREAK).removesuffix(_BREAK)
    return join_lines(part.strip(" \t\n") for part in _parts(text, spans))


def _joined(text: str, spans: list[tuple[int, int]], mark: str) -> str:
    """``text`` with ``mark`` in the place of each span."""
    return mark.join(_parts(text, spans))


def _parts(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """What of ``text`` is in none of the spans."""
    cuts = [0, *(place for span in spans for place in span), len(text)]
    return [text[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True)]


def check_line_ends(subject: Subject) -> Sequence[Remark]:
    """The translation begins or ends with a line end where its source does not, or not where
    it does: gettext's msgfmt refuses the whole catalogue for it.
    """
    msgid, msgstr = subject.message.msgid, subject.message.msgstr
    if not ("\n" in msgid or "\n" in msgstr):
        return ()
    last, found = len(msgstr) - 1, []
    for there, here, said, place in (
        (msgid.startswith("\n"), msgstr.startswith("\n"), _BEGINS, 0),
        (msgid.endswith("\n"), msgstr.endswith("\n"), _ENDS, last),
    ):
        if there != here and msgstr.strip():
            span = (place, place + 1) if here else None
            found.append(Remark(said[here], span, _like(msgid, msgstr)))
    return found


def _like(msgid: str, msgstr: str) -> str:
    """``msgstr`` with line ends at its ends where ``msgid`` has some, and only there."""
    if msgid.startswith("\n") != msgstr.startswith("\n"):
        msgstr = f"\n{msgstr}" if msgid.startswith("\n") else msgstr.lstrip("\n")
    if msgid.endswith("\n") != msgstr.endswith("\n"):
        msgstr = f"{msgstr}\n" if msgid.endswith("\n") else msgstr.rstrip("\n")
    return msgstr
