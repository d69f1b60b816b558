"""The checks, run on what is on disk."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workflow.errors import ConfigError, WorkflowError
from workflow.model import Finding, Locale, Severity
from workflow.model.checked import Checked, Unchecked
from workflow.model.phrase import phrase
from workflow.project.config_values import near
from workflow.project.kinds import CHECKS
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.checks import Rule
    from workflow.project.spread import Workers


def check(
    workspace: Workspace,
    names: Sequence[str] = (),
    locales: Sequence[Locale] = (),
    workers: Workers | None = None,
) -> Checked:
    """Look at the articles ``names`` (slugs or paths; none: all) with all checks.

    ``locales`` limits the translations looked at; what is found in a source concerns every
    locale and is always told. What cannot be read is in no other's way. ``workers`` makes the
    executor that a large run is spread over. Raises :class:`ArticleError` for a name that is no
    article's, :class:`LocaleError` for a locale that is no target, :class:`GlossaryError`, and
    :class:`NotReadyError` where spelling is asked for and cannot be checked.
    """
    settings = workspace.settings
    if "spelling" in settings.checks_on:
        from workflow.checks import spelling  # noqa: PLC0415 - few projects ask for it

        spelling.require(settings.target_locales)
    found: list[Finding] = []
    unchecked: list[Unchecked] = []
    unread: list[WorkflowError] = []
    sources = translations = 0
    for fact in workspace.facts.of(CHECKS, workspace.named(names), workers):
        if fact.value.unread:
            unread += map(workspace.placed, fact.value.unread)
            continue
        sources += 1
        found += fact.value.source
        targets = workspace.targets_of(Locale(fact.value.language), locales)
        wanted = {locale.name for locale in targets}
        for each in fact.value.translations:
            if each.locale not in wanted:
                continue
            if each.failure is not None:
                raise each.failure
            found += each.findings
            skipped = each.unchecked
            if skipped is not None:
                unchecked.append(skipped)
            translations += skipped is None or (skipped.extracted and skipped.error is None)
    workspace.facts.save()
    return Checked(tuple(found), tuple(unchecked), sources, translations, tuple(unread))


def asked(checked: Checked, names: Collection[str], least: Severity | None) -> Checked:
    """Of what was found what the rules ``names`` said (none: all), if it is as severe as ``least``.

    Raises :class:`ConfigError` with the nearest name, if any, for one that is no rule's.
    """
    if names:
        named(names)
    order = list(Severity)
    wanted = order[: order.index(least) + 1] if least else order
    return replace(
        checked,
        findings=tuple(
            each
            for each in checked.findings
            if each.severity in wanted and (not names or each.check in names)
        ),
    )


def named(names: Collection[str]) -> Sequence[Rule]:
    """The rules of these names (none: all), in the order of reports; raises as :func:`asked`."""
    from workflow.checks import rules  # noqa: PLC0415 - where nothing changed, no rule is needed

    known = tuple(rule.name for rule in rules())
    for name in names:
        if name not in known:
            raise ConfigError(
                phrase("no check is named “{name}”", name=name),
                hint=near(name, known, phrase("`workflow check --rules` lists the checks.")),
            )
    return [rule for rule in rules() if not names or rule.name in names]
