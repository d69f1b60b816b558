"""The command line: `workflow --help` is the table of contents.

A module of this package holds the commands of one kind of person or thing. It is imported when
one of them is called for, and a command imports its flow when it is called: so none waits for
the libraries of another.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import sys
from pathlib import Path

import click

from workflow import __version__
from workflow.cli.boundary import (
    LANGUAGE,
    Boundary,
)

COMMANDS = {
    "init": ("workflow.cli.authors:init", "Make a new content project."),
    "import": (
        "workflow.cli.authors:importing",
        "Turn a web page or a text file into an article.",
    ),
    "extract": ("workflow.cli.authors:extract", "Bring articles into the catalogues."),
    "translate": (
        "workflow.cli.translators:translate",
        "Draft what is untranslated by machine.",
    ),
    "mt": ("workflow.cli.mt:mt", "List and try engines; show what was spent."),
    "check": (
        "workflow.cli.translators:check",
        "Check articles and translations.",
    ),
    "glossary": (
        "workflow.cli.glossaries:glossary",
        "Manage the glossary.",
    ),
    "catalog": ("workflow.cli.catalogs:catalog", "Merge, validate and clean up PO files."),
    "tm": ("workflow.cli.memories:tm", "Search the translation memory; import, export."),
    "status": ("workflow.cli.translators:status", "Show how far each translation is."),
    "review": (
        "workflow.cli.review_group:review",
        "Review translations beside their sources.",
    ),
    "explain": ("workflow.cli.explainers:explain", "Show the history of one message."),
    "export": (
        "workflow.cli.exporters:export",
        "Write texts or pages for other programs.",
    ),
    "import-translations": (
        "workflow.cli.returning:import_translations",
        "Take in texts that translators' tools edited.",
    ),
    "approve": ("workflow.cli.editors:approve", "Approve translations, as an editor."),
    "release": ("workflow.cli.release_group:release", "Publish what is approved, or go back."),
    "report": (
        "workflow.cli.reporters:report",
        "Report on people, time and quality as one HTML file.",
    ),
    "serve": ("workflow.cli.publishers:serve", "Preview the site on this machine."),
}
"""Name → (where the command is, what it does), in the order of the work."""


class Contents(Boundary):
    """The group that imports a command only when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the work, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Import and return the command ``name``; None where there is none."""
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name][0].split(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of contents from :data:`COMMANDS` alone, which keeps it fast."""
        with formatter.section("Commands, in the order of the work"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(
    cls=Contents,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done; 1 findings, or something is not ready; 2 wrong usage, "
    "configuration or input; 3 an engine or target failed, what was done is kept.",
)
@click.version_option(__version__, prog_name="workflow")
@click.option(
    "-C",
    "--project",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Run as if started in DIR.",
)
@click.option(
    "--lang",
    "language",
    type=click.Choice(("fr", "en", "zh")),
    help="Language of reports (default: that of the environment, else English).",
)
@click.pass_context
def main(ctx: click.Context, folder: Path | None, language: str | None) -> None:
    """Publish articles in several languages: write, translate, check, approve, release.

    Most commands work on the project in the current folder or a folder above it. These need none:
    init, catalog merge, catalog lint of files, catalog merge-driver, release verify of a copy.
    """
    _speak_utf8()
    ctx.meta[LANGUAGE] = language
    # Nearly all that a run makes lives to its end; looking for cycles in it takes a fifth of
    # the time of a large one.
    gc.set_threshold(100_000, 50, 100)
    if folder is not None:
        ctx.with_resource(contextlib.chdir(folder))


def _speak_utf8() -> None:
    """Print UTF-8 whatever the console's code page is (JSON is UTF-8 by contract)."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
