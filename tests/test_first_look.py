"""Which of two texts may say the opposite of the other is told by their words alone."""

from __future__ import annotations

from tests.labels import pairs_of
from workflow.checks.bounds import bounds, turned
from workflow.checks.first_look import suspected
from workflow.checks.opposites import exchanged, named
from workflow.checks.word_signs import signs_in


def test_the_words_of_two_texts_tell_what_may_differ() -> None:
    for each in pairs_of("seen"):
        source, target = (name.partition("_")[0] for name in each.pair.split("-"))
        if not {source, target} <= {"fr", "en", "zh"}:
            continue
        signs = signs_in(each.source, source), signs_in(each.target, target)
        if suspected(each.source, each.target, (source, target), signs):
            continue
        there, here = bounds(each.source, source), bounds(each.target, target)
        assert turned(there, here) is None, each
        one, other = named(each.source, source), named(each.target, target)
        assert exchanged(one, other) is None, each
