"""What an editor does by a form of the page; each act is a flow's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from threading import Lock
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from workflow.errors import ConfigError, raise_all
from workflow.flows import judge
from workflow.flows.approve import Seen, approve, withdraw
from workflow.flows.assign import assign
from workflow.flows.edit import edit
from workflow.flows.word import Word
from workflow.model.message_event import source_of
from workflow.model.phrase import Phrase, phrase
from workflow.project.workspace import Workspace
from workflow.review.outcome import Outcomes, Place, Result, Said
from workflow.web import article_page as pages
from workflow.web.desk import Desk
from workflow.web.gate import page, visitor_of
from workflow.web.open_reviews import OpenReviews
from workflow.web.responses import Address, address_of, editor_of, html

_SAID: Mapping[Result, tuple[str, Phrase]] = {
    **pages.OUTCOMES,  # type: ignore[dict-item]
    Result.CHANGED: (
        "bad",
        phrase("Not saved: somebody saved another translation meanwhile. It is shown here."),
    ),
    Result.NOTHING: ("plain", phrase("There was nothing to do.")),
}
MOST = 5000
"""Messages that one form may name."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A form, read."""

    desk: Desk
    workspace: Workspace
    form: Mapping[str, str]
    word: Word

    def places(self, texts: Sequence[str]) -> list[tuple[Place, str | None]]:
        """The messages that are named by digests: that of the source, then of what was seen.

        One that the article has no more is left out.
        """
        found: list[tuple[Place, str | None]] = []
        for text in texts[:MOST]:
            name, _, seen = text.partition(" ")
            number = self.desk.numbers.get(name)
            if number is not None:
                key = self.desk.messages[number - 1].key
                found.append((Place(self.desk.article.slug, self.desk.locale, key), seen))
        return found

    @property
    def one(self) -> list[tuple[Place, str | None]]:
        """The one message that the form is about."""
        return self.places([f"{self.form.get('name', '')} {self.form.get('seen', '')}"])


_Act = Callable[[_Asked], Sequence[Said]]


class Acts:
    """The acts of one project, one at a time; other programs are kept off by the flows."""

    def __init__(self, reviews: OpenReviews, clock: Callable[[], datetime]) -> None:
        self._reviews, self._clock = reviews, clock
        self._writing = Lock()

    def posted(self, request: Request, form: Mapping[str, str]) -> Response:
        """What comes of a form that is this server's own."""
        place = address_of(self._reviews, request.scope["path"])
        if place is None:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        visitor = visitor_of(request)
        buttons = (each for each in ("accept", "retract", "fix") if form.get(each))
        name = next(buttons, form.get("act", ""))
        word = Word(visitor.actor, self._clock(), " ".join(form.get("note", "").split()))
        if whole := _WHOLE.get(name):
            with self._writing:
                result = _only(whole(place, form, word))
            return _see_other(place, {"said": result})
        act = _ACTS.get(name)
        if act is None:
            text = phrase("The form does not say what to do. Nothing was done.")
            return page(HTTPStatus.BAD_REQUEST, phrase("Not understood"), text, visitor.words)
        with self._writing:
            desk = self._reviews.desk(place.workspace, place.slug, place.locale)
            done = act(_Asked(desk, place.workspace, form, word))
        return self._told(request, place, form, done)

    def _told(
        self, request: Request, place: Address, form: Mapping[str, str], done: Sequence[Said]
    ) -> Response:
        """What came of words on messages, for the script or as a page."""
        fresh = address_of(self._reviews, request.scope["path"])
        if fresh is None:
            raise HTTPException(404)
        desk = self._reviews.desk(fresh.workspace, fresh.slug, fresh.locale)
        editor, words = editor_of(fresh, visitor_of(request)), visitor_of(request).words
        tone, said = _said(done)
        numbers = [desk.numbers[each] for each in _names(done) if each in desk.numbers]
        changed = any(each.result is Result.CHANGED for each in done)
        status = HTTPStatus.CONFLICT if changed or not done else HTTPStatus.OK
        if "application/json" in request.headers.get("accept", ""):
            answer = {
                "result": done[0].result if done else Result.CHANGED,
                "tone": tone,
                "said": words(said),
                "units": {each: pages.row(desk, editor, each, words) for each in numbers[:200]},
                "standing": pages.standing(desk, editor, words),
                "text": desk.messages[numbers[0] - 1].msgstr if numbers else "",
            }
            return JSONResponse(answer, status)
        if changed and len(numbers) == 1:
            mine = form.get("text")
            shown = pages.unit(desk, editor, numbers[0], words, mine=mine, outcome=(tone, said))
            return html(shown, status)
        query = dict(request.query_params)
        result = done[0].result if done else Result.CHANGED
        anchor = f"#m{numbers[0]}" if numbers and "unit" not in query else ""
        return _see_other(fresh, {**query, "said": result}, anchor)


def _see_other(place: Address, query: Mapping[str, str], anchor: str = "") -> Response:
    said = "&".join(f"{quote(name)}={quote(value)}" for name, value in query.items())
    return RedirectResponse(f"{quote(place.path)}?{said}{anchor}", HTTPStatus.SEE_OTHER)


def _names(done: Sequence[Said]) -> list[str]:
    return [source_of(each.place.key) for each in done]


def _said(done: Sequence[Said]) -> tuple[str, str]:
    """What came of it: how it looks, and what is said."""
    if not done:
        return "bad", phrase("There is no such text any more.")
    first = next((each for each in done if each.result is not Result.DONE), done[0])
    if first.error is not None:
        return "bad", first.error.message
    tone, said = _SAID[first.result]
    if first.why:
        tone = "bad" if first.result is Result.REFUSED else tone
        return tone, phrase("{sentence}.", sentence=first.why)
    return tone, said


def _accept(asked: _Asked) -> Sequence[Said]:
    return judge.accept(asked.workspace, asked.places(asked.form["accept"].split("\n")), asked.word)


def _retract(asked: _Asked) -> Sequence[Said]:
    places = asked.places(asked.form["retract"].split("\n"))
    return judge.retract(asked.workspace, places, asked.word)


def _reject(asked: _Asked) -> Sequence[Said]:
    kind, weight = asked.form.get("category", "other"), asked.form.get("severity", "major")
    return judge.reject(asked.workspace, asked.one, asked.word, kind, weight)


def _comment(asked: _Asked) -> Sequence[Said]:
    return judge.comment(asked.workspace, asked.one, asked.word)


def _suggest(asked: _Asked) -> Sequence[Said]:
    return judge.suggest(asked.workspace, asked.one, asked.word, asked.form.get("text", ""))


def _waive(asked: _Asked) -> Sequence[Said]:
    return judge.waive(asked.workspace, asked.one, asked.word, asked.form.get("check", ""))


def _edit(asked: _Asked) -> Sequence[Said]:
    text = asked.form.get("text", "")
    return [edit(asked.workspace, place, text, asked.word, seen) for place, seen in asked.one]


def _fix(asked: _Asked) -> Sequence[Said]:
    """Take the text that a check proposes, if what it was proposed for is still there."""
    name, seen, check = [*asked.form["fix"].split(" "), "", ""][:3]
    done = []
    for place, _ in asked.places([f"{name} {seen}"]):
        found = asked.desk.findings.get(place.key, ())
        texts = [each.fix for each in found if each.check == check and each.fix is not None]
        if texts and asked.desk.seen(asked.desk.numbers[name]) == seen:
            done.append(edit(asked.workspace, place, texts[0], asked.word, seen))
        else:
            done.append(Said(place, Result.CHANGED))
    return done


def _approve(place: Address, form: Mapping[str, str], word: Word) -> Outcomes:
    seen = Seen(*(form.get(name, "") for name in Seen._fields))
    return approve(place.workspace, (place.slug,), (place.locale,), word, seen=seen)


def _withdraw(place: Address, form: Mapping[str, str], word: Word) -> Outcomes:
    return withdraw(place.workspace, (place.slug,), (place.locale,), word)


def _assign(place: Address, form: Mapping[str, str], word: Word) -> Outcomes:
    who, due = form.get("assignee", "").strip(), form.get("due", "").strip()
    try:
        due = date.fromisoformat(due).isoformat() if due else ""
    except ValueError as error:
        said = phrase("“{text}” is no day as in 2026-12-24", text=due[:40])
        raise ConfigError(said) from error
    locales = (place.locale,)
    return assign(place.workspace, (place.slug,), locales, word, assignee=who, due=due)


def _only(found: Outcomes) -> Result:
    raise_all(found.unread)
    (outcome,) = found.outcomes
    if outcome.error is not None and outcome.result is Result.REFUSED:
        raise outcome.error
    return outcome.result


_WHOLE: Mapping[str, Callable[[Address, Mapping[str, str], Word], Outcomes]] = {
    "approve": _approve,
    "withdraw": _withdraw,
    "assign": _assign,
}
"""Acts on the whole."""
_ACTS: Mapping[str, _Act] = {
    "accept": _accept,
    "retract": _retract,
    "reject": _reject,
    "comment": _comment,
    "suggest": _suggest,
    "waive": _waive,
    "edit": _edit,
    "fix": _fix,
}
"""Acts on messages."""
