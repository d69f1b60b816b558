"""What a report says of people, time and quality: against figures that were added by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.model import (
    PLAIN_RULES,
    Action,
    AssignEvent,
    Message,
    MessageAction,
    MessageEvent,
    Provenance,
    ReviewEvent,
    State,
    Vouched,
)
from workflow.model.effort import (
    Amount,
    Deed,
    Drafted,
    Effort,
    Flaw,
    Judged,
    Maker,
    Since,
    Span,
    Waiting,
    Waived,
    Work,
)
from workflow.model.message_event import SmallEvent, source_of, translation_of
from workflow.review.discussion import discussions
from workflow.review.fold import NEVER, message_state
from workflow.review.gauging import Gauge
from workflow.review.log import Words
from workflow.review.log_filter import Period
from workflow.review.makers import PastCatalogue
from workflow.review.summing import Translated, age_of, quartiles, summary

ALINE, BO, LI = "aline@example.org", "bo@example.org", "li@example.org"
NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
ENGINE = Provenance("machine translation", "apertium fr-en", "2026-11-02")
ONE = Message("une maison", "a house")
TWO = Message("deux grandes maisons")
THREE = Message("trois", "three")
FOUR = Message("quatre petits ports bleus").with_draft("four little ports blue", ENGINE)
FIVE = Message("cinq")
"""Of 2, 3, 1, 4 and 1 words."""


def on(message: Message, act: str, actor: str, time: str, **more: object) -> MessageEvent:
    source, translation = source_of(message.key), translation_of(message.msgstr)
    event = MessageEvent(time, actor, MessageAction(act), "a", "en", source, translation)
    return replace(event, **more)  # type: ignore[arg-type]


def edit(before: Message, text: str, actor: str, time: str) -> tuple[Message, MessageEvent]:
    after = replace(before.without_fuzzy(), msgstr=text)
    return after, on(after, "edit", actor, time, before=before.msgstr, text=text)


def approve(messages: Sequence[Message], actor: str, time: str) -> ReviewEvent:
    texts = tuple(
        Vouched(source_of(each.key), translation_of(each.msgstr), "") for each in messages
    )
    return ReviewEvent(time, actor, Action.APPROVE, "a", "en", "s", "t", messages=texts)


def gauge(
    messages: Sequence[Message],
    said: Sequence[SmallEvent] = (),
    events: Sequence[ReviewEvent] = (),
    past: Sequence[PastCatalogue] = (),
) -> Gauge:
    words = Words(tuple(events), said=tuple(said), rules=PLAIN_RULES)
    talk = discussions(words)
    states = [message_state(each, NEVER, talk.of(each)) for each in messages]
    return Gauge("en", messages, states, (), words, talk, NEVER, past, "2026-11-01")


def committed(messages: Sequence[Message], author: str, time: str) -> PastCatalogue:
    return PastCatalogue(
        {each.key: each for each in messages}, author, datetime.fromisoformat(time)
    )


def example() -> Effort:
    """Li translates ONE in an editor and commits; Aline edits the draft FOUR twice on one day,
    translates TWO; Bo rejects THREE, which nobody knows the maker of, and accepts ONE and TWO."""
    two, wrote = edit(TWO, "two big houses", ALINE, "2026-11-05T08:00:00Z")
    half, first = edit(FOUR, "four small ports blue", ALINE, "2026-11-06T08:00:00Z")
    four, second = edit(half, "four small blue ports", ALINE, "2026-11-06T09:00:00Z")
    said: list[SmallEvent] = [
        AssignEvent("2026-11-04T00:00:00Z", BO, "a", "en", ALINE, "2026-11-30"),
        wrote,
        first,
        second,
        on(THREE, "reject", BO, "2026-11-07T08:00:00Z", category="accuracy", severity="critical"),
        on(ONE, "accept", BO, "2026-11-08T08:00:00Z"),
        on(two, "accept", BO, "2026-11-08T09:00:00Z"),
        on(two, "waive", BO, "2026-11-08T09:00:00Z", check="length", note="so"),
    ]
    past = [
        committed([replace(ONE, msgstr=""), TWO, FIVE], LI, "2026-11-01T00:00:00+00:00"),
        committed([ONE, TWO, FOUR, FIVE], LI, "2026-11-03T23:30:00-01:00"),
    ]
    return gauge([ONE, two, THREE, four, FIVE], said, past=past).effort()


def test_who_did_what_by_the_log_and_by_git() -> None:
    assert example().deeds == (
        Deed("2026-11-04", LI, Work.TRANSLATED, Amount(1, 2)),  # half past midnight, in UTC
        Deed("2026-11-05", ALINE, Work.TRANSLATED, Amount(1, 3)),
        Deed("2026-11-06", ALINE, Work.EDITED, Amount(1, 4)),
        Deed("2026-11-07", BO, Work.REVIEWED, Amount(1, 1)),
        Deed("2026-11-08", BO, Work.REVIEWED, Amount(2, 5)),
    )
    assert example().nobodys == Amount(1, 1)


def test_how_long_each_state_waits() -> None:
    assert example().waiting == (
        Waiting(State.REJECTED, "2026-11-07", Amount(1, 1)),
        Waiting(State.REVIEWED, "2026-11-08", Amount(2, 5)),
        Waiting(State.TRANSLATED, "2026-11-06", Amount(1, 4)),
        Waiting(State.UNTRANSLATED, "2026-11-01", Amount(1, 1)),
    )


def test_what_was_judged_and_found_wrong() -> None:
    assert example().judged == (
        Judged("2026-11-07", Maker(), Amount(1, 1)),
        Judged("2026-11-08", Maker(ALINE), Amount(1, 3)),
        Judged("2026-11-08", Maker(LI), Amount(1, 2)),
    )
    assert example().flaws == (Flaw("2026-11-07", Maker(), "accuracy", "critical", 1),)
    assert example().waivers == (Waived("length", BO, "2026-11-08", "so", 2),)


def test_how_much_of_a_draft_was_changed() -> None:
    people, engine = example().drafts
    assert people == Drafted("", Amount(3, 6))
    # “four little ports blue” → “four small blue ports”
    assert engine._replace(distance=0) == Drafted(
        "apertium fr-en", Amount(1, 4), changed=1, measured=1, length=22
    )
    assert 8 <= engine.distance <= 15


def test_drafts_that_wait_are_kept_or_of_an_earlier_version() -> None:
    kept = FOUR.without_fuzzy()
    old = replace(ONE, translator_comments=("machine translation: deepl, 2025-01-01",))
    found = gauge([FOUR, replace(kept, msgid="six"), old]).effort().drafts
    assert [(each.origin, each.waiting, each.kept, each.untold) for each in found] == [
        ("apertium fr-en", 1, 1, 0),
        ("deepl", 0, 0, 1),
    ]


def test_a_rejection_that_was_overruled_or_taken_back_is_no_error() -> None:
    reject = on(ONE, "reject", BO, "2026-11-07T08:00:00Z", category="style", severity="minor")
    for act in ("accept", "retract"):
        assert not gauge([ONE], [reject, on(ONE, act, LI, "2026-11-08T08:00:00Z")]).effort().flaws
    again = replace(reject, time="2026-11-09T08:00:00Z", severity="major")
    (flaw,) = gauge([ONE], [reject, again]).effort().flaws
    assert (flaw.severity, flaw.times) == ("major", 1)


def test_who_commits_what_others_edited_has_written_nothing() -> None:
    two, wrote = edit(TWO, "two big houses", ALINE, "2026-11-05T08:00:00Z")
    past = [committed([two], LI, "2026-11-06T00:00:00+00:00")]
    assert {each.person for each in gauge([two], [wrote], past=past).effort().deeds} == {ALINE}


def test_who_takes_a_suggestion_has_not_written_it() -> None:
    two, taken = edit(TWO, "two big houses", BO, "2026-11-06T08:00:00Z")
    proposed = on(TWO, "suggest", LI, "2026-11-05T08:00:00Z", text=two.msgstr)
    (deed,) = gauge([two], [proposed, taken]).effort().deeds
    assert (deed.person, deed.day) == (LI, "2026-11-06")


def test_what_a_machine_drafted_is_nobodys_whoever_commits_it() -> None:
    past = [committed([FOUR], LI, "2026-11-06T00:00:00+00:00")]
    kept = gauge([FOUR.without_fuzzy()], past=past).effort()
    assert not kept.deeds and kept.nobodys == Amount()


def test_a_text_that_moved_to_a_changed_source_is_no_new_one() -> None:
    moved = replace(ONE, msgid="une maison\u202f!")
    past = [
        committed([ONE], LI, "2026-11-06T00:00:00+00:00"),
        committed([moved], BO, "2026-11-07T00:00:00+00:00"),
    ]
    assert [each.person for each in gauge([moved], past=past).effort().deeds] == [LI]


def test_a_text_whose_source_is_gone_has_no_known_length() -> None:
    gone = on(Message("parti", "gone"), "accept", BO, "2026-11-08T08:00:00Z")
    (deed,) = gauge([ONE], [gone]).effort().deeds
    assert deed.amount == Amount(1, 0, 1)


def test_a_text_that_is_accepted_and_then_approved_was_reviewed_once() -> None:
    events = [approve([ONE, THREE], BO, "2026-11-09T08:00:00Z")]
    found = gauge([ONE, THREE], [on(ONE, "accept", BO, "2026-11-08T08:00:00Z")], events).effort()
    assert [(each.day, each.amount) for each in found.deeds] == [
        ("2026-11-08", Amount(1, 2)),
        ("2026-11-09", Amount(1, 1)),
    ]


def test_time_until_approval_from_the_first_commit_and_from_assignments() -> None:
    past = [committed([ONE], LI, "2026-11-01T00:00:00+00:00")]
    said = [
        AssignEvent("2026-11-02T00:00:00Z", BO, "a", "en", ALINE),
        AssignEvent("2026-11-03T00:00:00Z", BO, "a", "en", LI),
        AssignEvent("2026-11-20T00:00:00Z", BO, "a", "en", LI),
        AssignEvent("2026-11-21T00:00:00Z", BO, "a", "en", ""),
    ]
    events = [
        approve([ONE], BO, "2026-11-05T12:00:00Z"),
        replace(approve([ONE], BO, "2026-11-25T00:00:00Z"), translation_digest="other"),
    ]
    assert gauge([ONE], said, events, past).effort().spans == (
        Span(Since.EXTRACTED, "2026-11-01T00:00:00Z", "2026-11-05T12:00:00Z"),
        Span(Since.ASSIGNED, "2026-11-02T00:00:00Z", "2026-11-05T12:00:00Z"),
    )


def test_an_approval_of_two_people_is_the_second_ones() -> None:
    events = [
        approve([ONE], BO, "2026-11-05T00:00:00Z"),
        approve([ONE], BO, "2026-11-06T00:00:00Z"),
        approve([ONE], LI, "2026-11-07T00:00:00Z"),
    ]
    said = [AssignEvent("2026-11-02T00:00:00Z", BO, "a", "en", ALINE)]
    one = gauge([ONE], said, events)
    two = replace(one, words=replace(one.words, rules=replace(PLAIN_RULES, approvals=2)))
    assert [span.end[:10] for span in two.effort().spans] == ["2026-11-07"]


# What is added up


def told(effort: Effort, article: str = "a", locale: str = "en") -> Translated:
    return Translated(article, article.upper(), locale, effort._replace(locale=locale))


def test_a_report_of_the_example() -> None:
    found = summary([told(example())], NOW)
    (english,) = found.locales
    assert (english.translations, english.approved) == (1, 0)
    assert [(each.person, each.work[Work.TRANSLATED].words) for each in found.people] == [
        (ALINE, 3),
        (BO, 0),
        (LI, 2),
    ]
    assert sum(each.work[Work.EDITED].words for each in found.people) == 4
    quality = found.by_locale["en"]
    assert (quality.amount, quality.errors, quality.points) == (Amount(3, 6), 1, 25)
    assert quality.score == pytest.approx(1000 * 25 / 6)
    assert list(found.by_maker) == [Maker(ALINE), Maker(LI), Maker()]
    assert found.by_maker[Maker(ALINE)].score == 0
    (due,) = found.due
    assert (due.days, due.left) == (-1, Amount(2, 2))


def test_days_narrow_what_was_done_and_not_how_things_stand() -> None:
    found = summary([told(example())], NOW, Period(date(2026, 11, 6), date(2026, 11, 7)))
    assert {each.person: sum(a.words for a in each.work.values()) for each in found.people} == {
        ALINE: 4,
        BO: 1,
    }
    assert found.by_locale["en"].amount == Amount(1, 1)
    whole = summary([told(example())], NOW)
    assert found.locales == whole.locales and found.drafts == whole.drafts


@pytest.mark.parametrize(
    ("since", "age"),
    [("2026-12-01", 0), ("2026-11-30", 1), ("2026-11-24", 2), ("2026-09-02", 4), ("", 5), ("x", 5)],
)
def test_ages(since: str, age: int) -> None:
    assert age_of(since, NOW.date()) == age


def test_quartiles_of_one_two_and_many() -> None:
    assert quartiles([3.0]) == (3.0, 3.0, 3.0)
    assert quartiles([1.0, 3.0]) == (1.5, 2.0, 2.5)
    assert quartiles([1.0, 2.0, 3.0, 4.0, 100.0]) == (2.0, 3.0, 4.0)


AMOUNTS = st.builds(Amount, *[st.integers(0, 50)] * 3)
DAYS = st.dates(date(2026, 10, 1), date(2026, 11, 30)).map(date.isoformat)
PEOPLE = st.sampled_from([ALINE, BO, LI])
MAKERS = st.one_of(st.builds(Maker, PEOPLE), st.builds(Maker, engine=st.just("deepl")))
EFFORTS = st.builds(
    Effort,
    st.just("en"),
    st.booleans(),
    assignee=st.just(""),
    due=st.one_of(st.just(""), DAYS),
    spans=st.just(()),
    drafts=st.just(()),
    waivers=st.just(()),
    nobodys=AMOUNTS,
    waiting=st.lists(
        st.builds(Waiting, st.sampled_from(State), st.one_of(st.just(""), DAYS), AMOUNTS),
        max_size=3,
    ).map(tuple),
    deeds=st.lists(st.builds(Deed, DAYS, PEOPLE, st.sampled_from(Work), AMOUNTS), max_size=3).map(
        tuple
    ),
    judged=st.lists(st.builds(Judged, DAYS, MAKERS, AMOUNTS), max_size=3).map(tuple),
    flaws=st.lists(
        st.builds(
            Flaw,
            DAYS,
            MAKERS,
            st.sampled_from(["accuracy/omission", "style", "=1", ""]),
            st.sampled_from(["minor", "critical", "dreadful"]),
            st.integers(1, 3),
        ),
        max_size=3,
    ).map(tuple),
)
MANY = st.lists(
    st.builds(
        told,
        EFFORTS,
        st.sampled_from("abc"),
        st.sampled_from(["en", "zh_Hans"]),
    ),
    max_size=3,
)


def added(amounts: Sequence[Amount]) -> Amount:
    return reduce(Amount.plus, amounts, Amount())


@given(MANY)
def test_the_parts_add_up_to_the_whole(translated: list[Translated]) -> None:
    found = summary(translated, NOW)
    waiting = added([w.amount for each in translated for w in each.effort.waiting])
    assert added([a for each in found.locales for a in each.amounts.values()]) == waiting
    assert added([a for each in found.ageing for a in each.amounts]) == waiting
    deeds = added([deed.amount for each in translated for deed in each.effort.deeds])
    assert added([a for each in found.people for a in each.work.values()]) == deeds
    judged = added([j.amount for each in translated for j in each.effort.judged])
    assert added([each.amount for each in found.by_maker.values()]) == judged
    flaws = sum(flaw.times for each in translated for flaw in each.effort.flaws)
    assert sum(each.errors for each in found.by_maker.values()) == flaws


@given(MANY, st.dates(date(2026, 10, 1), date(2026, 11, 29)))
def test_two_periods_add_up_to_one_and_the_order_does_not_matter(
    translated: list[Translated], day: date
) -> None:
    before = summary(translated, NOW, Period(until=day))
    after = summary(translated, NOW, Period(since=date.fromordinal(day.toordinal() + 1)))
    whole = summary(translated[::-1], NOW)

    def words(found: object) -> Amount:
        return added([a for each in found.people for a in each.work.values()])  # type: ignore[attr-defined]

    assert words(before).plus(words(after)) == words(whole)
    assert whole.people == summary(translated, NOW).people
