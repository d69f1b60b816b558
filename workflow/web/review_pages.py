"""The pages of the review, in UTF-8: values in, HTML out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from workflow.errors import ErrorGroup, ReviewError, WorkflowError
from workflow.flows.queue import (
    Place,
    Queue,
)
from workflow.merge.changes import Kind
from workflow.model import Locale, State
from workflow.model.phrase import Phrase, listed, named, phrase, phrases, together
from workflow.reports.blockers import in_words
from workflow.reports.findings import SEVERITIES
from workflow.reports.i18n import ENGLISH, Words
from workflow.reports.review_text import estimated, noted
from workflow.reports.side_by_side import SideBySide
from workflow.review.fold import Standing
from workflow.review.highlights import (
    MarkKind,
    Piece,
)
from workflow.review.outcome import Result

OUTCOMES: Mapping[str, tuple[str, Phrase]] = {
    Result.APPROVED: ("good", phrase("Approved. The texts below are what your word binds.")),
    Result.WITHDRAWN: ("good", phrase("The approval is withdrawn.")),
    Result.NOTHING: ("plain", phrase("There was nothing to do: see where it stands.")),
    Result.CHANGED: (
        "bad",
        phrase(
            "Not approved: the texts or an image changed meanwhile. All is shown as it is now; "
            "look at it, then approve."
        ),
    ),
    Result.REFUSED: (
        "bad",
        phrase("Not approved: it is not ready. What is in the way is said here."),
    ),
}
"""What came of a form, a word in the address → (how it looks, what it says)."""
_PLACES: Mapping[Place, Phrase] = {
    Place.BROKEN: phrase("cannot be read"),
    Place.READY: phrase("can be approved"),
    Place.WORK: phrase("in work"),
    Place.APPROVED: phrase("approved"),
}


@dataclass(frozen=True, slots=True)
class Editor:
    """Who looks at a page, and may or may not say a word."""

    actor: str
    token: str
    """What a form has to bring."""
    barred: ReviewError | None
    """Why not, if not."""


def index(queue: Queue, tag: str, root: Path, words: Words) -> bytes:
    """The list of all there is to review; ``tag`` narrows it to one language.

    ``root`` is the project's folder, to which places of errors are relative.
    """
    chosen = Locale.among(tag, queue.locales)
    return _render(
        words,
        "index.html.j2",
        places=[(place, queue.at(place, chosen)) for place in Place],
        locales=[(each, len(_of(queue, each))) for each in queue.locales],
        total=len(queue.entries),
        chosen=chosen,
        root=root,
    )


def article(review: SideBySide, editor: Editor, query: Mapping[str, str], words: Words) -> bytes:
    """One article side by side; ``query`` may have a filter (``show``), an outcome (``said``)."""
    show = query.get("show", "")
    units = {"attention": review.attention, "drafts": review.drafts}.get(show, review.units)
    return _render(
        words,
        "article.html.j2",
        review=review,
        found=review.translation,
        editor=editor,
        units=units,
        show=show,
        outcome=_outcome(review, query.get("said", "")),
        here=path(review.locale, review.article.slug),
    )


def trouble(error: WorkflowError, root: Path, title: str, words: Words) -> bytes:
    """The page that says what is wrong, where, and what to do."""
    errors = error.errors if isinstance(error, ErrorGroup) else (error,)
    return _render(words, "trouble.html.j2", errors=errors, root=root, title=title)


def path(locale: Locale, slug: str) -> str:
    """Where an article's page is, not escaped for an address."""
    return f"/{locale.bcp47}/{slug}/"


@cache
def static(name: str) -> bytes | None:
    """A file of ``workflow/web/static``; None where there is none of that name."""
    file = files("workflow.web").joinpath("static", name)
    return file.read_bytes() if file.is_file() else None


def _outcome(review: SideBySide, said: str) -> tuple[str, Phrase] | None:
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


def _render(words: Words, template: str, **values: object) -> bytes:
    page = _environment(words.language).get_template(template).render(**values)
    return page.encode("utf-8", "replace")


@cache
def _environment(language: str) -> Environment:
    words, locale = Words(language), Locale(language)
    environment = Environment(
        loader=PackageLoader("workflow.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=partial(worded, words),
    )
    environment.globals |= {
        "phrase": phrase,
        "phrases": phrases,
        "listed": listed,
        "together": together,
        "language_tag": locale.bcp47,
    }
    environment.filters |= {
        "marked": partial(marked, words=words),
        "coded": partial(coded, words=words),
        "difference": difference,
        "language": lambda other: other.display_name(locale),
        "lang": _lang,
        "link": lambda target, slug: quote(path(target, slug)),
        "named": lambda value: named(str(value)),
        "state": _state,
        "kind": _kind,
        "severity": SEVERITIES.__getitem__,
        "place": lambda place: capital(words(_PLACES[place])),
        "capital": lambda text: capital(words(text)),
        "sentence": lambda text: phrase("{sentence}.", sentence=capital(words(text))),
        "spoken": _spoken,
        "approved_on": _approved_on,
        "where": _where,
        "estimated": estimated,
        "noted": noted,
        "in_words": in_words,
    }
    return environment


def capital(text: str) -> str:
    """``text`` with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _state(state: State) -> str:
    return phrase("machine draft") if state is State.MACHINE else named(str(state))


def _kind(kind: str) -> str:
    """What a segment is; of a field of the front matter its name."""
    field = kind.removeprefix("front matter: ")
    return named(kind) if field == kind else field


def _spoken(stand: Standing) -> Phrase:
    """Who approved, and when, in a list."""
    actor, date = stand.by, stand.time[:10]
    if stand.carried_over:
        return phrase("Carried over by {actor} on {date}", actor=actor, date=date)
    return phrase("Approved by {actor} on {date}", actor=actor, date=date)


def _approved_on(stand: Standing) -> Phrase:
    """The same, with the time for programs."""
    time = Markup('<time datetime="{}">{}</time>').format(stand.time, stand.time[:10])
    return phrase("Approved by {actor} on {date}", actor=stand.by, date=time)


def _lang(locale: Locale) -> Markup:
    """Attributes of an element whose text is in ``locale``, so that it gets its glyphs."""
    return Markup('lang="{}" dir="{}"').format(locale.bcp47, locale.direction)


def _where(error: WorkflowError, root: Path) -> str:
    """Where an error is, relative to the project."""
    return error.location.removeprefix(f"{root}/")


_ELEMENTS: Mapping[MarkKind, str] = {
    MarkKind.TERM: "mark",
    MarkKind.FOLLOWED: "mark",
    MarkKind.FORBIDDEN: "mark",
}
"""What a mark is in HTML; any other is a ``span``."""
_IN_BACKQUOTES = re.compile("`([^`]+)`")
_CONTEXT = 60
"""Characters shown beside a change."""
_CHANGES: Mapping[Kind, str] = {"removed": "del", "added": "ins"}


def worded(words: Words, value: object) -> object:
    """A phrase in the reader's language, its parts escaped unless they are HTML; else the value."""
    if not isinstance(value, Phrase):
        return value
    params = {name: _part(words, part) for name, part in value.params.items()}
    return escape(words.template(value)).format_map(params)


def coded(value: str, words: Words = ENGLISH) -> object:
    """As :func:`worded`, with what stands in backquotes as code; not those of its parts."""
    if not isinstance(value, Phrase):
        return value
    params = {name: _part(words, part) for name, part in value.params.items()}
    pieces = _IN_BACKQUOTES.split(words.template(value))
    template = Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else escape(piece)
        for place, piece in enumerate(pieces)
    )
    return template.format_map(params)


def _part(words: Words, part: object) -> object:
    return words.number(part) if isinstance(part, int | float) else worded(words, part)


def marked(pieces: Iterable[Piece], words: Words = ENGLISH) -> Markup:
    """The text with its marks: less the tags, it is the text itself."""
    return Markup("").join(_piece(words, piece) for piece in pieces)


def difference(pieces: Sequence[tuple[Kind, str]]) -> Markup:
    """Two texts in one, with ``del`` and ``ins``; of long units they share, the ends only."""
    parts = []
    for index, (kind, text) in enumerate(pieces):
        if kind in _CHANGES:
            parts.append(Markup("<{0}>{1}</{0}>").format(_CHANGES[kind], text))
        else:
            parts.append(escape(_shortened(text, index == 0, index == len(pieces) - 1)))
    return Markup("").join(parts)


def _shortened(text: str, first: bool, last: bool) -> str:
    """What both texts have, cut down to what stands next to a change."""
    if len(text) <= 2 * _CONTEXT:
        return text
    before = "" if first else text[:_CONTEXT].rsplit(maxsplit=1)[0] + " "
    after = "" if last else text[-_CONTEXT:].split(maxsplit=1)[-1]
    return f"{before}…{' ' if after else ''}{after}"


def _piece(words: Words, piece: Piece) -> Markup:
    html = escape(piece.text)
    for mark in reversed(piece.marks):
        element = _ELEMENTS.get(mark.kind, "span")
        label = words(mark.label)
        title = Markup(' title="{}"').format(label) if label else ""
        html = Markup('<{0} class="{1}"{2}>{3}</{0}>').format(element, mark.kind, title, html)
    return html
