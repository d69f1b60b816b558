"""What may stand after `target =`: an address that is sound and holds no secret."""

from __future__ import annotations

import pytest

from workflow.errors import ConfigError
from workflow.project.release_values import target
from workflow.targets import target_at
from workflow.targets.object_store import ObjectStore
from workflow.targets.over_ssh import OverSsh
from workflow.targets.pages_branch import PagesBranch

GOOD = {
    "s3://bucket/news": ObjectStore,
    "s3://my.bucket": ObjectStore,
    "gs://bucket/actualités": ObjectStore,
    "rsync://www@h.example.org:2222/srv/news": OverSsh,
    "rsync://[::1]:22/srv/news": OverSsh,
    "rsync://host/srv/新闻 été": OverSsh,
    "git+ssh://git@host/news.git#pages": PagesBranch,
    "git+ssh://git@host:22/~/news.git#gh-pages": PagesBranch,
    "git+https://host/news.git#site/fr": PagesBranch,
    "git+file:///srv/news.git#pages": PagesBranch,
}
SECRET = [
    "rsync://u:hunter2@h/srv",
    "s3://AKIAhunter2@bucket/x",
    "s3://key:hunter2@bucket/x",
    "s3://bucket/x?token=hunter2",
    "git+https://ghp_hunter2@host/news.git#pages",
    "git+https://x:hunter2@host/news.git#pages",
]
BAD = [
    "rsync://host",
    "rsync://host/",
    "rsync:///srv",
    "rsync://-oProxyCommand=x/srv",
    "rsync://-l@host/srv",
    "rsync://host/srv/../x",
    "rsync://host/a\tb",
    "s3://",
    "s3:///x",
    "s3://bucket:80/x",
    "s3://bucket/../x",
    "s3://bucket/x#y",
    "git+ssh://host/news.git",
    "git+ssh://host/news.git#",
    "git+ssh://host/news.git#-x",
    "git+ssh://host/news.git#a..b",
    "git+ssh://host/news.git#a b",
    "git+ssh://host/news.git#x.lock",
    "git+ssh:///news.git#pages",
    "git+ssh://-oProxyCommand=x/news.git#pages",
    "git+http://host/news.git#pages",
    "git+ext://sh/x#pages",
    "file:///srv/www",
    "https://host/x",
    "sftp://host/srv",
]


@pytest.mark.parametrize("address", GOOD)
def test_sound_addresses_lead_to_their_target(address, tmp_path):
    found = target_at(target(address), tmp_path)
    assert isinstance(found, GOOD[address])
    assert found.address == address


@pytest.mark.parametrize("address", BAD)
def test_others_are_refused_with_an_example(address):
    with pytest.raises(ConfigError, match="no address") as caught:
        target(address)
    assert "docs/targets.md" in caught.value.hint


@pytest.mark.parametrize("address", SECRET)
def test_a_secret_is_refused_and_not_repeated(address):
    with pytest.raises(ConfigError, match="password") as caught:
        target(address)
    assert "hunter2" not in f"{caught.value.message}{caught.value.hint}"


def test_the_scheme_is_written_as_it_likes():
    assert target("S3://Bucket/News") == "s3://Bucket/News"
    assert target("RSYNC://Host/Srv") == "rsync://Host/Srv"
