"""The glossary in a project: `workflow glossary`, and what check and translate make of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.test_review_helpers import (
    edit,
    po,
    run,
    set_msgstr,
    set_option,
    translated,
    write_article,
)
from tests.texts import drafted, md
from workflow.checks.termbase import check_termbase
from workflow.engines.engine import MACHINE, Draft, Estimate, Outcome, Request
from workflow.engines.masking import mask
from workflow.glossary.table import read_table
from workflow.glossary.usage import Terminology
from workflow.model import Locale, Markup, Text
from workflow.project.catalogues import read_catalogue
from workflow.review.highlights import (
    Use,
    term_uses,
)

FR, EN = Locale("fr"), Locale("en")
ARTICLE = """\
---
title: Des abris pour les déplacés internes
lang: fr
---

Europol et l’OIM ouvrent un [abri](https://example.org/abri) à Nanning.

La traite n’est pas un traité.
"""
TABLE = """\
fr,en,zh,en admitted,en forbidden,translate,note
abri,shelter,避难所,refuge,cover,,
déplacé interne,internally displaced person,境内流离失所者,IDP,internal refugee,,not refugees
traite,trafficking,人口贩运,,trade,,
OIM,IOM,国际移民组织,,,,
Europol,,,,,no,
camp,camp,营地,,,,
"""


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project, ARTICLE)
    (project / "glossary.csv").write_text(TABLE, "utf-8")
    return project


def findings(*arguments: str) -> list[tuple[str, str, str]]:
    report = json.loads(run(*arguments, "--format", "json").stdout)
    return [
        (each["severity"], each["msgstr"], each["message"])
        for each in report["findings"]
        if each["check"] == "glossary"
    ]


# check


def test_a_translation_that_follows_the_glossary_is_fine(root: Path) -> None:
    set_msgstr(po(root), "Des abris", "Shelters for IDPs")
    set_msgstr(po(root), "La traite", "Trafficking is not a treaty.")
    set_msgstr(po(root, "zh"), "Des abris", "境内流离失所者的避难所")
    assert findings("check") == []


def test_what_check_says_of_terms(root: Path) -> None:
    set_msgstr(po(root), "Des abris", "Cover for internal refugees")
    report = json.loads(run("check", "--format", "json").stdout)
    first, second = report["findings"]
    assert {first["check"], second["check"]} == {"glossary"}
    assert [each["severity"] for each in report["findings"]] == ["error", "error"]
    assert first["span"] == [0, 5]
    assert first["fix"] == "Shelter for internal refugees"
    assert first["message"] == ("“Cover” is forbidden by the glossary: write “shelter” or “refuge”")
    assert second["fix"] is None
    assert "not refugees" in second["message"]
    assert run("check").exit_code == 1


def test_a_missing_term_is_a_warning(root: Path) -> None:
    set_msgstr(po(root), "Des abris", "Tents for IDPs")
    assert findings("check") == [
        (
            "warning",
            "Tents for IDPs",
            "“abri” is “shelter” or “refuge” in the glossary: use that",
        )
    ]
    assert run("check").exit_code == 0


def test_what_is_not_translated_is_asked_for_as_it_is(root: Path) -> None:
    text = "EuroPol and IOM open a [shelter](https://example.org/abri) in Nanning."
    set_msgstr(po(root), "Europol", text)
    ((severity, _, message),) = findings("check")
    assert severity == "warning"
    assert message.startswith("“Europol” is not to be translated")


def test_a_term_is_no_term_in_code_alone(root: Path) -> None:
    text = "---\ntitle: Un `abri` bleu\nlang: fr\n---\n\nUn `abri` vert.\n"
    write_article(root, text)
    set_msgstr(po(root), "Un `abri` bleu", "A `cover`")
    set_msgstr(po(root), "Un `abri` vert", "A green `abri`.")
    assert [(severity, msgstr) for severity, msgstr, _ in findings("check")] == [
        ("error", "A `cover`")
    ]
    terms = Terminology(read_table(TABLE, "glossary.csv")[0])
    assert term_uses(terms, md("Un `abri`"), FR, md("A `shelter`"), EN) == ()
    html = Text("Un `abri`", "html"), Text("A `shelter`", "html")
    assert [each.use for each in term_uses(terms, html[0], FR, html[1], EN)] == [Use.FOLLOWED]


def test_it_can_be_switched_off(root: Path) -> None:
    set_msgstr(po(root), "Des abris", "Cover for IDPs")
    set_option(root, "checks_off", "glossary")
    assert findings("check") == []


def test_a_forbidden_term_blocks_an_approval(root: Path) -> None:
    edit(po(root), lambda message: replace(message, msgstr="x"))
    edit(po(root), translated)
    set_msgstr(po(root), "Des abris", "Cover for IDPs")
    result = run("approve", "atelier", "--locale", "en")
    assert result.exit_code == 1
    assert "1 check error" in result.stdout + result.stderr


# settings


def test_a_glossary_the_settings_name_has_to_be_there(root: Path) -> None:
    set_option(root, "glossary", "terms/words.csv")
    result = run("check")
    assert result.exit_code == 2
    assert "setup.cfg: `glossary`: there is no file terms/words.csv" in result.stderr
    (root / "terms").mkdir()
    (root / "glossary.csv").rename(root / "terms" / "words.csv")
    set_msgstr(po(root), "Des abris", "Tents for IDPs")
    assert len(findings("check")) == 1


@pytest.mark.parametrize("value", ["terms.tbx", "../terms.csv", "/terms.csv", "terms"])
def test_a_glossary_is_a_table_in_the_project(root: Path, value: str) -> None:
    set_option(root, "glossary", value)
    result = run("check")
    assert result.exit_code == 2
    assert "setup.cfg:" in result.stderr
    assert "glossary: “" in result.stderr


def test_what_is_wrong_with_the_table_is_said_once(root: Path) -> None:
    (root / "glossary.csv").write_text("fr,en,translate\nabri,shelter,maybe\n", "utf-8")
    for command in ("check", "status", "translate", "glossary check"):
        result = run(*command.split())
        assert result.exit_code == 2
        assert result.stderr.count("glossary.csv:2: row 2, column C “translate”:") == 1


# import and export


def counts(*arguments: str) -> tuple[int, int, int]:
    result = run("glossary", "import", *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert list(report) == [
        "version", "file", "added", "changed", "unchanged", "left_out"
    ]  # fmt: skip
    return report["added"], report["changed"], report["unchanged"]


def test_import_makes_the_glossary(project: Path) -> None:
    (project / "terms.csv").write_text("fr;en\nabri;shelter\n", "utf-8")
    assert counts("terms.csv") == (1, 0, 0)
    assert (project / "glossary.csv").read_text("utf-8") == "\ufefffr,en\nabri,shelter\n"
    before = (project / "glossary.csv").stat().st_mtime_ns
    assert counts("terms.csv") == (0, 0, 1)
    assert (project / "glossary.csv").stat().st_mtime_ns == before


@pytest.mark.parametrize("arguments", [("t.tbx",), ("t.tbx", "--tbx2"), ("t.csv",), ("t.tsv",)])
def test_what_goes_out_comes_back(root: Path, arguments: Sequence[str]) -> None:
    result = run("glossary", "export", *arguments)
    assert (result.exit_code, result.stderr) == (0, f"{arguments[0]}: 6 concepts\n")
    assert counts(arguments[0]) == (0, 0, 6)
    assert (root / "glossary.csv").read_text("utf-8") == TABLE


def test_a_correction_made_elsewhere_comes_back(root: Path) -> None:
    run("glossary", "export", "sent.csv")
    sent = root / "sent.csv"
    sent.write_text(sent.read_text("utf-8").replace("trafficking", "human trafficking"), "utf-8")
    assert counts("sent.csv") == (0, 1, 5)
    assert (root / "glossary.csv").read_text("utf-8") == TABLE.replace(
        "trafficking", "human trafficking"
    )


def test_export_without_a_glossary_says_what_to_do(project: Path) -> None:
    result = run("glossary", "export", "x.tbx")
    assert result.exit_code == 2
    assert "the project has no glossary" in result.stderr
    assert not (project / "x.tbx").exists()


def test_an_empty_file_changes_nothing(root: Path) -> None:
    (root / "x.csv").write_text("fr,en\n", "utf-8")
    result = run("glossary", "import", "x.csv")
    assert result.exit_code == 2
    assert (root / "glossary.csv").read_text("utf-8") == TABLE


# glossary check


def test_glossary_check_reports(root: Path) -> None:
    set_msgstr(po(root), "Des abris", "Cover for IDPs")
    with (root / "glossary.csv").open("a", encoding="utf-8") as file:
        file.write(",,,,,,only a note\n")
    result = run("glossary", "check", "--format", "json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert list(report) == ["version", "findings", "concepts", "unused"]
    assert [(each["file"], each["line"]) for each in report["findings"]] == [
        ("glossary.csv", 8),
        ("locales/en/LC_MESSAGES/atelier.po", report["findings"][1]["line"]),
    ]
    assert report["concepts"] == 7
    assert report["unused"] == [
        {"line": 7, "terms": ["camp", "camp", "营地"]},
        {"line": 8, "terms": []},
    ]
    assert "5 of 7 concepts are named by an article" in result.stderr


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("fr,en\nabri,shelter\n", []),
        ("fr,note\n,x\n", ["error 2 a concept without a term"]),
        ("fr\n…\n", ["error 2 “…” has no letter or digit"]),
        ("fr,fr forbidden\nabri,abri\n", ["error 2 “abri” is preferred and forbidden at once"]),
        ("fr\nabri; refuge\n", ["warning 2 “abri”, “refuge”: 2 preferred terms"]),
        ("fr,translate\nHCR; UNHCR,no\n", []),
        ("fr,en\nabri,shelter\nAbri,shelter\n", ["error 3 “Abri”", "error 3 “shelter”"]),
        ("fr,en\nbureau,desk\nbureau,office\n", ["info 3 “bureau” stands in line 2 too"]),
        ("fr,de\nabri,Schutz\nx,y\n", ["warning 2 no article or translation is in de"]),
        ("fr-CA\nabri\n", ["warning 2 no article or translation is in fr_CA"]),
    ],
)
def test_what_is_wrong_with_a_glossary(rows: str, expected: Sequence[str]) -> None:
    glossary = read_table(rows, "glossary.csv")[0]
    found = [
        f"{each.severity} {each.line} {each.message}" for each in check_termbase(glossary, {FR, EN})
    ]
    assert len(found) == len(expected), found
    for line, beginning in zip(found, expected, strict=True):
        assert line.startswith(beginning)


# translate


class Parrot:
    """An engine that answers what it was told to, and remembers what it was asked."""

    name = "parrot"

    def __init__(self, answer: str) -> None:
        self.answer = answer
        self.asked: list[Request] = []

    def serves(self, source: Locale, target: Locale) -> bool:
        return True

    def advice(self, source: Locale, target: Locale) -> str:
        return ""

    def estimate(self, requests: Sequence[Request]) -> Estimate:
        return Estimate(len(requests), sum(len(request.text) for request in requests))

    def translate(self, requests: Sequence[Request]) -> Iterator[tuple[int, Outcome]]:
        self.asked += requests
        for index in range(len(requests)):
            yield index, Draft(self.answer, MACHINE, "parrot")


def ask(text: str, answer: str, markup: Markup = "markdown") -> tuple[Outcome, Request]:
    parrot = Parrot(answer)
    terms = Terminology(read_table(TABLE, "glossary.csv")[0])
    ((outcome,),) = drafted([parrot], [Request(text, FR, EN, markup=markup)], terms)
    return outcome, parrot.asked[0]


def test_a_draft_gets_the_preferred_term_and_says_so() -> None:
    outcome, _ = ask("Un [abri](https://example.org).", "A [cover](https://example.org).")
    expected = Draft("A [shelter](https://example.org).", MACHINE, "parrot, glossary")
    assert outcome == expected


@pytest.mark.parametrize(
    ("markup", "answer", "kept"),
    [
        ("markdown", "A `cover` * `Europol`", []),
        ("html", "A `shelter` * `Europol`", ["Europol"]),
        ("text", "A `shelter` * `Europol`", ["Europol"]),
    ],
)
def test_terms_are_looked_for_in_the_markup_of_the_message(
    markup: Markup, answer: str, kept: Sequence[str]
) -> None:
    outcome, request = ask("Un abri * `Europol` `cover`", "A `cover` * `Europol`", markup)
    assert isinstance(outcome, Draft)
    assert outcome.text == answer
    assert [request.text[start:end] for start, end in request.keep] == kept


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Un abri.", "A coat."),
        ("Un abri.", "A shelter, a refuge."),
        ("Un livre.", "A cover."),
        ("Un abri.", "Covers."),
    ],
)
def test_other_drafts_stay(text: str, answer: str) -> None:
    assert ask(text, answer)[0] == Draft(answer, MACHINE, "parrot")


def test_engines_are_told_what_to_keep() -> None:
    _, request = ask("Avec Europol, à [Europol](https://europol.org).", "x")
    assert [request.text[start:end] for start, end in request.keep] == ["Europol", "Europol"]
    masked = mask(request.value, request.keep)
    assert masked.source == request.value
    assert [part.text for part in masked.kept if part.text == "Europol"] == ["Europol"] * 2
    assert not mask(md("Europol"), ((0, 7),)).wordy
    assert mask(md("  Europol "), ((2, 9),)).kept[0].text == "Europol"


def drafts(root: Path) -> dict[str, Any]:
    return {message.msgid: message for message in read_catalogue(po(root)).messages}


def test_what_is_not_translated_survives_an_engine(root: Path) -> None:
    assert run("translate", "--engine", "dummy", "--locale", "en").exit_code == 0
    (found,) = [each for msgid, each in drafts(root).items() if msgid.startswith("Europol")]
    assert found.msgstr.startswith("Europol ")


def test_a_dry_run_tells_what_a_run_sends(root: Path) -> None:
    arguments = ("translate", "--engine", "dummy", "--format", "json")
    rehearsed = json.loads(run(*arguments, "--dry-run").stdout)
    assert rehearsed == json.loads(run(*arguments).stdout)


@pytest.mark.skipif(
    shutil.which("apertium") is None, reason="needs: apt install apertium apertium-fr-es"
)
def test_apertium_keeps_what_is_not_translated(root: Path) -> None:
    (root / "glossary.csv").write_text("fr,en,translate\nLe Monde,,no\nla Croix,,no\n", "utf-8")
    text = ARTICLE.replace("La traite", "Selon Le Monde et la Croix, la traite")
    write_article(root, text)
    result = run("translate", "--engine", "apertium", "--locale", "en")
    if "no engine serves" in result.stderr:
        pytest.skip("needs: apt install apertium-fr-es apertium-eng-spa")
    (found,) = [each for msgid, each in drafts(root).items() if msgid.startswith("Selon")]
    assert "Le Monde" in found.msgstr
    assert "la Croix" in found.msgstr


def test_help_has_examples() -> None:
    for command in ("import", "export", "check"):
        assert "Example: workflow glossary" in run("glossary", command, "--help").stdout
