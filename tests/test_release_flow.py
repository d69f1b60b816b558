"""``workflow release`` end to end: real files in, a site out."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from workflow.cli import main
from workflow.project.catalogues import read_catalogue, write_catalogue

SETTINGS = """\
[workflow]
source_locale = fr
target_locales = fr, en, zh
base_url = https://news.example.org/

[workflow:site]
title = News
"""
ARTICLE = """\
---
title: Un atelier à Nanning
lang: fr
date: 2026-03-31
---

Le premier paragraphe parle de l’atelier.

![Une salle pleine](images/salle.png)
"""
UNDATED = """\
---
title: Second article
lang: fr
---

Rien qu’une phrase.
"""
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a494441"
    "54789c636000000002000148afa4710000000049454e44ae426082"
)
ACTOR = "aline@example.org"


class Newsroom:
    """A project, and the hands that work in it."""

    def __init__(self, root):
        self.root = root
        self.write("setup.cfg", SETTINGS)
        self.write("articles/atelier.md", ARTICLE)
        self.write("articles/second.md", UNDATED)
        (root / "articles/images").mkdir()
        (root / "articles/images/salle.png").write_bytes(PIXEL)

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run(self, *arguments, code=0, hour=12):
        environment = {
            "SOURCE_DATE_EPOCH": str(1795521600 + 3600 * hour),
            "WORKFLOW_ACTOR": ACTOR,
        }
        result = CliRunner().invoke(main, ["-C", str(self.root), *arguments], env=environment)
        assert code is None or result.exit_code == code, result.output
        return result

    def translate(self, slug, locale, word):
        """Extract, and give every message of a catalogue a translation with ``word`` in it."""
        self.run("extract")
        path = self.root / f"locales/{locale}/LC_MESSAGES/{slug}.po"
        catalogue = read_catalogue(path)
        messages = [
            replace(message.without_fuzzy(), msgstr=f"{word}: {message.msgid}")
            for message in catalogue.messages
        ]
        write_catalogue(catalogue.with_messages(messages))

    def approve(self, slug, locale, **options):
        self.run("approve", slug, "--locale", locale, **options)

    def ready(self, slug, locale, word, **options):
        self.translate(slug, locale, word)
        self.approve(slug, locale, **options)

    def plan(self):
        return json.loads(self.run("release", "plan", "--format", "json").stdout)

    def actions(self):
        return {(row["article"], row["locale"]): row["action"] for row in self.plan()["rows"]}

    def releases(self):
        found = json.loads(self.run("release", "list", "--format", "json").stdout)
        assert found["version"] == 1
        return found["releases"]

    def publish(self, **options):
        return self.run("release", "publish", **options)

    def page(self, locale, slug):
        file = self.root / f"public/{locale}/{slug}/index.html"
        return file.read_text(encoding="utf-8") if file.exists() else None

    def manifest(self):
        live = next(each for each in self.releases() if each["live"])
        return json.loads((self.root / f"releases/{live['id']}/manifest.json").read_bytes())


@pytest.fixture
def newsroom(tmp_path):
    return Newsroom(tmp_path / "project")


def edit(newsroom, old, new):
    newsroom.write("articles/atelier.md", ARTICLE.replace(old, new))


def test_nothing_is_published_that_nobody_approved(newsroom):
    newsroom.translate("atelier", "en", "English")
    result = newsroom.publish(code=1)
    assert "nothing is ready" in result.stderr
    assert "not approved" in result.stdout
    assert not (newsroom.root / "public").exists()
    assert newsroom.releases() == []


def test_an_approved_translation_goes_out_with_its_source(newsroom):
    newsroom.ready("atelier", "en", "English")
    assert newsroom.actions() == {
        ("atelier", "en"): "new",
        ("atelier", "fr"): "new",
        ("atelier", "zh"): "withheld",
        ("second", "en"): "withheld",
        ("second", "fr"): "withheld",
        ("second", "zh"): "withheld",
    }
    result = newsroom.publish()
    assert str(newsroom.root / "public") in result.stdout
    assert "English: Le premier paragraphe" in newsroom.page("en", "atelier")
    assert "Le premier paragraphe" in newsroom.page("fr", "atelier")
    assert newsroom.page("zh-Hans", "atelier") is None
    assert (newsroom.root / "public/media/images/salle.png").read_bytes() == PIXEL


def test_the_plan_has_the_shape_others_rely_on(newsroom):
    newsroom.ready("atelier", "en", "English")
    found = newsroom.plan()
    assert list(found) == ["version", "digest", "rows", "schedule", "notes"]
    row = found["rows"][2]
    assert list(row) == [
        "article",
        "locale",
        "action",
        "reasons",
        "source_digest",
        "translation_digest",
    ]
    assert row["reasons"]
    newsroom.publish()
    assert newsroom.releases()[0]["digest"] == found["digest"]
    assert newsroom.plan()["digest"] == found["digest"]
    assert list(newsroom.releases()[0]) == ["id", "time", "digest", "live", "articles"]
    assert newsroom.releases()[0]["articles"] == 1


def test_publishing_twice_does_nothing_the_second_time(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.publish()
    before = snapshot(newsroom.root / "releases")
    assert "Nothing to change" in newsroom.publish(hour=13).stdout
    assert snapshot(newsroom.root / "releases") == before


def test_approving_the_same_texts_again_is_no_new_version(newsroom):
    newsroom.ready("second", "en", "English")
    newsroom.publish()
    newsroom.run("approve", "second", "--locale", "en", "--withdraw", hour=13)
    newsroom.approve("second", "en", hour=14)
    assert "Nothing to change" in newsroom.publish(hour=15).stdout


def test_a_page_left_behind_stays_and_says_so(newsroom):
    newsroom.ready("atelier", "en", "English", hour=1)
    newsroom.ready("atelier", "zh", "中文", hour=2)
    newsroom.publish(hour=3)
    edit(newsroom, "Le premier paragraphe", "Le tout premier paragraphe")
    newsroom.ready("atelier", "en", "English", hour=50)
    assert newsroom.actions()["atelier", "en"] == "changed"
    assert newsroom.actions()["atelier", "fr"] == "changed"
    assert newsroom.actions()["atelier", "zh"] == "carried"
    newsroom.publish(hour=51)
    assert "tout premier" in newsroom.page("en", "atelier")
    left = newsroom.page("zh-Hans", "atelier")
    assert "中文: Le premier paragraphe" in left
    assert "2026年11月24日" in left
    follows = {page["locale"]: page["follows"] for page in newsroom.manifest()["pages"]}
    assert follows == {"en": None, "fr": None, "zh": "2026-11-24"}
    assert "Nothing to change" in newsroom.publish(hour=52).stdout
    newsroom.ready("atelier", "zh", "中文", hour=53)
    newsroom.publish(hour=54)
    assert "tout premier" in newsroom.page("zh-Hans", "atelier")
    assert newsroom.manifest()["pages"][2]["follows"] is None


def test_a_page_left_behind_keeps_its_own_image(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.publish()
    edit(newsroom, "premier", "dernier")
    (newsroom.root / "articles/images/salle.png").unlink()
    newsroom.publish(hour=13)
    assert (newsroom.root / "public/media/images/salle.png").read_bytes() == PIXEL
    newsroom.run("release", "verify")


def test_a_withdrawn_page_is_taken_down(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.approve("atelier", "fr")
    newsroom.publish()
    newsroom.run("approve", "atelier", "--locale", "en", "--withdraw", hour=13)
    assert newsroom.actions()["atelier", "en"] == "removed"
    newsroom.publish(hour=14)
    assert newsroom.page("en", "atelier") is None
    assert newsroom.page("fr", "atelier") is not None


def test_the_last_page_goes_when_it_is_withdrawn_but_not_when_the_articles_vanish(newsroom):
    (newsroom.root / "articles/second.md").unlink()
    newsroom.approve("atelier", "fr")
    newsroom.publish()
    (newsroom.root / "articles/atelier.md").rename(newsroom.root / "atelier.bak")
    newsroom.publish(code=1, hour=13)
    assert newsroom.page("fr", "atelier") is not None
    (newsroom.root / "atelier.bak").rename(newsroom.root / "articles/atelier.md")
    newsroom.run("approve", "atelier", "--locale", "fr", "--withdraw", hour=14)
    newsroom.publish(hour=15)
    assert newsroom.page("fr", "atelier") is None
    newsroom.publish(code=1, hour=16)


def test_a_deleted_article_is_taken_down(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.ready("second", "en", "English")
    newsroom.publish()
    (newsroom.root / "articles/second.md").unlink()
    assert newsroom.actions()["second", "en"] == "removed"
    newsroom.publish(hour=13)
    assert newsroom.page("en", "second") is None
    assert newsroom.page("en", "atelier") is not None


def test_the_same_inputs_give_the_same_bytes_anywhere(newsroom, tmp_path):
    newsroom.ready("atelier", "en", "English")
    newsroom.ready("second", "zh", "中文")
    clone = Newsroom.__new__(Newsroom)
    clone.root = tmp_path / "elsewhere" / "clone"
    shutil.copytree(newsroom.root, clone.root, ignore=shutil.ignore_patterns(".workflow"))
    os.utime(clone.root / "articles/second.md", (0, 0))
    newsroom.publish(hour=1)
    clone.publish(hour=99)
    assert snapshot(newsroom.root / "public") == snapshot(clone.root / "public")
    assert newsroom.manifest() == clone.manifest()


def test_a_dated_page_does_not_depend_on_when_it_was_approved(newsroom, tmp_path):
    other = Newsroom(tmp_path / "other")
    newsroom.ready("atelier", "en", "English", hour=1)
    other.ready("atelier", "en", "English", hour=77)
    for each in (newsroom, other):
        each.publish(hour=99)
    assert newsroom.page("en", "atelier") == other.page("en", "atelier")


def test_a_page_without_its_image_is_withheld_and_the_image_named(newsroom):
    newsroom.ready("atelier", "en", "English")
    (newsroom.root / "articles/images/salle.png").unlink()
    assert "articles/images/salle.png" in newsroom.publish(code=1).stdout


def test_a_missing_image_withholds_the_page_where_no_check_did(newsroom):
    newsroom.write("setup.cfg", SETTINGS.replace("base_url", "checks_off = metadata\nbase_url"))
    (newsroom.root / "articles/images/salle.png").unlink()
    newsroom.ready("atelier", "en", "English")
    for command, code in (("plan", 0), ("publish", 1)):
        result = newsroom.run("release", command, code=code)
        assert "articles/atelier.md:9: “images/salle.png” is missing" in result.stdout
        assert "atelier in en is approved, but cannot go out" in result.stderr
    assert not (newsroom.root / "public").exists()
    newsroom.ready("second", "en", "English")
    newsroom.publish(hour=13)
    assert newsroom.page("en", "second")
    assert newsroom.page("en", "atelier") is None


def test_a_translation_that_breaks_the_page_never_goes_out_whatever_is_switched_off(newsroom):
    off = "checks_off = structure, markup\nbase_url"
    newsroom.write("setup.cfg", SETTINGS.replace("base_url", off))
    newsroom.ready("second", "en", "One paragraph\n\nand another")
    result = newsroom.publish()
    assert "would break the page" in result.stderr
    assert "articles/second.md:6: " in result.stdout
    assert newsroom.page("en", "second") is None


def test_an_image_outside_the_articles_is_not_published(newsroom, tmp_path):
    (tmp_path / "secret.png").write_bytes(b"secret")
    (newsroom.root / "articles/images/salle.png").unlink()
    (newsroom.root / "articles/images/salle.png").symlink_to(tmp_path / "secret.png")
    newsroom.ready("atelier", "en", "English")
    assert "is missing" in newsroom.publish(code=1).output


def test_a_foreign_folder_is_refused_with_what_to_do(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.write("public/mine.html", "mine")
    result = newsroom.publish(code=2)
    assert "public" in result.stderr
    assert "hint" in result.stderr
    assert (newsroom.root / "public/mine.html").read_text() == "mine"


def test_rollback_and_forward(newsroom):
    newsroom.ready("atelier", "en", "First")
    newsroom.publish(hour=1)
    newsroom.ready("atelier", "en", "Second")
    newsroom.publish(hour=2)
    newest = newsroom.releases()[0]["id"]
    newsroom.run("release", "rollback")
    assert "First: Le premier" in newsroom.page("en", "atelier")
    assert newsroom.actions()["atelier", "en"] == "changed"
    newsroom.run("release", "rollback", newest)
    assert "Second: Le premier" in newsroom.page("en", "atelier")
    assert "Nothing to change" in newsroom.run("release", "rollback", newest).stdout
    result = newsroom.run("release", "rollback", newest[:-1], code=2)
    assert newest in result.stderr


def test_rollback_with_nothing_to_go_back_to(newsroom):
    newsroom.run("release", "rollback", code=1)
    newsroom.ready("atelier", "en", "English")
    newsroom.publish()
    newsroom.run("release", "rollback", code=1)


def test_verify_names_what_was_changed(newsroom):
    newsroom.run("release", "verify", code=1)
    newsroom.ready("atelier", "en", "English")
    newsroom.publish()
    assert "as it was published" in newsroom.run("release", "verify").stdout
    page = newsroom.root / "public/en/atelier/index.html"
    page.write_text(page.read_text() + "x")
    result = newsroom.run("release", "verify", code=1)
    assert "site/en/atelier/index.html: not as published" in result.stderr


ROLES = [
    ("aline@example.org = publisher, editor", 0, ""),
    ("ALINE@example.org = editor, publisher", 0, ""),
    ("aline@example.org = editor", 2, "may not publish"),
    ("bao@example.org = publisher", 2, "bao@example.org"),
    ("aline@example.org = editor, publisher[en, fr]", 0, ""),
    ("aline@example.org = editor, publisher[fr]", 2, "may not publish in en"),
]


@pytest.mark.parametrize(("role", "code", "said"), ROLES)
def test_only_a_publisher_publishes(newsroom, role, code, said):
    newsroom.ready("atelier", "en", "English")
    newsroom.write("setup.cfg", f"{SETTINGS}\n[workflow:roles]\n{role}\n")
    assert said in newsroom.publish(code=code).output
    assert (newsroom.root / "public").exists() == (code == 0)


def test_what_a_killed_run_left_goes_with_the_next(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.write("releases/.building-20261124T000000Z-00000000/site/index.html", "half")
    newsroom.publish()
    assert [path.name for path in (newsroom.root / "releases").glob(".*")] == []


@pytest.mark.parametrize("page", ["site/en/atelier/index.html", "site/fr/atelier/index.html"])
def test_a_damaged_live_release_is_named_by_rollback_and_mended_as_the_hint_says(newsroom, page):
    newsroom.ready("atelier", "en", "English")
    newsroom.publish(hour=1)
    live = newsroom.releases()[0]["id"]
    file = newsroom.root / "releases" / live / page
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.swapcase(), encoding="utf-8")  # as long as it was
    verified = newsroom.run("release", "verify", code=1).stderr
    assert page in verified
    assert "hint: Run: workflow release publish" in verified
    refused = newsroom.run("release", "rollback", live, code=1)
    assert "Nothing to change" not in refused.output
    assert f"release {live} is damaged: {page}" in refused.stderr
    assert "hint: Run: workflow release publish" in refused.stderr
    if "Nothing to change" in newsroom.publish(hour=2).stdout:
        file.unlink()
        newsroom.publish(hour=3)
    newsroom.run("release", "verify")
    again = newsroom.root / "releases" / newsroom.releases()[0]["id"] / page
    assert again.read_text(encoding="utf-8") == whole


def test_a_damaged_live_release_is_not_built_upon(newsroom):
    newsroom.ready("atelier", "en", "English")
    newsroom.publish()
    live = newsroom.root / "releases" / newsroom.releases()[0]["id"]
    document = live / "content/en/atelier.md"
    document.write_text(document.read_text(encoding="utf-8").replace("English", "Defaced"))
    edit(newsroom, "premier", "dernier")
    result = newsroom.publish(code=2)
    assert "content/en/atelier.md" in result.stderr


@pytest.mark.parametrize("command", ["plan", "publish", "list", "rollback", "verify"])
def test_every_command_shows_an_example(command):
    result = CliRunner().invoke(main, ["release", command, "--help"])
    assert result.exit_code == 0
    assert f"workflow release {command}" in result.output


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_link_to_what_is_not_out_is_plain_text_and_named(newsroom):
    newsroom.write("articles/atelier.md", ARTICLE + "\nVoir [plus loin](second.md#x).\n")
    newsroom.ready("atelier", "en", "English")
    said = "the link to “second.md#x” is plain text, as nothing of that is published"
    assert sorted(each for each in newsroom.plan()["notes"] if "second" in each) == [
        f"atelier in en: {said}",
        f"atelier in fr: {said}",
    ]
    assert said in newsroom.publish().output
    assert "<span>plus loin</span>" in newsroom.page("fr", "atelier")
    newsroom.ready("second", "en", "English")
    assert not [each for each in newsroom.plan()["notes"] if "second" in each]
    newsroom.publish()
    assert 'href="../second/index.html#x"' in newsroom.page("en", "atelier")
