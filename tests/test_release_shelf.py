"""Releases looked at, compared and cleared out; what readers see change, word by word."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.test_release_flow import ARTICLE, PIXEL, SETTINGS, Newsroom
from workflow.project.releases import ReleaseStore
from workflow.review.page_diff import Passage, page_diff, passages

texts = st.sampled_from(
    ["La pluie cesse.", "La pluie ne cesse pas.", "雨停了。", "雨没有停。", "Rain", ""]
)
some_passages = st.lists(
    st.builds(Passage, st.sampled_from(["paragraph", "heading 1", ""]), texts, st.booleans()),
    max_size=7,
)


@given(some_passages, some_passages)
def test_a_diff_has_all_that_was_and_all_that_is(old: list[Passage], new: list[Passage]) -> None:
    """Nothing that differs is left out, and nothing is told that does not."""
    found = list(page_diff(old, new))
    pieces = [piece for each in found for piece in each.pieces]
    removed = sorted("".join(text for kind, text in pieces if kind != "added"))
    added = sorted("".join(text for kind, text in pieces if kind != "removed"))
    letters = [sorted("".join(each.text for each in some)) for some in (old, new)]
    same = [_left(letters[0], removed), _left(letters[1], added)]
    assert same[0] == same[1]
    assert (found == []) == (old == new)
    assert list(page_diff(old, old)) == []


def _left(all_of: list[str], some: list[str]) -> list[str]:
    left = list(all_of)
    for each in some:
        left.remove(each)
    return left


@given(some_passages)
def test_a_page_that_comes_is_added_whole(new: list[Passage]) -> None:
    assert [each.pieces for each in page_diff([], new)] == [(("added", p.text),) for p in new]
    assert [each.pieces for each in page_diff(new, [])] == [(("removed", p.text),) for p in new]


@pytest.mark.parametrize(
    ("format", "text", "expected"),
    [
        (
            "markdown",
            "---\ntitle: 雨\ntags: [a, b]\ndraft: no\ngroup: x\n---\n"
            "\n# 大雨\n\n- 一\n- 二\n\n```\nx = 1\n```\n",
            ["雨", "a, b", "大雨", "一", "二", "```\nx = 1\n```"],
        ),
        (
            "html",
            "<h1>Pluie</h1>\n<p class='x'>Il <b>pleut</b>.</p>",
            ["Pluie", "Il <b>pleut</b>."],
        ),
        ("text", "Rain\n\nIt rains.\n", ["Rain", "It rains."]),
    ],
)
def test_all_that_readers_see_is_a_passage(format: str, text: str, expected: list[str]) -> None:
    assert [each.text for each in passages(text, format)] == expected


def test_a_paragraph_between_others_that_changed_is_compared_with_itself() -> None:
    old = [Passage("paragraph", text) for text in ("Un.", "La pluie tombe depuis hier.", "Trois.")]
    new = [Passage("paragraph", text) for text in ("一。", "La pluie tombe depuis lundi.", "三。")]
    (middle,) = [each for each in page_diff(old, new) if len(each.pieces) > 1]
    assert ("removed", "hier") in middle.pieces
    assert ("added", "lundi") in middle.pieces


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    newsroom = Newsroom(tmp_path / "project")
    newsroom.approve("atelier", "fr")
    newsroom.ready("atelier", "zh", "一")
    newsroom.publish()
    return newsroom


def _again(newsroom: Newsroom, number: int) -> None:
    changed = ARTICLE.replace("premier", f"{number}e").replace("31", f"{number:02}")
    newsroom.write("articles/atelier.md", changed)
    newsroom.approve("atelier", "fr", hour=12 + number)
    newsroom.ready("atelier", "zh", f"{number}次", hour=12 + number)
    newsroom.publish(hour=12 + number)


def _json(newsroom: Newsroom, *arguments: str, **options: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        newsroom.run(*arguments, "--format", "json", **options).stdout
    )
    return found


def test_plan_diff_shows_the_words_that_readers_see_change(newsroom: Newsroom) -> None:
    newsroom.write("articles/atelier.md", ARTICLE.replace("premier", "second").replace("31", "30"))
    (newsroom.root / "articles/images/salle.png").write_bytes(PIXEL + b"!")
    newsroom.approve("atelier", "fr")
    newsroom.approve("second", "fr")
    said = newsroom.run("release", "plan", "--diff").stdout
    assert "date: 2026-03-[-31-]{+30+}" in said
    assert "paragraph: Le [-premier-]{+second+} paragraphe parle" in said
    assert "image images/salle.png changed" in said
    assert "paragraph: {+Rien qu’une phrase.+}" in said
    assert "Un atelier" not in said, "the title is as it was"
    french = newsroom.run("--lang", "fr", "release", "plan", "--diff").stdout
    assert "Le [-premier-]{+second+} paragraphe" in french
    diffs = {
        (each["article"], each["locale"]): each
        for each in _json(newsroom, "release", "plan", "--diff")["diffs"]
    }
    assert list(diffs) == [("atelier", "fr"), ("second", "fr")]
    assert diffs["atelier", "fr"]["files"] == [{"path": "images/salle.png", "change": "changed"}]
    pieces = diffs["atelier", "fr"]["passages"][-1]["pieces"]
    assert [each["kind"] for each in pieces] == ["same", "removed", "added", "same"]
    assert "diffs" not in newsroom.plan()


def test_plan_diff_of_a_renamed_and_of_a_withdrawn_page(newsroom: Newsroom) -> None:
    (newsroom.root / "articles/atelier.md").rename(newsroom.root / "articles/nanning.md")
    newsroom.run("extract")
    newsroom.run("approve", "nanning", "--locale", "zh", "--withdraw")
    found = _json(newsroom, "release", "plan", "--diff")
    diffs = {(each["article"], each["locale"]): each["passages"] for each in found["diffs"]}
    assert diffs["nanning", "fr"] == []
    assert {piece["kind"] for each in diffs["atelier", "zh"] for piece in each["pieces"]} == {
        "removed"
    }
    assert "Readers see no other words" in newsroom.run("release", "plan", "--diff").stdout


def test_show_tells_what_a_release_holds(newsroom: Newsroom) -> None:
    _again(newsroom, 2)
    live, first = newsroom.releases()
    found = _json(newsroom, "release", "show")
    assert (found["id"], found["live"], found["digest"]) == (live["id"], True, live["digest"])
    assert found["actor"] == "aline@example.org"
    site = newsroom.root / "public"
    assert found["bytes"] == sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
    for page in found["pages"]:
        assert page["bytes"] == (site / page["file"]).stat().st_size
        assert page["media"] == ["media/images/salle.png"]
    assert [page["grade"] for page in found["pages"]] == ["human", "human"]
    said = newsroom.run("release", "show", first["id"]).stdout
    assert first["id"] in said
    assert "live" not in said
    assert newsroom.manifest()["pages"][0]["source_digest"][:8] not in said
    newsroom.run("release", "show", "20261124T060000Z-00000000", code=2)


def test_nothing_to_show_and_a_damaged_release(tmp_path: Path, newsroom: Newsroom) -> None:
    fresh = Newsroom(tmp_path / "fresh")
    fresh.run("release", "show", code=1)
    release = newsroom.releases()[0]["id"]
    (newsroom.root / f"releases/{release}/manifest.json").write_text("{")
    for arguments in (("show",), ("diff", release, release)):
        said = newsroom.run("release", *arguments, code=2).output
        assert "manifest.json" in said
        assert "Traceback" not in said


def test_diff_of_two_releases(newsroom: Newsroom) -> None:
    newsroom.approve("second", "fr")
    _again(newsroom, 2)
    after, before = (each["id"] for each in newsroom.releases())
    found = _json(newsroom, "release", "diff", before, after)
    assert [tuple(each.values()) for each in found["pages"]] == [
        ("atelier", "fr", "changed"),
        ("atelier", "zh", "changed"),
        ("second", "fr", "new"),
    ]
    files = {each["path"]: each["change"] for each in found["files"]}
    assert files["sitemap.xml"] == "changed"
    assert not [path for path in files if "atelier" in path or "media" in path]
    back = _json(newsroom, "release", "diff", after, before, "--words")
    assert back["pages"][-1]["change"] == "removed"
    assert [each["article"] for each in back["diffs"]] == ["atelier", "atelier", "second"]
    said = newsroom.run("release", "diff", before, after, "--words").stdout
    assert "paragraph: Le [-premier-]{+2e+} paragraphe" in said
    assert "{+2次+}" in said
    assert "the same" in newsroom.run("release", "diff", after, after).stdout


def test_diff_of_words_names_a_document_that_was_altered(newsroom: Newsroom) -> None:
    _again(newsroom, 2)
    after, before = (each["id"] for each in newsroom.releases())
    (newsroom.root / f"releases/{before}/content/fr/atelier.md").write_text("Autre.")
    newsroom.run("release", "diff", before, after)
    said = newsroom.run("release", "diff", before, after, "--words", code=2).output
    assert "content/fr/atelier.md" in said


def _files(root: Path) -> dict[str, bytes]:
    return {str(each): each.read_bytes() for each in root.rglob("*") if each.is_file()}


def test_prune_keeps_the_newest_and_the_live_one(newsroom: Newsroom) -> None:
    for number in (2, 3, 4):
        _again(newsroom, number)
    newest, third, second, first = (each["id"] for each in newsroom.releases())
    newsroom.run("release", "rollback", first)
    before = _files(newsroom.root / "releases")
    public = _files(newsroom.root / "public/")
    would = _json(newsroom, "release", "prune", "--keep", "1", "--dry-run")
    assert before == _files(newsroom.root / "releases")
    found = _json(newsroom, "release", "prune", "--keep", "1")
    assert {**found, "dry_run": True} == would
    assert found["kept"] == [newest, first]
    assert [each["id"] for each in found["removed"]] == [second, third]
    assert [each["id"] for each in newsroom.releases()] == [newest, first]
    assert public == _files(newsroom.root / "public/")
    for release in (newest, first):
        newsroom.run("release", "verify", release)
    assert sorted(path.name for path in (newsroom.root / "releases").iterdir()) == [first, newest]
    again = _json(newsroom, "release", "prune", "--keep", "1")
    assert (again["removed"], again["bytes"]) == ([], 0)


def test_the_room_is_that_of_files_no_other_release_has(newsroom: Newsroom) -> None:
    for number in (2, 3):
        _again(newsroom, number)

    def taken() -> int:
        found = {}
        for each in (newsroom.root / "releases").rglob("*"):
            if each.is_file():
                found[each.stat().st_ino] = each.stat().st_size
        return sum(found.values())

    before = taken()
    said = _json(newsroom, "release", "prune", "--keep", "1")
    assert said["bytes"] == before - taken() > 0
    assert said["bytes"] == sum(each["bytes"] for each in said["removed"])


def test_a_prune_that_is_killed_leaves_whole_releases(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (2, 3):
        _again(newsroom, number)
    ids = [each["id"] for each in newsroom.releases()]
    deleted: list[str] = []

    def killed(path: Path, *_given: object, **_more: object) -> None:
        deleted.append(str(path))
        next(each for each in Path(path).rglob("*.html")).unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("workflow.project.releases.shutil.rmtree", killed)
        newsroom.run("release", "prune", "--keep", "1", code=130)
    assert deleted
    left = [each["id"] for each in newsroom.releases()]
    assert left == ids[:2]
    for release in left:
        newsroom.run("release", "verify", release)
    newsroom.run("release", "prune", "--keep", "2")
    assert sorted(path.name for path in (newsroom.root / "releases").iterdir()) == sorted(left)


def test_what_cannot_be_deleted_is_said(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    _again(newsroom, 2)

    def refused(*_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "rename", refused)
    said = newsroom.run("release", "prune", "--keep", "1", code=2).output
    assert "cannot delete: Permission denied" in said
    assert len(newsroom.releases()) == 2


def test_only_a_publisher_of_all_languages_prunes(newsroom: Newsroom) -> None:
    _again(newsroom, 2)
    newsroom.write(
        "setup.cfg",
        f"{SETTINGS}\n[workflow:roles]\nbo@example.org = publisher\n"
        "aline@example.org = publisher[fr]\n",
    )
    refused = newsroom.run("release", "prune", "--keep", "1", code=2).output
    assert "may not delete releases" in refused
    assert "bo@example.org" in refused
    newsroom.run("release", "prune", "--keep", "1", "--dry-run")
    assert len(newsroom.releases()) == 2
    newsroom.run("release", "prune", "--keep", "1", "--actor", "bo@example.org")
    assert len(newsroom.releases()) == 1
    for wrong in ("0", "-1", "all"):
        newsroom.run("release", "prune", "--keep", wrong, code=2)
    newsroom.run("release", "prune", code=2)


def test_room_of_what_is_not_there(tmp_path: Path) -> None:
    store = ReleaseStore(tmp_path)
    assert list(store.room(["20261124T060000Z-1a2b3c4d"])) == [0]
    store.remove("20261124T060000Z-1a2b3c4d")
    shutil.rmtree(tmp_path)
