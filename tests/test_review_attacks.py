"""Somebody who means harm, at each door of the review: its addresses and forms, the lines of a
log, the settings, the catalogues. Whatever comes, nobody's word is raised, no file is lost, no
page acts, and no answer is a defect of the program (``served`` proves that of each test).
"""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import polib
import pytest

from tests.review_client import ACTOR, PAGE, Client, served
from tests.test_review_acts import JSON, about, events, message
from tests.test_review_helpers import edit, log, po, run, set_roles, translated, write_article
from workflow.model.controls import harmless
from workflow.model.message_event import source_of, translation_of
from workflow.model.same_person import is_among

PAGES = ("/", PAGE, f"/page{PAGE}", "/search/?q=suites")


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


@pytest.fixture
def client(root: Path) -> Iterator[Client]:
    with served(root) as found:
        yield found


def approved(root: Path) -> dict[str, Any]:
    """Approve the article; give the line."""
    assert run("approve", "atelier", "--locale", "en").exit_code == 0
    (line,) = events(root)
    return line


def standing(client: Client) -> list[str]:
    return client.get().words("//section[@class='standing']/h2")


# Addresses


def spoken(client: Client, head: bytes, body: bytes = b"") -> bytes:
    """What the server says to a request that no library would send."""
    port, key = client.server.server_address[1], client.server.keys.cookie
    cookie = f"Host: 127.0.0.1:{port}\r\nCookie: workflow-review-{port}={key}\r\n".encode()
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(head.replace(b"{us}", cookie) + b"Connection: close\r\n\r\n" + body)
        with suppress(ConnectionResetError):
            while part := line.recv(65536):
                said += part
    return said


TARGETS = [
    b"http://evil.example/", b"//evil.example/", b"*", b"/../../etc/passwd",
    b"/static/%2e%2e%2fsetup.cfg", b"/static/..%2fdoors.py", b"/%00", b"/en/%00/",
    b"/en/%ff%fe/", b"/page/%2e%2e/%2e%2e/etc/passwd", b"/page//etc/passwd",
    b"/page/media//etc/passwd", b"/page/en/atelier/../../../setup.cfg", b"/next//", b"/next/%00",
    b"/en/atelier/?unit=%00", b"/en/atelier%0d%0aSet-Cookie:%20x=y", b"/en/" + b"a" * 9000,
]  # fmt: skip
ODD = [
    b"/?from=" + b"9" * 5000, b"/?from=%C2%B2", b"/en/atelier/?from=%D9%A3", b"/?q=%ed%a0%80",
    b"/search/?q=%00%ed%a0%80", b"/?" + b"&".join([b"a=1"] * 2000), b"/en/atelier/?show=%00&q=%",
]  # fmt: skip


@pytest.mark.parametrize("method", [b"GET", b"HEAD"])
def test_no_address_leads_out_of_the_project(client: Client, method: bytes) -> None:
    for target in TARGETS + ODD:
        answer = spoken(client, method + b" " + target + b" HTTP/1.1\r\n{us}")
        status, (head, _, body) = answer[9:12], answer.partition(b"\r\n\r\n")
        assert status == (b"200" if target in ODD else b"404"), target
        assert b"content-security-policy" in head.lower()
        assert b"set-cookie" not in head.lower()
        assert b"[workflow]" not in body
        assert b"root:" not in body
        assert not body or method == b"GET"


def test_the_printed_key_lets_nobody_be_sent_to_another_site(client: Client) -> None:
    key = client.server.keys.entrance.encode()
    for target in (b"//evil.example/", b"///evil.example", b"/%2fevil.example/"):
        said = spoken(client, b"GET " + target + b"?key=" + key + b" HTTP/1.1\r\n{us}")
        (place,) = [each for each in said.split(b"\r\n") if each.lower().startswith(b"location:")]
        assert not place.partition(b": ")[2].startswith(b"//")


def test_a_line_end_in_an_address_makes_no_header(client: Client) -> None:
    said = spoken(client, b"GET /en/atelier?x=%0d%0aSet-Cookie:a HTTP/1.1\r\n{us}")
    assert b"\r\nset-cookie" not in said.lower()


@pytest.mark.parametrize("method", ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_no_other_method_does_anything(root: Path, client: Client, method: str) -> None:
    form = client.get().form("approve")
    body = "&".join(f"{name}={value}" for name, value in form.items())
    for path in (*PAGES, "/static/review.js"):
        kind = {"Content_Type": "application/x-www-form-urlencoded"}
        answer = client.ask(method, path, body, X_HTTP_Method_Override="POST", **kind)
        assert answer.status == 405
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert client.get(f"{PAGE}?_method=POST", X_HTTP_Method="POST").status == 200
    assert not log(root).exists()


@pytest.mark.parametrize(
    "head",
    [
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n{us}",
        b"GET / HTTP/1.1\r\n{us}X: a\x00b\r\n",
        b"POST / HTTP/1.1\r\n{us}Content-Length: -5\r\n",
        b"POST / HTTP/1.1\r\n{us}Content-Length: 5\r\nContent-Length: 6\r\n",
    ],
)
def test_a_request_that_may_be_read_in_two_ways_is_none(client: Client, head: bytes) -> None:
    assert spoken(client, head).startswith(b"HTTP/1.1 400 ")


def test_what_follows_a_chunked_body_with_a_length_is_no_request_of_anybody(
    root: Path, client: Client
) -> None:
    head = b"POST /en/atelier/ HTTP/1.1\r\n{us}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n"
    said = spoken(
        client, head + b"Content-Type: application/x-www-form-urlencoded\r\n", b"0\r\n\r\n"
    )
    assert b" 200 " not in said
    assert not log(root).exists()


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/plain", ""])
def test_the_script_s_answers_need_the_token_and_the_form(
    root: Path, client: Client, kind: str
) -> None:
    form = about(client, message(root, "Les suites"), "edit", text="x")
    assert client.ask("POST", PAGE, json.dumps(form), Content_Type=kind, **JSON).status == 415
    assert client.post({**form, "token": ""}, **JSON).status == 403
    assert client.post({**form, "token": "é"}, **JSON).status == 403
    assert client.post(form, Origin="null", **JSON).status == 403
    assert client.post(form, Sec_Fetch_Site="same-site", **JSON).status == 403
    assert not log(root).exists()


# Fields


SIGNS = ["\0", "a\0b", "\x1b[2J", "a\rb", "\x7f", "\x9b2J", "\ufffe", "x\uffff"]
WORDS = ["<script>a</script>", "\u202eabc", "\ufeff", "\\", '"\n"', "#~ msgid", "é" * 20000]


@pytest.mark.parametrize("act", ["edit", "suggest"])
def test_what_no_page_can_show_is_no_text(root: Path, client: Client, act: str) -> None:
    before = po(root).read_bytes()
    for text in SIGNS:
        answer = client.post(about(client, message(root, "Les suites"), act, text=text), **JSON)
        assert "control character" in json.loads(answer.text)["said"], repr(text)
    assert po(root).read_bytes() == before
    assert not log(root).exists()


def test_whatever_stands_in_a_field_every_page_and_file_can_be_read(
    root: Path, client: Client
) -> None:
    for text in (*SIGNS, *WORDS):
        fields = {"text": text, "note": text, "check": text, "assignee": text}
        for act in ("edit", "suggest", "comment", "reject", "waive", "assign", text):
            form = about(client, message(root, "Les suites"), act, **fields)
            assert client.post(form, **JSON).status < 500
        polib.pofile(str(po(root)))
        for path in PAGES:
            page = client.get(path)
            assert page.status == 200
            assert not page.tree.xpath("//script[not(@src) and not(@type)] | //@onerror")
    for command in (("review", "log"), ("review", "list"), ("status",)):
        found = run(*command)
        assert isinstance(found.exception, SystemExit | None)
        assert not {"\0", "\x1b", "\x9b", "\u202e"} & set(found.output)


def test_a_kind_of_error_or_a_day_that_is_none_is_refused(root: Path, client: Client) -> None:
    said = message(root, "Les suites")
    for fields in ({"category": "<b>"}, {"category": "accuracy", "severity": "grave"}):
        assert client.post(about(client, said, "reject", **fields)).status == 400
    for due in ("<script>", "2026-13-01", "tomorrow", "9" * 5000):
        form = {"token": client.token(), "act": "assign", "assignee": ACTOR, "due": due}
        assert client.post(form).status == 400
    assert not log(root).exists()


def test_as_many_messages_as_an_article_may_have_are_accepted_in_one_form(
    root: Path, client: Client
) -> None:
    said = message(root, "Les suites")
    names = [f"{number:032x} {translation_of('')}" for number in range(4999)]
    names.append(f"{source_of(said.key)} {translation_of(said.msgstr)}")
    answer = client.post({"token": client.token(), "accept": "\n".join(names)}, **JSON)
    assert answer.status == 200
    assert [each["action"] for each in events(root)] == ["accept"]


# Words at once, and settings that change


def test_of_many_that_approve_at_once_each_is_heard_once(root: Path) -> None:
    with served(root) as one, served(root, "other@example.org") as other:
        forms = [(each, each.get().form("approve")) for each in (one, other)] * 4
        threads = [threading.Thread(target=client.post, args=(form,)) for client, form in forms]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert standing(one) == ["approved"]
    actors = [each["actor"] for each in events(root)]
    assert len(actors) == len(set(actors)) > 0
    assert run("review", "verify").exit_code == 0


def test_who_lost_the_role_while_the_page_is_open_says_nothing(root: Path, client: Client) -> None:
    form = client.get().form("approve")
    unit = about(client, message(root, "Les suites"), "edit", text="x")
    set_roles(root, aline="editor")
    assert client.post(form).status == 403
    assert client.post(unit).status == 403
    assert not log(root).exists()


@pytest.mark.parametrize("policy", ["approvals = 2", "four_eyes = yes", "signatures = required"])
def test_a_policy_that_is_made_stricter_holds_for_what_was_said_before(
    root: Path, client: Client, policy: str
) -> None:
    client.post(about(client, message(root, "Les suites"), "edit", text="NEXT STEPS"))
    client.post(client.get().form("approve"))
    assert standing(client) == ["approved"]
    settings = (root / "setup.cfg").read_text("utf-8")
    stricter = settings.replace("[workflow:review]", f"[workflow:review]\n{policy}")
    (root / "setup.cfg").write_text(stricter, "utf-8")
    assert standing(client) != ["approved"]
    (root / "setup.cfg").write_text(settings, "utf-8")
    assert standing(client) == ["approved"]
    set_roles(root, aline="editor")
    assert standing(client) != ["approved"]


ALIKE = [
    "\u212aai@example.org", "kai\u200b@example.org", "k\u0430i@example.org", "kaı@example.org",
    "kai@example.org.", " kai@example.org", "kai@example.org\0", "kai@exampIe.org",
]  # fmt: skip


@pytest.mark.parametrize("actor", ALIKE)
def test_an_address_that_looks_like_an_editors_is_nobodys(root: Path, actor: str) -> None:
    line = approved(root)
    set_roles(root, kai="editor")
    with served(root) as client:
        for said, counts in ((actor, False), ("KAI@Example.org", True)):
            log(root).write_text(json.dumps({**line, "actor": said}) + "\n", "utf-8")
            assert (standing(client) == ["approved"]) is counts


def test_letters_that_fold_to_others_are_not_these() -> None:
    assert is_among("Élodie@Example.org", ["élodie@example.ORG"])
    assert not is_among("stra\u00dfe@example.org", ["strasse@example.org"])
    assert not is_among("\u017fam@example.org", ["sam@example.org"])
    assert not is_among("\u212a@example.org", ["k@example.org"])


# Lines of a log


def forged(line: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    """Lines that may not raise anything, by what is wrong with them."""
    whole = json.dumps(line).encode()
    for name, value in (
        ("actor", "eve@example.org"), ("article", "other"), ("article", "../../etc/passwd"),
        ("locale", "zh"), ("locale", "../../x"), ("source_digest", "0" * 32),
        ("translation_digest", "0" * 32), ("time", "2036-01-15T10:00:00Z"), ("time", "now"),
        ("time", "２０２６-01-15T10:00:00Z"), ("time", "0001-01-01T00:00:00+23:59"),
        ("media", "- ../../../etc/passwd"), ("messages", ["x"]), ("signature", "\0"),
        ("signature", "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n"),
        ("note", "\ud800"), ("action", "Approve"), ("action", "\ud800"), ("actor", ["a"]),
    ):  # fmt: skip
        yield f"{name} {value!r}", json.dumps({**line, name: value}).encode()
    yield "cut", whole[: len(whole) // 2]
    yield "twice a key", whole[:-1] + b', "actor": "editor@example.org"}'
    eve = json.dumps({**line, "actor": "eve@example.org"}).encode()
    yield "half a pair as a key", eve[:-1] + b', "\\ud800": 1}'
    yield "half a pair as a key, twice", b'{"\\ud800": 1, "\\ud800": 2}'
    yield "deep", b"[" * 200_000
    yield "deep inside", b'{"time": ' + b"[" * 100_000
    yield "a long number", whole[:-1] + b', "x": ' + b"9" * 5000 + b"}"
    yield "many keys", b"{" + b",".join(b'"k%d": 1' % each for each in range(50_000)) + b"}"
    yield "NUL", b"\0\0"
    yield "UTF-16", whole.decode().encode("utf-16")
    yield "conflict", b"<<<<<<< ours"


def test_no_forged_line_approves_and_every_command_goes_on(root: Path, client: Client) -> None:
    line = approved(root)
    set_roles(root, editor="editor")
    assert standing(client) == ["approved"]
    for name, raw in forged(line):
        log(root).write_bytes(raw + b"\n")
        assert standing(client) != ["approved"], name
        assert client.get("/").status == 200, name
        found = run("release", "plan", "--format", "json")
        assert isinstance(found.exception, SystemExit | None), name
        assert '"publish"' not in found.stdout, name


def test_a_withdrawal_stands_whatever_comes_before_or_behind_it(root: Path, client: Client) -> None:
    line = approved(root)
    taken = {**line, "action": "withdraw", "time": "2026-01-15T11:00:00Z"}
    lines = [json.dumps(each).encode() for each in (line, taken)]
    for order in (lines, lines[::-1], [*lines, *lines], [lines[1], *[lines[0]] * 3]):
        log(root).write_bytes(b"\n".join(order) + b"\n")
        assert standing(client) == ["can be approved"]


def test_a_line_that_is_very_long_is_read_in_time_that_is_in_proportion(
    root: Path, client: Client
) -> None:
    line = approved(root)
    long = {**line, "note": "x" * 4_000_000, "time": "2026-01-15T11:00:00Z"}
    log(root).write_text(json.dumps(line) + "\n" + json.dumps(long) + "\n", "utf-8")
    assert standing(client) == ["approved"]


# Files


def test_a_catalogue_that_is_edited_while_it_is_approved_is_not_approved(
    root: Path, client: Client
) -> None:
    form = client.get().form("approve")
    text = po(root).read_text("utf-8").replace("LES SUITES", "LES SUITES BIS")
    po(root).write_text(text, "utf-8")
    assert client.post(form).headers["Location"].endswith("said=changed")
    assert not log(root).exists()


@pytest.mark.parametrize("fault", ["deleted", "folder", "binary", "link away", "loop", "closed"])
def test_a_catalogue_that_cannot_be_read_is_in_the_way_of_its_page_alone(
    root: Path, client: Client, fault: str
) -> None:
    form = client.get().form("approve")
    unit = about(client, message(root, "Les suites"), "edit", text="x")
    path = po(root)
    path.unlink()
    if fault == "folder":
        path.mkdir()
    elif fault == "binary":
        path.write_bytes(os.urandom(3000))
    elif fault == "link away":
        path.symlink_to("/etc/passwd")
    elif fault == "loop":
        path.symlink_to(path)
    elif fault == "closed":
        path.write_text("", "utf-8")
        path.chmod(0)
    for answer in (client.post(form), client.post(unit), client.get()):
        assert "nologin" not in answer.text
    assert client.get("/").status == 200
    assert client.get("/zh-Hans/atelier/").status == 200
    assert not log(root).exists()


HIDDEN = "confidential: of another folder"


@pytest.mark.parametrize("what", ["catalogue", "folder of catalogues", "log", "article"])
def test_a_link_out_of_the_project_shows_nothing_of_where_it_leads(
    root: Path, client: Client, tmp_path_factory: pytest.TempPathFactory, what: str
) -> None:
    """Whoever can commit a link could else read what the machine of the review page has."""
    line = json.dumps({**approved(root), "action": HIDDEN, "note": HIDDEN})
    outside = tmp_path_factory.mktemp("outside")
    inner = {
        "catalogue": po(root), "log": log(root), "article": root / "articles/atelier.md",
        "folder of catalogues": po(root).parent,
    }[what]  # fmt: skip
    if what == "folder of catalogues":
        inner.rename(outside / "folder")
        (outside / "folder/atelier.po").write_text(HIDDEN, "utf-8")
        inner.symlink_to(outside / "folder")
    else:
        (outside / "file").write_text(f"{line if what == 'log' else HIDDEN}\n", "utf-8")
        inner.unlink()
        inner.symlink_to(outside / "file")
    before = (outside / ("folder/atelier.po" if "folder" in what else "file")).read_bytes()
    for page in (PAGE, "/", "/search/?q=another", f"/page{PAGE}"):
        answer = client.get(page)
        assert "confidential" not in answer.text
    for command in (("status",), ("check",), ("extract",), ("review", "log"), ("release", "plan")):
        found = run(*command)
        assert HIDDEN not in found.output
        assert "a link on the disk leads out of the project" in run("status").output
    after = (outside / ("folder/atelier.po" if "folder" in what else "file")).read_bytes()
    assert before == after


def test_a_link_to_another_place_of_the_project_is_followed(root: Path) -> None:
    folder = root / "articles"
    folder.rename(root / "texts")
    folder.symlink_to(root / "texts")
    po(root).rename(root / "locales/kept.po")
    po(root).symlink_to(root / "locales/kept.po")
    assert run("status").exit_code == 0


def test_what_is_printed_drives_no_terminal(root: Path) -> None:
    line = approved(root)
    shown = {**line, "actor": "\x1b[2J\u202e@example.org", "article": "a\0\x9b", "note": "\x1b]0;x"}
    log(root).write_text(json.dumps(line) + "\n" + json.dumps(shown) + "\n", "utf-8")
    for command in (("review", "log"), ("review", "show", "atelier", "-l", "en"), ("status",)):
        output = run(*command).output
        assert not {"\0", "\x1b", "\x9b", "\u202e"} & set(output)
    assert harmless("a\tb\n\x1b[2J é 中") == "a\tb\n\ufffd[2J é 中"
