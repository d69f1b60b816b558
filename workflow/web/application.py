"""The application behind the review page: which address leads where, and what goes wrong where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import cast

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from workflow.errors import ConfigError, LocaleError, NotReadyError, ReviewError, WorkflowError
from workflow.model.phrase import phrase
from workflow.reports.i18n import Words
from workflow.web.acts import Acts
from workflow.web.gate import form_of, page, visitor_of
from workflow.web.open_reviews import OpenReviews
from workflow.web.queue_page import trouble
from workflow.web.responses import Views, html
from workflow.web.to_sign import Waiting

_REFUSED = {
    ConfigError: (HTTPStatus.BAD_REQUEST, phrase("Nothing was done")),
    LocaleError: (HTTPStatus.NOT_FOUND, phrase("There is no such page")),
    ReviewError: (HTTPStatus.FORBIDDEN, phrase("Nothing was done")),
    NotReadyError: (HTTPStatus.CONFLICT, phrase("Nothing was done")),
}


def application(
    reviews: OpenReviews,
    clock: Callable[[], datetime],
    gate: Middleware,
    report: Callable[[str], None],
    words: Words,
    *,
    own_key: bool,
) -> Starlette:
    """The application behind ``gate``; what reads or writes files runs in threads.

    ``own_key``: whether the key that is known on this machine is that of who comes in.

    ``clock`` gives the time of a word, in UTC; ``report`` gets a line, in ``words``, for each
    request that met a defect.
    """
    views, waiting = Views(reviews), Waiting()
    acts = Acts(reviews, clock, own_key=own_key, waiting=waiting)

    async def posted(request: Request) -> Response:
        form = await form_of(request)
        if isinstance(form, Response):
            return form
        return await run_in_threadpool(acts.posted, request, form)

    async def defect(request: Request, error: Exception) -> Response:
        report(
            phrase(
                "internal error in the {server}: {kind}: {error}",
                server=phrase("review page"),
                kind=type(error).__name__,
                error=str(error),
            )
        )
        text = phrase("What went wrong is said in the terminal.")
        title = phrase("Internal error")
        return page(HTTPStatus.INTERNAL_SERVER_ERROR, title, text, words)

    def in_the_way(request: Request, error: Exception) -> Response:
        return _trouble(request, cast(WorkflowError, error), reviews)

    application = Starlette(
        routes=[
            Route("/", views.queue),
            Route("/static/{name}", views.static),
            Route("/search/", views.search),
            Route("/page/{path:path}", views.page),
            Route("/next/{path:path}", views.next_article),
            Route("/sign/{waiting}", waiting.page),
            Route("/sign/{waiting}/{name}", waiting.download),
            Route("/{path:path}", views.article, methods=["GET"]),
            Route("/{path:path}", posted, methods=["POST"]),
        ],
        middleware=[gate],
        exception_handlers={
            Exception: defect,
            HTTPException: _no_page,
            WorkflowError: in_the_way,
        },
    )
    application.router.redirect_slashes = False
    return application


def _trouble(request: Request, error: WorkflowError, reviews: OpenReviews) -> Response:
    """The page that says what cannot be read, or why nothing was written."""
    status, title = HTTPStatus.INTERNAL_SERVER_ERROR, phrase("This cannot be shown")
    if error.file is None:  # it is what was asked for, not what is on disk
        status, title = _REFUSED.get(type(error), (status, title))
    words = visitor_of(request).words
    return html(trouble(error, reviews.root, title, words), status)


async def _no_page(request: Request, error: Exception) -> Response:
    error = cast(HTTPException, error)
    title, text = phrase("Not found"), phrase("There is no such page.")
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        text = phrase("Nothing can be sent to this page.")
    found = page(HTTPStatus(error.status_code), title, text, visitor_of(request).words)
    found.headers.update(error.headers or {})
    return found
