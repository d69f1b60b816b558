"""Every report in every language: no sentence stays English, keys and enums stay as they are."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tests.test_review_helpers import drafted, edit, po, set_msgstr, translated, write_article
from workflow.cli import main
from workflow.reports.i18n import LANGUAGES

SAID = {"fr": re.compile(r"[éèàçùêîôœ’]|\b(?:le|la|les|de|un|une)\b"), "zh": re.compile("[一-鿿]")}
"""What a sentence in each language has."""
ENGLISH = re.compile(
    r"\b(?:the|is|are|was|were|not|no|of|to|and|with|this|that|nothing|run|see|it|its|from|has"
    r"|have|there|what|which|in the|by)\b"
)
"""Words that English sentences have, and neither French nor Chinese ones do."""
TEXTS = ("message", "blockers", "reasons", "reason", "advice", "notes")
"""Keys whose values are texts for people."""
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("status",),
    ("check",),
    ("extract",),
    ("translate", "--dry-run", "--engine", "dummy"),
    ("catalog", "lint"),
    ("catalog", "prune", "--dry-run"),
    ("glossary", "check"),
    ("review", "show", "atelier", "--locale", "en"),
    ("review", "log"),
    ("approve", "--carry-over", "--dry-run"),
    ("release", "plan"),
    ("release", "list"),
    ("tm", "search", "Un atelier de deux jours"),
    ("tm", "stats"),
)


@pytest.fixture
def root(project: Path) -> Path:
    """A project with an approval that fell, drafts, a broken link and a catalogue without use."""
    write_article(project)
    edit(po(project, "en"), translated)
    edit(po(project, "zh"), drafted)
    assert run("en", "approve", "atelier", "--locale", "en,fr").exit_code == 0
    set_msgstr(po(project, "en"), "Les suites", "What  comes next")
    (project / "articles" / "b.md").write_text(
        "---\ntitle: Un lien\nlang: fr\ndraft: true\n---\n\nVoir [là](nulle-part.md) et *ici.\n"
    )
    assert run("en", "extract").exit_code == 0
    stray = project / "locales" / "de" / "LC_MESSAGES" / "b.po"
    stray.parent.mkdir(parents=True)
    stray.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n')
    return project


def run(language: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--lang", language, *arguments])


def own_words(text: str) -> str:
    """Less what is nobody's sentence: commands, files, quoted texts, addresses."""
    text = re.sub(r"workflow [a-z]+[^\n]*|`[^`]*`|“[^”]*”|«[^»]*»|\S*[/@.]\S*", "", text)
    return re.sub(r"(?m)^ +(?:msgid|msgstr|fix|source|translation|correction) .*$", "", text)


@pytest.mark.parametrize("language", sorted(SAID))
@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_report_has_no_english_sentence(
    root: Path, command: tuple[str, ...], language: str
) -> None:
    result = run(language, *command)
    english = run("en", *command)
    assert result.exit_code == english.exit_code
    for told, as_english in ((result.stdout, english.stdout), (result.stderr, english.stderr)):
        assert not ENGLISH.findall(own_words(told)), told
        if ENGLISH.search(own_words(as_english)):
            assert SAID[language].search(told), told


def shape(value: Any, key: str = "") -> Any:
    """A report less its texts for people."""
    if isinstance(value, dict):
        return {name: shape(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [shape(each, key) for each in value]
    return "…" if key in TEXTS and isinstance(value, str) else value


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_json_differs_in_texts_for_people_alone(root: Path, command: tuple[str, ...]) -> None:
    run("en", *command)  # the memory is made by the first who asks it
    reports = {
        language: json.loads(run(language, *command, "--format", "json").stdout)
        for language in LANGUAGES
    }
    shapes = [shape(each) for each in reports.values()]
    assert shapes[0] == shapes[1] == shapes[2]


def test_messages_of_findings_and_reasons_follow_the_language(root: Path) -> None:
    texts = {}
    for language in LANGUAGES:
        found = json.loads(run(language, "check", "--format", "json").stdout)["findings"]
        plan = json.loads(run(language, "release", "plan", "--format", "json").stdout)["rows"]
        texts[language] = [each["message"] for each in found]
        texts[language] += [reason for row in plan for reason in row["reasons"]]
    assert len({len(each) for each in texts.values()}) == 1
    assert all(SAID["zh"].search(text) for text in texts["zh"])
    assert not [text for text in texts["fr"] if ENGLISH.search(own_words(text))]


def test_github_says_what_is_wrong_in_the_readers_language(root: Path) -> None:
    lines = run("zh", "check", "--format", "github").stdout.splitlines()
    assert lines
    assert all(SAID["zh"].search(line.partition("::")[2].partition("::")[2]) for line in lines)
