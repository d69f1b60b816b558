"""What every page of the site has in common, and the rendering of a template with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Final, NamedTuple, TypedDict

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from workflow.model import Locale
from workflow.model.phrase import phrase
from workflow.model.profile import Profile, regional
from workflow.model.release_rules import PLAIN_RELEASE
from workflow.site import addresses, strings
from workflow.site.strings import N_
from workflow.site.theme import NO_THEME, RAISED, Theme, environment_of

_LISTS: Final = (
    ("archive", N_("Archive"), addresses.archive_path),
    ("tags", N_("Keywords"), addresses.tags_path),
    ("authors", N_("Authors"), addresses.authors_path),
)
"""Lists besides that of all articles: what they are, their title, and their place."""
_POLICY: Final = Markup(
    "default-src 'none'; img-src 'self' data:; style-src 'self'; {}{}{}base-uri 'none'; "
    "form-action {}"
)
_FONTS: Final = Markup("font-src 'self'; ")
_MEDIA: Final = Markup("media-src 'self'; ")
_SCRIPTS: Final = Markup("script-src 'self'; connect-src 'self'; ")
_FORMS: Final = Markup("'self'")
_NO_FORMS: Final = Markup("'none'")


class Entry(NamedTuple):
    """A page of the project, as the menus name it."""

    menu: str
    """``header``, ``footer``, or empty for neither."""
    slug: str
    title: str


class Named(NamedTuple):
    """A link with its words."""

    title: str
    href: str
    current: bool = False


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
    lists: tuple[str, ...] = ()
    """Which lists there are in the language, see :data:`_LISTS`."""
    menus: tuple[Entry, ...] = ()
    """The pages of the project that menus name, in their order."""
    theme: Theme = NO_THEME
    profiles: tuple[Profile, ...] = ()
    searched: bool = False
    """Whether there is something to be searched in the language."""

    def written(self, locale: Locale) -> Locale:
        """Whose dates, numbers and lists texts in ``locale`` have."""
        return regional(locale, self.profiles)

    def spoken(self, locale: Locale) -> Locale:
        """The same of the site's own words there: English ones have dates as English has."""
        return self.written(strings.spoken(locale))


class Versions(NamedTuple):
    """The languages in which an article is published."""

    locales: tuple[Locale, ...]
    """In the order of the site's."""
    default: Locale
    """For readers of any other language: the source's, where it is published, else the first."""


class Elsewhere(NamedTuple):
    """Where the other languages have the same list."""

    paths: tuple[tuple[Locale, str], ...]
    """Of each that has it; of others readers come to the list of articles."""
    alternate: bool = True
    """Whether it is the same to search engines."""


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
    stylesheets: Sequence[str]
    theme: Theme = NO_THEME
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
    menu: Sequence[Named] = ()
    """The links at the top of every page …"""
    footer: Sequence[Named] = ()
    """… and those at the end."""
    logo: str = ""
    icon: str = ""
    search: str = ""
    """Where readers search; empty where there is nothing to be found."""
    of_list: bool = False
    """Whether the page is a list, and no article."""
    plays: bool = False
    """Whether it plays sound or films."""
    scripts: bool = False
    """Whether a script of the site runs on the page."""

    @property
    def policy(self) -> Markup:
        """What browsers may load and run: of the site alone, and a script on one page alone."""
        return _POLICY.format(
            _FONTS if self.theme.fonts else "",
            _MEDIA if self.plays else "",
            _SCRIPTS if self.scripts else "",
            _FORMS if self.search else _NO_FORMS,
        )

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
    elsewhere: Elsewhere | None = None,
    plays: bool = False,
    scripts: bool = False,
) -> Frame:
    """The frame of the page at ``path``; ``slug`` names its article, if it shows one.

    This is then published in ``versions``, and each language leads to the article where it can;
    from a list, to where ``elsewhere`` has it.
    """
    if elsewhere is not None:
        places = dict(elsewhere.paths)
    elif versions is not None:
        places = {each: addresses.article_path(each, slug) for each in versions.locales}
    else:
        places = {each: addresses.index_path(each) for each in common.locales}
    languages = tuple(
        Language(
            locale=other,
            href=addresses.relative(path, places.get(other) or addresses.index_path(other)),
            current=other == common.locale,
            available=other in places,
        )
        for other in common.locales
    )
    return Frame(
        locale=common.locale,
        site_title=common.site_title,
        title=title,
        description=description,
        home=addresses.relative(path, addresses.index_path(common.locale)),
        feed=addresses.relative(path, addresses.feed_path(common.locale)) if common.filled else "",
        json_feed=addresses.relative(path, addresses.json_feed_path(common.locale))
        if common.filled
        else "",
        canonical=addresses.absolute(common.base_url, path),
        alternates=alternates(common, versions, slug)
        if elsewhere is None
        else _same(common, elsewhere),
        languages=languages,
        indexed=indexed,
        of_list=elsewhere is not None,
        plays=plays,
        scripts=scripts,
        **look(common, partial(addresses.relative, path), path),
    )


class Look(TypedDict):
    """What a frame has of the theme and the menus."""

    stylesheets: Sequence[str]
    theme: Theme
    logo: str
    icon: str
    menu: Sequence[Named]
    footer: Sequence[Named]
    search: str


def look(common: Common, link: Callable[[str], str], path: str = "") -> Look:
    """What every page has of the theme and the menus; ``link`` makes a link to a path.

    ``path`` is the page's own: links to it are marked.
    """
    theme, locale = common.theme, common.locale
    gettext = strings.translations(locale).gettext

    def entry(title: str, place: str) -> Named:
        return Named(title, link(place), current=place == path)

    entries = [
        (each.menu, entry(each.title, addresses.article_path(locale, each.slug)))
        for each in common.menus
    ]
    lists = [
        entry(gettext(title), place(locale))
        for name, title, place in _LISTS
        if name in common.lists
    ]
    return {
        "stylesheets": [link(path) for path in theme.stylesheets],
        "theme": theme,
        "logo": link(theme.logo) if theme.logo else "",
        "icon": link(theme.icon) if theme.icon else "",
        "menu": [each for menu, each in entries if menu == "header"],
        "footer": [each for menu, each in entries if menu == "footer"] + lists,
        "search": link(addresses.search_path(locale)) if common.searched else "",
    }


def _same(common: Common, elsewhere: Elsewhere) -> list[tuple[str, str]]:
    if not elsewhere.alternate or len(elsewhere.paths) < 2:
        return []
    return [
        (each.bcp47, addresses.absolute(common.base_url, path)) for each, path in elsewhere.paths
    ]


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
    """Return the page, in UTF-8.

    Raises :class:`ConfigError` where a template of the theme fails, or leaves out what forbids
    pages to run scripts and to load anything from elsewhere.
    """
    theme = frame.theme
    page = _rendered(theme, template, {"frame": frame, **values})
    if theme.digest and f'content="{frame.policy}"' not in page:
        name = template if template in theme.own else "base.html.j2"
        raise theme.error(phrase("the page has no Content-Security-Policy"), name, None)
    return page.encode("utf-8")


def fragment(theme: Theme, template: str, **values: object) -> Markup:
    """Return a piece of a page, in which no words are the site's own; it may raise as a page."""
    return Markup(_rendered(theme, template, values))  # noqa: S704 - escaped there


def _rendered(theme: Theme, template: str, values: Mapping[str, object]) -> str:
    if not theme.digest:
        return _environment(theme).get_template(template).render(values)
    try:
        return _environment(theme).get_template(template).render(values)
    except RAISED as error:
        raise theme.explained(error) from error


@lru_cache(maxsize=4)
def _environment(theme: Theme) -> Environment:
    environment = environment_of(theme)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    environment.globals["_"] = _translated
    return environment


@pass_context
def _translated(context: Context, message: str, **values: object) -> Markup:
    """A message in the language of the page that is rendered; translators write HTML's text."""
    found = strings.translations(context["frame"].locale).gettext(message)
    return Markup(found) % values  # noqa: S704
