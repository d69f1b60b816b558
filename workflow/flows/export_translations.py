"""Handouts for translators' tools: messages with all that a translator wants to know of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from workflow.engines.engine import Request
from workflow.errors import WorkflowError, gathered
from workflow.exchange.handout import UNFINISHED, Handout, HandoutUnit, MatchHint, TermHint
from workflow.memory.project_memory import Progress, ProjectMemory, project_memory
from workflow.model import Change, Key, Locale, Message, Provenance, Segment, State
from workflow.model import lazy_re as re
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.highlights import term_uses

_LIMIT = re.compile(r"max-length:(\d{1,6})")
"""The flag by which Weblate's users limit a text
(https://docs.weblate.org/en/latest/admin/checks.html#maximum-length-of-translation)."""


@dataclass(frozen=True, slots=True)
class HandoutsMade:
    """What is to be written."""

    handouts: tuple[Handout, ...]
    """Those with messages, an article in a locale each."""
    notes: tuple[str, ...] = ()
    """Of the translation memory, for people."""
    errors: tuple[WorkflowError, ...] = ()
    """Of articles that cannot be read."""


def make_handouts(
    workspace: Workspace,
    names: Sequence[str],
    locales: Sequence[Locale],
    states: Collection[State],
    *,
    now: datetime,
    progress: Progress,
) -> HandoutsMade:
    """The messages of the articles ``names`` in ``locales`` (none: all) that are in ``states``.

    Raises :class:`ArticleError` for a name that is no article's.
    """
    errors: list[WorkflowError] = []
    handouts: list[Handout] = []
    articles = workspace.readable(names, errors)
    places = [
        (article, locale) for article in articles for locale in workspace.targets(article, locales)
    ]
    with project_memory(workspace, now, progress) as known:
        with progress("Exporting", len(places)) as advance:
            for article, locale in places:
                with gathered(errors):
                    made = _handout(workspace.translation(article, locale), states, known)
                    handouts += [made] if made.units else []
                advance(1)
        notes = tuple(known.notes)
    return HandoutsMade(tuple(handouts), notes, tuple(errors))


def _handout(translation: Translation, states: Collection[State], known: ProjectMemory) -> Handout:
    segments: dict[Key, Segment] = {}
    for segment in translation.document.segments:
        segments.setdefault(segment.key, segment)
    pairs = [
        (message, state)
        for message, state in zip(translation.messages, translation.states, strict=True)
        if not states or state in states
    ]
    matches = _matches(translation, [each for each, state in pairs if state in UNFINISHED], known)
    units = (
        _unit(translation, message, state, segments[message.key], matches.get(message.key, ()))
        for message, state in pairs
    )
    article = translation.article
    return Handout(article.slug, article.locale, translation.locale, tuple(units))


def _unit(
    translation: Translation,
    message: Message,
    state: State,
    segment: Segment,
    matches: tuple[MatchHint, ...],
) -> HandoutUnit:
    terms, source = translation.workspace.terms, translation.article.locale
    target = segment.source.having(message.msgstr)
    uses = term_uses(terms, segment.source, source, target, translation.locale) if terms else ()
    return HandoutUnit(
        key=message.key,
        msgstr=message.msgstr,
        state=state,
        markup=segment.markup,
        kind=segment.kind,
        heading=segment.heading,
        notes=segment.notes,
        comments=tuple(_comments(translation, message)),
        max_length=_longest(message.flags),
        keep=terms.kept(segment.source, source) if terms else (),
        terms=tuple(
            TermHint(
                use.source[0].term.text,
                tuple(each.text for each in use.terms if each.allowed),
                use.concept.definition,
            )
            for use in uses
            if use.source
        ),
        matches=matches,
    )


def _longest(flags: Sequence[str]) -> int:
    found = filter(None, (_LIMIT.fullmatch(each.strip()) for each in flags))
    return next((int(each[1]) for each in found), 0)


def _comments(translation: Translation, message: Message) -> Iterator[str]:
    """What people wrote: in the catalogue, and in the review log."""
    for line in message.translator_comments:
        if line.strip() and Change.parse(line) is None and Provenance.parse(line) is None:
            yield line
    said = translation.discussions.of(message)
    for event in chain(said.comments, said.suggestions):
        if text := (event.text or event.note).strip():
            yield f"{event.actor}: {text}"
    if said.rejected and said.verdict is not None:
        verdict = said.verdict
        yield f"{verdict.actor}: {verdict.category} ({verdict.severity}) {verdict.note}".strip()


def _matches(
    translation: Translation, wanted: Sequence[Message], known: ProjectMemory
) -> Mapping[Key, tuple[MatchHint, ...]]:
    """What the memory has for messages that are not finished."""
    if not wanted:
        return {}
    source, target = translation.article.locale, translation.locale
    texts = ["", *(each.msgid for each in translation.messages), ""]
    places = {each.key: number for number, each in enumerate(translation.messages, start=1)}
    requests = []
    for each in wanted:
        at = places[each.key]
        around, slug = (texts[at - 1], texts[at + 1]), translation.article.slug
        requests.append(Request(each.msgid, source, target, each.msgctxt, slug, *around))
    found = known.lookup(requests, source, target)
    return {
        message.key: (MatchHint(match.source, match.target, match.score, match.article),)
        for message, match in zip(wanted, found, strict=True)
        if match is not None and match.target.strip()
    }
