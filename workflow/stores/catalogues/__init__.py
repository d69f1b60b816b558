"""Catalogues on disk: PO files read and written so that untouched messages keep their bytes.

polib reads and writes the texts of a message; which lines are whose is known from
:mod:`workflow.catalogue.blocks`, and only the blocks of changed messages are written anew.
This is the only room that knows polib.
"""

from workflow.stores.catalogues.catalogue import (
    Catalogue,
    parse_catalogue,
    read_catalogue,
    write_catalogue,
)
from workflow.stores.catalogues.writing import (
    format_message,
    po_text,
    without_creation_date,
)

__all__ = [
    "Catalogue",
    "format_message",
    "parse_catalogue",
    "po_text",
    "read_catalogue",
    "without_creation_date",
    "write_catalogue",
]
