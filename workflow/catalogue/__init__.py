"""Catalogues as values: the text of a PO file in blocks, and what a merge makes of messages."""

from workflow.catalogue.blocks import Block, PoText, split_po
from workflow.catalogue.merge import merge
from workflow.catalogue.template import message_markup, template_messages

__all__ = ["Block", "PoText", "merge", "message_markup", "split_po", "template_messages"]
