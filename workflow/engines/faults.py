"""What can go wrong with one request to a service; each kind says what is done about it.

Backends raise these and nothing else. The reason is a phrase for people; neither it nor the
error's cause may hold a key, or an address with a key in it.
"""

from __future__ import annotations

from workflow.model.phrase import Phrase, phrase

_LATER: str = phrase("Drafts so far are kept: later, `workflow translate` goes on from here.")


def too_late(timeout: float) -> Phrase:
    """What to say of a request that had no answer after so many seconds."""
    if timeout == 1:
        return phrase("no answer within one second")
    return phrase("no answer within {timeout:g} seconds", timeout=timeout)


class Fault(Exception):
    """A request that brought no answer."""

    sent = True
    """Whether it left this machine, as far as is known: what certainly did not is not counted."""
    hint: str = ""
    """What a person can do about it; empty for the usual advice."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cost: float | None = None
        """What the service charged all the same, where it says so."""


class Busy(Fault):
    """The service asks for time (429, or 503 with Retry-After): all requests to it wait."""

    hint = _LATER

    def __init__(self, reason: str, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        """Seconds the service asks to wait; 0 where it does not say."""


class OutOfFiles(Busy):
    """This machine opens no more connections at the moment: fewer requests at a time may do."""

    sent = False
    hint = ""


class Transient(Fault):
    """May pass: 408, 425, 5xx, a connection refused, reset or cut inside the answer, a deadline."""

    hint = _LATER


class Unreached(Transient):
    """The request certainly never left this machine: no name, no connection."""

    sent = False
    hint = ""


class Malformed(Fault):
    """An answer that is none: not JSON, the wrong shape or number, empty, an error with 200.

    It is tried again; the service is up, and its other answers count.
    """


class TextRefused(Fault):
    """The service does not take these texts (400, 413, 414, 422, a limit of length).

    A batch is split until the one text is found; the others go on.
    """

    def __init__(self, reason: str, *, sent: bool = True, plain: bool = False) -> None:
        super().__init__(reason)
        self.sent = sent
        self.plain = plain
        """Whether a status of HTTP alone says that it is the text: it may be how it was sent."""


class Apart(Fault):
    """The answer to several texts was thrown away: each is to be sent in a request of its own.

    No failure of the service, and no attempt of the texts.
    """


class Reworded(Fault):
    """The service does not know the way it was asked (a format, a parameter); the backend has
    changed it, which it can do a few times only. The same texts are sent again at once.

    No failure of the service, and no attempt of the texts.
    """


class ServiceDenied(Fault):
    """The service takes nothing of us (401, 402, 403, 456, a quota that is spent).

    It is given up for this run.
    """

    def __init__(
        self, reason: str, hint: str = "", *, sent: bool = True, of_key: bool = False
    ) -> None:
        super().__init__(reason)
        self.sent = sent
        self.hint = hint
        self.of_key = of_key
        """Whether it is the key that is refused, or lacks."""
