"""What readers see change between two releases, or by the next one: words and pictures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError, gathered
from workflow.flows.release.documents import Documents
from workflow.flows.release.prepare import Prepared
from workflow.model.blocker import Became, ShownFile
from workflow.model.release import Page, PlanAction
from workflow.project.stock import Stock
from workflow.review.page_diff import Key, PageDiff, page_diff, passages

if TYPE_CHECKING:
    from workflow.project.spread import Workers


def planned_diffs(
    prepared: Prepared, workers: Workers | None, errors: list[WorkflowError]
) -> Iterator[PageDiff]:
    """Of each page that a release would bring, change or take away.

    A page that was renamed is compared with what it was under its old name. What of the live
    release cannot be read is added to ``errors``, and its pages are left out. ``workers`` makes
    the executor that much work is spread over.
    """
    stock = prepared.contents.stock
    live = {page.key: page for page in stock.manifest.pages} if stock else {}
    rows = {(row.article, row.locale): row for row in prepared.plan.rows}
    wanted = [
        row.page
        for row in rows.values()
        if row.page and row.action in (PlanAction.NEW, PlanAction.CHANGED)
    ]
    gone = [key for key, row in rows.items() if row.action is PlanAction.REMOVED]
    going = {page.key for page in wanted}
    renamed = {key: old for key, old in _renamed(prepared, gone) if key in going}
    documents = Documents(prepared.contents, prepared.spool, workers)
    for page, text in documents.of(wanted):
        old = live.get(page.key) or live.get(renamed.get(page.key, ("", "")))
        with gathered(errors):
            before = stock.text(stock.document(old)) if stock and old else ""
            yield _diff(old, before, page, text)
    for key in gone:
        if key not in renamed.values() and stock and key in live:
            with gathered(errors):
                yield _diff(live[key], stock.text(stock.document(live[key])), None, "")


def stock_diffs(before: Stock, after: Stock, keys: Iterable[Key]) -> Iterator[PageDiff]:
    """Of pages in two releases; raises :class:`FileError` where one is not what was published."""
    old, new = ({page.key: page for page in each.manifest.pages} for each in (before, after))
    for key in keys:
        pages = old.get(key), new.get(key)
        texts = [
            stock.text(stock.document(page)) if page else ""
            for stock, page in zip((before, after), pages, strict=True)
        ]
        yield _diff(pages[0], texts[0], pages[1], texts[1])


def _renamed(prepared: Prepared, gone: Iterable[Key]) -> Iterator[tuple[Key, Key]]:
    """Key of a page → its key before, where its article has another name by now."""
    locales: dict[str, list[str]] = {}
    for article, locale in gone:
        locales.setdefault(article, []).append(locale)
    for names in prepared.names.values():
        for old in names[1:]:
            yield from (((names[0], each), (old, each)) for each in locales.get(old, ()))


def _diff(old: Page | None, before: str, new: Page | None, after: str) -> PageDiff:
    page = new or old
    if page is None:
        raise ValueError("neither of two releases has the page")
    found = page_diff(
        list(passages(before, old.format)) if old else [],
        list(passages(after, new.format)) if new else [],
    )
    media = _files(_media(old), _media(new))
    return PageDiff(page.article, page.locale, tuple(found), tuple(media))


def _media(page: Page | None) -> Mapping[str, str]:
    return {each.path: each.blake2b for each in page.media} if page else {}


def _files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[ShownFile]:
    for path in sorted(old.keys() | new.keys()):
        if path not in new:
            yield ShownFile(path, Became.GONE)
        elif path not in old:
            yield ShownFile(path, Became.CAME)
        elif old[path] != new[path]:
            yield ShownFile(path, Became.CHANGED)
