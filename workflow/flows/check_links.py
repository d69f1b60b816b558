"""The links of articles to other hosts, asked for where somebody wants that.

Good answers hold for a day (``.workflow/links.json``, derived); what is not good is asked again
each time, for that is what people mend.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from workflow.errors import WorkflowError
from workflow.files.atomic import held, write_text
from workflow.flows.ask_links import Manners, ask
from workflow.model import Finding
from workflow.model.link_answer import LinkAnswer
from workflow.model.phrase import phrase
from workflow.project.checking import answer_findings, external_links
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace

_HOLDS: Final = timedelta(days=1)


class _Advance(Protocol):
    def __call__(self, steps: int, say: Callable[[], str] | None = None, /) -> None: ...


Progress = Callable[[str, int], AbstractContextManager[_Advance]]


@dataclass(frozen=True, slots=True)
class LinksChecked:
    """What was asked, and what is to be said of it."""

    findings: tuple[Finding, ...]
    asked: int
    """Addresses that were asked for now."""
    known: int
    """Addresses whose good answers of the last day hold."""
    refused: int = 0
    """Addresses that are not to be asked, for they lead to a network of its own, say."""


def check_links(
    workspace: Workspace,
    names: Sequence[str],
    progress: Progress,
    now: datetime,
    manners: Manners | None = None,
) -> LinksChecked:
    """Ask for the links of the articles ``names`` (none: all) on other hosts.

    ``now`` (with its zone) is what the age of kept answers is told by. Articles that cannot be
    read are passed over: who checks them is told. Raises as :meth:`Workspace.named` does. What
    was answered is kept even where somebody stops it.
    """
    unread: list[WorkflowError] = []
    sources = [
        workspace.translation(each, each.locale) for each in workspace.readable(names, unread)
    ]
    links = {each: external_links(each) for each in sources}
    urls = dict.fromkeys(url for found in links.values() for url in found)
    path = workspace.links_path
    kept = _read(path, now)
    answers = {url: answer for url, (answer, _) in kept.items() if url in urls}
    open_ = [url for url in urls if url not in answers]
    known = len(answers)

    def told(url: str, answer: LinkAnswer) -> None:
        answers[url] = answer
        if answer.good:
            kept[url] = (answer, now)
        advance(1)

    if open_:
        with progress(phrase("Asking"), len(open_)) as advance:
            try:
                ask(open_, told, manners)
            finally:
                _write(path, kept)
    found = tuple(_findings(links, answers))
    refused = sum(answers[url].refused for url in open_)
    return LinksChecked(found, len(open_) - refused, known, refused)


def _findings(
    links: Mapping[Translation, Sequence[str]], answers: Mapping[str, LinkAnswer]
) -> Iterator[Finding]:
    for source, urls in links.items():
        if urls:
            yield from answer_findings(source, answers)


_Kept = dict[str, tuple[LinkAnswer, datetime]]


def _read(path: Path, now: datetime) -> _Kept:
    """Good answers that still hold; none where the file is missing or not ours."""
    try:
        rows = json.loads(held(path) or b"{}")
        found = {
            url: (LinkAnswer(int(status), str(moved)), datetime.fromisoformat(time))
            for url, (status, moved, time) in rows.items()
        }
        return {
            url: (answer, time)
            for url, (answer, time) in found.items()
            if answer.good and timedelta() <= now - time < _HOLDS
        }
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _write(path: Path, kept: _Kept) -> None:
    rows = {
        url: [answer.status, answer.moved, time.isoformat()]
        for url, (answer, time) in sorted(kept.items())
    }
    write_text(path, json.dumps(rows, ensure_ascii=False, indent=0) + "\n")
