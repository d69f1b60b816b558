"""Translation services on the loopback address that speak the wire protocols of the real ones.

Each checks its requests as the service documents: method, path, headers, encoding, limits; an
answer to a wrong request is the service's own error. Text is put into capitals, markup is left
alone as each service leaves it. ``faults`` answers requests in its order with something else.
"""

from __future__ import annotations

import html
import json
import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

KEY = "secret-0123456789"
_TAG = re.compile(r"(<[^<>]*>)")


@dataclass(frozen=True)
class Seen:
    """One request."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body.decode())


@dataclass(frozen=True)
class Sent:
    """One answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def as_json(value: object, status: int = 200, **headers: str) -> Sent:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    content = {"Content-Type": "application/json; charset=utf-8"}
    return Sent(status, json.dumps(value, ensure_ascii=False).encode(), content | names)


Protocol = Callable[["Loopback", Seen], Sent]
Fault = Sent | Literal["reset", "cut", "hang", "drip"]
"""What comes instead of an answer: another one, the connection reset before it or cut inside of it,
nothing at all, or a byte now and then."""


@dataclass
class Loopback:
    """A service, what it was asked, and how it is to answer."""

    protocol: Protocol
    faults: list[Fault] = field(default_factory=list)
    translate: Callable[[str], str] = str.upper
    key: str = KEY
    limit: int | None = None
    """Most texts, or most characters, where who runs it says so."""
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    url: str = ""

    def marked(self, text: str, *, kept: str) -> str:
        """``text`` translated between its tags; elements whose start has ``kept`` are kept."""
        done = ""
        inside = 0
        for piece in _TAG.split(text):
            if _TAG.fullmatch(piece):
                done += piece
                if inside or kept in piece:
                    inside += 0 if piece.endswith("/>") else -1 if piece.startswith("</") else 1
            else:
                plain = piece if inside else self.translate(html.unescape(piece))
                done += html.escape(plain, quote=False)
        return done


@contextmanager
def running(service: Loopback) -> Iterator[Loopback]:
    """Give the service while it runs; its address is ``service.url``."""
    lock, stop = threading.Lock(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            with lock:
                service.connections += 1

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            parts = urlsplit(self.path)
            seen = Seen(
                self.command,
                parts.path,
                dict(parse_qsl(parts.query, keep_blank_values=True)),
                {name.lower(): value for name, value in self.headers.items()},
                body,
            )
            with lock:
                service.seen.append(seen)
                fault = service.faults.pop(0) if service.faults else None
            if isinstance(fault, str):
                self._fail(fault, service.protocol(service, seen))
                self.close_connection = True
                return
            answer = fault or service.protocol(service, seen)
            self._begin(answer)
            self.wfile.write(answer.body)

        def _begin(self, answer: Sent) -> None:
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()

        def _fail(self, fault: str, answer: Sent) -> None:
            if fault == "reset":
                no_goodbye = struct.pack("ii", 1, 0)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, no_goodbye)
                self.connection.close()
            elif fault == "hang":
                stop.wait(30)
            elif fault == "cut":
                self._begin(answer)
                self.wfile.write(answer.body[: len(answer.body) // 2])
            else:
                self._begin(answer)
                with suppress(OSError):
                    for place in range(len(answer.body)):
                        self.wfile.write(answer.body[place : place + 1])
                        if stop.wait(0.05):
                            return

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        stop.set()
        server.shutdown()
        server.server_close()


def _is_json(seen: Seen) -> bool:
    return seen.method == "POST" and seen.headers.get("content-type", "").startswith(
        "application/json"
    )


def libretranslate(service: Loopback, seen: Seen) -> Sent:  # noqa: PLR0911 - a fault a line
    """POST /translate: q (a text or a list), source, target, format, api_key."""
    if seen.path != "/translate":
        return Sent(404, b"<html>Not Found</html>", {"Content-Type": "text/html"})
    if seen.method != "POST":
        return as_json({"error": "Method Not Allowed"}, 405)
    body = seen.json if _is_json(seen) else dict(parse_qsl(seen.body.decode()))
    if service.key and body.get("api_key") != service.key:
        return as_json({"error": "Invalid API key"}, 403)
    for name in ("q", "source", "target"):
        if not body.get(name):
            return as_json({"error": f"Invalid request: missing {name} parameter"}, 400)
    texts = body["q"] if isinstance(body["q"], list) else [body["q"]]
    if service.limit and len(texts) > service.limit:
        said = f"Invalid request: request ({len(texts)}) exceeds text limit ({service.limit})"
        return as_json({"error": said}, 400)
    for name in ("source", "target"):
        if body[name] not in {"fr", "en", "zh", "zt", "es"}:
            return as_json({"error": f"{body[name]} is not supported"}, 400)
    if body.get("format", "text") == "html":
        # it escapes what it has parsed, and takes all references out at the end
        found = [
            html.unescape(service.marked(" ".join(text.split()), kept='translate="no"'))
            for text in texts
        ]
    else:
        found = [html.unescape(service.translate(text)) for text in texts]
    return as_json({"translatedText": found if isinstance(body["q"], list) else found[0]})


_DEEPL_SOURCES = {"FR", "EN", "ZH", "ES", "PT"}
_DEEPL_TARGETS = {"FR", "EN-GB", "EN-US", "ZH-HANS", "ZH-HANT", "ES", "ES-419", "PT-BR", "PT-PT"}


def deepl(service: Loopback, seen: Seen) -> Sent:  # noqa: PLR0911 - a fault a line
    """POST /v2/translate with the key in the header Authorization."""
    if seen.path != "/v2/translate":
        return as_json({"message": "Not found"}, 404)
    if seen.method != "POST":
        return as_json({"message": "GET is no longer supported"}, 405)
    if seen.headers.get("authorization") != f"DeepL-Auth-Key {service.key}":
        return as_json({"message": "Authorization failure"}, 403)
    if len(seen.body) > 128 * 1024:
        return as_json({"message": "Request Entity Too Large"}, 413)
    body = seen.json
    if not isinstance(body.get("text"), list) or not 1 <= len(body["text"]) <= 50:
        return as_json({"message": "Value for 'text' not supported."}, 400)
    if body.get("source_lang") not in _DEEPL_SOURCES:
        return as_json({"message": "Value for 'source_lang' not supported."}, 400)
    if body.get("target_lang") not in _DEEPL_TARGETS:
        return as_json({"message": "Value for 'target_lang' not supported."}, 400)
    if body.get("formality") == "more" and body["target_lang"].startswith(("EN", "ZH")):
        return as_json({"message": "'formality' is not supported for given 'target_lang'."}, 400)
    found = []
    for text in body["text"]:
        marked = text
        if body.get("tag_handling") == "xml":
            try:
                _well_formed(text)
            except ValueError:
                said = "Tag handling parsing failed, please check input."
                return as_json({"message": said}, 400)
            kept = f"<{body['ignore_tags'][0]} "
            marked = service.marked(text, kept=kept)
        else:
            marked = service.translate(text)
        found.append({"detected_source_language": body["source_lang"], "text": marked})
    return as_json({"translations": found})


def _well_formed(text: str) -> None:
    from lxml import etree

    try:
        etree.fromstring(f"<r>{text}</r>")
    except etree.XMLSyntaxError as error:
        raise ValueError(error) from error


def microsoft(service: Loopback, seen: Seen) -> Sent:  # noqa: PLR0911 - a fault a line
    """POST /translate?api-version=3.0&from=…&to=…: [{"Text": …}]."""

    def refused(code: int, message: str) -> Sent:
        return as_json({"error": {"code": code, "message": message}}, code // 1000)

    key, _, region = service.key.partition(":")
    if seen.path != "/translate":
        return refused(404000, "The requested resource is not found.")
    if seen.headers.get("ocp-apim-subscription-key") != key or (
        seen.headers.get("ocp-apim-subscription-region", "") != region
    ):
        said = "The request is not authorized because credentials are missing or invalid."
        return refused(401000, said)
    if seen.query.get("api-version") != "3.0":
        return refused(400021, "The API version parameter is missing or invalid.")
    if seen.query.get("to") not in {"en", "fr", "fr-CA", "zh-Hans", "zh-Hant"}:
        return refused(400036, "The target language is not valid.")
    if not _is_json(seen):
        return refused(415000, "Content-Type is not valid.")
    body = seen.json
    if len(body) > 1000:
        return refused(400072, "The maximum number of array elements has been exceeded.")
    if sum(len(each["Text"]) for each in body) > 50_000:
        return refused(400077, "The maximum request size has been exceeded.")
    is_html = seen.query.get("textType") == "html"
    texts = [
        service.marked(each["Text"], kept='class="notranslate"')
        if is_html
        else service.translate(each["Text"])
        for each in body
    ]
    return as_json([{"translations": [{"text": text, "to": seen.query["to"]}]} for text in texts])


def google_cloud(service: Loopback, seen: Seen) -> Sent:
    """POST /language/translate/v2 with q (list), source, target, format; the key in a header or
    as a parameter."""

    def refused(status: int, reason: str, message: str) -> Sent:
        details = [{"message": message, "domain": "global", "reason": reason}]
        error = {"code": status, "message": message, "errors": details}
        return as_json({"error": error}, status)

    if seen.path != "/language/translate/v2":
        return Sent(404, b"<!DOCTYPE html><title>Error 404 (Not Found)!!1</title>")
    if service.key not in (seen.headers.get("x-goog-api-key"), seen.query.get("key")):
        return refused(400, "badRequest", "API key not valid. Please pass a valid API key.")
    body = seen.json
    if len(body["q"]) > 128:
        return refused(400, "invalid", "Too many text segments")
    if len(seen.body) > 204_800 or sum(map(len, body["q"])) > 30_000:
        return refused(413, "uploadTooLarge", "Request payload size exceeds the limit")
    if body["target"] not in {"en", "fr", "fr-CA", "zh-CN", "zh-TW", "zh"}:
        return refused(400, "invalid", "Bad language pair: fr|x")
    texts = [
        service.marked(text, kept='translate="no"')
        if body.get("format", "html") == "html"
        else service.translate(text)
        for text in body["q"]
    ]
    return as_json({"data": {"translations": [{"translatedText": text} for text in texts]}})


def mymemory(service: Loopback, seen: Seen) -> Sent:
    """GET /get?q=…&langpair=…|…&de=…; errors are told with HTTP 200."""

    def told(text: str, status: object = 200, details: str = "", **more: object) -> Sent:
        data = {"translatedText": text, "match": 0.85 if status == 200 else None}
        answer = {"responseData": data, "quotaFinished": False, "mtLangSupported": None}
        return as_json(answer | {"responseDetails": details, "responseStatus": status} | more)

    if seen.path != "/get" or seen.method != "GET":
        return Sent(404, b"Not found")
    text, pair = seen.query.get("q", ""), seen.query.get("langpair", "")
    if not text:
        said = "NO QUERY SPECIFIED. EXAMPLE REQUEST: GET?Q=HELLO&LANGPAIR=EN|IT"
        return told(said, "403", said)
    if len(text.encode()) > 500:
        said = "QUERY LENGTH LIMIT EXCEEDED. MAX ALLOWED QUERY : 500 CHARS"
        return told(said, "403", said)
    if not re.fullmatch(r"(?:fr|en|es|zh-CN|zh-TW|fr-CA)\|(?:fr|en|es|zh-CN|zh-TW|fr-CA)", pair):
        said = f"'{pair.partition('|')[2].upper()}' IS AN INVALID TARGET LANGUAGE"
        return told(said, "403", said)
    if service.limit is not None and len(service.seen) > service.limit:
        said = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY."
        return told(said, 429, said, quotaFinished=True)
    return told(service.translate(text))


PROTOCOLS: Mapping[str, Protocol] = {
    "libretranslate": libretranslate,
    "deepl": deepl,
    "microsoft": microsoft,
    "google-cloud": google_cloud,
    "mymemory": mymemory,
}


def sent_texts(seen: Sequence[Seen]) -> list[str]:
    """All texts of requests, as they were written for the service."""
    found: list[str] = []
    for request in seen:
        if request.method == "GET":
            found.append(request.query["q"])
            continue
        body = request.json
        texts = [each["Text"] for each in body] if isinstance(body, list) else None
        texts = texts or body.get("text") or body.get("q")
        found += texts if isinstance(texts, list) else [texts]
    return found
