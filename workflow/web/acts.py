"""What an editor does by a form of the page; each act is a flow's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from threading import Lock
from typing import NamedTuple
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from workflow.errors import ConfigError, NotSignedError, ReviewError, raise_all
from workflow.flows import judge
from workflow.flows.approve import Seen, approve, withdraw
from workflow.flows.assign import assign
from workflow.flows.edit import edit
from workflow.flows.word import Word
from workflow.model.message_event import source_of
from workflow.model.phrase import Phrase, phrase, phrases
from workflow.project.workspace import Workspace
from workflow.review.outcome import Outcomes, Place, Result, Said
from workflow.web import article_page as pages
from workflow.web.desk import Desk
from workflow.web.gate import page, visitor_of
from workflow.web.open_reviews import OpenReviews
from workflow.web.responses import Address, address_of, editor_of, html
from workflow.web.to_sign import Unsigned, Waiting, signatures_in

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
MOST_SIGNED = 1000
"""Signatures that one form may bring: it has room for no more."""


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


class Spoken(NamedTuple):
    """Which act, whose, and what is known of its signatures."""

    act: str
    word: Word
    by_hand: Mapping[bytes, str] | None
    """See :attr:`~workflow.project.disk.Reading.by_hand`."""


class Acts:
    """The acts of one project, one at a time; other programs are kept off by the flows."""

    def __init__(
        self,
        reviews: OpenReviews,
        clock: Callable[[], datetime],
        *,
        own_key: bool,
        waiting: Waiting,
    ) -> None:
        """``own_key``: whether the key that is known on this machine is the visitor's.

        ``waiting`` keeps what has to be signed elsewhere.
        """
        self._reviews, self._clock = reviews, clock
        self._own_key, self._waiting = own_key, waiting
        self._writing = Lock()

    def posted(self, request: Request, form: Mapping[str, str]) -> Response:
        """What comes of a form that is this server's own."""
        place = address_of(self._reviews, request.scope["path"])
        if place is None:
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        visitor = visitor_of(request)
        buttons = (each for each in ("accept", "retract", "fix") if form.get(each))
        name = next(buttons, form.get("act", ""))
        if name == "sign":
            return self._signed(request, place, form)
        word = Word(visitor.actor, self._clock(), " ".join(form.get("note", "").split()))
        by_hand = None if self._own_key else dict[bytes, str]()
        return self._done(request, place, form, Spoken(name, word, by_hand))

    def _done(
        self, request: Request, place: Address, form: Mapping[str, str], said: Spoken
    ) -> Response:
        """What comes of an act; where it has to be signed elsewhere, the way to the page for it."""
        workspace = replace(place.workspace, by_hand=said.by_hand)
        try:
            with self._writing:
                if whole := _WHOLE.get(said.act):
                    result = _only(whole(replace(place, workspace=workspace), form, said.word))
                    return _see_other(place, {"said": result})
                act = _ACTS.get(said.act)
                if act is None:
                    text = phrase("The form does not say what to do. Nothing was done.")
                    title, words = phrase("Not understood"), visitor_of(request).words
                    return page(HTTPStatus.BAD_REQUEST, title, text, words)
                desk = self._reviews.desk(place.workspace, place.slug, place.locale)
                workspace.take_article(desk.translation.workspace, place.slug)
                workspace.take_catalogue(desk.translation.catalogue)
                done = act(_Asked(desk, workspace, form, said.word))
                for each in done:
                    if isinstance(each.error, NotSignedError):
                        raise each.error
        except NotSignedError as error:
            return self._to_be_signed(request, place, form, said, error)
        return self._told(request, place, form, done, workspace)

    def _to_be_signed(
        self,
        request: Request,
        place: Address,
        form: Mapping[str, str],
        said: Spoken,
        error: NotSignedError,
    ) -> Response:
        if len(error.messages) > MOST_SIGNED:
            text = phrase(
                "{number} messages at most can be signed here at once. Accept fewer.",
                number=MOST_SIGNED,
            )
            raise ReviewError(text)
        query = dict(request.query_params)
        unsigned = Unsigned(place.path, query, form, said.act, said.word, error)
        address = f"/sign/{self._waiting.keep(unsigned)}"
        if "application/json" in request.headers.get("accept", ""):
            told = phrase("This has to be signed.")
            answer = {
                "result": "unsigned",
                "tone": "plain",
                "said": visitor_of(request).words(told),
            }
            return JSONResponse({**answer, "location": address, "units": {}}, HTTPStatus.CONFLICT)
        return RedirectResponse(address, HTTPStatus.SEE_OTHER)

    def _signed(self, request: Request, place: Address, form: Mapping[str, str]) -> Response:
        """What comes of an act whose signatures a form brings."""
        name = form.get("waiting", "")
        unsigned = self._waiting.get(name, visitor_of(request).actor)
        if unsigned is None or unsigned.path != place.path:
            raise HTTPException(404)
        messages = unsigned.error.messages
        by_hand = signatures_in(form.get("signatures", ""), messages)
        self._waiting.forget(name)
        request.scope["query_string"] = urlencode(unsigned.query).encode()
        request, said = Request(request.scope), Spoken(unsigned.act, unsigned.word, by_hand)
        if len(by_hand) < len(messages):
            error = NotSignedError(
                phrases(
                    "{count} signature is needed, as ssh-keygen wrote it",
                    "{count} signatures are needed, as ssh-keygen wrote them",
                    len(messages),
                )
            )
            error.messages = messages
            return self._to_be_signed(request, place, unsigned.form, said, error)
        return self._done(request, place, unsigned.form, said)

    def _told(
        self,
        request: Request,
        place: Address,
        form: Mapping[str, str],
        done: Sequence[Said],
        before: Workspace,
    ) -> Response:
        """What came of words on messages, for the script or as a page; ``before``: in which."""
        fresh = address_of(self._reviews, request.scope["path"])
        if fresh is None:
            raise HTTPException(404)
        fresh.workspace.take_catalogues(before)
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
        mine = form.get("text")
        if len(numbers) == 1 and (changed or (mine and tone == "bad")):
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
