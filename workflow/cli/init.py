"""`workflow init`: a new content project."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path

import click

from workflow.cli.common import note, now, one_locale, parse_locales
from workflow.flows.init import GitSetup, check_git, init_git, init_project, is_project
from workflow.model import Locale


def _some_locales(_ctx: click.Context, _param: click.Parameter, value: str) -> tuple[Locale, ...]:
    """Locales in their shortest spelling, which is what their folders are called."""
    found = parse_locales(value)
    if not found:
        raise click.BadParameter("name at least one locale")
    return tuple(dict.fromkeys(locale.minimal for locale in found))


def _one_locale(ctx: click.Context, param: click.Parameter, value: str) -> Locale | None:
    found = one_locale(ctx, param, value)
    return found and found.minimal


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
@click.option(
    "--git",
    "with_git",
    is_flag=True,
    help="Have git merge the catalogues by message; also for a project that is there.",
)
def init(folder: Path, source: Locale, targets: tuple[Locale, ...], *, with_git: bool) -> None:
    """Make a new content project in DIR (default: the current folder).

    Writes setup.cfg with every setting explained, the folders, and a sample article. What is
    there already stays as it is.

    With --git, catalogues merge by message in this clone of the repository, see `workflow
    catalog merge-driver`, and git keeps all line ends as they are: adds to .gitattributes and
    .gitignore, and to the clone's own configuration and attributes. Makes a repository for a
    new project that is in none. In a project that is there, nothing else is touched.
    """
    if with_git:
        check_git(folder)
    if not with_git or not is_project(folder):
        _print_written(init_project(folder, source, targets, now().date()))
        _print_git(init_git(folder) if with_git else None)
        _print_next(folder)
    else:
        _print_git(init_git(folder))


def _print_written(paths: Sequence[Path]) -> None:
    click.echo("Wrote:")
    for path in paths:
        click.echo(f"  {path}")


def _print_git(done: GitSetup | None) -> None:
    if done is None:
        return
    lines = [*map(str, done.written), *(f"git config: {setting}" for setting in done.settings)]
    click.echo("Git:" if lines or done.made else "Git: all of it is set up already.")
    for line in ["a new repository"] * done.made + lines:
        click.echo(f"  {line}")
    for line in done.notes:
        note(line)
    if shutil.which("workflow") is None:
        note("warning: `workflow` is not on the PATH; git has to find it there when it merges")


def _print_next(folder: Path) -> None:
    click.echo("\nNext:")
    steps = [] if folder.resolve() == Path.cwd() else [f"cd {shlex.quote(str(folder))}"]
    for step in (*steps, "workflow extract", "workflow translate", "workflow status"):
        click.echo(f"  {step}")
    click.echo("\nTranslators work in locales/; `workflow --help` lists what comes after them.")
