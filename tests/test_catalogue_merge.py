"""Merging a catalogue with its template: nothing a translator wrote is lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from workflow.merge.merge import merge
from workflow.model import Change, Message

SENTENCES = [
    "Un atelier a eu lieu.",
    "Un **atelier** a eu lieu.",
    "Un atelier aura lieu.",
    "Ils étaient 48 à [Nanning](https://a.example/).",
    "Ils étaient 50 à [Nanning](https://b.example/).",
    "工作坊在南宁举行，有48人参加。",
]
texts = st.sampled_from(["un", "deux", "trois", "Des ateliers"]) | st.lists(
    st.sampled_from(SENTENCES), min_size=1, max_size=3
).map(" ".join)
contexts = st.sampled_from([None, "title"])
old_messages = st.builds(
    Message,
    msgid=texts,
    msgctxt=contexts,
    msgstr=st.sampled_from(
        [
            "",
            "one",
            "two",
            "A workshop took place. There were 48 of them.",
            "48人[参加](https://a.example/)。",
        ]
    ),
    flags=st.sampled_from([(), ("fuzzy",), ("x-kept",), ("fuzzy", "x-kept")]),
    translator_comments=st.sampled_from([(), ("to discuss",), ("source changed: number",)]),
    previous_msgid=st.sampled_from([None, "Un atelier a lieu.", SENTENCES[0], "un"]),
    obsolete=st.booleans(),
)
catalogues = st.lists(old_messages, max_size=8, unique_by=lambda m: (m.key, m.obsolete))
templates = st.lists(
    st.builds(Message, msgid=texts, msgctxt=contexts, references=st.just(("a.md",))),
    max_size=6,
    unique_by=lambda m: m.key,
)


def _words(text: str) -> str:
    """A text less what a repair may change."""
    return re.sub(r"\d+|[*]+|\([^)]*\)", "", text)


def _kept(old: Sequence[Message], merged: Sequence[Message]) -> bool:
    """Whether every translation is in a message, as it is, repaired or joined with others."""
    texts = {_words(message.msgstr) for message in merged}
    texts.add("")
    return all(any(_words(each.msgstr) in text for text in texts) for each in old)


@given(catalogues, templates)
def test_no_msgstr_with_text_disappears(old: list[Message], template: list[Message]) -> None:
    assert _kept(old, merge(old, template))


@given(catalogues, st.lists(templates, max_size=4))
def test_nothing_is_lost_in_whatever_order_states_of_an_article_are_merged(
    old: list[Message], states: list[list[Message]]
) -> None:
    for order in (states, states[::-1]):
        merged = tuple(old)
        for template in order:
            merged = merge(merged, template)
        assert _kept(old, merged)


@given(catalogues, templates)
def test_what_people_wrote_in_comments_stays_with_the_text(
    old: list[Message], template: list[Message]
) -> None:
    merged = merge(old, template)
    for message in old:
        if message.has_text and "to discuss" in message.translator_comments:
            assert any("to discuss" in each.translator_comments for each in merged)


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
    twins = {message.key for message in old if message.obsolete}
    after = {message.key: message for message in merged if not message.obsolete}
    for message in stay:
        now = after[message.key]
        if not message.msgstr and message.key in twins:
            continue  # what pybabel took apart: the translation comes back
        assert (now.msgstr, now.flags, now.translator_comments) == (
            message.msgstr,
            message.flags,
            message.translator_comments,
        )
    order = [message.key for message in merged if not message.obsolete]
    stayed = [message.key for message in stay]
    assert [key for key in order if key in set(stayed)] == stayed


@given(catalogues, templates)
def test_a_translation_that_is_not_fuzzy_was_not_fuzzy_before(
    old: list[Message], template: list[Message]
) -> None:
    known = {message.key: message for message in old}
    undone = {
        each.previous_msgid: each.msgstr
        for each in old
        if any(line.startswith("source changed: ") for line in each.translator_comments)
    }
    for message in merge(old, template):
        if message.usable and message.key not in known:
            if message.previous_msgid is None:
                assert message.msgid in undone
                continue
            (change,) = filter(None, map(Change.parse, message.translator_comments))
            assert change.repaired
            before = known[message.previous_msgctxt, str(message.previous_msgid)]
            assert not before.fuzzy


@given(catalogues, templates)
def test_what_did_not_change_is_the_same_object(
    old: list[Message], template: list[Message]
) -> None:
    bare = [replace(message, comments=(), references=()) for message in old]
    same = [replace(message, references=()) for message in template]
    wanted = {message.key for message in same}
    twins = {message.key for message in bare if message.obsolete}
    ids = {id(message) for message in merge(bare, same)}
    for each in bare:
        # What is untranslated may take over the text of an obsolete entry of the same key.
        if not each.obsolete and each.key in wanted and (each.msgstr or each.key not in twins):
            assert id(each) in ids


@given(catalogues, templates, catalogues)
def test_a_translation_elsewhere_of_the_very_text_is_taken_over_as_it_stands(
    old: list[Message], template: list[Message], other: list[Message]
) -> None:
    elsewhere = {message.key: message for message in other}
    here = {message.key for message in old}
    merged = merge(old, template, elsewhere=elsewhere.get)
    assert merge(merged, template, elsewhere=elsewhere.get) == merged
    for message in merged:
        found = elsewhere.get(message.key)
        if not message.obsolete and message.key not in here and found and found.has_text:
            assert message == replace(found, obsolete=False, references=("a.md",))


def test_a_changed_message_proposes_the_old_translation_as_fuzzy() -> None:
    old = Message("Un atelier a eu lieu.", "A workshop took place.", translator_comments=("hm",))
    new = Message("Un atelier aura lieu.", references=("a.md",))
    (message,) = merge([old], [new])
    assert message == replace(
        new,
        msgstr="A workshop took place.",
        flags=("fuzzy",),
        translator_comments=("hm", "source changed: meaning"),
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
