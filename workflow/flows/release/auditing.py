"""Proves who approved the pages of a release, by the release and a file of signers alone.

No log, article or catalogue of a project is asked: a copy of the folder will do. What counts is
told by the fold that counts words in a project, but for roles and the number of approvals: these
are today's, and the release may be older.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from pathlib import Path
from typing import Final

from workflow.errors import WorkflowError
from workflow.files.atomic import read_bytes
from workflow.formats.frontmatter import read_front_matter
from workflow.model import LogLine, ReviewEvent, ReviewRules, SignificanceEvent, digest
from workflow.model.evidence import Approver, ArticleEvidence, Audited, PageEvidence
from workflow.model.phrase import phrase
from workflow.model.release import FileRecord, Page
from workflow.model.signature import Signature
from workflow.project.articles import aliases_of
from workflow.project.evidence_files import evidence_path, read_evidence
from workflow.project.stock import Stock
from workflow.project.verdicts import judged
from workflow.review.fold import Standing, source_standing, standing
from workflow.review.kept import with_kept
from workflow.review.log import Reader, Words, fold

_AT_ONCE: Final = 64
"""Articles whose signatures are verified together."""
_Pages = tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Auditor:
    """What is asked of a release."""

    stock: Stock
    """The release."""
    signers: bytes
    """The file of allowed signers."""
    required: bool
    """Whether what is not signed proves nothing."""

    def pages(self, looked_at: Callable[[int], None] = lambda _: None) -> Iterator[Audited]:
        """Yield each page in the order of the manifest, with what is proved of it.

        ``looked_at`` is called with the number of pages that were looked at since.
        """
        manifest = self.stock.manifest
        articles = (tuple(found) for _, found in groupby(manifest.pages, lambda page: page.article))
        while some := list(islice(articles, _AT_ONCE)):
            read = [_read(self.stock, pages[0].article) for pages in some]
            lines = [line for each, _ in read for line in each.lines]
            found = _signatures(lines, self.signers)
            for pages, (evidence, trouble) in zip(some, read, strict=True):
                yield from self._audited(pages, evidence, trouble, found)
                looked_at(len(pages))

    def _audited(
        self,
        pages: _Pages,
        evidence: ArticleEvidence,
        trouble: str,
        found: Callable[[LogLine], Signature],
    ) -> Iterator[Audited]:
        known = {each.locale: each for each in evidence.pages}
        for page in pages:
            said = known.get(page.locale)
            plain = PageEvidence.of(page)
            if said is None or not _is_of(said, plain):
                why = trouble or phrase("the release does not say who approved it")
                yield Audited(page.article, plain, (), why)
                continue
            if page.grade and (said.grade, said.engines) != (page.grade, page.engines):
                why = phrase("its evidence and the manifest differ on how its text came to be")
                yield Audited(page.article, plain, (), why)
                continue
            lines = [line for line in evidence.lines if line.number in said.lines]
            approvers = tuple(
                Approver(line.event.actor, line.event.time, found(line))
                for line in lines
                if isinstance(line.event, ReviewEvent)
            )
            yield Audited(page.article, said, approvers, self._trouble(page, said, lines, found))

    def _trouble(
        self,
        page: Page,
        said: PageEvidence,
        lines: Sequence[LogLine],
        found: Callable[[LogLine], Signature],
    ) -> str:
        """Why the words of ``lines`` do not approve a page; empty where they do."""
        reader = Reader(
            (page.article, *self._aliases(page, lines)),
            page.locale,
            lambda _actor, _act: True,
            rules=ReviewRules(signatures="required" if self.required else "optional"),
            signature=found,
        )
        logs = {
            locale: fold(said_there, replace(reader, locale=locale))
            for locale, said_there in _by_locale(lines).items()
        }
        source = logs.get(page.source_locale, Words())
        meant = [each for each in source.said if isinstance(each, SignificanceEvent)]
        kept = {locale: _kept(words, meant, said) for locale, words in logs.items()}
        if said.bound.translation is None:
            counts: Standing = source_standing(kept.values(), said.bound)
        else:
            counts = standing(kept.get(page.locale, Words()), said.bound)
        if counts.approved:
            return "" if said.bound.translation is not None else self._other_text(page)
        whys = (each.why for words in logs.values() for each in words.lines if each.why)
        return next(whys, phrase("no approval that is kept with the release is of this page"))

    def _other_text(self, page: Page) -> str:
        """Why a page in the article's own language is not the text that its digest is of."""
        try:
            text = self.stock.text(self.stock.document(page))
        except WorkflowError as error:
            return error.message
        start, end = read_front_matter(text, ()).aliases
        if digest(text[:start] + text[end:]) == page.source_digest:
            return ""
        return phrase("its text is not the one that was approved")

    def _aliases(self, page: Page, lines: Sequence[LogLine]) -> tuple[str, ...]:
        """Slugs that the article had before, where a word may be of one, as the page says it."""
        if all(line.event is None or line.event.article == page.article for line in lines):
            return ()
        try:
            text = self.stock.text(self.stock.document(page))
        except WorkflowError:
            return ()
        return aliases_of(read_front_matter(text, ()).values)


def _by_locale(lines: Sequence[LogLine]) -> Mapping[str, list[LogLine]]:
    found: dict[str, list[LogLine]] = {}
    for line in lines:
        if line.event is not None:
            found.setdefault(line.event.locale, []).append(line)
    return found


def _kept(words: Words, meant: Sequence[SignificanceEvent], said: PageEvidence) -> Words:
    """``words`` with the last approval carried to the page, where only typos part the two."""
    if said.texts is None:
        return words
    frame, messages = said.texts
    pairs = [(source, translation) for source, _, translation in map(_parted, messages)]
    return with_kept(words, meant, said.bound, lambda: (frame, pairs))


def _parted(text: str) -> tuple[str, str, str]:
    return text.partition(" ")


def _read(stock: Stock, article: str) -> tuple[ArticleEvidence, str]:
    """The evidence of an article; why it cannot be read, for people."""
    nothing = ArticleEvidence(article, (), ())
    record = stock.record("evidence", evidence_path(article))
    if record is None:
        return nothing, ""
    path = Path("evidence", record.path)
    try:
        data = read_bytes(stock.folder / path)
        if FileRecord.of(record.path, data) != record:
            return nothing, phrase("{file}: not as published", file=path.as_posix())
        found = read_evidence(data, path.as_posix())
    except (WorkflowError, ValueError, KeyError, TypeError, AttributeError):
        return nothing, phrase("{file}: damaged", file=path.as_posix())
    if found.article != article:
        return nothing, phrase("{file}: of another article", file=path.as_posix())
    return found, ""


def _signatures(lines: Sequence[LogLine], signers: bytes) -> Callable[[LogLine], Signature]:
    signed = [line for line in lines if line.event is not None and line.event.signature]
    places = [line.place for line in signed]
    found = dict(zip(places, judged(signed, signers), strict=True))
    return lambda line: found.get(line.place, Signature.NONE)


def _is_of(said: PageEvidence, page: PageEvidence) -> bool:
    """Whether evidence speaks of just the page that the manifest has."""
    return (said.bound, said.source_locale, said.translation_digest) == (
        page.bound,
        page.source_locale,
        page.translation_digest,
    )
