"""`workflow export`: what leaves the project for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.bookmakers import BOOKS, make_books
from workflow.cli.common import App, articles_argument, locale_option, pass_app
from workflow.cli.handouts import HANDOUTS, hand_out
from workflow.cli.site_exports import GENERATORS, export_pages
from workflow.model import Locale, State


@click.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice(HANDOUTS),
    help="The format that a translator's tool reads.",
)
@click.option(
    "--to",
    "generator",
    type=click.Choice((*GENERATORS, *BOOKS)),
    help="A site generator that builds the pages; json for any other program; pdf or epub.",
)
@click.option(
    "-o",
    "--output",
    "place",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE|FOLDER",
    help="One file for all, or a folder for a file each; with a site generator a folder.",
)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice([state.value for state in State]),
    help="With --format: only messages in this state (may be repeated).",
)
@click.option("--group", metavar="NAME", default="", help="With pdf, epub: an issue of this group.")
@click.option("--title", metavar="TEXT", default="", help="With pdf, epub: the issue's title.")
@click.option("--json", "as_json", is_flag=True, help="With pdf, epub: print the report as JSON.")
@articles_argument
@locale_option
@pass_app
def export(
    app: App,
    *,
    kind: str | None,
    generator: str | None,
    place: Path,
    states: tuple[str, ...],
    group: str,
    title: str,
    as_json: bool,
    articles: tuple[str, ...],
    locales: tuple[Locale, ...],
) -> None:
    """Write texts or pages for other programs.

    With --format: texts for translators' tools. Each message goes out with its translation and
    state, with what the author and translators wrote, terms of the glossary and what the
    translation memory has. `workflow import-translations` takes the file back, whoever changed
    what meanwhile. -o FILE writes all into one file where its name ends as the format's files do
    (.xlf, .csv), -o FOLDER a file for each article and language.

    With --to: the approved pages as another site generator's tree. What goes out is what release
    publish would put out, with the files that pages show. Front matter, links, folders of languages
    and media are as the generator wants them; what it would show as raw marks is named. Files of
    others in the folder stay, and where one of ours was changed by hand, it is named and nothing is
    written (exit code 2). Run again, it brings the folder up to date and deletes what is gone. With
    ARTICLE or --locale: those, and what the folder has already. See docs/exports.md.

    With --to pdf or epub: the same pages, each alone, or as an issue of several with a cover page
    and a table of contents, in the order you name them. -o FILE is in one language (give --locale);
    -o FOLDER has a file for each article and language or, with --title or --group, an issue for
    each language. What you ask for by name and is left out is named (exit code 1). See
    docs/books.md.

    \b
    Examples:
      workflow export --format xliff-2.1 --locale zh -o to-translate
      workflow export --format xliff-2.1 --locale zh --state untranslated --state fuzzy -o zh.xlf
      workflow export --format xliff-2.1 nanning-workshop --locale en -o nanning.en.xlf
      workflow export --format csv --locale en,zh -o all.csv
      workflow export --to hugo -o ../our-hugo-site
      workflow export --to json --locale en,zh -o build/pages
      workflow export --to pdf -o workshop.pdf --locale fr nanning-workshop
      workflow export --to epub -o issue.epub --locale zh --title "2026年11月"
    """
    if (kind is None) == (generator is None):
        raise click.UsageError("Give either --format or --to.")
    if generator not in BOOKS and (group or title or as_json):
        raise click.UsageError("--group, --title and --json are for --to pdf and epub.")
    if generator is not None:
        if states:
            raise click.UsageError("--state is for --format: pages go out where they are approved.")
        if generator in BOOKS:
            asked = {"group": group, "title": title}
            make_books(app, generator, place, articles, locales, **asked, as_json=as_json)
            return
        export_pages(app, generator, place, articles=articles, locales=locales)
    elif kind is not None:
        wanted = tuple(map(State, states))
        hand_out(app, kind, place, states=wanted, articles=articles, locales=locales)
