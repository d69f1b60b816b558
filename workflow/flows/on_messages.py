"""Words on single messages: found as they are on disk, decided one by one, written together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from workflow.errors import CatalogueError, ErrorGroup, WorkflowError, gathered, raise_all
from workflow.files.atomic import again, changed, held
from workflow.flows.word import Word, append, refusal, stands_in
from workflow.model import Locale, Message, MessageAction, MessageEvent, State
from workflow.model.controls import unshowable
from workflow.model.message_event import source_of, translation_of
from workflow.model.phrase import phrase
from workflow.project.catalogues import as_written, write_catalogue
from workflow.project.logs import damaged_lines
from workflow.project.reviews import TIME
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.discussion import Discussion
from workflow.review.fold import NEVER, message_state
from workflow.review.listing import chosen
from workflow.review.outcome import Place, Result, Said
from workflow.review.proofs import source_messages

Seen = tuple[Place, str | None]
"""A message, and the digest of the msgstr that the actor was shown (:func:`translation_of`); None:
whatever is there now."""
IN_OWN_LOCALE = frozenset({MessageAction.COMMENT, MessageAction.SUGGEST})
"""What can be said of a source text."""


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it is on disk."""

    translation: Translation
    place: Place
    message: Message
    state: State
    """As if nobody had approved the whole."""
    said: Discussion

    @property
    def in_catalogue(self) -> bool:
        """Whether the catalogue has it."""
        catalogue = self.translation.catalogue
        return catalogue is not None and catalogue.get(self.message.key) is not None

    def event(self, action: MessageAction, word: Word) -> MessageEvent:
        """What ``word`` says of it."""
        return MessageEvent(
            time=word.time.strftime(TIME),
            actor=word.actor,
            action=action,
            article=self.translation.article.slug,
            locale=self.translation.locale.name,
            source=source_of(self.message.key),
            translation=translation_of(self.message.msgstr),
            note=word.note,
        )

    def refused(self, why: str) -> Said:
        """That nothing is said, and why."""
        return Said(self.place, Result.REFUSED, why, message=self.message)

    def nothing(self, why: str) -> Said:
        """That nothing has to be said, and why."""
        return Said(self.place, Result.NOTHING, why, message=self.message)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is to be written of a message."""

    event: MessageEvent
    text: Message | None = None
    """What the catalogue is to have in its place; None: what it has."""

    def stands_as(self, message: Message) -> bool:
        """Whether the catalogue has the text already, as ``message``; comments do not count."""
        text = self.text
        return text is not None and (text.msgstr, text.fuzzy) == (message.msgstr, message.fuzzy)


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody does to messages."""

    action: MessageAction
    actor: str
    """E-mail address."""
    decide: Callable[[Found], Decision | Said]
    """What is to be written of a message, or what came of it instead."""
    text_first: bool = False
    """Whether the catalogue is written before the log."""


def not_a_text(text: str, msgid: str) -> str:
    """Why ``text`` is no msgstr of ``msgid``: it says nothing, or has characters that nobody sees
    and that ``msgid`` has not; empty where it is one."""
    if not text.strip():
        return phrase("the text is empty")
    signs = sorted(unshowable(text) - unshowable(msgid))
    if not signs:
        return ""
    return phrase("the text has the control character U+{code}", code=f"{ord(signs[0]):04X}")


def on_each(workspace: Workspace, places: Iterable[Seen], act: Act) -> tuple[Said, ...]:
    """Do ``act`` to each message, as it is on disk.

    The catalogue and the log of an article in a locale are each written once. What came of each
    is returned in the order of ``places``. Raises :class:`ReviewError`, before anything is
    written, where the settings do not let the actor do that in one of the locales.
    """
    asked = list(places)
    groups: dict[tuple[str, Locale], list[Seen]] = {}
    for each in asked:
        groups.setdefault((each[0].article, each[0].locale), []).append(each)
    for locale in dict.fromkeys(locale for _, locale in groups):
        if why := refusal(workspace, act.actor, locale, act.action):
            raise why
    done: dict[Place, Said] = {}
    with workspace.lock():
        for where, some in groups.items():
            tried: dict[Place, Decision] = {}
            work = partial(_on_group, workspace, where, some, act, tried)
            errors: list[WorkflowError] = []
            with gathered(errors):
                done.update(again(work, CatalogueError))
            if errors:
                error = errors[0] if len(errors) == 1 else ErrorGroup(errors)
                done.update({place: Said(place, Result.REFUSED, error=error) for place, _ in some})
    return tuple(done[place] for place, _ in asked)


def _on_group(
    workspace: Workspace,
    where: tuple[str, Locale],
    places: Sequence[Seen],
    act: Act,
    tried: dict[Place, Decision],
) -> dict[Place, Said]:
    """What comes of the words on one article in one locale.

    ``tried`` keeps what was to be written, and what an attempt before this one was to write. Its
    text may be there without its event: a PO editor read the catalogue while that text stood in
    it, and saved it again. The event, with the text that was replaced, is then still to be
    written.
    """
    slug, locale = where
    workspace.forget(slug)
    (article,) = workspace.select((slug,))
    translation = workspace.translation(article, locale)
    raise_all(damaged_lines(translation.words))
    found = _messages(translation)
    done: dict[Place, Said] = {}
    decisions: dict[Place, Decision] = {}
    for place, seen in places:
        at = found(place)
        if at is None:
            done[place] = Said(place, Result.REFUSED, phrase("there is no such text any more"))
        elif place in tried and tried[place].stands_as(at.message):
            decisions[place] = Decision(tried[place].event)
            done[place] = Said(place, Result.DONE, message=at.message)
        elif seen not in (None, translation_of(at.message.msgstr)):
            done[place] = Said(place, Result.CHANGED, message=at.message)
        elif translation.own and act.action not in IN_OWN_LOCALE:
            done[place] = at.refused(
                phrase("a source text can be commented on, not accepted or rejected")
            )
        else:
            decided = act.decide(at)
            if isinstance(decided, Said):
                done[place] = decided
            else:
                decisions[place] = decided
                now = decided.text or at.message
                done[place] = Said(place, Result.DONE, message=now)
    if act.text_first:
        tried.update(decisions)
    _write(translation, list(decisions.values()), text_first=act.text_first)
    return done


def _messages(translation: Translation) -> Callable[[Place], Found | None]:
    """What finds a message, as it is."""
    own = translation.own
    messages = source_messages(translation.document) if own else translation.messages
    known = {each.key: each for each in messages}

    def found(place: Place) -> Found | None:
        message = known.get(place.key)
        if message is None:
            return None
        said = translation.discussions.of(message)
        # Whether an approval stands is of no matter here, and takes long to tell.
        return Found(translation, place, message, message_state(message, NEVER, said), said)

    return found


def _write(translation: Translation, decisions: Sequence[Decision], *, text_first: bool) -> None:
    if not decisions:
        return
    texts = [each.text for each in decisions if each.text is not None]
    before = translation.catalogue
    edited = before.with_messages(texts) if before is not None and texts else None
    events = [each.event for each in decisions]
    if before is None or edited is None:
        append(translation.workspace, *events)
        return
    if text_first:
        append(translation.workspace, *events, first=partial(write_catalogue, edited))
    else:
        if held(edited.path) not in (edited.on_disk, edited.encoded()):
            raise changed(edited.path)
        append(translation.workspace, *events)
        write_catalogue(edited)
    translation.workspace.take_catalogue(as_written(before, edited))


def named(workspace: Workspace, article: str, locale: Locale, names: Sequence[str]) -> list[Seen]:
    """The messages of an article (slug or path) in a locale that people name, as they are now.

    In its own locale they are those of the source. See
    :func:`~workflow.review.listing.chosen`, which also says what is raised.
    """
    (found,) = workspace.select((article,))
    stands_in(workspace, found.locale.name, (locale,))
    translation = workspace.translation(found, locale)
    messages = source_messages(translation.document) if translation.own else translation.messages
    return [
        (Place(found.slug, locale, each.key), translation_of(each.msgstr))
        for each in chosen(messages, names)
    ]
