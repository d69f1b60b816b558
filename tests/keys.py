"""Keys of people who sign, made by the real ``ssh-keygen``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NAMESPACES = 'namespaces="workflow-review"'


def make_key(path: Path, passphrase: str = "") -> Path:
    """A new key without a name in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "", "-f", str(path)]
    subprocess.run(command, check=True)
    return path


def public(key: Path) -> str:
    """Its public half, as a line has it."""
    return key.with_name(f"{key.name}.pub").read_text().strip()


def signer(who: str, key: Path, options: str = NAMESPACES) -> str:
    """A line of ``allowed_signers``."""
    return f"{who} {options} {public(key)}\n"


@contextmanager
def agent(*keys: Path) -> Iterator[str]:
    """The socket of an agent that holds ``keys``."""
    said = subprocess.run(["ssh-agent", "-s"], check=True, capture_output=True, text=True).stdout
    found = dict(part.split("=", 1) for part in said.replace("\n", "").split(";") if "=" in part)
    environment = {**os.environ, "SSH_AUTH_SOCK": found["SSH_AUTH_SOCK"]}
    try:
        for key in keys:
            subprocess.run(["ssh-add", "-q", str(key)], check=True, env=environment)
        yield found["SSH_AUTH_SOCK"]
    finally:
        os.kill(int(found["SSH_AGENT_PID"]), 15)


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the keys of ``aline`` and ``bo``."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("aline", "bo"):
        make_key(folder / name)
    return folder
