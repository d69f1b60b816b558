"""The kinds of values in ``setup.cfg``: text in, value out, :class:`ConfigError` for a bad one.

The errors carry what is wrong and what to do; ``config`` adds the key, the file and the line.
A value that might hold a password or a key is never repeated in a message.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import SplitResult, urlsplit

from workflow.errors import ConfigError, LocaleError
from workflow.model import PROFILES, Locale, Profile
from workflow.model.controls import harmless
from workflow.model.phrase import listed, phrase
from workflow.project.settings import Role

ROLES = ("translator", "editor", "publisher")
_NO_TEXT = frozenset(("class", "href", "id", "link", "src", "srcset", "style", "url"))
"""Arguments through which a translation could bring in an address or a style."""


def near(word: str, known: tuple[str, ...], listing: str = "") -> str:
    """Return a hint: the word of ``known`` that was meant, or all of them, or where there are too
    many to read, the sentence ``listing`` on what lists them."""
    from difflib import get_close_matches  # noqa: PLC0415 - few runs say this

    begun = [name for name in known if name.startswith(f"{word}_")]
    found = begun or get_close_matches(word, known, n=1)
    if found:
        return phrase("Did you mean “{name}”?", name=found[0])
    return listing or phrase("Use one of: {names}.", names=listed(known))


def text(value: str) -> str:
    """One line of text."""
    if not value:
        raise ConfigError(
            phrase("is empty"), hint=phrase("Give it a value, or delete the line for the default.")
        )
    if "\n" in value:
        raise ConfigError(
            phrase("runs over several lines"),
            hint=phrase(
                "A line that begins with a space continues the one above: start it at the margin."
            ),
        )
    return value


def name(value: str) -> str:
    """The name of a person, as readers see it."""
    if harmless(text(value)) != value:
        raise ConfigError(
            phrase("holds a character that cannot be seen"), hint=phrase("Type the line anew.")
        )
    if "@" in value:
        raise ConfigError(
            phrase("“{value}” is an address, not a name", value=value),
            hint=phrase("Write the name that readers may see."),
        )
    return value


def names(value: str) -> tuple[str, ...]:
    """Words parted by commas or line ends; each may stand once."""
    found = tuple(name for part in re.split(r"[,\n]", value) if (name := part.strip()))
    for name in found:
        if found.count(name) > 1:
            raise ConfigError(
                phrase("names “{name}” twice", name=name), hint=phrase("Delete one of them.")
            )
    return found


def arguments(value: str) -> tuple[str, ...]:
    """Names of arguments of shortcodes and other directives, each of which holds text."""
    found = names(value)
    for name in found:
        if not re.fullmatch(r"[A-Za-z_][\w-]*", name):
            raise ConfigError(
                phrase("“{name}” is not the name of an argument", name=name),
                hint=phrase("Write names separated by commas, as in: `caption, title, alt`"),
            )
        if name.lower() in _NO_TEXT or re.fullmatch(r"on[A-Za-z]+", name):
            raise ConfigError(
                phrase("“{name}” holds an address or code, not text", name=name),
                hint=phrase("Name arguments that readers see, as in: `caption, title, alt`"),
            )
    return found


def some_of(
    known: tuple[str, ...], more: Callable[[], tuple[str, ...]] = tuple
) -> Callable[[str], tuple[str, ...]]:
    """Any of the words ``known``, each once; ``more`` is asked for others where one is none."""

    def parse(value: str) -> tuple[str, ...]:
        given = names(value)
        allowed = known if set(given) <= set(known) else (*known, *more())
        for name in given:
            if name not in allowed:
                raise ConfigError(
                    phrase("unknown name “{name}”", name=name), hint=near(name, allowed)
                )
        return given

    return parse


def locale(value: str) -> Locale:
    """A locale that CLDR knows."""
    try:
        return Locale.parse(text(value))
    except LocaleError as error:
        raise ConfigError(error.message, hint=error.hint) from error


def locales(value: str) -> tuple[Locale, ...]:
    """One or more locales, each once whatever its spelling."""
    found: dict[Locale, str] = {}
    for name in names(value):
        other = found.setdefault(locale(name).minimal, name)
        if other != name:
            raise ConfigError(
                phrase("“{other}” and “{name}” are the same language", other=other, name=name),
                hint=phrase("Delete one of them; the other’s folders and approvals stay."),
            )
    if not found:
        raise ConfigError(
            phrase("names no locale"), hint=phrase("List at least one, as in: fr, en, zh")
        )
    return tuple(map(locale, found.values()))


def profiles(value: str) -> tuple[Profile, ...]:
    """Profiles of typography, one of each language at most."""
    given = some_of(PROFILES)(value)
    found = tuple(each for name in given for each in PROFILES if each == name)
    of: dict[str, Profile] = {}
    for each in found:
        other = of.setdefault(each.partition("-")[0], each)
        if other != each:
            raise ConfigError(
                phrase("“{other}” and “{name}” are of the same language", other=other, name=each),
                hint=phrase(
                    "Keep one; a locale with a territory of its own, as fr_CH, needs none."
                ),
            )
    return found


def folder(value: str) -> str:
    """A folder inside the project, as a POSIX path relative to it."""
    path = PurePosixPath(text(value).replace("\\", "/"))
    if path.is_absolute() or PureWindowsPath(value).drive or ".." in path.parts:
        raise ConfigError(
            phrase("“{value}” leaves the project", value=value),
            hint=phrase(
                "Name a folder below the one setup.cfg stands in, with no leading slash or “..”."
            ),
        )
    if not path.parts:
        raise ConfigError(
            phrase("“{value}” is the project’s own folder", value=value),
            hint=phrase("Name a folder inside the project."),
        )
    return str(path)


def table(value: str) -> str:
    """A table of terms inside the project, as a POSIX path relative to it."""
    if PurePosixPath(text(value)).suffix.lower() not in (".csv", ".tsv"):
        raise ConfigError(
            phrase("“{value}” is not a table", value=value),
            hint=phrase("Name a .csv or .tsv file; `workflow glossary import` reads TBX into it."),
        )
    return folder(value)


def patterns(value: str) -> tuple[str, ...]:
    """Patterns of files inside the project, as ``memory/*.tmx``; relative to it, POSIX."""
    found = names(value.replace("\\", "/"))
    for pattern in found:
        path = PurePosixPath(pattern)
        if path.is_absolute() or PureWindowsPath(pattern).drive or ".." in path.parts:
            raise ConfigError(
                phrase("“{pattern}” leaves the project", pattern=pattern),
                hint=phrase("Write it from the folder setup.cfg stands in, as in: memory/*.tmx"),
            )
    return found


def choice(*known: str) -> Callable[[str], str]:
    """One of the words ``known``."""

    def parse(value: str) -> str:
        if text(value) not in known:
            raise ConfigError(
                phrase("“{value}” is not a choice", value=value), hint=near(value, known)
            )
        return value

    return parse


def site_url(value: str) -> str:
    """The address of a site: http or https, ending with a slash."""
    if not is_web_address(value):
        raise ConfigError(
            phrase("“{value}” is not a web address", value=value),
            hint=phrase("Write it in full: https://news.example.org/"),
        )
    parts = split_url(value)
    if parts.query or parts.fragment:
        raise ConfigError(
            phrase("“{value}” has a query or fragment", value=value),
            hint=phrase("Pages’ addresses are made by adding to it: end it with the path."),
        )
    return value if value.endswith("/") else f"{value}/"


def is_web_address(value: str) -> bool:
    """Whether it is an address of the web, in full and of one piece."""
    parts = split_url(value)
    return (
        parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", value)
    )


def memory_url(value: str) -> str:
    """An SQLAlchemy URL (https://docs.sqlalchemy.org/en/20/core/engines.html)."""
    if not split_url(value).scheme or "://" not in value:
        raise ConfigError(
            phrase("“{value}” is not an SQLAlchemy URL", value=value),
            hint=phrase(
                "Use `sqlite:///.workflow/memory.db` or `postgresql+psycopg://HOST/DATABASE`."
            ),
        )
    return value


def split_url(value: str) -> SplitResult:
    """Take a URL apart; refuse one that holds a password, without repeating it."""
    try:
        parts = urlsplit(text(value))
        _ = parts.port
    except ValueError as error:
        raise ConfigError(
            phrase("is not a URL"), hint=phrase("Check its brackets and port.")
        ) from error
    if parts.password is not None:
        raise ConfigError(
            phrase("holds a password, which must not stand in a file under version control"),
            hint=phrase(
                "Take it out and change it. A key goes into the variable that key_env names; "
                "PostgreSQL reads PGPASSWORD or ~/.pgpass."
            ),
        )
    return parts


def whole_number(value: str) -> int:
    """A whole number above zero."""
    if not re.fullmatch(r"[0-9]{1,15}", text(value)) or int(value) < 1:
        raise ConfigError(
            phrase("“{value}” is not a whole number above 0", value=value),
            hint=phrase("Write digits alone."),
        )
    return int(value)


def page_size(value: str) -> int:
    """How many articles a page of a list shows: more than 100 would be slow to load."""
    if not re.fullmatch(r"[0-9]{1,3}", text(value)) or not 1 <= int(value) <= 100:
        raise ConfigError(
            phrase("“{value}” is not a number of articles from 1 to 100", value=value),
            hint=phrase("Write digits alone, as in: 20"),
        )
    return int(value)


def likeness(value: str) -> int:
    """A likeness in percent, from 50 (below it texts have little in common) to 100."""
    if not re.fullmatch(r"[0-9]{1,3}", text(value)) or not 50 <= int(value) <= 100:
        raise ConfigError(
            phrase("“{value}” is no percentage from 50 to 100", value=value),
            hint=phrase("Write percent, as in: 75"),
        )
    return int(value)


def percent(value: str) -> int:
    """A part of a whole in percent, from 0 to 100."""
    if not re.fullmatch(r"[0-9]{1,3}", text(value)) or int(value) > 100:
        raise ConfigError(
            phrase("“{value}” is not a percentage from 0 to 100", value=value),
            hint=phrase("Write digits alone, as in: 30"),
        )
    return int(value)


def yes_no(value: str) -> bool:
    """``yes`` or ``no``."""
    return choice("yes", "no")(value) == "yes"


def roles(value: str) -> tuple[Role, ...]:
    """Roles parted by commas, each with the locales that limit it: ``editor[en, zh]``."""
    parts = [part.strip() for part in re.split(r"[,\n](?![^\[]*\])", value) if part.strip()]
    if not parts:
        raise ConfigError(
            phrase("names no role"),
            hint=phrase("Use one or more of: {names}.", names=listed(ROLES)),
        )
    return tuple(_role(part) for part in parts)


def _role(value: str) -> Role:
    found = re.fullmatch(r"([^\[\]]+?)\s*(?:\[([^\[\]]+)\])?", value, re.DOTALL)
    if found is None:
        raise ConfigError(
            phrase("“{value}” is not a role", value=value),
            hint=phrase("Write a role and its locales: editor[en, zh]"),
        )
    if found[1] not in ROLES:
        raise ConfigError(
            phrase("unknown role “{found}”", found=found[1]), hint=near(found[1], ROLES)
        )
    return Role(found[1], locales(found[2]) if found[2] else ())
