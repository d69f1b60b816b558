"""A site in a store of objects, by fsspec: S3 and what speaks as it does, and others.

::

    <address>/live.json              which release readers get: written last, alone
    <address>/releases/<id>/…        a release's folder; never changed once it is there

Nothing is renamed. On S3 the pointer is written on the condition that it is what was read
(``If-Match``), and a release's id is claimed by the first object of it (``If-None-Match``). Other
stores are asked before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final

from workflow.errors import FileError, TargetError
from workflow.model import bytes_digest
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord
from workflow.project.manifests import parse_manifest
from workflow.targets.headers import POINTER, cache_control
from workflow.targets.interface import HEADS, Advance, overtaken
from workflow.targets.objects import Objects, RefusedError
from workflow.targets.pointer import NAME, Pointer

_TRIES: Final = 4


@dataclass(slots=True)
class ObjectStore:
    """A bucket or folder of a store that fsspec reaches."""

    address: str
    """``s3://bucket/prefix``: the protocol is fsspec's."""
    remote: bool = field(default=True, init=False)
    _objects: Objects = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._objects = Objects(self.address)

    def live(self) -> str | None:
        """See :class:`workflow.targets.Target`."""
        return self._pointer()[0].release

    def ids(self) -> tuple[str, ...]:
        """As the pointer has them."""
        return self._pointer()[0].shown

    def heads(self, releases: Sequence[str]) -> Mapping[str, Mapping[str, bytes]]:
        """Read one by one."""
        wanted = [(release, name) for release in releases for name in HEADS]
        names = [f"releases/{release}/{name}" for release, name in wanted]
        found: dict[str, dict[str, bytes]] = {}
        for (release, name), data in zip(
            wanted, self._objects.each(self._objects.read, names), strict=True
        ):
            if data is not None:
                found.setdefault(release, {})[name] = data
        return found

    def upload(self, release: Path, files: Sequence[FileRecord], advance: Advance) -> None:
        """The manifest last; what the live release has of the same bytes is copied over there."""
        self._require_kept(release.name)
        self._claim(release)
        there = self._whole(release, files)
        advance(len(there))
        for known in (self._of_live(), {}):  # the second time: what was copied came to harm there
            missing = [each for each in files if each.path not in there]
            some = [each for each in missing if each.path not in HEADS]
            self._objects.each(partial(self._put, release, known, advance), some)
            for head in (each for each in missing if each.path in HEADS):  # in the order given
                self._put(release, {}, advance, head)
            there = self._whole(release, files) if missing else there
        for each in files:
            if each.path not in there:
                raise TargetError(
                    phrase("{file} did not arrive as it was sent", file=each.path),
                    hint=phrase("Readers get what they got before. Run the command again."),
                    file=self.address,
                )

    def show(self, release: str, before: str | None) -> None:
        """Write the pointer, where it is what it was."""

        def change(pointer: Pointer) -> Pointer:
            there = release in pointer.shown or (
                release not in pointer.going
                and self._objects.read(f"releases/{release}/release.json") is not None
            )
            if not there:
                raise self._going(release)
            return pointer.to(release)

        self._point(change, before, release)
        with suppress(TargetError):  # the release is live; what is left goes another time
            self._finish_going()

    def fetch(
        self, release: str, files: Sequence[FileRecord], into: Path, advance: Advance
    ) -> None:
        """Objects of which there is a file of the right size are not brought."""

        def bring(record: FileRecord) -> None:
            path = into / record.path
            if not path.is_file() or path.stat().st_size != record.size:
                self._objects.get(f"releases/{release}/{record.path}", path)
            advance(1)

        self._objects.each(bring, files)

    def remove(self, release: str) -> None:
        """The pointer says first that it goes, then its objects go."""
        pointer = self._pointer()[0]
        if release == pointer.release:
            raise TargetError(
                phrase("release {release} is live", release=release), file=self.address
            )
        if release in pointer.shown:
            self._point(lambda found: found.without(release), pointer.release, pointer.release)
        elif release not in pointer.going:
            self._objects.delete(f"releases/{release}")
        self._finish_going()

    def clean(self) -> None:
        """Nothing: a pointer is written or it is not."""

    def _pointer(self) -> tuple[Pointer, str | None]:
        """The pointer and, on S3, what it is known by; None where there is none."""
        data, tag = self._objects.tagged(NAME)
        if data is None:
            return Pointer(), None
        try:
            return Pointer.of(data), tag
        except ValueError as error:
            raise FileError(
                phrase("no release put it there: {error}", error=error),
                hint=phrase("Give the site an empty folder of its own as its target."),
                file=f"{self.address}/{NAME}",
            ) from error

    def _point(
        self, change: Callable[[Pointer], Pointer], before: str | None, after: str | None
    ) -> None:
        """Replace the pointer while ``before`` is live; ``after`` is live then."""
        for _ in range(_TRIES):
            pointer, tag = self._pointer()
            if pointer.release != before:
                raise overtaken(pointer.release, self.address)
            new = change(pointer)
            condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
            try:
                self._objects.write(NAME, new.data, POINTER, **condition)
            except (RefusedError, TargetError) as error:
                # An answer may be lost on its way back: it may have been written all the same.
                found = self._pointer()[0]
                if found == new:
                    return
                if isinstance(error, TargetError):
                    raise
                continue  # told above who was live, unless only the list of releases is another
            if (found := self._pointer()[0]).release != after:
                raise overtaken(found.release, self.address)
            return
        raise overtaken(self._pointer()[0].release, self.address)

    def _finish_going(self) -> None:
        """Delete what was to be deleted, and then forget it."""
        pointer = self._pointer()[0]
        if not pointer.going:
            return
        for release in pointer.going:
            self._objects.delete(f"releases/{release}")
        self._point(lambda found: found.after(pointer.going), pointer.release, pointer.release)

    def _require_kept(self, release: str) -> None:
        """Raise :class:`TargetError` while a release is being deleted, and finish that.

        Who deletes may be at it still: what is brought at once would be deleted with the rest.
        """
        if release in self._pointer()[0].going:
            self._finish_going()
            raise self._going(release)

    def _going(self, release: str) -> TargetError:
        return TargetError(
            phrase("release {release} is being deleted there", release=release),
            hint=phrase("Readers get what they got before. Run the command again."),
            file=self.address,
        )

    def _claim(self, release: Path) -> None:
        """Make the id of the release its own: by the record of who published it, and when."""
        name = f"releases/{release.name}/release.json"
        data = (release / "release.json").read_bytes()
        if self._objects.read(name) is None:
            with suppress(RefusedError):  # told below
                self._objects.write(name, data, cache_control(name), IfNoneMatch="*")
        if self._objects.read(name) != data:
            raise TargetError(
                phrase("another release has the id {release} there", release=release.name),
                hint=phrase("Run the command again: it then has an id of its own."),
                file=self.address,
            )

    def _put(
        self, release: Path, known: Mapping[str, str], advance: Advance, record: FileRecord
    ) -> None:
        """Send a file, or have the store copy it from what it has."""
        name = f"releases/{release.name}/{record.path}"
        same = known.get(f"{record.path} {record.blake2b}")
        if same is None or not self._objects.copy(same, name):
            self._objects.put(release / record.path, name)
        advance(1)

    def _of_live(self) -> dict[str, str]:
        """Path and digest of the files of the live release → where S3 has them."""
        live = self._pointer()[0].release if self._objects.is_s3 else None
        data = live and self._objects.read(f"releases/{live}/manifest.json")
        if not data:
            return {}
        with suppress(ValueError, KeyError, TypeError):
            manifest = parse_manifest(data.decode())
            files = [f"site/{each.path} {each.blake2b}" for each in manifest.files]
            files += [f"content/{each.path} {each.blake2b}" for each in manifest.content]
            return {each: f"releases/{live}/{each.rpartition(' ')[0]}" for each in files}
        return {}

    def _whole(self, release: Path, files: Sequence[FileRecord]) -> frozenset[str]:
        """Paths of the files that are there with the right bytes."""
        prefix = f"releases/{release.name}"
        there: Mapping[str, Mapping[str, Any]] = self._objects.below(prefix)

        def check(record: FileRecord) -> bool:
            found = there.get(record.path)
            if found is None or found.get("size") != record.size:
                return False
            if self._objects.holds(release / record.path, str(found.get("ETag", ""))):
                return True
            # No digest that this program knows (encrypted by a key of the store, say): read it.
            data = self._objects.read(f"{prefix}/{record.path}")
            return data is not None and bytes_digest(data) == record.blake2b

        whole = self._objects.each(check, files)
        return frozenset(each.path for each, good in zip(files, whole, strict=True) if good)
