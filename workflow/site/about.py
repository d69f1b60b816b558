"""What readers may know of how a translation came to be, for the page that tells of it.

All of it is computed: from the provenance of each text, from the approvals that count, and from the
settings. People are named where they agreed to it (``[workflow:credits]``), and no others.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from workflow.model import Grade, Locale
from workflow.model.release_rules import ReleaseRules
from workflow.site import strings
from workflow.site.cards import Card
from workflow.site.content import Content
from workflow.site.disclosing import disclosure_of, engine_names, link_to, named
from workflow.site.frame import Common
from workflow.site.strings import N_

_BY_PEOPLE: Final = N_("Translated by people; no machine translation is on record.")
_UNKNOWN: Final = N_("How this translation was made is not on record.")


class AboutTranslation(NamedTuple):
    """How the translation on a page came to be."""

    source_locale: Locale
    """The language it was translated from."""
    revision: str
    """The source text that it follows: the first twelve digits of its digest; empty where an
    earlier version published it."""
    follows: str
    """ISO date of that text, where the source has moved on since; else empty."""
    overtaken: str
    """ISO date on which it was said that the source changed in an important way since; or empty."""
    approved: str
    """ISO date on which editors approved the translation first; empty where that is not known."""
    updated: datetime
    """When readers got it as it is."""
    how: str
    """A sentence in the language of the page: people's work, or a machine's."""
    engines: str
    """What drafted texts of it, as readers know it: ``Apertium and libre``; empty for none."""
    translators: tuple[str, ...]
    """Names of people, of those who agreed to be named; as the next."""
    reviewers: tuple[str, ...]
    corrections: tuple[tuple[str, str], ...]
    """What readers are told of changes since it was published, the oldest first: an ISO date, and
    the editors' words, which may be empty."""
    responsible: str
    """Who answers for what is published; empty: nobody is named."""
    address: str
    """Where they are reached, as a link; empty without one."""


def is_told(common: Common, card: Card) -> bool:
    """Whether the page of ``card`` has one that tells of its translation.

    It has where there is more to tell than that it is one: a machine's part, or people's names.
    """
    made = card.made
    people = named((*made.translators, *made.reviewers), common.credits)
    return card.translated and (made.grade not in ("", Grade.HUMAN) or bool(people))


def about_translation(common: Common, card: Card, content: Content) -> AboutTranslation | None:
    """What is known of the translation that ``card`` and ``content`` are of.

    None for an original. It tells of a machine whatever ``disclosure`` in the settings says of
    the line above the text: this is where readers go to ask.
    """
    if not card.translated:
        return None
    made, rules = card.made, ReleaseRules(responsible=common.responsible)
    spoken = common.spoken(card.locale)
    return AboutTranslation(
        source_locale=card.source_locale,
        revision=made.revision[:12],
        follows=content.follows,
        overtaken=content.overtaken,
        approved=made.approved,
        updated=card.updated,
        how=_how(common, card),
        engines=engine_names(made.engines, spoken) if made.engines else "",
        translators=named(made.translators, common.credits),
        reviewers=named(made.reviewers, common.credits),
        corrections=content.corrections,
        responsible=rules.responsible_name,
        address=link_to(rules.responsible_address),
    )


def _how(common: Common, card: Card) -> str:
    told = disclosure_of(card.made, "always", common.responsible, common.spoken(card.locale))
    if told is not None:
        return told.line
    known = card.made.grade == Grade.HUMAN
    return strings.translations(card.locale).gettext(_BY_PEOPLE if known else _UNKNOWN)
