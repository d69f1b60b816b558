"""French: capitals, ordinals, abbreviations and ligatures of a line.

Rules: "Lexique des règles typographiques en usage à l'Imprimerie nationale" (accents on capitals,
small letters of days, months, languages and adjectives, ``1er``, ``2e``, ``n°``, ``etc.``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workflow.inline.corrections import Correction
from workflow.inline.french_marks import HARD
from workflow.inline.prose import VEIL
from workflow.model import lazy_re as re
from workflow.model.profile import Profile

_LOWER = "a-zàâäæçéèêëîïôöœùûüÿ"
_UPPER = "A-ZÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ"
_GAP = "[ \u00a0\u202f]"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_ACUTE = (
    "tats?|lysées?|vian|pinal|tretat|vry|vreux|quatorial\\w*"
    "|glises?|coles?|coliers?|crire|crits?|crite|crivez|crivain\\w*|coute\\w*|conomi\\w+"
    "|lectricité|lectri(?:que|ques|cien\\w*)|lèves?|lus?|lues?|léments?|nergies?"
    "|nergétique\\w*|norme\\w*|poques?|quipes?|quip(?:é|ée|és|ées|er|ement|ements)|quateur"
    "|rythrée|tabli\\w*|tapes?|té|tés|tudes?|tudiant\\w*|tudier|tymologie|vénements?"
    "|vènements?|videmment|vident\\w*|viter|vitez|voquer|cologi\\w+|cosse|cossais\\w*"
    "|diteurs?|diter|ditez|galité|galement|gypte|gyptien\\w*|léphants?|levage|lever|liminer"
    "|mirats|migrés?|pidémi\\w+|pargne\\w*|pice\\w*|preuves?|quilibre\\w*|rosion|ruption"
    "|tages?|tangs?|toiles?|tranger|trangers|trangère|trangères|vacu(?:er|é|ée|és)|vêques?"
    "|vangile\\w*|thiopi\\w+|thique|tiquette\\w*|ditorial|crans?|changes?|changer|chec|checs"
    "|chelles?|clair\\w*|cart|carts|largi\\w*|laborer|normément|puis[eé]\\w*"
)
_GRAVE_OR_ROUND = {
    "Etre": "Être", "Etes": "Êtes", "Etaient": "Étaient", "Etait": "Était", "Eriger": "Ériger",
    "Ile": "Île", "Iles": "Îles", "Ilot": "Îlot", "Ilots": "Îlots", "Agé": "Âgé", "Agée": "Âgée",
    "Agés": "Âgés", "Agées": "Âgées", "Oter": "Ôter", "Otez": "Ôtez", "Ane": "Âne", "Ere": "Ère",
    "Evêché": "Évêché", "Ca": "Ça", "Etaler": "Étaler",
}  # fmt: skip
_SHARED = (
    "ditions?|lections?|ducation|missions?|volutions?|valuations?|migration|pisodes?|lévation"
    "|vacuation"
)
"""What English writes in the same letters."""
_ROUND = "|".join(_GRAVE_OR_ROUND)
_FRENCH_NEXT = (
    rf"(?={_GAP}(?:[{_LOWER}]+(?:al|el|le|ale|elle|ive|tion|ique|aire)s?"
    rf"|et|du|de|des|d’|à|pour|en|par|sur|dans)\b|{_GAP}:)"
)
_ACCENT = re.compile(
    rf"(?<![\w’'.-])(?:(?P<acute>E(?:{_ACUTE}))|(?P<word>{_ROUND})"
    rf"|(?:(?<=^)|(?<=[.!?…:«]{_GAP}))(?P<shared>E(?:{_SHARED})){_FRENCH_NEXT})(?!\w|’\w)"
    rf"|(?<=[Ll][’'])(?P<article>E(?:{_SHARED}))(?!\w)"
    rf"|(?<=[LlDdCcJjNnSsTtMm][’'])(?P<elided>E(?:{_ACUTE})|{_ROUND})(?!\w)"
)
_INITIAL = re.compile("[ACEIO]")
"""What the words begin with of which that speaks."""
_SHOUTED = re.compile(r"(?<![^\W_])E[A-Z]{3,}(?!\w)")
_ACUTE_WORD = re.compile(rf"E(?:{_ACUTE})")
_VERB_NEXT = (
    r"(?!(?:est|a|et|ou|vaut|sont|ont|été|fait|dit|eu|pu|vu|lu|pour|comme|ne|n|avait|était|peut"
    r"|doit|b|c|besoin|accès|lieu|tendance|la même|le même|une?(?![^,]{4,60},)|produit|mis|pris"
    r"|permis|soldat)\b|(?!côté)\w+(?:é|ée|és|ées|u|i)\b)"
)
"""What follows the letter A and the verb ``a``, but no preposition."""
_LONE_A = re.compile(
    rf"(?:^|(?<=[.!?…]\s)|(?<=«[\u00a0\u202f ])|(?<=[—–:]{_GAP}))A(?={_GAP}{_VERB_NEXT}"
    rf"(?:[{_LOWER}]{{2,}}|l[’']|d[’']|[{_UPPER}][{_LOWER}]+(?:,|{_GAP}"
    rf"(?!of|the|in|and|to|for|is|on|with|at|by)[{_LOWER}]+\b)))"
)
_DAY = "Lundi|Mardi|Mercredi|Jeudi|Vendredi|Samedi|Dimanche"
_DAYS = re.compile(
    rf"(?:(?<=[{_LOWER}]{_GAP})|(?<=[{_LOWER}],{_GAP})|(?<=[{_LOWER}]{_GAP}\())(?:{_DAY})s?"
    rf"(?![\w’-])(?!{_GAP}(?:[{_UPPER}]|(?:saint|gras|noir|rouge|sanglant)\b))"
)
_OF_ROBINSON = re.compile(r"(?:le|ce|du|au|les|chaque|dès|ce|prochain|tous les)\s\(?$")
_CAPITAL_MONTHS = (
    "Janvier|Février|Fevrier|Avril|Juin|Juillet|Août|Aout|Septembre|Octobre|Novembre|Décembre"
    "|Decembre"
)
_MONTH = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}}|1er){_GAP}(?P<dated>{_CAPITAL_MONTHS}|Mars|Mai)"
    rf"|(?:fin de|début de|mois de|[Ee]n|début|fin){_GAP}(?P<of>Mars|Mai)(?!{_GAP}68)"
    rf"|(?:[Ee]n|fin|début|dès|depuis|mi|mois de|mois d’|courant|avant|après){_GAP}?"
    rf"(?P<named>(?<=[ \u00a0\u202f’])(?:{_CAPITAL_MONTHS})))(?![\w-])"
)
_FEASTS = frozenset(
    {"14 Juillet", "1er Mai", "8 Mai", "11 Novembre", "15 Août", "8 Mars", "4 Septembre"}
)
"""Days with a name, which keep their capital."""
_PEOPLES = (
    "Français|Anglais|Chinois|Allemand|Espagnol|Italien|Portugais|Russe|Arabe|Japonais|Coréen|Turc"
    "|Néerlandais|Polonais|Américain|Suisse|Belge|Canadien|Africain|Européen|Indien|Grec|Suédois"
    "|Ukrainien|Vietnamien|Marocain|Algérien|Tunisien|Sénégalais|Congolais|Brésilien|Mexicain"
    "|Britannique|Irlandais|Danois|Norvégien|Finlandais|Hongrois|Roumain|Bulgare|Libanais|Syrien"
)
_TONGUE = (
    "Français|Anglais|Chinois|Mandarin|Allemand|Espagnol|Italien|Portugais|Russe|Arabe|Japonais"
    "|Coréen|Turc|Néerlandais|Polonais|Swahili|Wolof|Grec|Hébreu|Latin|Ukrainien|Vietnamien|Cantonais"
)
_SPOKEN = re.compile(
    rf"(?<![\w’])(?:en|parl(?:e|ent|er|ez|ait|aient|ant)|apprendre|appren(?:d|nent)){_GAP}(?:le{_GAP}|l’|couramment{_GAP})?(?P<first>{_TONGUE})(?![\w’-])"
    rf"(?:(?:,{_GAP}|{_GAP}(?:et|ou){_GAP})(?:en{_GAP})?(?P<second>{_TONGUE})(?![\w’-]))?"
)
_THINGS = (
    "gouvernement|entreprises?|langues?|présidente?|armée|population|autorités?|ministre|ambassade"
    "|ambassadeur|ambassadrice|société|cuisine|culture|économie|marché|équipe|film|cinéma|littérature|presse"
    "|police|parlement|constitution|passeport|frontière|histoire|territoire|citoyen|citoyenne|nationalité"
    "|peuple|musique|école|compagnie|groupe|banque|système|droit|loi|université|chercheur|chercheuse"
    "|journaliste|soldat|acteur|actrice|écrivain|artiste|joueur|joueuse|diplomatie|industrie|produits?"
    "|version|traduction|caractères?|grammaire|site|drapeau|capitale|côte|campagne|ville|région|port"
    "|navire|bateau|voiture|train|usine|vin|fromage|thé|jardin|roman|poète|peintre|chanson|mot|nom"
)
_ADJECTIVE = re.compile(
    rf"(?<![\w’-])(?:{_THINGS}){_GAP}(?P<first>(?:{_PEOPLES})(?:e|ne|s|es|nes|que|ques)?)(?![\w’-])(?!{_GAP}[{_UPPER}])"
)
_CROWD = re.compile(
    rf"(?<![\w’])(?:[Ll]es|[Dd]es|aux|[Pp]lusieurs|[Cc]ertains|[Uu]ne?|[Dd]eux|[Tt]rois|mille"
    rf"|(?:millions|milliers) de){_GAP}(?P<first>(?:{_PEOPLES.lower()})(?:e?s|nes)?)"
    rf"{_GAP}(?:sont|ont|qui|se|peuvent|aiment|mangent|doivent|vont|votent|pensent|vivent|vivant|est"
    rf"|a|ne|n’|avaient|étaient|sera|seront|avait|était|interrogés|veulent|préfèrent|travaillent)(?!\w)"
)


def accents(line: str, profile: Profile) -> Iterator[Correction]:
    """Accents that capitals lack."""
    del profile
    for initial in _INITIAL.finditer(line):
        found = _ACCENT.match(line, initial.start())
        if found is None:
            continue
        word = (
            found["acute"]
            or found["word"]
            or found["shared"]
            or found["article"]
            or found["elided"]
        )
        start = found.end() - len(word)
        if found["word"] == "Ca" and not re.match(rf"{_GAP}[{_LOWER}]{{2,}}", line[found.end() :]):
            continue
        new = _GRAVE_OR_ROUND.get(word, "É" + word[1:])
        yield Correction(start, found.end(), new, "fr-capitals", "accent")
    for found in _SHOUTED.finditer(line):
        if _ACUTE_WORD.fullmatch(found[0].capitalize()):
            yield Correction(found.start(), found.start() + 1, "É", "fr-capitals", "accent")
    for found in _LONE_A.finditer(line):
        yield Correction(*found.span(), "À", "fr-capitals", "accent")


def capitals(line: str, profile: Profile) -> Iterator[Correction]:
    """Capitals French does not write."""
    del profile
    for found in _DAYS.finditer(line):
        if found[0] != "Vendredi" or _OF_ROBINSON.search(line[: found.start()]):
            yield _small(found, 0)
    for found in _MONTH.finditer(line):
        feast = f"{found['day']} {found['dated']}" in _FEASTS
        if not feast or re.match(rf"{_GAP}\d{{4}}", line[found.end() :]):
            yield _small(found, next(key for key in ("dated", "of", "named") if found[key]))
    for pattern in _SMALL:
        for found in pattern.finditer(line):
            for name in ("first", "second"):
                if found.groupdict().get(name):
                    yield _small(found, name)


def peoples(line: str, profile: Profile) -> Iterator[Correction]:
    """Peoples with a small letter."""
    del profile
    for found in _CROWD.finditer(line):
        word = found["first"]
        yield Correction(*found.span("first"), word[0].upper() + word[1:], "fr-capitals", "people")


_PLACES = (
    "Lac|Mont|Mer|Fleuve|Rivière|Rue|Avenue|Boulevard|Golfe|Océan|Détroit|Désert|Vallée|Péninsule"
    "|Archipel|Île|Îles|Forêt"
)
ACCENTS = re.compile(rf"(?<![^\W_])(?:(?:E(?:{_ACUTE}|{_SHARED})|{_ROUND})(?!\w)|E[A-Z]{{3}}|A$)")
"""What stands in one of the words of a line in which :func:`accents` has something to say."""
CAPITALS = re.compile(
    rf"(?:^|[’(-])(?:(?:{_DAY}|{_PEOPLES}|{_TONGUE}|Président|Ministre|Ministère|Maire|Mairie"
    r"|Directeur|Directrice|Préfet|Préfète|Préfecture|Gouverneur|Pape|Professeur|Docteur|Premi)\w*"
    rf"|{_CAPITAL_MONTHS}|Mars|Mai|{_PLACES}|Nord|Sud|Est|Ouest|Été|Hiver|Automne|Printemps)(?!\w)"
)
"""The same of :func:`capitals`."""
PEOPLES = re.compile(f"^(?:{_PEOPLES.lower()})")
"""The same of :func:`peoples`."""


def _small(found: re.Match[str], group: str | int) -> Correction:
    word = found[group]
    return Correction(*found.span(group), word[0].lower() + word[1:], "fr-capitals", "small")


_WITH = rf"(?<![\w’'-])(?i:la|le|du|au|les|des|aux|l’|de|d’|cette|ce|ces|à la){_GAP}?"
_GENERIC = re.compile(
    rf"{_WITH}(?P<first>(?<=[ \u00a0\u202f’])(?:{_PLACES})){_GAP}"
    rf"(?=(?:du{_GAP}|de{_GAP}|de{_GAP}la{_GAP}|d’|des{_GAP}|de{_GAP}l’)?[{_UPPER}])"
)
_OFFICE = re.compile(
    rf"(?:{_WITH}(?P<first>(?:Présidente?|Ministre|Maire|Directeur|Directrice|Préfète?|Gouverneure?"
    rf"|Pape|Professeure?|Docteure?)(?={_GAP}[{_UPPER}][{_LOWER}])"
    rf"|(?:Ministère|Mairie|Préfecture)s?(?={_GAP}(?:de|du|des|d’))))"
    rf"|(?<=[ \u00a0\u202f’])Premi(?:er|ère)s?{_GAP}(?P<second>Ministres?)(?!\w)"
)
_QUARTER = re.compile(
    rf"(?<![\w’])(?:(?i:au|le|dans{_GAP}le){_GAP}|(?i:à|dans){_GAP}l’)"
    rf"(?P<first>Nord|Sud|Est|Ouest)(?={_GAP}(?:de{_GAP}|du{_GAP}|des{_GAP}|d’))"
)
_SEASON = re.compile(
    rf"(?<![\w’])(?i:en{_GAP}|cet{_GAP}|ce{_GAP}|au{_GAP}|l’|d’|chaque{_GAP})"
    rf"(?P<first>Été|Hiver|Automne|Printemps)(?![\w’-])(?!{_GAP}(?:arabe|de|des|du|d’|[{_UPPER}]))"
)
_BEFORE_NOUNS = (
    "jeunes?|ancienn?e?s?|premi(?:er|ère)s?|derni(?:er|ère)s?|autres?|seule?s?|vieux|vieille|grande?s?"
    "|petite?s?|nombreux|nombreuses|plusieurs|certain(?:e?s)?|quelques|mille|cents|millions|quelle"
    "|premiers|nouveau|nouvelle|belle|beau|riches?|pauvres?|simples?|deux|trois|quatre|cinq|entre"
    "|futur|future|célèbres?|double|moitié|parmi|comme|pour|avec|contre|chez|sans|plupart|majorité"
    "|braves?|bon(?:ne)?s?|vraie?s?|honnêtes|illustres|gros|mauvais|faux|divers|rares|innombrables"
    "|éminents|fameux|trop|moins|plus|assez|autant|tant|beaucoup|peu|six|sept|huit|neuf|douze|vingt"
)
_DESCRIBED = re.compile(
    rf"(?<![\w’-])(?i:la|une?|le|cette|ce|sa|son|leur|notre|les|des|ces|ses|leurs|l’|d’une?|du"
    r"|plusieurs|quelques|certaine?s|nombreux|nombreuses|deux|trois|quatre|cinq|six|sept|huit|dix|vingt|cent|\d+)"
    rf"{_GAP}?(?!(?:{_BEFORE_NOUNS}){_GAP})[{_LOWER}]{{4,}}{_GAP}"
    rf"(?P<first>(?:{_PEOPLES})(?:e|ne|s|es|nes)?)(?=$|[,.;!?)»]|{_GAP}[{_LOWER};!?:])"
)
_SMALL = (_SPOKEN, _ADJECTIVE, _DESCRIBED, _GENERIC, _OFFICE, _QUARTER, _SEASON)
"""What has a capital that is none of French."""
_LIGATURES = re.compile(
    r"(?<![^\W_])(?P<before>(?:[Mm]an|[Cc]hef?s?-d[’'])?)(?P<word>(?:[Cc]oeurs?|[Ss]oeurs?|[Bb]oeufs?|[Oo]eufs?"
    r"|[Oo]eils?|[Oo]eillets?|[Oo]euvres?|[Oo]euvrer|[Vv]oeux?|[Nn]oeuds?|[Mm]oeurs|[Rr]ancoeurs?|[Oo]edèmes?"
    r"|[Oo]esophage|[Ff]oetus|[Mm]anoeuvr\w*|[Dd]ésoeuvr\w*|[Éé]coeur\w*|[Oo]enolog\w+|[Oo]ecuméni\w+|[Cc]hoeurs?))(?!\w)"
)


def ligatures(line: str, profile: Profile) -> Iterator[Correction]:
    """``oe`` where French writes ``œ``."""
    del profile
    for found in _LIGATURES.finditer(line):
        new = re.sub("oe", "œ", re.sub("Oe", "Œ", found["word"]))
        yield Correction(*found.span("word"), new, "fr-capitals", "ligature")


_ORDINAL = re.compile(
    rf"(?<![\w.,:/-])(?P<number>\d+|[IVXLC]+)(?P<kept>{VEIL}?)"
    r"(?P<end>i?[èe]mes?|ièmes?|iemes?|émes?|è|ères?|eres?|ières?|iers?|ier|st|nd|nde|rd|th)(?!\w)"
)
_FIRST = re.compile(
    rf"(?<![\d.,:/-])(?<!\d[ \u00a0\u202f])(?<!\w)1(?={_GAP}(?:{_MONTHS})(?!\w))(?!{_GAP}mars\d)"
)
_LATER = re.compile(rf"(?<=\b[Ll]e )(?:[2-9]|[12]\d|3[01])(e)(?={_GAP}(?:{_MONTHS})(?!\w))")
_NUMBER_SIGN = re.compile(
    rf"(?<![\w’-])(?P<sign>N°s?|N°|No\.|no\.|N[o]|nr\.?|num\.)(?P<gap>{_GAP}?)(?=\d)"
)


def ordinals(line: str, profile: Profile) -> Iterator[Correction]:
    """``1ère``, ``2ème``, ``XXIème``, ``1 mai``, ``No. 4``."""
    del profile
    for found in _ORDINAL.finditer(line):
        end, number = found["end"], found["number"]
        plural = "s" if end.endswith("s") else ""
        first = number in {"1", "I"}
        if end in {"ères", "eres", "ère", "ere", "ières", "ière", "iers", "ier"}:
            if not first:
                continue
            new = ("er" if "ier" in end else "re") + plural
        elif end in {"st", "nd", "nde", "rd", "th"}:
            if not number.isdigit() or (number == "2" and end in {"nd", "nde"}):
                continue
            new = "er" if number == "1" else "e"
        else:
            new = "e" + plural
        yield Correction(*found.span("end"), new, "fr-ordinals", "ending")
    for found in _FIRST.finditer(line):
        yield Correction(found.start(), found.end(), "1er", "fr-ordinals", "first")
    for found in _LATER.finditer(line):
        yield Correction(*found.span(1), "", "fr-ordinals", "later")
    for found in _NUMBER_SIGN.finditer(line):
        sign = found["sign"]
        opens = not line[: found.start()].strip() or bool(
            re.search(r"[.!?…:]\s+$", line[: found.start()])
        )
        if sign.startswith("N°") and opens:
            continue
        if sign == "No" and opens:
            continue
        if sign == "num." and line[: found.start()].endswith("avé "):
            continue  # numérique
        yield Correction(found.start(), found.end(), f"n°{HARD}", "fr-abbreviations", "number")


_NAME = rf"(?={_GAP}[{_UPPER}])"
_STAGE = (
    "Bean|Universe|Univers|Hyde|Robot|Freeze|T|Olympia|Brainwash|Oizo|Big|Nobody|Fox|Darcy"
    "|President"
)
_SHORT: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str], str], ...] = tuple(
    (re.compile(pattern), new, fault)
    for pattern, new, fault in (
        (rf"(?<![\w’-])Mrs?\.?(?={_GAP}et{_GAP}(?:Mme|Mlle|M)\b)", "M.", "title"),
        (rf"(?<![\w’-])Mr\.?(?={_GAP}(?!(?:{_STAGE})\b)[{_UPPER}])", "M.", "title"),
        (rf"(?<![\w’-])(?:Mrs|Ms)\.?{_NAME}", "Mme", "title"),
        (rf"(?<![\w’-])Mme\.{_NAME}", "Mme", "title"),
        (rf"(?<![\w’-])Mmes\.{_NAME}", "Mmes", "title"),
        (rf"(?<![\w’-])(?:Mlle\.|Melle\.?){_NAME}", "Mlle", "title"),
        (rf"(?<![\w’-])Dr\.{_NAME}", "Dr", "title"),
        (rf"(?<![\w’-])Pr\.{_NAME}", "Pr", "title"),
        (rf"(?<![\w’-])Prof\.(?={_GAP}[{_UPPER}][{_LOWER}])", "Pr", "title"),
        (r"(?<!\w)(etc|Etc)(?:\.?…|\.{2,}|\.? (?:…|\.{3}))", r"\1.", "etc"),
        (r"(?<!\w)ect\b\.?(?!\w)", "etc.", "etc"),
        (r"(?<!\w)etc(?=$|[\s,;:)»])", "etc.", "etc"),
        (r"(?<![\w.-])[Cc]f(?= )", lambda found: found[0] + ".", "short"),
        (r"(?<![\w.-])c(?:-à-d|-a-d)\.?(?!\w)", "c.-à-d.", "short"),
        (rf"(?<!\w)pgs?\.?(?={_GAP}?\d)", "p.", "short"),
        (rf"(?<!\w)par ex\.(?={_GAP}|$|\))", f"p.{HARD}ex.", "short"),
        (
            r"(?<=\d)(?<!\d\d\d)[ \u00a0\u202f]?H[ \u00a0\u202f]?(?=[0-5]\d\b)",
            f"{HARD}h{HARD}",
            "hour",
        ),
        (rf"(?<=\d\d)([ \u00a0\u202f]?)H(?=$|[\s,.;)])(?!{_GAP}[{_UPPER}])", f"{HARD}h", "hour"),
        (rf"(?<=\d{_GAP})(?:kgs|Kgs?|KG)(?!\w)", "kg", "unit"),
        (rf"(?<=\d{_GAP})(?:kms|Kms?|KM)(?!\w)", "km", "unit"),
        (rf"(?<=\d{_GAP})(?:mn|mins)(?!\w)\.?", "min", "unit"),
        (rf"(?<=\d{_GAP})(?:hrs?|hs)(?!\w)\.?", "h", "unit"),
        (rf"(?<=\d{_GAP})secs?\.?(?=\s(?:de|d’)|[,;)])", "s", "unit"),
        (rf"(?<=\d{_GAP})grs?\.?(?!\w)", "g", "unit"),
        (
            rf"(?<=\d{_GAP})(km|cm|mm|kg|ml|cl|min|h)\.(?=,|{_GAP}(?:de|d’|du|à|et|ou|en|par|pour)\b)",
            r"\1",
            "unit",
        ),
    )
)


def abbreviations(line: str, profile: Profile) -> Iterator[Correction]:
    """Titles, ``etc.`` and its like, hours and units."""
    del profile
    for pattern, new, fault in _SHORT:
        for found in pattern.finditer(line):
            better = new(found) if callable(new) else found.expand(new)
            yield Correction(*found.span(), better, "fr-abbreviations", fault)
