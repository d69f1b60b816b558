"""The rules on what a translation says beside its source, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks import rendering
from workflow.checks.doubled import check_doubled
from workflow.checks.numeric_rules import NUMERIC_RULES
from workflow.checks.other_language import check_language
from workflow.checks.remnants import check_address, check_half
from workflow.checks.rule import Example, Rule
from workflow.checks.semantic import check_semantic
from workflow.checks.source_words import check_source_words
from workflow.checks.spelling import check_spelling
from workflow.model import Severity
from workflow.model.phrase import phrase

SEMANTIC: Final = Rule(
    "semantic",
    Severity.WARNING,
    phrase("Quite another text"),
    phrase(
        "a translation whose meaning has nothing to do with its source’s, by a language model that "
        "runs on this machine; only where `checks_on` names it"
    ),
    "multilingual-e5-small, measured on this project’s articles",
    of_message=lambda subject: tuple(check_semantic(subject)),
    on_request=True,
)

RENDERING_RULES: Final = (
    *NUMERIC_RULES,
    Rule(
        "other-language",
        Severity.WARNING,
        phrase("Another language or script"),
        phrase(
            "a translation that is in another language or script, or of which much is not "
            "translated; some letters of another script (note)"
        ),
        "Unicode Standard Annex 24 (scripts)",
        of_message=check_language,
        wrong=(
            Example(
                "Les apiculteurs attendent la floraison des acacias.",
                "Los apicultores esperan la floración de las acacias.",
            ),
            Example(
                "Beekeepers wait for the acacias to flower before moving.",
                "Les apiculteurs attendent la floraison des acacias avant de partir.",
                "en-zh",
            ),
        ),
        right=(
            Example("Les apiculteurs attendent l’été.", "Beekeepers wait for the summer."),
            Example("Le Petit Prince", "《小王子》（Le Petit Prince）", "fr-zh"),
        ),
    ),
    Rule(
        "source-words",
        Severity.WARNING,
        phrase("Words of the source"),
        phrase(
            "words of the source that were left as they were, and small words of another "
            "language; names, quotations, emphasis, brackets and words of both languages apart "
            "(a note in plain text that names things of programs)"
        ),
        "Weblate, “Unchanged translation”",
        of_message=check_source_words,
        wrong=(
            Example("La ville est avec nous.", "The town is avec us."),
            Example("The weather is mild today.", "今天天气mild。", "en-zh"),
            Example("They left before the dawn.", "他们before the dawn出发了。", "en-zh"),
            Example("On a mis des sacs de sable.", "They piled up sacs de sable."),
        ),
        right=(
            Example("Un pique-nique « avec nous »", "A picnic, “avec nous”"),
            Example("The iPhone is new.", "iPhone是新的。", "en-zh"),
        ),
    ),
    Rule(
        "half-translated",
        Severity.WARNING,
        phrase("A part that is not translated"),
        phrase(
            "a clause in another language, Chinese words in French or English; quotations, "
            "brackets, emphasis and names apart"
        ),
        "ISO 17100, 5.3.1 (completeness)",
        of_message=check_half,
        wrong=(
            Example(
                "La bibliothèque ouvre. On y trouve des journaux.",
                "The library opens. On y trouve des journaux pour les enfants.",
            ),
            Example("菜农浇水。", "The 菜农 waters his lettuces.", "zh-en"),
        ),
        right=(
            Example("《红楼梦》", "*Dream of the Red Chamber* (红楼梦)", "zh-en"),
            Example("L’ours brun", "棕熊（Ursus arctos）", "fr-zh"),
            Example("Il a dit : « C’est la vie. »", "“C’est la vie,” he said."),
        ),
    ),
    Rule(
        "address-form",
        Severity.WARNING,
        phrase("Readers addressed in two ways"),
        phrase("both `tu` and `vous`, or `你` and `您`, in one article, quotations apart"),
        "Grevisse, Le Bon Usage (tutoiement and vouvoiement)",
        of_document=check_address,
        languages=frozenset({"fr", "zh"}),
        wrong=(
            Example("Take your card and go.", "Prends ta carte et partez avec vos amis.", "en-fr"),
            Example("Your card, your key", "你的卡，您的钥匙", "en-zh"),
        ),
        right=(
            Example("Your meeting", "Votre rendez-vous ; il s’est tu.", "en-fr"),
            Example("“You!” he said to your friend.", "“你！”他对您的朋友说。", "en-zh"),
        ),
    ),
    Rule(
        "chinese-script",
        Severity.WARNING,
        phrase("Simplified or traditional characters"),
        phrase(
            "characters of the other kind of Chinese than the locale’s, quotations and what the "
            "source has apart"
        ),
        "Unicode Han Database, kSimplifiedVariant",
        of_message=rendering.check_variant,
        languages=frozenset({"zh"}),
        wrong=(
            Example("La mer est calme.", "大海风平浪静，漁民出海。", "fr-zh"),
            Example("The bank is open.", "銀行开門了。", "en-zh_Hant"),
        ),
        right=(
            Example("La mer est calme.", "大海风平浪静。", "fr-zh"),
            Example("The bank is open.", "銀行開門了。", "en-zh_Hant"),
        ),
    ),
    Rule(
        "mojibake",
        Severity.WARNING,
        phrase("A wrong encoding"),
        phrase("letters that were read in another encoding than they were written in (`Ã©`)"),
        "W3C, “Character encodings: Essential concepts”",
        of_message=rendering.check_encoding,
        wrong=(
            Example("The town was rebuilt.", "La ville a Ã©tÃ© reconstruite.", "en-fr"),
            Example("The town was rebuilt.", "åŸŽå¸‚é‡\u008då»ºäº†", "en-zh"),
        ),
        right=(
            Example("The café is open.", "Le café est ouvert.", "en-fr"),
            Example("Où ?", "在哪？", "fr-zh"),
        ),
    ),
    Rule(
        "leftovers",
        Severity.WARNING,
        phrase("What a program left"),
        phrase(
            "entities, marks of models (`▁`, `<0x0A>`, `</s>`), zero-width characters, stand-ins "
            "for markup, words of a service or of a chat model around the translation, notes in "
            "brackets that it is a machine’s or not done (`[TODO: …]`)"
        ),
        "Weblate, “Zero-width space”; SentencePiece, special tokens",
        of_message=rendering.check_leftovers,
        wrong=(
            Example("Aujourd’hui, c’est fermé.", "Today it&#39;s closed."),
            Example("The library is closed.", "图书馆▁关了。", "en-zh"),
            Example("The library is closed.", "La biblio\u200bthèque est fermée.", "en-fr"),
            Example("The library is closed.", "图书馆关了。（机器翻译）", "en-zh"),
        ),
        right=(
            Example("Du pain &amp; du vin", "Bread &amp; wine"),
            Example("The library is closed.", "图书馆关了。", "en-zh"),
        ),
    ),
    Rule(
        "unedited",
        Severity.INFO,
        phrase("A machine draft that nobody changed"),
        phrase(
            "a machine draft whose `fuzzy` flag was taken off without a change to its text: "
            "nothing shows that somebody read it"
        ),
        "ISO 18587 (post-editing of machine translation output)",
        of_message=rendering.check_unedited,
        wrong=(
            Example(
                "La halle ouvre à huit heures.",
                "The hall opens at eight.",
                comments=(
                    "machine translation: apertium, 2026-01-15 [fa60e769377d of 5aa06bc988d1]",
                ),
            ),
            Example(
                "The hall opens at eight.",
                "大厅八点开门。",
                "en-zh",
                comments=(
                    "machine translation: apertium, 2026-01-15 [135c07a43766 of fa60e769377d]",
                ),
            ),
            Example(
                "大厅八点开门。",
                "La halle ouvre à huit heures.",
                "zh-fr",
                comments=(
                    "machine translation: apertium, 2026-01-15 [5aa06bc988d1 of 135c07a43766]",
                ),
            ),
        ),
        right=(
            Example(
                "La halle ouvre à huit heures.",
                "The market hall opens at eight.",
                comments=(
                    "machine translation: apertium, 2026-01-15 [fa60e769377d of 5aa06bc988d1]",
                ),
            ),
            Example("The hall opens at eight.", "大厅八点开门。", "en-zh"),
            Example(
                "2026",
                "2026",
                "zh-fr",
                comments=(
                    "machine translation: apertium, 2026-01-15 [bec0a856e2e4 of bec0a856e2e4]",
                ),
            ),
        ),
    ),
    Rule(
        "repeated",
        Severity.WARNING,
        phrase("The same again and again"),
        phrase("words said over and over where the source does not"),
        "Weblate, “Consecutive duplicated words”",
        of_message=rendering.check_repeated,
        wrong=(
            Example("La pluie a cessé.", "The rain the rain the rain the rain has stopped."),
            Example("The rain stopped.", "雨停了雨停了雨停了雨停了。", "en-zh"),
        ),
        right=(
            Example("Très, très loin", "Far, far away"),
            Example("Non, non, non !", "不，不，不！", "fr-zh"),
        ),
    ),
    Rule(
        "doubled-words",
        Severity.WARNING,
        phrase("A word that stands twice"),
        phrase("a word that stands twice in a row, allowed ones (`had had`, `nous nous`) apart"),
        "Weblate, “Consecutive duplicated words”",
        of_message=check_doubled,
        languages=frozenset({"fr", "en", "zh"}),
        wrong=(
            Example("Le musée ouvre demain.", "The museum opens opens tomorrow."),
            Example("The museum opens tomorrow.", "Le le musée ouvre demain.", "en-fr"),
        ),
        right=(
            Example("Il avait eu de la chance.", "He had had luck."),
            Example("We saw each other.", "Nous nous sommes vus.", "en-fr"),
        ),
    ),
    Rule(
        "spelling",
        Severity.WARNING,
        phrase("A word that no dictionary has"),
        phrase(
            "words in small letters that the spelling dictionaries of French and English do not "
            "have and the source neither; only where `checks_on` names it"
        ),
        "hunspell; Grammalecte, SCOWL",
        of_message=check_spelling,
        languages=frozenset({"fr", "en"}),
        on_request=True,
    ),
    SEMANTIC,
)
