"""Who said what of which article, and whether it still counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise

from workflow.errors import WorkflowError, gathered
from workflow.model import Action, Article, Bound, Locale, MessageEvent, ReviewEvent
from workflow.model.message_event import source_of
from workflow.model.results import History, Said
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.fold import OWN_WORK, approvals, standing
from workflow.review.log import Words, moment


def history(
    workspace: Workspace,
    articles: Iterable[Article],
    locales: Sequence[Locale] = (),
    looked_at: Callable[[int], None] = lambda _: None,
) -> History:
    """Return the events of ``articles``, in their own locale and every target (or ``locales``).

    ``looked_at`` is called with 1 after each article. Raises :class:`LocaleError` for a locale
    that is no target.
    """
    said: list[Said] = []
    notes: list[str] = []
    errors: list[WorkflowError] = []
    for article in articles:
        targets = workspace.targets(article, locales)
        own = () if locales and article.locale not in locales else (article.locale,)
        for locale in (*own, *targets):
            with gathered(errors):
                translation = workspace.translation(article, locale)
                said += _of_log(translation.words, translation.bound, _texts(translation))
                notes += translation.notes
        looked_at(1)
    return History(tuple(sorted(said, key=_by_time)), tuple(notes), tuple(errors))


def _by_time(said: Said) -> tuple[str, str]:
    time = moment(said.event.time)
    return (time.isoformat() if time else "", said.event.time)


def _texts(translation: Translation) -> Callable[[MessageEvent], str]:
    """What finds the source text that a word is on; empty where there is none any more."""
    known: dict[str, str] = {}

    def text(event: MessageEvent) -> str:
        if not known:
            keys = translation.document.keys
            known.update({source_of(key): key[1] for key in keys}, none="")
        return known.get(event.source, "")

    return text


def _of_log(words: Words, bound: Bound, text: Callable[[MessageEvent], str]) -> Iterator[Said]:
    """The events of one log with what became of each."""
    followed_by = dict(pairwise(words.events))
    unknown, stand = words.unknown(bound), standing(words, bound)
    several = words.rules.approvals > 1
    counting = [event for event in approvals(words, bound) if stand.has(event.actor)]
    for each in words.lines:
        event = each.line.event
        if event is None:
            continue
        about = text(event) if isinstance(event, MessageEvent) else ""
        said = partial(Said, each.line, event, about=about)
        if each.why:
            yield said(False, trouble=each.why)
        elif not isinstance(event, ReviewEvent) or (several and event in counting):
            yield said(True)
        elif later := followed_by.get(event):
            yield said(False, later=later)
        elif unknown:
            yield said(False, unknown=unknown)
        elif event.action is Action.WITHDRAW:
            yield said(True)
        elif event.actor in stand.own_work:
            yield said(False, trouble=OWN_WORK)
        else:
            yield said(stand.approved, void=stand.void)
