"""``pybabel extract`` reads articles by the installed entry point."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from workflow.errors import ConfigError, WorkflowError
from workflow.formats.babel_extractor import Extracted, extract

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


def extracted(
    article: str, options: Mapping[str, str], keywords: Collection[str] = ("pgettext",)
) -> list[Extracted]:
    file = BytesIO(article.encode())
    file.name = "articles/a.md"
    return list(extract(file, keywords, (), options))


@pytest.mark.parametrize(
    ("field", "options"),
    [("segmentation: sentence\n", {}), ("", {"segmentation": "sentence", "source_locale": "fr"})],
)
def test_a_message_is_a_sentence_where_the_article_or_the_option_says_so(
    field: str, options: dict[str, str]
) -> None:
    article = f"---\ntitle: Un titre\n{field}---\n\nUne phrase. Une autre.\n"
    texts = [message for _, _, message, _ in extracted(article, options)]
    assert texts == [("title", "Un titre"), "Une phrase.", "Une autre."]


def test_arguments_of_directives_are_extracted_by_option() -> None:
    article = '---\ntitle: Un\n---\n\n{{< figure src="a.png" caption="Un quai" >}}\n'
    texts = [message for _, _, message, _ in extracted(article, {"directive_arguments": "caption"})]
    assert texts == [("title", "Un"), "Un quai"]


@pytest.mark.parametrize(
    ("article", "options", "message"),
    [
        ("---\ntitle: [\n---\n\na\n", {}, "articles/a.md:.*broken front matter"),
        ("a", {"encoding": "ascii-8"}, "articles/a.md: cannot be read as ascii-8"),
        ("é", {"encoding": "ascii"}, "articles/a.md: cannot be read as ascii"),
        ("a", {"segments": "sentence"}, "unknown option “segments”"),
    ],
)
def test_what_cannot_be_read_is_said_with_the_file(
    article: str, options: dict[str, str], message: str
) -> None:
    with pytest.raises(WorkflowError, match=message):
        extracted(article, options)


def test_messages_with_a_context_need_a_keyword() -> None:
    with pytest.raises(ConfigError, match="need the keyword `pgettext`"):
        extracted("---\ntitle: Un\n---\n\na\n", {}, keywords=("_",))
