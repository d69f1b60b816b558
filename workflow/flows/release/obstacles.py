"""What is in the way of articles: addresses that two of them claim, files that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from workflow.errors import WorkflowError
from workflow.flows.extract_moved import moved
from workflow.flows.going_together import bytes_of
from workflow.model.phrase import phrase
from workflow.model.release import Manifest
from workflow.project.sources import caseless
from workflow.project.workspace import Workspace


def hidden(
    workspace: Workspace,
    names: Mapping[str, tuple[str, ...]],
    errors: Sequence[WorkflowError],
) -> Mapping[tuple[str, str], str]:
    """(Slug, locale) of the articles that cannot be read → why, in every locale there may be."""
    settings = workspace.settings
    read = {slug for slug, each in names.items() if each}
    reasons: dict[str, str] = {}
    files = {str(workspace.source_path(slug)): slug for slug in workspace.slugs()}
    for error in errors:
        slug = files.get(error.file or "")
        if slug is not None and slug not in read:
            reasons.setdefault(slug, workspace.said(error))
    locales = dict.fromkeys((settings.source_locale, *settings.target_locales))
    return {
        (slug, locale.name): reasons.get(slug, "the article cannot be read")
        for slug in workspace.slugs()
        if slug not in read
        for locale in locales
    }


def maybe_renamed(
    workspace: Workspace, hidden: Mapping[tuple[str, str], str], live: Manifest
) -> Mapping[str, str]:
    """Live slugs without an article that may be a renamed one's, and why.

    That is one that is not extracted yet and has the same texts, or one that cannot be read: if
    it is not live itself, or its text has the slug in it, as ``aliases`` would.
    """
    published = {page.article for page in live.pages}
    gone = sorted(published.difference(workspace.slugs()))
    if not gone:
        return {}
    orphans = workspace.orphans()
    fresh = [slug for slug in workspace.slugs() if not workspace.has_catalogue(slug)]
    found = {
        old: phrase(
            "renamed to {article}, which is not extracted yet: run workflow extract {article}",
            article=new,
        )
        for new, old in moved(
            workspace, fresh, {old: orphans[old] for old in gone if old in orphans}
        ).items()
    }
    for slug in dict.fromkeys(slug for slug, _ in hidden):
        file = workspace.source_path(slug)
        text = bytes_of(file) if slug in published else None
        for each in gone:
            if text is None or each.encode() in text:
                reason = phrase(
                    "{file} cannot be read and may be this article, renamed",
                    file=workspace.relative(file),
                )
                found.setdefault(each, reason)
    return found


def clashes(
    names: Mapping[str, tuple[str, ...]], files: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Slug → why its address or that of an alias is another article's as well."""
    owners: dict[str, list[str]] = {}
    for slug, own in names.items():
        for name in {caseless(each): None for each in own}:
            owners.setdefault(name, []).append(slug)
    for slug, own in names.items():
        reasons = []
        for name in own:
            others = [each for each in owners[caseless(name)] if each != slug]
            if name == slug:
                reasons += [
                    phrase(
                        "{file}: a disk or server may take its address for that of {other}: "
                        "rename one of them",
                        file=files[slug][0],
                        other=files[each][0],
                    )
                    for each in others
                    if caseless(each) == caseless(name)
                ]
            else:
                reasons += [
                    phrase(
                        "{file}: the alias “{alias}” is the address of {other} as well: take it "
                        "out of one of them",
                        file=files[slug][0],
                        alias=name,
                        other=files[each][0],
                    )
                    for each in others
                ]
        if reasons:
            yield slug, tuple(reasons)
