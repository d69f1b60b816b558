"""The HTTP client against raw sockets: an end to everything, and no key anywhere."""

from __future__ import annotations

import asyncio
import errno
import os
import ssl
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faulty import KEY
from workflow.engines import client as module
from workflow.engines.client import Client, Reply, fault_of, retry_after
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

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]]
CERTIFICATE = Path(__file__).parent / "data" / "self-signed.pem"


@contextmanager
def serving(serve: Serve, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """A server on the loopback address; the address without a scheme."""
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0, ssl=tls))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def sending(answer: bytes, then: float = 0.0) -> Serve:
    """Answers every request with raw bytes, and keeps the connection ``then`` seconds."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        SEEN.append(head.decode())
        writer.write(answer)
        await writer.drain()
        await asyncio.sleep(then)
        writer.close()

    return serve


SEEN: list[str] = []


def ask(
    url: str, environ: Mapping[str, str] | None = None, method: str = "POST", **options: Any
) -> Reply:
    timeout = options.pop("timeout", 5.0)

    async def once() -> Reply:
        client = Client(timeout, environ or {}, (KEY,))
        try:
            return await client.send(method, url, **options)
        finally:
            await client.close()

    SEEN.clear()
    return asyncio.run(once())


def ok(body: bytes, *headers: str) -> bytes:
    lines = [f"Content-Length: {len(body)}", *headers]
    return ("HTTP/1.1 200 OK\r\n" + "".join(f"{line}\r\n" for line in lines) + "\r\n").encode() + (
        body
    )


def failing(url: str, **options: Any) -> Fault:
    with pytest.raises(Fault) as caught:
        ask(url, **options)
    error = caught.value
    assert KEY not in repr((error, error.reason, error.__cause__, error.__suppress_context__))
    assert error.__suppress_context__ or error.__context__ is None
    return error


def test_a_request_and_its_answer() -> None:
    with serving(sending(ok('{"a": "中"}'.encode()))) as address:
        reply = ask(f"http://{address}/x", json={"q": "中文"}, headers={"Authorization": KEY})
    assert (reply.status, reply.json()) == (200, {"a": "中"})
    assert SEEN[0].startswith("POST /x HTTP/1.1")


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", ""),
        ("utf-8-sig", "application/json"),
        ("utf-16", "application/json"),
        ("utf-16-le", ""),
        ("iso-8859-1", "application/json; charset=ISO-8859-1"),
        ("cp1252", 'application/json; charset="windows-1252"'),
        ("gb18030", "application/json;charset=gb18030"),
    ],
)
def test_an_answer_in_another_encoding_is_read(encoding: str, declared: str) -> None:
    said = "中文" if encoding.startswith(("utf", "gb")) else "été à Genève"
    body = f'{{"a": "{said}"}}'.encode(encoding)
    assert Reply(200, {"Content-Type": declared}, body).json() == {"a": said}


@pytest.mark.parametrize(
    "declared",
    ["", "application/json", "text/plain; charset=klingon", "application/json; charset=utf-8"],
)
def test_an_encoding_that_nothing_tells_is_not_guessed(declared: str) -> None:
    with pytest.raises(Malformed, match="neither in UTF-8 nor in an encoding that it names"):
        Reply(200, {"Content-Type": declared}, '{"a": "é"}'.encode("latin-1")).json()


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
def test_a_process_without_files_left_does_not_blame_the_service(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("aiohappyeyeballs.start_connection", full)
    monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", full)
    error = failing("http://127.0.0.1:9/")
    assert isinstance(error, OutOfFiles)
    assert not error.sent
    assert error.reason == "this process may not open more files (ulimit -n)"


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": ', b"\xff\xfe\x00"])
def test_what_is_no_json_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed, match="the answer is n"):
        Reply(200, {}, body).json()


async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"\r\n\r\n")
    for byte in DRIPPED[0]:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.05)


DRIPPED = [b""]


@pytest.mark.parametrize(
    "dripped",
    [b"HTTP/1.1 200 OK\r\nX-" + b"a" * 1000, ok(b"x" * 1000)],
    ids=["headers", "body"],
)
def test_the_time_out_bounds_the_whole_request(dripped: bytes) -> None:
    DRIPPED[0] = dripped
    with serving(drip) as address:
        start = time.monotonic()
        error = failing(f"http://{address}/?key={KEY}", timeout=0.3)
        assert time.monotonic() - start < 3
    assert type(error) is Transient
    assert error.reason == "no answer within 0.3 seconds"
    assert too_late(1.0) == "no answer within one second"


def test_an_answer_that_is_cut_is_none() -> None:
    with serving(sending(ok(b"x" * 100)[:-50])) as address:
        error = failing(f"http://{address}/?key={KEY}")
    assert (type(error), error.reason) == (Transient, "the connection was cut")


def test_an_answer_without_a_length_that_is_cut_is_none() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"
    with serving(sending(head)) as address:
        assert type(failing(f"http://{address}/")) is Transient


def test_what_is_no_http_is_passing_trouble() -> None:
    with serving(sending(b"SSH-2.0-OpenSSH\r\n\r\n")) as address:
        assert type(failing(f"http://{address}/{KEY}")) is Transient


def test_an_answer_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 1000)
    with serving(sending(ok(b"x" * 1001))) as address:
        error = failing(f"http://{address}/")
    assert (type(error), error.reason) == (Malformed, "the answer is too long")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://no-such-host.invalid/"])
def test_what_was_never_sent_is_told_apart(url: str) -> None:
    assert type(failing(f"{url}?key={KEY}")) is Unreached


@pytest.mark.parametrize("url", ["", "x", "ftp://127.0.0.1/", "http:///", "http://[x/"])
def test_an_address_that_is_none_is_no_matter_of_time(url: str) -> None:
    assert type(failing(f"{url}{KEY}")) is ServiceDenied


def test_a_key_that_is_no_header_is_no_matter_of_time() -> None:
    headers = {"Authorization": f"{KEY}\n"}
    with serving(sending(ok(b"{}"))) as address:
        assert type(failing(f"http://{address}/", headers=headers)) is ServiceDenied


def test_the_key_does_not_follow_a_redirect() -> None:
    answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    with serving(sending(answer)) as address:
        reply = ask(f"http://{address}/", headers={"Authorization": KEY})
    assert isinstance(fault_of(reply), ServiceDenied)
    assert len(SEEN) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with serving(sending(ok(b"{}")), context) as address:
        error = failing(f"https://{address}/{KEY}")
    assert isinstance(error, ServiceDenied)
    assert error.reason == "no secure connection: its certificate is not valid"
    assert not error.sent
    assert SEEN == []


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_request_goes_over_the_wire_once(method: str) -> None:
    """A kept connection that the server has closed in the meantime."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        SEEN.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(ok(b"{}"))
        await writer.drain()
        SEEN.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.close()

    async def twice(url: str) -> None:
        client = Client(5, {})
        try:
            await client.send(method, url)
            await client.send(method, url)
        finally:
            await client.close()

    SEEN.clear()
    with serving(serve) as address, pytest.raises(Transient):
        asyncio.run(twice(f"http://{address}/"))
    assert len(SEEN) == 2


@pytest.mark.parametrize(
    ("environ", "through"),
    [
        ({}, False),
        ({"http_proxy": "PROXY"}, True),
        ({"HTTP_PROXY": "http://user:pass@PROXY"}, True),
        ({"https_proxy": "PROXY"}, False),
        ({"http_proxy": "PROXY", "no_proxy": "example.org"}, True),
        ({"http_proxy": "PROXY", "NO_PROXY": "127.0.0.1"}, False),
        ({"http_proxy": "PROXY", "no_proxy": "*"}, False),
    ],
)
def test_the_proxy_is_that_of_the_environment(environ: Mapping[str, str], through: bool) -> None:
    with (
        serving(sending(ok(b'"service"'))) as address,
        serving(sending(ok(b'"proxy"'))) as proxy,
    ):
        named = {name: value.replace("PROXY", proxy) for name, value in environ.items()}
        reply = ask(f"http://{address}/", named)
    assert reply.json() == ("proxy" if through else "service")


def test_a_proxy_that_does_not_listen_is_named_as_the_proxy() -> None:
    proxy = {"http_proxy": f"http://user:{KEY}@127.0.0.1:1"}
    error = failing("http://example.org/", environ=proxy)
    assert (type(error), error.reason) == (Unreached, "no connection to the proxy 127.0.0.1:1")
    assert "http_proxy" in error.hint


@pytest.mark.parametrize("proxy", ["::bad::", "http://[::1", "localhost:99999", "http://:80"])
def test_a_proxy_that_is_no_address_is_told(proxy: str) -> None:
    error = failing("http://127.0.0.1:1/", environ={"http_proxy": proxy})
    assert error.reason == "the proxy in the environment is no address"
    assert not error.sent


def test_a_proxy_of_another_kind_is_told() -> None:
    error = failing("http://127.0.0.1:1/", environ={"http_proxy": "socks5://127.0.0.1:2"})
    assert error.reason == "the proxy in the environment does not speak HTTP"


def test_the_program_s_netrc_is_not_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "netrc"
    path.write_text("machine 127.0.0.1 login me password mine\n", encoding="utf-8")
    path.chmod(0o600)
    monkeypatch.setenv("NETRC", str(path))
    with serving(sending(ok(b"{}"))) as address:
        ask(f"http://{address}/")
    assert "authorization" not in SEEN[0].lower()


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, ServiceDenied),
        (400, TextRefused),
        (401, ServiceDenied),
        (402, ServiceDenied),
        (403, ServiceDenied),
        (404, ServiceDenied),
        (408, Transient),
        (413, TextRefused),
        (414, TextRefused),
        (422, TextRefused),
        (425, Transient),
        (429, Busy),
        (456, ServiceDenied),
        (500, Transient),
        (503, Transient),
        (504, Transient),
        (599, Transient),
    ],
)
def test_what_a_status_means(status: int, kind: type[Fault]) -> None:
    fault = fault_of(Reply(status, {}, b""), "why")
    assert type(fault) is kind
    assert fault.reason == f"HTTP {status}, “why”"
    assert fault_of(Reply(200, {}, b"")) is None


def test_a_503_with_a_time_asks_for_it() -> None:
    fault = fault_of(Reply(503, {"Retry-After": "3"}, b""))
    assert isinstance(fault, Busy)
    assert fault.retry_after == 3


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": " 1.5 "}, 1.5),
        ({"Retry-After": "-3"}, 0),
        ({"Retry-After": "nan"}, 0),
        ({"Retry-After": "soon"}, 0),
        (
            {
                "Retry-After": "Thu, 15 Jan 2026 12:00:30 GMT",
                "Date": "Thu, 15 Jan 2026 12:00:00 GMT",
            },
            30,
        ),
        (
            {
                "Retry-After": "Thursday, 15-Jan-26 13:00:30 GMT",
                "Date": "Thu, 15 Jan 2026 12:00:30 GMT",
            },
            3600,
        ),
        ({"Retry-After": "Thu, 15 Jan 2015 12:00:30 GMT"}, 0),
        ({"Retry-After": "Thu, 99 Jan 2026 12:00:30 GMT"}, 0),
        ({"Retry-After": "Thu, 15 Jan 99999999999 12:00:30 GMT"}, 0),
        ({"Retry-After": "Thu, 15 Jan 2026 12:00:30 +9999999999999"}, 0),
        ({"Retry-After": "Thu, 15 Jan 0001 00:00:00 +1400", "Date": "Thu, 15 Jan 9999999 1:"}, 0),
    ],
)
def test_the_time_a_service_asks_for(headers: Mapping[str, str], seconds: float) -> None:
    assert retry_after(headers) == seconds
