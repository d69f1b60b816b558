"""Reviews that people without the tool made of packets, taken in: a plan first, then the words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from workflow.errors import ExchangeError, WorkflowError, gathered, raise_all
from workflow.files.atomic import file_error
from workflow.flows.breaking_texts import breaking
from workflow.flows.edit import edit_many
from workflow.flows.judge import accept, reject
from workflow.flows.on_messages import Act, Decision, Found, on_each
from workflow.flows.word import Word, refusal
from workflow.model import Locale, MessageAction
from workflow.model.message_event import source_of, translation_of
from workflow.model.phrase import Phrase, phrase
from workflow.project.logs import damaged_lines
from workflow.project.translation import Translation
from workflow.project.workspace import Workspace
from workflow.review.docx_review import DocxReview, read_docx
from workflow.review.import_plan import ImportPlan, Known, Planner, Step, spoken_of
from workflow.review.offline_review import OfflineReview, PacketHead, Reviewed, read_review
from workflow.review.outcome import Place, Result, Said

LARGEST: Final = 32 << 20
"""Bytes of a file; a review of 10,000 messages has a fifth of that."""
_ACTS: Final = (
    MessageAction.EDIT,
    MessageAction.ACCEPT,
    MessageAction.REJECT,
    MessageAction.COMMENT,
)
"""What a review can say, in the order in which it is done."""


def plan_import(workspace: Workspace, files: Sequence[Path], actor: str) -> ImportPlan:
    """What would come of the reviews in ``files`` if ``actor`` took them in, in their order.

    A file that is damaged, too large, or of another project is an error of the plan, and nothing
    of it is taken.
    """
    errors: list[WorkflowError] = []
    scenes: dict[tuple[str, str], _Scene] = {}
    reviews: list[tuple[str, OfflineReview]] = []
    for path in files:
        with gathered(errors):
            reviews.append((str(path), _own(workspace, path, scenes)))
    planners: dict[tuple[str, str], Planner] = {}
    steps: list[Step] = []
    for file, review in reviews:
        place = _place(review.head)
        with gathered(errors):
            if place not in planners:
                related = [each for _, each in reviews if _place(each.head) == place]
                planners[place] = _planner(workspace, scenes[place], related, actor)
            steps += _steps(planners[place], file, review)
    return ImportPlan(tuple(steps), tuple(errors))


class _Scene(NamedTuple):
    """An article in a locale, as it is."""

    translation: Translation
    known: Mapping[str, Known]
    """Digest of a source text → the message."""


def _read(path: Path) -> OfflineReview | DocxReview:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise file_error(path, "read", error) from error
    if len(data) > LARGEST:
        raise _refused(str(path), phrase("it is too large for a review"))
    try:
        return read_docx(data) if data.startswith(b"PK") else read_review(data)
    except ValueError as error:
        raise _refused(str(path), error.args[0]) from None


def _refused(file: str, why: str) -> ExchangeError:
    return ExchangeError(why, file=file, hint=phrase("Nothing of this file was imported."))


def _place(head: PacketHead) -> tuple[str, str]:
    return head.article, head.locale


def _own(workspace: Workspace, path: Path, scenes: dict[tuple[str, str], _Scene]) -> OfflineReview:
    """The review in a file; raises :class:`ExchangeError` where it is of no article of ours."""
    read, file = _read(path), str(path)
    theirs, ours = read.head.project, workspace.settings.base_url
    if theirs != ours:
        raise _refused(
            file, phrase("it is of the project {theirs}, not of {ours}", theirs=theirs, ours=ours)
        )
    place = _place(read.head)
    if place not in scenes:
        scenes[place] = _scene(workspace, file, *place)
    known = scenes[place].known
    review = read.resolved(known) if isinstance(read, DocxReview) else read
    if review.messages and not any(each.source in known for each in review.messages):
        raise _refused(file, phrase("the article has none of its texts"))
    return review


def _scene(workspace: Workspace, file: str, slug: str, locale: str) -> _Scene:
    targets = workspace.settings.target_locales
    found = next((each for each in targets if each.name == locale), None)
    if slug not in workspace.slugs() or found is None:
        why = phrase(
            "it is of “{article}” in {locale}, which this project does not have",
            article=slug,
            locale=locale,
        )
        raise _refused(file, why)
    workspace.forget(slug)
    (article,) = workspace.select((slug,))
    if found not in workspace.targets(article, (found,)):
        raise _refused(file, phrase("the article is written in that language"))
    translation = workspace.translation(article, found)
    raise_all(damaged_lines(translation.words))
    by_source = translation.discussions.by_source
    known = {}
    for number, message in enumerate(translation.messages, start=1):
        name = source_of(message.key)
        known[name] = Known(number, message, tuple(by_source.get(name, ())))
    return _Scene(translation, known)


def _planner(
    workspace: Workspace, scene: _Scene, reviews: Iterable[OfflineReview], actor: str
) -> Planner:
    """What plans the words on one article in one locale."""
    said = [each for review in reviews for each in review.messages]
    barred = _barred(workspace, actor, scene.translation.locale)
    return Planner(scene.known, barred, _broken(scene.translation, scene.known, said))


def _barred(workspace: Workspace, actor: str, locale: Locale) -> Mapping[MessageAction, str]:
    found = {act: refusal(workspace, actor, locale, act) for act in _ACTS}
    return {act: why.message for act, why in found.items() if why is not None}


def _broken(
    translation: Translation, known: Mapping[str, Known], said: Iterable[Reviewed]
) -> Mapping[tuple[str, str], str]:
    """Of the new texts those that cannot be taken, and why."""
    catalogue = translation.catalogue
    wanted = {(each.source, each.text): each for each in said if each.text and each.source in known}
    found: dict[tuple[str, str], str] = {}
    rounds: list[dict[str, Reviewed]] = []
    for (source, text), each in wanted.items():
        if catalogue is None or catalogue.get(each.key) is None:
            found[source, str(text)] = phrase(
                "the catalogue does not have it yet: run workflow extract"
            )
            continue
        # One text of a message at a time: two people may have edited it.
        free = next((some for some in rounds if source not in some), None)
        if free is None:
            rounds.append(free := {})
        free[source] = each
    for some in rounds:
        if catalogue is not None:
            texts = {each.key: each.judged for each in some.values()}
            why = breaking(translation, catalogue, texts)
            found |= {(source_of(key), texts[key]): said for key, said in why.items()}
    return found


def _steps(planner: Planner, file: str, review: OfflineReview) -> Iterator[Step]:
    locale = Locale(review.head.locale)
    for said in review.messages:
        yield from planner.steps(file, review, said, Place(review.head.article, locale, said.key))


# Taking in


def take_in(
    workspace: Workspace,
    plan: ImportPlan,
    word: Word,
    looked_at: Callable[[int], None] = lambda _: None,
) -> tuple[Step, ...]:
    """Say what the plan has, in the name of ``word``; return what came of each step.

    Texts that changed after the plan was made are left alone. ``looked_at`` is called with the
    number of steps done. Raises as :func:`~workflow.flows.on_messages.on_each` does.
    """
    done = list(plan.steps)
    for file in dict.fromkeys(each.file for each in plan.steps):
        for act in _ACTS:
            places = [
                at
                for at, each in enumerate(plan.steps)
                if (each.file, each.act, each.result) == (file, act, Result.DONE)
            ]
            for group in _groups(places, plan.steps):
                came = _SPEAK[act](workspace, [plan.steps[at] for at in group], word)
                for at, said in zip(group, came, strict=True):
                    done[at] = _came(plan.steps[at], said)
                looked_at(len(group))
    return tuple(done)


def _groups(places: Sequence[int], steps: Sequence[Step]) -> Iterator[Sequence[int]]:
    """Those that are said with one call: of a message one word, rejections with one reason."""
    groups: dict[tuple[object, ...], list[int]] = {}
    turns: Counter[Place] = Counter()
    for at in places:
        step = steps[at]
        reason = (step.judgement, step.note) if step.act is MessageAction.REJECT else ()
        groups.setdefault((*reason, turns[step.place]), []).append(at)
        turns[step.place] += 1
    yield from groups.values()


def _came(step: Step, said: Said) -> Step:
    now = step.now if said.message is None else said.message.msgstr
    why: str | Phrase = said.error.message if said.error else said.why
    return replace(step, result=said.result, why=why, now=now, error=said.error)


def _edits(workspace: Workspace, steps: Sequence[Step], word: Word) -> tuple[Said, ...]:
    texts = [((each.place, translation_of(each.now)), each.said.judged) for each in steps]
    return edit_many(workspace, texts, replace(word, note=steps[0].note))


def _acceptances(workspace: Workspace, steps: Sequence[Step], word: Word) -> tuple[Said, ...]:
    seen = [(each.place, spoken_of(each)) for each in steps]
    return accept(workspace, seen, replace(word, note=steps[0].note))


def _rejections(workspace: Workspace, steps: Sequence[Step], word: Word) -> tuple[Said, ...]:
    seen = [(each.place, spoken_of(each)) for each in steps]
    said = steps[0].judgement
    return reject(workspace, seen, replace(word, note=steps[0].note), said.category, said.severity)


def _comments(workspace: Workspace, steps: Sequence[Step], word: Word) -> tuple[Said, ...]:
    """Of the texts that the reviewer saw, whatever stands there now."""
    wanted = {each.place: each for each in steps}

    def decide(found: Found) -> Decision | Said:
        step = wanted[found.place]
        event = found.event(MessageAction.COMMENT, replace(word, note=step.note))
        return Decision(replace(event, translation=spoken_of(step)))

    act = Act(MessageAction.COMMENT, word.actor, decide)
    return on_each(workspace, [(each.place, None) for each in steps], act)


_SPEAK: Final[Mapping[MessageAction, Callable[..., tuple[Said, ...]]]] = {
    MessageAction.EDIT: _edits,
    MessageAction.ACCEPT: _acceptances,
    MessageAction.REJECT: _rejections,
    MessageAction.COMMENT: _comments,
}
