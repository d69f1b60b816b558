"""What every command needs: the project, the clock, who acts, options and ways to print.

A command takes :class:`App` through ``@pass_app``, calls one flow and prints what came back.
Results go to standard output, everything said on the way to standard error.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from workflow.cli.boundary import words
from workflow.errors import ConfigError, ExitCode, LocaleError, WorkflowError
from workflow.files.clock import machine_time
from workflow.model import Finding, Locale, Severity
from workflow.model.controls import harmless
from workflow.model.phrase import phrase
from workflow.project.config import (
    find_root,
    load_settings,
)
from workflow.reports.findings import as_github, as_text, counted
from workflow.reports.json_text import json_text
from workflow.reports.sarif import as_sarif
from workflow.reports.screen import Screen

if TYPE_CHECKING:
    from workflow.project import Project
    from workflow.project.workspace import Workspace

Command = TypeVar("Command", bound=Callable[..., Any])

_LINES = 1000
"""Lines printed at a time."""
PROGRESS_AFTER = 1.0
"""Seconds a command may work before a progress bar appears."""


@dataclass
class App:
    """What one run of the program shares: where it runs, and the project found there."""

    folder: Path = field(default_factory=Path.cwd)
    """Where the project is looked for, from here upwards; also the current folder."""

    @cached_property
    def workspace(self) -> Workspace:
        """The project's files; raises :class:`ConfigError` where there is no project."""
        # Here, not above: a command that needs no project does not wait for its libraries.
        from workflow.project.workspace import Workspace

        root = find_root(self.folder)
        return Workspace(root, load_settings(root), clock(), asks=on_terminal())

    def own(self, locales: Iterable[Locale]) -> tuple[Locale, ...]:
        """``locales`` as the project's settings spell them, each once."""
        return tuple(dict.fromkeys(map(self.workspace.settings.own, locales)))

    @cached_property
    def project(self) -> Project:
        """The project as the library sees it; raises as ``workspace`` does."""
        from workflow.project import Project

        return Project.find(self.folder)


pass_app = click.make_pass_decorator(App, ensure=True)
"""Decorator: hands the run's :class:`App` to the command as its first argument."""


# Printing


def emit_json(value: Mapping[str, Any]) -> None:
    """Print one JSON object on standard output: keys in the order given, characters as is."""
    click.echo(json_text(value))


def note(text: str) -> None:
    """Say something on standard error, where it does not mix with results."""
    click.echo(harmless(words()(text)), err=True)


def say(texts: Iterable[str], *, err: bool = False) -> None:
    """Print results that are texts for people, a line each; ``err``: on standard error."""
    for text in texts:
        click.echo(harmless(words()(text)), err=err)


def on_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def screen() -> Screen:
    """Standard output; colours on a terminal only, and not where ``NO_COLOR`` is set.

    Where it is no terminal lines are as long as they need to be, so that other programs get
    them unbroken.
    """
    if not sys.stdout.isatty():
        return Screen(words())
    columns = shutil.get_terminal_size().columns
    return Screen(words(), columns, colour=not os.environ.get("NO_COLOR"))


def show(lines: Iterable[str]) -> None:
    """Print lines on standard output, many at a time."""
    waiting = iter(lines)
    while some := list(islice(waiting, _LINES)):
        click.echo("\n".join(some))


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[object]], *, right: Collection[str] = ()
) -> None:
    """Print rows under their columns; see :meth:`Screen.table`."""
    show(screen().table(columns, rows, right=right))


def print_findings(
    findings: Sequence[Finding], output: str, errors: Sequence[WorkflowError] = ()
) -> None:
    """Print findings as ``text``, or as ``github`` or ``sarif`` has it.

    ``errors``, of files that could not be read, go into the last alone: its readers see nothing
    else.
    """
    if output == "github":
        show(as_github(findings, words()))
    elif output == "sarif":
        from workflow.checks import rules

        emit_json(as_sarif(findings, errors, words(), rules()))
    else:
        show(as_text(findings, screen()))


def end_with(
    ctx: click.Context,
    severities: Mapping[Severity, int],
    nothing: str = "",
    least: Severity | None = None,
) -> None:
    """Sum up what was found (``nothing``: what to say of none).

    Exit code 1 if an error is, or anything where ``least`` says what was asked for.
    """
    found = any(severities.values())
    note(nothing if nothing and not found else counted(severities))
    if severities.get(Severity.ERROR) or (least and found):
        ctx.exit(ExitCode.FINDINGS)


class Advance(Protocol):
    """Moves a bar by some steps; what ``say`` returns stands behind it from then on."""

    def __call__(self, steps: int, say: Callable[[], str] | None = None, /) -> None: ...


@contextmanager
def progress(label: str, length: int) -> Iterator[Advance]:
    """Yield what moves a bar of ``length`` steps on standard error.

    The bar shows on a terminal only, and only once the work takes longer than a second. It tells
    how much time is left.
    """
    start = time.monotonic()
    done = 0
    bar: Any = None
    over = False
    lock = threading.Lock()
    with ExitStack() as stack:
        seen = sys.stderr.isatty()
        said = words()(label) if seen else label  # another thread does not know the language

        def advance(steps: int, say: Callable[[], str] | None = None, /) -> None:
            nonlocal done, bar
            with lock:
                done += steps
                if bar is not None:
                    bar.update(steps, say and say())
                elif seen and not over and time.monotonic() - start >= PROGRESS_AFTER:
                    bar = stack.enter_context(
                        click.progressbar(
                            length=length,
                            label=said,
                            file=sys.stderr,
                            item_show_func=lambda text: text,
                        )
                    )
                    bar.update(done, say and say())

        # What comes first may take its time: a server that makes one wait, say.
        timer = threading.Timer(PROGRESS_AFTER, advance, (0,))
        timer.daemon = True
        if seen:
            timer.start()
        try:
            yield advance
        finally:
            timer.cancel()
            with lock:
                over = True


# The clock


def now() -> datetime:
    """The time in UTC, to the second; ``SOURCE_DATE_EPOCH`` sets it for reproducible runs.

    See https://reproducible-builds.org/specs/source-date-epoch/ (seconds since 1970).
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return machine_time().replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(
            phrase(
                "SOURCE_DATE_EPOCH is “{epoch}”, not a number of seconds since 1970", epoch=epoch
            ),
            hint=phrase("Unset the variable, or set it to the output of: git log -1 --format=%ct"),
        ) from error


def acting() -> datetime:
    """The time in UTC of what a person does, and by which an embargo ends: :func:`now`.

    But the machine's where that is one of the fixed values that build tools set (Nix: 1980).
    """
    from workflow.review.log import FIRST

    return found if (found := now()) >= FIRST else machine_time().replace(microsecond=0)


def clock() -> datetime:
    """The time in UTC by which times to come are known: the machine's, or :func:`now` if later.

    ``SOURCE_DATE_EPOCH`` says how what is written is dated, not what time it is.
    """
    return max(now(), machine_time())


# Arguments and options


def articles_argument(command: Command) -> Command:
    """``[ARTICLE]...`` → ``articles: tuple[str, ...]``, slugs or paths as typed; () is all."""
    return click.argument("articles", nargs=-1, metavar="[ARTICLE]...")(command)


def locale_option(command: Command) -> Command:
    """``-l, --locale en,zh`` (may be repeated) → ``locales: tuple[Locale, ...]``; () is all.

    They come in the spelling of the project's settings.
    """
    return click.option(
        "-l",
        "--locale",
        "locales",
        multiple=True,
        metavar="LOCALE[,LOCALE…]",
        callback=own_locales,
        help="Only these locales (default: every target locale).",
    )(command)


def format_option(*choices: str) -> Callable[[Command], Command]:
    """``--format`` → ``output: str``, one of ``choices``; the first is the default."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(choices),
        default=choices[0],
        show_default=True,
        help="How to print the result.",
    )


def actor_option(command: Command) -> Command:
    """``--actor`` → ``actor: str``, an e-mail address, resolved by :func:`resolve_actor`."""
    return click.option(
        "--actor",
        metavar="E-MAIL",
        callback=lambda _ctx, _param, value: resolve_actor(value),
        help="Who acts (default: $WORKFLOW_ACTOR, then git's user.email).",
    )(command)


def parse_locales(text: str) -> tuple[Locale, ...]:
    """Read a comma-separated list of locales; each once, in order.

    Raises :class:`click.BadParameter` with the nearest locale for one that CLDR lacks.
    """
    names = (name.strip() for name in text.split(","))
    try:
        return tuple(dict.fromkeys(Locale.parse(name) for name in names if name))
    except LocaleError as error:
        raise click.BadParameter(f"{error.message}. {error.hint}") from error


def own_locales(
    ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]
) -> tuple[Locale, ...]:
    """Callback of an option that lists locales: in the spelling of the project's settings."""
    found = parse_locales(",".join(values))
    return ctx.ensure_object(App).own(found) if found else ()


def one_locale(_ctx: click.Context, _param: click.Parameter, value: str | None) -> Locale | None:
    """Callback of an option that takes one locale; None where it is not given."""
    if value is None:
        return None
    found = parse_locales(value)
    if len(found) != 1:
        raise click.BadParameter("name one locale")
    return found[0]


def own_locale(ctx: click.Context, param: click.Parameter, value: str | None) -> Locale | None:
    """The same in a project: in the spelling of its settings."""
    found = one_locale(ctx, param, value)
    return found and ctx.ensure_object(App).own((found,))[0]


def resolve_actor(given: str | None = None) -> str:
    """Return who acts: ``given``, else ``WORKFLOW_ACTOR``, else git's ``user.email``.

    Raises :class:`WorkflowError` where none is set or it is not an e-mail address.
    """
    actor = given or os.environ.get("WORKFLOW_ACTOR") or _git_email()
    if actor and re.fullmatch(r"[^@\s]+@[^@\s]+", actor):
        return actor
    raise WorkflowError(
        phrase("“{actor}” is not an e-mail address", actor=actor)
        if actor
        else phrase("who acts is not known"),
        hint=phrase(
            "Give --actor you@example.org, set WORKFLOW_ACTOR, or run: git config --global "
            "user.email you@example.org"
        ),
    )


def _git_email() -> str:
    """Git's ``user.email`` for the current folder; empty where there is no git or no e-mail."""
    import subprocess

    try:
        found = subprocess.run(
            ["git", "config", "user.email"], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return found.stdout.strip()
