"""deep-translator's classes, in their workers, against a network of our own.

Their addresses are fixed and speak HTTPS, so the workers are given a proxy on the loopback address
which is whatever host they ask for, with a certificate that they are told to trust.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import json
import os
import shutil
import ssl
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from workflow.engines.backend import Wire
from workflow.engines.deep_classes import CLASSES, UNSAFE
from workflow.engines.engine import Request
from workflow.engines.faults import (
    Busy,
    Fault,
    Malformed,
    ServiceDenied,
    TextRefused,
    Transient,
    Unreached,
)
from workflow.engines.providers import make_backend
from workflow.engines.worker_backend import _SCRIPT, WorkerBackend
from workflow.errors import ConfigError
from workflow.model import Locale
from workflow.project.settings import EngineSettings

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl: no certificate")

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
KEY = "app-id-0123:secret-4567"
HOSTS = ("translate.google.com", "fanyi-api.baidu.com")
Answer = tuple[int, str]


@dataclass
class Network:
    """The hosts, what they were asked, and what they answer instead."""

    environ: Mapping[str, str] = field(default_factory=dict)
    faults: list[Answer | None] = field(default_factory=list)
    """None: there is no answer, ever."""
    translate: Callable[[str], str] = str.upper
    asked: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    """Host, path and parameters."""
    released: threading.Event = field(default_factory=threading.Event)


def google(query: Mapping[str, str], network: Network) -> Answer:
    """The page for old telephones that GoogleTranslator reads."""
    if len(query.get("q", "")) > 5000:
        return 400, "<title>Error 400 (Bad Request)!!1</title>"
    text = html.escape(network.translate(query["q"]))
    return 200, f'<html><body><div class="result-container">{text}</div></body></html>'


def baidu(query: Mapping[str, str], network: Network) -> Answer:
    appid, appkey = KEY.split(":")
    signed = hashlib.md5(  # noqa: S324 - the service's own signature
        (query["appid"] + query["q"] + query["salt"] + appkey).encode()
    ).hexdigest()
    if query["appid"] != appid:
        return 200, json.dumps({"error_code": "52003", "error_msg": "UNAUTHORIZED USER"})
    if query["sign"] != signed:
        return 200, json.dumps({"error_code": "54001", "error_msg": "Invalid Sign"})
    result = [{"src": query["q"], "dst": network.translate(query["q"])}]
    return 200, json.dumps({"from": query["from"], "to": query["to"], "trans_result": result})


class Handler(StreamRequestHandler):
    """CONNECT, then TLS, then one request."""

    network: Network
    certificate: ssl.SSLContext

    def handle(self) -> None:
        host = self.rfile.readline().split()[1].decode().partition(":")[0]
        while self.rfile.readline().strip():
            pass
        self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        self.wfile.flush()
        with self.certificate.wrap_socket(self.request, server_side=True) as secure:
            with secure.makefile("rb") as lines:
                method, target, _ = lines.readline().decode().split()
                length = 0
                while line := lines.readline().strip():
                    name, _, value = line.decode().partition(":")
                    length = int(value) if name.lower() == "content-length" else length
                lines.read(length)
            parts = urlsplit(target)
            query = dict(parse_qsl(parts.query))
            self.network.asked.append((host, f"{method} {parts.path}", query))
            if self.network.faults:
                answer = self.network.faults.pop(0)
                if answer is None:
                    self.network.released.wait(30)
                    return
            else:
                answer = (google if host == HOSTS[0] else baidu)(query, self.network)
            status, body = answer
            data = body.encode()
            head = (
                f"HTTP/1.1 {status} X\r\nContent-Length: {len(data)}\r\nConnection: close\r\n\r\n"
            )
            secure.sendall(head.encode() + data)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of the hosts, with its key, in one file."""
    path = tmp_path_factory.mktemp("tls") / "hosts.pem"
    names = ",".join(f"DNS:{host}" for host in HOSTS)
    made = subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=hosts", "-addext", f"subjectAltName={names}",
         "-keyout", "-", "-out", "-"],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(made.stdout)
    return path


@pytest.fixture
def network(certificate: Path) -> Iterator[Network]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    it = Network()
    handler = type("One", (Handler,), {"network": it, "certificate": context})
    with ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        proxy = f"http://127.0.0.1:{server.server_address[1]}"
        it.environ = {
            "https_proxy": proxy, "HTTPS_PROXY": proxy, "no_proxy": "", "NO_PROXY": "",
            "REQUESTS_CA_BUNDLE": str(certificate), "X_KEY": KEY,
        }  # fmt: skip
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield it
        it.released.set()
        server.shutdown()


def backend(network: Network, provider: str = "google", **options: Any) -> WorkerBackend:
    key_env = "X_KEY" if CLASSES[provider].keys else None
    settings = EngineSettings("x", provider, key_env=key_env, **{"timeout": 20, **options})
    return WorkerBackend(settings, network.environ)


def ask(
    engine: WorkerBackend, *texts: str, source: Locale = FR, target: Locale = ZH
) -> Sequence[str | Fault]:
    """One request after the other, in one run."""

    async def run() -> Sequence[str | Fault]:
        pair = engine.code(source) or "", engine.code(target) or ""
        found: list[str | Fault] = []
        for text in texts:
            try:
                wire = Wire(text, *pair, Request(text, source, target))
                found += (await engine.translate([wire])).texts
            except Fault as fault:
                found.append(fault)
        await engine.close()
        return found

    return asyncio.run(run())


@pytest.mark.parametrize("provider", CLASSES)
def test_texts_go_through_the_public_class(network: Network, provider: str) -> None:
    texts = ["Un atelier & 3 < 4", "[X1X] « été » 汉字", "l’eau, l'or"]
    assert ask(backend(network, provider), *texts) == [text.upper() for text in texts]
    assert [asked[2]["q"] for asked in network.asked] == texts
    host, path, query = network.asked[0]
    if provider == "google":
        assert (host, path) == ("translate.google.com", "GET /m")
        assert (query["sl"], query["tl"]) == ("fr", "zh-CN")
    else:
        assert (host, path) == ("fanyi-api.baidu.com", "POST /api/trans/vip/translate")
        assert (query["from"], query["to"]) == ("fra", "zh")
        assert "secret-4567" not in str(query)


@pytest.mark.parametrize(
    ("provider", "answer", "kind"),
    [
        ("google", (429, ""), Busy),
        ("google", (500, "<html>Error 500</html>"), Transient),
        ("google", (200, "<html>Before you continue</html>"), Malformed),
        ("google", (200, '<div class="result-container"> </div>'), Malformed),
        ("google", (200, '<div class="result-container">Error 500 (Server Error)!!1</div>'),
         Malformed),
        ("baidu", (503, ""), Transient),
        ("baidu", (200, "<html>"), Malformed),
        ("baidu", (200, "[]"), Malformed),
        ("baidu", (200, '{"from": "fra"}'), Malformed),
        ("baidu", (200, '{"error_code": "54003", "error_msg": "Invalid Access Limit"}'), Busy),
        ("baidu", (200, '{"error_code": "52003", "error_msg": "UNAUTHORIZED USER"}'),
         ServiceDenied),
        ("baidu", (200, '{"error_code": "54004", "error_msg": "Please recharge"}'), ServiceDenied),
        ("baidu", (200, '{"error_code": "52001", "error_msg": "TIMEOUT"}'), Transient),
        ("baidu", (200, '{"error_code": "58001", "error_msg": "INVALID_TO_PARAM"}'), TextRefused),
        ("baidu", (200, '{"error_code": "1", "error_msg": "secret-4567 is strange"}'), Malformed),
    ],
)  # fmt: skip
def test_faults_are_told_apart_and_the_worker_lives_on(
    network: Network, provider: str, answer: Answer, kind: type[Fault]
) -> None:
    network.faults = [answer]
    fault, good = ask(backend(network, provider), "Un texte", "Un autre")
    assert type(fault) is kind
    assert isinstance(fault, Fault)
    assert good == "UN AUTRE"
    assert "4567" not in "".join(traceback.format_exception(fault))


@pytest.mark.parametrize("provider", ["google", "baidu"])
@pytest.mark.parametrize("proxy", ["http://127.0.0.1:1", "http://no-such-host.invalid:8080"])
def test_without_a_network_nothing_was_sent(network: Network, provider: str, proxy: str) -> None:
    network.environ = {**network.environ, "https_proxy": proxy, "HTTPS_PROXY": proxy}
    (found,) = ask(backend(network, provider), "Bonjour")
    assert isinstance(found, Unreached)
    assert not found.sent
    assert found.reason == "no connection to the service"
    assert "network" in found.hint


def test_a_service_that_never_answers_is_given_up_and_another_worker_goes_on(
    network: Network,
) -> None:
    engine = backend(network, timeout=1.5)
    assert ask(engine, "Premier") == ["PREMIER"]
    network.faults = [None]
    start = time.monotonic()
    fault, good = ask(engine, "Deux", "Trois")
    assert isinstance(fault, Transient)
    assert fault.reason == "no answer within 1.5 seconds"
    assert good == "TROIS"
    assert time.monotonic() - start < 20
    assert [asked[2]["q"] for asked in network.asked] == ["Premier", "Deux", "Trois"]


def test_cancelling_ends_the_worker_at_once(network: Network) -> None:
    network.faults = [None]
    engine = backend(network, timeout=60)

    async def run() -> float:
        wire = Wire("Un", "fr", "en", Request("Un", FR, EN))
        task = asyncio.create_task(engine.translate([wire]))
        while not network.asked:
            await asyncio.sleep(0.01)
        start = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await engine.close()
        return time.monotonic() - start

    assert asyncio.run(run()) < 2


def test_a_worker_ends_with_the_program_that_asked(network: Network) -> None:
    network.faults = [None]
    with subprocess.Popen(
        [sys.executable, "-P", str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **network.environ},
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == b"{}\n"
        arguments = {"source": "fr", "target": "en"}
        question = {"class": "GoogleTranslator", "arguments": arguments, "text": "Un mot"}
        process.stdin.write(json.dumps(question).encode() + b"\n")
        process.stdin.close()  # as when it is killed, in the middle of a request without an end
        assert process.wait(20) == 0


@pytest.mark.parametrize(
    ("key", "missing"),
    [
        (KEY, ""),
        ("app-id-alone", "export X_KEY=… (appid:appkey, the key for baidu)"),
        ("", "export X_KEY=… (appid:appkey, the key for baidu)"),
    ],
)
def test_a_key_of_two_parts_needs_both(key: str, missing: str) -> None:
    assert backend(Network({"X_KEY": key}), "baidu").missing() == missing
    assert backend(Network({}), "google").missing() == ""


def test_limits_are_in_bytes_for_texts_go_into_addresses() -> None:
    for provider in CLASSES:
        limits = backend(Network(), provider).limits
        assert (limits.texts, limits.unit) == (1, "bytes")


def test_every_translator_of_the_package_is_used_or_has_a_reason() -> None:
    import deep_translator

    ours = {"MyMemory", "Libre", "Deepl", "Microsoft"}
    names = {
        name.removesuffix("Translator").lower()
        for name in deep_translator.__all__
        if name.endswith("Translator") and name.removesuffix("Translator") not in ours
    }
    assert names == {*CLASSES, *UNSAFE}
    assert all(str(reason) for reason in UNSAFE.values())


@pytest.mark.parametrize("provider", UNSAFE)
def test_a_section_with_one_that_is_not_used_says_why(provider: str) -> None:
    with pytest.raises(ConfigError, match=f"provider {provider} cannot be used: ") as caught:
        make_backend(EngineSettings("x", provider), {})
    assert caught.value.message.endswith(UNSAFE[provider])


def test_without_the_package_the_service_is_denied(tmp_path: Path) -> None:
    (tmp_path / "deep_translator.py").write_text("raise ImportError\n")
    environ = {"PYTHONPATH": str(tmp_path)}
    (fault,) = ask(backend(Network(environ)), "Un texte")
    assert isinstance(fault, ServiceDenied)
    assert fault.reason == "deep-translator cannot be loaded"
