"""Which language words are of: the small words of French, English and Spanish, and the look of
the others.

Small words are listed here, those left out that another of the three has too. Of other words
py3langid tells how they look, between a few languages that come in question; it knows its own
mind of a word alone only where it is sure (measured: of 2,900 different words in good French and
English it takes 21 for another language with 80 % certainty, of 80 stray ones half).
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from copy import copy
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from workflow.inline.vocabulary import VOCABULARIES, tells
from workflow.inline.vocabulary import known as is_known
from workflow.inline.word_table import Looked
from workflow.model import lazy_re as re

_LETTER = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
WORD = re.compile(
    rf"(?<![{_LETTER}\d_'’@#$./=:\[{{<\\-])[{_LETTER}]+(?:-[{_LETTER}]+)*"
    rf"(?![{_LETTER}\d_@/=\]}}>\\*-]|[.:][{_LETTER}\d])|[{_LETTER}]+(?=['’])"
)
"""A word of an alphabet, elided ones without their apostrophe; no part of a name of a program's
(``setup.cfg``, ``--force``, ``[size]``)."""
SMALL: Mapping[str, frozenset[str]] = {
    "fr": frozenset(
        "la le les de à une des du et est sont était dans pour avec aux au cette ces ce qui que "
        "dont où il elle ils elles nous vous leur leurs ses mais donc aussi entre être avoir "
        "ont été peut doit ne pas sur par sans sous chez depuis afin très plus même comme lors "
        "selon après avant pendant ainsi tous toutes toute aucun aucune quand l d qu n s c".split()
    ),
    "en": frozenset(
        "the of and to is was are were with for this that these those which who it its they them "
        "their he she his her we you your our but not be been has have had will would could should "
        "more than into about before between by at from on as or an if when there how what does "
        "do did can may must any all some such only each other after over under through".split()
    ),
    "es": frozenset(
        "el la los las de del una unas unos y con por para que se su sus lo como más pero esta "
        "este estas estos fue ha han ser está están entre sin sobre también muy hasta desde cuando "
        "donde porque al según así ya cada otro otra otros otras ese esa eso".split()
    ),
}
TELLING: Mapping[str, frozenset[str]] = {
    "fr": frozenset(
        "est sont était dans pour avec cette ces qui que ils elles nous vous leurs mais donc aussi "
        "été être avoir chez depuis afin très lors selon après ainsi quand".split()
    ),
    "en": frozenset(
        "was were is are has have had been would could should will with from this that these "
        "those which they their the when what".split()
    ),
    "es": frozenset(
        "fue está están una unas unos con por para pero también muy hasta desde donde porque del "
        "como según".split()
    ),
}
"""Small words that stand in no name and in no quotation without its marks."""
LANGUAGES = ("en", "fr", "es", "de", "it", "pt", "nl", "pl", "ro", "sv", "tr", "id", "vi", "zh")
"""Those a whole answer may be in by mistake."""
PIVOTS = ("en", "es")
"""Languages by way of which engines translate, so that their words may be left."""
_SHARED: Mapping[frozenset[str], frozenset[str]] = {
    frozenset(pair): frozenset(words.split())
    for pair, words in (
        (("fr", "en"), "on as or an plus comme pour par sur me a do d l s c n"),
        (("en", "es"), "he has me no a y"),
        (("fr", "es"), "la de une es sur que se entre les des ha este"),
    )
}
"""Words that two of the languages have."""
ALPHABETIC = frozenset(SMALL)
_SHAPES: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(
        "[àâçèéêëîïôûùœ]|qu|eau|ou|oi|(?:euse|eurs?|eux|ais|ait|ent|aux|ez|tte|lle|nne)$"
    ),
    "en": re.compile("[wk]|th|sh|gh|oo|ee|(?:ing|ed|ly|ness|y|ers?)$"),
    "es": re.compile("[ñáíóú]|(?:[^aeiou][ao]s?|d[ao]d(?:es)?|ci[oó]n(?:es)?|mente)$"),
}
"""What many words of a language have: others are not looked at more closely."""
_TURN = Lock()
_SURE = 0.8


_PROGRAM = re.compile(r"[<>\[\]|={}%\\_`#]|(?<!\w)--?\w|\n|\w\(|\w/\w|:\s+\w+,|&\w")


def of_a_program(text: str) -> bool:
    """Whether a plain text has signs of what a program says, which names commands and values as
    they are: options, placeholders, columns."""
    return _PROGRAM.search(text) is not None


def small_words(words: AbstractSet[str], language: str, target: str) -> int:
    """How many of ``words`` (in lower case) are small words of ``language``, not of ``target``."""
    return len(own_words(language, target) & words)


@cache
def own_words(language: str, target: str) -> frozenset[str]:
    """Small words of ``language`` that ``target`` has not."""
    nothing: frozenset[str] = frozenset()
    shared = _SHARED.get(frozenset((language, target)), nothing) | SMALL.get(target, nothing)
    return SMALL.get(language, nothing) - shared


@lru_cache(maxsize=65536)
def looks(word: str, languages: tuple[str, ...]) -> tuple[str, float]:
    """The likeliest of ``languages``, all of :data:`SMALL`, for a word or text, and how likely it
    is (0 to 1)."""
    language, probability = _identifier(languages).classify(word)
    return str(language), float(probability)


@cache
def _identifier(languages: tuple[str, ...]) -> Any:
    with _TURN:  # one thread loads it, another that needs it waits
        identifier = copy(_model())
    identifier.set_languages(languages)
    return identifier


@cache
def _model() -> Any:
    """py3langid's; loading takes half a second, hence here."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def left_over(
    words: AbstractSet[str], known: AbstractSet[str], pair: tuple[str, str]
) -> AbstractSet[str]:
    """Those of ``words`` (in lower case, of a text in the second language of ``pair``) that are
    words of its source's language, and among the source's, ``known``, or look like words of a
    language between, and are not.

    Of French and English the words are known; of others, and of Spanish between, py3langid tells
    how a word looks that the target's language does not know.
    """
    mine, between = _strays(pair, True), _strays(pair, False)
    return {word for word in words if (mine if word in known else between)[word]}


@cache
def _strays(pair: tuple[str, str], known: bool) -> Looked[bool]:
    """Word → whether it is left over; ``known``: the source has it."""
    source, target = pair
    languages = (source,) if known else tuple(each for each in PIVOTS if each not in pair)
    return Looked(lambda word: any(_is_left(word, each, target) for each in languages))


def _is_left(word: str, language: str, target: str) -> bool:
    if language in VOCABULARIES and target in VOCABULARIES:
        return tells(word, language, target)
    if language not in SMALL or (target in VOCABULARIES and is_known(word, target)):
        return False
    if not _SHAPES[language].search(word):
        return False
    likeliest, sure = looks(word, tuple(SMALL))
    return likeliest == language and sure > _SURE
