"""The kinds of values in ``[workflow:release]``, by the rules of ``config_values``."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from workflow.errors import ConfigError
from workflow.model.controls import harmless
from workflow.model.phrase import phrase
from workflow.model.release_rules import ReleaseRules
from workflow.project.config_values import folder, text

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


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
        password = urlsplit(value).password
    except ValueError as error:
        raise ConfigError(
            phrase("is not a URL"), hint=phrase("Check its brackets and port.")
        ) from error
    if password is not None:
        raise ConfigError(
            phrase("holds a password, which must not stand in a file under version control"),
            hint=phrase("Take it out and change it."),
        )
    return value
