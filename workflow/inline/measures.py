"""Units and currencies beside a number, by one name in all languages.

Names are those of CLDR's units and currencies in French, English and Chinese, with those that are
said besides (kilos, 公斤 and 千克, bucks, 块). A word that may mean several (« livres », 度) has
several names; two are at odds where they share none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Final

from workflow.model import lazy_re as re

Units = frozenset[str]
NONE: Final[Units] = frozenset()

_WORDS: Final[Mapping[str, str]] = {
    # length, and speed by it
    "km": r"km(?:[/.]h)?|kph|kmh|kilom[èe]tres?(?:[ -](?:à l[’']heure|par heure|heure|an hour"
    r"|per hour))?"
    r"|kilometers?(?: an hour| per hour)?|公里|千米",
    "m minute": "m",
    "m": r"m[èe]tres?|meters?|米",
    "cm": "cm|centim[èe]tres?|centimeters?|厘米|公分",
    "mm": "mm|millim[èe]tres?|millimeters?|毫米",
    "mile": r"miles?(?: an hour| per hour| à l[’']heure)?|mph|mi|milles(?! marins)|英里",
    "nmi": "nautical miles?|milles? marins?|海里|knots?|nœuds?|节",
    "ft": "feet|foot|ft|pieds?|英尺",
    "inch": "inch(?:es)?|pouces?|英寸|in(?= (?:wide|high|long|tall|deep|thick|by)\\b)",
    "yd": "yards?|verges?|码",
    "li": "里(?![面程拉斯])|li",
    # mass
    "kg": "kg|kilos?|kilogrammes?|kilograms?|公斤|千克",
    "g": "g|gr|grammes?|grams?|克(?![拉朗里罗])",
    "mg": "mg|milligrammes?|milligrams?|毫克",
    "t ton": "t|tonnes?|tons?|tonneaux|吨",
    "lb": "lbs?|磅",
    "lb GBP jin pound": "pounds?|livres?",
    "oz": "oz|ounces?|onces?|盎司",
    "jin": "斤|jin|catt(?:y|ies)",
    # area
    "km2": "km²|km2|kilom[èe]tres? carrés?|square kilomet(?:re|er)s?|sq\\.? km|平方公里|平方千米",
    "m2": "m²|m2|m[èe]tres? carrés?|square met(?:re|er)s?|平方米|平米",
    "ha": "ha|hectares?|公顷",
    "acre": "acres?|英亩",
    "mu": "亩|mus?",
    "sqmi": "square miles?|sq\\.? mi|mil(?:le|e)s? carrés?|平方英里",
    "sqft": "square f(?:ee|oo)t|sq\\.? ft|pieds? carrés?|平方英尺",
    # volume
    "l": "l|L|litres?|liters?|公升|升",
    "ml": "ml|millilitres?|milliliters?|毫升",
    "cl": "cl|centilitres?|centiliters?|厘升",
    "m3": "m³|m3|m[èe]tres? cubes?|cubic met(?:re|er)s?|立方米",
    "gallon": "(?:US |imperial )?gallons?|加仑",
    "pint": "pints?|pintes?|品脱",
    "barrel": "barrels?|barils?|桶",
    # heat, power, data
    "C deg": "degrés|degrees|degré|degree|°|度",
    "C": "°[  \u202f]?C|℃|degrés celsius|degrees celsius|degrés centigrades|摄氏度",
    "F": "°[  \u202f]?F|℉|degrés fahrenheit|degrees fahrenheit|华氏度",
    "kW": "kW|kilowatts?|千瓦(?!时)",
    "MW": "MW|mégawatts?|megawatts?|兆瓦(?!时)",
    "GW": "GW|gigawatts?|吉瓦(?!时)",
    "kWh": "kWh|kilowatt-?heures?|kilowatt[- ]hours?|千瓦时|度电",
    "kB": "KB|kB|ko|Ko|kilobytes?|kilo-?octets?|千字节",
    "MB": "MB|Mo|megabytes?|méga-?octets?|兆字节",
    "GB": "GB|Go|gigabytes?|giga-?octets?|吉字节",
    "TB": "TB|To|terabytes?|téra-?octets?|太字节",
    # time
    "second": "secondes?|seconds?|sec|s|秒",
    "minute": "minutes?|mins?|分钟|mn",
    "hour": "heures?|hours?|hrs?|h|小时|钟头",
    "day": "jours?|days?|天|日(?!元|圆)",
    "week": "semaines?|weeks?|周(?!年|岁)|星期|礼拜",
    "month": "mois|months?|个月",
    "year": "ans?|années?|years?|yrs?|年(?!级|代)|岁|周年|周岁",
    "decade": "décennies?|decades?",
    "century": "siècles?|century|centuries|世纪",
    "quarter-hour": "刻钟?",
    # shares
    "%": "%|pourcents?|pour[  \u202f-]cent|per ?cent|pct",
    "‰": "‰|pour[  \u202f-]mille|per mille|per thousand",
    "pp": "points? de pourcentage|percentage points?|points? de pour cent|(?:个)?百分点",
    # money
    "EUR": "euros?|EUR|€|欧元",
    "USD": r"US ?dollars?|U\.S\. dollars?|USD|US\$|dollars? américains?|dollars? US|美元|美金",
    "dollar USD CAD AUD SGD NZD": "dollars?|bucks?|\\$",
    "CAD": "Canadian dollars?|dollars? canadiens?|CAD|加元",
    "AUD": "Australian dollars?|dollars? australiens?|AUD|澳元",
    "HKD dollar": "Hong Kong dollars?|dollars? de Hong ?Kong|HKD|港元|港币",
    "SGD": "Singapore dollars?|dollars? de Singapour|SGD|新加坡元|新元",
    "TWD dollar": "(?:New )?Taiwan dollars?|dollars? taïwanais|TWD|新台币|台币",
    "GBP": "pounds? sterling|livres? sterling|GBP|£|quid|英镑",
    "EGP": "Egyptian pounds?|livres? égyptiennes?|埃及?镑",
    "CNY": "yuans?|renminbi|RMB|CNY|人民币",
    "CNY HKD TWD": "元(?!人民币)",
    "CNY HKD TWD dollar USD EUR": "块(?!石|头|地)",
    "CNY ": "元人民币|块钱",
    "JPY": "yens?|JPY|日元|日圆",
    "CNY JPY": "¥|￥",
    "CHF": "Swiss francs?|francs? suisses?|CHF|瑞士法郎|瑞郎",
    "CHF franc": "francs?|法郎",
    "XOF franc": "CFA francs?|francs? CFA|非洲法郎|西非法郎|中非法郎",
    "INR": "roupies?|rupees?|卢比",
    "RUB": "roubles?|rubles?|卢布",
    "KRW": "wons?|韩元",
    "peso": "pesos?|比索",
    "real": "reals?|reais|réaux|雷亚尔",
    "ZAR": "rands?|兰特",
    "THB": "bahts?|泰铢",
    "dinar": "dinars?|第纳尔",
    "dirham": "dirhams?|迪拉姆",
    "crown": "couronnes?|krona|kronor|kroner|克朗",
    "lira": "lires?|liras?|里拉",
}
"""Names of units, blanks between those of one word → how they are written."""
MONEY: Final = frozenset(
    "EUR USD dollar CAD AUD HKD SGD TWD NZD GBP EGP CNY JPY CHF franc XOF INR RUB KRW peso real "
    "ZAR THB dinar dirham crown lira".split()
)
SHARES: Final = frozenset({"%", "‰", "pp"})
_FACTORS: Final[Mapping[str, tuple[str, float]]] = {
    "km": ("length", 1000), "m": ("length", 1), "cm": ("length", 0.01), "mm": ("length", 0.001),
    "mile": ("length", 1609.344), "nmi": ("length", 1852), "ft": ("length", 0.3048),
    "inch": ("length", 0.0254), "yd": ("length", 0.9144), "li": ("length", 500),
    "kg": ("mass", 1), "g": ("mass", 0.001), "mg": ("mass", 1e-6), "t": ("mass", 1000),
    "ton": ("mass", 907.185), "lb": ("mass", 0.453592), "oz": ("mass", 0.0283495),
    "jin": ("mass", 0.5), "km2": ("area", 1e6), "m2": ("area", 1), "ha": ("area", 1e4),
    "acre": ("area", 4046.86), "mu": ("area", 666.667), "sqmi": ("area", 2589988.0),
    "sqft": ("area", 0.092903), "l": ("volume", 1), "ml": ("volume", 0.001),
    "cl": ("volume", 0.01), "m3": ("volume", 1000), "gallon": ("volume", 3.78541),
    "pint": ("volume", 0.5), "barrel": ("volume", 158.987), "kW": ("power", 1),
    "MW": ("power", 1e3), "GW": ("power", 1e6),
    "kB": ("data", 1), "MB": ("data", 1e3), "GB": ("data", 1e6), "TB": ("data", 1e9),
    "second": ("time", 1 / 60), "minute": ("time", 1), "hour": ("time", 60),
    "quarter-hour": ("time", 15), "day": ("time", 1440), "week": ("time", 10080),
    "month": ("age", 1), "year": ("age", 12), "decade": ("age", 120), "century": ("age", 1200),
}  # fmt: skip
"""Unit → what it measures, and how many of a base unit it is."""
_ROUNDED = 0.06
"""Part by which a converted figure may differ, for both are rounded."""
_BEFORE = re.compile(
    r"(?:(US|C|CA|A|AU|HK|NT|S|NZ|R)?\$|€|£|¥|￥|\b(?:EUR|USD|GBP|CNY|RMB|CHF|HKD|CAD|AUD|JPY)\b"
    r"|人民币|百分之|千分之|华氏|摄氏)"
    r"[ \u00a0\u202f]?[-–−]?\Z"
)
_PREFIXED: Final = {"": "dollar USD CAD AUD SGD NZD", "US": "USD", "C": "CAD", "CA": "CAD",
    "A": "AUD", "AU": "AUD", "HK": "HKD dollar", "NT": "TWD dollar", "S": "SGD", "NZ": "NZD",
    "R": "real",
    "€": "EUR", "£": "GBP", "¥": "CNY JPY", "￥": "CNY JPY", "RMB": "CNY", "人民币": "CNY",
    "百分之": "%", "千分之": "‰", "华氏": "F", "摄氏": "C deg",
}  # fmt: skip


@cache
def _forms() -> Mapping[str, Sequence[tuple[str, str]]]:
    """First character in lower case → how units that begin so are written, the longest first, and
    their names."""
    forms = [(form, names) for names, words in _WORDS.items() for form in _split(words)]
    forms.sort(key=lambda each: -len(each[0]))
    begun: dict[str, list[tuple[str, str]]] = {}
    for form, names in forms:
        for first in _firsts(form):
            begun.setdefault(first, []).append((form, names))
    return begun


@cache
def _expression(first: str) -> tuple[re.Pattern[str], tuple[Units, ...]] | None:
    """An expression for all units that begin with a character, and the units of its groups."""
    forms = _forms().get(first)
    if forms is None:
        return None
    either = "|".join(_bounded(number, form) for number, (form, _) in enumerate(forms))
    return re.compile(either, re.I), tuple(frozenset(names.split()) for _, names in forms)


def _firsts(form: str) -> set[str]:
    """The characters that what a form matches may begin with, in lower case."""
    if found := re.match(r"\(\?:([^)]*)\)\?(.*)", form):
        return {each[0].lower() for each in (*found[1].split("|"), found[2])}
    return {form.lstrip("\\")[0].lower()}


def _bounded(number: int, form: str) -> str:
    latin = form[-1:].isascii() or form[-1:] in "ésnx²³"
    bound = (
        r"(?![A-Za-zÀ-ÿ²³0-9]|[’'](?!s(?![A-Za-z]))[A-Za-zÀ-ÿ])"
        if latin and not re.search("[%$€£°]$", form)
        else ""
    )
    exact = latin and len(form) <= 3 and form.isalnum()
    return f"(?P<u{number}>{f'(?-i:{form})' if exact else form}){bound}"


def _split(words: str) -> list[str]:
    """The alternatives of an expression, those in brackets left together."""
    found, depth, start = [], 0, 0
    for place, letter in enumerate(words + "|"):
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            found.append(words[start:place])
            start = place + 1
    return found


_NEXT: Final = re.compile(
    r"(?:[多余餘来來](?:个(?!月)|名)?|几|个(?!月))?[ \u00a0\u2009\u202f-]?"
    r"(?:(?:d[’']|de |of )(?:a |an )?|(?:a|an) )?(\S)",
    re.IGNORECASE,
)
"""What may stand between a number and its unit, and the unit's first character."""


_AGED: Final = re.compile(
    r"\b(?:under|over|the|their|his|her|my|our|your|early|mid|late)[ \u00a0-]\Z", re.IGNORECASE
)
"""What stands before people of an age, a decade of a life or degrees: under-26s, in her 30s."""


def unit_at(line: str, start: int, end: int) -> tuple[Units, int, int]:
    """The units of the number at ``start`` to ``end``, and where it starts and ends with them."""
    units, first, last = NONE, start, end
    if before := _BEFORE.search(line[max(0, start - 6) : start]):
        sign = before[0].strip(" \u00a0\u202f-–−")
        name = (before[1] or "") if sign.endswith("$") else sign
        units = frozenset(_PREFIXED.get(name, name).split())
        first = start - len(before[0].lstrip())
        if units not in ({"CNY"}, {"C", "deg"}):
            return units, first, last
    beginning = _NEXT.match(line, end)
    expression = _expression(beginning[1].lower()) if beginning else None
    if beginning and expression and (found := expression[0].match(line, beginning.start(1))):
        given = expression[1][int((found.lastgroup or "u0")[1:])]
        if found.group() == "s" and _AGED.search(line, max(0, start - 7), start):
            return units, first, last
        if "C" in units:
            return frozenset({"C"}), first, found.end()
        return units or given, first, found.end()
    return units, first, last


def at_odds(one: Units, other: Units) -> bool:
    """Whether both are known and can not be the same."""
    return bool(one and other) and one.isdisjoint(other) and not {"t", "ton"} >= one | other


def converted(
    one: tuple[frozenset[Fraction], Units], other: tuple[frozenset[Fraction], Units]
) -> bool:
    """Whether two figures in different units say the same, within what is rounded."""
    for mine in one[1]:
        for theirs in other[1]:
            if mine == theirs or mine not in _FACTORS or theirs not in _FACTORS:
                if {mine, theirs} == {"C", "F"} and _same_heat(one, other, mine):
                    return True
                continue
            (what, factor), (same, size) = _FACTORS[mine], _FACTORS[theirs]
            if what == same and any(
                abs(float(a) * factor - float(b) * size) <= _ROUNDED * abs(float(a)) * factor
                for a in one[0]
                for b in other[0]
            ):
                return True
    return False


def _same_heat(
    one: tuple[frozenset[Fraction], Units], other: tuple[frozenset[Fraction], Units], mine: str
) -> bool:
    cold, hot = (one[0], other[0]) if mine == "C" else (other[0], one[0])
    return any(abs(float(c) * 1.8 + 32 - float(f)) <= 2 for c in cold for f in hot)


def everyday(units: Units) -> bool:
    """Whether a change between them and others of their kind needs no word: 48 hours, two days."""
    return any(_FACTORS.get(each, ("",))[0] in ("time", "age") for each in units)
