"""The rules on names and terms, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks.acronyms import check_acronyms
from workflow.checks.namings import in_translation, names_in
from workflow.checks.rule import Example, Rule
from workflow.model import Severity
from workflow.model.phrase import phrase

NAMING_RULES: Final = (
    Rule(
        "organisations",
        Severity.WARNING,
        phrase("Another organisation"),
        phrase(
            "an international organisation, court, bank or treaty in the place of another; its "
            "acronym in the source's language (`OIM` in English); a name that is none of its. "
            "What the project's [glossary](glossary.md) has a term for is the glossary's matter"
        ),
        "UNTERM; IATE",
        of_document=in_translation(names_in("organisations")),
        languages=frozenset({"fr", "en", "zh"}),
        wrong=(
            Example("L’OIM recrute.", "The OIM is hiring."),
            Example("L’OIM recrute.", "国际移动组织正在招聘。", "fr-zh"),
            Example("The WHO is hiring.", "L’OMC recrute.", "en-fr"),
        ),
        right=(
            Example("L’OIM recrute.", "The International Organization for Migration is hiring."),
            Example("L’OMS recrute.", "世卫组织正在招聘。", "fr-zh"),
            Example("The WHO says it is hiring.", "L’organisation dit recruter.", "en-fr"),
            Example("L’OIM recrute.", "The OIM is hiring.", terms=(("OIM", "OIM"),)),
        ),
    ),
    Rule(
        "countries",
        Severity.WARNING,
        phrase("Another country or city"),
        phrase(
            "a country, region or city, or its people, in the place of another (Austria for "
            "Australia); its name in the source's language (`Allemagne` in English)"
        ),
        "CLDR, territories",
        of_document=in_translation(names_in("places")),
        languages=frozenset({"fr", "en", "zh"}),
        wrong=(
            Example("L’Autriche a voté.", "Australia has voted."),
            Example("Genève est grande.", "热那亚很大。", "fr-zh"),
            Example("Germany has voted.", "Germany a voté.", "en-fr"),
        ),
        right=(
            Example("La Birmanie a voté.", "Myanmar has voted."),
            Example("Un cochon d’Inde", "A guinea pig"),
            Example("La Chine et les États-Unis", "中美两国", "fr-zh"),
            Example("Britain and the US have voted.", "英国和美国已投票。", "en-zh"),
        ),
    ),
    Rule(
        "acronyms",
        Severity.WARNING,
        phrase("Another acronym"),
        phrase(
            "capitals of the source with another letter or digit (`COP28`, `COP27`), in small "
            "letters, or left in the source's language (`VIH` in English)"
        ),
        "Chicago Manual of Style, 10",
        of_document=in_translation(check_acronyms),
        languages=frozenset({"fr", "en", "zh"}),
        wrong=(
            Example("La COP28 s’ouvre.", "COP27 opens."),
            Example("L’INRAE publie.", "INREA公布数据。", "fr-zh"),
            Example("The HIV rate falls.", "Le taux de HIV recule.", "en-fr"),
        ),
        right=(
            Example("La COP28 s’ouvre.", "第二十八届气候大会开幕。", "fr-zh"),
            Example("The HIV rate falls.", "Le taux de VIH recule.", "en-fr"),
            Example("Le SAMU arrive.", "An ambulance is coming."),
        ),
    ),
)
