"""PO text ↔ messages, so that untouched ones keep their bytes; what is wrong with a PO file.

:mod:`workflow.po.grammar` knows which lines make a message, for the reader and for lint alike.
Only the blocks of changed messages are written anew. This is the only room that knows polib.
"""
