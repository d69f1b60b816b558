"""Which articles and files there are: questions that need no file to be opened."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from unicodedata import normalize

from workflow.model.digest import digest
from workflow.project.articles import find_sources


class Sources:
    """The articles of the project in ``root``, below ``folder``; looked for once."""

    def __init__(self, root: Path, folder: str) -> None:
        self._root = root
        self._folder = folder

    @cached_property
    def files(self) -> Mapping[str, tuple[str, ...]]:
        """Slug → the article's file, a POSIX path relative to the project; sorted.

        Where there are several files, the article cannot be read.
        """
        return find_sources(self._root, self._folder)

    @cached_property
    def digest(self) -> str:
        """Of all slugs."""
        return digest(*self.files)

    def slug_of(self, name: str) -> str:
        """The slug that ``name``, in any normal form of Unicode, means; empty for none.

        Disks and keyboards differ in the forms they use.
        """
        return name if name in self.files else self._plain.get(normalize("NFC", name), "")

    def alike(self, slug: str) -> tuple[str, ...]:
        """The slugs that a disk or a server may take for ``slug``, itself among them."""
        return self._caseless.get(caseless(slug), ())

    def has_file(self, path: str) -> bool:
        """Whether there is a file at ``path``, POSIX, relative to the project."""
        try:
            return (self._root / path).is_file()
        except OSError:  # a name longer than the system allows, say
            return False

    def beside(self, path: str) -> tuple[str, ...]:
        """Names of the files beside ``path`` that may belong to it by their names; sorted.

        ``path`` is POSIX, below the articles folder; see :func:`.companions.stems`.
        """
        folder, name = posixpath.split(path)
        if folder not in self._beside:
            self._beside[folder] = self._in(folder)
        stem = normalize("NFC", posixpath.splitext(name)[0])
        return tuple(each for each in self._beside[folder].get(stem, ()) if each != name)

    def _in(self, folder: str) -> Mapping[str, list[str]]:
        """Stem → names of files in the folder, sorted."""
        # Here, not above: most runs look for no files.
        from workflow.formats.companions import stems  # noqa: PLC0415

        found: dict[str, list[str]] = {}
        with suppress(OSError, ValueError):
            place = self._root / self._folder / folder
            with os.scandir(place) as entries:
                names = sorted(each.name for each in entries if not each.is_dir())
            for name in names:
                for stem in stems(name) if name.isprintable() else ():  # no line ends among them
                    found.setdefault(normalize("NFC", stem), []).append(name)
        return found

    @cached_property
    def _beside(self) -> dict[str, Mapping[str, list[str]]]:
        return {}

    @cached_property
    def _plain(self) -> Mapping[str, str]:
        return {normalize("NFC", slug): slug for slug in reversed(tuple(self.files))}

    @cached_property
    def _caseless(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for slug in self.files:
            key = caseless(slug)
            found[key] = (*found.get(key, ()), slug)
        return found


def caseless(slug: str) -> str:
    """What is equal of slugs that may be confused; see :func:`.linking.caseless`."""
    if slug.isascii():
        return slug.lower()
    return normalize("NFD", normalize("NFD", slug).casefold())


def media_file(folder: Path, path: str) -> Path | None:
    """The file in the articles' ``folder`` that ``path`` (POSIX, below it) names.

    None where there is none, or where a symbolic link leads out of the folder.
    """
    root = folder.resolve()
    try:
        file = (root / path).resolve()
        return file if file.is_file() and file.is_relative_to(root) else None
    except (OSError, RuntimeError):  # a name longer than the system allows, a loop of links
        return None


def media_place(folder: Path, path: str) -> tuple[Path | None, str]:
    """What :func:`media_file` finds, and its own path below the ``folder``; empty without one."""
    file = media_file(folder, path)
    return file, file.relative_to(folder.resolve()).as_posix() if file else ""


def media_answer(place: tuple[Path | None, str], path: str, digest: Callable[[Path], str]) -> str:
    """The digest of the file that a page shows as ``path``; ``place`` is its :func:`media_place`.

    Empty where there is none, or it cannot be read: no page can show it. Where a link on the
    disk leads to another file of the folder, a blank and that file's path follow. ``digest`` is
    of a file's bytes; see :meth:`~workflow.files.stamps.StampIndex.digest`.
    """
    file, inner = place
    found = digest(file) if file else ""
    if file is None or found.startswith("!"):
        return ""
    return found if inner == path else f"{found} {inner}"
