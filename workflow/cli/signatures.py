"""`workflow review verify`: whether words are signed by those who are said to have said them."""

from __future__ import annotations

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    pass_app,
    progress,
    screen,
    show,
)
from workflow.errors import WorkflowError, raise_all
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.reports import contract, proof_text


@click.command(epilog="Example: workflow review verify nanning-workshop --format json")
@articles_argument
@locale_option
@format_option("table", "json")
@pass_app
def verify(app: App, articles: tuple[str, ...], locales: tuple[Locale, ...], output: str) -> None:
    """Verify the signature of every event in the review logs of ARTICLEs (default: all).

    With the keys of the file of allowed signers, as they were at the time of each event. The
    last column tells whether the event counts, and why not. Where a signature is bad, or the
    settings want signatures and one is missing, the exit code is 1.
    """
    from workflow.flows.verify_words import verify_words

    errors: list[WorkflowError] = []
    chosen = app.workspace.readable(articles, errors)
    with progress(phrase("Verifying"), len(chosen)) as advance:
        found = verify_words(app.workspace, chosen, locales, advance)
    if output == "json":
        emit_json(contract.review_verify(found, words()))
    elif found.rows:
        show(screen().table(proof_text.COLUMNS, list(map(proof_text.cells, found.rows))))
    note(proof_text.summary(found.rows))
    raise_all([*errors, *found.errors, *proof_text.wrong(found.rows)])
