"""HTTP for deep-translator's classes: with a timeout, and with errors one can tell apart.

deep-translator calls ``requests.get`` and ``requests.post`` without a timeout and drops the
status code of most failures. Each engine gives its copy of the provider's module an
:class:`Http` under the name ``requests`` instead; nothing that other code sees is changed.
"""

from __future__ import annotations

from typing import Any

import requests


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
            raise TransientError(f"no answer within {self._timeout:g} seconds") from None
        except requests.ConnectionError:
            raise TransientError("the connection failed") from None
        except requests.RequestException as error:
            raise RefusedError(f"the request failed ({type(error).__name__})") from None
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
