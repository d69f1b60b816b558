"""`workflow import-translations`: what translators' tools give back."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    acting,
    actor_option,
    emit_json,
    format_option,
    pass_app,
    progress,
    say,
    screen,
    show,
)
from workflow.errors import raise_all
from workflow.model.phrase import phrase
from workflow.reports import contract, exchange_text


@click.command("import-translations")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@actor_option
@click.option("--dry-run", is_flag=True, help="List, and write nothing.")
@format_option("text", "json")
@pass_app
def import_translations(
    app: App, *, files: tuple[Path, ...], actor: str, dry_run: bool, output: str
) -> None:
    """Take in texts that translators' tools edited.

    FILE is one that `workflow export` wrote and somebody edited. What is as it was changes
    nothing. A new text is taken where the translation is still the one that was handed out;
    where somebody changed it meanwhile, ours stays and theirs becomes a suggestion. Where the
    source changed, theirs is taken as fuzzy, beside the source it was made of. New notes become
    comments. A state of “final” or “approved” approves nothing: people do that.

    What cannot be taken is listed with both texts, and the exit code is 1. Taking a file in
    again changes nothing. Events are written in your name.

    \b
    Examples:
      workflow import-translations nanning.zh.xlf
      workflow import-translations back/*.xlf --dry-run
      workflow import-translations zh.xlf --actor aline@example.org --format json
    """
    from workflow.flows.import_translations import import_translations as take_in
    from workflow.flows.word import Word

    with progress(phrase("Importing"), len(files)) as advance:
        found = take_in(
            app.workspace, files, Word(actor, acting()), write=not dry_run, done=advance
        )
    if output == "json":
        told = contract.translations_import(found.rows, found.unchanged, words(), dry_run=dry_run)
        emit_json(told)
    else:
        if found.rows:
            show(screen().table(exchange_text.COLUMNS, list(map(exchange_text.cells, found.rows))))
        say(exchange_text.both_texts(found.rows))
        if not dry_run:
            say(exchange_text.taken(found.rows, found.unchanged))
    raise_all([*found.errors, *exchange_text.refusals(found.rows)])
