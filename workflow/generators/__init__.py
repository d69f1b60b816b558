"""Approved pages as the source trees of other site generators.

Pure: publications in, paths and bytes out. Each generator is a class of :mod:`.generator`; what
they have in common (links, front matter, spellings that some of them read otherwise) stands beside.
"""

from workflow.generators.exported import Edition, Exported
from workflow.generators.generator import Generator, Made, Trouble, TroubleKind
from workflow.generators.known import GENERATORS, generator_of
from workflow.generators.tree_files import tree

__all__ = [
    "GENERATORS",
    "Edition",
    "Exported",
    "Generator",
    "Made",
    "Trouble",
    "TroubleKind",
    "generator_of",
    "tree",
]
