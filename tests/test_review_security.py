"""Who comes in to ``workflow review serve``, and what it does with what is sent to hurt it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from tests.review_client import ACTOR, PAGE, Client, served
from tests.servers import started
from tests.test_review_helpers import edit, log, po, run, set_roles, translated, write_article
from workflow.errors import WorkflowError
from workflow.reports.i18n import ENGLISH, Words
from workflow.web import gate, patience
from workflow.web.doors import ProxyDoor, networks

ADDRESS = "https://review.example.org/"
HEADER = "X-Forwarded-Email"
PROXY = ProxyDoor(HEADER, networks(["127.0.0.1"]), ADDRESS)


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


@pytest.fixture
def client(root: Path) -> Iterator[Client]:
    with served(root) as found:
        yield found


@pytest.fixture
def newsroom(root: Path) -> Iterator[Client]:
    with served(root, proxy=PROXY) as found:
        yield found


# The address that is printed


def test_the_printed_address_lets_a_browser_in_for_as_long_as_the_server_runs(
    client: Client,
) -> None:
    address = client.server.address
    first = client.get(address.removeprefix(client.server.origin), Cookie="")
    assert (first.status, first.headers["Location"]) == (303, "/")
    cookie = first.headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
    key = cookie.partition(";")[0]
    assert client.server.keys.entrance not in cookie  # nor does the page's address keep it
    assert client.get(Cookie=key).status == 200


@pytest.mark.parametrize("cookie", ["", "workflow-review-1=x", "workflow-review-{port}=é"])
@pytest.mark.parametrize("path", ["/", PAGE, "/static/review.css", "/?key=guess", "/?key="])
def test_nobody_comes_in_without_it(client: Client, path: str, cookie: str) -> None:
    said = cookie.format(port=client.server.server_address[1]).encode().decode("latin-1")
    answer = client.get(path, Cookie=said)
    assert answer.status == 401
    assert "Nanning" not in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_key_of_an_earlier_start_is_none(root: Path, client: Client) -> None:
    with served(root) as other:
        port = client.server.server_address[1]
        old = f"workflow-review-{port}={other.server.keys.cookie}"
        assert client.get(Cookie=old).status == 401
        assert client.get(f"/?key={other.server.keys.entrance}", Cookie="").status == 401


def test_a_form_without_the_cookie_is_refused(root: Path, client: Client) -> None:
    form = client.get().form("approve")
    assert client.post(form, Cookie="").status == 401
    assert not log(root).exists()


def test_the_key_is_not_taken_by_a_name_that_leads_here_from_elsewhere(client: Client) -> None:
    path = client.server.address.removeprefix(client.server.origin)
    answer = client.get(path, Cookie="", Host="evil.example")
    assert answer.status == 421
    assert "Set-Cookie" not in answer.headers


# Behind a proxy


def test_behind_a_proxy_each_acts_in_the_name_that_it_gives(root: Path, newsroom: Client) -> None:
    set_roles(root, aline="editor[en]", li="translator")
    said = {HEADER: "aline@example.org"}
    page = newsroom.get(**said, Host="review.example.org", Cookie="")
    assert page.words("//span[@class='as']") == ["as aline@example.org"]
    form = page.form("approve")
    sent = {"Origin": "https://review.example.org", "Sec_Fetch_Site": "same-origin"}
    answer = newsroom.post(form, **said, **sent, Cookie="")
    assert answer.status == 303
    assert '"actor": "aline@example.org"' in log(root).read_text("utf-8")


def test_behind_a_proxy_roles_hold(root: Path, newsroom: Client) -> None:
    set_roles(root, aline="editor[en]", li="translator")
    page = newsroom.get(**{HEADER: "li@example.org"})
    assert page.words("//button[@value='approve']") == []
    form = newsroom.get(**{HEADER: "aline@example.org"}).form("approve")
    form["token"] = newsroom.token("li@example.org")
    assert newsroom.post(form, **{HEADER: "li@example.org"}).status == 403
    assert not log(root).exists()


def test_behind_a_proxy_a_form_of_another_person_is_refused(root: Path, newsroom: Client) -> None:
    form = newsroom.get(**{HEADER: "aline@example.org"}).form("approve")
    assert newsroom.post(form, **{HEADER: "li@example.org"}).status == 403
    assert not log(root).exists()


@pytest.mark.parametrize(
    "said",
    [
        {},
        {HEADER: ""},
        {HEADER: "aline"},
        {HEADER: "aline@example.org, li@example.org"},
        {HEADER: "<b>@example.org"},
        {"X_Forwarded_User": "aline@example.org"},
        {"Cookie": "a=b"},
    ],
)
def test_without_the_proxys_word_there_is_no_page(newsroom: Client, said: dict[str, str]) -> None:
    answer = newsroom.get(**said)
    assert answer.status == 403
    assert "Nanning" not in answer.text


def test_a_name_that_a_browser_adds_to_the_proxys_is_refused(newsroom: Client) -> None:
    with socket.create_connection(newsroom.server.server_address, timeout=20) as line:
        line.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
            b"X-Forwarded-Email: aline@example.org\r\nX-Forwarded-Email: li@example.org\r\n\r\n"
        )
        assert line.makefile("rb").readline() == b"HTTP/1.1 403 Forbidden\r\n"


def test_the_proxys_header_from_elsewhere_counts_for_nothing(root: Path) -> None:
    door = ProxyDoor(HEADER, networks(["10.0.0.5", "fd00::/8"]), ADDRESS)
    with served(root, proxy=door) as client:
        forwarded = {"X_Forwarded_For": "10.0.0.5", "Forwarded": "for=10.0.0.5"}
        answer = client.get(**{HEADER: "aline@example.org"}, **forwarded)
        assert answer.status == 403
        assert ADDRESS in answer.text


PEERS = [
    ("10.0.0.5", True), ("::ffff:10.0.0.5", True), ("10.0.0.6", False), ("fd00::1", True),
    ("fe80::1", False), ("127.0.0.1", False), ("", False), ("10.0.0.5.evil.example", False),
]  # fmt: skip


@pytest.mark.parametrize(("peer", "trusted"), PEERS)
def test_the_proxy_is_known_by_its_address(peer: str, trusted: bool) -> None:
    door = ProxyDoor(HEADER, networks(["10.0.0.5", "fd00::/8"]), ADDRESS)
    headers = [(HEADER.lower().encode(), b"aline@example.org")]
    request = Request({"type": "http", "client": (peer, 1), "headers": headers})
    assert (door.admit(request) == "aline@example.org") is trusted


def test_the_printed_address_opens_nothing_behind_a_proxy(newsroom: Client) -> None:
    assert newsroom.server.address == ADDRESS
    assert newsroom.get(f"/?key={newsroom.server.keys.entrance}").status == 403


def test_behind_a_proxy_another_sites_form_is_refused(root: Path, newsroom: Client) -> None:
    said = {HEADER: "aline@example.org"}
    form = newsroom.get(**said).form("approve")
    for origin in ("http://review.example.org", "https://evil.example", "null"):
        assert newsroom.post(form, **said, Origin=origin).status == 403
    assert not log(root).exists()


def test_each_reads_the_pages_in_the_language_the_browser_asks_for(newsroom: Client) -> None:
    said = {HEADER: "aline@example.org"}
    for asked, tag in (
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("de, zh-CN;q=0.7, en;q=0.5", "zh-Hans"),
        ("", "en"),
        ("fr;q=0, en;q=nonsense", "en"),
    ):
        page = newsroom.get("/", **said, Accept_Language=asked)
        assert page.tree.get("lang") == tag


def test_on_one_s_own_machine_as_well_unless_a_language_is_asked_for(root: Path) -> None:
    for words, fixed, asked, tag in (
        (ENGLISH, False, "fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        (Words("zh"), False, "de", "zh-Hans"),
        (Words("zh"), False, "", "zh-Hans"),
        (Words("zh"), True, "fr", "zh-Hans"),
    ):
        with served(root, words=words, fixed=fixed) as client:
            assert client.get("/", Accept_Language=asked).tree.get("lang") == tag
            refused = client.get("/", Accept_Language=asked, Cookie="")
            assert (refused.status, refused.tree.get("lang")) == (401, tag)


def test_a_proxys_address_that_is_none_is_said() -> None:
    with pytest.raises(WorkflowError, match="--trusted"):
        networks(["10.0.0.5", "proxy.example.org"])


# Large and slow requests


def test_a_head_that_never_ends_is_given_up(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.05)
    for sent in (b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "):
        with served(root) as client:
            with socket.create_connection(client.server.server_address, timeout=20) as line:
                line.sendall(sent)
                assert _all_of(line) == b""
            assert client.get().status == 200


def test_a_head_that_is_begun_after_another_request_is_given_up(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.05)
    with (
        served(root) as client,
        socket.create_connection(client.server.server_address, timeout=20) as line,
    ):
        line.sendall(b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\nGET / ")
        assert _all_of(line).startswith(b"HTTP/1.1 421 ")


def test_a_body_that_never_ends_is_given_up(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "BODY_SECONDS", 0.05)
    with (
        served(root) as client,
        socket.create_connection(client.server.server_address, timeout=20) as line,
    ):
        line.sendall(_head(client, b"Content-Length: 900\r\n") + b"act=approve&")
        assert _all_of(line).startswith(b"HTTP/1.1 408 ")
    assert not log(root).exists()


def test_a_head_that_is_too_large_is_refused(client: Client) -> None:
    with socket.create_connection(client.server.server_address, timeout=20) as line:
        line.sendall(b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 3 * patience.HEAD_BYTES)
        assert _all_of(line).startswith(b"HTTP/1.1 400 ")
    assert client.get().status == 200


def test_a_body_that_says_no_length_is_measured(root: Path, client: Client) -> None:
    with socket.create_connection(client.server.server_address, timeout=20) as line:
        chunk = b"8000\r\n" + b"x" * 0x8000 + b"\r\n"
        parts = gate.LARGEST // 0x8000 + 1
        line.sendall(
            _head(client, b"Transfer-Encoding: chunked\r\n") + chunk * parts + b"0\r\n\r\n"
        )
        assert line.makefile("rb").readline() == b"HTTP/1.1 413 Request Entity Too Large\r\n"
    assert not log(root).exists()


def test_a_form_of_very_many_fields_is_none(root: Path, client: Client) -> None:
    many = {f"field{number}": "" for number in range(2000)}
    assert client.post({**client.get().form("approve"), **many}).status == 403
    assert not log(root).exists()


@given(st.binary(max_size=300))
def test_no_bytes_are_an_act(body: bytes) -> None:
    assert "act" not in gate.read_form(body) or b"act" in body or b"%" in body


def _head(client: Client, length: bytes) -> bytes:
    port, key = client.server.server_address[1], client.server.keys.cookie
    return (
        (
            f"POST {PAGE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
            f"Cookie: workflow-review-{port}={key}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
        ).encode()
        + length
        + b"\r\n"
    )


def _all_of(line: socket.socket) -> bytes:
    """What the server says until it closes the connection, or gives it up."""
    said = b""
    with suppress(ConnectionResetError):
        while part := line.recv(4096):
            said += part
    return said


# The command


def test_behind_a_proxy_it_prints_both_addresses(root: Path) -> None:
    options = ("--behind-proxy", HEADER, "--address", ADDRESS.rstrip("/"), "--port", "0")
    with started(root, "review", "serve", *options, "--actor", ACTOR) as line:
        assert line.startswith(f"Review: {ADDRESS}, through the proxy, at http://127.0.0.1:")


@pytest.mark.parametrize(
    "options",
    [
        ("--address", ADDRESS),
        ("--host", "0.0.0.0"),  # noqa: S104
        ("--trusted", "10.0.0.5"),
        ("--behind-proxy", HEADER),
        ("--behind-proxy", HEADER, "--address", "review.example.org"),
        ("--behind-proxy", HEADER, "--address", "https://a@review.example.org/x"),
        ("--behind-proxy", "X Y", "--address", ADDRESS),
        ("--behind-proxy", HEADER, "--address", ADDRESS, "--trusted", "everybody"),
    ],
)
def test_options_that_do_not_go_together_are_said(root: Path, options: tuple[str, ...]) -> None:
    found = run("review", "serve", "--actor", ACTOR, *options)
    assert found.exit_code == 2, found.output
