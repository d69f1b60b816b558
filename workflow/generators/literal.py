"""What a generator would obey and nobody meant it to, written so that it shows it.

Liquid and Vue look for braces before they know what is code, MDX for braces and tags.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from workflow.formats.markdown.dialect import directives
from workflow.generators.foreign_marks import code
from workflow.model import lazy_re as re

_RAW: Final = re.compile(r"\{%-?\s*raw\s*-?%\}.*?\{%-?\s*endraw\s*-?%\}", re.DOTALL)
_BRACES: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\{%", re.DOTALL)
_SHORTCODE: Final = re.compile(r"\{\{[<%]")
_OF_LIQUID: Final = re.compile(
    r"\{%-?\s*[a-z_]+\b.*%\}|\{\{-?\s*(?:(?:site|page|include|layout|collections|eleventy|pkg)\.|['\"])",
    re.DOTALL,
)
"""Tags, and values that Jekyll and Eleventy give; any other in braces is text."""
_MUSTACHE: Final = re.compile(r"\{\{.*?\}\}|\{\{", re.DOTALL)
_OF_VUE: Final = re.compile(r"\{\{\s*\$")
_COMMENT: Final = re.compile(r"<!--(.*?)-->", re.DOTALL)
_AUTOLINK: Final = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_LESS: Final = re.compile(r"(?<!\\)<(?![A-Za-z/>])")


def liquid_safe(body: str) -> str:
    """``body`` for a generator that runs Liquid over it first.

    Its own tags and values stay. Shortcodes, values that neither Jekyll nor Eleventy has, and
    all in code stand between ``{% raw %}`` and ``{% endraw %}``.
    """
    if "{{" not in body and "{%" not in body:
        return body
    kept = [found.span() for found in _RAW.finditer(body)]

    def shown(found: re.Match[str], *, in_code: bool) -> str:
        text = found[0]
        own = _OF_LIQUID.match(text) and not _SHORTCODE.match(text)
        return text if own and not in_code else f"{{% raw %}}{text}{{% endraw %}}"

    return _replaced(body, _BRACES, shown, kept)


def mustache_safe(body: str) -> str:
    """``body`` for VitePress: braces that are none of its own are no expression of Vue."""
    if "{{" not in body:
        return body

    fenced, spans, indented = [], [], False
    data = body.encode()
    for start, end in code(body):
        text = data[start:end]
        place = len(data[:start].decode()), len(data[:end].decode())
        if text.startswith((b"```", b"~~~")):
            fenced.append(place)
        elif text.startswith(b"`"):
            spans.append(place)
        else:
            indented = indented or b"{{" in text
    if indented:
        return f":::::: v-pre\n\n{body.strip(chr(10))}\n\n::::::\n"

    def shown(found: re.Match[str]) -> str:
        at = found.start()
        own = _OF_VUE.match(found[0]) or any(start <= at < end for start, end in fenced)
        return found[0] if own else f"<span v-pre>{found[0]}</span>"

    code_spans = "|".join(
        re.escape(body[start:end]) for start, end in spans if "{{" in body[start:end]
    )
    pattern = f"{code_spans}|{_MUSTACHE.pattern}" if code_spans else _MUSTACHE.pattern
    return re.sub(pattern, shown, body, flags=re.DOTALL)


def mdx_safe(body: str) -> str:
    """``body``, which is MDX, without what MDX refuses: HTML’s comments, autolinks, ``<3``."""
    own = [(each.start, each.end) for each in directives(body)]
    data = body.encode()
    kept = [
        (len(data[:start].decode("utf-8", "ignore")), len(data[:end].decode("utf-8", "ignore")))
        for start, end in own
        if not data[start:end].lstrip().startswith(b"<!--")
    ]

    def comment(found: re.Match[str], *, in_code: bool) -> str:
        return found[0] if in_code or "*/" in found[1] else f"{{/*{found[1]}*/}}"

    def link(found: re.Match[str], *, in_code: bool) -> str:
        address = found[1]
        return found[0] if in_code else f"[{address.removeprefix('mailto:')}]({address})"

    def less(found: re.Match[str], *, in_code: bool) -> str:
        return found[0] if in_code else "\\<"

    if "<" not in body:
        return body
    body = _replaced(body, _AUTOLINK, link, kept)
    body = _replaced(body, _COMMENT, comment, [])
    return _replaced(body, _LESS, less, [])


def html_safe(html: str) -> str:
    """HTML in which no generator finds a tag of its own: braces are references."""
    return html.replace("{{", "&#123;&#123;").replace("{%", "&#123;%")


def protected(before: str, after: str) -> Iterator[str]:
    """What :func:`liquid_safe` or :func:`mustache_safe` put between marks, outside code."""
    if before == after:
        return
    places = _places(before)
    for found in _BRACES.finditer(before):
        inside = any(start <= found.start() < end for start, end in places)
        if not inside and (f"%}}{found[0]}{{%" in after or f"<span v-pre>{found[0]}" in after):
            yield found[0].split("\n", 1)[0]


def _replaced(
    body: str,
    pattern: re.Pattern[str],
    shown: Callable[..., str],
    kept: list[tuple[int, int]],
) -> str:
    """Every match but those in ``kept`` (in characters) as ``shown`` gives it."""
    places = _places(body)

    def one(found: re.Match[str]) -> str:
        at = found.start()
        if any(start <= at < end for start, end in kept):
            return found[0]
        return shown(found, in_code=any(start <= at < end for start, end in places))

    return pattern.sub(one, body)


def _places(body: str) -> list[tuple[int, int]]:
    """Where code is, in characters."""
    data = body.encode()
    if body.isascii():
        return code(body)
    return [(len(data[:start].decode()), len(data[:end].decode())) for start, end in code(body)]
