"""Pages that list: articles, tags, authors and years, page by page."""

from __future__ import annotations

from typing import NamedTuple

from workflow.model.picture_sizes import PictureSizes
from workflow.site import addresses, strings
from workflow.site.cards import Teaser
from workflow.site.frame import Common, Elsewhere, Frame, Named, page_frame, render
from workflow.site.responsive import LISTED
from workflow.site.strings import N_
from workflow.site.teasers import listed_as

_TITLES = {
    "archive": N_("Archive"),
    "authors": N_("Authors"),
    "tags": N_("Keywords"),
}


Shown = tuple[Teaser, str, str, PictureSizes | None]
"""An article with its summary, the path of its picture, and the sizes of that."""


class Shape(NamedTuple):
    """A page of a list, without what is on it."""

    kind: str
    """``tags``, ``authors`` or ``archive``; empty for the list of all articles."""
    title: str
    """The tag, author or year; empty for a list of all."""
    number: int
    """Which page it is, from 1."""
    last: int
    """The number of the last."""
    articles: int
    """How many the whole list has."""
    before: str
    """The path of the page before; empty for the first."""
    after: str
    """The path of the next page; empty for the last."""
    up: str
    """Where all lists of its kind are named; empty where it does that itself."""
    elsewhere: Elsewhere | None
    """Where the other languages have the same; None for the list of all articles."""


def cards_page(path: str, common: Common, shape: Shape, listed: tuple[Shown, ...]) -> bytes:
    """Articles, each with its summary and picture: all, those with a tag, or those of an author.

    The first page of all articles is the front page of the language.
    """
    cards = [
        listed_as(path, common, teaser, summary, image=image, sizes=sizes)
        for teaser, summary, image, sizes in listed
    ]
    if not shape.kind and shape.number == 1:
        return render(
            "index.html.j2", page_frame(common, path), cards=cards, **_around(path, common, shape)
        )
    return render(
        "list.html.j2", _frame(path, common, shape), cards=cards, **_around(path, common, shape)
    )


def lines_page(path: str, common: Common, shape: Shape, listed: tuple[Teaser, ...]) -> bytes:
    """Articles of a year, a line each."""
    lines = [listed_as(path, common, each) for each in listed]
    return render(
        "year.html.j2", _frame(path, common, shape), lines=lines, **_around(path, common, shape)
    )


def entries_page(
    path: str, common: Common, shape: Shape, entries: tuple[tuple[str, str, int], ...]
) -> bytes:
    """Tags, authors or years, each with the number of its articles."""
    written = common.written(common.locale)
    shown = [
        (title, addresses.relative(path, place), strings.articles_label(count, written))
        for title, place, count in entries
    ]
    return render(
        "names.html.j2", _frame(path, common, shape), entries=shown, **_around(path, common, shape)
    )


def _frame(path: str, common: Common, shape: Shape) -> Frame:
    elsewhere = shape.elsewhere or Elsewhere(
        tuple((each, addresses.index_path(each)) for each in common.locales), alternate=False
    )
    title = shape.title or _kind(common, shape)
    if shape.number > 1:
        title = f"{title} · {_number(common, shape)}" if title else _number(common, shape)
    return page_frame(common, path, title=title, elsewhere=elsewhere)


def _around(path: str, common: Common, shape: Shape) -> dict[str, object]:
    """What the templates of lists have in common."""
    return {
        "listed_width": LISTED,
        "kind": shape.kind,
        "heading": shape.title or _kind(common, shape),
        "up": Named(_kind(common, shape), addresses.relative(path, shape.up)) if shape.up else None,
        "count": strings.articles_label(shape.articles, common.written(common.locale))
        if shape.title
        else "",
        "paging": {
            "before": addresses.relative(path, shape.before) if shape.before else "",
            "after": addresses.relative(path, shape.after) if shape.after else "",
            "here": _number(common, shape),
        }
        if shape.last > 1
        else None,
    }


def _kind(common: Common, shape: Shape) -> str:
    title = _TITLES.get(shape.kind, N_("All articles"))
    return strings.translations(common.locale).gettext(title)


def _number(common: Common, shape: Shape) -> str:
    """“Page 2 of 5”."""
    written = common.spoken(common.locale)
    here, last = (strings.number(each, written) for each in (shape.number, shape.last))
    return strings.page_label(here, last, written)
