"""Texts that come back from translators' tools, merged into the catalogues message by message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from workflow.errors import ExchangeError, WorkflowError, gathered, raise_all
from workflow.exchange.handout import Returned
from workflow.flows.breaking_texts import breaking
from workflow.flows.on_messages import Act, Decision, Found, not_a_text, on_each
from workflow.flows.returned_files import read_returned
from workflow.flows.word import Word, refusal
from workflow.model import Key, Locale, MessageAction
from workflow.model.message_event import translation_of
from workflow.model.phrase import phrase
from workflow.po.template import message_markup
from workflow.project.logs import damaged_lines
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.outcome import Place, Result, Said
from workflow.review.return_plan import (
    TEXTS,
    Came,
    ReturnPlanner,
    ReturnRow,
    Scene,
)

_ACTIONS: Final[Mapping[Came, MessageAction]] = {
    Came.TAKEN: MessageAction.EDIT,
    Came.FUZZY: MessageAction.EDIT,
    Came.MOVED: MessageAction.EDIT,
    Came.MARKED: MessageAction.COMMENT,
    Came.SUGGESTED: MessageAction.SUGGEST,
    Came.COMMENTED: MessageAction.COMMENT,
}
"""What is said of a message in the log."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of some files."""

    rows: tuple[ReturnRow, ...]
    unchanged: int
    """Texts that came back as they are in the project, or as they were handed out."""
    errors: tuple[WorkflowError, ...]
    """Of files, and of articles in them, that are none of ours or cannot be read."""


def import_translations(
    workspace: Workspace,
    files: Sequence[Path],
    word: Word,
    *,
    write: bool = True,
    done: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Take in what comes back, file after file; where not to ``write``, tell what would come of it.

    ``done`` is called with the number of files done. Nothing of a damaged file is taken.
    """
    errors: list[WorkflowError] = []
    rows: list[ReturnRow] = []
    unchanged = 0
    for path in files:
        with gathered(errors):
            for returned in read_returned(path):
                with gathered(errors):
                    planned, same = _planned(workspace, path, returned, word.actor)
                    unchanged += same
                    rows += _taken(workspace, planned, word) if write else planned
        done(1)
    return Imported(tuple(rows), unchanged, tuple(errors))


# The plan


def _planned(
    workspace: Workspace, path: Path, returned: Returned, actor: str
) -> tuple[list[ReturnRow], int]:
    """What is to come of a file's texts of one article, and how many are as they are."""
    translation = _translation(workspace, path, returned)
    raise_all(damaged_lines(translation.words))
    place = Place(translation.article.slug, translation.locale, (None, ""))
    markup = message_markup(translation.document.segments)
    scene = Scene(place, translation.messages, markup, translation.discussions)
    planner = ReturnPlanner(path.name, scene, returned)
    rows = list(planner.rows())
    barred = {act: refusal(workspace, actor, translation.locale, act) for act in _ACTIONS.values()}
    refused = [_barred(row, barred) for row in rows]
    return _unbroken(translation, refused), planner.unchanged


def _translation(workspace: Workspace, path: Path, returned: Returned) -> Translation:
    locale = Locale.among(returned.locale, workspace.settings.target_locales)
    slugs = workspace.slugs()
    slug = returned.article if returned.article in slugs else workspace.slug_now(returned.article)
    if slug not in slugs or locale is None:
        why = phrase(
            "it is of “{article}” in {locale}, which this project does not have",
            article=returned.article,
            locale=returned.locale,
        )
        raise ExchangeError(why, file=str(path), hint=phrase("Nothing of it was imported."))
    workspace.forget(slug)
    (article,) = workspace.select((slug,))
    if locale not in workspace.targets(article, (locale,)):
        why = phrase("“{article}” is written in that language", article=slug)
        raise ExchangeError(why, file=str(path), hint=phrase("Nothing of it was imported."))
    return workspace.translation(article, locale)


def _barred(row: ReturnRow, barred: Mapping[MessageAction, WorkflowError | None]) -> ReturnRow:
    why = barred[_ACTIONS[row.came]] if row.came in _ACTIONS else None
    return row if why is None else replace(row, came=Came.REFUSED, why=why.message)


def _unbroken(translation: Translation, rows: Sequence[ReturnRow]) -> list[ReturnRow]:
    """The rows; those whose texts would break the page, or that no catalogue has, refused."""
    catalogue = translation.catalogue
    texts: dict[Key, str] = {}
    why: dict[Key, str] = {}
    for row in rows:
        if row.place is None or row.came not in TEXTS:
            continue
        key = row.place.key
        if catalogue is None or catalogue.get(key) is None:
            why[key] = phrase("the catalogue does not have it yet: run workflow extract")
        elif said := not_a_text(row.text, key[1]):
            why[key] = said
        elif row.text != row.now and row.came is Came.TAKEN:
            texts[key] = row.text
    if catalogue is not None and texts:
        why |= breaking(translation, catalogue, texts)
    return [
        replace(row, came=Came.REFUSED, why=why[row.place.key])
        if row.place is not None and row.came in TEXTS and row.place.key in why
        else row
        for row in rows
    ]


# Taking in


def _taken(workspace: Workspace, rows: Sequence[ReturnRow], word: Word) -> list[ReturnRow]:
    """Do what the rows have; return what came of each."""
    done = list(rows)
    for came in _ACTIONS:
        # Of a message one word at a time.
        rounds: list[dict[Place, int]] = []
        for at, row in enumerate(rows):
            if row.came is came and row.place is not None:
                free = next((each for each in rounds if row.place not in each), None)
                if free is None:
                    rounds.append(free := {})
                free[row.place] = at
        for some in rounds:
            said = _said(workspace, came, {place: rows[at] for place, at in some.items()}, word)
            for at, each in zip(some.values(), said, strict=True):
                done[at] = _came(rows[at], each)
    return done


def _said(
    workspace: Workspace, came: Came, rows: Mapping[Place, ReturnRow], word: Word
) -> Iterable[Said]:
    def decide(found: Found) -> Decision | Said:
        row = rows[found.place]
        event = found.event(_ACTIONS[came], replace(word, note=row.note))
        if came is Came.COMMENTED:
            return Decision(event)
        if came is Came.SUGGESTED:
            return Decision(replace(event, text=row.text))
        before = found.message
        flags = ("fuzzy", *(each for each in before.flags if each != "fuzzy"))
        if came is Came.MARKED:
            return Decision(event, replace(before, flags=flags))
        # A text that is as it was but for what no file can hold stays as it is.
        text = before.msgstr if row.text == row.now else row.text
        event = replace(event, before=before.msgstr, text=text, translation=translation_of(text))
        after = replace(before.without_fuzzy(), msgstr=text)
        if came is not Came.TAKEN:
            after = replace(after, flags=flags)
        if came is Came.MOVED:
            after = replace(after, previous_msgid=row.source)
        return Decision(event, after)

    seen = [
        (place, None if came is Came.COMMENTED else translation_of(row.now))
        for place, row in rows.items()
    ]
    act = Act(_ACTIONS[came], word.actor, decide, text_first=came in TEXTS | {Came.MARKED})
    return on_each(workspace, seen, act)


def _came(row: ReturnRow, said: Said) -> ReturnRow:
    if said.result in (Result.DONE, Result.NOTHING):
        return row
    now = row.now if said.message is None else said.message.msgstr
    why = said.error.message if said.error else said.why
    why = why or phrase("somebody saved another text meanwhile")
    return replace(row, came=Came.REFUSED, why=why, now=now, error=said.error)
