"""What every place a site can go to does."""

from __future__ import annotations

from typing import Protocol


class Target(Protocol):
    """A place where readers find one whole release at a time."""

    def live(self) -> str | None:
        """The id of the release that readers get; None where nothing was published yet.

        Raises :class:`workflow.errors.FileError` where something stands there that no
        release put there.
        """
        ...

    def show(self, release: str) -> None:
        """Make readers get the release with this id, in one step.

        Raises :class:`workflow.errors.TargetError`; readers then get what they got before.
        """
        ...

    def clean(self) -> None:
        """Remove what a run that was killed in :meth:`show` left behind."""
        ...
