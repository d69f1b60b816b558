"""What a page cannot show, and what stands there instead.

Pages run nothing and load nothing from elsewhere. A film, a frame or a drawing becomes a link
to it, or its name; a formula becomes code; of controls the words stay. The check ``embeds``
names each of them with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape, unescape
from typing import Final
from urllib.parse import urlsplit

from workflow.formats.companions import is_played_here
from workflow.inline.commonmark import formulas
from workflow.inline.html_elements import (
    DRAWN,
    EMBEDDED,
    VOID,
)
from workflow.inline.html_tokens import (
    Token,
    tokenize,
)
from workflow.model import lazy_re as re

EMBED: Final = "embed"
MATH: Final = "math"
"""Classes of a stand-in for something embedded, and of a formula."""
PLAYED: Final = frozenset({"audio", "video"})
"""Elements that pages have, if what they play is a file beside the article."""
_OF_TRACKS: Final = ("src", "srclang", "label", "kind")

_ADDRESSES: Final = ("src", "data", "data-src")
_NAMES: Final = ("alttext", "title", "aria-label")
_RENAMED: Final = {
    **dict.fromkeys(
        "address article center dialog dir fieldset footer form header hgroup legend main menu "
        "nav noembed noframes noscript search".split(),
        "div",
    ),
    **dict.fromkeys("button output textarea".split(), "span"),
    "select": "ul",
    "option": "li",
    "listing": "pre",
    "xmp": "pre",
}
"""Elements whose words stay on the page, though the element does not."""
_RAW: Final = frozenset("listing noembed noframes textarea xmp".split())
_SPECIAL: Final = EMBEDDED | DRAWN | set(_RENAMED)
_TAGS: Final = re.compile(r"<([A-Za-z][\w-]*)")
_PLAIN: Final = re.compile(r"[^\w ]", re.ASCII)


def with_formulas(markdown: str) -> str:
    """``markdown`` with each formula between ``$$`` as code, which nothing in it can end."""
    data = markdown.encode()
    parts: list[str] = []
    done = 0
    for tex, start, end in formulas(markdown):
        parts += (data[done:start].decode(), formula(tex))
        done = end
    return "".join((*parts, data[done:].decode())) if parts else markdown


def formula(tex: str) -> str:
    """A formula as code, whose TeX Markdown reads as text."""
    code = _PLAIN.sub(lambda char: f"&#{ord(char[0])};", " ".join(tex.split()))
    return f'<code class="{MATH}">{code}</code>'


def with_stand_ins(html: str) -> str:
    """``html`` with something that can be shown for each element that cannot.

    The result is as little to be trusted as ``html`` is.
    """
    if _SPECIAL.isdisjoint(map(str.lower, _TAGS.findall(html))):
        return html
    data = html.encode()
    tokens = tuple(tokenize(data))
    ends = _ends(tokens)
    parts: list[str] = []
    number, name = 0, ""
    while number < len(tokens):
        kind, start, end, tag = tokens[number]
        before, name = name, tag.name if tag is not None else ""
        if kind == "start" and name in EMBEDDED | DRAWN:
            last = ends.get(number, number)
            some = tokens[number : last + 1]
            parts.append(_player(name, data, some) or _stand_in(name, data, some))
            number = last
        elif name in _RENAMED and kind in ("start", "end"):
            parts.append(f"<{'/' if kind == 'end' else ''}{_RENAMED[name]}>")
        elif kind == "raw" and before in _RAW:
            parts.append(escape(unescape(data[start:end].decode()), quote=False))
        else:
            parts.append(data[start:end].decode())
        number += 1
    return "".join(parts)


def _ends(tokens: Sequence[Token]) -> dict[int, int]:
    """Number of a start tag → that of its end tag; what is never closed has none."""
    opened: dict[str, list[int]] = {}
    ends: dict[int, int] = {}
    for number, (kind, _, _, tag) in enumerate(tokens):
        if tag is None or tag.name not in EMBEDDED | DRAWN or tag.name in VOID:
            continue
        if kind == "start" and not (tag.self_closing and tag.name in DRAWN):
            opened.setdefault(tag.name, []).append(number)
        elif kind == "end" and opened.get(tag.name):
            ends[opened[tag.name].pop()] = number
    return ends


def _player(name: str, data: bytes, tokens: Sequence[Token]) -> str:
    """Sound or a film beside the article, with what is said of it; empty for anything else."""
    urls = [each for each in addresses(tokens) if is_played_here(each)]
    tag = tokens[0][3]
    if name not in PLAYED or not urls or tag is None:
        return ""
    given = {each: tag.attributes.get(each, "") for each in ("poster", "width", "height")}
    given |= {"src": urls[0], "aria-label": next(_labels(name, data, tokens), "")}
    tracks = (token[3].attributes for token in tokens if token[3] and token[3].name == "track")
    inner = [f"<source{_written({'src': each})}>" for each in urls[1:]]
    inner += (
        f"<track{_written({name: each.get(name, '') for name in _OF_TRACKS})}>" for each in tracks
    )
    return f"<{name}{_written(given)}>{''.join(inner)}</{name}>"


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)


def _stand_in(name: str, data: bytes, tokens: Sequence[Token]) -> str:
    """A link where there is an address; else the name of what cannot be shown."""
    label = next(_labels(name, data, tokens), "")
    if name == "math":
        return f'<code class="{MATH}">{escape(label)}</code>' if label else ""
    address = next(addresses(tokens), "") if name in EMBEDDED else ""
    if address:
        host = _host(address) if name in PLAYED and label else ""
        shown = escape(f"{label} ({host})" if host else label or address)
        return f'<a class="{EMBED}" href="{escape(address)}">{shown}</a>'
    return f'<span class="{EMBED}">{escape(label)}</span>' if label else ""


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:  # see above
        return ""


def addresses(tokens: Sequence[Token]) -> Iterator[str]:
    """The addresses of an embedded thing, given from its start tag to its end tag."""
    for kind, _, _, tag in tokens:
        if kind == "start" and tag is not None and tag.name in EMBEDDED | {"source"}:
            yield from filter(None, (tag.attributes.get(each, "").strip() for each in _ADDRESSES))


def _labels(name: str, data: bytes, tokens: Sequence[Token]) -> Iterator[str]:
    """What it may be called, the best first."""
    tag = tokens[0][3]
    given = tag.attributes if tag is not None else {}
    yield from filter(None, (" ".join(given.get(each, "").split()) for each in _NAMES))
    if name in DRAWN:
        for element in ("annotation", "title", "desc"):
            yield from filter(None, [_words(data, _inside(element, tokens))])
    if name in DRAWN or name == "object":
        yield from filter(None, [_words(data, tokens)])


def _inside(element: str, tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens in the first ``element``."""
    names = [token[3].name if token[3] is not None else "" for token in tokens]
    found = [number for number, name in enumerate(names) if name == element]
    return tokens[found[0] + 1 : found[1]] if len(found) > 1 else ()


def _words(data: bytes, tokens: Sequence[Token]) -> str:
    texts = (data[start:end].decode() for kind, start, end, _ in tokens if kind in ("text", "raw"))
    return " ".join(unescape(" ".join(texts)).split())
