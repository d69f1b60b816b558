"""Who approved the pages of a release, as the release itself says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from workflow.model.release import FileRecord, Page
from workflow.model.review import Bound, LogLine, Media
from workflow.model.signature import Signature


class Texts(NamedTuple):
    """What a page is made of, as digests; see :class:`~workflow.model.review.ReviewEvent`."""

    frame: str
    messages: tuple[str, ...]
    """A text for each: the digests of its source and its translation, a blank between them."""


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """What a release keeps of one page, beside what readers get."""

    locale: str
    """gettext spelling."""
    source_locale: str
    """Of the article."""
    grade: str | None
    """How the text came to be; None where that is not known."""
    source_digest: str
    translation_digest: str
    media: tuple[Media, ...]
    """What the page brings along."""
    engines: tuple[str, ...]
    """Which drafted texts of it, sorted."""
    responsible: str
    """Who answers for it."""
    lines: tuple[int, ...]
    """Where in the file the words stand that approve it, counted from 1."""
    texts: Texts | None = None
    """Where it was approved before typos of its source were mended, and these words say so."""

    @classmethod
    def of(cls, page: Page) -> PageEvidence:
        """What the page itself says."""
        return cls(
            locale=page.locale,
            source_locale=page.source_locale,
            grade=page.grade or None,
            source_digest=page.source_digest,
            translation_digest=page.translation_digest,
            media=tuple(Media(each.path, each.blake2b) for each in page.media),
            engines=page.engines,
            responsible="",
            lines=(),
        )

    @property
    def bound(self) -> Bound:
        """What these have to bind; in the article's own language any approval of its source."""
        translation = None if self.locale == self.source_locale else self.translation_digest
        return Bound(self.source_digest, translation, self.media)


@dataclass(frozen=True, slots=True)
class ArticleEvidence:
    """One file of evidence."""

    article: str
    """Slug."""
    pages: tuple[PageEvidence, ...]
    """By locale."""
    lines: tuple[LogLine, ...]
    """The words, as the review logs had them."""


class EvidenceIndex(NamedTuple):
    """``evidence.json`` of a release."""

    basis: str
    """Digest of what could make other evidence of the same pages; empty where nobody signs."""
    files: tuple[FileRecord, ...]
    """By path."""


class Approver(NamedTuple):
    """Whoever approved a page."""

    actor: str
    """E-mail address."""
    time: str
    """As the word gives it."""
    signature: Signature


@dataclass(frozen=True, slots=True)
class Audited:
    """A page of a release, and what is proved of it."""

    article: str
    """Slug."""
    evidence: PageEvidence
    approvers: tuple[Approver, ...]
    """Whose words speak of just this page, the oldest first."""
    trouble: str = ""
    """Why they prove nothing, for people; empty where they do."""
