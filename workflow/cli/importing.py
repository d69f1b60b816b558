"""``workflow import``."""

from __future__ import annotations

from pathlib import Path

import click

from workflow.cli.common import App, note, own_locale, pass_app
from workflow.model import Locale


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
@pass_app
def importing(
    app: App, source: Path, lang: Locale | None, slug: str | None, url: str | None
) -> None:
    """Turn SOURCE into a clean article with front matter.

    SOURCE is a saved web page, the text dump of one, or a Markdown file. Menus, footers and
    repeated lines go; headings, lists, links, tables and images stay.
    """
    # Here, not above: the libraries that read pages take their time, and --help needs none.
    from workflow.flows.importing import import_article  # noqa: PLC0415
    from workflow.flows.importing.save import save_article  # noqa: PLC0415
    from workflow.stores.files import read_bytes  # noqa: PLC0415

    imported = import_article(
        read_bytes(source),
        name=source.name,
        lang=lang,
        default_lang=app.workspace.settings.source_locale,
        url=url,
    )
    path = save_article(app.workspace, imported, slug)
    click.echo(app.workspace.relative(path))
    for name, value in imported.fields.items():
        note(f"  {name}: {value}")
    name = path.relative_to(app.workspace.articles_folder).with_suffix("").as_posix()
    note(f"Read it through, then run: workflow extract {name}")
