"""TOML front matter: strings on a line of their own key, or in a list on one line."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from workflow.errors import ArticleError
from workflow.formats.format import Slot
from workflow.formats.frontmatter.loader import hint, line_of, odd_at
from workflow.formats.frontmatter.values import (
    ALIASES,
    FrontMatter,
    double_quoted,
    field_slot,
    is_printable,
    shape,
)
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_BLOCK = re.compile(
    r"\A\ufeff?\+\+\+[ \t]*\r?\n(?P<toml>(?:.*?\n)??)\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_STRING = r"""\"(?:[^"\\\r\n]|\\.)*\"|'[^'\r\n]*'"""
_ENTRY = re.compile(
    rf"^[ \t]*(?P<key>[A-Za-z0-9_-]+)[ \t]*=[ \t]*"
    rf"(?P<value>(?:{_STRING})|\[[^\]\r\n]*\])[ \t]*(?:#.*)?\r?$",
    re.MULTILINE,
)
_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What TOML 1.0 takes nowhere, strings and comments included."""
_MOST_LINES = 50
"""Lines that a list of aliases is looked for in."""


def read_toml(text: str, fields: Sequence[str]) -> FrontMatter | None:
    """Read TOML between ``+++`` lines; None where there is none.

    The strings of top-level keys are slots, each item of a list too; those in tables and those
    over several lines stay the author's. Raises :class:`ArticleError` with the line where it
    is broken.
    """
    block = _BLOCK.match(text)
    if block is None:
        return None
    toml = block["toml"].replace("\r\n", "\n")
    try:
        values = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        odd, line = _trouble(toml, str(error))
        advice = phrase("Check the TOML there: texts stand in double quotes.")
        raise ArticleError(
            phrase("broken front matter: {what}", what=_PLACE.sub("", str(error))),
            hint=advice if odd is None else hint(toml, odd),
            line=line,
        ) from error
    except RecursionError as error:
        raise ArticleError(
            phrase("broken front matter: it is nested too deeply"),
            hint=phrase("Check the brackets of the TOML there."),
            line=2,
        ) from error
    slots = partial(_slots, text, block, fields)
    aliases = _entry(ALIASES, block["toml"], values, block.start("toml"))
    return FrontMatter(block.end(), slots, values, shape(values, frozenset(fields)), aliases)


def _trouble(toml: str, said: str) -> tuple[int | None, int]:
    """Where the invisible character is that an error is about, if one is; the file's line."""
    control = _CONTROL.search(toml)
    if control:
        return control.start(), line_of(toml, control.start()) + 2
    place = _PLACE.search(said)
    if place is None or place[1] is None:
        return None, toml.count("\n") + 1
    line, column = int(place[1]), int(place[2])
    index = len("".join(each + "\n" for each in toml.split("\n")[: line - 1])) + column - 1
    return index if odd_at(toml, index) else None, line + 1


def _entry(name: str, toml: str, values: Mapping[str, object], shift: int) -> tuple[int, int]:
    """The lines of a field at the top, shifted; (0, 0) where there is none."""
    begins = re.search(rf"^[ \t]*{name}[ \t]*=", toml, re.MULTILINE)
    if begins is None or name not in values:
        return (0, 0)
    others = {each: values[each] for each in values if each != name}
    end = begins.start()
    for _ in range(_MOST_LINES):
        end = toml.find("\n", end) + 1
        if not end:
            break
        with contextlib.suppress(ValueError):  # in the middle of a list over several lines
            if tomllib.loads((toml[: begins.start()] + toml[end:]).replace("\r\n", "\n")) == others:
                return (shift + begins.start(), shift + end)
    return (0, 0)


def _slots(text: str, block: re.Match[str], fields: Sequence[str]) -> Iterator[Slot]:
    table = _TABLE.search(text, block.start("toml"), block.end("toml"))
    end = table.start() if table else block.end("toml")
    for entry in _ENTRY.finditer(text, block.start("toml"), end):
        if entry["key"] not in fields:
            continue
        for string in re.finditer(_STRING, entry["value"]):
            message = tomllib.loads(f"value = {string[0]}")["value"]
            if message.strip():
                start = entry.start("value") + string.start()
                stop = entry.start("value") + string.end()
                yield field_slot(text, (start, stop), message, entry["key"], _encoder(string[0][0]))


def _encoder(quote: str) -> Callable[[str], str]:
    def encode(translation: str) -> str:
        if quote == "'" and "'" not in translation and is_printable(translation):
            return f"'{translation}'"
        return double_quoted(translation)

    return encode
