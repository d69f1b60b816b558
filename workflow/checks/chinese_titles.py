"""Titles of works that a Chinese text sets in emphasis or quotation marks: 《 》 is their mark.

GB/T 15834-2011, 4.15; Chinese has no italics for titles (W3C clreq, 3.4).
"""

from __future__ import annotations

from collections.abc import Iterator

from workflow.checks.subject import Remark
from workflow.inline.han_pairs import WORKS
from workflow.inline.scripts import HAN
from workflow.model import Text
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_EMPHASIS = re.compile(
    r"(?P<mark>(?<![*\w\\])\*(?!\*)|(?<![\w_\\])_(?!_))(?P<words>[^*_\n]+?)(?P=mark)(?!\*)"
    r"|<(?P<tag>em|i|cite)>(?P<inner>[^<>]+)</(?P=tag)>"
)
_IN_CHINESE = re.compile(
    rf"(?P<mark>(?<![*\\])\*(?!\*))(?P<words>[^*\n]*[{HAN}][^*\n]*?)(?P=mark)(?!\*)"
    rf"|<(?P<tag>em|i|cite)>(?P<inner>[^<>]*[{HAN}][^<>]*)</(?P=tag)>"
)
_QUOTED = re.compile(rf"[“「](?P<words>[^“”「」，。！？]*[{HAN}][^“”「」，。！？]*)[”」]")
_WORK = re.compile(rf"(?:{WORKS})\Z")
_NO_WORK = re.compile(
    "[《·]|(?:号|號|船|舰|艦|公司|集团|集團|委员会|委員會|组织|組織|联盟|聯盟|基金会?|基金會|协会|協會|大学|大學|学院|學院|中心"
    "|部|局|院|署|厅|廳|党|黨|队|隊|团|團|国|國|市|省|县|縣)\\Z"
)
_MENU = re.compile(
    r"\b(?:select|click|choose|press|tap|open the|go to|menu|button|tab|key|cliquez|sélectionnez"
    r"|choisissez|appuyez|bouton|touche|onglet|rubrique)\b|点击|單擊|单击|點擊|选择|選擇|按钮|按鈕|菜单|選單",
    re.IGNORECASE,
)
"""What speaks of the commands of a program, whose names are set in emphasis as well."""
_NAMED_IN_QUOTES = re.compile(
    r"«[\s\u00a0\u202f]*(?P<guillemets>[A-ZÀ-Þ][^«»!?]{2,60}?)[\s\u00a0\u202f]*»"
    r"|“(?P<curly>[A-ZÀ-Þ][^“”!?]{2,60}?)[,.]?”"
)
_NAMED_PLAINLY = re.compile(
    r"\b(?:wrote|writing|read|reads|reading|rereads?|directed|published|translated|composed|in"
    r"|novel|film|movie|book|play|poem|opera) (?P<words>[A-Z][\w’-]+(?: (?:of|the|and|in|to|on"
    r"|for|a|an) (?:the )?[A-Z][\w’-]+| [A-Z][\w’-]+)+)"
)
_ABOUT_WORKS = re.compile(
    r"\b(?:novels?|films?|movies?|books?|plays?|poems?|operas?|albums?|songs?|author of|director of"
    r"|bestseller|trilogy|reads?|reread|directed|translated|adapted|romans?|livres?|pièce de"
    r"|poèmes?|opéra|theat(?:re|er)|cinemas?|théâtre|cinéma"
    r"|chansons?|auteure? de|lus?|lue?s?|relus?|lire|lit|relire|publiée?|parue?"
    r"|adaptée?"
    r"|traduite?|réalisée?|joue dans|starr(?:ed|ing))(?!\w)",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:sign|signs|wall|walls|banner|banners|board|poster|placard|screen|slogan|label|message"
    r"|titled?"
    r"|mur|murs|pancartes?|banderoles?|affiche|panneau|écran|slogan|étiquette|mot|word|words"
    r"|mots)\b",
    re.IGNORECASE,
)
"""Where words are read that are no title."""
_CHINESE_WORK = re.compile(
    rf"(?:{WORKS}|[写寫著读讀演]|出版|发表|發表|重温|朗读|朗讀|翻译|翻譯|执导|執導|拍摄|拍攝|改编|改編|看了|看完|作者|译|剧院|影院|上演)"
)
_WRITTEN_ON = re.compile(
    "写着|寫著|写道|寫道|写上|寫上|墙|牆|标语|標語|牌|横幅|橫幅|口号|口號|屏幕|字样|字樣|称为|稱為|誉为|譽為|所谓|所謂"
)
_ANGLES = re.compile(
    rf"(?<![<A-Za-z\d=\s])[<‹](?P<words>(?=[{HAN}])[{HAN}·，：、—\d]{{2,20}})[>›](?!>)"
)
"""A title between signs that look like its marks."""
_SIGNS = re.compile(r"<|\b[A-ZÀ-Þ]{3,}\b")
"""What stands for something else in the source of a usage text."""
_LONG = 30
"""Characters of a title, at most."""
_AT_START = re.compile(r"(?:\A|[.!?:…«“\"(]\s*)[\s\u00a0]*\Z")


def check_titles(text: Text, source: Text | None) -> Iterator[Remark]:
    """Titles in emphasis, or in emphasis and 《 》; by the source those in quotation marks."""
    value = text.value
    if text.markup == "text" or not any(mark in value for mark in "*<‹“「"):
        return
    emphasised = list(_IN_CHINESE.finditer(value))
    for found in emphasised:
        if value[found.start() - 1 : found.start()] == "《" and value[found.end() :][:1] == "》":
            words = found["words"] or found["inner"]
            yield _remark(value, found.start() - 1, found.end() + 1, words)
    if source is not None:
        yield from _by_source(value, emphasised, source.value)
        yield from _quoted_works(value, source.value)
        if not _SIGNS.search(source.value) and _ABOUT_WORKS.search(source.value):
            for found in _ANGLES.finditer(value) if _CHINESE_WORK.search(value) else ():
                yield _remark(value, found.start(), found.end(), found["words"])


def _by_source(value: str, emphasised: list[re.Match[str]], source: str) -> Iterator[Remark]:
    there = list(_EMPHASIS.finditer(source))
    if not there:
        return
    menu = _MENU.search(source) is not None
    works = [not menu and _is_work(source, found) for found in there]
    if len(emphasised) == len(there):
        for found, work in zip(emphasised, works, strict=True):
            words = found["words"] or found["inner"]
            beside = value[found.start() - 1 : found.start()], value[found.end() :][:1]
            named = _WORK.search(value[: found.start()].rstrip("“「"))
            lawful = beside[0] == "《" or len(words) > _LONG or _NO_WORK.search(words)
            if (work or named) and not lawful:
                wider = beside in (("“", "”"), ("「", "」"))
                start, end = found.start() - wider, found.end() + wider
                yield _remark(value, start, end, words)
    elif not emphasised and "《" not in value and not re.search('[“«"]', source):
        quoted = list(_QUOTED.finditer(value))
        for found in quoted:
            named = _WORK.search(value[: found.start()])
            alone = len(quoted) == len(there) and all(works)
            if (named or alone) and not _NO_WORK.search(found["words"]):
                yield _remark(value, found.start(), found.end(), found["words"])


def _quoted_works(value: str, source: str) -> Iterator[Remark]:
    """Titles in quotation marks that the source has in its own, or in capitals after a verb.

    Told only where both speak of books, films and their like, and of no sign, slogan or command.
    """
    quoted = list(_QUOTED.finditer(value))
    if not quoted or "《" in value or _EMPHASIS.search(source):
        return
    if _SHOWN.search(source) or _MENU.search(source) or _WRITTEN_ON.search(value):
        return
    there = list(_NAMED_IN_QUOTES.finditer(source))
    if not there and not re.search('[“«"‘]', source):
        there = list(_NAMED_PLAINLY.finditer(source))
    named = [found.lastgroup == "words" for found in there]
    if len(quoted) != len(there) or not (all(named) or _ABOUT_WORKS.search(source)):
        return
    for found in quoted:
        beside = value[max(0, found.start() - 12) : found.start()] + value[found.end() :][:10]
        lawful = len(found["words"]) > _LONG // 2 or _NO_WORK.search(found["words"])
        if _CHINESE_WORK.search(beside) and not lawful:
            yield _remark(value, found.start(), found.end(), found["words"])


def _is_work(source: str, found: re.Match[str]) -> bool:
    """Whether words in emphasis look like a title: a capital where no sentence begins."""
    words = found["words"] or found["inner"]
    first = words.lstrip("«“\"' \u00a0")[:1]
    if not first.isupper() or words.isupper():
        return False
    capitals = re.findall(r"\b[A-ZÀ-Þ]", words)
    return len(capitals) > 1 or not _AT_START.search(source[: found.start()])


def _remark(value: str, start: int, end: int, words: str) -> Remark:
    said = phrase("“{place}”: write `《{title}》` for the title of a work",
                  place=value[start:end], title=words)  # fmt: skip
    return Remark(said, (start, end), f"{value[:start]}《{words}》{value[end:]}")
