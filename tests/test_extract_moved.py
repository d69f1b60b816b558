"""Renamed articles and texts that move between articles keep their translations."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polib
import pytest

from tests.test_extract import extract

TEXTS = [f"Le bateau numéro {word} attend au quai." for word in ("un", "deux", "trois", "quatre")]
MOVED = "La capitainerie ferme ses portes à dix-huit heures précises."


def write(name: str, texts: Iterable[str]) -> None:
    text = f"---\ntitle: Nouvelles de {name}\nlang: fr\n---\n\n" + "\n\n".join(texts) + "\n"
    Path(f"articles/{name}.md").write_text(text, encoding="utf-8")


def translate(name: str, locale: str = "en") -> None:
    """Every message gets a translation, and a translator's comment."""
    catalogue = polib.pofile(f"locales/{locale}/LC_MESSAGES/{name}.po")
    for entry in catalogue:
        entry.msgstr = f"{locale}: {entry.msgid}"
        entry.tcomment = "vu par Mei"
    catalogue.save()


def entries(name: str, locale: str = "en") -> dict[str, polib.POEntry]:
    return {e.msgid: e for e in polib.pofile(f"locales/{locale}/LC_MESSAGES/{name}.po")}


@pytest.fixture
def port(project: Path) -> Path:
    write("port", [*TEXTS, MOVED])
    write("quai", ["Un texte d’un autre article.", "Encore un."])
    extract()
    for name in ("port", "quai"):
        for locale in ("en", "zh"):
            translate(name, locale)
    return project


def test_a_renamed_article_takes_its_catalogues_along(port: Path) -> None:
    write("havre", [*TEXTS[:3], "Un texte tout neuf.", MOVED])
    Path("articles/port.md").unlink()
    rows = [row for row in extract() if row["article"] == "havre"]
    assert [row["locale"] for row in rows] == ["en", "zh"]
    for locale in ("en", "zh"):
        now = entries("havre", locale)
        assert now[MOVED].msgstr == f"{locale}: {MOVED}"
        assert now[MOVED].tcomment == "vu par Mei"
        assert now[TEXTS[3]].obsolete, "nothing is lost"
        assert not Path(f"locales/{locale}/LC_MESSAGES/port.po").exists()
    assert not Path("locales/port.pot").exists()
    assert not any(row["written"] for row in extract())


def test_an_article_that_shares_little_is_not_the_same(port: Path) -> None:
    write("havre", [TEXTS[0], *(f"Une phrase {n} d’un tout autre sujet." for n in range(9))])
    Path("articles/port.md").unlink()
    extract()
    assert Path("locales/en/LC_MESSAGES/port.po").exists()
    assert entries("havre")[TEXTS[0]].msgstr == f"en: {TEXTS[0]}", "but what it shares is found"


@pytest.mark.parametrize("new", ["quai", "aube"], ids=["to an older article", "to a new one"])
def test_a_paragraph_moves_with_its_translation(port: Path, new: str) -> None:
    write("port", TEXTS)
    before = ["Un texte d’un autre article.", "Encore un."] if new == "quai" else []
    write(new, [*before, MOVED])
    (row,) = [row for row in extract() if (row["article"], row["locale"]) == (new, "en")]
    assert row["found"] == 1
    moved = entries(new)[MOVED]
    assert (moved.msgstr, moved.fuzzy, moved.tcomment) == (f"en: {MOVED}", False, "vu par Mei")
    assert entries("port")[MOVED].obsolete


def test_a_broken_catalogue_without_article_is_in_nobodys_way(port: Path) -> None:
    Path("articles/port.md").unlink()
    Path("locales/en/LC_MESSAGES/port.po").write_text("<<<<<<< HEAD\n", encoding="utf-8")
    write("havre", [MOVED, *(f"Une phrase {n} d’un tout autre sujet." for n in range(9))])
    extract()
    assert entries("havre", "zh")[MOVED].msgstr == f"zh: {MOVED}"
    assert entries("havre", "en")[MOVED].msgstr == ""
