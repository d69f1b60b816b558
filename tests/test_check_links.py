"""`check --links`: hosts of links are asked politely, and never one in a network of its own."""

from __future__ import annotations

import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from aiohttp import ClientConnectorCertificateError
from aiohttp.client_reqrep import ConnectionKey

from tests.test_review_helpers import run
from workflow.cli.common import progress
from workflow.errors import ExitCode
from workflow.flows.ask_links import Manners, ask, is_public
from workflow.flows.check_links import LinksChecked, check_links
from workflow.model.link_answer import LinkAnswer
from workflow.project.workspace import Workspace

NOW = datetime(2026, 1, 15, 10, tzinfo=UTC)
QUICK = Manners(timeout=5, pause=0.0, asked=lambda _address: True)


class _Handler(BaseHTTPRequestHandler):
    """Answers by the path: `/404`, `/301/to/…`; `/head/405` refuses HEAD alone."""

    server: Host

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        host = self.server
        with host.lock:
            host.asked.append((self.command, self.path, dict(self.headers)))
            host.now += 1
            host.most = max(host.most, host.now)
        parts = self.path.strip("/").split("/", 2)
        if parts[0] == "wait":
            host.waiting.wait(10)
        if parts[0] == "head":
            status = int(parts[1]) if self.command == "HEAD" else 200
        else:
            status = int(parts[0]) if parts[0].isdigit() else 200
        with host.lock:
            host.now -= 1
        self.send_response(status)
        if parts[1:2] == ["to"]:
            self.send_header("Location", parts[2])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Nothing is printed."""


class Host(ThreadingHTTPServer):
    """A host on loopback that keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.lock = threading.Lock()
        self.waiting = threading.Event()
        self.now = self.most = 0
        self.url = f"http://127.0.0.1:{self.server_port}"


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Host() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.waiting.set()
        server.shutdown()


def answers(urls: Sequence[str], manners: Manners = QUICK) -> dict[str, LinkAnswer]:
    found: dict[str, LinkAnswer] = {}
    ask(urls, found.__setitem__, manners)
    return found


@pytest.mark.parametrize("status", [200, 204, 400, 401, 403, 404, 410, 429, 451, 500, 503])
def test_a_status_is_told_as_it_is(host: Host, status: int) -> None:
    url = f"{host.url}/{status}"
    assert answers([url]) == {url: LinkAnswer(status)}


@pytest.mark.parametrize("status", [400, 403, 404, 405, 500, 501])
def test_a_host_that_refuses_head_is_asked_with_get(host: Host, status: int) -> None:
    url = f"{host.url}/head/{status}"
    assert answers([url]) == {url: LinkAnswer(200)}
    assert [method for method, *_ in host.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("path", "moved"),
    [
        ("/301/to//new", "/new"),
        ("/308/to//new", "/new"),
        ("/302/to//new", ""),
        ("/307/to//new", ""),
        ("/301/to//302/to//new", "/302/to//new"),
        ("/302/to//301/to//new", ""),
        ("/301/to//301/to//last", "/last"),
        ("/301/to//页", "/页"),
    ],
)
def test_redirections_are_followed_and_lasting_ones_told(host: Host, path: str, moved: str) -> None:
    url = f"{host.url}{path}"
    assert answers([url]) == {url: LinkAnswer(200, f"{host.url}{moved}" if moved else "")}


def test_a_redirection_without_end_ends(host: Host) -> None:
    url = f"{host.url}/302/to//302/to//302/to/{'/302/to/' * 20}"
    (answer,) = answers([url]).values()
    assert answer.trouble and not answer.dead


def test_nothing_is_sent_but_a_name(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    answers([f"{host.url}/401"])
    for _, _, headers in host.asked:
        assert "workflow/" in headers["User-Agent"]
        assert not {"Authorization", "Cookie", "Referer"}.intersection(headers)


def test_a_link_with_a_password_is_not_asked(host: Host) -> None:
    url = host.url.replace("//", "//me:secret@")
    (answer,) = answers([url]).values()
    assert "password" in answer.trouble and not host.asked


@pytest.mark.parametrize(
    "address",
    [  # no server is bound to any of them
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254",
        "0.0.0.1", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd12::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "ff02::1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_of_networks_of_their_own_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_internet_are(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "name", ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::1]",
             "[::ffff:127.0.0.1]", "printer", "nas.local", "LOCALHOST."]
)  # fmt: skip
def test_no_spelling_of_this_machine_is_asked(host: Host, name: str) -> None:
    url = f"http://{name}:{host.server_port}/"
    (answer,) = answers([url], Manners(timeout=5, pause=0.0)).values()
    assert answer.trouble and not answer.dead and not host.asked


def test_a_name_of_a_private_address_is_not_asked(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", host.server_port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    url = f"http://www.example.org:{host.server_port}/"
    assert "network of its own" in answers([url], Manners(pause=0.0))[url].trouble
    assert not host.asked


def test_a_proxy_of_the_environment_may_be_in_a_network_of_its_own(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", host.url.replace("127.0.0.1", "localhost"))
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    urls = ["http://www.example.org/page", f"{host.url}/200"]
    found = answers(urls, Manners(timeout=5, pause=0.0))
    assert found[urls[0]] == LinkAnswer(200)
    assert "network of its own" in found[urls[1]].trouble
    assert [path for _, path, _ in host.asked] == ["http://www.example.org/page"]


def test_a_redirection_to_a_private_address_is_not_followed(host: Host) -> None:
    manners = Manners(5, 0.0, asked=lambda address: address == "127.0.0.1")
    url = f"{host.url}/302/to/http://169.254.169.254/latest/"
    (answer,) = answers([url], manners).values()
    assert "network of its own" in answer.trouble
    assert len(host.asked) == 1


def test_a_redirection_to_another_scheme_is_not_followed(host: Host) -> None:
    (answer,) = answers([f"{host.url}/302/to/file:///etc/passwd"]).values()
    assert "none of the web" in answer.trouble


def test_a_host_is_asked_two_things_at_a_time_at_most(host: Host) -> None:
    threading.Timer(0.5, host.waiting.set).start()
    answers([f"{host.url}/wait/{number}" for number in range(12)])
    assert len(host.asked) == 12 and host.most <= 2


def test_there_is_a_pause_between_requests_to_a_host(host: Host) -> None:
    begun = time.monotonic()
    answers([f"{host.url}/{number}" for number in range(200, 204)], Manners(5, 0.1, QUICK.asked))
    assert time.monotonic() - begun >= 0.3


def test_an_answer_that_does_not_come_is_no_dead_link(host: Host) -> None:
    url = f"{host.url}/wait/"
    (answer,) = answers([url], Manners(0.2, 0.0, QUICK.asked)).values()
    assert answer.trouble and not answer.dead


def test_a_closed_port_is_no_dead_link(host: Host) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        (answer,) = answers([url]).values()
    assert "no connection" in answer.trouble and not answer.dead


@pytest.mark.parametrize("online", [True, False])
def test_a_host_that_is_not_known_is_dead_where_others_answer(
    host: Host, monkeypatch: pytest.MonkeyPatch, online: bool
) -> None:
    def unknown(*_arguments: object, **_named: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    url = "http://nowhere.example.org/"
    found = answers([url, f"{host.url}/200"] if online else [url])
    assert found[url].dead is online
    assert "nowhere.example.org" in found[url].trouble


def test_a_certificate_that_only_this_machine_may_not_know_is_no_dead_link(host: Host) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parent / "data/self-signed.pem")
    host.socket = context.wrap_socket(host.socket, server_side=True)
    url = host.url.replace("http:", "https:")
    (answer,) = answers([url]).values()
    assert "certificate" in answer.trouble and not answer.dead


@pytest.mark.parametrize(("code", "dead"), [(10, True), (62, True), (64, True), (18, False)])
def test_a_certificate_that_is_wrong_for_everybody_is(
    host: Host, monkeypatch: pytest.MonkeyPatch, code: int, dead: bool
) -> None:
    def refuse(*_arguments: object, **_named: object) -> None:
        error = ssl.SSLCertVerificationError()
        error.verify_code = code
        key = ConnectionKey("127.0.0.1", 443, True, True, None, None, None)
        raise ClientConnectorCertificateError(key, error)

    monkeypatch.setattr("aiohttp.ClientSession.request", refuse)
    (answer,) = answers([host.url]).values()
    assert "certificate" in answer.trouble and answer.dead is dead


def test_ctrl_c_ends_it_at_once(host: Host) -> None:
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from workflow.flows.ask_links import Manners, ask\n"
        f"ask(['{host.url}/wait/'], print, Manners(60, 0, lambda _: True))\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script], stderr=subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    with process:
        while not host.asked:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    assert errors.rstrip().endswith(b"KeyboardInterrupt") and process.returncode


# A project


def article(root: Path, body: str, name: str = "links", front: str = "") -> None:
    text = f"---\ntitle: Des liens\nlang: fr\n{front}---\n{body}"
    (root / f"articles/{name}.md").write_text(text, "utf-8")


def checked(root: Path, now: datetime = NOW, names: Sequence[str] = ("links",)) -> LinksChecked:
    return check_links(Workspace.open(root), names, progress, now, QUICK)


def test_links_of_an_article_are_told_with_their_lines(project: Path, host: Host) -> None:
    article(
        project,
        f"Un [bon]({host.url}/200), un [mort]({host.url}/404#la).\n\n"
        f"<a href='{host.url}/410'>Parti</a>, [ailleurs]({host.url}/301/to//new), "
        f"[fermé]({host.url}/403), [ici](#), ![image]({host.url}/image.png)\n",
        front=f"source: {host.url}/404/source\n",
    )
    found = [(each.line, str(each.severity)) for each in checked(project).findings]
    assert found == [(4, "warning"), (6, "warning"), (8, "warning"), (8, "info"), (8, "info")]
    assert all(each.check == "external-links" for each in checked(project).findings)
    assert "/image.png" not in {path for _, path, _ in host.asked}


def test_each_address_is_asked_once_whatever_follows_the_hash(project: Path, host: Host) -> None:
    for name in ("links", "more"):
        article(project, f"[a]({host.url}/200#a) [b]({host.url}/200#b) [c]({host.url}/200)\n", name)
    assert checked(project, names=("links", "more")).asked == 1
    assert Counter(path for _, path, _ in host.asked) == {"/200": 1}


def test_good_answers_hold_for_a_day_and_others_are_asked_again(project: Path, host: Host) -> None:
    article(project, f"[a]({host.url}/200) [b]({host.url}/404) [c]({host.url}/301/to//new)\n")
    first = checked(project)
    assert (first.asked, first.known) == (3, 0)
    later = checked(project, NOW + timedelta(hours=23))
    assert (later.asked, later.known) == (1, 2)
    assert later.findings == first.findings
    assert checked(project, NOW + timedelta(hours=25)).asked == 3
    assert checked(project, NOW - timedelta(hours=1)).asked == 3  # a clock that was put back


@pytest.mark.parametrize("bad", ["", "{", "[]", '{"http://x/": 1}', '{"x": [1, 2, "now"]}', "\0"])
def test_what_was_kept_may_be_damaged(project: Path, host: Host, bad: str) -> None:
    article(project, f"[a]({host.url}/200)\n")
    checked(project)
    (project / ".workflow/links.json").write_text(bad)
    assert checked(project).asked == 1
    assert f"{host.url}/200" in json.loads((project / ".workflow/links.json").read_text("utf-8"))


@pytest.mark.parametrize("where", ["article", "project"])
def test_where_it_is_switched_off_nobody_is_asked(project: Path, host: Host, where: str) -> None:
    front = "checks_off: [external-links]\n" if where == "article" else ""
    article(project, f"[a]({host.url}/404)\n", front=front)
    if where == "project":
        settings = (project / "setup.cfg").read_text("utf-8")
        settings = settings.replace("checks_off =", "checks_off = external-links")
        (project / "setup.cfg").write_text(settings, "utf-8")
    assert checked(project) == LinksChecked((), 0, 0)
    assert not host.asked


def test_answers_are_kept_where_somebody_stops_it(
    project: Path, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(urls: Sequence[str], told: object, _manners: Manners) -> None:
        assert callable(told)
        told(urls[0], LinkAnswer(200))
        raise KeyboardInterrupt

    article(project, f"[a]({host.url}/200) [b]({host.url}/201)\n")
    monkeypatch.setattr("workflow.flows.check_links.ask", stopped)
    with pytest.raises(KeyboardInterrupt):
        checked(project)
    monkeypatch.undo()
    assert f"{host.url}/200" in (project / ".workflow/links.json").read_text("utf-8")


def test_without_the_option_nobody_is_asked(project: Path, host: Host) -> None:
    article(project, f"[a]({host.url}/404)\n")
    result = run("check", "links")
    assert result.exit_code == ExitCode.DONE and not host.asked
    refused = run("check", "links", "--only", "external-links")
    assert refused.exit_code == ExitCode.USAGE and "--links" in refused.stderr
    before_any_fix = run("check", "links", "--fix", "--only", "external-links")
    assert before_any_fix.exit_code == ExitCode.USAGE and not before_any_fix.stdout


def test_the_command_asks_no_host_of_a_private_network(project: Path, host: Host) -> None:
    article(project, f"[a]({host.url}/404)\n")
    result = run("check", "links", "--links", "--format", "json")
    assert result.exit_code == ExitCode.DONE and not host.asked
    (found,) = json.loads(result.stdout)["findings"]
    assert (found["check"], found["severity"]) == ("external-links", "info")
    assert "network of its own" in found["message"]
    assert "0 asked for, 0 known from the last day, 1 that may not be asked" in result.stderr


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_the_command_tells_it_as_all_else(
    project: Path, host: Host, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    article(project, f"[a]({host.url}/404)\n")
    monkeypatch.setattr("workflow.flows.check_links.ask", lambda u, t, _m: ask(u, t, QUICK))
    result = run("check", "links", "--links", "--format", form)
    assert result.exit_code == ExitCode.DONE
    assert "external-links" in result.stdout and "404" in result.stdout
    assert "1 asked for, 0 known" in result.stderr
    strict = run("check", "links", "--links", "--severity", "warning", "--only", "external-links")
    assert strict.exit_code == ExitCode.FINDINGS
