"""How one document is built otherwise than another, in words for people."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from workflow.model.phrase import Phrase, listed, named, phrase, phrases, sentences

_TICKED = (phrase("an empty box"), phrase("a ticked box"))
_ALIGNED = {
    "None": phrase("not aligned"),
    "Left": phrase("left"),
    "Center": phrase("centred"),
    "Right": phrase("right"),
}


def describe_difference(
    source: tuple[Hashable, ...], translated: tuple[Hashable, ...]
) -> Phrase | None:
    """Say in words where two skeletons part; None where they are equal.

    A skeleton is the shape of the front matter, then the parts of the body in order.
    """
    if source == translated:
        return None
    if source[0] != translated[0]:
        return _front_difference(source[0], translated[0])
    pairs = zip(source, translated, strict=False)
    place = next((pair for pair in pairs if pair[0] != pair[1]), None)
    if place is None:
        if len(source) > len(translated):
            return phrase("{part} is lost", part=_words(source[len(translated)]))
        return phrase("{part} is added", part=_words(translated[len(source)]))
    before, after = map(_words, place)
    if before == after:
        return phrase("{part} becomes another one", part=before)
    return phrase("{part} becomes {other}", part=before, other=after)


def _front_difference(source: Hashable, translated: Hashable) -> Phrase:
    before, after = _by_name(source), _by_name(translated)
    for name in (*before, *after):
        if name not in after:
            return phrase("the field “{name}” of the front matter is lost", name=name)
        if name not in before:
            return phrase("the field “{name}” of the front matter is added", name=name)
        if before[name] != after[name]:
            return phrase("the field “{name}” of the front matter becomes another value", name=name)
    return phrase("the fields of the front matter change places")


def _by_name(front: Hashable) -> dict[Hashable, Hashable]:
    return dict(front) if isinstance(front, tuple) else {}


def _words(part: Hashable) -> str:
    match part:
        case ("table", (*columns,)):
            return _table(columns)
        case ("heading", level, *attributes):
            heading = phrase("a heading of level {level}", level=str(level).removeprefix("H"))
            written = " ".join(_pieces(tuple(attributes)))
            return phrase("{some} {more}", some=heading, more=written) if written else heading
        case ("list", int(first)):
            return phrase("a list numbered from {number}", number=first)
        case ("task", bool(done)):
            return _TICKED[done]
        case ("code", str(language), str(content)):
            name = phrase("code in {language}", language=language) if language else phrase("code")
            name = phrase("indented code") if language == "(indented)" else name
            opening = next(iter(content.strip().splitlines()), "")
            return phrase("{code} (“{opening}”)", code=name, opening=opening[:40])
    return _plain(part)


def _plain(part: Hashable) -> str:
    if part == ("text",):
        return phrase("a text")
    match part:
        case ("end of", str(block)):
            return phrase("the end of “{block}”", block=named(block))
    return sentences(map(named, _pieces(part)))


def _table(columns: Sequence[Hashable]) -> Phrase:
    table = phrases("a table of {count} column", "a table of {count} columns", len(columns))
    if all(each == "None" for each in columns):
        return table
    aligned = listed(_ALIGNED.get(str(each), str(each)) for each in columns)
    return phrase("{table} ({columns})", table=table, columns=aligned)


def _pieces(part: Hashable) -> Iterator[str]:
    """The words in a part, whatever holds them; never how the program writes a value."""
    if isinstance(part, tuple | frozenset):
        for each in part:
            yield from _pieces(each)
    elif part is not None and part != "" and not isinstance(part, bool):
        yield str(part)
