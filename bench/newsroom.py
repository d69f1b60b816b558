"""Articles of a newsroom that does not exist, the same in French, English and Chinese.

:func:`article` makes article number N, always the same, of the sentences in ``newsroom.tsv``: 600
to 900 words in four or five sections, with lists, a table, a quotation, pictures, and links to
other articles and elsewhere. Numbers and names in the sentences differ from one to the next, so
that hardly any stands twice.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

LANGUAGES = ("fr", "en", "zh")
PICTURES = 48
"""How many pictures the articles share."""
Texts = tuple[str, ...]
"""One text in each of :data:`LANGUAGES`."""


class Article(NamedTuple):
    """An article in one language."""

    language: str
    title: str
    summary: str
    dateline: str
    keywords: Sequence[str]
    written: date
    body: str
    """Markdown; links to other articles are ``{article:N}``, pictures ``{picture:N}``."""

    def laid_out(self, article: Callable[[int], str], picture: Callable[[int], str]) -> str:
        """The body with the addresses that a program wants."""
        body = self.body
        for name, address in (("article", article), ("picture", picture)):
            head, *rest = body.split("{" + name + ":")
            parts = (each.partition("}") for each in rest)
            body = head + "".join(address(int(number)) + after for number, _, after in parts)
        return body


def article(number: int, count: int, revision: int = 0) -> tuple[Article, ...]:
    """Article ``number`` of ``count`` in each of :data:`LANGUAGES`.

    ``revision``: how often its first paragraph was edited, and its translations after it.
    """
    chance = random.Random(number)
    place = chance.choice(_WORDS["place"])
    keywords = chance.sample(_WORDS["keyword"], 3)
    title, summary = _title(number), _said(chance, "sentence")
    bodies = _joined(list(_blocks(chance, count, place, revision)), "\n\n")
    written = date(2026, 1, 1) + timedelta(days=number % 300)
    return tuple(
        Article(
            language,
            title[n],
            summary[n],
            place[n],
            [each[n] for each in keywords],
            written,
            bodies[n] + "\n",
        )
        for n, language in enumerate(LANGUAGES)
    )


def _blocks(chance: random.Random, count: int, place: Texts, revision: int) -> Iterator[Texts]:
    pictures = [chance.randrange(PICTURES) for _ in range(chance.choice((1, 2)))]
    others = [chance.randrange(count) for _ in range(3)]
    first = _paragraph(chance, 2)
    if revision:
        said = _filled(_WORDS["revised"][0], n=(str(revision),) * 3)
        first = _joined((first, said), " ")
    yield first
    for section, heading in enumerate(chance.sample(_WORDS["heading"], chance.choice((4, 5)))):
        yield _prefixed("## ", _said(chance, heading))
        if section < len(pictures):
            alt = _filled(_WORDS["picture"][0], place=place)
            yield tuple(f"![{text}]({{picture:{pictures[section]}}})" for text in alt)
        yield _paragraph(chance, chance.choice((3, 4)))
        yield _extra(chance, section)
        if section < len(others):
            other = others[section]
            to = (f"{{article:{other}}}",) * 3
            yield _filled(_WORDS["see"][0], title=_title(other), to=to)
        yield _paragraph(chance, chance.choice((2, 3)))


def _title(number: int) -> Texts:
    said = _said(random.Random(-1 - number), "title")
    return tuple(f"{text} ({number})" for text in said)


def _extra(chance: random.Random, section: int) -> Texts:
    """A list, a table or a quotation."""
    if section == 1:
        places = chance.sample(_WORDS["place"], 4)
        rows = [_WORDS["column"], *((each, _number(chance), _number(chance)) for each in places)]
        head, *rest = (
            tuple("| " + " | ".join(cell[n] for cell in row) + " |" for n in range(len(LANGUAGES)))
            for row in rows
        )
        return _joined((head, ("| --- | ---: | ---: |",) * 3, *rest), "\n")
    if section == 2:
        return _prefixed("> ", _paragraph(chance, 1))
    items = [_said(chance, each) for each in chance.sample(_WORDS["item"], 4)]
    marks = ["- "] * 4 if section == 0 else ["1. ", "2. ", "3. ", "4. "]
    return _joined([_prefixed(*each) for each in zip(marks, items, strict=True)], "\n")


def _paragraph(chance: random.Random, sentences: int) -> Texts:
    said = [_said(chance, each) for each in chance.sample(_WORDS["sentence"], sentences)]
    french, english, chinese = zip(*said, strict=True)
    return (" ".join(french), " ".join(english), "".join(chinese))


def _said(chance: random.Random, texts: Texts | str) -> Texts:
    """The texts, or some of a kind, filled in by chance, alike in all languages."""
    if isinstance(texts, str):
        texts = chance.choice(_WORDS[texts])
    names = {kind: chance.choice(_WORDS[kind]) for kind in ("place", "people", "day", "thing")}
    return _filled(texts, n=_number(chance), m=_number(chance), **names)


def _number(chance: random.Random) -> Texts:
    return (str(chance.randrange(2, 900)),) * 3


def _filled(texts: Texts, **values: Texts) -> Texts:
    return tuple(
        text.format(**{name: value[n] for name, value in values.items()})
        for n, text in enumerate(texts)
    )


def _prefixed(prefix: str, texts: Texts) -> Texts:
    return tuple(prefix + text for text in texts)


def _joined(blocks: Sequence[Texts], glue: str) -> Texts:
    return tuple(glue.join(each[n] for each in blocks) for n in range(len(LANGUAGES)))


def _words() -> dict[str, list[Texts]]:
    """Kind → its texts, from the table beside this file."""
    words: dict[str, list[Texts]] = defaultdict(list)
    with Path(__file__).with_suffix(".tsv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE):
            words[row["kind"]].append(tuple(row[language] for language in LANGUAGES))
    return words


_WORDS = _words()
