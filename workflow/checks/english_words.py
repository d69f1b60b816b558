"""English words by their look alone: capitals of names, ``a`` and ``an``, lost apostrophes.

Only what is certain is told: words that are other things in small letters as well (``march``,
``polish``, ``china``, french fries) are left where nothing beside them tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from workflow.checks.edits import Edit
from workflow.checks.english_signs import Signs
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

CAPITALS: Final = "en-capitals"
ARTICLE: Final = "en-article"
_QUOTES: Final = "en-quotes"
_DAYS: Final = "mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?"
_MONTHS: Final = "january|february|april|june|july|september|october|november|december"
_DATED: Final = "march|may|august"
_TONGUES: Final = (
    "english|french|german|chinese|japanese|russian|spanish|italian|portuguese|american|british"
    "|european|african|asian|canadian|australian|indian|korean|arabic|dutch|swedish|norwegian"
    "|danish|finnish|hungarian|czech|slovak|romanian|bulgarian|ukrainian|brazilian|mexican"
    "|egyptian|moroccan|algerian|tunisian|nigerian|kenyan|ethiopian|belgian|austrian|irish"
    "|scottish|welsh|vietnamese|thai|indonesian|malaysian|israeli|iranian|iraqi|syrian|lebanese"
    "|turkish|greek|swahili|mandarin chinese|cantonese|hebrew|hindi|americans|germans|russians"
    "|italians|canadians|australians|indians|africans|europeans|asians|mexicans|brazilians"
)
_PLACES: Final = (
    "france|germany|spain|italy|russia|ukraine|poland|japan|canada|mexico|brazil|argentina"
    "|australia|india|egypt|kenya|nigeria|ethiopia|morocco|algeria|tunisia|senegal|sweden|norway"
    "|denmark|finland|ireland|scotland|england|britain|europe|africa|asia|america|belgium|austria"
    "|switzerland|portugal|greece|hungary|romania|iran|iraq|syria|israel|lebanon|afghanistan"
    "|pakistan|vietnam|thailand|indonesia|korea|taiwan|london|paris|beijing|shanghai|tokyo|berlin"
    "|madrid|rome|moscow|brussels|geneva|vienna|amsterdam|lisbon|dublin|chicago|boston|marseille"
    "|lyon|strasbourg|istanbul|cairo|dakar|nairobi|montreal|sydney|washington"
)
_OTHER_THINGS: Final = (
    r"(?! (?:fry|fries|windows?|doors?|press|toast|horns?|kiss|breads?|cheese|chard|pastry|pastries"
    r"|ovens?|courage|delights?|ink|muffins?|whispers|roulette|shepherds?|coffee|stew|yogh?urt"
    r"|numerals?|numbers?|digits?|figures|salt|braids?|leave|polish|cuffs?|pleats?|bath|letters?"
    r"|doors)\b)"
)
_ENDS: Final = r"(?![\w@/=’'-]|[.:]\w|\()"
_STARTS: Final = r"(?<![\w@/=.#’'<-])"
_SMALL: Final = re.compile(
    rf"{_STARTS}(?:(?P<day>{_DAYS}|{_MONTHS})"
    rf"|(?:(?<=\d )|(?<=\d(?:st|nd|rd|th) )|(?<=(?:1st|2nd|3rd) ))(?P<dated>{_DATED})(?= \d{{4}}"
    r"|[,.]|\Z| (?:at|in|and|to)\b)"
    r"|(?:(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=late )|(?<=early )|(?<=last )|(?<=next"
    rf" ))(?P<month>{_DATED})(?= \d{{4}}|[,.]|\Z)"
    rf"|(?P<tongue>{_TONGUES}){_OTHER_THINGS}"
    rf"|(?i:in|to|from|of|for|at|near|across|through|visits?|visited|left|leaves?){{1}}"
    rf" (?P<place>{_PLACES})(?! (?:plaster|green|polish))){_ENDS}"
)
_WORDS: Final = "|".join((_DAYS, _MONTHS, _DATED, _TONGUES, _PLACES))
_ANY_SMALL: Final = re.compile(
    rf"\b(?:{'|'.join(sorted({word[:4] for word in _WORDS.split('|')}))})"
)
"""What stands wherever the pattern finds something."""
_I: Final = re.compile(
    r"(?<![\w’'./@=(%-])i(?=(?: (?:am|have|was|will|think|know|want|don[’']t|can(?:[’']t|not)? "
    r"|hope|believe)\b|[’'](?:m|ve|ll)\b))"
)
_OFFERED: Final = re.compile(
    r"\b(?:values?|options?|languages?|locales?|modes?|layouts?|can be|one of|either)\b.{0,30}\Z"
)


def capital_faults(signs: Signs) -> Iterator[Edit]:
    """Names of days, months, languages, peoples and places in small letters, and ``i``."""
    seen = signs.seen
    for found in _SMALL.finditer(seen) if _ANY_SMALL.search(seen) else ():
        group = found.lastgroup or "day"
        word = found[group]
        start = found.start(group)
        if group == "tongue" and _OFFERED.search(seen, max(0, start - 60), start):
            continue
        new = " ".join(part.capitalize() for part in word.split(" "))
        said = phrase("“{word}”: write “{new}”, names of days, months, languages, peoples and "
                      "places have a capital", word=word, new=new)  # fmt: skip
        yield signs.edit(CAPITALS, found.span(group), new, said)
    for found in _I.finditer(seen) if "i " in seen or "i’" in seen or "i'" in seen else ():
        yield signs.edit(CAPITALS, found.span(), "I", phrase("“i” for a person is written “I”"))


_VOWEL: Final = re.compile(
    r"(?<![\w’'/.&~%-])(?P<article>[Aa]) (?P<word>[aeiou][a-z]{2,}|[AEIO][a-z]{3,}|hour|honest"
    r"|heir|honou?r|hono(?:u?rable|rary))(?!\w|[@/=(]|[.’']\w)"
)
_YOU: Final = re.compile(
    r"(?:eu|ew|one(?:s|ness|-\w+|time)?\Z|once|ouija|uni(?!n|m|d[^i]|mp)|unan|us[aeu](?!b)|usi"
    r"|usu|ut[eio](?!r)|ura|uri|uro|uru|ubi|ufo|uk|ufa)",
    re.IGNORECASE,
)
"""Vowels that are said as consonants."""
_NO_NOUN: Final = frozenset(
    "and are ask asks also any all after among about above again as at away either else even ever "
    "every if in into is isn it its itself of off on only onto or other our out over own under "
    "until unless up upon us use used uses an am une unes est elle elles ils aux avec ont ans afin "
    "ainsi alors entre encore ensuite user always equals exists".split()
)
_CONSONANT: Final = re.compile(
    r"(?<![\w’'/.&~%-])(?P<article>[Aa]n) (?P<word>(?:[bcdfgjklmnpqrstvwyz](?=[aeiou])"
    r"|(?:bl|br|ch|cl|cr|dr|dw|fl|fr|gl|gr|gn|kn|kl|kr|ph|pl|pr|ps|qu|rh|sc|sh|sk|sl|sm|sn|sp|st"
    r"|sw|th|tr|tw|wh|wr)(?=[aeiouylr]))"
    r"[a-z]{2,}|house|hand|hundred|half|human|home|high|huge|hard|hot|heavy|happy|horse|hospital"
    r"|head|hall|hill|hole"
    r"|one(?:-[a-z]+)?|once|university|union|unit|unique|used|useful|user|usual|uniform"
    r"|universal|united|european"
    r"|European|University|Union|United|Ukrainian)(?!\w|[@/=(]|[.’']\w)"
)
_FOREIGN: Final = frozenset("der den die das dem les des sich tag".split())
_OTHER_TONGUE: Final = re.compile(
    r"\b(?:le|la|les|des|du|est|una|el|los|il|elle|que|pas|pour|der|und)\b|[àéèêçñ]"
)
_SPELT: Final = re.compile(
    r"(?<![\w’'/.&-])(?:(?P<a>[Aa]) (?:FBI|NGO|MRI|SMS|HIV|XML|NBA|NHS|MBA|LCD|SSD|RSS|MP|X-ray)"
    r"|(?P<an>[Aa]n) (?:UK|USB|EU|BBC|CEO|DVD|CD|GPS|PDF|TV|VIP|CV|PhD))(?![\w-])"
)


def article_faults(signs: Signs) -> Iterator[Edit]:
    """``a`` before a vowel that is heard, ``an`` before a consonant."""
    seen = signs.seen
    lowered = f" {seen}"
    if not (" a " in lowered or " an " in lowered or " A " in lowered or " An " in lowered):
        return
    foreign = _OTHER_TONGUE.search(seen) is not None
    for pattern in () if foreign else (_VOWEL, _CONSONANT, _SPELT):
        for found in pattern.finditer(seen):
            if pattern is _SPELT:
                group = found.lastgroup or "a"
                wanted = "an" if group == "a" else "a"
            else:
                group, word = "article", found["word"]
                wanted = "an" if pattern is _VOWEL else "a"
                if word in (_NO_NOUN if pattern is _VOWEL else _FOREIGN):
                    continue
                if pattern is _VOWEL and (_YOU.match(word) or _is_letter(seen, found)):
                    continue
            old = found[group]
            new = wanted.capitalize() if old[0].isupper() else wanted
            said = phrase("“{place}”: the sound that follows asks for “{new}”",
                          place=found[0], new=new)  # fmt: skip
            yield signs.edit(ARTICLE, found.span(group), new, said)


def _is_letter(seen: str, found: re.Match[str]) -> bool:
    """Whether ``a`` is the letter: of a vitamin, a plan, at the end of a sentence."""
    if found["article"] == "A" and found["word"][0].islower():
        before = seen[: found.start()].rstrip()
        return bool(before) and before[-1] not in ".!?:“‘\n"
    return (
        re.search(
            r"\b(?:vitamin|option|plan|point|item|letter|grade|class|type|group|key|and|or"
            r"|press) \Z",
            seen[: found.start()],
            re.I,
        )
        is not None
    )


_THEIRS: Final = (
    "own|tail|wings|doors|borders|citizens|roots|origins?|employees|headquarters|inhabitants|prey"
    "|nest|members|capital|population|history|founders?|residents|leaders?|owners?|peak|surface"
)
_POSSESSION: Final = re.compile(
    rf"(?<![\w’'])(?P<its>[Ii]t[’']s)(?= (?:{_THEIRS})\b)(?! own (?:a|the)\b)"
    r"|(?:(?<= of )|(?<= on )|(?<= in )|(?<=with )|(?<=from )|(?<= by )|(?<= at )|(?<=into )"
    r"|(?<=over ))(?P<after>it[’']s)(?= (?!all\b|a\b|an\b|the\b|not\b)[a-z]+)"
    r"|(?<![\w’'])(?P<plural>[Ww]omen|[Cc]hildren|[Mm]en)s(?= (?!rea\b|sana\b|agitat"
    r"|legis)[a-z]{2,})"
    r"|(?<![\w’'./@=-])(?P<verb>(?i:do|does|did|is|was|were|could|should|would|have|has|had"
    r"|are))nt(?![\w’'./@=-])"
    r"|(?<![\w’'./@=-])(?P<who>(?i:they|you))(?P<be>re|ve)(?![\w’'./@=-])"
)


def apostrophe_faults(signs: Signs) -> Iterator[Edit]:
    """``it’s`` for its, ``womens``, ``dont``."""
    for found in _POSSESSION.finditer(signs.seen):
        if found["its"] or found["after"]:
            group = "its" if found["its"] else "after"
            new = f"{found[group][:2]}s"
            said = phrase("“{place}” is “it is”: what belongs to it is “its”", place=found[group])
            yield signs.edit(_QUOTES, found.span(group), new, said)
            continue
        if found["plural"]:
            new = f"{found['plural']}’s"
        elif found["verb"]:
            new = f"{found['verb']}n’t"
        else:
            new = f"{found['who']}’{found['be']}"
        said = phrase("“{place}” lacks its apostrophe: write “{new}”", place=found[0], new=new)
        yield signs.edit(_QUOTES, found.span(), new, said)
