"""What a translation may give its readers in the place of an address or number of the source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from workflow.model import Placeable, PlaceableKind
from workflow.model import lazy_re as re

_CODE: Final = r"(?:en|fr|zh)(?:[-_](?:us|gb|uk|fr|ca|ch|be|cn|tw|hk|hans|hant))?"
_OF_LANGUAGE: Final = re.compile(
    rf"(?<=[^/:]/){_CODE}(?:/|(?=[?#]|\Z))|(?<=[\w-])[._-]{_CODE}(?=\.html?\b)"
    rf"|(?<=[?&])(?:lang|hl|locale|language)={_CODE}(?:&|\b)|(?<=://){_CODE}\.(?=[\w-]+\.)",
    re.IGNORECASE,
)
"""What names one of our languages: a folder, the end of a page's name, a parameter, a host's
first part."""
_ROOT: Final = re.compile(r"^(https?://[^/?#]+)(?=[?#]|\Z)", re.IGNORECASE)
_WIKI: Final = re.compile(
    r"https?://(?:[a-z-]{2,12}\.(?P<of>(?:m\.)?(?:wiki(?:pedia|source|voyage|quote|news|books"
    r"|versity)|wiktionary)\.org)/|(?P<chinese>baike\.baidu\.com/item/))",
    re.IGNORECASE,
)
"""An encyclopedia of which each language has one, whose articles have names of their own."""
_EXAMPLE: Final = re.compile(r"(?:^|\.)example(?:\.(?:org|com|net))?$|\.(?:test|invalid)$")
"""Domains of nobody (RFC 2606)."""
_NOWHERE: Final = re.compile(
    r"(?i)(?:https?|ftp)://(?!localhost\b)(?:\[(?![\da-f]*:)|[^./:@\s]+(?:[:/]|\Z))"
)
"""What stands for a host and is none: ``http://address:port``, ``http://[user@…``."""
_OF_DATE: Final = re.compile(
    r"\{(?:Abbrev|Short|Long|Full)?(Weekday|Day|Month|Year|Hour|Minute|Date|Time)"
    r"(?:Name|Number|Short|Long)?\}"
)
"""Parts of a date, which each language writes in its own way."""
_USER: Final = re.compile(r"(?<=://)[^/@\s]+@")
_SAID_OF_EXAMPLES: Final = re.compile(
    r"(?:e\.g\.|\blike|\bsuch as|for (?:example|instance)|par ex(?:emple|\.)|\bcomme"
    r"|\btel(?:le)?s? que|例如|比如|譬如|如)[\s:：,，«“「\"'（(]*\Z",
    re.IGNORECASE,
)
_BEFORE: Final = 24
"""Characters before an address in which its being an example is said."""
_EMAILS: Final = re.compile(r"(?:\s*[^\s@,;，；、]+@[^\s@,;，；、]+\s*(?:[,;，；、]|\Z))+")


def is_adapted(one: Placeable, other: Placeable) -> bool:
    """Whether a reader of another language is given the same: a telephone number with its
    country's code, an address of the domains that are for examples, a page in that language, a
    month by its name."""
    if one.kind is not other.kind:
        return False
    if one.kind in (PlaceableKind.URL, PlaceableKind.LINK):
        return _is_page_of_a_language(one.text, other.text) or _is_example(one.text, other.text)
    if one.kind is PlaceableKind.PLACEHOLDER:
        parts = _OF_DATE.search(one.text), _OF_DATE.search(other.text)
        return bool(parts[0] and parts[1] and parts[0][1] == parts[1][1])
    if one.kind is PlaceableKind.PHONE:
        short, long = sorted((one.text, other.text), key=lambda each: each[0] == "+")
        return long[0] == "+" != short[0] and long.endswith(short.removeprefix("0"))
    if one.kind is not PlaceableKind.EMAIL:
        return False
    (who, _, domain), (person, _, host) = (x.text.lower().rpartition("@") for x in (one, other))
    return domain == host and _EXAMPLE.search(host) is not None and who[0] != person[0]


def is_national(placeable: Placeable, msgid: str) -> bool:
    """Whether a telephone number is the source's with its country's code before it."""
    if placeable.kind is not PlaceableKind.PHONE or placeable.text[0] != "+":
        return False
    digits = re.sub(r"\D", "", msgid)
    return any(len(placeable.text) > 8 + code and placeable.text[1 + code :] in digits
               for code in (1, 2, 3)) and placeable.text[1:] not in digits  # fmt: skip


def is_deliberate(one: Placeable, other: Placeable, msgid: str) -> bool:
    """Whether an address differs as somebody would have it who knows: it stands for an example
    in the source, or is the same one by ``http`` or ``https``."""
    if one.kind not in (PlaceableKind.URL, PlaceableKind.LINK):
        return False
    if one.text.replace("https://", "http://", 1) == other.text.replace("https://", "http://", 1):
        return True
    return _SAID_OF_EXAMPLES.search(msgid[max(0, one.start - _BEFORE) : one.start]) is not None


def are_credits(msgstr: str, expected: Sequence[Placeable]) -> bool:
    """Whether a translation is the translators' own e-mail addresses, as programs ask for them,
    where the source has none."""
    return not expected and "@" in msgstr and _EMAILS.fullmatch(msgstr) is not None


def _is_page_of_a_language(one: str, other: str) -> bool:
    """Whether two addresses may lead to one page in two languages: ``/en/`` and ``/fr/``, articles
    of one encyclopedia."""
    if "://" not in one or "://" not in other or one == other:
        return False
    first, second = _WIKI.match(one), _WIKI.match(other)
    if first and second:
        either = first["chinese"] or second["chinese"]
        return bool(either) or (first["of"] == second["of"] and first[0] != second[0])
    plain = {_ROOT.sub(r"\1/", _OF_LANGUAGE.sub("", each)).rstrip("/?&") for each in (one, other)}
    return len(plain) == 1 and one.rstrip("/") != other.rstrip("/")


def _is_example(one: str, other: str) -> bool:
    """Whether both stand for an address and are none, or have another user of nobody's domain."""
    if _NOWHERE.match(one) and _NOWHERE.match(other):
        return True
    users = _USER.search(one), _USER.search(other)
    if not all(users) or _USER.sub("", one) != _USER.sub("", other):
        return False
    try:
        return _EXAMPLE.search(urlsplit(one).hostname or "") is not None
    except ValueError:
        return False
