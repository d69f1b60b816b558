"""Placeables: what a translation carries over as it is. Found here, used everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from workflow.inline.commonmark import InlineEvent, Labels, events_in
from workflow.inline.html_elements import KEPT
from workflow.inline.html_tokens import tokens_of
from workflow.model import Placeable, PlaceableKind, Text
from workflow.model import lazy_re as re

_SPACE = "[ \u00a0\u202f\u2009]"
_PARTS = {
    "SHORTCODE": (
        ("{",),
        r"\{\{[<%](?:(?!\{\{[<%]).)*?[>%]\}\} | \{%(?:(?!\{%).)*?%\}",
    ),
    "CODE": (  # mathematics
        ("$",),
        r"""\$\$[^$]+\$\$
        | (?<![\w$\\])\$(?=[^\s$])(?!\{\w*\})
          (?=[^$\n\\_^={}]*+[\\_^={}])[^$\n]*+(?<=\S)\$(?![\w${])""",
    ),
    "FOOTNOTE": (("[^",), r"\[\^[^\[\]\s]++\]"),
    "URL": (
        ("://",),
        r"""(?<![A-Za-z])(?:https?|ftp)
        ://[^\s<>|"'«»“”‘’「」『』《》（）)\]，。；、：！？]+
        [^\s<>|"'«»“”‘’「」『』《》（）)\]，。；、：！？.,;:!?…]""",
    ),
    "EMAIL": (
        ("@",),
        r"""(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]*
        @(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}""",
    ),
    "PHONE": (
        ("+", "0"),
        rf"""\+{_SPACE}?(?=\d(?:[^\w+&]{{0,3}}\d){{5}})\d{{1,3}}(?:{_SPACE}?[.\-(]?{_SPACE}?\d{{1,4}}\)?){{2,7}}(?!\d)
        | (?<![\d+])0\d(?:[ .\u00a0\u202f-]\d\d){{4}}(?!\d)
        | (?<![\d+-])0\d{{2,3}}-\d{{3,4}}[ -]?\d{{4}}(?!\d)""",
    ),
    "PLACEHOLDER": (
        ("{", "%("),
        r"""\{\s*\w+\s*,\s*(?:plural|select|selectordinal)\s*,
          (?:[^{}]++ | \{(?:[^{}]++ | \{[^{}]*+\})*+\})*+\}
        | \{\{(?:(?!\{\{).)*?\}\} | \$?\{[A-Za-z_][\w.]*\}
        | %\([A-Za-z_]\w*\)[sdif]""",
    ),
}
"""Placeables of plain text: what stands in each, one of several, and how it is written."""
_MARKS = re.compile(
    r"""
      (?P<CODE>%%(?:(?!%%)[^\n])++%%                                          # Obsidian
             | (?<!\+)\+\+(?=[A-Za-z"])[\w"-]++(?:\+[\w"-]++)*+\+\+(?!\+))     # keys
    | (?P<IMAGE>!\[\[[^\[\]\n]++\]\])
    | (?P<LINK>(?<=\[\[)(?![\d\s]*+[\]|])[^\[\]|\\\n]++(?=(?:\\?\|[^\[\]\n]*+)?+\]\](?![(\[]))
             | (?:(?<=\[)|(?<=;[ ]))-?@[A-Za-z0-9_][\w:.#-]*+(?=[\],;])
               (?=[^\[\]\n]*+\](?![(\[:]))
             | (?<![\w@.])@(?:fig|tbl|lst|tip|nte|wrn|imp|cau|thm|lem|cor|prp|cnj|def|exm|exr
               |sol|rem|alg|eq|sec)-[\w-]++
             | \(\([0-9a-f]{8}-[0-9a-f-]{27}\)\))
    | (?P<TAG>(?<=[\])`*_])\{:?[ \t]*+(?:[#.][^\W\d][\w:.-]*+|[A-Za-z][\w-]*+=[^\s{}]++)
               (?:[ \t]++[^{}\n]*+)?+\} | \{[A-Za-z][\w.]*+[:+][\w:+.-]++\}(?=`))
    | (?P<PLACEHOLDER>(?<![\w:]):(?:material|fontawesome|octicons|simple)-[\w-]++:)
    """,
    re.VERBOSE,
)
"""Marks of Markdown's dialects inside a text."""
_EMOJI = re.compile(
    r"(?<![^\W\u3400-\u9fff])(?<![:/.`}]):(?:[a-z][a-z0-9_+-]*[a-z0-9]|[+-]1):(?![\w:`])"
)
"""``:smile:``, of GitHub's and other dialects; no part of a time, an address or a role."""
_ARGUMENT = re.compile(r"\{\s*\w+\s*,\s*\w+")
"""What counts of a plural or selection (ICU): the words in its branches are translated."""
_SIGN = re.compile(r"[][`<{}@$%:+]")
_BLOCK = "(("
"""One of these, or a telephone number, stands in every text in which there is a placeable."""
_MARKS_HINTS = ("%%", "++", "[[", "@", _BLOCK, "{", ":material-", ":fontawesome-", ":octicons-",
                ":simple-")  # fmt: skip
"""One of these stands in every text in which there is one."""
_NUMBER_HINT = re.compile(r"0\d{1,3}[ .\u00a0\u202f-]\d")
_PHONE_HINT = re.compile(rf"\+{_SPACE}?\d|{_NUMBER_HINT.pattern}")
_NOTHING = re.compile("(?!)")
_PLAIN_HINT = re.compile(rf"[{{@$]|\[\^|%\(|://|\+[ \u00a0\u202f]?\d|{_NUMBER_HINT.pattern}")
_HINT = re.compile(rf"[\[<`]|{_PLAIN_HINT.pattern}")
_OPAQUE = {
    "Code": PlaceableKind.CODE,
    "InlineHtml": PlaceableKind.TAG,
    "Html": PlaceableKind.TAG,
    "FootnoteReference": PlaceableKind.FOOTNOTE,
}
_AUTOMATIC = {"Autolink": PlaceableKind.URL, "Email": PlaceableKind.EMAIL}
_INLINE = re.compile(
    r"""\]\(\s*(<(?:\\.|[^<>\\\n])+>|[^\s<)][^\s]*?)(?:\s+["'(].*)?\s*\)$""", re.DOTALL
)
_REFERENCE = re.compile(r"\]\[((?:\\.|[^\]\\])+)\]$", re.DOTALL)


def placeables_in(text: Text) -> tuple[Placeable, ...]:
    """Return the placeables of a text, in order; offsets in characters.

    Of links and images in Markdown the address is the placeable (the text is translated); of a
    tag in HTML ``Placeable.text`` is its shape, in which attributes for readers are blank (in
    Markdown, where it has such attributes); of a telephone number it keeps the digits and the
    plus sign alone, since the spaces in it follow the locale's habit; of a plural or selection
    (ICU) its argument and kind alone.
    """
    value = text.value
    if not (_SIGN.search(value) or _BLOCK in value):
        # A number without a plus sign: searched for by its first letter, in no time.
        hinted = "0" in value and _NUMBER_HINT.search(value)
        return tuple(map(_plain, _in_plain(value).finditer(value))) if hinted else ()
    markdown = text.markup == "markdown"
    marked = markdown and any(hint in value for hint in _MARKS_HINTS)
    smiling = markdown and value.count(":") > 1 and _EMOJI.search(value)
    if not (marked or smiling or _HINT.search(value)):
        return ()
    found: list[Placeable] = []
    if text.markup == "markdown":
        found += _markdown(value)
    elif text.markup == "html":
        found += _html(value)
    if marked:
        found += _apart(_MARKS, value, found)
    if smiling:
        found += _apart(_EMOJI, value, found)
    if _PLAIN_HINT.search(value):
        found += _apart(_in_plain(value), value, found)
    return tuple(sorted(found, key=lambda each: each.start))


def _apart(pattern: re.Pattern[str], text: str, found: Sequence[Placeable]) -> Iterator[Placeable]:
    """What a pattern finds that no placeable found before has a part in."""
    taken = [(each.start, each.end) for each in found]
    for match in pattern.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield _plain(match)


def without_plain(text: str) -> str:
    """Return plain text (no Markdown) less the addresses, numbers and marks in it."""
    if any(hint in text for hint in _MARKS_HINTS):
        text = _MARKS.sub("", text)
    return _in_plain(text).sub("", text) if _PLAIN_HINT.search(text) else text


def _in_plain(text: str) -> re.Pattern[str]:
    """What finds the placeables of plain text, of those that there may be in ``text``."""
    kinds = [kind for kind, (signs, _) in _PARTS.items() if any(each in text for each in signs)]
    if "PHONE" in kinds and not _PHONE_HINT.search(text):
        kinds.remove("PHONE")
    return _any_of(tuple(kinds)) if kinds else _NOTHING


@cache
def _any_of(kinds: tuple[str, ...]) -> re.Pattern[str]:
    """To look for all kinds everywhere would take ten times as long."""
    return re.compile("|".join(f"(?P<{each}>{_PARTS[each][1]})" for each in kinds), re.VERBOSE)


def _plain(match: re.Match[str]) -> Placeable:
    kind = PlaceableKind[match.lastgroup or "PLACEHOLDER"]
    text = match[0]
    if kind is PlaceableKind.PHONE:
        text = re.sub(r"[^\d+]", "", text)
    elif kind is PlaceableKind.PLACEHOLDER and (argument := _ARGUMENT.match(text)):
        text = re.sub(r"\s", "", argument[0])
    return Placeable(kind, text, match.start(), match.end())


def _markdown(text: str) -> Iterator[Placeable]:
    """Code, tags, and the addresses of links and images, from the Markdown parser's events."""
    if not any(character in text for character in "[<`"):
        return
    found = dict.fromkeys(_parsed(text, "named"))
    if "][" in text:  # as a link inside its text a reference may hide one, if it leads nowhere
        found |= dict.fromkeys(_parsed(text, "defined"))
    yield from found


def _parsed(text: str, labels: Labels) -> Iterator[Placeable]:
    links: list[_Link] = []
    for event in events_in(text, labels):
        kind, end = event.kind, event.end
        if kind == "Start" and event.name in ("Link", "Image"):
            links.append(_Link(event, event.start + 1))
            continue
        if kind == "End" and event.name in ("Link", "Image"):
            link = links.pop()
            yield from link.target(text)
            end = link.start.end
        elif kind in _OPAQUE and not (links and links[-1].type in _AUTOMATIC):
            found = _placeable(_OPAQUE[kind], text, event.start, end)
            yield _shaped(found) if kind == "InlineHtml" else found
        if links:
            links[-1].inner_end = max(links[-1].inner_end, end)


def _shaped(found: Placeable) -> Placeable:
    """A tag in Markdown; its shape counts where it has attributes for readers."""
    tag = tokens_of(found.text)[0][3]
    return found._replace(text=tag.shape) if tag and tag.texts else found


def _html(text: str) -> Iterator[Placeable]:
    """Tags, comments, and the content of elements that hold code."""
    kept, since = "", 0
    for kind, start, end, tag in tokens_of(text):
        if kept:
            if tag is None or kind != "end" or tag.name != kept:
                continue
            if since < start:
                yield _placeable(PlaceableKind.CODE, text, since, start)
            kept = ""
        if kind != "text":
            found = _placeable(PlaceableKind.TAG, text, start, end)
            yield found._replace(text=tag.shape) if tag else found
        if kind == "start" and tag and tag.name in KEPT:
            kept, since = tag.name, end


def _placeable(kind: PlaceableKind, text: str, start: int, end: int) -> Placeable:
    raw = text[start:end].rstrip("\r\n")
    return Placeable(kind, raw, start, start + len(raw))


@dataclass(slots=True)
class _Link:
    """A link or image the walk is in."""

    start: InlineEvent
    inner_end: int
    """Where its text ends, as far as the walk has come."""

    @property
    def type(self) -> str:
        """The parser's name for how it is written."""
        return str(self.start.data["link_type"])

    def target(self, text: str) -> Iterator[Placeable]:
        """Its address, or what names it."""
        start, end = self.start.start, self.start.end
        if self.type in _AUTOMATIC:
            yield _placeable(_AUTOMATIC[self.type], text, start + 1, end - 1)
            return
        tail = text[self.inner_end : end]
        if found := (_INLINE if self.type == "Inline" else _REFERENCE).search(tail):
            kind = PlaceableKind.IMAGE if self.start.name == "Image" else PlaceableKind.LINK
            first, last = (self.inner_end + place for place in found.span(1))
            yield _placeable(kind, text, first, last)
