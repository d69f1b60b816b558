"""What an editor does by a form of the page; each act is a flow's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from threading import Lock
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from workflow.errors import raise_all
from workflow.flows.approve import Seen, approve, withdraw
from workflow.flows.word import Word
from workflow.model.phrase import phrase
from workflow.review.outcome import Outcome, Outcomes
from workflow.web.gate import page, visitor_of
from workflow.web.open_reviews import OpenReviews
from workflow.web.views import Address, address_of


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
        act = {"approve": _approve, "withdraw": _withdraw}.get(form.get("act", ""))
        if act is None:
            text = phrase("The form does not say what to do. Nothing was done.")
            return page(HTTPStatus.BAD_REQUEST, phrase("Not understood"), text, visitor.words)
        word = Word(visitor.actor, self._clock(), " ".join(form.get("note", "").split()))
        with self._writing:
            result = act(place, form, word).result
        return RedirectResponse(f"{quote(place.path)}?said={result}", HTTPStatus.SEE_OTHER)


def _approve(place: Address, form: Mapping[str, str], word: Word) -> Outcome:
    seen = Seen(*(form.get(name, "") for name in Seen._fields))
    return _only(approve(place.workspace, (place.slug,), (place.locale,), word, seen=seen))


def _withdraw(place: Address, form: Mapping[str, str], word: Word) -> Outcome:
    return _only(withdraw(place.workspace, (place.slug,), (place.locale,), word))


def _only(found: Outcomes) -> Outcome:
    raise_all(found.unread)
    return found.outcomes[0]
