"""The article in a raw text dump of a page: the menu goes, every paragraph stays.

The article is the run of blocks that scores most (:mod:`workflow.importing.scoring`)
together with its title (:mod:`workflow.importing.layout`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import groupby, pairwise, takewhile

from workflow.errors import ArticleError
from workflow.importing import layout, lines, people
from workflow.importing.dates import find_date
from workflow.importing.draft import Draft, LeftOut
from workflow.importing.layout import Title, markdown
from workflow.importing.lines import Block
from workflow.importing.people import credit
from workflow.importing.plain import one_line, squash, tidy
from workflow.importing.scoring import TEXT, Kind, Run, Scored, extended, runs, score
from workflow.model import Locale
from workflow.model.phrase import phrase

_NEAR = 3
"""Blocks before a title among which the date and author may be."""
_DOUBT = 8
"""How much likelier a title inside the article must be than the one before it."""
_OF_TEXTS = TEXT | {Kind.SHORT, Kind.DATE, Kind.RULE}
_BRACKETED = re.compile(r"（[^（）]{4,40}）|\([^()]{4,40}\)")
_SUBJECT = re.compile(
    r"\A(?:subject|objet|sujet|主题|主旨|标题)\s?[:：]\s?(?:(?:fwd?|re|tr|转发|答复)\s?[:：]\s?)*",
    re.IGNORECASE,
)
"""How the line of an e-mail begins that has its title."""
_JOINT = "; "


def read(text: str, *, name: str, locale: Locale, keep_all: bool = False) -> Draft:
    """Return the article in ``text``, a dump in the language of ``locale``.

    The title is empty where no line before the article is likely to be it. What is no part of
    the article is named in the draft, or stays with ``keep_all``. Raises :class:`ArticleError`,
    with ``name`` as its file, where nothing reads like a paragraph.
    """
    scored = score(lines.blocks(tidy(text)), locale)
    article = _find(scored)
    if article is None:
        raise ArticleError(
            phrase("no article found: no line reads like a paragraph"),
            hint=phrase("Check that the article’s text, in whole sentences, is in the file."),
            file=name,
        )
    run, title = article
    kept = _kept(scored, run, title)
    headline = _SUBJECT.sub("", one_line(scored[title.index].block.text)) if title else ""
    if len(kept) > 1 and headline and squash(scored[kept[0]].block.text) == squash(headline):
        kept = kept[1:]
    if keep_all:
        kept = [index for index in range(len(scored)) if title is None or index != title.index]
    body = [scored[index].block for index in kept]
    body = [block.with_text(people.mend_email(block.text)) for block in body]
    around = [one.block.text for one in _around(scored, run, title)]
    return Draft(
        title=headline,
        body=markdown(body),
        date=_date(around, locale),
        author=_JOINT.join(_authors(around, body, locale)),
        contact=people.contact([block.text for block in body]) or "",
        left_out=tuple(_left_out(scored, run, title, frozenset(kept))),
    )


def _find(scored: Sequence[Scored]) -> tuple[Run, Title | None] | None:
    """Return where the article is, and its title; None where nothing reads like a paragraph."""
    every = list(runs(scored))
    likely = [run for run in every if _has(Kind.PROSE, scored, run)]
    likely = likely or [run for run in every if _has(Kind.SENTENCE, scored, run)]
    found = [(run, layout.find_title(scored, run)) for run in likely]
    if not found:
        return None
    return _whole(scored, *max(found, key=lambda one: one[0].score + _score(one[1])))


def _has(kind: Kind, scored: Sequence[Scored], run: Run) -> bool:
    return any(one.kind is kind for one in scored[run.start : run.end])


def _score(title: Title | None) -> float:
    return title.score if title else 0


def _whole(scored: Sequence[Scored], run: Run, title: Title | None) -> tuple[Run, Title | None]:
    """Return the whole of the article of which ``run`` is the weightiest part, and its title.

    What stands before is part of it unless the title stands between. A dump that begins with
    the title, and in which nothing is like a menu, is an article to its end.
    """
    start, end = extended(scored, run)
    start = min(_first_of_stanza(scored, one) for one in (start, run.start))
    if start < run.start:
        longer = Run(start, run.end, run.score)
        other = layout.find_title(scored, longer)
        if title is None or title.index < start or _score(other) + _DOUBT >= title.score:
            run, title = longer, other
    first = title.index if title else run.start
    if first == 0:
        end += _last_of_text(scored[end:])
    return Run(run.start, end, run.score), title


def _first_of_stanza(scored: Sequence[Scored], start: int) -> int:
    """Return where the lines begin that no blank line parts from ``start``, if they are verse.

    These end in commas, which entries of menus do not.
    """
    first = start
    while first and not scored[first].block.apart and scored[first - 1].kind is Kind.SHORT:
        first -= 1
    verse = any(one.block.text.endswith((",", "，", ";", "；")) for one in scored[first:start])
    return first if verse and first and scored[first].block.apart else start


def _last_of_text(rest: Sequence[Scored]) -> int:
    """Return how many blocks of ``rest`` go on with a dump that begins with the title.

    All, but for lines of date and author at the end, unless one is like a menu. Items of lists
    are where no text follows them.
    """
    while rest and rest[-1].kind is Kind.CREDIT:
        rest = rest[:-1]
    if all(one.kind in _OF_TEXTS for one in rest):
        return len(rest)
    if any(one.kind not in _OF_TEXTS | {Kind.ITEM} for one in rest):
        return 0
    texts = [at for at, one in enumerate(rest, 1) if one.kind in (Kind.PROSE, Kind.SENTENCE)]
    return max(texts, default=0)


def _kept(scored: Sequence[Scored], run: Run, title: Title | None) -> list[int]:
    """Return the indices of the article's blocks without its title; of equal ones in a row, one.

    Between title and run that is a standfirst; where the title begins the dump, all but date
    and authors, for then no buttons stand there.
    """
    indices = list(range(run.start, run.end))
    if title:
        between = range(title.index + 1, run.start)
        if title.index == 0:
            said = squash(scored[0].block.text)
            lead = [
                index
                for index in between
                if scored[index].kind is not Kind.CREDIT
                and squash(scored[index].block.text) != said
            ]
        else:
            lead = list(title.standfirst)
        indices = [*lead, *(index for index in indices if index != title.index)]
    while indices and scored[indices[-1]].kind is Kind.RULE:
        indices.pop()
    rules = takewhile(lambda index: scored[index].kind is Kind.RULE, indices)
    return [
        index
        for before, index in pairwise([None, *indices[len(list(rules)) :]])
        if index is not None
        and (before is None or scored[before].block.text != scored[index].block.text)
    ]


def _around(scored: Sequence[Scored], run: Run, title: Title | None) -> Iterator[Scored]:
    """Yield the lines of date and author: those about the title, then those after the article."""
    first = title.index if title else run.start
    yield from scored[first + 1 : run.start]
    yield from scored[max(first - _NEAR, 0) : first]
    yield from takewhile(lambda one: one.kind is Kind.CREDIT, scored[run.end :])


def _date(around: Sequence[str], locale: Locale) -> str:
    """Return the date of a line that says only that, else one that another line has."""
    credits = [found for text in around if (found := credit(text, locale))]
    said = [one.date for one in credits if one.date]
    dated = next(iter(said), None) or next(
        filter(None, (find_date(text, locale) for text in around)), None
    )
    return dated.iso if dated else ""


def _authors(around: Sequence[str], body: Sequence[Block], locale: Locale) -> Sequence[str]:
    """Return the authors that a line of their own names, or brackets in the first or last block."""
    ends = {block.line: block.text for block in (*body[:1], *body[-1:])}
    bracketed = [found[0] for text in ends.values() for found in _BRACKETED.finditer(text)]
    for texts in (around, bracketed):
        said = [name for text in texts if (found := credit(text, locale)) for name in found.authors]
        if said:
            return tuple(dict.fromkeys(said))
    return ()


def _left_out(
    scored: Sequence[Scored], run: Run, title: Title | None, kept: Set[int]
) -> Iterator[LeftOut]:
    """Yield what of the dump is not in the article, lines that follow each other together."""
    first = title.index if title else run.start
    gone = [at for at in range(len(scored)) if at not in kept and not (title and at == title.index)]

    def reason(at: int) -> str:
        if scored[at].kind is Kind.RULE and first <= at < run.end:
            return phrase("row of signs at the edge of the article")
        if scored[at].kind is Kind.CREDIT and first - _NEAR <= at:
            return phrase("line of date or authors")
        if run.start <= at < run.end and at < min(kept):
            return phrase("repeats the title")
        if at < first:
            return phrase("before the article: menu or header")
        if at >= run.end:
            return phrase("after the article: menu or footer")
        between = phrase("between title and text")
        return between if at < run.start else phrase("repeats the line before")

    for at in sorted(kept):
        text = scored[at].block.text
        if mark := text[len(people.mend_email(text)) :]:
            yield LeftOut(mark, phrase("mark after the address at the end of a line"))
    groups = groupby(enumerate(gone), key=lambda one: (one[1] - one[0], reason(one[1])))
    for (_, why), group in groups:
        yield LeftOut(" ".join(one_line(_said(scored[at].block)) for _, at in group), why)


def _said(block: Block) -> str:
    return f"{block.number}. {block.text}" if block.number else block.text
