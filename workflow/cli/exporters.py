"""`workflow export`: what leaves the project for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.common import App, articles_argument, locale_option, pass_app
from workflow.cli.handouts import HANDOUTS, hand_out
from workflow.model import Locale, State


@click.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(HANDOUTS),
    required=True,
    help="The format that a translator's tool reads.",
)
@click.option(
    "-o",
    "--output",
    "place",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE|FOLDER",
    help="One file for all, or a folder for a file each.",
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in State]),
    help="Only messages in this state (may be repeated).",
)
@articles_argument
@locale_option
@pass_app
def export(
    app: App,
    *,
    kind: str,
    place: Path,
    states: tuple[str, ...],
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
) -> None:
    """Write texts for translators' tools.

    Each message goes out with its translation and state, with what the author and translators
    wrote, terms of the glossary and what the translation memory has. `workflow import-translations`
    takes the file back, whoever changed what meanwhile.

    -o FILE writes all into one file where its name ends as the format's files do (.xlf), -o FOLDER
    a file for each article and language.

    \b
    Examples:
      workflow export --format xliff-2.1 --locale zh -o to-translate
      workflow export --format xliff-2.1 --locale zh --state untranslated --state fuzzy -o zh.xlf
      workflow export --format xliff-2.1 nanning-workshop --locale en -o nanning.en.xlf
    """
    wanted = tuple(map(State, states))
    hand_out(app, kind, place, states=wanted, articles=articles, locales=locales)
