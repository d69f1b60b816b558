"""Sound and films of a body: played by the browser itself, without a script.

Nothing of them is loaded before a reader wants it, but for what tells how long a film is. Below
each stands a link to the file, for who would rather have it, or has a browser that plays none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml.etree import Element, SubElement

from workflow.errors import LocaleError
from workflow.formats.companions import TRACK, ending_of, is_film, is_played_here
from workflow.formats.linking import inside
from workflow.model import Locale
from workflow.model.player import Player
from workflow.site.addresses import relative
from workflow.site.content import Content
from workflow.site.strings import file_size, translations
from workflow.site.tree import Node, drop, wrap
from workflow.site.uses import MediaUse

TYPES: Final = {
    ".aac": "audio/aac",
    ".flac": "audio/flac",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".oga": "audio/ogg",
    ".ogg": "audio/ogg",
    ".ogv": "video/ogg",
    ".opus": "audio/ogg",
    ".wav": "audio/wav",
    ".webm": "video/webm",
}
"""Ending → media type (IANA's registry; RFC 5334 for Ogg)."""
DOWNLOAD: Final = "download"
"""The class of links to files that are played."""
_HOLDERS: Final = frozenset({"aside", "blockquote", "dd", "details", "div", "li", "section", "td"})
"""Elements that may hold a figure."""
_KINDS: Final = frozenset({"captions", "descriptions", "subtitles"})


class _Given(NamedTuple):
    """What the text says of something to be played."""

    tag: str
    urls: tuple[str, ...]
    label: str
    """What it is, for who cannot see or hear it."""
    caption: str = ""
    poster: str = ""
    size: tuple[str, str] = ("", "")
    tracks: tuple[tuple[str, str, str, str], ...] = ()
    """Address, language, label and kind of each."""


def type_of(path: str) -> str:
    """The media type of a file that is played."""
    return TYPES[ending_of(path)]


def play_all(root: Node, content: Content, page: str) -> list[MediaUse]:
    """Have the page at ``page`` play the sound and films of ``root``, the body of ``content``.

    Returns the files that it needs for it. What is elsewhere becomes an image, which becomes a
    link in its turn.
    """
    uses: list[MediaUse] = []
    for element in list(root.iter("img", "video", "audio")):
        if element.getparent() is not None and (given := _given(element)) is not None:
            uses += _play(element, given, content, page)
    for stray in list(root.iter("source", "track")):
        if next(stray.iterancestors("video", "audio"), None) is None:
            drop(stray)
    return uses


def _given(element: Node) -> _Given | None:
    """What there is to play; None for an image."""
    url = (element.get("src") or "").strip()
    if element.tag == "img":
        if not is_played_here(url):
            return None
        kind = "video" if is_film(urlsplit(url).path) else "audio"
        caption = element.get("title", "")
        return _Given(kind, (url,), element.get("alt", ""), caption)
    others = (each.get("src", "").strip() for each in element.iter("source"))
    return _Given(
        element.tag,
        tuple(dict.fromkeys(filter(None, (url, *others)))),
        element.get("aria-label", ""),
        poster=(element.get("poster") or "").strip(),
        size=(element.get("width") or "", element.get("height") or ""),
        tracks=tuple(
            (each.get("src", "").strip(), each.get("srclang", ""), each.get("label", ""),
             each.get("kind", ""))
            for each in element.iter("track")
        ),
    )  # fmt: skip


def _play(element: Node, given: _Given, content: Content, page: str) -> list[MediaUse]:
    here = [each for each in given.urls if is_played_here(each)]
    places = [(url, inside(content.slug, url)) for url in here]
    uses = [MediaUse(url, path, shown=False, played=True) for url, path in places]
    files = [path for _, path in places if path is not None]
    if not files or next(element.iterancestors("a"), None) is not None:
        image = Element(
            "img", {"alt": given.label, "src": "" if here else next(iter(given.urls), "")}
        )
        image.tail = element.tail
        element.getparent().replace(element, image)
        return uses
    known = dict(content.players)
    player = known.get(files[0], Player(0))
    media = Element(given.tag, {"controls": ""})
    media.set("preload", "metadata" if given.tag == "video" else "none")
    if given.label:
        media.set("aria-label", given.label)
        media.text = given.label
    if given.tag == "video":
        uses += _look(media, given, player, content, page)
    if len(files) == 1:
        media.set("src", relative(page, content.place(files[0])))
    for path in files if len(files) > 1 else ():
        place = content.place(path)
        SubElement(media, "source", {"src": relative(page, place), "type": type_of(place)})
    uses += _add_tracks(media, given, player, content, page)
    _place(element, media, given.caption, _download(content, page, files[0], player))
    return uses


def _look(
    media: Node, given: _Given, player: Player, content: Content, page: str
) -> Iterator[MediaUse]:
    """Say how large a film is, and what stands for it until it plays."""
    media.set("playsinline", "")
    own = all(each.isascii() and each.isdigit() for each in given.size)
    width, height = given.size if own else (str(player.width), str(player.height))
    if int(width) and int(height):
        media.set("width", width)
        media.set("height", height)
    poster = inside(content.slug, given.poster) if given.poster else None
    if poster is not None:
        yield MediaUse(given.poster, poster, shown=True)
    if poster or player.poster:
        media.set("poster", relative(page, content.place(poster or player.poster)))


def _add_tracks(
    media: Node, given: _Given, player: Player, content: Content, page: str
) -> Iterator[MediaUse]:
    """Subtitles: those that the text names, and those beside the file, one a language."""
    here, named = Locale(content.locale), set[Locale]()
    for url, language, label, kind in given.tracks:
        path = inside(content.slug, url) if url else None
        locale = _locale(language)
        if path is None or locale is None or ending_of(path) != TRACK:
            continue
        named.add(locale.minimal)
        yield MediaUse(url, path, shown=False)
        src = relative(page, content.place(path))
        track = _track(media, src, locale, label or locale.display_name(here))
        track.set("kind", kind if kind in _KINDS else "subtitles")
    for name, path in player.tracks:
        locale = Locale(name)
        if locale.minimal not in named:
            src = relative(page, content.place(path))
            track = _track(media, src, locale, locale.display_name(here))
            if name == player.on:
                track.set("default", "")


def _track(media: Node, src: str, locale: Locale, label: str) -> Node:
    named = label[:1].upper() + label[1:]
    given = {"kind": "subtitles", "src": src, "srclang": locale.bcp47, "label": named}
    return SubElement(media, "track", given)


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag)
    except LocaleError:
        return None


def _download(content: Content, page: str, path: str, player: Player) -> Node:
    """A link to the file."""
    place, locale = content.place(path), Locale(content.locale)
    link = Element("a", {"class": DOWNLOAD, "href": relative(page, place), "download": ""})
    kind = ending_of(place)[1:].upper()
    what = f"{kind}, {file_size(player.size, locale)}" if player.size else kind
    # Translators: a link to a film or a recording; "what" is like "MP4, 12 MB".
    link.text = translations(locale).gettext("Download (%(what)s)") % {"what": what}
    return link


def _place(element: Node, media: Node, caption: str, link: Node) -> None:
    """Put what is played, with its caption and the link, in the place of ``element``."""
    holder = element.getparent()
    alone = holder.tag == "p" and len(holder) == 1
    if alone and not f"{holder.text or ''}{element.tail or ''}".strip():
        holder.tag, holder.text, element.tail = "figure", None, None
        holder.replace(element, media)
        _close(holder, caption, link)
        return
    outer = Element(
        "div" if holder.tag == "figure" else "figure" if holder.tag in _HOLDERS else "span",
        {"class": "player"},
    )
    media.tail, element.tail = element.tail, None
    holder.replace(element, media)
    wrap(media, outer)
    if outer.tag == "figure":
        _close(outer, caption, link)
    else:
        media.tail = f" {caption} " if caption else " "
        outer.append(link)


def _close(figure: Node, caption: str, link: Node) -> None:
    figure.set("class", "player")
    below = SubElement(figure, "figcaption")
    below.text = f"{caption} " if caption else None
    below.append(link)
