"""`workflow export --to`: approved pages as another site generator's tree."""

from __future__ import annotations

from pathlib import Path

from workflow.cli.common import App, acting, note, progress, say
from workflow.cli.workers import processes
from workflow.errors import raise_all
from workflow.model import Locale
from workflow.reports import export_text

GENERATORS = ("hugo", "docusaurus", "mkdocs", "jekyll", "astro", "eleventy", "vitepress", "json")


def export_pages(
    app: App,
    generator: str,
    folder: Path,
    *,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
) -> None:
    """Write them, and say what was written and what to know of it."""
    from workflow.flows.export_site import export_site

    found = export_site(
        app.workspace,
        generator,
        folder,
        acting(),
        progress,
        articles=articles,
        locales=locales,
        workers=processes,
    )
    for text in found.notes:
        note(text)
    say(export_text.troubles(found.troubles, found.generator), err=True)
    say(export_text.summary(found))
    raise_all(found.unread)
