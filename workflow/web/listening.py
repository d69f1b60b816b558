"""Where a server listens, and what is said where it cannot."""

from __future__ import annotations

import errno
import socket

from workflow.errors import WorkflowError
from workflow.model.phrase import phrase

LOOPBACK = "127.0.0.1"


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens at the address ``host`` and ``port`` (0: a free one).

    Raises :class:`WorkflowError` where the port cannot be had.
    """
    found = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen()
    except (OSError, OverflowError) as error:
        found.close()
        raise no_port(port, error) from error
    return found


def no_port(port: int, error: OSError | OverflowError) -> WorkflowError:
    """Why ``port`` cannot be had, and what to do."""
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
