"""What the checks find of the labelled pairs, by rule and half; see :mod:`tests.labels`.

A wrong pair counts as found if one of the rules it names speaks, as a warning at least; a good
one as flagged if any does. The figures are printed at the end of a run.
``tests/checks/floors.json`` holds the per cent of faults that each half reached: neither may fall
behind it. It can only be raised: after a rule has become better, run these tests with
``RAISE_FLOORS=1`` and commit what that wrote. A half that is far better than its floor fails as
well, lest a later loss goes unseen. How many good ones may be flagged is fixed below.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby
from typing import NamedTuple

import pytest

from tests.labels import FOLDER, HALVES, Pair, pairs_of
from workflow.checks import Subject, Translation, check_translation
from workflow.formats import parse
from workflow.glossary.usage import Terminology
from workflow.model import (
    Article,
    Concept,
    Glossary,
    Locale,
    Message,
    Segment,
    Severity,
    Term,
    TermStatus,
)

FLOORS = FOLDER / "floors.json"
SLACK = 2.0
"""Per cent that a half may be better than its floor."""
MOST_FLAGGED, MOST_ERRORS = 5.0, 1.0
"""Per cent of the good ones."""


class Verdict(NamedTuple):
    """A pair, and the rules that spoke of it: name → whether as an error."""

    pair: Pair
    spoke: dict[str, bool]
    in_article: frozenset[str]
    """Rules that spoke anywhere in its article."""

    @property
    def found(self) -> bool:
        """Whether one of the rules that should have spoken did."""
        return not self.in_article.isdisjoint(self.pair.expect)


@cache
def verdicts(half: str) -> tuple[Verdict, ...]:
    first: dict[str, int] = {}
    lines = sorted(  # the messages of an article together, as they stand
        enumerate(pairs_of(half)),
        key=lambda each: (
            first.setdefault(each[1].note, each[0]) if "article:" in each[1].note else each[0]
        ),
    )
    groups = groupby(lines, lambda each: each[1].note if "article:" in each[1].note else each[0])
    return tuple(verdict for _, group in groups for verdict in _checked([p for _, p in group]))


def _checked(pairs: list[Pair]) -> Iterator[Verdict]:
    source, target = map(Locale, pairs[0].pair.split("-"))
    article = Article("a", "articles/a.md", "markdown", source, "")
    sources = [each.source.replace("\\n", "\n") for each in pairs]
    subjects = tuple(
        Subject(
            article,
            target,
            _segment(msgid, title=pair.note == "title"),
            Message(
                msgid, pair.target.replace("\\n", "\n"), msgctxt=f"{number}" if number else None
            ),
            "a.po",
            number,
        )
        for number, (pair, msgid) in enumerate(zip(pairs, sources, strict=True))
    )
    body = "\n\n".join(f"# {text}" if pairs[0].note == "title" else text for text in sources)
    terms = _terms(pairs[0].note, source, target)
    found = check_translation(Translation(article, target, parse(body), subjects, terms))
    spoke: dict[int, dict[str, bool]] = defaultdict(dict)
    for finding in found:
        if finding.severity is not Severity.INFO:
            error = finding.severity is Severity.ERROR
            spoke[finding.line][finding.check] = (
                spoke[finding.line].get(finding.check, False) or error
            )
    everywhere = frozenset(name for names in spoke.values() for name in names)
    wanted = frozenset(name for pair in pairs for name in pair.expect)
    for number, pair in enumerate(pairs):
        here = spoke[number]
        if not pair.expect:  # one that departs may be told at any message of its article
            here = {name: error for name, error in here.items() if name not in wanted}
        yield Verdict(pair, here, everywhere)


def _segment(msgid: str, *, title: bool) -> Segment:
    return Segment(0, 0, msgid, "heading 1" if title else "paragraph", 1, markup="markdown")


def _terms(note: str, source: Locale, target: Locale) -> Terminology | None:
    if not note.startswith("term: "):
        return None
    pair, _, forbidden = note.removeprefix("term: ").partition("; not: ")
    term, _, wanted = pair.partition(" = ")
    terms = [Term(term, source), Term(wanted, target)]
    if forbidden:
        terms.append(Term(forbidden, target, TermStatus.FORBIDDEN))
    return Terminology(Glossary((Concept(tuple(terms)),)))


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def totals(half: str) -> dict[str, float]:
    """Per cent of the wrong ones that are found, of good ones flagged, and flagged as errors."""
    wrong = [each for each in verdicts(half) if each.pair.expect]
    good = [each for each in verdicts(half) if not each.pair.expect]
    return {
        "found": _share(sum(each.found for each in wrong), len(wrong)),
        "flagged": _share(sum(bool(each.spoke) for each in good), len(good)),
        "errors": _share(sum(any(each.spoke.values()) for each in good), len(good)),
    }


def table(half: str) -> list[str]:
    """One line a rule: how many faults are its own, how many were found, how often it was wrong."""
    own, found, right, false = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for each in verdicts(half):
        if each.pair.expect:
            own[each.pair.expect[0]] += 1
            found[each.pair.expect[0]] += each.found
        right.update(name for name in each.spoke if name in each.pair.expect)
        false.update(name for name in each.spoke if name not in each.pair.expect)
    lines = [f"{half:20} faults  found  recall  false  precision"]
    for name in sorted({*own, *right, *false}):
        said = right[name] + false[name]
        recall = f"{_share(found[name], own[name]):5.1f} %" if own[name] else f"{'–':>7}"
        precision = f"{_share(right[name], said):5.1f} %" if said else f"{'–':>7}"
        lines.append(
            f"{name:20} {own[name]:6} {found[name]:6} {recall} {false[name]:6}    {precision}"
        )
    told = totals(half)
    lines.append(
        f"in all: {told['found']} % of faults found, {told['flagged']} % of good ones flagged, "
        f"{told['errors']} % as errors"
    )
    return lines


@pytest.mark.parametrize("half", HALVES)
def test_nothing_falls_behind_what_was_reached(
    half: str, record_property: Callable[[str, object], None]
) -> None:
    record_property("checks table", "\n".join(table(half)))
    reached = totals(half)
    assert reached["flagged"] <= MOST_FLAGGED
    assert reached["errors"] <= MOST_ERRORS
    floors = json.loads(FLOORS.read_text("utf-8"))
    assert reached["found"] >= floors[half]
    if os.environ.get("RAISE_FLOORS"):
        floors[half] = reached["found"]
        FLOORS.write_text(json.dumps(floors) + "\n", encoding="utf-8")
    assert reached["found"] <= floors[half] + SLACK, "raise the floor: see above"
