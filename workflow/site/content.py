"""What the page of a publication shows of it: the body sanitised, the fields read."""

from __future__ import annotations

import json
from typing import NamedTuple

from workflow.site import fields
from workflow.site.addresses import media_path
from workflow.site.sanitising import Parsed, read, sanitised
from workflow.site.views import Publication


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
    moved: tuple[tuple[str, str], ...]
    """Files below the articles folder that do not stand at their usual place, and where they do."""
    older_ids: bool
    draft: bool

    @classmethod
    def of(cls, publication: Publication) -> Content:
        """Return what there is to show.

        Raises :class:`ArticleError` for an unknown format.
        """
        source = publication.fields.get("source")
        return cls(
            slug=publication.slug,
            locale=publication.locale.name,
            html=sanitised(publication),
            marked=publication.format == "markdown",
            lead=fields.lead(publication),
            contact=fields.lines(publication.fields.get("contact")),
            source=fields.lines(source),
            based_on=fields.one_line(source),
            follows=publication.follows or "",
            moved=publication.moved,
            older_ids=publication.older_ids,
            draft=publication.draft,
        )

    def parsed(self) -> Parsed:
        """The body as a tree, made anew."""
        return read(self.html, marked=self.marked)

    def place(self, path: str) -> str:
        """Where the site has the file at ``path`` (POSIX, below the articles folder)."""
        return dict(self.moved).get(path) or media_path(path)

    def dump(self) -> bytes:
        """As bytes that :meth:`load` reads."""
        return json.dumps(self, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def load(cls, data: bytes) -> Content:
        """Read what :meth:`dump` wrote; raise :class:`ValueError` for anything else."""
        found = json.loads(data)
        try:
            slug, locale, html, marked, lead, contact, source, *texts, moved, older, draft = found
            based_on, follows = texts
            # Which raises where one of them is no text.
            "".join((slug, locale, html, *contact, *source, *texts))
            return cls(
                slug, locale, html, marked, fields.Lead(*lead) if lead else None, tuple(contact),
                tuple(source), based_on, follows, tuple((path, at) for path, at in moved), older,
                draft,
            )  # fmt: skip
        except TypeError as error:
            raise ValueError("no content of a page") from error
