"""Time limits that the HTTP server itself does not set: how long a request may take to arrive."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0
"""For the head of a request, from the first of its bytes, or from the connection's start."""
HEAD_BYTES = 16 * 1024
"""Of a request's head, at most: addresses with filters and texts searched for are short."""


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that gives a connection up whose request's head is too long in coming.

    Without it whoever opens connections and sends a byte now and then holds them for ever. How
    long a body may take is seen to where it is read.
    """

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start the clock."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._start()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop it."""
        self._stop()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Stop it where a head is complete, start it where one has begun."""
        super().data_received(data)
        self._see()

    def on_response_complete(self) -> None:
        """Start it for the next request, of which something may have come already."""
        super().on_response_complete()
        self._see()

    def _see(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop()
        elif self._waiting is None and not self.transport.is_closing():
            self._start()

    def _start(self) -> None:
        self._waiting = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _give_up(self) -> None:
        self._waiting = None
        self.transport.abort()


def limits() -> dict[str, Any]:
    """Settings of the server for what may be asked of it at one time."""
    return {
        "http": PatientProtocol,
        "h11_max_incomplete_event_size": HEAD_BYTES,
        "limit_concurrency": 200,
        "timeout_graceful_shutdown": 2,
    }
