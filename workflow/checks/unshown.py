"""Sources: what a page cannot show as it is written, and comments that tell the tool nothing."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import accumulate
from typing import Final

from workflow.checks.subject import Remark, Source, meant
from workflow.formats import linking
from workflow.formats.companions import is_played_here
from workflow.formats.markdown.dialect import (
    Directive,
    code_ranges,
    mask,
    name_and_data,
    opaque_blocks,
    read,
)
from workflow.formats.markdown.notation import TAG_NAME, VERBATIM
from workflow.formats.parsing import field_line
from workflow.inline.commonmark import (
    events,
    formulas,
    html_alone,
)
from workflow.inline.html_elements import (
    DRAWN,
    EMBEDDED,
)
from workflow.inline.html_tags import Tag
from workflow.inline.html_tokens import Token, tokenize
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

_ADDRESSES: Final = ("src", "data", "data-src")
_PLAYED: Final = frozenset({"audio", "video"})
_FATES: Final = {
    **dict.fromkeys(
        EMBEDDED,
        phrase(
            "pages play nothing and load nothing from elsewhere: they show its title, or what is "
            "inside it"
        ),
    ),
    "svg": phrase("pages show drawings from files: save it as one, and show that as an image"),
    "math": phrase("pages show its text alone: where its form matters, show an image of it"),
    "canvas": phrase("pages run nothing: they show the words inside it"),
    "form": phrase("pages send nothing: they show its words, without the fields"),
    **dict.fromkeys(("input", "datalist"), phrase("pages send nothing: it is left out")),
    **dict.fromkeys(
        ("button", "select", "textarea"), phrase("pages send nothing: they show its words alone")
    ),
    **dict.fromkeys(("script", "template"), phrase("pages run nothing: it is left out")),
    "style": phrase("pages have the site’s style: it is left out"),
    "noscript": phrase("pages run nothing: what is in it is shown to everybody"),
    "title": phrase("pages have the title of the front matter: it is left out"),
}
"""Element → what becomes of it, and why."""
_LEFT_OUT: Final = {
    "contents": phrase("pages have no list of their headings: it is left out"),
    "formula": "",
    "grid": phrase(
        "a table whose lines are drawn is shown as code, untranslated: write | between cells"
    ),
    "include": phrase("pages bring in nothing from elsewhere: it is left out"),
    "leaf": phrase("pages show its words alone"),
    "property": phrase("pages show no properties: it is left out"),
    "raw": phrase("pages show no raw output: it is left out"),
}
"""Kind of a mark → what becomes of it, and why."""
_PICTURE: Final = re.compile(r"[:`~]{3,}[ \t]*\{(?:figure|image|video|iframe)\}")
_OTHER_PLACE: Final = re.compile(
    r"(?P<web>(?:https?:)?//)|data:image/|(?!data:)[a-z][a-z0-9+.-]*:", re.IGNORECASE
)
"""How the address of an image begins that is no file of the articles' folder."""
_UNLINKED: Final = re.compile(r"(?!(?:https?|mailto|tel):)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""How an address begins that pages lead nowhere by."""
_LONGEST: Final = 60
_TABLE_OF_TASKS: Final = "checkbox"
_WORDS = ("skip", "skip-begin", "skip-end")
_COMMENT = re.compile(
    r"^[ \t>]*<!--[ \t]*+workflow:[ \t]*+(?P<word>[^\r\n]*?)[ \t]*-->[ \t]*$", re.MULTILINE
)


def check_embeds(source: Source) -> Iterator[tuple[int, Remark]]:
    """An image or film on another host, a frame, drawing, formula, form, script, shortcode,
    include or property of the article, in whose stead the page shows a link, its words or nothing.
    """
    folder = source.folder
    for url in linking.of_field(source.document.front_matter.get("image")):
        if said := _elsewhere(url, folder):
            yield field_line(source.document, "image"), Remark(said)
    body = source.document.body
    match source.article.format:
        case "markdown":
            masked, hidden = read(body)
            html = html_alone(masked)
            found = [(start, _formula(tex)) for tex, start, _ in formulas(masked)]
            found += _directives(body, hidden)
            shown = (url for _, url, shown in source.document.addresses if shown)
            if any(_OTHER_PLACE.match(url.strip()) for url in shown):
                found += _pictures(masked, folder)
        case "html":
            html, found = body.encode(), []
        case _:
            return
    found += _elements(html, folder)
    if not found:
        return
    ends = list(accumulate(len(line) + 1 for line in body.encode().split(b"\n")))
    for start, message in sorted(found):
        yield source.document.body_line + bisect_right(ends, start), Remark(message)


def _elsewhere(url: str, folder: str) -> Phrase | None:
    """What becomes of an image that is no file of the articles' folder; None for one that is."""
    address = url.strip()
    if not (found := _OTHER_PLACE.match(address)):
        return None
    if found["web"]:
        return phrase(
            "the image {address} is shown as a link: pages play nothing and load nothing from "
            "elsewhere; save it in {folder}/images/, and name it from there",
            address=_shortened(address),
            folder=folder,
        )
    return phrase(
        "the image {address} is left out: pages show files of {folder}/; save it in "
        "{folder}/images/, and name it from there",
        address=_shortened(address),
        folder=folder,
    )


def _pictures(markdown: str, folder: str) -> Iterator[tuple[int, Phrase]]:
    """The images of Markdown that stand elsewhere."""
    for event, span in events(markdown):
        if isinstance(event, dict) and "Start" in event:
            kind, link = name_and_data(event["Start"])
            if kind == "Image" and (said := _elsewhere(link["dest_url"], folder)):
                yield span["start"], said


def _directives(body: str, hidden: Sequence[Directive]) -> Iterator[tuple[int, Phrase]]:
    """What sites make something of, and pages nothing."""
    if not any(each.kind in _LEFT_OUT or each.kind == "directive" for each in hidden):
        return
    code = code_ranges(body)
    for each in hidden:
        text = each.text.strip()
        start = each.start + len(each.text) - len(each.text.lstrip(" \t"))
        number = bisect_right(code, (start, len(body) * 4)) - 1
        if number >= 0 and start < code[number][1]:
            continue
        if each.kind == "formula":
            yield start, _formula(text.strip("$"))
        elif each.kind == "directive":
            name = TAG_NAME.match(text)
            if name is not None and name[2].removeprefix("end") not in VERBATIM:
                yield start, _fate(text, phrase("pages know no shortcodes: it is left out"))
            elif _PICTURE.match(text):
                yield start, _fate(text, phrase("pages show its words, not its picture or film"))
            elif text.startswith("::") and not text.startswith(":::"):
                yield start, _fate(text, phrase("pages know no directives: it is left out"))
        elif each.kind == "leaf":
            yield start, phrase("{what}…]: {fate}", what=text, fate=_LEFT_OUT["leaf"])
        elif each.kind in _LEFT_OUT:
            yield start, _fate(text, _LEFT_OUT[each.kind])


def _fate(text: str, fate: str) -> Phrase:
    return phrase("{what}: {fate}", what=_shortened(text), fate=fate)


def _shortened(text: str) -> str:
    """The first line of a text, for a message."""
    line = text.split("\n", 1)[0].strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _formula(tex: str) -> Phrase:
    return phrase(
        "the formula $${tex}$$ is shown as code: pages set no formulas. Where its form matters, "
        "show an image of it",
        tex=" ".join(tex.split()),
    )


def _elements(html: bytes, folder: str) -> Iterator[tuple[int, Phrase]]:
    """Where each element stands that a page has not, and what becomes of it."""
    inside: list[str] = []
    tokens = list(tokenize(html))
    for number, (kind, start, _, tag) in enumerate(tokens):
        if tag is not None and tag.name == "img" and not inside:
            if said := _elsewhere(tag.attributes.get("src", ""), folder):
                yield start, said
            continue
        if tag is None or tag.name not in _FATES:
            continue
        if kind == "end":
            if tag.name in inside:
                del inside[inside.index(tag.name) :]
        elif tag.name != "input" or tag.attributes.get("type", "").lower() != _TABLE_OF_TASKS:
            if not inside and not _is_played(tokens[number:]):
                yield start, _message(tag)
            if tag.name in DRAWN | EMBEDDED - {"embed", "frame"} and not tag.self_closing:
                inside.append(tag.name)


def _is_played(tokens: Sequence[Token]) -> bool:
    """Whether the element that ``tokens`` begin with is played on the page, not linked to."""
    first = tokens[0][3]
    if first is None or first.name not in _PLAYED:
        return False
    for kind, _, _, tag in tokens:
        if tag is None or tag.name not in (first.name, "source"):
            continue
        if kind == "end":
            return False
        if any(is_played_here(tag.attributes.get(each, "")) for each in _ADDRESSES):
            return True
    return False


def _message(tag: Tag) -> Phrase:
    address = next(filter(None, (tag.attributes.get(each) for each in _ADDRESSES)), "")
    if tag.name in EMBEDDED and address and not _UNLINKED.match(address.strip()):
        return phrase(
            "<{tag}> is shown as a link to {address}: pages play nothing and load nothing from "
            "elsewhere",
            tag=tag.name,
            address=address.strip(),
        )
    return phrase("<{tag}>: {fate}", tag=tag.name, fate=_FATES[tag.name])


def check_comments(source: Source) -> Iterator[tuple[int, Remark]]:
    """A comment `workflow: …` that says nothing this program knows, or `skip-begin` without
    `skip-end`: the rest of the article would not be translated.
    """
    opened = 0
    for line, word in _comments(source):
        if word not in _WORDS:
            near = get_close_matches(word, _WORDS, n=1)
            advice = meant(near, _WORDS)
            yield (
                line,
                Remark(
                    phrase("`workflow: {word}` means nothing: {advice}", word=word, advice=advice)
                ),
            )
        elif word == "skip-begin":
            opened = opened or line
        elif word == "skip-end":
            opened = 0
    if opened:
        yield (
            opened,
            Remark(
                phrase(
                    "nothing after it is translated: write <!-- workflow: skip-end --> where the "
                    "part to skip ends"
                )
            ),
        )


def _comments(source: Source) -> Iterator[tuple[int, str]]:
    """Line and word of each comment to the tool that stands in no code."""
    body = source.document.body
    found = list(_COMMENT.finditer(body))
    blocks = opaque_blocks(mask(body)) if found and source.article.format == "markdown" else ()
    code = [(start, end) for block, start, end in blocks if name_and_data(block)[0] == "CodeBlock"]
    for comment in found:
        at = len(body[: comment.start()].encode())
        if not any(start <= at < end for start, end in code):
            yield source.document.body_line + body.count("\n", 0, comment.start()), comment["word"]
