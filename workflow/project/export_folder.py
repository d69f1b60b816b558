"""A folder that pages are written out to, among files of others.

``.workflow-export.json`` in it lists what was written, with digests: only that is ever replaced or
deleted, and only while nobody changed it. Before the first file changes, the list names old and new
digests of each, so that a run that is killed is carried on by the next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from workflow.errors import ConfigError, FileError, WorkflowError, raise_all
from workflow.files.atomic import file_error, held, read_bytes, remove, save
from workflow.model.digest import bytes_digest
from workflow.model.phrase import phrase

NAME: Final = ".workflow-export.json"
_VERSION: Final = 1
Key = tuple[str, str]


class OutFile(NamedTuple):
    """A file that is to stand in the folder."""

    path: str
    """POSIX, below the folder."""
    blake2b: str
    read: Callable[[], bytes]
    keys: tuple[Key, ...] = ()
    """Slug and locale of the pages that it is of."""


@dataclass(frozen=True, slots=True)
class _Entry:
    digests: tuple[str, ...]
    """What it may hold; more than one while a run is under way."""
    keys: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Came:
    """What writing came to: paths, sorted."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    same: int = 0


@dataclass(frozen=True)
class ExportFolder:
    """The folder, for one generator."""

    folder: Path
    generator: str
    taken: tuple[Path, ...] = ()
    """Folders of the project in which nothing may be written."""
    known: Mapping[str, _Entry] = field(default_factory=dict)

    @classmethod
    def open(cls, folder: Path, generator: str, taken: Sequence[Path] = ()) -> ExportFolder:
        """Read what was written before.

        Raises :class:`ConfigError` where that is of another generator, and :class:`FileError`
        where the list cannot be read.
        """
        path = folder / NAME
        if not path.exists():
            if os.path.lexists(folder) and not folder.is_dir():
                raise ConfigError(phrase("this is no folder"), file=str(folder))
            return cls(folder, generator, tuple(taken))
        written, known = _read(path)
        if written != generator:
            raise ConfigError(
                phrase(
                    "the folder holds pages for {other}, not for {name}",
                    other=written,
                    name=generator,
                ),
                hint=phrase("Give another folder with -o."),
                file=str(folder),
            )
        return cls(folder, generator, tuple(taken), known)

    @property
    def keys(self) -> frozenset[Key]:
        """Pages that were written before."""
        return frozenset(key for entry in self.known.values() for key in entry.keys)

    def write(self, files: Iterable[OutFile], done: Callable[[int], None] = lambda _: None) -> Came:
        """Have just these files in the folder, besides those of others.

        ``done`` is called with 1 after each. Raises a :class:`WorkflowError` for each file that
        somebody else wrote or changed, with nothing written, and :class:`FileError` where the
        disk fails; what was written by then is known to the next run.
        """
        wanted = {each.path: each for each in files}
        now = {path: self._digest(path) for path in {*wanted, *self.known}}
        raise_all([*self._refused(wanted, now)])
        gone = sorted(self.known.keys() - wanted.keys())
        self._note(
            {
                path: _Entry(tuple(sorted({*self._accepted(path), each.blake2b})), each.keys)
                for path, each in wanted.items()
            }
            | {path: self.known[path] for path in gone}
        )
        new: list[str] = []
        changed: list[str] = []
        for path, each in sorted(wanted.items()):
            if now[path] != each.blake2b:
                (new if now[path] is None else changed).append(path)
                self._put(each)
            done(1)
        for path in gone:
            self._remove(path)
        self._note({path: _Entry((each.blake2b,), each.keys) for path, each in wanted.items()})
        removed = tuple(path for path in gone if now[path] is not None)
        same = len(wanted) - len(new) - len(changed)
        return Came(tuple(new), tuple(changed), removed, same)

    def _accepted(self, path: str) -> tuple[str, ...]:
        return self.known[path].digests if path in self.known else ()

    def _digest(self, path: str) -> str | None:
        """Of what stands there; None where nothing does, and empty for what is no file."""
        file = self.folder / path
        try:
            if not os.path.lexists(file):
                return None
            if file.is_symlink() or not file.is_file():
                return ""
            return bytes_digest(file.read_bytes())
        except NotADirectoryError:
            return None
        except OSError as error:
            raise file_error(file, "read", error) from error

    def _refused(
        self, wanted: Mapping[str, OutFile], now: Mapping[str, str | None]
    ) -> list[WorkflowError]:
        found: list[WorkflowError] = []
        for path, digest in sorted(now.items()):
            file = self.folder / path
            if why := self._astray(file):
                found.append(ConfigError(why, file=str(file)))
            elif digest is None or digest in self._accepted(path):
                continue
            elif path not in self.known and digest != _blake2b(wanted, path):
                found.append(
                    FileError(
                        phrase(
                            "this file is not one that `workflow export` wrote: it stays as it is"
                        ),
                        hint=phrase("Move it, or give another folder with -o."),
                        file=str(file),
                    )
                )
            elif path in self.known and digest != _blake2b(wanted, path):
                found.append(
                    FileError(
                        phrase(
                            "somebody changed this file since it was written: it stays as it is"
                        ),
                        hint=phrase(
                            "Make the change in the article or its translation, then delete this "
                            "file and run the command again."
                        ),
                        file=str(file),
                    )
                )
        return found

    def _astray(self, file: Path) -> str:
        """Why nothing may be written there; empty where it may."""
        real = Path(os.path.realpath(file.parent))
        home = Path(os.path.realpath(self.folder))
        if not real.is_relative_to(home):
            return phrase("a link leads out of the folder")
        for folder in self.taken:
            if (real / file.name).is_relative_to(os.path.realpath(folder)):
                return phrase(
                    "this would stand in the folder {folder} of the project", folder=folder.name
                )
        for parent in file.relative_to(self.folder).parents:
            above = self.folder / parent
            if os.path.lexists(above) and not above.is_dir():
                return phrase("{path} is a file, and has to be a folder", path=str(above))
        return ""

    def _put(self, each: OutFile) -> None:
        file = self.folder / each.path
        data = each.read()
        try:
            old = held(file)
        except OSError as error:
            raise file_error(file, "read", error) from error
        if old is not None and bytes_digest(old) not in (*self._accepted(each.path), each.blake2b):
            raise FileError(phrase("somebody changed this file just now"), file=str(file))
        save(file, old, data)

    def _remove(self, path: str) -> None:
        file = self.folder / path
        if not file.exists():
            return
        data = read_bytes(file)
        if bytes_digest(data) not in self._accepted(path):
            raise FileError(phrase("somebody changed this file just now"), file=str(file))
        remove(file, data)
        for parent in file.relative_to(self.folder).parents:
            if parent == Path():
                break
            try:
                (self.folder / parent).rmdir()
            except OSError:  # something else is in it
                break

    def _note(self, entries: Mapping[str, _Entry]) -> None:
        path = self.folder / NAME
        found = {
            "version": _VERSION,
            "to": self.generator,
            "files": [
                {
                    "path": name,
                    "blake2b": list(entry.digests),
                    "pages": [list(key) for key in entry.keys],
                }
                for name, entry in sorted(entries.items())
            ],
        }
        data = (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
        try:
            old = held(path)
        except OSError as error:
            raise file_error(path, "read", error) from error
        save(path, old, data)


def _blake2b(wanted: Mapping[str, OutFile], path: str) -> str:
    return wanted[path].blake2b if path in wanted else ""


def _read(path: Path) -> tuple[str, dict[str, _Entry]]:
    damaged = FileError(
        phrase("damaged: it does not list what was written here"),
        hint=phrase("Restore it, or delete the folder and run the command again."),
        file=str(path),
    )
    try:
        found = json.loads(read_bytes(path).decode())
        if found["version"] != _VERSION:
            raise FileError(
                phrase("written by another version of the program"),
                hint=phrase("Update `workflow`, or give another folder with -o."),
                file=str(path),
            )
        known = {
            str(each["path"]): _Entry(
                tuple(map(str, each["blake2b"])),
                tuple((str(slug), str(locale)) for slug, locale in each["pages"]),
            )
            for each in found["files"]
        }
        if any(Path(name).is_absolute() or ".." in Path(name).parts for name in known):
            raise damaged
        return str(found["to"]), known
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged from error
