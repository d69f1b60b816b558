"""Extract: catalogues follow their articles, and nothing is done where nothing changed."""

from __future__ import annotations

import json
from pathlib import Path

import polib
import pytest
from click.testing import CliRunner
from hypothesis import given

from tests.strategies import documents
from workflow.cli import main
from workflow.errors import ArticleError
from workflow.formats import parse
from workflow.po.template import template_messages

ARTICLE = "---\ntitle: Titre\nlang: fr\n---\n\nUn texte.\n\nUn autre texte.\n"
PO = "locales/en/LC_MESSAGES/a.po"


def extract(*arguments: str) -> list[dict[str, object]]:
    """Run the command and return the rows of its report."""
    result = CliRunner().invoke(main, ["extract", "--format", "json", *arguments])
    assert result.exit_code == 0, result.output
    rows: list[dict[str, object]] = json.loads(result.stdout)["rows"]
    return rows


def files(root: Path) -> dict[str, tuple[int, bytes]]:
    """Every catalogue with its time of modification and bytes."""
    paths = sorted(root.glob("locales/**/*.po*"))
    return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in paths}


@pytest.fixture
def started(project: Path) -> Path:
    """A project with one article and its catalogues."""
    Path("articles/a.md").write_text(ARTICLE, encoding="utf-8")
    extract()
    return project


def test_a_second_run_touches_no_file(started: Path) -> None:
    before = files(started)
    assert not any(row["written"] for row in extract())
    Path(".workflow/facts.db").unlink()
    assert not any(row["written"] for row in extract())
    assert files(started) == before


def test_a_broken_catalogue_is_found_though_its_article_did_not_change(started: Path) -> None:
    Path(PO).write_text("<<<<<<< HEAD\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["extract"])
    assert result.exit_code == 2
    assert f"{PO}:1" in result.stderr


def test_a_translators_work_survives_a_change_of_the_source(started: Path) -> None:
    catalogue = polib.pofile(PO)
    for entry in catalogue:
        entry.msgstr = entry.msgid.upper()
        entry.tcomment = "vu"
    catalogue.save()
    changed = ARTICLE.replace("Un autre texte.", "Un tout autre texte.")
    Path("articles/a.md").write_text(changed, encoding="utf-8")
    (row,) = extract("a", "--locale", "en")
    assert (row["fuzzy"], row["new"]) == (1, 0)
    after = {entry.msgid: entry for entry in polib.pofile(PO)}
    assert after["Un texte."].msgstr == "UN TEXTE."
    proposed = after["Un tout autre texte."]
    assert (proposed.msgstr, proposed.fuzzy) == ("UN AUTRE TEXTE.", True)
    assert proposed.previous_msgid == "Un autre texte."
    assert proposed.tcomment.splitlines() == ["vu", "source changed: meaning"]


def test_a_change_is_judged_as_what_the_message_is_written_in(project: Path) -> None:
    text = "---\ntitle: Cinq jours\nlang: fr\n---\n\n<p>Cinq jours ici</p>\n"
    Path("articles/a.html").write_text(text, encoding="utf-8")
    extract()
    catalogue = polib.pofile(PO)
    for entry in catalogue:
        entry.msgstr = f"={entry.msgid}"
    catalogue.save()
    changed = text.replace("Cinq jours\n", "_Cinq jours_\n").replace("<p>Cinq", "<p><b>Cinq</b>")
    Path("articles/a.html").write_text(changed, encoding="utf-8")
    extract()
    after = {entry.msgid: (entry.msgstr, entry.tcomment) for entry in polib.pofile(PO)}
    assert after == {
        "_Cinq jours_": ("=Cinq jours", "source changed: meaning"),
        "<b>Cinq</b> jours ici": ("=Cinq jours ici", "source changed: markup"),
    }


@given(documents())
def test_equal_segments_are_one_message_in_their_first_place(text: str) -> None:
    try:
        segments = parse(text).segments
    except ArticleError:
        return
    messages = template_messages(segments, "articles/a.md")
    assert [message.key for message in messages] == list(dict.fromkeys(s.key for s in segments))


def test_without_references_weblate_is_told_what_is_markdown(project: Path) -> None:
    """It tells Markdown from `#: articles/x.md`, where that is there."""
    config = Path("setup.cfg")
    config.write_text(
        config.read_text(encoding="utf-8").replace("locations = file", "locations = never"),
        encoding="utf-8",
    )
    for name, text in {
        "a.md": ARTICLE,
        "b.html": "<h2>零</h2>\n<p>一</p>\n",
        "c.txt": "Un\n",
    }.items():
        head = "---\ntitle: Titre\nlang: fr\n---\n\n"
        Path(f"articles/{name}").write_text(
            text if text.startswith("---") else head + text, encoding="utf-8"
        )
    extract()
    flags = {}
    for slug in "abc":
        for entry in polib.pofile(f"locales/en/LC_MESSAGES/{slug}.po"):
            assert not entry.occurrences
            flags[slug, entry.msgid] = entry.flags
    assert flags["a", "Un texte."] == flags["a", "Un autre texte."] == ["md-text"]
    assert [flag for (slug, _), flag in flags.items() if slug != "a"] == [[]] * 5
    before = files(project)
    Path(".workflow/facts.db").unlink()
    extract()
    assert files(project) == before
    result = CliRunner().invoke(main, ["catalog", "lint"])
    assert result.exit_code == 0, result.output
    Path("articles/a.md").write_text(ARTICLE.replace("Un autre", "Encore un"), encoding="utf-8")
    po = polib.pofile(PO)
    po[-1].msgstr = "Another text."
    po.save()
    extract()
    assert polib.pofile(PO)[-2].flags in (["fuzzy", "md-text"], ["md-text"])
