"""What every page of the site has in common, and the rendering of a template with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from workflow.model import Locale, bytes_digest, digest
from workflow.site import addresses, strings
from workflow.site.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Language:
    """One entry of the language switcher."""

    locale: Locale
    href: str
    current: bool = False
    available: bool = True
    """False where the article is not published in it: the link then leads to its index."""

    @property
    def name(self) -> str:
        """In the language itself, with the capital a list entry takes."""
        name = self.locale.display_name()
        return name[:1].upper() + name[1:]


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages have in common."""

    locale: Locale
    site_title: str
    stylesheet: str
    title: str = ""
    """The page's own title; empty on pages that only have the site's."""
    description: str = ""
    home: str = ""
    feed: str = ""
    canonical: str = ""
    alternates: Sequence[tuple[str, str]] = ()
    """(hreflang, address)."""
    languages: Sequence[Language] = ()
    indexed: bool = True
    """Whether search engines may list the page."""

    @property
    def ui(self) -> Markup:
        """Attributes for the site's own words, where they are not in the page's language."""
        words = strings.strings_locale(self.locale)
        if words.babel.language == self.locale.babel.language:
            return Markup("")
        return Markup(' lang="{}" dir="{}"').format(words.bcp47, words.direction)


def page_frame(
    shelf: Shelf,
    locale: Locale,
    path: str,
    *,
    title: str = "",
    description: str = "",
    alternates: Sequence[tuple[str, str]],
    slug: str = "",
    indexed: bool = True,
) -> Frame:
    """The frame of the page at ``path``; ``slug`` names its article, if it shows one."""
    return Frame(
        locale=locale,
        site_title=shelf.settings.title(locale),
        stylesheet=addresses.relative(path, stylesheet_path()),
        title=title,
        description=description,
        home=addresses.relative(path, addresses.index_path(locale)),
        feed=addresses.relative(path, addresses.feed_path(locale)) if shelf.publications else "",
        canonical=addresses.absolute(shelf.settings.base_url, path),
        alternates=alternates,
        languages=_languages(shelf, locale, path, slug),
        indexed=indexed,
    )


def _languages(shelf: Shelf, locale: Locale, path: str, slug: str) -> tuple[Language, ...]:
    """The site's languages; on an article's page each leads to the article where it can."""
    versions = shelf.versions.get(slug, {})
    return tuple(
        Language(
            locale=other,
            href=addresses.relative(
                path,
                addresses.article_path(other, slug)
                if other in versions
                else addresses.index_path(other),
            ),
            current=other == locale,
            available=not slug or other in versions,
        )
        for other in shelf.locales
    )


def render(template: str, frame: Frame, **values: object) -> bytes:
    """Return the page, in UTF-8."""
    environment = _environment(strings.strings_locale(frame.locale))
    text = environment.get_template(template).render(frame=frame, **values)
    return text.encode("utf-8")


@cache
def stylesheet() -> bytes:
    """The one stylesheet."""
    return resources.files("workflow.site").joinpath("templates", "style.css").read_bytes()


def frame_digest(files: Mapping[str, bytes]) -> str:
    """The digest of what pages of all languages share; ``files``: the site without an article.

    Those hold the settings and the style sheet; the templates come on top.
    """
    folder = resources.files("workflow.site").joinpath("templates")
    templates = sorted(folder.iterdir(), key=lambda each: each.name)
    shared = {**files, **{each.name: each.read_bytes() for each in templates}}
    return digest("workflow frame", *(f"{bytes_digest(shared[name])} {name}" for name in shared))


@cache
def stylesheet_path() -> str:
    """Its place in the site, named by its content so that caches may keep it for good."""
    return f"assets/style.{hashlib.blake2b(stylesheet(), digest_size=6).hexdigest()}.css"


@cache
def _environment(locale: Locale) -> Environment:
    environment = Environment(
        loader=PackageLoader("workflow.site"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    catalogue = strings.translations(locale)
    environment.install_gettext_translations(catalogue, newstyle=True)  # type: ignore[attr-defined]
    return environment
