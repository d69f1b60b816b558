"""How far each translation is, as one HTML file that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from workflow.model import Locale, State
from workflow.model.phrase import named, phrase
from workflow.reports.i18n import Words
from workflow.reports.publication import percentage, ready, way
from workflow.review.row import Row

_TITLE = phrase("How far each translation is")
_NOTHING = phrase("There is no translation to report on.")
_LANGUAGE = phrase("Language")
_DONE = phrase("Translated")
_WORDS = phrase("words left")
_WAY = phrase("For a release")


def progress_page(rows: Sequence[Row], words: Words) -> str:
    """The page, in the language of ``words``; ``rows`` are those of `workflow status`.

    A table with the languages of each article, on a narrow screen a card an article. It loads
    nothing, runs no script, and can be printed, mailed or put on a web server.
    """
    states = [state for state in State if any(row.states[state] for row in rows)]
    environment = Environment(
        loader=PackageLoader("workflow.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    reader = Locale.parse(words.language)
    environment.filters["language"] = lambda name: Locale.parse(name).display_name(reader)
    environment.filters["way"] = way
    environment.filters["percentage"] = percentage
    names = {state: named(str(state)) for state in states}
    return environment.get_template("progress.html.j2").render(
        rows=rows,
        words=words,
        title=_TITLE,
        nothing=_NOTHING,
        ready=ready(rows),
        states=states,
        state_names=names,
        names=[_LANGUAGE, _DONE, *names.values(), _WORDS, _WAY],
        numbers=[*names.values(), _WORDS],
    )
