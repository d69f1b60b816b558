"""Who reads a translation that stayed behind is told of a major change of the source."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.test_release_flow import ACTOR, ARTICLE, SETTINGS, Newsroom
from tests.test_significance import MAJOR, MINOR, TYPO, event
from workflow.review.overtaken import overtaken

NOTES = {
    "en": "The original has changed in an important way since, as was noted on November 28, 2026;",
    "fr": "L’original a depuis changé sur un point important, comme il a été signalé le "
    "28 novembre 2026\u202f;",
    "zh-Hans": "此后原文有重大改动（2026年11月28日注明）",
}
LINKS = {"en": "Read the original", "fr": "Lire l’original", "zh-Hans": "阅读原文"}
MILD = {"en": "has been revised since", "fr": "a été révisé depuis", "zh-Hans": "此后原文已有修订"}


def newsroom(root: Path, language: str, *behind: str) -> Newsroom:
    """The article, in ``language``, is out in all; then its source changes, and one of the others
    is brought up to date, while what is ``behind`` stays."""
    house = Newsroom(root)
    house.write("articles/atelier.md", ARTICLE.replace("lang: fr", f"lang: {language}"))
    targets = [each for each in ("fr", "en", "zh") if each != language]
    for each in targets:
        house.ready("atelier", each, each.upper(), hour=1)
    house.publish(hour=2)
    changed = ARTICLE.replace("lang: fr", f"lang: {language}").replace("Le premier", "Le second")
    house.write("articles/atelier.md", changed)
    house.run("extract")
    for each in targets:
        if each not in behind:
            house.ready("atelier", each, each.upper(), hour=40)
    return house


def mean(house: Newsroom, kind: str, hour: int = 97) -> None:
    house.run("review", "significance", "atelier", kind, hour=hour)


def of(house: Newsroom, locale: str) -> dict[str, Any]:
    (found,) = (
        each
        for each in house.manifest()["pages"]
        if (each["article"], each["locale"]) == ("atelier", locale)
    )
    return found  # type: ignore[no-any-return]


def why(house: Newsroom, locale: str) -> str:
    (row,) = (
        each
        for each in house.plan()["rows"]
        if (each["article"], each["locale"]) == ("atelier", locale)
    )
    assert row["action"] == "carried"
    return " ".join(map(str, row["reasons"]))


def content(house: Newsroom) -> dict[str, bytes]:
    folder = (house.root / "public").resolve().parent / "content"
    return {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*.md")}


@pytest.mark.parametrize(
    ("language", "behind", "tag"), [("fr", "en", "en"), ("en", "fr", "fr"), ("fr", "zh", "zh-Hans")]
)
def test_who_reads_an_older_translation_is_told(
    tmp_path: Path, language: str, behind: str, tag: str
) -> None:
    house = newsroom(tmp_path / "project", language, behind)
    house.publish(hour=50)
    before, texts = house.page(tag, "atelier"), content(house)
    assert MILD[tag] in before
    assert "overtaken" not in of(house, behind)
    mean(house, "major")
    assert "2026-11-28" in why(house, behind)
    house.publish(hour=98)
    page = house.page(tag, "atelier")
    assert NOTES[tag] in page
    assert f'{language}/atelier/index.html" hreflang="{language}">{LINKS[tag]}</a>' in page
    assert MILD[tag] not in page
    assert of(house, behind)["overtaken"] == "2026-11-28"
    assert content(house) == texts
    cut = [text.partition('<p class="notice"') for text in (before, page)]
    assert len({(head, rest.partition("</header>")[2]) for head, _, rest in cut}) == 1
    house.run("release", "verify")
    # Nothing but the word decides, and it is told once.
    assert "Nothing to change" in house.publish(hour=99).stdout
    (house.root / ".workflow/facts.db").unlink()
    assert "Nothing to change" in house.publish(hour=100).stdout
    house.ready("atelier", behind, "NEW", hour=101)
    house.publish(hour=102)
    page = house.page(tag, "atelier")
    assert NOTES[tag] not in page
    assert LINKS[tag] not in page
    assert "overtaken" not in of(house, behind)


def test_a_word_that_counts_no_more_tells_nothing(tmp_path: Path) -> None:
    house = newsroom(tmp_path / "project", "fr", "zh")
    mean(house, "major")
    house.publish(hour=98)
    assert "overtaken" in of(house, "zh")
    texts = content(house)
    roles = f"\n[workflow:roles]\n{ACTOR} = editor[en, zh], publisher\n"
    house.write("setup.cfg", f"{SETTINGS}{roles}")
    assert "no longer" in why(house, "zh")
    house.publish(hour=99)
    assert NOTES["zh-Hans"] not in house.page("zh-Hans", "atelier")
    assert "overtaken" not in of(house, "zh")
    assert content(house)["zh/atelier.md"] == texts["zh/atelier.md"]


def test_a_lighter_word_tells_nothing_and_takes_a_heavier_one_back(tmp_path: Path) -> None:
    house = newsroom(tmp_path / "project", "fr", "zh")
    mean(house, "minor", hour=96)
    house.publish(hour=96)
    assert MILD["zh-Hans"] in house.page("zh-Hans", "atelier")
    mean(house, "major")
    house.publish(hour=98)
    assert NOTES["zh-Hans"] in house.page("zh-Hans", "atelier")
    mean(house, "minor", hour=99)
    house.publish(hour=99)
    assert MILD["zh-Hans"] in house.page("zh-Hans", "atelier")
    assert NOTES["zh-Hans"] not in house.page("zh-Hans", "atelier")


def test_a_typo_mended_after_a_major_change_keeps_what_had_it_and_no_more(tmp_path: Path) -> None:
    house = newsroom(tmp_path / "project", "fr", "zh")
    mean(house, "major")
    house.publish(hour=98)
    article = house.root / "articles/atelier.md"
    article.write_text(article.read_text("utf-8").replace("Le second", "Le deuxième"), "utf-8")
    house.run("extract")
    mean(house, "typo", hour=99)
    actions = house.actions()
    assert (actions["atelier", "en"], actions["atelier", "zh"]) == ("changed", "carried")
    house.publish(hour=100)
    assert NOTES["zh-Hans"] in house.page("zh-Hans", "atelier")


def test_there_is_no_link_to_an_original_that_is_not_out(tmp_path: Path) -> None:
    house = newsroom(tmp_path / "project", "fr", "zh", "en")
    for locale in ("en", "fr"):
        house.run("approve", "atelier", "--locale", locale, "--withdraw", code=None, hour=60)
    mean(house, "major")
    house.publish(hour=98)
    page = house.page("zh-Hans", "atelier")
    assert NOTES["zh-Hans"] in page
    assert (LINKS["zh-Hans"] in page) == (house.page("fr", "atelier") is not None)


def test_a_log_that_cannot_be_read_takes_no_note_away(tmp_path: Path) -> None:
    house = newsroom(tmp_path / "project", "fr", "zh")
    mean(house, "major")
    house.publish(hour=98)
    log = house.root / "reviews/fr/atelier.jsonl"
    log.unlink()
    log.mkdir()
    house.publish(hour=99, code=None)
    assert of(house, "zh")["overtaken"] == "2026-11-28"


# The fold

DAY = "2026-01-15"


@pytest.mark.parametrize(
    ("events", "approved", "told"),
    [
        ([event("a", "z", MAJOR)], (), "a"),
        ([event("a", "z", MINOR)], (), ""),
        ([event("a", "z", MAJOR), event("a", "z", TYPO, 2)], (), ""),
        # One change after the other.
        ([event("a", "b", MAJOR), event("b", "z", MINOR, 2)], (), "a"),
        ([event("a", "b", TYPO), event("b", "z", MAJOR, 2)], (), "ab"),
        # A word on the whole of it, where what lay between was never approved …
        ([event("a", "b", MAJOR), event("a", "z", MINOR, 2)], (), ""),
        # … and where it was: that is another change.
        (
            [event("a", "b", MAJOR), event("a", "z", MINOR, 2), event("b", "z", MINOR, 2)],
            (),
            "a",
        ),
        # An edit that nobody spoke of.
        ([event("a", "b", MAJOR)], (), "a"),
        # What was live before that which was approved last.
        ([event("b", "z", MAJOR)], ("ab",), "ab"),
        # Of what became another by a typo.
        ([event("a", "b", TYPO), event("a", "z", MAJOR, 2)], (), "ab"),
        # There and back.
        (
            [event("a", "b", MAJOR), event("b", "a", MAJOR, 2), event("a", "z", MINOR, 3)],
            (),
            "b",
        ),
    ],
)
def test_what_a_major_change_overtook(events: list[Any], approved: Any, told: str) -> None:
    for order in permutations([*events, events[0]]):
        found = overtaken(order, "z", approved)
        assert found == dict.fromkeys(told, DAY)
