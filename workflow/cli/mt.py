"""`workflow mt`: the engines of machine translation one by one."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    emit_json,
    format_option,
    locale_option,
    note,
    now,
    own_locale,
    pass_app,
    progress,
    say,
    screen,
    show,
)
from workflow.model import Locale
from workflow.reports import contract

if TYPE_CHECKING:
    from workflow.engines.engine import Request


@click.group()
def mt() -> None:
    """Look at the engines of machine translation, try one, and see what was spent.

    `workflow translate` asks the chain of setup.cfg; here each engine is looked at by itself.

    \b
    Examples:
      workflow mt list
      workflow mt test deepl --locale en
      workflow mt usage
      workflow mt install fr-en --from translate-fr_en.argosmodel
    """


@mt.command(
    "list",
    short_help="List the engines, ready or not.",
    epilog="Example: workflow mt list --locale zh",
)
@locale_option
@format_option("table", "json")
@pass_app
def list_command(app: App, locales: tuple[Locale, ...], output: str) -> None:
    """List every engine: ready or not, and why, what it costs, what it was sent.

    The chain comes first, then other sections of setup.cfg, the engines that need no section,
    and the providers that a section could name. Nothing is sent.
    """
    from workflow.flows.machines import list_engines
    from workflow.reports.machine_text import engines_table

    found = list_engines(app.workspace, locales, now=now(), environ=os.environ)
    if output == "json":
        emit_json(contract.mt_list(found, words()))
    else:
        show(engines_table(found, screen()))


@mt.command(
    short_help="Try an engine on one sentence.",
    epilog="Example: workflow mt test libre --locale zh",
)
@click.argument("engine")
@click.option(
    "-l",
    "--locale",
    "target",
    metavar="LOCALE",
    callback=own_locale,
    help="Translate into this locale (default: the first target locale).",
)
@pass_app
def test(app: App, engine: str, target: Locale | None) -> None:
    """Send one short sentence to ENGINE, and show what it answers.

    The sentence has a link, which must come back. It goes the way of every other text: what is
    sent counts against the budget of the month; what comes back is not kept. Ends with exit
    code 3 if there is no answer, or none that is of use.
    """
    from workflow.flows.machines import try_engine
    from workflow.reports.machine_text import announced, tried

    start = time.monotonic()

    def announce(request: Request, local: bool) -> None:
        nonlocal start
        note(announced(engine, request.text, local=local))
        start = time.monotonic()

    result = try_engine(
        app.workspace, engine, target, now=now(), environ=os.environ, announce=announce
    )
    say(tried(result, time.monotonic() - start))
    for line in result.notes:
        note(line)


@mt.command(
    short_help="Show what was sent and spent.", epilog="Example: workflow mt usage --format json"
)
@format_option("table", "json")
@pass_app
def usage(app: App, output: str) -> None:
    """Show what was sent to each engine in each month, and what it cost.

    The figures are of this project on this machine, and of what really went to the service:
    attempts that failed are in them, answers that were kept before are not. Months are those of
    UTC. The limit is characters_per_month of setup.cfg as it stands now.
    """
    from workflow.flows.machines import usage as run
    from workflow.reports.machine_text import usage_table

    workspace = app.workspace
    found = run(workspace)
    limits = {name: each.characters_per_month for name, each in workspace.settings.mt.items()}
    if output == "json":
        emit_json(contract.mt_usage(found, limits))
    else:
        show(usage_table(found, limits, screen()))


@mt.command(
    short_help="Install a model on this machine.",
    epilog="Example: workflow mt install fr-zh --from ~/models/frzh.zip",
)
@click.argument("pair")
@click.option(
    "--from",
    "origin",
    required=True,
    metavar="FILE|FOLDER|URL",
    help="Where the model is.",
)
@click.option(
    "--sha256",
    default="",
    metavar="HEX",
    help="The digest that the file must have (needed for an address without https).",
)
def install(pair: str, origin: str, sha256: str) -> None:
    """Install a model that translates PAIR (fr-en, en-zh) on this machine.

    A package of Argos Translate (.argosmodel), or an archive or folder with a model of Firefox;
    which of them it is shows. It is kept in the user's data folder, for all projects, under its
    digest, which is printed: give it with --sha256 to get the same model elsewhere. A model of
    the same pair is replaced; where anything is wrong with the new one, the old one stays.
    """
    from workflow.flows.install_model import install as run
    from workflow.reports.machine_text import installed

    say(installed(run(pair, origin, os.environ, progress, sha256=sha256.lower())))
