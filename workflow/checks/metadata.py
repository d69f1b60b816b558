"""Sources: the files an article names, and what its front matter says to this program."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from difflib import get_close_matches
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from workflow.checks.subject import Remark, Source
from workflow.formats.commonmark import events


def check_images(source: Source) -> Iterator[tuple[int, Remark]]:
    """An image of the article is not in the articles' folder: readers would see a hole."""
    for url, line in _images(source):
        parts = urlsplit(url)
        if parts.scheme or parts.netloc or not parts.path:
            continue
        path = _resolve(unquote(parts.path), source)
        if not path.startswith(f"{source.folder}/"):
            yield line, Remark(f"image “{url}” lies outside {source.folder}/: move it there")
        elif not source.exists(path):
            yield line, Remark(f"image “{url}” is missing: put it at {path}, or mend the path")


def check_names(source: Source, names: tuple[str, ...]) -> Iterator[tuple[int, Remark]]:
    """``checks_off`` in the front matter names a check that does not exist."""
    for name in switched_off(source.document.front_matter):
        if name not in names:
            near = get_close_matches(name, names, n=1)
            advice = f"did you mean “{near[0]}”?" if near else f"there are {', '.join(names)}"
            yield _line_of("checks_off", source), Remark(f"no check is named “{name}”: {advice}")


def switched_off(front_matter: object) -> tuple[str, ...]:
    """Return the names of the checks an article switches off (``checks_off``).

    A YAML list, or one string with commas.
    """
    value = front_matter.get("checks_off") if hasattr(front_matter, "get") else None
    names = value.split(",") if isinstance(value, str) else value
    return tuple(str(name).strip() for name in names) if isinstance(names, list) else ()


def _line_of(field: str, source: Source) -> int:
    lines = source.article.text.split("\n")[: source.document.body_line]
    return next((i for i, line in enumerate(lines, 1) if line.startswith(f"{field}:")), 1)


def _resolve(path: str, source: Source) -> str:
    """``path`` as the article means it, relative to the project's folder.

    A leading slash stands for the articles' folder, as it will for the site.
    """
    if path.startswith("/"):
        return posixpath.normpath(f"{source.folder}/{path.lstrip('/')}")
    return posixpath.normpath(posixpath.join(posixpath.dirname(source.article.path), path))


def _images(source: Source) -> Iterator[tuple[str, int]]:
    """Every image's URL with its line in the article."""
    document, first = source.document, source.document.body_line
    if source.article.format == "html":
        for url, line in _html_images(document.body):
            yield url, line + first - 1
    if source.article.format != "markdown":
        return
    data = document.body.encode()
    for event, span in events(document.body):
        if not isinstance(event, dict):
            continue
        start = event.get("Start")
        found = _html_images(str(event.get("InlineHtml") or event.get("Html") or ""))
        if isinstance(start, dict) and "Image" in start:
            found.append((start["Image"]["dest_url"], 1))
        if found:  # counting lines for every event would take a time that grows with the square
            line = data.count(b"\n", 0, span["start"]) + first
            yield from ((url, line + offset - 1) for url, offset in found)


def _html_images(html: str) -> list[tuple[str, int]]:
    if "<" not in html:
        return []
    finder = _Images()
    finder.feed(html)
    finder.close()
    return finder.found


class _Images(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        source = dict(attrs).get("src")
        if tag == "img" and source:
            self.found.append((source, self.getpos()[0]))
