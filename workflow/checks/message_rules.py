"""The rules on translations that keep a page from breaking, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks.carried import check_active, check_markup, check_placeables
from workflow.checks.line_breaks import check_line_breaks, check_line_ends
from workflow.checks.rule import Example, Needs, Rule
from workflow.checks.translations import (
    check_empty,
    check_glossary,
    check_same_as_source,
    check_structure,
)
from workflow.inline.pattern import MARKS
from workflow.model import Severity
from workflow.model.phrase import phrase

_MARKED: Final = Needs(f"{MARKS}(", f"{MARKS}(")
_ADDRESSED: Final = Needs(f"{MARKS}(.", f"{MARKS}(.")

MESSAGE_RULES: Final = (
    Rule(
        "empty",
        Severity.ERROR,
        phrase("A translation of nothing"),
        phrase("a translation of nothing but white space: readers would find a hole in the page"),
        "gettext manual, “The Format of PO Files”",
        of_message=check_empty,
        wrong=(Example("Bonjour à tous", " "), Example("大家好", "\u00a0", "zh-fr")),
        right=(Example("Bonjour à tous", "Hello, everybody"), Example(" ", " ")),
    ),
    Rule(
        "line-ends",
        Severity.ERROR,
        phrase("A line end at one end alone"),
        phrase(
            "a translation that begins or ends with a line end (`\\n`) where its source does not, "
            "or the other way round: `msgfmt` refuses the catalogue for it"
        ),
        "gettext manual, “Invoking the msgfmt Program”, --check-format",
        of_message=check_line_ends,
        needs=Needs("\n", "\n"),
        wrong=(
            Example("Une ligne.", "One line.\n", fixed="One line."),
            Example("\nOne line.\n", "一行。", "en-zh", fixed="\n一行。\n"),
        ),
        right=(Example("Une ligne.\n", "One line.\n"), Example("Une ligne.", "One line.")),
    ),
    Rule(
        "line-breaks",
        Severity.ERROR,
        phrase("Line breaks"),
        phrase(
            "a backslash that readers would see, such as the `\\n` or `\\\\` that some editors and "
            "tables leave where a line was to break; another number of line breaks than the "
            "source has (warning). Both come with a fix where one is certain"
        ),
        "CommonMark 0.31.2, 6.7",
        of_message=check_line_breaks,
        needs=Needs("\n", "\n\\"),
        rewords=True,  # the n of a typed \\n
        wrong=(
            Example(
                "Musée de la mer\\\n2, quai du Port",
                "Museum of the sea\\n2 quai du Port",
                fixed="Museum of the sea\\\n2 quai du Port",
            ),
            Example("Ouvert le lundi", "周一\\n开放", "fr-zh", fixed="周一开放"),
        ),
        right=(
            Example("Musée de la mer\\\n2, quai du Port", "海洋博物馆\\\n港口堤岸2号", "fr-zh"),
            Example("Lancez `cp a\\nb`", "Run `cp a\\nb`"),
        ),
    ),
    Rule(
        "same-as-source",
        Severity.WARNING,
        phrase("The source’s own text"),
        phrase(
            "a translation that is the source’s text, names and numbers apart; one word alone in "
            "French or English (note)"
        ),
        "Weblate, “Unchanged translation”",
        of_message=check_same_as_source,
        wrong=(
            Example("La mairie est fermée", "La mairie est fermée"),
            Example("The town hall is closed", "The town hall is closed", "en-zh"),
        ),
        right=(
            Example("Contact", "Contact"),
            Example("Le Monde", "Le Monde", "fr-zh"),
            Example("*À la recherche du temps perdu*", "*À la recherche du temps perdu*"),
            Example("2026", "2026"),
            Example("3.5 kg", "3.5 kg", "en-zh"),
        ),
    ),
    Rule(
        "placeables",
        Severity.ERROR,
        phrase("What has to be carried over"),
        phrase(
            "an address, code, tag, footnote mark, shortcode, e-mail address, telephone number or "
            "placeholder that is lost, added or mistyped; another site in a sentence "
            "(`example.cn`, `example.com`), an address that is an example, `http` for `https` "
            "(warnings); a page in the translation’s language (`/en/`, `/fr/`; `en.wikipedia.org`, "
            "`zh.wikipedia.org`) may stand for the source’s"
        ),
        "XLIFF 2.1, 4.7",
        of_message=check_placeables,
        needs=_ADDRESSED,
        rewords=True,
        wrong=(
            Example(
                "Voir le [site](https://example.org/guide)",
                "See the [site](https://exmple.org/guide)",
                fixed="See the [site](https://example.org/guide)",
            ),
            Example("{count} fichiers", "{nombre} 个文件", "fr-zh"),
            Example(
                "Un <strong>grand</strong> pas",
                "A <strng>great</strng> step",
                fixed="A <strong>great</strong> step",
            ),
            Example(
                "请访问www.example.cn了解详情。",
                "Consultez www.example.com pour en savoir plus.",
                "zh-fr",
                fixed="Consultez www.example.cn pour en savoir plus.",
            ),
            Example(
                "Voir https://example.org/guide avant midi.",
                "See https://exam ple.org/guide before noon.",
                fixed="See https://example.org/guide before noon.",
            ),
            Example("Tél. 01 99 00 12 34", "Tel. 01 99 00 12 43 5"),
        ),
        right=(
            Example("Read it at en.example.org", "À lire sur fr.example.org", "en-fr"),
            Example("Voir https://docs.example.org/", "见https://docs.example.org/zh", "fr-zh"),
            Example("Open http://address:port", "Ouvrez http://adresse:port", "en-fr"),
            Example("Your emails", "a@example.org, b@example.org", "en-fr"),
            Example("Tél. +33 1 99 00 12 34", "Tel. +33 199 001 234"),
            Example("Tél. 01 99 00 12 34", "Tel. +33 1 99 00 12 34"),
            Example("Write to you@example.org", "Écrire à vous@example.org", "en-fr"),
            Example("{count} fichiers dans `a`", "`a` 中有 {count} 个文件", "fr-zh"),
        ),
    ),
    Rule(
        "markup",
        Severity.ERROR,
        phrase("Markup unlike the source’s"),
        phrase(
            "emphasis, links, code or tags that are not those of the source, marks that stay "
            "visible on the page (`**` before Chinese punctuation)"
        ),
        "CommonMark 0.31.2, 6.2",
        of_message=check_markup,
        needs=_MARKED,
        wrong=(
            Example("Un **grand** pas", "A ** great ** step", fixed="A **great** step"),
            Example("**Le cours**, puis", "**课程，**然后", "fr-zh", fixed="**课程**，然后"),
            Example("A *great* step", "Un grand pas", "en-fr"),
            Example(
                "The cost, **25%** of it",
                "成本，**25%**的部分",
                "en-zh",
                fixed="成本，**25%** 的部分",
            ),
            Example("Now **25%** of all", "现在**25%**的人", "en-zh", fixed="现在**25**%的人"),
            Example("Un **grand** pas", "A **great **step", fixed="A **great** step"),
        ),
        right=(
            Example("Un **grand** pas", "一**大**步", "fr-zh"),
            Example("3 * 4 font douze", "3 * 4 makes twelve"),
            Example("Lu dans *Le Monde* hier", "昨天在《世界报》上读到", "fr-zh"),
            Example("昨天在《世界报》上读到", "Lu dans *Le Monde* hier", "zh-fr"),
        ),
    ),
    Rule(
        "active",
        Severity.ERROR,
        phrase("Something that acts"),
        phrase(
            "a script, an event handler, a form, a style that fetches something, a kind of link "
            "(`javascript:`, `mailto:`) that the source has not; cannot be switched off"
        ),
        "OWASP, “Cross Site Scripting Prevention Cheat Sheet”",
        of_message=check_active,
        needs=_MARKED,
        optional=False,
        wrong=(
            Example("Voir le [site](https://a.org/)", "See the [site](javascript:alert)"),
            Example("Bonjour", "你好<script>x()</script>", "fr-zh"),
        ),
        right=(Example("Écrire à [nous](mailto:a@a.org)", "Write to [us](mailto:a@a.org)"),),
    ),
    Rule(
        "structure",
        Severity.ERROR,
        phrase("A page built otherwise"),
        phrase("a translation that would add, lose or change a block of the page"),
        "CommonMark 0.31.2, 3",
        of_document=check_structure,
        wrong=(
            Example("Un paragraphe.", "One paragraph.\n\nAnd another."),
            Example("A paragraph.", "一段。\n\n又一段。", "en-zh"),
        ),
        right=(Example("Un paragraphe.", "# One paragraph."), Example("Un.", "1. One")),
    ),
    Rule(
        "glossary",
        Severity.WARNING,
        phrase("The glossary’s terms"),
        phrase(
            "a term the [glossary](glossary.md) forbids (error); a term of the source whose "
            "translation is not the glossary’s"
        ),
        "ISO 30042 (TBX), administrative status",
        of_document=check_glossary,
        errs=True,
        rewords=True,
        wrong=(
            Example("Le bureau est clos", "The desk is shut", terms=(("bureau", "office"),)),
            Example("Le bureau est clos", "房间关了", "fr-zh", terms=(("bureau", "办公室"),)),
        ),
        right=(
            Example("Les bureaux sont clos", "The offices are shut", terms=(("bureau", "office"),)),
        ),
    ),
)
