"""Release folders: built aside, flush, read back, and only then given their name.

::

    releases/20261124T060000Z-1a2b3c4d/
        site/            what readers get
        content/         the documents the pages were made from, <locale>/<slug>.<ending>
        evidence/        who approved the pages, <slug>.jsonl
        evidence.json    those files with their digests
        release.json     id, time and actor, sealed by a digest over these and evidence.json
        manifest.json    pages and files with their digests; written last
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from filelock import FileLock

from workflow.errors import WorkflowError
from workflow.files.atomic import file_error, flush, read_bytes, read_text
from workflow.model import bytes_digest, digest
from workflow.model.evidence import EvidenceIndex
from workflow.model.release import FileRecord, Manifest, Release
from workflow.project.builder import Builder
from workflow.project.manifests import damaged, manifest_text, read_manifest
from workflow.project.stock import EVIDENCE, MANIFEST, RECORD, Stock, file_record, problems

_ID = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{8}")
_STAMP = "%Y%m%dT%H%M%SZ"
_BUILDING = ".building-"
_MARK = ".new"
_GONE = ".gone"
"""At the end of the name of a folder that is on its way out."""
_RECEIVING = ".receiving"
_RECORD_VERSION = 3
"""Of ``release.json``; the first had no digest, the second no evidence."""


@dataclass(frozen=True, slots=True)
class ReleaseStore:
    """The folder of releases. Releases are immutable; callers hold the project's lock to write."""

    folder: Path

    def ids(self, live: str | None) -> tuple[str, ...]:
        """The ids of the releases that are or were live, newest first.

        ``live`` is the one that is: a run may have been killed after it made a release live
        and before it said so here.
        """
        if not self.folder.is_dir():
            return ()
        try:
            found = [path.name for path in self.folder.iterdir() if _ID.fullmatch(path.name)]
        except OSError as error:
            raise file_error(self.folder, "read", error) from error
        shown = [name for name in found if name == live or not self._mark(name).exists()]
        return tuple(sorted(shown, reverse=True))

    def manifest(self, release: str) -> Manifest:
        """Read a release's manifest; :class:`FileError` where it is missing or damaged."""
        return read_manifest(self.folder / release / MANIFEST)

    def record(self, release: str) -> tuple[str, str]:
        """When a release was published (ISO 8601, UTC) and by whom (e-mail address)."""
        found = self._record(release)
        return str(found["time"]), str(found["actor"])

    def evidence(self, release: str) -> EvidenceIndex | None:
        """The files that say who approved what; None in releases that did not record it.

        Raises :class:`FileError` where the list is missing or damaged.
        """
        wanted = self._record(release).get("evidence")
        if wanted is None:
            return None
        path = self.folder / release / EVIDENCE
        try:
            data = read_bytes(path)
            if bytes_digest(data) != wanted:
                raise ValueError("it is not what was published")
            found = json.loads(data)
            files = tuple(FileRecord(**each) for each in found["files"])
            return EvidenceIndex(str(found["basis"]), files)
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(path, error) from error

    def files(self, release: str) -> tuple[FileRecord, ...]:
        """All the files of a release, by paths from its folder; the manifest is the last.

        Raises :class:`FileError` where a list of them is missing or damaged.
        """
        manifest = self.manifest(release)
        parts = (
            ("site", manifest.files),
            ("content", manifest.content),
            ("evidence", self._listed(release)),
        )
        files = [
            each._replace(path=f"{part}/{each.path}") for part, found in parts for each in found
        ]
        folder = self.folder / release
        try:
            heads = [each for each in (EVIDENCE, RECORD, MANIFEST) if (folder / each).exists()]
            return (*files, *(file_record(folder, each) for each in heads))
        except OSError as error:
            raise file_error(folder, "read", error) from error

    def _listed(self, release: str) -> tuple[FileRecord, ...]:
        index = self.evidence(release)
        return index.files if index else ()

    def _record(self, release: str) -> Mapping[str, object]:
        """What ``release.json`` says, if it is as it was written."""
        path = self.folder / release / RECORD
        try:
            found: dict[str, object] = json.loads(read_text(path))
            sealed = found["version"] != 1
            if sealed and found["digest"] != _seal(found, release):
                raise ValueError("its content does not have the digest it names")
            if found["id"] != release:
                raise ValueError("it belongs to another release")
            _ = found["time"], found["actor"]
        except (ValueError, KeyError, TypeError) as error:
            raise damaged(path, error) from error
        return found

    def holds(self, release: str) -> bool:
        """Whether there is anything of a release."""
        return (self.folder / release).is_dir()

    def release(self, release: str, live: str | None) -> Release:
        """Read what ``release list`` shows; ``live``: the id of the release that is live."""
        manifest = self.manifest(release)
        time, actor = self.record(release)
        return Release(release, time, actor, manifest.digest, manifest.articles, release == live)

    def lacks(self, release: str, manifest: Manifest) -> str:
        """The first file of a release's site that is missing or of another size; empty if none.

        A look that costs little; :meth:`verify` reads every byte.
        """
        folder = str(self.folder / release / "site")
        for record in manifest.files:
            try:
                path = f"{folder}/{record.path}"
                whole = os.stat(path).st_size == record.size  # noqa: PTH116 - a Path takes longer
            except OSError:
                whole = False
            if not whole:
                return f"site/{record.path}"
        return ""

    def new_id(self, manifest: Manifest, now: datetime, live: str | None) -> str:
        """The id for a release made at ``now`` (UTC): later than that of every other one.

        Ids sort in the order of publishing, even where two are made within a second or the
        clock was set back.
        """
        newest = self.ids(live)[:1]
        moment = now.astimezone(UTC).replace(microsecond=0)
        if newest:
            last = datetime.strptime(newest[0].split("-")[0], _STAMP).replace(tzinfo=UTC)
            moment = max(moment, last + timedelta(seconds=1))
        return f"{moment.strftime(_STAMP)}-{manifest.digest[:8]}"

    @contextmanager
    def building(self, stock: Stock | None) -> Iterator[Builder]:
        """Give what writes a release aside; what :meth:`add` did not take is removed again.

        ``stock``: a release to link from. What the system refuses is raised as
        :class:`FileError`.
        """
        aside = self.folder / f"{_BUILDING}release"
        try:
            aside.mkdir(parents=True)
            yield Builder(aside, stock)
        except OSError as error:
            raise file_error(self.folder, "write", error) from error
        finally:
            shutil.rmtree(aside, ignore_errors=True)

    def add(self, builder: Builder, release: Release, manifest: Manifest, basis: str = "") -> bytes:
        """Complete a release that was built, and give it its name.

        ``basis``: see :class:`EvidenceIndex`.

        A mark beside it says that it was never live, until :meth:`settle`. Whatever is raised,
        nothing stands under that name. Returns what :meth:`Builder.finish` does, and raises
        :class:`OSError` and :class:`FileError`.
        """
        files = [each._asdict() for each in sorted(builder.records["evidence"])]
        evidence = _json({"version": 1, "basis": basis, "files": files})
        builder.write("", EVIDENCE, (evidence,))
        builder.write("", RECORD, (_json(_sealed(release, bytes_digest(evidence))),))
        builder.write("", MANIFEST, map(str.encode, manifest_text(manifest)))
        looks = builder.finish()
        try:
            self._mark(release.id).touch()
            builder.folder.rename(self.folder / release.id)
            flush(self.folder)
        except BaseException:
            self.discard(release.id)
            raise
        return looks

    def unsettled(self) -> tuple[str, ...]:
        """The ids of releases that are whole and were never noted as live, newest first."""
        marks = self.folder.glob(f"{_BUILDING}*{_MARK}")
        found = (each.name.removeprefix(_BUILDING).removesuffix(_MARK) for each in marks)
        return tuple(sorted((each for each in found if self.holds(each)), reverse=True))

    def begun(
        self, builder: Builder, manifest: Manifest, actor: str, basis: str, live: str | None
    ) -> str:
        """The id of a release that was made before, is unsettled, and is all that this one is.

        Empty where there is none, and where it was made before ``live``: ids sort in the order of
        publishing, and going back goes by that.
        """
        index = EvidenceIndex(basis, tuple(sorted(builder.records["evidence"])))
        for each in self.unsettled():
            if each < (live or ""):
                break
            with suppress(WorkflowError):
                same = self.record(each)[1] == actor and self.evidence(each) == index
                if same and self.manifest(each).digest == manifest.digest and not self.verify(each):
                    return each
        return ""

    @contextmanager
    def receiving(self) -> Iterator[ReleaseStore]:
        """Give the store in which releases wait that are brought from elsewhere.

        One command at a time; the folder goes with its last release.
        """
        aside = self.folder / _RECEIVING
        try:
            aside.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / f"{_RECEIVING}.lock"):
                yield ReleaseStore(aside)
        except OSError as error:
            raise file_error(self.folder, "write", error) from error
        finally:
            with suppress(OSError):
                aside.rmdir()

    def settle(self, release: str) -> None:
        """Note that the release went live."""
        with suppress(OSError):  # clean() does it at the next run
            self._mark(release).unlink(missing_ok=True)

    def discard(self, release: str) -> None:
        """Remove a release that never went live, whole or half built."""
        shutil.rmtree(self.folder / release, ignore_errors=True)
        self.settle(release)

    def remove(self, release: str) -> None:
        """Delete a release; who is killed meanwhile leaves it whole, or :meth:`clean` the rest.

        Raises :class:`FileError` where the system refuses; what is left of it then is no release.
        """
        folder, aside = self.folder / release, self.folder / f"{_BUILDING}{release}{_GONE}"
        try:
            if folder.is_dir():
                folder.rename(aside)
                flush(self.folder)
                shutil.rmtree(aside)
        except OSError as error:
            raise file_error(folder, "delete", error) from error

    def room(self, releases: Iterable[str]) -> Iterator[int]:
        """The bytes that deleting each of ``releases`` gives, after those before it are deleted.

        A file that other releases have as well gives nothing.
        """
        left: dict[tuple[int, int], int] = {}
        for release in releases:
            given = 0
            for folder, _, names in os.walk(self.folder / release):
                for name in names:
                    with suppress(OSError):
                        found = os.lstat(os.path.join(folder, name))  # noqa: PTH118 - many files
                        place = (found.st_dev, found.st_ino)
                        left[place] = left.get(place, found.st_nlink) - 1
                        given += 0 if left[place] else found.st_size
            yield given

    def clean(self, live: str | None, *, unsettled: bool = True) -> None:
        """Remove what killed runs left: half built, or built and never made live.

        Without ``unsettled`` what is built stays, to be gone on with.
        """
        for path in self.folder.glob(f"{_BUILDING}*"):
            release = path.name.removeprefix(_BUILDING).removesuffix(_MARK)
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif release == live:
                self.settle(release)
            elif _ID.fullmatch(release) and (unsettled or not self.holds(release)):
                self.discard(release)

    def verify(self, release: str) -> tuple[str, ...]:
        """What is wrong with a release; empty where every byte is as published.

        Whatever was added is wrong as well: files, folders, links.
        """
        try:
            manifest = self.manifest(release)
            found = problems(self.folder / release, manifest, self._listed(release))
        except WorkflowError as error:
            return (f"{Path(error.file or '').name}: {error.message}",)
        if not release.endswith(manifest.digest[:8]):
            return ("manifest.json: belongs to another release", *found)
        return found

    def _mark(self, release: str) -> Path:
        return self.folder / f"{_BUILDING}{release}{_MARK}"


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _sealed(release: Release, evidence: str) -> dict[str, object]:
    """The value of ``release.json``, with the digest that shows where it was edited."""
    record: dict[str, object] = {
        "version": _RECORD_VERSION,
        "id": release.id,
        "time": release.time,
        "actor": release.actor,
        "evidence": evidence,
    }
    return {**record, "digest": _seal(record, release.id)}


def _seal(record: Mapping[str, object], release: str) -> str:
    said = [str(record[name]) for name in ("time", "actor", "evidence") if name in record]
    return digest("workflow release record", release, *said)
