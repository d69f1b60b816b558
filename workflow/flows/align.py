"""Two existing versions of an article, paired segment by segment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from workflow.errors import (
    ArticleError,
    ExchangeError,
    FileError,
    NotReadyError,
    WorkflowError,
)
from workflow.files.atomic import read_text
from workflow.flows.memory_files import (
    TABLES,
    keep,
    keep_at,
)
from workflow.formats import Document, parse, sentence_ends, suffixes
from workflow.importing.language import (
    declared,
    detect,
)
from workflow.memory import (
    NOWHERE,
    Unit,
)
from workflow.memory.alignment import (
    Meaning,
    Pair,
    align,
)
from workflow.memory.embeddings import likeness
from workflow.memory.exchange import (
    Entry,
    fit,
    write_pairs,
)
from workflow.memory.memory_reports import Alignment, Version
from workflow.memory.project_memory import Progress
from workflow.memory.tmx import read_tmx
from workflow.memory.tmx_writing import (
    Written,
    write_tmx,
)
from workflow.model import Locale, Segment, State, digest
from workflow.model.phrase import listed, phrase
from workflow.project.workspace import Workspace

ALIGNED = "aligned"
"""Who made the units: nobody has looked at them."""
_LANG = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AlignOptions:
    """How two versions are paired."""

    source: Locale | None = None
    """Language of the first; None: what it says itself, or what its words tell."""
    target: Locale | None = None
    sentences: bool = False
    """Pair sentences rather than paragraphs."""
    semantic: bool = False
    """Compare meanings too."""


def align_files(
    workspace: Workspace, paths: tuple[Path, Path], options: AlignOptions, progress: Progress
) -> Alignment:
    """Pair the segments of two files.

    Raises :class:`ExchangeError` for two in one language and for one without text,
    :class:`ArticleError` and :class:`FileError` for a file that is no article, and
    :class:`~workflow.errors.NotReadyError` where the extra ``semantic`` is asked for and not
    installed.
    """
    source = _version(workspace, paths[0], options.source, options, "--source")
    target = _version(workspace, paths[1], options.target, options, "--target")
    if source.locale == target.locale:
        raise ExchangeError(
            phrase("both versions are in {locale}", locale=source.locale),
            hint=phrase("Say which is in what: --source fr --target en"),
            file=target.file,
        )
    sides = (source.segments, target.segments)
    meaning = _meaning(sides, progress) if options.semantic else None
    with progress(phrase("Pairing"), 4 * (len(source.segments) + 1)) as advance:
        pairs = align(*sides, meaning, advance)
    return Alignment(source, target, pairs)


def _meaning(sides: tuple[Sequence[Segment], Sequence[Segment]], progress: Progress) -> Meaning:
    one, other = ([segment.text for segment in side] for side in sides)
    with progress(phrase("Comparing meanings"), len(one) + len(other)) as advance:
        return likeness(one, other, advance)


def write_alignment(path: Path, alignment: Alignment) -> int:
    """Write the pairs to a TMX file or a table, for a person to look through; return how many.

    Raises :class:`ExchangeError` for another ending of the name.
    """
    pairs = alignment.complete()
    if path.suffix.lower() == ".tmx":
        entries = _entries(alignment, pairs)
        return write_tmx(path, entries, alignment.source.locale).units
    if path.suffix.lower() not in TABLES[:1]:
        raise ExchangeError(
            phrase("“{name}” is neither TMX nor a table", name=path.name),
            hint=phrase("End the name in .tmx or .csv"),
        )
    rows = (
        (f"{p.confidence:.2f}", p.source, p.target, p.sources[0].kind, str(p.sources[0].line))
        for p in pairs
    )
    write_pairs(path, (alignment.source.locale, alignment.target.locale), rows)
    return len(pairs)


def accept(workspace: Workspace, alignment: Alignment, least: float) -> tuple[str, Written]:
    """Have the memory learn the pairs that are as sure as ``least``; return from which file.

    They are TRANSLATED, and made by ``aligned``: nobody has vouched for them. Raises
    :class:`ExchangeError` where no pair is that sure, and :class:`NotReadyError` where a person
    has worked on the file since.
    """
    source, target = alignment.source, alignment.target
    name = re.sub(r"[^\w.-]+", "-", source.article)
    path = keep_at(workspace, f"{ALIGNED}-{name}-{source.locale}-{target.locale}")
    with workspace.lock():
        if path.exists() and any(map(_by_a_person, read_tmx(path))):
            raise NotReadyError(
                phrase(
                    "{file} has pairs that a person has worked on", file=workspace.relative(path)
                ),
                hint=phrase("Give that file another name, then run the command again."),
            )
        written = keep(path, _entries(alignment, alignment.complete(least)))
    return workspace.relative(path), written


def _by_a_person(unit: Unit) -> bool:
    return unit.translator != ALIGNED or unit.state is not State.TRANSLATED


def _version(
    workspace: Workspace, path: Path, given: Locale | None, options: AlignOptions, option: str
) -> Version:
    settings = workspace.settings
    name = suffixes().get(path.suffix.lower())
    if name is None:
        raise FileError(
            phrase("files that end in “{suffix}” are not read", suffix=path.suffix),
            hint=phrase("Articles end in: {names}", names=listed(sorted(suffixes()))),
            file=str(path),
        )
    text = read_text(path)
    try:
        document = parse(text, format=name, fields=settings.front_matter)
        if not document.segments:
            raise ExchangeError(
                phrase("there is no text in it"), hint=phrase("Check that this is the article.")
            )
        locale = given or _language(document, settings.source_locale, option)
        locale = fit(locale, (settings.source_locale, *settings.target_locales)) or locale
        if options.sentences:
            ends = sentence_ends(locale.name.split("_")[0])
            document = parse(text, format=name, fields=settings.front_matter, sentences=ends)
    except WorkflowError as error:
        error.file = error.file or str(path)
        raise
    return Version(str(path), _article(workspace, path), locale, document.segments)


def _language(document: Document, likely: Locale, option: str) -> Locale:
    """The language that a document says it is in, else the one its words tell."""
    if named := document.front_matter.get("lang"):
        return Locale.parse(str(named))
    found = _LANG.search(document.text[:4000]) if document.format.name == "html" else None
    if found and (locale := declared(found[1], likely)):
        return locale
    try:
        return detect("\n".join(each.text for each in document.segments), None)
    except ArticleError as error:
        raise ArticleError(
            error.message, hint=phrase("Name it: {option} {likely}", option=option, likely=likely)
        ) from error


def _article(workspace: Workspace, path: Path) -> str:
    full = path.resolve()
    found = (slug for slug in workspace.slugs() if workspace.source_path(slug).resolve() == full)
    return next(found, path.name)


def _entries(alignment: Alignment, pairs: Sequence[Pair]) -> Iterator[Entry]:
    """The pairs as units, each with its neighbours in the source."""
    segments = alignment.source.segments
    place = {id(segment): number for number, segment in enumerate(segments)}
    digests = [NOWHERE, *(digest(segment.text) for segment in segments), NOWHERE]
    for pair in pairs:
        first, last = pair.sources[0], pair.sources[-1]
        unit = Unit(
            alignment.source.locale,
            alignment.target.locale,
            pair.source,
            pair.target,
            State.TRANSLATED,
            alignment.source.article,
            before=digests[place[id(first)]],
            after=digests[place[id(last)] + 2],
            translator=ALIGNED,
        )
        if len(pair.sources) == 1:
            unit = replace(unit, msgctxt=first.context)
        yield Entry(unit, props=(("x-confidence", f"{pair.confidence:.2f}"),))
