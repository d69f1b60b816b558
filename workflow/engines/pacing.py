"""How many requests to a service may be under way, and when the next may begin.

One pace a service and run. It opens with all requests the settings allow; when the service asks
for time, all wait for one clock, and half as many go on from there; each success opens it by a
little again (AIMD, as in TCP: RFC 5681). Failures speak of the service only where nothing succeeds
in between: then a text that was not tried yet goes now and then, beside those that are tried
again, and a service that does not come back is given up. The pace itself neither waits nor sends:
it is told of the time, in seconds of any clock, and counts.
"""

from __future__ import annotations

from dataclasses import dataclass

from workflow.model.phrase import phrases


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of waiting, and bounds of it."""

    pause: float = 0.5
    """The first wait where the service does not say how long; doubled each time."""
    longest_pause: float = 20.0
    longest_retry: float = 2.0
    """The longest wait after a failure that is no 429."""
    bound: float = 60.0
    """A service that asks for more time than this since its last success is given up."""
    failures: int = 16
    """Failures without a success in between at which it is given up, not before ``trouble``:
    faults that hit every fifth request hardly ever make a row of so many."""
    trouble: float = 20.0
    """Seconds without a success in which texts are tried again, before it is given up."""
    unreached: float = 5.0
    """The same where no connection was ever made: a wrong address, or nobody who listens."""
    silence: float = 120.0
    """Seconds without a success after which half as many failures are enough."""
    wrong: int = 16
    """Answers of the wrong shape, each to a text alone, after which a service that never gave a
    right one is given up: it does not speak its protocol, and answers are paid for."""
    wrong_at_all: int = 128
    """The same of answers to any number of texts."""
    glitch: float = 2.0
    """Seconds within which wrong answers may be a service that is just starting."""


class Pace:
    """See the module's description."""

    def __init__(
        self, in_flight: int, per_minute: int | None = None, patience: Patience | None = None
    ) -> None:
        self.patience = patience or Patience()
        self.gone = ""
        """Why the service was given up; empty while it is not."""
        self.trouble = ""
        """Why the last request failed, while none has succeeded since."""
        self._most = max(1, in_flight)
        self._window = float(self._most)
        self._apart = 60.0 / per_minute if per_minute else 0.0
        self._under_way = 0
        self._next = 0.0
        self._halved = 0.0
        self._troubled: float | None = None
        self._waits = 0
        self._failures = 0
        self._wrong = self._wrong_alone = 0
        self._new_at = self._probe_at = 0.0
        self._answers = False

    @property
    def width(self) -> int:
        """Requests that may be under way now."""
        return max(1, int(self._window))

    def wait(self, now: float) -> float | None:
        """Seconds until a request may begin; None: not before one of those under way has ended."""
        if self.probing:
            return None if self._under_way else max(0.0, max(self._next, self._probe_at) - now)
        return None if self._under_way >= self.width else max(0.0, self._next - now)

    def wait_with_new(self, now: float) -> float:
        """Seconds until a text may be sent that was not tried before; 0 without trouble."""
        return max(0.0, self._new_at - now) if self._in_trouble else 0.0

    def began(self, now: float, *, new: bool = False) -> None:
        """A request begins, with texts that are tried again or ``new``."""
        self._under_way += 1
        self._next = max(self._next, now + self._apart) if self._apart else self._next
        if new and self._in_trouble:
            self._new_at = now + self.retry(self._failures)

    def ended(self) -> None:
        """A request has ended, in whatever way."""
        self._under_way -= 1

    def succeeded(self) -> None:
        """It brought an answer: trouble is over."""
        self._window = min(self._most, self._window + 1 / self._window)
        self._troubled = None
        self.trouble = ""
        self._waits = self._failures = 0
        self._answers = True

    def busy(self, begun: float, now: float, retry_after: float, reason: str) -> None:
        """A request that was begun at ``begun`` was told to come again later."""
        if begun >= self._halved:  # those sent before know nothing of the new pace
            self._window = max(1.0, self._window / 2)
            self._halved = now
            self._waits += 1
        pause = max(self._doubled(self._waits, self.patience.longest_pause), retry_after)
        self._troubled = now if self._troubled is None else self._troubled
        self._next = max(self._next, now + pause)
        if self._next - self._troubled > self.patience.bound:
            self.gone = phrases(
                "{reason}; it asks for {count} second, longer than one run waits",
                "{reason}; it asks for {count} seconds, longer than one run waits",
                round(self._next - self._troubled),
                reason=reason,
            )

    def answered_wrongly(self, *, alone: bool) -> None:
        """A request brought an answer of the wrong shape, to a text ``alone`` or to several; it
        has failed, too."""
        self._wrong += 1
        self._wrong_alone += alone

    def failed(self, now: float, reason: str, *, unreached: bool = False) -> None:
        """A request failed, in a way that may be the service's."""
        self._failures += 1
        self.trouble = reason
        self._troubled = now if self._troubled is None else self._troubled
        self._probe_at = now + self.retry(self._failures)
        if self._failures <= self._most + 1:
            self._new_at = now + self.retry(self._failures)
        seconds, most = now - self._troubled, self.patience.failures
        wrong = (
            self._wrong_alone >= self.patience.wrong or self._wrong >= self.patience.wrong_at_all
        )
        if (
            (self._failures >= most and seconds >= self.patience.trouble)
            or (self._failures >= most // 2 and seconds >= self.patience.silence)
            or (unreached and not self._answers and seconds >= self.patience.unreached)
            or (wrong and not self._answers and seconds >= self.patience.glitch)
        ):
            self.gone = phrases(
                "{reason}; {count} request in a row failed",
                "{reason}; {count} requests in a row failed",
                self._failures,
                reason=reason,
            )

    @property
    def probing(self) -> bool:
        """Whether the service has failed and never answered, or failed too often in a row: then
        one request goes at a time, and what it costs, of money and of a budget, is to be as little
        as can be."""
        return self._failures > (2 * max(self._most, 4) if self._answers else 0)

    @property
    def ever_answered(self) -> bool:
        """Whether any request has brought an answer."""
        return self._answers

    @property
    def _in_trouble(self) -> bool:
        """Whether more have failed in a row than were under way at once."""
        return self._failures > self._most

    def retry(self, attempts: int) -> float:
        """Seconds after which a text that failed so many times is sent again."""
        return self._doubled(attempts, self.patience.longest_retry)

    def _doubled(self, times: int, longest: float) -> float:
        # hundreds of requests may fail at once, and no number is doubled a thousand times
        return min(self.patience.pause * 2.0 ** min(times - 1, 64), longest)
