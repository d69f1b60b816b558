"""The queue: all there is to review, narrowed and sorted by what an address asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from workflow.errors import ErrorGroup, WorkflowError
from workflow.flows.queue import Entry, Place, Queue
from workflow.model import Locale
from workflow.model.phrase import Phrase, phrase
from workflow.reports.i18n import Words
from workflow.web.filling import render

SIZE = 100
"""Entries on a page."""
_ORDERS: Mapping[str, tuple[Phrase, Callable[[Entry], tuple[object, ...]]]] = {
    "": (phrase("closest to done"), lambda _: ()),
    "title": (phrase("title"), lambda each: (each.title.casefold(),)),
    "due": (phrase("due first"), lambda each: (_due(each) or "9999",)),
    "age": (phrase("waiting longest"), lambda each: (_spoken(each),)),
    "words": (phrase("most words to do"), lambda each: (-_to_do(each),)),
}
"""How it is sorted: a word in the address → (what it is called, the key)."""


def _due(entry: Entry) -> str:
    return entry.row.due if entry.row else ""


def _spoken(entry: Entry) -> str:
    return entry.standing.time if entry.standing and entry.standing.time else "9999"


def _to_do(entry: Entry) -> int:
    return entry.row.words_to_do if entry.row else 0


@dataclass(frozen=True, slots=True)
class QueueView:
    """Which part of the queue an address asks for."""

    locale: str = ""
    place: str = ""
    """Name of a :class:`Place`, in small letters."""
    mine: str = ""
    """``1``: only what is assigned to who asks."""
    text: str = ""
    """In title or slug."""
    sort: str = ""
    start: int = 0

    @classmethod
    def of(cls, query: Mapping[str, str]) -> QueueView:
        """What the query of an address says; what is none of ours counts for nothing."""
        start, sort = query.get("from", ""), query.get("sort", "")
        return cls(
            locale=query.get("locale", "")[:40],
            place=query.get("place", "")
            if query.get("place", "").upper() in Place.__members__
            else "",
            mine="1" if query.get("mine") else "",
            text=query.get("q", "")[:200].strip(),
            sort=sort if sort in _ORDERS else "",
            start=int(start) if start.isascii() and start.isdigit() and len(start) < 8 else 0,
        )

    def query(self, **changed: str | int) -> str:
        """The query of an address that asks for it, with ``changed`` fields; ``?`` before it."""
        fields: dict[str, str | int] = {
            "locale": self.locale, "place": self.place, "mine": self.mine, "q": self.text,
            "sort": self.sort, **changed,
        }  # fmt: skip
        said = urlencode({name: value for name, value in fields.items() if value})
        return f"?{said}" if said else "/"

    def of_queue(self, queue: Queue, actor: str) -> Sequence[Entry]:
        """The entries that are asked for, sorted."""
        chosen, wanted, me = Locale.among(self.locale, queue.locales), self.text.casefold(), ""
        me = actor.casefold() if self.mine else ""
        found = [
            each
            for each in queue.entries
            if (chosen is None or each.locale in (chosen, None))
            and (not self.place or each.place.name.lower() == self.place)
            and (not me or (each.row is not None and each.row.assignee.casefold() == me))
            and (not wanted or wanted in each.title.casefold() or wanted in each.slug.casefold())
        ]
        if self.sort:
            found.sort(key=_ORDERS[self.sort][1])
        return found


def index(queue: Queue, query: Mapping[str, str], actor: str, root: Path, words: Words) -> str:
    """The list of all there is to review, or the part of it that ``query`` asks for.

    ``root`` is the project's folder, to which places of errors are relative.
    """
    view = QueueView.of(query)
    entries = view.of_queue(queue, actor)
    start = min(view.start, max(0, len(entries) - 1))
    shown = entries[start : start + SIZE]
    counts = dict.fromkeys(Place, 0)
    for each in entries:
        counts[each.place] += 1
    mine = actor.casefold()
    return render(
        words,
        "index.html.j2",
        places=[(place, counts[place], list(_at(shown, place))) for place in Place],
        locales=[(each, sum(e.locale == each for e in queue.entries)) for each in queue.locales],
        total=len(queue.entries),
        found=len(entries),
        chosen=Locale.among(view.locale, queue.locales),
        mine=sum(e.row is not None and e.row.assignee.casefold() == mine for e in queue.entries),
        orders=[(name, label) for name, (label, _) in _ORDERS.items()],
        view=view,
        earlier=view.query(**{"from": max(0, start - SIZE)}) if start else None,
        later=view.query(**{"from": start + SIZE}) if start + SIZE < len(entries) else None,
        root=root,
        waiting=queue.waiting,
        articles=queue.articles,
    )


def _at(entries: Sequence[Entry], place: Place) -> Iterator[Entry]:
    return (each for each in entries if each.place is place)


def trouble(error: WorkflowError, root: Path, title: str, words: Words) -> str:
    """The page that says what is wrong, where, and what to do."""
    errors = error.errors if isinstance(error, ErrorGroup) else (error,)
    return render(words, "trouble.html.j2", errors=errors, root=root, title=title)
