"""The errors a user can meet, each with what to do about it and the exit code it stands for.

Every other room raises these and nothing else for what can go wrong outside the program;
``cli`` turns them into a message. A foreign library's error is converted where the library
is called.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells the shell."""

    DONE = 0
    FINDINGS = 1
    """Findings, or something is not ready (for CI gates)."""
    USAGE = 2
    """Usage, configuration or input that cannot be read."""
    ENGINE = 3
    """An engine or target failed after retries; the work done so far is kept."""


class WorkflowError(Exception):
    """Something a user can mend.

    ``message`` says what is wrong, ``hint`` what to do, ``file`` (a path as the user would
    write it) and ``line`` (counted from 1) where.
    """

    exit_code: ExitCode = ExitCode.USAGE

    def __init__(
        self, message: str, *, hint: str = "", file: str | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line

    def __str__(self) -> str:
        return f"{self.location}: {self.message}" if self.location else self.message

    @property
    def location(self) -> str:
        """``file:line``, ``file`` or an empty string."""
        if self.file is None:
            return ""
        return self.file if self.line is None else f"{self.file}:{self.line}"


class ConfigError(WorkflowError):
    """A setting that is unknown or has a bad value."""


class LocaleError(WorkflowError):
    """A locale CLDR does not know."""


class ArticleError(WorkflowError):
    """An article that cannot be read or placed."""


class CatalogueError(WorkflowError):
    """A catalogue that cannot be read."""


class GlossaryError(WorkflowError):
    """A glossary that cannot be read."""


class ExchangeError(WorkflowError):
    """A file of pairs of texts (TMX, a table) that cannot be read."""


class ReviewError(WorkflowError):
    """A review log that cannot be read, or an act that the policy does not allow."""


class NotSignedError(ReviewError):
    """What has to be signed, and no key that is known here signs it."""

    messages: tuple[bytes, ...] = ()
    """What the signatures have to be of, one for each event."""


class FileError(WorkflowError):
    """The operating system refused to read or write a file."""


class NotReadyError(WorkflowError):
    """What was asked for needs something done first."""

    exit_code = ExitCode.FINDINGS


class ChangedError(NotReadyError):
    """A file that somebody saved while a command was about to replace it."""


class EngineError(WorkflowError):
    """An engine failed after retries."""

    exit_code = ExitCode.ENGINE


class TargetError(WorkflowError):
    """A release could not be brought to where the site goes."""

    exit_code = ExitCode.ENGINE


class ErrorGroup(WorkflowError):
    """Several errors met in one run, reported together."""

    def __init__(self, errors: Sequence[WorkflowError]) -> None:
        super().__init__(f"{len(errors)} errors")
        self.errors = tuple(errors)
        self.exit_code = max(error.exit_code for error in errors)


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, with a sentence on what was kept."""


def raise_all(errors: Sequence[WorkflowError]) -> None:
    """Raise what was collected: nothing, the one error, or an :class:`ErrorGroup`."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise ErrorGroup(errors)


@contextmanager
def gathered(errors: list[WorkflowError]) -> Iterator[None]:
    """Put an error of the block into ``errors``, those of a group one by one, and go on."""
    try:
        yield
    except ErrorGroup as group:
        errors += group.errors
    except WorkflowError as error:
        errors.append(error)
