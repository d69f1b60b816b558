"""`workflow tm`: the translation memory."""

from __future__ import annotations

import click

from workflow.cli.common import (
    App,
    emit_json,
    format_option,
    note,
    now,
    pass_app,
    progress,
    screen,
    show,
)
from workflow.cli.memory_exchange import (
    align_command,
    export_command,
    import_command,
    pair_options,
)
from workflow.model import Locale
from workflow.reports import contract


@click.group()
def tm() -> None:
    """Search what was translated before, bring it in and out.

    The translation memory is made from the project's catalogues and TMX files, and brought up
    to date by every command that asks it.

    \b
    Examples:
      workflow tm search "Un atelier de deux jours"
      workflow tm stats
    """


@tm.command(short_help="Search the memory for a text.")
@click.argument("text", metavar="TEXT")
@pair_options(
    "Language of TEXT (default: the project's source_locale).",
    "Language of the translations (default: the first target locale).",
)
@click.option(
    "--min",
    "least",
    type=click.IntRange(50, 100),
    metavar="PERCENT",
    help="Minimum match, in percent; 100: exact matches only (default: memory_least_score, 70).",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    metavar="N",
    help="Show no more than N matches.",
)
@click.option(
    "-c",
    "--concordance",
    is_flag=True,
    help="Find every text that has the words of TEXT, in the source or in the translation.",
)
@format_option("text", "json")
@pass_app
def search(
    app: App,
    *,
    text: str,
    source: Locale | None,
    target: Locale | None,
    least: int | None,
    limit: int,
    concordance: bool,
    output: str,
) -> None:
    """Find texts like TEXT and their translations, best first.

    \b
    exact    the same text
    fuzzy    a text like it: what TEXT lacks is [-marked so-], what it adds {+so+}

    Numbers, addresses and dates that differ are swapped in the translation where that is
    certain; the match then says “adapted”.

    With --concordance: case and accents do not matter, a word may be the beginning of one, and
    "words in quotes" stand together.

    \b
    Examples:
      workflow tm search "Un atelier de deux jours" --source fr --target en --min 70
      workflow tm search --concordance "atelier policiers"
    """
    from workflow.flows import memory_search as flow
    from workflow.reports import memory_text

    workspace = app.workspace
    pair = flow.pair_of(workspace, source, target)
    options = flow.SearchOptions(least, limit, concordance)
    matches, notes = flow.search(workspace, text, pair, options, now=now(), progress=progress)
    for remark in notes:
        note(remark)
    if output == "json":
        emit_json(contract.tm_search(text, matches))
        return
    page = screen()
    for match in matches:
        show(memory_text.match(match, text, page, concordance=concordance))
    if not matches:
        note(memory_text.nothing_like(*pair, concordance=concordance))


@tm.command(short_help="Count what the memory holds.")
@click.option("--by-article", is_flag=True, help="A row for each article as well.")
@format_option("table", "json")
@pass_app
def stats(app: App, *, by_article: bool, output: str) -> None:
    """Count the units of each language pair, by state, and tell how the index stands.

    \b
    ready    the index is up to date
    behind   texts were added since; the next search adds them
    missing  there is none yet, or it is damaged; the next search makes it

    \b
    Examples:
      workflow tm stats
      workflow tm stats --by-article --format json
    """
    _statistics(app, output, by_article=by_article, anew=False)


@tm.command(short_help="Build the memory anew.")
@pass_app
def rebuild(app: App) -> None:
    """Make the memory and its index again from the catalogues and TMX files.

    Never needed in daily work: the memory follows the files by itself, and what is damaged is
    made again. The day on which a translation that nobody approved was first seen is forgotten.

    \b
    Example:
      workflow tm rebuild
    """
    _statistics(app, "table", by_article=False, anew=True)


def _statistics(app: App, output: str, *, by_article: bool, anew: bool) -> None:
    from workflow.flows.memory_search import statistics
    from workflow.reports import memory_text

    found, notes = statistics(app.workspace, now=now(), progress=progress, anew=anew)
    for line in notes:
        note(line)
    if output == "json":
        emit_json(contract.tm_stats(found))
    else:
        show(memory_text.statistics(found, screen(), by_article=by_article))
        note(memory_text.size(found))


for _command in (import_command, export_command, align_command):
    tm.add_command(_command)
