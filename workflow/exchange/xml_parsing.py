"""XML that came from outside, parsed without anything that reaches further or grows.

No document type, so no entities; nothing fetched; depth and length of texts within the limits of
libxml2. See https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from workflow.model.phrase import phrase


class DamagedError(ValueError):
    """A file that cannot be read; its argument says, for people, what is wrong."""

    def __init__(self, why: str, line: int = 0) -> None:
        super().__init__(why)
        self.line = line
        """In the file, counted from 1; 0: not known."""


def parsed(data: bytes) -> Any:
    """The root of a document, without comments; raises :class:`DamagedError`."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        root: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        why = phrase("not well-formed XML: {msg}", msg=error.msg)
        raise DamagedError(why, error.lineno or 1) from None
    if root.getroottree().docinfo.doctype:
        why = phrase("it has a document type declaration, which this format does not have")
        raise DamagedError(why, 1)
    return root


def local_name(element: Any) -> str:
    """The name of an element without its namespace."""
    return str(etree.QName(element).localname)


def space_of(element: Any) -> str:
    """The namespace of an element."""
    return etree.QName(element).namespace or ""


def line_of(element: Any) -> int:
    """The line of an element, counted from 1."""
    return element.sourceline or 0


def child(element: Any, name: str) -> Any:
    """The first child of this name, whatever its namespace; None where there is none."""
    return next((each for each in element if local_name(each) == name), None)
