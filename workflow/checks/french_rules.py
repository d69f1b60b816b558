"""The rules of French typography, in the order of reports; :mod:`workflow.inline.french` reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from workflow.checks.edits import Edit, Look, remarks_by_rule
from workflow.checks.french_sentences import said_of
from workflow.checks.rule import Example, Part, Rule
from workflow.checks.sentence_capitals import small_first
from workflow.checks.subject import Remark, Source, Subject
from workflow.inline.corrections import Correction
from workflow.inline.french import french_corrections
from workflow.inline.french_titles import label_case, title_case
from workflow.inline.prose import VEIL, Veiled
from workflow.model import Profile, Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_LEXIQUE: Final = (
    "“Lexique des règles typographiques en usage à l’Imprimerie nationale”; for fr-CH “Guide du "
    "typographe”, for fr-CA Office québécois de la langue française"
)
_FRENCH: Final = frozenset({"fr"})
_LONGEST: Final = 40
_VEIL: Final = re.compile(VEIL)
_TO_BLANK: Final = re.compile(rf"[^ \t\n]{{0,{_LONGEST}}}")


def french(veiled: Veiled, profile: Profile) -> Sequence[Edit]:
    """What French typography would have otherwise, all rules but that on titles."""
    line = veiled.spaced if "&" in veiled.text.value else veiled.line
    return [
        _edit(veiled.line, each)
        for each in french_corrections(line, profile)
        if line is veiled.line or _keeps(veiled.line[each.start : each.end], each.new)
    ]


def _keeps(old: str, new: str) -> bool:
    """Whether all that is kept stays (a reference for a space may be what is too much)."""
    return _VEIL.findall(old) == _VEIL.findall(new)


def french_labels(veiled: Veiled, profile: Profile) -> Sequence[Edit]:
    """The same of other short texts without a mark at their end."""
    del profile
    return [_edit(veiled.line, each) for each in label_case(veiled.line)]


def french_titles(veiled: Veiled, profile: Profile) -> Sequence[Edit]:
    """Headings and titles that are capitalised as in English."""
    del profile
    return [_edit(veiled.line, each) for each in title_case(veiled.line)]


def _edit(line: str, each: Correction) -> Edit:
    start, end = _around(line, each)
    place = _shown(line[start:end])
    new = _shown(line[start : each.start] + each.new + line[each.end : end])
    said = said_of(each.rule, each.fault, place, new)
    severity = Severity.INFO if each.minor else None
    return Edit(each.rule, each.start, each.end, each.new, said, severity)


def _around(line: str, each: Correction) -> tuple[int, int]:
    """The words that a correction touches."""
    low = max(0, each.start - _LONGEST)
    before = max(line.rfind(blank, low, each.start) for blank in " \t\n")
    after = _TO_BLANK.match(line, each.end)
    return max(low, before + 1), after.end() if after else each.end


def _shown(part: str) -> str:
    return _VEIL.sub("", part).strip(" ")


_IN_TITLES: Final = ("heading", "title")
"""Kinds of segments that are headings."""
_IN_LABELS: Final = ("paragraph", "list item", "table", "caption", "definition", "line")
"""Kinds of those that may be headings' like."""
_CAPITALS, _TITLES = "fr-capitals", "fr-title-case"


def _of_translation(subject: Subject) -> Mapping[str, Sequence[Remark]]:
    """What the rules of French say of a translation."""
    found, kind = remarks_by_rule(french, subject), subject.segment.kind
    if kind.startswith(_IN_TITLES):
        found = {**found, **remarks_by_rule(french_titles, subject)}
    elif kind.startswith(_IN_LABELS) and not subject.message.msgstr[1:].islower():
        found = {**found, **remarks_by_rule(french_labels, subject)}
    if small := small_first(subject):
        found = {**found, _CAPITALS: (*found.get(_CAPITALS, ()), *small)}
    return found


def _titles_of_source(source: Source) -> Iterator[tuple[int, Remark]]:
    yield from Look(french_titles, _TITLES, _IN_TITLES).at_source(source)
    yield from Look(french_labels, _TITLES, _IN_LABELS).at_source(source)


FRENCH_RULES: Final = (
    Rule(
        "fr-spaces",
        Severity.WARNING,
        phrase("French: spaces"),
        phrase(
            "a no-break space that is missing, or breaks, before `: ; ! ?`, `%`, currencies and "
            "units (by profile: fr-CH none or narrow before high marks, fr-CA none before "
            "`; ! ?`); spaces before `,` and `.`, inside brackets, after an elision, doubled, or "
            "missing after a mark; `...` for `…`. Times, ratios, addresses and smileys are allowed"
        ),
        _LEXIQUE,
        of_message=Part(_of_translation, "fr-spaces"),
        of_source=Look(french, "fr-spaces").at_source,
        languages=_FRENCH,
        wrong=(
            Example(
                "Who will pay?",
                "Qui paiera?",
                "en-fr",
                fixed="Qui paiera\u202f?",
            ),
            Example("Up 8%: why?", "8% de plus : pourquoi ?", "en-fr"),
            Example("谁来付钱？", "Qui paiera\u00a0?", "zh-fr_CA", fixed="Qui paiera?"),
            Example("“Yes”: done.", '"Oui" : fait.', "en-fr", fixed='"Oui"\u00a0: fait.'),
            Example("Les prix ont monté de 8%.\n"),
        ),
        right=(
            Example("Who will pay?", "Qui paiera\u00a0?", "en-fr"),
            Example("Who will pay?", "Qui paiera?", "en-fr_CH"),
            Example("At 14:30, in 16:9", "À 14:30, en 16:9", "en-fr"),
            Example("见 https://example.org/?a:b", "Voir https://example.org/?a:b", "zh-fr"),
            Example("Une parenthèse (?) et un `a ? b : c`.\n"),
            Example("Write {“a”: 1}", 'Écrire {"a": 1}', "en-fr"),
        ),
    ),
    Rule(
        "fr-quotes",
        Severity.WARNING,
        phrase("French: quotation marks"),
        phrase(
            "quotation marks of other languages or of typewriters in the place of `« »`, and "
            "guillemets without no-break spaces inside. `“ ”` are allowed within `« »`"
        ),
        _LEXIQUE,
        of_message=Part(_of_translation, "fr-quotes"),
        of_source=Look(french, "fr-quotes").at_source,
        languages=_FRENCH,
        wrong=(
            Example(
                "“Never”, she says.",
                '"Jamais", dit-elle.',
                "en-fr",
                fixed="«\u00a0Jamais\u00a0», dit-elle.",
            ),
            Example("“从不”，她说。", "« Jamais », dit-elle.", "zh-fr"),
        ),
        right=(
            Example(
                "“He said ‘never’”, she says.",
                "«\u00a0Il a dit “jamais”\u00a0», dit-elle.",
                "en-fr",
            ),
            Example("A 5' 30\" film", "Un film de 5' 30\"", "en-fr"),
        ),
    ),
    Rule(
        "fr-apostrophe",
        Severity.WARNING,
        phrase("French: apostrophes"),
        phrase(
            "a typewriter’s apostrophe, or another sign for it, in a French elision (`l'été`); a "
            "vowel that does not fall (`le ami`, `si il`). Words with h aspiré, `onze`, `oui` and "
            "`yaourt` are allowed"
        ),
        _LEXIQUE,
        of_message=Part(_of_translation, "fr-apostrophe"),
        of_source=Look(french, "fr-apostrophe").at_source,
        languages=_FRENCH,
        wrong=(
            Example("It is summer.", "C'est l`été.", "en-fr", fixed="C’est l’été."),
            Example("Aujourd'hui.\n"),
            Example("The friend of all", "Le ami de tous", "en-fr", fixed="L’ami de tous"),
        ),
        right=(
            Example("It is summer.", "C’est l’été.", "en-fr"),
            Example("Lot 5' long", "Lot de 5' de long, `l'a`", "en-fr"),
        ),
    ),
    Rule(
        "fr-numbers",
        Severity.WARNING,
        phrase("French: figures"),
        phrase(
            "a decimal point, thousands separated by points or commas or not at all, a currency "
            "sign in front; versions, sections, dates, addresses and years are allowed, as are the "
            "apostrophes of fr-CH (`1’234`)"
        ),
        f"{_LEXIQUE}; CLDR, numbers",
        of_message=Part(_of_translation, "fr-numbers"),
        of_source=Look(french, "fr-numbers").at_source,
        languages=_FRENCH,
        wrong=(
            Example(
                "3.2 million people",
                "3.2 millions de personnes",
                "en-fr",
                fixed="3,2 millions de personnes",
            ),
            Example("45,000 places", "45,000 places", "en-fr", fixed="45\u202f000 places"),
        ),
        right=(
            Example("Version 3.2 of 2026", "La version 3.2 de 2026", "en-fr"),
            Example("See 4.1", "Voir la section 4.1, le 12.03.2026", "en-fr"),
            Example("1,234 people", "1’234 personnes", "en-fr_CH"),
        ),
    ),
    Rule(
        "fr-capitals",
        Severity.WARNING,
        phrase("French: capitals and ligatures"),
        phrase(
            "a capital without its accent (`A bientôt`, `Etat`), a capital of a day, month, "
            "language or adjective, a small letter of a people, country or town, or of a sentence "
            "whose source begins with a capital, `oe` for `œ`"
        ),
        _LEXIQUE,
        of_message=Part(_of_translation, _CAPITALS),
        of_source=Look(french, _CAPITALS).at_source,
        languages=_FRENCH,
        rewords=True,
        wrong=(
            Example("See you soon", "A bientôt", "en-fr", fixed="À bientôt"),
            Example("The State’s work", "L’oeuvre de l’Etat", "en-fr"),
            Example("On Monday", "Fermé le Lundi", "en-fr", fixed="Fermé le lundi"),
        ),
        right=(
            Example("Vitamin A", "A est une vitamine", "en-fr"),
            Example("The French speak French", "Les Français parlent français", "en-fr"),
        ),
    ),
    Rule(
        "fr-ordinals",
        Severity.WARNING,
        phrase("French: ordinals"),
        phrase(
            "`1ère`, `2ème`, `XXIème` for `1re`, `2e`, `XXIe`; `1 mai`, `2e mai` for `1er mai`, `2 "
            "mai`; `son 1re roman`; kings and popes with other figures than `XIV`"
        ),
        _LEXIQUE,
        of_message=Part(_of_translation, "fr-ordinals"),
        of_source=Look(french, "fr-ordinals").at_source,
        languages=_FRENCH,
        rewords=True,
        wrong=(
            Example("The 1st time", "La 1ère fois", "en-fr", fixed="La 1re fois"),
            Example("21世纪", "Le XXIème siècle", "zh-fr", fixed="Le XXIe siècle"),
        ),
        right=(
            Example("The 2nd, on 2 May", "La 2e et la 2de, le 2 mai", "en-fr"),
            Example("The 1st", "Le 1er et la 1re", "en-fr"),
        ),
    ),
    Rule(
        "fr-abbreviations",
        Severity.WARNING,
        phrase("French: abbreviations"),
        phrase(
            "`Mr`, `Mme.`, `No.`, `#4`, `etc...`, `14H30`, `12 kgs`, `pg.` and the like for `M.`, "
            "`Mme`, `n°`, `etc.`, `h`, `kg`, `p.`"
        ),
        _LEXIQUE,
        of_message=Part(_of_translation, "fr-abbreviations"),
        of_source=Look(french, "fr-abbreviations").at_source,
        languages=_FRENCH,
        rewords=True,
        wrong=(
            Example("Mr Roy spoke.", "Mr. Roy a parlé.", "en-fr", fixed="M. Roy a parlé."),
            Example("Tents, etc.", "Des tentes, etc…", "en-fr", fixed="Des tentes, etc."),
        ),
        right=(
            Example("Mr Roy spoke.", "M. Roy a parlé.", "en-fr"),
            Example("Mr Bean", "Mr Bean", "en-fr"),
        ),
    ),
    Rule(
        "fr-title-case",
        Severity.WARNING,
        phrase("French: titles capitalised as in English"),
        phrase(
            "a heading or title, or another short text without a mark at its end, whose words have "
            "capitals that only English gives them. Names of institutions and works keep theirs"
        ),
        _LEXIQUE,
        of_message=Part(_of_translation, _TITLES),
        of_source=_titles_of_source,
        languages=_FRENCH,
        rewords=True,
        wrong=(
            Example("# Guide Pour Les Nouveaux Arrivants Et Leurs Enfants\n"),
            Example("# Comment Préparer Un Rapport De Terrain\n"),
        ),
        right=(
            Example("# L’Organisation internationale pour les migrations au Soudan du Sud\n"),
            Example("# «\u00a0Le Monde\u00a0» et «\u00a0Le Figaro\u00a0»\n"),
        ),
    ),
    Rule(
        "fr-dashes",
        Severity.WARNING,
        phrase("French: dashes and hyphens"),
        phrase(
            "hyphens, or dashes without spaces, about an aside; a hyphen before what somebody "
            "says; hyphens that are missing in `a t-il` and `vingt deux`. An ordinary space on the "
            "inner side of a dash is a note"
        ),
        _LEXIQUE,
        of_message=Part(_of_translation, "fr-dashes"),
        of_source=Look(french, "fr-dashes").at_source,
        languages=_FRENCH,
        wrong=(
            Example(
                "The mayor – a doctor – left.",
                "Le maire - un médecin - est parti.",
                "en-fr",
                fixed="Le maire –\u00a0un médecin\u00a0– est parti.",
            ),
            Example("It was late – too late.", "Il était tard—trop tard.", "en-fr"),
        ),
        right=(
            Example("Paris–Brest, 10–15 km", "Paris-Brest, 10-15\u00a0km", "en-fr"),
            Example("5 - 3 = 2", "5 - 3 = 2", "en-fr"),
        ),
    ),
)
"""All but that on titles read a text together."""
