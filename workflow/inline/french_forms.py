"""French: numbers of kings and of things, gender of ordinals, names in small letters.

Rules: "Lexique des règles typographiques en usage à l'Imprimerie nationale" (Roman numbers of kings
and popes, ``n°`` and a no-break space, capitals of countries and towns).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflow.inline.corrections import Correction
from workflow.inline.french_marks import HARD
from workflow.inline.prose import VEIL
from workflow.model import lazy_re as re
from workflow.model.profile import Profile

_GAP = "[ \u00a0\u202f]"
_LOWER = "a-zàâäæçéèêëîïôöœùûüÿ"
_KINGS: Mapping[str, int] = {
    "Napoléon": 3, "Louis": 18, "Henri": 8, "Charles": 10, "François": 2, "Philippe": 6,
    "Élisabeth": 2, "Elisabeth": 2, "Elizabeth": 2, "Jean-Paul": 2, "Benoît": 16, "Pie": 12,
    "Léon": 14, "Guillaume": 3, "Georges": 6, "George": 6, "Édouard": 8, "Edouard": 8,
    "Ramsès": 11, "Nicolas": 2, "Victor-Emmanuel": 3, "Frédéric-Guillaume": 4, "Frédéric": 3,
    "Catherine": 2, "Jean": 23, "Alexandre": 3, "Pierre": 3, "Ferdinand": 7, "Jacques": 7,
}  # fmt: skip
"""Kings and popes, and the highest number one of that name has."""
_KING = re.compile(
    r"(?<![\w’-])(?:(?P<rank>(?i:roi|reine|pape|empereur|impératrice|tsar|pharaon|règne de"
    rf"|sous){_GAP})?)"
    rf"(?<!\w)(?P<name>{'|'.join(_KINGS)})(?P<gap>{_GAP})(?P<number>\d{{1,2}})(?P<first>er"
    r"|re)?(?![\w.,:/%-]?\d|[\w%°-])"
    rf"(?P<after>(?=$|[.,;)»!?]|{_GAP}[»;:!?]|{VEIL}|{_GAP}(?:a|est|fut|était|règne|régna|fit"
    r"|mourut|meurt|et|le|de|en|qui"
    r"|devient|devint|avait|aurait|abdique|abdiqua|épouse|épousa)\b))"
)
_AGE = re.compile(r"(?:chapitre|jeu|set|acte|match|scène|saison|Saint)\s\S*\Z")


def kings(line: str, profile: Profile) -> Iterator[Correction]:
    """``Napoléon 3``, ``François 1er``."""
    del profile
    for found in _KING.finditer(line):
        number = int(found["number"])
        sure = found["rank"] or found["first"] or number > 1
        single = found["name"] in {"Jean", "Pierre", "Catherine", "Alexandre", "Jacques", "Nicolas"}
        if not 0 < number <= _KINGS[found["name"]] or not sure or (single and not found["rank"]):
            continue
        if _AGE.search(line, 0, found.start("name")):
            continue
        female = found["name"] in {"Élisabeth", "Elisabeth", "Elizabeth", "Catherine"}
        new = ("Ire" if female else "Ier") if number == 1 else _roman(number)
        start, end = (
            found.start("number"),
            found.end("first") if found["first"] else found.end("number"),
        )
        yield Correction(start, end, new, "fr-ordinals", "king")


def _roman(number: int) -> str:
    ones = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return "X" * (number // 10) + ones[number % 10]


_GENDER = re.compile(
    rf"(?<![\w’-])(?:(?i:le|son|mon|ton|du|au|un){_GAP}1(?P<her>re|ère)|(?i:la|sa|ma|ta|une"
    rf"|cette){_GAP}1(?P<his>er))"
    rf"(?={_GAP}(?!(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre"
    rf"|novembre|décembre|secrétaire|ministre)\b)[{_LOWER}])"
)
_NUMBER = re.compile(
    r"(?<!\w)[nN]°(?P<gap>[ ]?)(?=\d)"
    rf"|(?<=[{_LOWER}]{{3}})(?P<blank>{_GAP})(?P<hash>#)(?=\d{{1,3}}(?![\w#]))"
)
_OF_CODE = re.compile(
    r"(?:bugs?|bogues?|tickets?|issues?|demandes?|rapports?|anomalies?|requêtes?|couleurs?"
    r"|hashtag|canal|pull|commit|mot|touche|caractère|signe)\W*\Z"
)


def gender(line: str, profile: Profile) -> Iterator[Correction]:
    """``son 1re roman``, ``la 1er fois``."""
    del profile
    for found in _GENDER.finditer(line):
        group, new = ("her", "er") if found["her"] else ("his", "re")
        yield Correction(*found.span(group), new, "fr-ordinals", "gender")


def number_signs(line: str, profile: Profile) -> Iterator[Correction]:
    """``n°4``, ``n° 4`` with a blank that breaks, ``#4``."""
    del profile
    for found in _NUMBER.finditer(line):
        if found["hash"]:
            if line.count("#") == 1 and not _OF_CODE.search(line, 0, found.start()):
                yield Correction(*found.span("hash"), f"n°{HARD}", "fr-abbreviations", "number")
        else:
            fault = "breaking" if found["gap"] else "missing"
            yield Correction(*found.span("gap"), HARD, "fr-spaces", fault)


_COUNTRIES = (
    "france|allemagne|espagne|italie|belgique|angleterre|grande-bretagne|irlande|écosse|russie"
    "|ukraine"
    "|pologne|roumanie|bulgarie|hongrie|grèce|turquie|algérie|tunisie|libye|égypte|éthiopie"
    "|tanzanie"
    "|afrique|europe|asie|amérique|océanie|australie|nouvelle-zélande|argentine|colombie|bolivie"
    "|norvège|suède|finlande|autriche|slovaquie|slovénie|croatie|serbie|albanie|lituanie|lettonie"
    "|estonie|mauritanie|namibie|zambie|somalie|syrie|arabie|birmanie|thaïlande|indonésie|malaisie"
    "|mongolie|bretagne|normandie|provence|bourgogne|catalogne|sicile|sardaigne|californie"
)
_MALE = (
    "maroc|sénégal|cameroun|portugal|brésil|canada|mexique|danemark|japon|vietnam|cambodge|kenya"
    "|soudan|rwanda|burundi|luxembourg|royaume-uni|pakistan|bangladesh|venezuela|québec|liban"
)
_TOWNS = (
    "paris|londres|lyon|marseille|bordeaux|toulouse|strasbourg|lille|nantes|rennes|genève|lausanne"
    "|bruxelles|berlin|madrid|rome|moscou|varsovie|vienne|prague|athènes|lisbonne|dublin|oslo"
    "|stockholm|copenhague|helsinki|budapest|bucarest|istanbul|tunis|alger|rabat|dakar|bamako"
    "|abidjan|kinshasa|nairobi|pékin|shanghai|tokyo|montréal|ottawa|washington|boston|chicago"
    "|sydney"
)
_NAMES = re.compile(
    rf"(?<![\w’'/.@#-])(?:(?i:en|la|vers{_GAP}la|toute{_GAP}la){_GAP}(?P<land>{_COUNTRIES})"
    rf"|(?i:l|d)[’'](?P<elided>(?=[aéioeu])(?:{_COUNTRIES}))"
    rf"|(?i:au|le|du){_GAP}(?P<male>{_MALE})|[àÀ]{_GAP}(?P<town>{_TOWNS}))(?![\w’'/@=-]|\.\w)"
)
NAMED = re.compile(rf"(?:^|[’'])(?:{_COUNTRIES}|{_MALE}|{_TOWNS})(?![\w’'/@=-]|\.\w)")
"""What stands in one of the words of a line in which :func:`names` has something to say."""
_THINGS = frozenset("bourgogne|provence|argentine|bordeaux|rome".split("|"))


def names(line: str, profile: Profile) -> Iterator[Correction]:
    """``la france``, ``à paris``: what is a name and no other word."""
    del profile
    for found in _NAMES.finditer(line):
        group = found.lastgroup or "land"
        name = found[group]
        if name in _THINGS and group != "town":
            continue
        new = "-".join(
            part if part == "-" else part[0].upper() + part[1:] for part in name.split("-")
        )
        yield Correction(*found.span(group), new, "fr-capitals", "name")
