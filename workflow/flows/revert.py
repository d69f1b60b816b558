"""A person's work taken back, message by message: a plan first, and then what was agreed on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from functools import cache

from workflow.errors import WorkflowError, gathered
from workflow.flows.on_messages import Act, Decision, Found, on_each
from workflow.flows.word import Word
from workflow.model import Action, Locale, Message, MessageAction, MessageEvent
from workflow.model.message_event import source_of, translation_of
from workflow.project.past_versions import PastVersions, Stage, versions_of
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.log import moment
from workflow.review.outcome import Place, Said
from workflow.review.reverting import Past, Plan, Sound, Undoing, Version, Whose, with_accepted


def plan_revert(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    whose: Whose,
    looked_at: Callable[[int], None] = lambda _: None,
) -> Plan:
    """What ``whose`` made of the texts of the articles ``names``, and what stood there before.

    The log tells it, of edits and accepted drafts, and git, where there is a repository, of what
    was saved in a PO editor. ``looked_at`` is called with 1 after each article. Raises
    :class:`LocaleError` for a locale that is no target, and :class:`ArticleError`.
    """
    past = PastVersions(workspace.root / workspace.settings.locales)
    touched = past.touched_by(whose)
    rows: list[Undoing] = []
    errors: list[WorkflowError] = []
    for article in workspace.readable(names, errors):
        for translation in workspace.translations(article, locales):
            with gathered(errors):
                rows += _of_translation(translation, past, touched, whose)
        looked_at(1)
    return Plan(tuple(rows), tuple(errors))


def revert(workspace: Workspace, rows: Sequence[Undoing], word: Word) -> tuple[Said, ...]:
    """Bring back what the rows of a plan say, and say what came of each.

    Each is an edit in the log, with the text that it replaces. A message that changed since the
    plan was made is left alone. Raises as :func:`on_each` does.
    """
    backs = {row.place: row.back for row in rows if row.back is not None}
    seen = [(row.place, translation_of(row.message.msgstr)) for row in rows if row.back is not None]

    def decide(found: Found) -> Decision | Said:
        back, before = backs[found.place], found.message
        event = replace(
            found.event(MessageAction.EDIT, word),
            before=before.msgstr,
            text=back.text,
            translation=translation_of(back.text),
        )
        now = replace(before.without_fuzzy(), msgstr=back.text)
        if back.sound is Sound.DRAFT and not now.fuzzy:
            now = replace(now, flags=("fuzzy", *now.flags))
        return Decision(event, now)

    return on_each(workspace, seen, Act(MessageAction.EDIT, word.actor, decide, text_first=True))


def _of_translation(
    translation: Translation, past: PastVersions, touched: Set[str], whose: Whose
) -> Iterator[Undoing]:
    path = translation.workspace.catalogue_path(translation.article, translation.locale)
    events = _events(translation)
    by_git = str(path.resolve()) in touched
    if not by_git and not any(
        whose.has(each.actor, moment(each.time)) for said in events.values() for each in said
    ):
        return
    vouched = _vouched(translation, whose)

    @cache
    def stages() -> Sequence[Stage]:
        return past.of(path)

    slug, locale = translation.article.slug, translation.locale
    for number, message in enumerate(translation.messages, start=1):
        source = source_of(message.key)
        said = events.get(source, ())
        if not by_git and not said:
            continue

        def older(message: Message = message, said: Sequence[MessageEvent] = said) -> list[Version]:
            return with_accepted(message, versions_of(stages(), message.key), said)

        known = Past(message, said, vouched.get(source, frozenset()), older)
        place, back = Place(slug, locale, message.key), known.back(whose)
        if back is not None:
            yield Undoing(place, number, message, back)
        elif known.touched_by(whose):
            yield Undoing(place, number, message, None, known.by)


def _events(translation: Translation) -> Mapping[str, Sequence[MessageEvent]]:
    """Digest of a source text → the words on it, the oldest first.

    Those too that count for nothing: whoever is no translator any more wrote what he wrote.
    """
    found: dict[str, dict[MessageEvent, datetime]] = {}
    for each in translation.words.lines:
        event = each.line.event
        if isinstance(event, MessageEvent) and (time := moment(event.time)) is not None:
            found.setdefault(event.source, {})[event] = time
    return {source: sorted(said, key=lambda event: said[event]) for source, said in found.items()}


def _vouched(translation: Translation, whose: Whose) -> Mapping[str, Set[str]]:
    """Digest of a source text → those of its translations that somebody else approved."""
    found: dict[str, set[str]] = {}
    for event in translation.words.events:
        if event.action is not Action.WITHDRAW and not whose.has(event.actor, moment(event.time)):
            for each in event.messages:
                found.setdefault(each.source, set()).add(each.translation)
    for said in translation.words.said:
        if not isinstance(said, MessageEvent) or said.action is not MessageAction.ACCEPT:
            continue
        if not whose.has(said.actor, moment(said.time)):
            found.setdefault(said.source, set()).add(said.translation)
    return found
