"""`workflow tm`, and what the memory does in `workflow translate`: through the command line."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import polib
import pytest
from click.testing import CliRunner, Result

from workflow.cli import main
from workflow.project.workspace import Workspace

ARTICLE = """---
title: Un atelier à Nanning
lang: fr
date: 2026-01-15
---
Un atelier de deux jours, pour 34 policiers.

Fin de l’atelier.
"""
EN = Path("locales/en/LC_MESSAGES/nanning.po")
TRANSLATIONS = {
    "Un atelier à Nanning": "A workshop in Nanning",
    "Un atelier de deux jours, pour 34 policiers.": "A two-day workshop for 34 police officers.",
    "Fin de l’atelier.": "The workshop ends.",
}


@pytest.fixture
def news(project: Path) -> Path:
    """A project with one article, translated into English by Aline."""
    for path in (project / "articles").iterdir():
        path.unlink()
    (project / "articles" / "nanning.md").write_text(ARTICLE, encoding="utf-8")
    run("extract")
    catalogue = polib.pofile(str(EN))
    catalogue.metadata["Last-Translator"] = "Aline <aline@example.org>"
    for entry in catalogue:
        entry.msgstr = TRANSLATIONS[entry.msgid]
    catalogue.save()
    return project


def run(*arguments: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == code, result.output
    return result


def search(*arguments: str) -> list[dict[str, Any]]:
    report = json.loads(run("tm", "search", "--format", "json", *arguments).stdout)
    assert report["version"] == 1
    matches: list[dict[str, Any]] = report["matches"]
    return matches


def setting(line: str) -> None:
    path = Path("setup.cfg")
    key = line.partition(" = ")[0]
    text = re.sub(rf"(?m)^{key} = .*$", line, path.read_text(encoding="utf-8"))
    assert line in text
    path.write_text(text, encoding="utf-8")


def test_search_tells_all_of_a_match(news: Path) -> None:
    text = "Un atelier de trois jours, pour 56 policiers."
    (match,) = search(text, "--source", "fr", "--target", "en", "--min", "70")
    assert match == {
        "score": 89,
        "level": "fuzzy",
        "source": "Un atelier de deux jours, pour 34 policiers.",
        "target": "A two-day workshop for 56 police officers.",
        "origin": "nanning",
        "state": "translated",
        "translator": "Aline <aline@example.org>",
        "date": "2026-01-15",
        "adapted": True,
        "diff": [
            ["same", "Un atelier de "],
            ["removed", "deux"],
            ["added", "trois"],
            ["same", " jours, pour "],
            ["removed", "34"],
            ["added", "56"],
            ["same", " policiers."],
        ],
    }
    assert list(match)[:6] == ["score", "level", "source", "target", "origin", "state"]


def test_search_takes_the_projects_languages_where_none_are_named(news: Path) -> None:
    (match,) = search("Fin de l’atelier.")
    assert (match["score"], match["level"], match["target"]) == (
        100,
        "exact",
        "The workshop ends.",
    )
    assert search("Fin de l’atelier.", "--target", "zh") == []


def test_search_marks_what_differs(news: Path) -> None:
    output = run("tm", "search", "Un atelier de trois jours, pour 34 policiers.").stdout
    assert "[-deux-]{+trois+}" in output
    assert "A two-day workshop for 34 police officers." in output
    assert "nanning, Aline <aline@example.org>, 2026-01-15" in output


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("known", [True, False])
def test_a_project_that_cannot_be_written_is_searched_all_the_same(news: Path, known: bool) -> None:
    if known:
        search("Fin de l’atelier.")
    folders = [news, news / ".workflow"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        result = run("tm", "search", "Fin de l’atelier !")
        assert "The workshop ends." in result.stdout
        assert "the translation memory cannot be written here" in result.stderr
        assert "cannot be used" in run("tm", "rebuild", code=2).stderr
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_search_says_that_there_is_nothing(news: Path) -> None:
    result = run("tm", "search", "Tout autre chose")
    assert result.stdout == ""
    assert "Nothing in the memory is like it (fr → en)." in result.stderr


def test_concordance(news: Path) -> None:
    matches = search("--concordance", "ATELIER policier")
    assert [match["target"] for match in matches] == ["A two-day workshop for 34 police officers."]
    assert "Fin de l’atelier." in run("tm", "search", "-c", "workshop").stdout
    assert "has these words" in run("tm", "search", "-c", "nowhere").stderr


def test_an_approval_makes_units_sure_and_a_setting_asks_for_it(news: Path) -> None:
    setting("memory_least_state = approved")
    assert search("Fin de l’atelier.") == []
    run("approve", "nanning", "--locale", "en")
    (match,) = search("Fin de l’atelier.")
    assert match["state"] == "approved"
    # The source changes: nobody vouches for the translation any more.
    path = news / "articles" / "nanning.md"
    path.write_text(ARTICLE + "\nEncore.\n", encoding="utf-8")
    assert search("Fin de l’atelier.") == []


def test_an_approval_under_a_former_name_is_learnt(news: Path) -> None:
    article = news / "articles" / "nanning.md"
    text = ARTICLE.replace("lang: fr", "lang: fr\naliases: [atelier]")
    article.write_text(text, encoding="utf-8")
    run("approve", "nanning", "--locale", "en")
    log = news / "reviews" / "en" / "nanning.jsonl"
    approved = log.read_text(encoding="utf-8")
    log.unlink()
    assert search("Fin de l’atelier.")[0]["state"] == "translated"
    log.with_name("atelier.jsonl").write_text(approved, encoding="utf-8")
    assert search("Fin de l’atelier.")[0]["state"] == "approved"


def test_the_least_likeness_is_a_setting(news: Path) -> None:
    text = "Un atelier de trois nuits, pour 34 policiers."
    assert len(search(text)) == 1
    setting("memory_least_score = 95")
    assert search(text) == []
    assert len(search(text, "--min", "70")) == 1


def test_an_article_is_parsed_once_for_all_its_catalogues_and_when_it_changed(
    news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = news / "articles"
    for name in ("lome", "xian"):
        (articles / f"{name}.md").write_text(ARTICLE.replace("Nanning", name), encoding="utf-8")
    run("extract")
    parsed: list[str] = []
    read = Workspace.read

    def noted(self: Workspace, slug: str) -> Any:
        parsed.append(slug)
        return read(self, slug)

    monkeypatch.setattr(Workspace, "read", noted)
    search("Un atelier")
    assert sorted(parsed) == ["lome", "nanning", "xian"]
    parsed.clear()
    search("Un atelier")
    assert parsed == []
    (articles / "lome.md").write_text(ARTICLE.replace("deux", "trois"), encoding="utf-8")
    search("Un atelier")
    assert parsed == ["lome"]


def test_a_catalogue_whose_article_is_gone_is_remembered(news: Path) -> None:
    (news / "articles" / "nanning.md").unlink()
    assert [match["state"] for match in search("Fin de l’atelier.")] == ["translated"]


def test_tmx_files_in_the_project_are_learnt_like_catalogues(news: Path) -> None:
    (news / "memory").mkdir()
    path = news / "memory" / "old.tmx"
    path.write_text(
        """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="paragraph"
 o-tmf="x" adminlang="en" srclang="fr" datatype="plaintext"/><body><tu>
 <tuv xml:lang="fr-FR"><seg>Une réunion à Dakar</seg></tuv>
 <tuv xml:lang="en-GB"><seg>A meeting in Dakar</seg></tuv>
</tu></body></tmx>""",
        encoding="utf-8",
    )
    (match,) = search("Une réunion à Dakar")
    assert (match["target"], match["origin"]) == ("A meeting in Dakar", "old.tmx")
    run("tm", "rebuild")
    assert len(search("Une réunion à Dakar")) == 1
    path.write_text("<tmx", encoding="utf-8")
    result = run("tm", "search", "Une réunion à Dakar")
    assert "A meeting in Dakar" in result.stdout
    assert "the memory does not learn from memory/old.tmx:1:" in result.stderr
    path.unlink()
    assert search("Une réunion à Dakar") == []


def test_statistics(news: Path) -> None:
    search("Fin de l’atelier !")
    report = json.loads(run("tm", "stats", "--format", "json").stdout)
    assert report["version"] == 1
    assert report["database"].startswith("sqlite:///")
    assert report["bytes"] > 0
    (pair,) = report["pairs"]
    assert pair.pop("index").keys() == {"state", "bytes"}
    assert pair == {
        "source": "fr",
        "target": "en",
        "units": 3,
        "states": {"translated": 3, "reviewed": 0, "approved": 0},
        "articles": [
            {
                "article": "nanning",
                "states": {"translated": 3, "reviewed": 0, "approved": 0},
            }
        ],
    }
    assert "ready" in run("tm", "stats").stdout
    assert "nanning" in run("tm", "stats", "--by-article").stdout


def test_statistics_of_an_empty_memory(project: Path) -> None:
    assert "The memory is empty" in run("tm", "stats").stdout


def test_rebuild_makes_the_same_memory_again(news: Path) -> None:
    before = search("Fin de l’atelier !")
    assert "fr" in run("tm", "rebuild").stdout
    assert search("Fin de l’atelier !") == before
    for path in Path(".workflow").glob("memory.db*"):
        if path.is_file():
            path.unlink()
    assert search("Fin de l’atelier !") == before


@pytest.mark.parametrize("command", [("tm", "stats"), ("tm", "rebuild"), ("tm", "search", "Fin")])
def test_a_damaged_database_is_made_again_and_told(news: Path, command: tuple[str, ...]) -> None:
    run("tm", "stats")
    path = Path(".workflow/memory.db")
    path.write_bytes(b"no database" * 1000)
    result = run(*command)
    assert "damaged and is made again; the old file is .workflow/memory.db.broken" in result.stderr
    assert len(search("Fin de l’atelier.")) == 1


def test_a_broken_catalogue_is_told_and_the_rest_is_found(news: Path) -> None:
    broken = Path("locales/zh/LC_MESSAGES/nanning.po")
    broken.write_text('msgid "x"\nmsgstr "y\n', encoding="utf-8")
    result = run("tm", "search", "Fin de l’atelier.")
    assert "The workshop ends." in result.stdout
    assert f"the memory does not learn from {broken}:" in result.stderr


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("memory_least_score = 30", "no percentage from 50 to 100"),
        ("memory_least_state = sure", "not a choice"),
        ("memory_trust_context = maybe", "not a choice"),
        ("tm_files = ../*.tmx", "leaves the project"),
    ],
)
def test_a_bad_setting_is_told(news: Path, line: str, said: str) -> None:
    setting(line)
    assert said in run("tm", "stats", code=2).stderr


def test_two_languages_where_one_is_asked_for(news: Path) -> None:
    assert "name one locale" in run("tm", "search", "x", "--source", "fr,en", code=2).stderr


# In `workflow translate`


def moved(news: Path) -> polib.POFile:
    """The article copied under another name, and drafted by the memory."""
    (news / "articles" / "again.md").write_text(ARTICLE, encoding="utf-8")
    run("extract")
    path = Path("locales/en/LC_MESSAGES/again.po")
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        entry.msgstr, entry.flags, entry.tcomment = "", [], ""
    catalogue.save()
    run("translate", "again", "--engine", "memory", "--locale", "en")
    return polib.pofile(str(path))


def test_a_match_in_context_is_left_fuzzy(news: Path) -> None:
    run("approve", "nanning", "--locale", "en")
    found = moved(news)
    assert {entry.msgstr for entry in found} == set(TRANSLATIONS.values())
    assert all(entry.flags == ["fuzzy"] for entry in found)


def test_a_match_in_context_of_approved_text_stands_where_the_project_says_so(news: Path) -> None:
    setting("memory_trust_context = yes")
    run("approve", "nanning", "--locale", "en")
    found = moved(news)
    assert {entry.msgstr for entry in found} == set(TRANSLATIONS.values())
    assert all(entry.flags == [] for entry in found)
    comment = "translation memory: context match, nanning, 2026-01-15 ["
    assert found[0].tcomment.startswith(comment)
    status = json.loads(run("status", "again", "--format", "json", "--locale", "en").stdout)
    assert status["rows"][0]["states"]["translated"] == 3
    assert status["rows"][0]["approved"] is False


def test_what_nobody_approved_stays_fuzzy_whatever_the_project_says(news: Path) -> None:
    setting("memory_trust_context = yes")
    assert all(entry.flags == ["fuzzy"] for entry in moved(news))
