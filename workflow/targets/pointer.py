"""``live.json``: which release readers get, where there are no links that could say it.

::

    {"version": 1, "release": "20261124T060000Z-1a2b3c4d",
     "shown": ["20261124T060000Z-1a2b3c4d", "20261123T…"], "going": []}
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from workflow.model import lazy_re as re

NAME: Final = "live.json"
_VERSION: Final = 1
_ID: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z-]*")


@dataclass(frozen=True, slots=True)
class Pointer:
    """The live release, and those before it."""

    release: str | None = None
    """Id of the live one; None where nothing was published."""
    shown: tuple[str, ...] = ()
    """Ids of all that were live and are kept, the live one among them."""
    going: tuple[str, ...] = ()
    """Ids of those that are being deleted: what a run that was killed left of them goes later."""

    @classmethod
    def of(cls, data: bytes) -> Pointer:
        """Read what :attr:`data` gives; raises :class:`ValueError` where it is something else."""
        try:
            value = json.loads(data)
            if value["version"] != _VERSION:
                raise ValueError(f"version {value['version']} is not known here")
            found = cls(value["release"], tuple(value["shown"]), tuple(value["going"]))
            # An id becomes a part of paths.
            if not all(map(_ID.fullmatch, (found.release or "0", *found.shown, *found.going))):
                raise ValueError("it names no release")
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("it is not what a release wrote") from error
        return found

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        value = {
            "version": _VERSION,
            "release": self.release,
            "shown": self.shown,
            "going": self.going,
        }
        return (json.dumps(value, indent=1) + "\n").encode()

    def to(self, release: str) -> Pointer:
        """The pointer that makes ``release`` live."""
        shown = (release, *(each for each in self.shown if each != release))
        return Pointer(release, shown, tuple(each for each in self.going if each != release))

    def without(self, release: str) -> Pointer:
        """The pointer while ``release`` is being deleted."""
        shown = tuple(each for each in self.shown if each != release)
        return replace(self, shown=shown, going=(*self.going, release))

    def after(self, deleted: Collection[str]) -> Pointer:
        """The pointer once these are deleted."""
        return replace(self, going=tuple(each for each in self.going if each not in deleted))
