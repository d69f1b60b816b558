"""Stores of objects: S3 by moto's server, and what fsspec reaches besides."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests import places
from tests.places import publish, publisher_on
from tests.test_release_publisher import NOON, pages_of
from workflow.errors import FileError, TargetError
from workflow.model.release import FileRecord, Manifest, Page
from workflow.project.manifests import manifest_text
from workflow.targets import OvertakenError, target_at
from workflow.targets.headers import FOR_EVER, MEDIA, PAGES, cache_control, content_type
from workflow.targets.objects import Objects

LATER = NOON + timedelta(hours=1)


@pytest.fixture(scope="module")
def server():
    with places.bucket() as made:
        yield made


@pytest.fixture
def bucket(server):
    server.empty()
    return server


@pytest.mark.parametrize(
    ("path", "kind", "kept"),
    [
        ("zh-Hans/南宁/index.html", "text/html; charset=utf-8", PAGES),
        ("404.html", "text/html; charset=utf-8", PAGES),
        ("assets/style.0a1b2c3d4e5f.css", "text/css; charset=utf-8", FOR_EVER),
        ("assets/extra.css", "text/css; charset=utf-8", PAGES),
        ("media/salle-0123456789abcdef0123456789abcdef.webp", "image/webp", FOR_EVER),
        ("sizes/images/salle.0a1b2c3d4e5f.480.avif", "image/avif", FOR_EVER),
        ("media/photo-20261124120000.jpg", "image/jpeg", MEDIA),
        ("media/deadbeef.jpg", "image/jpeg", MEDIA),
        ("media/Plan.SVG", "image/svg+xml; charset=utf-8", MEDIA),
        ("media/a.avif", "image/avif", MEDIA),
        ("media/son.opus", "audio/ogg", MEDIA),
        ("fr/feed.xml", "application/atom+xml; charset=utf-8", PAGES),
        ("fr/feed.json", "application/feed+json; charset=utf-8", PAGES),
        ("sitemap.xml", "application/xml; charset=utf-8", PAGES),
        ("robots.txt", "text/plain; charset=utf-8", PAGES),
        ("search/zh.json", "application/json; charset=utf-8", PAGES),
        ("media/données.csv", "text/csv; charset=utf-8", MEDIA),
        ("media/x.unheard-of", "application/octet-stream", MEDIA),
        ("en/gone/.htaccess", "application/octet-stream", MEDIA),
    ],
)
def test_what_files_are_served_as(path, kind, kept):
    assert (content_type(path), cache_control(path)) == (kind, kept)


def test_objects_have_the_headers_that_browsers_need(bucket, tmp_path):
    release = publish(bucket, tmp_path, "un")
    for name, kind, kept in (
        (f"releases/{release}/site/en/a/index.html", "text/html; charset=utf-8", PAGES),
        (f"releases/{release}/site/media/x.png", "image/png", MEDIA),
        ("live.json", "application/json; charset=utf-8", "no-cache, max-age=0"),
    ):
        found = bucket.client.head_object(Bucket="newsroom", Key=f"site/{name}")
        assert (found["ContentType"], found["CacheControl"]) == (kind, kept)


def test_what_is_there_is_not_sent_again(bucket, tmp_path, monkeypatch):
    sent, copied = [], []
    put, copy = Objects.put, Objects.copy

    def counted(self, file, name):
        sent.append(name.partition("/site/")[2] or name.rpartition("/")[2])
        put(self, file, name)

    def copying(self, old, new):
        copied.append(new.partition("/site/")[2])
        return copy(self, old, new)

    monkeypatch.setattr(Objects, "put", counted)
    monkeypatch.setattr(Objects, "copy", copying)
    publish(bucket, tmp_path, "un")
    sent.clear()
    two = publish(bucket, tmp_path, "deux", LATER)
    assert sorted(copied) == ["index.html", "media/x.png"]
    assert sorted(sent) == ["a.md", "en/a/index.html", "evidence.json", "manifest.json"]
    # Once more, with a page that came to harm: that one alone is sent.
    bucket.damage(two)
    sent.clear()
    copied.clear()
    publisher = publisher_on(bucket, tmp_path)
    folder = publisher.store.folder / two
    publisher.target.upload(folder, publisher.store.files(two), lambda _: None)
    assert {*sent, *copied} == {"index.html"}
    assert bucket.read() == pages_of("deux")


def test_what_came_to_harm_there_is_not_copied(bucket, tmp_path):
    bucket.damage(publish(bucket, tmp_path, "un"))
    publish(bucket, tmp_path, "deux", LATER)
    assert bucket.read() == pages_of("deux")


def test_the_pointer_is_written_on_condition(bucket, tmp_path, monkeypatch):
    publish(bucket, tmp_path / "a", "old")
    write = Objects.write
    winner: list[str] = []

    def slow(self, name, data, kept, **condition):
        if name == "live.json" and not winner:
            winner.append("")
            winner[0] = publish(bucket, tmp_path / "b", "theirs", LATER)
        write(self, name, data, kept, **condition)

    monkeypatch.setattr(Objects, "write", slow)
    with pytest.raises(OvertakenError) as caught:
        publish(bucket, tmp_path / "a", "mine", LATER)
    assert winner[0] in caught.value.message
    assert bucket.read() == pages_of("theirs")


def test_the_first_of_two_first_publishers_wins(bucket, tmp_path, monkeypatch):
    write = Objects.write
    winner: list[str] = []

    def slow(self, name, data, kept, **condition):
        if name == "live.json" and not winner:
            winner.append("")
            winner[0] = publish(bucket, tmp_path / "b", "theirs", LATER)
        write(self, name, data, kept, **condition)

    monkeypatch.setattr(Objects, "write", slow)
    with pytest.raises(OvertakenError):
        publish(bucket, tmp_path / "a", "mine")
    assert bucket.read() == pages_of("theirs")


def test_a_store_that_knows_no_conditions_is_asked_before_and_after(bucket, tmp_path, monkeypatch):
    import s3fs
    from botocore.exceptions import ClientError

    call = s3fs.S3FileSystem.call_s3

    def plain(self, method, *given, **options):
        if {"IfMatch", "IfNoneMatch"} & options.keys():
            answer = {"Error": {"Code": "NotImplemented", "Message": "no such header"}}
            raise NotImplementedError from ClientError(answer, "PutObject")
        return call(self, method, *given, **options)

    monkeypatch.setattr(s3fs.S3FileSystem, "call_s3", plain)
    publish(bucket, tmp_path, "un")
    publish(bucket, tmp_path, "deux", LATER)
    assert bucket.read() == pages_of("deux")


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b'"x"', b'{"version": 2}', b'{"version": 1, "release": "../x"}',
     b'{"version": 1, "release": "../x", "shown": [], "going": []}',
     b'{"version": 1, "release": "x", "shown": [3], "going": []}'],
)  # fmt: skip
def test_a_pointer_of_somebody_else_is_left_alone(bucket, tmp_path, data):
    bucket.put("live.json", data)
    with pytest.raises(FileError, match="no release put it there"):
        publish(bucket, tmp_path, "un")
    assert bucket.get("live.json") == data


@pytest.mark.parametrize("path", ["../../x.html", "/x/../x.html", "a/../../x", "a//b", "a\\b"])
def test_no_list_of_files_leads_out_of_a_release(bucket, tmp_path, path):
    page = Page("a", "en", "fr", "markdown", "x", "x")
    manifest = Manifest((page,), (FileRecord.of(path, b"x"),), ())
    release = f"20261124T120000Z-{manifest.digest[:8]}"
    bucket.put(f"releases/{release}/manifest.json", "".join(manifest_text(manifest)).encode())
    record = {"version": 1, "id": release, "time": "x", "actor": "x"}
    bucket.put(f"releases/{release}/release.json", json.dumps(record).encode())
    pointer = {"version": 1, "release": release, "shown": [release], "going": []}
    bucket.put("live.json", json.dumps(pointer).encode())
    with pytest.raises(TargetError, match="no path in a release"):
        publisher_on(bucket, tmp_path / "a").live()
    assert [each.name for each in tmp_path.rglob("x.html")] == []


def test_a_deletion_that_was_cut_is_finished_later(bucket, tmp_path, monkeypatch):
    old, _ = publish(bucket, tmp_path, "un"), publish(bucket, tmp_path, "deux", LATER)
    delete = Objects.delete

    def cut(self, name):
        raise TargetError("cut")

    monkeypatch.setattr(Objects, "delete", cut)
    target = publisher_on(bucket, tmp_path).target
    with pytest.raises(TargetError):
        target.remove(old)
    assert old not in target.ids()
    monkeypatch.setattr(Objects, "delete", delete)
    publish(bucket, tmp_path, "trois", LATER)
    assert bucket.keys(f"releases/{old}/") == []


def test_what_is_wrong_is_said_without_secrets(bucket, tmp_path, monkeypatch):
    with pytest.raises(TargetError, match="bucket") as caught:
        target_at("s3://no-such-bucket/x", tmp_path).live()
    assert caught.value.hint
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://bo:hunter2hunter2@127.0.0.1:1")
    with pytest.raises(TargetError) as caught:
        target_at("s3://newsroom/x", tmp_path).live()
    assert "hunter2" not in f"{caught.value.message}{caught.value.hint}"
    with pytest.raises(TargetError, match="nosuch") as caught:
        target_at("nosuch://bucket/x", tmp_path).live()


class Memory:
    """A store without types, tags or conditions."""

    address = "memory://news"


def test_any_store_of_fsspec_will_do(tmp_path):
    pytest.importorskip("fsspec")
    here, there = tmp_path / "a", tmp_path / "b"
    one = publish(Memory, here, "un")
    assert publisher_on(Memory, there).verify() == (one, ())
    two = publish(Memory, there, "二", LATER)
    assert publisher_on(Memory, here).rollback(one) == (two, one)
    target = publisher_on(Memory, here).target
    target.remove(two)
    assert target.ids() == (one,)
    objects = Objects(Memory.address)
    assert objects.read(f"releases/{one}/site/en/a/index.html") == b"un"
    assert objects.read(f"releases/{two}/site/en/a/index.html") is None
