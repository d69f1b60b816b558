"""How the templates of the review page are filled: filters, and words in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workflow.errors import WorkflowError
from workflow.flows.queue import Place
from workflow.merge.changes import compared
from workflow.model import Locale, State
from workflow.model.phrase import Phrase, listed, named, phrase, phrases, together
from workflow.reports import discussion_text
from workflow.reports.blockers import in_words
from workflow.reports.error_kinds import error_kind, severity_name
from workflow.reports.findings import SEVERITIES
from workflow.reports.i18n import Words
from workflow.reports.review_text import estimated, noted
from workflow.review.fold import Standing
from workflow.web.markup import capital, coded, difference, lang, marked, worded

_PLACES: Mapping[Place, Phrase] = {
    Place.BROKEN: phrase("cannot be read"),
    Place.READY: phrase("can be approved"),
    Place.WORK: phrase("in work"),
    Place.APPROVED: phrase("approved"),
}


def render(words: Words, template: str, **values: object) -> str:
    """A template of the room, filled."""
    page = _environment(words.language).get_template(template).render(**values)
    # What is no Unicode text (half a surrogate pair, of a damaged file's name) is shown as ?.
    return page.encode("utf-8", "replace").decode()


def path(locale: Locale, slug: str) -> str:
    """Where an article's page is, not escaped for an address."""
    return f"/{locale.bcp47}/{slug}/"


@cache
def static(name: str) -> bytes | None:
    """A file of ``workflow/web/static``; None where there is none of that name."""
    file = files("workflow.web").joinpath("static", name)
    return file.read_bytes() if file.is_file() else None


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
        "said": words,
    }
    environment.filters |= {
        "marked": partial(marked, words=words),
        "coded": partial(coded, words=words),
        "compared": lambda before, after: tuple(compared(before, after)),
        "difference": difference,
        "language": lambda other: other.display_name(locale),
        "lang": lang,
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
        "in_a_sentence": discussion_text.in_words,
        "error_kind": error_kind,
        "severity_name": severity_name,
    }
    return environment


def _state(state: State) -> str:
    return phrase("machine draft") if state is State.MACHINE else named(str(state))


def _kind(kind: str) -> str:
    """What a segment is; of a field of the front matter its name."""
    return named(kind.removeprefix("front matter: "))


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


def _where(error: WorkflowError, root: Path) -> str:
    """Where an error is, relative to the project."""
    return error.location.removeprefix(f"{root}/")
