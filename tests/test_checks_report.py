"""Findings in words: escaping for GitHub, excerpts for a terminal, the summary."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.checks import built_in
from workflow.errors import FileError
from workflow.model import Finding, Severity
from workflow.reports import contract
from workflow.reports.findings import as_github, as_text, summary, with_unread
from workflow.reports.i18n import Words
from workflow.reports.sarif import as_sarif
from workflow.reports.screen import Screen, width

WORDS = Words()


def finding(**changes: object) -> Finding:
    values: dict[str, object] = {
        "check": "markup",
        "severity": Severity.ERROR,
        "article": "a",
        "locale": "zh",
        "message": "wrong",
        "file": "a.po",
        "line": 3,
    }
    return Finding(**{**values, **changes})  # type: ignore[arg-type]


def test_github_escapes_what_would_end_a_command() -> None:
    (line,) = as_github([finding(message="50 %\r\n::error::x", file="a,b:c%.po")], WORDS)
    assert line == ("::error file=a%2Cb%3Ac%25.po,line=3,title=markup (zh)::50 %25%0D%0A::error::x")


@pytest.mark.parametrize(
    ("severity", "command"), [("error", "error"), ("warning", "warning"), ("info", "notice")]
)
def test_github_knows_every_severity(severity: str, command: str) -> None:
    (line,) = as_github([finding(severity=Severity(severity))], WORDS)
    assert line.startswith(f"::{command} ")


def test_sarif_tells_place_level_and_what_was_not_read() -> None:
    found = [finding(file="zh/é a.po", span=(0, 2)), finding(check="empty", line=9)]
    unread = FileError("no such file", file="b.po", line=4)
    (run,) = json.loads(json.dumps(as_sarif(found, [unread], Words("fr"))))["runs"]
    assert run["language"] == "fr"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["empty", "markup"]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("markup", 1, "error")
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "zh/%C3%A9%20a.po"},
        "region": {"startLine": 3},
    }
    assert first["properties"]["span"] == [0, 2]
    assert second["ruleIndex"] == 0
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["locations"][0]["physicalLocation"]["region"] == {"startLine": 4}


def test_sarif_has_what_each_rule_finds_in_the_language_of_the_reader() -> None:
    found = [finding(check="empty"), finding(check="lint")]
    french = Words("fr")
    (run,) = json.loads(json.dumps(as_sarif(found, [], french, built_in())))["runs"]
    empty, other = run["tool"]["driver"]["rules"]
    (rule,) = (rule for rule in built_in() if rule.name == "empty")
    assert empty["shortDescription"] == {"text": french(rule.title)}
    assert empty["fullDescription"] == {"text": french(rule.explanation)}
    assert empty["defaultConfiguration"] == {"level": "error"}
    assert "Hello, everybody" in empty["help"]["text"]
    assert rule.source in empty["help"]["text"]
    assert other == {"id": "lint"}


def test_sarif_knows_a_finding_again_after_its_line_has_moved() -> None:
    def fingerprint(**changes: object) -> str:
        (run,) = as_sarif([finding(**changes)], [], WORDS)["runs"]
        known: str = run["results"][0]["partialFingerprints"]["finding/v1"]
        return known

    assert fingerprint(line=3) == fingerprint(line=8)
    assert fingerprint(msgstr="x") != fingerprint(msgstr="y")
    assert fingerprint(locale="fr") != fingerprint(locale="zh")


@pytest.mark.parametrize(
    ("severity", "level"), [("error", "error"), ("warning", "warning"), ("info", "note")]
)
def test_sarif_knows_every_severity(severity: str, level: str) -> None:
    (run,) = as_sarif([finding(severity=Severity(severity))], [], WORDS)["runs"]
    assert run["results"][0]["level"] == level


def test_json_has_null_for_what_is_not_known() -> None:
    report = json.loads(json.dumps(contract.findings([finding()], WORDS)))
    (found,) = report["findings"]
    assert (found["msgctxt"], found["span"], found["fix"]) == (None, None, None)
    assert found["severity"] == "error"


def test_the_msgid_stands_once_for_each_message() -> None:
    first = finding(msgid="un", msgstr="one", span=(0, 3))
    lines = list(as_text([first, first, finding(msgid="deux", line=9)], Screen(WORDS, 80)))
    assert sum(line.startswith("    msgid ") for line in lines) == 2
    assert sum(line.startswith("    msgstr") for line in lines) == 2


def test_control_characters_do_not_reach_the_terminal() -> None:
    found = finding(msgid="a\tb", msgstr="x\x1b[31m\ny\x9b", span=(1, 2), fix="\x07")
    plain = "".join(as_text([found], Screen(WORDS, 80)))
    assert "x\ufffd[31m↵y\ufffd" in plain
    assert plain.isprintable()


@pytest.mark.parametrize(
    ("severities", "words"),
    [
        ([], "nothing found"),
        (["error"], "1 error"),
        (["warning", "error", "warning"], "1 error, 2 warnings"),
    ],
)
def test_summary(severities: list[str], words: str) -> None:
    assert summary([finding(severity=Severity(each)) for each in severities]) == words


@given(
    st.text(st.sampled_from("ab 甲，é"), min_size=1, max_size=200).flatmap(
        lambda text: st.tuples(
            st.just(text), st.integers(0, len(text) - 1), st.integers(1, len(text))
        )
    ),
    st.integers(40, 120),
)
def test_the_trouble_is_in_the_excerpt(case: tuple[str, int, int], columns: int) -> None:
    text, start, length = case
    end = min(start + length, len(text))
    lines = list(as_text([finding(msgstr=text, span=(start, end))], Screen(WORDS, columns)))
    excerpt, marks = lines[2], lines[3]
    assert width(excerpt) <= columns
    assert set(marks) == {" ", "^"}
    first = width(marks.rstrip("^"))
    position = next(i for i in range(len(excerpt)) if width(excerpt[:i]) == first)
    shown = excerpt[position:].removesuffix("…")
    trouble = text[start:end]
    assert shown.startswith(trouble) or trouble.startswith(shown)


@pytest.mark.parametrize("lang", ["en", "fr", "zh"])
@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_excerpt_of_a_fix_shows_what_it_changes(lang: str, columns: int, place: int) -> None:
    # The trouble told of is in the middle, the change in one of three places.
    words = ["mot " * 60, "甲 " * 60, "word " * 60]
    before, after = (
        "".join(f"{each}{mark if at == place else ''}" for at, each in enumerate(words))
        for mark in ("", "NEW ")
    )
    middle = len(before) // 2
    found = finding(msgid="m", msgstr=before, span=(middle, middle + 2), fix=after)
    lines = list(as_text([found], Screen(Words(lang), columns)))
    assert "NEW" in lines[-1]
    assert all(width(line) <= columns for line in lines[2:])
    label = lines[-1].split()[0]
    assert lines[-1].startswith(f"    {label} ")
    starts = {width(line) - width(line[4:].partition(" ")[2].lstrip()) for line in lines[2:4]}
    assert starts == {width(lines[-1]) - width(lines[-1][4:].partition(" ")[2].lstrip())}


def test_what_could_not_be_checked_is_not_called_faultless() -> None:
    assert with_unread({}, 1) == "1 file could not be checked"
    assert with_unread({Severity.ERROR: 1}, 2) == "1 error; 2 files could not be checked"
