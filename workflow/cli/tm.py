"""`workflow tm`: the translation memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from workflow.cli.common import (
    App,
    emit_json,
    format_option,
    note,
    now,
    pass_app,
    print_table,
    progress,
    screen,
    show,
)
from workflow.cli.tm_align import align_command
from workflow.cli.tm_exchange import export_command, import_command
from workflow.cli.tm_options import pair_options
from workflow.flows import memory_search as flow
from workflow.memory import STATES, Match
from workflow.memory.matching import Concordance
from workflow.merge.changes import compared
from workflow.model import Locale, State
from workflow.reports.screen import Screen, visible

_STYLES = {"same": "", "removed": "removed", "added": "added"}
_MARKS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
"""As wdiff writes them, so that colour is not all that tells."""
_STATE_STYLES = {State.APPROVED: "good", State.REVIEWED: "good"}


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


@tm.command()
@click.argument("text", metavar="TEXT")
@pair_options(
    "Language of TEXT (default: the project's source_locale).",
    "Language of the translations (default: the first target locale).",
)
@click.option(
    "--min",
    "least",
    type=click.IntRange(50, 102),
    metavar="PERCENT",
    help="Least likeness; 100: the same text alone (default: memory_least_score, 70).",
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
    workspace = app.workspace
    pair = flow.pair_of(workspace, source, target)
    options = flow.SearchOptions(least, limit, concordance)
    matches, notes = flow.search(workspace, text, pair, options, now=now(), progress=progress)
    for remark in notes:
        note(remark)
    if output == "json":
        emit_json(flow.search_report(text, matches))
        return
    page = screen()
    for match in matches:
        shown = _with_words if concordance else _with_differences
        show((_heading(match, page, concordance=concordance), *shown(text, match, page)))
    if not matches:
        what = "has these words" if concordance else "is like it"
        note(f"Nothing in the memory {what} ({pair[0]} → {pair[1]}).")


def _heading(match: Match, page: Screen, *, concordance: bool) -> str:
    unit = match.unit
    where = ", ".join(filter(None, (unit.article, unit.msgctxt, unit.translator, unit.date)))
    score = "" if concordance else f"{match.score:>3} {match.level:<7}  "
    adapted = "  adapted" if match.target != unit.target else ""
    return "".join(
        (
            page.style(score, "best" if match.score >= 100 else "name"),
            page.style(f"{match.state:<10}", _STATE_STYLES.get(match.state, "")),
            page.style(f"  {visible(where)}{adapted}", "aside"),
        )
    )


def _with_differences(text: str, match: Match, page: Screen) -> Iterator[str]:
    yield "    " + "".join(
        page.style(visible(_MARKS[kind].format(piece)), _STYLES[kind])
        for kind, piece in compared(match.unit.source, text)
    )
    yield f"    {visible(match.target)}\n"


def _with_words(text: str, match: Match, page: Screen) -> Iterator[str]:
    wanted = Concordance(text)
    for side, end in ((match.unit.source, ""), (match.target, "\n")):
        line, last = "    ", 0
        for start, stop in wanted.spans(side):
            line += visible(side[last:start]) + page.style(visible(side[start:stop]), "found")
            last = stop
        yield line + visible(side[last:]) + end


@tm.command()
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
    found, notes = flow.statistics(app.workspace, now=now(), progress=progress)
    for line in notes:
        note(line)
    if output == "json":
        emit_json(flow.statistics_report(found))
    else:
        _print(found, by_article=by_article)


def _print(found: flow.Statistics, *, by_article: bool) -> None:
    numbers = ("Units", *(state.capitalize() for state in STATES))
    columns = ("Source", "Target", *(("Article",) if by_article else ()), *numbers)
    rows = list(_article_rows(found) if by_article else _pair_rows(found))
    if rows:
        extra = () if by_article else ("Index",)
        print_table((*columns, *extra), rows, right=set(numbers))
    else:
        click.echo("The memory is empty: nothing was translated yet.")
    size = "" if found.bytes is None else f", {_megabytes(found.bytes)}"
    index = sum(each.index_bytes for each in found.pairs)
    note(f"{found.database}{size}; index {_megabytes(index)}")


def _pair_rows(found: flow.Statistics) -> Iterator[Sequence[object]]:
    for each in found.pairs:
        yield (*each.pair, each.units, *each.states.values(), each.index)


def _article_rows(found: flow.Statistics) -> Iterator[Sequence[object]]:
    for each in found.pairs:
        for article, states in each.articles.items():
            counts = [states.get(state, 0) for state in STATES]
            yield (*each.pair, article, sum(counts), *counts)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


@tm.command()
@pass_app
def rebuild(app: App) -> None:
    """Make the memory and its index again from the catalogues and TMX files.

    Never needed in daily work: the memory follows the files by itself, and what is damaged is
    made again. The day on which a translation that nobody approved was first seen is forgotten.

    \b
    Example:
      workflow tm rebuild
    """
    found, notes = flow.statistics(app.workspace, now=now(), progress=progress, anew=True)
    for line in notes:
        note(line)
    _print(found, by_article=False)


for _command in (import_command, export_command, align_command):
    tm.add_command(_command)
