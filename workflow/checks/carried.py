"""What a translation carries over as it is: placeables and markup, and nothing that acts.

Links, image paths, code, tags, addresses, numbers and emphasis are those of the source; no script,
form or address of another kind comes in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from workflow.checks.adapted_placeables import (
    are_credits,
    is_adapted,
    is_deliberate,
    is_national,
)
from workflow.checks.emphasis_repairs import repairs
from workflow.checks.plain_hosts import may_have_hosts, other_hosts
from workflow.checks.subject import Remark, Subject
from workflow.checks.torn_copies import put
from workflow.inline.constructs import Inline, Mark
from workflow.inline.pattern import read
from workflow.model import Placeable, PlaceableKind, Severity, Text
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, listed, named, phrase

_EMPHASIS = ("emphasis", "strong emphasis", "strikethrough")
_TITLE = re.compile("《[^《》]+》|〈[^〈〉]+〉")
"""How Chinese marks what other languages set in italics: titles of works (GB/T 15834, 4.15)."""
_TAG_NAME = re.compile(r"<([A-Za-z][\w-]*)")


def check_placeables(subject: Subject) -> Sequence[Remark]:
    """A link target, image path, piece of code, tag, footnote mark, URL, e-mail address,
    telephone number or placeholder of the source is missing, added or mistyped.

    Each has to stand in the translation as often as in the source, character for character (a
    telephone number digit for digit). Another host, written without a scheme, is a warning.
    """
    hosts = other_hosts(subject) if may_have_hosts(subject.message.msgid) else ()
    if subject.bare:
        return hosts
    missing, added = differences(subject.source, subject.target)
    return (*_carried(subject, missing, added), *hosts) if missing or added else hosts


def _carried(
    subject: Subject, missing: list[Placeable], added: Sequence[Placeable]
) -> Iterator[Remark]:
    msgid, msgstr = subject.message.msgid, subject.message.msgstr
    expected, found = read(subject.source).placeables, read(subject.target).placeables
    if are_credits(msgstr, expected):
        return
    meant: dict[Placeable, Placeable] = {}
    for placeable in added:
        near = _nearest(placeable, missing)
        if near is None:
            yield Remark(_added(placeable, msgstr, expected), (placeable.start, placeable.end))
        else:
            missing.remove(near)
            meant[placeable] = near
    told = set[Placeable]()
    for placeable, source in meant.items():
        if placeable in told:
            continue
        closing = _closing(placeable, source, meant)
        told.add(closing or placeable)
        fix = msgstr
        for each in (closing, placeable):  # from the end: the places before it stay
            if each:
                wanted = msgid[meant[each].start : meant[each].end]
                fix = put(fix, (each.start, each.end), wanted) or fix
        yield Remark(
            phrase(
                "{kind} “{text}” is “{wanted}” in the source: copy it as it is there",
                kind=named(source.kind),
                text=msgstr[placeable.start : placeable.end],
                wanted=msgid[source.start : source.end],
            ),
            (placeable.start, placeable.end),
            fix if fix != msgstr else None,
            Severity.WARNING if is_deliberate(source, placeable, msgid) else None,
        )
    for placeable in missing:
        yield Remark(_missing(placeable, msgid, expected, found))


def _closing(
    opening: Placeable, wanted: Placeable, meant: Mapping[Placeable, Placeable]
) -> Placeable | None:
    """The end tag of a mistyped tag that is mistyped as well: both are mended at once."""
    name, right = (_TAG_NAME.match(each.text) for each in (opening, wanted))
    if opening.kind is not PlaceableKind.TAG or name is None or right is None:
        return None
    ends = (f"</{name[1]}>", f"</{right[1]}>")
    return next(
        (
            each
            for each, source in meant.items()
            if each.start > opening.start and (each.text, source.text) == ends
        ),
        None,
    )


def differences(source: Text, target: Text) -> tuple[list[Placeable], list[Placeable]]:
    """Return the placeables that ``target`` lacks, and those it has beyond the source's.

    A source that links by the label alone, ``[label]``, is translated by ``[words][label]``:
    that label is no surplus.
    """
    expected, found = read(source).placeables, read(target).placeables
    if [each.text for each in expected] == [each.text for each in found]:
        return [], []
    added = [each for each in _surplus(found, expected) if not _is_label(each, source.value)]
    missing = _surplus(expected, found)
    for one in tuple(missing):
        if same := next((each for each in added if is_adapted(one, each)), None):
            missing.remove(one)
            added.remove(same)
    return missing, [each for each in added if not is_national(each, source.value)]


def _surplus(these: Sequence[Placeable], those: Sequence[Placeable]) -> list[Placeable]:
    """The placeables that ``these`` have more often than ``those``; the last ones of a text."""
    left = Counter(placeable.text for placeable in those)
    surplus = []
    for placeable in these:
        if left[placeable.text]:
            left[placeable.text] -= 1
        else:
            surplus.append(placeable)
    return surplus


def _is_label(placeable: Placeable, msgid: str) -> bool:
    alone = rf"(?<!\])\[{re.escape(placeable.text)}\](?![\[(])"
    return placeable.kind is PlaceableKind.LINK and re.search(alone, msgid) is not None


def _nearest(placeable: Placeable, missing: Sequence[Placeable]) -> Placeable | None:
    """The missing placeable of the same kind this one was most likely meant to be."""
    alike = {each.text: each for each in missing if each.kind == placeable.kind}
    near = get_close_matches(placeable.text, list(alike), n=1, cutoff=0.6)
    return alike[near[0]] if near else None


def _count(placeable: Placeable, among: Sequence[Placeable]) -> int:
    return sum(each.text == placeable.text for each in among)


def _added(placeable: Placeable, msgstr: str, expected: Sequence[Placeable]) -> Phrase:
    kind, text = named(placeable.kind), msgstr[placeable.start : placeable.end]
    if times := _count(placeable, expected):
        return phrase(
            "{kind} “{text}” stands only {times} in the source: take the other out",
            kind=kind,
            text=text,
            times=_times(times),
        )
    return phrase("{kind} “{text}” is not in the source: take it out", kind=kind, text=text)


def _missing(
    placeable: Placeable, msgid: str, expected: Sequence[Placeable], found: Sequence[Placeable]
) -> Phrase:
    kind, text = named(placeable.kind), msgid[placeable.start : placeable.end]
    if times := _count(placeable, found):
        return phrase(
            "{kind} “{text}” stands {times}, in the source {wanted}: add it",
            kind=kind,
            text=text,
            times=_times(times),
            wanted=_times(_count(placeable, expected)),
        )
    return phrase("{kind} “{text}” is missing: put it where it belongs", kind=kind, text=text)


def _times(count: int) -> Phrase:
    if count == 1:
        return phrase("once")
    return phrase("twice") if count == 2 else phrase("{number} times", number=count)


def check_markup(subject: Subject) -> Sequence[Remark]:
    """Emphasis, links, images, code or tags are not those of the source, or a mark such as `**`
    would stay visible.

    Marks stay visible where punctuation stands between them and a letter: `**中文，**后` is to
    be written `**中文**，后`. Emphasis left out in Chinese, Japanese or Korean is a warning, as
    these scripts have no italics, and nothing where a title stands in 《》 in its place. What
    `placeables` reports is not said twice.
    """
    if subject.bare:
        return ()
    wanted = read(subject.source).constructs(subject.references)
    given = read(subject.target).constructs(subject.references)
    return () if given == wanted else tuple(_otherwise(subject, wanted, given))


def _otherwise(subject: Subject, wanted: Inline, given: Inline) -> Iterator[Remark]:
    told = any(differences(subject.source, subject.target))
    loose = [
        Remark(_advice(marks), (marks[0].start, marks[-1].end), _repair(subject, wanted))
        for marks in _excess(wanted, given)
    ]
    yield from loose
    yield from _differences(subject, wanted, given, emphasis=not loose, others=not told)
    if given.unnested and not wanted.unnested:
        tags = listed(given.unnested)
        yield Remark(
            phrase("{tags} without partner: open and close tags in the source’s order", tags=tags)
        )


def _excess(wanted: Inline, given: Inline) -> list[list[Mark]]:
    """The marks a reader would see, of each kind that the source has fewer of."""
    return [
        _of(char, given)
        for char in "*_`~"
        if _length(_of(char, given)) > _length(_of(char, wanted))
    ]


def _of(char: str, inline: Inline) -> list[Mark]:
    return [mark for mark in inline.marks if mark.text[0] == char]


def _length(marks: Iterable[Mark]) -> int:
    return sum(len(mark.text) for mark in marks)


def _advice(marks: list[Mark]) -> Phrase:
    mark = marks[0].text
    if len(marks) == 1:
        return phrase(
            "“{mark}” has no partner and would be visible: close it, or write \\{sign} if it is "
            "meant",
            mark=mark,
            sign=mark[0],
        )
    return phrase(
        "“{mark}” would be visible, it marks nothing here: put punctuation and spaces outside the "
        "marks, or write \\{sign} if it is meant",
        mark=mark,
        sign=mark[0],
    )


def _repair(subject: Subject, wanted: Inline) -> str | None:
    """The msgstr with the marks set so that they mark what the source marks, if one rule does."""
    for fixed in repairs(subject.message.msgstr):
        given = read(subject.target.having(fixed)).constructs(subject.references)
        if given.constructs == wanted.constructs and not _excess(wanted, given):
            return fixed
    return None


def _differences(
    subject: Subject, wanted: Inline, given: Inline, *, emphasis: bool, others: bool
) -> Iterator[Remark]:
    for name in sorted({*wanted.constructs, *given.constructs}):
        before, after = wanted.constructs.get(name, 0), given.constructs.get(name, 0)
        if before == after or not (emphasis if name in _EMPHASIS else others):
            continue
        lenient = name == "emphasis" and after < before and subject.east_asian
        titled = name == "emphasis" and after > before and _from_chinese(subject)
        if titled and len(_TITLE.findall(subject.message.msgid)) >= after - before:
            continue
        if lenient and len(_TITLE.findall(subject.message.msgstr)) >= before - after:
            continue
        said = phrase(
            "{what}: {before} in the source, {after} in the translation; take the extra marks out",
            what=named(name),
            before=before,
            after=after,
        )
        if after < before:
            said = phrase(
                "{what}: {before} in the source, {after} in the translation; mark what the source "
                "marks",
                what=named(name),
                before=before,
                after=after,
            )
        yield Remark(said, severity=Severity.WARNING if lenient else None)


def _from_chinese(subject: Subject) -> bool:
    """Whether what is titled in 《》 in the source may be in italics."""
    return subject.article.locale.name.partition("_")[0] == "zh"


def check_active(subject: Subject) -> Sequence[Remark]:
    """The translation brings in a script, an event handler, a form, a style that fetches
    something, or a link of a kind (`javascript:`, `mailto:`) that the source does not have.

    It cannot be switched off.
    """
    if subject.bare:
        return ()
    wanted = read(subject.source).constructs(subject.references)
    target = subject.target
    given = read(target).constructs(subject.references)
    active, schemes = given.active, given.schemes
    line = " ".join(target.value.splitlines())
    if line != target.value:
        # A heading or a cell is written on one line, where other things are tags than on several.
        given = read(target.having(line)).constructs(subject.references)
        active, schemes = active | given.active, schemes | given.schemes
    if active <= wanted.active and schemes <= wanted.schemes:
        return ()
    new = [
        *sorted({each.what for each in active - wanted.active}),
        *(
            phrase("a link with `{scheme}:`", scheme=scheme)
            for scheme in sorted(schemes - wanted.schemes)
        ),
    ]
    return [
        Remark(phrase("brings in {what}, which the source does not have: take it out", what=what))
        for what in new
    ]
