"""The rules on translations that say less or more than their source, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks import completeness
from workflow.checks.rule import Example, Needs, Rule
from workflow.model import Severity
from workflow.model.phrase import phrase

_ENDS: Final = ".。｡!！?？…:：;；,，、&"
"""Marks of sentences, and what may stand for one in a reference."""

COMPLETENESS_RULES: Final = (
    Rule(
        "length",
        Severity.WARNING,
        phrase("An unusual length"),
        phrase(
            "a translation that is cut off, or says far more than its source, by what is usual of "
            "the languages and of texts as long"
        ),
        "translate toolkit, “short”, “long”",
        of_message=completeness.check_length,
        wrong=(
            Example(
                "Le glacier recule, et les scientifiques le mesurent chaque printemps avec soin.",
                "The glacier.",
            ),
            Example(
                "The glacier is retreating, and scientists measure it with care every spring.",
                "冰川。",
                "en-zh",
            ),
        ),
        right=(
            Example("Le glacier recule d’année en année.", "The glacier retreats year by year."),
            Example("Scientists measure it every spring.", "科学家每年春天都来测量。", "en-zh"),
        ),
    ),
    Rule(
        "sentences",
        Severity.WARNING,
        phrase("A sentence or an item lost or added"),
        phrase(
            "a sentence that has no partner in the other text, told from lengths and numbers; "
            "a row of three things or more (`A, B, C et D`, `A、B和C`) that has one less or more"
        ),
        "ISO 17100, 5.3.1 (completeness); Gale and Church (1993)",
        of_message=completeness.check_sentences,
        needs=Needs(_ENDS, _ENDS),
        wrong=(
            Example(
                "Le glacier recule. On le mesure chaque printemps avec grand soin.",
                "The glacier retreats year by year.",
            ),
            Example(
                "It rains. The river rises slowly. All who live on its banks wait.",
                "下雨了。河水慢慢上涨。",
                "en-zh",
            ),
            Example(
                "乍得、马里和塞内加尔出席。", "Tchad, Mali, Niger et Sénégal présents.", "zh-fr"
            ),
        ),
        right=(
            Example("Le glacier recule. On le mesure.", "The glacier retreats; it is measured."),
            Example("M. Hall est là. Il attend.", "Mr Hall is here. He waits."),
            Example("Apportez une tasse. Le thé est offert.", "请自带杯子，茶水免费。", "fr-zh"),
            Example("soap, towels, combs and brushes", "肥皂、毛巾、梳子和牙刷", "en-zh"),
        ),
    ),
    Rule(
        "end-marks",
        Severity.WARNING,
        phrase("Another mark at the end"),
        phrase(
            "a translation that does not end with its source’s mark, `.` or `。`, `?` or `？` say"
        ),
        "translate toolkit, “endpunc”; GB/T 15834-2011, 4.1–4.3",
        of_message=completeness.check_end_marks,
        needs=Needs(_ENDS, _ENDS),
        wrong=(
            Example("Qui vient demain ?", "Who comes tomorrow."),
            Example("Qui vient demain ?", "明天谁会到这里来。", "fr-zh"),
            Example("They come.", "Ils viennent", "en-fr"),
        ),
        right=(
            Example("« Qui vient ? »", "“Who comes?”"),
            Example("Et puis…", "然后……", "fr-zh"),
            Example("They come.", "他们来了。", "en-zh"),
        ),
    ),
    Rule(
        "open-quote",
        Severity.WARNING,
        phrase("A quotation or bracket left open"),
        phrase(
            "a quotation mark or bracket without its partner, where the source’s have theirs; "
            "those that number a list, faces and apostrophes apart"
        ),
        "Lexique des règles typographiques, « guillemets », « parenthèses »; GB/T 15834-2011, "
        "4.8–4.9; Chicago Manual of Style, 6.9, 6.101",
        of_message=completeness.check_open_quotes,
        needs=Needs(target='"()“”‘«»「」『』《》〈〉（）［］【】&'),
        wrong=(
            Example("Elle a dit « oui » et signé.", "She said “yes and signed."),
            Example("The ferry (built in 1962) sails.", "这艘渡轮（1962年建造启航。", "en-zh"),
            Example("她说：“好”。", "Elle a dit : bien ».", "zh-fr"),
        ),
        right=(
            Example("a) laver ; b) couper", "a) wash; b) cut"),
            Example("Le père des garçons (absent)", "The boys’ father (absent)"),
            Example("« Fin de la citation", "“End of the quotation"),
        ),
    ),
)
