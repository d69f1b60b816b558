"""Digests, the fold of review events, states and policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.model import (
    Action,
    Article,
    Bound,
    Locale,
    LogLine,
    Media,
    Message,
    Provenance,
    ReviewEvent,
    State,
    Vouched,
)
from workflow.project.settings import Role
from workflow.reports.blockers import void_in_words
from workflow.review.fold import (
    NEVER,
    Standing,
    message_state,
    source_digest,
    source_standing,
    standing,
    translation_digest,
)
from workflow.review.log import Reader, Words, fold
from workflow.review.policy import editors, may_approve

SOURCE, BOUND = "source", "translation"
APPROVED = Standing(True, "ed@example.org", "2026-01-15T10:00:00Z", approvers=("ed@example.org",))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
messages = st.builds(
    Message,
    msgid=texts,
    msgstr=texts,
    msgctxt=st.none() | texts,
    flags=st.sampled_from([(), ("fuzzy",)]),
)
catalogues = st.lists(messages, max_size=5)


def event(action: Action = Action.APPROVE, **changes: Any) -> ReviewEvent:
    values: dict[str, Any] = {
        "time": "2026-01-15T10:00:00Z",
        "actor": "ed@example.org",
        "article": "a",
        "locale": "en",
        "source_digest": SOURCE,
        "translation_digest": BOUND,
    }
    return ReviewEvent(action=action, **{**values, **changes})


def withdrawal(**changes: str) -> ReviewEvent:
    return event(Action.WITHDRAW, **changes)


def why(standing: Standing) -> str:
    """Why an approval does not count, in words; empty where it does."""
    return void_in_words(standing.void) if standing.void else ""


events = st.builds(
    ReviewEvent,
    time=st.sampled_from(["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]),
    actor=st.sampled_from(["a@example.org", "b@example.org"]),
    action=st.sampled_from(Action),
    article=st.just("a"),
    locale=st.sampled_from(["en", "fr", "zh"]),
    source_digest=st.sampled_from([SOURCE, "other"]),
    translation_digest=st.sampled_from([BOUND, "other"]),
    from_source_digest=st.sampled_from([SOURCE, "other"]),
    from_translation_digest=st.sampled_from([BOUND, "other"]),
    frame=st.sampled_from(["", "frame", "frame"]),
)


def said(log: Iterable[ReviewEvent], locale: str = "en", **reader: Any) -> Words:
    """The words of a log with these lines."""
    lines = (LogLine("log", number, each) for number, each in enumerate(log, start=1))
    return fold(lines, Reader(("a",), locale, **{"may": lambda *_: True, **reader}))


def timed(log: Iterable[ReviewEvent]) -> list[ReviewEvent]:
    """The events a second after the other."""
    return [
        replace(each, time=f"2026-01-15T10:{number // 60:02}:{number % 60:02}Z")
        for number, each in enumerate(log)
    ]


def stand(
    log: Iterable[ReviewEvent], source: str = SOURCE, translation: str | None = BOUND, *media: Media
) -> Standing:
    return standing(said(log), Bound(source, translation, media))


def vouched(log: Iterable[ReviewEvent]) -> Standing:
    """Where the source stands."""
    logs = {name: [e for e in log if e.locale == name] for name in ("en", "fr", "zh")}
    words = [said(each, name) for name, each in logs.items()]
    return source_standing(words, Bound(SOURCE, None))


# Digests


@given(catalogues)
def test_the_digest_is_of_texts_alone(catalogue: list[Message]) -> None:
    bare = [Message(each.msgid, each.msgstr, each.msgctxt) for each in catalogue]
    assert translation_digest(catalogue) == translation_digest(bare)


@given(catalogues, catalogues)
def test_different_texts_different_digests(one: list[Message], other: list[Message]) -> None:
    def content(catalogue: list[Message]) -> list[tuple[str | None, str, str]]:
        return [(each.msgctxt, each.msgid, each.msgstr) for each in catalogue]

    same = translation_digest(one) == translation_digest(other)
    assert same == (content(one) == content(other))


def test_no_context_is_not_an_empty_one() -> None:
    none, empty = Message("a", "b"), Message("a", "b", msgctxt="")
    assert translation_digest([none]) != translation_digest([empty])


def edits(text: str) -> st.SearchStrategy[str]:
    """The text with one character put in, taken out or changed."""
    position = st.integers(0, len(text))
    letters = st.characters(exclude_categories=["Cs"])
    put_in = st.builds(lambda i, c: text[:i] + c + text[i:], position, letters)
    if not text:
        return put_in
    inside = st.integers(0, len(text) - 1)
    out = inside.map(lambda i: text[:i] + text[i + 1 :])
    changed = st.builds(lambda i, c: text[:i] + c + text[i + 1 :], inside, letters)
    return (put_in | out | changed).filter(lambda new: new != text)


@given(st.lists(messages, min_size=1, max_size=5), texts, st.data())
def test_one_character_voids_an_approval(
    catalogue: list[Message], source: str, data: st.DataObject
) -> None:
    article = Article("a", "articles/a.md", "markdown", Locale("fr"), source)
    approval = event(
        source_digest=source_digest(article), translation_digest=translation_digest(catalogue)
    )

    def now(article: Article, catalogue: list[Message]) -> Standing:
        return stand([approval], source_digest(article), translation_digest(catalogue))

    assert now(article, catalogue).approved
    changed = replace(article, text=data.draw(edits(source)))
    assert not now(changed, catalogue).approved
    assert "source changed since ed@example.org" in why(now(changed, catalogue))
    index = data.draw(st.integers(0, len(catalogue) - 1))
    edited = replace(catalogue[index], msgstr=data.draw(edits(catalogue[index].msgstr)))
    other = [*catalogue[:index], edited, *catalogue[index + 1 :]]
    assert not now(article, other).approved
    assert "translation changed since ed@example.org" in why(now(article, other))


# The fold


@pytest.mark.parametrize(
    ("log", "approved", "reason"),
    [
        ([], False, ""),
        ([event()], True, ""),
        ([withdrawal()], False, "withdrawn by ed@example.org on 2026-01-15"),
        ([event(), withdrawal()], False, "withdrawn by ed@example.org on 2026-01-15"),
        ([event(), withdrawal(), event()], True, ""),
        ([withdrawal(), event(source_digest="old")], False, "the source changed since"),
        ([event(translation_digest="old")], False, "the translation changed since"),
        (
            [event(source_digest="old", translation_digest="old")],
            False,
            "the source changed since ed@example.org approved it on 2026-01-15",
        ),
        ([event(translation_digest="old"), event()], True, ""),
        # the text went back to what an earlier approval was given for
        ([event(), event(translation_digest="new")], False, "the translation changed since"),
    ],
)
def test_the_last_word_wins(log: list[ReviewEvent], approved: bool, reason: str) -> None:
    found = stand(timed(log))
    assert found.approved == approved
    assert why(found).startswith(reason) if reason else not why(found)
    assert found.by == (log[-1].actor if log else "")


@given(st.lists(events))
def test_a_reason_is_given_where_an_approval_does_not_count(log: list[ReviewEvent]) -> None:
    log = timed(replace(each, locale="en") for each in log)
    found = stand(log)
    counted = said(log).events
    assert found.approved == (bool(counted) and found.void is None)
    assert (found == NEVER) == (not counted)
    assert found == stand(counted)


@given(st.lists(events))
def test_a_carry_over_counts_only_after_what_it_carries_was_approved(
    log: list[ReviewEvent],
) -> None:
    log = timed(replace(each, locale="en") for each in log)
    counted = said(log).events
    for before, after in zip((None, *counted), counted, strict=False):
        if after.action is Action.CARRY_OVER:
            assert before is not None
            assert before.action is not Action.WITHDRAW
            assert before.source_digest == after.from_source_digest
            assert before.translation_digest == after.from_translation_digest
            assert before.frame == after.frame != ""
    others = [each for each in log if each.action is not Action.CARRY_OVER]
    assert [each for each in counted if each.action is not Action.CARRY_OVER] == others


def test_a_carry_over_has_to_have_the_words_that_were_approved() -> None:
    first = event(frame="f", messages=(Vouched("s", "t", "w"),))
    carried = event(
        Action.CARRY_OVER,
        source_digest="new",
        from_source_digest=SOURCE,
        from_translation_digest=BOUND,
        frame="f",
        messages=(Vouched("other s", "t", "w"),),
        time="2026-01-15T10:00:09Z",
    )
    log = [first, carried]
    assert stand(log, "new") == replace(APPROVED, carried_over=True, time=carried.time)
    assert not stand(log).approved
    for void in (
        replace(carried, messages=(Vouched("s", "t", "other w"),)),
        replace(carried, messages=()),
        replace(carried, frame="g"),
        replace(carried, from_source_digest="x"),
        replace(carried, from_translation_digest="x"),
        replace(carried, media=(Media("a.png", "1"),)),
    ):
        assert stand([first, void]) == APPROVED
        assert not stand([first, void], "new").approved
        assert said([first, void]).notes == (
            "log:2: void: what it carries over was not approved at that point",
        )
    assert not stand(timed([first, withdrawal(), carried]), "new").approved
    assert not stand([replace(first, frame=""), carried], "new").approved
    assert "carried its approval over on" in why(stand(log, "newer"))


@given(st.lists(events))
def test_a_withdrawal_at_the_end_leaves_nothing(log: list[ReviewEvent]) -> None:
    log = timed(replace(each, locale="en") for each in log)
    assert not stand([*log, withdrawal(time="2026-01-15T11:00:00Z")]).approved


@given(st.lists(events), st.data())
def test_it_does_not_matter_how_locales_are_mixed(
    log: list[ReviewEvent], data: st.DataObject
) -> None:
    queues = {name: [e for e in log if e.locale == name] for name in ("en", "fr", "zh")}
    mixed: list[ReviewEvent] = []
    while waiting := [name for name, queue in queues.items() if queue]:
        mixed.append(queues[data.draw(st.sampled_from(waiting))].pop(0))
    assert vouched(mixed) == vouched(log)


@pytest.mark.parametrize(
    ("log", "approved"),
    [
        ([], False),
        ([event(locale="fr")], True),
        ([event(locale="en", translation_digest="old")], True),
        ([event(locale="en"), withdrawal(locale="en")], False),
        ([event(locale="en"), withdrawal(locale="fr")], True),
        ([event(locale="en", source_digest="old"), event(locale="zh")], True),
        ([event(locale="en", source_digest="old")], False),
    ],
)
def test_any_approval_vouches_for_the_source_it_binds(
    log: list[ReviewEvent], approved: bool
) -> None:
    assert vouched(timed(log)).approved == approved


# States

DRAFT = Message("a").with_draft("b", Provenance("machine translation", "dummy", "2026-01-15"))


@pytest.mark.parametrize(
    ("message", "stand", "state"),
    [
        (None, APPROVED, State.UNTRANSLATED),
        (Message("a"), APPROVED, State.UNTRANSLATED),
        (Message("a", flags=("fuzzy",)), NEVER, State.UNTRANSLATED),
        (Message("a", "b", obsolete=True), APPROVED, State.UNTRANSLATED),
        (DRAFT, NEVER, State.MACHINE),
        (DRAFT, APPROVED, State.MACHINE),
        (replace(DRAFT, previous_msgid="x"), NEVER, State.FUZZY),
        (Message("a", "b", flags=("fuzzy",)), NEVER, State.FUZZY),
        (Message("a", "b", flags=("fuzzy",)), APPROVED, State.FUZZY),
        (DRAFT.without_fuzzy(), NEVER, State.TRANSLATED),
        (Message("a", "b"), NEVER, State.TRANSLATED),
        (Message("a", "b"), APPROVED, State.APPROVED),
    ],
)
def test_state(message: Message | None, stand: Standing, state: State) -> None:
    assert message_state(message, stand) is state


# Policy

ROLES = {
    "all@example.org": (Role("editor"),),
    "en@example.org": (Role("translator"), Role("editor", (Locale("en"), Locale("fr")))),
    "pub@example.org": (Role("publisher"), Role("translator", (Locale("en"),))),
}


@pytest.mark.parametrize(
    ("actor", "locale", "may"),
    [
        ("all@example.org", "zh", True),
        ("ALL@Example.org", "zh", True),
        ("en@example.org", "en", True),
        ("en@example.org", "zh", False),
        ("pub@example.org", "en", False),
        ("nobody@example.org", "en", False),
    ],
)
def test_policy(actor: str, locale: str, may: bool) -> None:
    assert may_approve(ROLES, actor, Locale(locale)) == may
    assert may_approve({}, actor, Locale(locale))


def test_editors_are_named() -> None:
    assert editors(ROLES, Locale("en")) == ("all@example.org", "en@example.org")
    assert editors(ROLES, Locale("zh")) == ("all@example.org",)
