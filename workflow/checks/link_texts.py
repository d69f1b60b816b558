"""What links are called: readers go from link to link, and hear nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from workflow.checks.page_parts import MARKDOWN, Part, parts_of_document, parts_of_text
from workflow.checks.subject import Remark, Source, Subject
from workflow.errors import ArticleError
from workflow.model import Severity
from workflow.model.phrase import phrase

_SAYING_NOTHING: Final = frozenset(
    " ".join(each.split())
    for each in (
        "here; click here; click; tap here; press here; right here; over here; see here; go here; "
        "read here; find it here; this; this link; the link; this page; this one; link; links; "
        "this website; this site; read more; read on; more; learn more; see more; find out more; "
        "show more; view more; know more; more info; more information; more details; details; "
        "continue; continue reading; follow this link; full article; full story; read; "
        "ici; cliquez ici; cliquer ici; clique ici; clic ici; en cliquant ici; cliquez; par ici; "
        "voir ici; c’est ici; lire ici; juste ici; ce lien; le lien; lien; liens; suivez ce lien; "
        "ce site; cette page; cet article; lire la suite; la suite; suite; lire plus; lire; "
        "en savoir plus; savoir plus; pour en savoir plus; voir plus; plus; plus d’infos; "
        "plus d’informations; plus d’info; plus de détails; détails; continuer; "
        "continuer la lecture; lire l’article; voir; "
        "点击这里; 点击此处; 点击; 请点击; 请点击这里; 请点击此处; 点此; 点这里; 点我; "
        "这里; 此处; 在这里; 在此; 链接; 此链接; 该链接; 这个链接; 点击链接; 本页; 此页; "
        "这个页面; 更多; 了解更多; 查看更多; 阅读更多; 更多信息; 更多内容; 更多详情; "
        "阅读全文; 查看全文; 全文; 详情; 查看详情; 详细; 点击查看; 查看; 继续阅读; "
        "點擊這裡; 點擊此處; 點擊; 點此; 這裡; 這裏; 此處; 連結; 此連結; 這個連結; 鏈接; "
        "更多資訊; 閱讀更多; 閱讀全文; 查看詳情; 詳情; 繼續閱讀; 了解詳情; 瞭解更多"
    ).split(";")
)
"""Words that name no place, in any of the languages, in small letters and without marks."""
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
        if remark is not None and (source is None or _remark(source) is None):
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
    if (plain := _plain(text)) in _SAYING_NOTHING and plain not in _ADDRESS_WORDS.split(
        link.address.casefold()
    ):
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
