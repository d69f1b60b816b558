"""The shipped tables of names, and what rules make of them beside a project's glossary."""

from __future__ import annotations

from typing import get_args

import pytest
from babel import Locale as Cldr

from workflow.checks.gazetteer import Table, fold, gazetteer, is_acronym, known, related

LANGUAGES = ("fr", "en", "zh")
SCRIPTS = ("fr", "en", "zh_Hans", "zh_Hant")


@pytest.mark.parametrize("table", get_args(Table))
def test_every_name_of_a_table_is_found_where_it_stands(table: Table) -> None:
    for number, each in known(table).items():
        for script in SCRIPTS:
            assert each.names[script], (number, script)
            for name in each.names[script]:
                text = name.removeprefix("~")
                if len(text) == 1:  # found beside another alone: 中法
                    continue
                between = f"（{text}）" if script.startswith("zh") else f"– {text} –"
                found = gazetteer(table, script[:2]).find(between)
                assert any(number in mention.ids for mention in found), (number, text)
                assert all(between[m.start : m.end] == m.text for m in found if "." not in text)


def test_there_are_three_hundred_organisations_each_part_of_one_that_is_there() -> None:
    organisations = known("organisations")
    assert len(organisations) >= 300
    for number in organisations:
        whole, _, part = number.rpartition("/")
        assert not part or not whole or whole in organisations, number


def test_countries_have_the_names_of_cldr() -> None:
    cldr = {script: Cldr.parse(script).territories for script in SCRIPTS}
    for number in (each for each in known("places") if "/" not in each and len(each) == 2):
        for script in SCRIPTS:
            name = cldr[script].get(number)
            if name is None or number in {"HK", "MO"} or "(" in name or " - " in name:
                continue
            name = name.replace("'", "’").replace("&", "and")
            names = {each.removeprefix("~") for each in known("places")[number].names[script]}
            assert name in names, (number, name)


@pytest.mark.parametrize(
    ("language", "text", "ids"),
    [
        ("en", "It helped us, says the U.S. envoy", {"US"}),
        ("en", "a guinea pig from Guinea-Bissau", {"GW"}),
        ("en", "The Democratic Republic of the Congo", {"CD"}),
        ("fr", "le président chinois et un cochon d’Inde", {"CN"}),
        ("fr", "Elle reste en CÔTE D’IVOIRE", {"CI"}),
        ("zh", "印度尼西亚和印度洋", {"ID"}),
        ("zh", "中法关系", {"CN", "FR"}),
        ("zh", "中午的法院", set()),
        ("zh", "马里奥", set()),
    ],
)
def test_the_longest_name_counts(language: str, text: str, ids: set[str]) -> None:
    found = gazetteer("places", language).find(text)
    assert {each for mention in found for each in mention.ids} == ids


def test_acronyms_are_told_from_words() -> None:
    found = gazetteer("organisations", "en").find("Who is the head of WHO and of the Unesco?")
    assert [mention.text for mention in found] == ["WHO", "Unesco"]
    assert is_acronym("AfDB") and not is_acronym("Interpol")
    assert fold("Évêque Cœur") == "eveque coeur"


def test_a_part_is_related_to_its_whole_alone() -> None:
    assert related("un/who", "un") and related("CN", "CN/Beijing")
    assert not related("un/who", "un/ilo") and not related("un", "unasur")
