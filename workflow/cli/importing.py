"""``workflow import``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.cli.common import App, emit_json, format_option, note, own_locale, pass_app
from workflow.model import Locale

if TYPE_CHECKING:
    from workflow.flows.import_article import SavedImage
    from workflow.importing import ImportedArticle

_FIRST_WORDS = 60
"""Characters shown of a block that was left out."""


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
    # Here, not above: the libraries that read pages take their time, and --help needs none.
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
    if output == "json":
        left_out = [{"text": one.text, "reason": one.reason} for one in imported.left_out]
        images = [
            {"source": one.source, "file": app.workspace.relative(one.file) if one.file else None}
            for one in saved.images
        ]
        record = {"article": name, "file": file, "left_out": left_out, "images": images}
        emit_json({"version": 1, **record})
        return
    click.echo(file)
    for field, value in imported.fields.items():
        note(f"  {field}: {', '.join(value) if isinstance(value, list) else value}")
    _say_left_out(imported)
    for image in saved.images:
        _say_image(app, image)
    note(f"Read it through, then run: workflow extract {name}")


def _say_left_out(imported: ImportedArticle) -> None:
    if not imported.left_out:
        note("Nothing was left out.")
        return
    note(f"Left out, {sum(len(one.text) for one in imported.left_out):,} characters:")
    for one in imported.left_out:
        short = (
            one.text if len(one.text) <= _FIRST_WORDS else f"{one.text[:_FIRST_WORDS].rstrip()}…"
        )
        note(f"  “{short}” ({len(one.text):,} characters; {one.reason})")
    note("  --keep-all keeps all of it.")


def _say_image(app: App, image: SavedImage) -> None:
    if image.file:
        note(f"Image {image.source}: copied to {app.workspace.relative(image.file)}")
    else:
        note(f"Image {image.source}: {image.problem}")
