"""Merging a catalogue with its template: nothing a translator wrote is lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from workflow.catalogue import merge
from workflow.model import Message

texts = st.sampled_from(
    ["un", "deux", "trois", "Un atelier a eu lieu.", "Un atelier aura lieu.", "Des ateliers"]
)
contexts = st.sampled_from([None, "title"])
old_messages = st.builds(
    Message,
    msgid=texts,
    msgctxt=contexts,
    msgstr=st.sampled_from(["", "one", "two", "A workshop took place."]),
    flags=st.sampled_from([(), ("fuzzy",), ("x-kept",), ("fuzzy", "x-kept")]),
    translator_comments=st.sampled_from([(), ("to discuss",)]),
    obsolete=st.booleans(),
)
catalogues = st.lists(old_messages, max_size=8, unique_by=lambda m: (m.key, m.obsolete))
templates = st.lists(
    st.builds(Message, msgid=texts, msgctxt=contexts, references=st.just(("a.md",))),
    max_size=6,
    unique_by=lambda m: m.key,
)


@given(catalogues, templates)
def test_no_msgstr_with_text_disappears(old: list[Message], template: list[Message]) -> None:
    kept = {message.msgstr for message in merge(old, template)}
    assert {message.msgstr for message in old if message.msgstr} <= kept


@given(catalogues, templates)
def test_merging_again_changes_nothing(old: list[Message], template: list[Message]) -> None:
    once = merge(old, template)
    assert merge(once, template) == once


@given(catalogues, templates)
def test_the_live_messages_are_those_of_the_template(
    old: list[Message], template: list[Message]
) -> None:
    live = [message for message in merge(old, template) if not message.obsolete]
    assert {message.key for message in live} == {message.key for message in template}
    assert len(live) == len(template)


@given(catalogues, templates)
def test_a_message_that_stays_keeps_translation_flags_comments_and_order(
    old: list[Message], template: list[Message]
) -> None:
    wanted = {message.key for message in template}
    merged = merge(old, template)
    stay = [message for message in old if not message.obsolete and message.key in wanted]
    after = {message.key: message for message in merged if not message.obsolete}
    for message in stay:
        now = after[message.key]
        assert (now.msgstr, now.flags, now.translator_comments) == (
            message.msgstr,
            message.flags,
            message.translator_comments,
        )
    order = [message.key for message in merged if not message.obsolete]
    stayed = [message.key for message in stay]
    assert [key for key in order if key in set(stayed)] == stayed


@given(catalogues, templates)
def test_only_a_message_that_was_there_has_a_translation_that_is_not_fuzzy(
    old: list[Message], template: list[Message]
) -> None:
    known = {(message.key, message.msgstr) for message in old}
    for message in merge(old, template):
        if message.usable:
            assert (message.key, message.msgstr) in known


def test_a_changed_message_proposes_the_old_translation_as_fuzzy() -> None:
    old = Message("Un atelier a eu lieu.", "A workshop took place.", translator_comments=("hm",))
    new = Message("Un atelier aura lieu.", references=("a.md",))
    (message,) = merge([old], [new])
    assert message == replace(
        new,
        msgstr="A workshop took place.",
        flags=("fuzzy",),
        translator_comments=("hm",),
        previous_msgid="Un atelier a eu lieu.",
    )


def test_a_message_that_left_comes_back_with_its_translation() -> None:
    message = Message("un", "one")
    gone = merge([message], [])
    assert gone == (replace(message, obsolete=True),)
    assert merge(gone, [Message("un")]) == (message,)


def test_a_new_message_stands_after_the_one_it_follows_in_the_article() -> None:
    old = [Message("c", "3"), Message("a", "1")]
    merged = merge(old, [Message("a"), Message("b"), Message("c"), Message("d")])
    assert [message.msgid for message in merged] == ["c", "d", "a", "b"]
