"""`workflow translate`, from the command line to the catalogues."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polib
import pytest
from click.testing import CliRunner, Result

from tests.libre import Libre, broken, quick, serving
from tests.services import KEY
from workflow.cli import main
from workflow.engines.dummy import Dummy

__all__ = ["quick"]

ARTICLE = """---
title: Un atelier à Nanning
lang: fr
date: 2026-01-15
---
Un atelier de **deux jours** sur les [normes](https://example.org/normes).

- Écrire à presse@example.org
- 12,5 %

Fin de l’atelier.
"""
TEXTS = 5
EN = "locales/en/LC_MESSAGES/nanning.po"
ZH = "locales/zh/LC_MESSAGES/nanning.po"


@pytest.fixture
def news(project: Path) -> Path:
    """A project with one article of five messages, extracted."""
    for path in (project / "articles").iterdir():
        path.unlink()
    (project / "articles" / "nanning.md").write_text(ARTICLE, encoding="utf-8")
    assert run("extract").exit_code == 0
    return project


@pytest.fixture
def libre(news: Path, quick: None) -> Iterator[Libre]:
    """A service the project knows under the name libre, one text at a time."""
    del quick
    with serving(news, "in_flight = 1", "batch = 1") as service:
        yield service


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert KEY not in result.output
    return result


def translate(*arguments: str, code: int = 0) -> Result:
    result = run("translate", *arguments)
    assert result.exit_code == code, result.output
    return result


def rows(*arguments: str, code: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(translate("--format", "json", *arguments, code=code).stdout)
    return found


def entries(path: str = EN) -> Mapping[str, polib.POEntry]:
    return {entry.msgid: entry for entry in polib.pofile(path)}


def snapshot(root: Path) -> Mapping[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def test_every_message_gets_a_draft_that_says_where_it_is_from(news: Path) -> None:
    translate("--engine", "dummy", "--locale", "en")
    found = entries()
    assert len(found) == TEXTS
    for entry in found.values():
        assert entry.msgstr
        assert entry.flags == ["fuzzy"]
    comments = {entry.msgid: entry.tcomment.partition(" [")[0] for entry in found.values()}
    assert comments["Fin de l’atelier."] == "machine translation: dummy, 2026-01-15"
    assert comments["12,5 %"] == "machine translation: dummy (copied), 2026-01-15"
    assert found["Écrire à presse@example.org"].msgstr.endswith(" presse@example.org")


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs: apt install gettext")
def test_gettext_accepts_the_catalogue(news: Path) -> None:
    translate("--engine", "dummy")
    subprocess.run(["msgfmt", "--check", "--use-fuzzy", "-o", "/dev/null", EN], check=True)


def test_the_second_run_changes_no_byte(news: Path) -> None:
    translate("--engine", "memory", "--engine", "dummy")
    before = snapshot(news / "locales")
    assert "Nothing to translate." in translate("--engine", "memory", "--engine", "dummy").stderr
    assert snapshot(news / "locales") == before


def test_a_locale_that_is_no_target_is_told_where_nothing_waits_too(news: Path) -> None:
    for _ in range(3):
        translate("--engine", "dummy")
    assert "“de” is not a target locale" in translate("--locale", "de", code=2).stderr


def test_the_json_is_the_contract(news: Path) -> None:
    result = translate("--engine", "memory", "--engine", "dummy", "--format", "json")
    report = json.loads(result.stdout)
    assert list(report) == [
        "version", "rows", "requests", "characters", "cost", "reused", "errors", "texts_left",
        "drafts_marked",
    ]  # fmt: skip
    assert (report["cost"], report["reused"]) == (None, 0)
    assert report["errors"] == report["texts_left"] == []
    assert [list(row.values()) for row in report["rows"]] == [
        ["nanning", "en", "memory", 0, 5, 0],
        ["nanning", "en", "dummy", 5, 0, 0],
        ["nanning", "zh", "memory", 0, 5, 0],
        ["nanning", "zh", "dummy", 5, 0, 0],
    ]
    assert list(report["rows"][0]) == ["article", "locale", "engine", "filled", "left", "failed"]
    assert report["version"] == 1
    assert report["requests"] == 2 * (TEXTS - 1)


def test_a_dry_run_tells_what_a_run_does_and_touches_nothing(news: Path, libre: Libre) -> None:
    before = snapshot(news)
    names = ("--engine", "memory", "--engine", "libre", "--locale", "en")
    rehearsed = rows("--dry-run", *names)
    assert snapshot(news) == before
    assert libre.seen == []
    assert rehearsed == rows(*names) | {"drafts_marked": []}
    assert rehearsed["characters"] == sum(map(len, libre.texts))
    assert rehearsed["requests"] == len(libre.texts)


def test_a_pair_that_no_engine_serves_is_left_and_said_in_one_line(
    news: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = translate()
    lines = [line for line in result.stderr.splitlines() if "no engine serves" in line]
    assert lines == [
        "fr → en: no engine serves this pair, 5 messages are left for translators; to draft "
        "them: apt install apertium apertium-fr-es apertium-eng-spa",
        "fr → zh: no engine serves this pair, 5 messages are left for translators; to draft "
        "them: workflow translate --locale zh --engine google (sends texts to Google)",
    ]
    assert not any(entry.msgstr for entry in entries(ZH).values())
    translate("--strict", code=3)


def test_what_a_service_gave_before_it_failed_is_kept(news: Path, libre: Libre) -> None:
    libre.answer = broken(403, after=2)
    report = rows("--engine", "libre", "--locale", "en", code=3)
    assert report["rows"] == [
        {
            "article": "nanning",
            "locale": "en",
            "engine": "libre",
            "filled": 3,  # one of them copied
            "left": 0,
            "failed": 2,
        }
    ]
    assert sum(bool(entry.msgstr) for entry in entries().values()) == 3
    libre.answer = broken(403, after=9)
    again = rows("--engine", "libre", "--locale", "en")
    assert (again["rows"][0]["filled"], again["requests"]) == (2, 2)
    assert all(entry.msgstr for entry in entries().values())


def test_the_failure_of_a_service_is_told(news: Path, libre: Libre) -> None:
    libre.answer = broken(500)
    result = translate("--engine", "libre", "--locale", "en", code=3)
    assert "error: libre: HTTP 500" in result.stderr


def test_the_next_engine_stands_in_for_one_that_fails(news: Path, libre: Libre) -> None:
    libre.answer = broken(500)
    report = rows("--engine", "libre", "--engine", "dummy", "--locale", "en")
    assert [list(row.values())[2:] for row in report["rows"]] == [
        ["libre", 1, 0, 4],
        ["dummy", 4, 0, 0],
    ]


def test_a_text_in_several_articles_is_sent_once(news: Path, libre: Libre) -> None:
    other = ARTICLE.replace("title: Un atelier à Nanning", "title: Un autre titre")
    (news / "articles" / "other.md").write_text(other, encoding="utf-8")
    assert run("extract").exit_code == 0
    translate("--engine", "libre", "--locale", "en")
    assert len(libre.texts) == len(set(libre.texts)) == TEXTS


def test_no_more_is_sent_than_asked_for(news: Path, libre: Libre) -> None:
    report = rows("--engine", "libre", "--locale", "en", "--max-chars", "70")
    assert report["characters"] == sum(map(len, libre.texts)) <= 70
    assert libre.texts[0] == "Un atelier à Nanning"
    row = report["rows"][0]
    assert row["left"] > 0
    assert (row["filled"] + row["left"], row["failed"]) == (TEXTS, 0)
    assert "--max-chars" in translate("--engine", "libre", "--max-chars", "0").stderr


PAGE = """---
title: Le *mot* et <nom>
lang: fr
date: 2026-01-15
---
<p><a href="x" title="Une salle">lien</a> 3 &lt; 4 *sic* R&amp;D</p>
<p>Le <code>nom</code> de `a_b` : 5 * 3, voir <i class="notranslate">OK</i><br>_fin_ &amp;lt;</p>
"""
PAGE_EN = "locales/en/LC_MESSAGES/page.po"
PAGE_DRAFTS = {
    "dummy": [
        "⟦Ļé *møt* ét <ñøm> en⟧",
        '<a href="x" title="⟦Ûñé šåļļé en⟧">⟦ļîéñ en⟧</a> ⟦3 < 4 *šîç* Ŕ&D en⟧',
        "⟦Ļé en⟧ <code>nom</code> ⟦dé `å_b` : 5 * 3, vøîŕ en⟧ "
        '<i class="notranslate">OK</i><br>⟦_fîñ_ en⟧ &amp;⟦ļt; en⟧',
    ],
    "libre": [
        "LE *MOT* ET <NOM>",
        '<a href="x" title="UNE SALLE">LIEN</a> 3 < 4 *SIC* R&D',
        'LE <code>nom</code> DE `A_B`: 5 * 3, VOIR <i class="notranslate">OK</i><br>_FIN_ &amp;LT;',
    ],
}


@pytest.mark.parametrize("engine", ["dummy", "libre"])
def test_html_and_plain_text_are_sent_as_what_they_are(
    news: Path, libre: Libre, engine: str
) -> None:
    (news / "articles" / "nanning.md").unlink()
    (news / "articles" / "page.html").write_text(PAGE, encoding="utf-8")
    assert run("extract").exit_code == 0
    translate("--engine", engine, "--locale", "en")
    assert [entry.msgstr for entry in entries(PAGE_EN).values()] == PAGE_DRAFTS[engine]
    beside = 1  # the title of the link
    assert len(libre.texts) == (len(PAGE_DRAFTS["libre"]) + beside if engine == "libre" else 0)
    found = json.loads(run("check", "--locale", "en", "--format", "json").stdout)["findings"]
    kept = ("placeables", "markup", "structure", "active")
    assert [each for each in found if each["locale"] == "en" and each["check"] in kept] == []


def test_what_people_wrote_stays(news: Path) -> None:
    path = news / EN
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'(msgid "Fin de l’atelier."\nmsgstr )""', r'\1"The end."', text)
    text = text.replace("#. title", "# Ask the editor.\n#. title", 1)
    path.write_text(text, encoding="utf-8")
    translate("--engine", "dummy", "--locale", "en")
    found = entries()
    assert (found["Fin de l’atelier."].msgstr, found["Fin de l’atelier."].flags) == (
        "The end.",
        [],
    )
    assert 'msgid "Fin de l’atelier."\nmsgstr "The end."' in path.read_text(encoding="utf-8")


def test_a_draft_nobody_touched_is_made_anew_where_its_source_changed(news: Path) -> None:
    assert run("translate", "--engine", "dummy").exit_code == 0
    catalogue = polib.pofile(str(news / EN))
    touched = next(each for each in catalogue if each.msgid == "Fin de l’atelier.")
    touched.msgstr = "That was it."
    catalogue.save()
    article = news / "articles" / "nanning.md"
    text = (
        article.read_text("utf-8")
        .replace("l’atelier", "l'atelier")
        .replace("Un atelier de **deux", "Un bel atelier de **deux")
    )
    article.write_text(text, "utf-8")
    assert run("extract").exit_code == 0
    before = {each.msgid: each for each in polib.pofile(str(news / EN))}
    changed = "Un bel atelier de **deux jours** sur les [normes](https://example.org/normes)."
    assert before[changed].previous_msgid

    report = json.loads(run("translate", "--engine", "dummy", "--format", "json").stdout)
    assert sum(each["filled"] for each in report["rows"] if each["locale"] == "en") == 1
    after = {each.msgid: each for each in polib.pofile(str(news / EN))}
    assert after[changed].fuzzy
    assert not after[changed].previous_msgid
    assert after[changed].msgstr != before[changed].msgstr
    assert after["Fin de l'atelier."].msgstr == "That was it."


def test_a_dry_run_learns_from_what_the_memory_knows_and_leaves_it_as_it_is(news: Path) -> None:
    path = news / EN
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"Fin de l’atelier."\nmsgstr ""', '"Fin de l’atelier."\nmsgstr "The end."'),
        encoding="utf-8",
    )
    other = news / "articles" / "other.md"
    other.write_text("---\ntitle: Autre\nlang: fr\n---\nFin de l’atelier.\n", encoding="utf-8")
    assert run("extract").exit_code == 0
    translate("nanning", "--engine", "memory")
    memory = news / ".workflow" / "memory.db"
    whole = memory.read_bytes()
    for data in (whole, b"no database" * 400, whole[: len(whole) // 2]):
        memory.write_bytes(data)
        before = snapshot(news)
        found = rows("other", "--engine", "memory", "--locale", "en", "--dry-run")
        assert found["rows"][0]["filled"] == 1
        assert snapshot(news) == before


def test_the_memory_knows_what_other_articles_say(news: Path) -> None:
    path = news / EN
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"Fin de l’atelier."\nmsgstr ""', '"Fin de l’atelier."\nmsgstr "The end."'),
        encoding="utf-8",
    )
    (news / "articles" / "other.md").write_text(
        "---\ntitle: Autre\nlang: fr\n---\nFin de l’atelier.\n\nLa fin de l’atelier.\n\n"
        "Rien de tel.\n",
        encoding="utf-8",
    )
    assert run("extract").exit_code == 0
    translate("other", "--engine", "memory", "--locale", "en")
    found = entries("locales/en/LC_MESSAGES/other.po")
    drafts = {
        each.msgid: (each.msgstr, each.tcomment.partition(" [")[0]) for each in found.values()
    }
    assert drafts == {
        "Autre": ("", ""),
        "Fin de l’atelier.": (
            "The end.",
            "translation memory: exact match, nanning, 2026-01-15",
        ),
        "La fin de l’atelier.": (
            "The end.",
            "translation memory: 86 % match, nanning, 2026-01-15",
        ),
        "Rien de tel.": ("", ""),
    }
    assert found["Fin de l’atelier."].flags == ["fuzzy"]


def test_an_interrupted_run_keeps_what_it_has(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Dummy.translate

    def interrupted(self: Dummy, requests: Any) -> Any:
        for index, outcome in whole(self, requests):
            if index == 2:
                raise KeyboardInterrupt
            yield index, outcome

    with monkeypatch.context() as patched:
        patched.setattr(Dummy, "translate", interrupted)
        translate("--engine", "dummy", "--locale", "en", code=130)
    assert sum(bool(entry.msgstr) for entry in entries().values()) == 3, "one of them copied"
    assert rows("--engine", "dummy", "--locale", "en")["rows"][0]["filled"] == TEXTS - 3


def test_an_unknown_engine_is_an_error_with_the_nearest(news: Path) -> None:
    result = translate("--engine", "apertum", code=2)
    assert "unknown engine “apertum”" in result.stderr
    assert "Did you mean “apertium”?" in result.stderr


def test_a_broken_catalogue_is_named_and_left_and_the_others_are_drafted(news: Path) -> None:
    (news / ZH).write_text('msgid "x"\nmsgstr "y\n', encoding="utf-8")
    before = snapshot(news)
    result = translate("--engine", "dummy", code=2)
    assert ZH in result.stderr
    after = snapshot(news)
    assert {name for name in before if name.endswith(".po") and before[name] != after[name]} == {EN}


def test_articles_that_were_not_extracted_are_told(news: Path) -> None:
    shutil.rmtree(news / "locales")
    result = translate("--engine", "dummy")
    assert "the catalogues of nanning lack messages: run `workflow extract` first" in result.stderr


def test_the_help_has_an_example() -> None:
    assert "Example: workflow translate" in run("translate", "--help").output
