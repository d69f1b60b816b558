"""The kinds of values in a ``[workflow:mt.NAME]`` section, by the rules of ``config_values``.

A key never stands in a file; where one was written all the same, it is not repeated.
"""

from __future__ import annotations

import re
from math import isfinite, nan
from urllib.parse import parse_qsl

from workflow.errors import ConfigError
from workflow.model.phrase import phrase
from workflow.project.config_values import is_web_address, split_url, text

_SECRET = re.compile("key|token|secret|passw|auth|sign", re.IGNORECASE)
"""In the names of what a service is asked with."""


def service_url(value: str) -> str:
    """The address of a service, http or https, without anything that looks like a key."""
    if not is_web_address(value):
        raise ConfigError(
            phrase("is not a web address"),
            hint=phrase("Write it in full: https://mt.example.org/"),
        )
    parts = split_url(value)
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)]
    if parts.username is not None or parts.fragment or any(map(_SECRET.search, names)):
        raise ConfigError(
            phrase("holds a key or a user’s name, which must not stand in a file"),
            hint=phrase(
                "Take it out and change it. The key goes into the variable that key_env names."
            ),
        )
    return value


def seconds(value: str) -> float:
    """A time in seconds, above zero."""
    if not (number := _number(value)) > 0:
        raise ConfigError(
            phrase("“{value}” is not a time above 0", value=value),
            hint=_decimal(value) or phrase("Write seconds: 20 or 2.5"),
        )
    return number


def amount(value: str) -> float:
    """A sum of money, zero or more."""
    if not (number := _number(value)) >= 0:
        raise ConfigError(
            phrase("“{value}” is not a price", value=value),
            hint=_decimal(value) or phrase("Write it without currency: 20.0"),
        )
    return number


def _decimal(value: str) -> str:
    """A hint where a comma stands for the decimal point; else empty."""
    if not re.fullmatch("[0-9]+,[0-9]+", value):
        return ""
    return phrase("Write a decimal point, not a comma: {number}", number=value.replace(",", "."))


def _number(value: str) -> float:
    """The number, or NaN for what is none or has no end."""
    try:
        number = float(text(value))
    except ValueError:
        return nan
    return number if isfinite(number) else nan


def variable(value: str) -> str:
    """The name of an environment variable, in capitals as POSIX has them.

    A long row of capitals and digits without an underscore is a key, not a name.
    """
    name = re.fullmatch(r"[A-Z_][A-Z0-9_]*", text(value))
    if not name or re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{16,}", value):
        raise ConfigError(
            phrase("is not the name of an environment variable"),
            hint=phrase(
                "Write a name in capitals, such as LIBRE_API_KEY, and put the key into that "
                "variable. If a key stood here, it is known to all who read the file: change it."
            ),
        )
    return value


def provider(value: str) -> str:
    """The name of a provider of machine translation, in lower case."""
    if not re.fullmatch(r"[a-z][a-z0-9_.-]*", text(value)):
        raise ConfigError(
            phrase("“{value}” is not a provider’s name", value=value),
            hint=phrase("Write it in lower case: `libretranslate`, `deepl`, `apertium`…"),
        )
    return value


def email(value: str) -> str:
    """An e-mail address."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text(value)):
        raise ConfigError(
            phrase("“{value}” is not an e-mail address", value=value),
            hint=phrase("Write it as in: desk@news.example.org"),
        )
    return value


def identifier(value: str) -> str:
    """What a service calls something of ours: letters, digits, and what parts them."""
    if not re.fullmatch(r"[\w./:-]+", text(value)):
        raise ConfigError(
            phrase("“{value}” is not an identifier", value=value),
            hint=phrase("Copy it as the service shows it, in one piece."),
        )
    return value
