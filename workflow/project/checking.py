"""What the checks find in an article and its translations, as they are on disk."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from workflow import checks
from workflow.model import Finding, Key
from workflow.model.link_answer import LinkAnswer
from workflow.po.catalogue import Catalogue
from workflow.project.articles import parse_article
from workflow.project.waivers import with_waivers

if TYPE_CHECKING:
    from workflow.project.translation import Translation


def source_findings(source: Translation, *, blocking: bool = False) -> tuple[Finding, ...]:
    """Return what the checks find in an article as it is written.

    With ``blocking`` what the rules find that can keep a page from a release, or an approval.
    """
    must = source.workspace.settings.review.must_pass
    return checks.check_source(_written(source), _off(source), blocking=blocking, must=must)


def external_links(source: Translation) -> tuple[str, ...]:
    """The addresses on other hosts that an article links to; none where nobody may ask them."""
    if checks.EXTERNAL_LINKS.name in _off(source):
        return ()
    return tuple(url for url, _ in checks.external_addresses(source.document))


def answer_findings(source: Translation, answers: Mapping[str, LinkAnswer]) -> tuple[Finding, ...]:
    """Return what ``answers``, by address, say of an article's links."""
    return checks.check_answers(replace(_written(source), answers=answers), _off(source))


def _written(source: Translation) -> checks.Source:
    """What the checks are handed of an article as it is written."""
    workspace, settings = source.workspace, source.workspace.settings
    return checks.Source(
        source.article,
        source.document,
        settings.articles,
        exists=workspace.has_file,
        slugs=workspace.slugs,
        slug=workspace.slug_of,
        alike=workspace.alike,
        locales=(settings.source_locale, *settings.target_locales, source.locale),
        anchors=workspace.anchors,
        now=workspace.slug_now,
        profiles=settings.profiles,
    )


def translation_findings(
    translation: Translation,
    catalogue: Catalogue,
    keys: Collection[Key] | None = None,
    *,
    blocking: bool = False,
) -> tuple[Finding, ...]:
    """Return what the checks find in ``catalogue`` as the article's translation.

    With ``keys`` in these messages alone, and what they are to one another; with ``blocking``
    what the rules find that can keep a page from a release, or an approval.
    """
    subject = _subject(translation, catalogue, keys)
    settings = translation.workspace.settings
    return checks.check_translation(
        subject,
        _off(translation),
        on=settings.checks_on,
        blocking=blocking,
        must=settings.review.must_pass,
    )


def compared_meanings(
    translation: Translation, catalogue: Catalogue
) -> Mapping[Key, tuple[str, str]]:
    """Return what a model of meaning is asked about: source and translation, without markup.

    None where nobody may ask it, and nothing of messages that it could tell nothing of.
    """
    if "semantic" in _off(translation):
        return {}
    subjects = _subject(translation, catalogue).subjects
    pairs = {
        each.message.key: checks.compared_meaning(each.source, each.target) for each in subjects
    }
    return {key: pair for key, pair in pairs.items() if pair is not None}


def meaning_findings(
    translation: Translation, catalogue: Catalogue, likeness: Mapping[Key, float]
) -> tuple[Finding, ...]:
    """Return what the model's answers (-1 to 1, by message) say of a translation."""
    subject = _subject(translation, catalogue)
    subjects = tuple(
        replace(each, likeness=likeness.get(each.message.key)) for each in subject.subjects
    )
    return checks.check_meanings(replace(subject, subjects=subjects), _off(translation))


def mended_catalogue(
    translation: Translation, catalogue: Catalogue, only: Collection[str]
) -> tuple[Catalogue, Mapping[Key, Sequence[str]]]:
    """Return ``catalogue`` as the fixes of the rules ``only`` (none: all) leave it.

    And the rules that changed each message. What translators say of checks is bound first, to the
    texts that it was said of. What reviewers waived is left as it is.
    """
    loose = [each for each in catalogue.messages if each.msgstr and each.bound() != each]
    if only and checks.IGNORING not in only:
        loose = []
    catalogue = catalogue.with_messages(each.bound() for each in loose)
    heeding = with_waivers(catalogue, translation.discussions)
    found = checks.mended(_subject(translation, heeding), _off(translation), only)
    messages = filter(None, map(catalogue.get, found))
    after = catalogue.with_messages(each.corrected(found[each.key].msgstr) for each in messages)
    by: dict[Key, Sequence[str]] = {each.key: (checks.IGNORING,) for each in loose}
    return after, by | {key: (*by.get(key, ()), *each.by) for key, each in found.items()}


def mended_article(source: Translation, only: Collection[str]) -> checks.MendedSource:
    """Return an article as the fixes of the rules ``only`` (none: all) leave it.

    No name that a link to a place on its page may have is lost by them.
    """
    workspace, article = source.workspace, source.article
    names = workspace.anchors_in(article, source.document)
    return checks.mended_source(
        _written(source),
        partial(parse_article, format_name=article.format, settings=workspace.settings),
        lambda after: names <= workspace.anchors_in(article, after),
        _off(source),
        only,
    )


def _subject(
    translation: Translation, catalogue: Catalogue, keys: Collection[Key] | None = None
) -> checks.Translation:
    """What the checks are handed of a translation; with ``keys`` of these messages alone."""
    article, document = translation.article, translation.document
    markdown = article.format == "markdown"
    references = checks.link_references(document.body) if markdown else ""
    file = translation.workspace.relative(catalogue.path)
    profiles = translation.workspace.settings.profiles
    subjects: dict[Key, checks.Subject] = {}
    for segment in document.segments:
        key = segment.key
        if keys is not None and key not in keys:
            continue
        message = catalogue.get(key)
        if message is not None and message.msgstr and key not in subjects:
            line = catalogue.line(key)
            subjects[key] = checks.Subject(
                article,
                translation.locale,
                segment,
                message,
                file,
                line,
                references,
                profiles,
            )
    return checks.Translation(
        article,
        translation.locale,
        document,
        tuple(subjects.values()),
        translation.workspace.terms,
    )


def _off(translation: Translation) -> frozenset[str]:
    """The checks the project or the article switches off."""
    own = checks.switched_off(translation.document.front_matter)
    return frozenset((*translation.workspace.settings.checks_off, *own))
