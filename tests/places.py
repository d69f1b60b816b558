"""Places that sites go to, each with a real server on the loopback address, and machines."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import pytest

from tests.test_release_publisher import NOON, put_out_by
from workflow.flows.release.publisher import Publisher
from workflow.project.releases import ReleaseStore
from workflow.targets import target_at


class Wire:
    """A port on the loopback address that leads to another, until it is cut."""

    def __init__(self, port: int) -> None:
        self.behind = port
        self.left: float = inf
        """Bytes that machines may still send; then every connection is cut, and none is taken."""
        self.sent = 0
        """Bytes that machines have sent."""
        self.delay = 0.0
        """Seconds before a piece goes on."""
        self.cut: Callable[[], None] = lambda: None
        """Called once, as the last byte has gone."""
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        self._end()

    def mend(self) -> None:
        self.left, self.delay, self.cut = inf, 0.0, lambda: None

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.left <= 0:
                client.close()
                continue
            try:
                server = socket.create_connection(("127.0.0.1", self.behind))
            except OSError:
                client.close()
                continue
            with self._lock:
                self._open |= {client, server}
            for one, other, counted in ((client, server, True), (server, client, False)):
                threading.Thread(
                    target=self._carry, args=(one, other, counted), daemon=True
                ).start()

    def _carry(self, one: socket.socket, other: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while piece := one.recv(1 << 14):
                time.sleep(self.delay)
                if counted:
                    with self._lock:
                        self.sent += len(piece)
                        allowed, self.left = max(0, self.left), self.left - len(piece)
                    if len(piece) >= allowed:
                        other.sendall(piece[: int(allowed)])
                        if allowed:
                            self.cut()
                        self._end()
                        return
                other.sendall(piece)
        with suppress(OSError):
            other.shutdown(socket.SHUT_WR)

    def _end(self) -> None:
        with self._lock:
            for each in self._open:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
            self._open.clear()


class Addressed(Protocol):
    """A place, as a machine knows it."""

    address: str
    """As the setting `target` has it."""


class Place(Addressed, Protocol):
    """A server with a site."""

    def damage(self, release: str) -> None:
        """Change a page of a release where it is kept, and leave its size."""
        ...

    def vanish(self) -> None:
        """All that is there goes, as if somebody had deleted it."""
        ...

    def read(self) -> dict[str, bytes]:
        """What a reader gets: path → bytes, by way of what the server says is live."""
        ...

    wire: Wire
    """What is between machines and the server."""


def publisher_on(place: Addressed | type[Addressed], machine: Path) -> Publisher:
    """What a machine has."""
    return Publisher(ReleaseStore(machine / "releases"), target_at(place.address, machine))


def publish(place: Addressed | type[Addressed], machine: Path, word: str, now=NOON) -> str:
    """Put out a site that says ``word``."""
    return str(put_out_by(publisher_on(place, machine), word, now))


class Bucket:
    """A bucket of moto's S3."""

    def __init__(self) -> None:
        from moto.server import ThreadedMotoServer

        self.address = "s3://newsroom/site"
        self.server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.server.start()
        port: int = self.server.get_host_and_port()[1]
        self.url: str = f"http://127.0.0.1:{port}"
        self.wire = Wire(port)

    def close(self) -> None:
        self.wire.close()
        self.server.stop()

    def empty(self) -> None:
        import requests

        requests.post(f"{self.url}/moto-api/reset", timeout=10).raise_for_status()
        self.client.create_bucket(Bucket="newsroom")

    @cached_property
    def client(self):
        import boto3

        return boto3.client("s3", endpoint_url=self.url)

    def damage(self, release: str) -> None:
        name = f"releases/{release}/site/index.html"
        self.put(name, self.get(name)[::-1])

    def vanish(self) -> None:
        for key in self.keys():
            self.client.delete_object(Bucket="newsroom", Key=f"site/{key}")

    def put(self, name: str, data: bytes) -> None:
        self.client.put_object(Bucket="newsroom", Key=f"site/{name}", Body=data)

    def get(self, name: str) -> bytes:
        found = self.client.get_object(Bucket="newsroom", Key=f"site/{name}")
        data: bytes = found["Body"].read()
        return data

    def keys(self, prefix: str = "") -> list[str]:
        found = self.client.list_objects_v2(Bucket="newsroom", Prefix=f"site/{prefix}")
        return [each["Key"].removeprefix("site/") for each in found.get("Contents", ())]

    def read(self) -> dict[str, bytes]:
        top = f"releases/{json.loads(self.get('live.json'))['release']}/site/"
        return {each.removeprefix(top): self.get(each) for each in self.keys(top)}


@contextmanager
def bucket() -> Iterator[Bucket]:
    """A server of one's own; skipped where moto is not installed."""
    pytest.importorskip("moto", reason="needs: pip install 'moto[server]'")
    pytest.importorskip("s3fs", reason="needs: pip install 'workflow[s3]'")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with pytest.MonkeyPatch.context() as environment:
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            environment.setenv(name, "secret-0123456789")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_MAX_ATTEMPTS", "1")
        environment.setattr("s3fs.S3FileSystem.retries", 1)
        made = Bucket()
        environment.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{made.wire.port}")
        try:
            yield made
        finally:
            made.close()


class Server:
    """A real sshd, with a folder and a git repository, for as long as a test runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("host", "own"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(command, check=True)
        shutil.copy(folder / "own.pub", folder / "authorized")
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        lines = [f"Port {port}", "ListenAddress 127.0.0.1", f"HostKey {folder}/host",
                 f"AuthorizedKeysFile {folder}/authorized", f"PidFile {folder}/pid",
                 "StrictModes no", "UsePAM no", "PasswordAuthentication no",
                 "KbdInteractiveAuthentication no", "PermitRootLogin yes",
                 "MaxStartups 100:30:200"]  # fmt: skip
        (folder / "sshd").write_text("\n".join(lines) + "\n")
        if os.getuid() == 0:  # who may, separates privileges there
            Path("/run/sshd").mkdir(exist_ok=True)
        program = shutil.which("sshd") or "/usr/sbin/sshd"
        self.process = subprocess.Popen(
            [program, "-D", "-e", "-f", str(folder / "sshd")],
            stderr=(folder / "log").open("wb"), start_new_session=True,
        )  # fmt: skip
        self.wire = Wire(port)
        key = (folder / "host.pub").read_text()
        (folder / "known").write_text(f"[127.0.0.1]:{self.wire.port} {key}")
        self.ssh = (
            f"ssh -F none -i {folder}/own -o IdentitiesOnly=yes -o IdentityAgent=none "
            f"-o UserKnownHostsFile={folder}/known -o GlobalKnownHostsFile=none"
        )
        until = time.monotonic() + 20
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                return
            time.sleep(0.02)
        raise RuntimeError(f"sshd does not start: {(folder / 'log').read_text()}")

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.wire.port}"

    def close(self) -> None:
        self.wire.close()
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(10)


@contextmanager
def server() -> Iterator[Server]:
    """A server of one's own; skipped where OpenSSH's or rsync is not installed."""
    if not (shutil.which("sshd") or Path("/usr/sbin/sshd").exists()) or not shutil.which("rsync"):
        pytest.skip("needs: apt install openssh-server rsync")
    with TemporaryDirectory(prefix="sshd-") as name, pytest.MonkeyPatch.context() as environment:
        made = Server(Path(name))
        environment.setenv("RSYNC_RSH", made.ssh)
        environment.setenv("GIT_SSH_COMMAND", made.ssh)
        environment.delenv("SSH_AUTH_SOCK", raising=False)
        try:
            yield made
        finally:
            made.close()


class Folder:
    """A folder of the server, as rsync reaches it."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.wire = server.wire
        self.folder = folder / "www 新闻 l’été"
        self.address = f"rsync://{server.host}{self.folder}"

    def damage(self, release: str) -> None:
        page = self.folder / "releases" / release / "site/index.html"
        page.write_bytes(page.read_bytes()[::-1])

    def vanish(self) -> None:
        shutil.rmtree(self.folder)

    def read(self) -> dict[str, bytes]:
        top = (self.folder / "public").resolve(strict=True)
        files = (each for each in top.rglob("*") if each.is_file())
        return {each.relative_to(top).as_posix(): each.read_bytes() for each in files}


class Repository:
    """A repository of the server, as git reaches it."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.wire = server.wire
        self.folder = folder / "site.git"
        self.run("init", "--quiet", "--bare")
        self.address = f"git+ssh://{server.host}{self.folder}#pages"

    def run(self, *arguments: str, given: bytes = b"", env: Mapping[str, str] | None = None):
        command = ["git", "--git-dir", str(self.folder), *arguments]
        done = subprocess.run(
            command,
            check=True,
            input=given,
            stdout=subprocess.PIPE,
            env={**os.environ, **(env or {})},
        )
        return done.stdout

    def damage(self, release: str) -> None:
        ref = f"refs/workflow/releases/{release}"
        index = {"GIT_INDEX_FILE": str(self.folder / "index")}
        self.run("read-tree", ref, env=index)
        page = self.run("cat-file", "blob", f"{ref}:site/index.html")
        other = self.run("hash-object", "-w", "--stdin", given=page[::-1]).decode().strip()
        self.run("update-index", "--cacheinfo", f"100644,{other},site/index.html", env=index)
        tree = self.run("write-tree", env=index).decode().strip()
        names = {f"GIT_{who}_{what}": "x" for who in ("AUTHOR", "COMMITTER") for what in
                 ("NAME", "EMAIL")}  # fmt: skip
        commit = self.run("commit-tree", tree, given=b"x", env=names).decode().strip()
        self.run("update-ref", ref, commit)

    def vanish(self) -> None:
        shutil.rmtree(self.folder)
        self.run("init", "--quiet", "--bare")

    def read(self) -> dict[str, bytes]:
        tip = self.run("rev-parse", "pages").decode().strip()
        names = self.run("ls-tree", "-r", "-z", "--name-only", tip).decode().split("\0")
        found = {each: self.run("cat-file", "blob", f"{tip}:{each}") for each in names if each}
        assert found.pop(".nojekyll") == b""
        return found
