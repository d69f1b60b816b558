"""What was done for an article's translations, derived from its files and from git's history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from workflow.errors import WorkflowError, gathered
from workflow.files.git import Commit, contents
from workflow.model import Message
from workflow.model.effort import Effort, EffortFact
from workflow.po.serialize import read_date
from workflow.project.catalogues import read_catalogue
from workflow.project.codec import encode
from workflow.project.kinds import EFFORTS
from workflow.project.trace import Derived, Trace
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.gauging import Gauge
from workflow.review.makers import PastCatalogue


def efforts(workspace: Workspace, slug: str) -> Iterator[Derived]:
    """What was done for each translation of an article."""
    trace = Trace()
    value = _fact(workspace.tracked(trace), slug)
    yield Derived(EFFORTS, slug, encode(value), trace)


def _fact(view: Workspace, slug: str) -> EffortFact:
    errors: list[WorkflowError] = []
    articles = view.readable((slug,), errors)
    if not articles:
        for error in errors:
            view.said(error)
        return EffortFact("", slug, tuple(errors))
    (article,) = articles
    found: list[Effort] = []
    translations = list(view.translations(article))
    past = _past(view, translations)
    title = slug
    with gathered(errors):
        title = str(view.document(article).front_matter.get("title", slug))
    for translation in translations:
        with gathered(errors):
            found.append(_effort(translation, past[translation.locale.name]))
    for error in errors:
        view.said(error)
    return EffortFact(article.locale.name, title, (), tuple(found), tuple(errors))


def _effort(translation: Translation, past: Sequence[PastCatalogue]) -> Effort:
    catalogue = translation.catalogue
    messages, keys = translation.messages, set(translation.document.keys)
    others: list[Message] = []
    created = ""
    if catalogue is not None:
        others = [each for each in catalogue.messages if each.obsolete or each.key not in keys]
        date = read_date(catalogue.headers.get("POT-Creation-Date", ""))
        created = date.date().isoformat() if date else ""
    return Gauge(
        translation.locale.name,
        messages,
        translation.states,
        others,
        translation.words,
        translation.discussions,
        translation.standing,
        past,
        created,
    ).effort()


def _past(
    view: Workspace, translations: Sequence[Translation]
) -> Mapping[str, Sequence[PastCatalogue]]:
    """Locale → the versions of its catalogue, the oldest first; all by one question to git."""
    commits = [
        (each.locale.name, commit)
        for each in translations
        for commit in reversed(view.history_of(each.catalogue_name))
    ]
    found: dict[str, list[PastCatalogue]] = {each.locale.name: [] for each in translations}
    if not commits:
        return found
    data = contents(view.root, [commit for _, commit in commits])
    for (locale, commit), held in zip(commits, data, strict=True):
        if held is not None:
            found[locale] += _version(view, commit, held)
    return found


def _version(view: Workspace, commit: Commit, held: bytes) -> Iterator[PastCatalogue]:
    with suppress(WorkflowError):  # one that nobody could read
        catalogue = read_catalogue(view.root / commit.file, lambda _: held)
        messages = {each.key: each for each in catalogue.messages if not each.obsolete}
        yield PastCatalogue(messages, commit.author, commit.time)
