"""The files that a page brings along: found, looked at, and held against what was approved."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from workflow.errors import ArticleError, NotReadyError
from workflow.files.atomic import file_error
from workflow.formats import linking
from workflow.formats.companions import is_film, poster, tracks
from workflow.formats.mediafiles import name_problem
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.model.player import Player
from workflow.model.release import FileRecord, PageMedia
from workflow.project.mediafile import MediaFile, film_size
from workflow.project.picturefile import PictureFile, is_picture, picture_of
from workflow.project.translation import Translation
from workflow.site import MediaUse, media_path


class Brought(NamedTuple):
    """One of them."""

    medium: PageMedia
    record: FileRecord
    """What of it goes out."""
    copies: tuple[FileRecord, ...] = ()
    """Lighter ones of a picture."""


class _Wanted(NamedTuple):
    """A file that is to be brought along."""

    use: MediaUse
    path: str | None
    """The one that is shown in the page's language; None where it leads out of the folder."""

    @property
    def url(self) -> str:
        """How the author knows it."""
        return self.use.url if self.path == self.use.path else self.path or ""


def brought_along(translation: Translation, uses: Iterable[MediaUse]) -> list[Brought]:
    """What a page that uses such files brings along, by path.

    In the place of a file that has one beside it in the page's language goes that one; with a
    film its picture and its subtitles. Raises :class:`NotReadyError` and :class:`FileError`, with
    the place, for a file that is missing, hidden, an article's, outside the articles folder, not
    what its ending says, or not what was approved.
    """
    used: dict[str, MediaUse] = {}
    for use in uses:
        key = use.path or use.url
        before = used.get(key, use)
        # What is a picture in one place and behind a link in another must be a picture.
        used[key] = use._replace(
            shown=use.shown or before.shown, played=use.played or before.played
        )
    found: dict[tuple[str, str], Brought] = {}
    for use in used.values():
        for each in _all_of(translation, use):
            key_of = each.medium.path, each.medium.named
            if key_of not in found or each.medium.sizes or each.medium.player:
                found[key_of] = each
    return [found[key] for key in sorted(found)]


def _all_of(translation: Translation, use: MediaUse) -> Iterator[Brought]:
    workspace, locale = translation.workspace, translation.locale
    if use.path is None:
        yield _brought(translation, _Wanted(use, None))
        return
    path = workspace.localised(use.path, locale)
    file = _brought(translation, _Wanted(use, path))
    if not use.played:
        yield file
        return
    player = player_of(translation, use.path)
    if player.poster:
        shown = MediaUse(use.url, use.path, shown=True)
        brought = _brought(translation, _Wanted(shown, player.poster))
        yield brought._replace(medium=brought.medium._replace(named=""))
        if (sizes := brought.medium.sizes) and not player.width:
            player = player._replace(width=sizes.width, height=sizes.height)
    for _, track in player.tracks:
        brought = _brought(translation, _Wanted(use, track))
        yield brought._replace(medium=brought.medium._replace(named=""))
    yield file._replace(medium=file.medium._replace(player=player))


def player_of(translation: Translation, named: str) -> Player:
    """What a page has to say of the sound or the film that its text names ``named``.

    Raises :class:`FileError` where the file cannot be read.
    """
    workspace, locale = translation.workspace, translation.locale
    path, beside = workspace.localised(named, locale), workspace.beside(named)
    file, _ = workspace.media_place(path)
    listed = tuple(
        (each.name, track) for each, track in tracks(named, beside, translation.article.locale)
    )
    width, height = (film_size(file) if file and is_film(path) else None) or (0, 0)
    return Player(
        file.stat().st_size if file else 0,
        width,
        height,
        poster(named, beside, locale),
        listed,
        "" if translation.own or path != named else _near(locale, dict(listed)),
    )


def _near(locale: Locale, languages: Iterable[str]) -> str:
    """The one of ``languages`` that readers in ``locale`` read; empty without one."""
    known = {Locale(each).minimal: each for each in languages}
    return next((known[each.minimal] for each in locale.chain if each.minimal in known), "")


def _brought(translation: Translation, wanted: _Wanted) -> Brought:
    file, medium = _found(translation, wanted)
    path = wanted.path or ""
    record = FileRecord(media_path(path), medium.size, medium.blake2b)
    named = "" if path == wanted.use.path else wanted.use.path or ""
    found = PageMedia(path, record.blake2b, record.path, named=named)
    if isinstance(why := medium.cleaned, ArticleError):
        said = phrase("(line {line}): {message}", line=why.line, message=why.message)
        raise _refused(translation, wanted, said, why.hint)
    if isinstance(medium.cleaned, bytes):
        record = FileRecord.of(record.path, medium.cleaned)
    if dict(translation.bound.media).get(path) != found.blake2b:
        raise NotReadyError(
            phrase(
                "the file “{path}” is not what was approved: look at it and approve again",
                path=path,
            ),
            file=translation.article.path,
        )
    if not (wanted.use.shown and is_picture(path)):
        return Brought(found, record)
    picture = picture_of(translation.workspace.root, file, path, found.blake2b)
    if not isinstance(picture, PictureFile):
        raise _refused(translation, wanted, picture)
    return Brought(found._replace(sizes=picture.sizes), record, picture.records)


def _found(translation: Translation, wanted: _Wanted) -> tuple[Path, MediaFile]:
    """The file that a page shows, if a page may show it."""
    workspace, use = translation.workspace, wanted.use
    if wanted.path is None:
        if "\\" in unquote(use.url):
            said = phrase("has a backslash: write a slash, as in images/map.png")
        else:
            said = phrase("leads out of the articles folder: copy the file into it")
        raise _refused(translation, wanted, said)
    file, inner = workspace.media_place(wanted.path)
    # A link on the disk may lead to what its own name hides.
    for path in dict.fromkeys((wanted.path, inner or wanted.path)):
        if problem := name_problem(path, shown=use.shown):
            raise _refused(translation, wanted, problem)
    if file is None:
        raise _refused(translation, wanted, _missing(translation, wanted.path))
    try:
        medium = workspace.medium(file, wanted.path)
    except OSError as error:
        raise file_error(file, "read", error) from error
    if medium.problem:
        raise _refused(translation, wanted, medium.problem)
    return file, medium


def _missing(translation: Translation, path: str) -> str:
    workspace = translation.workspace
    where = f"{workspace.settings.articles}/{path}"
    if os.path.lexists(workspace.articles_folder / path):
        return phrase(
            "is missing: {where} is no file, or a link out of the articles folder", where=where
        )
    return phrase("is missing: put it at {where}, or correct the address", where=where)


def _refused(
    translation: Translation, wanted: _Wanted, reason: str, hint: str = ""
) -> NotReadyError:
    file, line = _place(translation, wanted.use)
    said = phrase("“{url}” {reason}", url=wanted.url, reason=reason)
    return NotReadyError(said, hint=hint, file=file, line=line)


def _place(translation: Translation, use: MediaUse) -> tuple[str, int | None]:
    """Where the address stands: in the article, or else in the catalogue."""
    article = translation.article
    for reference in linking.references(translation.document):
        if reference.url == use.url or (
            use.path is not None and linking.inside(article.slug, reference.url) == use.path
        ):
            return article.path, reference.line
    return (article.path if translation.own else translation.catalogue_name), None
