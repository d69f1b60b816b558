"""The rules on English, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks import english, english_dialect
from workflow.checks.rule import Example, Rule
from workflow.model import Severity
from workflow.model.phrase import phrase

_ENGLISH: Final = frozenset({"en"})

ENGLISH_RULES: Final = (
    Rule(
        "en-quotes",
        Severity.WARNING,
        phrase("English: quotation marks and apostrophes"),
        phrase(
            "straight quotation marks and apostrophes (feet and inches apart), marks of other "
            "languages (`« »`, `„`), ones that are turned the wrong way, spaces inside; in one "
            "article both `“ ”` and `‘ ’` outside; for `en-US` single ones outside, and a comma or "
            "point after the closing mark; `it’s` for what belongs to it, and apostrophes that are "
            "missing (`dont`, `womens`)"
        ),
        "New Hart’s Rules, 9; The Chicago Manual of Style, 6.9 and 13.30",
        of_document=english.check_quotes,
        of_source=english.quotes_of_source,
        languages=_ENGLISH,
        wrong=(
            Example("Il dit : « Non. »", 'He says: "No."', fixed="He says: “No.”"),
            Example("他说：“不。”", "It's «no».", "zh-en", fixed="It’s “no”."),
            Example(
                "Un « non » ferme", "A firm “no”, he said", "fr-en_US", fixed="A firm “no,” he said"
            ),
            Example("It's late.\n", pair="en-fr"),
        ),
        right=(
            Example("Il dit : « Non. »", "He says: “No.”"),
            Example("Il mesure 1,78 m.", "He is 5'10\" tall, as in the ’90s."),
            Example("他的`a's`", "His `a's`", "zh-en"),
            Example("It’s late.\n", pair="en-fr"),
        ),
    ),
    Rule(
        "en-spaces",
        Severity.WARNING,
        phrase("English: spaces and marks"),
        phrase(
            "a space before `; : ! ? , . ) %`, after `(` or before an apostrophe, two spaces, no "
            "space after a mark, spaces in figures (`35 000 people`) and after `€`, `20€`, "
            "full-width marks among letters"
        ),
        "New Hart’s Rules, 4",
        of_message=english.check_spaces,
        of_source=english.spaces_of_source,
        languages=_ENGLISH,
        wrong=(
            Example("Qui vient ?", "Who comes\u00a0?", fixed="Who comes?"),
            Example("他来了，走了。", "He came,saw，left.", "zh-en", fixed="He came, saw, left."),
            Example("Who comes ?\n", pair="en-zh"),
        ),
        right=(
            Example("Il attend… puis part.", "He waits ... then leaves at 9:30."),
            Example("Le(s) fichier(s) :)", "The file(s) of example.org :)"),
            Example("Who comes?\n", pair="en-zh"),
        ),
    ),
    Rule(
        "en-dashes",
        Severity.WARNING,
        phrase("English: dashes"),
        phrase(
            "hyphens in the place of a dash (` - `, `--`), two kinds of dashes for asides in one "
            "article, ranges of numbers with a hyphen (note)"
        ),
        "The Chicago Manual of Style, 6.75–6.94; New Hart’s Rules, 4.11",
        of_document=english.check_dashes,
        of_source=english.dashes_of_source,
        languages=_ENGLISH,
        wrong=(
            Example(
                "Le plan – le sien – tient.",
                "The plan - his own - holds.",
                fixed="The plan – his own – holds.",
            ),
            Example("他来了——迟了。", "He came--late.", "zh-en", fixed="He came—late."),
            Example("The plan -- his own -- holds.\n", pair="en-fr"),
        ),
        right=(
            Example("Le plan – le sien – tient.", "The plan – his own – holds."),
            Example("Lancez `a -- b`", "Run `a -- b`, a well-known line: Paris - Lyon"),
            Example("5 - 3 = 2", "5 - 3 = 2", "zh-en"),
        ),
    ),
    Rule(
        "en-capitals",
        Severity.WARNING,
        phrase("English: capitals"),
        phrase(
            "days, months, languages, peoples, countries and towns in small letters, `i` for a "
            "person, and a sentence that begins with a small letter where its source has a "
            "capital; iPhone, eBay, code and lists are allowed"
        ),
        "New Hart’s Rules, 5; The Chicago Manual of Style, 8",
        of_message=english.check_capitals,
        of_source=english.capitals_of_source,
        languages=_ENGLISH,
        rewords=True,
        wrong=(
            Example("Fermé lundi.", "Closed on monday.", fixed="Closed on Monday."),
            Example("他说法语。", "He speaks french.", "zh-en", fixed="He speaks French."),
            Example("Il viendra.", "he will come.", fixed="He will come."),
            Example("We met on tuesday.\n", pair="en-fr"),
        ),
        right=(
            Example("Des frites", "They march on; french fries on fine china."),
            Example("Les ventes d’iPhone montent.", "iPhone sales are up."),
            Example("见`monday`。", "See `monday`.", "zh-en"),
            Example("We met on Tuesday.\n", pair="en-fr"),
        ),
    ),
    Rule(
        "en-article",
        Severity.WARNING,
        phrase("English: a and an"),
        phrase(
            "`a` before a vowel that is heard, `an` before a consonant (`a apple`, `an one-hour "
            "course`); *hour*, *honest*, *university*, *European* and acronyms go by their sound"
        ),
        "New Hart’s Rules, 21.5",
        of_message=english.check_articles,
        of_source=english.articles_of_source,
        languages=_ENGLISH,
        rewords=True,
        wrong=(
            Example("Une pomme", "A apple", fixed="An apple"),
            Example("一小时的课", "An one-hour course", "zh-en", fixed="A one-hour course"),
            Example("It is a old bridge.\n", pair="en-fr"),
        ),
        right=(
            Example("Une heure", "An hour, a university, a European, a one-off, an MP, a UN body"),
            Example("维生素A", "Vitamin a and others", "zh-en"),
            Example("It is an old bridge.\n", pair="en-fr"),
        ),
    ),
    Rule(
        "en-dialect",
        Severity.WARNING,
        phrase("English: British and American spelling"),
        phrase(
            "a word that is spelt as in the other English than the profile’s (`color` in `en-GB`); "
            "where none is chosen, both in one article; -ise and -ize in one article. Names and "
            "quotations keep their own"
        ),
        "SCOWL (word lists); New Hart’s Rules, 3.2",
        of_document=english_dialect.check_dialect,
        of_source=english_dialect.dialect_of_source,
        languages=_ENGLISH,
        rewords=True,
        wrong=(
            Example(
                "Une couleur grise", "A grey color, a favourite", fixed="A grey colour, a favourite"
            ),
            Example("我们组织。", "We organise the theater.", "zh-en"),
            Example(
                "Le centre", "The center is closed.", "fr-en_GB", fixed="The centre is closed."
            ),
            Example("The colours of the center\n", pair="en-fr"),
        ),
        right=(
            Example("L’OMS s’organise.", "The World Health Organization is organised."),
            Example("Le centre", "The centre is closed, and organized.", "fr-en_GB"),
            Example("我们组织。", "We organize the color.", "zh-en"),
            Example("The colours of the centre\n", pair="en-fr"),
        ),
    ),
)
