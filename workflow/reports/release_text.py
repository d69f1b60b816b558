"""What a release holds, what readers see change by one, and what pruning comes to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from workflow.model.phrase import Phrase, named, phrase, phrase_in, phrases
from workflow.reports.blockers import file_in_words
from workflow.reports.review_text import DIFFERENCES
from workflow.reports.screen import Cell, Screen, visible
from workflow.review.release_diff import Change

if TYPE_CHECKING:
    from workflow.model.pruned import Pruned
    from workflow.review.page_diff import PageDiff, PassageDiff
    from workflow.review.release_diff import Compared, ShownRelease

_STYLES: Final = {Change.NEW: "good", Change.CHANGED: "good", Change.REMOVED: "gone"}
_CHANGES: Final = {
    Change.NEW: phrase_in("release plan", "new"),
    Change.CHANGED: phrase_in("release plan", "changed"),
    Change.REMOVED: phrase_in("release plan", "removed"),
}
_SIZE: Final = phrase("kB")
_AROUND: Final = 60
"""Characters of what did not change that are shown on each side of what did."""


def shown(found: ShownRelease, screen: Screen) -> Iterator[str]:
    """A release: what it is, then its pages."""
    release = found.release
    live = phrase("{release}, live", release=release.id)
    yield screen.style(screen.words(live) if release.live else release.id, "name")
    for said in (
        phrase("Published {time} by {actor}", time=release.time, actor=release.actor),
        phrase("Digest: {digest}", digest=release.digest),
        phrases(
            "{count} file for readers, {size} kB",
            "{count} files for readers, {size} kB",
            len(found.manifest.files),
            size=_kilobytes(found.size),
        ),
    ):
        yield visible(screen.words(said))
    columns = (
        phrase("Article"),
        phrase("Locale"),
        phrase("Text"),
        phrase("Updated"),
        phrase("Source"),
        phrase("Translation"),
        _SIZE,
    )
    rows = [
        (
            each.page.article,
            each.page.locale,
            named(each.page.grade) if each.page.grade else "",
            each.page.updated,
            each.page.source_digest[:8],
            each.page.translation_digest[:8],
            _kilobytes(each.size),
        )
        for each in found.pages
    ]
    yield ""
    yield from screen.table(columns, rows, right={_SIZE})


def compared(found: Compared, screen: Screen) -> Iterator[str]:
    """Two releases: pages, then other files, then words."""
    changes = found.changes
    if not (changes.pages or changes.files):
        yield screen.words(phrase("Readers get the same from both."))
        return
    pages = [
        (article, locale, _cell(how, screen)) for (article, locale), how in changes.pages.items()
    ]
    files = [(path, _cell(how, screen)) for path, how in changes.files.items()]
    if pages:
        columns = (phrase("Article"), phrase("Locale"), phrase("Change"))
        yield from screen.table(columns, pages)
    if pages and files:
        yield ""
    if files:
        yield from screen.table((phrase("Other file"), phrase("Change")), files)
    yield from differences(found.diffs, screen)


def differences(diffs: Iterable[PageDiff], screen: Screen) -> Iterator[str]:
    """What readers see change, page by page."""
    for each in diffs:
        yield ""
        place = phrase("{article} ({locale})", article=each.article, locale=each.locale)
        yield screen.style(visible(screen.words(place)), "name")
        if not (each.passages or each.files):
            nothing = phrase("Readers see no other words or pictures.")
            yield f"  {screen.words(nothing)}"
        for passage in each.passages:
            yield f"  {_passage(passage, screen)}"
        for file in each.files:
            yield f"  {visible(screen.words(file_in_words(file)))}"


def pruned(found: Pruned) -> Iterator[Phrase]:
    """What was deleted, or would be."""
    for release, size in found.removed:
        if found.dry_run:
            yield phrase("{release} would go: {size} kB", release=release, size=_kilobytes(size))
        else:
            yield phrase("{release} is gone: {size} kB", release=release, size=_kilobytes(size))
    yield phrases(
        "{count} release kept; the others: {size} kB",
        "{count} releases kept; the others: {size} kB",
        len(found.kept),
        size=_kilobytes(found.size),
    )


def _cell(how: Change, screen: Screen) -> Cell:
    return Cell(screen.words(_CHANGES[how]), _STYLES[how])


def _passage(passage: PassageDiff, screen: Screen) -> str:
    what = named(passage.what) if passage.what else phrase("other text")
    line = screen.style(screen.words(phrase("{what}:", what=what)), "aside") + " "
    last = len(passage.pieces) - 1
    for place, (kind, text) in enumerate(passage.pieces):
        said = visible(text)
        if kind == "same":
            line += _around(said, first=place == 0, last=place == last)
        else:
            line += screen.style(said, kind) if screen.colour else DIFFERENCES[kind].format(said)
    return line


def _around(text: str, *, first: bool, last: bool) -> str:
    """What did not change, shortened where it is long."""
    before = "" if first else text[:_AROUND]
    after = "" if last else text[-_AROUND:]
    return text if len(text) <= len(before) + len(after) + 1 else f"{before}…{after}"


def _kilobytes(size: int) -> int:
    """Thousands of bytes, as many as are needed to hold so many."""
    return -(-size // 1000)
