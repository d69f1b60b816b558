"""The kinds of values in ``[workflow:release]``, by the rules of ``config_values``."""

from __future__ import annotations

import re
import shlex
from typing import Final
from urllib.parse import SplitResult, urlsplit

from workflow.errors import ConfigError
from workflow.model.controls import harmless
from workflow.model.phrase import phrase
from workflow.model.release_rules import ReleaseRules
from workflow.project.config_values import folder, text

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_NAME: Final = re.compile(r"(?!-)[\w.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
"""A host or bucket; with a hyphen first, programs would take it for an option."""
_BRANCH: Final = re.compile(r"(?![-./])(?!.*(\.\.|//|@\{|\.lock(/|$)|/\.))[\w./-]*\w")
"""As git-check-ref-format(1) has it, without the signs that nobody uses."""
_STORE: Final = "s3://bucket/news"
_FORMS: Final = {
    "rsync": "rsync://user@host/srv/news",
    "git+ssh": "git+ssh://git@host/news.git#pages",
    "git+https": "git+https://host/news.git#pages",
    "git+file": "git+file:///srv/news.git#pages",
    "file": "public",
    "ssh": "rsync://user@host/srv/news",
    "sftp": "rsync://user@host/srv/news",
}
_NO_STORE: Final = frozenset({"file", "local", "http", "https", "ssh", "sftp", "ftp"})
"""What fsspec reads, but what does not replace a file in one step."""


def responsible(value: str) -> str:
    """A person or desk, and after a comma its e-mail or web address, which may be left out."""
    if harmless(text(value)) != value:
        raise ConfigError(
            phrase("holds a character that cannot be seen"), hint=phrase("Type the line anew.")
        )
    rules = ReleaseRules(responsible=value)
    name, address = rules.responsible_name, rules.responsible_address
    if not name or re.search("@|://", name):
        raise ConfigError(
            phrase("“{value}” names nobody", value=value),
            hint=phrase("Write a name and an address: `Newsroom, desk@example.org`"),
        )
    if address and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://\S+", address):
        raise ConfigError(
            phrase("“{address}” is no e-mail or web address", address=address),
            hint=phrase("Write a name and an address: `Newsroom, desk@example.org`"),
        )
    return value


def target(value: str) -> str:
    """A folder inside the project, or the address of where releases go, without a password."""
    if not _SCHEME.match(text(value)) or re.match(r"[A-Za-z]:[\\/]", value):
        return folder(value)
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise ConfigError(
            phrase("is not a URL"), hint=phrase("Check its brackets and port.")
        ) from error
    users = parts.scheme in ("rsync", "git+ssh")  # elsewhere the name may be a key or a token
    if parts.password is not None or parts.query or (parts.username is not None and not users):
        raise ConfigError(
            phrase("holds a password, which must not stand in a file under version control"),
            hint=phrase("Take it out and change it."),
        )
    host, user = parts.netloc.rpartition("@")[2], parts.username or "x"
    named = parts.scheme == "git+file" or _NAME.fullmatch(host)
    branch = parts.scheme.startswith("git+") == bool(_BRANCH.fullmatch(parts.fragment))
    sound = named and _NAME.fullmatch(user) and branch and value.isprintable()
    if parts.scheme in _NO_STORE or not sound or not _fits(parts, port):
        wanted = _FORMS.get(parts.scheme, _STORE)
        raise ConfigError(
            phrase("“{value}” is no address of a target", value=harmless(value)),
            hint=phrase("Write, for example, `{example}`; see docs/targets.md.", example=wanted),
        )
    return f"{parts.scheme}{value[len(parts.scheme) :]}"


def _fits(parts: SplitResult, port: int | None) -> bool:
    """Whether the address has a path where it needs one, and a port where one has a meaning."""
    path = parts.path.strip("/") != "" and ".." not in parts.path.split("/")
    if parts.scheme == "rsync" or parts.scheme.startswith("git+"):
        return path and parts.scheme.removeprefix("git+") in ("rsync", "ssh", "https", "file")
    return port is None and ".." not in parts.path.split("/")


def command(value: str) -> tuple[str, ...]:
    """The words of a command, quoted as in a shell; no shell reads it."""
    try:
        words = tuple(shlex.split(text(value)))
    except ValueError as error:
        raise ConfigError(
            phrase("“{value}” has a quotation mark that is not closed", value=value),
            hint=phrase("Close it, or write a backslash before it."),
        ) from error
    if not words:
        raise ConfigError(
            phrase("“{value}” names no command", value=value),
            hint=phrase("Write a program and its arguments: `scripts/purge --all`"),
        )
    return words
