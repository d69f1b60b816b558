"""`workflow init`, `import` and `extract`: what authors do."""

from __future__ import annotations

import shlex
import shutil
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.boundary import words
from workflow.cli.common import (
    App,
    articles_argument,
    emit_json,
    format_option,
    locale_option,
    note,
    now,
    one_locale,
    own_locale,
    parse_locales,
    pass_app,
    progress,
    say,
    screen,
    show,
)
from workflow.cli.workers import processes
from workflow.errors import WorkflowError, raise_all
from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.reports import contract, remarks

if TYPE_CHECKING:
    from workflow.flows.init import GitSetup
    from workflow.model.results import ExtractRow


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
    from workflow.flows.init import check_git, init_git, init_project, is_project

    if with_git:
        check_git(folder)
    if not with_git or not is_project(folder):
        written = init_project(folder, source, targets, now().date())
        say([phrase("Wrote:"), *(f"  {path}" for path in written)])
        if with_git:
            _print_git(init_git(folder))
        _print_next(folder)
    else:
        _print_git(init_git(folder))


def _print_git(done: GitSetup) -> None:
    made = [phrase("a new repository")] * done.made
    settings = (phrase("`git config`: {setting}", setting=each) for each in done.settings)
    lines = [*made, *map(str, done.written), *settings]
    say([phrase("Git:") if lines else phrase("Git: all of it is set up already.")])
    show(f"  {words()(line)}" for line in lines)
    for line in done.notes:
        note(line)
    if shutil.which("workflow") is None:
        note(
            phrase(
                "warning: `workflow` is not on the PATH; git has to find it there when it merges"
            )
        )


def _print_next(folder: Path) -> None:
    here = folder.resolve() == Path.cwd()
    steps = ["workflow extract", "workflow translate", "workflow status"]
    if not here:
        steps.insert(0, f"cd {shlex.quote(str(folder))}")
    last = phrase("Translators work in locales/; `workflow --help` lists what comes after them.")
    say(["", phrase("Next:"), *(f"  {step}" for step in steps), "", last])


@click.command(
    "import",
    epilog="Example: workflow import ~/Downloads/page.html --slug nanning-workshop",
)
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--lang",
    metavar="LOCALE",
    callback=own_locale,
    help="Language of the source (default: what it declares, else what its text tells).",
)
@click.option("--slug", help="Name of the article (default: made from its title).")
@click.option("--url", help="Address the source was saved from, where it does not say so.")
@click.option("--keep-all", is_flag=True, help="Leave nothing out, menus and footers included.")
@format_option("text", "json")
@pass_app
def importing(
    app: App,
    *,
    source: Path,
    lang: Locale | None,
    slug: str | None,
    url: str | None,
    keep_all: bool,
    output: str,
) -> None:
    """Turn SOURCE into a clean article with front matter.

    SOURCE is a saved web page, the text dump of one, or a Markdown file. Menus, footers and
    repeated lines are left out, and named at the end; headings, lists, links, tables and images
    stay. Images beside SOURCE are copied to images/ in the articles' folder; those on the web
    are named, for you to fetch.
    """
    from workflow.files.atomic import read_bytes
    from workflow.flows.import_article import is_beside, save_article
    from workflow.importing import import_article

    imported = import_article(
        read_bytes(source),
        name=source.name,
        lang=lang,
        default_lang=app.workspace.settings.source_locale,
        url=url,
        keep_all=keep_all,
        beside=partial(is_beside, folder=source.parent),
    )
    saved = save_article(app.workspace, imported, slug, source.parent)
    name = saved.path.relative_to(app.workspace.articles_folder).with_suffix("").as_posix()
    file = app.workspace.relative(saved.path)
    copies = [
        (image.source, app.workspace.relative(image.file) if image.file else None, image.problem)
        for image in saved.images
    ]
    if output == "json":
        emit_json(contract.import_article(name, file, imported.left_out, copies, words()))
        return
    click.echo(file)
    for field, value in imported.fields.items():
        note(f"  {field}: {', '.join(value) if isinstance(value, list) else value}")
    for line in remarks.left_out(imported.left_out):
        note(line)
    for copy in copies:
        note(remarks.image(*copy))
    note(phrase("Read it through, then run: workflow extract {article}", article=name))


@click.command(
    epilog="Example: workflow extract nanning-workshop --locale en,zh",
)
@articles_argument
@locale_option
@format_option("table", "json")
@pass_app
def extract(app: App, articles: tuple[str, ...], locales: tuple[Locale, ...], output: str) -> None:
    """Bring articles into the catalogues that translators edit.

    Writes a template (.pot) for each ARTICLE (default: all) and brings its catalogue (.po) of
    every target locale up to it. Translations stay; where the source changed, the old
    translation is proposed as fuzzy. Messages that did not change keep their bytes. A renamed
    article takes its catalogues and review logs along, and its old slug as an alias. An article
    that cannot be read, or that has a broken catalogue, is left as it is, and said at the end.
    """
    from workflow.flows.extract import extract as run
    from workflow.flows.languages import beside_targets
    from workflow.flows.unused import unused_catalogues

    rows: list[ExtractRow] = []
    errors: list[WorkflowError] = []
    said: list[str] = []
    languages: dict[str, Locale] = {}
    catalogues = 0
    with progress(phrase("Extracting"), len(app.workspace.named(articles))) as advance:
        for done in run(app.workspace, articles, locales, now(), workers=processes):
            rows += (row for row in done.rows if row.written or output == "json")
            catalogues += len(done.rows)
            errors += done.errors
            said += done.notes
            if done.language is not None:
                languages[done.slug] = done.language
            advance(1)
    rows.sort(key=attrgetter("article"))
    for line in remarks.beside_targets(beside_targets(app.workspace.settings, languages)):
        note(line)
    unused = () if articles or locales else unused_catalogues(app.workspace, languages)
    for line in remarks.unused_catalogues(unused):
        note(line)
    if output == "json":
        emit_json(contract.extract(rows, unused, words()))
    else:
        if rows:
            show(remarks.extracted(rows, screen()))
        if catalogues > len(rows) or not (catalogues or errors):
            note(remarks.up_to_date(catalogues - len(rows), catalogues))
    for line in said:
        note(line)
    raise_all(errors)
