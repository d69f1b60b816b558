"""``workflow release`` with a target elsewhere, from two machines, in three languages."""

from __future__ import annotations

import json
import shutil

import pytest

from tests import places
from tests.places import Repository
from tests.test_release_flow import SETTINGS, Newsroom


@pytest.fixture(scope="module")
def server():
    with places.server() as made:
        yield made


@pytest.fixture(params=["s3", "git"])
def site(request, tmp_path):
    if request.param == "s3":
        with places.bucket() as made:
            made.empty()
            yield made
    else:
        yield Repository(request.getfixturevalue("server"), tmp_path)


def ready(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.ready("atelier", "zh", "中文")


def second_machine(newsroom, folder):
    """A clone: articles, catalogues and reviews, and nothing that was made of them."""
    skipped = shutil.ignore_patterns("releases", "public", ".workflow")
    shutil.copytree(newsroom.root, folder, ignore=skipped)
    other = Newsroom.__new__(Newsroom)
    other.root = folder
    return other


def test_a_newsroom_of_two_machines(site, tmp_path):
    here = Newsroom(tmp_path / "project")
    here.write("setup.cfg", f"{SETTINGS}\n[workflow:release]\ntarget = {site.address}\n")
    ready(here)
    said = here.publish().stdout
    assert site.address in said
    assert not (here.root / "public").exists()
    pages = site.read()
    assert "English: Le premier" in pages["en/atelier/index.html"].decode()
    assert "中文: Le premier" in pages["zh-Hans/atelier/index.html"].decode()
    (one,) = here.releases()
    assert one["live"]

    there = second_machine(here, tmp_path / "clone")
    assert there.releases() == [one]
    assert {action for _, action in there.actions().items()} == {"unchanged", "withheld"}
    assert "as it was published" in there.run("release", "verify").stdout
    assert "Nothing to change" in there.publish().stdout
    there.ready("second", "en", "English")
    there.publish()
    assert "en/second/index.html" in site.read()

    assert len(here.releases()) == 2
    here.run("release", "rollback")
    assert site.read() == pages
    assert [each["live"] for each in there.releases()] == [False, True]
    pruned = here.run("release", "prune", "--keep", "1")
    assert pruned.stdout
    assert [each["id"] for each in here.releases() if each["live"]] == [one["id"]]
    assert site.read() == pages


def test_a_target_that_does_not_answer_is_exit_code_3(site, tmp_path):
    here = Newsroom(tmp_path / "project")
    here.write("setup.cfg", f"{SETTINGS}\n[workflow:release]\ntarget = {site.address}\n")
    ready(here)
    site.wire.left = 0
    try:
        for command in (("release", "plan"), ("release", "publish"), ("release", "list")):
            result = here.run(*command, code=3)
            assert "Traceback" not in result.stderr
            assert site.address in result.stderr
            assert "secret" not in result.stderr
    finally:
        site.wire.mend()
    assert json.dumps(sorted(each.name for each in (here.root / "releases").glob("2*"))) == "[]"
