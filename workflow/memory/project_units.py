"""What the memory of a project learns from: its catalogues, with the review logs, and TMX files."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from workflow import __version__
from workflow.files.stamps import stamp
from workflow.memory import Source, Unit, units_of
from workflow.memory.tmx import Entry, Wanted, read_entries
from workflow.model import Article, Bound, Locale, Message, State
from workflow.po.catalogue import Catalogue
from workflow.project.articles import files_below
from workflow.project.catalogues import read_catalogue
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.fold import message_state, source_digest, standing, translation_digest
from workflow.review.proofs import source_messages

_NOBODY = ("", "Automatically generated", "FULL NAME <EMAIL@ADDRESS>")
"""What Last-Translator says before anybody has translated."""


def sources_of(workspace: Workspace) -> Iterator[Source]:
    """Yield all that the memory of a project learns from: its catalogues and TMX files."""
    yield from _catalogues(workspace)
    yield from _tmx_files(workspace)


def _catalogues(workspace: Workspace) -> Iterator[Source]:
    """The catalogues of all target locales; those of articles that are gone as well.

    A catalogue does not name the language it translates from: where its article is gone, that
    is taken for the project's own.
    """
    settings = workspace.settings
    slugs = set(workspace.slugs())
    read = lru_cache(maxsize=1)(partial(_article, workspace))
    names = ("source_locale", "front_matter", "segmentation", "directive_arguments", "roles")
    mark = " ".join([__version__, *(str(getattr(settings, name)) for name in names)])
    marks = {each: mark + _former_logs(workspace, each, slugs) for each in settings.target_locales}
    # An article's catalogues one after the other, so that it is parsed once for them all.
    for path, slug, locale in sorted(_catalogue_files(workspace), key=lambda file: file[1]):
        name = workspace.relative(path)
        if slug in slugs:
            paths = (path, workspace.source_path(slug), workspace.reviews_path(slug, locale))
            load = partial(_units, workspace, read, slug, path, locale)
            yield Source(name, paths, load, marks[locale])
        elif locale != settings.source_locale:
            pair = (settings.source_locale, locale)
            yield Source(name, (path,), partial(_left_units, path, slug, pair), mark)


def _former_logs(workspace: Workspace, locale: Locale, slugs: Container[str]) -> str:
    """What tells a change in logs under names that articles had before; there are few.

    Whose they are, only the articles say, and these are not read while nothing changed.
    """
    folder = workspace.reviews_folder / locale.name
    logs = (name for name in files_below(folder) if name.endswith(".jsonl"))
    former = [name for name in logs if name.removesuffix(".jsonl") not in slugs]
    return " ".join(f" {name} {stamp(folder / name)[1:]}" for name in former)


def _catalogue_files(workspace: Workspace) -> Iterator[tuple[Path, str, Locale]]:
    for locale in workspace.settings.target_locales:
        folder = workspace.catalogues_folder(locale)
        for path in folder.rglob("*.po"):
            yield path, path.relative_to(folder).with_suffix("").as_posix(), locale


_Read = Callable[[str], tuple[Article, tuple[Message, ...]]]


def _article(workspace: Workspace, slug: str) -> tuple[Article, tuple[Message, ...]]:
    """An article and its messages, untranslated."""
    article, document = workspace.read(slug)
    return article, source_messages(document)


def _units(
    workspace: Workspace, read: _Read, slug: str, path: Path, locale: Locale
) -> Iterator[Unit]:
    """The units of a catalogue, each in the state it has by the review log."""
    article, messages = read(slug)
    if article.locale == locale:
        return
    catalogue = read_catalogue(path)
    translated = tuple(catalogue.get(message.key) or message for message in messages)
    # Texts alone: another picture makes no other translation.
    bound = Bound(source_digest(article), translation_digest(translated))
    stand = standing(Translation(workspace, article, article.locale).log(locale), bound)
    known = {message.key for message in messages}

    def state(message: Message) -> State:
        return message_state(message, stand) if message.key in known else State.TRANSLATED

    pair = (article.locale, locale)
    translator = _translator(catalogue) or (stand.by if stand.approved else "")
    for unit in units_of(catalogue.messages, state, pair, slug, translator):
        approved = unit.state is State.APPROVED
        yield replace(unit, date=stand.time[:10]) if approved else unit


def _left_units(path: Path, slug: str, pair: tuple[Locale, Locale]) -> Iterator[Unit]:
    """The units of a catalogue whose article is gone: nobody vouches for them any more."""
    catalogue = read_catalogue(path)
    translator = _translator(catalogue)
    yield from units_of(catalogue.messages, lambda _: State.TRANSLATED, pair, slug, translator)


def _translator(catalogue: Catalogue) -> str:
    name = catalogue.headers.get("Last-Translator", "").strip()
    return "" if name in _NOBODY else name


def _tmx_files(workspace: Workspace) -> Iterator[Source]:
    settings = workspace.settings
    locales = tuple(dict.fromkeys((settings.source_locale, *settings.target_locales)))
    slugs = set(workspace.slugs())
    for pattern in settings.tm_files:
        for path in sorted(workspace.root.glob(pattern)):
            name = workspace.relative(path)
            # No article: a text of that name would count as one in the same place.
            origin = f"./{name}" if path.name in slugs else path.name
            load = partial(_tmx_units, path, origin, locales)
            yield Source(name, (path,), load, f"{origin} {locales}")


def _tmx_units(path: Path, origin: str, locales: tuple[Locale, ...]) -> Iterator[Unit]:
    """The units of a TMX file, in the project's spelling of locales (``en-US`` → ``en``)."""
    for entry in read_entries(path, Wanted(locales)):
        if isinstance(entry, Entry):
            unit = entry.unit
            yield unit if unit.article else replace(unit, article=origin)
