"""What a browser is shown: the queue, an article, and the files that pages load."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from pathlib import Path
from threading import Lock
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from workflow.errors import WorkflowError, gathered
from workflow.files.clock import machine_time
from workflow.flows.memory_search import SearchOptions, search
from workflow.flows.other_texts import other_texts
from workflow.flows.preview import Preview
from workflow.flows.queue import Place
from workflow.flows.text_search import search_texts
from workflow.flows.word import refusal as not_editor
from workflow.memory import Match
from workflow.model import ArticleAction, Locale, MessageAction
from workflow.model.message_event import source_of
from workflow.project.workspace import Workspace
from workflow.review.policy import TAKE, may
from workflow.web import article_page as pages
from workflow.web import queue_page
from workflow.web.answer import Answer, answer, content_type
from workflow.web.article_page import Editor
from workflow.web.desk import Desk
from workflow.web.filling import path, render, static
from workflow.web.gate import Visitor, visitor_of
from workflow.web.open_reviews import OpenReviews

SHOWN = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""The policy of a page as it would stand on the site: nothing runs there."""
MOST_HITS = 200
"""Messages that a search shows."""
_STATIC = re.compile(r"[a-z]+\.(?:css|js|svg)")
_PAGE = re.compile(r"/([A-Za-z0-9_-]+)/(.+?)(/?)")


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of an article's page means."""

    workspace: Workspace
    slug: str
    locale: Locale

    @property
    def path(self) -> str:
        """Its one spelling, not escaped."""
        return path(self.locale, self.slug)


def address_of(reviews: OpenReviews, path: str) -> Address | None:
    """What a path names: ``/zh-Hans/slug/`` or ``/zh/slug``; None where there is no such.

    A slug is one that the project has, so that no path, however it is written, leads out of it.
    """
    found = _PAGE.fullmatch(path)
    if found is None:
        return None
    workspace = reviews.open()
    slug = found[2]
    locale = Locale.among(found[1], workspace.settings.target_locales)
    if locale is None or slug not in workspace.sources:
        return None
    return Address(workspace, slug, locale)


def editor_of(place: Address, visitor: Visitor) -> Editor:
    """What the settings let a visitor do with an article."""
    settings, actor = place.workspace.settings, visitor.actor
    acts = (*MessageAction, ArticleAction.ASSIGN, TAKE)
    able = (
        str(act) for act in acts if may(settings.roles, settings.review, actor, act, place.locale)
    )
    barred = not_editor(place.workspace, actor, place.locale)
    return Editor(actor, visitor.token, barred, frozenset(able))


class Views:
    """The pages of one project; safe to share between threads."""

    def __init__(self, reviews: OpenReviews) -> None:
        self._reviews = reviews
        self._asking = Lock()
        self._pages: dict[str, bytes] = {}
        self._media: dict[str, Path] = {}
        """What pages that were shown load."""

    def queue(self, request: Request) -> Response:
        """All there is to review, or the part that the address asks for."""
        visitor, query = visitor_of(request), dict(request.query_params)
        queue, root = self._reviews.queue(), self._reviews.root
        return html(queue_page.index(queue, query, visitor.actor, root, visitor.words))

    def static(self, request: Request) -> Response:
        """A style, script or picture of the pages themselves."""
        name = request.path_params["name"]
        data = static(name) if _STATIC.fullmatch(name) else None
        if data is None:
            raise HTTPException(404)
        return Response(data, headers={"Content-Type": content_type(name)})

    def article(self, request: Request) -> Response:
        """One article in one language; in any other spelling, the way there."""
        asked: str = request.scope["path"]
        found = address_of(self._reviews, asked)
        if found is None:
            raise HTTPException(404)
        if asked != found.path:
            query = request.url.query
            return RedirectResponse(f"{quote(found.path)}{f'?{query}' if query else ''}", 301)
        visitor, words = visitor_of(request), visitor_of(request).words
        desk = self._reviews.desk(found.workspace, found.slug, found.locale)
        editor, values = editor_of(found, visitor), dict(request.query_params)
        if "unit" not in values:
            return html(pages.article(desk, editor, values, words))
        number = desk.numbers.get(values["unit"])
        if number is None:
            raise HTTPException(404)
        said, part = pages.outcome(desk, values.get("said", "")), values.get("part", "")
        known = self._known(desk, number) if "more" in values or part == "more" else {}
        return html(pages.unit(desk, editor, number, words, outcome=said, part=part, **known))

    def _known(self, desk: Desk, number: int) -> dict[str, object]:
        """What takes longer to find: what the memory has, and what the message said before."""
        message, workspace = desk.messages[number - 1], desk.translation.workspace
        pair = (desk.article.locale, desk.locale)
        matches: tuple[Match, ...] = ()
        errors: list[WorkflowError] = []
        with self._asking, gathered(errors):  # a memory that is not there has nothing
            matches, _ = search(
                workspace,
                message.msgid,
                pair,
                SearchOptions(limit=5),
                now=workspace.now or machine_time(),
                progress=lambda _label, _length: nullcontext(lambda _steps: None),
            )
        return {"matches": matches, "others": other_texts(desk.translation, message)}

    def page(self, request: Request) -> Response:
        """An article as it would stand on the site, drafts included, or what that page shows."""
        asked: str = request.path_params["path"]
        media = asked.partition("media/")[2] if asked.startswith("media/") else ""
        place = None if media else address_of(self._reviews, f"/{asked}")
        if place is not None:
            desk = self._reviews.desk(place.workspace, place.slug, place.locale)
            shown = answer(f"{place.path}".lstrip("/"), desk.page)
            self._pages.update(desk.page.pages)
            self._media.update(desk.page.media)
            return _shown(shown)
        known = Preview(self._pages, self._media)
        return _shown(answer(asked, known))

    def next_article(self, request: Request) -> Response:
        """Where the next article is that is not approved in the same language, as JSON."""
        found = address_of(self._reviews, "/" + request.path_params["path"])
        if found is None:
            raise HTTPException(404)
        entries = [each for each in self._reviews.queue().entries if each.locale == found.locale]
        slugs = [each.slug for each in entries]
        at = slugs.index(found.slug) if found.slug in slugs else -1
        rest = (*entries[at + 1 :], *entries[: max(at, 0)])
        open_ = (each for each in rest if each.place in (Place.READY, Place.WORK))
        following = next(open_, None)
        return JSONResponse(
            {"path": quote(path(found.locale, following.slug)) if following else "/"}
        )

    def search(self, request: Request) -> Response:
        """Messages anywhere that have a text."""
        words, text = visitor_of(request).words, request.query_params.get("q", "").strip()[:200]
        workspace = self._reviews.open()
        locales = workspace.settings.target_locales
        chosen = Locale.among(request.query_params.get("locale", ""), locales)
        found = search_texts(workspace, text, (chosen,) if chosen else ()) if text else ()
        hits = list(islice(found, MOST_HITS + 1))
        return html(
            render(
                words,
                "search.html.j2",
                text=text,
                hits=hits[:MOST_HITS],
                names=[source_of(each.message.key) for each in hits],
                more=len(hits) > MOST_HITS,
                locales=locales,
                chosen=chosen,
            )
        )


def _shown(found: Answer) -> Response:
    headers = {"Content-Type": found.type, "Content-Security-Policy": SHOWN, **found.headers}
    return Response(found.body, found.status, headers)


def html(text: str, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A page, in UTF-8."""
    return Response(text, status, media_type="text/html")
