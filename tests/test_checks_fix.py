"""`workflow check --fix`: what fixes change, and all that they must not."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.labels import pairs_of
from tests.strategies import msgstrs
from tests.test_review_helpers import (
    MACHINE,
    SLUG,
    drafted,
    edit,
    po,
    run,
    set_msgstr,
    translated,
    workspace,
    write_article,
)
from workflow.checks import (
    Remark,
    Rule,
    Subject,
    Translation,
    built_in,
    check_translation,
    mended,
    rules,
    running,
)
from workflow.formats import parse
from workflow.model import Article, Locale, Message, Segment, Severity
from workflow.model.phrase import phrase
from workflow.project.catalogues import read_catalogue

REWORDING = {rule.name for rule in built_in() if rule.rewords}


def translation(msgid: str, msgstr: str, locale: str = "en") -> Translation:
    article = Article("a", "articles/a.md", "markdown", Locale("fr"), msgid)
    segment = Segment(0, 0, msgid, "paragraph", 1, markup="markdown")
    subject = Subject(article, Locale(locale), segment, Message(msgid, msgstr), "a.po", 7)
    return Translation(article, Locale(locale), parse(msgid), (subject,) if msgstr else ())


def counts(msgid: str, msgstr: str, locale: str) -> Counter[str]:
    found = check_translation(translation(msgid, msgstr, locale))
    return Counter(finding.check for finding in found)


FIXABLE = [each for rule in built_in() for each in rule.wrong if each.fixed is not None]
MENDABLE = st.lists(st.sampled_from(FIXABLE), min_size=1, max_size=3).map(
    lambda some: (" ".join(x.source for x in some), " ".join(x.target for x in some))
)


def settles(msgid: str, msgstr: str, locale: str) -> None:
    """Fixes change no word, a second run changes nothing, and no rule finds more."""
    (after,) = mended(translation(msgid, msgstr, locale)).values() or (None,)
    if after is None:
        return
    assert counts(msgid, after.msgstr, locale) < counts(msgid, msgstr, locale)
    assert not mended(translation(msgid, after.msgstr, locale))
    if REWORDING.isdisjoint(after.by):
        assert letters(after.msgstr) == letters(msgstr)


def letters(text: str) -> list[str]:
    return [each for each in unicodedata.normalize("NFKC", text) if each.isalnum()]


@given(st.tuples(msgstrs, msgstrs) | MENDABLE, st.sampled_from(["en", "zh", "fr_CH"]))
def test_fixes_settle_change_no_word_and_make_no_rule_find_more(
    texts: tuple[str, str], locale: str
) -> None:
    settles(*texts, locale)


def test_fixes_of_labelled_pairs_settle() -> None:
    for pair in pairs_of("seen"):
        settles(pair.source, pair.target, pair.pair.partition("-")[2])


def test_one_fix_comes_after_the_other() -> None:
    msgid = "Un **grand** [pas](https://example.org/pas)"
    found = mended(translation(msgid, "A ** great ** [step](https://exmple.org/pas)"))
    (after,) = found.values()
    assert after.msgstr == "A **great** [step](https://example.org/pas)"
    assert set(after.by) == {"placeables", "markup"}


def test_only_the_rules_that_are_named_mend() -> None:
    msgid = "Un **grand** [pas](https://example.org/pas)"
    before = translation(msgid, "A ** great ** [step](https://exmple.org/pas)")
    (after,) = mended(before, only=["markup"]).values()
    assert after.msgstr == "A **great** [step](https://exmple.org/pas)"
    assert not mended(before, off=["markup", "placeables"])


def _rule(name: str, wrong: str, right: str, *, rewords: bool = False) -> Rule:
    def look(subject: Subject) -> list[Remark]:
        text = subject.message.msgstr
        at = text.find(wrong)
        return [Remark(phrase("x"), (at, at + 1), text.replace(wrong, right))] if at >= 0 else []

    said = phrase("x")
    return Rule(name, Severity.INFO, said, said, "", of_message=look, rewords=rewords)


DOTS = _rule("dots", "...", "…")
NO_DOTS = _rule("no-dots", "…", "...")
SPELLING = _rule("spell", "recieve", "receive")
DIALECT = _rule("dialect", "shoppe", "shop", rewords=True)


def test_a_fix_that_another_rule_objects_to_is_not_kept(rule_points: dict[str, str]) -> None:
    rule_points["dots"] = f"{__name__}:DOTS"
    assert mended(translation("Et puis…", "And then..."))
    rule_points["no-dots"] = f"{__name__}:NO_DOTS"
    rules.cache_clear()
    running.asked.cache_clear()
    assert not mended(translation("Et puis…", "And then..."))


def test_letters_change_only_by_a_rule_that_says_so(rule_points: dict[str, str]) -> None:
    rule_points["spell"] = f"{__name__}:SPELLING"
    rule_points["dialect"] = f"{__name__}:DIALECT"
    (after,) = mended(translation("La boutique reçoit", "The shoppe may recieve")).values()
    assert after.msgstr == "The shop may recieve"


# In a project


@pytest.fixture
def root(project: Path) -> Path:
    write_article(project)
    edit(po(project), translated)
    return project


WRONG = "TWO DAYS, [PROGRAMME](https://example.org/program)."
RIGHT = "TWO DAYS, [PROGRAMME](https://example.org/programme)."


def test_a_catalogue_is_corrected_once_and_the_rest_is_left(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", WRONG)
    before = po(root).read_bytes()
    result = run("check", "--fix")
    assert result.exit_code == 0
    assert f"{SLUG} in en: 1 message corrected (placeables: 1)" in result.stderr
    assert "nothing found" in result.stderr
    assert po(root).read_bytes() == before.replace(b"org/program)", b"org/programme)")
    after = po(root).read_bytes()
    assert "corrected" not in run("check", "--fix").stderr
    assert po(root).read_bytes() == after


def test_a_diff_is_shown_and_nothing_written(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", WRONG)
    before = po(root).read_bytes()
    result = run("check", "--fix", "--diff")
    assert result.exit_code == 1
    assert [line for line in result.stdout.splitlines() if line[:1] in "+-"] == [
        f"--- a/{po(root).relative_to(root).as_posix()}",
        f"+++ b/{po(root).relative_to(root).as_posix()}",
        f'-msgstr "{WRONG}"',
        f'+msgstr "{RIGHT}"',
    ]
    assert po(root).read_bytes() == before
    run("check", "--fix")
    result = run("check", "--diff")
    assert (result.exit_code, result.stdout) == (0, "")


def test_only_one_language_or_check_is_corrected(root: Path) -> None:
    set_msgstr(po(root), "Deux jours", WRONG)
    before = po(root).read_bytes()
    run("check", "--fix", "--locale", "zh")
    run("check", "--fix", "--only", "markup")
    assert run("check", "--fix", "--only", "markpu").exit_code == 2
    assert po(root).read_bytes() == before
    run("check", "--fix", "--only", "placeables")
    assert RIGHT in po(root).read_text("utf-8")


def test_an_approved_text_that_is_corrected_is_to_be_approved_again(
    root: Path, rule_points: dict[str, str]
) -> None:
    rule_points["dots"] = f"{__name__}:DOTS"
    set_msgstr(po(root), "Les suites", "WHAT COMES NEXT...")
    assert run("approve", SLUG, "--locale", "en").exit_code == 0
    assert standing(root)
    assert "1 message corrected (dots: 1)" in run("check", "--fix").stderr
    assert not standing(root)


def standing(root: Path) -> bool:
    """Whether the English translation is approved."""
    (article,) = workspace(root).articles
    return workspace(root).translation(article, Locale("en")).standing.approved


def test_a_draft_that_is_corrected_stays_a_machines(root: Path) -> None:
    def draft(message: Message) -> Message:
        wrong = message.msgid.startswith("Deux")
        return message.with_draft(WRONG, MACHINE) if wrong else drafted(message)

    edit(po(root), draft)
    run("check", "--fix")
    (after,) = (each for each in read_catalogue(po(root)).messages if each.msgstr == RIGHT)
    assert after.untouched and after.is_draft
