"""French: the spaces about marks, quotation marks and apostrophes of a line.

Rules: "Lexique des règles typographiques en usage à l'Imprimerie nationale"; for Switzerland the
"Guide du typographe" (narrow spaces or none before high marks), for Canada the Office québécois de
la langue française (none before ``;``, ``!`` and ``?``). U+00A0 and U+202F are both taken for the
no-break space of a rule. Lines are those of :class:`~.prose.Veiled`.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.inline.corrections import Correction
from workflow.inline.prose import VEIL
from workflow.inline.scripts import HAN
from workflow.model import lazy_re as re
from workflow.model.profile import Profile

HARD, NARROW = "\u00a0", "\u202f"
GAPS = " \t\u2009\u00a0\u202f"
LETTER = r"[^\W\d_]"
KEPT = VEIL[1:-1]
_VEILED = "\U000f0000"
"""The first of the characters that stand for what is no word."""
FIXED = (HARD, NARROW)

_HIGH = re.compile(rf"([{GAPS}]*)([;!?]+|:)")
HIGH = re.compile(rf"(?<![{HARD}{NARROW}])[;:!?]|[{GAPS}][{HARD}{NARROW}][;:!?]|{HARD}[;!?]")
"""What a line has that :func:`high` may have something to say of."""
_SMILE = re.compile(r"[:;]['’]?-?[)(DPp|/\\*oO3](?!\w)")
_SCHEMES = frozenset({"http", "https", "mailto", "file", "data", "tel", "ftp", "urn", "doi", "re"})
_NAMES = frozenset({"yahoo", "jeopardy", "joomla", "kahoot", "wham", "yum"})
"""Whose names end with an exclamation mark."""
_WORD_BEFORE = re.compile(rf"{LETTER}+$")
_NO_WORD = frozenset("([{«“‘\"'/|\\\n=<>@#$&*+~^,;:-–—`¡¿")
"""What a mark stands after that ends no sentence."""
_REFERENCE = re.compile(r"&#?\w+$")
_LISTED = re.compile(r"^\S+;$|;\S")
_AFTER_COLON = frozenset('»”")…—–“«‘')
_CLOSING = frozenset("»”\"’')]}*_…—–-<|,")


def high(line: str, profile: Profile) -> Iterator[Correction]:
    """Spaces before ``: ; ! ?``."""
    for found in _HIGH.finditer(line):
        if not _is_mark(line, found) or _of_a_name(line, found):
            continue
        (start, end), gap, marks = found.span(1), found[1], found[2]
        before = line[start - 1]
        wanted = HARD if marks == ":" else NARROW
        if profile == "fr-CA" and marks != ":":
            if gap not in {"", NARROW}:
                yield Correction(start, end, "", "fr-spaces", "unwanted")
        elif gap not in FIXED:
            free = profile == "fr-CH" or before in "…!?"
            if gap:
                yield Correction(start, end, wanted, "fr-spaces", "breaking")
            elif not free:
                yield Correction(start, end, wanted, "fr-spaces", "missing")


def _is_mark(line: str, found: re.Match[str]) -> bool:
    """Whether what stands there is punctuation of a sentence."""
    start, gap, mark = found.start(), found[1], found[2][0]
    before, after = line[start - 1 : start], line[found.end() : found.end() + 1]
    if not before or before in GAPS:
        return False
    if before in _NO_WORD and not (before == '"' and _quotation_ends(line, start - 1)):
        return False
    glued = after and not after.isspace() and after not in _CLOSING
    if glued and (after < _VEILED or (before >= _VEILED and not gap)):  # as in {file}:{line}
        return False
    if mark in ":;" and (gap or not after) and _SMILE.match(line, found.start(2)):
        return False
    if mark == ":":
        return _is_colon(line, start, gap, after)
    return mark != ";" or not (
        after == '"'  # of a style
        or (not gap and not after and _LISTED.search(line))
        or (not gap and _REFERENCE.search(line, max(0, start - 12), start))
    )


def _quotation_ends(line: str, end: int) -> bool:
    """Whether the straight mark at ``end`` closes what one like it opens; as :func:`quotes`."""
    start = line.rfind('"', 0, end)
    first, last = line[start + 1 : start + 2], line[end - 1 : end]
    opens = start == 0 or (start > 0 and _OPENS.match(line[start - 1]))
    return bool(opens and not first.isspace() and first != '"' and not last.isspace())


def _is_colon(line: str, start: int, gap: str, after: str) -> bool:
    if after in _CLOSING and after not in _AFTER_COLON:
        return False
    word = _WORD_BEFORE.search(line, max(0, start - 30), start)
    name = word[0] if word else ""
    return bool(gap) or not (name.lower() in _SCHEMES or (len(name) == 1 and name.isupper()))


def _of_a_name(line: str, found: re.Match[str]) -> bool:
    """Whether the mark is part of a name (``Yahoo!``), of code (``!=``) or of an error's."""
    before = line[max(0, found.start() - 30) : found.start()]
    if found[1]:
        return False
    if found[2] == "!":
        word = _WORD_BEFORE.search(before)
        return (word is not None and word[0].lower() in _NAMES) or bool(
            re.match(r"\s*=", line[found.end() : found.end() + 3])
        )
    return before.endswith("...") or (found[2] == "?" and bool(re.search(r"#\w+$", before)))


_WIDE: dict[str, str] = {
    "，": ", ",
    "、": ", ",
    "。": ". ",
    "：": f"{HARD}: ",
    "；": f"{NARROW}; ",
    "！": f"{NARROW}! ",
    "？": f"{NARROW}? ",
    "（": " (",
    "）": ") ",
}
_OPENING, _SHUT = frozenset('«“‘"'), frozenset('»”’"')
_CHINESE = re.compile(rf"(?<![{HAN}])[{GAPS}]*([，、。：；！？（）])[{GAPS}]*(?![{HAN}])")


def wide(line: str, profile: Profile) -> Iterator[Correction]:
    """Chinese marks after French words."""
    for found in _CHINESE.finditer(line):
        if line[found.start() - 1 : found.start()] in _OPENING and line[found.end() :][:1] in _SHUT:
            continue  # the mark itself is spoken of
        new = _WIDE[found[1]]
        if profile == "fr-CA" and found[1] in "；！？":
            new = new[1:]
        after = line[found.end() :]
        if not after or after[0] in ".,;:!?)»”…" or after[0] in "，、。：；！？）":
            new = new.rstrip(" ")
        if found.start() == 0 or line[found.start() - 1] in "(«":
            new = new.lstrip(GAPS)
        yield Correction(*found.span(), new, "fr-spaces", "wide")


_UNITS = (
    "km/h|km²|km2|km|hm|dm|cm²|cm|mm|m²|m³|m2|m3|m|ha|kg|mg|µg|g|hl|cl|ml|kWh|MWh|GWh|TWh|kW|MW"
    "|GW|kHz|MHz|GHz|Hz|hPa|dB|Ko|Mo|Go|To|ko|kB|MB|GB|TB|°C|°F"
)
_MEASURE = re.compile(
    rf"(?<![\w.,/%$-])(\d[\d.,\u00a0\u202f ’']*?)([{GAPS}]*)"
    rf"((?P<sign>[%‰](?![%\w(])|[€£¥](?!\w)|\$(?![\w({{]))|(?P<unit>{_UNITS})(?![\w’'/-]))"
)


def measures(line: str, profile: Profile) -> Iterator[Correction]:
    """Spaces between figures and ``%``, currency signs and units."""
    del profile  # the same for all of them
    for found in _MEASURE.finditer(line):
        gap = found[2]
        if gap in FIXED:
            continue
        start, end = found.span(2)
        fault = "unit" if gap else "missing-unit"
        yield Correction(start, end, HARD, "fr-spaces", fault)


_GUILLEMETS = re.compile(
    rf"«([{GAPS}]*)(?=[^\s»])(?!&)|(?<=[^\s«])(?<!&nbsp;)(?<!&#160;)([{GAPS}]*)»"
)


GUILLEMETS = re.compile(rf"«(?![{HARD}{NARROW}][^{GAPS}])|(?<![^{GAPS}][{HARD}{NARROW}])»")
"""What a line has that :func:`guillemets` may have something to say of."""


def guillemets(line: str, profile: Profile) -> Iterator[Correction]:
    """Spaces inside « »."""
    space = NARROW if profile == "fr-CH" else HARD
    for found in _GUILLEMETS.finditer(line):
        number = 1 if found[0][0] == "«" else 2
        if found[number] not in FIXED:
            fault = "breaking" if found[number] else "missing"
            yield Correction(*found.span(number), space, "fr-quotes", fault)


_OPENS = re.compile(rf"[\s(\[«“—–’'/:\u00a0\u202f{KEPT}-]")
_CLOSES = re.compile(rf"[\s)\],.;:!?…»”—–/{KEPT}-]")
_PAIRS = re.compile(
    rf"(?P<straight>\"(?=[^\s\"])([^\"]*[^\s\"])\")"
    rf"|(?P<curly>[“„”][{GAPS}]*(?=\S)([^“”„«»]*(?:«[^»]*»[^“”„«»]*)*?)[{GAPS}]*[”“])"
    rf"|(?P<han>[「『《][^」』》]*[」』》])"
    rf"|(?P<single>(?<![\w'’=])(?:‘(?=\w)[^‘’]*(?:\w’\w[^‘’]*)*[^\s‘’]’|''(?=\w)[^']*(?:'\w[^']*)*''|’’(?=\w)[^’]*(?:’\w[^’]*)*’’"
    rf"|'(?=\w)[^'’\n]{{1,60}}(?<=[\w.!?…])'|(?<=[\s\u00a0(])’(?=\w{{2}})[^'’\n]{{1,60}}(?<=[\w.!?…])’)(?![\w'’]))"
    rf"|(?P<less><<[{GAPS}]*(?=\w)[^<>]*>>)"
)


QUOTES = re.compile("[\"“”„「『《‘<]|''|(?<!\\w)'|’’|(?<=[\\s\u00a0(])’")
"""What a line has that :func:`quotes` may have something to say of."""


def quotes(line: str, profile: Profile) -> Iterator[Correction]:
    """Quotation marks of other languages, and of typewriters."""
    space = NARROW if profile == "fr-CH" else HARD
    for found in _PAIRS.finditer(line):
        kind = found.lastgroup or next(key for key, value in found.groupdict().items() if value)
        start, end = found.span()
        before, after = line[start - 1 : start] or " ", line[end : end + 1] or " "
        inside = line.count("«", 0, start) > line.count("»", 0, start)
        if kind == "straight" and not (_OPENS.match(before) and _CLOSES.match(after)):
            continue
        if inside and found[0][0] in "“‘":
            continue
        width = 2 if found[0].startswith(("''", "<<", "’’")) else 1
        body = line[start + width : end - width]
        opening, closing = ("“", "”") if inside else ("«" + space, space + "»")
        first = start + width + len(body) - len(body.lstrip(GAPS))
        last = end - width - (len(body) - len(body.rstrip(GAPS)))
        if last <= first:
            continue
        yield Correction(start, first, opening, "fr-quotes", "nested" if inside else "foreign")
        yield Correction(last, end, closing, "fr-quotes", "nested" if inside else "foreign")


_STRAIGHT = re.compile(rf"['‘´`ʼ′＇](?=[\w«“\"{KEPT}])")
_ELIDED_BEFORE = re.compile(
    r"(?<![^\W_])(?<!['’])(?:[cçdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|entr"
    r"|aujourd|prud|grand)\Z",
    re.IGNORECASE,
)


def apostrophes(line: str, profile: Profile) -> Iterator[Correction]:
    """Apostrophes of French elisions that are no ’."""
    del profile
    for found in _STRAIGHT.finditer(line):
        at = found.start()
        if _ELIDED_BEFORE.search(line, max(0, at - _LONGEST_ELIDED), at):
            yield Correction(at, at + 1, "’", "fr-apostrophe", "straight")


_LONGEST_ELIDED = len("aujourd")
LOWER = "a-zàâäæçéèêëîïôöœùûüÿ"
UPPER = "A-ZÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ"
_TIDY: tuple[tuple[str, re.Pattern[str], str, str], ...] = tuple(
    (sign, re.compile(pattern), new, fault)
    for sign, pattern, new, fault in (
        (",", rf"(?<=[\w)»\]”])([{GAPS}]+)(?=,(?:\s|$))", "", "unwanted"),
        (".", rf"(?<=[\w)»\]”])([{GAPS}]+)(?=\.(?:$|\s+[{UPPER}«]))", "", "unwanted"),
        ("(", rf"(?<=(?<!\()\()([ ]{{1,2}})(?={LETTER})", "", "unwanted"),
        (")", r"(?<=[\w.!?»])([ ]{1,2})(?=\)(?:[\s.,;:!?]|$))", "", "unwanted"),
        ("’", rf"(?<=[cdjlmnstuCDJLMNSTU]’)([{GAPS}]+)(?=[{LOWER}])", "", "elision"),
        ("(", rf"(?<=[{LOWER}]{{3}})()(?=\([{LOWER}]{{3,}} [{LOWER}])", " ", "after"),
        (",", rf"(?<=[{LOWER}]{{2}},)()(?=[{LOWER}]{{2,}}[ ’])", " ", "after"),
        (",", rf"(?<=[{LOWER}]{{3}},)()(?=[{UPPER}][{LOWER}]{{2,}}[{GAPS}!?.])", " ", "after"),
        (";", rf"(?<=[{LOWER}]{{2}};)()(?=[{LOWER}]{{2,}}[ ’])", " ", "after"),
        (".", rf"(?<= [{LOWER}]{{2}}\.)()(?=[{UPPER}][{LOWER}’]* )", " ", "after"),
        (".", rf"(?<=[{LOWER}]{{3}}\.)()(?=[{UPPER}][{LOWER}’]* )", " ", "after"),
        ("", rf"(?<=[{LOWER}][?!])()(?=[{UPPER}][{LOWER}])", " ", "after"),
        ("…", rf"(?<={LETTER}…)()(?={LETTER}{{2}})", " ", "after"),
        ("  ", rf"(?<=[{LOWER},.;:!?»)])([ ]{{2,3}})(?={LETTER})", " ", "doubled"),
        ("...", r"(?<![.…])(\.\.\.)(?![.\w/])", "…", "points"),
        ("", r"(?<![.…])(\.{4,5}|…\.+|\.+…)(?![.\w/])", "…", "points"),
        ("..", rf"(?<=[{LOWER}])(\.\.)(?=$|\s+[{UPPER}]|\s*[»)”])", "…", "points"),
    )
)
_ELIDED = re.compile(r"(?:^|[^\w’'])(?:[cdjlmnst]|qu)’$", re.IGNORECASE)
_NAME_BEFORE = re.compile(rf"\b[{UPPER}][{LOWER}]*[.,;]$")
_OPTION = re.compile(r"(?:^|\s)--?\w|\w=\w")
_COMMAS = re.compile(rf",{LETTER}")
_KEYWORDS = re.compile(r";\S")


def tidiness(line: str, profile: Profile) -> Iterator[Correction]:
    """Spaces that are too many or lacking, and three points for one sign."""
    del profile
    for sign, pattern, new, fault in _TIDY:
        for found in pattern.finditer(line) if sign in line else ():
            start, end = found.span(1)
            if not _is_untidy(line, start, fault):
                continue
            yield Correction(start, end, new, "fr-spaces", fault)


def _is_untidy(line: str, at: int, fault: str) -> bool:
    """Whether it is no code, no list of keywords and no table."""
    if fault == "elision":
        return "‘" not in line and bool(_ELIDED.search(line, max(0, at - 4), at))
    if fault == "doubled":
        return not _OPTION.search(line)
    if fault == "after" and line[at - 1] in ".,;":
        if line[at - 1] == ";" and (
            len(_KEYWORDS.findall(line)) > 1 or _REFERENCE.search(line, max(0, at - 12), at - 1)
        ):
            return False
        if len(_COMMAS.findall(line)) > 1:
            return False
        return line[at - 1] == "," or not _NAME_BEFORE.search(line, max(0, at - 30), at)
    return True
