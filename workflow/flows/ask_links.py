"""Asks the hosts of links whether there is a page, politely.

An article may name any address, that of a machine in the reader's own network too. So nothing is
asked of an address that is not public, whatever name or redirection leads there; no key, cookie or
password is sent, and nothing of an answer is read but its head.
"""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

import aiohttp
from aiohttp.abc import ResolveResult
from yarl import URL

from workflow import __version__
from workflow.engines.client import Resolver, proxy_for
from workflow.engines.faults import ServiceDenied
from workflow.model.link_answer import LinkAnswer
from workflow.model.phrase import phrase

_AGENT: Final = f"workflow/{__version__} (checks links for the authors of a site)"
_PERMANENT: Final = frozenset({HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT})
_REDIRECTS: Final = _PERMANENT | {
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.TEMPORARY_REDIRECT,
}
_MOST_HOPS: Final = 10
_AT_A_HOST: Final = 2
_AT_ONCE: Final = 16
_NAT64: Final = IPv6Network("64:ff9b::/96")
"""Addresses that hold one of IPv4 in their last 32 bits (RFC 6052)."""
_EXPIRED: Final = 10
_ANOTHERS: Final = frozenset({62, 64})
"""What OpenSSL says of a certificate: over; for another host name, or for another address."""
_UNKNOWN: Final = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_OWN_NETWORK: Final = phrase("it is in a network of its own, which is not asked")
_LOCAL: Final = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
"""How names end that no public host has (RFC 6761, 6762, 8375)."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet at large, and to no network of its own."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


@dataclass(frozen=True, slots=True)
class Manners:
    """How hosts are asked."""

    timeout: float = 15.0
    """Seconds for one answer."""
    pause: float = 1.0
    """Seconds between the beginnings of two requests to one host."""
    asked: Callable[[str], bool] = is_public
    """Whether an IP address may be asked."""


class _Refused(Exception):
    """An address that is not asked, with the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def ask(
    urls: Sequence[str],
    told: Callable[[str, LinkAnswer], None],
    manners: Manners | None = None,
) -> None:
    """Ask for each of ``urls``, and hand each answer to ``told`` as it comes.

    Where no host answers at all it is this machine that is cut off: then a host that is not
    known is none that is not there. Ctrl-C ends it; what was told by then stays told.
    """
    asyncio.run(_Asking(manners or Manners()).all(urls, told))


class _Asking:
    """One run."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners
        self.proxies: set[str] = set()
        """Hosts that pass requests on: these may be in a network of their own."""
        self.hosts: dict[str, _Host] = {}
        self.some = asyncio.Semaphore(_AT_ONCE)
        self.reached = False
        """Whether any host was."""

    async def all(self, urls: Sequence[str], told: Callable[[str, LinkAnswer], None]) -> None:
        """See :func:`ask`."""
        connector = aiohttp.TCPConnector(
            limit=_AT_ONCE, resolver=_PublicResolver(self), use_dns_cache=False
        )
        unknown: dict[str, LinkAnswer] = {}
        async with aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": _AGENT, "Accept": "*/*"},
            timeout=aiohttp.ClientTimeout(total=self.manners.timeout),
        ) as session:
            for task in asyncio.as_completed([self._one(session, url) for url in urls]):
                url, answer = await task
                if answer.dead:
                    unknown[url] = answer
                else:
                    told(url, answer)
        for url, answer in unknown.items():
            told(url, answer if self.reached else LinkAnswer(trouble=answer.trouble))

    async def _one(self, session: aiohttp.ClientSession, url: str) -> tuple[str, LinkAnswer]:
        try:
            return url, await self._followed(session, url)
        except _Refused as refused:
            return url, LinkAnswer(trouble=refused.reason, refused=True)
        except aiohttp.ClientConnectorCertificateError as error:
            self.reached = True
            return url, _of_certificate(error.certificate_error)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as error:
            return url, _trouble(error)

    async def _followed(self, session: aiohttp.ClientSession, url: str) -> LinkAnswer:
        """The answer at the end of all redirections, and the address as far as it has moved."""
        here, moved, for_good = URL(url), "", True
        for _ in range(_MOST_HOPS):
            status, place = await self._answer(session, here)
            if status not in _REDIRECTS or not place:
                return LinkAnswer(status, moved)
            here = here.join(URL(place))
            for_good = for_good and status in _PERMANENT
            moved = here.human_repr() if for_good else moved
        return LinkAnswer(trouble=phrase("it leads from one address to another without end"))

    async def _answer(self, session: aiohttp.ClientSession, url: URL) -> tuple[int, str]:
        """Status and, of a redirection, its address. Not every host answers HEAD rightly."""
        self._look(url)
        status, place = await self._head(session, "HEAD", url)
        if status >= HTTPStatus.BAD_REQUEST and status != HTTPStatus.TOO_MANY_REQUESTS:
            status, place = await self._head(session, "GET", url)
        return status, place

    async def _head(self, session: aiohttp.ClientSession, method: str, url: URL) -> tuple[int, str]:
        host = self.hosts.setdefault(url.host or "", _Host(self.manners.pause))
        # not aiohttp's trust_env, with which it sends the passwords of ~/.netrc as well
        proxy = _proxy(str(url))
        if proxy:
            self.proxies.add(URL(proxy).host or "")
        async with (
            host.turn(),
            self.some,
            session.request(method, url, allow_redirects=False, proxy=proxy) as response,
        ):
            self.reached = True
            return response.status, response.headers.get("Location", "")

    def _look(self, url: URL) -> None:
        """Refuse what is not to be asked; names are looked at once their addresses are known."""
        if url.scheme not in {"http", "https"} or not url.host:
            raise _Refused(phrase("it leads to an address that is none of the web"))
        if url.user or url.password:
            raise _Refused(phrase("there is a password in it, which nobody is to be sent"))
        name = url.host.rstrip(".").lower()
        if _is_ip(name):
            self.refuse(name)
        elif "." not in name or name.endswith(_LOCAL):
            raise _Refused(_OWN_NETWORK)

    def refuse(self, address: str) -> None:
        """Raise :class:`_Refused` for an IP address that is not to be asked."""
        if not self.manners.asked(address):
            raise _Refused(_OWN_NETWORK)


class _Host:
    """Lets a few requests to one host through at a time, with a pause in between."""

    def __init__(self, pause: float) -> None:
        self.pause = pause
        self.few = asyncio.Semaphore(_AT_A_HOST)
        self.next = 0.0

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a request may begin; it is over at the end of the block."""
        async with self.few:
            now = time.monotonic()
            wait = max(0.0, self.next - now)
            self.next = now + wait + self.pause
            await asyncio.sleep(wait)
            yield


class _PublicResolver(Resolver):
    """Finds the addresses of a name, unless one of them is not to be asked."""

    def __init__(self, asking: _Asking) -> None:
        self.asking = asking

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """See :meth:`Resolver.resolve`; raises :class:`_Refused`."""
        found = await super().resolve(host, port, family)
        if host not in self.asking.proxies:
            for each in found:
                self.asking.refuse(each["host"])
        return found


def _is_ip(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _proxy(url: str) -> str | None:
    try:
        return proxy_for(url, os.environ)
    except ServiceDenied as denied:
        raise _Refused(denied.reason) from denied


def _trouble(error: Exception) -> LinkAnswer:
    """What an error of the connection means."""
    said = phrase("the connection was cut")
    dead = False
    match error:
        case TimeoutError():
            said = phrase("no answer came in time")
        case aiohttp.ClientConnectorDNSError():
            said = phrase("no host is called {host}", host=error.host)
            dead = error.os_error.errno in _UNKNOWN
        case aiohttp.ClientSSLError():
            said = phrase("no secure connection comes about")
        case aiohttp.ClientConnectorError():
            said = phrase("no connection to {host}", host=error.host)
        case ValueError():
            said = phrase("it is no address that can be asked for")
    return LinkAnswer(trouble=said, dead=dead)


def _of_certificate(error: Exception) -> LinkAnswer:
    """Whether a certificate is wrong for all, or this machine may only not know its issuer."""
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    said = phrase("the certificate of its host is not one that is known here")
    if code == _EXPIRED:
        said = phrase("the certificate of its host is over")
    elif code in _ANOTHERS:
        said = phrase("the certificate of its host is another host’s")
    return LinkAnswer(trouble=said, dead=code == _EXPIRED or code in _ANOTHERS)
