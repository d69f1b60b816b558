"""The site as the working tree would make it, drafts included, built anew when files change."""

from __future__ import annotations

import os
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

from workflow.errors import ReviewError, WorkflowError
from workflow.files.clock import machine_time
from workflow.files.stamps import (
    Stamp,
    stamp,
)
from workflow.flows.release.assembly import Assembly, site_settings
from workflow.flows.release.brought import player_of
from workflow.flows.release.candidates import page_of
from workflow.flows.release.documents import spliced
from workflow.flows.release.outgoing import cleaned, file_of
from workflow.flows.release.prepare import prepare
from workflow.flows.release.proof import shown_as, time_of
from workflow.flows.release.publisher import publisher_of
from workflow.formats import Document, linking
from workflow.formats.mediafiles import name_problem
from workflow.model import Key
from workflow.model.moments import instant
from workflow.project.settings import Settings
from workflow.project.sources import media_file
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.site import (
    Card,
    Publication,
    Site,
    article_path,
    describe,
    media_path,
    media_uses,
    render_whole,
)


@dataclass(frozen=True, slots=True)
class Preview:
    """What a browser can ask for."""

    pages: Mapping[str, bytes]
    """Path in the site (``fr/x/index.html``) → bytes."""
    media: Mapping[str, Path]
    """Path in the site (``media/…``) → the file it is."""
    unread: Mapping[str, tuple[WorkflowError, ...]] = field(default_factory=dict)
    """Path in the site → why there is no such page: a file that cannot be read."""
    errors: tuple[WorkflowError, ...] = ()
    """Of all files that cannot be read; the rest is shown."""
    withdrawn: frozenset[str] = frozenset()
    """Paths of pages that say that an article was withdrawn."""


class _Pages(Mapping[str, bytes]):
    """The pages of a site, each rendered when it is asked for."""

    def __init__(self, site: Site, publication: Callable[[Card], Publication]) -> None:
        self._site, self._publication = site, publication

    def __getitem__(self, path: str) -> bytes:
        return render_whole(self._site[path], self._publication)

    def __iter__(self) -> Iterator[str]:
        return iter(self._site)

    def __len__(self) -> int:
        return len(self._site)


class LivePreview:
    """The preview of a project; safe to share between threads."""

    def __init__(
        self,
        root: Path,
        base_url: str,
        *,
        drafts: bool,
        report: Callable[[WorkflowError], None] = lambda _: None,
    ) -> None:
        """``base_url`` is where the preview is served; ``drafts`` shows what is not approved.

        ``report`` is told of each file that cannot be read, whenever it changed since.
        """
        self._report = report
        self._reported: set[str] = set()
        self._root = root
        self._base_url = base_url
        self._drafts = drafts
        self._lock = Lock()
        self._settings = Settings()
        self._seen: tuple[Stamp, ...] = ()
        self._preview: Preview | None = None

    def get(self) -> Preview:
        """The preview of the files as they are now, built anew only where one has changed.

        Raises what reading the project raises.
        """
        with self._lock:
            seen = tuple(self._stamps())
            if self._preview is None or seen != self._seen:
                self._preview = None
                self._preview = self._build()
                # Stamped again, by the settings just read; what changed meanwhile differs.
                self._seen = seen if seen == tuple(self._stamps()) else ()
            return self._preview

    def _build(self) -> Preview:
        opened = Workspace.open(self._root)
        self._settings = opened.settings
        settings = replace(opened.settings, base_url=self._base_url)
        workspace = replace(opened, settings=settings)
        made = draft_preview(workspace) if self._drafts else release_preview(workspace)
        for error in made.errors:
            if str(error) not in self._reported:
                self._report(error)
        self._reported = set(map(str, made.errors))
        return made

    def _stamps(self) -> Iterator[Stamp]:
        """Path, size and time of change of every file the preview depends on."""
        yield stamp(self._root / "setup.cfg")
        settings = self._settings
        yield stamp(self._root / settings.public, follow=False)
        kept = (settings.articles, settings.locales, settings.reviews, settings.theme)
        for folder in filter(None, kept):
            for place, folders, names in os.walk(self._root / folder):
                folders.sort()
                for name in sorted(names):
                    yield stamp(Path(place) / name)


def release_preview(workspace: Workspace) -> Preview:
    """What a publish would put out now."""
    prepared = prepare(workspace, publisher_of(workspace).last_seen(), machine_time())
    assembly = Assembly.of(prepared)
    media = prepared.contents.media
    drawings = {place: cleaned(each) for place, each in media.items() if each.cleaned}
    files = {
        place: file_of(each, workspace.root)
        for place, each in media.items()
        if place not in drawings
    }
    pages = _Pages(assembly.site, assembly.publication)
    workspace.facts.save()
    return Preview(
        ChainMap(drawings, pages),  # type: ignore[arg-type]  # nobody writes to it
        files,
        errors=prepared.unread,
        withdrawn=assembly.site.withdrawn,
    )


def draft_preview(workspace: Workspace) -> Preview:
    """Every article as it stands, in its own language and in all it is to be translated to.

    What is not approved says on the page that it is a draft. Machine drafts and fuzzy messages
    are shown; what has no translation, or one that would break the page, is in the source
    language. Where nothing is translated, the page says that too. In the place of what cannot be
    read stands why.
    """
    settings = site_settings(workspace)
    shown: list[Publication] = []
    unread: dict[str, tuple[WorkflowError, ...]] = {}
    errors: list[WorkflowError] = []
    for slug in workspace.slugs():
        broken: list[WorkflowError] = []
        articles = workspace.readable((slug,), broken)
        unread |= {article_path(each, slug): tuple(broken) for each in settings.locales if broken}
        errors += broken
        for article in articles:
            for locale in (article.locale, *workspace.targets(article)):
                broken = []
                translation = workspace.translation(article, locale).readable(broken)
                errors += broken
                # Of a review log nothing is shown.
                if why := tuple(each for each in broken if not isinstance(each, ReviewError)):
                    unread[article_path(locale, slug)] = why
                else:
                    shown.append(draft_of(translation))
    files: dict[str, Path] = {}
    for each in shown:
        files |= files_of(workspace, each)
    known = {(each.slug, each.locale): each for each in shown}
    return Preview(
        _Pages(Site(map(describe, shown), settings), lambda card: known[card.slug, card.locale]),
        files,
        unread,
        tuple(errors),
    )


def draft_of(translation: Translation) -> Publication:
    """A translation as a page, drafts included; what would break it is left in the source."""
    file = translation.workspace.root / translation.article.path
    changed = datetime.fromtimestamp(file.stat().st_mtime, UTC).isoformat(timespec="seconds")
    document, drafts = _drafted(translation)
    time = time_of(document.front_matter, changed)
    page = replace(page_of(translation), updated=time if instant(time) else changed)
    untranslated = not (translation.own or any(each.msgstr for each in translation.messages))
    source = () if translation.own or untranslated else translation.document.segments
    lacking = [each.text for each in source if each.key not in drafts]
    publication = shown_as(page, document.front_matter, document.body)
    return replace(
        publication,
        **_shown_here(translation, document),
        draft=not translation.releasable,
        untranslated=untranslated,
        lacking="\n\n".join(
            f"<p>{each}</p>" if page.format == "html" else each for each in lacking
        ),
    )


def _shown_here(translation: Translation, document: Document) -> dict[str, Any]:
    """The fields of a publication that say which files it shows in its language."""
    workspace, slug = translation.workspace, translation.article.slug
    shown = {
        each: workspace.localised(each, translation.locale)
        for each in linking.files(slug, document)
    }
    return {
        "places": {name: media_path(path) for name, path in shown.items() if path != name},
        "players": {each: player_of(translation, each) for each in linking.played(slug, document)},
    }


def files_of(workspace: Workspace, publication: Publication) -> dict[str, Path]:
    """Place in the site → the file there, of all that a preview shows or leads to."""
    paths = {
        (publication.place(use.path), use.shown)
        for use in media_uses(publication)
        if use.path is not None
    }
    for player in publication.players.values():
        paths |= {(media_path(path), False) for _, path in player.tracks}
        paths |= {(media_path(path), True) for path in (player.poster,) if path}
    found = {
        place: media_file(workspace.articles_folder, place.removeprefix(media_path("")))
        for place, shown in paths
        if not name_problem(place.removeprefix(media_path("")), shown=shown)
    }
    return {place: file for place, file in found.items() if file is not None}


def _drafted(translation: Translation) -> tuple[Document, Mapping[Key, str]]:
    """The document to be shown, and the drafts that stand in it."""
    source = translation.document
    drafts = {message.key: message.msgstr for message in translation.messages if message.msgstr}
    whole = spliced(translation, drafts)
    if whole is not None:
        return whole, drafts
    broken = {segment.key for segment, _ in source.breakage(lambda each: drafts.get(each.key))}
    sound = {key: text for key, text in drafts.items() if key not in broken}
    document = spliced(translation, sound)
    return (document, sound) if document else (source, {})
