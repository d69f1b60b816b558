"""The working tree as candidates for a release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from workflow.errors import ArticleError, FileError, NotReadyError, WorkflowError
from workflow.flows.release.credited import reviewers, translators
from workflow.flows.release.entrants import PAGES, ArticlePages, Entrant
from workflow.flows.release.grounds import grounds
from workflow.flows.release.proof import UNKNOWN, Made, prove
from workflow.model import Action, Grade, ReviewEvent, Significance
from workflow.model.phrase import phrase
from workflow.model.release import Page, Version
from workflow.model.tombstone import Correction
from workflow.project.codec import encode
from workflow.project.reviews import TIME
from workflow.project.trace import Derived, Trace
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.fold import grade, source_digest
from workflow.review.log import moment
from workflow.review.overtaken import overtaken


def derive(workspace: Workspace, slug: str) -> Iterator[Derived]:
    """What an article comes to in its own and every target locale; made: a :class:`Made` each."""
    trace = Trace()
    view = workspace.tracked(trace)
    errors: list[WorkflowError] = []
    articles = view.readable((slug,), errors)
    for error in errors:
        view.said(error)
    pages, made = ArticlePages(unread=tuple(errors)), []
    for article in articles:
        locales = (article.locale, *view.targets(article))
        translations = [view.translation(article, locale) for locale in locales]
        found = [_entrant(each, trace) for each in translations]
        made = [each for _, each in found]
        pages = ArticlePages(
            article.names,
            article.path,
            article.locale.name,
            article.format,
            source_digest(article),
            translations[0].holds,
            tuple(each for each, _ in found),
            overtaken=_overtaken(translations[0]),
            typos=_typos(translations[0]),
            logged=_logged(translations),
            group=translations[0].group,
        )
    yield Derived(PAGES, slug, encode(pages), trace, made)


def _entrant(translation: Translation, trace: Trace) -> tuple[Entrant, Made | None]:
    """What a translation comes to; what was made of it, where it may go out."""
    errors: list[WorkflowError] = []
    translation = translation.readable(errors)
    page, locale = page_of(translation), translation.locale.name
    events = tuple(map(_in_utc, _events(translation)))
    log = [event for event in events if event.locale == locale]
    spoken = log
    if translation.own:
        # Whoever approves a translation vouches for the source text it translates.
        spoken = [replace(event, translation_digest=page.translation_digest) for event in events]
    found = Entrant(
        locale,
        page.translation_digest,
        translation.blockers,
        _fault(translation),
        first_approvals(spoken),
        withdrawn(log),
        _times(spoken, page.version),
        grade=page.grade,
        engines=page.engines,
        reviewed=page.reviewed,
        translators=page.translators,
        reviewers=page.reviewers,
        corrections=_corrections(translation, page, spoken),
        notes=translation.notes,
        errors=tuple(errors),
    )
    if found.blockers or page.version not in found.approvals:
        return found, None
    try:
        approved = min(found.approved_at, default=UNKNOWN)
        dated = replace(page, approved=approved[:10] if found.approved_at else "")
        proof, made = prove(translation, dated, approved)
    except (ArticleError, NotReadyError, FileError) as error:
        trace.volatile = True  # nobody knows all that would have to change on the disk
        translation.workspace.said(error)
        return replace(found, refused=(str(error),)), None
    return replace(found, proof=proof), made._replace(grounds=grounds(translation))


def _corrections(
    translation: Translation, page: Page, spoken: Iterable[ReviewEvent]
) -> Mapping[Version, tuple[Correction, ...]]:
    """What readers are to be told of approved versions, dated by their first approvals."""
    try:
        said = translation.discussions.corrections
    except WorkflowError:  # whoever asks for an approval is told
        return {}
    found: dict[Version, tuple[Correction, ...]] = {}
    approved = first_approvals(spoken) if said else {}
    for event in said:
        version = (event.source_digest, event.translation_digest)
        if version in approved:
            told = Correction(approved[version][:10], event.note)
            found[version] = (*found.get(version, ()), told)
    return found


def _logged(translations: Iterable[Translation]) -> tuple[str, ...]:
    """The names of the article in its logs but those that it says itself: some aliases go."""
    found: set[str] = set()
    known: tuple[str, ...] = ()
    for each in translations:
        known = each.article.names
        with suppress(WorkflowError):  # whoever asks for an approval is told
            events = (line.line.event for line in each.words.lines)
            found.update(event.article for event in events if isinstance(event, ReviewEvent))
    return tuple(sorted(found.difference(known)))


def _typos(source: Translation) -> tuple[tuple[str, str], ...]:
    try:
        said = source.discussions.significances
    except WorkflowError:  # whoever asks for an approval is told
        return ()
    typos = (each for each in said if each.significance is Significance.TYPO)
    return tuple((moved.old, moved.new) for each in typos for moved in each.messages)


def _overtaken(source: Translation) -> Mapping[str, str] | None:
    """Older sources that a major change overtook; None where a log cannot be read."""
    try:
        said = source.discussions.significances
        if not said:
            return {}
        approved = (
            [event.source_digest for event in words.events if event.action is not Action.WITHDRAW]
            for words in source.logs()
        )
        return overtaken(said, source.source_digest, approved)
    except WorkflowError:  # whoever asks for an approval is told
        return None


def _grade(translation: Translation) -> str:
    """How a text came to be; empty while there is none."""
    if translation.own:
        return Grade.HUMAN.value
    found = grade(translation.messages, approved=translation.standing.approved)
    return found.value if found else ""


def _engines(translation: Translation) -> tuple[str, ...]:
    """What drafted texts of it, as their comments have it; the memory is none."""
    made = (message.provenance for message in translation.messages if message.msgstr)
    return tuple(sorted({each.drafted_by for each in made if each and each.drafted_by}))


def page_of(translation: Translation) -> Page:
    """The page as it stands.

    A source text was written by a person, as far as anybody knows here; what a translation is,
    its provenance, edits and approvals say, and nothing else.
    """
    article = translation.article
    return Page(
        article=article.slug,
        locale=translation.locale.name,
        source_locale=article.locale.name,
        format=article.format,
        source_digest=translation.source_digest,
        translation_digest=translation.translation_digest,
        grade=_grade(translation),
        engines=_engines(translation),
        reviewed=translation.standing.approved,
        translators=translators(translation),
        reviewers=reviewers(translation),
    )


def _events(translation: Translation) -> tuple[ReviewEvent, ...]:
    """The events that speak of a translation; none where they cannot be read.

    What is in the way of it says so then.
    """
    try:
        if translation.own:
            return tuple(event for words in translation.kept_logs() for event in words.events)
        if translation.errors:
            return translation.source.log(translation.locale).events
        return translation.kept_words.events
    except WorkflowError:
        return ()


def _in_utc(event: ReviewEvent) -> ReviewEvent:
    """The event with its time as this program writes it: such times are compared, and shown."""
    time = moment(event.time)
    return replace(event, time=time.strftime(TIME)) if time else event


def _times(events: Iterable[ReviewEvent], version: Version) -> tuple[str, ...]:
    """When just this version was approved, the oldest first."""
    found = (
        event.time
        for event in events
        if event.action is not Action.WITHDRAW
        and (event.source_digest, event.translation_digest) == version
    )
    return tuple(sorted(found))


def _fault(translation: Translation) -> str:
    """The first check error, where anything is in the way: “1 check error” helps nobody."""
    first = next(iter(translation.faults), None) if translation.blockers else None
    if first is None:
        return ""
    place = f"{first.file}:{first.line}"
    return phrase("{place}: {what}", place=place, what=first.message)


def first_approvals(events: Iterable[ReviewEvent]) -> Mapping[Version, str]:
    """Each version that was approved, with the time of its earliest approval.

    The earliest, so that approving the same texts once more does not make a new page.
    """
    times: dict[Version, str] = {}
    for event in events:
        if event.action is not Action.WITHDRAW:
            version = (event.source_digest, event.translation_digest)
            times[version] = min(event.time, times.get(version, event.time))
    return times


def withdrawn(log: Iterable[ReviewEvent]) -> Version | None:
    """The version whose approval the last word of a log took back; None if it took none."""
    approved: ReviewEvent | None = None
    last: ReviewEvent | None = None
    for last in log:
        approved = last if last.action is not Action.WITHDRAW else approved
    if approved is None or last is approved:
        return None
    return (approved.source_digest, approved.translation_digest)
