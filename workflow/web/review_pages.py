"""The pages of the review, in UTF-8: values in, HTML out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workflow.errors import ErrorGroup, ReviewError, WorkflowError
from workflow.flows.queue import (
    Place,
    Queue,
)
from workflow.model import Locale, State
from workflow.reports.blockers import in_words
from workflow.reports.side_by_side import SideBySide
from workflow.review.outcome import Result
from workflow.web.highlighted import (
    difference,
    marked,
)

OUTCOMES: Mapping[str, tuple[str, str]] = {
    Result.APPROVED: ("good", "Approved. The texts below are what your word binds."),
    Result.WITHDRAWN: ("good", "The approval is withdrawn."),
    Result.NOTHING: ("plain", "There was nothing to do: see where it stands."),
    Result.CHANGED: (
        "bad",
        "Not approved: the texts or an image changed meanwhile. All is shown as it is now; look "
        "at it, then approve.",
    ),
    Result.REFUSED: ("bad", "Not approved: it is not ready. What is in the way is said here."),
}
"""What came of a form, a word in the address → (how it looks, what it says)."""
STATES: Mapping[State, str] = {State.MACHINE: "machine draft"}
"""States that people call otherwise."""


@dataclass(frozen=True, slots=True)
class Editor:
    """Who looks at a page, and may or may not say a word."""

    actor: str
    token: str
    """What a form has to bring."""
    barred: ReviewError | None
    """Why not, if not."""


def index(queue: Queue, tag: str, root: Path) -> bytes:
    """The list of all there is to review; ``tag`` narrows it to one language.

    ``root`` is the project's folder, to which places of errors are relative.
    """
    chosen = Locale.among(tag, queue.locales)
    return _render(
        "index.html.j2",
        places=[(place, queue.at(place, chosen)) for place in Place],
        locales=[(each, len(_of(queue, each))) for each in queue.locales],
        total=len(queue.entries),
        chosen=chosen,
        root=root,
    )


def article(review: SideBySide, editor: Editor, query: Mapping[str, str]) -> bytes:
    """One article side by side; ``query`` may have a filter (``show``), an outcome (``said``)."""
    attention = query.get("show") == "attention"
    return _render(
        "article.html.j2",
        review=review,
        found=review.translation,
        advice=review.advice,
        editor=editor,
        units=review.attention if attention else review.units,
        attention=attention,
        outcome=_outcome(review, query.get("said", "")),
        here=path(review.locale, review.article.slug),
    )


def trouble(error: WorkflowError, root: Path, title: str) -> bytes:
    """The page that says what is wrong, where, and what to do."""
    errors = error.errors if isinstance(error, ErrorGroup) else (error,)
    return _render("trouble.html.j2", errors=errors, root=root, title=title)


def path(locale: Locale, slug: str) -> str:
    """Where an article's page is, not escaped for an address."""
    return f"/{locale.bcp47}/{slug}/"


@cache
def static(name: str) -> bytes | None:
    """A file of ``workflow/web/static``; None where there is none of that name."""
    file = files("workflow.web").joinpath("static", name)
    return file.read_bytes() if file.is_file() else None


def _outcome(review: SideBySide, said: str) -> tuple[str, str] | None:
    """What came of a form, where that is still so: an address lives longer than an approval."""
    found = review.translation
    holds: dict[str, bool] = {
        Result.APPROVED: found.standing.approved,
        Result.WITHDRAWN: review.last is not None and not review.withdrawable,
        Result.CHANGED: not found.standing.approved,
        Result.REFUSED: bool(found.unready),
        Result.NOTHING: True,
    }
    return OUTCOMES[said] if holds.get(said, False) else None


def _of(queue: Queue, locale: Locale) -> list[object]:
    return [each for each in queue.entries if each.locale == locale]


def _render(template: str, **values: object) -> bytes:
    return _environment().get_template(template).render(**values).encode("utf-8", "replace")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("workflow.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "marked": marked,
        "difference": difference,
        "language": lambda locale: locale.display_name(Locale("en")),
        "lang": _lang,
        "link": lambda locale, slug: quote(path(locale, slug)),
        "state": lambda state: STATES.get(state, str(state)),
        "kind": lambda kind: kind.removeprefix("front matter: "),
        "day": lambda time: time[:10],
        "where": _where,
        "in_words": in_words,
    }
    return environment


def _lang(locale: Locale) -> Markup:
    """Attributes of an element whose text is in ``locale``, so that it gets its glyphs."""
    return Markup('lang="{}" dir="{}"').format(locale.bcp47, locale.direction)


def _where(error: WorkflowError, root: Path) -> str:
    """Where an error is, relative to the project."""
    return error.location.removeprefix(f"{root}/")
