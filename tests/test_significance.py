"""What a change of a source means: approvals that stand through the mending of a typo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from tests.test_judge import ED, EN, FR, OTHER, ZH, opened, said, set_rule, stands, state
from tests.test_review_helpers import (
    ARTICLE,
    MACHINE,
    SLUG,
    edit,
    log,
    po,
    run,
    set_msgstr,
    set_roles,
    translated,
    write_article,
)
from workflow.errors import ReviewError
from workflow.flows.approve import approve, withdraw
from workflow.flows.judge import reject
from workflow.flows.significance import significance
from workflow.model import Action, Bound, Locale, Significance, State, Vouched
from workflow.review.kept import typos, with_kept
from workflow.review.log import Words
from workflow.review.outcome import Meant, Place, Result

TYPO, MINOR, MAJOR = Significance
TEXT = ARTICLE.replace("relire", "relrie").replace("Nanning", "Naning")


@pytest.fixture
def root(project: Path) -> Path:
    """A project with a typo in its source, approved in all languages, where it is mended."""
    write_article(project, TEXT)
    for locale in ("en", "zh"):
        edit(po(project, locale), translated)
    approve(opened(project), (SLUG,), (EN, ZH), said(1))
    return project


def mended(root: Path, text: str = ARTICLE) -> None:
    (root / "articles" / f"{SLUG}.md").write_text(text, "utf-8")
    assert run("extract").exit_code == 0


def meant(root: Path, kind: Significance = TYPO, actor: str = ED, second: int = 2) -> Meant:
    return significance(opened(root), SLUG, said(second, actor), kind)


def approved(root: Path) -> list[Locale]:
    return [locale for locale in (FR, EN, ZH) if stands(root, locale).releasable]


def test_one_word_keeps_the_approvals_of_all_languages(root: Path) -> None:
    mended(root)
    assert approved(root) == []
    assert stands(root).counts[State.FUZZY] == 2
    found = meant(root)
    assert (found.result, found.kept, found.cleared) == (
        Result.DONE,
        (FR, EN, ZH),
        ((EN, 2), (ZH, 2)),
    )
    assert approved(root) == [FR, EN, ZH]
    assert stands(root).counts[State.APPROVED] == 5
    assert len(log(root, "fr").read_text("utf-8").splitlines()) == 1
    assert len(log(root).read_text("utf-8").splitlines()) == 1
    published = run("release", "publish")
    assert published.exit_code == 0, published.output
    assert len(list((root / "public").glob(f"*/{SLUG}/index.html"))) == 3
    assert run("status").output.count("ready for release") == 3  # two rows, and the sum
    assert meant(root).result is Result.NOTHING


def test_typos_one_after_the_other_are_one(root: Path) -> None:
    mended(root, TEXT.replace("Naning", "Nanning"))
    assert meant(root).result is Result.DONE
    mended(root)
    assert approved(root) == []
    assert meant(root, second=3).result is Result.DONE
    assert approved(root) == [FR, EN, ZH]


@pytest.mark.parametrize("kind", [MINOR, MAJOR])
def test_a_change_that_is_more_keeps_nothing(root: Path, kind: Significance) -> None:
    mended(root)
    found = meant(root, kind)
    assert (found.result, found.kept, found.cleared) == (Result.DONE, (), ())
    assert approved(root) == []
    assert meant(root, TYPO, second=3).result is Result.DONE
    assert approved(root) == [FR, EN, ZH]
    meant(root, kind, second=4)
    assert approved(root) == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (ARTICLE.replace("lang: fr", "lang: fr\ndate: 2026-01-01"), "not translated"),
        (f"{ARTICLE}\nEncore.\n", "not translated"),
        (ARTICLE.replace("## Les", "### Les"), "not translated"),
    ],
)
def test_what_is_no_typo(root: Path, text: str, why: str) -> None:
    mended(root, text)
    found = meant(root)
    assert found.result is Result.REFUSED
    assert why in found.why
    assert not log(root, "fr").exists()
    result = run("review", "significance", SLUG, "typo")
    assert result.exit_code == 1
    assert "that is no typo" in result.output


def test_where_nothing_changed_there_is_nothing_to_say(root: Path) -> None:
    assert meant(root).result is Result.NOTHING
    assert "nothing to do" in run("review", "significance", SLUG, "typo").output


def test_a_translation_that_changed_is_not_kept(root: Path) -> None:
    mended(root)
    set_msgstr(po(root), "Les suites", "THE REST")
    assert meant(root).kept == (FR, ZH)
    assert approved(root) == [FR, ZH]
    set_msgstr(po(root), "Les suites", "LES SUITES")
    assert approved(root) == [FR, EN, ZH]


def test_a_withdrawal_and_a_rejection_win(root: Path) -> None:
    reject(opened(root), [(Place(SLUG, ZH, (None, "relrie les notes\u00a0;")), None)], said(2))
    mended(root)
    assert meant(root, second=3).kept == (FR, EN)
    withdraw(opened(root), (SLUG,), (EN,), said(4))
    assert EN not in approved(root)
    assert ZH not in approved(root)


def test_a_draft_that_nobody_vouched_for_stays_one(root: Path) -> None:
    edit(po(root, "zh"), lambda each: each.with_draft(f"{each.msgid.upper()}!", MACHINE))
    mended(root)
    found = meant(root)
    assert dict(found.cleared) == {EN: 2}
    assert ZH not in approved(root)


def test_what_was_fuzzy_before_stays_fuzzy(root: Path) -> None:
    edit(po(root, "zh"), lambda each: replace(each, flags=("fuzzy",), msgstr=f"{each.msgstr}!"))
    mended(root)
    assert dict(meant(root).cleared) == {EN: 2}
    assert stands(root, ZH).counts[State.FUZZY] == 5


def test_an_authors_word_keeps_translations_and_not_the_source(project: Path) -> None:
    head = "lang: fr\nauthor: Zoé <zoe@example.org>"
    write_article(project, TEXT.replace("lang: fr", head))
    for locale in ("en", "zh"):
        edit(po(project, locale), translated)
    set_roles(project, ed="editor", other="editor[en, zh]")
    approve(opened(project), (SLUG,), (EN, ZH), said(1))
    mended(project, ARTICLE.replace("lang: fr", head))
    with pytest.raises(ReviewError, match="may not say what a change"):
        meant(project, actor=OTHER)
    assert meant(project, actor="Zoe@example.org").kept == (EN, ZH)
    assert approved(project) == [EN, ZH]
    assert meant(project, actor=ED, second=3).result is Result.NOTHING


def test_four_eyes_see_through_a_typo(root: Path) -> None:
    set_rule(root, "four_eyes = yes")
    from workflow.flows.edit import edit as edit_text

    place = Place(SLUG, EN, (None, "relrie les notes\u00a0;"))
    edit_text(opened(root), place, "READ ALL NOTES;", said(2, OTHER), None)
    mended(root)
    edit(po(root), lambda each: each.without_fuzzy())
    (own,) = approve(opened(root), (SLUG,), (EN,), said(3, OTHER)).outcomes
    assert own.own_work == OTHER


def test_who_takes_it_back_is_believed_when_the_log_is_read(root: Path) -> None:
    mended(root)
    meant(root)
    set_roles(root, other="editor")
    set_roles(root, ed="editor[en, zh]")
    assert approved(root) == []


# The fold


def event(one: str, other: str, kind: Significance = TYPO, second: int = 1):
    from tests.test_discussion import significance as made

    time = f"2026-01-15T10:00:{second:02}Z"
    return made(from_source_digest=one, source_digest=other, significance=kind, time=time)


def test_the_last_word_on_a_change_counts_whatever_the_order() -> None:
    first, last = event("a", "b"), event("a", "b", MAJOR, 2)
    for order in permutations((first, last, event("b", "c"))):
        assert typos(order, "a", "c") == ()
    same = (first, event("a", "b", MINOR))
    for order in permutations(same):
        assert typos(order, "a", "b") == ()
    assert typos([event("b", "c", second=1), event("a", "b", second=9)], "a", "c")
    assert typos([event("a", "b"), event("b", "a")], "a", "c") == ()
    assert typos([event("b", "a")], "a", "b") == ()


def test_nothing_is_kept_that_is_not_proved() -> None:
    from tests.test_discussion import approval

    last = approval(1, ED, source_digest="a", messages=(Vouched("s", "t", "w"),))
    words = Words(events=(last,))
    change = replace(event("a", "b"), messages=())
    bound = Bound("b", "T")

    def kept(pairs: Sequence[tuple[str, str]], frame: str = "frame", event=change):
        return with_kept(words, [event], bound, lambda: (frame, pairs)) is not words

    assert kept([("s", "t")])
    assert not kept([("s", "u")])
    assert not kept([("x", "t")])
    assert not kept([("s", "t"), ("s", "t")])
    assert not kept([("s", "t")], frame="other")
    assert not kept([("s", "t")], event=replace(change, significance=MINOR))
    taken = replace(last, action=Action.WITHDRAW)
    assert with_kept(Words(events=(taken,)), [change], bound, lambda: ("frame", [])).last == taken


def test_states_of_texts_on_the_line(root: Path) -> None:
    mended(root)
    result = run("review", "significance", SLUG, "typo", "--note", "letters")
    assert result.exit_code == 0, result.output
    for line in ("its last change is typo", "atelier fr: approval kept", "2 messages are fuzzy"):
        assert line in result.output
    assert state(root, "relire les notes\u00a0;") is State.APPROVED
    assert "typo; letters" in run("review", "log", SLUG).output
