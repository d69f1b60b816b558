"""The estimate tells drafts an editor can start from, from those nobody can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import pytest

from tests.bad_drafts import Labelled, halves, labelled
from workflow.checks.quality import LEAST, Quality, quality
from workflow.engines.engine import MACHINE, Draft, Request
from workflow.engines.verification import finish
from workflow.errors import EngineError
from workflow.model import Locale, Text

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")


def estimate(source: str, draft: str, pair: tuple[str, str], missing: int = 0) -> Quality:
    texts = Text(source, "markdown"), Text(draft, "markdown")
    return quality(*texts, (Locale(pair[0]), Locale(pair[1])), missing)


def scores(drafts: Sequence[Labelled]) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for each in drafts:
        found[each.fault].append(estimate(each.source, each.draft, each.pair).score)
    return found


def above(good: Sequence[int], bad: Sequence[int]) -> float:
    """How often a good draft has more points than a bad one."""
    won = sum((one > other) + 0.5 * (one == other) for one in good for other in bad)
    return won / (len(good) * len(bad))


@pytest.fixture(scope="module")
def held_out() -> Mapping[str, list[int]]:
    """Of the half of the corpus that no cost was chosen by, with faults of another seed."""
    _, lines = halves(1)
    return scores(list(labelled(lines, 22)))


def test_good_drafts_stand_above_bad_ones(held_out: Mapping[str, list[int]]) -> None:
    good = held_out[""]
    assert above(good, [score for fault in held_out if fault for score in held_out[fault]]) > 0.96
    for fault, bad in held_out.items():
        assert not fault or above(good, bad) > 0.9, fault


def test_no_good_draft_is_left_and_none_is_far_down(held_out: Mapping[str, list[int]]) -> None:
    good = sorted(held_out[""])
    assert good[0] >= 60
    assert good[len(good) // 20] >= 85


@pytest.mark.parametrize(
    ("fault", "share"),
    [("untranslated", 0.97), ("third_language", 0.9), ("garbled", 0.97), ("goes_round", 0.97)],
)
def test_what_is_no_translation_is_left(
    held_out: Mapping[str, list[int]], fault: str, share: float
) -> None:
    bad = held_out[fault]
    assert sum(score < LEAST for score in bad) / len(bad) > share


@pytest.mark.parametrize(
    ("source", "draft", "pair", "reason"),
    [
        ("Où est Nanning sur la carte ?", "Where is it on the map?", ("fr", "en"),
         "names are missing"),
        ("Pourquoi partir ?", "Leave then.", ("fr", "en"), "a question in only one of the two"),
        ("他说：“我们走。”", "He says we go.", ("zh", "en"), "a quotation in only one of the two"),
        ("It rains (again).", "又下雨了。", ("en", "zh"), "brackets in only one of the two"),
        ("Nobody came to the port.", "Tout le monde est venu au port.", ("en", "fr"),
         "a negation in only one of the two"),
        ("Le vent tombe. La mer est calme. Les bateaux sortent ce matin.",
         "The wind drops and the boats go out.", ("fr", "en"), "fewer sentences than the source"),
    ],
)  # fmt: skip
def test_reasons_are_named(source: str, draft: str, pair: tuple[str, str], reason: str) -> None:
    found = estimate(source, draft, pair)
    assert reason in found.reasons
    assert found.score < 100


def test_terms_of_the_glossary_count() -> None:
    texts = "La traite des personnes", "Trading of people"
    assert estimate(*texts, ("fr", "en")).score == 100
    found = estimate(*texts, ("fr", "en"), 1)
    assert (found.score, found.reasons) == (85, ("terms of the glossary are missing",))


def draft_of(source: str, text: str, target: Locale = EN) -> Draft | EngineError:
    return finish(Draft(text, MACHINE, "engine"), Request(source, FR, target))


def test_what_becomes_of_an_answer() -> None:
    source = "Le **port** de Nanning reçoit 3,2 millions de tonnes depuis la crue."
    good = draft_of(
        source, "The **port** of Nanning takes 3,2 millions of tonnes since the flood ."
    )
    assert good == Draft(
        "The **port** of Nanning takes 3.2 million tonnes since the flood.", MACHINE, "engine"
    )
    odd = draft_of(source, "The **port** of Nanning takes 3.2 million tonnes since the riada.")
    assert isinstance(odd, Draft)
    assert odd.notes == ("“riada” is not translated",)
    for answer in (
        source,
        "The **port** of Nanning takes 3.2 billion tonnes since the flood.",
        "The port of Nanning takes 3.2 million tonnes since the flood.",
        "The **port** of Nanning takes 3.2 million tonnes since the ``flood``.",
        "The **port** of Nanning: trÃ¨s 3.2 million tonnes since the flood.",
        "MYMEMORY WARNING: **YOU USED ALL** AVAILABLE FREE TRANSLATIONS FOR TODAY",
        "",
    ):
        assert isinstance(draft_of(source, answer), EngineError), answer


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\x7f", "\ud800", "\udfff", "\uffff"])
def test_characters_that_no_text_has_are_refused(sign: str) -> None:
    found = draft_of("Le bateau attend.", f"The boat {sign} waits.")
    assert str(found) == "the answer has characters in it that no text has"


def test_an_answer_in_several_paragraphs_is_refused() -> None:
    found = draft_of("Le bateau attend.", "The boat waits.\n\n(Note: it is a ferry.)")
    assert str(found) == "the answer has more lines than its source"
    assert isinstance(draft_of("Le bateau\\\nattend.", "The boat\\\nwaits."), Draft)


def test_reasons_are_the_same_for_all_texts() -> None:
    said = {
        str(draft_of(source, answer))
        for source, answer in (("Un mot", "Ã©tÃ© Ã©"), ("Deux mots", "l’Ã©cole"))
    }
    assert said == {"the answer is garbled: read in a wrong encoding"}


@pytest.mark.parametrize("target", [EN, ZH])
def test_an_answer_that_is_little_more_than_the_source_is_kept_and_marked(target: Locale) -> None:
    source = "Les habitants n’ont pas quitté les maisons de la commune depuis la crue."
    for answer in (f"{source} (?)", source.upper(), f"{target}: {source}"):
        draft = draft_of(source, answer, target)
        assert isinstance(draft, Draft)
        assert draft.notes
