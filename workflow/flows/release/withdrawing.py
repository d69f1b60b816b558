"""``workflow release withdraw``: take articles back, everywhere and at once, or lift that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from workflow.errors import ReviewError, WorkflowError
from workflow.files.atomic import read_bytes
from workflow.flows.release.composing import compose, passes, put_out
from workflow.flows.release.publisher import Live, Progress, Publisher, nothing, publisher_of
from workflow.flows.release.publishing import require_publisher
from workflow.formats.frontmatter import read_front_matter
from workflow.model import Locale, ReviewEvent
from workflow.model.phrase import listed, phrase
from workflow.model.release import Manifest, Page, PlanAction, PlanRow
from workflow.model.tombstone import Gone, GonePage, Withdrawal, WithdrawalAction
from workflow.project.articles import aliases_of
from workflow.project.reviews import TIME, log_lines
from workflow.project.signing import signature_of
from workflow.project.sources import caseless
from workflow.project.withdrawals import (
    Tombstones,
    append_withdrawals,
    locales_to_lift,
    may_withdraw,
    signed_text,
    tombstones,
)
from workflow.project.workspace import Workspace
from workflow.review.policy import publishers
from workflow.review.reach import reach
from workflow.site.addresses import alias_paths, article_path, page_address

if TYPE_CHECKING:
    from workflow.project.spread import Workers


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a withdrawal came to."""

    rows: tuple[PlanRow, ...]
    """Pages that readers had, and have no more."""
    gone: tuple[Gone, ...]
    """The tombstones of the articles named."""
    before: str | None
    """Id of the release that was live."""
    live: str | None
    """Id of the one that is; the same where nothing of the articles was live."""
    notes: tuple[str, ...]


def withdraw(
    workspace: Workspace,
    names: Sequence[str],
    reason: str,
    actor: str,
    now: datetime,
    *,
    progress: Progress = nothing,
    workers: Workers | None = None,
) -> Withdrawn:
    """Take articles back in all languages: record it, then publish the live release without them.

    ``names``: slugs, files, or slugs of before, of articles of the project or of a release that is
    kept. ``now`` is in UTC. What was withdrawn before is not recorded again, but published if that
    failed then. Raises :class:`ReviewError` where the actor may not, :class:`WorkflowError` for a
    name that nothing has: nothing is recorded then; and what publishing raises: then the
    withdrawal stands, and whatever is published next is without the articles.
    """
    with workspace.lock():
        publisher = publisher_of(workspace)
        publisher.clean()
        live = publisher.see(lambda release: workspace.facts.kept("looks", release) or b"").live
        known = tombstones(workspace, publisher.tombstones(), in_spite=True)
        found = [_Article.of(workspace, publisher, live, name, known) for name in names]
        for each in found:
            _require(workspace, actor, {page.locale for page in each.pages})
        events = [
            each.event(reason, actor, now)
            for each in {each.slug: each for each in found}.values()
            if not known.named(each.names)
        ]
        if events:
            signed = [
                replace(
                    each, signature=signature_of(workspace, actor, signed_text(each), each.time)
                )
                for each in events
            ]
            append_withdrawals(workspace, signed)
        stones = tombstones(workspace, publisher.tombstones(), in_spite=True)
        gone = stones.named([name for each in found for name in each.names])
        if live is None or passes(live.manifest, stones):
            same = live.id if live else None
            return Withdrawn((), gone, same, same, stones.notes)

        def check(after: Manifest) -> None:
            require_publisher(workspace.settings.roles, actor, reach(live.manifest, after))

        prepared = compose(workspace, live, stones)
        after = put_out(
            prepared, publisher, actor, now, live.id,
            check=check, progress=progress, workers=workers,
        )  # fmt: skip
        rows = tuple(row for row in prepared.plan.rows if row.action is PlanAction.REMOVED)
        return Withdrawn(rows, gone, live.id, after, stones.notes)


def lift(
    workspace: Workspace, names: Sequence[str], reason: str, actor: str, now: datetime
) -> tuple[Gone, ...]:
    """End the withdrawals of articles; what they are is returned. Nothing is published.

    Raises :class:`ReviewError` where the actor may not, or a line of the log cannot be read, and
    :class:`WorkflowError` for a name of which nothing was withdrawn: nothing is recorded then.
    """
    with workspace.lock():
        known = tombstones(workspace, publisher_of(workspace).tombstones())
        ended: dict[str, Gone] = {}
        for name in names:
            found = known.named((_slug(workspace, name),))
            if not found:
                raise WorkflowError(
                    phrase("“{name}” is not withdrawn", name=name),
                    hint=phrase(
                        "Withdrawn are: {names}.",
                        names=listed(gone.article for gone in known.standing) or phrase("none"),
                    ),
                )
            ended |= {gone.event: gone for gone in found}
        _require(workspace, actor, locales_to_lift(workspace, ended.values()))
        said = Withdrawal(
            time=now.strftime(TIME),
            actor=actor,
            action=WithdrawalAction.LIFT,
            article=next(iter(ended.values())).article,
            reason=reason,
            lifts=tuple(sorted(ended)),
        )
        signature = signature_of(workspace, actor, signed_text(said), said.time)
        append_withdrawals(workspace, [replace(said, signature=signature)])
        return tuple(ended.values())


@dataclass(frozen=True, slots=True)
class _Article:
    """An article to be withdrawn, as the project and the releases that are kept know it."""

    slug: str
    names: tuple[str, ...]
    digests: tuple[str, ...]
    pages: tuple[GonePage, ...]

    @classmethod
    def of(
        cls,
        workspace: Workspace,
        publisher: Publisher,
        live: Live | None,
        name: str,
        known: Tombstones,
    ) -> _Article:
        """Raises :class:`WorkflowError` where nothing has this name."""
        slug = _slug(workspace, name)
        names, digests = {slug}, set[str]()
        errors: list[WorkflowError] = []
        if slug in workspace.slugs():
            for article in workspace.readable((slug,), errors):
                names.update(article.names)
                digests.add(article.digest)
        names |= _logged(workspace, slug, digests)
        for gone in known.named(names):
            names.update(gone.names)
        published = list(_published(publisher))
        kept = {caseless(page.article) for page in published}
        alike = set(map(caseless, names))
        lost = slug not in workspace.slugs() and not digests
        if lost and not kept & alike and not known.named(names):
            raise _unknown(workspace, published, name)
        # A text of its logs may be out under a name that nothing in the project tells any more.
        alike |= {caseless(each.article) for each in published if each.source_digest in digests}
        own = [page for page in published if caseless(page.article) in alike]
        names.update(page.article for page in own)
        for page in own:
            digests.update(filter(None, (page.source_digest, page.text)))
        pages = {_place(workspace, page) for page in own}
        pages |= set(_aliases(workspace, live, own, names))
        return cls(slug, tuple(sorted(names)), tuple(sorted(digests)), tuple(sorted(pages)))

    def event(self, reason: str, actor: str, now: datetime) -> Withdrawal:
        """What is recorded."""
        return Withdrawal(
            time=now.strftime(TIME),
            actor=actor,
            action=WithdrawalAction.WITHDRAW,
            article=self.slug,
            reason=reason,
            names=self.names,
            digests=self.digests,
            pages=self.pages,
        )


def _slug(workspace: Workspace, name: str) -> str:
    """The slug that is meant by a name or a file; of an article that is gone, the name itself."""
    with suppress(WorkflowError):
        return workspace.named((name,))[0]
    return name


def _logged(workspace: Workspace, slug: str, digests: set[str]) -> set[str]:
    """The names by which review logs know an article; sources that they speak of are added.

    Logs follow an article that is renamed, with the names they have of it.
    """
    settings, names = workspace.settings, set[str]()
    others = set(workspace.slugs()) - {slug}
    for locale in dict.fromkeys((settings.source_locale, *settings.target_locales)):
        path = workspace.reviews_path(slug, locale)
        if path.is_file():
            for line in log_lines(read_bytes(path), str(path)):
                event = line.event
                # A stray line takes no other article of the project down.
                if isinstance(event, ReviewEvent) and event.article not in others:
                    names.add(event.article)
                    digests.add(event.source_digest)
    return names


def _published(publisher: Publisher) -> Iterator[Page]:
    """Every page of every release that is kept and can be read, the newest release first."""
    for release in publisher.store.ids(publisher.target.live()):
        with suppress(WorkflowError):
            yield from publisher.store.manifest(release).pages


def _place(workspace: Workspace, page: Page) -> GonePage:
    address = page_address(workspace.settings.base_url, page.locale, page.article)
    path = article_path(Locale(page.locale), page.article)
    return GonePage(page.locale, path, page.id or address)


def _aliases(
    workspace: Workspace, live: Live | None, own: Iterable[Page], names: Iterable[str]
) -> Iterator[GonePage]:
    """Addresses that only sent readers on to pages of the article."""
    settings = workspace.settings
    locales = (settings.source_locale, *settings.target_locales)
    now = {page.key: page for page in live.manifest.pages} if live else {}
    seen = {article_path(Locale(page.locale), page.article) for page in own}
    for page in own:
        aliases = set(names) - {page.article}
        if live and now.get(page.key) == page:
            with suppress(WorkflowError):  # a document that is damaged
                text = live.stock.text(live.stock.document(page))
                aliases.update(aliases_of(read_front_matter(text, ()).values))
        for path in alias_paths(sorted(aliases), Locale(page.locale), locales):
            if path not in seen:
                yield GonePage(page.locale, path)


def _unknown(workspace: Workspace, published: Iterable[Page], name: str) -> WorkflowError:
    known = sorted({*workspace.slugs(), *(page.article for page in published)})
    near = get_close_matches(name, known, n=1, cutoff=0.4)
    return WorkflowError(
        phrase("no article and no release has the name “{name}”", name=name),
        hint=phrase("Did you mean {near}?", near=near[0]) if near else "",
    )


def _require(workspace: Workspace, actor: str, locales: Iterable[str]) -> None:
    """Raise :class:`ReviewError` unless the actor publishes in all of ``locales``."""
    roles = workspace.settings.roles
    require_publisher(roles, actor)
    wanted = sorted(set(locales))
    if may_withdraw(workspace, actor, wanted):
        return
    able = [each for each in roles if may_withdraw(workspace, each, wanted)]
    raise ReviewError(
        phrase(
            "{actor} does not publish in all languages that this concerns: {locales}",
            actor=actor,
            locales=listed(wanted),
        ),
        hint=phrase(
            "Who may, by [workflow:roles] in setup.cfg: {names}.",
            names=listed(able or publishers(roles)) or phrase("nobody"),
        ),
    )
