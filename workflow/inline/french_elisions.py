"""French: vowels that fall before a vowel, and the hyphens of numbers and of questions.

Rules: "Lexique des règles typographiques en usage à l'Imprimerie nationale"; Grevisse, "Le bon
usage", 44–50 (elision; none before ``h`` aspiré, ``onze``, ``oui``, ``yaourt``), 596 (numbers), 796
(``a-t-il``). Only ordinary words of French are told: names, acronyms and words of code are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.inline.corrections import Correction
from workflow.inline.french_titles import is_common
from workflow.model import lazy_re as re
from workflow.model.profile import Profile

_GAP = "[ \u00a0\u202f]"
_LOWER = "a-zàâäæçéèêëîïôöœùûüÿ"
_VOWEL = "aàâæeéèêëiîïoôœuùû"
_MUTE = (
    "homm(?:e|es|age|ages)|histoires?|historiens?|historiennes?|heures?|hôpital|hôpitaux|hôtels?"
    "|huiles?|hivers?|herbes?|honneurs?|humains?|humaines?|humanité|habitudes?|habitants?|habits?"
    "|habitations?|hectares?|harmonie|hélicoptères?|hébergements?|horaires?|horizons?|humour"
    "|humidité|hypothèses?|hygiène|hésitations?|héritages?|héritiers?|horloges?|hospitalité"
)
"""Words with an ``h`` that is no consonant."""
_ELIDING = re.compile(
    rf"(?<![\w’'\-/.])(?P<short>[Ll][ea]|[Dd]e|[Qq]ue|[Nn]e|[Jj]e|[Ss]e|[Mm]e|[Tt]e|[Ss]i|[Cc]e"
    rf"|[Jj]usque|[Ll]orsque|[Pp]uisque|[Qq]uoique)(?P<gap>{_GAP})"
    rf"(?P<word>(?:[{_VOWEL}]|h[aeéèêiîoôuy])[{_LOWER}]*)(?![\w\-/.@=(’'])"
)
_HAVE_BE = (
    "a|ai|as|avons|avez|ont|aie|aies|aient|ait|avais|avait|avions|aviez|avaient|aura|aurai|auras|aurait|auront"
    "|auraient|es|est|êtes|étais|était|étions|étiez|étaient|eut|eurent|eût"
)
_TO = "il|ils|elle|elles|on|un|une|aucune?|autres?|en|au|aux|après|avant|avec|ici|où|entre|aujourd"
_WORDS: Mapping[str, str] = {
    "si": "ils?",
    "ce": "est|était|étaient|eût",
    "je": f"{_HAVE_BE}|aime|arrive|habite|espère|irai|irais|entends|attends|écris|écoute|oublie"
    "|adore|accepte|essaie|explique|imagine|ouvre|utilise|étudie|enseigne|achète|apprends|en",
    "ne": f"{_HAVE_BE}|en|existe|existent|arrive|arrivent|aime|iront|ira|oublie|oubliez",
    "se": "est|sont|était|étaient|en|agit|agissait|appelle|appellent|appelait|arrête|arrêtent"
    "|étend|étendent|ouvre|ouvrent|installe|installent|adresse|adressent|élève|élèvent|engage"
    "|engagent|intéresse|intéressent|inquiète|inquiètent|explique|achève|effondre|améliore"
    "|améliorent",
    "me": "a|as|ont|avait|en|appelle|aide|aime|intéresse|étonne",
    "te": "a|ont|avait|en|appelles|aide|aime|intéresse",
    "de": "abord|accord|ailleurs|aucune?|autres?|après|avant|environ|eux|elles?|être|avoir|aller"
    "|ici|où|un(?= (?!à|sur|ou|pour|et))|une",
}
"""What a small word elides before, besides common nouns."""
_AFTER = {word: re.compile(rf"(?:{those})(?!\w)") for word, those in _WORDS.items()}
_NOT_THINGS = frozenset(
    "avec entre autre ici après avant un une en est et ou où a à au aux".split()
)
_CONSONANT = re.compile("oui|ouï|onz|ouat|ouist|ui|uh|uk|ul|i[aeo]|énième|un$|une$|yé")


def elisions(line: str, profile: Profile) -> Iterator[Correction]:
    """``le ami``, ``si il``, ``de eau``."""
    del profile
    for found in _ELIDING.finditer(line):
        short, word = found["short"], found["word"]
        if _elides(short.lower(), word, line[found.end() :]):
            new = f"{short[:-1]}’"
            yield Correction(found.start(), found.end("gap"), new, "fr-apostrophe", "vowel")


def _elides(short: str, word: str, after: str) -> bool:
    if word[0] == "h":
        return short in {"le", "la", "de"} and re.fullmatch(_MUTE, word) is not None
    known = _AFTER[short].match(word + after[:6]) if short in _AFTER else None
    if known is not None and known.end() == len(word):
        return True
    if short in {"que", "jusque", "lorsque", "puisque", "quoique"}:
        return re.fullmatch(f"{_TO}|à", word) is not None and not (word == "un" and short == "que")
    if short not in {"le", "la", "de"} or len(word) < 3 or word in _NOT_THINGS:
        return False
    return not _CONSONANT.match(word) and is_common(word)


_APART = re.compile(
    rf"(?<![\w’'%])(?P<ahead>(?:[Ll]|[Dd]|[Jj]usqu|[Qq]u|[Ss]|[Nn]|[Cc])(?P<sign>['’]))(?P<gap>{_GAP}+)"
    rf"(?=[{_VOWEL}h][{_LOWER}]{{2,}})"
)
"""With a straight apostrophe; one with ’ is told by the rule on spaces."""
_ASKS = re.compile(
    rf"(?<=[aeéA])(?P<wrong>{_GAP}t[-{_GAP[1:-1]}'’]|-t[{_GAP[1:-1]}'’]|[’']t[-'’]|-t[’']-?)"
    r"(?=(?:ils?|elles?|on)\b)"
)
_TENS = "vingt|trente|quarante|cinquante|soixante"
_UNITS = "deux|trois|quatre|cinq|six|sept|huit|neuf"
_COUNT = re.compile(
    rf"(?<![\w’'-])(?:(?i:{_TENS})(?P<one>{_GAP})(?:{_UNITS})"
    rf"|(?i:soixante)(?P<ten>{_GAP})(?:dix|onze|douze|treize|quatorze|quinze|seize)"
    rf"|(?i:quatre)(?P<score>{_GAP})vingts?|(?i:dix)(?P<teen>{_GAP})(?:sept|huit|neuf))(?![\w’'-])"
    rf"(?!{_GAP}(?:un|{_UNITS}|dix|onze)\b)"
)
_OF_NUMBERS = re.compile(rf"(?:\b(?:un|{_UNITS}|dix|onze|douze),?{_GAP})\Z")


def hyphens(line: str, profile: Profile) -> Iterator[Correction]:
    """``L' île``, ``a t-il``, ``vingt deux``."""
    del profile
    for found in _APART.finditer(line):
        if found["sign"] == "'" and line.count("'") % 2:
            yield Correction(found.start("sign"), found.end(), "’", "fr-apostrophe", "apart")
    for found in _ASKS.finditer(line):
        yield Correction(*found.span("wrong"), "-t-", "fr-dashes", "asks")
    for found in _COUNT.finditer(line):
        if not _OF_NUMBERS.search(line, 0, found.start()):
            group = next(name for name in ("one", "ten", "score", "teen") if found[name])
            yield Correction(*found.span(group), "-", "fr-dashes", "count")
