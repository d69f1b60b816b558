"""What readers are told who cannot see an image."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final
from urllib.parse import unquote

from workflow.checks.page_parts import Part, parts_of_document, parts_of_text
from workflow.checks.subject import Remark, Source, Subject
from workflow.errors import ArticleError
from workflow.formats import linking
from workflow.formats.parsing import field_line
from workflow.inline.scripts import han
from workflow.model import Severity
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase

_ENDING: Final = r"\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|avif|heic|eps|pdf)"
_FILE: Final = re.compile(
    rf"[^\s/\\]+{_ENDING}|(?:[\w.-]+[/\\])+[\w.-]+{_ENDING}|[\w-]*\d[\w ()-]*{_ENDING}"
    r"|(?:IMG|DSC[NF]?|PXL|MVIMG|GOPR|VID|WP|P)[-_]?\d{3,}(?:[-_ (]*\d+\)?)*"
    r"|(?:screen ?shots?|capture(?: d.écran)?|截屏|截图|屏幕截图|微信图片|WhatsApp Image)"
    r"[-_ ]?\d[\d\W_]*(?:at|à)?[\d\W_]*"
    r"|\d{6,8}[-_]\d{4,6}|(?:image|photo|picture)[-_]\d{5,}",
    re.IGNORECASE,
)
"""The name of a file, with its ending or as cameras and telephones give it."""
_GENERIC: Final = re.compile(
    r"(?:(?:the|an?|this|my|une?|le|la|l[’']|cette|一[张幅个])\s*)?"
    r"(?:images?|im[gs]|pictures?|pics?|photos?|photographs?|photographies?|graphics?|figures?|fig\.?"
    r"|illustrations?|logos?|icons?|icônes?|banners?|bannières?|alt(?:[- ]text)?|texte alternatif"
    r"|placeholder|untitled|sans titre|thumbnails?|vignettes?"
    r"|图片?|照片|相片|插图|配图|圖片?|插圖|配圖|图像|圖像|图示|示意图|示意圖|截图|截圖|图标|圖標|标志|標誌|缩略图|替代文本)"
    r"(?:\s*(?:of|de|here|ici|descriptions?|sans description|without description"
    r"|alt|text|描述|说明))?"
    r"[\s#n°º_-]*\d{0,4}\s*[.:。：]?"
    r"|在(?:这里|此处)插入图片描述|请输入图片描述|(?:enter|insert|add) (?:image )?"
    r"(?:description|alt text)(?: here)?",
    re.IGNORECASE,
)
"""What says that there is an image, and nothing of it."""
_MADE_UP: Final = re.compile(r"_|[^\W\d_]-[^\W\d_]|-.*-")
"""What stands in names of files, and hardly in words."""
_LONG: Final = 250
"""Characters, of which a Chinese one counts two, that are read out in one breath."""
_IMAGE_TEXT: Final = frozenset({"image text", "front matter: image_alt", "front matter: image.alt"})
_WORD: Final = re.compile(r"[^\W\d_]+")
_TEMPLATE: Final = re.compile(r"\{[{%]")
"""A site's generator fills in what the image is."""
_TINY: Final = frozenset({"0", "1", "0px", "1px"})


def alt_of_source(source: Source) -> Iterator[tuple[int, Remark]]:
    """An image of the article says nothing, or nothing of use, to who cannot see it."""
    try:
        parts = parts_of_document(source.document)
    except ArticleError:  # of the parser; what reads the article tells it
        return
    images = [part for part in parts if part.name == "img"]
    yield from _of_field(source, [part.address for part in images])
    for image in images:
        if remark := _lacking(image) or _poor(image.text, image.address):
            yield image.start, remark


def alt_of_message(subject: Subject) -> Sequence[Remark]:
    """A translation says less of an image than its source, or says it in its language."""
    if subject.segment.kind in _IMAGE_TEXT:
        if _poor(subject.message.msgid.strip()):
            return ()
        text = subject.message.msgstr
        remark = _poor(text.strip())
        return (_at(remark, (0, len(text))),) if remark else ()
    if "![" not in subject.message.msgid and "<img" not in subject.message.msgid.lower():
        return ()
    try:
        images = _images(parts_of_text(subject.source, subject.references))
        shown = _images(parts_of_text(subject.target, subject.references))
    except ArticleError:  # of the parser; one rule that always runs tells it
        return ()
    found = []
    for address, image in shown.items():
        before = images.get(address)
        if before is None or not before.text:
            continue
        if remark := _changed(before.text, image.text, subject):
            found.append(_at(remark, (image.start, image.end)))
    return found


def _images(parts: Sequence[Part]) -> Mapping[str, Part]:
    return {part.address: part for part in parts if part.name == "img"}


def _at(remark: Remark, span: tuple[int, int]) -> Remark:
    return Remark(remark.message, span, severity=remark.severity)


def _of_field(source: Source, shown: Sequence[str]) -> Iterator[tuple[int, Remark]]:
    """Of the picture that stands for the article; where the body shows it, that tells of it, and
    pages show none from elsewhere."""
    given = source.document.front_matter
    image = given.get("image")
    addresses = list(linking.of_field(image))
    here = partial(linking.inside, source.article.slug)
    if not addresses or (path := here(addresses[0])) is None or path in map(here, shown):
        return
    own = image.get("alt") if isinstance(image, Mapping) else None
    alt = given.get("image_alt") or own
    if not isinstance(alt, str) or not alt.strip():
        said = phrase(
            "the image “{image}” has no alternative text: write `image_alt`",
            image=addresses[0],
        )
        yield field_line(source.document, "image"), Remark(said)
    elif remark := _poor(alt.strip(), addresses[0]):
        line = field_line(source.document, "image_alt" if given.get("image_alt") else "image")
        yield line, remark


def _lacking(image: Part) -> Remark | None:
    """What is to be said of an image without any text."""
    given = image.attributes
    if (
        image.text
        or image.hidden
        or _TEMPLATE.search(image.address)
        or (image.named and not image.markdown)
    ):
        return None
    if not image.markdown and "alt" in given:
        return None  # an image that only adorns says so by an empty one
    if given.get("width") in _TINY or given.get("height") in _TINY:
        return None
    name = posixpath.basename(unquote(image.address))[:_LONG]
    if image.address.startswith("data:"):
        name = image.address.partition(";")[0]
    if image.markdown:
        said = phrase(
            "the image “{image}” has no alternative text: write what it shows between "
            'the brackets (one that only adorns: `<img alt="">`)',
            image=name,
        )
    else:
        said = phrase(
            "the image “{image}” has no alternative text: write what it shows in `alt` "
            '(`alt=""` where it only adorns)',
            image=name,
        )
    return Remark(said)


def _poor(alt: str, address: str = "") -> Remark | None:
    """What is to be said of a text that tells nothing of the image at an address, or too much."""
    if len(alt) + han(alt) > _LONG:
        said = phrase(
            "the alternative text has {count} characters: say it in a sentence "
            "or two, and the rest in the article",
            count=len(alt),
        )
        return Remark(said, severity=Severity.INFO)
    stem = posixpath.splitext(posixpath.basename(unquote(address)))[0]
    if _FILE.fullmatch(alt) or (alt == stem and _MADE_UP.search(alt) and " " not in alt):
        return Remark(phrase("“{alt}” is the name of a file: say what the image shows", alt=alt))
    if _GENERIC.fullmatch(alt):
        return Remark(phrase("“{alt}” says nothing of the image: say what it shows", alt=alt))
    return None


def _changed(before: str, alt: str, subject: Subject) -> Remark | None:
    """What is to be said of a translated text within a message."""
    if not alt:
        return Remark(
            phrase("the alternative text “{alt}” of the source is lost: translate it", alt=before)
        )
    if not _poor(before) and (remark := _poor(alt)):
        return remark
    same = alt == before and alt != subject.message.msgid.strip()
    if same and _is_in_a_language(alt, subject):
        return Remark(phrase("the alternative text “{alt}” is not translated", alt=alt))
    return None


def _is_in_a_language(alt: str, subject: Subject) -> bool:
    """Whether a text has to be translated: a name, one word or a figure need not be."""
    source, target = (
        each.name.partition("_")[0] for each in (subject.article.locale, subject.locale)
    )
    if source == target:
        return False
    if han(alt) > 1:
        return target != "zh"
    small = [word for word in _WORD.findall(alt) if word[0].islower() and len(word) > 2]
    return len(small) > (0 if target == "zh" else 1)
