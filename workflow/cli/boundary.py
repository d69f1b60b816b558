"""The one error boundary: what goes wrong becomes a message, a hint and an exit code.

Exit codes are those of :class:`workflow.errors.ExitCode`. Beyond them, as any Unix program
would end: 130 after Ctrl-C (128 + SIGINT) and 141 where the reader of the output has gone
(128 + SIGPIPE). Internal error itself ends with 2, like everything else that the
next try will not mend; its traceback goes to a log file whose name is printed.
"""

from __future__ import annotations

import contextlib
import os
import platform
import shlex
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.exceptions import Exit

from workflow import __version__
from workflow.errors import ErrorGroup, ExitCode, FileError, Interrupted, WorkflowError
from workflow.model.controls import harmless
from workflow.model.phrase import phrase
from workflow.model.secrecy import Secrets

if TYPE_CHECKING:
    from workflow.reports.i18n import Words

LANGUAGE = "workflow.language"
"""Of reports, in what contexts of click share: one of ``--lang``, or None."""
INTERRUPTED = 130
PIPE_CLOSED = 141


class Boundary(click.Group):
    """A group behind which no error goes further than a message."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command called for; end with the exit code of what went wrong, if anything."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, Exit):
            raise
        except WorkflowError as error:
            report(error)
            raise Exit(error.exit_code) from error
        except (KeyboardInterrupt, click.Abort) as error:
            usual = phrase("interrupted; what was done so far is kept")
            said = error.args[0] if isinstance(error, Interrupted) else usual
            click.echo(f"\n{words()(said)}", err=True)
            raise Exit(INTERRUPTED) from error
        except BrokenPipeError:
            _end_quietly()
        except OSError as error:
            report(_from_system(error))
            raise Exit(ExitCode.USAGE) from error
        except Exception as error:  # a traceback must not reach the user
            report(_defect(error))
            raise Exit(ExitCode.USAGE) from error


def words() -> Words:
    """What reports are made with: the language of the option, else of the environment."""
    # Here, not above: most runs of --help and --version say nothing more.
    from workflow.reports.i18n import Words, language_of

    return Words(asked_language() or language_of(os.environ))


def asked_language() -> str | None:
    """The language that ``--lang`` names; None where it is not given."""
    context = click.get_current_context(silent=True)
    asked: str | None = context.meta.get(LANGUAGE) if context else None
    return asked


def report(error: WorkflowError, say: Words | None = None) -> None:
    """Print an error, or each of a group, on standard error; ``say`` words it.

    ``error: articles/x.md:3: what is wrong`` and, indented, ``hint: what to do``; in colour
    on a terminal, unless ``NO_COLOR`` is set (https://no-color.org). What several articles
    ran into is said once.
    """
    from workflow.model.phrase import phrase

    say = say or words()
    for one in {str(each): each for each in _flat(error)}.values():
        said = one.message
        if one.line is not None:
            said = f"{_shown(one.location)}: {say(said)}"
        elif one.location:
            said = phrase("{place}: {what}", place=_shown(one.location), what=said)
        _say(_labelled(say(phrase("error:")), say(said), fg="red", bold=True))
        if one.hint:
            # Outside the f-string: Babel finds no sentence within one.
            hint = _labelled(say(phrase("hint:")), say(one.hint), fg="cyan")
            _say(f"  {hint}")


def _labelled(label: str, text: str, *, fg: str, bold: bool | None = None) -> str:
    """``label text``; a colon of full width has its blank in it."""
    blank = "" if label.endswith("：") else " "
    return f"{click.style(label, fg=fg, bold=bold)}{blank}{harmless(text)}"


def _flat(error: WorkflowError) -> Iterator[WorkflowError]:
    if isinstance(error, ErrorGroup):
        for one in error.errors:
            yield from _flat(one)
    else:
        yield error


def _say(text: str) -> None:
    click.echo(text, err=True, color=False if os.environ.get("NO_COLOR") else None)


def _shown(location: str) -> str:
    """The location as one would type it here: relative where it is below this folder."""
    path = Path(location)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return str(path.relative_to(Path.cwd()))
    return location


def _from_system(error: OSError) -> WorkflowError:
    """The operating system's refusal, where no store has put it into words."""
    return FileError(
        str(error.strerror or error),
        hint=phrase(
            "Check permissions, free space and the spelling of the path, then run it again."
        ),
        file=None if error.filename is None else os.fsdecode(error.filename),
    )


def _end_quietly() -> NoReturn:
    """End as a program ends whose reader has gone, with nothing left to flush.

    See https://docs.python.org/3/library/signal.html#note-on-sigpipe.
    """
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise Exit(PIPE_CLOSED)


def _defect(error: Exception) -> WorkflowError:
    """What to say of an error nobody thought of, once its traceback is in a log file."""
    secrets = Secrets(_keys())
    log = _write_log(error, sys.argv[1:], secrets)
    return WorkflowError(
        phrase(
            "internal error (a bug in `workflow`): {name}: {error}",
            name=type(error).__name__,
            error=secrets.redacted(str(error)),
        ),
        hint=phrase("Files are as they were after the last whole step. Details: {log}", log=log),
    )


def _keys() -> Iterator[str]:
    """The keys of the project's engines, which a library may have put into its error."""
    from workflow.project.config import find_root, load_settings

    with contextlib.suppress(WorkflowError):
        for engine in load_settings(find_root(Path.cwd())).mt.values():
            yield os.environ.get(engine.key_env or "", "")


def _write_log(error: Exception, arguments: Sequence[str], secrets: Secrets) -> Path:
    """Write the traceback to the first folder that takes it and return the file."""
    time = datetime.now(UTC)
    lines = [
        f"time: {time.isoformat(timespec='seconds')}",
        f"workflow {__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"arguments: {shlex.join(arguments)}",
        "",
        *traceback.format_exception(error),
    ]
    # Here, not above: needed only when all is lost, and it brings babel along.
    from workflow.files.atomic import write_text

    name = f"error-{time:%Y%m%dT%H%M%SZ}-{os.getpid()}.log"
    for folder in _log_folders():
        with contextlib.suppress(FileError):
            write_text(folder / name, secrets.redacted("\n".join(lines)))
            return folder / name
    return Path(tempfile.gettempdir()) / name


def _log_folders() -> Iterator[Path]:
    from workflow.project.config import find_root

    with contextlib.suppress(WorkflowError):
        yield find_root(Path.cwd()) / ".workflow"
    yield Path(click.get_app_dir("workflow"))
    yield Path(tempfile.gettempdir())
