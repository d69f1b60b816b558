"""What came of an editor's word, and what helps against what is in its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from workflow.errors import NotReadyError, WorkflowError
from workflow.model.blocker import Blocker, BlockerKind
from workflow.model.phrase import listed, phrase, phrases, sentences, together
from workflow.reports.blockers import changes_in_words, in_words
from workflow.review.fold import Standing
from workflow.review.outcome import Outcome, Result

if TYPE_CHECKING:
    from workflow.project.fallen import Fallen


def done(outcome: Outcome) -> str:
    """What was done: “approved”, “already approved by …”, “withdrawn”, …"""
    stand = outcome.standing
    if outcome.result is Result.APPROVED:
        return _approved(outcome)
    if outcome.result is Result.CHANGED:
        return phrase("not approved: it changed meanwhile")
    if outcome.result is Result.REFUSED:
        return phrase("not withdrawn") if outcome.back else phrase("not approved")
    if not outcome.back and stand is not None:
        return _already(stand)
    said = phrase("no approval to withdraw; nothing to do")
    if outcome.result is Result.WITHDRAWN:
        said = phrase("approval withdrawn")
    if stand is None:
        return said
    return phrase(
        "{done}; {actor}, who approved a translation of it, still vouches for the text",
        done=said,
        actor=stand.by,
    )


def _already(stand: Standing) -> str:
    """That the actor's word is there, or need not be."""
    if stand.approved:
        date = stand.time[:10]
        return phrase(
            "already approved by {actor} on {date}; nothing to do", actor=stand.by, date=date
        )
    return phrase(
        "already approved by {actor}; {count} of {needed} approvals",
        actor=listed(stand.approvers),
        count=len(stand.approvers),
        needed=stand.needed,
    )


def _approved(outcome: Outcome) -> str:
    """“approved”; “approved; 1 of 2 approvals”, where others have to speak as well."""
    said: str = phrase("approved")
    if outcome.drafts:
        said = phrases(
            "approved, {count} machine draft accepted",
            "approved, {count} machine drafts accepted",
            outcome.drafts,
        )
    stand = outcome.standing
    if stand is None or len(stand.approvers) >= stand.needed:
        return said
    count = len(stand.approvers)
    return together(
        (said, phrase("{count} of {needed} approvals", count=count, needed=stand.needed))
    )


def refusal(outcome: Outcome) -> WorkflowError | None:
    """What has to be done first, where nothing was done; else None."""
    if outcome.error is not None:
        return outcome.error
    article, locale = outcome.article, outcome.locale
    if outcome.unready:
        return NotReadyError(
            phrase(
                "{article} in {locale} is not ready: {blockers}",
                article=article,
                locale=locale,
                blockers=listed(in_words(outcome.unready)),
            ),
            hint=sentences(advice(article, locale, outcome.catalogue, outcome.unready)),
        )
    if outcome.unknown:
        return NotReadyError(
            phrase(
                "{article} in {locale}: approval not known: {reason}",
                article=article,
                locale=locale,
                reason=outcome.unknown,
            ),
            hint=phrase("Restore the line from version control, or delete it; then approve again."),
        )
    if outcome.own_work:
        return NotReadyError(
            phrase(
                "{article} in {locale}: {actor} worked on these texts",
                article=article,
                locale=locale,
                actor=outcome.own_work,
            ),
            hint=phrase("Another editor has to approve them (four_eyes in setup.cfg)."),
        )
    if outcome.result is Result.CHANGED:
        return NotReadyError(
            phrase(
                "{article} in {locale} changed since it was shown", article=article, locale=locale
            ),
            hint=phrase("Look at it as it is now, then approve it."),
        )
    return None


def advice(slug: str, locale: str, path: str, unready: Iterable[Blocker]) -> Iterator[str]:
    """Yield what helps, a sentence for each kind of trouble, in the order of the work.

    ``path`` is the catalogue as reports name it.
    """
    kinds = {blocker.kind for blocker in unready}
    if kinds & {BlockerKind.NO_CATALOGUE, BlockerKind.BEHIND}:
        yield phrase("Run: workflow extract {article}.", article=slug)
    if BlockerKind.UNTRANSLATED in kinds:
        yield phrase(
            "Translate {path}, or run: workflow translate {article} --locale {locale}.",
            path=path,
            article=slug,
            locale=locale,
        )
    if BlockerKind.MACHINE in kinds:
        yield phrase(
            "Look the machine drafts through in {path}, or accept them with --accept-machine.",
            path=path,
        )
    if BlockerKind.FUZZY in kinds:
        yield phrase("Look through the fuzzy messages in {path}.", path=path)
    if BlockerKind.REJECTED in kinds:
        yield phrase(
            "See: workflow review list {article} --locale {locale} --state rejected.",
            article=slug,
            locale=locale,
        )
    if BlockerKind.UNTOUCHED in kinds:
        yield phrase("Look through what machines drafted, and correct it, in {path}.", path=path)
    if kinds & {BlockerKind.ERRORS, BlockerKind.UNPASSED}:
        yield phrase(
            "See: workflow check {article} --locale {locale}.", article=slug, locale=locale
        )


def not_carried_over(each: Fallen) -> NotReadyError:
    """The refusal of an approval that cannot be carried over."""
    article, locale = each.article, each.locale
    return NotReadyError(
        phrase(
            "{article} in {locale}: approval not carried over ({summary}): {reasons}",
            article=article,
            locale=locale,
            summary=carried(each),
            reasons=together(in_words(each.reasons)),
        ),
        hint=phrase(
            "Once it is ready: workflow approve {article} --locale {locale}.",
            article=article,
            locale=locale,
        ),
    )


def carried(each: Fallen) -> str:
    """What changed since an approval fell: “2 messages changed: 1 typography, 1 markup”."""
    said = phrases("{count} message changed", "{count} messages changed", each.messages)
    if not each.messages:
        said = phrase("no messages changed")
    if not each.changes:
        return said
    changes = changes_in_words(each.changes)
    return phrase("{messages}: {changes}", messages=said, changes=changes)
