"""What links are called: readers go from link to link, and hear nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from workflow.checks.page_parts import MARKDOWN, Part, parts_of_document, parts_of_text
from workflow.checks.subject import Remark, Source, Subject
from workflow.errors import ArticleError
from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_ALONE: Final = frozenset(
    "here click this link links website more details detail continue read "
    "ici cliquez lien liens suite plus lire voir détails continuer "
    "详细 詳細 在此 点我 本页 此页".split()
)
"""Words that name no place by themselves."""
_POINTING: Final = frozenset(
    "here click clicking tap link links this more further read see learn continue "
    "ici cliquez cliquer cliquant clique clic lien liens suite plus ce cet cette lire lisez voir "
    "savoir continuer".split()
)
"""One of these stands in words that only point."""
_EMPTY: Final = _POINTING | frozenset(
    "a an and article at by check complete details detail document download entire find follow "
    "following for full get go info information in it know of on online open out over page please "
    "post press reading right show site story text that the to view visit web website whole one "
    "accéder accédez adresse au c complet consulter consultez d de détails du découvrez découvrir "
    "en encore entier est et informations infos internet intégralité juste l la le lecture les "
    "liste notre par pour page site suivant suivez suivre sur texte tout télécharger téléchargez "
    "un une à".split()
)
"""Words that say nothing of what a link leads to, in English and French."""
_CHINESE: Final = re.compile(
    "(?=.*(?:[点點][击擊]|单击|[点戳][此这我]|[这這][里裡裏儿]|此[处處]|链接|鏈接|連結|更多|全文|[详詳]情|查看|"
    "[继繼][续續][阅閱][读讀]|[阅閱][读讀]原文))"
    "(?:请|請|[点點][击擊]|单击|[点按戳]|[这這][里裡裏儿]|此[处處]?|链接|鏈接|連結|查看|[阅閱][读讀]|[了瞭]解|浏览|访问|打开"
    "|下[载載]|更多|全文|原文|[详詳][情细細]|内容|內容|信息|[资資][讯訊]|文章|[页頁]面|网[页站]|本|该|[这這][个個篇]|"
    "[继繼][续續]|我|的|在|处|并|进入|跳转|立即|完整|版|即可|以|来|去)+"
)
"""Chinese that only points, made of such pieces alone."""
_WORD: Final = re.compile(r"[^\W_]+")
_EDGES: Final = " \t\u00a0\u202f.,;:!?…。，；：！？、»«→⇒›‹()（）[]【】「」“”\"'*_"
_MAY_LINK: Final = re.compile(r"\][(\[]|<a\b", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ADDRESS_WORDS: Final = re.compile(r"[^\w’-]+")
"""What parts the words of an address: a link called “Click” may lead to what is called so."""
_SHOWN_AS_IT_IS: Final = frozenset({"Autolink", "Email"})
_LEAST: Final = 2
"""Letters of a text that two links cannot share by chance: a number refers to a list."""


def link_texts_of_source(source: Source) -> Iterator[tuple[int, Remark]]:
    """A link of the article whose words do not say where it leads."""
    try:
        links = _links(parts_of_document(source.document))
    except ArticleError:  # of the parser; what reads the article tells it
        return
    first: dict[str, str] = {}
    for link in links:
        if remark := _remark(link):
            yield link.start, remark
            continue
        text = _plain(link.text)
        before = first.setdefault(text, link.address)
        if before != link.address and sum(map(str.isalpha, text)) >= _LEAST:
            first[text] = link.address
            said = phrase(
                "“{text}” is the text of a link to {first} and of one to {second}: tell them apart",
                text=link.text,
                first=before,
                second=link.address,
            )
            yield link.start, Remark(said, severity=Severity.INFO)


def link_texts_of_message(subject: Subject) -> Sequence[Remark]:
    """A link of a translation that says less than the source's."""
    if not _MAY_LINK.search(subject.message.msgstr):
        return ()
    try:
        before = _by_address(_links(parts_of_text(subject.source, subject.references)))
        links = _links(parts_of_text(subject.target, subject.references))
    except ArticleError:  # of the parser; one rule that always runs tells it
        return ()
    found = []
    for link in links:
        remark = _remark(link)
        source = before.get(link.address)
        at_fault = source is not None and _remark(source) is not None
        if remark is not None and (not at_fault or (source and source.text and not link.text)):
            found.append(Remark(remark.message, (link.start, link.end), severity=remark.severity))
    return found


def _links(parts: Sequence[Part]) -> Sequence[Part]:
    return [
        part for part in parts if part.name == "a" and "href" in part.attributes and not part.hidden
    ]


def _by_address(links: Sequence[Part]) -> Mapping[str, Part]:
    return {link.address: link for link in links}


def _plain(text: str) -> str:
    """A text in small letters, without marks and arrows around it."""
    return text.replace("'", "’").strip(_EDGES).rstrip("> \u00a0").casefold()


def _remark(link: Part) -> Remark | None:
    """What is to be said of the words of one link."""
    text = link.text
    if not text:
        return _of_nothing(link)
    if "aria-label" in link.attributes or "aria-labelledby" in link.attributes:
        return None
    plain = _plain(text)
    if _only_points(plain) and plain not in _ADDRESS_WORDS.split(link.address.casefold()):
        said = phrase(
            "the link “{text}” does not say where it leads: name that in its words", text=text
        )
        return Remark(said, severity=Severity.INFO if link.named else None)
    typed = link.attributes.get(MARKDOWN) not in _SHOWN_AS_IT_IS
    if typed and link.markdown and _ADDRESS.fullmatch(text):
        said = phrase(
            "the words of the link are an address, “{text}”: say in words where it leads",
            text=text,
        )
        return Remark(said, severity=Severity.INFO)
    return None


def _only_points(plain: str) -> bool:
    """Whether words, in small letters, say nothing of where a link leads."""
    if "`" in plain:
        return False
    if plain in _ALONE or _CHINESE.fullmatch(plain):
        return True
    words = _WORD.findall(plain)
    return len(words) > 1 and _EMPTY.issuperset(words) and not _POINTING.isdisjoint(words)


def _of_nothing(link: Part) -> Remark | None:
    """What is to be said of a link without words."""
    given = link.attributes
    if link.named or not link.address or "id" in given or "name" in given:
        return None  # an anchor that others lead to
    if any(image.markdown or "alt" not in image.attributes for image in link.images):
        return None  # what the image lacks is told of the image
    if link.images:
        said = phrase(
            "the link to {address} holds only an image without alternative text: write in its "
            "`alt` where the link leads",
            address=link.address,
        )
    else:
        said = phrase(
            "the link to {address} has no words, so that readers cannot see it: write some",
            address=link.address,
        )
    return Remark(said)
