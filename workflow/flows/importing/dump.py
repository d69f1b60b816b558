"""The article in a raw text dump of a page: the menu goes, every paragraph stays.

The article is the run of blocks that scores most (:mod:`workflow.flows.importing.scoring`)
together with its title (:mod:`workflow.flows.importing.titles`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow.errors import ArticleError
from workflow.flows.importing import lines, people, titles
from workflow.flows.importing.characters import one_line, tidy
from workflow.flows.importing.dateline import find_date
from workflow.flows.importing.draft import Draft
from workflow.flows.importing.layout import markdown
from workflow.flows.importing.lines import Block
from workflow.flows.importing.scoring import Kind, Run, Scored, runs, score
from workflow.flows.importing.titles import Title
from workflow.model import Locale

_NEAR = 3
"""Blocks before a title or after an article among which its date and author may be."""


def read(text: str, *, name: str, locale: Locale) -> Draft:
    """Return the article in ``text``, a dump in the language of ``locale``.

    The title is empty where no line before the article is likely to be it. Raises
    :class:`ArticleError`, with ``name`` as its file, where nothing reads like a paragraph.
    """
    scored = score(lines.blocks(tidy(text)), locale)
    found = [(run, titles.find(scored, run)) for run in runs(scored) if _has_prose(scored, run)]
    if not found:
        raise ArticleError(
            "no article found: no line reads like a paragraph",
            hint="Check that the article's text, in whole sentences, is in the file.",
            file=name,
        )
    run, title = max(found, key=lambda pair: pair[0].score + (pair[1].score if pair[1] else 0))
    body = tuple(_body(scored, run, title))
    around = [one.block.text for one in _around(scored, run, title)]
    dated = next(filter(None, (find_date(text, locale) for text in around)), None)
    return Draft(
        title=one_line(scored[title.index].block.text) if title else "",
        body=markdown(body),
        date=dated.iso if dated else "",
        author=next(filter(None, map(people.byline, around)), ""),
        contact=people.contact([block.text for block in body]) or "",
    )


def _has_prose(scored: Sequence[Scored], run: Run) -> bool:
    return any(one.kind is Kind.PROSE for one in scored[run.start : run.end])


def _around(scored: Sequence[Scored], run: Run, title: Title | None) -> Iterator[Scored]:
    """Yield the lines of date and author: those about the title, then those after the article."""
    first = title.index if title else run.start
    yield from scored[first + 1 : run.start]
    yield from scored[max(first - _NEAR, 0) : first]
    yield from scored[run.end : run.end + _NEAR]


def _body(scored: Sequence[Scored], run: Run, title: Title | None) -> Iterator[Block]:
    """Yield the standfirst and the run without its title; of equal blocks in a row, one."""
    indices = list(range(run.start, run.end))
    if title:
        indices = [*title.standfirst, *(index for index in indices if index != title.index)]
    before = ""
    for block in (scored[index].block for index in indices):
        if block.text != before:
            yield block.with_text(people.mend_email(block.text))
        before = block.text
