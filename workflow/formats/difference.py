"""How one document is built otherwise than another, in words for people."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

_ALIGNED = {"None": "not aligned", "Left": "left", "Center": "centred", "Right": "right"}


def describe_difference(
    source: tuple[Hashable, ...], translated: tuple[Hashable, ...]
) -> str | None:
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
        longer = source if len(source) > len(translated) else translated
        extra = _words(longer[min(len(source), len(translated))])
        return f"{extra} is {'lost' if longer is source else 'added'}"
    before, after = map(_words, place)
    if before == after:
        return f"{before} becomes another one"
    return f"{before} becomes {after}"


def _front_difference(source: Hashable, translated: Hashable) -> str:
    before, after = _by_name(source), _by_name(translated)
    for name in (*before, *after):
        field = f"the field “{name}” of the front matter"
        if name not in after:
            return f"{field} is lost"
        if name not in before:
            return f"{field} is added"
        if before[name] != after[name]:
            return f"{field} becomes another value"
    return "the fields of the front matter change places"


def _by_name(front: Hashable) -> dict[Hashable, Hashable]:
    return dict(front) if isinstance(front, tuple) else {}


def _words(part: Hashable) -> str:
    match part:
        case ("table", (*columns,)):
            count = f"{len(columns)} column{'s' if len(columns) != 1 else ''}"
            aligned = ", ".join(_ALIGNED.get(str(each), str(each)) for each in columns)
            plain = all(each == "None" for each in columns)
            return f"a table of {count}" if plain else f"a table of {count} ({aligned})"
        case ("heading", level, *attributes):
            written = " ".join(_pieces(tuple(attributes)))
            return f"a heading of level {str(level).removeprefix('H')} {written}".rstrip()
        case ("list", int(first)):
            return f"a list numbered from {first}"
        case ("task", bool(done)):
            return "a ticked box" if done else "an empty box"
        case ("code", str(language), str(content)):
            name = f"code in {language}" if language else "code"
            name = "indented code" if language == "(indented)" else name
            opening = next(iter(content.strip().splitlines()), "")
            return f"{name} (“{opening[:40]}”)"
    return " ".join(_pieces(part))


def _pieces(part: Hashable) -> Iterator[str]:
    """The words in a part, whatever holds them; never how the program writes a value."""
    if isinstance(part, tuple | frozenset):
        for each in part:
            yield from _pieces(each)
    elif part is not None and part != "" and not isinstance(part, bool):
        yield str(part)
