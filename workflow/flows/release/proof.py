"""One page made ready for a release, or the reason, with its place, why it cannot be."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b, file_digest
from pathlib import Path
from urllib.parse import unquote

from workflow.errors import ArticleError, NotReadyError, WorkflowError
from workflow.files.atomic import (
    file_error,
    read_bytes,
)
from workflow.flows.release.candidates import Manuscript
from workflow.flows.release.documents import translated
from workflow.formats import Document, media, svg
from workflow.formats.mediafiles import content_problem, name_problem
from workflow.model import Locale, digest
from workflow.model.moments import instant, moment
from workflow.model.release import Page, PageMedia
from workflow.project.articles import aliases_of
from workflow.project.media_digests import media_file
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.site import MediaUse, Publication, check_publication, media_uses, page_address

UNKNOWN = "1970-01-01"
"""The time of change of a page that has no date, no approval on record and no mark."""
_UNSEEN = frozenset(
    {"aliases", "checks_off", "draft", "publish_at", "published"}
    | {"segmentation", "status", "updated"}
)
"""Fields of the front matter that no reader sees."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A page as it would go out."""

    page: Page
    document: Document
    files: Mapping[str, bytes | Path]
    """What it brings along, by path below the articles folder."""


def prove(workspace: Workspace, manuscript: Manuscript) -> Proof:
    """The page of a manuscript, its document and its files.

    Raises :class:`~workflow.errors.WorkflowError`, with the place, for what would be broken
    on the page or may not be published: a translation that does not fit its source, an
    impossible address or time, a file that is missing, hidden, an article's, outside the
    articles folder, or other than its ending says.
    """
    translation = manuscript.translation
    document = translated(translation)
    approved = min(manuscript.candidate.approved_at, default=UNKNOWN)
    page = replace(manuscript.candidate.page, updated=time_of(document, approved))
    page = replace(page, id=page_address(workspace.settings.base_url, page.locale, page.article))
    shown = publication(page, document)
    try:
        check_publication(shown)
    except WorkflowError as error:
        error.file = error.file or translation.article.path
        raise
    used: dict[str, MediaUse] = {}
    for use in media_uses(shown):
        # What is a picture in one place and behind a link in another must be a picture.
        if use.shown or (use.path or use.url) not in used:
            used[use.path or use.url] = use
    files = {path: _file(workspace, translation, use) for path, use in used.items()}
    records = [
        PageMedia(path, _blake2b(file), shown.place(path)) for path, (file, _) in files.items()
    ]
    approved_media = dict(translation.bound.media)
    for each in records:
        if approved_media.get(each.path) != each.blake2b:
            raise NotReadyError(
                f"the file “{each.path}” is not what was approved: look at it and approve again",
                file=translation.article.path,
            )
    return Proof(
        page=replace(page, media=tuple(sorted(records)), text=_text_digest(document)),
        document=document,
        files={path: cleaned for path, (_, cleaned) in files.items()},
    )


def publication(page: Page, document: Document, *, draft: bool = False) -> Publication:
    """The page with the document it shows, for the site."""
    return Publication(
        slug=page.article,
        locale=Locale(page.locale),
        source_locale=Locale(page.source_locale),
        format=page.format,
        fields=document.front_matter,
        body=document.body,
        updated=page.updated,
        follows=page.follows,
        id=page.id,
        aliases=aliases_of(document.front_matter),
        places={each.path: each.place for each in page.media},
        older_ids=page.older_ids,
        draft=draft,
    )


def time_of(document: Document, approved: str) -> str:
    """ISO 8601: when the article says it was updated, else its date, else ``approved``.

    What it says of itself comes first, so that feeds do not depend on when an editor came to
    it. An ``updated`` that is no time stands as it was written.
    """
    said = document.front_matter.get("updated")
    if said is not None:
        found = moment(said)
        return found.isoformat() if found else str(said)
    date = instant(document.front_matter.get("date"))
    return date.isoformat() if date else approved


def is_dated(document: Document) -> bool:
    """Whether the article itself says when it was updated."""
    return document.front_matter.get("updated") is not None


def _text_digest(document: Document) -> str:
    """Over the body and the fields that readers see: what an “updated” speaks of."""
    fields = sorted(
        (str(name), json.dumps(value, ensure_ascii=False, skipkeys=True, default=_plain))
        for name, value in document.front_matter.items()
        if str(name) not in _UNSEEN
    )
    return digest("page text", document.body, *(part for field in fields for part in field))


def _plain(value: object) -> object:
    """What JSON has no word for: times as text, a set of YAML's in a fixed order."""
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)


def _file(
    workspace: Workspace, translation: Translation, use: MediaUse
) -> tuple[Path, bytes | Path]:
    """The file in the articles folder, and what of it goes out."""

    def refused(reason: str, hint: str = "") -> NotReadyError:
        file, line = _place(workspace, translation, use)
        return NotReadyError(f"“{use.url}” {reason}", hint=hint, file=file, line=line)

    if use.path is None:
        if "\\" in unquote(use.url):
            raise refused("has a backslash: write a slash, as in images/map.png")
        raise refused("leads out of the articles folder: copy the file into it")
    folder = workspace.articles_folder
    file = media_file(folder, use.path)
    inner = file.relative_to(folder.resolve()).as_posix() if file else use.path
    # A link on the disk may lead to what its own name hides.
    for path in (use.path, inner):
        if problem := name_problem(path, shown=use.shown):
            raise refused(problem)
    if file is None:
        where = f"{workspace.settings.articles}/{use.path}"
        if os.path.lexists(folder / use.path):
            raise refused(f"is missing: {where} is no file, or a link out of the articles folder")
        raise refused(f"is missing: put it at {where}, or mend the address")
    if problem := content_problem(use.path, _head(file)):
        raise refused(problem)
    if file.suffix.lower() != ".svg" and not use.path.lower().endswith(".svg"):
        return file, file
    try:
        return file, svg.clean(read_bytes(file))
    except ArticleError as error:
        raise refused(f"(line {error.line}): {error.message}", error.hint) from error


def _place(workspace: Workspace, translation: Translation, use: MediaUse) -> tuple[str, int | None]:
    """Where the address stands: in the article, or else in the catalogue."""
    article = translation.article
    for reference in media.references(translation.document):
        if reference.url == use.url or (
            use.path is not None and media.inside(article.slug, reference.url) == use.path
        ):
            return article.path, reference.line
    if translation.locale == article.locale:
        return article.path, None
    return workspace.relative(workspace.catalogue_path(article, translation.locale)), None


def _head(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(4096)
    except OSError as error:
        raise file_error(file, "read", error) from error


def _blake2b(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return file_digest(opened, lambda: blake2b(digest_size=16)).hexdigest()
    except OSError as error:
        raise file_error(file, "read", error) from error
