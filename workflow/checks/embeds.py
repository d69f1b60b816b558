"""Sources: what a page cannot show as it is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from workflow.checks.subject import Remark, Source
from workflow.formats import media
from workflow.formats.markdown.dialect import Directive, code_ranges, name_and_data, read
from workflow.formats.markdown.tags import TAG_NAME, VERBATIM
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
from workflow.inline.html_tokens import tokenize

_ADDRESSES: Final = ("src", "data", "data-src")
_ELSEWHERE: Final = "pages play nothing and load nothing from elsewhere"
_CONTROL: Final = "pages send nothing"
_FATES: Final = {
    **dict.fromkeys(EMBEDDED, f"{_ELSEWHERE}: they show its title, or what is inside it"),
    "svg": "pages show drawings from files: save it as one, and show that as an image",
    "math": "pages show its text alone: where its form matters, show an image of it",
    "canvas": "pages run nothing: they show the words inside it",
    "form": f"{_CONTROL}: they show its words, without the fields",
    **dict.fromkeys(("input", "datalist"), f"{_CONTROL}: it is left out"),
    **dict.fromkeys(("button", "select", "textarea"), f"{_CONTROL}: they show its words alone"),
    **dict.fromkeys(("script", "template"), "pages run nothing: it is left out"),
    "style": "pages have the site's style: it is left out",
    "noscript": "pages run nothing: what is in it is shown to everybody",
    "title": "pages have the title of the front matter: it is left out",
}
"""Element → what becomes of it, and why."""
_LEFT_OUT: Final = {
    "contents": "pages have no list of their headings: it is left out",
    "formula": "",
    "grid": "a table whose lines are drawn is shown as code, untranslated: write | between cells",
    "include": "pages bring in nothing from elsewhere: it is left out",
    "leaf": "pages show its words alone",
    "property": "pages show no properties: it is left out",
    "raw": "pages show no raw output: it is left out",
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


def check_embeds(source: Source) -> Iterator[tuple[int, Remark]]:
    """An image on another host, a frame, film, drawing, formula, form, script, shortcode,
    include or property of the article, in whose stead the page shows a link, its words or nothing.
    """
    # Here, not above: the settings name the checks, and a short run does not wait for formats.
    from workflow.formats.segmentation import field_line  # noqa: PLC0415

    folder = source.folder
    for url in media.of_field(source.document.front_matter.get("image")):
        if said := _elsewhere(url, folder):
            yield field_line(source.document, "image"), Remark(said)
    body = source.document.body
    match source.article.format:
        case "markdown":
            masked, hidden = read(body)
            html = html_alone(masked)
            found = [(start, _formula(tex)) for tex, start, _ in formulas(masked)]
            found += _directives(body, hidden)
            found += _pictures(masked, folder)
        case "html":
            html, found = body.encode(), []
        case _:
            return
    found += _elements(html, folder)
    ends = list(accumulate(len(line) + 1 for line in body.encode().split(b"\n")))
    for start, message in sorted(found):
        yield source.document.body_line + bisect_right(ends, start), Remark(message)


def _elsewhere(url: str, folder: str) -> str:
    """What becomes of an image that is no file of the articles' folder; empty for one that is."""
    address = url.strip()
    if not (found := _OTHER_PLACE.match(address)):
        return ""
    place = f"save it in {folder}/images/, and name it from there"
    if found["web"]:
        said = f"the image {_shortened(address)} is shown as a link: {_ELSEWHERE}"
    else:
        said = f"the image {_shortened(address)} is left out: pages show files of {folder}/"
    return f"{said}; {place}"


def _pictures(markdown: str, folder: str) -> Iterator[tuple[int, str]]:
    """The images of Markdown that stand elsewhere."""
    for event, span in events(markdown) if "![" in markdown else ():
        if isinstance(event, dict) and "Start" in event:
            kind, link = name_and_data(event["Start"])
            if kind == "Image" and (said := _elsewhere(link["dest_url"], folder)):
                yield span["start"], said


def _directives(body: str, hidden: Sequence[Directive]) -> Iterator[tuple[int, str]]:
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
                yield start, f"{_shortened(text)}: pages know no shortcodes: it is left out"
            elif _PICTURE.match(text):
                yield start, f"{_shortened(text)}: pages show its words, not its picture or film"
            elif text.startswith("::") and not text.startswith(":::"):
                yield start, f"{_shortened(text)}: pages know no directives: it is left out"
        elif each.kind == "leaf":
            yield start, f"{text}…]: {_LEFT_OUT['leaf']}"
        elif each.kind in _LEFT_OUT:
            yield start, f"{_shortened(text)}: {_LEFT_OUT[each.kind]}"


def _shortened(text: str) -> str:
    """The first line of a text, for a message."""
    line = text.split("\n", 1)[0].strip()
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _formula(tex: str) -> str:
    words = " ".join(tex.split())
    return (
        f"the formula $${words}$$ is shown as code: pages set no formulas. Where its form "
        "matters, show an image of it"
    )


def _elements(html: bytes, folder: str) -> Iterator[tuple[int, str]]:
    """Where each element stands that a page has not, and what becomes of it."""
    inside: list[str] = []
    for kind, start, _, tag in tokenize(html):
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
            if not inside:
                yield start, _message(tag)
            if tag.name in DRAWN | EMBEDDED - {"embed", "frame"} and not tag.self_closing:
                inside.append(tag.name)


def _message(tag: Tag) -> str:
    address = next(filter(None, (tag.attributes.get(each) for each in _ADDRESSES)), "")
    if tag.name in EMBEDDED and address and not _UNLINKED.match(address.strip()):
        return f"<{tag.name}> is shown as a link to {address.strip()}: {_ELSEWHERE}"
    return f"<{tag.name}>: {_FATES[tag.name]}"
