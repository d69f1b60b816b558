"""What signatures prove, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from workflow.errors import NotReadyError
from workflow.model.phrase import Phrase, listed, named, phrase, phrases
from workflow.model.signature import Signature
from workflow.reports.blockers import why_void

if TYPE_CHECKING:
    from workflow.model.evidence import Audited
    from workflow.model.signature_proofs import Proof

COLUMNS = (
    phrase("line"),
    phrase("actor"),
    phrase("action"),
    phrase("signature"),
    phrase("valid"),
)
_NAMES = {"good": phrase("good"), "none": phrase("not signed"), "bad": phrase("bad")}


def cells(proof: Proof) -> tuple[str, ...]:
    """One event of a review log, for :data:`COLUMNS`."""
    said = proof.said
    counts = phrase("yes") if said.counts else phrase("no: {reason}", reason=why_void(said))
    name = _NAMES[proof.signature.shown]
    return (said.line.place, said.event.actor, named(str(said.event.action)), name, counts)


def summary(proofs: Sequence[Proof]) -> Phrase:
    """“3 log entries: 2 signed, 1 not signed”."""
    count = Counter(each.signature.shown for each in proofs)
    return phrase(
        "{entries}: {kinds}",
        entries=phrases("{count} log entry", "{count} log entries", len(proofs)),
        kinds=_kinds(count["good"], count["none"], count["bad"]),
    )


def wrong(proofs: Iterable[Proof]) -> Iterator[NotReadyError]:
    """One error where events are not signed as they should be: the rows say which, and why."""
    count = sum(each.wrong for each in proofs)
    if count:
        yield NotReadyError(
            phrases(
                "{count} event is not signed as it should be",
                "{count} events are not signed as they should be",
                count,
            ),
            hint=phrase("The last column says why."),
        )


def proved(pages: Sequence[Audited]) -> Phrase:
    """“12 pages: 10 signed, 2 not signed”, of pages that are approved by words with them."""
    signed = sum(any(by.signature is Signature.GOOD for by in each.approvers) for each in pages)
    return phrase(
        "{pages} approved: {kinds}",
        pages=phrases("{count} page", "{count} pages", len(pages)),
        kinds=_kinds(signed, len(pages) - signed, 0),
    )


def unproved(pages: Iterable[Audited]) -> Iterator[NotReadyError]:
    """An error for each page of a release that nothing proves to be approved."""
    for each in pages:
        if each.trouble:
            yield NotReadyError(
                phrase(
                    "{article} in {locale}: {what}",
                    article=each.article,
                    locale=each.evidence.locale,
                    what=each.trouble,
                )
            )


def _kinds(good: int, none: int, bad: int) -> str:
    parts = (
        phrases("{count} signed", "{count} signed", good) if good else "",
        phrases("{count} not signed", "{count} not signed", none) if none else "",
        phrases("{count} with a bad signature", "{count} with bad signatures", bad) if bad else "",
    )
    return listed(filter(None, parts)) or phrase("none")
