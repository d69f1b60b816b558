"""What the checks say of one message: a table of cases, and what holds for any text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import msgstrs
from workflow.checks import Subject, Translation, check_translation
from workflow.checks.rendering_rules import RENDERING_RULES
from workflow.formats import parse
from workflow.inline.pattern import read
from workflow.model import Article, Finding, Locale, Markup, Message, Segment, Severity, Text

RENDERING = tuple(rule.name for rule in RENDERING_RULES)
"""Of these rules nothing is said here: the texts below are short and free."""
TABLE = Path(__file__).parent / "data" / "checks" / "messages.txt"


@dataclass(frozen=True)
class Case:
    title: str
    kind: str
    msgid: str
    locale: str
    msgstr: str
    findings: tuple[str, ...]


def cases() -> list[Case]:
    text = re.sub(r"^#.*\n", "", TABLE.read_text("utf-8"), flags=re.MULTILINE)
    return [_case(block.split("\n")) for block in re.split(r"\n{2,}", text.strip("\n"))]


def _case(lines: list[str]) -> Case:
    title = lines.pop(0)
    kind = lines.pop(0).removeprefix("kind: ") if lines[0].startswith("kind: ") else "paragraph"
    msgid, translation, *findings = lines
    locale, msgstr = translation.split(": ", 1)
    return Case(title, kind, msgid, locale, msgstr, tuple(findings))


def findings(
    msgid: str,
    msgstr: str,
    locale: str = "en",
    kind: str = "paragraph",
    *,
    format: Markup = "markdown",
    references: str = "",
    flags: tuple[str, ...] = (),
    off: tuple[str, ...] = (),
) -> tuple[Finding, ...]:
    """What the checks of a message say; structure, which needs the document, is left out."""
    article = Article("a", "articles/a.md", format, Locale("fr"), "")
    plain = kind == "caption" or kind.startswith("front matter")
    segment = Segment(0, 0, msgid, kind, 1, markup="text" if plain else format)
    subject = Subject(
        article, Locale(locale), segment, Message(msgid, msgstr, flags=flags), "a.po", 7, references
    )
    translation = Translation(article, Locale(locale), parse(""), (subject,))
    return check_translation(translation, (*off, *RENDERING))


def shown(finding: Finding) -> str:
    span = ""
    if finding.span is not None:
        span = f"[{finding.msgstr[finding.span[0] : finding.span[1]]}] "
    return f"{finding.check} {finding.severity} {span}"


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_table(case: Case) -> None:
    found = findings(case.msgid, case.msgstr, case.locale, case.kind)
    expected = [line for line in case.findings if line != "fine"]
    assert len(found) == len(expected), found
    for finding, line in zip(found, expected, strict=True):
        head = shown(finding)
        assert line.startswith(head), finding
        assert line.removeprefix(head) in finding.message


@pytest.mark.parametrize(
    ("msgid", "msgstr", "found", "fixed"),
    [
        ("Une.", "One.\n", [(4, 5)], "One."),
        ("\nUne.\n", "One.", [None, None], "\nOne.\n"),
        ("Une.\n", "\nOne.\n", [(0, 1)], "One.\n"),
        ("\nUne.\n", "\nOne.\n", [], None),
    ],
)
def test_line_ends_at_the_ends(
    msgid: str, msgstr: str, found: list[tuple[int, int] | None], fixed: str | None
) -> None:
    errors = [each for each in findings(msgid, msgstr) if each.check == "line-ends"]
    assert [each.span for each in errors] == found
    assert {each.fix for each in errors} == ({fixed} if fixed else set())
    assert all(each.severity is Severity.ERROR for each in errors)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "fixed"),
    [
        ("**Le cours**, puis", "**课程，**然后", "**课程**，然后"),
        ("**« Le cours »** fini", "**“课程”，**结束", "**“课程”**，结束"),
        ("**« Le cours »** fini", "**“课程”**结束", "“**课程**”结束"),
        ("Un _grand_ pas", "一_大_步", "一*大*步"),
        ("Un __grand__ pas", "一__大__步", "一**大**步"),
        ("Un **grand** pas", "A ** great ** step", "A **great** step"),
        ("Un **grand** pas", "A **great step", None),
        ("[x](https://a.org/b) ici", "[x](https://a.org/c) here", "[x](https://a.org/b) here"),
    ],
)
def test_fix(msgid: str, msgstr: str, fixed: str | None) -> None:
    (finding,) = findings(msgid, msgstr, "zh")
    assert finding.fix == fixed
    if fixed is not None:
        assert not findings(msgid, fixed, "zh")


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000 \n"])
def test_only_white_space(blank: str) -> None:
    (finding,) = findings("Bonjour à tous", blank)
    assert (finding.check, finding.severity) == ("empty", Severity.ERROR)
    assert finding.fix == ""
    assert not findings(" ", blank)


def test_a_reference_link_is_known_by_its_definition() -> None:
    references = "[guide]: https://example.org/guide"
    msgid = "Voir le [guide] demain"
    assert not findings(msgid, "See the [handbook][guide] now", references=references)
    (finding,) = findings(msgid, "See the handbook now", references=references)
    assert finding.check in ("placeables", "markup")


def test_a_reference_link_keeps_both_its_brackets() -> None:
    references = "[guide]: https://example.org/guide"
    found = findings("Le [mode d’emploi][guide]", "The handbook][guide]", references=references)
    assert [finding.check for finding in found] == ["placeables"]


def test_square_brackets_without_a_definition_are_text() -> None:
    assert not [
        finding
        for finding in findings("Il dit [sic] oui", "He says (sic) yes")
        if finding.check == "markup"
    ]


def test_an_error_in_a_draft_is_a_warning() -> None:
    (finding,) = findings("Un **grand** pas", "A great step", flags=("fuzzy",))
    assert finding.severity is Severity.WARNING


def test_a_check_can_be_switched_off() -> None:
    assert not findings("Un **grand** pas", "A great step", off=("markup",))


def test_html_is_checked_for_tags_and_what_runs() -> None:
    msgid = 'Le <a href="https://example.org/">site</a>'

    def messages(msgstr: str) -> str:
        found = findings(msgid, msgstr, format="html")
        return "; ".join(
            finding.message for finding in found if finding.check in ("markup", "active")
        )

    assert not messages('The <a href="https://example.org/">site</a>')
    assert "javascript:" in messages('The <a href="java\tscript:x">site</a>')
    assert "onclick" in messages('The <a href="https://example.org/" onclick=x>site</a>')
    assert "<img" not in messages('The <a href="https://example.org/">site</a> 2 < 3')
    assert "<" in messages('The <a href="https://example.org/">site</a> <img src=x')


@given(msgstrs, st.sampled_from(["en", "zh"]))
def test_a_copy_of_the_source_has_the_markup_of_the_source(text: str, locale: str) -> None:
    found = {finding.check for finding in findings(text, text, locale)}
    assert found.isdisjoint({"markup", "placeables", "placeholders", "active", "structure"})


@given(msgstrs, msgstrs.filter(bool))
def test_spans_and_fixes_are_of_the_msgstr(msgid: str, msgstr: str) -> None:
    for finding in findings(msgid, msgstr, "zh"):
        if finding.span is not None:
            start, end = finding.span
            assert 0 <= start < end <= len(msgstr)
        assert finding.fix != msgstr


@given(st.text() | msgstrs, st.sampled_from(["markdown", "html"]))
def test_any_text_can_be_read(text: str, markup: Markup) -> None:
    inline = read(Text(text, markup)).constructs()
    assert all(text[mark.start : mark.end] == mark.text for mark in inline.marks)


@pytest.mark.parametrize(
    "text", ["<![x[y", "<!", "<!--", "<?", "<a <b", "</", "<![CDATA[", "\x00<"]
)
def test_broken_html_is_read(text: str) -> None:
    read(Text(text, "html")).constructs()
