"""French: figures of a line, with decimal comma and thousands by spaces.

Rules: "Lexique des règles typographiques en usage à l'Imprimerie nationale"; CLDR, ``fr``. What
may be a version, a section, a date, a time, an address or a number of something stays.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.inline.corrections import Correction
from workflow.inline.french_marks import HARD, LETTER, NARROW
from workflow.model import lazy_re as re
from workflow.model.profile import Profile

_BLANK = "[ \u00a0\u202f\u2009]"
_SCALES = r"(?:mille|millions?|milliards?|billions?)\b"
_SIGN = r"(?:[%‰€£¥]|\$(?!\w))"
_UNIT = (
    r"(?:km|cm|mm|m|ha|kg|mg|g|hl|cl|ml|l|L|t|kWh|MWh|GWh|TWh|kW|MW|GW|Hz|kHz|MHz|GHz|Ko|Mo|Go|To"
    r"|°C|°F|km/h|m[²³]|km²|pouces|mètres?|kilomètres?|degrés?|points?|euros?|dollars?|francs?"
    r"|tonnes?|litres?|heures?|fois|ans|enfants?)(?![\w’-])"
)
_FIGURE = re.compile(
    r"(?<![\w.,/:@#$€£+-])(?<!\d[ \u00a0\u202f’'])\d+(?:[.,]\d+)+(?![\w:@-]|[.,/]\w)"
)
_SERIAL = re.compile(
    r"(?:versions?|v|vers\.|release|sections?|chapitres?|chap\.|§|figures?|fig\.|tableaux?|articles?"
    r"|art\.|paragraphes?|annexes?|points?|n[°ºo]s?|numéros?|règles?|clauses?|pages?|licences?|norme"
    r"|étapes?|exercices?|niveau|port|révision|mise à jour|alinéas?|tomes?|livres?|partie|page"
    rf"|[A-ZÀ-Ý][\w+-]*|\w*[A-Z]{{2,}}\w*){_BLANK}$"
)
"""What stands before a number that names something."""
_SENTENCE_WORD = re.compile(
    r"(?:^|[.!?…«:]\s)(?:Environ|Plus|Moins|Près|Soit|Une?|Les?|La|Avec|De|À|En|Quelque|Sur|Ces|Dans)"
    rf"(?: de| d’| que)?{_BLANK}$"
)
_COUNTING = re.compile(
    r"(?:\b(?:de|d’|à|est|sont|soit|environ|presque|moyenne|note|indice|magnitude|score|facteur|taux"
    rf"|que|par|atteint|atteignent|fait|compte|contre|et|entre|vaut)){_BLANK}$"
)
_PLURAL = re.compile(rf"{_BLANK}([a-zà-ÿœ]{{4,}}[sx])(?!\w)")
_MEASURED = re.compile(
    r"(?:fois|mètres|kilomètres|litres|kilos|kilogrammes|tonnes|secondes|grammes)"
)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
_LONG = re.compile(
    rf"(?<![\w.,/:#-])[1-9]\d{{4,8}}(?=({_BLANK}?(?:€|%(?![\w(])|{_UNIT})|{_BLANK}[a-zà-ÿœ]{{4,}}[sx]\b))(?![\w/-])"
)
_SPACED = re.compile(
    r"(?<![\w.,+’'])(?<!\d[ \u00a0\u202f’-])[1-9]\d{0,2}(?: \d{3})+(?![\d.]|[ \u00a0\u202f]\d)"
)
_ENGLISH_APOSTROPHE = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:['’]\d{3})+(?![\w'’])")
_BEFORE_SIGN = re.compile(
    rf"(?<![\w$€£])(?:US|CA|C)?([€£]|\$){_BLANK}?(\d[\d.,\u00a0\u202f]*\d|\d)(?!\w)({_BLANK}{_SCALES})?"
)
_NUMBERED = re.compile(
    rf"(?:n[°ºo]s?|numéros?|code|port|dossier|référence|identifiant|ID|BP|CS|PID|uid){_BLANK}$",
    re.I,
)


def numbers(line: str, profile: Profile) -> Iterator[Correction]:
    """Decimal points, thousands parted otherwise or not at all, and currency signs in front."""
    for found in _FIGURE.finditer(line):
        yield from _figure(line, found, profile)
    for found in _LONG.finditer(line):
        if not _NUMBERED.search(line, max(0, found.start() - 16), found.start()):
            yield Correction(*found.span(), _grouped(found[0]), "fr-numbers", "thousands")
    for found in _SPACED.finditer(line):
        if not re.search(r"(?:[A-ZÉ]{2,}|[Tt]él[^ ]*|n[°o]) $", line[: found.start()]):
            new = found[0].replace(" ", NARROW)
            yield Correction(*found.span(), new, "fr-numbers", "breaking")
    if profile != "fr-CH":
        for found in _ENGLISH_APOSTROPHE.finditer(line):
            new = re.sub("['’]", NARROW, found[0])
            yield Correction(*found.span(), new, "fr-numbers", "thousands")
    for found in _BEFORE_SIGN.finditer(line):
        if found[1] == "$" and re.fullmatch(r"\d", found[2]) and not found[3]:
            continue  # of a shell
        whole = line[found.start() : found.end(2)]
        new = f"{_mended(found[2])}{found[3] or ''}{HARD}{whole[: whole.index(found[1]) + 1]}"
        yield Correction(*found.span(), new, "fr-numbers", "currency")


def _figure(line: str, found: re.Match[str], profile: Profile) -> Iterator[Correction]:
    before, after = line[max(0, found.start() - 30) : found.start()], line[found.end() :]
    figure, point = found[0], "." in found[0]
    if "version" in before or (_SERIAL.search(before) and not _SENTENCE_WORD.search(before)):
        return
    scale = re.match(rf"{_BLANK}?{_SCALES}", after)
    unit = re.match(rf"{_BLANK}?(?:{_SIGN}|{_UNIT})", after)
    plural = _PLURAL.match(after)
    counted = bool(plural and not _MEASURED.match(plural[1]))
    if _THOUSANDS.fullmatch(figure) and not scale:
        several = len(re.findall(r"[.,]", figure)) > 1
        money = re.match(rf"{_BLANK}?(?:[€£$]|euros|dollars)", after)
        if (
            several
            or counted
            or money
            or (point and figure.endswith("000"))
            or (figure.endswith("0") and unit)
        ):
            yield Correction(
                *found.span(), re.sub("[.,]", NARROW, figure), "fr-numbers", "thousands"
            )
            return
    if not point or figure.count(".") > 1 or "," in figure:
        if figure.count(",") and re.fullmatch(r"\d{1,3}(?:,\d{3})+\.\d+", figure):
            yield Correction(*found.span(), _mended(figure), "fr-numbers", "thousands")
        return
    if profile == "fr-CH" and re.fullmatch(r"\d\d?\.[0-5]\d", figure) and not (scale or unit):
        return  # a time of day
    if re.fullmatch(r"[0-3]?\d\.[01]\d", figure) and re.search(r"\b(?:le|du|au)\s$", before):
        return  # a day of the year
    if (
        scale
        or unit
        or (
            _COUNTING.search(before)
            and re.match(rf"(?:{_BLANK}{LETTER}+)", after)
            and figure[0] != "v"
        )
        or re.search(r"\b(?:magnitude|moyenne|indice|note|score) de\s$", before)
    ):
        yield Correction(*found.span(), figure.replace(".", ","), "fr-numbers", "decimal")


def _mended(figure: str) -> str:
    """An English figure, or one of either kind, as a French one."""
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", figure):
        return figure.replace(",", NARROW).replace(".", ",")
    if re.fullmatch(r"\d+\.\d{1,2}", figure):
        return figure.replace(".", ",")
    return figure


def _grouped(digits: str) -> str:
    first = len(digits) % 3 or 3
    groups = [digits[at : at + 3] for at in range(first, len(digits), 3)]
    return NARROW.join((digits[:first], *groups))
