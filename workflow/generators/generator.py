"""What a site generator wants: where pages and media go, how links and front matter are written.

A generator is a class below: it says what is its own, and everything else is done as here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from urllib.parse import quote

from workflow.generators.exported import Edition, Exported
from workflow.generators.matter import front_matter
from workflow.model import Locale
from workflow.model import lazy_re as re
from workflow.site import fields

Fields = dict[str, object]
DROPPED = frozenset(
    {"title", "summary", "description", "date", "updated", "author", "authors", "keywords", "tags"}
    | {"aliases", "lang", "draft", "published", "status", "publish_at", "segmentation"}
    | {"checks_off", "group", "kind", "menu", "order", "image", "slug", "url", "permalink"}
    | {"redirect_from", "translationKey", "lastmod", "id", "disclosure", "corrections", "follows"}
)
"""Fields that are this program's, or that each generator is given anew. All others go along."""


class TroubleKind(StrEnum):
    """What somebody should know of a page in the tree of another generator."""

    LITERAL = "literal"
    """A mark that this generator shows as it is written."""
    PROTECTED = "protected"
    """A mark of another generator that this one would have obeyed; it is shown as written."""
    LINK = "link"
    """A link to what is not written out: plain text."""
    CONVERTED = "converted"
    """The body is HTML now, as the site shows it."""
    STAND_IN = "stand-in"
    """The generator needs a file in its first language; it holds the text in another."""
    UNDATED = "undated"
    """An article without a date, which is no post."""


@dataclass(frozen=True, slots=True, order=True)
class Trouble:
    """One such thing."""

    article: str
    locale: str
    """gettext spelling."""
    kind: TroubleKind
    text: str = ""
    """What stands in the article, or the language meant."""
    line: int = 0
    """Of the document; 0 where it is of the whole page."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the tree."""

    path: str
    """POSIX, below the folder."""
    data: bytes
    keys: tuple[tuple[str, str], ...] = ()
    """Slug and locale of the pages that it is of; none for what they share."""
    troubles: tuple[Trouble, ...] = ()


class Generator:
    """Common ground; the words of the class say what a generator has otherwise."""

    name: ClassVar[str]
    owns: ClassVar[frozenset[str]] = frozenset()
    """Families of marks that it reads, see :mod:`.foreign_marks`."""
    html: ClassVar[bool] = False
    """Whether it takes pages of HTML as they are."""
    rendered: ClassVar[bool] = False
    """Whether it wants every body as HTML, as the site renders it."""
    liquid: ClassVar[bool] = False
    """Whether it runs Liquid over pages before it reads them."""
    mustache: ClassVar[bool] = False
    """Whether it is Vue, which reads ``{{ … }}`` in what the page shows."""
    mdx: ClassVar[bool] = False
    """Whether it reads MDX."""
    single_tilde: ClassVar[bool] = False
    """Whether two single tildes strike out what stands between them …"""
    escapes_tilde: ClassVar[bool] = False
    """… and a backslash before one keeps them from that."""
    wide_lists: ClassVar[bool] = False
    """Whether full-width digits with a stop begin a list."""
    links_bare: ClassVar[bool] = False
    """Whether an address in a text is a link, and may run on into what follows it."""
    posts: ClassVar[bool] = False
    """Whether an article with a date is another thing to it than one without."""
    media_folder: ClassVar[str] = ""
    """Where files go that pages show, with a slash at its end."""
    with_base: ClassVar[bool] = True
    """Whether addresses from the root have to begin with the path of the site."""

    def path(self, edition: Edition, page: Exported) -> str:
        """The file of a page."""
        raise NotImplementedError

    def address(self, edition: Edition, page: Exported) -> str:
        """The page's address on the web, from the root, without the path of the site."""
        return quote(f"/{page.shown.locale.bcp47}/{page.shown.slug}/")

    def home(self, edition: Edition, locale: Locale) -> str:
        """The address of what a language begins with, as :meth:`address` has it."""
        return f"/{locale.bcp47}/"

    def link(self, edition: Edition, here: Exported, there: Exported, ending: str) -> str:
        """What a link in Markdown to another page is written as."""
        return self.root(edition, self.address(edition, there)) + ending

    def medium(self, edition: Edition, here: Exported, place: str, *, html: bool) -> str:
        """What leads to a file; ``html``: from a tag of HTML."""
        return self.root(edition, quote(f"/{place}"))

    def root(self, edition: Edition, address: str) -> str:
        """An address from the root as pages write it."""
        return (edition.base if self.with_base else "") + address

    def matter(self, edition: Edition, page: Exported, common: Fields) -> Fields:
        """The front matter; ``common``: see :func:`common_fields`."""
        return common

    def shared(self, edition: Edition) -> Mapping[str, str]:
        """Files that pages share, by path; among them an example of the settings it needs."""
        return {}

    def stand_ins(self, edition: Edition) -> Sequence[tuple[str, Exported]]:
        """Pages that have to stand in the place of one in the first language, and where."""
        return ()

    def finish(self, edition: Edition, page: Exported, body: str) -> str:
        """The body in Markdown as it is written, links and spellings done."""
        return body

    def compose(self, edition: Edition, page: Exported, matter: Fields, body: str) -> str:
        """The whole file."""
        return f"{front_matter(matter)}\n{body.lstrip(chr(10))}"


def safe_path(slug: str, *, dots: bool = True) -> str:
    """``slug`` as a path whose parts no generator passes over or takes for a page of its own.

    Names that begin with ``_``, ``.``, ``#`` or ``~`` are drafts or partial files to several,
    ``index`` and ``README`` are a folder's own page, and brackets are parameters of routes.
    ``dots``: whether a dot in a name means nothing (to Hugo it parts off a language).
    """
    return "/".join(_safe(part, dots=dots) for part in slug.split("/"))


def _safe(part: str, *, dots: bool) -> str:
    found = re.sub(r"[\[\](){}#%?&:*\"'<>|+@!\\]", "-", part)
    found = found if dots else found.replace(".", "-")
    odd = found[:1] in "_.~-" or found.lower() in ("index", "readme", "404")
    return f"x{found}" if odd else found


def common_fields(page: Exported, image: str, base_url: str) -> Fields:
    """What every generator is told, by the names that this program has for it.

    ``image``: the address of the picture that stands for the article. The fields that the
    generator is given by other names are ``authors``, ``summary``, ``updated`` and ``image``.
    """
    shown = page.shown
    lead = fields.lead(shown)
    found: Fields = {
        "title": fields.title(shown),
        "summary": fields.summary(shown),
        "date": fields.moment(shown),
        "updated": fields.updated(shown),
        "authors": list(fields.authors(shown)),
        "tags": list(fields.keywords(shown)),
        "image": image,
        "lang": shown.locale.bcp47,
        "draft": False,
    }
    if lead and lead.alt:
        found["image_alt"] = lead.alt
    if page.disclosure:
        told = page.disclosure
        found["disclosure"] = {
            "text": told.line,
            "responsible": told.name,
            "address": told.address,
            "digital_source_type": told.source_type,
        }
    if shown.corrections:
        found["corrections"] = [
            {"date": each.date, "note": each.note} for each in shown.corrections
        ]
    found["follows"] = shown.follows or ""
    for name, value in shown.fields.items():
        if name not in DROPPED:
            found.setdefault(str(name), value)
    return found


def order_of(page: Exported) -> int | None:
    """The place of a page of the project in its menu; None for an article."""
    standing = fields.standing(page.shown)
    return standing.order if standing else None


def renamed(common: Fields, **names: str) -> Fields:
    """``common`` with other names for some fields; an empty name drops the field."""
    found: Fields = {}
    for name, value in common.items():
        new = names.get(name, name)
        if new:
            found[new] = value
    return found
