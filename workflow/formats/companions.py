"""Files that stand beside the one a text names, and belong to it by their names.

``photo.zh.jpg`` is shown in place of ``photo.jpg`` to who reads Chinese; ``film.jpg`` is the
picture that ``film.mp4`` shows before it plays, ``film.fr.vtt`` are its French subtitles.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote, urlsplit

from workflow.errors import LocaleError
from workflow.formats.mediafiles import ENDINGS
from workflow.model import Locale
from workflow.model import lazy_re as re
from workflow.model.article import FILMS, PICTURES, SOUND_AND_FILM

TRACK: Final = ".vtt"
"""The ending of subtitles."""
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_KINDS: Final = (PICTURES, FILMS, SOUND_AND_FILM - FILMS)
"""Endings of files that can stand for one another."""


def ending_of(path: str) -> str:
    """With the dot, lower case."""
    return posixpath.splitext(path)[1].lower()


def is_played(path: str) -> bool:
    """Whether it is sound or a film."""
    return ending_of(path) in SOUND_AND_FILM


def is_film(path: str) -> bool:
    """Whether it is a film."""
    return ending_of(path) in FILMS


def is_played_here(url: str) -> bool:
    """Whether an address is one of sound or a film in the articles folder."""
    try:
        split = urlsplit(url)
    except ValueError:  # a bracketed host that is no IPv6 address
        return False
    return not split.scheme and not split.netloc and is_played(unquote(split.path))


def stems(name: str) -> tuple[str, ...]:
    """Names without ending of files that the file ``name`` may belong to."""
    stem, ending = posixpath.splitext(name)
    if ending.lower() not in ENDINGS:
        return ()
    front, _, tag = stem.rpartition(".")
    return (stem, front) if front and _TAG.fullmatch(tag) else (stem,)


def localised(path: str, beside: Sequence[str], locale: Locale) -> str:
    """The file that pages in ``locale`` show where the text names ``path``.

    Both are POSIX paths. ``beside`` are names in the folder of ``path`` that :func:`stems` has
    its own name for. The nearest language counts, see :attr:`.Locale.chain`; of several files in
    one language the one with the same ending, then the first by name.
    """
    ending = ending_of(path)
    kind = next((each for each in _KINDS if ending in each), frozenset({ending}))
    return _nearest(path, [name for name in beside if ending_of(name) in kind], locale) or path


def poster(path: str, beside: Sequence[str], locale: Locale) -> str:
    """The picture that stands for the film ``path`` until it plays; empty without one."""
    if not is_film(path):
        return ""
    pictures = [name for name in beside if ending_of(name) in PICTURES]
    own = (name for name in pictures if _tag(path, name) == "")
    plain = next(own, "")
    return _nearest(path, pictures, locale) or (plain and _beside(path, plain))


def tracks(path: str, beside: Sequence[str], language: Locale) -> tuple[tuple[Locale, str], ...]:
    """Language and path of the subtitles of ``path``, which is sound or a film.

    Those that name no language are in ``language``. One file a language: the first by name.
    """
    found: dict[Locale, str] = {}
    for name in beside:
        if is_played(path) and ending_of(name) == TRACK:
            tag = _tag(path, name)
            locale = _locale(tag) if tag else language
            if locale is not None:
                found.setdefault(locale.minimal, _beside(path, name))
    return tuple(sorted(found.items()))


def _nearest(path: str, names: Sequence[str], locale: Locale) -> str:
    """The path of the one of ``names`` that is nearest to ``locale``; empty without one."""
    found: dict[Locale, list[str]] = {}
    for name in names:
        tag = _tag(path, name)
        if tag and (named := _locale(tag)) is not None:
            found.setdefault(named.minimal, []).append(name)
    if not found:
        return ""
    near = (found[each.minimal] for each in locale.chain if each.minimal in found)
    best = next(near, [])
    ending = ending_of(path)
    names = sorted(best, key=lambda name: (ending_of(name) != ending, name))
    return _beside(path, names[0]) if names else ""


def _tag(path: str, name: str) -> str | None:
    """What ``name`` has between the stem of ``path`` and its ending; None where it has not that."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    rest = posixpath.splitext(name)[0]
    if len(rest) == len(stem):
        return ""
    return rest[len(stem) + 1 :] if rest[len(stem) : len(stem) + 1] == "." else None


def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag)
    except LocaleError:
        return None


def _beside(path: str, name: str) -> str:
    return posixpath.join(posixpath.dirname(path), name)


def companions(path: str, beside: Sequence[str], locale: Locale, language: Locale) -> Iterator[str]:
    """What a page in ``locale`` shows with the film or the sound that its text names ``path``.

    ``language`` is that of the article.
    """
    if picture := poster(path, beside, locale):
        yield picture
    yield from (each for _, each in tracks(path, beside, language))
