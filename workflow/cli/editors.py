"""`workflow approve`, and of `workflow review`: serve and show."""

from __future__ import annotations

import contextlib
import gc
import re
import threading
from functools import partial
from typing import TYPE_CHECKING

import click

from workflow.cli.boundary import asked_language, words
from workflow.cli.common import (
    App,
    acting,
    actor_option,
    articles_argument,
    emit_json,
    format_option,
    note,
    on_terminal,
    own_locale,
    own_locales,
    pass_app,
    progress,
    say,
    screen,
    show,
)
from workflow.cli.workers import processes, quiet_processes
from workflow.errors import NotReadyError, WorkflowError, raise_all
from workflow.model import Locale
from workflow.model.phrase import phrase, phrases
from workflow.reports import contract
from workflow.reports.approvals import carried, done, not_carried_over, refusal

if TYPE_CHECKING:
    from workflow.flows.word import Word
    from workflow.project.fallen import Fallen
    from workflow.review.outcome import Outcome
    from workflow.web.doors import ProxyDoor
    from workflow.web.review_server import ReviewServer

_COLLECTIONS = (50_000, 20, 20)
"""When the review page looks for memory to free: seldom through all, for an act waits meanwhile."""


@click.command(
    epilog="Examples: workflow approve nanning-workshop --locale en,zh; "
    "workflow approve --carry-over --dry-run",
)
@articles_argument
@click.option("--all", "everything", is_flag=True, help="Every article of the project.")
@click.option(
    "-l",
    "--locale",
    "locales",
    multiple=True,
    metavar="LOCALE[,LOCALE…]",
    callback=own_locales,
    help="The locales approved; an article's own locale stands for its source text. "
    "Needed, but with --carry-over.",
)
@actor_option
@click.option("--note", "comment", default="", metavar="TEXT", help="Kept with the approval.")
@click.option(
    "--accept-machine",
    is_flag=True,
    help="Take machine drafts as they stand: you vouch for them unread.",
)
@click.option("--withdraw", "back", is_flag=True, help="Take the approval back.")
@click.option(
    "--carry-over",
    "carrying",
    is_flag=True,
    help="Confirm, all at once, the approvals that fell by changes in typography, white space "
    "or markup alone (default: of every article and locale).",
)
@click.option("--dry-run", is_flag=True, help="With --carry-over: list, and write nothing.")
@click.option("--yes", is_flag=True, help="With --carry-over: do not ask.")
@format_option("text", "json")
@pass_app
def approve(
    app: App,
    *,
    articles: tuple[str, ...],
    everything: bool,
    locales: tuple[Locale, ...],
    actor: str,
    comment: str,
    accept_machine: bool,
    back: bool,
    carrying: bool,
    dry_run: bool,
    yes: bool,
    output: str,
) -> None:
    """Approve translations, as an editor.

    An approval binds the texts as they are: it is void as soon as the source or the
    translation changes. Each ARTICLE (slug or path) that is ready in a locale is approved;
    the others are listed with what helps, and the exit code is 1 (2 where a file cannot be
    read; that holds up no other).

    --carry-over gives the approvals that fell by changes of form alone to the texts as they
    are now, after a look at the list and one question. What changed in more, or cannot be
    proved not to have, is listed with the reason, and the exit code is 1.
    """
    if (everything and articles) or not (everything or articles or carrying):
        raise click.UsageError("Name the articles, or give --all.")
    if sum((back, accept_machine, carrying)) > 1:
        raise click.UsageError("Give one of --accept-machine, --withdraw and --carry-over.")
    from workflow.flows.approve import approve as run
    from workflow.flows.approve import withdraw
    from workflow.flows.word import Word

    workspace, word = app.workspace, Word(actor, acting(), comment)
    if carrying:
        _carry_over(app, articles, locales, word, dry_run=dry_run, yes=yes, output=output)
        return
    if dry_run or yes or output != "text":
        raise click.UsageError("--dry-run, --yes and --format json go with --carry-over.")
    if not locales:
        raise click.UsageError("Name the locales: --locale en,zh.")
    if back:
        found = withdraw(workspace, articles, locales, word)
    else:
        found = run(
            workspace, articles, locales, word, accept_machine=accept_machine, workers=processes
        )
    for outcome in found.outcomes:
        say([phrase("{translation}: {what}", translation=_named(outcome), what=done(outcome))])
    raise_all([*found.unread, *filter(None, map(refusal, found.outcomes))])


def _carry_over(
    app: App,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
    word: Word,
    *,
    dry_run: bool,
    yes: bool,
    output: str,
) -> None:
    """List, ask, carry over."""
    from workflow.flows.carry_over import fallen

    errors: list[WorkflowError] = []
    chosen = app.workspace.readable(articles, errors)
    with progress(phrase("Comparing"), len(chosen)) as advance:
        fell = fallen(app.workspace, chosen, locales, word.actor, looked_at=advance, errors=errors)
    raise_all([*errors, *_carried_over(app, fell, word, dry_run=dry_run, yes=yes, output=output)])


def _carried_over(
    app: App, found: tuple[Fallen, ...], word: Word, *, dry_run: bool, yes: bool, output: str
) -> list[NotReadyError]:
    """What was not, and why."""
    from workflow.flows.carry_over import carry_over

    able = [each for each in found if not each.reasons]
    for each in able:
        said = phrase("{translation}: {what}", translation=_named(each), what=carried(each))
        say([said], err=output == "json")
    if not found:
        note(phrase("no approval fell: nothing to carry over"))
    if able and not dry_run:
        if not yes and not _confirmed(len(able)):
            raise NotReadyError(phrase("nothing was carried over"))
        found = carry_over(app.workspace, found, word)
        done = sum(not each.reasons for each in found)
        note(phrases("carried over: {count} approval", "carried over: {count} approvals", done))
    elif able:
        note(
            phrases(
                "would carry over {count} approval; nothing was written",
                "would carry over {count} approvals; nothing was written",
                len(able),
            )
        )
    if output == "json":
        emit_json(contract.carry_over(found, words(), dry_run=dry_run))
    return [not_carried_over(each) for each in found if each.reasons]


def _named(each: Fallen | Outcome) -> str:
    return f"{each.article} {each.locale}"


def _confirmed(count: int) -> bool:
    if not on_terminal():
        raise click.UsageError("Nobody can be asked here: look at --dry-run, then give --yes.")
    question = phrases("Carry over {count} approval?", "Carry over {count} approvals?", count)
    return click.confirm(words()(question), err=True)


@click.command(
    "serve",
    epilog="Examples: workflow review serve --actor aline@example.org; workflow review serve "
    "--behind-proxy X-Forwarded-Email --address https://review.example.org/ "
    "--host 10.0.0.7 --trusted 10.0.0.5",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Where to listen; 0 takes a free port.",
)
@actor_option
@click.option(
    "--behind-proxy",
    "header",
    metavar="HEADER",
    help="Take the person, an e-mail address, from this header, which a proxy sets.",
)
@click.option("--address", metavar="URL", help="With --behind-proxy: what people open.")
@click.option(
    "--trusted",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS[,…]",
    help="With --behind-proxy: where the proxy's requests come from; all others are refused.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="With --behind-proxy: the address of this machine to listen at.",
)
@pass_app
def serve_command(
    app: App,
    *,
    port: int,
    actor: str,
    header: str | None,
    address: str | None,
    trusted: str,
    host: str,
) -> None:
    """Open the review page on this machine: source and translation side by side.

    Shows what needs a look, the terms of the glossary, what the checks found and what changed,
    and the page as it will be. Texts are edited, accepted, rejected and discussed there, articles
    approved, in the name of the actor; what a translator saved meanwhile is merged or shown.
    Answers on 127.0.0.1 only, and only to who
    opens the address that is printed: it lets in, and whoever has it acts as the actor. Ctrl-C
    ends it.

    With --behind-proxy a newsroom shares one: the proxy knows its people and names each in a
    header, in whose name all is done, within the roles of setup.cfg. The proxy has to take away
    what a browser itself sends in that header. Who can log in to the machine of a trusted
    address can name anybody: give the proxy one of its own.
    """
    if header is None and (address is not None or _given("trusted", "host")):
        raise click.UsageError("--address, --trusted and --host go with --behind-proxy.")
    from workflow.web.review_server import ReviewServer

    workspace, proxy = app.workspace, _proxy(header, address, trusted)
    with ReviewServer(
        workspace.root,
        actor,
        acting,
        port,
        note,
        words=words(),
        fixed=asked_language() is not None,
        host=host,
        proxy=proxy,
        workers=quiet_processes,
    ) as server:
        gc.set_threshold(*_COLLECTIONS)
        # Before anybody asks: what has to be looked at is, while the address is printed.
        threading.Thread(target=_look, args=(server,), daemon=True).start()
        said = phrase(
            "Review: {address} as {actor} (Ctrl-C ends it)", address=server.address, actor=actor
        )
        if proxy is not None:
            said = phrase(
                "Review: {address}, through the proxy, at {origin} (Ctrl-C ends it)",
                address=server.address,
                origin=server.origin,
            )
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever(partial(say, [said]))


def _look(server: ReviewServer) -> None:
    with contextlib.suppress(WorkflowError):  # who opens the page is told
        server.reviews.queue()


def _given(*names: str) -> bool:
    """Whether the command line names one of these options."""
    default = click.core.ParameterSource.DEFAULT
    context = click.get_current_context()
    return any(context.get_parameter_source(name) is not default for name in names)


def _proxy(header: str | None, address: str | None, trusted: str) -> ProxyDoor | None:
    """The door for people who come through a proxy, if they do."""
    if header is None:
        return None
    from workflow.web.doors import ProxyDoor, networks

    if not re.fullmatch("[A-Za-z0-9-]+", header):
        raise click.UsageError("--behind-proxy: give the name of a header, as X-Forwarded-Email.")
    if not re.fullmatch(r"https?://[^/\s?#@]+/?", address or ""):
        raise click.UsageError("--behind-proxy needs --address https://review.example.org/.")
    return ProxyDoor(header, networks(trusted.split(",")), f"{(address or '').rstrip('/')}/")


@click.command(
    "show", epilog="Example: workflow review show nanning-workshop --locale zh --attention"
)
@click.argument("article", metavar="ARTICLE")
@click.option(
    "-l", "--locale", required=True, metavar="LOCALE", callback=own_locale, help="Which language."
)
@click.option("--attention", is_flag=True, help="Only the messages that need a look.")
@click.option("--drafts", is_flag=True, help="Only machine drafts, the weakest first.")
@format_option("text", "json")
@pass_app
def show_command(
    app: App, *, article: str, locale: Locale, attention: bool, drafts: bool, output: str
) -> None:
    """Print ARTICLE (slug or path) message by message: source, translation, what is known.

    A message needs a look if nobody has translated it, it is fuzzy, a check found something,
    it is not as it was approved, or a change of its source was followed by the program alone.
    Machine drafts are estimated from 0 to 100 by what can be told without another translation.
    """
    from workflow.reports import review_text
    from workflow.reports.side_by_side import side_by_side

    (chosen,) = app.workspace.select((article,))
    found = side_by_side(app.workspace, chosen, locale)
    shown = found.drafts if drafts else found.attention if attention else found.units
    if output == "json":
        emit_json(contract.review_show(found, shown, words()))
        return
    show(review_text.as_text(found, shown, screen()))
    note(review_text.attention(found))
