"""The site as a local folder: a symbolic link to the release that is live."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow.errors import FileError, TargetError
from workflow.files.atomic import (
    file_error,
    flush,
)
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord
from workflow.targets.interface import Advance, overtaken


@dataclass(frozen=True, slots=True)
class FolderTarget:
    """``public`` → ``releases/<id>/site``, swapped by one rename.

    The link is relative, so that the project can be moved as a whole. Releases are not brought
    anywhere: readers get them from where they are made.
    """

    public: Path
    releases: Path
    remote = False

    @property
    def address(self) -> str:
        """Path of the link."""
        return str(self.public)

    def live(self) -> str | None:
        """The id the link points to; an empty folder in the link's place counts as nothing."""
        if self.public.is_symlink():
            site = Path(os.path.normpath(self.public.parent.resolve() / self.public.readlink()))
            if site.name == "site" and site.parent.parent == self.releases.resolve():
                return site.parent.name
        elif not self.public.exists() or self._is_empty_folder():
            return None
        raise FileError(
            phrase("stands where the published site goes, and no release put it there"),
            hint=phrase("Move it away, or name another folder as “public” in setup.cfg."),
            file=str(self.public),
        )

    def ids(self) -> tuple[str, ...]:
        """None but those that are in the project's own folder of releases."""
        return ()

    def heads(self, releases: Sequence[str]) -> Mapping[str, Mapping[str, bytes]]:
        """As there are no ids."""
        return {}

    def upload(self, release: Path, files: Sequence[FileRecord], advance: Advance) -> None:
        """Nothing: the release is where it goes."""

    def fetch(
        self, release: str, files: Sequence[FileRecord], into: Path, advance: Advance
    ) -> None:
        """Nothing: what is not in the project's folder of releases is nowhere."""

    def remove(self, release: str) -> None:
        """Nothing: the project's folder of releases is not the target's."""

    def show(self, release: str, before: str | None) -> None:
        """Swap the link; see :class:`workflow.targets.Target`."""
        if (live := self.live()) != before:
            raise overtaken(live, self.address)
        # Resolved, because the system reads a relative link from where its folder really is.
        site = self.releases.resolve() / release / "site"
        try:
            self.public.parent.mkdir(parents=True, exist_ok=True)
            self._link.unlink(missing_ok=True)
            self._link.symlink_to(os.path.relpath(site, self.public.parent.resolve()))
            if self._is_empty_folder():
                self.public.rmdir()
            self._link.replace(self.public)
        except OSError as error:
            self.clean()
            raise TargetError(
                phrase("cannot make the release live: {reason}", reason=error.strerror or error),
                hint=phrase("The site is as it was. Repair the folder, then publish again."),
                file=str(self.public),
            ) from error
        # The swap has happened; a folder that cannot be flush does not undo it.
        with contextlib.suppress(OSError):
            flush(self.public.parent)

    def clean(self) -> None:
        """Remove the link of a swap that was never made."""
        with contextlib.suppress(OSError):
            self._link.unlink(missing_ok=True)

    @property
    def _link(self) -> Path:
        return self.public.with_name(f".{self.public.name}.next")

    def _is_empty_folder(self) -> bool:
        if self.public.is_symlink() or not self.public.is_dir():
            return False
        try:
            return next(self.public.iterdir(), None) is None
        except OSError as error:
            raise file_error(self.public, "read", error) from error
