"""The review page's server: reads at each request, writes where an editor says a word."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qsl, quote

from workflow.errors import LocaleError, NotReadyError, ReviewError, WorkflowError, raise_all
from workflow.flows.approve import Seen, Word, approve, withdraw
from workflow.flows.approve import refusal as not_editor
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.project.workspace import Workspace
from workflow.reports.i18n import ENGLISH, Words
from workflow.review.outcome import Outcome, Outcomes
from workflow.web import review_pages as pages
from workflow.web.answer import (
    Answer,
    content_type,
    message,
    read_form,
    refusal,
)
from workflow.web.local_server import (
    LocalServer,
    Request,
    Writer,
)
from workflow.web.open_reviews import OpenReviews

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    # Not no-referrer: a browser then says of the page's own forms that they come from nowhere.
    "Referrer-Policy": "same-origin",
}
"""In place of the preview's: nothing runs here, and forms are sent to this server alone."""
_REFUSED = {
    LocaleError: (HTTPStatus.NOT_FOUND, phrase("There is no such page")),
    ReviewError: (HTTPStatus.FORBIDDEN, phrase("Nothing was done")),
    NotReadyError: (HTTPStatus.CONFLICT, phrase("Nothing was done")),
}
_STATIC = re.compile(r"/static/([a-z]+\.(?:css|svg))")
_PAGE = re.compile(r"/([A-Za-z0-9_-]+)/(.+?)(/?)")


@dataclass(frozen=True, slots=True)
class _Place:
    """What an address of a review page means."""

    workspace: Workspace
    slug: str
    locale: Locale

    @property
    def path(self) -> str:
        return pages.path(self.locale, self.slug)


class ReviewServer(LocalServer):
    """Serves the project in ``root`` to ``actor``, in whose name it approves.

    ``clock`` gives the time of an approval, in UTC. The others are those of
    :class:`LocalServer`.
    """

    name = phrase("review page")

    def __init__(
        self,
        root: Path,
        actor: str,
        clock: Callable[[], datetime],
        port: int,
        report: Callable[[str], None],
        *,
        words: Words = ENGLISH,
    ) -> None:
        self.reviews = OpenReviews(root, clock)
        self._actor = actor
        self._clock = clock
        self._token = secrets.token_urlsafe(32)
        super().__init__(port, report, Writer, words)

    def answer(self, request: Request) -> Answer:
        """The page asked for, or what came of a form."""
        found = self._posted(request) if request.method == "POST" else self._page(request)
        return replace(found, headers={**HEADERS, **found.headers})

    def failure(self, error: WorkflowError) -> Answer:
        """The page that says what cannot be read, or why nothing was written."""
        status, title = HTTPStatus.INTERNAL_SERVER_ERROR, phrase("This cannot be shown")
        if error.file is None:  # it is what was asked for, not what is on disk
            status, title = _REFUSED.get(type(error), (status, title))
        page = pages.trouble(error, self.reviews.root, title, self.words)
        return Answer(status, page, headers=HEADERS)

    def _page(self, request: Request) -> Answer:
        path, query = request.path, dict(parse_qsl(request.query))
        if path == "/":
            found = pages.index(
                self.reviews.queue(), query.get("locale", ""), self.reviews.root, self.words
            )
            return Answer(HTTPStatus.OK, found)
        if file := _STATIC.fullmatch(path):
            data = pages.static(file[1])
            return Answer(HTTPStatus.OK, data, content_type(path)) if data else self._missing()
        place = self._place(path)
        if place is None:
            return self._missing()
        if path != place.path:
            location = f"{quote(place.path)}{f'?{request.query}' if request.query else ''}"
            return Answer(HTTPStatus.MOVED_PERMANENTLY, b"", headers={"Location": location})
        review = self.reviews.review(place.workspace, place.slug, place.locale)
        editor = pages.Editor(
            self._actor,
            self._token,
            not_editor(place.workspace, self._actor, place.locale),
        )
        return Answer(HTTPStatus.OK, pages.article(review, editor, query, self.words))

    def _place(self, path: str) -> _Place | None:
        """What a path names: ``/zh-Hans/slug/`` or ``/zh/slug``; None where there is no such."""
        found = _PAGE.fullmatch(path)
        if found is None:
            return None
        workspace = self.reviews.open()
        slug = found[2]
        locale = Locale.among(found[1], workspace.settings.target_locales)
        if locale is None or slug not in workspace.slugs():
            return None
        return _Place(workspace, slug, locale)

    def _posted(self, request: Request) -> Answer:
        form = read_form(request.body)
        if (refused := refusal(request.headers, form, self._token, self.words)) is not None:
            return refused
        place = self._place(request.path)
        if place is None:
            return self._not_allowed()
        act = {"approve": self._approve, "withdraw": self._withdraw}.get(form.get("act", ""))
        if act is None:
            return self._bad()
        location = f"{quote(place.path)}?said={act(place, form).result}"
        return Answer(HTTPStatus.SEE_OTHER, b"", headers={"Location": location})

    def _approve(self, place: _Place, form: Mapping[str, str]) -> Outcome:
        seen = Seen(*(form.get(name, "") for name in Seen._fields))
        word = self._word(form)
        return _only(approve(place.workspace, (place.slug,), (place.locale,), word, seen=seen))

    def _withdraw(self, place: _Place, form: Mapping[str, str]) -> Outcome:
        word = self._word(form)
        return _only(withdraw(place.workspace, (place.slug,), (place.locale,), word))

    def _word(self, form: Mapping[str, str]) -> Word:
        return Word(self._actor, self._clock(), " ".join(form.get("note", "").split()))

    def _missing(self) -> Answer:
        page = message(phrase("Not found"), phrase("There is no such page."), self.words)
        return Answer(HTTPStatus.NOT_FOUND, page)

    def _bad(self) -> Answer:
        text = phrase("The form does not say what to do. Nothing was done.")
        return Answer(HTTPStatus.BAD_REQUEST, message(phrase("Not understood"), text, self.words))

    def _not_allowed(self) -> Answer:
        text = phrase("Nothing can be sent to this page.")
        page = message(phrase("Not found"), text, self.words)
        return Answer(HTTPStatus.METHOD_NOT_ALLOWED, page, headers={"Allow": "GET, HEAD"})


def _only(found: Outcomes) -> Outcome:
    raise_all(found.unread)
    return found.outcomes[0]
