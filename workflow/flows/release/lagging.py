"""Which passages of a translation that stays live have a source that has changed in meaning since.

The source of then is known by its digests, text by text, from the approval of the translation. So
neither an old copy of the article nor git is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from workflow.errors import WorkflowError
from workflow.files.program import program_digest
from workflow.formats import Document
from workflow.model import Action, Locale, ReviewEvent, Vouched
from workflow.model.digest import digest
from workflow.model.message_event import source_of, translation_of
from workflow.model.release import Page
from workflow.project.articles import parse_article
from workflow.project.stock import Stock
from workflow.project.workspace import Workspace
from workflow.review.proofs import source_messages, vouched_words


def behind_of(
    workspace: Workspace, page: Page, stock: Stock, now: str, typos: Iterable[tuple[str, str]]
) -> Page:
    """``page``, a translation that stays live, with the passages that its source left behind.

    ``now`` is the digest of the source as it is, ``typos`` are mended typos of it. Where the logs
    cannot be read, and where its approval is of a version that did not record single messages, the
    page is as it was.
    """
    record, facts = stock.document(page), workspace.facts
    key = digest(
        "behind",
        program_digest(),
        record.blake2b,
        *page.version,
        now,
        *(text for pair in typos for text in pair),
    )
    kept = facts.kept("behind", key)
    if kept is None:
        try:
            (article,) = workspace.select((page.article,))
            translation = workspace.translation(article, Locale(page.locale))
            approved = _approved(page, translation.kept_words.events)
            if not approved:
                return page
            shown = parse_article(stock.text(record), page.format, workspace.settings)
            found = behind(shown, approved, translation.source.document, typos)
        except WorkflowError:  # who plans a release is told
            return page
        kept = " ".join(map(str, found)).encode()
    facts.keep("behind", key, kept)
    return replace(page, behind=tuple(map(int, kept.split())))


def _approved(page: Page, events: Iterable[ReviewEvent]) -> Sequence[Vouched]:
    """The texts of the page as its approval has them."""
    return next(
        (
            event.messages
            for event in events
            if event.action is not Action.WITHDRAW
            and (event.source_digest, event.translation_digest) == page.version
            and event.messages
        ),
        (),
    )


def behind(
    shown: Document, approved: Sequence[Vouched], source: Document, typos: Iterable[tuple[str, str]]
) -> tuple[int, ...]:
    """Where passages of ``shown`` begin (in bytes) whose source is not in ``source`` any more.

    ``approved`` are the texts of ``shown`` and of its source of then. A source whose typography,
    white space or markup alone changed, or in which a typo was mended, is there still.
    """
    messages = source_messages(source)
    now = {source_of(message.key) for message in messages}
    mended = dict(typos)
    known: dict[str, list[Vouched]] = {}
    for each in approved:
        known.setdefault(each.translation, []).append(each)
    fresh = [each for each in messages if source_of(each.key) not in {a.source for a in approved}]
    markup = {segment.key: segment.markup for segment in source.segments}
    found = []
    for segment in shown.segments:
        was = known.get(translation_of(segment.text), [])
        texts = was[:1]
        if len(was) > 1:
            was.pop(0)
        for text in texts:
            if _mended(text.source, mended) in now:
                continue
            same = (replace(each, msgstr=segment.text) for each in fresh)
            if text.words not in {vouched_words(each, markup[each.key]) for each in same}:
                found.append(segment.start)
    return tuple(sorted(found))


def _mended(source: str, typos: Mapping[str, str]) -> str:
    """What a source text became by mended typos alone."""
    seen = {source}
    while (after := typos.get(source)) is not None and after not in seen:
        seen.add(after)
        source = after
    return source
