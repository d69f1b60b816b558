"""`workflow explain`: where a text comes from."""

from __future__ import annotations

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    emit_json,
    format_option,
    note,
    now,
    own_locale,
    pass_app,
    progress,
    screen,
    show,
)
from workflow.model import Locale
from workflow.reports import contract


@click.command(epilog="Example: workflow explain nanning-workshop 3 --locale zh")
@click.argument("article", metavar="ARTICLE")
@click.argument("message", metavar="MESSAGE")
@click.option(
    "-l", "--locale", required=True, metavar="LOCALE", callback=own_locale, help="Which language."
)
@format_option("text", "json")
@pass_app
def explain(app: App, *, article: str, message: str, locale: Locale, output: str) -> None:
    """Tell the whole life of MESSAGE (its number or its source text) of ARTICLE.

    What its source went through, the engine or memory that drafted it, who edited, judged and
    approved it, what the checks find and who waived it, who wrote its lines by git, the texts
    it had before, what the memory has that is like it, and in which releases readers get it.
    """
    from workflow.flows.explain import life_of, likes_of
    from workflow.reports import explanation
    from workflow.reports.side_by_side import side_by_side
    from workflow.review.listing import chosen

    (found,) = app.workspace.select((article,))
    side = side_by_side(app.workspace, found, locale)
    translation = side.translation
    (asked,) = chosen(translation.messages, (message,))
    unit = next(each for each in side.units if each.message.key == asked.key)
    matches, notes = likes_of(translation, asked, now=now(), progress=progress)
    life = life_of(translation, asked)
    if output == "json":
        emit_json(contract.explain(side, unit, life, matches, words()))
    else:
        show(explanation.as_text(side, unit, life, matches, screen()))
    for line in (*notes, *life.notes):
        note(line)
