"""What each element and attribute of HTML is to a translation.

Section numbers are those of the HTML standard (https://html.spec.whatwg.org/, read as of
2024); the sets are its content categories (3.2.5.2) sorted by one question: does a sentence
run through the element, or does the element hold sentences of its own?
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

VOID: Final = frozenset(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr".split()
)
"""Elements without content or end tag (13.1.2), the obsolete ones that parse so included."""

BLOCKS: Final = frozenset(
    # The document, its metadata, and scripting (4.1, 4.2, 4.12).
    "html head body base link meta title style script noscript template "
    # Flow content that is not phrasing content (4.3, 4.4, 4.9 to 4.11), with its parts.
    "address article aside blockquote dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search "
    "section summary ul "
    "caption col colgroup table tbody td tfoot th thead tr "
    # Phrasing content that holds texts of its own: controls (4.10), embedded content (4.8).
    "button datalist input label meter optgroup option progress select textarea "
    "audio canvas iframe object video "
    # Obsolete ones that browsers show as blocks or read as raw text (16.2, 15.3).
    "applet center dir frame frameset listing marquee noembed noframes plaintext xmp".split()
)
"""Elements that part the text around them; every other element, a custom one too, is inline."""

KEPT: Final = frozenset(
    "code kbd listing math plaintext pre samp script style svg textarea var xmp".split()
)
"""Elements whose content is not translated."""

PREFORMATTED: Final = frozenset("listing plaintext pre script style textarea xmp".split())
"""Of :data:`KEPT`, those that not even ``translate="yes"`` opens: white space counts in them."""

EMBEDDED: Final = frozenset("applet audio embed frame iframe object video".split())
DRAWN: Final = frozenset({"math", "svg"})
"""Elements that show what stands elsewhere, or what they draw (4.8)."""

RAW_TEXT: Final = frozenset("iframe noembed noframes style xmp".split())
ESCAPABLE_RAW_TEXT: Final = frozenset({"title", "textarea"})
"""Content without tags: read up to the end tag, without and with references (13.1.2)."""

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

KINDS: Final[Mapping[str, str]] = {
    "blockquote": "quotation",
    "button": "button",
    "caption": "caption",
    "dd": "definition",
    "dt": "definition term",
    "figcaption": "caption",
    "label": "label",
    "legend": "legend",
    "li": "list item",
    "option": "option",
    "summary": "summary",
    "td": "table cell",
    "th": "table cell",
    "title": "page title",
} | {f"h{level}": f"heading {level}" for level in range(1, 7)}
"""What people call the text of an element; of any other it is a paragraph."""

_CLOSES_PARAGRAPH: Final = frozenset(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption "
    "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p "
    "plaintext pre search section summary table ul xmp".split()
)
_CLOSES_CELL: Final = ("td", "th")
_CLOSES_ROW: Final = (*_CLOSES_CELL, "tr")
IMPLIED_ENDS: Final[Mapping[str, Sequence[str]]] = {
    **dict.fromkeys(_CLOSES_PARAGRAPH, ("p",)),
    "li": ("li", "p"),
    "dd": ("dd", "dt", "p"),
    "dt": ("dd", "dt", "p"),
    "option": ("option",),
    "optgroup": ("option", "optgroup"),
}
"""Start tag → the elements it ends in its list, menu or flow (13.1.2.4, 13.2.6.4.7)."""
IMPLIED_TABLE_ENDS: Final[Mapping[str, Sequence[str]]] = {
    "td": _CLOSES_CELL,
    "th": _CLOSES_CELL,
    "tr": _CLOSES_ROW,
    **dict.fromkeys(("tbody", "thead", "tfoot"), (*_CLOSES_ROW, "tbody", "thead", "tfoot")),
}
"""Start tag → the elements it ends in its table (13.2.6.4.9 to 13.2.6.4.15)."""

SCOPES: Final = frozenset({"table", "template", "object"})
"""Elements no end tag inside reaches out of (after 13.2.4.2)."""
LISTS: Final = SCOPES | {"ul", "ol", "menu", "dl", "select", "button", "datalist"}
"""Elements no implied end tag reaches out of."""

_ON_EVERY_ELEMENT: Final[Mapping[str, str]] = {
    "title": "title attribute",
    "aria-label": "label",
    "aria-description": "description",
    "aria-placeholder": "placeholder",
    "aria-roledescription": "label",
    "aria-valuetext": "label",
}
_ON_ONE_ELEMENT: Final[Mapping[tuple[str, str], str]] = {
    ("area", "alt"): "image text",
    ("img", "alt"): "image text",
    ("input", "alt"): "image text",
    ("input", "placeholder"): "placeholder",
    ("textarea", "placeholder"): "placeholder",
    ("option", "label"): "option",
    ("optgroup", "label"): "option",
    ("track", "label"): "label",
    ("table", "summary"): "table summary",
    ("th", "abbr"): "abbreviation",
}
_METADATA: Final[Mapping[str, str]] = {
    "description": "page description",
    "keywords": "page keywords",
    "og:title": "page title",
    "og:description": "page description",
    "og:site_name": "site name",
    "og:image:alt": "image text",
    "twitter:title": "page title",
    "twitter:description": "page description",
    "twitter:image:alt": "image text",
}
_BUTTONS: Final = frozenset({"button", "reset", "submit"})


def text_attributes(element: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (name, kind) of the attributes that hold text for readers.

    They are the standard's translatable attributes (3.2.6.2), ARIA's (WAI-ARIA 1.2, 6.5.3)
    and the ``content`` of the metadata named in Open Graph and Twitter cards. ``element`` and
    the names are in lower case.
    """
    for name in attributes:
        kind = _ON_EVERY_ELEMENT.get(name) or _ON_ONE_ELEMENT.get((element, name))
        if kind is None and name == "content" and element == "meta":
            kind = _metadata(attributes)
        elif kind is None and name == "value" and element == "input":
            kind = "button" if attributes.get("type", "").lower() in _BUTTONS else None
        if kind is not None:
            yield name, kind


def _metadata(attributes: Mapping[str, str]) -> str | None:
    if "http-equiv" in attributes:  # a refresh or a policy, whatever else it is called
        return None
    named = attributes.get("property") or attributes.get("name") or ""
    return _METADATA.get(named.strip().lower())
