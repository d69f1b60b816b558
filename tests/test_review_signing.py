"""Signatures on a review page that has nobody's key: downloaded, signed elsewhere, sent back."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.keys import keys as keys  # noqa: PLC0414 - a fixture
from tests.review_client import Client, Reply, served
from tests.test_signatures import ALINE, BO, House
from workflow.model import Message
from workflow.model.message_event import source_of, translation_of
from workflow.project.catalogues import read_catalogue, write_catalogue
from workflow.web.doors import ProxyDoor, networks

HEADER = "X-Forwarded-Email"
PAGE = "/zh-Hans/second/"
PROXY = ProxyDoor(HEADER, networks(["127.0.0.1"]), "https://review.example.org/")
AS_ALINE = {HEADER: ALINE}
ROLES = f"\n[workflow:roles]\n{ALINE} = editor, publisher\n{BO} = editor, publisher\n"


@pytest.fixture
def house(tmp_path: Path, keys: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """Signatures are required; the server has another person's key, which it must not use."""
    house = House(tmp_path / "project", keys)
    settings = (house.root / "setup.cfg").read_text("utf-8")
    house.write("setup.cfg", settings + ROLES)
    house.translate("second", "zh", "中文")
    monkeypatch.setenv("WORKFLOW_SIGNING_KEY", str(keys / "bo"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    return house


@pytest.fixture
def client(house: House) -> Iterator[Client]:
    with served(house.root, proxy=PROXY) as found:
        yield found


def messages(house: House) -> tuple[Message, ...]:
    return read_catalogue(house.root / "locales/zh/LC_MESSAGES/second.po").messages


def name(message: Message) -> str:
    return f"{source_of(message.key)} {translation_of(message.msgstr)}"


def about(client: Client, message: Message, **fields: str) -> dict[str, str]:
    source, seen = name(message).split(" ")
    return {"token": client.token(ALINE), "name": source, "seen": seen, **fields}


def to_sign(client: Client, answer: Reply) -> tuple[Reply, bytes, dict[str, str]]:
    """The page where an act waits, what it gives out, and its form."""
    assert answer.status == 303
    place = answer.headers["Location"]
    assert place.startswith("/sign/")
    page = client.get(place, **AS_ALINE)
    assert page.status == 200
    (link,) = page.tree.xpath("//a[@download]/@href")
    data = client.get(link, **AS_ALINE)
    assert data.headers["Content-Disposition"].startswith("attachment")
    form = {each.name: each.value or "" for each in page.tree.xpath("//form//input[@name]")}
    return page, data.text.encode(), {**form, "act": "sign"}


def signature(data: bytes, key: Path, tmp_path: Path, namespace: str = "workflow-review") -> str:
    """As the page says it: of a file, by the real program."""
    file = tmp_path / "downloaded.json"
    file.with_name(f"{file.name}.sig").unlink(missing_ok=True)
    file.write_bytes(data)
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(key), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return file.with_name(f"{file.name}.sig").read_text()


def events(house: House) -> list[dict[str, Any]]:
    log = house.log("second", "zh")
    if not log.exists():
        return []
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def test_an_approval_is_signed_by_who_has_the_key(
    house: House, client: Client, keys: Path, tmp_path: Path
) -> None:
    form = client.get(PAGE, **AS_ALINE).form("approve", note="Bon à tirer ☂")
    page, data, answer = to_sign(client, client.post(form, PAGE, **AS_ALINE))
    assert events(house) == []
    (said,) = page.words("//main//ul[@class='said-list']/li")
    assert said == f"approve: second in zh, by {ALINE} – Bon à tirer ☂"
    assert json.loads(data)["actor"] == ALINE
    (command,) = page.words("//pre[@class='command']")
    assert command.startswith("ssh-keygen -Y sign -n workflow-review -f ")
    answer["signatures"] = signature(data, keys / "aline", tmp_path).replace("\n", "\r\n")
    assert client.post(answer, PAGE, **AS_ALINE).headers["Location"] == f"{PAGE}?said=approved"
    assert house.verified("second", "--locale", "zh", code=0) == [("good", True)]
    assert house.approved("second", "zh")
    assert client.post(answer, PAGE, **AS_ALINE).status == 404  # it is done

    form = client.get(PAGE, **AS_ALINE).form("withdraw")
    _, data, answer = to_sign(client, client.post(form, PAGE, **AS_ALINE))
    answer["signatures"] = signature(data, keys / "aline", tmp_path)
    assert client.post(answer, PAGE, **AS_ALINE).status == 303
    assert not house.approved("second", "zh")


def test_many_acceptances_are_signed_by_the_line_that_the_page_gives(
    house: House, client: Client, keys: Path, tmp_path: Path
) -> None:
    names = "\n".join(map(name, messages(house)))
    form = {"token": client.token(ALINE), "accept": names}
    page, data, answer = to_sign(client, client.post(form, PAGE, **AS_ALINE))
    (link,) = page.tree.xpath("//a[@download]/@href")
    file = tmp_path / link.rpartition("/")[2]
    file.write_bytes(data)
    (command,) = page.tree.xpath("//pre[@class='command']/text()")
    command = command.replace("~/.ssh/id_ed25519", str(keys / "aline"))
    subprocess.run(["bash", "-c", command], check=True, cwd=tmp_path, capture_output=True)
    answer["signatures"] = file.with_name(f"{file.name}.sig").read_text()
    assert client.post(answer, PAGE, **AS_ALINE).status == 303
    proved = house.verified("second", "--locale", "zh", code=0)
    assert proved == [("good", True)] * len(messages(house)) != []


def test_every_act_that_decides_goes_this_way_and_no_other(
    house: House, client: Client, keys: Path, tmp_path: Path
) -> None:
    (first, second) = messages(house)
    for fields in (
        {"act": "reject", "category": "accuracy", "severity": "minor", "note": "no"},
        {"retract": name(first)},
        {"accept": name(first)},
    ):
        answer = client.post(about(client, first, **fields), PAGE, **AS_ALINE)
        _, data, form = to_sign(client, answer)
        form["signatures"] = signature(data, keys / "aline", tmp_path)
        assert client.post(form, PAGE, **AS_ALINE).status == 303
    assert [each["action"] for each in events(house)] == ["reject", "retract", "accept"]
    for fields in ({"act": "comment", "note": "?"}, {"act": "suggest", "text": "另"}):
        answer = client.post(about(client, second, **fields), PAGE, **AS_ALINE)
        assert answer.headers["Location"].startswith(PAGE)
    assert all(counts for _, counts in house.verified("second", "--locale", "zh", code=0))


def test_the_script_is_sent_to_the_page(house: House, client: Client) -> None:
    form = {"token": client.token(ALINE), "accept": name(messages(house)[0])}
    answer = client.post(form, PAGE, **AS_ALINE, Accept="application/json")
    told = json.loads(answer.text)
    assert (answer.status, told["result"]) == (409, "unsigned")
    assert client.get(told["location"], **AS_ALINE).status == 200


BAD = {
    "another person's key": lambda data, keys, tmp: signature(data, keys / "bo", tmp),
    "another namespace": lambda data, keys, tmp: signature(data, keys / "aline", tmp, "git"),
    "other bytes": lambda data, keys, tmp: signature(data + b" ", keys / "aline", tmp),
    "another actor": lambda data, keys, tmp: signature(
        data.replace(ALINE.encode(), BO.encode()), keys / "bo", tmp
    ),
    "two": lambda data, keys, tmp: 2 * signature(data, keys / "aline", tmp),
    "none": lambda data, keys, tmp: "",
    "junk": lambda data, keys, tmp: "-----BEGIN SSH SIGNATURE-----\nx\n-----END SSH SIGNATURE-----",
}


@pytest.mark.parametrize("how", [(kind, act) for kind in BAD for act in ("approve", "accept")])
def test_what_is_not_signed_as_it_should_be_is_not_written(
    house: House, client: Client, keys: Path, tmp_path: Path, how: tuple[str, str]
) -> None:
    kind, act = how
    form = client.get(PAGE, **AS_ALINE).form("approve")
    if act == "accept":
        form = {"token": client.token(ALINE), "accept": name(messages(house)[0])}
    _, data, answer = to_sign(client, client.post(form, PAGE, **AS_ALINE))
    answer["signatures"] = BAD[kind](data, keys, tmp_path)
    page, again, answer = to_sign(client, client.post(answer, PAGE, **AS_ALINE))
    assert (again, events(house)) == (data, [])
    assert "nothing was written yet" in page.text.lower()
    answer["signatures"] = signature(data, keys / "aline", tmp_path)
    assert client.post(answer, PAGE, **AS_ALINE).status == 303
    assert house.verified("second", "--locale", "zh", code=0) == [("good", True)]


def test_what_changed_meanwhile_is_not_decided_by_an_older_signature(
    house: House, client: Client, keys: Path, tmp_path: Path
) -> None:
    path = house.root / "locales/zh/LC_MESSAGES/second.po"
    form = client.get(PAGE, **AS_ALINE).form("approve")
    _, data, answer = to_sign(client, client.post(form, PAGE, **AS_ALINE))
    answer["signatures"] = signature(data, keys / "aline", tmp_path)
    catalogue = read_catalogue(path)
    changed = [each.__class__(each.msgid, "别的", each.msgctxt) for each in catalogue.messages]
    write_catalogue(catalogue.with_messages(changed))
    assert client.post(answer, PAGE, **AS_ALINE).headers["Location"] == f"{PAGE}?said=changed"
    assert events(house) == []


def test_an_act_waits_for_who_did_it_alone(
    house: House, client: Client, keys: Path, tmp_path: Path
) -> None:
    form = client.get(PAGE, **AS_ALINE).form("approve")
    place = client.post(form, PAGE, **AS_ALINE).headers["Location"]
    page, data, answer = to_sign(client, client.post(form, PAGE, **AS_ALINE))
    assert client.get(place, **{HEADER: BO}).status == 404
    assert client.get("/sign/nothing", **AS_ALINE).status == 404
    (link,) = page.tree.xpath("//a[@download]/@href")
    assert client.get(link, **{HEADER: BO}).status == 404
    assert client.get(f"{link}x", **AS_ALINE).status == 404
    answer["signatures"] = signature(data, keys / "aline", tmp_path)
    taken = {**answer, "token": client.token(BO)}
    assert client.post(taken, PAGE, **{HEADER: BO}).status == 404
    assert client.post(answer, "/en/second/", **AS_ALINE).status == 404
    assert client.post(answer, PAGE, **AS_ALINE, Origin="https://evil.example").status == 403
    for _ in range(40):  # acts that nobody signs are forgotten, each person's own
        client.post(form, PAGE, **AS_ALINE)
    assert client.post(answer, PAGE, **AS_ALINE).status == 404
    assert events(house) == []


def test_on_one_s_own_machine_without_a_key_that_is_known(
    house: House, keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKFLOW_SIGNING_KEY")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    with served(house.root, actor=ALINE) as client:
        page, data, answer = to_sign(client, client.post(client.get(PAGE).form("approve"), PAGE))
        assert "no key is known" in page.text
        assert "WORKFLOW_SIGNING_KEY" in page.text
        answer["signatures"] = signature(data, keys / "aline", tmp_path)
        assert client.post(answer, PAGE).status == 303
    assert house.verified("second", "--locale", "zh", code=0) == [("good", True)]
