"""Placeholders of programs, and national telephone numbers, that a translation carries over.

What :mod:`workflow.inline.placeables` knows is told by the rule ``placeables``; here are the forms
that are told by comparing alone, as prose has such signs too: printf's (``%s``, ``%1$d``), those
with numbers or formats (``{0}``, ``{name:>5}``), ``@name`` and ``:name``, and ICU's plurals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from workflow.checks.subject import Remark, Subject
from workflow.checks.torn_copies import put
from workflow.inline.pattern import read
from workflow.model import PlaceableKind, Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import listed, phrase

_PRINTF: Final = re.compile(
    r"(?<!%)(?<![^%\d]\d)(?<!\d\d)%(?:(?:(?P<number>\d+)\$)?[-+#0']*(?:\d{2,}|\d(?=\.\d)|\*)?"
    r"(?:\.(?:\d+|\*)?)?(?P<type>(?:hh|h|ll|l|j|z|t|L|q)?[diouxXeEfFgGcs]|<PRI\w+>|@(?![A-Za-z]))"
    r"|(?P<literal>%)|(?P<plain>\d{1,2})(?![\d$]|\.\d))"
)
_TIME: Final = re.compile(r"%[-_]?[YHMBbIpmyjZAal]")
"""Of strftime, which every language orders as it likes."""
_BRACED: Final = re.compile(r"\{(?:\d+|(?:\d+|[A-Za-z_]\w*)?(?:![rsa])?:[^{}\s]{1,12})\}|\{\}")
_NAMED: Final = re.compile(r"(?<![^\s(（，。：、“\"])[@:!](?=[A-Za-z])[a-z][A-Za-z_]*(?![\w.:@/])")
_PER_CENT: Final = re.compile(r"(?<!%)%(?=[\s.,;:!?)\]，。；：！？）]|\Z)")
_BRANCH: Final = re.compile(r"(=\d+|[a-z]\w*)\s*\{")
_ICU: Final = re.compile(r"\{\s*(\w+)\s*,\s*(plural|select|selectordinal)\s*,")
_SAME: Final = {"i": "d", "li": "ld", "lli": "lld"}
_FORMS: Final[Mapping[str, frozenset[str]]] = {
    "fr": frozenset({"one", "many", "other"}),
    "en": frozenset({"one", "other"}),
    "zh": frozenset({"other"}),
}
"""Plural categories (CLDR, cardinals)."""
_PHONE: Final = re.compile(
    r"(?<![\d.,/+\w-])(?<!\d[ \u00a0\u202f])(?:\(0?\d{2,4}\)[ \u00a0]?\d{3,4}"
    r"(?:[ .\u00a0\u202f-]\d{3,4}){1,2}"
    r"|\d{3}[-.]\d{3}[-.]\d{4}|0\d{1,4}(?:[ .\u00a0\u202f-]\d{2,4}){2,4}|0\d{2,3}-\d{4}[ ]?\d{4}"
    r"|[48]00[ -]\d{3,4}[ -]\d{3,4})(?![\d/]|[.,-]\d)"
)
_ANY_PHONE: Final = re.compile(r"[+(]?\d(?:[ .\u00a0\u202f()/-]{0,2}\d){6,15}")
_DIGITS: Final = re.compile(r"\d{3}")
"""Stands in every telephone number of those."""
_NOT_DIGIT: Final = re.compile(r"\D")
_LEAST, _MOST = 9, 12
"""Digits of a telephone number in a country."""


class _Spec(NamedTuple):
    """One of printf's."""

    text: str
    place: int
    type: str


def check_placeholders(subject: Subject) -> Sequence[Remark]:
    """Placeholders that are lost, added, renamed or of another type; wrong branches of plurals."""
    msgid, msgstr = subject.message.msgid, subject.message.msgstr
    found: list[Remark] = []
    if "%" in msgid and not (_TIME.search(msgid) and _TIME.search(msgstr)):
        found += _printf(*_masked(subject))
    if "{" in msgid or "{" in msgstr:
        found += _braced(*_masked(subject))
        found += _branches(subject)
    if "@" in msgid or ":" in msgid:
        found += _named(*_masked(subject))
    return found


def _masked(subject: Subject) -> tuple[str, str]:
    """Both texts with blanks for the placeables that another rule compares."""
    texts = []
    for text in (subject.source, subject.target):
        value = text.value
        for each in read(text).placeables:
            value = value[: each.start] + "\x00" * (each.end - each.start) + value[each.end :]
        texts.append(value)
    return texts[0], texts[1]


def _printf(msgid: str, msgstr: str) -> Iterator[Remark]:
    if any(sign in msgid and sign in msgstr for sign in ("~%", "*")):
        return  # Lisp's; widths that are arguments
    wanted, given = _specs(msgid), _specs(msgstr)
    if not wanted and not ("%%" in msgid and "%%" not in msgstr):
        return  # what looks like one is prose
    lost, added = _difference(wanted, given)
    if lost or added:
        yield _lost_or_added([each.text for each in lost], [each.text for each in added], msgstr)
    elif "%%" in msgid and "%%" not in msgstr and (sign := _PER_CENT.search(msgstr)):
        yield Remark(
            phrase("“%” is “%%” in the source: write it so"),
            sign.span(),
            f"{msgstr[: sign.end() - 1]}%%{msgstr[sign.end() :]}" if "\x00" not in msgstr else None,
        )


def _specs(text: str) -> list[_Spec]:
    specs: list[_Spec] = []
    for match in _PRINTF.finditer(text):
        if not match["literal"]:
            place = int(match["number"] or match["plain"] or len(specs) + 1)
            kind = match["type"] or ""
            specs.append(_Spec(match[0], place, _SAME.get(kind, kind)))
    return specs


def _difference(wanted: list[_Spec], given: list[_Spec]) -> tuple[list[_Spec], list[_Spec]]:
    """What only one of the two has, by the argument it stands for and its type."""
    left = {(each.place, each.type) for each in given}
    right = {(each.place, each.type) for each in wanted}
    return (
        [each for each in wanted if (each.place, each.type) not in left],
        [each for each in given if (each.place, each.type) not in right],
    )


def _lost_or_added(lost: Sequence[str], added: Sequence[str], msgstr: str) -> Remark:
    place = msgstr.find(added[0]) if added else -1
    span = (place, place + len(added[0])) if place >= 0 else None
    if lost and added:
        fix = None
        if len(lost) == len(added) == 1 and msgstr.count(added[0]) == 1 and "\x00" not in msgstr:
            fix = msgstr.replace(added[0], lost[0])
        said = phrase(
            "placeholder {given} where the source has {wanted}: copy it as it is there",
            given=listed(added),
            wanted=listed(lost),
        )
        return Remark(said, span, fix)
    if lost:
        return Remark(
            phrase("placeholder {wanted} is missing: put it in its place", wanted=listed(lost))
        )
    return Remark(
        phrase("placeholder {given} is not in the source: take it out", given=listed(added)), span
    )


def _braced(msgid: str, msgstr: str) -> Iterator[Remark]:
    wanted, given = (Counter(_BRACED.findall(text)) for text in (msgid, msgstr))
    if wanted and (wanted.keys() != given.keys() or (wanted["{}"] != given["{}"])):
        lost, added = (list((a - b).elements()) for a, b in ((wanted, given), (given, wanted)))
        if lost or added:
            yield _lost_or_added(lost, added, msgstr)


def _named(msgid: str, msgstr: str) -> Iterator[Remark]:
    """``@name`` and ``:name``: only where one stands for another are they no words."""
    wanted, given = _NAMED.findall(msgid), _NAMED.findall(msgstr)
    lost = [each for each in wanted if each not in msgstr]
    added = [each for each in given if each not in msgid]
    if lost and added and lost[0][0] == added[0][0]:
        yield _lost_or_added(lost, added, msgstr)


def _branches(subject: Subject) -> Iterator[Remark]:
    """Plurals and selections whose branches the translation's language has not, or needs."""
    language = subject.locale.name.partition("_")[0]
    sources = {m[1]: (m[2], each) for each, m in _arguments(subject, source=True)}
    for text, match in _arguments(subject, source=False):
        kind = match[2]
        if match[1] not in sources or sources[match[1]][0] != kind:
            continue  # told by placeables
        given = set(_BRANCH.findall(_flat(text)))
        wanted = set(_BRANCH.findall(_flat(sources[match[1]][1])))
        exact = {each for each in given if each.startswith("=")}
        allowed = wanted if kind == "select" else _FORMS.get(language, given) | exact
        if kind == "selectordinal":
            allowed = given
        missing = (wanted if kind == "select" else {"other"}) - given
        place = subject.message.msgstr.find(text)
        if wrong := sorted(given - allowed):
            said = phrase(
                "{branches}: no branch of {kind} here; the branches are {names}",
                branches=listed(wrong),
                kind=kind,
                names=listed(sorted(allowed)),
            )
            yield Remark(said, (place, place + len(text)))
        elif missing:
            said = phrase("branch {branches} is missing: add it", branches=listed(sorted(missing)))
            yield Remark(said, (place, place + len(text)))


def _arguments(subject: Subject, *, source: bool) -> Iterator[tuple[str, re.Match[str]]]:
    text = subject.source if source else subject.target
    for each in read(text).placeables:
        raw = text.value[each.start : each.end]
        if each.kind is PlaceableKind.PLACEHOLDER and (match := _ICU.match(raw)):
            yield raw, match


def _flat(text: str) -> str:
    """An argument's own branches, without what is in them."""
    depth, kept = 0, []
    for sign in text:
        depth -= sign == "}"
        if depth < 2 or (sign == "{" and depth == 1):
            kept.append(sign)
        depth += sign == "{"
    return "".join(kept).split(",", 2)[-1]


def check_telephone(subject: Subject) -> Sequence[Remark]:
    """A number written without the country's code has another digit, or is lost.

    Spaces and signs may differ, and the code may be added.
    """
    if not _DIGITS.search(subject.message.msgid) or not _PHONE.search(subject.message.msgid):
        return ()
    return tuple(_numbers(_masked(subject)[0], subject.message.msgstr))


def _numbers(msgid: str, msgstr: str) -> Iterator[Remark]:
    given = {match[0]: _digits(match[0]) for match in _ANY_PHONE.finditer(msgstr)}
    for match in _PHONE.finditer(msgid):
        digits = _digits(match[0])
        if not _LEAST <= len(digits) <= _MOST:
            continue
        core = digits.removeprefix("0")
        if any(core in each for each in given.values()):
            continue
        near = [
            text
            for text, each in given.items()
            if OSA.distance(core, each[-len(core) :]) <= 3 or OSA.distance(digits, each) <= 3
        ]
        if near:
            start = msgstr.find(near[0])
            said = phrase(
                "telephone number {given} is {wanted} in the source: copy its digits",
                given=near[0],
                wanted=match[0],
            )
            span = start, start + len(near[0])
            yield Remark(said, span, put(msgstr, span, match[0]))
        else:
            said = phrase("telephone number {wanted} is missing: add it", wanted=match[0])
            yield Remark(said, severity=Severity.WARNING)


def _digits(text: str) -> str:
    return _NOT_DIGIT.sub("", text.replace("(0)", ""))
