"""Which words of a text count as a term of the glossary."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import msgstrs
from tests.texts import MARKUPS, md
from workflow.glossary.occurrences import TermIndex
from workflow.glossary.usage import Misuse, Omission, Terminology
from workflow.inline.pattern import read
from workflow.model import Concept, Glossary, Locale, Markup, Term, TermStatus, Text

FR, EN, ZH = Locale("fr"), Locale("en"), Locale("zh")
PREFERRED, ADMITTED, FORBIDDEN = TermStatus


def concept(**terms: str) -> Concept:
    """``fr="abri", en_forbidden="cover; coat"`` and fields of :class:`Concept`."""
    found: list[Term] = []
    fields: dict[str, object] = {}
    for key, value in terms.items():
        locale, _, status = key.partition("_")
        if key in ("translate", "part_of_speech", "note"):
            fields[key] = value
        else:
            rank = TermStatus(status or "preferred")
            found += [Term(text, Locale(locale), rank) for text in value.split("; ")]
    return Concept(tuple(found), **fields)  # type: ignore[arg-type]


def kept(text: str) -> Concept:
    return Concept((Term(text, FR),), translate=False)


def found(text: str, locale: str, *terms: str, part_of_speech: str = "") -> list[str]:
    concepts = [concept(**{locale: term}) for term in terms]
    if part_of_speech:
        concepts = [Concept(each.terms, part_of_speech=part_of_speech) for each in concepts]
    index = TermIndex(concepts, Locale(locale))
    return [text[each.start : each.end] for each in index.find(md(text))]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("déplacé interne", "les déplacées internes", "déplacées internes"),
        ("déplacés internes", "une déplacée interne", "déplacée interne"),
        ("déplacé interne", "Les **Déplacés** internes", "Déplacés** internes"),
        ("personne déplacée", "des personnes déplacées,", "personnes déplacées"),
        ("réfugié", "deux réfugiées", "réfugiées"),
        ("abri", "L’abri", "abri"),
        ("abri", "sous d'autres abris.", "abris"),
        ("l’abri", "quelqu’abri", "abri"),
        ("état civil", "l’état-civil", "état-civil"),
        ("étranger", "une étrangère", "étrangère"),
        ("étranger", "les étrangers", "étrangers"),
        ("travailleur migrant", "des travailleuses migrantes", "travailleuses migrantes"),
        ("acteur local", "les actrices locales", "actrices locales"),
        ("marché local", "les marchés locaux", "marchés locaux"),
        ("travail forcé", "des travaux forcés", "travaux forcés"),
        ("bureau national", "bureaux nationaux", "bureaux nationaux"),
        ("service public", "la force publique, les services publics", "services publics"),
        ("citoyen européen", "les citoyennes européennes", "citoyennes européennes"),
        ("victime présumée", "la VICTIME PRÉSUMÉE", "VICTIME PRÉSUMÉE"),
        ("cœur", "les coeurs", "coeurs"),
        ("œil", "Les yeux", "yeux"),
        ("bail", "les baux", "baux"),
        ("monsieur", "messieurs", "messieurs"),
        ("demandeur d’asile", "une demandeuse d'asile", "demandeuse d'asile"),
        ("aujourd’hui", "dès aujourd'hui", "aujourd'hui"),
        ("OIM", "l’OIM et d’autres", "OIM"),
        ("Nations Unies", "les nations\u00a0unies", "nations\u00a0unies"),
        ("non-refoulement", "le non\u2011refoulement", "non\u2011refoulement"),
    ],
)
def test_french_inflections(term: str, text: str, expected: str) -> None:
    assert found(text, "fr", term) == [expected]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("traite", "traiter, traités, traité, traitement, traitant"),
        ("force", "forcé, forcer, des forcenés"),
        ("organisation", "organiser, organisé, organisme"),
        ("déplacement", "déplacé, déplacer"),
        ("abri", "abriter, abricot, sans-abrisme"),
        ("déplacé interne", "déplacé, interne"),
        ("déplacé interne", "déplacés. Internes"),
        ("OIM", "oim, Oim, OIMs"),
        ("été", "ete"),
        ("règle", "reglé"),
    ],
)
def test_other_words_in_french(term: str, text: str) -> None:
    assert found(text, "fr", term) == []


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("internally displaced person", "Internally Displaced Persons", None),
        ("shelter", "the shelter’s doors", "shelter"),
        ("shelter", "open shelters", "shelters"),
        ("agency", "agencies", None),
        ("crisis", "one crisis", "crisis"),
        ("box", "boxes", None),
        ("bus", "buses", None),
        ("NGO", "two NGOs", "NGOs"),
        ("birth certificate", "birth certificates", None),
        ("e-mail", "an e mail", "e mail"),
        ("status", "legal status", "status"),
        ("internally displaced person", "internally displaced people", None),
        ("indigenous people", "indigenous peoples", None),
        ("spokesperson", "two spokespeople", "spokespeople"),
        ("woman", "Women", None),
        ("policewoman", "policewomen", None),
        ("unaccompanied child", "unaccompanied children", None),
        ("grandchild", "grandchildren", None),
        ("policy", "policies", None),
        ("life", "human lives", "lives"),
        ("foot", "feet", None),
        ("crisis", "two crises", "crises"),
        ("criterion", "criteria", None),
        ("safe house", "safe houses", None),
        ("asylum case", "asylum cases", None),
        ("nurse", "nurses", None),
        ("movie", "movies", None),
        ("hero", "heroes", None),
        ("gas", "gases", None),
        ("lens", "lenses", None),
    ],
)
def test_english_inflections(term: str, text: str, expected: str | None) -> None:
    assert found(text, "en", term) == [expected or text]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("trafficking", "traffickers, trafficked, traffic"),
        ("shelter", "sheltered, sheltering"),
        ("internal", "international, internally"),
        ("NGO", "ngo, NGOing"),
        ("who", "WHOse"),
        ("human", "humane"),
        ("us", "use, uses"),
        ("cash", "case"),
        ("plea", "please"),
        ("ten", "tense"),
        ("to", "toe, toes"),
        ("Oman", "omen"),
        ("leaf", "she leaves"),
        ("child", "childish, childhood"),
    ],
)
def test_other_words_in_english(term: str, text: str) -> None:
    assert found(text, "en", term) == []


def test_a_verb_is_found_in_all_its_forms() -> None:
    text = "resettles, resettled, resettling"
    assert found(text, "en", "resettle") == ["resettles"]
    assert found(text, "en", "resettle", part_of_speech="verb") == text.split(", ")
    assert found("il abrite", "fr", "abriter", part_of_speech="verb") == ["abrite"]


@pytest.mark.parametrize(
    ("term", "text", "count"),
    [
        ("人口贩运", "打击人口贩运，人口贩运的受害者", 2),
        ("IOM", "国际移民组织（IOM）和IOM的", 2),
        ("IOM", "IOMs FIOM", 0),
        ("译", "译员", 1),
    ],
)
def test_chinese_is_searched_as_it_stands(term: str, text: str, count: int) -> None:
    assert found(text, "zh", term) == [term] * count


def test_other_languages_are_compared_word_by_word_without_case() -> None:
    assert found("Der FLÜCHTLING, die Flüchtlinge", "de", "Flüchtling") == ["FLÜCHTLING"]
    assert found("शरणार्थी शिविर में", "hi", "शरणार्थी शिविर") == ["शरणार्थी शिविर"]


def test_the_longest_term_wins() -> None:
    terms = ("personne", "personne déplacée", "déplacée interne", "personne déplacée interne")
    assert found("une personne déplacée interne et une personne", "fr", *terms) == [
        "personne déplacée interne",
        "personne",
    ]


def test_placeables_and_code_are_not_searched() -> None:
    text = "[abri](https://example.org/abri) `abri` <abri@abri.org> <i title='abri'>x</i>"
    assert found(text, "fr", "abri") == ["abri"]


def test_decomposed_accents_are_the_same_letters() -> None:
    text = unicodedata.normalize("NFD", "les réfugiées évacuées")
    assert found(text, "fr", "réfugié évacué") == [text.removeprefix("les ")]


def test_the_words_of_a_parent_locale_serve_its_children() -> None:
    index = TermIndex([concept(fr="abri")], Locale("fr_CA"))
    assert index.find(md("un abri"))
    assert not TermIndex([concept(zh="避难所")], Locale("zh_Hant")).find(md("避难所"))
    assert TermIndex([concept(zh="避难所")], Locale("zh_Hans_SG")).find(md("避难所"))


TERMS = ("abri", "personne déplacée", "déplacée", "OIM", "l’état civil", "人口", "a b")


@given(msgstrs | st.lists(st.sampled_from([*TERMS, " ", "s ", "**", "`", "d’"])).map("".join))
def test_occurrences_are_spans_in_order_clear_of_placeables(text: str) -> None:
    for locale in ("fr", "en", "zh", "de"):
        index = TermIndex([concept(**{locale: term}) for term in TERMS] + [kept("Europol")], FR)
        last = 0
        for start, end in sorted({each.span for each in index.find(md(text))}):
            assert last <= start < end <= len(text)
            last = end
            assert all(end <= each.start or each.end <= start for each in read(md(text)).placeables)


@given(st.lists(st.sampled_from("les abris, mots 12 — « (".split()), max_size=6))
def test_a_term_that_stands_there_is_found(words: Sequence[str]) -> None:
    text = " ".join([*words, "personne déplacée", *words])
    assert "personne déplacée" in found(text, "fr", "personne déplacée", "abri")


# Source and translation

GLOSSARY = Glossary(
    (
        concept(fr="traite; traite des personnes", en="trafficking", en_forbidden="treaty; draft"),
        concept(fr="clandestin", en="irregular migrant", en_forbidden="illegal migrant"),
        concept(fr="bureau", en="office"),
        concept(fr="bureau", en="desk"),
        concept(en_forbidden="crippled", note="people are disabled, not crippled"),
        concept(fr="Internet", en="Internet", en_forbidden="internet"),
        concept(fr="abri", en="shelter", en_admitted="refuge", zh="避难所", zh_forbidden="避难处"),
        concept(fr="OIM", en="IOM", en_forbidden="MIO"),
        concept(fr="mot sans traduction"),
        kept("Europol"),
    )
)
TERMINOLOGY = Terminology(GLOSSARY)


def verdicts(msgid: str, msgstr: str, source: Locale = FR, target: Locale = EN) -> list[str]:
    result = []
    for each in TERMINOLOGY.compare(md(msgid), source, md(msgstr), target):
        if isinstance(each, Omission):
            result.append(f"lacks {each.wanted[0].text}")
        else:
            assert isinstance(each, Misuse)
            start, end = each.found.span
            result.append(f"says {msgstr[start:end]} → {each.fix}")
    return result


@pytest.mark.parametrize(
    ("msgid", "msgstr", "expected"),
    [
        ("La traite.", "Trafficking.", []),
        ("La traite.", "Traffickers.", []),
        ("La traite.", "Slavery.", ["lacks trafficking"]),
        ("La traite.", "The treaty.", ["says treaty → The trafficking."]),
        ("La traite.", "A treaty on trafficking", ["says treaty → A trafficking on trafficking"]),
        ("La traite.", "Two treaties.", ["says treaties → None"]),
        ("Un traité.", "A treaty.", []),
        ("Un clandestin", "An illegal migrant", ["says illegal migrant → An irregular migrant"]),
        ("Le bureau", "The desk", []),
        ("Le bureau", "The office", []),
        ("Le bureau", "The room", ["lacks office"]),
        ("Infirme", "Crippled", ["says Crippled → None"]),
        ("Internet", "internet", ["says internet → Internet"]),
        ("Internet", "Internet", []),
        ("Un abri", "A refuge", []),
        ("L’OIM", "The MIO", ["says MIO → The IOM"]),
        ("Un mot sans traduction", "Nothing", []),
        ("Avec Europol", "With EuroPol", ["lacks Europol"]),
        ("Avec Europol", "With Europol", []),
        ("Rien", "", []),
    ],
)
def test_what_a_translation_is_told(msgid: str, msgstr: str, expected: list[str]) -> None:
    assert verdicts(msgid, msgstr) == expected


def test_chinese_translations() -> None:
    assert verdicts("Des abris", "避难所", target=ZH) == []
    assert verdicts("Des abris", "避难处很多", target=ZH) == ["says 避难处 → 避难所很多"]
    assert verdicts("避难所", "Un abri", ZH, FR) == []
    assert verdicts("避难所", "Une tente", ZH, FR) == ["lacks abri"]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("A refuge.", "A shelter."),
        ("Refuge", "Shelter"),
        ("REFUGE", "REFUGE"),
        ("Refuges", "Refuges"),
        ("A refuge or shelter", "A refuge or shelter"),
        ("A coat.", "A coat."),
        ("`refuge`", "`refuge`"),
    ],
)
def test_drafts_are_corrected_only_where_that_is_sure(draft: str, expected: str) -> None:
    assert TERMINOLOGY.corrected(md("Un abri"), FR, md(draft), EN) == expected


def test_a_replacement_never_leaves_a_wrong_article() -> None:
    glossary = Glossary((concept(fr="abri", en="shelter", en_admitted="asylum"),))
    terms = Terminology(glossary)
    assert terms.corrected(md("Un abri"), FR, md("An asylum"), EN) == "An asylum"
    assert terms.corrected(md("Un abri"), FR, md("The asylum"), EN) == "The shelter"
    french = Terminology(Glossary((concept(en="shelter", fr="refuge", fr_admitted="cachette"),)))
    assert french.corrected(md("A shelter"), EN, md("Une cachette"), FR) == "Une cachette"


def test_the_preferred_term_of_a_homonym_stays() -> None:
    homonyms = (
        concept(fr="bureau", en="office", en_admitted="desk"),
        concept(fr="bureau", en="desk"),
    )
    assert (
        Terminology(Glossary(homonyms)).corrected(md("Un bureau"), FR, md("A desk"), EN) == "A desk"
    )


def test_what_is_kept() -> None:
    text = "Europol, l’Europol et Europolis ; [Europol](https://europol.org)"
    spans = TERMINOLOGY.kept(md(text), FR)
    assert [text[start:end] for start, end in spans] == ["Europol"] * 3
    assert TERMINOLOGY.kept(md("与Europol合作"), ZH) == ((1, 8),)


@pytest.mark.parametrize(
    ("markup", "text", "expected"),
    [
        ("markdown", "`Europol` <Europol> <code>Europol</code>", ["Europol"]),
        ("html", "`Europol` < Europol <code>Europol</code>", ["Europol"] * 2),
        ("html", '<a href="Europol" title="Europol">x</a>', []),
        ("text", "`Europol` <Europol> <code>Europol</code>", ["Europol"] * 3),
        ("text", "https://example.org/Europol", []),
    ],
)
def test_only_what_is_markup_in_a_message_hides_a_term(
    markup: Markup, text: str, expected: list[str]
) -> None:
    index = TERMINOLOGY.index(FR)
    assert [text[each.start : each.end] for each in index.find(Text(text, markup))] == expected
    assert [text[start:end] for start, end in TERMINOLOGY.kept(Text(text, markup), FR)] == expected


def test_source_and_translation_are_read_as_what_they_are() -> None:
    drafts: dict[Markup, str] = {"markdown": "A `refuge`", "text": "A `shelter`"}
    for markup, draft in drafts.items():
        texts = Text("Un abri", markup), Text("A `refuge`", markup)
        assert TERMINOLOGY.corrected(texts[0], FR, texts[1], EN) == draft
    told = {
        markup: [*TERMINOLOGY.compare(Text("Un `abri`", markup), FR, Text("A tent", markup), EN)]
        for markup in MARKUPS
    }
    assert {markup: len(found) for markup, found in told.items()} == {
        "markdown": 0,
        "html": 1,
        "text": 1,
    }


@given(msgstrs, msgstrs)
def test_a_fix_is_no_longer_found_fault_with(msgid: str, msgstr: str) -> None:
    text = f"{msgstr} illegal migrant {msgstr}"
    for each in TERMINOLOGY.compare(md(f"{msgid} clandestin"), FR, md(text), EN):
        if isinstance(each, Misuse) and each.fix is not None:
            start, end = each.found.span
            assert each.fix.startswith(text[:start])
            assert each.fix.endswith(text[end:])
