"""Readings over characters (ruby): in brackets after them, as browsers without ruby show them."""

from __future__ import annotations

from lxml.html import HtmlElement

from workflow.importing.elements import is_blank


def bracket(tree: HtmlElement) -> None:
    """Put each reading in ``tree`` that its author did not bracket (by ``rp``) in brackets."""
    for reading in list(tree.iter("rt")):
        before = reading.getprevious()
        opened = before is not None and before.tag == "rp" and is_blank(before.tail)
        bracketed = opened and not is_blank(before.text)
        if not bracketed and not is_blank(reading.text_content()):
            reading.text = "(" + (reading.text or "").lstrip()
            if len(reading):
                reading[-1].tail = (reading[-1].tail or "").rstrip() + ")"
            else:
                reading.text = reading.text.rstrip() + ")"
    for ruby in tree.iter("ruby"):
        for part in ruby.iter():
            part.text = part.text.strip() if part.text else None
            if part is not ruby:
                part.tail = part.tail.strip() if part.tail else None
    for part in list(tree.iter("ruby", "rb", "rt", "rtc", "rp")):
        part.drop_tag()
