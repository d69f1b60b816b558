"""Words that no dictionary has; those of hunspell are needed where one is looked up."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.test_review_helpers import (
    edit,
    po,
    run,
    set_option,
    translated,
    write_article,
)
from workflow.checks import Subject, spelling
from workflow.errors import NotReadyError
from workflow.model import Article, Locale, Message, Segment

DICTIONARIES = Path("/usr/share/hunspell")
needs_dictionaries = pytest.mark.skipif(
    not all((DICTIONARIES / f"{name}.dic").exists() for name in ("fr_FR", "en_US", "en_GB")),
    reason="apt install hunspell-fr hunspell-en-us hunspell-en-gb",
)


def misspelt(target: str, locale: str, source: str = "市长讲话。") -> list[str]:
    article = Article("a", "articles/a.md", "markdown", Locale("zh"), "")
    segment = Segment(0, 0, source, "paragraph", 1, markup="markdown")
    subject = Subject(article, Locale(locale), segment, Message(source, target), "a.po", 1)
    remarks = spelling.check_spelling(subject)
    assert all(each.fix is None and each.span for each in remarks)
    return [target[each.span[0] : each.span[1]] for each in remarks if each.span]


@needs_dictionaries
@pytest.mark.parametrize(
    ("target", "locale", "words"),
    [
        ("Le maire a rejetté l’évenement.", "fr", ["rejetté", "évenement"]),
        ("L’aglomération grandit.", "fr", ["aglomération"]),
        ("The comittee recieved it.", "en", ["comittee", "recieved"]),
        ("The colour of the harbor", "en", []),
        ("The colour of the harbour", "en_GB", []),
        ("The color of the station", "en_GB", ["color"]),
        ("Les élèves, aujourd’hui, n’ont pas l’air fatigué.", "fr", []),
        ("Un porte-bagages de 3 km² à Xyzville", "fr", []),
        ("Il a dit « zblorg », *zblorg*, `zblorg` et https://zblorg.example/.", "fr", []),
    ],
)
def test_words_that_no_dictionary_has(target: str, locale: str, words: list[str]) -> None:
    assert misspelt(target, locale) == words


@needs_dictionaries
def test_what_the_source_has_as_well_is_passed_over() -> None:
    assert misspelt("Le qwertz suisse", "fr", "The Swiss qwertz") == []
    assert misspelt("Le qwertz suisse", "fr") == ["qwertz"]


@needs_dictionaries
def test_other_languages_are_not_looked_up() -> None:
    assert misspelt("zblorg 很好", "zh") == []
    spelling.require([Locale("fr"), Locale("en"), Locale("zh")])


def test_without_the_library_a_word_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hunspell", None)
    with pytest.raises(NotReadyError) as caught:
        spelling.require([Locale("fr")])
    assert "workflow[spelling]" in str(caught.value.hint)


def test_without_a_dictionary_a_word_says_which(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("hunspell")
    monkeypatch.setattr(spelling, "_FOLDERS", (str(tmp_path),))
    monkeypatch.delenv("DICPATH", raising=False)
    spelling._readers.cache_clear()
    with pytest.raises(NotReadyError) as caught:
        spelling.require([Locale("fr"), Locale("zh")])
    spelling._readers.cache_clear()
    assert "hunspell-fr" in str(caught.value.hint)


@needs_dictionaries
def test_a_project_asks_for_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_article(project)
    edit(po(project), translated)
    edit(po(project), lambda each: replace(each, msgstr=f"zblorgish {each.msgstr}"))
    said = ("check", "--only", "spelling")
    assert "zblorgish" not in run(*said).stdout
    set_option(project, "checks_on", "spelling")
    assert "“zblorgish” is in no dictionary" in run(*said).stdout
    monkeypatch.setitem(sys.modules, "hunspell", None)
    result = run(*said)
    assert result.exit_code == 1
    assert "pip install" in result.stderr


def test_a_name_that_is_no_check_on_request(project: Path) -> None:
    set_option(project, "checks_on", "speling")
    result = run("check")
    assert result.exit_code == 2
    assert "spelling" in result.stderr
