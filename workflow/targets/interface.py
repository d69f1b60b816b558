"""What every place a site can go to does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from workflow.errors import TargetError
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord

Advance = Callable[[int], None]
"""Called with the number of files that are done."""

HEADS: Final = ("manifest.json", "release.json", "evidence.json")
"""The files of a release that say what the others are."""


class Target(Protocol):
    """A place where readers find one whole release at a time.

    What cannot be done raises :class:`workflow.errors.TargetError`; readers then get what they
    got before.
    """

    @property
    def address(self) -> str:
        """Where it is, as people read it; never with a secret."""
        ...

    @property
    def remote(self) -> bool:
        """Whether releases are brought there, and other machines publish there as well."""
        ...

    def live(self) -> str | None:
        """The id of the release that readers get; None where nothing was published yet.

        Raises :class:`workflow.errors.FileError` where something stands there that no
        release put there.
        """
        ...

    def ids(self) -> tuple[str, ...]:
        """The ids of the releases that were live and are still kept there, in any order."""
        ...

    def heads(self, releases: Sequence[str]) -> Mapping[str, Mapping[str, bytes]]:
        """The files :data:`HEADS` of releases that are kept there, by id and name.

        What is not there is left out.
        """
        ...

    def upload(self, release: Path, files: Sequence[FileRecord], advance: Advance) -> None:
        """Bring a whole release there, where no reader sees it yet, and look that it arrived.

        ``release``: its folder, which has its id for a name; ``files``: all that is in it, by
        paths from there. What an earlier attempt brought is not sent again.
        """
        ...

    def show(self, release: str, before: str | None) -> None:
        """Make readers get an uploaded release, in one step, if they get ``before`` now.

        Raises :class:`OvertakenError` where they get another one.
        """
        ...

    def fetch(
        self, release: str, files: Sequence[FileRecord], into: Path, advance: Advance
    ) -> None:
        """Bring what ``into`` lacks of ``files`` from there; whoever calls compares the bytes."""
        ...

    def remove(self, release: str) -> None:
        """Delete a release that is not live; nothing where there is none, whole or in part."""
        ...

    def clean(self) -> None:
        """Remove what a run that was killed in :meth:`show` left behind."""
        ...


class OvertakenError(TargetError):
    """Somebody else published meanwhile."""


def overtaken(live: str | None, address: str) -> OvertakenError:
    """What to say where readers get ``live``, and not what the release was made to follow."""
    what = (
        phrase("somebody else published {release} meanwhile", release=live)
        if live
        else phrase("somebody else took the live release away meanwhile")
    )
    return OvertakenError(
        what,
        hint=phrase(
            "Nothing of yours went out. Look at `workflow release plan`, then publish again."
        ),
        file=address,
    )
