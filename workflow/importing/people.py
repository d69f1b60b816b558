"""Whom an article names, in French, English and Chinese: who wrote it, whom to turn to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from workflow.importing.dates import Dated, find_date
from workflow.importing.plain import columns
from workflow.inline.pattern import read
from workflow.model import Locale, Placeable, PlaceableKind, Text

_LONGEST = 160
"""Columns of the longest line of date, authors, editor and source."""
_MOST_WORDS = 6
_BRACKETS = re.compile(r"\s*[(（\[【](?P<inside>[^()（）\[\]【】]+)[)）\]】]\s*")
_PUBLISHED = re.compile(
    r"(?:first\s+|last\s+)?(?:published|posted|updated|modified|(?:date|issued)(?=\s*:))(?:\s+on\b)?"
    r"|(?:publiée?s?|mise?s? à jour|mise? en ligne|modifiée?|parue?|postée?|créée?)(?:\s+le\b)?"
    r"|(?:发布|发表|更新|发稿|上传|创建)(?:时间|日期)|(?:发布|发表|更新)于?|日期|\ble\b|\bon\b"
    r"|时间(?=.*(?:来源|作者|记者|编辑|浏览|阅读|点击))",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b\.?"
    r"|\b(?:lun|mar|mercre|jeu|vendre|same)di\b|\bdimanche\b|\b(?:mon|wed|thu|sat)\b\.?"
    r"|\b(?:lun|mer|jeu|ven|sam|dim)\b\.?"
    r"|星期[一二三四五六日天]|周[一二三四五六日]",
    re.IGNORECASE,
)
_SEPARATORS = " \t\u00a0\u202f\u3000:：,，;；|｜丨/·•–—-"
_PARTS = re.compile(r"\s*[|｜丨·•]\s*|\s+[–—-]\s+|\u3000+")

_BY = re.compile(
    r"(?:(?:written|reported|reporting|submitted|posted|story|text|words|texte|article"
    r"|propos recueillis|recueillis?|écrit|rédigé|soumis|proposé|posté)\s+)?"
    r"(?:by|par|von|por|di|door|(?:an?|une?)\s+(?:poème|poem|récit|conte|story)\s+(?:de|by))"
    r"\s+(?P<names>\S.+)"
    r"|(?:authors?|auteure?s?|autrices?|reporters?|texte|text|words|words by|rédaction)\s*:\s*"
    r"(?P<labelled>\S.+)",
    re.IGNORECASE,
)
_BY_ACCOUNT = re.compile(
    r"(?:(?:submitted|posted|soumis|posté|proposé)\s+)?(?:by|par)\s+\S+"
    r"|由\s*\S+(?:\s*(?:提交|投稿)于?)?",
    re.IGNORECASE,
)
"""What a site says of the account that entered a text, which is no person's name (admin)."""
_CORRECTION = re.compile(r"[【[(（]\s*纠错\s*[】\])）]")
"""A button of Chinese news sites beside the editor's name."""
_AND = re.compile(r"\s*(?:,|;|&|/|\s(?:and|et|und|y)\s)\s*", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"\s*(?:\([^)]*\)|,?\s(?:à|au|en|in|at|avec|with|for|pour)\s[^,;&]+|,\s[^,]*\b(?:correspond\w+"
    r"|writer|editor|journalist\w*|reporter|staff|envoyée?|rédact\w+)\b[^,]*)\s*\Z",
    re.IGNORECASE,
)
_PARTICLES = frozenset(
    "al ap ben bin d' d’ da de del della den der des di dos du el la le les of st ten ter van von y"
    " zu".split()
)

_WROTE = "作者|撰文|撰稿|采写|文字|通讯员|通訊員|记者|記者|文"
_OTHERS = (
    "责任编辑|責任編輯|责编|值班编辑|实习编辑|编辑|編輯|主编|总编|编审|审核|审校|校对|初审|复审|终审"
    "|浏览次数|浏览量|浏览|阅读次数|阅读量|阅读|点击数|点击量|点击|字号|字体|评论"
    "|稿件来源|文章来源|信息来源|来源|來源|摄影|图片|图文|图|视频|制图|制作|监制|出品|译者|翻译|设计"
)
_LABEL = re.compile(
    r"(?P<whose>本报|本網|本网|本刊|本台|本社|(?:[\u4e00-\u9fff]{1,6})(?:社|报|報|网|網|台|号))?"
    r"(?:特约|特約|见习|实习|首席|驻[\u4e00-\u9fff]{2,4})?"
    rf"(?P<role>{_WROTE}|{_OTHERS})(?P<mark>\s*[:：/｜|丨]\s*|[ \u3000]+)?"
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})+")
_HAN_BETWEEN = re.compile(r"[、，,;；/\s\u3000]+")
_REPORTS = re.compile(r"\s*(?:报道|報道|报导|摄影报道|摄影|摄|供稿|整理|文并摄)\Z")
# Laxer than what formats/ takes for a telephone number, which translations must carry over: here
# it is only asked whether a line looks like a contact. (The phonenumbers library knows each
# country's plan, in 48 MB.) E.164 allows 15 digits.
_PHONE = re.compile(
    r"""(?<![\w.,])(?<!\d\s)(?:
        (?:\+\s?|00|\(?0)\d(?:[\s().\-/]{0,2}\d){5,13}   # international, or with a trunk zero
      | \(?\d{3}\)?[\s.\-]\d{3,4}[\s.\-]\d{4}           # in the usual groups of ten or eleven
    )(?!\w)""",
    re.VERBOSE,
)
_CONTACT_COLUMNS = 400
_LAST_PARAGRAPHS = 6


@dataclass(frozen=True, slots=True)
class Credit:
    """What a line that says only who and when says."""

    authors: tuple[str, ...] = ()
    """Who wrote it; editors, photographers and sources are none of them."""
    date: Dated | None = None


def credit(text: str, locale: Locale) -> Credit | None:
    """Return what ``text`` says of authors and date; None where it says anything else.

    >>> credit("来源：示例晚报 记者：王明 责任编辑：李华", Locale("zh")).authors
    ('王明',)
    """
    if columns(text) > _LONGEST:
        return None
    text = _CORRECTION.sub(" ", text).strip()
    dated = find_date(text, locale)
    rest = text[: dated.start] + " | " + text[dated.end :] if dated else text
    if dated:
        rest = _WEEKDAY.sub(" ", _PUBLISHED.sub(" ", _without_other_dates(rest, locale)))
    rest = rest.strip(_SEPARATORS)
    if not rest:
        return Credit((), dated) if dated else None
    if (found := _BRACKETS.fullmatch(rest)) is not None:
        rest = found["inside"]
    authors = _chinese(rest, bracketed=found is not None)
    if authors is None:
        authors = _western(rest, dated=dated is not None)
    return None if authors is None else Credit(tuple(dict.fromkeys(authors)), dated)


def _without_other_dates(text: str, locale: Locale) -> str:
    """Return ``text`` without the date of a change, say, that stands beside the date."""
    while dated := find_date(text, locale):
        text = text[: dated.start] + " | " + text[dated.end :]
    return text


def _western(text: str, *, dated: bool) -> list[str] | None:
    """Return the authors in parts like “By Jane Doe and John Roe”; None where a part is else."""
    authors: list[str] = []
    for part in filter(None, (part.strip(_SEPARATORS) for part in _PARTS.split(text))):
        found = _BY.fullmatch(part)
        if found is None and dated and _BY_ACCOUNT.fullmatch(part):
            continue
        if found is None:
            return None
        names = _AFTER_NAME.sub("", found["names"] or found["labelled"])
        split = [name for name in _AND.split(names) if name]
        if not split or not all(map(_is_name, split)):
            if dated and _BY_ACCOUNT.fullmatch(part):
                continue
            return None
        authors += split
    return authors


def _is_name(text: str) -> bool:
    """Tell whether ``text`` is built like a name: capitals, but for particles."""
    words = text.split()
    if len(words) > _MOST_WORDS or re.search(r"[.!?:]\Z|\d", words[-1]) or not text[0].isalpha():
        return False
    return not any(map(_is_small, words))


def _is_small(word: str) -> bool:
    """Tell whether ``word`` begins small, and is no particle (de, van) nor has one (d’Ormesson)."""
    elided = re.match(r"[dl]['’](?=[^\W\d_])", word)
    return word[0].islower() and word.lower() not in _PARTICLES and elided is None


def _chinese(text: str, *, bracketed: bool) -> list[str] | None:
    """Return the authors in labelled parts (记者 王明 通讯员 李华); None where a part is else."""
    text = _REPORTS.sub("", text)
    labels = list(_labels(text))
    if not labels or text[: labels[0].start()].strip(_SEPARATORS):
        return None
    sure = bracketed or len(labels) > 1
    authors: list[str] = []
    for label, end in zip(labels, [*(one.start() for one in labels[1:]), len(text)], strict=True):
        said = text[label.end() : end].strip(_SEPARATORS)
        if not (label["mark"] or label["whose"] or sure):
            return None
        if re.fullmatch(_WROTE, label["role"]):
            names = [name for name in _HAN_BETWEEN.split(said) if name]
            if not names or not all(map(_is_any_name, names)):
                return None
            authors += _rejoined(names)
        elif not said or columns(said) > _LONGEST // 4 or said.endswith(tuple("。！？")):
            return None
    return authors


def _labels(text: str) -> Iterator[re.Match[str]]:
    """Yield the labels; a one-letter one (文, 图) only with a mark, for it occurs in words."""
    for found in _LABEL.finditer(text):
        marked = (found["mark"] or "").strip()
        before = text[: found.start()]
        if (len(found["role"]) > 1 or marked) and (not before or not before[-1].isalnum()):
            yield found


def _is_any_name(text: str) -> bool:
    return _HAN_NAME.fullmatch(text) is not None or (text[:1].isascii() and _is_name(text))


def _rejoined(names: list[str]) -> list[str]:
    """Return Latin names, whose words spaces part as they do Chinese names, whole again."""
    joined: list[str] = []
    for name in names:
        if joined and name[0].isascii() and joined[-1][-1].isascii():
            joined[-1] += f" {name}"
        else:
            joined.append(name)
    return joined


def mend_email(text: str) -> str:
    """Return ``text`` without digits run together with an e-mail address at its very end.

    A top-level domain has no digits (RFC 1123, section 2.1): they are the mark of a footnote, say.

    >>> mend_email("Write to desk@example.org2")
    'Write to desk@example.org'
    """
    for address in _addresses(text):
        if text[address.end :].isdigit():
            return text[: address.end]
    return text


def is_contact(text: str) -> bool:
    """Tell whether ``text`` is a line with an e-mail address or telephone number."""
    found = any(_addresses(text)) or _PHONE.search(text) is not None
    return found and columns(text) <= _CONTACT_COLUMNS


def _addresses(text: str) -> Iterator[Placeable]:
    return (
        one for one in read(Text(text, "markdown")).placeables if one.kind is PlaceableKind.EMAIL
    )


def contact(paragraphs: Sequence[str]) -> str | None:
    """Return the contact at the end of an article, given its paragraphs as plain text.

    That is the last run of paragraphs with an e-mail address or telephone number, with the line
    that introduces them (“For more information:”) where there is one. None where the last few
    paragraphs hold neither.
    """
    last = list(paragraphs[-_LAST_PARAGRAPHS:])
    while last and not is_contact(last[-1]):
        last.pop()
    lines = list(takewhile(is_contact, reversed(last)))
    rest = last[: len(last) - len(lines)]
    if lines and rest and rest[-1].endswith((":", "：")):
        lines.append(rest[-1])
    return " ".join(reversed(lines)) or None
