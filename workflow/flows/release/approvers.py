"""The evidence that goes into a release: the words by which each of its pages was approved.

It is no part of what the manifest's digest covers: who approves once more what is live changes
no page, and makes no release. But the file that names the release is sealed over it, and what
was signed proves itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import groupby

from workflow.errors import WorkflowError
from workflow.flows.release.grounds import Grounds, grounds
from workflow.flows.release.prepare import Prepared
from workflow.model import Locale, LogLine, bytes_digest, digest
from workflow.model.evidence import ArticleEvidence, PageEvidence
from workflow.model.release import FileRecord, Manifest, Page, PlanAction
from workflow.project.builder import Builder
from workflow.project.evidence_files import evidence_path, evidence_text, read_evidence
from workflow.project.logs import words_of
from workflow.project.stock import Stock
from workflow.project.verdicts import allowed_signers
from workflow.review.approving import approving

_NONE = ArticleEvidence("", (), ())


def keep_evidence(prepared: Prepared, builder: Builder, manifest: Manifest) -> None:
    """Put the evidence of every page of ``manifest`` into the release that is built.

    What the live release has of an article whose pages are the same is linked from there.
    Raises what reading the logs raises, and :class:`OSError`.
    """
    stock = prepared.contents.stock
    same = stock is not None and stock.index.basis == evidence_basis(prepared)
    before = _by_article(stock.manifest.pages) if stock and same else {}
    for article, pages in _by_article(manifest.pages).items():
        record = stock.record("evidence", evidence_path(article)) if stock else None
        if record and before.get(article) == pages and builder.keep("evidence", record):
            continue
        data = evidence_text(_evidence(prepared, pages, _before(stock, article)))
        record = FileRecord.of(evidence_path(article), data)
        if not builder.keep("evidence", record):
            builder.write("evidence", record.path, (data,))


def evidence_basis(prepared: Prepared) -> str:
    """What can make other evidence of the same pages: keys, the settings, and new words.

    Pages that stay as they are live may have been approved again since, by words that are signed.
    Empty where nobody signs and nobody is named as responsible: then it is left as it is.
    """
    workspace = prepared.contents.workspace
    signers, responsible = allowed_signers(workspace), workspace.settings.release.responsible
    if not signers and not responsible:
        return ""
    rows = prepared.plan.rows
    carried = [f"{row.article} {row.locale}" for row in rows if row.action is PlanAction.CARRIED]
    mode = workspace.settings.review.signatures
    named = ("responsible", responsible) if responsible else ()
    return digest("evidence", mode, bytes_digest(signers), *carried, *named)


def has_other_evidence(prepared: Prepared) -> bool:
    """Whether the live release, whose pages are those of the plan, would have other evidence."""
    stock, basis = prepared.contents.stock, evidence_basis(prepared)
    if stock is None or stock.index.basis == basis:
        return False
    facts, key = prepared.contents.workspace.facts, digest(stock.folder.name, basis)
    if facts.kept("evidence", key) is not None:  # it was looked at before
        return False
    for article, pages in _by_article(prepared.pages).items():
        data = evidence_text(_evidence(prepared, pages, _before(stock, article)))
        path = evidence_path(article)
        if stock.record("evidence", path) != FileRecord.of(path, data):
            return True
    facts.keep("evidence", key, b"same")
    return False


def _by_article(pages: Iterable[Page]) -> Mapping[str, tuple[Page, ...]]:
    return {slug: tuple(found) for slug, found in groupby(pages, key=lambda page: page.article)}


def _before(stock: Stock | None, article: str) -> ArticleEvidence:
    """What the live release has of an article; nothing where it has none that is whole."""
    path = evidence_path(article)
    if stock is not None and stock.record("evidence", path):
        with suppress(WorkflowError, OSError, ValueError, KeyError, TypeError, AttributeError):
            stock.require("evidence", path)
            return read_evidence((stock.folder / "evidence" / path).read_bytes(), path)
    return _NONE


def _evidence(
    prepared: Prepared, pages: Sequence[Page], before: ArticleEvidence
) -> ArticleEvidence:
    """What the logs say of the pages of an article, and what the live release had of them."""
    former = {each.locale: each for each in before.pages}
    responsible = prepared.contents.workspace.settings.release.responsible
    told: list[tuple[PageEvidence, set[bytes]]] = []
    for page in pages:
        found = replace(PageEvidence.of(page), responsible=responsible)
        lines = set[bytes]()
        old = former.get(page.locale)
        if old is not None and (old.source_digest, old.translation_digest) == page.version:
            found = replace(found, texts=old.texts)
            if not page.grade:  # the manifest that it comes from did not record it
                found = replace(found, grade=old.grade, engines=old.engines)
            lines |= {each.raw for each in before.lines if each.number in old.lines}
        if prepared.versions.get(page.key) == page.version:
            now = _now(prepared, page)
            found = replace(found, texts=now.texts or found.texts)
            lines.update(now.lines)
        else:
            lines.update(_once(prepared, found, page.article))
        told.append((found, lines))
    order = sorted(set().union(*(lines for _, lines in told)), key=_in_order)
    places = {raw: number for number, raw in enumerate(order, start=2)}
    return ArticleEvidence(
        pages[0].article,
        tuple(
            replace(page, lines=tuple(sorted(map(places.__getitem__, lines))))
            for page, lines in told
        ),
        tuple(LogLine("", places[raw], raw=raw) for raw in order),
    )


def _now(prepared: Prepared, page: Page) -> Grounds:
    """What proves a page that goes out as it stands in the project."""
    key = ("grounds", page.key)
    if key in prepared.spool:
        return Grounds.load(prepared.spool[key])
    workspace = prepared.contents.workspace
    with suppress(WorkflowError):  # who plans a release is told
        (article,) = workspace.select((page.article,))
        return grounds(workspace.translation(article, Locale(page.locale)))
    return Grounds()


def _once(prepared: Prepared, found: PageEvidence, article: str) -> Iterator[bytes]:
    """The lines of the logs that approved a page that stays live, whatever was said since."""
    workspace = prepared.contents.workspace
    names = prepared.names.get(article) or (article,)
    locales = [Locale(found.locale)]
    if found.bound.translation is None:  # whoever approves a translation vouches for it
        locales += workspace.settings.target_locales
    for locale in dict.fromkeys(locales):
        with suppress(WorkflowError):
            words = words_of(workspace, names, locale)
            yield from (line.raw for line in approving(words, found.bound))


def _in_order(raw: bytes) -> tuple[str, bytes]:
    return (json.loads(raw)["time"], raw)
