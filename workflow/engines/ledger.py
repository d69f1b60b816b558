"""What was sent to engines, as it stands in the file of answers: one row, which proves itself.

One row for all, since a row that damage has taken away is missed by nobody: a budget that was
spent would be free again.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, field

from workflow.engines.answer_file import DamagedError
from workflow.engines.answers import Usage
from workflow.model.digest import digest

Place = tuple[str, str]
"""Engine and month."""


@dataclass(slots=True)
class Ledger:
    """What was sent; to be read, changed and written within one transaction."""

    sent: dict[Place, Usage] = field(default_factory=dict)
    lost: dict[str, str | None] = field(default_factory=dict)
    """Files set aside that may have known more of what was sent → in which month; None: in that
    which comes first."""

    @classmethod
    def read(cls, file: sqlite3.Connection) -> Ledger:
        """The ledger of a file; raises :class:`DamagedError` for one that is not sound."""
        rows = file.execute("SELECT content, seal FROM ledger").fetchall()
        if len(rows) != 1 or not isinstance(rows[0][0], str) or rows[0][1] != digest(rows[0][0]):
            raise DamagedError("the ledger")
        content = json.loads(rows[0][0])
        found = [Usage(*row) for row in content["sent"]]
        return cls({(each.engine, each.month): each for each in found}, content["lost"])

    def write(self, file: sqlite3.Connection) -> None:
        """Put it into the file."""
        sent = [
            (each.engine, each.month, each.requests, each.characters, each.cost)
            for each in self.usage()
        ]
        content = json.dumps({"sent": sent, "lost": self.lost})
        row = (content, digest(content))
        file.execute("INSERT OR REPLACE INTO ledger VALUES (1, ?, ?)", row)

    def usage(self) -> list[Usage]:
        """What was sent, by engine and month, in this order."""
        return [self.sent[place] for place in sorted(self.sent)]

    def add(self, sent: Usage, limit: int | None = None) -> bool:
        """Add what is sent to the month's; False, and nothing added, where it passes the limit."""
        place = (sent.engine, sent.month)
        before = self.sent.get(place, Usage(*place))
        characters = before.characters + sent.characters
        if limit is not None and characters > limit:
            return False
        costs = [each.cost for each in (before, sent) if each.cost is not None]
        cost = max(0.0, float(sum(costs))) if costs else None
        requests = max(0, before.requests + sent.requests)
        self.sent[place] = Usage(*place, requests, max(0, characters), cost)
        return True

    def missing(self, month: str) -> list[str]:
        """Files set aside that may have known more of what was sent in the month."""
        self.lost = {name: since or month for name, since in self.lost.items()}
        return [name for name, since in self.lost.items() if since == month]

    def merge(self, later: Ledger) -> None:
        """Take in what a later one knows."""
        for place, usage in later.sent.items():
            known = self.sent.get(place, usage)
            self.sent[place] = max(known, usage, key=lambda each: each.characters)
        self.lost |= later.lost
