"""The checks, run on what is on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from workflow.errors import ConfigError, WorkflowError
from workflow.model import Finding, Locale, Severity
from workflow.model.checked import Checked, Told, Unchecked
from workflow.model.phrase import phrase
from workflow.project.config_values import near
from workflow.project.kinds import CHECKS, CheckFact
from workflow.project.workspace import Workspace

if TYPE_CHECKING:
    from workflow.checks import Rule
    from workflow.project.spread import Workers


class Teller(NamedTuple):
    """Puts what is found in an article into words, which are kept for as long as it is so."""

    language: str
    """Of the words."""
    tell: Callable[[Sequence[Finding]], str]


def check(
    workspace: Workspace,
    names: Sequence[str] = (),
    locales: Sequence[Locale] = (),
    workers: Workers | None = None,
    teller: Teller | None = None,
) -> Checked:
    """Look at the articles ``names`` (slugs or paths; none: all) with all checks.

    ``locales`` limits the translations looked at; what is found in a source concerns every
    locale and is always told. What cannot be read is in no other's way. ``workers`` makes the
    executor that a large run is spread over. With a ``teller`` and no ``locales`` findings come
    back in its words alone. Raises :class:`ArticleError` for a name that is no
    article's, :class:`LocaleError` for a locale that is no target, :class:`GlossaryError`, and
    :class:`NotReadyError` where spelling is asked for and cannot be checked.
    """
    settings = workspace.settings
    if "spelling" in settings.checks_on:
        from workflow.checks import spelling  # noqa: PLC0415 - few projects ask for it

        spelling.require(settings.target_locales)
    slugs, looked = workspace.named(names), _Looked(workspace, locales)
    if teller is None or locales:
        for fact in workspace.facts.of(CHECKS, slugs, workers):
            looked.add(fact.value)
        workspace.facts.save()
        return looked.checked
    part, tell = f"findings in {teller.language}", partial(_told, teller)
    new = False
    for told, value in workspace.facts.told(CHECKS, slugs, part, tell, workers):
        new |= value is not None
        if told is not None:
            looked.hear(told)
        elif value is not None:
            looked.add(value)
            looked.tell(teller)
    workspace.facts.save(*([part] if new and not names else []))
    return looked.checked


@dataclass(slots=True)
class _Looked:
    """What comes of one article after the other."""

    workspace: Workspace
    locales: Sequence[Locale]
    found: list[Finding] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)
    unread: list[WorkflowError] = field(default_factory=list)
    sources: int = 0
    translations: int = 0
    texts: list[str] = field(default_factory=list)
    severities: Counter[Severity] = field(default_factory=Counter)
    """Of what is told in :attr:`texts`."""

    def add(self, fact: CheckFact) -> None:
        """Add what was found in an article."""
        if fact.unread:
            self.unread += map(self.workspace.placed, fact.unread)
            return
        self.sources += 1
        self.found += fact.source
        targets = self.workspace.targets_of(Locale(fact.language), self.locales)
        wanted = {locale.name for locale in targets}
        for each in fact.translations:
            if each.locale not in wanted:
                continue
            if each.failure is not None:
                raise each.failure
            self.found += each.findings
            skipped = each.unchecked
            if skipped is not None:
                self.unchecked.append(skipped)
            self.translations += skipped is None or (skipped.extracted and skipped.error is None)

    def tell(self, teller: Teller) -> None:
        """Put into words what was found."""
        if self.found:
            self.texts.append(teller.tell(self.found))
            self.severities.update(each.severity for each in self.found)
            self.found = []

    def hear(self, told: bytes) -> None:
        """Add what :func:`_told` said of an article."""
        numbers, _, text = told.decode().partition("\n")
        *counts, translations = map(int, numbers.split())
        self.sources += 1
        self.translations += translations
        if text:
            self.texts.append(text)
            self.severities.update(dict(zip(Severity, counts, strict=True)))

    @property
    def checked(self) -> Checked:
        """All of it."""
        told = Told(tuple(self.texts), self.severities) if self.texts else None
        return Checked(
            tuple(self.found),
            tuple(self.unchecked),
            self.sources,
            self.translations,
            tuple(self.unread),
            told,
        )


def _told(teller: Teller, fact: CheckFact) -> bytes | None:
    """What was found in words, after how much of each severity there is and in how many
    translations; None where there is more to say of the article."""
    if fact.unread or any(each.unchecked or each.failure for each in fact.translations):
        return None
    found = [*fact.source, *chain.from_iterable(each.findings for each in fact.translations)]
    counts = Counter(each.severity for each in found)
    numbers = (*(counts[each] for each in Severity), len(fact.translations))
    return f"{' '.join(map(str, numbers))}\n{teller.tell(found)}".encode()


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
