"""Files that a release shares with the one before it: linked where that can be, never on trust."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import timedelta

import pytest

from tests.test_release_publisher import NOON, pages_of, publisher, put_out, read
from workflow.errors import FileError

LATER = NOON + timedelta(hours=1)
SHARED = ("site/index.html", "site/media/x.png")
OWN = ("site/en/a/index.html", "content/en/a.md")


def folder_of(root, word, now=NOON):
    return root / "releases" / put_out(root, word, now)


def shared(old, new):
    """The files that are one file in both releases."""
    return {path for path in (*SHARED, *OWN) if (old / path).samefile(new / path)}


def refused(number):
    def link(*_arguments, **_options):
        raise OSError(number, os.strerror(number))

    return link


def test_what_did_not_change_is_the_same_file(tmp_path):
    old = folder_of(tmp_path, "old")
    new = folder_of(tmp_path, "new", LATER)
    assert shared(old, new) == set(SHARED)
    assert publisher(tmp_path).verify(old.name) == (old.name, ())
    assert publisher(tmp_path).verify() == (new.name, ())


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV, errno.EMLINK, errno.EOPNOTSUPP])
def test_where_the_disk_links_nothing_it_is_copied(tmp_path, monkeypatch, number):
    old = folder_of(tmp_path, "old")
    monkeypatch.setattr(os, "link", refused(number))
    new = folder_of(tmp_path, "new", LATER)
    assert shared(old, new) == set()
    assert read(tmp_path) == pages_of("new")
    assert publisher(tmp_path).verify() == (new.name, ())


@pytest.mark.parametrize("linked", [True, False])
def test_what_somebody_changed_is_made_anew(tmp_path, monkeypatch, linked):
    old = folder_of(tmp_path, "old")
    (old / "site/index.html").write_bytes(b"HOME")
    (old / "site/media/x.png").unlink()
    (old / "site/media/x.png").symlink_to(old / "site/index.html")
    if not linked:
        monkeypatch.setattr(os, "link", refused(errno.EPERM))
    new = folder_of(tmp_path, "new", LATER)
    assert read(tmp_path) == pages_of("new")
    assert publisher(tmp_path).verify() == (new.name, ())


def test_verify_finds_the_change_in_every_release_that_shares_the_file(tmp_path):
    releases = [
        folder_of(tmp_path, word, NOON + timedelta(hours=n)) for n, word in enumerate("abc")
    ]
    (releases[0] / "site/index.html").write_bytes(b"HOME")
    for each in releases:
        _, problems = publisher(tmp_path).verify(each.name)
        assert problems == ("site/index.html: not as published",)


def test_a_release_that_is_deleted_takes_nothing_from_others(tmp_path):
    old = folder_of(tmp_path, "old")
    new = folder_of(tmp_path, "new", LATER)
    shutil.rmtree(old)
    assert read(tmp_path) == pages_of("new")
    assert publisher(tmp_path).verify() == (new.name, ())
    newest = folder_of(tmp_path, "newest", LATER)
    assert shared(new, newest) == set(SHARED)


@pytest.mark.parametrize("moment", ["while it is linked", "before the end"])
def test_a_live_file_that_changes_under_us_never_goes_out(tmp_path, monkeypatch, moment):
    old = folder_of(tmp_path, "old")
    home = old / "site/index.html"

    def deface(*_):
        home.write_bytes(b"HOME")

    def link(here, there, **options):
        real(here, there, **options)
        if str(here).endswith("index.html"):
            deface()

    real = os.link
    if moment == "before the end":
        monkeypatch.setattr(os, "fsync", deface)
        with pytest.raises(FileError, match="read back"):
            folder_of(tmp_path, "new", LATER)
        assert publisher(tmp_path).target.live() == old.name
    else:
        monkeypatch.setattr(os, "link", link)
        new = folder_of(tmp_path, "new", LATER)
        assert (new / "site/index.html").read_bytes() == b"home"
        assert publisher(tmp_path).verify() == (new.name, ())


def test_a_live_file_that_goes_away_under_us_is_made_anew(tmp_path, monkeypatch):
    folder_of(tmp_path, "old")

    def link(here, _there, **_options):
        os.unlink(here)  # noqa: PTH108
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", link)
    new = folder_of(tmp_path, "new", LATER)
    assert read(tmp_path) == pages_of("new")
    assert publisher(tmp_path).verify() == (new.name, ())
