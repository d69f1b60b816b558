"""What a browser is shown: the queue, an article, and the files that pages load."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from workflow.flows.word import refusal as not_editor
from workflow.model import Locale
from workflow.project.workspace import Workspace
from workflow.web import review_pages as pages
from workflow.web.answer import content_type
from workflow.web.gate import visitor_of
from workflow.web.open_reviews import OpenReviews

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
        return pages.path(self.locale, self.slug)


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
    if locale is None or slug not in workspace.slugs():
        return None
    return Address(workspace, slug, locale)


class Views:
    """The pages of one project; safe to share between threads."""

    def __init__(self, reviews: OpenReviews) -> None:
        self._reviews = reviews

    def queue(self, request: Request) -> Response:
        """All there is to review."""
        tag = request.query_params.get("locale", "")
        words = visitor_of(request).words
        return _page(pages.index(self._reviews.queue(), tag, self._reviews.root, words))

    def static(self, request: Request) -> Response:
        """A style, script or picture of the pages themselves."""
        name = request.path_params["name"]
        data = pages.static(name) if _STATIC.fullmatch(name) else None
        if data is None:
            raise HTTPException(404)
        return Response(data, headers={"Content-Type": content_type(name)})

    def article(self, request: Request) -> Response:
        """One article in one language; in any other spelling, the way there."""
        found = address_of(self._reviews, _path(request))
        if found is None:
            raise HTTPException(404)
        if _path(request) != found.path:
            query = request.url.query
            return RedirectResponse(f"{quote(found.path)}{f'?{query}' if query else ''}", 301)
        visitor = visitor_of(request)
        review = self._reviews.review(found.workspace, found.slug, found.locale)
        barred = not_editor(found.workspace, visitor.actor, found.locale)
        editor = pages.Editor(visitor.actor, visitor.token, barred)
        return _page(pages.article(review, editor, dict(request.query_params), visitor.words))


def _path(request: Request) -> str:
    """The path that was asked for, its escapes read."""
    path: str = request.scope["path"]
    return path


def _page(text: bytes) -> Response:
    return Response(text, media_type="text/html")
