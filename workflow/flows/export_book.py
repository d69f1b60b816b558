"""`workflow export --to pdf|epub`: approved articles, each alone or as an issue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from workflow.errors import ConfigError, FileError, WorkflowError
from workflow.files.atomic import file_error, held, read_bytes, save
from workflow.flows.release.assembly import Assembly
from workflow.flows.release.contents import Medium
from workflow.flows.release.entrants import PAGES
from workflow.flows.release.outgoing import cleaned, file_of
from workflow.flows.release.prepare import Prepared, prepare
from workflow.flows.release.publisher import Progress, publisher_of
from workflow.model import Locale
from workflow.model.blocker import Reason
from workflow.model.phrase import phrase
from workflow.model.profile import regional
from workflow.project.workspace import Workspace
from workflow.review.groups import same_group
from workflow.site import Content, Site, SiteSettings
from workflow.site.addresses import article_path
from workflow.site.anchors import slug as named
from workflow.site.books import Book, Chapter, bound, chapter_of, printed
from workflow.site.cards import Card

if TYPE_CHECKING:
    from workflow.project.spread import Workers

PDF: Final = "pdf"
EPUB: Final = "epub"
KINDS: Final = (PDF, EPUB)
_BEGIN: Final = {PDF: b"%PDF-", EPUB: b"PK\x03\x04"}
"""How a file begins that may be replaced."""


class Wanted(NamedTuple):
    """What somebody asks for."""

    kind: str
    """``pdf`` or ``epub``."""
    place: Path
    """A file, where its name ends so; else a folder."""
    articles: tuple[str, ...] = ()
    """Slugs or paths, in the order of the issue; empty: all."""
    locales: tuple[Locale, ...] = ()
    group: str = ""
    title: str = ""
    """Of the issue."""


class WrittenBook(NamedTuple):
    """A file."""

    path: Path
    locale: Locale
    title: str
    articles: tuple[str, ...]
    size: int
    pages: int
    """Of paper; 0 for an EPUB."""
    missing: str
    """Characters that no font of this machine has."""
    changed: bool
    """Whether it was written: False where it stood there just so."""


class LeftOut(NamedTuple):
    """An article that was asked for and does not go out in a language."""

    article: str
    locale: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class BookExport:
    """What was written, and what was not."""

    kind: str
    files: tuple[WrittenBook, ...]
    left_out: tuple[LeftOut, ...]
    insisted: bool
    """Whether articles were asked for by name or by group: one left out is then lacking."""
    notes: tuple[str, ...]
    unread: tuple[WorkflowError, ...]

    @property
    def whole(self) -> bool:
        """Whether there is all that was asked for, and it can be read."""
        lacking = self.insisted and self.left_out
        return bool(self.files) and not lacking and not any(each.missing for each in self.files)


def export_book(
    workspace: Workspace,
    wanted: Wanted,
    now: datetime,
    progress: Progress,
    workers: Workers | None = None,
) -> BookExport:
    """Write what a release at ``now`` would hold of what is wanted.

    Each file takes its name whole, by one rename. Raises :class:`ConfigError` where a file
    would have more than one language or stand among the project's own, :class:`FileError` where
    something else stands in its place, and what preparing a release raises.
    """
    place = _place(workspace, wanted)
    with workspace.lock():
        live = publisher_of(workspace).last_seen()
        with progress(phrase("Preparing"), len(workspace.slugs())) as advance:
            prepared = prepare(workspace, live, now, advance, workers)
        members = _members(workspace, wanted, workers)
        workspace.facts.save()
        assembly = Assembly.of(prepared, workers)
        cards = _chosen(assembly.site, wanted, members)
        books = _books(cards, wanted, place)
        if place is not None and len({card.locale for card in cards}) > 1:
            raise ConfigError(
                phrase("these articles are published in several languages, a file has one"),
                hint=phrase("Name it with --locale, or give a folder with -o: a file for each."),
            )
        files = []
        with progress(phrase("Writing"), len(books)) as advance:
            for path, some in books:
                book = _book(assembly, wanted, some)
                files.append(_written(wanted.kind, path, book))
                advance(1)
    return BookExport(
        kind=wanted.kind,
        files=tuple(files),
        left_out=tuple(_left_out(prepared, wanted, members)),
        insisted=bool(wanted.articles or wanted.group),
        notes=prepared.notes,
        unread=prepared.unread,
    )


def _place(workspace: Workspace, wanted: Wanted) -> Path | None:
    """The file that is wanted; None for a folder."""
    place, ending = wanted.place, wanted.place.suffix.lower()
    if ending in {f".{kind}" for kind in KINDS if kind != wanted.kind}:
        raise ConfigError(
            phrase("{file} does not end with `.{kind}`", file=str(place), kind=wanted.kind),
            hint=phrase("Give the file another name, or choose the other with --to."),
        )
    settings, root = workspace.settings, workspace.root.resolve()
    own = (settings.articles, settings.locales, settings.reviews, settings.public, "releases")
    for folder in (*(root / str(each) for each in own), root / ".git", root / ".workflow"):
        if place.resolve().is_relative_to(folder.resolve()):
            raise ConfigError(
                phrase(
                    "this would stand in the folder {folder} of the project", folder=folder.name
                ),
                hint=phrase("Give another place with -o."),
                file=str(place),
            )
    is_file = ending == f".{wanted.kind}" and not place.is_dir()
    if not is_file and place.exists() and not place.is_dir():
        raise ConfigError(
            phrase(
                "this is neither a folder nor a file that ends with `.{kind}`", kind=wanted.kind
            ),
            file=str(place),
        )
    return place if is_file else None


def _members(
    workspace: Workspace, wanted: Wanted, workers: Workers | None
) -> tuple[str, ...] | None:
    """The slugs that are asked for, in their order; None for all.

    Raises :class:`ConfigError` where a group has no article, and :class:`ArticleError` for a
    name that is no article's.
    """
    asked = workspace.named(wanted.articles) if wanted.articles else None
    if not wanted.group:
        return asked
    group = same_group(" ".join(wanted.group.split()))
    found = tuple(
        slug
        for slug, pages, _, _ in workspace.facts.of(PAGES, workspace.slugs(), workers)
        if pages.group and same_group(pages.group) == group and (asked is None or slug in asked)
    )
    if not found:
        raise ConfigError(
            phrase("no article is of the group “{group}”", group=wanted.group),
            hint=phrase("Write `group: {group}` in the front matter.", group=wanted.group),
        )
    return found


def _chosen(site: Site, wanted: Wanted, members: Sequence[str] | None) -> list[Card]:
    """The pages asked for: in the order they were named, else as the site lists them."""
    cards = [
        card
        for card in site.cards()
        if (not wanted.locales or card.locale in wanted.locales)
        and (card.slug in members if members is not None else card.standing is None)
    ]
    if wanted.articles and members is not None:
        cards.sort(key=lambda card: members.index(card.slug))
    return cards


def _books(
    cards: Sequence[Card], wanted: Wanted, place: Path | None
) -> list[tuple[Path, list[Card]]]:
    """Each file with what stands in it."""
    title = wanted.title or wanted.group
    if place is not None:
        return [(place, list(cards))] if cards else []
    if not title:
        return [
            (wanted.place / card.locale.bcp47 / f"{card.slug}.{wanted.kind}", [card])
            for card in cards
        ]
    found: dict[Locale, list[Card]] = {}
    for card in cards:
        found.setdefault(card.locale, []).append(card)
    name = named(title)
    return [
        (wanted.place / f"{name}.{locale.bcp47}.{wanted.kind}", some)
        for locale, some in found.items()
    ]


def _book(assembly: Assembly, wanted: Wanted, cards: Sequence[Card]) -> Book:
    settings, locale = assembly.settings, cards[0].locale
    chapters = tuple(_chapter(assembly, card) for card in cards)
    title = wanted.title or wanted.group
    issue = bool(title) or len(chapters) > 1
    site_title = settings.title(locale)
    known = assembly.prepared.contents.media
    root = assembly.prepared.contents.workspace.root
    return Book(
        title=(title or site_title) if issue else chapters[0].title,
        site_title=site_title,
        locale=locale,
        written=_written_as(settings, locale),
        chapters=chapters,
        issue=issue,
        files=_files(chapters, known, root),
    )


def _written_as(settings: SiteSettings, locale: Locale) -> Locale:
    return regional(locale, settings.profiles)


def _chapter(assembly: Assembly, card: Card) -> Chapter:
    path = article_path(card.locale, card.slug)
    common, around = assembly.site[path].inputs
    content = Content.of(assembly.publication(card))
    return chapter_of(path, common, around, card, content)  # type: ignore[arg-type]


def _files(
    chapters: Sequence[Chapter], known: Mapping[str, Medium], root: Path
) -> dict[str, Callable[[], bytes]]:
    places = {place for each in chapters for place in each.pictures}
    return {place: partial(_read, known[place], root) for place in sorted(places)}


def _read(medium: Medium, root: Path) -> bytes:
    return cleaned(medium) if medium.cleaned else read_bytes(file_of(medium, root))


def _written(kind: str, path: Path, book: Book) -> WrittenBook:
    try:
        old = held(path)
    except OSError as error:
        raise file_error(path, "read", error) from error
    if old and not old.startswith(_BEGIN[kind]):
        raise FileError(
            phrase("this is something else than {kind}: it stays as it is", kind=kind.upper()),
            hint=phrase("Move it, or give another place with -o."),
            file=str(path),
        )
    if kind == PDF:
        data, pages, missing = printed(book)
    else:
        data, pages, missing = bound(book), 0, ""
    changed = old != data and save(path, old, data)
    slugs = tuple(each.slug for each in book.chapters)
    return WrittenBook(path, book.locale, book.title, slugs, len(data), pages, missing, changed)


def _left_out(
    prepared: Prepared, wanted: Wanted, members: Sequence[str] | None
) -> Iterator[LeftOut]:
    for row in prepared.plan.rows:
        locale = Locale(row.locale)
        if wanted.locales and locale not in wanted.locales:
            continue
        if row.page is None and (members is None or row.article in members):
            yield LeftOut(row.article, row.locale, row.reasons)
