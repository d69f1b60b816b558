"""What a person has to sign with a key that is not here, until the signatures come.

A private key never comes to the server. The page gives out the very bytes that are to be signed;
the form that comes back brings signatures, and the act is done as any other, dated as it was: only
where what would be written is what was signed does a signature count.
"""

from __future__ import annotations

import json
import re
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import token_urlsafe
from threading import Lock
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from workflow.errors import NotSignedError
from workflow.files.ssh import NAMESPACE
from workflow.flows.word import Word
from workflow.web.filling import render
from workflow.web.gate import visitor_of

_ARMOUR: Final = re.compile(
    r"-----BEGIN SSH SIGNATURE-----\s[A-Za-z0-9+/=\s]+?\s-----END SSH SIGNATURE-----"
)
_KEPT: Final = 64
"""Acts that wait, at most; of one person a quarter."""
_SHOWN: Final = 20


@dataclass(frozen=True, slots=True)
class Unsigned:
    """An act that waits for its signatures."""

    path: str
    """The article's page."""
    query: Mapping[str, str]
    """Of the address that the form was sent to."""
    form: Mapping[str, str]
    act: str
    word: Word
    error: NotSignedError
    """Why it waits, and what is to be signed."""

    @property
    def many(self) -> bool:
        """Whether there is more than one thing to sign."""
        return len(self.error.messages) > 1

    @property
    def bytes(self) -> bytes:
        """What is downloaded: the one message as it is, or each on a line."""
        lines = self.error.messages
        return b"".join(line + b"\n" for line in lines) if self.many else lines[0]


class Waiting:
    """The acts that wait, each for who did it; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[str, Unsigned] = OrderedDict()

    def keep(self, unsigned: Unsigned) -> str:
        """Keep an act and return its name; the oldest one has to go where there are too many."""
        actor = unsigned.word.actor
        with self._lock:
            own = [name for name, each in self._known.items() if each.word.actor == actor]
            for name in own[: max(0, len(own) - _KEPT // 4 + 1)]:
                del self._known[name]
            while len(self._known) >= _KEPT:
                self._known.popitem(last=False)
            name = token_urlsafe(12)
            self._known[name] = unsigned
        return name

    def get(self, name: str, actor: str) -> Unsigned | None:
        """What ``actor`` has to sign; None where there is no such."""
        with self._lock:
            found = self._known.get(name)
        return found if found is not None and found.word.actor == actor else None

    def forget(self, name: str) -> None:
        """Keep an act no longer."""
        with self._lock:
            self._known.pop(name, None)

    def page(self, request: Request) -> Response:
        """What is to be signed, how, and where the signatures go."""
        visitor, unsigned = visitor_of(request), self._asked(request)
        lines = [json.loads(each) for each in unsigned.error.messages[:_SHOWN]]
        text = render(
            visitor.words,
            "sign.html.j2",
            unsigned=unsigned,
            waiting=request.path_params["waiting"],
            file=_file_name(unsigned, request.path_params["waiting"]),
            events=lines,
            shown=unsigned.bytes.decode() if not unsigned.many else "",
            count=len(unsigned.error.messages),
            namespace=NAMESPACE,
            token=visitor.token,
        )
        return Response(text, media_type="text/html")

    def download(self, request: Request) -> Response:
        """The bytes that are to be signed."""
        unsigned = self._asked(request)
        name = _file_name(unsigned, request.path_params["waiting"])
        if request.path_params["name"] != name:
            raise HTTPException(404)
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(unsigned.bytes, headers=headers, media_type="application/octet-stream")

    def _asked(self, request: Request) -> Unsigned:
        found = self.get(request.path_params["waiting"], visitor_of(request).actor)
        if found is None:
            raise HTTPException(404)
        return found


def signatures_in(text: str, messages: Sequence[bytes]) -> Mapping[bytes, str]:
    """Armoured signatures in a text, whatever stands between them, by what they are to be of.

    They stand in the order of ``messages``; where there are not as many, none counts.
    """
    found = [re.sub(r"\s*[\r\n]\s*", "\n", each) for each in _ARMOUR.findall(text)]
    return dict(zip(messages, found, strict=True)) if len(found) == len(messages) else {}


def _file_name(unsigned: Unsigned, name: str) -> str:
    """A name of its own for each: `ssh-keygen` keeps a signature that is there already."""
    ending = "jsonl" if unsigned.many else "json"
    return f"{unsigned.act}-{re.sub(r'[^A-Za-z0-9]', '', name)[:8]}.{ending}"
