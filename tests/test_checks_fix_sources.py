"""`workflow check --fix` on articles as they are written: what it splices in, and nothing else."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies import documents
from tests.test_review_helpers import SLUG, edit, po, run, translated, workspace, write_article
from workflow.checks import MendedSource, Source, built_in, check_source, mended_source
from workflow.errors import ArticleError
from workflow.files.atomic import save
from workflow.formats import Document, parse
from workflow.model import Article, Locale

REWORDING = {rule.name for rule in built_in() if rule.rewords}
N, T = "\u00a0", "\u202f"


def source(text: str, language: str = "fr", format: str = "markdown") -> Source:
    article = Article("a", "articles/a.md", format, Locale(language), text)
    return Source(article, parse(text, format=format), "articles", exists=lambda _: True)


def fixed(text: str, language: str = "fr", format: str = "markdown") -> MendedSource:
    return mended_source(source(text, language, format), lambda new: parse(new, format=format))


def text_of(text: str, language: str = "fr", format: str = "markdown") -> str:
    return fixed(text, language, format).document.text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Qui ? Moi !\n", f"Qui{T}? Moi{T}!\n"),
        ("> Une citation : \r\n> « oui »\r\n", f"> Une citation{N}: \r\n> «{N}oui{N}»\r\n"),
        ("\ufeffQui ?\r\n\r\n- l'un : a ;\r\n  l'autre\r\n",
         f"\ufeffQui{T}?\r\n\r\n- l’un{N}: a{T};\r\n  l’autre\r\n"),
        ("- deux lignes\n  : ici\n", "- deux lignes\n  : ici\n"),
        ("Un `a : b` et [oui : non](https://example.org/a_:_b \"t\") !\n",
         f"Un `a : b` et [oui{N}: non](https://example.org/a_:_b \"t\"){T}!\n"),
        ("| a : b | c ? |\n|---|---|\n| d ! | e |\n",
         f"| a{N}: b | c{T}? |\n|---|---|\n| d{T}! | e |\n"),
        ("---\ntitle: 'L''été : oui'\nslug: a ? b\n---\nOui !\n",
         f"---\ntitle: 'L’été{N}: oui'\nslug: a ? b\n---\nOui{T}!\n"),
        ('---\ntitle: "L\'été : \\"oui\\" !"\n---\nOui.\n',
         f'---\ntitle: "L’été{N}: «{N}oui{N}»{T}!"\n---\nOui.\n'),
        ("<!-- workflow: skip -->\n\nQui ?\n\nMoi ?\n",
         f"<!-- workflow: skip -->\n\nQui ?\n\nMoi{T}?\n"),
        ("```\nqui ?\n```\n\n    qui ?\n", "```\nqui ?\n```\n\n    qui ?\n"),
        ("Qui\\\nvient ? Il a dit \"oui\" : bien.\n",
         f"Qui\\\nvient{T}? Il a dit «{N}oui{N}»{N}: bien.\n"),
    ],
)  # fmt: skip
def test_what_differs_is_spliced_into_the_article(before: str, after: str) -> None:
    assert text_of(before) == after


@pytest.mark.parametrize(
    ("language", "format", "before", "after"),
    [
        ("en", "markdown", "Who ? \"Me\" , she said.\n", "Who? “Me”, she said.\n"),
        ("en_US", "markdown", "> It's here --\n> or not.\n", "> It’s here—or not.\n"),
        ("zh", "markdown", "谁?\"我\",他说。\n", "谁？“我”，他说。\n"),
        ("zh", "html", "<p title='a,b'>谁来?<b>我们</b>!</p>\n",
         "<p title='a,b'>谁来？<b>我们</b>！</p>\n"),
        ("fr", "html", "<p class='a ? b'>Qui ?\r\n Moi&nbsp;! L'autre !</p>\r\n",
         f"<p class='a ? b'>Qui{T}?\r\n Moi&nbsp;! L’autre{T}!</p>\r\n"),
        ("fr", "text", "Qui ?\n\nMoi : l'un\nou l'autre !\n",
         f"Qui{T}?\n\nMoi{N}: l’un\nou l’autre{T}!\n"),
        ("de", "markdown", "Wer ? \"Ich\"\n", "Wer ? \"Ich\"\n"),
    ],
)  # fmt: skip
def test_each_language_and_format(language: str, format: str, before: str, after: str) -> None:
    assert text_of(before, language, format) == after


FAULTY = st.sampled_from(
    [
        "Qui ?",
        "l'ami :",
        '"oui" ;',
        "« non »",
        "...",
        "8%",
        "1ère fois",
        "Mr Roy",
        "谁?我!",
        "你好 ,",
    ]
)


@st.composite
def faulty(draw: st.DrawFn) -> str:
    """Documents of all constructs, with faults of typography at the ends of some lines."""
    text = draw(documents())
    lines = text.splitlines(keepends=True)
    parts: list[str] = []
    for line in lines:
        body = line.rstrip("\r\n")
        parts += (body, draw(st.just("") | FAULTY.map(" ".__add__)), line[len(body) :])
    return "".join(parts)


@given(faulty(), st.sampled_from(["fr", "fr_CA", "en", "zh"]))
def test_nothing_else_of_an_article_changes(text: str, language: str) -> None:
    try:
        before = source(text, language)
    except ArticleError:
        assume(False)
    found = fixed(text, language)
    after = found.document
    assert len(after.segments) == len(before.document.segments)
    assert rest_of(after) == rest_of(before.document)
    assert after.skeleton == before.document.skeleton
    assert parse(after.text).segments == after.segments
    if REWORDING.isdisjoint(name for names in found.by for name in names):
        assert letters(after.text) == letters(text)
    assert counts(after, language) <= counts(before.document, language)
    assert not fixed(after.text, language).by


def rest_of(document: Document) -> list[bytes]:
    """What stands between the segments."""
    data, done, parts = document.text.encode(), 0, []
    for segment in document.segments:
        parts.append(data[done : segment.start])
        done = segment.end
    return [*parts, data[done:]]


def letters(text: str) -> list[str]:
    return [each for each in unicodedata.normalize("NFKC", text) if each.isalnum()]


def counts(document: Document, language: str) -> Counter[str]:
    found = check_source(source(document.text, language))
    return Counter(finding.check for finding in found)


# In a project


WRONG = """\
---
title: Un atelier à Nanning
lang: fr
---

Qui vient ? Tous.

## Que faire ?

Voir [plus haut](#que-faire-).
"""


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project, WRONG)
    edit(po(project), translated)
    return project


def article(root: Path) -> Path:
    return root / "articles" / f"{SLUG}.md"


def test_an_article_is_corrected_once_and_extract_comes_next(root: Path) -> None:
    catalogue = po(root).read_bytes()
    result = run("check", "--fix")
    assert f"articles/{SLUG}.md: 2 texts corrected (fr-spaces: 2)" in result.stderr
    assert f"Run: workflow extract {SLUG}" in result.stderr
    right = WRONG.replace("vient ?", f"vient{T}?").replace("faire ?", f"faire{T}?")
    assert article(root).read_text("utf-8") == right
    assert po(root).read_bytes() == catalogue
    assert "corrected" not in run("check", "--fix").stderr
    run("extract")
    assert "#, fuzzy" in po(root).read_text("utf-8")
    assert "links" not in run("check").stdout  # the heading is still called by its old name


def test_a_diff_shows_the_article_and_writes_nothing(root: Path) -> None:
    result = run("check", "--fix", "--diff")
    assert result.exit_code == 1
    assert f"+++ b/articles/{SLUG}.md" in result.stdout
    assert f"+Qui vient{T}? Tous." in result.stdout
    assert article(root).read_text("utf-8") == WRONG


def test_only_what_is_asked_for_is_corrected(root: Path) -> None:
    run("check", "--fix", "--locale", "en")
    run("check", "--fix", "--only", "fr-quotes")
    assert article(root).read_text("utf-8") == WRONG
    run("check", "--fix", "--locale", "fr", "--only", "fr-spaces")
    assert article(root).read_text("utf-8") != WRONG


def test_a_rule_that_the_article_switches_off_corrects_nothing(root: Path) -> None:
    text = WRONG.replace("lang: fr", "lang: fr\nchecks_off: [fr-spaces]")
    article(root).write_text(text, "utf-8")
    run("check", "--fix")
    assert article(root).read_text("utf-8") == text


def test_a_heading_that_would_lose_its_address_is_left(root: Path) -> None:
    text = WRONG.replace("## Que faire ?", "## La 1ère - ou la 2ème")
    article(root).write_text(text, "utf-8")
    run("check", "--fix")
    assert "## La 1ère - ou la 2ème" in article(root).read_text("utf-8")
    assert f"vient{T}?" in article(root).read_text("utf-8")


def test_an_article_that_is_saved_meanwhile_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved: list[Path] = []

    def late(path: Path, old: bytes, new: bytes) -> bool:
        if not saved:
            saved.append(path)
            path.write_text(WRONG + "\nEt après ?\n", "utf-8")
        return save(path, old, new)

    monkeypatch.setattr("workflow.flows.fix.save", late)
    run("check", "--fix")
    assert f"vient{T}?" in article(root).read_text("utf-8")
    assert f"Et après{T}?" in article(root).read_text("utf-8")


def test_an_approval_is_carried_over_after_it(root: Path) -> None:
    assert run("approve", SLUG, "--locale", "en").exit_code == 0
    run("check", "--fix")
    run("extract")
    assert not standing(root)
    assert run("approve", "--carry-over", "--yes").exit_code == 0
    assert standing(root)


def standing(root: Path) -> bool:
    """Whether the English translation is approved."""
    (found,) = workspace(root).articles
    return workspace(root).translation(found, Locale("en")).standing.approved
