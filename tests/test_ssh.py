"""Signatures by the real ``ssh-keygen``: what it takes, what it refuses, and what it cannot say."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.keys import agent, make_key, public, signer
from tests.keys import keys as keys  # noqa: PLC0414 - a fixture
from workflow.files import ssh
from workflow.files.ssh import Claim, KeyTroubleError, public_key, sign, verify
from workflow.model.signature import Signature

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
ALINE = "aline@example.org"
MESSAGE = '{"action":"approve","actor":"aline@example.org","note":"d’accord 好"}'.encode()


@pytest.fixture(autouse=True)
def no_agent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)


def test_what_is_signed_is_good_and_nothing_else(keys: Path) -> None:
    (signature,) = sign(str(keys / "aline"), [MESSAGE])
    signers = (signer(ALINE, keys / "aline") + signer("bo@example.org", keys / "bo")).encode()
    claim = Claim(MESSAGE, signature, ALINE, NOW)
    (other,) = sign(str(keys / "bo"), [MESSAGE])
    claims = [
        claim,
        claim._replace(message=MESSAGE.replace(b"approve", b"approvf")),
        claim._replace(message=MESSAGE + b"\n"),
        claim._replace(signature=other),
        claim._replace(signer="bo@example.org"),
        claim._replace(signer="eve@example.org"),
        claim._replace(signature=""),
        claim._replace(signature=f"{signature}\nmore"),
        claim._replace(signature=f"\n{signature}"),
        claim._replace(signature=signature.replace("U1NIU0lH", "U1NIU0lI")),
        claim._replace(signature=signature.replace("\n", "\r\n")),
    ]
    assert verify(claims, signers) == [
        Signature.GOOD,
        *[Signature.ALTERED] * 2,
        *[Signature.UNTRUSTED] * 3,
        *[Signature.ALTERED] * 5,
    ]


def test_a_signature_for_another_purpose_is_none_of_ours(keys: Path, tmp_path: Path) -> None:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(keys / "aline")]
    done = subprocess.run(command, input=MESSAGE, capture_output=True, check=True)
    claim = Claim(MESSAGE, done.stdout.decode().strip(), ALINE, NOW)
    assert verify([claim], signer(ALINE, keys / "aline", "").encode()) == [Signature.ALTERED]


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ("", Signature.GOOD),
        ('namespaces="workflow-*"', Signature.GOOD),
        ('namespaces="git,workflow-review"', Signature.GOOD),
        ('namespaces="git"', Signature.UNTRUSTED),
        ('valid-after="20261201000000Z"', Signature.GOOD),
        ('valid-after="20261202"', Signature.UNTRUSTED),
        ('valid-before="20261201080000"', Signature.GOOD),
        ('valid-before="20261201075959"', Signature.UNTRUSTED),
        ('valid-after="20260101",valid-before="20260601"', Signature.UNTRUSTED),
        ("cert-authority", Signature.UNTRUSTED),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Shanghai", "America/New_York"])
def test_what_the_file_says_of_a_key(
    keys: Path, options: str, answer: Signature, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", zone)
    (signature,) = sign(str(keys / "aline"), [MESSAGE])
    signers = signer(ALINE, keys / "aline", options).encode()
    for time in (NOW, NOW.astimezone(datetime.now().astimezone().tzinfo)):
        assert verify([Claim(MESSAGE, signature, ALINE, time)], signers) == [answer]


@pytest.mark.parametrize(
    ("principals", "actor", "answer"),
    [
        ("*@example.org", ALINE, Signature.GOOD),
        ("bo@example.org,aline@*", ALINE, Signature.GOOD),
        ("!aline@example.org,*@example.org", ALINE, Signature.UNTRUSTED),
        (ALINE, "Aline@Example.org", Signature.GOOD),
        ("Aline@example.org", ALINE, Signature.UNTRUSTED),
        (ALINE, "*@example.org", Signature.UNTRUSTED),
        (ALINE, "aline@example.org,bo@example.org", Signature.UNTRUSTED),
        (ALINE, "-h", Signature.UNTRUSTED),
        (ALINE, "", Signature.UNTRUSTED),
        ("*", "é好@example.org", Signature.GOOD),
        (ALINE, "a\0b", Signature.UNKNOWN),
    ],
)
def test_who_a_key_is_of(keys: Path, principals: str, actor: str, answer: Signature) -> None:
    (signature,) = sign(str(keys / "aline"), [MESSAGE])
    signers = signer(principals, keys / "aline").encode()
    assert verify([Claim(MESSAGE, signature, actor, NOW)], signers) == [answer]


@pytest.mark.parametrize(
    "signers",
    [
        b"\xef\xbb\xbfLINE",
        b"\xff\xfe rubbish\nLINE",
        b"# who signs\r\n\r\nLINE",
        b"bo@example.org ssh-ed25519 AAAAbroken\nLINE",
        b'aline@example.org namespaces="never closed ssh-ed25519 AAAA\nLINE',
        b"x" * 20_000 + b"\nLINE",
    ],
)
def test_a_file_of_signers_as_people_save_it(keys: Path, signers: bytes) -> None:
    (signature,) = sign(str(keys / "aline"), [MESSAGE])
    line = signer(ALINE, keys / "aline").encode()
    claim = Claim(MESSAGE, signature, ALINE, NOW)
    assert verify([claim], signers.replace(b"LINE", line)) == [Signature.GOOD]
    assert verify([claim], signers.replace(b"LINE", b"")) == [Signature.UNTRUSTED]


def test_a_key_certified_by_the_house(keys: Path, tmp_path: Path) -> None:
    house, own = make_key(tmp_path / "house"), make_key(tmp_path / "own")
    subprocess.run(
        f"ssh-keygen -q -s {house} -I 1 -n {ALINE} -V 20260101:20270101 {own}.pub".split(),
        check=True,
        env={**os.environ, "TZ": "UTC"},
    )
    (signature,) = sign(f"{own}-cert.pub", [MESSAGE])
    signers = signer("*@example.org", house, 'cert-authority,namespaces="workflow-review"').encode()
    claim = Claim(MESSAGE, signature, ALINE, NOW)
    late = claim._replace(time=NOW + timedelta(days=100))
    found = verify([claim, late, claim._replace(signer="bo@example.org")], signers)
    assert found == [Signature.GOOD, Signature.UNTRUSTED, Signature.UNTRUSTED]


def test_many_are_signed_and_looked_at_side_by_side(keys: Path) -> None:
    messages = [b"%d" % number for number in range(40)]
    signed = sign(str(keys / "aline"), messages)
    signers = signer(ALINE, keys / "aline").encode()
    claims = [Claim(each, by, ALINE, NOW) for each, by in zip(messages, signed, strict=True)]
    claims[7] = claims[7]._replace(message=b"8")
    found = verify(claims, signers)
    assert found.count(Signature.GOOD) == 39
    assert found[7] is Signature.ALTERED


def test_a_key_in_the_agent_needs_its_public_half_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = make_key(tmp_path / "key")
    line = public(key)
    signers = signer(ALINE, key).encode()
    with agent(key) as socket:
        key.unlink()
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        for given in (f"{key}.pub", line, f"key::{line}"):
            (signature,) = sign(given, [MESSAGE])
            assert verify([Claim(MESSAGE, signature, ALINE, NOW)], signers) == [Signature.GOOD]
            assert public_key(given) == line
    with pytest.raises(KeyTroubleError):  # the agent is gone
        sign(f"{key}.pub", [MESSAGE])


def test_a_passphrase_is_never_taken_from_the_message(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key", "secret")
    with pytest.raises(KeyTroubleError) as caught:
        sign(str(key), [b"secret\nand more"])
    assert "ssh-add" in caught.value.hint


def test_a_passphrase_is_asked_for_on_the_terminal(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key", "secret")
    code = f"from workflow.files.ssh import sign; print(sign({str(key)!r}, [b'm'], ask=True)[0])"
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-c", code])  # noqa: S606
    said = b""
    while b"passphrase" not in said:
        said += os.read(terminal, 1000)
    os.write(terminal, b"secret\n")
    try:
        while part := os.read(terminal, 1000):
            said += part
    except OSError:  # Linux says so at its end
        pass
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    signature = said[said.index(b"-----BEGIN") :].decode().replace("\r\n", "\n").strip()
    claim = Claim(b"m", signature, ALINE, NOW)
    assert verify([claim], signer(ALINE, key).encode()) == [Signature.GOOD]


def test_a_key_with_an_odd_path(keys: Path, tmp_path: Path) -> None:
    key = tmp_path / "ssh-keys of mine" / "-clé 钥匙"
    key.parent.mkdir()
    for ending in ("", ".pub"):
        shutil.copy(f"{keys / 'aline'}{ending}", f"{key}{ending}")
    (signature,) = sign(str(key), [MESSAGE])
    signers = signer(ALINE, keys / "aline").encode()
    assert verify([Claim(MESSAGE, signature, ALINE, NOW)], signers) == [Signature.GOOD]
    assert public_key(str(key)) == public(keys / "aline")


@pytest.mark.parametrize("spoilt", ["missing", "folder", "open to all", "another's half"])
def test_a_key_that_cannot_sign_is_named(keys: Path, tmp_path: Path, spoilt: str) -> None:
    key = make_key(tmp_path / "key")
    if spoilt in ("missing", "folder"):
        key.unlink()
    if spoilt == "folder":
        key.mkdir()
    if spoilt == "open to all":
        key.chmod(0o644)
    if spoilt == "another's half":
        shutil.copy(f"{keys / 'bo'}.pub", f"{key}.pub")
    with pytest.raises(KeyTroubleError, match="key"):
        sign(str(key), [MESSAGE])


def test_without_the_program_nothing_is_known(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (signature,) = sign(str(keys / "aline"), [MESSAGE])
    signers = signer(ALINE, keys / "aline").encode()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert verify([Claim(MESSAGE, signature, ALINE, NOW)], signers) == [Signature.UNKNOWN]
    with pytest.raises(KeyTroubleError, match="not installed") as caught:
        sign(str(keys / "aline"), [MESSAGE])
    assert "OpenSSH" in caught.value.hint


@pytest.mark.parametrize("program", ["exit 255", "sleep 60"])
def test_a_program_that_is_not_fit_calls_nothing_forged(
    keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    # As ssh-keygen does for a user without a name: “No user exists for uid 54321”.
    (signature,) = sign(str(keys / "aline"), [MESSAGE])
    fake = tmp_path / ssh.PROGRAM
    fake.write_text(f"#!/bin/sh\n{program}\n")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(ssh, "PATIENCE", 0.2)
    claim = Claim(MESSAGE, signature, ALINE, NOW)
    found = verify([claim], signer(ALINE, keys / "aline").encode())
    assert found == [Signature.UNKNOWN]
    with pytest.raises(KeyTroubleError):
        sign(str(keys / "aline"), [MESSAGE])


@settings(max_examples=8)
@given(st.text(), st.binary(max_size=200), st.text(max_size=30))
def test_no_claim_raises(signature: str, message: bytes, who: str) -> None:
    armoured = f"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----{signature}"
    claims = [Claim(message, each, who, NOW) for each in (signature, armoured)]
    assert Signature.GOOD not in verify(claims, message)
