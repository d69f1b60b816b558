"""Signed words, end to end, by the real ``ssh-keygen``: what is forged counts nowhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.keys import agent, make_key, public, signer
from tests.keys import keys as keys  # noqa: PLC0414 - a fixture
from tests.review_client import served
from tests.test_release_flow import Newsroom
from workflow.files import ssh
from workflow.model import LogLine
from workflow.project.event_lines import read_line, signed_part

ALINE, BO = "aline@example.org", "bo@example.org"
WHEN = "2026-11-25T00:00:00Z"
"""What time it is for :class:`Newsroom`."""


class House(Newsroom):
    """A newsroom whose people sign."""

    def __init__(self, root: Path, keys: Path, mode: str = "required") -> None:
        super().__init__(root)
        self.keys = keys
        self.settings(mode)
        self.signers(signer(ALINE, keys / "aline"), signer(BO, keys / "bo"))

    def settings(self, mode: str, more: str = "") -> None:
        text = (self.root / "setup.cfg").read_text().partition("\n[workflow:review]")[0]
        rules = f"signatures = {mode}\nallowed_signers = keys/allowed_signers\n{more}"
        self.write("setup.cfg", f"{text}\n[workflow:review]\n{rules}")

    def signers(self, *lines: str) -> None:
        self.write("keys/allowed_signers", "".join(lines))

    def log(self, slug: str = "second", locale: str = "en") -> Path:
        return Path(self.root, f"reviews/{locale}/{slug}.jsonl")

    def record(self, slug: str = "second", locale: str = "en", line: int = -1) -> dict[str, Any]:
        found: dict[str, Any]
        found = json.loads(self.log(slug, locale).read_text("utf-8").splitlines()[line])
        return found

    def put(self, *records: dict[str, Any], slug: str = "second", locale: str = "en") -> None:
        lines = (json.dumps(each, ensure_ascii=False) + "\n" for each in records)
        self.write(f"reviews/{locale}/{slug}.jsonl", "".join(lines))

    def verified(self, *arguments: str, code: int | None = None) -> list[tuple[str, bool]]:
        found = self.run("review", "verify", "--format", "json", *arguments, code=code)
        told = json.loads(found.stdout)
        assert told["version"] == 1
        wanted = {"file", "line", "action", "actor", "signature", "counts", "reason"}
        assert all(wanted <= each.keys() for each in told["events"])
        assert all(each["counts"] or each["reason"] for each in told["events"])
        return [(each["signature"], each["counts"]) for each in told["events"]]

    def approved(self, slug: str = "second", locale: str = "en") -> bool:
        rows = json.loads(self.run("status", "--format", "json", code=None).stdout)["rows"]
        (row,) = (each for each in rows if (each["article"], each["locale"]) == (slug, locale))
        assert row["approved"] == (row["states"]["approved"] > 0)
        return bool(row["approved"])


@pytest.fixture(autouse=True)
def aline_signs(keys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKFLOW_SIGNING_KEY", str(keys / "aline"))
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


@pytest.fixture
def house(tmp_path: Path, keys: Path) -> House:
    """English is approved, signed by Aline; the second article in Chinese by nobody."""
    house = House(tmp_path / "project", keys)
    house.ready("second", "en", "English")
    house.translate("second", "zh", "中文")
    return house


def sign(key: Path, record: dict[str, Any], namespace: str = ssh.NAMESPACE) -> dict[str, Any]:
    """The record with another signature."""
    told = {name: value for name, value in record.items() if name != "signature"}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(key)]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True)
    return {**told, "signature": done.stdout.decode().strip()}


def test_an_event_that_is_not_signed_is_listed_once(house: House) -> None:
    record = house.record()
    del record["signature"]
    house.put(record)
    found = house.run("review", "verify", code=1)
    assert found.output.count("reviews/en/second.jsonl:1") == 1
    assert found.output.count("it is not signed") == 1
    assert "error: 1 event is not signed as it should be" in found.stderr
    assert house.verified(code=1) == [("none", False)]


def test_a_signed_word_counts_and_any_openssh_verifies_it(house: House, tmp_path: Path) -> None:
    assert house.verified(code=0) == [("good", True)]
    assert house.approved()
    record = house.record()
    (tmp_path / "signature").write_text(record.pop("signature") + "\n")
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    command = f"ssh-keygen -Y verify -n workflow-review -I {ALINE} -s {tmp_path}/signature -f "
    subprocess.run(
        [*command.split(), str(house.root / "keys/allowed_signers")],
        input=text.encode(),
        check=True,
    )


def edited(**changes: Any) -> Callable[[House], None]:
    return lambda house: house.put({**house.record(), **changes})


def stripped(house: House) -> None:
    record = house.record()
    del record["signature"]
    house.put(record)


def elsewhere(place: str, **changes: str) -> Callable[[House], None]:
    def copied(house: House) -> None:
        locale, slug = place.split("/")
        house.put({**house.record(), **changes}, slug=slug, locale=locale)
        house.log().unlink()

    return copied


def cut_short(house: House) -> None:
    signature = house.record()["signature"]
    house.put({**house.record(), "signature": signature[: len(signature) // 2]})


def another(who: str, claimed: str) -> Callable[[House], None]:
    """A word of ``claimed`` that ``who`` signs."""
    return lambda house: house.put(sign(house.keys / who, {**house.record(), "actor": claimed}))


def by_a_stranger(house: House) -> None:
    house.put(sign(make_key(house.root / "keys/eve"), house.record()))


def in_another_namespace(house: House) -> None:
    house.put(sign(house.keys / "aline", house.record(), "git"))


def with_options(options: str) -> Callable[[House], None]:
    return lambda house: house.signers(signer(ALINE, house.keys / "aline", options))


FORGERIES: dict[str, tuple[Callable[[House], None], str]] = {
    "expired": (with_options('valid-before="20261124235959Z"'), "bad"),
    "not yet valid": (with_options('valid-after="20261125000001Z"'), "bad"),
    "removed": (lambda house: house.signers(signer(BO, house.keys / "bo")), "bad"),
    "no file": (lambda house: (house.root / "keys/allowed_signers").unlink(), "bad"),
    "of another person": (lambda house: house.signers(signer(BO, house.keys / "aline")), "bad"),
    "key for other things": (with_options('namespaces="git"'), "bad"),
    "signed for other things": (in_another_namespace, "bad"),
    "changed byte": (edited(note="ok"), "bad"),
    "edited digest": (edited(translation_digest="0" * 32), "bad"),
    "edited media": (edited(media=["0" * 32 + " images/x.png"]), "bad"),
    "edited time": (edited(time="2026-11-25T00:00:01Z"), "bad"),
    "a key that nobody knows yet": (edited(weight=2), "bad"),
    "other locale": (elsewhere("zh/second", locale="zh"), "bad"),
    "other article": (elsewhere("en/atelier", article="atelier"), "bad"),
    "as it is, in another log": (elsewhere("zh/second"), "good"),
    "as it is, in another article's log": (elsewhere("en/atelier"), "good"),
    "stripped": (stripped, "none"),
    "empty": (edited(signature=""), "none"),
    "cut short": (cut_short, "bad"),
    "no signature at all": (edited(signature="yes"), "bad"),
    "other key": (by_a_stranger, "bad"),
    "another's valid key": (another("bo", ALINE), "bad"),
    "another's name": (edited(actor=BO), "bad"),
    "a name like a pattern": (another("aline", "*@example.org"), "bad"),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_forged_words_count_for_nothing(house: House, name: str) -> None:
    assert house.approved()  # so that all is known that could be kept
    forge, signature = FORGERIES[name]
    forge(house)
    assert house.verified(code=0 if signature == "good" else 1) == [(signature, False)]
    assert not house.approved()
    assert not house.approved(locale="zh")
    assert {row["action"] for row in house.plan()["rows"]} == {"withheld"}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_bad_signature_counts_for_nothing_where_none_is_needed(house: House, name: str) -> None:
    house.settings("optional")
    forge, signature = FORGERIES[name]
    forge(house)
    assert house.verified(code=int(signature == "bad")) == [(signature, signature == "none")]
    assert house.approved() == (signature == "none")


def test_what_was_kept_of_a_signature_holds_for_its_signers_alone(house: House) -> None:
    lines = (house.root / "keys/allowed_signers").read_text()
    for _ in range(2):
        house.signers()
        assert not house.approved()
        house.signers(lines)
        assert house.approved()


def test_a_replayed_word_brings_nothing_back(house: House) -> None:
    approval = house.record()
    house.run("approve", "second", "-l", "en", "--withdraw", hour=13)
    assert not house.approved()
    house.put(house.record(), approval, approval)
    assert house.verified(code=0) == [("good", True), ("good", False), ("good", False)]
    assert not house.approved()


def test_a_forged_withdrawal_takes_nothing_back(house: House) -> None:
    record = house.record()
    wanted = {key: record[key] for key in ("actor", "article", "locale", "source_digest")}
    forged = {**wanted, "time": "2026-11-25T01:00:00Z", "action": "withdraw", "note": "",
              "translation_digest": record["translation_digest"]}  # fmt: skip
    signed = sign(house.keys / "bo", forged)
    untimed = sign(house.keys / "bo", {**forged, "time": "yesterday"})
    house.put(record, forged, signed, untimed)
    found = house.verified(code=1)
    assert found == [("good", True), ("none", False), ("bad", False), ("bad", False)]
    assert house.approved()


def test_without_a_key_the_word_is_refused_before_it_is_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WORKFLOW_SIGNING_KEY")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for arguments in (["-l", "zh"], ["-l", "en", "--withdraw"]):
        result = house.run("approve", "second", *arguments, code=2)
        assert "no key is known" in result.stderr
        assert "WORKFLOW_SIGNING_KEY" in result.stderr
    assert len(house.log().read_text().splitlines()) == 1
    assert not house.log(locale="zh").exists()


def test_a_key_of_somebody_else_is_refused_with_the_line_that_helps(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKFLOW_SIGNING_KEY", str(house.keys / "bo"))
    result = house.run("approve", "second", "-l", "zh", code=2)
    line = f'{ALINE} namespaces="workflow-review" {public(house.keys / "bo")}'
    assert line in result.stderr
    house.signers(line)
    house.approve("second", "zh")
    assert house.approved(locale="zh")


def test_git_s_key_is_taken_where_git_signs_by_ssh(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("WORKFLOW_SIGNING_KEY")
    config = tmp_path / "gitconfig"
    config.write_text(f"[gpg]\nformat = ssh\n[user]\nsigningkey = {house.keys}/aline.pub\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    house.approve("second", "zh")
    assert house.verified("-l", "zh", code=0) == [("good", True)]


@pytest.mark.parametrize("listed", [True, False])
def test_where_none_is_needed_git_s_key_signs_for_whom_it_is_known(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, listed: bool
) -> None:
    house.settings("optional")
    monkeypatch.delenv("WORKFLOW_SIGNING_KEY")
    config = tmp_path / "gitconfig"
    config.write_text(f"[gpg]\nformat = ssh\n[user]\nsigningkey = {house.keys}/aline.pub\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    if not listed:
        house.signers(signer(BO, house.keys / "bo"))
    house.approve("second", "zh")
    assert house.verified("-l", "zh", code=0) == [("good" if listed else "none", True)]


def test_a_key_in_the_agent_signs(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    key = make_key(tmp_path / "locked", "secret")
    house.signers(signer(ALINE, key))
    monkeypatch.setenv("WORKFLOW_SIGNING_KEY", f"{key}.pub")
    result = house.run("approve", "second", "-l", "zh", code=2)
    assert "ssh-add" in result.stderr
    subprocess.run(["ssh-keygen", "-q", "-p", "-P", "secret", "-N", "", "-f", str(key)], check=True)
    with agent(key) as socket:
        key.unlink()
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        house.approve("second", "zh")
    assert house.approved(locale="zh")


def test_without_openssh_nothing_signed_counts_and_nothing_fails(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = tmp_path / "bin"
    empty.mkdir()
    path = os.environ["PATH"]
    house.signers((house.root / "keys/allowed_signers").read_text(), "# another digest\n")
    monkeypatch.setenv("PATH", str(empty))
    assert house.verified(code=1) == [("bad", False)]
    assert not house.approved()
    result = house.run("approve", "second", "-l", "zh", code=2)
    assert "ssh-keygen is not installed" in result.stderr
    monkeypatch.setenv("PATH", path)
    assert house.approved()  # as soon as it is there


def test_many_words_at_once_are_all_signed(tmp_path: Path, keys: Path) -> None:
    house = House(tmp_path / "project", keys)
    for number in range(12):
        house.write(f"articles/a{number}.md", f"---\ntitle: Un {number}\nlang: fr\n---\n\nMot.\n")
    house.run("extract")
    for number in range(12):
        house.translate(f"a{number}", "en", "English")
    house.run("approve", *(f"a{number}" for number in range(12)), "-l", "en")
    assert house.verified(code=0) == [("good", True)] * 12


def test_two_who_approve_at_once_are_both_signed(house: House) -> None:
    house.settings("required", "approvals = 2\n")
    failed: list[str] = []

    def speak(who: str) -> None:
        environment = {
            **os.environ,
            "WORKFLOW_SIGNING_KEY": str(house.keys / who),
            "SOURCE_DATE_EPOCH": "1795564800",
        }
        command = [
            sys.executable,
            "-m",
            "workflow",
            "-C",
            str(house.root),
            "approve",
            "second",
            "-l",
            "zh",
        ]
        done = subprocess.run(
            [*command, "--actor", f"{who}@example.org"],
            env=environment,
            capture_output=True,
            check=False,
        )
        failed.extend([done.stderr.decode()] if done.returncode else [])

    threads = [threading.Thread(target=speak, args=(who,)) for who in ("aline", "bo")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert house.verified("-l", "zh", code=0) == [("good", True)] * 2
    assert house.approved(locale="zh")


def test_no_word_is_written_past_what_signs() -> None:
    package = Path(ssh.__file__).parents[1]
    writers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r"\bappend_(?:events|reviews?)\(", path.read_text("utf-8"))
    }
    assert writers == {"project/reviews.py", "flows/word.py", "flows/approve.py"}


@given(st.data())
def test_whatever_is_changed_in_a_line_is_no_longer_what_was_signed(data: st.DataObject) -> None:
    record = {
        "time": WHEN, "actor": ALINE, "action": "approve", "article": "a/é", "locale": "zh",
        "source_digest": "0" * 32, "translation_digest": "1" * 32, "note": "“好”\n",
        "messages": [" ".join(["2" * 32] * 3)], "media": [], "weight": {"a": [1, 2.5, None]},
        "signature": "x",
    }  # fmt: skip
    line = json.dumps(record, ensure_ascii=False)
    place = data.draw(st.integers(0, len(line) - 1))
    sign = data.draw(st.sampled_from([*' "\\0a好{}[],:', ""]))
    changed = (line[:place] + sign + line[place + 1 :]).encode()
    found = read_line(changed, LogLine("log", 1, raw=changed))
    if found.event is None or json.loads(changed) == record:
        return
    told = json.loads(changed)
    same = {**told, "signature": "x"} == record
    assert same == (signed_part(changed) == signed_part(line.encode()))
    assert not same or found.event.signature != "x"


def test_words_on_the_review_page_are_signed_and_refusals_are_shown(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/zh-Hans/second/"
    with served(house.root, ALINE) as client:
        monkeypatch.setenv("WORKFLOW_SIGNING_KEY", str(house.keys / "bo"))
        answer = client.post(client.get(path).form("approve"), path)
        assert "is aline@example.org’s" in client.get(answer.headers["Location"]).text
        assert not house.log(locale="zh").exists()
        monkeypatch.setenv("WORKFLOW_SIGNING_KEY", str(house.keys / "aline"))
        assert client.post(client.get(path).form("approve"), path).status == 303
    assert house.verified("-l", "zh", code=0) == [("good", True)]
    assert house.approved(locale="zh")


def test_what_was_just_signed_needs_no_second_look(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    house.approve("second", "zh")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert house.approved(locale="zh")
    assert house.verified("-l", "zh", code=1) == [("bad", False)]  # this one looks


def test_words_on_messages_are_signed_like_all_others(house: House) -> None:
    house.run("review", "reject", "second", "1", "2", "-l", "zh")
    house.run("review", "accept", "second", "2", "-l", "zh", hour=13)
    house.run("review", "comment", "second", "1", "à revoir", "-l", "zh")
    assert house.verified("-l", "zh", code=0) == [("good", True)] * 4
    rejection = house.record(locale="zh", line=0)
    rows = json.loads(house.run("review", "list", "-l", "zh", "--format", "json").stdout)["rows"]
    states = [row["state"] for row in rows if row["article"] == "second"]
    assert states == ["rejected", "reviewed"]
    forged = {**rejection, "action": "accept", "time": "2026-11-25T02:00:00Z"}
    unsigned = {key: value for key, value in forged.items() if key != "signature"}
    comment = house.record(locale="zh")
    house.put(rejection, forged, unsigned, comment, {**comment, "signature": ""}, locale="zh")
    found = house.verified("-l", "zh", code=1)
    # Who only comments needs no signature.
    told = [("good", True), ("bad", False), ("none", False), ("good", True), ("none", True)]
    assert found == told
    rows = json.loads(house.run("review", "list", "-l", "zh", "--format", "json").stdout)["rows"]
    assert next(row["state"] for row in rows if row["article"] == "second") == "rejected"
