"""Spellings that renderers of Markdown read differently, written so that all read what is meant.

Each was seen with these programs: two single tildes strike out what stands between (cmark-gfm,
remark-gfm, goldmark); full-width digits with a stop begin a list (Python-Markdown); an address in a
text runs on into the Chinese after it, or ends where it does not (linkify-it, goldmark).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflow.formats.markdown.dialect import mask
from workflow.generators.generator import Generator
from workflow.inline.commonmark import events
from workflow.model import lazy_re as re

_TILDE: Final = re.compile(r"(?<![~\\])~(?!~)")
_WIDE: Final = re.compile(r"^(?P<start>[ \t>]*[０-９]+)\.(?=[ \t])", re.MULTILINE)
_ADDRESS: Final = re.compile(
    r"(?<![<(A-Za-z0-9_/=\"'])https?://[^\s<>()\[\]\"'`\\\u0080-\uffff]+(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])"
)
_BARE: Final = re.compile(r"(?:https?://|www\.)\S*")
_FINAL: Final = ".,;:!?*_~"
"""What ends a sentence, not an address."""


def spelled(generator: Generator, body: str, *, mdx: bool) -> str:
    """A Markdown body with the spellings that ``generator`` would misread written otherwise."""
    tilde = generator.single_tilde and generator.escapes_tilde and body.count("~") > 1
    bare = generator.links_bare and "://" in body
    wide = generator.wide_lists and _WIDE.search(body) is not None
    if not (tilde or bare or wide):
        return body
    data = body.encode()
    parts: list[bytes] = []
    done = 0
    for start, end, linked in _texts(body):
        text = data[start:end].decode()
        new = text
        if bare and not linked:
            new = _ADDRESS.sub(lambda found: _linked(found[0], mdx=mdx), new)
        if tilde:
            new = _tildes(new)
        if new != text:
            parts += (data[done:start], new.encode())
            done = end
    found = b"".join((*parts, data[done:])).decode()
    return _wide(found) if wide else found


def _texts(body: str) -> Iterator[tuple[int, int, bool]]:
    """Runs of text in bytes, and whether each is in a link."""
    inside = opaque = 0
    run: tuple[int, int, bool] | None = None
    for event, span in events(mask(body)):
        kind, value = next(iter(event.items())) if isinstance(event, dict) else (event, "")
        if kind == "Text" and run and run[1] == span["start"]:
            run = (run[0], span["end"], run[2])
            continue
        if run:
            yield run
            run = None
        if kind == "Text" and not opaque:
            run = (span["start"], span["end"], inside > 0)
        elif kind in ("Start", "End"):
            name = value if isinstance(value, str) else next(iter(value))
            step = 1 if kind == "Start" else -1
            inside += step if name in ("Link", "Image") else 0
            opaque += step if name in ("CodeBlock", "HtmlBlock") else 0
    if run:
        yield run


def _linked(address: str, *, mdx: bool) -> str:
    end = len(address.rstrip(_FINAL))
    inner, rest = address[:end], address[end:]
    return (f"[{inner}]({inner})" if mdx else f"<{inner}>") + rest


def _tildes(text: str) -> str:
    """Single tildes escaped, but for those in addresses."""
    kept = [found.span() for found in _BARE.finditer(text)]
    return _TILDE.sub(
        lambda found: (
            found[0] if any(start <= found.start() < end for start, end in kept) else r"\~"
        ),
        text,
    )


def _wide(body: str) -> str:
    """``１. `` as text, where it is no code."""
    data, parts, done = body.encode(), list[bytes](), 0
    for start, end, _ in _texts(body):
        before = data.rfind(b"\n", 0, start) + 1
        line = data[before:end].decode()
        found = _WIDE.match(line)
        if found and before >= done:
            stop = before + len(found["start"].encode())
            parts += (data[done:stop], b"\\")
            done = stop
    return b"".join((*parts, data[done:])).decode()
