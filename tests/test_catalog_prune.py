"""`workflow catalog prune`: obsolete messages go, everything else keeps its bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from workflow.cli import main
from workflow.project.catalogues import read_catalogue

SLUG = "relire-avant-de-traduire"
OBSOLETE = (
    '\n#~ msgid "Vieux"\n#~ msgstr "Old"\n\n#~ msgctxt "x"\n#~ msgid "Jadis"\n#~ msgstr "Once"\n'
)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["catalog", "prune", *arguments])


@pytest.fixture
def catalogues(project: Path) -> dict[str, Path]:
    """Of each locale, the catalogue, with two obsolete messages at its end."""
    CliRunner().invoke(main, ["extract"])
    paths = {
        locale: project / "locales" / locale / "LC_MESSAGES" / f"{SLUG}.po"
        for locale in ("en", "zh")
    }
    for path in paths.values():
        path.write_text(path.read_text() + OBSOLETE)
    return paths


def test_obsolete_messages_go_and_are_named(catalogues: dict[str, Path]) -> None:
    live = {path: path.read_text().removesuffix(OBSOLETE).rstrip() for path in catalogues.values()}
    done = run()
    assert done.exit_code == 0, done.output
    for text in ("Vieux", "Old", "Jadis", "Once"):
        assert text in done.stdout
    assert "dropped 4 obsolete messages" in done.stderr
    assert "translation memory" in done.stderr
    for path, text in live.items():
        assert path.read_text().rstrip() == text
    again = run()
    assert again.exit_code == 0
    assert again.stdout == ""
    assert again.stderr == "no obsolete messages\n"


def test_a_dry_run_changes_nothing(catalogues: dict[str, Path]) -> None:
    before = {path: path.read_bytes() for path in catalogues.values()}
    done = run("--dry-run", "--format", "json")
    assert done.exit_code == 0
    assert {path: path.read_bytes() for path in catalogues.values()} == before
    report = json.loads(done.stdout)
    assert report["version"] == 1
    assert report["dry_run"] is True
    assert [row["locale"] for row in report["rows"]] == ["en", "zh"]
    assert report["rows"][0]["file"] == f"locales/en/LC_MESSAGES/{SLUG}.po"
    assert report["rows"][0]["dropped"] == [
        {"msgctxt": None, "msgid": "Vieux", "msgstr": "Old"},
        {"msgctxt": "x", "msgid": "Jadis", "msgstr": "Once"},
    ]


def test_only_what_is_named(catalogues: dict[str, Path]) -> None:
    assert run(SLUG, "--locale", "en").exit_code == 0
    assert not any(message.obsolete for message in read_catalogue(catalogues["en"]).messages)
    assert any(message.obsolete for message in read_catalogue(catalogues["zh"]).messages)
    assert run("--locale", "de").exit_code == 2
    assert run("nothing").exit_code == 2


def test_a_broken_catalogue_stays_and_the_others_are_pruned(catalogues: dict[str, Path]) -> None:
    catalogues["en"].write_text("<<<<<<< HEAD\n")
    done = run()
    assert done.exit_code == 2
    assert "merge conflict" in done.stderr
    assert catalogues["en"].read_text() == "<<<<<<< HEAD\n"
    assert not any(message.obsolete for message in read_catalogue(catalogues["zh"]).messages)


def test_it_waits_for_the_lock(catalogues: dict[str, Path], project: Path) -> None:
    with FileLock(project / ".workflow" / "lock"):
        done = run()
    assert done.exit_code == 1
    assert "another `workflow` command" in done.stderr
