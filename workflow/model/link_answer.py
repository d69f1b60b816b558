"""What asking for the address of a link brought."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What the host of an address answered, or why it did not."""

    status: int = 0
    """HTTP's, after redirections; 0 where no answer came."""
    moved: str = ""
    """Where the address has moved for good."""
    trouble: str = ""
    """Why no answer came; empty where one did."""
    dead: bool = False
    """Whether that trouble is every reader's, for certain."""
    refused: bool = False
    """Whether it was not asked, or not to its end: it leads to where nobody is to knock."""

    @property
    def good(self) -> bool:
        """Whether readers come to a page."""
        return 200 <= self.status < 300
