"""What every page of the site has in common, and the rendering of a template with it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from workflow.model import Locale
from workflow.model.release_rules import PLAIN_RELEASE
from workflow.site import addresses, strings


class Common(NamedTuple):
    """What all pages of a site in one language are made with."""

    locale: Locale
    site_title: str
    base_url: str
    locales: tuple[Locale, ...]
    """The site's languages in the order readers see them."""
    filled: bool
    """Whether the site has an article, and so feeds."""
    disclosure: str = PLAIN_RELEASE.disclosure
    """As the next, see :class:`.views.SiteSettings`."""
    responsible: str = ""
    credits: tuple[str, ...] = ()


class Versions(NamedTuple):
    """The languages in which an article is published."""

    locales: tuple[Locale, ...]
    """In the order of the site's."""
    default: Locale
    """For readers of any other language: the source's, where it is published, else the first."""


class Language(NamedTuple):
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
    json_feed: str = ""
    canonical: str = ""
    alternates: Sequence[tuple[str, str]] = ()
    """(hreflang, address)."""
    languages: Sequence[Language] = ()
    indexed: bool = True
    """Whether search engines may list the page."""

    @property
    def ui(self) -> Markup:
        """Attributes for the site's own words, where they are not in the page's language."""
        return _ui(self.locale)


@cache
def _ui(locale: Locale) -> Markup:
    words = strings.strings_locale(locale)
    if words.babel.language == locale.babel.language:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(words.bcp47, words.direction)


def page_frame(
    common: Common,
    path: str,
    versions: Versions | None = None,
    slug: str = "",
    *,
    title: str = "",
    description: str = "",
    indexed: bool = True,
) -> Frame:
    """The frame of the page at ``path``; ``slug`` names its article, if it shows one.

    This is then published in ``versions``, and each language leads to the article where it can.
    """
    published = versions.locales if versions else common.locales
    languages = tuple(
        Language(
            locale=other,
            href=addresses.relative(
                path,
                addresses.article_path(other, slug)
                if versions and other in published
                else addresses.index_path(other),
            ),
            current=other == common.locale,
            available=other in published,
        )
        for other in common.locales
    )
    return Frame(
        locale=common.locale,
        site_title=common.site_title,
        stylesheet=addresses.relative(path, stylesheet_path()),
        title=title,
        description=description,
        home=addresses.relative(path, addresses.index_path(common.locale)),
        feed=addresses.relative(path, addresses.feed_path(common.locale)) if common.filled else "",
        json_feed=addresses.relative(path, addresses.json_feed_path(common.locale))
        if common.filled
        else "",
        canonical=addresses.absolute(common.base_url, path),
        alternates=alternates(common, versions, slug),
        languages=languages,
        indexed=indexed,
    )


def alternates(
    common: Common, versions: Versions | None = None, slug: str = ""
) -> list[tuple[str, str]]:
    """(hreflang, address) of every language of an article, or else of every index.

    The last, x-default, is of the article's default version, or of the root page.
    """
    if versions is None:
        paths = [(each.bcp47, addresses.index_path(each)) for each in common.locales]
        paths.append(("x-default", addresses.ROOT))
    else:
        paths = [(each.bcp47, addresses.article_path(each, slug)) for each in versions.locales]
        paths.append(("x-default", addresses.article_path(versions.default, slug)))
    return [(tag, addresses.absolute(common.base_url, path)) for tag, path in paths]


def roots(common: Common) -> dict[Locale, str]:
    """The address that those of all pages in a language begin with."""
    paths = ((each, addresses.index_path(each)) for each in common.locales)
    return {each: addresses.absolute(common.base_url, path) for each, path in paths}


def render(template: str, frame: Frame, **values: object) -> bytes:
    """Return the page, in UTF-8."""
    return _environment().get_template(template).render(frame=frame, **values).encode("utf-8")


def fragment(template: str, **values: object) -> Markup:
    """Return a piece of a page, in which no words are the site's own."""
    return Markup(_environment().get_template(template).render(values))  # noqa: S704 - escaped there


@cache
def stylesheet() -> bytes:
    """The one stylesheet."""
    return templates()["style.css"]


@cache
def stylesheet_path() -> str:
    """Its place in the site, named by its content so that caches may keep it for good."""
    return f"assets/style.{hashlib.blake2b(stylesheet(), digest_size=6).hexdigest()}.css"


@cache
def templates() -> dict[str, bytes]:
    """The package's templates and the style sheet, by name, in order."""
    folder = resources.files("workflow.site").joinpath("templates")
    files = sorted(folder.iterdir(), key=lambda each: each.name)
    return {each.name: each.read_bytes() for each in files}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("workflow.site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    environment.globals["_"] = _translated
    return environment


@pass_context
def _translated(context: Context, message: str, **values: object) -> Markup:
    """A message in the language of the page that is rendered; translators write HTML's text."""
    found = strings.translations(context["frame"].locale).gettext(message)
    return Markup(found) % values  # noqa: S704
