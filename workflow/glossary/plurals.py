"""Plurals that no ending tells.

English: R. Quirk and others, "A Comprehensive Grammar of the English Language", 5.79 to 5.103;
French: M. Grevisse and A. Goosse, « Le bon usage », the chapter on the plural of nouns. Left out
are those that are as often another word: ``leaves``, ``bases``, ``axes``, ``media``, ``data``.
"""

from __future__ import annotations

from collections.abc import Mapping

_EN = """
person people, person peoples, child children, man men, foot feet, tooth teeth, goose geese,
mouse mice, louse lice, ox oxen, life lives, wife wives, knife knives, half halves, calf calves,
wolf wolves, thief thieves, shelf shelves, loaf loaves, scarf scarves, elf elves, hoof hooves,
self selves, criterion criteria, phenomenon phenomena, bacterium bacteria, referendum referenda,
memorandum memoranda, curriculum curricula, crisis crises, analysis analyses, thesis theses,
hypothesis hypotheses, diagnosis diagnoses, synthesis syntheses, oasis oases, parenthesis
parentheses, index indices, matrix matrices, appendix appendices, alumnus alumni, fungus fungi,
taxi taxis, bureau bureaux, plateau plateaux, gas gases, lens lenses, bias biases, atlas atlases,
alias aliases, canvas canvases
"""
_FR = """
œil yeux, ciel cieux, aïeul aïeux, bail baux, mal maux, ail aulx, monsieur messieurs,
madame mesdames, mademoiselle mesdemoiselles, bonhomme bonshommes,
gentilhomme gentilshommes
"""


def _table(pairs: str) -> Mapping[str, str]:
    return {plural: singular for singular, plural in map(str.split, pairs.split(","))}


IRREGULAR: Mapping[str, Mapping[str, str]] = {"en": _table(_EN), "fr": _table(_FR)}
"""Language → plural → singular, both in lower case."""
COMPOUND: Mapping[str, tuple[str, ...]] = {
    "en": ("people", "children", "men", "feet", "teeth", "wives", "knives", "shelves"),
}
"""Language → those that other words end in: ``spokespeople``, ``women``, ``housewives``."""


def singular(word: str, language: str) -> str:
    """Return the singular of an irregular plural, any other word as it is, in lower case."""
    known = IRREGULAR.get(language, {})
    if word in known:
        return known[word]
    for plural in COMPOUND.get(language, ()):
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return f"{word.removesuffix(plural)}{known[plural]}"
    return word
