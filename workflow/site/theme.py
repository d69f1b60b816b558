"""What a project may have its own of: templates, styles, pictures and fonts of the site.

A theme's templates stand before the site's own of the same name, which it has as
``default/NAME`` to extend. They run in Jinja's sandbox: a template computes nothing but text.
"""

from __future__ import annotations

import hashlib
import posixpath
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Final

from jinja2 import (
    BaseLoader,
    Environment,
    FunctionLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from workflow.errors import ConfigError
from workflow.model import bytes_digest, digest
from workflow.model.phrase import phrase

DEFAULT: Final = "default/"
"""How the names of the site's own templates begin, for those of a theme."""
STYLE: Final = "style.css"
EXTRA: Final = "extra.css"
_LOGOS: Final = ("logo.svg", "logo.webp", "logo.png")
_ICONS: Final = ("icon.svg", "icon.png")
FONTS: Final = (".woff2", ".woff")


@dataclass(frozen=True)
class Theme:
    """A theme as it was read; without a folder it is none."""

    folder: str = ""
    """As messages name it."""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    """``templates/NAME.html.j2``, ``style.css`` and ``extra.css`` → their text."""
    assets: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    """Path below ``assets`` → bytes."""
    digest: str = ""
    """Over all of it; empty for none."""
    shown: str = ""
    """Over what pages are made of: its texts, and the names of its pictures and fonts."""

    @classmethod
    def of(cls, folder: str, texts: Mapping[str, str], assets: Mapping[str, bytes]) -> Theme:
        """The theme of these files; raises :class:`ConfigError` for a template that is none."""
        told: Iterable[str] = (part for pair in sorted(texts.items()) for part in pair)
        held = (
            part for name, data in sorted(assets.items()) for part in (name, bytes_digest(data))
        )
        told = tuple(told)
        theme = cls(
            folder,
            dict(texts),
            dict(assets),
            digest("theme", *told, "assets", *held),
            digest("theme", *told, "assets", *sorted(assets)),
        )
        for name in theme.own:
            theme.compile(name)
        return theme

    def __reduce__(self) -> tuple[object, ...]:
        """Those who render pages elsewhere need no bytes of pictures and fonts."""
        assets = dict.fromkeys(self.assets, b"")
        return type(self), (self.folder, self.texts, assets, self.digest, self.shown)

    @cached_property
    def own(self) -> Mapping[str, str]:
        """Name → text of its templates."""
        begin = "templates/"
        return {
            name.removeprefix(begin): text
            for name, text in self.texts.items()
            if name.startswith(begin)
        }

    @cached_property
    def stylesheets(self) -> Mapping[str, bytes]:
        """Path in the site → the style sheet there, named by its content, in their order."""
        found = [("style", self.texts.get(STYLE, "").encode() or templates()[STYLE])]
        if extra := self.texts.get(EXTRA, "").encode():
            found.append(("extra", extra))
        return {
            f"assets/{name}.{hashlib.blake2b(data, digest_size=6).hexdigest()}.css": data
            for name, data in found
        }

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Path in the site → what stands there."""
        return {f"assets/{name}": data for name, data in self.assets.items()}

    @property
    def logo(self) -> str:
        """Its path in the site; empty without one."""
        return self._asset(_LOGOS)

    @property
    def icon(self) -> str:
        """The path in the site of the sign that browsers show; empty without one."""
        return self._asset(_ICONS)

    @cached_property
    def fonts(self) -> bool:
        """Whether it brings any."""
        return any(name.endswith(FONTS) for name in self.assets)

    def _asset(self, names: tuple[str, ...]) -> str:
        return next((f"assets/{name}" for name in names if name in self.assets), "")

    def compile(self, name: str) -> None:
        """Raise :class:`ConfigError` where Jinja does not understand a template."""
        try:
            plain_environment(ImmutableSandboxedEnvironment).parse(self.own[name], name)
        except TemplateSyntaxError as error:
            raise self.error(error.message or "", name, error.lineno) from error

    def error(self, message: str, name: str, line: int | None) -> ConfigError:
        """An error in a template of the theme."""
        return ConfigError(
            phrase("the template cannot be used: {message}", message=message),
            hint=phrase("Correct it, or delete the file to have the site’s own template."),
            file=f"{self.folder}/templates/{name}",
            line=line,
        )

    def explained(self, error: Exception) -> ConfigError:
        """``error``, which rendering raised, as one of the template where it happened."""
        if isinstance(error, TemplateSyntaxError):
            return self.error(error.message or "", error.name or "", error.lineno)
        name, line = next(iter(self.own), ""), None
        for each in traceback.extract_tb(error.__traceback__):
            if each.filename.startswith(f"{self.folder}/templates/"):
                name, line = posixpath.basename(each.filename), each.lineno
        return self.error(str(error) or type(error).__name__, name, line)

    def load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        """A template as Jinja's loaders give it: text, file, and whether it is still that."""
        text = self.own.get(name)
        if text is None or name.startswith(DEFAULT):
            text = _text(name.removeprefix(DEFAULT))
            return None if text is None else (text, name, lambda: True)
        return text, f"{self.folder}/templates/{name}", lambda: True


NO_THEME: Final = Theme()
RAISED: Final = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a template can raise."""


def _text(name: str) -> str | None:
    found = templates().get(name)
    return found.decode() if found is not None else None


@cache
def templates() -> dict[str, bytes]:
    """The package's templates of pages and their style sheet, by name, in order."""
    folder = resources.files("workflow.site").joinpath("templates")
    files = sorted(
        filter(lambda each: each.is_file(), folder.iterdir()), key=lambda each: each.name
    )
    return {each.name: each.read_bytes() for each in files}


def environment_of(theme: Theme) -> Environment:
    """What renders the site's templates, and those of ``theme`` before them."""
    if not theme.digest:
        return plain_environment(Environment, PackageLoader("workflow.site"))
    return plain_environment(ImmutableSandboxedEnvironment, FunctionLoader(theme.load))


def plain_environment(kind: type[Environment], loader: BaseLoader | None = None) -> Environment:
    """An environment of ``kind`` by the rules of all templates."""
    return kind(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
