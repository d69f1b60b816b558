"""HTTP for deep-translator's classes: with a timeout, and with errors one can tell apart.

deep-translator calls ``requests.get`` and ``requests.post`` without a timeout and drops the
status code of most failures. Each engine gives its copy of the provider's module an
:class:`Http` under the name ``requests`` instead; nothing that other code sees is changed. What may
pass is tried again, and a service that is down is given up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import requests
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

from workflow.errors import EngineError
from workflow.model.phrase import phrase

ATTEMPTS = 4
BACK_OFF = wait_exponential(multiplier=0.5, max=20) + wait_random(0, 0.5)
"""Seconds between attempts."""
LONGEST_WAIT = 60.0
"""A server that asks for more seconds than this is not waited for."""
GIVE_UP_AFTER = 3
"""Texts in a row that fail after all attempts: then the service is taken to be down."""
_DENIED = (401, 402, 403)


class TransientError(Exception):
    """May pass: too many requests, a server's error, a timeout, a lost connection."""

    def __init__(self, reason: str, retry_after: float = 0.0) -> None:
        super().__init__(reason)
        self.retry_after = retry_after
        """Seconds the server asks to wait."""


class RefusedError(Exception):
    """Will not pass by itself: a wrong key, a text or language the service does not take."""

    def __init__(self, reason: str, *, status: int = 0) -> None:
        super().__init__(reason)
        self.status = status


class Http:
    """The part of ``requests`` that deep-translator uses."""

    exceptions = requests.exceptions

    def __init__(self, timeout: float, key: str = "") -> None:
        self._timeout = timeout
        self._key = key

    def get(self, url: str, **options: Any) -> requests.Response:
        """Send a GET request; raise :class:`TransientError` or :class:`RefusedError`."""
        params = options.get("params") or {}
        if "auth_key" in params:
            # DeepL takes POST with the key in a header only, since January 2026:
            # https://developers.deepl.com/docs/resources/breaking-changes-change-notices
            data = {name: value for name, value in params.items() if name != "auth_key"}
            headers = {"Authorization": f"DeepL-Auth-Key {params['auth_key']}"}
            return self._send("POST", url, data=data, headers=headers)
        return self._send("GET", url, **options)

    def post(self, url: str, **options: Any) -> requests.Response:
        """Send a POST request, its parameters in the body where nothing else is there.

        A paragraph can be longer than the addresses servers take, and they log addresses,
        where a key has no place.
        """
        if not options.get("data") and not options.get("json"):
            options["data"] = options.pop("params", None)
        return self._send("POST", url, **options)

    def _send(self, method: str, url: str, **options: Any) -> requests.Response:
        # "from None" throughout: requests' errors repeat the address, which may hold the key.
        try:
            response = requests.request(method, url, timeout=self._timeout, **options)
        except requests.Timeout:
            raise TransientError(
                phrase("no answer within {timeout:g} seconds", timeout=self._timeout)
            ) from None
        except requests.ConnectionError:
            raise TransientError(phrase("the connection failed")) from None
        except requests.RequestException as error:
            raise RefusedError(
                phrase("the request failed ({name})", name=type(error).__name__)
            ) from None
        status = response.status_code
        if status in (408, 425, 429) or status >= 500:
            raise TransientError(self._reason(response), _retry_after(response))
        if status >= 400:
            raise RefusedError(self._reason(response), status=status)
        return response

    def _reason(self, response: requests.Response) -> str:
        """The status and what the service says of it, without the key."""
        reason = f"HTTP {response.status_code}"
        try:
            answer = response.json()
        except ValueError:
            return reason
        said = answer.get("error") or answer.get("message") if isinstance(answer, dict) else None
        said = said.get("message") if isinstance(said, dict) else said
        if not isinstance(said, str):
            return reason
        return f"{reason}, “{self.redact(' '.join(said.split()))[:200]}”"

    def redact(self, text: str) -> str:
        """Return the text without the key."""
        for secret in (self._key, *self._key.split(":")):
            text = text.replace(secret, "…") if len(secret) > 3 else text
        return text


def _retry_after(response: requests.Response) -> float:
    """The header's seconds (RFC 9110, section 10.2.3); a date there is left aside."""
    value = response.headers.get("Retry-After", "")
    return float(value) if value.isdigit() else 0.0


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
            phrase("{name}: {error}", name=self._name, error=error.args[0]),
            hint=phrase("Check the key in the variable {key_env}.", key_env=self._key_env)
            if denied and self._key_env
            else phrase("Run the command again later, or name another engine with --engine."),
        )
        with self._lock:
            self._failures += 1
            if denied or self._failures >= GIVE_UP_AFTER:
                self._down = told
        return told


def _wait(state: RetryCallState) -> float:
    """The back-off, or what the server asks for where that is longer."""
    return max(BACK_OFF(state), _asked_for(state))


class _AsksTooMuch(stop_base):
    """Stops where the server wants to be left alone for long."""

    def __call__(self, retry_state: RetryCallState) -> bool:
        return _asked_for(retry_state) > LONGEST_WAIT


def _asked_for(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after if isinstance(error, TransientError) else 0.0
