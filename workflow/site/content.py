"""What the page of a publication shows of it: the body sanitised, the fields read.

Markdown is the dialect that :mod:`workflow.formats.markdown` parses, directives of other site
generators included (:mod:`workflow.site.directives`); what a page cannot show has something in
its stead (:mod:`workflow.site.embeds`).
Whatever the format, nh3 parses the result as a browser would and keeps only what is listed
here, so that a body can hold no script, no event handler, no style and no address but http,
https, mailto and tel. Everything later in this room works on the sanitised tree and adds only
markup of its own.
"""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain
from typing import Any, Final, NamedTuple

import nh3
from markupsafe import Markup

from workflow.errors import ArticleError
from workflow.formats.plaintext import paragraphs
from workflow.inline.commonmark import to_html
from workflow.model import lazy_re as re
from workflow.model.phrase import phrase
from workflow.model.picture_sizes import PictureSizes
from workflow.model.player import Player
from workflow.site import fields
from workflow.site.addresses import media_path
from workflow.site.behind import marked
from workflow.site.dialects import TITLED, show_marks, show_titles
from workflow.site.directives import MARKS, make_boxes, without_directives
from workflow.site.embeds import EMBED, MATH, with_formulas, with_stand_ins
from workflow.site.fields import clean
from workflow.site.tree import Node, tree_of
from workflow.site.views import Publication

to_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""Writes JSON without blanks; it is made once, as :func:`json.dumps` does not."""
PAGE_IDS: Final = ("fn:", "fnref:", "page:")
"""How the ids begin that the page itself gives; a body can have none of these."""
# Strings are easier to read here than sixty quoted names.
_TAGS: Final = re.findall(
    r"\w+",
    "a abbr aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del details "
    "dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd li mark ol p "
    "pre q rp rt ruby s samp section small source span strong sub summary sup table tbody td "
    "tfoot th thead time tr track u ul var video wbr",
)
_WITH_CONTENT: Final = re.findall(
    r"\w+",
    "iframe math object script style svg template title",
)
_CELL: Final = frozenset({"align", "colspan", "headers", "rowspan", "scope", "style"})
_ATTRIBUTES: Final = {
    "*": {"class", "dir", "id", "lang", "title", "translate", "xml:lang"},
    "a": {"href", "hreflang", "name"},
    "audio": {"aria-label", "src"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "input": {"checked", "disabled"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "q": {"cite"},
    "source": {"src"},
    "td": set(_CELL),
    "th": set(_CELL),
    "time": {"datetime"},
    "track": {"kind", "label", "src", "srclang"},
    "video": {"aria-label", "height", "poster", "src", "width"},
}
_CLASS: Final = re.compile(
    r"footnote-(reference|definition|definition-label)"
    r"|markdown-alert-(note|tip|important|warning|caution)|language-[\w+#-]+"
    rf"|{EMBED}|{MATH}|{'|'.join(MARKS)}|{TITLED}[a-z]+"
)


class Content(NamedTuple):
    """A publication without what only its card has, as far as it is told without the site."""

    slug: str
    locale: str
    html: str
    """The body."""
    marked: bool
    """Whether marks of Markdown's dialects may stand in it."""
    lead: fields.Lead | None
    contact: tuple[str, ...]
    """The lines of the field."""
    source: tuple[str, ...]
    """The lines of the field."""
    based_on: str
    """The same field, if it is one text, on one line."""
    follows: str
    """The date of the source revision that the translation follows; empty for the newest."""
    overtaken: str
    """The date on which it was said that the source changed in an important way since; or empty."""
    moved: tuple[tuple[str, str], ...]
    """Files below the articles folder that do not stand at their usual place, and where they do."""
    older_ids: bool
    draft: bool
    corrections: tuple[tuple[str, str], ...]
    """Date and note of each change since it was published that readers are told of."""
    pictures: tuple[tuple[str, PictureSizes], ...]
    """How large pictures below the articles folder are."""
    players: tuple[tuple[str, Player], ...] = ()
    """What there is to say of sound and films below the articles folder."""
    lacking: Publication | None = None
    """What of the body is in another language; of a preview alone, and never kept."""

    @classmethod
    def of(cls, publication: Publication) -> Content:
        """Return what there is to show.

        Raises :class:`ArticleError` for an unknown format.
        """
        source, html = publication.fields.get("source"), sanitised(publication)
        if publication.behind:
            html = marked(
                html,
                publication.body,
                publication.behind,
                lambda body: sanitised(replace(publication, body=body)),
            )
        return cls(
            slug=publication.slug,
            locale=publication.locale.name,
            html=html,
            marked=publication.format == "markdown",
            lead=fields.lead(publication),
            contact=fields.lines(publication.fields.get("contact")),
            source=fields.lines(source),
            based_on=fields.one_line(source),
            follows=publication.follows or "",
            overtaken=publication.overtaken,
            moved=publication.moved,
            older_ids=publication.older_ids,
            draft=publication.draft,
            corrections=tuple((each.date, each.note) for each in publication.corrections),
            pictures=publication.shown_sizes,
            players=publication.played,
            lacking=replace(
                publication, locale=publication.source_locale, body=publication.lacking, lacking=""
            )
            if publication.lacking
            else None,
        )

    def parsed(self) -> Parsed:
        """The body as a tree, made anew."""
        return read(self.html, marked=self.marked)

    def place(self, path: str) -> str:
        """Where the site has the file at ``path`` (POSIX, below the articles folder)."""
        return dict(self.moved).get(path) or media_path(path)

    def dump(self) -> bytes:
        """As bytes that :meth:`load` reads."""
        return to_json(self[:-1]).encode()

    @classmethod
    def load(cls, data: bytes) -> Content:
        """Read what :meth:`dump` wrote; raise :class:`ValueError` for anything else."""
        found = json.loads(data)
        try:
            (
                slug, locale, html, marked, lead, contact, source, *texts, moved, older, draft,
                told, sizes, players,
            ) = found  # fmt: skip
            based_on, follows, overtaken = texts
            # Which raises where one of them is no text.
            "".join((slug, locale, html, *contact, *source, *texts, *chain.from_iterable(told)))
            return cls(
                slug, locale, html, marked, fields.Lead(*lead) if lead else None, tuple(contact),
                tuple(source), based_on, follows, overtaken,
                tuple((path, at) for path, at in moved), older, draft,
                tuple((date, note) for date, note in told),
                tuple((path, PictureSizes.load(each)) for path, each in sizes),
                tuple((path, Player.load(each)) for path, each in players),
            )  # fmt: skip
        except TypeError as error:
            raise ValueError("no content of a page") from error


class Parsed(NamedTuple):
    """A sanitised body."""

    root: Node
    """A ``div`` that holds it."""
    html: str
    """What the tree was read from. An element that is not named here is nowhere in the tree,
    unless this room put it there: who looks for one need not look further."""


def sanitised(publication: Publication) -> str:
    """Return the body of ``publication`` as HTML that can do no harm.

    Raises :class:`ArticleError` for a format this room does not know.
    """
    body = clean(publication.body)
    match publication.format:
        case "markdown":
            html = with_stand_ins(to_html(with_formulas(without_directives(body))))
        case "html":
            html = with_stand_ins(body)
        case "text":
            lines = (Markup("<br>").join(each) for each in paragraphs(body))
            html = "\n".join(f"<p>{each}</p>" for each in lines)
        case other:
            raise ArticleError(
                phrase("“{slug}”: unknown format “{other}”", slug=publication.slug, other=other),
                hint=phrase("The site renders `markdown`, `html` and `text`."),
            )
    return (_FILTERING if _FILTERED.search(html) else _CLEANER).clean(html)


def read(html: str, *, marked: bool) -> Parsed:
    """Return a sanitised body as a tree.

    ``marked`` says that it was Markdown, whose dialects' marks may stand in it: of these the tree
    has what they mean.
    """
    root = tree_of(html)
    if marked:
        if TITLED in html:
            show_titles(root)
        if any(mark in html for mark in MARKS):
            make_boxes(root)
        show_marks(root, html)
    return Parsed(root, html)


def _filter(_tag: str, name: str, value: str) -> str | None:
    if name in ("id", "name"):
        return None if value.startswith(PAGE_IDS) else value
    if name == "class":
        return " ".join(word for word in value.split() if _CLASS.fullmatch(word)) or None
    return value


def _cleaner(**more: Any) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes=_ATTRIBUTES,
        tag_attribute_values={"input": {"type": {"checkbox"}}},
        filter_style_properties={"text-align"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        **more,
    )


_FILTERED: Final = re.compile(r"[\s\"'/](?:class|id|name)(?=[\s=/>])", re.IGNORECASE | re.ASCII)
"""Attributes of which not every value stays. Where nothing looks like one, no attribute is asked
for, which is costly: HTML's standard (13.2.5.32) has no other character before or behind a name."""
_CLEANER: Final = _cleaner()
_FILTERING: Final = _cleaner(attribute_filter=_filter)
