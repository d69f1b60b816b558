"""`workflow serve`: the site in a browser, before it is published."""

from __future__ import annotations

import contextlib

import click

from workflow.cli.common import App, note, pass_app
from workflow.cli.errors import report
from workflow.flows.preview import LivePreview
from workflow.web.server import PreviewServer


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Where to listen; 0 takes a free port.",
)
@click.option(
    "--drafts/--no-drafts",
    default=True,
    show_default=True,
    help="Show what is not approved, marked as a draft; without, what a publish would put out.",
)
@pass_app
def serve(app: App, port: int, drafts: bool) -> None:
    """Preview the site on this machine; reload the page to see what you changed.

    Answers on 127.0.0.1 only. A draft may be in two languages: what has no translation yet is
    shown in the source language. In the place of a page that cannot be read stands why; the
    others are shown. Ctrl-C ends it.

    \b
    Examples:
      workflow serve
      workflow serve --port 0 --no-drafts
    """
    root = app.workspace.root
    with PreviewServer(port, note) as server:
        server.show(LivePreview(root, server.address, drafts=drafts, report=report).get)
        click.echo(f"Preview: {server.address} (Ctrl-C ends it)")
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
