"""What an export as PDF or EPUB came to, for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from workflow.model import Locale
from workflow.model.blocker import Reason
from workflow.model.phrase import Phrase, listed, phrase, phrases
from workflow.reports.blockers import in_words


class Written(Protocol):
    """A file; see :class:`workflow.flows.export_book.WrittenBook`."""

    @property
    def path(self) -> Path: ...
    @property
    def locale(self) -> Locale: ...
    @property
    def title(self) -> str: ...
    @property
    def articles(self) -> tuple[str, ...]: ...
    @property
    def size(self) -> int: ...
    @property
    def pages(self) -> int: ...
    @property
    def missing(self) -> str: ...
    @property
    def changed(self) -> bool: ...


class Left(Protocol):
    """An article that does not go out in a language."""

    @property
    def article(self) -> str: ...
    @property
    def locale(self) -> str: ...
    @property
    def reasons(self) -> tuple[Reason, ...]: ...


class Exported(Protocol):
    """What was written; see :class:`workflow.flows.export_book.BookExport`."""

    @property
    def kind(self) -> str: ...
    @property
    def files(self) -> Sequence[Written]: ...
    @property
    def left_out(self) -> Sequence[Left]: ...
    @property
    def insisted(self) -> bool: ...


def summary(found: Exported) -> Iterator[Phrase]:
    """A line for each file."""
    if not found.files:
        yield phrase("Nothing is approved that could be written.")
    for each in found.files:
        yield (
            phrase("written: {file} ({what})", file=str(each.path), what=_what(each))
            if each.changed
            else phrase("as it was: {file} ({what})", file=str(each.path), what=_what(each))
        )


def _what(each: Written) -> Phrase:
    count = len(each.articles)
    articles = phrases("{count} article", "{count} articles", count)
    if each.pages:
        pages = phrases("{count} page", "{count} pages", each.pages)
        return phrase("{articles}, {pages}", articles=articles, pages=pages)
    return articles


def left_out(found: Exported) -> Iterator[Phrase]:
    """A line for each article that was asked for and is not there.

    Where all were asked for, those that wait for an approval are no news: a line counts them.
    """
    if not found.insisted:
        if found.left_out:
            yield phrase(
                "{count} pages are left out, as they may not be published: see workflow release "
                "plan",
                count=len(found.left_out),
            )
        return
    for each in found.left_out:
        yield phrase(
            "left out: {article} in {locale}: {reasons}",
            article=each.article,
            locale=each.locale,
            reasons=listed(in_words(each.reasons)) or phrase("not approved"),
        )


def warnings(found: Exported) -> Iterator[Phrase]:
    """What a file is to be looked at for before it is printed."""
    for each in found.files:
        if each.missing:
            yield phrase(
                "{file}: no font on this machine has {characters}: a box stands for each. Install "
                "fonts for this language (Debian and Ubuntu: fonts-noto-cjk for Chinese, "
                "fonts-noto-core for most others), then run the command again.",
                file=str(each.path),
                characters=" ".join(each.missing),
            )
