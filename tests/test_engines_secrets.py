"""A key is nowhere: in no output, log, catalogue, database or file, whatever a service does.

Services on the loopback address throw the key back in every way they can: in errors of all
statuses, in place of a translation, in headers, in pages, in every spelling. Then everything
that the program said and wrote is searched for it, in every spelling again.
"""

from __future__ import annotations

import base64
import html
import json
import logging
import re
import socket
import sqlite3
import struct
import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from click.testing import CliRunner

from workflow.cli import main
from workflow.engines.pacing import Patience
from workflow.engines.services import SERVICES

KEYS = {
    "plain": "s3cr3t0123456789abcdef",
    "key and region": "s3cr3t/+=&?#%25 key\"quoted'\\back<b>:westeurope",
    "letters": "s3cr3t-clé-密钥-🔑:fx",
}
ARTICLE = """---
title: Le marché de nuit
lang: fr
date: 2026-01-15
---
Le marché ouvre à **dix-huit heures** et ferme tard.

Voir [le plan](https://example.org/plan) du quartier.

Un atelier réunit les voisins.

La crue a emporté le pont.

Le maire a promis une enquête.
"""


def spellings(key: str) -> list[str]:
    """The key, and its part before a colon, as texts may write them."""
    found = []
    for part in dict.fromkeys((key, key.split(":", maxsplit=1)[0])):
        found += [
            part,
            quote(part, safe=""),
            quote(part, safe="").lower(),
            quote_plus(part),
            json.dumps(part)[1:-1],
            json.dumps(part, ensure_ascii=False)[1:-1],
            json.dumps(part)[1:-1].replace("/", "\\/"),
            html.escape(part),
            base64.b64encode(part.encode()).decode(),
        ]
    return list(dict.fromkeys(found))


def words_with(key: str) -> Iterator[str]:
    """What a service may say of a key: in every spelling, and where a message is cut short."""
    for spelling in spellings(key):
        yield f"Bad key {spelling}!"
    for length in (190, 195):
        yield f"{'x' * length} {key}"


Answer = tuple[int, bytes, dict[str, str]]
AS_JSON = {"Content-Type": "application/json"}


def errors(key: str, status: int) -> Iterator[Answer]:
    """Errors as the services have them."""
    for words in words_with(key):
        for shape in (
            {"error": words},
            {"error": {"code": 400, "message": words, "errors": [{"message": words}]}},
            {"message": words, "detail": words},
            {"responseStatus": 403, "responseDetails": words, "responseData": {}},
        ):
            yield status, json.dumps(shape).encode(), AS_JSON


def translations(key: str, body: bytes) -> Iterator[Answer]:
    """Answers of the right shape, whose texts hold the key."""
    chat = list(dict.fromkeys(re.findall(rb'id\\?": \\?"([^"\\]+-\d+)', body)))
    ids = [each.decode() for each in chat] or [""] * asked(body)
    for words in words_with(key):
        yield 200, json.dumps(shaped([words] * len(ids), ids)).encode(), AS_JSON
        parts = [{"translations": [{"text": words}]}] * len(ids)
        yield 200, json.dumps(parts).encode(), AS_JSON


def shaped(texts: Sequence[str], ids: Sequence[str]) -> dict[str, object]:
    """Texts in the shapes of all services whose answers are objects."""
    numbered = [{"id": name, "text": text} for name, text in zip(ids, texts, strict=True)]
    content = json.dumps({"translations": numbered})
    return {
        "translatedText": texts if len(texts) > 1 else texts[0],
        "translations": [{"text": text} for text in texts],
        "data": {"translations": [{"translatedText": text} for text in texts]},
        "responseData": {"translatedText": texts[0]},
        "responseStatus": 200,
        "choices": [{"message": {"role": "assistant", "content": content}}],
    }


def pages(key: str) -> Iterator[Answer]:
    """What is no answer at all."""
    words = " or ".join(words_with(key))
    for status in (200, 400, 503):
        yield status, f"<html><title>{html.escape(words)}</title></html>".encode(), {}
        yield status, words.encode(), {"Content-Type": "text/plain"}
        yield status, json.dumps({"error": words}).encode()[:-5], AS_JSON
        yield status, json.dumps(words).encode(), AS_JSON
        yield status, b"", {}


WAYS: dict[str, Callable[[str, bytes], Iterator[Answer]]] = {
    "refused": lambda key, _: errors(key, 400),
    "denied": lambda key, _: errors(key, 403),
    "down": lambda key, _: errors(key, 500),
    "error with 200": lambda key, _: errors(key, 200),
    "in place of a translation": translations,
    "no answer": lambda key, _: pages(key),
}


def asked(body: bytes) -> int:
    """How many texts a request has."""
    try:
        sent = json.loads(body)
    except ValueError:
        return 1
    texts = sent if isinstance(sent, list) else sent.get("q") or sent.get("text")
    return len(texts) if isinstance(texts, list) else 1


@contextmanager
def hostile(key: str, way: str) -> Iterator[tuple[str, list[str]]]:
    """The address of a service that answers with one after the other of what it has, round and
    round, and what it was sent.
    """
    lock = threading.Lock()
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with lock:
                number = len(seen)
                seen.append(f"{self.path}\n{self.headers}\n{body.decode(errors='replace')}")
            found = list(WAYS[way](key, body))
            status, data, headers = found[number % len(found)]
            self.send_response(status, header_safe(f"No {key}"))
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Location", f"https://example.org/?key={quote(key)}")
            self.send_header("X-Key", header_safe(key))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", seen
    finally:
        server.shutdown()
        server.server_close()


def header_safe(text: str) -> str:
    return re.sub(r"[^ -~]", "?", text)


def prepare(project: Path, provider: str, url: str, timeout: float = 2) -> None:
    for path in (project / "articles").iterdir():
        path.unlink()
    (project / "articles" / "nuit.md").write_text(ARTICLE, encoding="utf-8")
    model = "model = m\n" if provider == "openai" else ""
    with (project / "setup.cfg").open("a", encoding="utf-8") as file:
        file.write(
            f"[workflow:mt.desk]\nprovider = {provider}\nurl = {url}\nkey_env = MT_KEY\n"
            f"timeout = {timeout}\n{model}"
        )
    run("extract")


def run(*arguments: str) -> str:
    """All that a command says, and the traces of what it ended with."""
    result = CliRunner().invoke(main, list(arguments))
    said = result.output + result.stderr
    if result.exception is not None:
        error: BaseException | None = result.exception
        while error is not None:
            said += "".join(traceback.format_exception(error))
            error = error.__cause__ or error.__context__
    return said


def written(project: Path) -> Iterator[tuple[str, str]]:
    """Every file's name and content, of databases all that can be read as well."""
    for path in project.rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes().decode(errors="replace")
            if path.suffix == ".db":
                with closing(sqlite3.connect(path)) as connection:
                    yield str(path), "\n".join(connection.iterdump())


def assert_nowhere(key: str, said: Sequence[str], project: Path, log: str) -> None:
    texts = [("output", each) for each in said] + [("log", log), *written(project)]
    wanted = [*spellings(key), key[:12]]  # the head of one that was cut
    for name, text in texts:
        folded = text.casefold()
        for spelling in wanted:
            place = folded.find(spelling.casefold())
            assert place == -1, f"{name}: …{text[max(0, place - 200) : place + 100]}…"


KEYED = (*SERVICES, "openai")


CASES = [
    (kind, way)
    for kind in KEYS
    for way in WAYS
    if kind != "plain" or way in {"denied", "in place of a translation"}
]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Services are given up as ever, but not waited for."""
    quick = Patience(
        pause=0.01, longest_pause=0.01, longest_retry=0.01, bound=0.5, trouble=0.3, unreached=0.1
    )
    monkeypatch.setattr("workflow.engines.service_engine.Patience", lambda: quick)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("case", CASES, ids=" ".join)
@pytest.mark.parametrize("provider", KEYED)
def test_whatever_a_service_answers_the_key_is_nowhere(
    project: Path,
    provider: str,
    case: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    kind, way = case
    key = KEYS[kind]
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("MT_KEY", key)
    with hostile(key, way) as (url, seen):
        prepare(project, provider, url)
        said = [run("translate", "--engine", "desk")]
        if kind == "plain":
            assert seen
            said += [run("mt", "test", "desk"), run("translate", "--engine", "desk", "--dry-run")]
            said += [run("mt", "list"), run("mt", "usage", "--format", "json"), run("status")]
    assert_nowhere(key, said, project, caplog.text)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("provider", KEYED)
@pytest.mark.parametrize("fault", ["refused", "reset", "silent", "no TLS", "no such host"])
def test_whatever_becomes_of_a_connection_the_key_is_nowhere(
    project: Path,
    provider: str,
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    key = KEYS["key and region"]
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("MT_KEY", key)
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        threading.Thread(target=meet, args=(server, fault), daemon=True).start()
        urls = {
            "refused": "http://127.0.0.1:9",
            "no TLS": f"https://127.0.0.1:{port}",
            "no such host": "http://nowhere.invalid",
        }
        prepare(project, provider, urls.get(fault, f"http://127.0.0.1:{port}"), timeout=0.2)
        said = [run("translate", "--engine", "desk")]
    assert "desk" in said[0]
    assert_nowhere(key, said, project, caplog.text)


def meet(server: socket.socket, fault: str) -> None:
    """Let all who come in, and leave them."""
    met = []
    with suppress(OSError):
        while True:
            met.append(server.accept()[0])
            if fault == "reset":
                met[-1].setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                met.pop().close()


def test_the_log_of_a_defect_has_no_key(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = KEYS["key and region"]
    monkeypatch.setenv("MT_KEY", key)
    prepare(project, "deepl", "http://127.0.0.1:9")

    def defect(*_: object) -> None:
        first = quote(key.split(":", maxsplit=1)[0])
        raise ZeroDivisionError(f"{key} in https://example.org/?key={first}")

    monkeypatch.setattr("workflow.engines.http_backend.HttpBackend.translate", defect)
    said = run_alone("translate", "--engine", "desk")
    (log,) = (project / ".workflow").glob("error-*.log")
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in said
    assert_nowhere(key, [said], project, "")


def run_alone(*arguments: str) -> str:
    """What a command says that meets a defect of its own, which is what click is told of it."""
    return CliRunner().invoke(main, [*arguments]).output


def test_a_key_where_a_name_belongs_is_not_repeated(project: Path) -> None:
    for line in ("key_env = {key}", "url = https://example.org/?api_key={key}", "api_key = {key}"):
        path = project / "setup.cfg"
        before = path.read_text(encoding="utf-8")
        key = KEYS["plain"]
        section = f"[workflow:mt.desk]\nprovider = deepl\n{line.format(key=key)}\n"
        path.write_text(before + section, encoding="utf-8")
        said = [run_alone("translate", "--engine", "desk"), run_alone("mt", "list")]
        path.write_text(before, encoding="utf-8")
        assert all("error:" in each for each in said)
        assert_nowhere(key, said, project, "")


@pytest.mark.parametrize("digest", ["", "0" * 64])
def test_a_password_in_the_address_of_a_model_is_not_repeated(project: Path, digest: str) -> None:
    key = KEYS["plain"]
    with hostile("s3cr3t", "no answer") as (url, seen):
        address = url.replace("//", f"//desk:{key}@") + f"/models/fr-en.argosmodel?token={key}"
        more = ("--sha256", digest) if digest else ()
        said = run_alone("mt", "install", "fr-en", "--from", address, *more)
    assert seen
    assert "error:" in said
    assert_nowhere(key, [said], project, "")
