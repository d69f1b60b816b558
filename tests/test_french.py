"""French typography: what is corrected by profile, and what holds of all corrections."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.labels import pairs_of
from workflow.inline.corrections import Correction, corrected
from workflow.inline.french import SCANS, french_corrections, likely
from workflow.inline.french_titles import title_case
from workflow.inline.prose import veil
from workflow.model import Locale, Profile, Text
from workflow.model.profile import profile_of

N, T = "\u00a0", "\u202f"
KEEP_LETTERS = {"fr-spaces", "fr-quotes", "fr-apostrophe", "fr-dashes", "fr-numbers"}
PIECES = (
    "a", "l", "d", "Etat", "A", "école", "mot", "Paris", " ", N, T, "  ", "'", "’", '"', "“", "”",
    "«", "»", "‘", "!", "?", ":", ";", ",", ".", "...", "…", "(", ")", "-", " - ", "—", "–", "1",
    "12", "000", "3.2", "%", "€", "$", "km", "ème", "XX", "etc", "Mr", "H", "\n", "，", "？",
    "《", "》", "&nbsp;", "*", "`x`", "[a](b)",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
PROFILES = st.sampled_from(["fr-FR", "fr-CH", "fr-CA"])


LINES = tuple(each.target for each in pairs_of("seen") if each.pair.endswith("-fr"))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def mended(line: str, profile: Profile = "fr-FR") -> str:
    return corrected(line, french_corrections(line, profile))


@pytest.mark.parametrize(
    ("profile", "line", "better"),
    [
        ("fr-FR", "Oui ! Non? Si: «mot» ; fin", f"Oui{T}! Non{T}? Si{N}: «{N}mot{N}»{T}; fin"),
        ("fr-CH", "Oui ! Non? Si: «mot»", f"Oui{T}! Non? Si: «{T}mot{T}»"),
        ("fr-CA", f"Oui ! Non? Si: «mot»{N};", f"Oui! Non? Si{N}: «{N}mot{N}»;"),
        ("fr-FR", "12'400 euros", f"12{T}400 euros"),
        ("fr-CH", "12'400 euros", "12'400 euros"),
        ("fr-FR", "à 14.30 heures", "à 14,30 heures"),
        ("fr-CH", "à 14.30, salle 3", "à 14.30, salle 3"),
        ("fr-FR", "€1,250.50 ou $40", f"1{T}250,50{N}€ ou 40{N}$"),
        ("fr-FR", "Il dit: \"C'est l'heure\".", f"Il dit{N}: «{N}C’est l’heure{N}»."),
        ("fr-FR", f'«{N}Il dit "non"{N}»', f"«{N}Il dit “non”{N}»"),
        ("fr-FR", "Où？Là，dit-il。", f"Où{T}? Là, dit-il."),
    ],
)
def test_each_country_has_its_own(profile: Profile, line: str, better: str) -> None:
    assert mended(line, profile) == better
    assert not french_corrections(better, profile)


@given(TEXTS, PROFILES)
@example("a : : b", "fr-FR")
def test_corrections_are_disjoint_and_made_once(value: str, profile: Profile) -> None:
    line = veil(Text(value, "markdown")).line
    found = french_corrections(line, profile)
    assert ordered(found)
    better = mended(line, profile)
    for _ in range(4):  # what stood in another's way is corrected after it
        better = mended(better, profile)
    assert mended(better, profile) == better


def ordered(found: Sequence[Correction]) -> bool:
    return all(a.end <= b.start for a, b in pairwise(found))


@given(TEXTS, PROFILES)
def test_marks_change_neither_letters_nor_figures_nor_what_is_kept(
    value: str, profile: Profile
) -> None:
    veiled = veil(Text(value, "markdown"))
    found = [each for each in french_corrections(veiled.line, profile) if each.rule in KEEP_LETTERS]
    better = corrected(veiled.line, found)
    assert letters(better) == letters(veiled.line)
    kept = [each for each in veiled.line if each >= "\U000f0000"]
    assert [each for each in better if each >= "\U000f0000"] == kept


def test_good_sentences_are_left_and_bad_ones_mended_for_good() -> None:
    for pair in pairs_of("seen"):
        target = pair.pair.partition("-")[2]
        profile = profile_of(Locale(target))
        if not target.startswith("fr") or profile is None or not pair.place.startswith("seen/fr"):
            continue
        line = veil(Text(pair.target.replace("\\n", "\n"), "markdown")).line
        found = [each for each in french_corrections(line, profile) if not each.minor]
        if not pair.expect:
            assert not found, pair
        better = mended(mended(line, profile), profile)
        assert not [each for each in french_corrections(better, profile) if not each.minor], pair


@pytest.mark.parametrize(
    "title",
    [
        "Questions à Amadou Hampâté Bâ, Marie Curie et Lu Xun",
        "Le Havre, La Rochelle et Le Mans",
        "La Croix-Rouge au Soudan du Sud",
        "ACCUEIL ET INFORMATIONS",
        "Le Monde, Le Figaro et Libération",
        "Le Petit Prince en tournée",
        "Rapport annuel de la Cour européenne des droits de l’homme",
    ],
)
def test_names_keep_their_capitals_in_titles(title: str) -> None:
    assert not list(title_case(title))


def test_a_title_has_small_letters_again() -> None:
    title = "Comment Préparer Un Rapport De Terrain"
    assert corrected(title, list(title_case(title))) == "Comment préparer un rapport de terrain"


@given(
    st.sampled_from(LINES),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from(PIECES))),
    PROFILES,
)
def test_a_scan_that_is_passed_over_has_nothing_to_say(
    line: str, changes: list[tuple[int, str]], profile: Profile
) -> None:
    for place, piece in changes:
        at = place % (len(line) + 1)
        line = f"{line[:at]}{piece}{line[at + 1 :]}"
    line = veiled(line)
    every, some = (
        {f for each in scans for f in each.look(line, profile)} for scans in (SCANS, likely(line))
    )
    assert every == some


ORACLE = """
import json, sys, grammalecte
engine = grammalecte.GrammarChecker("fr").getGCEngine()
for line in sys.stdin:
    print(json.dumps([each["sType"] for each in engine.parse(line.rstrip("\\n"), "FR")]))
"""
"""Grammalecte, in the Python of the system: prints what kinds of faults each line has."""


def test_where_grammalecte_misses_a_space_or_an_apostrophe_so_do_we() -> None:
    python = Path("/usr/bin/python3")
    if not Path("/usr/lib/python3/dist-packages/grammalecte").exists() or not python.exists():
        pytest.skip("python3-grammalecte is not installed")
    wrong = [
        pair.target
        for pair in pairs_of("seen")
        if pair.pair.endswith("-fr") and any(name.startswith("fr-") for name in pair.expect)
    ]
    told = subprocess.run(
        [python, "-c", ORACLE], input="\n".join(wrong), capture_output=True, text=True, check=True
    ).stdout.splitlines()
    kinds = {line: set(json.loads(said)) for line, said in zip(wrong, told, strict=True)}
    faulty = [line for line, said in kinds.items() if said & {"nbsp", "apos"}]
    assert len(faulty) > 20
    assert [each for each in faulty if not french_corrections(veiled(each), "fr-FR")] == []


def veiled(text: str) -> str:
    return veil(Text(text.replace("\\n", "\n"), "markdown")).line
