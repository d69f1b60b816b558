"""Who comes in: by this machine's own name and a key, or through a newsroom's proxy."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from workflow.errors import WorkflowError
from workflow.model.phrase import phrase
from workflow.web.answer import is_local
from workflow.web.keys import Keys, same

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_E_MAIL = re.compile(r"[^\s@<>\"',;:()\\]{1,64}@[^\s@<>\"',;:()\\]{1,190}")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why somebody does not come in."""

    status: HTTPStatus
    title: str
    text: str


class Door(Protocol):
    """Says of each request whose it is."""

    def admit(self, request: Request) -> str | Response | Refused:
        """The person's e-mail address; an answer to be sent in the place of a page; or why not."""

    def origin(self, request: Request) -> str:
        """Where the pages that may send forms come from, ``http://127.0.0.1:8001``."""


@dataclass(frozen=True, slots=True)
class LocalDoor:
    """One person on this machine, who has the address that was printed."""

    actor: str
    port: int
    keys: Keys

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies know no ports, and two projects may be open at once."""
        return f"workflow-review-{self.port}"

    def admit(self, request: Request) -> str | Response | Refused:
        """See :class:`Door`.

        A name that a foreign site has pointed at 127.0.0.1 is not this machine's: through it
        (DNS rebinding) a page in the same browser could read drafts.
        """
        if not is_local(request.headers.get("host")):
            return Refused(
                HTTPStatus.MISDIRECTED_REQUEST,
                phrase("Not here"),
                phrase(
                    "This {server} answers to `127.0.0.1` and `localhost` only.",
                    server=phrase("review page"),
                ),
            )
        if request.method == "GET" and self._let_in(request):
            # Two slashes at its beginning would lead to another site.
            path = "/" + request.url.path.lstrip("/")
            answer = RedirectResponse(path, HTTPStatus.SEE_OTHER)
            answer.set_cookie(self.cookie, self.keys.cookie, httponly=True, samesite="strict")
            return answer
        if same(request.cookies.get(self.cookie, ""), self.keys.cookie):
            return self.actor
        return Refused(
            HTTPStatus.UNAUTHORIZED,
            phrase("Open the address that was printed"),
            phrase(
                "Only the whole address that `workflow review serve` printed when it was started "
                "opens this page; a browser that came in by it may then stay."
            ),
        )

    def origin(self, request: Request) -> str:
        """See :class:`Door`."""
        return f"http://{request.headers['host']}"

    def _let_in(self, request: Request) -> bool:
        return same(request.query_params.get("key", ""), self.keys.entrance)


@dataclass(frozen=True, slots=True)
class ProxyDoor:
    """Whoever the proxy in front of the server says it is."""

    header: str
    """In which the proxy says who it is, after it has taken away what the browser sent there."""
    trusted: tuple[Network, ...]
    """Where the proxy's requests come from."""
    address: str
    """What people open, ``https://review.example.org/``."""

    def admit(self, request: Request) -> str | Refused:
        """See :class:`Door`."""
        if not self._from_proxy(request.client.host if request.client else ""):
            return _not_from_proxy(phrase("Open {address} instead.", address=self.address))
        said = request.headers.getlist(self.header)
        if len(said) != 1 or not _E_MAIL.fullmatch(said[0].strip()):
            return _not_from_proxy(
                phrase(
                    "The proxy has to say who you are, once, as an e-mail address, in the header "
                    "{header}.",
                    header=self.header,
                )
            )
        return said[0].strip()

    def origin(self, request: Request) -> str:
        """See :class:`Door`."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    def _from_proxy(self, host: str) -> bool:
        try:
            found = ipaddress.ip_address(host)
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None) or found
        return any(mapped in network for network in self.trusted)


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Addresses or networks (``10.1.0.0/24``); raises :class:`WorkflowError` for anything else."""
    try:
        return tuple(ipaddress.ip_network(text.strip()) for text in texts)
    except ValueError as error:
        raise WorkflowError(
            phrase("--trusted: {error}", error=str(error)),
            hint=phrase("Give the address of the proxy, as 10.0.0.5, or its network."),
        ) from error


def _not_from_proxy(text: str) -> Refused:
    return Refused(HTTPStatus.FORBIDDEN, phrase("Only through the proxy"), text)
