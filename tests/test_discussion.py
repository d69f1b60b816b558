"""What is said of single messages: the fold of a log's words on them, and their lines."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.model import (
    Action,
    AssignEvent,
    Assignment,
    Bound,
    Event,
    Locale,
    LogLine,
    Message,
    MessageAction,
    MessageEvent,
    Moved,
    ReviewEvent,
    ReviewRules,
    Significance,
    SignificanceEvent,
    State,
    Vouched,
)
from workflow.model.message_event import source_of, translation_of
from workflow.project.event_lines import event_line, read_line, signed_bytes
from workflow.project.settings import Role
from workflow.review.discussion import Discussion, Discussions, discussions
from workflow.review.fold import Standing, message_state, standing
from workflow.review.log import Reader, Words, fold
from workflow.review.policy import addresses_of, may, those_who_may

NOW = datetime(2026, 1, 20, tzinfo=UTC)
ED, OTHER, TRANSLATOR, STRANGER = (
    "ed@example.org",
    "other@example.org",
    "translator@example.org",
    "stranger@example.org",
)
EN = Locale("en")
ROLES = {
    ED: (Role("editor", (EN,)),),
    OTHER: (Role("editor"),),
    TRANSLATOR: (Role("translator", (EN,)),),
    "zh@example.org": (Role("editor", (Locale("zh"),)),),
    "press@example.org": (Role("publisher"),),
}
MESSAGE = Message("Un chat", "A cat")
SOURCE, TEXT = source_of(MESSAGE.key), translation_of("A cat")
DIGEST = "0" * 32


def word(action: MessageAction, second: int = 1, **changes: str | bool) -> MessageEvent:
    """A word on :data:`MESSAGE`."""
    values = {"actor": ED, "article": "a", "locale": "en", "source": SOURCE, "translation": TEXT}
    time = f"2026-01-15T10:00:{second:02}Z"
    return MessageEvent(action=action, **{**values, "time": time, **changes})  # type: ignore[arg-type]


def words(*events: Event, rules: ReviewRules = ReviewRules(), locale: str = "en") -> Words:  # noqa: B008
    """The words of a log of these events, by :data:`ROLES`."""
    lines = [LogLine("log", number, each) for number, each in enumerate(events, start=1)]

    def allowed(actor: str, act: str) -> bool:
        return may(ROLES, rules, actor, act, Locale(locale))

    return fold(lines, Reader(("a",), locale, allowed, NOW, rules))


def said(*events: Event, rules: ReviewRules = ReviewRules()) -> Discussion:  # noqa: B008
    """What they come to for :data:`MESSAGE`."""
    return discussions(words(*events, rules=rules)).of(MESSAGE)


ACCEPT, REJECT = word(MessageAction.ACCEPT), word(MessageAction.REJECT, 2)


# States


@pytest.mark.parametrize(
    ("events", "approved", "state"),
    [
        ((), False, State.TRANSLATED),
        ((ACCEPT,), False, State.REVIEWED),
        ((ACCEPT, REJECT), False, State.REJECTED),
        ((REJECT,), True, State.REJECTED),
        ((ACCEPT,), True, State.APPROVED),
        ((REJECT, word(MessageAction.ACCEPT, 3)), False, State.REVIEWED),
        ((REJECT, word(MessageAction.ACCEPT, 3)), True, State.APPROVED),
        ((ACCEPT, word(MessageAction.RETRACT, 2)), False, State.TRANSLATED),
        ((REJECT, word(MessageAction.RETRACT, 3)), True, State.APPROVED),
        ((REJECT, word(MessageAction.RETRACT, 1)), True, State.REJECTED),
        ((word(MessageAction.COMMENT),), False, State.TRANSLATED),
        ((word(MessageAction.EDIT, text="A cat"),), False, State.TRANSLATED),
    ],
)
def test_the_state_of_a_message(
    events: tuple[MessageEvent, ...], approved: bool, state: State
) -> None:
    for order in permutations(events):
        assert message_state(MESSAGE, Standing(approved), said(*order)) is state
    assert message_state(MESSAGE, Standing(approved), said(*events, *events)) is state


def test_of_one_second_the_rejection_counts() -> None:
    for order in permutations((ACCEPT, replace(REJECT, time=ACCEPT.time))):
        assert said(*order).rejected
    for order in permutations((REJECT, word(MessageAction.RETRACT, 2))):
        assert said(*order).rejected


@pytest.mark.parametrize(
    "message",
    [
        replace(MESSAGE, msgstr="The cat"),
        replace(MESSAGE, msgid="Le chat"),
        replace(MESSAGE, msgctxt=""),
        replace(MESSAGE, msgctxt="title"),
    ],
)
def test_a_verdict_is_of_these_texts_alone(message: Message) -> None:
    for event in (ACCEPT, REJECT):
        assert discussions(words(event)).of(message).verdict is None


@pytest.mark.parametrize(
    "changes",
    [
        {"actor": STRANGER},
        {"actor": TRANSLATOR},
        {"actor": "zh@example.org"},
        {"actor": " "},
        {"article": "b"},
        {"locale": "zh"},
        {"time": "soon"},
        {"time": "1970-01-01T00:00:00Z"},
        {"time": "2027-01-01T00:00:00Z"},
    ],
)
def test_an_acceptance_that_is_no_word_raises_nothing_and_is_named(changes: dict[str, str]) -> None:
    odd = replace(ACCEPT, **changes)  # type: ignore[arg-type]
    found = words(odd)
    assert discussions(found).of(MESSAGE) == Discussion()
    assert len(found.notes) == 1
    assert said(REJECT, odd).rejected


def test_a_rejection_of_no_real_time_rejects_all_the_same() -> None:
    """It may be the last word; who mends or deletes the line opens the way again."""
    for time in ("soon", "2027-01-01T00:00:00Z"):
        odd = replace(REJECT, time=time)
        assert said(odd, word(MessageAction.ACCEPT, 9)).rejected
        assert said(odd, word(MessageAction.RETRACT, 9)).rejected
        assert not said(replace(odd, actor=STRANGER), ACCEPT).rejected
        assert not discussions(words(odd)).of(replace(MESSAGE, msgstr="Cat")).rejected


def test_comments_suggestions_edits_and_waivers() -> None:
    comment = word(MessageAction.COMMENT, 1, note="Which cat?", actor=TRANSLATOR)
    of_old = word(MessageAction.COMMENT, 2, note="Too short", translation=translation_of("Cat"))
    better = word(MessageAction.SUGGEST, 3, text="One cat", actor="press@example.org")
    same = word(MessageAction.SUGGEST, 3, text="A cat")
    edit = word(MessageAction.EDIT, 4, before="Cat", text="A cat", actor=TRANSLATOR)
    waiver = word(MessageAction.WAIVE, 5, check="numbers", note="It is a title")
    found = said(edit, waiver, comment, same, better, of_old)
    assert found.comments == (comment, of_old)
    assert found.suggestions == (better,)
    assert found.edits == (edit,)
    assert found.waived == {"numbers"}
    assert found.events == (comment, of_old, better, edit, waiver)
    # Whoever accepts the text as it is has seen the suggestion; whoever rejects it waives nothing.
    assert said(better, word(MessageAction.ACCEPT, 4)).suggestions == ()
    assert said(better, word(MessageAction.ACCEPT, 2)).suggestions == (better,)
    own = replace(better, actor=TRANSLATOR)
    assert said(own, edit).suggestions == ()
    assert said(own, replace(edit, time="2026-01-15T10:00:02Z")).suggestions == (own,)
    assert said(waiver, word(MessageAction.REJECT, 6)).waived == frozenset()
    assert said(waiver, word(MessageAction.REJECT, 4)).waived == {"numbers"}
    assert said(waiver, replace(REJECT, time="soon")).waived == frozenset()
    assert discussions(words(waiver)).of(replace(MESSAGE, msgstr="Cat")).waived == frozenset()


@pytest.mark.parametrize(
    ("act", "who"),
    [
        ("approve", [ED, OTHER]),
        ("accept", [ED, OTHER]),
        ("reject", [ED, OTHER]),
        ("retract", [ED, OTHER]),
        ("edit", [ED, OTHER, TRANSLATOR]),
        ("comment", [ED, OTHER, TRANSLATOR, "press@example.org"]),
        ("suggest", [ED, OTHER, TRANSLATOR, "press@example.org"]),
        ("waive", [ED, OTHER]),
        ("assign", [ED, OTHER]),
        ("take", [ED, OTHER, TRANSLATOR, "press@example.org"]),
    ],
)
def test_roles(act: str, who: list[str]) -> None:
    assert list(those_who_may(ROLES, ReviewRules(), act, EN)) == who
    for actor in (*ROLES, STRANGER):
        assert may(ROLES, ReviewRules(), actor.upper(), act, EN) is (actor in who)
        assert may({}, ReviewRules(), actor, act, EN)


def test_who_may_waive_is_a_setting() -> None:
    rules = ReviewRules(may_waive=("publisher",))
    waiver = word(MessageAction.WAIVE, check="numbers")
    assert said(waiver, rules=rules).waived == frozenset()
    assert said(replace(waiver, actor="press@example.org"), rules=rules).waived == {"numbers"}


# Beside approvals


def assign(second: int, actor: str, assignee: str, due: str = "") -> AssignEvent:
    return AssignEvent(f"2026-01-15T10:00:{second:02}Z", actor, "a", "en", assignee, due)


def test_the_last_assignment_counts() -> None:
    events = (assign(1, ED, TRANSLATOR), assign(2, OTHER, ED, "2026-02-01"))
    for order in permutations(events):
        found = discussions(words(*order)).assignment
        assert found == Assignment(ED, "2026-02-01", OTHER, events[1].time)


def test_who_is_no_editor_takes_what_nobody_has_and_gives_back_what_is_his_own() -> None:
    take, back = assign(1, TRANSLATOR, TRANSLATOR), assign(2, TRANSLATOR, "")
    assert discussions(words(take)).assignment == Assignment(TRANSLATOR, "", TRANSLATOR, take.time)
    assert discussions(words(take, back)).assignment == Assignment("", "", TRANSLATOR, back.time)
    held = assign(0, ED, OTHER)
    for event in (take, back, assign(1, TRANSLATOR, ED), assign(1, STRANGER, STRANGER)):
        found = words(held, event)
        assert discussions(found).assignment == Assignment(OTHER, "", ED, held.time)
        assert len(found.notes) == 1


def significance(**changes: object) -> SignificanceEvent:
    values = {
        "time": "2026-01-15T10:00:00Z",
        "actor": OTHER,
        "article": "a",
        "locale": "fr",
        "from_source_digest": DIGEST,
        "source_digest": "1" * 32,
        "significance": Significance.TYPO,
    }
    return SignificanceEvent(**{**values, **changes})  # type: ignore[arg-type]


def test_what_a_change_means_is_said_by_an_editor_or_the_author() -> None:
    event, by_author = significance(), significance(actor="Author@example.org")
    assert discussions(words(event, locale="fr")).significances == (event,)
    assert discussions(words(by_author, locale="fr")).significances == ()
    lines = [LogLine("log", 1, by_author)]
    reader = Reader(("a",), "fr", lambda *_: False, NOW, is_author=addresses.__contains__)
    addresses.update({"Author@example.org"})
    assert discussions(fold(lines, reader)).significances == (by_author,)


addresses: set[str] = set()


@pytest.mark.parametrize(
    ("front_matter", "found"),
    [
        ({"author": "Zoé Tremblay <Zoe@example.org>"}, {"Zoe@example.org"}),
        ({"Authors": ["a@example.org", {"name": "B", "email": "b@example.org"}]}, 2),
        ({"author": "林晓 lin@example.org，记者"}, {"lin@example.org"}),
        ({"editor": "a@example.org"}, 0),
        ({"author": None}, 0),
    ],
)
def test_the_authors_of_an_article(front_matter: dict[str, object], found: object) -> None:
    told = addresses_of(front_matter)
    assert (len(told) if isinstance(found, int) else told) == found


# Approvals by the policy

BOUND = Bound("source", "translation")


def approval(second: int, actor: str, **changes: object) -> ReviewEvent:
    values = {
        "time": f"2026-01-15T10:00:{second:02}Z",
        "actor": actor,
        "action": Action.APPROVE,
        "article": "a",
        "locale": "en",
        "source_digest": "source",
        "translation_digest": "translation",
        "frame": "frame",
        "messages": (Vouched(SOURCE, TEXT, DIGEST),),
    }
    return ReviewEvent(**{**values, **changes})  # type: ignore[arg-type]


TWO = ReviewRules(approvals=2)
FOUR_EYES = ReviewRules(four_eyes=True)


def test_two_different_people_have_to_approve_the_same_texts() -> None:
    one, two = approval(1, ED), approval(2, OTHER)
    for order in permutations((one, two)):
        assert standing(words(*order, rules=TWO), BOUND).approved
    lacking: tuple[tuple[Event, ...], ...] = (
        (one,),
        (one, one),
        (one, approval(2, ED.upper())),
        (one, replace(two, translation_digest="other")),
        (one, replace(two, source_digest="other")),
        (one, replace(two, actor=STRANGER)),
        (one, approval(2, OTHER, action=Action.WITHDRAW), approval(3, OTHER)),
        (one, replace(two, translation_digest="other"), approval(3, OTHER)),
    )
    for events in lacking:
        found = standing(words(*events, rules=TWO), BOUND)
        assert not found.approved
        assert found.needed == 2 or found.void is not None
    assert standing(words(one, rules=TWO), BOUND).approvers == (ED,)


def test_a_carry_over_passes_the_approvals_on_and_is_none() -> None:
    carried = approval(
        3,
        OTHER,
        action=Action.CARRY_OVER,
        source_digest="new",
        from_source_digest="source",
        from_translation_digest="translation",
    )
    now = Bound("new", "translation")
    one = standing(words(approval(1, ED), carried, rules=TWO), now)
    assert (one.approved, one.approvers) == (False, (ED,))
    assert standing(words(approval(1, ED), approval(2, OTHER), carried, rules=TWO), now).approved
    after = approval(4, OTHER, source_digest="new")
    assert standing(words(approval(1, ED), carried, after, rules=TWO), now).approved


@pytest.mark.parametrize(
    "work",
    [
        word(MessageAction.EDIT, before="Cat", text="A cat"),
        word(MessageAction.EDIT, before="Cat", text="A cat", time="soon"),
        word(MessageAction.EDIT, before="Cat", text="A cat", actor=ED.upper()),
        word(MessageAction.ACCEPT, draft=True),
        word(MessageAction.SUGGEST, text="A cat", translation=translation_of("Cat")),
    ],
)
def test_who_worked_on_the_texts_does_not_approve_them(work: MessageEvent) -> None:
    both: tuple[Event, ...] = (work, approval(9, ED))
    for order in permutations(both):
        found = standing(words(*order, rules=FOUR_EYES), BOUND)
        assert (found.approved, found.own_work) == (False, (ED,))
        assert standing(words(*order), BOUND).approved
    assert standing(words(work, approval(9, OTHER), rules=FOUR_EYES), BOUND).approved
    of_old = replace(work, source=DIGEST)  # the source changed since, the text did not
    assert not standing(words(of_old, approval(9, ED), rules=FOUR_EYES), BOUND).approved
    elsewhere = replace(work, translation=DIGEST, text="Other")
    assert standing(words(elsewhere, approval(9, ED), rules=FOUR_EYES), BOUND).approved
    unrecorded = approval(9, ED, messages=(), frame="")
    assert not standing(words(elsewhere, unrecorded, rules=FOUR_EYES), BOUND).approved


def test_who_an_approval_names_as_contributor_does_not_approve() -> None:
    named = approval(1, OTHER, contributors=(ED,))
    found = standing(words(named, approval(2, ED), rules=FOUR_EYES), BOUND)
    assert found.approvers == (OTHER,)
    assert not standing(words(approval(1, ED, contributors=(ED,)), rules=FOUR_EYES), BOUND).approved


# Nothing raises a state

RANK = (State.REJECTED, State.TRANSLATED, State.REVIEWED, State.APPROVED)
actors = st.sampled_from([ED, OTHER, TRANSLATOR, STRANGER])
times = st.sampled_from([f"2026-01-15T10:00:0{second}Z" for second in range(5)])
message_events: st.SearchStrategy[Event] = st.builds(
    MessageEvent,
    time=times,
    actor=actors,
    action=st.sampled_from(MessageAction),
    article=st.just("a"),
    locale=st.just("en"),
    source=st.sampled_from([SOURCE, DIGEST]),
    translation=st.sampled_from([TEXT, DIGEST]),
    text=st.sampled_from(["", "A cat", "The cat"]),
    check=st.sampled_from(["", "numbers"]),
    draft=st.booleans(),
)
approvals: st.SearchStrategy[Event] = st.builds(
    approval,
    st.integers(0, 4),
    actors,
    action=st.sampled_from([Action.APPROVE, Action.WITHDRAW]),
    translation_digest=st.sampled_from(["translation", "other"]),
)
rules = st.builds(
    ReviewRules,
    approvals=st.integers(1, 2),
    four_eyes=st.booleans(),
    may_waive=st.sampled_from([("editor",), ("translator", "editor")]),
)
SPOILERS: tuple[Callable[[Event], Event], ...] = (
    lambda event: replace(event, article="b"),
    lambda event: replace(event, locale="zh"),
    lambda event: replace(event, actor=STRANGER),
    lambda event: replace(event, time="soon"),
    lambda event: replace(event, time="2999-01-01T00:00:00Z"),
)


def outcome(found: Words) -> tuple[int, frozenset[str]]:
    """How high the message stands, and what is waived of it."""
    talk = discussions(found).of(MESSAGE)
    return RANK.index(message_state(MESSAGE, standing(found, BOUND), talk)), talk.waived


@given(st.data(), st.lists(message_events | approvals, max_size=6), rules)
def test_lines_in_any_order_doubled_or_with_junk_raise_no_state(
    data: st.DataObject, log: list[Event], by: ReviewRules
) -> None:
    state, waived = outcome(words(*log, rules=by))
    order = data.draw(
        st.permutations(
            [*log, *data.draw(st.lists(st.sampled_from(log or [ACCEPT])))] if log else log
        )
    )
    assert outcome(words(*order, rules=by)) == (state, waived)
    junk = data.draw(st.lists(st.tuples(message_events | approvals, st.sampled_from(SPOILERS))))
    more = [spoil(event) for event, spoil in junk]
    mixed = data.draw(st.permutations([*order, *more]))
    now = outcome(words(*mixed, rules=by))
    assert now[0] <= state
    assert now[1] <= waived


# Lines

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
digests = st.text("0123456789abcdef", min_size=32, max_size=32)
any_event: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        ReviewEvent,
        *(texts, texts, st.sampled_from(Action), texts, texts, texts, texts, texts),
        messages=st.lists(st.builds(Vouched, digests, digests, digests), max_size=2).map(tuple),
        contributors=st.sampled_from([(), ("a@example.org", "b@example.org")]),
        signature=texts,
    ),
    st.builds(
        MessageEvent,
        *(texts, texts, st.sampled_from(MessageAction), texts, texts, digests, digests, texts),
        *(texts, texts, texts, texts, texts, st.booleans(), texts),
    ),
    st.builds(AssignEvent, texts, texts, texts, texts, texts, texts, texts, texts),
    st.builds(
        SignificanceEvent,
        *(texts, texts, texts, texts, texts, texts, st.sampled_from(Significance)),
        messages=st.lists(st.builds(Moved, digests, digests), max_size=2).map(tuple),
        note=texts,
        signature=texts,
    ),
)


@given(any_event)
def test_what_is_written_is_what_is_read(event: Event) -> None:
    line = event_line(event)
    assert line.count("\n") == 1
    found = read_line(line.encode(), LogLine("log", 1))
    assert (found.event, found.trouble) == (event, "")


@given(any_event, any_event)
def test_what_is_signed_is_all_but_the_signature(one: Event, other: Event) -> None:
    assert signed_bytes(one) == signed_bytes(replace(one, signature="s"))
    bare = (replace(one, signature=""), replace(other, signature=""))
    assert (signed_bytes(one) == signed_bytes(other)) is (bare[0] == bare[1])


def test_what_is_signed_is_canonical_json() -> None:
    event = word(MessageAction.COMMENT, note="où ? 哪里")
    record = json.loads(event_line(event))
    assert list(record) == [
        *("time", "actor", "action", "article", "locale", "source", "translation", "note"),
    ]
    told = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert signed_bytes(replace(event, signature="x")) == told.encode()


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"source": None}, "“source” is missing"),
        ({"translation": 7}, "“translation” is not text"),
        ({"source": "short"}, "“source” is no digest"),
        ({"draft": "yes"}, "“draft” is not true or false"),
        ({"action": "suggest"}, "“text” is missing"),
        ({"action": "edit", "text": "A"}, "“before” is missing"),
        ({"action": "reject"}, "“category” is missing"),
        ({"action": "waive"}, "“check” is missing"),
        ({"action": "assign"}, "“assignee” is missing"),
        ({"action": "significance"}, "“from_source_digest” is missing"),
        ({"signature": 1}, "“signature” is not text"),
        ({"note": "\ud800"}, "“note” is not text"),
    ],
)
def test_a_damaged_line_says_why(change: dict[str, object], trouble: str) -> None:
    record = json.loads(event_line(ACCEPT)) | change
    record = {key: value for key, value in record.items() if value is not None}
    found = read_line(json.dumps(record).encode(), LogLine("log", 1))
    assert found.event is None
    assert trouble in found.trouble
    line = replace(BOUND)
    assert standing(fold([found], Reader(("a",), "en", lambda *_: True, NOW)), line).unknown


def test_nothing_said_costs_nothing() -> None:
    assert discussions(words(approval(1, ED))) is discussions(words())
    assert Discussions().of(MESSAGE) is Discussions().of(replace(MESSAGE, msgid="x"))
