"""The reviewer's packet: one HTML file that needs neither the tool nor a network.

It has the units of the review page, the page as it will be, and the scripts of the review page in
one. What it may run and how it may look is told by hashes (Content Security Policy), and nothing is
loaded from anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from posixpath import normpath
from typing import Final

from lxml import html
from markupsafe import Markup

from workflow.errors import WorkflowError
from workflow.flows.other_texts import approved_texts
from workflow.flows.preview import Preview
from workflow.model.digest import digest
from workflow.model.mqm import CATEGORIES, WEIGHTS
from workflow.reports.i18n import Words
from workflow.review.offline_review import FORMAT, VERSION, PacketHead
from workflow.site import article_path
from workflow.web.article_page import Editor
from workflow.web.desk import Desk
from workflow.web.filling import render, static

MODULES: Final = ("beside.js", "chips.js", "typography.js", "editor.js", "packet.js")
"""Scripts, each after those it imports."""
_STYLES: Final = ("review.css", "packet.css")
_LARGEST_IMAGE: Final = 512 << 10
"""Bytes of an image that goes along; larger ones are left out, and their alternative text stands
there."""
_IMAGES: Final = 8 << 20
"""Bytes of all images together."""
_IMPORT = re.compile(r"^import .*;\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)
_GONE: Final = ("script", "link", "meta", "base", "iframe", "object", "embed", "video", "audio")
"""Elements that have no place in the page of a packet."""
_ADDRESSES: Final = ("href", "src", "srcset", "action", "formaction", "poster", "data", "style")


@dataclass(slots=True)
class _Shown:
    """The page as it will be, whole in itself."""

    preview: Preview
    styles: list[str] = field(default_factory=list)
    left: int = 0
    """Images that are too large to go along."""
    bytes: int = 0


def packet_page(desk: Desk, made: str, words: Words) -> str:
    """The packet of what is on ``desk``, in the language of ``words``; ``made``: when (ISO 8601).

    The same texts and time make the same file. Raises what :class:`Desk` raises.
    """
    head = head_of(desk, made)
    page, styles, left = _page(desk)
    script = _script()
    style = "\n".join(_static(name) for name in _STYLES)
    units = tuple(desk.units(range(1, len(desk.messages) + 1)))
    new = [each.message for each in units if each.new]
    return render(
        words,
        "packet.html.j2",
        desk=desk,
        source=desk.article.locale,
        target=desk.locale,
        editor=Editor("", "", None),
        head=head,
        units=units,
        approved=approved_texts(desk.translation, new),
        categories=CATEGORIES,
        severities=tuple(WEIGHTS),
        policy=_policy(script, (style, *styles)),
        script=Markup(script),  # noqa: S704 - our own files
        style=Markup(style),  # noqa: S704 - our own files
        data=Markup(_data(desk, head, page)),  # noqa: S704 - no sign in it ends an element
        has_page=bool(page),
        left=left,
    )


def head_of(desk: Desk, made: str) -> PacketHead:
    """What names the packet of what is on ``desk``."""
    slug, locale = desk.article.slug, desk.locale.name
    project = desk.translation.workspace.settings.base_url
    texts = [part for at, name in enumerate(desk.digests, 1) for part in (name, desk.seen(at))]
    packet = digest(project, slug, locale, made, *texts)
    return PacketHead(project, slug, locale, packet, made)


def _data(desk: Desk, head: PacketHead, page: str) -> str:
    """What the script works with, as JSON without a ``<``."""
    record = {
        "format": FORMAT,
        "version": VERSION,
        "project": head.project,
        "article": head.article,
        "locale": head.locale,
        "packet": head.packet,
        "made": head.made,
        "page": page,
        "messages": [
            {
                "source": name,
                "translation": desk.seen(number),
                "msgctxt": message.msgctxt,
                "msgid": message.msgid,
                "seen": message.msgstr,
            }
            for number, (name, message) in enumerate(
                zip(desk.digests, desk.messages, strict=True), start=1
            )
        ],
    }
    return json.dumps(record, ensure_ascii=False).replace("<", "\\u003c")


def _static(name: str) -> str:
    return (static(name) or b"").decode()


def _script() -> str:
    """The modules as one: a file opened from a disk may import nothing."""
    parts = (_EXPORT.sub("", _IMPORT.sub("", _static(name))) for name in MODULES)
    return "\n" + "\n".join(parts)


def _policy(script: str, styles: tuple[str, ...]) -> str:
    told = " ".join(dict.fromkeys(map(_hash, styles)))
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {told}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


# The page as it will be


def _page(desk: Desk) -> tuple[str, tuple[str, ...], int]:
    """The page, the style sheets that stand in it, and how many images were left out.

    Empty where the page cannot be made; the checks say why.
    """
    try:
        preview = desk.page
    except WorkflowError:
        return "", (), 0
    place = article_path(desk.locale, desk.article.slug)
    shown = _Shown(preview)
    tree = html.document_fromstring(preview.pages[place].decode(), _parser())
    for element in list(tree.iter()):
        if isinstance(element.tag, str):
            _settle(shown, element, PurePosixPath(place).parent)
    text = html.tostring(tree, encoding="unicode", doctype="<!doctype html>")
    return text, tuple(shown.styles), shown.left


def _parser() -> html.HTMLParser:
    return html.HTMLParser(encoding=None, no_network=True)


def _settle(shown: _Shown, element: html.HtmlElement, folder: PurePosixPath) -> None:
    """Make an element need nothing from elsewhere, or take it out."""
    address = element.get("href") or element.get("src") or ""
    if element.tag == "link" and element.get("rel") == "stylesheet":
        css = _style(shown.preview, folder, address)
        if css:
            shown.styles.append(css)
            element.tag, element.text = "style", css
            element.attrib.clear()
            return
    image = _image(shown, folder, address) if element.tag == "img" else ""
    if element.tag in _GONE and not (element.tag == "meta" and element.get("charset")):
        element.drop_tree()
        return
    for name in element.attrib:
        if (name in _ADDRESSES or name.endswith(":href") or name.startswith("on")) and not (
            name == "href" and address.startswith("#")
        ):
            del element.attrib[name]
    if image:
        element.set("src", image)


def _style(preview: Preview, folder: PurePosixPath, address: str) -> str:
    if address == "/static/beside.css":
        return _static("beside.css")
    found = preview.pages.get(_inside(folder, address), b"").decode()
    return found.replace("</", "<\\/")


def _inside(folder: PurePosixPath, address: str) -> str:
    """The path in the site that an address on a page in ``folder`` leads to."""
    path = address.partition("?")[0].partition("#")[0]
    return normpath(str(folder / path)) if not path.startswith("/") else path.lstrip("/")


def _image(shown: _Shown, folder: PurePosixPath, address: str) -> str:
    """The image as a ``data:`` address; empty where it does not go along."""
    if address.startswith("data:image/"):
        return address
    path = shown.preview.media.get(_inside(folder, address))
    found = _bytes(path) if path is not None else None
    if found is None or shown.bytes + len(found) > _IMAGES:
        shown.left += 1
        return ""
    shown.bytes += len(found)
    kind = mimetypes.guess_type(str(path))[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(found).decode()}"


def _bytes(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST_IMAGE + 1)
    except OSError:
        return None
    return data if len(data) <= _LARGEST_IMAGE else None
