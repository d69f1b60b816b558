"""The registry of rules: what each says of its own examples."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from workflow import checks
from workflow.checks import Example, Rule, Subject, Translation, built_in, rules, running
from workflow.errors import ConfigError
from workflow.formats import parse
from workflow.glossary.usage import Terminology
from workflow.model import (
    Article,
    Concept,
    Finding,
    Glossary,
    Locale,
    Message,
    Segment,
    Severity,
    Term,
)
from workflow.model.finding import SWITCHES
from workflow.model.link_answer import LinkAnswer
from workflow.model.phrase import Phrase, phrase

WRONG = [(rule, each) for rule in built_in() for each in rule.wrong]
RIGHT = [(rule, each) for rule in built_in() for each in rule.right]


ANSWERS = {
    "https://example.org/gone": LinkAnswer(404),
    "https://example.org/old": LinkAnswer(200, "https://example.org/here"),
    "https://example.org/here": LinkAnswer(200),
}


def said_of(example: Example, rule: Rule) -> list[Finding]:
    """What a rule says of an example."""
    names = example.pair.split("-")
    source, target = map(Locale, names)
    text = example.source
    article = Article(example.slug, f"articles/{example.slug}.md", example.markup, source, text)
    document = parse(text, format=example.markup)
    if rule.of_source and not example.target:
        found = checks.check_source(
            checks.Source(
                article,
                document,
                "articles",
                exists=lambda path: path == "articles/here.png",
                answers=ANSWERS,
            )
        )
    else:
        terms = None
        if example.terms:
            terms = Terminology(
                Glossary(
                    tuple(
                        Concept((Term(one, source), Term(other, target)))
                        for one, other in example.terms
                    )
                )
            )
        subject = Subject(
            article,
            target,
            Segment(0, 0, text, "paragraph", 1, markup=example.markup),
            Message(text, example.target, translator_comments=example.comments),
            "a.po",
            7,
        )
        others = [
            replace(
                subject,
                message=Message(msgid, msgstr, msgctxt="beside"),
            )
            for msgid, msgstr in example.beside
        ]
        translation = Translation(article, target, document, (*others, subject), terms)
        found = checks.check_translation(translation)
        blocking = checks.check_translation(translation, blocking=True)
        errors = [each for each in found if each.severity is Severity.ERROR]
        assert [each for each in blocking if each.severity is Severity.ERROR] == errors
    return [finding for finding in found if finding.check == rule.name]


@pytest.mark.parametrize(("rule", "example"), WRONG, ids=lambda each: getattr(each, "name", ""))
def test_a_rule_speaks_of_its_wrong_examples(rule: Rule, example: Example) -> None:
    found = said_of(example, rule)
    assert found
    if example.fixed is not None:
        assert example.fixed in {each.fix for each in found}


@pytest.mark.parametrize(("rule", "example"), RIGHT, ids=lambda each: getattr(each, "name", ""))
def test_a_rule_is_silent_on_its_right_examples(rule: Rule, example: Example) -> None:
    assert not said_of(example, rule)


def test_a_rule_that_is_no_error_by_itself_blocks_only_where_it_says_so() -> None:
    assert {rule.name for rule in built_in() if rule.errs} == {"fields", "glossary"}


@pytest.mark.parametrize("rule", built_in(), ids=lambda rule: rule.name)
def test_a_rule_says_what_it_is(rule: Rule) -> None:
    assert isinstance(rule.title, Phrase) and rule.title[0].isupper()
    assert isinstance(rule.explanation, Phrase) and len(rule.explanation) > 20
    assert rule.source
    # what runs on request needs what is not installed everywhere, and has tests of its own
    assert (rule.wrong and rule.right) or rule.on_request
    assert rule.of_message is None or rule.of_document is None
    assert rule.of_message or rule.of_document or rule.of_source


def test_names_are_unique_and_those_that_may_be_switched_off_are_known_without_the_rules() -> None:
    assert len({rule.name for rule in built_in()}) == len(built_in())
    assert tuple(rule.name for rule in built_in() if rule.optional) == SWITCHES


MINE = Rule(
    "mine",
    Severity.WARNING,
    phrase("Mine"),
    phrase("speaks of all translations into Chinese"),
    "nowhere",
    of_message=lambda subject: [checks.Remark(phrase("mine"))],
    languages=frozenset({"zh"}),
)


def test_another_package_gives_a_rule_for_one_language(rule_points: dict[str, str]) -> None:
    rule_points["mine"] = f"{__name__}:MINE"
    assert rules()[-1] is MINE
    assert said_of(Example("Un", "一", "fr-zh"), MINE)
    assert not said_of(Example("Un", "One", "fr-en"), MINE)


def test_what_is_no_rule_of_its_name_is_an_error(rule_points: dict[str, str]) -> None:
    rule_points["other"] = f"{__name__}:MINE"
    with pytest.raises(ConfigError, match="other"):
        rules()


def test_no_package_takes_the_name_of_a_rule_that_is_there(rule_points: dict[str, str]) -> None:
    rule_points["active"] = f"{__name__}:MINE"
    assert tuple(rules()) == tuple(built_in())


def test_a_release_asks_all_rules_that_can_keep_a_page_back_in_their_order() -> None:
    assert running.blocking_rules() == tuple(rule for rule in checks.rules() if rule.blocking)


def test_a_release_does_not_wait_for_rules_that_cannot_keep_a_page_back() -> None:
    code = (
        "import sys; from workflow.flows.release import candidates; from workflow.checks import"
        " running; running.blocking_rules();"
        "sys.exit(' '.join(each for each in sys.modules if each.startswith('workflow.checks.')"
        " and each.endswith(('.french_rules', '.rendering_rules', '.pairing'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
