"""What came of an editor's word, and what helps against what is in its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workflow.errors import NotReadyError, WorkflowError
from workflow.model.blocker import Blocker, BlockerKind
from workflow.reports.blockers import in_words
from workflow.review.outcome import Outcome, Result


def done(outcome: Outcome) -> str:
    """What was done: “approved”, “already approved by …”, “withdrawn”, …"""
    stand = outcome.standing
    if outcome.result is Result.APPROVED:
        drafts = f"{outcome.drafts} machine draft{'s' if outcome.drafts != 1 else ''}"
        return "approved" + (f", {drafts} accepted" if outcome.drafts else "")
    if outcome.result is Result.CHANGED:
        return "not approved: it changed meanwhile"
    if outcome.result is Result.REFUSED:
        return "not withdrawn" if outcome.back else "not approved"
    if not outcome.back and stand is not None:
        return f"already approved by {stand.by} on {stand.time[:10]}; nothing to do"
    still = ""
    if stand is not None:
        still = f"; {stand.by}, who approved a translation of it, still vouches for the text"
    if outcome.result is Result.WITHDRAWN:
        return f"approval withdrawn{still}"
    return f"no approval to withdraw; nothing to do{still}"


def refusal(outcome: Outcome) -> WorkflowError | None:
    """What has to be done first, where nothing was done; else None."""
    if outcome.error is not None:
        return outcome.error
    what = f"{outcome.article} in {outcome.locale}"
    if outcome.unready:
        return NotReadyError(
            f"{what} is not ready: {', '.join(in_words(outcome.unready))}",
            hint=" ".join(
                advice(outcome.article, outcome.locale, outcome.catalogue, outcome.unready)
            ),
        )
    if outcome.unknown:
        return NotReadyError(
            f"{what}: approval not known: {outcome.unknown}",
            hint="Restore the line from version control, or delete it; then approve again.",
        )
    if outcome.result is Result.CHANGED:
        return NotReadyError(
            f"{what} changed since it was shown", hint="Look at it as it is now, then approve it."
        )
    return None


def advice(slug: str, locale: str, path: str, unready: Iterable[Blocker]) -> Iterator[str]:
    """Yield what helps, a sentence for each kind of trouble, in the order of the work.

    ``path`` is the catalogue as reports name it.
    """
    kinds = {blocker.kind for blocker in unready}
    if kinds & {BlockerKind.NO_CATALOGUE, BlockerKind.BEHIND}:
        yield f"Run: workflow extract {slug}."
    if BlockerKind.UNTRANSLATED in kinds:
        yield f"Translate {path}, or run: workflow translate {slug} --locale {locale}."
    if BlockerKind.MACHINE in kinds:
        yield f"Look the machine drafts through in {path}, or accept them with --accept-machine."
    if BlockerKind.FUZZY in kinds:
        yield f"Mend the fuzzy messages in {path}."
    if BlockerKind.ERRORS in kinds:
        yield f"See: workflow check {slug} --locale {locale}."


def not_carried_over(
    article: str, locale: str, summary: str, reasons: Iterable[str]
) -> NotReadyError:
    """The refusal of an approval that cannot be carried over."""
    return NotReadyError(
        f"{article} in {locale}: approval not carried over ({summary}): {'; '.join(reasons)}",
        hint=f"Once it is ready: workflow approve {article} --locale {locale}.",
    )
