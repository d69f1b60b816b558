"""Who is not asked of a message has nothing to say of it; what is asked together is asked once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.labels import Pair, pairs_of
from workflow.checks import Remark, Rule, Subject, built_in
from workflow.checks.asking import Asking
from workflow.checks.rule import Needs, Part
from workflow.checks.running import Choice, asked
from workflow.errors import ArticleError
from workflow.inline.unlettered import USUAL, telling
from workflow.model import Article, Locale, Markup, Message, Segment, Severity
from workflow.model.phrase import phrase

PAIRS = tuple(pairs_of("seen"))
MARKUPS: tuple[Markup, ...] = ("markdown", "html", "text")
NEEDING = tuple(rule for rule in built_in() if rule.needs)
SIGNS = sorted({*USUAL, *"".join("".join(rule.needs) for rule in NEEDING if rule.needs), *"aé为X"})


def subject_of(pair: str, msgid: str, msgstr: str, markup: Markup = "markdown") -> Subject:
    source, target = map(Locale, pair.split("-"))
    article = Article("a", "articles/a.md", "markdown", source, "")
    segment = Segment(0, 0, msgid, "paragraph", 1, markup=markup)
    return Subject(article, target, segment, Message(msgid, msgstr), "a.po", 7)


def names_asked(subject: Subject) -> set[str]:
    languages = subject.article.locale.name[:2], subject.locale.name[:2]
    _, asking = asked(languages, Choice())
    alone, families = asking.of(subject)
    return {rule.name for _, rule, _ in alone}.union(*(wanted for _, wanted in families))


def unasked(subject: Subject) -> list[Rule]:
    """The rules that would speak of a message, and are not asked of it."""
    names, language = names_asked(subject), subject.locale.name[:2]
    left = (rule for rule in NEEDING if rule.name not in names and rule.reads(language))
    return [rule for rule in left if speaks(rule, subject)]


def speaks(rule: Rule, subject: Subject) -> bool:
    try:
        return rule.of_message is not None and len(rule.of_message(subject)) > 0
    except ArticleError:  # which is told as well
        return True


def test_who_would_speak_of_labelled_pairs_is_asked() -> None:
    for number, each in enumerate(PAIRS):
        msgid, msgstr = (text.replace("\\n", "\n") for text in (each.source, each.target))
        subject = subject_of(each.pair, msgid, msgstr, MARKUPS[number % 3])
        assert not unasked(subject), each.place


@given(
    st.sampled_from(PAIRS),
    st.lists(st.tuples(st.booleans(), st.integers(0, 200), st.sampled_from([*SIGNS, ""]))),
    st.sampled_from(MARKUPS),
)
def test_who_would_speak_of_texts_with_odd_signs_is_asked(
    pair: Pair, changes: list[tuple[bool, int, str]], markup: Markup
) -> None:
    texts = [pair.source, pair.target]
    for there, place, sign in changes:
        at = place % (len(texts[there]) + 1)
        texts[there] = f"{texts[there][:at]}{sign}{texts[there][at + 1 :]}"
    assert not unasked(subject_of(pair.pair, texts[0], texts[1], markup))


@pytest.mark.parametrize("rule", NEEDING, ids=lambda rule: rule.name)
def test_what_a_rule_needs_is_no_letter(rule: Rule) -> None:
    for each in "".join(rule.needs or ()):
        assert telling("fr")(f" {each}")


def test_an_odd_character_has_every_rule_asked() -> None:
    french = {rule.name for rule in NEEDING if rule.reads("fr")}
    assert not french <= names_asked(subject_of("en-fr", "A word", "Un mot"))
    assert french <= names_asked(subject_of("en-fr", "A word", "Un \uff10mot"))


def test_rules_of_a_family_are_asked_once_and_only_if_one_of_them_may_speak() -> None:
    calls = Counter[str]()

    def family(subject: Subject) -> Mapping[str, Sequence[Remark]]:
        calls[subject.message.msgstr] += 1
        return {"one": (Remark(phrase("x")),), "two": (Remark(phrase("y")),)}

    one, two = (
        Rule(name, Severity.INFO, phrase("x"), phrase("x"), "", Part(family, name), Needs("?", "!"))
        for name in ("one", "two")
    )
    asking = Asking([(0, one), (1, two)], ("en", "fr"))
    for msgid, msgstr in (("a", "b"), ("a?", "c"), ("a", "d!"), ("a", "e?")):
        for look, wanted in asking.of(subject_of("en-fr", msgid, msgstr)).families:
            assert set(look(subject_of("en-fr", msgid, msgstr))) == set(wanted) == {"one", "two"}
    assert calls == {"c": 1, "d!": 1}
    assert speaks(one, subject_of("en-fr", "a", "f"))
