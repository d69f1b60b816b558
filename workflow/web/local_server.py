"""Servers on the loopback, one thread a request; the preview's answers GET and HEAD alone."""

from __future__ import annotations

import errno
import re
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from workflow import __version__
from workflow.errors import WorkflowError
from workflow.flows.preview import Preview
from workflow.model.phrase import phrase
from workflow.reports.i18n import ENGLISH, Words
from workflow.web.answer import SECURITY, Answer, answer, failure, is_local, message

LOOPBACK = "127.0.0.1"
LARGEST = 64 * 1024
"""Bytes of a form, at most."""
_DRAINED = 1024 * 1024
"""Bytes of a larger one that are read nevertheless: a browser reads no answer before it has
sent what it has."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the browser asks for."""

    method: str
    """``GET`` (for HEAD as well) or ``POST``."""
    target: str
    """Path and query, as the request line has them."""
    headers: Message
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path, its escapes read."""
        return unquote(re.split("[?#]", self.target, maxsplit=1)[0])

    @property
    def query(self) -> str:
        """What follows the question mark, as it is written."""
        return self.target.partition("#")[0].partition("?")[2]


class LocalServer(ThreadingHTTPServer):
    """Listens on the loopback from the start; what it answers is for its children to say.

    ``port`` 0 takes a free one; ``report`` gets a line for each request that met a defect.
    Raises :class:`WorkflowError` where the port cannot be had.
    """

    name: str = "server"
    """What messages call it."""

    def __init__(
        self,
        port: int,
        report: Callable[[str], None],
        handler: type[BaseHTTPRequestHandler] | None = None,
        words: Words = ENGLISH,
    ) -> None:
        self.report = report
        self.words = words
        try:
            super().__init__((LOOPBACK, port), handler or Reader)
        except (OSError, OverflowError) as error:
            raise _no_port(port, error) from error

    @property
    def address(self) -> str:
        """Where a browser finds it, ``http://127.0.0.1:8000/``."""
        return f"http://{LOOPBACK}:{self.server_address[1]}/"

    def answer(self, request: Request) -> Answer:
        """The answer to a request that came to this machine's own name.

        May raise :class:`WorkflowError`, which :meth:`failure` then makes an answer of.
        """
        raise NotImplementedError

    def failure(self, error: WorkflowError) -> Answer:
        """The page that says what keeps a request from being answered."""
        return failure(error, words=self.words)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Say in one line what went wrong, unless the browser just went away."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            said = phrase(
                "the {server} met a defect of its own: {kind}: {error}",
                server=self.name,
                kind=type(error).__name__,
                error=str(error),
            )
            self.report(said)


class PreviewServer(LocalServer):
    """Answers with what :meth:`show` was given."""

    name = phrase("preview")

    def __init__(self, port: int, report: Callable[[str], None], words: Words = ENGLISH) -> None:
        self.preview: Callable[[], Preview] = lambda: Preview({}, {})
        super().__init__(port, report, words=words)

    def show(self, preview: Callable[[], Preview]) -> None:
        """Serve what ``preview`` gives at each request; it needs the address, so it comes late."""
        self.preview = preview

    def answer(self, request: Request) -> Answer:
        """The page or image of the preview."""
        return answer(request.target, self.preview(), self.words)


class Reader(BaseHTTPRequestHandler):
    """Answers GET and HEAD; every other method gets 501 from the library."""

    server: LocalServer
    server_version = f"workflow/{__version__}"
    sys_version = ""
    timeout = 30  # seconds of silence, after which a connection is given up

    def do_GET(self) -> None:
        self._send(self._answer(Request("GET", self.path, self.headers)))

    def do_HEAD(self) -> None:
        self._send(self._answer(Request("GET", self.path, self.headers)), with_body=False)

    def _answer(self, request: Request) -> Answer:
        if not is_local(request.headers.get("Host")):
            text = phrase(
                "This {server} answers to `127.0.0.1` and `localhost` only.",
                server=self.server.name,
            )
            return Answer(HTTPStatus.MISDIRECTED_REQUEST, self._message(phrase("Not here"), text))
        try:
            return self.server.answer(request)
        except WorkflowError as error:
            return self.server.failure(error)

    def _message(self, title: str, text: str) -> bytes:
        return message(title, text, self.server.words)

    def _send(self, found: Answer, *, with_body: bool = True) -> None:
        self.send_response(found.status)
        self.send_header("Content-Type", found.type)
        self.send_header("Content-Length", str(len(found.body)))
        for name, value in {**SECURITY, **found.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(found.body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the terminal belongs to who started the server."""


class Writer(Reader):
    """Answers POST as well, with a body of bounded size."""

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or "Transfer-Encoding" in self.headers:
            text = phrase("The request does not say how long its body is.")
            page = self._message(phrase("No length"), text)
            self._send(Answer(HTTPStatus.LENGTH_REQUIRED, page))
        elif int(length[:20]) > LARGEST:
            self._drain(int(length[:20]))
            text = phrase(
                "A form has {number} KB at most; nothing was done. Shorten the note.",
                number=LARGEST // 1024,
            )
            page = self._message(phrase("Too large"), text)
            self._send(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, page))
        else:
            request = Request("POST", self.path, self.headers)
            self._send(self._answer(replace(request, body=self.rfile.read(int(length)))))

    def _drain(self, length: int) -> None:
        left = min(length, _DRAINED)
        while left > 0 and (read := self.rfile.read(min(left, LARGEST))):
            left -= len(read)


def _no_port(port: int, error: OSError | OverflowError) -> WorkflowError:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return WorkflowError(
            phrase("port {port} is in use", port=str(port)),
            hint=phrase(
                "Stop the other server, or choose another port: --port {other} (0 takes a free "
                "one).",
                other=str(port + 1),
            ),
        )
    return WorkflowError(
        phrase("cannot listen on port {port}: {error}", port=str(port), error=str(error)),
        hint=phrase("Choose a port from 1024 to 65535, or 0 for a free one."),
    )
