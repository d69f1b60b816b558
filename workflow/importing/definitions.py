"""Lists of definitions of a page, made into what Markdown can define."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import html
from lxml.html import HtmlElement

from workflow.importing.elements import (
    is_blank,
    shown_text,
)

_DEFINED = "data-defined"
"""Tells a term that a definition follows."""


def close_before(element: HtmlElement) -> None:
    """Take a term or definition out of the one before it, which ends there (libxml2 nests them)."""
    holder = element.getparent()
    if holder is not None and holder.tag in {"dt", "dd"}:
        following = list(element.itersiblings())
        element.tail, text = None, element.tail
        holder.addnext(element)
        if text or following:
            rest = html.Element("div")
            rest.text = text
            rest.extend(following)
            element.append(rest)


def mend_definitions(element: HtmlElement) -> None:
    """Leave lists of definitions nothing but terms and definitions, each after a term.

    Terms that share a definition become lines of one term; what has none becomes a paragraph,
    between two lists.
    """
    for group in element.findall("div"):
        group.drop_tag()
    for child in list(element):
        if child.tag not in {"dt", "dd"}:
            holder = html.Element("dd")
            child.addprevious(holder)
            holder.append(child)
    terms: list[HtmlElement] = []
    defined: HtmlElement | None = None
    for child in list(element):
        shown = not is_blank(shown_text(child))
        if child.tag == "dt":
            defined = None
            terms += [child] if shown else []
            continue
        if terms and shown:
            _join_terms(terms)
            defined = terms[0]
        elif defined is None:
            child.tag = "div"
        terms = []
    _part_list(element)


def _join_terms(terms: Sequence[HtmlElement]) -> None:
    first, *others = terms
    first.set(_DEFINED, "1")
    for term in others:
        mark = html.Element("br")
        mark.tail, term.text, term.tail = term.text, None, None
        first.append(mark)
        first.extend(list(term))
        term.drop_tree()


def _part_list(element: HtmlElement) -> None:
    """Take what Markdown cannot define out of a list of definitions, which it parts in two."""
    made: HtmlElement | None = None
    for child in list(element):
        if child.tag == "dt" and not child.attrib.pop(_DEFINED, None):
            child.tag = "p"
        if child.tag in {"dt", "dd"}:
            if made is None:
                made = html.Element("dl", dict(element.attrib))
                element.addprevious(made)
            made.append(child)
        else:
            made = None
            element.addprevious(child)
    element.drop_tree()
