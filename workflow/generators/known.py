"""The generators there are, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflow.generators.astro import Astro
from workflow.generators.docusaurus import Docusaurus
from workflow.generators.eleventy import Eleventy
from workflow.generators.generator import Generator
from workflow.generators.headless import Headless
from workflow.generators.hugo import Hugo
from workflow.generators.jekyll import Jekyll
from workflow.generators.mkdocs import MkDocs
from workflow.generators.vitepress import VitePress

_ALL: Final = (Hugo, Docusaurus, MkDocs, Jekyll, Astro, Eleventy, VitePress, Headless)
GENERATORS: Final[Mapping[str, type[Generator]]] = MappingProxyType(
    {each.name: each for each in _ALL}
)
"""Name → class, in the order that help shows."""


def generator_of(name: str) -> Generator:
    """The generator of that name; KeyError for none."""
    return GENERATORS[name]()
