"""Other texts that a message has or had: as approved, as readers get it, as catalogues had it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workflow.errors import WorkflowError, gathered
from workflow.flows.release.publisher import publisher_of
from workflow.model import Action, Key, Message, Segment
from workflow.model.message_event import accepted_text, source_of, translation_of
from workflow.model.message_life import OtherTexts, PastText
from workflow.model.release import Page
from workflow.project.articles import parse_article
from workflow.project.past_versions import PastVersions, Stage, versions_of
from workflow.project.stock import Stock
from workflow.project.translation import Translation
from workflow.review.log import moment


def other_texts(translation: Translation, message: Message) -> OtherTexts:
    """The other texts of a message of ``translation``, as far as log, releases and git tell.

    What cannot be read of a release or of git tells nothing.
    """
    past: tuple[PastText, ...] = ()
    live: Mapping[Key, str] = {}
    errors: list[WorkflowError] = []
    with gathered(errors):
        past = tuple(_past(translation, message))
    past = tuple(_with_accepted(translation, message, past))
    with gathered(errors):
        live = live_texts(translation)
    keys = (message.key, (message.previous_msgctxt, message.previous_msgid or ""))
    shown = next((live[key] for key in keys if key in live), None)
    known = [message.msgstr, *([shown] if shown else []), *(each.text for each in past)]
    for each in translation.discussions.of(message).edits:
        known += (each.before, each.text)
    return OtherTexts(_approved(translation, keys, known), shown, past)


def approved_texts(translation: Translation, messages: Sequence[Message]) -> Mapping[Key, str]:
    """Of some messages of ``translation`` the text that the last approval is of, where it is known.

    As :func:`other_texts` tells it, with one look at git and the release.
    """
    if not messages:
        return {}
    workspace = translation.workspace
    stages: Sequence[Stage] = ()
    live: Mapping[Key, str] = {}
    errors: list[WorkflowError] = []
    with gathered(errors):
        path = workspace.catalogue_path(translation.article, translation.locale)
        stages = PastVersions(workspace.root / workspace.settings.locales).of(path)
    with gathered(errors):
        live = live_texts(translation)
    found: dict[Key, str] = {}
    for message in messages:
        keys = (message.key, (message.previous_msgctxt, message.previous_msgid or ""))
        known = [message.msgstr, *(live[key] for key in keys if key in live)]
        known += [each.text for each in versions_of(stages, message.key)]
        said = translation.discussions.of(message)
        for edit in said.edits:
            known += (edit.before, edit.text)
        known += map(accepted_text, said.acceptances)
        text = _approved(translation, keys, known)
        if text is not None:
            found[message.key] = text
    return found


def _approved(translation: Translation, keys: tuple[Key, ...], known: list[str]) -> str | None:
    """Which of the ``known`` texts the last approval is of."""
    last = translation.words.last
    if last is None or last.action is Action.WITHDRAW:
        return None
    sources = {source_of(key) for key in keys}
    digests = {each.translation for each in last.messages if each.source in sources}
    return next((text for text in known if text and translation_of(text) in digests), None)


def _past(translation: Translation, message: Message) -> Iterator[PastText]:
    workspace = translation.workspace
    versions = PastVersions(workspace.root / workspace.settings.locales)
    path = workspace.catalogue_path(translation.article, translation.locale)
    found = versions_of(versions.of(path), message.key)
    for place, each in enumerate(found):
        before = found[place + 1].text if place + 1 < len(found) else ""
        if each.text and each.text != before:  # it is this version that brought the text
            yield PastText(each.text, each.author, each.time)


def _with_accepted(
    translation: Translation, message: Message, past: Sequence[PastText]
) -> Iterator[PastText]:
    """``past``, and the texts that were accepted and stand nowhere else."""
    said = translation.discussions.of(message)
    known = {message.msgstr, *(each.text for each in past)}
    found = list(past)
    for event in said.acceptances:
        text, time = accepted_text(event), moment(event.time)
        if text and time is not None and text not in known:
            known.add(text)
            found.append(PastText(text, event.actor, time, accepted=True))
    yield from sorted(found, key=lambda each: each.time, reverse=True)


def live_texts(translation: Translation) -> Mapping[Key, str]:
    """The texts that readers get of a translation, by the keys of the source they are of.

    Empty where it is not live, or its release does not tell which text is of which. Raises
    :class:`~workflow.errors.WorkflowError` where the release cannot be read.
    """
    live = publisher_of(translation.workspace).last_seen()
    if live is None:
        return {}
    pages = {each.key: each for each in live.manifest.pages}
    slug = translation.article.slug
    page = pages.get((slug, translation.locale.name))
    source = pages.get((slug, translation.article.locale.name))
    if page is None:
        return {}
    if page.source_digest == translation.source_digest:
        sources: Sequence[Segment] = translation.document.segments
    elif source is not None and source.source_digest == page.source_digest:
        sources = _segments(translation, live.stock, source)
    else:
        return {}
    texts = _segments(translation, live.stock, page)
    if len(texts) != len(sources):
        return {}
    return {one.key: other.text for one, other in zip(sources, texts, strict=True)}


def _segments(translation: Translation, stock: Stock, page: Page) -> Sequence[Segment]:
    text = stock.text(stock.document(page))
    return parse_article(text, page.format, translation.workspace.settings).segments
