"""`workflow check`, end to end: exit codes, formats, where findings point, what is switched off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.test_review_helpers import (
    ARTICLE,
    drafted,
    edit,
    po,
    run,
    set_msgstr,
    set_option,
    translated,
    write_article,
)
from workflow.checks import built_in
from workflow.checks.rendering_rules import RENDERING_RULES

RENDERING = {rule.name for rule in RENDERING_RULES}
"""Rules that have more to say of the texts below, which are short and free."""
KEYS = (
    "check", "severity", "article", "locale", "msgctxt", "msgid", "msgstr", "file", "line",
    "span", "message", "fix", "waived_by",
)  # fmt: skip


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


def findings(*arguments: str) -> list[dict[str, Any]]:
    result = run("check", "--format", "json", *arguments)
    report = json.loads(result.stdout)
    assert report["version"] == 1
    found: list[dict[str, Any]] = report["findings"]
    errors = [each for each in found if each["severity"] == "error"]
    assert result.exit_code == (1 if errors else 0)
    return [each for each in found if each["check"] not in RENDERING]


def test_nothing_found(root: Path) -> None:
    assert findings() == []
    result = run("check")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "nothing found\n"


def test_untranslated_messages_are_no_findings(root: Path) -> None:
    assert findings("--locale", "zh") == []


def test_a_finding_points_to_its_message(root: Path) -> None:
    text = "TWO DAYS, [PROGRAMME](https://example.org/program)."
    set_msgstr(po(root), "Deux jours", text)
    (found,) = findings()
    assert tuple(found) == KEYS
    assert found["check"] == "placeables"
    assert (found["article"], found["locale"]) == ("atelier", "en")
    assert found["file"] == "locales/en/LC_MESSAGES/atelier.po"
    assert (found["msgstr"], found["msgctxt"]) == (text, None)
    start, end = found["span"]
    assert text[start:end] == "https://example.org/program"
    assert found["fix"] == "TWO DAYS, [PROGRAMME](https://example.org/programme)."
    lines = po(root).read_text("utf-8").split("\n")
    assert lines[found["line"] - 1].startswith("msgid")


def test_text_shows_the_trouble(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", "[甲](https://example.org/program) 两天")
    result = run("check", "--only", "placeables")
    assert result.exit_code == 1
    lines = result.stdout.split("\n")
    assert lines[0] == "locales/en/LC_MESSAGES/atelier.po"
    assert "error placeables: link target “https://example.org/program”" in lines[1]
    assert lines[3].startswith("    msgstr  [甲](https://example.org/program)")
    # “甲” takes two columns of a terminal
    assert lines[4] == " " * 17 + "^" * len("https://example.org/program")
    assert result.stderr == "1 error\n"


def test_github_shows_findings_beside_lines(root: Path) -> None:
    set_msgstr(po(root), "Les suites", "Les suites")
    result = run("check", "--format", "github")
    assert result.exit_code == 0
    assert result.stdout.startswith("::warning file=locales/en/LC_MESSAGES/atelier.po,line=")
    assert ",title=same-as-source (en)::the translation is" in result.stdout
    assert result.stderr == "1 warning\n"


def test_sarif_is_one_object_and_the_exit_code_that_of_other_formats(root: Path) -> None:
    set_msgstr(po(root), "relire", "one\n\ntwo")
    result = run("check", "--format", "sarif", "--only", "structure")
    (log,) = json.loads(result.stdout)["runs"]
    (found,) = log["results"]
    assert (result.exit_code, found["ruleId"], found["level"]) == (1, "structure", "error")
    assert found["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "locales/en/LC_MESSAGES/atelier.po"
    }
    assert result.stderr == "1 error\n"
    po(root).write_text('msgid "x\n', encoding="utf-8")
    result = run("check", "--format", "sarif")
    (log,) = json.loads(result.stdout)["runs"]
    assert (result.exit_code, log["invocations"][0]["executionSuccessful"]) == (2, False)


def test_an_error_in_a_draft_is_a_warning(root: Path) -> None:
    edit(po(root), drafted)
    set_msgstr(po(root), "Deux jours", "Two days of work, a programme and notes.")
    (found,) = findings()
    assert (found["check"], found["severity"]) == ("placeables", "warning")


def test_structure(root: Path) -> None:
    set_msgstr(po(root), "relire", "one\n\ntwo")
    (found,) = findings()
    assert (found["check"], found["severity"]) == ("structure", "error")
    assert found["msgid"] == "relire les notes\u00a0;"


def test_what_can_be_escaped_is_no_finding(root: Path) -> None:
    set_msgstr(
        po(root), "Deux jours", "1. [X and all of the others](https://example.org/programme) | # y."
    )
    assert findings() == []


def test_locales_limit_translations(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", "Two days of work, a programme and notes.")
    set_msgstr(po(root, "zh"), "Deux jours", "两天")
    assert {found["locale"] for found in findings()} == {"en", "zh"}
    assert {found["locale"] for found in findings("-l", "zh")} == {"zh"}
    assert run("check", "-l", "de").exit_code == 2


def test_checks_are_switched_off_by_project(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", "Two days of work, a programme and notes.")
    set_option(root, "checks_off", "placeables")
    assert findings() == []


@pytest.mark.parametrize("value", ["[placeables]", "placeables, markup", "[markup, placeables]"])
def test_checks_are_switched_off_by_article(root: Path, value: str) -> None:
    write_article(root, ARTICLE.replace("lang: fr", f"lang: fr\nchecks_off: {value}"))
    set_msgstr(po(root), "Deux jours", "Two days of work, a programme and notes.")
    assert findings() == []


@pytest.mark.parametrize("value", ["[markpu]", "markpu", "[markpu, placeables]"])
def test_a_misspelt_check_is_a_finding(root: Path, value: str) -> None:
    write_article(root, ARTICLE.replace("lang: fr", f"lang: fr\nchecks_off: {value}"))
    (found,) = findings()
    assert (found["file"], found["line"]) == ("articles/atelier.md", 4)
    assert "did you mean “markup”?" in found["message"]


@pytest.mark.parametrize(
    ("image", "trouble"),
    [
        ("![Salle](images/salle.png)", "put it at articles/images/salle.png"),
        ("![Salle](/images/salle.png)", "put it at articles/images/salle.png"),
        ('Du texte <img src="salle%20a.png?v=2" alt="">', "put it at articles/salle a.png"),
        ('<img src="salle.png">', "put it at articles/salle.png"),
        ("![Salle](../../salle.png)", "lies outside articles/"),
        (f"![Salle]({'x' * 300}.png)", "is missing"),
        ("![Salle](there.png 'Titre')", ""),
        ("![Salle](./there.png#x)", ""),
        ("![Salle](https://example.org/salle.png)", ""),
        ("![Salle](//example.org/salle.png)", ""),
        ("![Salle](data:image/png;base64,AAAA)", ""),
        ("`![Salle](salle.png)`", ""),
    ],
)
def test_images_of_a_source(root: Path, image: str, trouble: str) -> None:
    (root / "articles" / "there.png").write_bytes(b"")
    write_article(root, f"{ARTICLE}\n{image}\n")
    found = [each for each in findings("-l", "zh") if each["check"] == "metadata"]
    assert len(found) == bool(trouble)
    for each in found:
        assert (each["severity"], each["locale"]) == ("error", "fr")
        assert (each["file"], each["line"]) == ("articles/atelier.md", 13)
        assert trouble in each["message"]


@pytest.mark.parametrize(
    ("body", "line", "trouble"),
    [
        ("<!-- workflow: skip-begin -->\n\nUn.\n", 6, "nothing after it is translated"),
        ("<!-- workflow: skp -->\n\nUn.\n", 6, "did you mean “skip”?"),
        ("<!-- workflow: skip-begin -->\n\nUn.\n\n<!-- workflow: skip-end -->\n", 0, ""),
        ("Un.\n\n```\n<!-- workflow: skip-begin -->\n```\n", 0, ""),
    ],
)
def test_comments_to_the_tool(root: Path, body: str, line: int, trouble: str) -> None:
    (root / "articles" / "a.md").write_text(f"---\ntitle: A\nlang: fr\n---\n\n{body}", "utf-8")
    assert run("extract", "a").exit_code == 0
    findings = json.loads(run("check", "a", "--format", "json").stdout)["findings"]
    said = [(each["line"], each["message"]) for each in findings if each["check"] == "comments"]
    assert len(said) == bool(line)
    for number, message in said:
        assert number == line
        assert trouble in message


def test_a_broken_catalogue_is_told_with_file_and_line(root: Path) -> None:
    with po(root).open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n")
    result = run("check")
    assert result.exit_code == 2
    assert "locales/en/LC_MESSAGES/atelier.po:" in result.stderr


def test_help_has_an_example() -> None:
    assert "Example: workflow check" in run("check", "--help").stdout


def test_only_what_is_asked_for_is_told_and_decides_the_exit_code(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", "Two **days, [programme](https://example.org/program).")
    set_msgstr(po(root), "Les suites", "\u00a0")
    everything = {each["check"] for each in findings()}
    assert {"placeables", "markup", "empty"} <= everything
    assert {each["check"] for each in findings("--only", "empty", "--only", "markup")} == {
        "empty",
        "markup",
    }
    assert findings("--only", "glossary") == []


def test_a_severity_tells_what_is_as_severe_and_any_of_it_is_a_failure(root: Path) -> None:
    set_msgstr(po(root), "relire", "relire les notes\u00a0;")
    severities = {each["severity"] for each in findings()}
    assert severities == {"warning"}
    assert run("check").exit_code == 0
    assert run("check", "--severity", "warning").exit_code == 1
    assert run("check", "--severity", "info").exit_code == 1
    strict = run("check", "--severity", "error")
    assert (strict.exit_code, strict.stdout) == (0, "")


@pytest.mark.parametrize("listing", [(), ("--rules",)])
def test_a_name_that_is_no_check_is_told_with_the_nearest(
    root: Path, listing: tuple[str, ...]
) -> None:
    result = run("check", "--only", "plaecables", *listing)
    assert result.exit_code == 2
    assert "Did you mean “placeables”?" in result.stderr


def test_a_name_that_is_like_no_check_s_does_not_have_all_of_them_told(root: Path) -> None:
    result = run("check", "--only", "qqqqqq")
    assert result.exit_code == 2
    assert "workflow check --rules" in result.stderr and len(result.stderr) < 200


def test_the_rules_are_listed_without_looking_at_anything(root: Path) -> None:
    (root / "articles").rename(root / "gone")
    lines = run("check", "--rules").stdout.splitlines()
    assert len(lines) == len(built_in())
    assert any(line.startswith("placeables") and "XLIFF" in line for line in lines)
    (line,) = run("check", "--rules", "--only", "markup").stdout.splitlines()
    assert "CommonMark" in line
