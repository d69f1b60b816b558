"""Answers to a browser: what a request for the preview gets."""

from __future__ import annotations

import html
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

from workflow.errors import ErrorGroup, WorkflowError
from workflow.files.atomic import read_bytes
from workflow.flows.preview import Preview
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.reports.i18n import ENGLISH, Words

SECURITY: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; img-src 'self' data:; "
    "style-src 'self' 'unsafe-inline'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer: a draft may hold anything, and stays on this machine."""

_SEARCHES = {
    "Content-Security-Policy": f"{SECURITY['Content-Security-Policy']}; script-src 'self'; "
    "connect-src 'self'"
}
"""Sent with the page of the search, on which a script runs."""
BARE_STYLE = (
    "body{max-width:40rem;margin:3rem auto;padding:0 1rem;font-family:sans-serif}"
    "p{white-space:pre-wrap;overflow-wrap:anywhere}"
)
"""How a page looks that says only why there is no other; it asks for no style sheet, which who
is not let in would not get."""
_LOCAL = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]+)?", re.IGNORECASE)
_SEARCH = re.compile(r"[^/]+/search/index\.html")
_NOT_FOUND = "404.html"
_TYPES = mimetypes.MimeTypes()  # without the machine's own tables, which differ
_TYPES.add_type("image/webp", ".webp")
_TYPES.add_type("image/avif", ".avif")
_TYPES.add_type("font/woff2", ".woff2")
_TYPES.add_type("application/xml", ".xml")


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back to the browser."""

    status: HTTPStatus
    body: bytes
    type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def is_local(host: str | None) -> bool:
    """Whether the request's ``Host`` is this machine.

    A name that a foreign site has pointed at 127.0.0.1 is not: through it (DNS rebinding) a
    page in the same browser could read drafts.
    """
    return host is not None and _LOCAL.fullmatch(host) is not None


def answer(target: str, preview: Preview, words: Words = ENGLISH) -> Answer:
    """The answer to a GET for ``target``, the path and query of the request line.

    What is not a key of the preview's two mappings does not exist, so that no path, however
    it is written, leads out of them. Raises :class:`~workflow.errors.FileError` for an image
    that cannot be read.
    """
    path = unquote(re.split("[?#]", target, maxsplit=1)[0]).lstrip("/")
    if path in preview.media:
        return Answer(HTTPStatus.OK, read_bytes(preview.media[path]), content_type(path))
    for name in (path, f"{path}index.html") if path.endswith("/") or not path else (path,):
        if name in preview.pages:
            status = HTTPStatus.GONE if name in preview.withdrawn else HTTPStatus.OK
            headers = _SEARCHES if _SEARCH.fullmatch(name) else {}
            return Answer(status, preview.pages[name], content_type(name), headers)
    if f"{path}/index.html" in preview.pages:
        location = {"Location": "/" + quote(path) + "/"}
        return Answer(HTTPStatus.MOVED_PERMANENTLY, b"", headers=location)
    for name in (path, f"{path.rstrip('/')}/index.html"):
        if name in preview.unread:
            return failure(
                *preview.unread[name], title=phrase("This page cannot be shown"), words=words
            )
    missing = preview.pages.get(_NOT_FOUND) or message(
        phrase("Not found"), phrase("There is no such page."), words
    )
    return Answer(HTTPStatus.NOT_FOUND, missing)


def failure(
    *found: WorkflowError,
    title: str = phrase("The preview cannot be built"),
    words: Words = ENGLISH,
) -> Answer:
    """The page that says what keeps the preview, or one page of it, from being built."""
    errors = [
        each
        for error in found
        for each in (error.errors if isinstance(error, ErrorGroup) else (error,))
    ]
    lines = [
        "".join(
            (
                f"{each.location}: " if each.location else "",
                words(each.message),
                f"\n{words(each.hint)}" if each.hint else "",
            )
        )
        for each in errors
    ]
    page = message(title, "\n\n".join(lines), words)
    return Answer(HTTPStatus.INTERNAL_SERVER_ERROR, page)


def message(title: str, text: str, words: Words = ENGLISH) -> bytes:
    """A bare page with a title and a text, whose line breaks are kept; UTF-8."""
    title, text = words(title), words(text)
    language = Locale(words.language).bcp47
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{html.escape(title)}</title><style>{BARE_STYLE}</style>"
        f"<body><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p></body></html>\n"
    ).encode()


def content_type(path: str) -> str:
    """The media type by the ending of ``path``, with the encoding of texts."""
    kind = _TYPES.guess_type(PurePosixPath(path).name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind in {"application/xml", "image/svg+xml"}
    return f"{kind}; charset=utf-8" if text else kind
