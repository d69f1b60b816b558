"""Servers that SSH reaches: what rsync and git do there, and what stands in the way."""

from __future__ import annotations

import os
import subprocess
import threading
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests import places
from tests.places import Folder, Repository, publish, publisher_on
from tests.test_release_publisher import NOON, pages_of
from workflow.errors import FileError, TargetError
from workflow.targets import OvertakenError

LATER = NOON + timedelta(hours=1)


@pytest.fixture(scope="module")
def server():
    with places.server() as made:
        yield made


@pytest.fixture
def folder(server, tmp_path):
    return Folder(server, tmp_path)


@pytest.fixture
def repository(server, tmp_path):
    return Repository(server, tmp_path)


@pytest.mark.parametrize("kind", [Folder, Repository])
def test_of_several_at_the_same_moment_one_wins(server, tmp_path, kind):
    place = kind(server, tmp_path)
    old = publish(place, tmp_path / "a", "old")
    releases = {}
    for number, word in enumerate(("one", "二", "trois")):
        made = publish(place, tmp_path / "a", word, LATER + timedelta(hours=number))
        releases[made] = pages_of(word)
    publisher_on(place, tmp_path / "a").rollback(old)
    told = []

    def show(release):
        try:
            publisher_on(place, tmp_path / release).target.show(release, old)
        except OvertakenError as error:
            told.append(error)

    threads = [threading.Thread(target=show, args=(each,)) for each in releases]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    live = publisher_on(place, tmp_path / "a").target.live() or ""
    assert len(told) == 2
    assert place.read() == releases[live]
    assert all(live in each.message for each in told)


def test_what_is_there_is_linked_not_sent(folder, tmp_path):
    one, two = (
        publish(folder, tmp_path, word, NOON + timedelta(hours=number))
        for number, word in enumerate(("un", "deux"))
    )
    same, other = "site/media/x.png", "site/en/a/index.html"
    found = [folder.folder / "releases" / each for each in (one, two)]
    assert (found[0] / same).samefile(found[1] / same)
    assert not (found[0] / other).samefile(found[1] / other)
    assert not list((folder.folder / "releases").glob(".coming*"))


@pytest.mark.parametrize("kind", [Folder, Repository])
@pytest.mark.parametrize("file", ["known", "authorized"])
def test_nobody_is_asked_and_no_unknown_server_is_trusted(
    server, tmp_path, kind, file, monkeypatch
):
    said = {"known": "verification failed", "authorized": "ermission denied"}[file]
    place = kind(server, tmp_path)
    # Not over the connection that others have open.
    sockets = mkdtemp(prefix="ssh-")  # the path of a socket has about a hundred characters
    monkeypatch.setattr("workflow.targets.host_programs._sockets", lambda: sockets)
    path = server.folder / file
    kept = path.read_bytes()
    path.write_bytes(b"")
    try:
        with pytest.raises(TargetError, match=said) as caught:
            publisher_on(place, tmp_path).live()
    finally:
        path.write_bytes(kept)
    assert caught.value.hint


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 kB; skipped for those who may not mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.getuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("needs the right to mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("kind", [Folder, Repository])
def test_a_full_disk_and_one_that_cannot_be_written(server, tmp_path, small_disk, kind):
    place = kind(server, small_disk)
    publish(place, tmp_path, "old")
    noise = os.urandom(600_000).hex()
    with pytest.raises(TargetError) as caught:
        publish(place, tmp_path, noise, LATER)
    assert caught.value.exit_code == 3
    assert place.read() == pages_of("old")
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    if subprocess.run(remount, check=False, capture_output=True).returncode == 0:
        with pytest.raises(TargetError):
            publish(place, tmp_path, "new", LATER)
        assert place.read() == pages_of("old")
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    publish(place, tmp_path, "new", LATER)
    assert place.read() == pages_of("new")


def test_the_message_names_the_full_disk(server, tmp_path, small_disk):
    place = Folder(server, small_disk)
    with pytest.raises(TargetError, match="No space left"):
        publish(place, tmp_path, os.urandom(600_000).hex())


def test_a_folder_that_no_release_made_is_left_alone(folder, tmp_path):
    mine = folder.folder / "public/mine.html"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(FileError, match="no release put it there"):
        publish(folder, tmp_path, "un")
    assert mine.read_text() == "mine"
    mine.unlink()
    publish(folder, tmp_path, "un")
    assert folder.read() == pages_of("un")


def test_a_server_that_greets(folder, tmp_path, monkeypatch):
    shell = os.environ["RSYNC_RSH"]
    greeting = tmp_path / "greeting"
    # As a login script that prints: on every connection that runs no rsync.
    greeting.write_text('#!/bin/sh\ncase "$*" in *rsync*) ;; *) echo "Bienvenue 欢迎";; esac\n'
                        f'exec {shell} "$@"\n')  # fmt: skip
    greeting.chmod(0o755)
    monkeypatch.setenv("RSYNC_RSH", str(greeting))
    publish(folder, tmp_path, "un")
    assert folder.read() == pages_of("un")


# git


def test_the_branch_keeps_its_history(repository, tmp_path):
    one = publish(repository, tmp_path, "un")
    two = publish(repository, tmp_path / "other", "deux", LATER)
    publisher_on(repository, tmp_path).rollback()
    form = "--format=%s|%(trailers:key=Workflow-Release,valueonly,separator=%x2C)"
    log = repository.run("log", form, "pages").decode().splitlines()
    assert log == [f"Release {each}|{each}" for each in (one, two, one)]
    tree = repository.run("ls-tree", "-r", "--name-only", f"refs/workflow/releases/{two}").decode()
    assert {"content/en/a.md", "evidence.json", "manifest.json"} <= set(tree.splitlines())


def work_tree(repository, folder):
    subprocess.run(
        ["git", "clone", "-q", "-b", "pages", str(repository.folder), str(folder)], check=True
    )

    def git(*arguments):
        names = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", "-C", str(folder), *names, *arguments], check=True)

    return git


def test_the_name_of_the_site_that_its_host_put_there_stays(repository, tmp_path):
    one = publish(repository, tmp_path / "a", "un")
    git = work_tree(repository, tmp_path / "clone")
    (tmp_path / "clone/CNAME").write_text("news.example.org\n")
    git("add", "CNAME")
    git("commit", "-qm", "Create CNAME")
    git("push", "-q")
    assert publisher_on(repository, tmp_path / "b").verify() == (one, ())
    publish(repository, tmp_path / "a", "deux", LATER)
    assert repository.read() == {**pages_of("deux"), "CNAME": b"news.example.org\n"}


def test_what_somebody_else_put_on_the_branch_is_left_alone(repository, tmp_path):
    publish(repository, tmp_path / "a", "un")
    git = work_tree(repository, tmp_path / "clone")
    (tmp_path / "clone/index.html").write_text("mine")
    git("commit", "-qam", "mine")
    git("push", "-q")
    with pytest.raises(FileError, match="by no release"):
        publish(repository, tmp_path / "a", "deux", LATER)
    assert repository.read()["index.html"] == b"mine"


def test_a_hook_that_refuses_is_told(repository, tmp_path):
    publish(repository, tmp_path, "un")
    hook = repository.folder / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\ncat >/dev/null\necho 'quota: no more room' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(TargetError, match=r"quota: no more room|pre-receive hook declined"):
        publish(repository, tmp_path, "deux", LATER)
    assert repository.read() == pages_of("un")


def test_nobodys_settings_of_git_change_a_byte(repository, tmp_path, monkeypatch):
    config = tmp_path / "gitconfig"
    config.write_text(
        f"[core]\n\tautocrlf = true\n\texcludesFile = {tmp_path}/ignored\n"
        "[commit]\n\tgpgSign = true\n[push]\n\tgpgSign = if-asked\n[i18n]\n\tcommitEncoding = GBK\n"
    )
    (tmp_path / "ignored").write_text("*.png\nindex.html\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    text = "une ligne\nune autre\r\n第三行\n"
    one = publish(repository, tmp_path / "a", text)
    assert repository.read() == pages_of(text)
    assert publisher_on(repository, tmp_path / "b").verify() == (one, ())


def test_a_repository_that_is_a_folder(repository, tmp_path):
    class Local:
        address = f"git+file://{repository.folder}#pages"

    one = publish(Local, tmp_path / "a", "un")
    assert repository.read() == pages_of("un")
    assert publisher_on(Local, tmp_path / "b").verify() == (one, ())


def test_a_cache_that_a_killed_run_left_locked_or_that_is_gone(repository, tmp_path):
    publish(repository, tmp_path, "un")
    cache = Path(tmp_path, "target.git")
    for name in ("shallow.lock", "refs/target/0.lock", "packed-refs.lock"):
        (cache / name).parent.mkdir(parents=True, exist_ok=True)
        (cache / name).touch()
    publish(repository, tmp_path, "deux", LATER)
    assert repository.read() == pages_of("deux")
