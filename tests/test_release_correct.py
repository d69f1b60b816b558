"""What readers are told of texts that changed after they were published."""

from __future__ import annotations

import json
import re

import pytest

from tests.test_release_flow import ACTOR, SETTINGS, Newsroom
from workflow.flows.release.correcting import is_form
from workflow.formats.parsing import parse_segmented
from workflow.model.tombstone import Correction
from workflow.review.plan import with_corrections

TEXT = """\
---
title: Une inondation
lang: fr
date: 2026-03-31
---

Vingt personnes "ont été" blessées.

Un second paragraphe.
"""


@pytest.fixture
def newsroom(tmp_path):
    found = Newsroom(tmp_path / "project")
    found.write("articles/atelier.md", TEXT)
    for locale in ("en", "zh"):
        found.ready("atelier", locale, f"Text {locale}")
    found.publish()
    return found


def change(newsroom, old, new, *locales, hour):
    file = newsroom.root / "articles/atelier.md"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    newsroom.run("extract")
    for locale in locales:
        newsroom.ready("atelier", locale, f"Text {locale}", hour=hour)
    newsroom.approve("atelier", "fr", hour=hour)


def lines(newsroom, tag):
    found = re.search(
        r'<ul class="notice corrections">(.*?)</ul>', newsroom.page(tag, "atelier"), re.DOTALL
    )
    return re.sub(r"<[^>]*>", "", found[1]).split("\n")[1:-1] if found else []


def test_a_changed_text_is_dated_in_the_language_of_the_page(newsroom):
    for tag in ("fr", "en", "zh-Hans"):
        assert lines(newsroom, tag) == []
    change(newsroom, "Vingt", "Douze", "en", "zh", hour=48)
    newsroom.publish(hour=200)  # the day of the approval counts, not that of the release
    assert lines(newsroom, "fr") == ["Mis à jour le 26 novembre 2026."]
    assert lines(newsroom, "en") == ["Updated on November 26, 2026."]
    assert lines(newsroom, "zh-Hans") == ["更新于2026年11月26日。"]
    assert "2026-11-26" in (newsroom.root / "public/sitemap.xml").read_text()
    assert "<updated>2026-11-26" in (newsroom.root / "public/en/feed.xml").read_text()
    # A later version has the day of its own; what does not change keeps it.
    newsroom.publish(hour=201)
    change(newsroom, "second", "autre", "en", "zh", hour=300)
    newsroom.publish(hour=301)
    assert lines(newsroom, "en") == ["Updated on December 7, 2026."]


@pytest.mark.parametrize(
    ("old", "new"),
    [('"ont été"', "« ont été »"), ("second", "**second**"), ("personnes ", "personnes\n")],
)
def test_form_alone_says_nothing(newsroom, old, new):
    change(newsroom, old, new, "en", "zh", hour=48)
    newsroom.publish(hour=49)
    for tag in ("fr", "en", "zh-Hans"):
        assert lines(newsroom, tag) == []


def test_the_report_names_the_sisters_to_look_at(newsroom):
    change(newsroom, "Vingt", "Douze", "en", hour=48)
    said = newsroom.publish(hour=49).stdout
    assert "The text of atelier in fr was changed; look at it again in: zh" in said
    assert "The text of atelier in en was changed; look at it again in: zh" in said


def correct(newsroom, locale, note, code=0, **options):
    arguments = ("release", "correct", "atelier", "--locale", locale, "--note", note)
    return newsroom.run(*arguments, code=code, **options)


NOTES = {
    "fr": ("Douze personnes, non vingt.", "Rectificatif du 26 novembre 2026\u00a0: "),
    "en": ("Twelve <b>people</b>, not twenty.", "Correction, November 26, 2026: "),
    "zh": ("是十二人，不是二十人。", "更正（2026年11月26日）： "),
}
TAGS = {"fr": "fr", "en": "en", "zh": "zh-Hans"}


def test_a_note_of_what_was_corrected_is_shown_and_stays(newsroom):
    change(newsroom, "Vingt", "Douze", "en", "zh", hour=48)
    newsroom.publish(hour=49)
    for locale, (note, _) in NOTES.items():
        correct(newsroom, locale, note, hour=60)
    rows = {row["locale"]: row for row in newsroom.plan()["rows"] if row["article"] == "atelier"}
    assert {row["action"] for row in rows.values()} == {"changed"}
    newsroom.publish(hour=61)
    for locale, (note, label) in NOTES.items():
        page = newsroom.page(TAGS[locale], "atelier")
        shown = note.replace("<", "&lt;").replace(">", "&gt;")
        assert lines(newsroom, TAGS[locale]) == [label + shown]
        (script,) = re.findall(r'ld\+json">(.*?)</script>', page)
        data = json.loads(script)
        assert data["correction"] == [
            {"@type": "CorrectionComment", "text": note, "datePublished": "2026-11-26"}
        ]
    assert "Nothing to change" in newsroom.publish(hour=62).stdout
    change(newsroom, "second", "autre", "en", "zh", hour=300)
    newsroom.publish(hour=301)
    assert [line.split(":")[0] for line in lines(newsroom, "en")] == [
        "Correction, November 26, 2026",
        "Updated on December 7, 2026.",
    ]
    newsroom.run("release", "verify")


def test_a_note_reaches_a_page_that_is_carried(newsroom):
    correct(newsroom, "en", "A name was wrong.", hour=30)
    file = newsroom.root / "articles/atelier.md"
    file.write_text(TEXT.replace("Vingt", "Douze"), encoding="utf-8")
    newsroom.run("extract")
    newsroom.publish(hour=31)
    assert "A name was wrong." in lines(newsroom, "en")[0]


def test_what_is_deleted_from_the_facts_changes_nothing(newsroom):
    change(newsroom, '"ont été"', "« ont été »", "en", hour=48)
    change(newsroom, "second", "autre", "zh", hour=48)
    before = newsroom.plan()["digest"]
    (newsroom.root / ".workflow/facts.db").unlink()
    assert newsroom.plan()["digest"] == before
    assert newsroom.plan()["digest"] == before


def test_who_may_correct_and_what(newsroom):
    roles = "\n[workflow:roles]\naline@example.org = editor[en], publisher\n"
    newsroom.write("setup.cfg", SETTINGS + roles)
    correct(newsroom, "en", "A name was wrong.")
    said = correct(newsroom, "fr", "Un nom.", code=2)
    assert ACTOR in said.stderr
    correct(newsroom, "en", "   ", code=2)
    newsroom.write("articles/neuf.md", TEXT.replace("Vingt", "Neuf"))
    arguments = ("release", "correct", "neuf", "--locale", "en", "--note", "x")
    assert "not live" in newsroom.run(*arguments, code=2).stderr
    # A line of somebody who may not counts for nothing.
    log = newsroom.root / "reviews/zh/atelier.jsonl"
    first = json.loads(log.read_text(encoding="utf-8").splitlines()[0])
    forged = {key: first[key] for key in ("time", "article", "locale", "source_digest",
                                          "translation_digest")}  # fmt: skip
    forged |= {"actor": "x@example.org", "action": "correct", "note": "Forged."}
    with log.open("a", encoding="utf-8") as file:
        file.write(json.dumps(forged) + "\n")
    newsroom.publish(hour=60)
    assert "Forged" not in newsroom.page("zh-Hans", "atelier")
    assert "A name was wrong." in lines(newsroom, "en")[0]


@pytest.mark.parametrize(
    ("old", "new", "form"),
    [
        ("Un prix de 5 €.", "Un prix de 5\u00a0€.", True),
        ("Un prix de 5 €.", "Un prix de 6 €.", False),
        ("Il a dit 'non'.", "Il a dit ‘non’.", True),
        ("Il a dit non.", "Il a dit *non*.", True),
        ("Voir [ici](https://a.example.org).", "Voir [ici](https://b.example.org).", False),
        ("他说“好”。", "他说「好」。", True),
        ("他说好。", "他说不好。", False),
        ("A text.\n\n```\ncode(1)\n```\n", "A text.\n\n```\ncode(2)\n```\n", False),
        ("A text.", "A text.\n\nAnother.", False),
        ("* A text.", "- A text.", True),
        ("---\ntitle: A\ndate: 2026-01-01\n---\n\nB.", "---\ntitle: A\n---\n\nB.", True),
        ("---\ntitle: A\n---\n\nB.", "---\ntitle: C\n---\n\nB.", False),
    ],
)
def test_form_and_words(old, new, form):
    documents = [parse_segmented(text, format="markdown", language="fr") for text in (old, new)]
    assert is_form(*documents) is form


def test_of_bare_updates_the_last_counts_and_none_where_a_note_says_more():
    a, b = Correction("2026-01-01"), Correction("2026-01-02")
    note = Correction("2026-01-02", "x")
    assert with_corrections((a,), [b]) == (b,)
    assert with_corrections((a, b), [note, note]) == (note,)
    assert with_corrections((note,), [b]) == (note,)
    assert with_corrections((note,), [Correction("2026-01-03")])[1:] == (Correction("2026-01-03"),)
