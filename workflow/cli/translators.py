"""`workflow translate`, `check` and `status`: what translators do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from workflow.cli.boundary import report, words
from workflow.cli.common import (
    App,
    acting,
    articles_argument,
    clock,
    emit_json,
    end_with,
    format_option,
    locale_option,
    note,
    now,
    pass_app,
    print_findings,
    progress,
    resolve_actor,
    screen,
    show,
)
from workflow.cli.workers import processes
from workflow.errors import ExitCode, raise_all
from workflow.model import Locale, Severity
from workflow.model.phrase import phrase
from workflow.reports import contract, remarks
from workflow.reports.findings import checked_nothing, unchecked, with_unread
from workflow.reports.rule_texts import as_list

if TYPE_CHECKING:
    from workflow.flows.translate import Spending
    from workflow.model.checked import Checked
    from workflow.model.results import FixRow


@contextmanager
def _watch(texts: int) -> Iterator[Callable[[int, Spending], None]]:
    """A bar of ``texts``, with what was sent so far."""
    with progress(phrase("Translating"), texts) as advance:
        say = words()
        yield lambda done, spent: advance(
            done, lambda: say(remarks.spent(spent.characters, spent.cost))
        )


@click.command(
    epilog="Example: workflow translate nanning-workshop --locale en --dry-run",
)
@articles_argument
@locale_option
@click.option(
    "--engine",
    "engines",
    multiple=True,
    metavar="NAME",
    help="Use this engine instead of the chain in setup.cfg (may be repeated; in order).",
)
@click.option(
    "--dry-run",
    is_flag=True,
    help="Say what would be sent, and what it would cost; send and write nothing.",
)
@click.option(
    "--max-chars",
    type=click.IntRange(min=0),
    metavar="N",
    help="Never send more than N characters, attempts that are made again included.",
)
@click.option("--strict", is_flag=True, help="Exit with 3 if any message is left untranslated.")
@format_option("table", "json")
@pass_app
@click.pass_context
def translate(
    ctx: click.Context,
    app: App,
    *,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    engines: tuple[str, ...],
    dry_run: bool,
    max_chars: int | None,
    strict: bool,
    output: str,
) -> None:
    """Draft what is untranslated, from the translation memory and by machine.

    Works on ARTICLEs (slugs or paths; default: all). Drafts are marked fuzzy and name their
    engine in a comment; a translator corrects them and takes the mark away. What is
    translated stays as it is, and so does what somebody saves meanwhile. Catalogues are
    written as drafts come: Ctrl-C keeps them. `workflow mt list` names the engines. Texts that
    are left are named, with the reason; the exit code is 3 where an engine failed on one. An
    article or catalogue that cannot be read is named and left as it is; the others are drafted.
    """
    from workflow.flows.translate import Outside, TranslateOptions
    from workflow.flows.translate import translate as run

    result = run(
        app.workspace,
        articles,
        locales,
        TranslateOptions(engines, dry_run, max_chars),
        Outside(now(), os.environ, progress, _watch),
    )
    if output == "json":
        emit_json(contract.translate(result, words()))
    elif result.rows:
        show(remarks.drafts(result.rows, screen()))
    failed = (remarks.engine_failed(each) for each in result.failures if each.left)
    for error in (*failed, *result.broken):
        report(error)
    told = (*remarks.texts_left(result), *remarks.drafts_marked(result.marked))
    for line in (*remarks.stood_in(result.failures), *result.notes, *told):
        note(line)
    note(remarks.translated(result, dry_run=dry_run))
    ctx.exit(result.exit_code(strict=strict))


def findings_options(command: Callable[..., None]) -> Callable[..., None]:
    """What a command on findings is given: context, app, ARTICLEs, locales and a format."""
    formatted = format_option("text", "json", "github", "sarif")
    return articles_argument(locale_option(formatted(pass_app(click.pass_context(command)))))


@click.command(
    epilog="Example: workflow check nanning-workshop --locale en,zh",
)
@findings_options
@click.option(
    "--severity",
    "least",
    type=click.Choice([each.value for each in Severity]),
    help="Tell what is at least so severe; exit code 1 if there is any.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Tell what this check finds (may be repeated; `--rules` names them).",
)
@click.option("--fix", "mend", is_flag=True, help="First correct what the checks can.")
@click.option(
    "--diff", is_flag=True, help="Show what --fix would change, as a unified diff; write nothing."
)
@click.option(
    "--links", is_flag=True, help="Ask the hosts of links whether there is a page (else nobody is)."
)
@click.option(
    "--rules", "listing", is_flag=True, help="List the checks there are; look at nothing."
)
def check(
    ctx: click.Context,
    app: App,
    *,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    output: str,
    least: str | None,
    only: tuple[str, ...],
    links: bool,
    listing: bool,
    mend: bool,
    diff: bool,
) -> None:
    """Find what would break a page or mislead a reader.

    Looks at ARTICLEs (slugs or paths; default: all) and their translations. Ends with exit
    code 1 if there is an error; a warning alone does not block a release. What would be an
    error is a warning in a draft, which is not published as it stands. Names what was not
    looked at: articles that are not extracted yet, catalogues that are behind their article.
    A file that cannot be read is named at the end, with exit code 2; it is in no other's way.

    With --fix catalogues are corrected first, and articles as they are written, by those checks
    that are sure (--only names some), and no fix is kept after which any check finds more. An
    approved text that is corrected is to be approved again; where an article was, `workflow
    extract` comes next. With --diff the exit code is 1 if there is anything to correct.

    With --links the hosts of links are asked, at most two requests at a time and one a second
    each, and never one in a network of its own. Good answers hold for a day.
    """
    from workflow.flows.check import Teller, asked, named
    from workflow.flows.check import check as run

    if listing:
        show(as_list(named(only), screen()))
        return
    if "external-links" in only and not links:
        raise click.UsageError(phrase("external-links asks other hosts: give --links as well"))
    if diff or mend:
        rows = _fixed(app, articles, locales, only, diff=diff)
        if diff:
            ctx.exit(ExitCode.FINDINGS if rows else ExitCode.DONE)
    severity = Severity(least) if least else None
    semantic = "semantic" in app.workspace.settings.checks_on and (not only or "semantic" in only)
    plain = output == "json" and not (only or severity or links or semantic)
    tell = Teller(words().language, partial(contract.findings_written, words=words()))
    looked = run(app.workspace, articles, locales, processes, tell if plain else None)
    if semantic:
        from workflow.flows.check_meaning import check_meaning

        meant = check_meaning(app.workspace, articles, locales, progress)
        looked = replace(looked, findings=(*looked.findings, *meant))
    if links:
        looked = _with_links(app, looked, articles)
    _told(ctx, asked(looked, only, severity), output, severity)


def _told(ctx: click.Context, checked: Checked, output: str, severity: Severity | None) -> None:
    """Print what was found, what was not looked at, and end as that asks for."""
    errors = [*checked.unread, *checked.errors]
    if output == "json":
        emit_json(contract.check(checked, words()))
    else:
        print_findings(checked.findings, output, errors)
    for line in unchecked(checked):
        note(line)
    if not errors:
        end_with(ctx, checked.severities, nothing=checked_nothing(checked), least=severity)
        return
    note(with_unread(checked.severities, len(errors)))
    raise_all(errors)


def _with_links(app: App, looked: Checked, articles: tuple[str, ...]) -> Checked:
    """What was found, and what other hosts answer; how many were asked is said."""
    from workflow.flows.check_links import check_links

    told = check_links(app.workspace, articles, progress, clock())
    said = phrase(
        "Links to other hosts: {asked} asked for, {known} known from the last day",
        asked=told.asked,
        known=told.known,
    )
    if told.refused:
        said = phrase("{links}, {refused} that may not be asked", links=said, refused=told.refused)
    note(said)
    return replace(looked, findings=(*looked.findings, *told.findings))


def _fixed(
    app: App,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    only: tuple[str, ...],
    *,
    diff: bool,
) -> Sequence[FixRow]:
    """Correct catalogues and articles, and say so; ``diff``: show what would be corrected."""
    from workflow.flows.fix import fix
    from workflow.reports.fixes import as_diff, corrected

    fixed = fix(app.workspace, articles, locales, processes, only, dry_run=diff)
    if diff:
        show(as_diff(fixed.rows, screen()))
    else:
        for line in corrected(fixed.rows):
            note(line)
    raise_all(fixed.errors)
    return fixed.rows


@click.command(
    epilog="Example: workflow status nanning-workshop --locale en --format json; "
    "workflow status --mine"
)
@articles_argument
@locale_option
@click.option(
    "--mine", is_flag=True, help="Only what is assigned to you ($WORKFLOW_ACTOR, git's user.email)."
)
@format_option("table", "json", "html")
@pass_app
def status(
    app: App, *, articles: tuple[str, ...], locales: tuple[Locale, ...], mine: bool, output: str
) -> None:
    """Show how far each translation is.

    One row for each ARTICLE (slug or path; default: all) and target locale: messages in each
    state, how many of them a person has translated, source words left to do, and what is in
    the way of a release. With --format html the same as one page for a browser, which needs
    nothing beside it. A file that cannot be read is in the way of its own article and language
    alone; it is named, and the exit code is 2.
    """
    from workflow.flows.languages import beside_targets
    from workflow.flows.status import status as run
    from workflow.flows.unused import unused_catalogues

    workspace = app.workspace
    found = run(workspace, articles, acting(), locales, processes)
    for line in remarks.beside_targets(beside_targets(workspace.settings, found.languages)):
        note(line)
    rows = found.of(resolve_actor()) if mine else found.rows
    unused = () if articles or locales or mine else unused_catalogues(workspace, found.languages)
    for line in remarks.unused_catalogues(unused):
        note(line)
    for line in dict.fromkeys(line for row in rows for line in row.notes):
        note(line)
    if output == "json":
        emit_json({**contract.status(rows, words()), "unused": contract.unused(unused, words())})
    elif output == "html":
        from workflow.reports.progress_page import progress_page

        click.echo(progress_page(rows, words()), nl=False)
    elif rows:
        from workflow.reports.publication import progress_table, ready

        show(progress_table(rows, screen()))
        note(ready(rows))
    elif mine:
        note(phrase("nothing is assigned to you"))
    if output == "table" and found.withheld and not mine:
        note(remarks.withheld(found.withheld))
    raise_all([*found.unread, *found.errors])
