"""`kill -9` at random instants of publish, withdraw, rollback and prune: readers get a whole site.

`make faults` kills a hundred times for every kind of target (``RELEASE_KILLS``, ``RELEASE_SEED``);
`make test` does the same a few times with a folder. A client reads in a loop all the while, by way
of what readers use, and compares every file with the manifest of the release it was sent to.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests import places
from tests.forked import Forks
from tests.test_release_flow import ACTOR, SETTINGS, Newsroom
from workflow.model import bytes_digest
from workflow.project.manifests import parse_manifest

KILLS = int(os.environ.get("RELEASE_KILLS", "0"))
SEED = os.environ.get("RELEASE_SEED") or str(random.SystemRandom().randrange(1 << 30))
KINDS = ("folder", "s3", "rsync", "git") if KILLS else ("folder",)
TIMES = max(8, KILLS)
LOG = "reviews/withdrawn.jsonl"


class Reading(NamedTuple):
    """What a reader got at one time."""

    release: str
    pages: dict[str, bytes]


def read_folder(top: Path) -> Reading:
    """By way of the link, as a web server does that keeps to where it led."""
    site = top / os.readlink(top / "public")  # noqa: PTH115 - as a server does
    files = (each for each in site.rglob("*") if each.is_file())
    return Reading(
        site.parent.name, {each.relative_to(site).as_posix(): each.read_bytes() for each in files}
    )


def read_bucket(bucket: places.Bucket) -> Reading:
    """By way of the pointer."""
    release = json.loads(bucket.get("live.json"))["release"]
    top = f"releases/{release}/site/"
    return Reading(release, {key.removeprefix(top): bucket.get(key) for key in bucket.keys(top)})


def read_branch(repository: places.Repository) -> Reading:
    """By way of the tip of the branch."""
    tip = repository.run("rev-parse", "pages").decode().strip()
    said = repository.run("log", "-1", "--format=%(trailers:key=Workflow-Release,valueonly)", tip)
    packed = BytesIO(repository.run("archive", "--format=tar", tip))
    with tarfile.open(fileobj=packed) as tar:
        files = {each.name: tar.extractfile(each).read() for each in tar if each.isfile()}  # type: ignore[union-attr]
    assert files.pop(".nojekyll") == b""
    return Reading(said.decode().strip(), files)


class Client(threading.Thread):
    """Reads in a loop; what was not whole is kept, with why."""

    def __init__(self, read: Callable[[], Reading], releases: Path) -> None:
        super().__init__(daemon=True)
        self.get, self.releases = read, releases
        self.seen: list[str] = []
        self.torn: list[str] = []
        self.count = 0
        self.over = False
        self._known: dict[str, dict[str, str]] = {}

    def run(self) -> None:
        while not self.over:
            self.look()

    def look(self) -> Reading | None:
        """Read once; None where it was not whole."""
        try:
            found = self.get()
            problem = self.problem(found)
        except Exception as error:  # noqa: BLE001 - whatever a reader meets is told
            problem = f"{type(error).__name__}: {error}"
            found = Reading("?", {})
        if problem:
            self.torn.append(f"{found.release}: {problem}")
            return None
        self.seen.append(found.release)
        self.count += 1
        return found

    def problem(self, found: Reading) -> str:
        """What is wrong with what a reader got: every byte is compared with the manifest."""
        if found.release not in self._known:
            manifest = parse_manifest(
                (self.releases / found.release / "manifest.json").read_text("utf-8")
            )
            if not found.release.endswith(manifest.digest[:8]):
                return "the manifest belongs to another release"
            self._known[found.release] = {each.path: each.blake2b for each in manifest.files}
        wanted = self._known[found.release]
        got = {path: bytes_digest(data) for path, data in found.pages.items()}
        return (
            ""
            if got == wanted
            else f"other files: {sorted(set(got.items()) ^ set(wanted.items()))}"
        )


class House:
    """A newsroom whose commands are killed, and a client who reads its site."""

    def __init__(self, root: Path, read: Callable[[], Reading], target: str, forks: Forks) -> None:
        self.random = random.Random(f"{SEED} {target.partition(':')[0]}")
        self.newsroom = Newsroom(root)
        self.forks = forks
        self.hour = 0
        self.version = 0
        self.lengths: dict[str, float] = {}
        self.outcomes: dict[str, list[int]] = {}
        self.swapped: dict[str, int] = {}
        if target:
            self.newsroom.write("setup.cfg", f"{SETTINGS}\n[workflow:release]\ntarget = {target}\n")
        for slug in ("atelier", "second"):
            for locale in ("en", "zh"):
                self.newsroom.ready(slug, locale, f"V0 {slug}")
        self.newsroom.publish()
        self.client = Client(read, root / "releases")
        self.withdrawn = False
        self.shown = 0

    def command(self, *arguments: str) -> tuple[str, ...]:
        self.hour += 1
        os.environ["SOURCE_DATE_EPOCH"] = str(1795521600 + 3600 * (12 + self.hour))
        return ("-C", str(self.newsroom.root), *arguments)

    def killed(self, name: str, *arguments: str) -> None:
        """Kill a command at a random instant, run it to its end, and look at what readers got."""
        client = self.client
        before = self.live()
        client.seen, client.torn = [], []
        command = self.command("release", name, *arguments)
        length = self.lengths.get(name, 0.5)
        instant = self.random.uniform(0, length)
        pid = self.forks.start(*command)
        time.sleep(instant)
        # Either the program alone dies, as by the system's hand, or all it began, as by the plug's.
        try:
            (os.kill if self.random.random() < 0.5 else os.killpg)(pid, signal.SIGKILL)
        except ProcessLookupError:  # it leads no group yet
            os.kill(pid, signal.SIGKILL)
        code = self.forks.wait()
        assert code in (0, -signal.SIGKILL), (name, code, self.forks.said)
        where = f"{name} killed after {instant:.3f} s ({code})"
        between = client.look()
        self.forks.run(*self.command("release", name, *arguments))
        after = self.live()
        assert not client.torn, (where, client.torn)
        assert between is not None, (where, client.torn)
        # By digest: a run whose work was done before it was killed may do it once more.
        known = {each[-8:] for each in (before.release, after.release)}
        assert {each[-8:] for each in client.seen} <= known, (where, client.seen, before, after)
        self.outcomes.setdefault(name, []).append(code)
        # Instants reach a little beyond the time that the command takes here and now.
        self.lengths[name] = length * (1.25 if code else 0.6)
        if code:
            self.swapped[name] = self.swapped.get(name, 0) + (between.release != before.release)
        self.check(where, after)

    def live(self) -> Reading:
        found = self.client.look()
        assert found is not None, self.client.torn
        return found

    def check(self, where: str, found: Reading) -> None:
        """Readers get just what they should, by its words."""
        text = b"".join(each for path, each in found.pages.items() if path.endswith(".html"))
        assert (b"V0 atelier" in text) != self.withdrawn, where
        assert f"V{self.shown} second".encode() in found.pages["en/second/index.html"], where
        left = [each.name for each in (self.newsroom.root / "releases").glob(".building*")]
        assert not left, (where, left)

    def cycle(self, number: int) -> None:
        """Each command once."""
        house = self.newsroom
        self.version += 1
        house.ready("second", "en", f"V{self.version} second", hour=12 + self.hour)
        self.shown, back = self.version, self.live().release
        self.killed("publish")
        assert self.live().release != back
        shown = self.shown
        if number % 2:
            self.shown = self.version - 1
            self.killed("rollback", back)
            self.shown = self.version - 1
        self.withdrawn = True
        self.killed("withdraw", "atelier", "--reason", "Les chiffres étaient faux.")
        if not number % 2:  # what is gone back to has what was withdrawn since
            self.shown = shown - 1
            self.killed("rollback", back)
        self.killed("prune", "--keep", "3")
        assert len(house.releases()) <= 4
        house.run("release", "verify")
        house.run(
            "release", "withdraw", "atelier", "--lift", "--reason", "Juste.", hour=13 + self.hour
        )
        self.hour += 1
        house.run("release", "publish", hour=13 + self.hour)
        self.hour += 1
        self.withdrawn, self.shown = False, self.version
        self.check("lifted", self.live())


@pytest.fixture(params=KINDS)
def house(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("WORKFLOW_ACTOR", ACTOR)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")
    root = tmp_path / "project"
    with ExitStack() as stack:
        read, target, more = _place(request.param, tmp_path, root, stack)
        forks = Forks(tmp_path / "said", *more)
        stack.callback(forks.close)
        yield House(root, read, target, forks)


def _place(
    kind: str, folder: Path, root: Path, stack: ExitStack
) -> tuple[Callable[[], Reading], str, tuple[str, ...]]:
    if kind == "folder":
        return lambda: read_folder(root), "", ()
    if kind == "s3":
        bucket = stack.enter_context(places.bucket())
        bucket.empty()
        return lambda: read_bucket(bucket), bucket.address, ("s3fs",)
    server = stack.enter_context(places.server())
    if kind == "rsync":
        place = places.Folder(server, folder)
        return lambda: read_folder(place.folder), place.address, ()
    repository = places.Repository(server, folder)
    return lambda: read_branch(repository), repository.address, ()


@pytest.mark.parametrize("limit", [0, 600, 3000])
def test_a_disk_that_takes_no_more_leaves_the_site_as_it_was(house: House, limit: int) -> None:
    """Of no file more than so many bytes can be written, here; the next run finishes."""
    house.newsroom.ready("second", "en", "V1 second", hour=13)
    before = house.live()
    for arguments in (
        ("publish",),
        ("withdraw", "atelier", "--reason", "Les chiffres étaient faux."),
    ):
        house.forks.start(*house.command("release", *arguments), limits={"RLIMIT_FSIZE": limit})
        code, after = house.forks.wait(), house.live()
        assert "Traceback" not in house.forks.said
        if code:
            assert code in (1, 2, 3), house.forks.said
            assert after == before
        house.forks.run(*house.command("release", *arguments))
        before = house.live()
        house.shown, house.withdrawn = 1, arguments[0] == "withdraw"
        house.check(arguments[0], before)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs: a system that forks")
def test_readers_get_a_whole_site_whatever_is_killed(house: House) -> None:
    sys.stdout.write(f"RELEASE_SEED={SEED}\n")
    house.client.start()
    try:
        for number in range(TIMES // 4):
            house.cycle(number)
    finally:
        house.client.over = True
        house.client.join()
    killed = sum(sum(map(bool, each)) for each in house.outcomes.values())
    sys.stdout.write(f"{house.client.count} readings; killed, and of these after the swap:\n")
    for name, each in house.outcomes.items():
        sys.stdout.write(f"  {name}: {sum(map(bool, each))}, {house.swapped.get(name, 0)}\n")
    assert not house.client.torn
    assert not KILLS or killed >= TIMES // 4, "the instants are within the commands"
