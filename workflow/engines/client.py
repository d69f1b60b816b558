"""One HTTP client for a service: its connections are kept, and every request has an end.

The time-out bounds a request as a whole, so that a server that sends a byte now and then holds
nothing up. Redirects are not followed: the key is for the address in the settings. Errors never
hold more of an address than host and port: there may be a key in it.
"""

from __future__ import annotations

import asyncio
import errno
import json
import socket
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined]

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from workflow.engines.faults import (
    Busy,
    Fault,
    Malformed,
    OutOfFiles,
    ServiceDenied,
    TextRefused,
    Transient,
    Unreached,
    too_late,
)
from workflow.model.phrase import phrase
from workflow.model.secrecy import Secrets

LARGEST = 32 * 1024 * 1024
"""Bytes of an answer; one that is larger is none."""
_DENIED = frozenset({401, 402, 403, 407, 456})
_ADDRESS = frozenset({404, 405, 410})
_FORM = frozenset({406, 411, 415, 417, 426})
"""How a request is written, whatever its texts are."""
_PASSING = frozenset({408, 425})
_JSON = json.JSONEncoder(ensure_ascii=False)
_NO_MORE_FILES = frozenset({errno.EMFILE, errno.ENFILE})


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that came whole."""

    status: int
    headers: Mapping[str, str]
    """By name, in any case."""
    body: bytes

    def json(self) -> Any:
        """The body as JSON; raises :class:`Malformed` where it is none.

        It is UTF-8, 16 or 32 by its first bytes (RFC 4627, section 3), else what is declared.
        Nothing is guessed: JSON is UTF-8 (RFC 8259, section 8.1), and of another encoding taken for
        one that is like it a wrong letter would be all that one sees.
        """
        try:
            text = self.text
        except ValueError:
            said = phrase("the answer is neither in UTF-8 nor in an encoding that it names")
            raise Malformed(said) from None
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise Malformed(phrase("the answer is not JSON")) from None

    @property
    def media_type(self) -> str:
        """What it is declared to be, in lower case and without parameters."""
        return self._declared.get_content_type() if "Content-Type" in self.headers else ""

    @property
    def text(self) -> str:
        """The body as text; raises :class:`ValueError` for one in no known encoding."""
        try:
            return self.body.decode(json.detect_encoding(self.body))
        except UnicodeDecodeError:
            charset = self._declared.get_content_charset("utf-8")
            try:
                return self.body.decode(charset)
            except LookupError as error:
                raise ValueError(charset) from error

    @property
    def _declared(self) -> Message:
        message = Message()
        message["Content-Type"] = self.headers.get("Content-Type", "")
        return message


class Client:
    """Sends requests from one event loop at a time; connections are kept until it is closed."""

    def __init__(
        self, timeout: float, environ: Mapping[str, str], secrets: Iterable[str] = ()
    ) -> None:
        """``timeout`` in seconds; ``environ`` names the proxy; ``secrets`` no error may hold."""
        self._timeout = timeout
        self._proxy = cache(lambda url: proxy_for(url, environ))
        self._secrets = Secrets(secrets)
        self._session: aiohttp.ClientSession | None = None

    async def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        json: object = None,
        form: Mapping[str, str] | Iterable[tuple[str, str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send one request and read its answer, whatever its status.

        Raises :class:`Transient` where none comes in time or whole (:class:`Unreached` where the
        request never left), :class:`Malformed` for one that is too large, and
        :class:`ServiceDenied` for an address or certificate that cannot be used.
        """
        # "from None" throughout: errors repeat the address, which may hold the key.
        try:
            async with (
                asyncio.timeout(self._timeout),
                self._opened().request(
                    method,
                    url,
                    params=params,
                    json=json,
                    data=form,
                    headers=headers,
                    proxy=self._proxy(url),
                    allow_redirects=False,
                ) as response,
            ):
                return Reply(response.status, response.headers, await _whole(response))
        except (TimeoutError, ValueError, aiohttp.ClientError) as error:
            raise self._fault(error) from None

    def _fault(self, error: TimeoutError | ValueError | aiohttp.ClientError) -> Fault:
        """What to say of a request that brought no answer."""
        match error:
            case TimeoutError():
                return Transient(too_late(self._timeout))
            case aiohttp.ClientSSLError():
                said = phrase("no secure connection: its certificate is not valid")
                return ServiceDenied(said, sent=False)
            case aiohttp.ClientConnectorError():
                return self._unreached(error)
            case aiohttp.ClientHttpProxyError():
                said = phrase("the proxy refuses: HTTP {status}", status=error.status)
                return ServiceDenied(said, sent=False)
            case ValueError() | aiohttp.NonHttpUrlClientError():
                said = phrase("the address or the key is not one that can be sent")
                return ServiceDenied(said, sent=False)
        return Transient(phrase("the connection was cut"))

    def _unreached(self, error: aiohttp.ClientConnectorError) -> Fault:
        if error.os_error.errno in _NO_MORE_FILES:
            return OutOfFiles(phrase("this process may not open more files (ulimit -n)"))
        place = self.redact(f"{error.host}:{error.port}")
        if not isinstance(error, aiohttp.ClientProxyConnectionError):
            return Unreached(phrase("no connection to {host}", host=place))
        fault = Unreached(phrase("no connection to the proxy {host}", host=place))
        fault.hint = phrase("The proxy is named in http_proxy or https_proxy: is it running?")
        return fault

    def redact(self, text: str) -> str:
        """``text``, which may be a server's, without keys."""
        return self._secrets.redacted(text)

    def holds_key(self, text: str) -> bool:
        """Whether a text of an answer has a key in it, in whatever spelling: then it is none."""
        return self._secrets.are_in(text)

    async def close(self) -> None:
        """Close the connections; the next request opens new ones."""
        if self._session:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            # As many connections as the dispatcher has requests under way.
            connector = aiohttp.TCPConnector(limit=0, ttl_dns_cache=300, resolver=Resolver())
            self._session = aiohttp.ClientSession(
                connector=connector,
                # services count bytes of a body: a Chinese character has three, its escape has six
                json_serialize=_JSON.encode,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
                middlewares=(_sent_once,),
            )
        return self._session


def proxy_for(url: str, environ: Mapping[str, str]) -> str | None:
    """The address of the proxy that the environment names for ``url``; None for none.

    Raises :class:`ServiceDenied` for one that cannot be used.
    """
    parts = urlsplit(url)
    names = (f"{parts.scheme}_proxy", f"{parts.scheme}_proxy".upper())
    proxy = next(filter(None, map(environ.get, names)), None)
    none = environ.get("no_proxy") or environ.get("NO_PROXY") or ""
    if proxy is None or proxy_bypass_environment(parts.netloc.rpartition("@")[2], {"no": none}):
        return None
    if not proxy.startswith(("http://", "https://")) and "://" in proxy:
        raise ServiceDenied(phrase("the proxy in the environment does not speak HTTP"), sent=False)
    address = proxy if "://" in proxy else f"http://{proxy}"
    if not _is_address(address):
        raise ServiceDenied(phrase("the proxy in the environment is no address"), sent=False)
    return address


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets, or a port beyond all
        return False


def fault_of(reply: Reply, said: str = "") -> Fault | None:
    """What a status means; None for success. ``said``: the server's words, without keys."""
    status = reply.status
    if status < 300:
        return None
    if said:
        reason = phrase("HTTP {status}, “{text}”", status=status, text=said)
    else:
        reason = phrase("HTTP {status}", status=status)
    if status == 429 or (status == 503 and "Retry-After" in reply.headers):
        return Busy(reason, retry_after(reply.headers))
    if status in _PASSING or status >= 500:
        return Transient(reason)
    if status < 400 or status in _ADDRESS or status in _FORM:
        return ServiceDenied(reason, phrase("Check the line `url` in its section of setup.cfg."))
    if status in _DENIED:
        return ServiceDenied(reason, of_key=status in {401, 403})
    return TextRefused(reason, plain=True)


def retry_after(headers: Mapping[str, str]) -> float:
    """The seconds that Retry-After asks for, as a number or a date; 0 where it says neither.

    A date is counted from the server's own clock, where the answer says what that is.
    """
    value = headers.get("Retry-After", "").strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        until = _moment(value)
    if until is None:
        return 0.0
    since = _moment(headers.get("Date", "")) or datetime.now(UTC)
    return max(0.0, (until - since).total_seconds())


def _moment(date: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, OverflowError):  # years and offsets that no clock has
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            raise Malformed(phrase("the answer is too long"))
    return bytes(body)


async def _sent_once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Tell of a kept connection that the server had closed: aiohttp would send a GET again, and
    nobody would count it."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
        raise Transient(phrase("the connection was cut")) from None


class Resolver(AbstractResolver):
    """Looks names up in threads that do not keep the program from ending."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """See :meth:`AbstractResolver.resolve`."""
        loop = asyncio.get_running_loop()
        found: asyncio.Future[Any] = loop.create_future()

        def look_up() -> None:
            result: Any
            try:
                result = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM)
            except OSError as error:
                result = error
            if not loop.is_closed():
                loop.call_soon_threadsafe(tell, result)

        def tell(result: Any) -> None:
            if found.done():
                return
            if isinstance(result, OSError):
                found.set_exception(result)
            else:
                found.set_result(result)

        threading.Thread(target=look_up, daemon=True).start()
        return [
            ResolveResult(
                hostname=host,
                host=address[0],
                port=address[1],
                family=kind,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for kind, _, protocol, _, address in await found
        ]

    async def close(self) -> None:
        """Nothing is kept."""
