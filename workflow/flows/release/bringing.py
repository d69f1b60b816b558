"""Releases that another machine published: brought here, and compared before they are used."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Final

from workflow.errors import FileError, TargetError
from workflow.files.atomic import file_error, flush, write_bytes
from workflow.model.evidence import EvidenceIndex
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord
from workflow.project.builder import Builder
from workflow.project.releases import ReleaseStore
from workflow.project.stock import Stock
from workflow.targets import Target

_SEEN: Final = ".seen"


def remember(store: ReleaseStore, release: str) -> None:
    """Note which release was live, when a target elsewhere was asked."""
    if store.folder.is_dir():
        with suppress(FileError):  # a folder that cannot be written needs no note either
            write_bytes(store.folder / _SEEN, release.encode())


def remembered(store: ReleaseStore) -> str:
    """The id of what was live then, if that release is kept here; else empty."""
    try:
        known = (store.folder / _SEEN).read_text("ascii", "replace")
    except OSError:
        return ""
    return known if known in store.ids(known) else ""


def bring(
    store: ReleaseStore,
    target: Target,
    release: str,
    advance: Callable[[int], None] = lambda _: None,
) -> bool:
    """Have a release that the target keeps among those of the project.

    What a release here has already is linked from there. Every byte is compared with what the
    release's manifest says before it takes its place; what a run that was cut off brought is used.
    Returns False where the target does not have it; raises :class:`TargetError` where what it
    has is not what was published, and :class:`FileError`.
    """
    with store.receiving() as aside:
        if store.holds(release):
            return True
        folder = aside.folder / release
        heads = target.heads((release,)).get(release, {})
        if "manifest.json" not in heads:
            return False
        for name, data in heads.items():
            write_bytes(folder / name, data)
        try:
            files = tuple(each for each in aside.files(release) if each.path not in heads)
        except FileError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise _other(target, release, error.message) from error
        _require_inside(target, release, files)
        _link(store, aside, release)
        target.fetch(release, files, folder, advance)
        if problems := aside.verify(release):
            shutil.rmtree(folder, ignore_errors=True)
            raise _other(target, release, problems[0])
        try:
            os.sync()
            folder.rename(store.folder / release)
            flush(store.folder)
        except OSError as error:
            raise file_error(store.folder / release, "write", error) from error
    return True


def _require_inside(target: Target, release: str, files: Sequence[FileRecord]) -> None:
    """No list of files makes this machine write anywhere but into the release's folder."""
    for each in files:
        path = PurePosixPath(each.path)
        plain = path.as_posix() == each.path and "\\" not in each.path and "\0" not in each.path
        if path.is_absolute() or ".." in path.parts or not plain:
            raise _other(target, release, phrase("{file}: no path in a release", file=each.path))


def _link(store: ReleaseStore, aside: ReleaseStore, release: str) -> None:
    """Take over what the newest release here has of the same bytes."""
    newest = store.ids(None)[:1]
    if not newest:
        return
    try:
        index = store.evidence(newest[0]) or EvidenceIndex("", ())
        stock = Stock(store.folder / newest[0], store.manifest(newest[0]), b"", index)
    except FileError:  # it is damaged, so nothing is taken from it
        return
    manifest = aside.manifest(release)
    evidence = (aside.evidence(release) or EvidenceIndex("", ())).files
    builder = Builder(aside.folder / release, stock)
    parts = (("site", manifest.files), ("content", manifest.content), ("evidence", evidence))
    for part, records in parts:
        for record in records:
            if not (aside.folder / release / part / record.path).exists():
                builder.keep(part, record)


def _other(target: Target, release: str, what: str) -> TargetError:
    return TargetError(
        phrase("release {release} is not as it was published: {what}", release=release, what=what),
        hint=phrase(
            "Publish from the machine that made it, or make another live there: "
            "workflow release rollback"
        ),
        file=target.address,
    )
