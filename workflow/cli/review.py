"""`workflow review`: serve, show, log."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import click

from workflow.cli.common import (
    App,
    acting,
    actor_option,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    own_locale,
    pass_app,
    print_table,
    progress,
    screen,
)
from workflow.cli.common import (
    show as show_lines,
)
from workflow.errors import WorkflowError, raise_all
from workflow.flows.review import article as flow
from workflow.flows.review.history import Said, history
from workflow.flows.review.history import report as report_history
from workflow.flows.review.marks import MarkKind, Piece
from workflow.flows.review.passages import Difference, Passage
from workflow.flows.review.terms import TermUse, Use
from workflow.model import Locale, State
from workflow.model.blocker import Void
from workflow.reports.approvals import advice
from workflow.reports.blockers import in_words, void_in_words
from workflow.reports.findings import STYLES
from workflow.reports.screen import Screen, visible

_STATES = {
    State.UNTRANSLATED: "gone",
    State.MACHINE: "draft",
    State.FUZZY: "wait",
    State.APPROVED: "good",
}
_MARKS = {
    MarkKind.TERM: "mark",
    MarkKind.FOLLOWED: "note",
    MarkKind.FORBIDDEN: "bad",
    MarkKind.ERROR: "bad mark",
    MarkKind.WARNING: "wait mark",
}
_USES = {Use.MISSING: "missing", Use.MISUSED: "a forbidden term is used"}
_DIFFERENCES = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
"""As wdiff writes them, so that colour is not all that tells."""


@click.group()
def review() -> None:
    """Look translations through beside their sources, in a browser or here.

    \b
    Examples:
      workflow review serve
      workflow review show nanning-workshop --locale zh
      workflow review log nanning-workshop
    """


@review.command(epilog="Example: workflow review serve --port 0 --actor aline@example.org")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Where to listen; 0 takes a free port.",
)
@actor_option
@pass_app
def serve(app: App, port: int, actor: str) -> None:
    """Open the review page on this machine: source and translation side by side.

    Shows what needs a look, the terms of the glossary, what the checks found and what changed;
    an editor approves there, or takes an approval back, in the name of the actor. Reload the
    page to see what a translator saved meanwhile. Answers on 127.0.0.1 only; whoever can
    reach it there acts as the actor. Ctrl-C ends it.
    """
    # Here, not above: the other commands do not wait for the server's libraries.
    from workflow.web.review.server import ReviewServer

    workspace = app.workspace
    with ReviewServer(workspace.root, actor, acting, port, note) as server:
        with progress("Reading", len(workspace.slugs())) as advance:
            server.desk.board(advance)
        click.echo(f"Review: {server.address} as {actor} (Ctrl-C ends it)")
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()


@review.command(epilog="Example: workflow review show nanning-workshop --locale zh --attention")
@click.argument("article", metavar="ARTICLE")
@click.option(
    "-l", "--locale", required=True, metavar="LOCALE", callback=own_locale, help="Which language."
)
@click.option("--attention", is_flag=True, help="Only the messages that need a look.")
@format_option("text", "json")
@pass_app
def show(app: App, *, article: str, locale: Locale, attention: bool, output: str) -> None:
    """Print ARTICLE (slug or path) message by message: source, translation, what is known.

    A message needs a look if nobody has translated it, it is fuzzy, a check found something,
    it is not as it was approved, or a change of its source was followed by the program alone.
    """
    (chosen,) = app.workspace.select((article,))
    found = flow.review(app.workspace, chosen, locale)
    shown = found.attention if attention else found.passages
    if output == "json":
        emit_json(flow.report(found, shown, in_words(found.translation.blockers), _advice(found)))
        return
    show_lines(_lines(found, shown, screen()))
    note(f"{len(found.attention)} of {len(found.passages)} messages need a look")


@review.command(epilog="Example: workflow review log nanning-workshop --format json")
@articles_argument
@locale_option
@format_option("text", "json")
@pass_app
def log(app: App, articles: tuple[str, ...], locales: tuple[Locale, ...], output: str) -> None:
    """List who said what of ARTICLEs (default: all), the oldest first.

    An article's own locale stands for its source text. The last column tells why a word no
    longer counts. What cannot be read is named at the end, and the exit code is 2.
    """
    workspace = app.workspace
    errors: list[WorkflowError] = []
    chosen = workspace.readable(articles, errors)
    with progress("Reading", len(chosen)) as advance:
        found = history(workspace, chosen, locales, advance)
    for line in found.notes:
        note(line)
    if output == "json":
        emit_json(report_history(found, void_in_words))
    elif found.said:
        columns = ("time", "actor", "action", "article", "locale", "note", "counts")
        print_table(columns, [tuple(map(visible, _cells(each))) for each in found.said])
    else:
        note("nobody has said anything yet")
    raise_all([*errors, *found.errors])


def _cells(said: Said) -> tuple[str, ...]:
    event = said.event
    why = void_in_words(said.reason) if isinstance(said.reason, Void) else said.reason
    counts = "yes" if said.counts else f"no: {why}"
    time = event.time.replace("T", " ").removesuffix("Z")
    return (time, event.actor, str(event.action), event.article, event.locale, event.note, counts)


def _advice(found: flow.Review) -> tuple[str, ...]:
    unready = found.translation.unready
    return tuple(advice(found.article.slug, found.locale.name, found.catalogue, unready))


def _lines(found: flow.Review, shown: tuple[Passage, ...], page: Screen) -> Iterator[str]:
    translation = found.translation
    yield page.style(visible(found.title), "name")
    yield f"{found.article.locale} → {found.locale}, {found.row.percent} % translated"
    if translation.standing.approved:
        stand = translation.standing
        yield page.style(f"approved by {stand.by} on {stand.time[:10]}", "good")
    if translation.blockers:
        yield page.style("; ".join(in_words(translation.blockers)), "wait")
    for sentence in _advice(found):
        yield f"  {sentence}"
    for finding in found.source_findings:
        yield _fact(f"{finding.severity}: {finding.file}:{finding.line}: {finding.message}", page)
    for passage in shown:
        yield ""
        yield from _passage(passage, page)


def _passage(passage: Passage, page: Screen) -> Iterator[str]:
    new = ", changed since the approval" if passage.new else ""
    state = page.style(f"{passage.state}{new}", _STATES.get(passage.state, ""))
    yield f"{passage.number}  {passage.kind}  {state}"
    yield _text("  source       ", passage.source, page)
    yield _text("  translation  ", passage.target, page)
    for line in passage.notes:
        yield _fact(f"author: {line}", page)
    if passage.change is not None:
        yield _fact(str(passage.change), page)
    if passage.difference:
        yield _fact(f"source was: {_difference(passage.difference)}", page)
    if passage.provenance is not None:
        since = ", changed since" if passage.message.rewritten else ""
        yield _fact(f"{passage.provenance.label}{since}", page)
    for line in filter(None, passage.comments):
        yield _fact(f"translator: {line}", page)
    for use in passage.terms:
        yield _fact(_term(use), page, "wait" if use.use in _USES else "aside")
    for finding in passage.findings:
        yield _fact(f"{finding.check}: {finding.message}", page, STYLES[finding.severity])
        if finding.fix is not None:
            yield _fact(f"proposed: {_difference(passage.fix_of(finding))}", page)


def _text(label: str, pieces: tuple[Piece, ...], page: Screen) -> str:
    line = page.style(label, "aside")
    for piece in pieces:
        styles = [_MARKS[mark.kind] for mark in piece.marks if mark.kind in _MARKS]
        line += page.style(visible(piece.text), styles[-1] if styles else "")
    return line


def _fact(text: str, page: Screen, style: str = "aside") -> str:
    return page.style(f"      {visible(text)}", style)


def _difference(pieces: Difference) -> str:
    return "".join(_DIFFERENCES[kind].format(text) for kind, text in pieces)


def _term(use: TermUse) -> str:
    name = (use.source or use.forbidden)[0].term.text
    forbidden = ", ".join(term.text for term in use.terms if not term.allowed)
    parts = (
        f"term: {name} → {use.label}",
        f"not {forbidden}" if forbidden else "",
        _USES.get(use.use, ""),
        use.concept.note,
    )
    return "; ".join(filter(None, parts))
