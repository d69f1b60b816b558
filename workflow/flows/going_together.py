"""Which articles go out together, and what the ready ones among them wait for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from workflow.files.atomic import held
from workflow.model.blocker import Blocker
from workflow.project.kinds import STATUS, StatusFact
from workflow.project.withdrawals import tombstones
from workflow.project.workspace import Workspace
from workflow.review.groups import ANY, Member, group_in, same_group, waiting
from workflow.review.row import Row

Facts = Mapping[str, StatusFact]
"""By slug."""


def waiting_rows(
    workspace: Workspace, known: Facts, rows: Sequence[Row], now: datetime
) -> list[Row]:
    """``rows``, where those that are ready, but wait for others, say so.

    ``known``: the facts of their articles. ``now`` (with zone) tells which embargo is over.
    """
    waits = dict(_alone(known, now)) if workspace.settings.release.policy == "all" else {}
    if groups := {same_group(fact.group) for fact in known.values() if fact.group}:
        waits |= _grouped(workspace, groups, now)
    return [
        replace(row, blockers=(*row.blockers, wait), releasable=False)
        if row.releasable and (wait := waits.get(row.article))
        else row
        for row in rows
    ]


def _alone(known: Facts, now: datetime) -> Iterator[tuple[str, Blocker]]:
    """Slug → what the languages of an article wait for."""
    for slug, fact in known.items():
        if wait := waiting(_members(slug, fact, now)):
            yield slug, wait


def _grouped(workspace: Workspace, groups: set[str], now: datetime) -> Mapping[str, Blocker]:
    """Slug → what the articles of some groups wait for."""
    facts = {fact.slug: fact.value for fact in workspace.facts.of(STATUS, workspace.slugs(), None)}
    stones = tombstones(workspace, in_spite=True)
    unread = [slug for slug, fact in facts.items() if fact.unread]
    lost = unread_groups(workspace, unread, groups)
    found: dict[str, Blocker] = {}
    for group in groups:
        own = {
            slug: fact
            for slug, fact in facts.items()
            if same_group(fact.group) == group and not stones.named((slug,))
        }
        if not own:
            continue
        members = [Member(slug, "", ready=False) for slug in lost.get(group, ())]
        for slug, fact in own.items():
            members += _members(slug, fact, now)
        if wait := waiting(members, next(iter(own.values())).group):
            found |= dict.fromkeys(own, wait)
    return found


def _members(slug: str, fact: StatusFact, now: datetime) -> Iterator[Member]:
    """An article in its own and every target locale."""
    free = not any(each.stands(now) for each in fact.holds)
    yield Member(slug, fact.language, free and not fact.source)
    for row in fact.rows:
        yield Member(slug, row.locale, free and row.releasable)


def unread_groups(
    workspace: Workspace, slugs: Iterable[str], groups: Iterable[str]
) -> Mapping[str, tuple[str, ...]]:
    """Group → articles, of ``slugs`` that cannot be read, which may be of it, in order.

    ``groups``: those there are, see :func:`.groups.same_group`. One of which not even the bytes
    can be had may be of any: half a group that went out cannot be called back.
    """
    found: dict[str, tuple[str, ...]] = {}
    for slug in slugs:
        files = [bytes_of(workspace.root / path) for path in workspace.sources[slug]]
        named = {ANY if data is None else group_in(_text(data)) for data in files}
        for group in groups:
            if ANY in named or group in map(same_group, named):
                found[group] = (*found.get(group, ()), slug)
    return found


def bytes_of(file: Path) -> bytes | None:
    """The bytes of a file; None where they cannot be had."""
    try:
        return held(file)
    except OSError:
        return None


def _text(data: bytes) -> str:
    """Text of bytes that may be anything."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    return data.decode("utf-16" if wide else "utf-8", errors="replace")
