"""The rules on figures, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks import numeric
from workflow.checks.rule import Example, Rule
from workflow.model import Severity
from workflow.model.phrase import phrase

NUMERIC_RULES: Final = (
    Rule(
        "numbers",
        Severity.WARNING,
        phrase("Another number"),
        phrase(
            "a number, fraction, multiple or ordinal in the place of another, in digits or words, "
            "across locales (`3,2 millions`, `3.2 million`, `320万`; `une trentaine`, `thirty`, "
            "`三十`; `un sur cinq`, `五分之一`); one in digits that only one of the texts has; two "
            "that are exchanged beside words that both texts have; a decimal comma in English"
        ),
        "CLDR, numbers",
        of_message=numeric.check("numbers"),
        wrong=(
            Example("Le sentier fait 27 km.", "The path is 72 km long."),
            Example("Une trentaine d’élèves", "二十名学生", "fr-zh"),
            Example("Sales have tripled.", "Les ventes ont doublé.", "en-fr"),
            Example("人口增加了两倍。", "The population has doubled.", "zh-en"),
            Example("Un mur de 3,2 mètres", "A wall of 3,2 metres"),
            Example("30 % en France et 20 % en Italie", "20% in France and 30% in Italy"),
            Example("男生有12名，女生有15名。", "Il y a 15 garçons et 12 filles.", "zh-fr"),
        ),
        right=(
            Example("3,2 millions de personnes", "320万人", "fr-zh"),
            Example("Une trentaine d’élèves", "About thirty pupils"),
            Example("One child in five", "五分之一的儿童", "en-zh"),
            Example("这件事十分重要。", "C’est très important.", "zh-fr"),
            Example("trois jours", "3 days"),
            Example("30 % en France et 20 % en Italie", "20% in Italy and 30% in France"),
            Example("男生有12名，女生有15名。", "Il y a 15 filles et 12 garçons.", "zh-fr"),
        ),
    ),
    Rule(
        "dates",
        Severity.WARNING,
        phrase("Another date or time"),
        phrase(
            "a day, month, year, weekday or time of day in the place of another; a date that "
            "cannot be (`31 avril`, `30 February`), or whose weekday is another, in translations "
            "and in articles as they are written"
        ),
        "CLDR, dates; ISO 8601-1",
        of_message=numeric.check_dates,
        of_source=numeric.dates_of_source,
        wrong=(
            Example("Le mardi 14 mars", "Tuesday 15 March"),
            Example("The bus leaves at 2:30 p.m.", "Le bus part à 12 h 30.", "en-fr"),
            Example("Every Monday", "每周二", "en-zh"),
            Example("Fermé le 31 avril.\n"),
            Example("The party is on Monday, 14 March 2026.\n", pair="en-fr"),
            Example("会议于2月30日举行。\n", pair="zh-fr"),
        ),
        right=(
            Example("Le 14 mars à 14 h 30", "2:30 p.m. on 14 March"),
            Example("In the 1980s", "Dans les années 80", "en-fr"),
            Example("每周三次", "three times a week", "zh-en"),
            Example("The party is on Saturday, 14 March 2026.\n", pair="en-fr"),
        ),
    ),
    Rule(
        "units",
        Severity.WARNING,
        phrase("Another unit"),
        phrase(
            "the source’s figure with another unit (`27 km` → `27 miles`, `公顷` → `亩`); one that "
            "was converted (note)"
        ),
        "CLDR, units",
        of_message=numeric.check("units"),
        wrong=(
            Example("Le sentier fait 27 km.", "The path is 27 miles long."),
            Example("12 hectares de blé", "12亩小麦", "fr-zh"),
            Example("A wall two feet high", "Un mur de deux mètres", "en-fr"),
        ),
        right=(
            Example("Le sentier fait 27 km.", "The path is 27 kilometres long."),
            Example("in 48 hours", "两天内", "en-zh"),
        ),
    ),
    Rule(
        "money",
        Severity.WARNING,
        phrase("Another currency"),
        phrase("the source’s amount in another currency (`5 €` → `$5`, `美元` → `元`)"),
        "CLDR, currencies; ISO 4217",
        of_message=numeric.check("money"),
        wrong=(
            Example("L’entrée coûte 5 €.", "Admission is $5."),
            Example("It costs 40 dollars.", "价格为40元。", "en-zh"),
            Example("价格为40元。", "Cela coûte 40 euros.", "zh-fr"),
        ),
        right=(
            Example("L’entrée coûte 5 €.", "Admission is €5."),
            Example("It costs 40 yuan.", "价格为40元。", "en-zh"),
        ),
    ),
    Rule(
        "percent",
        Severity.WARNING,
        phrase("Another percentage"),
        phrase(
            "a percentage that has become points, thousandths or a plain number, or the other way "
            "about"
        ),
        "CLDR, numbers",
        of_message=numeric.check("percent"),
        wrong=(
            Example("Une hausse de 2 points de pourcentage", "A rise of 2%"),
            Example("A rise of 5%", "上涨5‰", "en-zh"),
            Example("40 per cent of all messages", "40 messages", "en-fr"),
        ),
        right=(
            Example("Une hausse de 2 points", "上升2个百分点", "fr-zh"),
            Example("全场八折", "20% off", "zh-en"),
        ),
    ),
)
