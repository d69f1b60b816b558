"""PO text ↔ messages, so that untouched ones keep their bytes.

polib reads and writes the texts of a message; which lines are whose is known from
:mod:`workflow.po.blocks`, and only the blocks of changed messages are written anew.
This is the only room that knows polib.
"""
