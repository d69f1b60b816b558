"""``pybabel extract`` reads articles by the installed entry point."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

ARTICLE = "---\ntitle: Un titre\nsummary: Bref\n---\n\n<!-- translators: court -->\nUn texte.\n"


@pytest.mark.parametrize(
    ("option", "contexts"), [("", ["title", "summary"]), ("fields = title", ["title"])]
)
def test_pybabel_extracts_articles(tmp_path: Path, option: str, contexts: list[str]) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "babel.cfg").write_text(f"[workflow: articles/**.md]\n{option}\n", encoding="utf-8")
    out = tmp_path / "all.pot"
    CommandLineInterface().run(
        [
            "pybabel",
            "-q",
            "extract",
            "-F",
            str(tmp_path / "babel.cfg"),
            "-o",
            str(out),
            str(tmp_path),
        ]
    )
    with out.open("rb") as file:
        catalogue = read_po(file)
    assert [message.context for message in catalogue if message.id] == [*contexts, None]
    (text,) = [message for message in catalogue if message.id == "Un texte."]
    assert text.auto_comments == ["paragraph", "court"]
    ((path, line),) = text.locations
    assert (Path(path).name, line) == ("a.md", 7)
