"""The rules on translations that say the opposite of their source, in the order of reports."""

from __future__ import annotations

from typing import Final

from workflow.checks import meaning
from workflow.checks.rule import Example, Rule
from workflow.model import Severity
from workflow.model.phrase import phrase

MEANING_RULES: Final = (
    Rule(
        "negation",
        Severity.WARNING,
        phrase("A negation lost or added"),
        phrase(
            "a sentence that denies what its source says, or the other way round, in French, "
            "English and Chinese; a word of negative sense (`refused`, `拒绝`) may stand for a "
            "negation, and one of mere form (`n’hésitez pas`, `not only`, `不仅`) is none"
        ),
        "Grevisse, Le bon usage, § 1007–1020 (négation); Quirk et al., "
        "A Comprehensive Grammar of the English Language, 10.54–70",
        of_message=meaning.check_negation,
        wrong=(
            Example("Le musée n’ouvre pas le lundi.", "The museum opens on Mondays."),
            Example("Personne n’a vu l’accident.", "有人看到了事故。", "fr-zh"),
            Example("The farmers trust the new seeds.", "农民们不信任新种子。", "en-zh"),
            Example("该报告没有提及火灾。", "Le rapport mentionne l’incendie.", "zh-fr"),
        ),
        right=(
            Example("Le musée n’ouvre pas le lundi.", "The museum is closed on Mondays."),
            Example("N’hésitez pas à nous écrire.", "Feel free to write to us."),
            Example("La boutique n’accepte que les espèces.", "这家商店只收现金。", "fr-zh"),
            Example("The bridge was not finished until 1931.", "大桥1931年才竣工。", "en-zh"),
            Example("村民们不得不离开。", "The villagers had to leave.", "zh-en"),
        ),
    ),
    Rule(
        "comparison",
        Severity.WARNING,
        phrase("A bound turned round"),
        phrase(
            "`over` for `moins de`, `至少` for `at most`: a number of which the translation says "
            "that it is the most where the source says that it is the least, or the other way round"
        ),
        "Unicode CLDR, number range patterns (at least, at most)",
        of_message=meaning.check_comparison,
        wrong=(
            Example("Plus de 300 personnes sont venues.", "Fewer than 300 people came."),
            Example("The trip takes at least four hours.", "路上最多四个小时。", "en-zh"),
            Example("补助金不得超过5000欧元。", "La subvention dépasse 5 000 euros.", "zh-fr"),
        ),
        right=(
            Example("Pas plus de 5 000 euros", "Up to 5,000 euros"),
            Example("路程不少于四小时。", "The trip takes at least four hours.", "zh-en"),
            Example("Une bonne moitié", "More than half"),
        ),
    ),
    Rule(
        "antonyms",
        Severity.WARNING,
        phrase("The opposite"),
        phrase(
            "a word for its opposite: north for south, `上升` for `baisser`, `vendre` for `buy`; "
            "words that are denied or lessened, and sentences that have both, are passed over"
        ),
        "WordNet, antonyms; 现代汉语反义词典",
        of_message=meaning.check_antonyms,
        wrong=(
            Example("Le chômage a baissé.", "Unemployment rose."),
            Example("Turn left after the church.", "过了教堂右转。", "en-zh"),
            Example("合作社收购咖啡。", "La coopérative vend du café.", "zh-fr"),
        ),
        right=(
            Example("Les prêts sont moins chers.", "Loans are cheaper."),
            Example("The rich pay more than the poor.", "富人缴的税比穷人多。", "en-zh"),
            Example("Le musée n’ouvre pas le lundi.", "The museum is closed on Mondays."),
        ),
    ),
)
