"""The messages of many translations that are asked for, as they are on disk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from workflow.errors import WorkflowError, gathered
from workflow.model import Finding, Key, Locale
from workflow.project.kinds import CHECKS, STATUS
from workflow.project.workspace import Workspace
from workflow.review.listing import Listed, Wanted
from workflow.review.row import Row

if TYPE_CHECKING:
    from workflow.project.spread import Workers


def review_list(
    workspace: Workspace,
    names: Sequence[str],
    wanted: Wanted,
    errors: list[WorkflowError],
    *,
    workers: Workers | None = None,
    looked_at: Callable[[int], None] = lambda _: None,
) -> Iterator[Listed]:
    """Yield the messages of the articles ``names`` (slugs or paths; none: all) that are ``wanted``.

    In the order of the articles, of the locales, and of each article's text. A translation that
    what is known of it says to have none is not opened. What cannot be read is added to
    ``errors``. ``workers`` makes the executor that much work is spread over; ``looked_at`` is
    called with 1 after each article. Raises :class:`ArticleError` for a name that is no
    article's, and :class:`LocaleError` for a locale that is no target.
    """
    rows: dict[str, list[Row]] = {}
    for fact in workspace.facts.of(STATUS, workspace.named(names), workers, looked_at):
        errors += map(workspace.placed, fact.value.unread)
        language = Locale(fact.value.language) if fact.value.language else None
        targets = workspace.targets_of(language, wanted.locales) if language else ()
        spoken = {locale.name for locale in targets}
        for row, troubles in zip(fact.value.rows, fact.value.errors, strict=True):
            errors += troubles if row.locale in spoken else ()
            if row.locale in spoken and not troubles and wanted.may_have(row):
                rows.setdefault(fact.slug, []).append(row)
    workspace.facts.save()
    for checked in workspace.facts.of(CHECKS, tuple(rows)):
        told = {each.locale: each.findings for each in checked.value.translations}
        for row in rows[checked.slug]:
            with gathered(errors):
                yield from _of_row(workspace, row, told.get(row.locale, ()), wanted)
    workspace.facts.save()


def _of_row(
    workspace: Workspace, row: Row, findings: Sequence[Finding], wanted: Wanted
) -> Iterator[Listed]:
    """The messages of one translation that are wanted."""
    (article,) = workspace.select((row.article,))
    found = workspace.translation(article, Locale(row.locale))
    against: dict[Key, list[str]] = defaultdict(list)
    for each in findings:
        if each.msgid and not each.waived_by:
            against[each.msgctxt, each.msgid].append(each.check)
    pairs = zip(found.messages, found.states, strict=True)
    for number, (message, state) in enumerate(pairs, start=1):
        listed = Listed(
            row.article,
            found.locale,
            number,
            message,
            state,
            found.discussions.of(message),
            row.assignee,
            row.due,
            tuple(against[message.key]) if message.key in against else (),
        )
        if wanted.takes(listed):
            yield listed
