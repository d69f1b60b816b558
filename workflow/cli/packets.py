"""`workflow review packet` and `workflow review import`: review without the tool."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.boundary import words
from workflow.cli.commenters import article_argument, language_option
from workflow.cli.common import (
    App,
    acting,
    actor_option,
    emit_json,
    format_option,
    note,
    on_terminal,
    pass_app,
    progress,
    say,
    screen,
    show,
)
from workflow.errors import ConfigError, LocaleError, NotReadyError, raise_all
from workflow.files.atomic import held, save
from workflow.model import Locale
from workflow.model.phrase import phrase, phrases
from workflow.reports import contract, import_text
from workflow.review.outcome import Result

if TYPE_CHECKING:
    from workflow.web.desk import Desk


@click.command(
    "packet",
    epilog="Example: workflow review packet nanning-workshop --locale zh -o nanning.zh.html",
)
@article_argument
@language_option
@click.option(
    "-o",
    "--output",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it (default: ARTICLE.LOCALE.html or .docx here).",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(("html", "docx")),
    default="html",
    show_default=True,
    help="What to write.",
)
@pass_app
def packet_command(
    app: App, *, article: str, locale: Locale, target: Path | None, kind: str
) -> None:
    """Write ARTICLE in a language as one file for a reviewer who does not have this program.

    One HTML file that any browser opens, without a network: source, translation, the page as it
    will be, changes since the last approval, findings, terms, comments. The reviewer accepts,
    rejects, comments and edits there, and saves a small file that `workflow review import` reads.

    With --format docx a document of three columns for a word processor: source, translation,
    decision. What is written there comes back by `workflow review import`, too. It needs the
    extra: pip install workflow[docx].

    The packet has the texts as they are now; what is decided on them is taken where they still are
    the same.
    """
    from workflow.web.desk import Checked, Desk

    workspace = app.workspace
    (found,) = workspace.select((article,))
    if locale not in workspace.targets(found, (locale,)):
        raise LocaleError(
            phrase(
                "{article} is written in {locale}, not translated to it",
                article=found.slug,
                locale=locale,
            )
        )
    with progress(phrase("Making the packet"), 1) as advance:
        translation = workspace.translation(found, locale)
        desk = Desk(translation, Checked.of(translation))
        made = acting().strftime("%Y-%m-%dT%H:%M:%SZ")
        data = _docx(desk, made) if kind == "docx" else _page(desk, made)
        advance(1)
    path = target or Path(f"{found.slug}.{locale.name}.{kind}")
    save(path, held(path), data)
    note(phrase("written: {file}", file=path))


def _page(desk: Desk, made: str) -> bytes:
    from workflow.web.packet_page import packet_page

    return packet_page(desk, made, words()).encode()


def _docx(desk: Desk, made: str) -> bytes:
    from workflow.web.packet_page import head_of

    try:
        from workflow.reports.docx_packet import DocxPacket, docx_packet
    except ModuleNotFoundError as error:
        raise ConfigError(
            phrase("DOCX needs python-docx, which is not installed"),
            hint=phrase("Install it: `pip install 'workflow[docx]'`"),
        ) from error
    units = tuple(desk.units(range(1, len(desk.messages) + 1)))
    packet = DocxPacket(head_of(desk, made), desk.title, desk.article.locale, desk.locale, units)
    return docx_packet(packet, words())


@click.command(
    "import",
    epilog="Example: workflow review import nanning-workshop.zh.review.json "
    "--actor aline@example.org --dry-run",
)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@actor_option
@click.option("--dry-run", is_flag=True, help="List, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@format_option("text", "json")
@pass_app
def import_command(
    app: App, *, files: tuple[Path, ...], actor: str, dry_run: bool, yes: bool, output: str
) -> None:
    """Take in the reviews that were saved from packets, or DOCX packets that came back.

    First a list of what comes of each decision, with one question: taken, there already, or not
    taken as the text is another by now; then both texts are shown, and the exit code is 1. A file
    that is damaged or of another project is refused as a whole. Taking it in again changes nothing.

    Events are written in your name, by what the settings let you do; the note in the log says whose
    review it was.
    """
    from workflow.flows.import_review import plan_import, take_in
    from workflow.flows.word import Word

    plan = plan_import(app.workspace, files, actor)
    steps = plan.steps
    if output == "text" and steps:
        show(screen().table(import_text.COLUMNS, list(map(import_text.cells, steps))))
    count = sum(each.result is Result.DONE for each in steps)
    if count and not dry_run:
        if not yes:
            _ask(count)
        with progress(phrase("Importing"), count) as advance:
            steps = take_in(app.workspace, plan, Word(actor, acting()), advance)
    if output == "json":
        emit_json(contract.review_import(steps, words(), dry_run=dry_run))
    else:
        say(import_text.both_texts(steps))
        if not dry_run:
            say(import_text.done(steps))
    raise_all([*plan.errors, *import_text.refusals(steps)])


def _ask(count: int) -> None:
    if not on_terminal():
        raise click.UsageError("Nobody can be asked here: look at --dry-run, then give --yes.")
    if not click.confirm(
        words()(phrases("Import {count} entry?", "Import {count} entries?", count)), err=True
    ):
        raise NotReadyError(phrase("nothing was imported"))
