"""Before any page: who it is, what goes with every answer, and whether a form is our own."""

from __future__ import annotations

import asyncio
import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workflow.model.phrase import phrase
from workflow.reports.i18n import ENGLISH, LANGUAGES, Words
from workflow.web.answer import BARE_STYLE, message
from workflow.web.doors import Door, Refused
from workflow.web.keys import Keys, same

_BARE = b64encode(hashlib.sha256(BARE_STYLE.encode()).digest()).decode()
HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
    f"style-src 'self' 'sha256-{_BARE}'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not no-referrer: a browser then says of the page's own forms that they come from nowhere.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every answer that does not say otherwise of itself."""
FORM = "application/x-www-form-urlencoded"
LARGEST = 512 * 1024
"""Bytes of a form, at most: a text, written in escapes of three bytes a byte, has room, and so have
the names of 5,000 messages that are accepted at once."""
BODY_SECONDS = 20.0
"""For a form to arrive."""
_DRAINED = 1024 * 1024
"""Bytes of a larger one that are read nevertheless: a browser reads no answer before it has
sent what it has."""
_FIELDS = 40


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, and in which language the answer is to be."""

    actor: str
    token: str
    """What a form has to bring."""
    words: Words


class Gate:
    """Lets in whom the door admits; the pages find the :class:`Visitor` in the request's state."""

    def __init__(
        self, app: ASGIApp, door: Door, keys: Keys, words: Callable[[Request], Words]
    ) -> None:
        self._app, self._door, self._keys, self._words = app, door, keys, words

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI's entrance."""
        if scope["type"] != "http":
            return
        request = Request(scope)
        words = self._words(request)
        found = self._door.admit(request)
        if isinstance(found, Refused):
            found = page(found.status, found.title, found.text, words)
        if isinstance(found, str):
            visitor = Visitor(found, self._keys.form(found), words)
            scope.setdefault("state", {}).update(visitor=visitor, origin=self._door.origin(request))
            await self._app(scope, receive, _with_headers(send))
        else:
            await found(scope, receive, _with_headers(send))


def language_of_request(request: Request, otherwise: Words = ENGLISH) -> Words:
    """The language that the browser asks for before the others that there are; else ``otherwise``.

    RFC 9110, 12.5.4; where it names several as good as each other, the first.
    """
    best, chosen = 0.0, otherwise.language
    for part in request.headers.get("accept-language", "").split(",")[:20]:
        tag, _, weight = part.partition(";")
        language = tag.strip().split("-")[0].lower()
        found = re.fullmatch(r"\s*q=([01](?:\.[0-9]{0,3})?)\s*", weight)
        value = float(found[1]) if found else 0.0 if weight else 1.0
        if language in LANGUAGES and value > best:
            best, chosen = value, language
    return Words(chosen)


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sent


def visitor_of(request: Request) -> Visitor:
    """Whom the gate let in."""
    found: Visitor = request.state.visitor
    return found


def page(status: HTTPStatus, title: str, text: str, words: Words) -> Response:
    """A bare page that says why there is no other."""
    return Response(message(title, text, words), status, media_type="text/html")


async def form_of(request: Request) -> Mapping[str, str] | Response:
    """The fields of a form that this server's own page sent, or why it is not taken."""
    words = visitor_of(request).words
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await _body(request)
    except TimeoutError:
        text = phrase("The form took too long to arrive; nothing was done.")
        return _closing(page(HTTPStatus.REQUEST_TIMEOUT, phrase("Too slow"), text, words))
    if body is None:
        text = phrase(
            "A form has {number} KB at most; nothing was done. Shorten it.",
            number=LARGEST // 1024,
        )
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return _closing(page(status, phrase("Too large"), text, words))
    form = read_form(body)
    refused = refusal(request, form)
    return form if refused is None else page(refused.status, refused.title, refused.text, words)


async def _body(request: Request) -> bytes | None:
    """What was sent; None where it is too much."""
    parts, size = list[bytes](), 0
    async for part in request.stream():
        size += len(part)
        if size <= LARGEST:
            parts.append(part)
        elif size > _DRAINED:
            break
    return b"".join(parts) if size <= LARGEST else None


def _closing(answer: Response) -> Response:
    answer.headers["Connection"] = "close"
    return answer


def read_form(body: bytes) -> Mapping[str, str]:
    """The fields of a form; of several with one name the last. Empty where it is none.

    WHATWG URL Standard, “application/x-www-form-urlencoded parsing”.
    """
    try:
        text = body.decode("ascii")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:  # bytes that are not ASCII, or too many fields
        return {}


def refusal(request: Request, form: Mapping[str, str]) -> Refused | None:
    """Why a form is not taken; None where it is this server's own."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != FORM:
        return Refused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            phrase("Not a form"),
            phrase("Use the page’s buttons."),
        )
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    foreign = origin is not None and origin.lower() != request.state.origin.lower()
    if foreign or site not in (None, "same-origin"):
        return Refused(
            HTTPStatus.FORBIDDEN,
            phrase("Not from here"),
            phrase("The form comes from another site. Nothing was done."),
        )
    if not same(form.get("token", ""), visitor_of(request).token):
        return Refused(
            HTTPStatus.FORBIDDEN,
            phrase("An old page"),
            phrase(
                "The page was opened before this server was started, or the form is not its own. "
                "Nothing was done. Open the page once more, then send it again."
            ),
        )
    return None
