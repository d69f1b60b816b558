"""Trying again what may pass, and giving up a service that is down."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    sleep_using_event,
    stop_after_attempt,
    stop_any,
    stop_when_event_set,
    wait_exponential,
    wait_random,
)
from tenacity.stop import stop_base

from workflow.engines.http import RefusedError, TransientError
from workflow.errors import EngineError

ATTEMPTS = 4
BACK_OFF = wait_exponential(multiplier=0.5, max=20) + wait_random(0, 0.5)
"""Seconds between attempts."""
LONGEST_WAIT = 60.0
"""A server that asks for more seconds than this is not waited for."""
GIVE_UP_AFTER = 3
"""Texts in a row that fail after all attempts: then the service is taken to be down."""
_DENIED = (401, 402, 403)


class Patience:
    """How often one service is asked, over a whole run; safe to share between threads."""

    def __init__(self, name: str, key_env: str | None) -> None:
        self._name = name
        self._key_env = key_env
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._failures = 0
        self._down: EngineError | None = None

    def end(self) -> None:
        """Let nobody wait for another attempt: the run has been interrupted."""
        self._stop.set()

    def call(self, ask: Callable[[], str]) -> str:
        """Return what ``ask`` returns, after some attempts if need be.

        ``ask`` raises :class:`TransientError` or :class:`RefusedError`. Raises
        :class:`EngineError`: after all attempts, for a refusal, and, without asking, once the
        service denied the key or failed for some texts in a row.
        """
        if self._down:
            raise self._down
        try:
            answer = self._retrying()(ask)
        except (TransientError, RefusedError) as error:
            raise self._failed(error) from None  # the chain says no more than the message
        with self._lock:
            self._failures = 0
        return answer

    def _retrying(self) -> Retrying:
        return Retrying(
            retry=retry_if_exception_type(TransientError),
            stop=stop_any(
                stop_after_attempt(ATTEMPTS), stop_when_event_set(self._stop), _AsksTooMuch()
            ),
            wait=_wait,
            sleep=sleep_using_event(self._stop),
            reraise=True,
        )

    def _failed(self, error: TransientError | RefusedError) -> EngineError:
        denied = isinstance(error, RefusedError) and error.status in _DENIED
        told = EngineError(
            f"{self._name}: {error}",
            hint=f"Check the key in the variable {self._key_env}."
            if denied and self._key_env
            else "Run the command again later, or name another engine with --engine.",
        )
        with self._lock:
            self._failures += 1
            if denied or self._failures >= GIVE_UP_AFTER:
                self._down = told
        return told


def _wait(state: RetryCallState) -> float:
    """The back-off, or what the server asks for where that is longer."""
    return max(BACK_OFF(state), _retry_after(state))


class _AsksTooMuch(stop_base):
    """Stops where the server wants to be left alone for long."""

    def __call__(self, retry_state: RetryCallState) -> bool:
        return _retry_after(retry_state) > LONGEST_WAIT


def _retry_after(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after if isinstance(error, TransientError) else 0.0
