"""Marks of Markdown's dialects on a page of ours: none stands there raw.

Inside texts, what they mean stands in their place. Lines that a mark titles are, in the Markdown
that is rendered, headings that begin with an empty element of a class of ours, which the sanitised
tree still has: what it says is made of the heading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from lxml.etree import Element
from markupsafe import Markup

from workflow.formats.markdown.notation import ATTRIBUTES
from workflow.model import lazy_re as re
from workflow.site.tree import Node, drop, unwrap, words

Piece: TypeAlias = str | Node
_OPAQUE: Final = frozenset(("abbr", "code", "kbd", "pre", "samp", "var"))
"""Elements whose texts are as they are."""
_MARKS: Final = re.compile(
    rf"""(?P<comment>%%(?:(?!%%)[^\n])++%%)
      | (?P<embed>!\[\[[^\[\]\n]++\]\])
      | \[\[(?P<page>(?![\d\s]*+[\]|])[^\[\]|\n]++)(?:\\?\|(?P<shown>[^\[\]\n]++))?+\]\]
      | (?<![=\w])==(?=[^\s=])(?P<marked>[^=\n]++(?:=[^=\n]++)*+)(?<!\s)==(?!=)
      | (?<!\+)\+\+(?P<keys>[\w"-]++(?:\+[\w"-]++)*+)\+\+(?!\+)
      | (?P<icon>:(?:material|fontawesome|octicons|simple)-[\w-]++:(?:{ATTRIBUTES})?+)
      | (?<!\])\[(?P<span>[^\[\]\n]++)\]{ATTRIBUTES}
    """,
    re.VERBOSE,
)
_HINT: Final = re.compile(r"%%|\[\[|==|\+\+|:[mfos]|\]\{")
_AFTER: Final = re.compile(ATTRIBUTES, re.VERBOSE)
_ROLE: Final = re.compile(r"\{(?P<name>[A-Za-z][\w:+-]*+)\}\Z")
_TARGET: Final = re.compile(r"\s*<[^<>]*>\Z")
_TAGS: Final = {"sub": "sub", "sup": "sup", "abbr": "span", "kbd": "kbd"}
_REFERENCES: Final = frozenset(
    "any cite cite:p cite:t doc download eq numref ref term eq:label numref:label".split()
)
TITLED: Final = "mark-"
_KNOWN: Final = re.compile(r"\[!(note|tip|important|warning|caution)\b", re.IGNORECASE)
_KEY: Final = re.compile(r"\*\[([^\[\]]+)\]")


def show_marks(root: Node, html: str) -> None:
    """Make of the marks in the texts of ``root`` what they mean, or nothing.

    ``html`` is what it was read from.
    """
    if "{" in html:
        for element in list(root.iter()):
            if element.tail and (attributes := _AFTER.match(element.tail)):
                element.tail = element.tail[attributes.end() :]
            if element.tag == "code":
                _role(element)
    if _HINT.search(html):
        replace_in_texts(root, _MARKS, _shown, _HINT)


def replace_in_texts(
    root: Node,
    pattern: re.Pattern[str],
    piece: Callable[[re.Match[str]], Piece],
    hint: re.Pattern[str] | None = None,
) -> None:
    """Put a ``piece`` in the place of each match in a text that is no code.

    Where ``hint`` stands nowhere, nothing matches.
    """
    for element in list(root.iter()):
        for name in ("text", "tail"):
            text = getattr(element, name)
            if not text or (hint or pattern).search(text) is None:
                continue
            within = element if name == "text" else element.getparent()
            if (element is root and name == "tail") or _is_opaque(within):
                continue
            _put(element, name, _pieces(text, pattern, piece))


def _is_opaque(element: Node | None) -> bool:
    while element is not None:
        if element.tag in _OPAQUE:
            return True
        element = element.getparent()
    return False


def _pieces(
    text: str, pattern: re.Pattern[str], piece: Callable[[re.Match[str]], Piece]
) -> list[Piece]:
    pieces: list[Piece] = []
    done = 0
    for found in pattern.finditer(text):
        pieces += (text[done : found.start()], piece(found))
        done = found.end()
    return [*pieces, text[done:]]


def _put(element: Node, name: str, pieces: Sequence[Piece]) -> None:
    """Put texts and elements, in order, in the place of a text of ``element``."""
    setattr(element, name, None)
    last: Node | None = None if name == "text" else element
    for each in pieces:
        if isinstance(each, str):
            if last is None:
                element.text = (element.text or "") + each
            else:
                last.tail = (last.tail or "") + each
        elif last is None:
            element.insert(0, each)
            last = each
        else:
            last.addnext(each)
            last = each


def _shown(found: re.Match[str]) -> Piece:
    """What a page shows of a mark."""
    if found["page"] is not None:
        return (found["shown"] or found["page"].lstrip("#^").replace("#", " › ")).strip()
    if found["marked"] is not None:
        return _element("mark", found["marked"])
    if found["keys"] is not None:
        return _element("kbd", found["keys"].replace('"', "").title().replace("+", " + "))
    return found["span"] or ""


def _element(tag: str, text: str) -> Node:
    element = Element(tag)
    element.text = text
    return element


def _role(code: Node) -> None:
    """MyST writes a role in braces before code: a reference is text, what it leads to is not."""
    before = code.getprevious()
    text = (before.tail if before is not None else code.getparent().text) or ""
    found = _ROLE.search(text)
    if found is None:
        return
    rest = text[: found.start()]
    if before is not None:
        before.tail = rest
    else:
        code.getparent().text = rest
    name = found["name"]
    if name in _TAGS or name in _REFERENCES:
        code.tag = _TAGS.get(name, "span")
        code.text = _TARGET.sub("", code.text or "") or code.text


def marked(kind: str, text: str) -> str:
    """Return the start of a heading that says what the mark ``text`` makes of its line."""
    classes, title = f"{TITLED}{kind}", ""
    if kind == "callout" and (found := _KNOWN.match(text)):
        classes += f" markdown-alert-{found[1].lower()}"
    if kind == "abbreviation" and (key := _KEY.match(text)):
        title = key[1].strip()
    return str(Markup('# <span class="{}" title="{}"></span>').format(classes, title))


def show_titles(root: Node) -> None:
    """Make of the marked headings what they title."""
    expansions: dict[str, str] = {}
    marks = [each for each in root.iter("span") if each.get("class", "").startswith(TITLED)]
    for mark in marks:
        heading = mark.getparent()
        kind, _, known = mark.get("class", "").removeprefix(TITLED).partition(" ")
        if heading is None or heading.tag != "h1":  # in a text: nobody but the author wrote it
            unwrap(mark)
            continue
        title = mark.get("title", "")
        drop(mark)
        match kind:
            case "callout":
                _callout(heading, known)
            case "abbreviation":
                expansions[title] = " ".join(words(heading).split())
                drop(heading)
            case "caption":
                _caption(heading)
            case "verse":
                _verse(heading)
            case "leaf":
                heading.tag = "p"
            case _:
                _drop(heading)
    if any(expansions.values()):
        _abbreviate(root, {key: text for key, text in expansions.items() if key and text})


def _callout(heading: Node, known: str) -> None:
    """The quotation that a callout titles is a box."""
    quote = heading.getparent()
    titled = bool(words(heading).strip()) or len(heading)
    if titled:
        heading.tag = "p"
        heading.set("class", "label")
    else:
        drop(heading)
    if quote is None or quote.tag != "blockquote":
        return
    if known and not titled:
        quote.set("class", known)
        return
    quote.tag = "aside"
    quote.attrib.clear()
    quote.set("role", "note")


def _caption(heading: Node) -> None:
    """The caption of the table above, or else of that below."""
    above, below = heading.getprevious(), heading.getnext()
    for table in (above, below):
        if table is not None and table.tag == "table" and table.find("caption") is None:
            heading.tag = "caption"
            heading.tail = None
            table.insert(0, heading)
            return
    heading.tag = "p"


def _verse(heading: Node) -> None:
    """A line of verse: a paragraph, which goes on with the next."""
    before = heading.getprevious()
    if before is None or before.get("class") != "verse" or (before.tail or "").strip():
        heading.tag = "p"
        heading.set("class", "verse")
        return
    line = Element("br")
    line.tail = heading.text
    before.append(line)
    before.extend(list(heading))
    heading.getparent().remove(heading)


def _drop(heading: Node) -> None:
    item = heading.getparent()
    drop(heading)
    if item is not None and item.tag == "li" and not len(item) and not (item.text or "").strip():
        drop(item)


def _abbreviate(root: Node, expansions: Mapping[str, str]) -> None:
    """Put ``abbr`` around each whole word that has an expansion."""
    keys = "|".join(re.escape(key) for key in sorted(expansions, key=len, reverse=True))

    def element(found: re.Match[str]) -> Node:
        abbreviation = Element("abbr", {"title": expansions[found[0]]})
        abbreviation.text = found[0]
        return abbreviation

    replace_in_texts(root, re.compile(rf"(?<![A-Za-z0-9_])(?:{keys})(?![A-Za-z0-9_])"), element)
