"""Front matter in YAML that all readers of YAML read alike.

Generators read YAML 1.1 (Psych, PyYAML, go-yaml) and 1.2 (js-yaml), which differ in what a plain
scalar is. So texts stand in double quotes as JSON has them, which is YAML to all of these
(YAML 1.2, section 1.3), and times are those of RFC 3339.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from workflow.model import lazy_re as re

_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_ODD: Final = re.compile(
    "[\x7f-\xa0\xad\u061c\u1680\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]"
)
"""Characters that a reader refuses, or takes for the end of a line."""


def front_matter(fields: Mapping[str, object]) -> str:
    """``fields`` between lines of three hyphens; None and empty ones are left out."""
    lines = [f"{_key(name)}:{_value(value, 1)}" for name, value in fields.items() if _says(value)]
    return "\n".join(("---", *lines, "---", ""))


def _says(value: object) -> bool:
    return value is not None and value not in ("", [], {}, ())


def _key(name: object) -> str:
    text = str(name)
    plain = _KEY.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else quoted(text)


def _value(value: object, depth: int) -> str:
    if isinstance(value, Mapping):
        inner = {name: each for name, each in value.items() if _says(each)}
        indent = "\n" + "  " * depth
        lines = (f"{_key(name)}:{_value(each, depth + 1)}" for name, each in inner.items())
        return indent + indent.join(lines) if inner else " {}"
    if isinstance(value, list | tuple):
        if not any(isinstance(each, Mapping | list | tuple) for each in value):
            return f" [{', '.join(map(_scalar, value))}]"
        indent = "\n" + "  " * depth
        return "".join(f"{indent}-{_value(each, depth + 1)}" for each in value)
    return f" {_scalar(value)}"


def _scalar(value: object) -> str:
    if value is None or isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return quoted(str(value))


def quoted(text: str) -> str:
    """``text`` in double quotes, as JSON and YAML have it."""
    return _ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))
