"""Putting releases out and going back, with a disk that fails at every single step."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path

import pytest

from workflow.errors import FileError, NotReadyError, TargetError, WorkflowError
from workflow.flows.release.publisher import GONE, Publisher
from workflow.model.release import FileRecord, Manifest, Page
from workflow.project.releases import ReleaseStore
from workflow.targets import FolderTarget

NOON = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
ACTOR = "aline@example.org"


def pages_of(word):
    """The site with an article that says ``word``: path → bytes."""
    return {"index.html": b"home", "en/a/index.html": word.encode(), "media/x.png": b"\x89PNG"}


def publisher(root):
    releases = root / "releases"
    return Publisher(ReleaseStore(releases), FolderTarget(root / "public", releases))


def put_out(root, word, now=NOON):
    return put_out_by(publisher(root), word, now)


def put_out_by(place, word, now=NOON):
    live = place.live()
    with place.store.building(live.stock if live else None) as builder:
        for part, files in (("site", pages_of(word)), ("content", {"en/a.md": word.encode()})):
            for path, data in files.items():
                if not builder.keep(part, FileRecord.of(path, data)):
                    builder.write(part, path, (data,))
        records = {part: tuple(sorted(found)) for part, found in builder.records.items()}
        page = Page("a", "en", "fr", "markdown", word, word)
        manifest = Manifest((page,), records["site"], records["content"])
        return place.put_out(builder, manifest, ACTOR, now, place.target.live())[0]


def read(root):
    """What a reader gets: path → bytes, through the link."""
    public = root / "public"
    return {
        path.relative_to(public).as_posix(): path.read_bytes()
        for path in public.rglob("*")
        if path.is_file()
    }


def leftovers(root):
    return [
        path.name
        for folder in (root, root / "releases")
        for path in folder.glob(".*")
        if path.name.startswith((".building-", ".public"))
    ]


# A disk that fails


class Killed(BaseException):
    """The process is dead from here on."""


class Disk:
    """Counts every act that changes the disk and fails at act ``at`` (and after, if killed)."""

    def __init__(self, monkeypatch, at, error):
        self.acts, self.at, self.error = 0, at, error
        for name in ("mkdir", "rename", "replace", "symlink", "link", "unlink", "rmdir", "fsync"):
            monkeypatch.setattr(os, name, self._watched(getattr(os, name)))
        monkeypatch.setattr(os, "open", self._watched_open(os.open))
        monkeypatch.setattr(io, "open", self._watched_stream(io.open))

    def act(self):
        self.acts += 1
        if self.acts == self.at or (self.acts > self.at and self.error is Killed):
            raise self.error if self.error is Killed else self.error()

    def _watched(self, real):
        def call(*args, **options):
            self.act()
            return real(*args, **options)

        return call

    def _watched_open(self, real):
        def call(path, flags, *args, **options):
            if flags & os.O_CREAT:
                self.act()
            return real(path, flags, *args, **options)

        return call

    def _watched_stream(self, real):
        def call(file, mode="r", *args, **options):
            if "x" not in mode and "w" not in mode:
                return real(file, mode, *args, **options)
            self.act()
            return Stream(real(file, mode, *args, **options), self)

        return call


class Stream:
    """An open file of that disk: a failed write leaves half the bytes."""

    def __init__(self, file, disk):
        self.file, self.disk = file, disk

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, data):
        try:
            self.disk.act()
        except BaseException:
            self.file.write(data[: len(data) // 2])
            raise
        self.file.write(data)


def full():
    return OSError(errno.ENOSPC, "No space left on device")


@contextmanager
def failing_disk(at, error):
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield Disk(monkeypatch, at, error)


def acts_of_a_release(root):
    put_out(root, "old")
    with failing_disk(10**9, full) as disk:
        put_out(root, "new")
    return disk.acts


@pytest.mark.parametrize("error", [full, KeyboardInterrupt, Killed], ids=["full", "ctrl-c", "kill"])
def test_a_failure_at_any_step_leaves_the_site_untouched(tmp_path, error):
    steps = acts_of_a_release(tmp_path / "count")
    assert steps > 20
    for step in range(1, steps + 1):
        root = tmp_path / str(step)
        first = put_out(root, "old")
        before = read(root)
        with failing_disk(step, error):
            try:
                put_out(root, "new", NOON + timedelta(hours=1))
            except (WorkflowError, KeyboardInterrupt, Killed):
                swapped = False
            else:
                swapped = True  # only what comes after the swap may fail without a word
        live = publisher(root).target.live()
        if live == first:
            assert not swapped
            assert read(root) == before
        else:
            assert read(root) == pages_of("new")
        publisher(root).clean()
        assert not leftovers(root)
        listed = [each.id for each in publisher(root).releases()[0]]
        assert listed == ([first] if live == first else [live, first])
        again = put_out(root, "newest", NOON + timedelta(hours=2))
        assert publisher(root).verify(again) == (again, ())
        assert read(root) == pages_of("newest")


@pytest.mark.parametrize("error", [full, Killed], ids=["full", "kill"])
def test_the_first_release_fails_just_as_cleanly(tmp_path, error):
    for step in range(1, 30):
        root = tmp_path / str(step)
        with failing_disk(step, error), suppress(WorkflowError, Killed):
            put_out(root, "first")
        if publisher(root).target.live() is None:
            assert not (root / "public").exists()
        else:
            assert read(root) == pages_of("first")


@pytest.mark.parametrize("error", [full, KeyboardInterrupt, Killed], ids=["full", "ctrl-c", "kill"])
def test_a_rollback_that_fails_changes_nothing(tmp_path, error):
    for step in range(1, 6):
        root = tmp_path / str(step)
        put_out(root, "old")
        put_out(root, "new", NOON + timedelta(hours=1))
        with failing_disk(step, error), suppress(TargetError, KeyboardInterrupt, Killed):
            publisher(root).rollback()
        assert read(root) in (pages_of("old"), pages_of("new"))
        publisher(root).clean()
        assert not leftovers(root)
        assert len(publisher(root).releases()[0]) == 2


def test_no_space_says_what_to_do_and_keeps_nothing(tmp_path):
    put_out(tmp_path, "old")
    with failing_disk(5, full), pytest.raises(FileError, match="No space left") as caught:
        put_out(tmp_path, "new")
    assert caught.value.hint
    assert caught.value.exit_code == 2
    assert len(list((tmp_path / "releases").iterdir())) == 1


def rot(root):
    for page in (root / "releases").glob(".building-*/site/en/a/index.html"):
        page.write_bytes(b"ne\x00")


def test_bytes_that_do_not_read_back_are_not_published(tmp_path, monkeypatch):
    put_out(tmp_path, "old")
    monkeypatch.setattr(os, "fsync", lambda _handle: rot(tmp_path))
    with pytest.raises(FileError, match="read back"):
        put_out(tmp_path, "new")
    assert read(tmp_path) == pages_of("old")


def test_cleaning_takes_nothing_but_leftovers(tmp_path):
    old = put_out(tmp_path, "old")
    new = put_out(tmp_path, "new", NOON + timedelta(hours=1))
    for name in (".building-", ".building-.new", f".building-{old}", ".building-x"):
        (tmp_path / "releases" / name).mkdir()
    (tmp_path / "releases" / ".building-..").touch()
    publisher(tmp_path).clean()
    assert [each.id for each in publisher(tmp_path).releases()[0]] == [new, old]
    assert publisher(tmp_path).verify(old) == (old, ())


# What a release is


def test_a_release_is_complete_and_says_so(tmp_path):
    release = put_out(tmp_path, "hello")
    folder = tmp_path / "releases" / release
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert release == f"20261124T120000Z-{manifest['digest'][:8]}"
    listed = {each["path"]: each for each in manifest["files"]}
    assert set(listed) == set(pages_of("hello"))
    for path, record in listed.items():
        data = (folder / "site" / path).read_bytes()
        assert record["size"] == len(data)
        assert record["blake2b"] == blake2b(data, digest_size=16).hexdigest()
    record = json.loads((folder / "release.json").read_bytes())
    assert len(record.pop("digest")) == 32
    evidence = (folder / "evidence.json").read_bytes()
    assert record.pop("evidence") == blake2b(evidence, digest_size=16).hexdigest()
    assert record == {
        "version": 3,
        "id": release,
        "time": "2026-11-24T12:00:00Z",
        "actor": ACTOR,
    }


def test_the_manifest_names_no_clock_person_or_machine(tmp_path):
    one, two = (
        put_out(tmp_path / "one", "x"),
        put_out(tmp_path / "two", "x", NOON.replace(year=2030)),
    )
    first, second = (
        (tmp_path / name / "releases" / release / "manifest.json").read_bytes()
        for name, release in (("one", one), ("two", two))
    )
    assert first == second
    assert ACTOR.encode() not in first
    assert str(tmp_path).encode() not in first


def test_public_is_a_relative_link_that_moves_with_the_project(tmp_path):
    release = put_out(tmp_path / "here", "x")
    assert (tmp_path / "here" / "public").readlink() == Path("releases", release, "site")
    (tmp_path / "here").rename(tmp_path / "there")
    assert read(tmp_path / "there") == pages_of("x")


def test_folders_may_be_elsewhere_and_behind_links(tmp_path):
    (tmp_path / "disk/www").mkdir(parents=True)
    (tmp_path / "srv").symlink_to("disk/www")
    releases = tmp_path / "project/../releases"
    place = Publisher(ReleaseStore(releases), FolderTarget(tmp_path / "srv/news", releases))
    first = put_out_by(place, "a")
    put_out_by(place, "b")
    assert (tmp_path / "srv/news/en/a/index.html").read_bytes() == b"b"
    assert place.rollback()[1] == first
    assert (tmp_path / "srv/news/en/a/index.html").read_bytes() == b"a"


def test_ids_sort_by_publishing_even_where_the_clock_does_not(tmp_path):
    ids = [put_out(tmp_path, word, NOON - timedelta(hours=n)) for n, word in enumerate("abc")]
    assert ids == sorted(ids)
    assert [each.id for each in publisher(tmp_path).releases()[0]] == ids[::-1]


# Going back


def test_rollback_goes_back_one_at_a_time_and_forward_by_id(tmp_path):
    a, b, c = (put_out(tmp_path, word, NOON + timedelta(hours=n)) for n, word in enumerate("abc"))
    here = publisher(tmp_path)
    assert here.rollback() == (c, b)
    assert read(tmp_path) == pages_of("b")
    assert here.rollback() == (b, a)
    with pytest.raises(NotReadyError, match="older"):
        here.rollback()
    assert here.rollback(c) == (a, c)
    assert here.rollback(c) == (c, c)
    assert [each.live for each in here.releases()[0]] == [True, False, False]


def test_rollback_before_the_first_release(tmp_path):
    with pytest.raises(NotReadyError, match="nothing was published"):
        publisher(tmp_path).rollback()


def test_an_unknown_id_names_the_nearest(tmp_path):
    release = put_out(tmp_path, "a")
    with pytest.raises(WorkflowError, match="no release") as caught:
        publisher(tmp_path).rollback(release[:-1] + "x")
    assert release in caught.value.hint


def replaced_by_link(path):
    path.rename(path.parent.parent.parent / f"aside-{path.name}")
    path.symlink_to(path.parent.parent.parent / f"aside-{path.name}")


def edit_record(site, name, value):
    path = site.parent / "release.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), name: value}))


DAMAGE = [
    (lambda site: (site / "index.html").write_text("defaced"), "site/index.html: not as published"),
    (lambda site: (site / "index.html").unlink(), "site/index.html: missing"),
    (lambda site: (site / "extra.html").write_text("x"), "site/extra.html: not part"),
    (lambda site: (site.parent / "content/en/a.md").write_text("x"), "content/en/a.md: not as"),
    (lambda site: (site.parent / "manifest.json").write_text("{}"), "damaged"),
    (lambda site: (site.parent / "manifest.json").write_text("[1"), "damaged"),
    (lambda site: (site / "folder").mkdir(), "site/folder: a folder, not part"),
    (lambda site: (site / "en" / "空").mkdir(), "site/en/空: a folder, not part"),
    (lambda site: (site / "l.html").symlink_to("index.html"), "site/l.html: a link, not part"),
    (lambda site: (site / "all").symlink_to("/etc"), "site/all: a link, not part"),
    (lambda site: (site / "lost").symlink_to("nowhere"), "site/lost: a link, not part"),
    (lambda site: replaced_by_link(site / "index.html"), "site/index.html: a link or folder"),
    (lambda site: replaced_by_link(site / "en"), "site/en: a link, not part"),
    (replaced_by_link, "site: a link, not part"),
    (lambda site: os.mkfifo(site / "pipe"), "site/pipe: not part"),
    (lambda site: (site.parent / "content/x.md").write_text("x"), "content/x.md: not part"),
    (lambda site: (site.parent / "notes").mkdir(), "notes: not part"),
    (lambda site: (site.parent / ".htaccess").write_text("x"), ".htaccess: not part"),
    (shutil.rmtree, "site/en/a/index.html: missing"),
    (lambda site: edit_record(site, "actor", "eve@example.org"), "release.json: damaged"),
    (lambda site: edit_record(site, "time", "2020-01-01T00:00:00Z"), "release.json: damaged"),
    (lambda site: edit_record(site, "id", "20200101T000000Z-00000000"), "release.json: damaged"),
    (lambda site: (site.parent / "release.json").write_text("{}"), "release.json: damaged"),
    (lambda site: (site.parent / "release.json").unlink(), "release.json: cannot read"),
]


def test_a_release_made_before_records_had_a_digest_is_whole(tmp_path):
    release = put_out(tmp_path, "old")
    path = tmp_path / "releases" / release / "release.json"
    record = json.loads(path.read_text())
    path.write_text(json.dumps({**record, "version": 1}))
    assert publisher(tmp_path).verify(release) == (release, ())


def test_releases_that_somebody_deleted_are_named_and_stop_nothing(tmp_path):
    first, second = (put_out(tmp_path, word) for word in "ab")
    shutil.rmtree(tmp_path / "releases" / second)
    here = publisher(tmp_path)
    assert here.live() is None
    assert here.gone() == second
    assert here.verify() == (second, (GONE,))
    assert [each.id for each in here.releases()[0]] == [first]
    assert here.rollback() == (second, first)
    assert read(tmp_path) == pages_of("a")
    shutil.rmtree(tmp_path / "releases")
    assert here.releases() == ((), ())
    with pytest.raises(NotReadyError, match="deleted, and no older one is left"):
        here.rollback()
    third = put_out(tmp_path, "c")
    assert here.gone() is None
    assert here.verify() == (third, ())
    assert read(tmp_path) == pages_of("c")


def test_one_damaged_release_hides_no_other_from_the_list(tmp_path):
    first, second = (put_out(tmp_path, word) for word in "ab")
    (tmp_path / "releases" / first / "manifest.json").unlink()
    found, errors = publisher(tmp_path).releases()
    assert [each.id for each in found] == [second]
    assert ["manifest.json" in (error.file or "") for error in errors] == [True]


@pytest.mark.parametrize(("damage", "said"), DAMAGE)
def test_a_damaged_release_is_found_and_not_gone_back_to(tmp_path, damage, said):
    old = put_out(tmp_path, "old")
    new = put_out(tmp_path, "new", NOON + timedelta(hours=1))
    damage(tmp_path / "releases" / old / "site")
    _, problems = publisher(tmp_path).verify(old)
    assert said in problems[0]
    with pytest.raises(NotReadyError, match="damaged"):
        publisher(tmp_path).rollback()
    assert publisher(tmp_path).target.live() == new


# What stands in the way


def test_a_folder_that_no_release_made_is_left_alone(tmp_path):
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "mine.html").write_text("mine")
    with pytest.raises(FileError, match="no release put it there") as caught:
        put_out(tmp_path, "a")
    assert caught.value.exit_code == 2
    assert (tmp_path / "public" / "mine.html").read_text() == "mine"


def test_a_link_to_somewhere_else_is_left_alone(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "public").symlink_to("elsewhere")
    with pytest.raises(FileError, match="no release put it there"):
        put_out(tmp_path, "a")
    assert (tmp_path / "public").readlink() == Path("elsewhere")


def test_an_empty_folder_gives_way(tmp_path):
    (tmp_path / "public").mkdir()
    put_out(tmp_path, "a")
    assert read(tmp_path) == pages_of("a")
