"""What an export for another site generator came to, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from workflow.generators import Trouble, TroubleKind
from workflow.model.phrase import Phrase, listed, phrase
from workflow.project.export_folder import Came

NAMES = {
    "hugo": "Hugo",
    "docusaurus": "Docusaurus",
    "mkdocs": "MkDocs",
    "jekyll": "Jekyll",
    "astro": "Astro",
    "eleventy": "Eleventy",
    "vitepress": "VitePress",
    "json": "JSON",
}
"""How people write the names of generators."""


class Exported(Protocol):
    """What was written; see :class:`workflow.flows.export_site.SiteExport`."""

    @property
    def generator(self) -> str: ...
    @property
    def folder(self) -> Path: ...
    @property
    def pages(self) -> int: ...
    @property
    def came(self) -> Came: ...
    @property
    def settings(self) -> tuple[str, ...]: ...
    @property
    def disclosed(self) -> int: ...


def summary(found: Exported) -> Iterator[Phrase]:
    """What was written, and what is left to do."""
    came, name = found.came, NAMES[found.generator]
    if not found.pages:
        yield phrase("Nothing is approved that could be written.")
    else:
        yield phrase(
            "{pages} pages for {name} in {folder}: {new} files new, {changed} changed, "
            "{removed} deleted, {same} as they were",
            pages=found.pages,
            name=name,
            folder=str(found.folder),
            new=len(came.new),
            changed=len(came.changed),
            removed=len(came.removed),
            same=came.same,
        )
    examples = [path for path in found.settings if "workflow" in path]
    if examples and found.pages:
        yield phrase("The settings that {name} needs: {files}", name=name, files=listed(examples))
    if found.disclosed:
        yield phrase(
            "{count} pages tell of machine translation in the field “disclosure”: have your "
            "templates show its text",
            count=found.disclosed,
        )


def troubles(found: Iterable[Trouble], generator: str) -> Iterator[Phrase]:
    """What somebody should know of pages, a line for what is alike in several languages."""
    places: dict[tuple[str, TroubleKind, str], list[Trouble]] = {}
    for each in found:
        places.setdefault((each.article, each.kind, each.text), []).append(each)
    for (article, _, _), alike in places.items():
        locales = ", ".join(dict.fromkeys(each.locale for each in alike))
        place = f"{article} ({locales})"
        yield phrase("{place}: {what}", place=place, what=_said(alike[0], NAMES[generator]))


def _said(each: Trouble, name: str) -> Phrase:
    text = each.text
    match each.kind:
        case TroubleKind.LITERAL:
            return phrase(
                "{name} shows “{text}” (line {line} of the text) as it is written, or not at all",
                name=name,
                text=text,
                line=each.line,
            )
        case TroubleKind.PROTECTED:
            return phrase(
                "“{text}” is not for {name}: written so that it is shown, not obeyed",
                name=name,
                text=text,
            )
        case TroubleKind.LINK:
            return phrase(
                "the link to “{url}” is plain text, as nothing of that is written out", url=text
            )
        case TroubleKind.CONVERTED:
            return phrase(
                "the article is {format}: its body is the HTML that the site shows", format=text
            )
        case TroubleKind.STAND_IN:
            return phrase(
                "there is no page in {language}, which {name} begins with: this one stands in, "
                "unlisted",
                language=text,
                name=name,
            )
        case TroubleKind.UNDATED:
            return phrase("it has no date, so that it is no post to {name}", name=name)
