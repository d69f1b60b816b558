"""What readers are told of texts that change after they were published; ``release correct``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from workflow.errors import ReviewError, WorkflowError, raise_all
from workflow.files.program import program_digest
from workflow.flows.release.contents import Contents
from workflow.flows.release.documents import Documents
from workflow.flows.release.publisher import publisher_of
from workflow.flows.word import Word, append, refusal
from workflow.formats import Document
from workflow.formats.frontmatter import read_front_matter
from workflow.merge.changes import words
from workflow.model import CorrectionEvent, Locale
from workflow.model.digest import digest
from workflow.model.message_event import ArticleAction
from workflow.model.phrase import phrase
from workflow.model.release import Page, PlanAction, PlanRow
from workflow.model.tombstone import Correction
from workflow.project.articles import parse_article
from workflow.project.logs import damaged_lines
from workflow.project.reviews import TIME
from workflow.project.workspace import Workspace
from workflow.review.plan import with_corrections

_STAYS = (PlanAction.UNCHANGED, PlanAction.CARRIED)


def told(rows: Sequence[PlanRow], contents: Contents, documents: Documents) -> tuple[PlanRow, ...]:
    """The rows of a plan, with what their pages tell of changes.

    Where more than the form of a text changed, its page says on which day, and the row names the
    languages that stay as they are: somebody is to look whether they have to follow.
    """
    stays: dict[str, list[str]] = {}
    for row in rows:
        if row.action in _STAYS:
            stays.setdefault(row.article, []).append(row.locale)
    return tuple(
        _told(row, contents, documents, tuple(stays.get(row.article, ()))) if row.before else row
        for row in rows
    )


def _told(
    row: PlanRow, contents: Contents, documents: Documents, stays: tuple[str, ...]
) -> PlanRow:
    page, before = row.page, row.before
    if page is None or before is None or _is_form(page, before, contents, documents):
        return row
    line = Correction(row.approved)
    page = replace(page, corrections=with_corrections(page.corrections, [line]))
    return replace(row, page=page, sisters=stays)


def _is_form(page: Page, before: Page, contents: Contents, documents: Documents) -> bool:
    """Whether just typography, white space or markup differ in what readers get."""
    stock = contents.stock
    if stock is None or page.format != before.format:
        return False
    old, new = stock.document(before), contents.documents[page.key]
    facts = contents.workspace.facts
    key = digest("corrected", program_digest(), page.format, old.blake2b, new.blake2b)
    known = facts.kept("corrected", key)
    if known is None:
        ((_, text),) = documents.of([page])
        same = is_form(_parsed(contents, stock.text(old), page), _parsed(contents, text, page))
        known = b"form" if same else b"words"
    facts.keep("corrected", key, known)
    return known == b"form"


def is_form(old: Document, new: Document) -> bool:
    """Whether two documents differ in typography, white space and markup alone.

    What stands between the texts (code, addresses of pictures) counts by its letters and digits;
    of the front matter, texts alone.
    """
    said = [[words(each.source) for each in document.segments] for document in (old, new)]
    return said[0] == said[1] and _between(old) == _between(new)


def _between(document: Document) -> str:
    data = document.text.encode()
    done = len(document.text[: read_front_matter(document.text, ()).end].encode())
    parts: list[bytes] = []
    for segment in sorted(document.segments, key=lambda each: (each.start, each.end)):
        parts.append(data[done : max(done, segment.start)])
        done = max(done, segment.end)
    text = b" ".join((*parts, data[done:])).decode("utf-8", "replace")
    return "".join(filter(str.isalnum, text))


def _parsed(contents: Contents, text: str, page: Page) -> Document:
    return parse_article(text, page.format, contents.workspace.settings)


def correct(workspace: Workspace, name: str, locale: Locale, word: Word) -> Page:
    """Record what was corrected in a page that is live, in the words of ``word.note``.

    ``name``: slug or path. The next release tells it to readers, dated by the approval of that
    text; it stays with later versions. Returns the live page. Raises :class:`ReviewError` where
    the actor may not approve in ``locale`` or a line of the log is damaged, and
    :class:`WorkflowError` where the page is not live.
    """
    with workspace.lock():
        (article,) = workspace.select((name,))
        live = publisher_of(workspace).live()
        names = article.names
        found = [
            page
            for page in (live.manifest.pages if live else ())
            if page.article in names and page.locale == locale.name
        ]
        if not found:
            raise WorkflowError(
                phrase("{article} is not live in {locale}", article=article.slug, locale=locale),
                hint=phrase("What was never published needs no correction. See: workflow status"),
            )
        if error := refusal(workspace, word.actor, locale, ArticleAction.CORRECT):
            raise error
        if not word.note.strip():
            raise ReviewError(phrase("say what was corrected"))
        page = max(found, key=lambda each: each.article == article.slug)
        raise_all(damaged_lines(workspace.translation(article, locale).words))
        event = CorrectionEvent(
            time=word.time.strftime(TIME),
            actor=word.actor,
            article=article.slug,
            locale=locale.name,
            source_digest=page.source_digest,
            translation_digest=page.translation_digest,
            note=" ".join(word.note.split()),
        )
        append(workspace, event)
        return page
