"""The program's own sentences, and this repository's articles, pass every rule of the program.

A sentence of the program stands by itself, with code in backquotes: it is checked as an article of
one message in Markdown. Commands that people copy stand bare in it and are put in backquotes here,
as in an article they would have to be. Notes are no faults; a warning is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

import workflow
from workflow.checks.running import check_translation
from workflow.checks.subject import Subject, Translation
from workflow.cli import main
from workflow.formats import parse
from workflow.model import Article, Locale, Message, Segment, Severity
from workflow.project.catalogues import read_catalogue

REPOSITORY = Path(__file__).parents[1]
LOCALES = Path(workflow.__file__).parent / "locales"
ENGLISH = Locale("en")
ARTICLE = Article("program", "program.md", "markdown", ENGLISH, "")
NOTHING = parse("", format="text")
COMMAND = re.compile(
    r"(?<![`\w-])(?:workflow(?: (?:mt|glossary|release|review|tm|catalog))? [a-z]+(?: --[a-z-]+)?"
    r"(?: \{\w+\})?(?: --locale \{\w+\} --state rejected)?(?: --engine google)?|"
    r"export \{name\}=)(?![\w`])"
)
"""Of this program, and of a shell."""


def messages(path: Path) -> Iterator[Message]:
    """Its messages; of one with plural forms a message for each, with the msgid it stands for."""
    for message in read_catalogue(path).messages:
        if message.obsolete:
            continue
        if message.msgid_plural is None:
            yield message
            continue
        singular = len(message.msgstr_plural) > 1
        for number, form in enumerate(message.msgstr_plural):
            msgid = message.msgid if singular and not number else message.msgid_plural
            one = replace(message, msgid_plural=None, msgstr_plural=())
            yield replace(one, msgid=msgid, msgstr=form)


def marked(text: str) -> str:
    """The text with its commands in backquotes, those apart that have them."""
    pieces = re.split("(`[^`]*`)", text)
    pieces[::2] = [COMMAND.sub(r"`\g<0>`", each) for each in pieces[::2]]
    return "".join(pieces)


def said_of(message: Message, locale: Locale, off: tuple[str, ...] = ()) -> Iterator[str]:
    """Warnings and errors on a message by itself, with its texts."""
    message = replace(message, msgid=marked(message.msgid), msgstr=marked(message.msgstr))
    segment = Segment(0, 0, message.msgid, "paragraph", 1, markup="markdown")
    subject = Subject(ARTICLE, locale, segment, message, "program.po", 1)
    translation = Translation(ARTICLE, locale, NOTHING, (subject,))
    for found in check_translation(translation, off):
        if found.severity is not Severity.INFO:
            yield f"{found.check}: {found.message} | {message.msgid} | {message.msgstr}"


@pytest.mark.parametrize("language", ["fr", "zh"])
@pytest.mark.parametrize("name", ["workflow", "site"])
def test_translations_of_the_program_pass(name: str, language: str) -> None:
    path = LOCALES / language / "LC_MESSAGES" / f"{name}.po"
    read = list(messages(path))
    assert len(read) > 30
    assert [said for each in read for said in said_of(each, Locale(language))] == []


def english() -> Iterator[str]:
    """What the program says in English."""
    for message in read_catalogue(LOCALES / "workflow.pot").messages:
        yield from filter(None, (message.msgid, message.msgid_plural))
    for message in messages(LOCALES / "en" / "LC_MESSAGES" / "site.po"):
        yield message.msgstr


def test_english_of_the_program_passes() -> None:
    texts = list(dict.fromkeys(english()))
    assert len(texts) > 1000
    found = (said_of(Message(each, each), ENGLISH, ("same-as-source",)) for each in texts)
    assert [said for each in found for said in each] == []


def test_articles_of_this_repository_and_their_translations_pass() -> None:
    done = CliRunner().invoke(main, ["-C", str(REPOSITORY), "check", "--severity", "warning"])
    assert done.exit_code == 0, done.output
