"""Reads a project's settings from ``setup.cfg``: section ``[workflow]`` and those beneath it.

The tables below say which keys there are and how each is read. All errors of a file are
reported in one run, each with its line and the nearest valid key or value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from workflow.errors import ConfigError, raise_all
from workflow.files.atomic import read_bytes
from workflow.model import ReviewRules
from workflow.model.finding import ON_REQUEST, SWITCHES
from workflow.model.phrase import listed, phrase
from workflow.model.release_rules import ReleaseRules
from workflow.project import config_values as values
from workflow.project import release_values, service_values
from workflow.project.config_file import (
    FILE,
    ConfigFile,
)
from workflow.project.provider_options import OPTIONS
from workflow.project.settings import (
    BUILT_IN_ENGINES,
    EngineSettings,
    Role,
    Settings,
)


def _other_checks() -> tuple[str, ...]:
    """Names of checks that other packages bring."""
    # Here, not above: most projects name none of them, and it takes long to import.
    from importlib.metadata import entry_points  # noqa: PLC0415

    return tuple(entry_points(group="workflow.checks").names)


def _all_checks() -> tuple[str, ...]:
    """Names of every check, those included that nobody may switch off."""
    from workflow.checks import rules  # noqa: PLC0415 - as above

    return tuple(rule.name for rule in rules())


PROJECT_KEYS: Mapping[str, Callable[[str], object]] = {
    "source_locale": values.locale,
    "target_locales": values.locales,
    "articles": values.folder,
    "locales": values.folder,
    "reviews": values.folder,
    "public": values.folder,
    "releases": values.folder,
    "engines": values.names,
    "memory": values.memory_url,
    "memory_least_score": values.likeness,
    "memory_least_state": values.choice("translated", "reviewed", "approved"),
    "memory_trust_context": values.yes_no,
    "tm_files": values.patterns,
    "glossary": values.table,
    "base_url": values.site_url,
    "locations": values.choice("file", "full", "never"),
    "segmentation": values.choice("block", "sentence"),
    "front_matter": values.names,
    "directive_arguments": values.arguments,
    "checks_off": values.some_of(SWITCHES, _other_checks),
    "checks_on": values.some_of(ON_REQUEST),
    "profiles": values.profiles,
}
"""Keys of ``[workflow]``, which are also fields of :class:`Settings`, and how to read them."""

ENGINE_KEYS: Mapping[str, Callable[[str], object]] = {
    "provider": service_values.provider,
    "url": service_values.service_url,
    "key_env": service_values.variable,
    "in_flight": values.whole_number,
    "timeout": service_values.seconds,
    "characters_per_month": values.whole_number,
    "price_per_million": service_values.amount,
    "batch": values.whole_number,
    "requests_per_minute": values.whole_number,
    "model": values.text,
    "formality": values.choice("more", "less"),
    "email": service_values.email,
    "glossary_id": service_values.identifier,
}
"""The same for ``[workflow:mt.NAME]`` and :class:`EngineSettings`."""

REVIEW_KEYS: Mapping[str, Callable[[str], object]] = {
    "approvals": values.whole_number,
    "four_eyes": values.yes_no,
    "signatures": values.choice("optional", "required"),
    "allowed_signers": values.folder,
    "untouched_machine": values.percent,
    "must_pass": values.some_of(SWITCHES, _all_checks),
    "may_waive": values.some_of(values.ROLES),
}
"""The same for ``[workflow:review]`` and :class:`ReviewRules`."""

RELEASE_KEYS: Mapping[str, Callable[[str], object]] = {
    "policy": values.choice("each", "all"),
    "disclosure": values.choice("always", "unreviewed", "never"),
    "responsible": release_values.responsible,
    "target": release_values.target,
    "before": release_values.command,
    "after": release_values.command,
}
"""The same for ``[workflow:release]`` and :class:`ReleaseRules`."""

SITE_KEYS: Mapping[str, Callable[[str], object]] = {
    "theme": values.folder,
    "page_size": values.page_size,
}
"""Keys of ``[workflow:site]`` besides titles, which are also fields of :class:`Settings`."""

LOCALES = ("source_locale", "target_locales")

FOLDERS = ("articles", "locales", "reviews", "public", "releases")

MT = "workflow:mt."

SECTIONS = (":site", ":roles", ":review", ":release", ":credits")
"""Ends of the names of sections besides ``[workflow]`` and those of engines."""


def find_root(start: Path) -> Path:
    """Return the nearest folder, ``start`` or above it, whose ``setup.cfg`` is a project's.

    Raises :class:`ConfigError` where there is none, :class:`FileError` for an unreadable file.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE).is_file() and has_project(read_bytes(folder / FILE)):
            return folder
    raise ConfigError(
        phrase(
            "no project in {start} or above it: no {file} with a section [workflow]",
            start=start,
            file=FILE,
        ),
        hint=phrase("`workflow init` makes one; `workflow -C DIR …` works on one elsewhere."),
    )


def has_project(data: bytes) -> bool:
    """Whether a ``setup.cfg`` of these bytes has a section ``[workflow]`` or one beneath it."""
    return re.search(rb"^(?:\xef\xbb\xbf)?\[workflow[:\]]", data, re.MULTILINE) is not None


def load_settings(root: Path) -> Settings:
    """Read the settings of the project in the folder ``root``.

    Raises :class:`ConfigError`, or a group of them, for whatever is wrong in the file.
    """
    file = ConfigFile(root)
    _check_sections(file)
    fields = file.read("workflow", PROJECT_KEYS)
    spoken = Settings(**{key: fields[key] for key in LOCALES if key in fields})
    fields["source_locale"] = spoken.own(spoken.source_locale)
    fields["titles"] = MappingProxyType(dict(_titles(file, spoken)))
    for key, text in file.items("workflow:site"):
        if key in SITE_KEYS:
            fields |= file.value("workflow:site", key, text, SITE_KEYS[key])
    fields["roles"] = MappingProxyType(dict(_roles(file, spoken)))
    fields["credits"] = MappingProxyType(dict(_credits(file)))
    fields["review"] = ReviewRules(**file.read("workflow:review", REVIEW_KEYS))
    fields["release"] = ReleaseRules(**file.read("workflow:release", RELEASE_KEYS))
    fields["mt"] = MappingProxyType(dict(_engines(file)))
    _check_chain(file, fields)
    _check_folders(file, fields)
    raise_all(sorted(file.errors, key=lambda error: error.line or 0))
    return Settings(**fields)


def _check_sections(file: ConfigFile) -> None:
    if "workflow" not in file.sections:
        file.fail(
            phrase("no section [workflow]"),
            phrase("`workflow init` adds one with every setting explained."),
        )
    known = tuple(f"workflow{end}" for end in ("", *SECTIONS, ":mt.NAME"))
    for section in file.sections:
        if section not in known and not re.fullmatch(rf"{MT}[a-z0-9_-]+", section):
            hint = values.near(section, known)
            said = phrase("unknown section [{section}]", section=section)
            file.fail(said, hint, file.line(section))


def _titles(file: ConfigFile, spoken: Settings) -> Iterator[tuple[str, str]]:
    """``title`` and ``title[LOCALE]`` of ``[workflow:site]`` → locale name ("" for all), title."""
    section = "workflow:site"
    seen: dict[str, str] = {}
    for key, text in file.items(section):
        if key in SITE_KEYS:
            continue
        found = re.fullmatch(r"title(?:\[(.*)\])?", key)
        if found is None:
            hint: str = phrase(
                "Use `title`, or `title[LOCALE]` as in `title[fr]`; or {names}.",
                names=listed([f"`{name}`" for name in SITE_KEYS]),
            )
            said = phrase("unknown key “{key}” in [{section}]", key=key, section=section)
            file.fail(said, hint, file.line(section, key))
            continue
        name = ""
        if found[1] is not None:
            read = file.value(section, key, found[1], values.locale)
            if not read:
                continue
            name = spoken.own(read[key]).name
        if (other := seen.setdefault(name, key)) != key:
            said = phrase(
                "“{other}” and “{key}” in [{section}] are of the same language",
                other=other,
                key=key,
                section=section,
            )
            file.fail(said, phrase("Delete one of them."), file.line(section, key))
        for title in file.value(section, key, text, values.text).values():
            yield name, title


def _roles(file: ConfigFile, spoken: Settings) -> Iterator[tuple[str, tuple[Role, ...]]]:
    """``[workflow:roles]`` → e-mail address, roles, in the spelling of the target locales."""
    section = "workflow:roles"
    for actor, text in file.items(section):
        _check_address(file, section, actor, "aline@example.org = editor")
        for roles in file.value(section, actor, text, values.roles).values():
            yield (
                actor,
                tuple(Role(role.name, tuple(map(spoken.own, role.locales))) for role in roles),
            )


def _credits(file: ConfigFile) -> Iterator[tuple[str, str]]:
    """``[workflow:credits]`` → e-mail address, the name that readers may see."""
    section = "workflow:credits"
    for actor, text in file.items(section):
        _check_address(file, section, actor, "aline@example.org = Aline Martin")
        for name in file.value(section, actor, text, values.name).values():
            yield actor, name


def _check_address(file: ConfigFile, section: str, actor: str, example: str) -> None:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", actor):
        hint = phrase("Write the address the person acts under: `{example}`", example=example)
        said = phrase("“{actor}” is not an e-mail address", actor=actor)
        file.fail(said, hint, file.line(section, actor))


def _engines(file: ConfigFile) -> Iterator[tuple[str, EngineSettings]]:
    """``[workflow:mt.NAME]`` → name, settings."""
    for section in file.sections:
        if not section.startswith(MT):
            continue
        name = section.removeprefix(MT)
        options = file.read(section, ENGINE_KEYS)
        if file.line(section, "provider") is None:
            hint = phrase("Add a line such as: `provider = libretranslate`")
            said = phrase("[{section}] names no provider", section=section)
            file.fail(said, hint, file.line(section))
        provider = options.get("provider", "")
        for key in options.keys() - OPTIONS.get(provider, options.keys()):
            said = phrase(
                "[{section}]: the provider {provider} has no use for {key}",
                section=section,
                provider=provider,
                key=key,
            )
            hint = phrase("It takes: {names}.", names=listed(sorted(OPTIONS[provider])))
            file.fail(said, hint, file.line(section, key))
        yield name, EngineSettings(name, **{"provider": "", **options})


def _check_chain(file: ConfigFile, fields: Mapping[str, Any]) -> None:
    """The chain names built-in engines and sections that are there."""
    known: tuple[str, ...] = (*BUILT_IN_ENGINES, *fields["mt"])
    if not set(fields.get("engines", ())) <= set(known):
        # Here, not above: most projects name none of others, and it takes long to import.
        from importlib.metadata import entry_points  # noqa: PLC0415

        known += tuple(entry_points(group="workflow.engines").names)
    for name in fields.get("engines", ()):
        if name not in known:
            section = f"{MT}{name}"
            hint = phrase(
                "{near} A section [{section}] would define it.",
                near=values.near(name, known),
                section=section,
            )
            said = phrase("`engines`: unknown engine “{name}”", name=name)
            file.fail(said, hint, file.line("workflow", "engines"))


def _check_folders(file: ConfigFile, fields: Mapping[str, Any]) -> None:
    """No folder is another one or stands inside it, on systems that fold case included."""
    folders = {key: fields.get(key, getattr(Settings(), key)) for key in FOLDERS}
    lines = {key: file.line("workflow", key) for key in FOLDERS}
    if (target := fields["release"].target) and ":" not in target and target != folders["public"]:
        folders["target"], lines["target"] = target, file.line("workflow:release", "target")
    if fields.get("theme"):
        folders["theme"], lines["theme"] = fields["theme"], file.line("workflow:site", "theme")
    for one, other in combinations(folders, 2):
        paths = [PurePosixPath(folders[key].casefold()) for key in (one, other)]
        if paths[0].is_relative_to(paths[1]) or paths[1].is_relative_to(paths[0]):
            file.fail(
                f"{one} and {other} share a folder: “{folders[one]}” and “{folders[other]}”",
                "Give each a folder of its own, side by side.",
                max(lines[one] or 0, lines[other] or 0) or None,
            )
