"""The preview's server: loopback only, one thread a request, nothing but GET and HEAD."""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from workflow import __version__
from workflow.errors import WorkflowError
from workflow.flows.preview import Preview
from workflow.web.answer import SECURITY, Answer, answer, failure, is_local, message

LOOPBACK = "127.0.0.1"


class PreviewServer(ThreadingHTTPServer):
    """Listens from the start; answers with what :meth:`show` was given.

    ``port`` 0 takes a free one; ``report`` gets a line for each request that met a defect.
    Raises :class:`WorkflowError` where the port cannot be had.
    """

    def __init__(self, port: int, report: Callable[[str], None]) -> None:
        self.report = report
        self.preview: Callable[[], Preview] = lambda: Preview({}, {})
        try:
            super().__init__((LOOPBACK, port), _Handler)
        except (OSError, OverflowError) as error:
            raise _no_port(port, error) from error

    @property
    def address(self) -> str:
        """Where a browser finds it, ``http://127.0.0.1:8000/``."""
        return f"http://{LOOPBACK}:{self.server_address[1]}/"

    def show(self, preview: Callable[[], Preview]) -> None:
        """Serve what ``preview`` gives at each request; it needs the address, so it comes late."""
        self.preview = preview

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: object
    ) -> None:
        """Say in one line what went wrong, unless the browser just went away."""
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError | TimeoutError):
            self.report(f"the preview met a defect of its own: {type(error).__name__}: {error}")


class _Handler(BaseHTTPRequestHandler):
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
            text = "This preview answers to 127.0.0.1 and localhost only."
            return Answer(HTTPStatus.MISDIRECTED_REQUEST, message("Not here", text))
        try:
            return answer(self.path, self.server.preview())
        except WorkflowError as error:
            return failure(error)

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
        """Keep quiet: the terminal belongs to who started the preview."""


def _no_port(port: int, error: OSError | OverflowError) -> WorkflowError:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return WorkflowError(
            f"port {port} is in use",
            hint=f"Stop the other server, or choose another port: --port {port + 1} "
            "(0 takes a free one).",
        )
    return WorkflowError(
        f"cannot listen on port {port}: {error}",
        hint="Choose a port from 1024 to 65535, or 0 for a free one.",
    )
