"""The site's catalogues: complete, up to date with the templates, valid gettext."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

import workflow
from workflow.model import Locale
from workflow.site import strings
from workflow.site.strings import Length

PACKAGE = Path(workflow.__file__).parent
LOCALES = PACKAGE / "locales"
NAMES = sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/site.po"))


def catalogue(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def po(name: str) -> Path:
    return LOCALES / name / "LC_MESSAGES" / "site.po"


def messages(found: Catalog) -> dict[object, list[str]]:
    """id → what translators are told."""
    return {message.id: message.auto_comments for message in found if message.id}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What the templates and modules say now, by the command that the docs give."""
    out = tmp_path_factory.mktemp("pot") / "site.pot"
    options = ["-q", "extract", "-F", str(PACKAGE / "site" / "babel.cfg"), "-k", "N_", "-s"]
    options += ["-c", "Translators:", "-o", str(out), str(PACKAGE / "site")]
    CommandLineInterface().run(["pybabel", *options])
    return catalogue(out)


def test_templates_and_modules_are_extracted(extracted: Catalog) -> None:
    assert {"en", "fr", "zh"} <= set(NAMES)
    assert "Skip to content" in messages(extracted)
    assert "Translated from French" in messages(extracted)
    assert ("%(count)s word", "%(count)s words") in messages(extracted)


@pytest.mark.parametrize("path", [LOCALES / "site.pot", *map(po, NAMES)], ids=str)
def test_catalogues_are_up_to_date_with_the_templates(path: Path, extracted: Catalog) -> None:
    assert messages(catalogue(path)) == messages(extracted)


@pytest.mark.parametrize("name", NAMES)
def test_catalogues_are_complete_and_sound(name: str) -> None:
    found = catalogue(po(name), name)
    assert found.plural_forms == Locale(name).plural_forms
    for message in found:
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(forms), message.id
        assert len(forms) == (found.num_plurals if message.pluralizable else 1)
        assert not (message.fuzzy and message.id)
        assert not list(message.check(found)), message.id


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="needs gettext's msgfmt")
@pytest.mark.parametrize("name", NAMES)
def test_msgfmt_has_nothing_to_say(name: str) -> None:
    done = subprocess.run(
        ["msgfmt", "--check", "--output-file=-", po(name)], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("name", "serves"),
    [
        ("fr", "fr"),
        ("fr_CA", "fr"),
        ("zh", "zh"),
        ("zh_Hans", "zh"),
        ("zh_CN", "zh"),
        ("zh_Hant", "en"),
        ("zh_TW", "en"),
        ("es", "en"),
        ("en_GB", "en"),
    ],
)
def test_which_catalogue_serves_a_locale(name: str, serves: str) -> None:
    assert strings.strings_locale(Locale(name)).name == serves


@pytest.mark.parametrize(
    ("source", "name", "line"),
    [
        ("fr", "fr", "Traduit du français"),
        ("en", "fr", "Traduit de l’anglais"),
        ("zh_Hant", "fr", "Traduit du chinois"),
        ("sw", "fr", "Langue d’origine\u00a0: swahili"),
        ("fr", "zh", "译自法文"),
        ("sw", "zh", "原文语言：斯瓦希里语"),
        ("fr", "es", "Translated from French"),
    ],
)
def test_the_line_on_translations(source: str, name: str, line: str) -> None:
    assert strings.translated_from(Locale(source), Locale(name)) == line


@pytest.mark.parametrize(
    ("name", "count", "label"),
    [
        ("fr", 0, "0\u00a0article"),
        ("fr", 1, "1\u00a0article"),
        ("fr", 2, "2\u00a0articles"),
        ("en", 0, "0 articles"),
        ("en", 1, "1 article"),
        ("en", 1234, "1,234 articles"),
        ("zh", 1, "1篇文章"),
    ],
)
def test_plurals(name: str, count: int, label: str) -> None:
    assert strings.articles_label(count, Locale(name)) == label


@pytest.mark.parametrize(
    ("name", "size", "words", "minutes"),
    [
        ("fr", Length(1240, 0), "1\u202f240\u00a0mots", "6\u00a0minutes de lecture"),
        ("fr", Length(1, 0), "1\u00a0mot", "1\u00a0minute de lecture"),
        ("en", Length(1, 0), "1 word", "1-minute read"),
        ("zh", Length(10, 1530), "1,540字", "阅读约需6分钟"),
        ("zh", Length(10, 0), "10词", "阅读约需1分钟"),
    ],
)
def test_lengths(name: str, size: Length, words: str, minutes: str) -> None:
    assert strings.length_label(size, Locale(name)) == words
    assert strings.minutes_label(size, Locale(name)) == minutes
