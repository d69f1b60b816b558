"""`workflow init`: a new content project."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from workflow.cli.common import now, parse_locales
from workflow.flows.init import init_project
from workflow.model import Locale


def _one_locale(_ctx: click.Context, _param: click.Parameter, value: str) -> Locale:
    found = parse_locales(value)
    if len(found) != 1:
        raise click.BadParameter("name one locale")
    return found[0]


def _some_locales(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[Locale, ...]:
    found = parse_locales(value)
    if not found:
        raise click.BadParameter("name at least one locale")
    return found


@click.command(epilog="Example: workflow init newsroom --source fr --targets en,zh")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option(
    "--source",
    metavar="LOCALE",
    default="fr",
    show_default=True,
    callback=_one_locale,
    help="Language of articles that name none.",
)
@click.option(
    "--targets",
    metavar="LOCALE[,LOCALE…]",
    default="fr,en,zh",
    show_default=True,
    callback=_some_locales,
    help="Languages to publish in.",
)
def init(folder: Path, source: Locale, targets: tuple[Locale, ...]) -> None:
    """Make a new content project in DIR (default: the current folder).

    Writes setup.cfg with every setting explained, the folders, and a sample article. What is
    there already stays as it is.
    """
    written = init_project(folder, source, targets, now().date())
    click.echo("Wrote:")
    for path in written:
        click.echo(f"  {path}")
    click.echo("\nNext:")
    steps = [] if folder.resolve() == Path.cwd() else [f"cd {shlex.quote(str(folder))}"]
    for step in (*steps, "workflow extract", "workflow translate", "workflow status"):
        click.echo(f"  {step}")
    click.echo("\nTranslators work in locales/; `workflow --help` lists what comes after them.")
