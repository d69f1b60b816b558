"""The preview's server on the loopback, one thread a request; it answers GET and HEAD alone."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from workflow import __version__
from workflow.errors import WorkflowError
from workflow.flows.preview import Preview
from workflow.model.phrase import phrase
from workflow.reports.i18n import ENGLISH, Words
from workflow.web.answer import SECURITY, Answer, answer, failure, is_local, message
from workflow.web.listening import LOOPBACK, no_port


class PreviewServer(ThreadingHTTPServer):
    """Answers with what :meth:`show` was given, on the loopback.

    ``port`` 0 takes a free one; ``report`` gets a line for each request that met a defect.
    Raises :class:`WorkflowError` where the port cannot be had.
    """

    def __init__(self, port: int, report: Callable[[str], None], words: Words = ENGLISH) -> None:
        self.report = report
        self.words = words
        self.preview: Callable[[], Preview] = lambda: Preview({}, {})
        try:
            super().__init__((LOOPBACK, port), Reader)
        except (OSError, OverflowError) as error:
            raise no_port(port, error) from error

    @property
    def address(self) -> str:
        """Where a browser finds it, ``http://127.0.0.1:8000/``."""
        return f"http://{LOOPBACK}:{self.server_address[1]}/"

    def show(self, preview: Callable[[], Preview]) -> None:
        """Serve what ``preview`` gives at each request; it needs the address, so it comes late."""
        self.preview = preview

    def answer(self, target: str) -> Answer:
        """The page or image of the preview at ``target``; or why it cannot be built."""
        try:
            return answer(target, self.preview(), self.words)
        except WorkflowError as error:
            return failure(error, words=self.words)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Say in one line what went wrong, unless the browser just went away."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            said = phrase(
                "internal error in the {server}: {kind}: {error}",
                server=phrase("preview"),
                kind=type(error).__name__,
                error=str(error),
            )
            self.report(said)


class Reader(BaseHTTPRequestHandler):
    """Answers GET and HEAD; every other method gets 501 from the library."""

    server: PreviewServer
    server_version = f"workflow/{__version__}"
    sys_version = ""
    timeout = 30  # seconds of silence, after which a connection is given up

    def do_GET(self) -> None:
        self._send(self._answer())

    def do_HEAD(self) -> None:
        self._send(self._answer(), with_body=False)

    def _answer(self) -> Answer:
        if not is_local(self.headers.get("Host")):
            text = phrase(
                "This {server} answers to `127.0.0.1` and `localhost` only.",
                server=phrase("preview"),
            )
            return Answer(HTTPStatus.MISDIRECTED_REQUEST, self._message(phrase("Not here"), text))
        return self.server.answer(self.path)

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
