"""A translation service of our own on the loopback address that can do everything wrong.

``POST /`` takes ``{"texts": […], "source": …, "target": …}`` and answers ``{"translations": […]}``.
Answers are written to the socket byte by byte where a fault wants it so.
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from workflow.engines.backend import Answer, Form, Limits, Wire
from workflow.engines.client import Client, fault_of
from workflow.engines.engine import Request
from workflow.engines.faults import Malformed
from workflow.engines.forms import TOKENS
from workflow.model import Locale

KEY = "secret-0123456789"
STATUSES = ("403", "456", "500", "502", "503", "504")
WRONG = ("truncated", "html", "empty", "count", "shape", "error", "blank", "no text")
"""Answers with status 200 that are none."""
BROKEN = ("reset", "cut", "hang", "drip", "drip-head")
"""What becomes of a connection."""


@dataclass
class Service:
    """What the service does, and what it was asked."""

    translate: Callable[[str], str] = str.upper
    fault: Callable[[Sequence[str], int], str] = lambda _texts, _number: ""
    """(texts, number of the request) → what goes wrong: a status, ``429:SECONDS``,
    ``429:date:SECONDS``, one of :data:`WRONG` or :data:`BROKEN`; empty: nothing."""
    delay: float = 0.0
    """Seconds before an answer."""
    requests: list[Sequence[str]] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    """When each request came, by ``time.monotonic``."""
    headers: list[Mapping[str, str]] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    """Texts that were answered well, and how often."""
    twice_at_once: set[str] = field(default_factory=set)
    """Texts that came while they were being worked on."""
    most_at_once: int = 0
    connections: int = 0
    refused_from: float | None = None
    url: str = ""

    def __post_init__(self) -> None:
        self._under_way: Counter[str] = Counter()
        self._at_once = 0

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until a fault or the client ends it."""
        self.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while await self._serve(reader, writer):
                pass
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        lines = [line.partition(": ") for line in head.splitlines()[1:] if line]
        headers = {name.lower(): value for name, _, value in lines}
        body = json.loads(await reader.readexactly(int(headers.get("content-length", "0"))))
        texts = body["texts"]
        number = len(self.requests)
        self.requests.append(texts)
        self.starts.append(time.monotonic())
        self.headers.append(headers)
        self.twice_at_once |= {text for text in texts if self._under_way[text]}
        self._under_way.update(texts)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        fault = self.fault(texts, number)
        self.faults[fault] += 1
        try:
            await asyncio.sleep(self.delay)
            if fault == "hang":
                await reader.read(1)  # until the client has had enough
                return False
        finally:
            self._at_once -= 1
            self._under_way.subtract(texts)
        return await self._answer(texts, fault, writer)

    async def _answer(self, texts: Sequence[str], fault: str, writer: asyncio.StreamWriter) -> bool:
        if fault == "reset":
            return _reset(writer)
        status, extra, body = self._content(texts, fault)
        body *= 100 if fault == "drip" else 1
        head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n{extra}\r\n".encode()
        if fault == "cut":
            writer.write(head + body[: len(body) // 2])
            await writer.drain()
            return _reset(writer)
        if fault == "drip":
            writer.write(head)
            return await _drip(body, writer)
        if fault == "drip-head":
            return await _drip(head * 100, writer)
        if fault == "":
            self.answered.update(texts)
        writer.write(head + body)
        await writer.drain()
        return True

    def _content(self, texts: Sequence[str], fault: str) -> tuple[str, str, bytes]:
        good = [self.translate(text) for text in texts]
        if fault[:1].isdigit():
            status, _, wait = fault.partition(":")
            until = datetime.now(UTC) + timedelta(seconds=float(wait.removeprefix("date:") or 0))
            seconds = format_datetime(until, usegmt=True) if wait.startswith("date:") else wait
            extra = f"Retry-After: {seconds}\r\n" if wait else ""
            return status, extra, json.dumps({"error": f"Fault {status} for {KEY}"}).encode()
        answers: dict[str, Any] = {
            "count": {"translations": [*good, "one more"]},
            "shape": {"translations": {"text": good}},
            "error": {"error": "try again"},
            "blank": {"translations": [" "] * len(good)},
            "no text": {"translations": [f"{text} \ud83d" for text in good]},
        }
        whole = json.dumps(answers.get(fault, {"translations": good})).encode()
        raw = {"html": b"<html>Sign in</html>", "empty": b"", "truncated": whole[:-3]}
        return "200", "", raw.get(fault, whole)


def _reset(writer: asyncio.StreamWriter) -> bool:
    connection: socket.socket = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return False


async def _drip(data: bytes, writer: asyncio.StreamWriter) -> bool:
    for byte in data:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.02)
    return False


@contextmanager
def running(service: Service) -> Iterator[Service]:
    """The service under :attr:`Service.url`, in a thread of its own."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        asyncio.start_server(service.connected, "127.0.0.1", 0, backlog=200)
    )
    service.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        server.close()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


@dataclass
class FaultyBackend:
    """Asks a :class:`Service`."""

    url: str
    timeout: float = 5.0
    limits: Limits = field(default_factory=Limits)
    form: Form = TOKENS
    price: float | None = None
    identity: str = "faulty"
    model: str = ""
    repairs: bool = False

    def __post_init__(self) -> None:
        self._client = Client(self.timeout, {}, (KEY,))

    def group(self, request: Request) -> str:
        return ""

    def code(self, locale: Locale) -> str | None:
        return locale.bcp47

    def missing(self) -> str:
        return ""

    def forecast(self, texts: Sequence[Wire]) -> float | None:
        return None

    async def translate(self, texts: Sequence[Wire]) -> Answer:
        reply = await self._client.send(
            "POST",
            self.url,
            json={
                "texts": [wire.text for wire in texts],
                "source": texts[0].source,
                "target": texts[0].target,
            },
            headers={"Authorization": KEY},
        )
        said = ""
        with suppress(Malformed):
            said = self._client.redact(reply.json().get("error", ""))
        if fault := fault_of(reply, said):
            raise fault
        answer = reply.json()
        if not isinstance(answer.get("translations"), list):
            raise Malformed("the answer has another shape")
        return Answer(answer["translations"])

    async def close(self) -> None:
        await self._client.close()
