"""The review page on a free port, and a browser's requests to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message as Headers
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import lxml.html

from workflow.web.review_server import ReviewServer

ACTOR = "editor@example.org"
PAGE = "/en/atelier/"


@dataclass
class Reply:
    """What the server said."""

    status: int
    headers: Headers
    text: str

    @property
    def tree(self) -> lxml.html.HtmlElement:
        root: lxml.html.HtmlElement = lxml.html.document_fromstring(self.text)
        return root

    def words(self, xpath: str) -> list[str]:
        """The text of each element found, white space folded."""
        return [" ".join(each.text_content().split()) for each in self.tree.xpath(xpath)]

    def form(self, act: str, **changed: str) -> dict[str, str]:
        """The fields of the page's form, as its button would send them."""
        fields = {each.name: each.value or "" for each in self.tree.xpath("//form//input")}
        return {**fields, "note": "", "act": act, **changed}


class Client:
    """A browser's requests; it came in by the printed address unless it says otherwise."""

    def __init__(self, server: ReviewServer) -> None:
        self.server = server

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.server.server_address[1], timeout=20)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            port, key = self.server.server_address[1], self.server.keys.cookie
            names.setdefault("Cookie", f"workflow-review-{port}={key}")
            connection.request(method, path, body, names)
            found = connection.getresponse()
            return Reply(found.status, found.headers, found.read().decode("utf-8", "replace"))
        finally:
            connection.close()

    def get(self, path: str = PAGE, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def post(self, fields: dict[str, str], path: str = PAGE, **headers: str) -> Reply:
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", path, urlencode(fields), **{**kind, **headers})

    def token(self, actor: str = ACTOR) -> str:
        """What the forms of ``actor`` carry."""
        return self.server.keys.form(actor)


@contextmanager
def served(root: Path, actor: str = ACTOR, port: int = 0, **options: Any) -> Iterator[Client]:
    defects: list[str] = []

    def noon() -> datetime:
        return datetime(2026, 1, 15, 12, tzinfo=UTC)

    with ReviewServer(root, actor, noon, port, defects.append, **options) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield Client(server)
        finally:
            server.shutdown()
            thread.join()
    assert defects == []
