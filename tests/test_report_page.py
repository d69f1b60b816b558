"""`workflow report`: one page, whole, whoever is named in it; and the same as JSON."""

from __future__ import annotations

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.test_effort_report import ALINE, NOW, example, told
from tests.test_review_helpers import edit, po, run, translated, write_article
from workflow.model.effort import Deed, Maker, Waived
from workflow.reports import contract
from workflow.reports.i18n import Words
from workflow.reports.report_page import report_page
from workflow.review.summing import Translated, summary

HOSTILE = "\"><script>alert(1)</script>'&\x00\x1b[31m\u202e" + "é" * 200
SVG = {"svg": "http://www.w3.org/2000/svg"}
VOID = {"meta"}


class Reader(HTMLParser):
    """Finds tags that are not closed in their order, ids, and what a browser would ask for."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name in ("src", "href", "srcset", "action", "style") or name.startswith("on"):
                self.asked.append(f"{name}={value}")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    assert not reader.open
    return reader


def hostile() -> Translated:
    effort = example()
    deed = Deed("2026-11-05", HOSTILE, *effort.deeds[0][2:])
    judged = effort.judged[0]._replace(maker=Maker(engine=HOSTILE))
    return Translated(
        HOSTILE,
        HOSTILE,
        "zh_Hans",
        effort._replace(
            locale="zh_Hans",
            assignee=HOSTILE,
            deeds=(deed,),
            judged=(judged,),
            flaws=(effort.flaws[0]._replace(category=HOSTILE, severity=HOSTILE),),
            drafts=(effort.drafts[1]._replace(origin=HOSTILE),),
            waivers=(Waived(HOSTILE, HOSTILE, "2026-11-05", HOSTILE, 1),),
        ),
    )


@pytest.mark.parametrize("language", ["en", "fr", "zh"])
def test_the_page_is_whole_and_asks_for_nothing(language: str) -> None:
    found = summary([told(example()), hostile()], NOW)
    page = report_page(found, HOSTILE, Words(language))
    reader = read(page)
    assert not {"script", "link", "img", "iframe", "object"} & set(reader.tags)
    assert all(each.startswith("href=#") for each in reader.asked)
    assert {each.removeprefix("href=#") for each in reader.asked} <= set(reader.ids)
    assert len(reader.ids) == len(set(reader.ids))
    assert f'<html lang="{language}">' in page and "url(" not in page and "@import" not in page
    assert "<script" not in page and "\x00" not in page and "\x1b" not in page


def test_each_chart_is_named_described_and_beside_its_table() -> None:
    page = report_page(summary([told(example()), hostile()], NOW), "", Words())
    sections = re.findall(r"<section.*?</section>", page, re.DOTALL)
    charts = [each for each in sections if "<figure>" in each]
    assert len(charts) == 5  # nothing was approved
    for each in charts:
        assert "<table>" in each
        drawn = re.search(r'<svg role="img".*?</svg>', each, re.DOTALL)
        assert drawn is not None
        parsed = etree.fromstring(drawn[0].encode())
        ids = {node.get("id"): node.text for node in parsed if node.get("id")}
        assert list(ids) == str(parsed.get("aria-labelledby")).split() and all(ids.values())


def test_the_page_and_the_json_are_the_same_each_time() -> None:
    found = [summary([told(example()), hostile()], NOW) for _ in range(2)]
    assert found[0] == found[1]
    assert report_page(found[0], "", Words()) == report_page(found[1], "", Words())


def test_an_empty_project_says_so() -> None:
    page = report_page(summary([], NOW), "there is no git repository", Words())
    read(page)
    assert "There is no translation to report on." in page
    assert "What was saved in other editors is not known: there is no git repository." in page


def test_the_json_has_the_figures() -> None:
    found = contract.report(summary([told(example())], NOW), "", Words())
    assert json.loads(json.dumps(found)) == found
    (aline, *_) = found["people"]
    assert (aline["person"], aline["translated"]["words"], aline["edited"]["words"]) == (
        ALINE,
        3,
        4,
    )
    assert found["quality"]["locales"][0]["points"] == 25
    assert found["due"][0]["days"] == -1


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    return project


def git(
    root: Path, *arguments: str, author: str = "li@example.org", day: str = "2026-01-10"
) -> None:
    who = ("-c", f"user.email={author}", "-c", "user.name=X", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", *who, *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        env={"GIT_AUTHOR_DATE": f"{day}T08:00:00Z", "GIT_COMMITTER_DATE": f"{day}T08:00:00Z"},
    )


def reported(*arguments: str) -> dict[str, Any]:
    found = run("report", "--format", "json", *arguments)
    assert found.exit_code == 0, found.output
    value: dict[str, Any] = json.loads(found.stdout)
    return value


def test_a_project_without_git(root: Path) -> None:
    edit(po(root), translated)
    found = reported("--locale", "en")
    assert found["without_git"] == "there is no git repository" and found["people"] == []
    assert found["unknown"]["texts"] == 5


def test_a_project_in_git_and_what_changes_its_report(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "extracted", day="2026-01-09")
    edit(po(root), translated)
    assert reported("--locale", "en")["people"] == []
    git(root, "commit", "-qam", "translated")
    (person,) = reported("--locale", "en")["people"]
    assert (person["person"], person["translated"]["texts"]) == ("li@example.org", 5)
    assert reported("--since", "2026-01-11")["people"] == []
    assert run("approve", "atelier", "-l", "en").exit_code == 0
    found = reported("--locale", "en")
    assert [each["person"] for each in found["people"]] == [
        "editor@example.org",
        "li@example.org",
    ]
    assert found["turnaround"][0]["days"] == [6.083333] * 3


def test_the_file_is_written_and_named(root: Path) -> None:
    found = run("report", "-o", "out.html")
    assert found.exit_code == 0 and "out.html: written" in found.stderr and not found.stdout
    read((root / "out.html").read_text("utf-8"))


def test_a_catalogue_that_cannot_be_read_is_named_and_in_no_figure(root: Path) -> None:
    po(root).write_text("<<<<<<< ours\n", "utf-8")
    found = run("report", "--format", "json")
    assert found.exit_code == 2 and "atelier.po" in found.stderr
    assert {each["locale"] for each in json.loads(found.stdout)["translations"]} == {"zh"}
