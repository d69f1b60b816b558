"""`workflow export --to`: what a release would hold, as a site generator's own tree."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError
from workflow.files.atomic import read_bytes
from workflow.flows.release.contents import Medium
from workflow.flows.release.documents import Documents
from workflow.flows.release.outgoing import cleaned, file_of
from workflow.flows.release.prepare import Prepared, prepare
from workflow.flows.release.proof import publication
from workflow.flows.release.publisher import Progress, publisher_of
from workflow.generators import Edition, Exported, Generator, Trouble, generator_of, tree
from workflow.model import Locale
from workflow.model.digest import bytes_digest
from workflow.model.phrase import phrase
from workflow.model.release import Page
from workflow.project.export_folder import Came, ExportFolder, OutFile
from workflow.project.workspace import Workspace
from workflow.site import disclosure_of

if TYPE_CHECKING:
    from workflow.project.spread import Workers


@dataclass(frozen=True, slots=True)
class SiteExport:
    """What was written out."""

    generator: str
    folder: Path
    pages: int
    came: Came
    settings: tuple[str, ...]
    """Files that pages share, such as the example of settings."""
    troubles: tuple[Trouble, ...]
    """What somebody should know of pages, by article and locale."""
    disclosed: int
    """Pages that have to tell readers of machine translation."""
    notes: tuple[str, ...]
    unread: tuple[WorkflowError, ...]
    """What cannot be read, and is not in the tree."""


def export_site(
    workspace: Workspace,
    name: str,
    folder: Path,
    now: datetime,
    progress: Progress,
    *,
    articles: Sequence[str] = (),
    locales: Sequence[Locale] = (),
    workers: Workers | None = None,
) -> SiteExport:
    """Write the pages that a release at ``now`` would hold to ``folder``.

    With ``articles`` or ``locales``: those alone, and what the folder has already. Raises what
    preparing a release and :meth:`.ExportFolder.write` raise; the folder is then as it was.
    """
    generator = generator_of(name)
    only = {article.slug for article in workspace.select(articles)} if articles else None
    with workspace.lock():
        place = ExportFolder.open(folder, name, _taken(workspace))
        live = publisher_of(workspace).last_seen()
        with progress(phrase("Preparing"), len(workspace.slugs())) as advance:
            prepared = prepare(workspace, live, now, advance, workers)
        workspace.facts.save()
        pages = [
            page
            for page in prepared.pages
            if page.key in place.keys
            or ((only is None or page.article in only) and _is_asked(page, locales))
        ]
        edition = _edition(prepared, pages, workers)
        with progress(phrase("Writing"), 2 * len(pages)) as advance:
            made = list(tree(generator, edition, advance))
            files = [
                *(OutFile(*_bytes(each.path, each.data), each.keys) for each in made),
                *_media(prepared, generator, pages),
            ]
            came = place.write(files, advance)
    return SiteExport(
        generator=name,
        folder=folder,
        pages=len(pages),
        came=came,
        settings=tuple(each.path for each in made if not each.keys),
        troubles=tuple(sorted(trouble for each in made for trouble in each.troubles)),
        disclosed=sum(page.disclosure is not None for page in edition.pages),
        notes=prepared.notes,
        unread=prepared.unread,
    )


def _is_asked(page: Page, locales: Sequence[Locale]) -> bool:
    return not locales or Locale(page.locale) in locales


def _taken(workspace: Workspace) -> tuple[Path, ...]:
    """Folders of the project that export must not write to."""
    settings, root = workspace.settings, workspace.root
    names = (settings.articles, settings.locales, settings.reviews, settings.public, "releases")
    return (*(root / str(each) for each in names), root / ".git", root / ".workflow")


def _edition(prepared: Prepared, pages: Sequence[Page], workers: Workers | None) -> Edition:
    settings = prepared.contents.workspace.settings
    documents = Documents(prepared.contents, prepared.spool, workers)
    rules = settings.release
    found = []
    for page, text in documents.of(pages):
        shown = publication(page, text)
        record = prepared.contents.documents[page.key]
        aliases = prepared.names.get(page.article, ())[1:]
        told = disclosure_of(shown.made, rules.disclosure, rules.responsible, shown.locale)
        found.append(
            Exported(
                replace(shown, aliases=tuple(aliases)),
                record.blake2b,
                page.version,
                {each.meant: each.place for each in page.media},
                told,
                posixpath.splitext(record.path)[1].lower(),
            )
        )
    order = dict.fromkeys((settings.source_locale, *settings.target_locales))
    return Edition(settings.titles, settings.base_url, tuple(order), tuple(found))


def _bytes(path: str, data: bytes) -> tuple[str, str, partial[bytes]]:
    return path, bytes_digest(data), partial(bytes, data)


def _media(prepared: Prepared, generator: Generator, pages: Sequence[Page]) -> Iterator[OutFile]:
    """The files that pages show or lead to, each once."""
    root = prepared.contents.workspace.root
    shown: dict[str, list[tuple[str, str]]] = {}
    for page in pages:
        for each in page.media:
            shown.setdefault(each.place, []).append(page.key)
    known: Mapping[str, Medium] = prepared.contents.media
    for place, keys in sorted(shown.items()):
        medium = known[place]
        path = generator.media_folder + place
        yield OutFile(path, medium.record.blake2b, partial(_read, medium, root), tuple(keys))


def _read(medium: Medium, root: Path) -> bytes:
    return cleaned(medium) if medium.cleaned else read_bytes(file_of(medium, root))
