"""One page made ready for a release, or the reason, with its place, why it cannot be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from workflow.errors import WorkflowError
from workflow.flows.release.brought import brought_along
from workflow.flows.release.documents import translated
from workflow.flows.release.entrants import Entrant, Proof
from workflow.flows.release.grounds import Grounds
from workflow.formats import format_for
from workflow.formats.frontmatter import read_front_matter
from workflow.model import Locale, digest
from workflow.model.article import UNSEEN_FIELDS
from workflow.model.moments import instant, moment
from workflow.model.release import FileRecord, Page, PageMedia
from workflow.project.articles import aliases_of
from workflow.project.stock import Stock
from workflow.project.translation import Translation
from workflow.site import (
    Card,
    Content,
    Making,
    Publication,
    check_publication,
    describe,
    found_by,
    media_uses,
    page_address,
)

UNKNOWN: Final = "1970-01-01"
"""The time of change of a page that has no date, no approval on record and no mark."""
Fields = Mapping[str, object]


def _plain(value: object) -> object:
    """What JSON has no word for: times as text, a set of YAML's in a fixed order."""
    return sorted(map(str, value)) if isinstance(value, set | frozenset) else str(value)


_encoded = json.JSONEncoder(ensure_ascii=False, skipkeys=True, default=_plain).encode


class Made(NamedTuple):
    """What was made of a page on the way, and is needed again if it goes out just so."""

    card: Card
    content: bytes
    """A dump of its :class:`~workflow.site.Content`."""
    text: bytes
    """Its document."""
    grounds: Grounds = Grounds()
    """What proves that it was approved."""
    terms: bytes = b""
    """What readers find it by."""


def prove(translation: Translation, page: Page, approved: str) -> tuple[Proof, Made]:
    """How ``page`` would go out, and what was made of it on the way.

    ``approved`` is when it was (ISO 8601). Raises :class:`~workflow.errors.WorkflowError`, with
    the place, for what would be broken on the page or may not be published: a translation that
    does not fit its source, an impossible address or time, a file that is missing, hidden, an
    article's, outside the articles folder, or other than its ending says.
    """
    document = translated(translation)
    fields, settings = document.front_matter, translation.workspace.settings
    page = replace(
        page,
        updated=time_of(fields, approved),
        id=page_address(settings.base_url, page.locale, page.article),
        text=_text_digest(fields, document.body),
    )
    shown = shown_as(page, fields, document.body)
    try:
        check_publication(shown)
        content = Content.of(shown)
        words = found_by(shown, content)
        card = describe(shown, content, words)
    except WorkflowError as error:
        error.file = error.file or translation.article.path
        raise
    text = document.text.encode()
    ending = format_for(page.format).suffixes[0]
    found = brought_along(translation, card.uses)
    if any(each.sizes or each.named or each.player for each, _, _ in found):
        page = replace(page, media=tuple(each for each, _, _ in found))
        shown = shown_as(page, fields, document.body)
        content = content._replace(
            moved=shown.moved, pictures=shown.shown_sizes, players=shown.played
        )
        card = describe(shown, content, words)
    proof = Proof(
        page.text,
        page.updated,
        page.id,
        tuple(each for each, _, _ in found),
        tuple(record for _, record, _ in found),
        FileRecord.of(f"{page.locale}/{page.article}{ending}", text),
        fields.get("updated") is not None,
        tuple(copies for _, _, copies in found) if any(each[2] for each in found) else (),
    )
    return proof, Made(card, content.dump(), text, terms=words.terms.encode())


def completed(page: Page, found: Entrant | None, stock: Stock, text: str) -> Page:
    """A page with the time, the rule of ids and the files that its release did not record.

    ``found`` is what stands in its place now, ``text`` its document. Raises :class:`FileError`
    where a file is not what was published.
    """
    if not page.updated:
        approvals = found.approvals if found else {}
        when = approvals.get(page.version) or page.follows or UNKNOWN
        page = replace(page, updated=time_of(read_front_matter(text, ()).values, when))
    if not page.text:
        page = replace(page, older_ids=True)
    if page.media:
        return page
    used = (use.path for use in media_uses(publication(page, text)) if use.path is not None)
    records = {path: stock.require("site", f"media/{path}") for path in used}
    media = (PageMedia(path, each.blake2b, each.path) for path, each in records.items())
    return replace(page, media=tuple(media))


def publication(page: Page, text: str) -> Publication:
    """The page with the document it shows, for the site."""
    front = read_front_matter(text, ())
    shown = shown_as(page, front.values, text[front.end :])
    if not page.behind:
        return shown
    data = text.encode()
    places = (len(data[:place].decode("utf-8", "ignore")) - front.end for place in page.behind)
    return replace(shown, behind=tuple(place for place in places if place >= 0))


def shown_as(page: Page, fields: Fields, body: str) -> Publication:
    """The page with the front matter and the text of the document it shows."""
    return Publication(
        slug=page.article,
        locale=Locale(page.locale),
        source_locale=Locale(page.source_locale),
        format=page.format,
        fields=fields,
        body=body,
        updated=page.updated,
        follows=page.follows,
        overtaken=page.overtaken,
        corrections=page.corrections,
        id=page.id,
        aliases=aliases_of(fields),
        places={each.meant: each.place for each in page.media},
        sizes={each.meant: each.sizes for each in page.media if each.sizes},
        players={each.meant: each.player for each in page.media if each.player},
        older_ids=page.older_ids,
        made=Making(
            page.grade,
            page.engines,
            page.reviewed,
            page.approved,
            page.translators,
            page.reviewers,
            page.source_digest,
        ),
    )


def time_of(fields: Fields, approved: str) -> str:
    """ISO 8601: when the article says it was updated, else its date, else ``approved``.

    What it says of itself comes first, so that feeds do not depend on when an editor came to
    it. An ``updated`` that is no time stands as it was written.
    """
    said = fields.get("updated")
    if said is not None:
        found = moment(said)
        return found.isoformat() if found else str(said)
    date = instant(fields.get("date"))
    return date.isoformat() if date else approved


def _text_digest(fields: Fields, body: str) -> str:
    """Over the body and the fields that readers see: what an “updated” speaks of."""
    seen = sorted(
        (str(name), _encoded(value))
        for name, value in fields.items()
        if str(name) not in UNSEEN_FIELDS
    )
    return digest("page text", body, *(part for field in seen for part in field))
