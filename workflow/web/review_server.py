"""The review page's server: an application of its own, served by uvicorn."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import uvicorn
from starlette.middleware import Middleware

from workflow.reports.i18n import ENGLISH, Words
from workflow.web.application import application
from workflow.web.doors import Door, LocalDoor, ProxyDoor
from workflow.web.gate import Gate, language_of_request
from workflow.web.keys import Keys
from workflow.web.listening import LOOPBACK, bound
from workflow.web.open_reviews import OpenReviews
from workflow.web.patience import limits

if TYPE_CHECKING:
    from workflow.project.spread import Workers


class _Server(uvicorn.Server):
    """Says when it answers, and when Ctrl-C ends it as it should."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """See the library's; signals are caught already."""
        await super().startup(sockets)
        self.ready()


class ReviewServer:
    """Serves the project in ``root`` to ``actor``, in whose name it writes.

    ``clock`` gives the time of a word, in UTC. ``port`` 0 takes a free one. Behind a ``proxy``
    it serves whom that names, in place of ``actor``, and may listen at another ``host``. Pages are
    in the language that a browser asks for, and in ``words`` where it asks for none that there is,
    or where these are ``fixed``.
    ``workers`` makes the executor that looking at many articles is spread over.
    ``report`` gets a line for each request that met a defect. Raises :class:`WorkflowError`
    where the port cannot be had.
    """

    def __init__(
        self,
        root: Path,
        actor: str,
        clock: Callable[[], datetime],
        port: int,
        report: Callable[[str], None],
        *,
        words: Words = ENGLISH,
        fixed: bool = False,
        host: str = LOOPBACK,
        proxy: ProxyDoor | None = None,
        workers: Workers | None = None,
    ) -> None:
        self.reviews = OpenReviews(root, clock, workers)
        self.keys = Keys()
        self._proxy = proxy
        self._socket = bound(host, port)
        self.server_address: tuple[str, int] = self._socket.getsockname()[:2]
        door: Door = proxy or LocalDoor(actor, self.server_address[1], self.keys)
        spoken = (lambda _: words) if fixed else partial(language_of_request, otherwise=words)
        gate = Middleware(Gate, door, self.keys, spoken)
        self._server = _Server(
            uvicorn.Config(
                application(self.reviews, clock, gate, report, words, own_key=proxy is None),
                loop="asyncio",
                ws="none",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                log_level="critical",  # what it meets is told by ``report``
                access_log=False,
                proxy_headers=False,  # the peer's address is the peer's
                server_header=False,
                **limits(),
            )
        )

    @property
    def origin(self) -> str:
        """Where a browser finds it, ``http://127.0.0.1:8001``; behind a proxy, where that does."""
        host, port = self.server_address
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    @property
    def address(self) -> str:
        """What a person opens: it lets a browser in."""
        if self._proxy is not None:
            return self._proxy.address
        return f"{self.origin}/?key={self.keys.entrance}"

    def serve_forever(self, ready: Callable[[], None] = lambda: None) -> None:
        """Answer requests until :meth:`shutdown`, or Ctrl-C where this is the main thread.

        ``ready`` is called when the first can be answered.
        """
        self._server.ready = ready
        self._server.run(sockets=[self._socket])

    def shutdown(self) -> None:
        """End what :meth:`serve_forever` began; from another thread, it returns at once."""
        self._server.should_exit = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the port back, and end what goes on in the background."""
        self._socket.close()
        self.reviews.close()
