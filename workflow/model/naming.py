"""What the parts of a text are called, as phrases; the values that name them stay English."""

from __future__ import annotations

from typing import Final

from workflow.model.phrase import Phrase, phrase

_FRONT: Final = "front matter: "
_NAMES: Final[dict[str, Phrase]] = {
    name: name
    for name in (
        # Segments
        phrase("button"),
        phrase("caption"),
        phrase("definition"),
        phrase("definition term"),
        phrase("footnote"),
        phrase("image text"),
        phrase("image title"),
        phrase("label"),
        phrase("legend"),
        phrase("link title"),
        phrase("list item"),
        phrase("option"),
        phrase("page title"),
        phrase("paragraph"),
        phrase("quotation"),
        phrase("summary"),
        phrase("table cell"),
        phrase("abbreviation"),
        phrase("admonition title"),
        phrase("callout title"),
        phrase("directive label"),
        phrase("line of verse"),
        phrase("tab title"),
        phrase("table caption"),
        # Placeables
        phrase("link target"),
        phrase("image path"),
        phrase("code"),
        phrase("tag"),
        phrase("footnote mark"),
        phrase("shortcode"),
        phrase("URL"),
        phrase("e-mail address"),
        phrase("telephone number"),
        phrase("placeholder"),
        # Terms of a glossary
        phrase("preferred"),
        phrase("admitted"),
        phrase("forbidden"),
        # States of messages
        phrase("untranslated"),
        phrase("machine"),
        phrase("fuzzy"),
        phrase("translated"),
        phrase("reviewed"),
        phrase("approved"),
        phrase("rejected"),
        # Drafts
        phrase("machine translation"),
        phrase("translation memory"),
        # Changes of the source, and why else a translation waits
        phrase("white space"),
        phrase("typography"),
        phrase("markup"),
        phrase("number"),
        phrase("meaning"),
        phrase("form"),
        phrase("content"),
        phrase("fuzzy before"),
        phrase("split"),
        phrase("joined"),
        phrase("plural"),
        # Inline markup
        phrase("emphasis"),
        phrase("strong emphasis"),
        phrase("strikethrough"),
        phrase("link"),
        phrase("image"),
    )
}


def named(name: str) -> str:
    """The phrase for what is called ``name`` (a segment, placeable, markup or term).

    Any other name is returned as it is.
    """
    if name.startswith("heading ") and name[8:].isdigit():
        return phrase("heading {level}", level=int(name[8:]))
    if name.startswith(_FRONT):
        return phrase("front matter: {field}", field=name.removeprefix(_FRONT))
    return _NAMES.get(name, name)
