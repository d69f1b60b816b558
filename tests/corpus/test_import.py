"""Import loses no text without a word: every word of pages that others wrote is accounted for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests import shown
from tests.corpus.conftest import documents
from workflow.errors import WorkflowError
from workflow.importing import import_article
from workflow.importing.sniff import Kind, sniff
from workflow.model import Locale

LARGEST = 500_000
"""Bytes of a page that is an article; a few are whole manuals of megabytes."""
LEAST_PAGES = 500
MOST_LOST = 0.0001
"""Part of the words: where a page has two words run together (a list of links), what is a word is
not told as the program does."""


class Counted(NamedTuple):
    """The words of one page."""

    shown: int
    in_article: int
    lost: int


def _count(path: Path) -> Counted | None:
    """Import one page and count its words; None for what has no article, which is said."""
    data = path.read_bytes()
    try:
        kind, text = sniff(data, path.name)
        if kind is not Kind.PAGE:
            return None
        article = import_article(data, name=path.name, default_lang=Locale("en"))
    except WorkflowError:
        return None
    seen, there = shown.shown(text), shown.in_article(article)
    lost = seen - shown.imported(article)
    return Counted(seen.total(), (seen & there).total(), lost.total())


def test_no_words_of_real_pages_are_lost(record_property: Callable[[str, object], None]) -> None:
    paths = [path for path in documents("html") if path.stat().st_size <= LARGEST]
    with ProcessPoolExecutor(2) as pool:
        counted = [one for one in pool.map(_count, paths, chunksize=8) if one is not None]
    words = sum(one.shown for one in counted)
    lost = sum(one.lost for one in counted)
    kept = sum(one.in_article for one in counted)
    record_property(
        "figures",
        f"import: {len(counted)} pages, {words:,} words shown; {kept / words:.1%} in the article, "
        f"{lost:,} in neither the article nor the list of what was left out",
    )
    assert len(counted) >= LEAST_PAGES
    assert lost <= words * MOST_LOST
