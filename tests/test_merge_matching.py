"""Which old translation a changed message is given, and what of it."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Literal

import pytest

from workflow.merge import matches
from workflow.merge.carry import cut, joined
from workflow.merge.merge import merge
from workflow.model import Locale, Markup, Message

FIRST = "Le premier jour, les participants ont visité le centre d’accueil."
SECOND = "Le lendemain, ils ont rencontré les équipes de la ville."
ONE = "On the first day participants visited the reception centre."
TWO = "The next day they met the city’s teams."
UN = "第一天，学员们参观了接待中心，并与工作人员交谈。"
DEUX = "第二天，他们会见了市里的团队，讨论今后的合作。"
BEFORE, AFTER = Message("avant", "before"), Message("après", "after")


def paragraph(msgid: str, msgstr: str = "") -> Message:
    return Message(msgid, msgstr, comments=("paragraph (under “Titre”)",))


def heading(msgid: str, msgstr: str = "") -> Message:
    return Message(msgid, msgstr, comments=("heading 2",))


def merged(old: Iterable[Message], new: Iterable[Message]) -> dict[str, Message]:
    """The live messages after a merge, by msgid, between two that do not change."""
    result = merge([BEFORE, *old, AFTER], [BEFORE, *new, AFTER])
    return {message.msgid: message for message in result if not message.obsolete}


def test_of_two_similar_messages_the_one_between_the_same_neighbours_is_taken() -> None:
    here, there = "La salle 1 ouvre à l’aube.", "La salle 3 ouvre à l’aube."
    old = [paragraph(there, "there"), Message("m", "m"), paragraph(here, "here")]
    new = "La salle 2 ouvre à l’aube."
    assert merged(old, [Message("m"), paragraph(new)])[new].msgstr == "here"


def test_a_rewritten_message_is_known_by_its_place_and_kind() -> None:
    old = "Les inscriptions ferment vendredi à midi."
    new = "Les demandes se font avant vendredi minuit."
    assert merged([paragraph(old, "x")], [paragraph(new)])[new].msgstr == "x"
    assert not merged([paragraph(old, "x")], [heading(new)])[new].msgstr
    moved = [paragraph(old, "x"), Message("m", "m"), Message("n", "n")]
    assert not merged(moved, [Message("m"), Message("n"), paragraph(new)])[new].msgstr


def test_a_message_that_took_the_place_of_an_unlike_one_gets_nothing() -> None:
    new = "La radio cherche des bénévoles pour ses émissions du soir."
    assert merged([paragraph(f"{FIRST} {SECOND}", "x")], [paragraph(new)])[new] == paragraph(new)


def test_a_new_heading_does_not_take_the_translation_of_the_paragraph_it_stands_before() -> None:
    new = FIRST.replace("premier", "second")
    found = merged([paragraph(FIRST, ONE)], [heading("Le premier jour"), paragraph(new)])
    assert found[new].msgstr == ONE
    assert not found["Le premier jour"].msgstr


def test_a_changed_message_that_moved_is_found_wherever_it_stood() -> None:
    new = FIRST.replace("premier", "second")
    old = [paragraph(FIRST, ONE), *(Message(f"m{i}", "m") for i in range(5))]
    template = [*(Message(f"m{i}") for i in range(5)), paragraph(new)]
    assert merged(old, template)[new].msgstr == ONE


def test_a_paragraph_that_grew_to_three_times_its_length_is_still_itself() -> None:
    new = f"{FIRST} {' '.join(f'Puis la suite numéro {n}.' for n in 'abcdef')}"
    assert merged([paragraph(FIRST, ONE)], [paragraph(new)])[new].msgstr == ONE


def test_what_was_obsolete_is_proposed_too_and_stays_obsolete() -> None:
    gone = Message(FIRST, ONE, obsolete=True)
    new = FIRST.replace("premier", "second")
    found, kept = merge([gone], [paragraph(new)])
    assert (found.msgstr, found.fuzzy, kept) == (ONE, True, gone)


def test_an_old_translation_is_proposed_once() -> None:
    new = [FIRST.replace("premier", word) for word in ("second", "dernier")]
    found = merged([paragraph(FIRST, ONE)], [paragraph(new[0]), paragraph(new[1])])
    assert sorted(found[text].msgstr for text in new) == ["", ONE]


def test_a_message_of_another_context_is_proposed_with_its_context() -> None:
    (message,) = merge([Message(FIRST, ONE)], [Message(FIRST, msgctxt="title")])
    assert message.fuzzy
    assert (message.msgstr, message.previous_msgctxt, message.previous_msgid) == (ONE, None, FIRST)


def test_the_previous_msgid_is_the_one_that_was_translated() -> None:
    first = merge([Message("Le texte A change.", "x")], [Message("Le texte B change.")])
    second = merge(first, [Message("Le texte C change.")])
    assert [message.previous_msgid for message in second] == ["Le texte A change."]
    (back,) = merge(second, [Message("Le texte A change.")])
    assert back == Message("Le texte A change.", "x")


@pytest.mark.parametrize("far", [False, True])
def test_a_change_that_is_undone_leaves_nothing(far: bool) -> None:
    approved = Message("Le texte A change.", "x", flags=("c",), translator_comments=("hm",))
    middle = ["Le texte B change.", "Le texte B dure.", "Un texte B dure."]
    states = [*middle, "Un très long texte B dure encore."] if far else middle[:1]
    now: Sequence[Message] = [approved]
    for text in states:
        now = merge(now, [Message(text)])
        assert [each.fuzzy for each in now] == [True]
    assert merge(now, [Message(approved.msgid)]) == (approved,)


def test_a_change_that_is_undone_after_it_went_and_came_back() -> None:
    approved = Message(FIRST, ONE)
    (changed,) = merge([approved], [Message(FIRST.replace("premier", "second"))])
    gone = merge([changed], [])
    assert merge(gone, [Message(FIRST)]) == (approved, *gone)


@pytest.mark.parametrize("comments", [(), ("machine translation: apertium, 2026-01-15",)])
def test_what_a_translator_or_an_engine_left_fuzzy_stays_so(comments: tuple[str, ...]) -> None:
    draft = Message(FIRST, ONE, flags=("fuzzy",), translator_comments=comments)
    once = merge([draft], [Message(FIRST.replace("premier", "second"))])
    twice = merge(once, [Message(FIRST.replace("premier", "dernier"))])
    assert twice[0].translator_comments == (*comments, "source changed: meaning (fuzzy before)")
    for changed in (once, twice):
        assert merge(changed, [Message(FIRST)]) == (draft,)


def test_a_fuzzy_that_another_program_set_stays() -> None:
    new = FIRST.replace("premier", "second")
    theirs = Message(new, ONE, flags=("fuzzy",), previous_msgid=FIRST)
    (back,) = merge([theirs], [Message(FIRST)])
    assert (back.msgstr, back.fuzzy) == (ONE, True)


def test_an_open_conflict_stays() -> None:
    new = FIRST.replace("premier", "second")
    (changed,) = merge([Message(FIRST, ONE)], [Message(new)])
    notes = ('not merged, theirs: "x"', *changed.translator_comments)
    (back,) = merge([replace(changed, translator_comments=notes)], [Message(FIRST)])
    assert back.fuzzy


def test_a_part_of_a_translation_is_not_taken_for_the_whole() -> None:
    whole = f"{FIRST} {SECOND}"
    (one, two, _) = merge([Message(whole, f"{ONE} {TWO}")], [Message(FIRST), Message(SECOND)])
    assert one.translator_comments == ("source changed: white space (split)",)
    for parts in ([one], [one, two]):
        (back, *_) = merge(parts, [Message(whole)])
        assert back.fuzzy
        assert back.previous_msgid == whole


def test_joined_translations_stay_fuzzy_whatever_happens_to_the_source() -> None:
    whole = f"{FIRST} {SECOND}"
    (both, *_) = merge([Message(FIRST, ONE), Message(SECOND, TWO)], [Message(whole)])
    (changed,) = merge([both], [Message(whole.replace("premier", "second"))])
    (back,) = merge([changed], [Message(whole)])
    assert back == both
    assert back.translator_comments == ("source changed: white space (joined)",)


def test_a_fuzzy_obsolete_message_is_compared_with_what_was_translated() -> None:
    old = Message("Les refuges, 10 fois.", "x", flags=("fuzzy",), obsolete=True,
                  previous_msgid="Les abris, 10 fois.", previous_msgctxt="c")  # fmt: skip
    found, kept = merge([old], [Message("Les refuges, 12 fois.")])
    assert (found.previous_msgctxt, found.previous_msgid) == ("c", "Les abris, 10 fois.")
    assert found.translator_comments == ("source changed: meaning (fuzzy before)",)
    assert kept == old


def test_a_fuzzy_message_that_goes_and_comes_back_keeps_its_previous_text() -> None:
    (fuzzy,) = merge([Message(FIRST, ONE)], [Message(FIRST.replace("premier", "second"))])
    gone = merge([fuzzy], [])
    assert gone == (replace(fuzzy, obsolete=True),)
    assert merge(gone, [Message(fuzzy.msgid)]) == (fuzzy,)


def test_a_plural_alone_that_changed_is_told() -> None:
    old = Message("un", msgid_plural="%d gares", msgstr_plural=("one", "%d stations"))
    (changed,) = merge([old], [Message("un", msgid_plural="%d arrêts")])
    assert changed == replace(
        old,
        msgid_plural="%d arrêts",
        flags=("fuzzy",),
        previous_msgid="un",
        previous_msgid_plural="%d gares",
        translator_comments=("source changed: meaning",),
    )
    assert merge([changed], [Message("un", msgid_plural="%d gares")]) == (old,)
    (both,) = merge([changed], [Message("une", msgid_plural="%d arrêts")])
    assert (both.previous_msgid, both.previous_msgid_plural) == ("un", "%d gares")


def test_an_untranslated_message_may_get_and_lose_its_plural() -> None:
    plural = Message("une gare", msgid_plural="%d gares", msgstr_plural=("", ""))
    assert merge([plural], [Message("une gare")]) == (Message("une gare"),)
    assert merge([Message("une gare")], [plural]) == (plural,)


def test_a_plural_that_came_or_went_stays_fuzzy() -> None:
    old = Message("une gare", msgid_plural="%d gares", msgstr_plural=("one", "many"))
    (lost,) = merge([old], [Message("une gare")])
    assert lost.translator_comments == ("plural: many", "source changed: meaning (plural)")
    assert (lost.previous_msgid, lost.previous_msgid_plural) == ("une gare", "%d gares")
    (back,) = merge([lost], [Message("une gare", msgid_plural="%d gares")])
    assert back.fuzzy


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (("Un.", "Deux."), "Un. Deux."),
        (("一。", "二。"), "一。二。"),
        (("하나.", "둘."), "하나. 둘."),
        (("한국", "어"), "한국 어"),
    ],
)
def test_joined_paragraphs_have_a_space_between_where_their_script_has_some(
    texts: tuple[str, str], whole: str
) -> None:
    assert joined(texts) == whole


@pytest.mark.parametrize("forms", [("NFD", "NFC"), ("NFC", "NFD")])
def test_letters_composed_otherwise_leave_the_translation_as_it_is(
    forms: tuple[Literal["NFC", "NFD"], Literal["NFC", "NFD"]],
) -> None:
    text = "Été, être né à l’hôtel"
    old, new = (unicodedata.normalize(form, text) for form in forms)
    (message,) = merge([Message(old, "Summer")], [Message(new)])
    assert (message.msgstr, message.fuzzy, message.previous_msgid) == ("Summer", False, old)
    assert message.translator_comments == ("repaired: typography",)


def test_unknown_comment_lines_come_along() -> None:
    old = Message(FIRST, ONE, other_comments=("#= c-format", "#! x"))
    new = Message(FIRST.replace("premier", "second"), other_comments=("#= c-format", "#@ y"))
    (message,) = merge([old], [new])
    assert message.other_comments == ("#= c-format", "#@ y", "#! x")


def test_a_fuzzy_translation_is_never_repaired() -> None:
    (message,) = merge([Message("48 jours", "48 days", flags=("fuzzy",))], [Message("50 jours")])
    assert (message.msgstr, message.fuzzy) == ("48 days", True)
    assert message.translator_comments == ("source changed: number (fuzzy before)",)


def test_a_repaired_translation_is_not_fuzzy_and_says_so_once() -> None:
    old = Message("48 jours", "48 days", flags=("x",), translator_comments=("hm",))
    once = merge([old], [Message("50 jours")])
    (twice,) = merge(once, [Message("52 jours")])
    assert (twice.msgstr, twice.flags, twice.previous_msgid) == ("52 days", ("x",), "50 jours")
    assert twice.translator_comments == ("hm", "repaired: number 50 → 52")


@pytest.mark.parametrize(
    ("markup", "msgstr", "fuzzy", "comment"),
    [
        ({}, "*five days*", False, "repaired: markup (nothing) → *"),
        ({(None, "*cinq jours*"): "markdown"}, "*five days*", False,
         "repaired: markup (nothing) → *"),
        ({(None, "*cinq jours*"): "html"}, "five days", True, "source changed: meaning"),
        ({(None, "*cinq jours*"): "text"}, "five days", True, "source changed: meaning"),
        ({("title", "*cinq jours*"): "text"}, "*five days*", False,
         "repaired: markup (nothing) → *"),
    ],
)  # fmt: skip
def test_a_change_is_judged_in_the_markup_the_message_is_written_in(
    markup: dict[tuple[str | None, str], Markup], msgstr: str, fuzzy: bool, comment: str
) -> None:
    old, new = Message("cinq jours", "five days"), Message("*cinq jours*")
    (message,) = merge([old], [new], markup=markup)
    assert (message.msgstr, message.fuzzy) == (msgstr, fuzzy)
    assert message.translator_comments == (comment,)


@pytest.mark.parametrize(
    ("parts", "translations"),
    [((FIRST, SECOND), (ONE, TWO)), ((FIRST, SECOND), (UN, DEUX)), ((UN, DEUX), (ONE, TWO))],
)
def test_parts_of_a_split_paragraph_get_the_parts_of_its_translation(
    parts: tuple[str, str], translations: tuple[str, str]
) -> None:
    whole = paragraph(_one(parts), _one(translations))
    result = merge([BEFORE, whole, AFTER], [BEFORE, *map(paragraph, parts), AFTER])
    found = {message.msgid: message for message in result}
    for part, translation in zip(parts, translations, strict=True):
        assert (found[part].msgstr, found[part].fuzzy) == (translation, True)
        assert found[part].previous_msgid == whole.msgid
        assert found[part].translator_comments == ("source changed: white space (split)",)
    assert found[whole.msgid].obsolete


def test_each_part_gets_the_whole_translation_where_it_cannot_be_cut() -> None:
    whole = "They saw the reception centre and, the day after, the teams of the city as well"
    found = merged([paragraph(f"{FIRST} {SECOND}", whole)], map(paragraph, (FIRST, SECOND)))
    assert found[FIRST].msgstr == found[SECOND].msgstr == whole


@pytest.mark.parametrize("translations", [(ONE, TWO), (UN, DEUX)])
def test_a_paragraph_joined_of_two_gets_both_translations(translations: tuple[str, str]) -> None:
    old = [paragraph(*pair) for pair in zip((FIRST, SECOND), translations, strict=True)]
    whole = f"{FIRST} Puis, {SECOND}"
    result = merge([BEFORE, *old, AFTER], [BEFORE, paragraph(whole), AFTER])
    found = {message.msgid: message for message in result}
    assert (found[whole].msgstr, found[whole].fuzzy) == (_one(translations), True)
    assert found[whole].previous_msgid == f"{FIRST} {SECOND}"
    assert found[FIRST].obsolete
    assert found[SECOND].obsolete


def test_sentences_are_cut_near_their_place_only() -> None:
    assert cut(f"{ONE} {TWO}", [FIRST, SECOND], "en") == (ONE, TWO)
    assert cut(f"{ONE} {TWO}", [FIRST, "Oui."], "en") is None


def test_plural_messages_are_matched_and_lose_no_form() -> None:
    forms = ("un fichier effacé", "%d fichiers effacés")
    old = Message("one file deleted", msgid_plural="%d files deleted", msgstr_plural=forms)
    empty = ("", "")
    (same,) = merge(
        [old], [Message("one file deleted now", msgid_plural="%d", msgstr_plural=empty)]
    )
    assert (same.msgstr_plural, same.fuzzy) == (forms, True)
    (single,) = merge([old], [Message("one file deleted")])
    assert (single.msgstr, single.fuzzy) == (forms[0], True)
    notes = (f"plural: {forms[1]}", "source changed: meaning (plural)")
    assert single.translator_comments == notes
    (more,) = merge([single], [Message(old.msgid, msgid_plural="%d", msgstr_plural=empty)])
    assert more.msgstr_plural == (forms[0], "")


def test_flags_of_the_template_come_and_unknown_ones_stay() -> None:
    old = Message("a", "b", flags=("x-kept",))
    (message,) = merge([old], [Message("a", flags=("no-wrap",))])
    assert message.flags == ("x-kept", "no-wrap")


def _one(parts: tuple[str, str]) -> str:
    return ("" if "。" in parts[0] else " ").join(parts)


# At length


def _latin(chance: random.Random) -> str:
    return "".join(chance.choice(("ra", "ti", "mo", "vel", "sen", "du")) for _ in range(3))


def _han(chance: random.Random) -> str:
    return chr(0x4E00 + chance.randrange(800)) + chr(0x4E00 + chance.randrange(800))


def _edited(words: list[str], chance: random.Random, word: Callable[[random.Random], str]) -> None:
    place = chance.randrange(len(words))
    match chance.randrange(3):
        case 0:
            words[place] = word(chance)
        case 1:
            words[place:place] = [word(chance), word(chance)]
        case _:
            del words[place]


@pytest.mark.parametrize("shuffled", [False, True], ids=["in order", "in any order"])
@pytest.mark.parametrize(("word", "space"), [(_latin, " "), (_han, "")], ids=["latin", "han"])
def test_nearly_all_edited_messages_get_their_own_translation_at_little_cost(
    word: Callable[[random.Random], str],
    space: str,
    shuffled: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(5)
    texts = [[word(chance) for _ in range(chance.randrange(6, 30))] for _ in range(3000)]
    old = [Message(space.join(text), str(number)) for number, text in enumerate(texts)]
    edited = chance.sample(range(len(texts)), 300)
    for number in edited:
        _edited(texts[number], chance, word)
    template = [Message(space.join(text)) for text in texts]
    if shuffled:
        chance.shuffle(old)
    compared: list[str] = []

    judged = matches.similarity

    def similarity(one: str, other: str, least: float) -> float:
        compared.append(one)
        return judged(one, other, least)

    monkeypatch.setattr(matches, "similarity", similarity)
    found = {message.msgid: message.msgstr for message in merge(old, template)}
    right = sum(found[template[number].msgid] == str(number) for number in edited)
    assert right >= 0.99 * len(edited)
    assert len(compared) <= 20 * len(edited)


def test_a_locale_tells_plural_forms() -> None:
    old, new = Message("4 jours", "4 dni"), Message("5 jours")
    assert merge([old], [new])[0].usable
    assert not merge([old], [new], locale=Locale("pl"))[0].usable
