"""The rules of Chinese typography, over translations and articles as they are written.

What is wrong in a text is found by :mod:`workflow.inline.han_setting`; what a translation has
wrong by its source, by :mod:`.chinese_beside`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from workflow.checks.edits import Edit, remarks_of
from workflow.checks.rule import NOTHING
from workflow.checks.subject import Remark, Source, Subject, Translation
from workflow.errors import ArticleError
from workflow.inline.han_context import STAR, Change, Kind, has_han
from workflow.inline.prose import VEIL, veil
from workflow.inline.prose import plain as plain_words
from workflow.model import Profile, Severity, Text
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

_RULES: Mapping[Kind, str] = {
    **dict.fromkeys(("width", "full", "number", "doubled", "outside", "start"), "zh-width"),
    **dict.fromkeys(("quote", "nested"), "zh-quotes"),
    **dict.fromkeys(("list", "clauses", "and"), "zh-enumeration"),
    **dict.fromkeys(("ellipsis", "etc"), "zh-ellipsis"),
    "dash": "zh-dash",
    **dict.fromkeys(("space", "apart", "close"), "zh-space"),
    **dict.fromkeys(("bracket", "halves", "alone"), "zh-brackets"),
    **dict.fromkeys(("title", "title-nested", "title-alone"), "zh-titles"),
    "dot": "zh-names-dot",
}
_SPACE, _TITLES = "zh-space", "zh-titles"
_STARS = frozenset(("*", "**", "***"))
_ROUND = 3
"""Characters around a place that a remark quotes."""
_DATA = re.compile(
    r"\s*[^\s,;]+(?:[,;][^\s,;]+){3,}[,;]?\s*|\s*(?:[^,;\n]+[,;](?=\S)){3,}[^,;\n]*\s*"
)
"""A list for programs, with no blanks after its commas."""
_MANY, _FEW = 6, 0.25
"""How many Latin words an article has in one way at least, and which part may stand the other way,
for those to be told as departing from the article's habit."""


_Saying = Callable[[str, str], Phrase]
"""The place, and what to write there."""
_SAYINGS: Mapping[Kind, _Saying] = {
    "width": lambda place, new: phrase("“{place}”: write “{new}” here", place=place, new=new),
    "full": lambda place, new: phrase(
        "“{place}”: write “{new}”, letters and figures are half-width", place=place, new=new
    ),
    "doubled": lambda place, _: phrase("“{place}”: two marks where one belongs", place=place),
    "outside": lambda place, _: phrase(
        "“{place}”: one mark at the end of a quotation is enough", place=place
    ),
    "start": lambda place, _: phrase("“{place}”: no line begins with this mark", place=place),
    "quote": lambda place, new: phrase(
        "“{place}”: write “{new}” for this quotation mark", place=place, new=new
    ),
    "nested": lambda place, new: phrase(
        "“{place}”: the quotation mark of this level is “{new}”", place=place, new=new
    ),
    "list": lambda place, _: phrase("“{place}”: write “、” between things listed", place=place),
    "clauses": lambda place, _: phrase("“{place}”: write “，” between clauses", place=place),
    "and": lambda place, _: phrase("“{place}”: no “、” before this word", place=place),
    "ellipsis": lambda place, _: phrase("“{place}”: an ellipsis is “……”", place=place),
    "etc": lambda place, _: phrase("“{place}”: write “等” or “……”, not both", place=place),
    "dash": lambda place, _: phrase("“{place}”: a dash is “——”", place=place),
    "space": lambda place, _: phrase("“{place}”: no space here", place=place),
    "apart": lambda place, _: phrase(
        "“{place}”: no space here, as beside most Latin words of this text", place=place
    ),
    "close": lambda place, _: phrase(
        "“{place}”: a space here, as beside most Latin words of this text", place=place
    ),
    "bracket": lambda place, new: phrase(
        "“{place}”: write “{new}” beside Chinese", place=place, new=new
    ),
    "halves": lambda place, _: phrase(
        "“{place}”: the other bracket is of another kind", place=place
    ),
    "alone": lambda place, _: phrase("“{place}”: this bracket has no other", place=place),
    "title": lambda place, _: phrase("“{place}”: titles of works stand in `《》`", place=place),
    "title-nested": lambda place, _: phrase(
        "“{place}”: a title within a title stands in `〈〉`", place=place
    ),
    "title-alone": lambda place, _: phrase(
        "“{place}”: this mark of a title has no other", place=place
    ),
    "dot": lambda place, _: phrase("“{place}”: the dot in foreign names is “·”", place=place),
}
_SAYINGS = {**_SAYINGS, "number": _SAYINGS["width"]}


def _said(change: Change, line: str) -> Phrase:
    start = max(line.rfind("\n", 0, change.start) + 1, change.start - _ROUND)
    place = (
        re.sub(rf"{VEIL}|{STAR}", "", line[start : change.end + _ROUND]).partition("\n")[0].strip()
    )
    return _SAYINGS[change.kind](place, change.new or "")


def _found(source: Text | None, target: Text, profile: Profile) -> Sequence[Change]:
    """All changes of a text; with a source, those that it calls for as well."""
    # Here, not above: what has no Chinese need not wait for a hundred patterns.
    from workflow.checks.chinese_beside import beside  # noqa: PLC0415
    from workflow.inline.han_setting import apart, changes  # noqa: PLC0415

    lines = _lines(target)
    if not has_han(lines):
        return ()
    plain = changes(lines, profile.removeprefix("zh-"), bare_text=target.markup == "text")
    if source is None:
        return plain
    if plain and _DATA.fullmatch(source.value):
        return ()
    said = plain_words(source)
    found = beside(said, lines)
    plain = _commas_of_lists(said, lines, plain)
    return apart((*found, *plain)) if found else plain


def _commas_of_lists(said: str, line: str, found: Sequence[Change]) -> Sequence[Change]:
    """The changes of a line, with 、 for the half-width commas that list things."""
    from workflow.checks.chinese_beside import lists_beside  # noqa: PLC0415

    commas = [each for each in found if each.kind == "width" and each.new == "，"]
    if not commas:
        return found
    parts: list[str] = []
    places: dict[int, Change] = {}
    done = size = 0
    for each in commas:
        parts += (line[done : each.start], "，")
        size += each.start - done + 1
        places[size - 1], done = each, each.end
    listed = {
        places[change.start]
        for change in lists_beside(said, "".join((*parts, line[done:])))
        if change.start in places
    }
    return [each._replace(new="、") if each in listed else each for each in found]


def _lines(text: Text) -> str:
    """The words of a text, with line ends for what breaks its lines, and its emphasis told."""
    veiled = veil(text)
    if not veiled.kept:
        return veiled.line
    shown = {
        ord(each): STAR if kept in _STARS else "\n"
        for each, kept in zip(re.findall(VEIL, veiled.line), veiled.kept, strict=True)
        if kept in _STARS or "\n" in kept or kept.startswith("<br")
    }
    return veiled.line.translate(shown) if shown else veiled.line


def in_translation(subject: Subject) -> Mapping[str, Sequence[Remark]]:
    """What each rule says of a translation; the fix of each remark mends all that the rule can."""
    from workflow.inline.han_setting import is_calm  # noqa: PLC0415 - as above

    text = subject.target
    if is_calm(text.value, bare_text=text.markup == "text"):
        return NOTHING
    told: Mapping[str, Sequence[Remark]] | None = subject.kept.get(in_translation)
    if told is None:
        told = subject.kept[in_translation] = _in_translation(subject)
    return told


def _in_translation(subject: Subject) -> Mapping[str, Sequence[Remark]]:
    from workflow.checks.chinese_titles import check_titles  # noqa: PLC0415 - as above

    profile, text = subject.profile, subject.target
    found = _found(subject.source, text, profile) if profile else ()
    told = {
        rule: _remarks(text, own, subject.segment.kind, profile)
        for rule, own in _by_rule(found).items()
        if profile
    }
    if titles := (*told.get(_TITLES, ()), *check_titles(text, subject.source)):
        told[_TITLES] = titles
    return told


def in_articles(rule: str) -> Callable[[Source], Iterator[tuple[int, Remark]]]:
    """What one rule says of an article as it is written."""

    def look(source: Source) -> Iterator[tuple[int, Remark]]:
        profile = source.profile
        if profile is None:
            return
        for segment in source.document.segments:
            try:
                found = _found(None, segment.source, profile)
            except ArticleError:  # of the parser; what reads the article tells it
                continue
            own = _by_rule(found).get(rule, ())
            remarks = _remarks(segment.source, own, segment.kind, profile)
            yield from ((segment.line, remark) for remark in remarks)

    return look


def _by_rule(found: Sequence[Change]) -> Mapping[str, Sequence[Change]]:
    own: dict[str, list[Change]] = {}
    for each in found:
        own.setdefault(_RULES[each.kind], []).append(each)
    return own


def _remarks(
    text: Text, changes: Sequence[Change], kind: str, profile: Profile
) -> Sequence[Remark]:
    """What is said of changes that one rule asks for."""
    line, traditional = veil(text).line, profile == "zh-Hant"
    return remarks_of(text, [_edit(each, line, kind, traditional=traditional) for each in changes])


def _edit(change: Change, line: str, kind: str, *, traditional: bool) -> Edit:
    severity = None
    if change.kind == "space" and kind.startswith(("heading", "title")):
        severity = Severity.INFO  # Chinese headlines have blanks for commas
    elif change.kind == "dash" and traditional and line[change.start : change.end] == "──":
        severity = Severity.INFO  # what Big5 had for it, and Taiwan still writes
    return Edit(
        _RULES[change.kind], change.start, change.end, change.new, _said(change, line), severity
    )


def check_titles_in_articles(source: Source) -> Iterator[tuple[int, Remark]]:
    """The same of an article as it is written."""
    from workflow.checks.chinese_titles import check_titles  # noqa: PLC0415

    yield from in_articles(_TITLES)(source)
    for segment in source.document.segments if source.profile else ():
        yield from ((segment.line, remark) for remark in check_titles(segment.source, None))


def check_spaces(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
    """Blanks in messages, and those beside Latin words that are not as most of the article's."""
    counted = Counter[bool]()
    met: list[tuple[Subject, bool]] = []
    for subject in translation.subjects:
        found = in_translation(subject).get(_SPACE, ())
        yield from ((subject, remark) for remark in found)
        if subject.profile and (ways := _ways(subject.target)):
            counted.update(ways)
            if len(set(ways)) == 1:
                met.append((subject, ways[0]))
    spaced = counted[True] > counted[False]
    if counted[spaced] < _MANY or counted[not spaced] > _FEW * counted[spaced]:
        return
    said = (
        phrase("Latin words have spaces around them in this article: put them here too")
        if spaced
        else phrase("Latin words have no spaces around them in this article: take them out here")
    )
    for subject, way in met:
        if way != spaced:
            yield subject, Remark(said)


def _ways(text: Text) -> Sequence[bool]:
    """How the Latin words of a text meet its Chinese."""
    from workflow.inline.han_spaces import edges  # noqa: PLC0415

    if text.value.isascii() or not re.search("[A-Za-z]{2}", text.value):
        return ()
    try:
        return [each.spaced for each in edges(veil(text).line)]
    except ArticleError:  # another rule tells it
        return ()
