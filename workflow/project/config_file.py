"""``setup.cfg`` as sections, keys and values that know their lines, and the errors met in it.

``configparser`` reads the values; :func:`find_lines` finds where they stand, by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from configparser import MissingSectionHeaderError, ParsingError, RawConfigParser
from pathlib import Path
from typing import Any, TypeVar

from workflow.errors import ConfigError, FileError, raise_all
from workflow.files.atomic import read_text
from workflow.model.phrase import phrase, sentences
from workflow.project import config_values as values

FILE = "setup.cfg"

SECRETS = frozenset({"key", "api_key", "apikey", "auth_key", "token", "secret", "password"})
"""Keys under which people write what must not stand in a file."""

Value = TypeVar("Value")


class ConfigFile:
    """One parsed ``setup.cfg``; only sections whose names begin with ``workflow`` matter."""

    def __init__(self, root: Path) -> None:
        """Read the file; what is wrong with its lines is in ``errors``.

        Raises :class:`ConfigError` where it is missing, not UTF-8 or not made of sections.
        """
        self.path = root / FILE
        self.errors: list[ConfigError] = []
        # Not strict: all duplicates are reported, here and for our sections only. No default
        # section: keys of a [DEFAULT] would seep into ours.
        self._parser = RawConfigParser(strict=False, default_section="")
        self._parser.optionxform = str  # type: ignore[assignment,method-assign]
        text = self._text()
        self._lines = find_lines(text)
        self._parse(text)
        self._find_duplicates()

    def _text(self) -> str:
        try:
            return read_text(self.path).removeprefix("\ufeff")
        except FileError as error:
            raise ConfigError(
                error.message, hint=error.hint, file=error.file, line=error.line
            ) from error

    def _parse(self, text: str) -> None:
        """Parse what can be parsed; bad lines are not repeated, since they may hold a key."""
        hint = phrase("Write `[section]`, `key = value` or `# …`.")
        try:
            self._parser.read_string(text)
        except MissingSectionHeaderError as error:
            self.fail(phrase("this line stands before any section"), hint, error.lineno)
            raise_all(self.errors)
        except ParsingError as error:
            for line, _ in error.errors:
                self.fail("this line is neither section, key nor comment", hint, line)

    def _find_duplicates(self) -> None:
        for (section, key), (first, *others) in self._lines.items():
            name = f"“{key}”" if key else f"section [{section}]"
            for line in others if _is_ours(section) else ():
                message = f"{name} stands here again; it is in line {first} already"
                self.fail(message, "Keep one of them.", line)

    @property
    def sections(self) -> tuple[str, ...]:
        """Names of our sections, misspelt ones included."""
        return tuple(filter(_is_ours, self._parser.sections()))

    def items(self, section: str) -> list[tuple[str, str]]:
        """Keys and values of a section; empty where there is none."""
        return self._parser.items(section) if self._parser.has_section(section) else []

    def line(self, section: str, key: str = "") -> int | None:
        """Line of a key or, without one, of the section's header, counted from 1."""
        return self._lines.get((section, key), [None])[-1]

    def fail(self, message: str, hint: str, line: int | None = None) -> None:
        """Note an error."""
        self.errors.append(ConfigError(message, hint=hint, file=str(self.path), line=line))

    def read(self, section: str, parsers: Mapping[str, Callable[[str], object]]) -> dict[str, Any]:
        """Return the values of a section's known keys; note bad values and unknown keys."""
        found = {}
        for key, text in self.items(section):
            if parser := parsers.get(key):
                found.update(self.value(section, key, text, parser))
            else:
                self._fail_unknown(section, key, tuple(parsers))
        return found

    def value(
        self, section: str, key: str, text: str, parser: Callable[[str], Value]
    ) -> dict[str, Value]:
        """Return ``{key: value}``, or note the error and return nothing."""
        try:
            return {key: parser(text)}
        except ConfigError as error:
            hint = error.hint
            if re.search(r"\s[#;]", text):
                hint = sentences([hint, phrase("A comment stands on a line of its own.")])
            said = phrase("{key}: {what}", key=key, what=error.message)
            self.fail(said, hint, self.line(section, key))
            return {}

    def _fail_unknown(self, section: str, key: str, known: tuple[str, ...]) -> None:
        if key.lower() in SECRETS:
            message = phrase(
                "“{key}” in [{section}]: keys and passwords are never written here",
                key=key,
                section=section,
            )
            hint: str = phrase(
                "Write `key_env = NAME` in the engine’s section and put the key into the "
                "environment variable NAME. All who read this file know the one written here: "
                "change it."
            )
        else:
            message = phrase("unknown key “{key}” in [{section}]", key=key, section=section)
            hint = values.near(key, known)
        self.fail(message, hint, self.line(section, key))


def find_lines(text: str) -> dict[tuple[str, str], list[int]]:
    """Return (section, key) → lines it stands in, counted from 1; the header has the key "".

    A line indented deeper than its key continues that key's value, as in ``configparser``.
    """
    found: dict[tuple[str, str], list[int]] = {}
    for section, key, line in _scan(text):
        found.setdefault((section, key), []).append(line)
    return found


def _scan(text: str) -> Iterator[tuple[str, str, int]]:
    section, key, margin = "", "", 0
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        indent = len(raw) - len(raw.lstrip())
        if key and indent > margin:
            continue
        margin = indent
        if header := RawConfigParser.SECTCRE.match(line):
            section, key = header["header"], ""
        elif option := re.match(r"([^=:]+?)\s*[=:]", line):
            key = option[1]
        else:
            continue
        yield section, key, number


def _is_ours(section: str) -> bool:
    """Whether a section is meant for us, ``[Workflow]`` and ``[workflow.site]`` included."""
    return section.lower().startswith("workflow")
