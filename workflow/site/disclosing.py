"""What readers, search engines and feeds are told of machine translation.

It is told from how a page came to be, which nobody sets by hand: :class:`Making` comes from the
provenance of each message, from edits and from approvals. Sources:

* ``digitalSourceType`` is a property of schema.org's CreativeWork; its values are the codes of the
  IPTC's Digital Source Type NewsCodes (http://cv.iptc.org/newscodes/digitalsourcetype/), which are
  named by their own addresses: ``trainedAlgorithmicMedia``, what a model derived from sampled
  content made; ``compositeWithTrainedAlgorithmicMedia``, what persons and such a model made;
  ``algorithmicMedia``, what an algorithm made that rests on no sampled training data, as the rules
  of Apertium and the tables of OpenCC do; ``algorithmicallyEnhanced``, what an algorithm changed,
  as what the memory proposes for a text that is only like one it knows.
* ``<meta name="ai-disclosure">`` has the values of the W3C Community Group's report "AI Content
  Disclosure for HTML" (https://w3c-cg.github.io/ai-content-disclosure/): ``ai-assisted`` where a
  person had a part in it or reviewed it, ``ai-autonomous`` where none had.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from sys import intern
from typing import Any, Final, NamedTuple

from workflow.model import Grade, Locale
from workflow.model import lazy_re as re
from workflow.model.release_rules import ReleaseRules
from workflow.site import strings
from workflow.site.strings import N_

SCHEME: Final = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""What the codes of the IPTC are appended to; their own addresses begin with ``http``."""
_MODES: Final = r"(?:[a-z]{2,3}(?:_\w+)?-[a-z]{2,3}(?:_\w+)?(?:, )?)+"
_BY_RULES: Final = re.compile(rf"(?:apertium(?: \({_MODES}\))?|opencc(?: \(s2\w+, zh\))?|dummy)")
"""Engines that apply rules and tables. Any other counts as a trained model: an engine that a
project named itself may be anything."""
_NAMES: Final = {
    "apertium": "Apertium",
    "argos": "Argos Translate",
    "firefox": "Firefox Translations",
    "google": "Google Translate",
    "mymemory": "MyMemory",
    "opencc": "OpenCC",
}
"""How readers know engines that come with the program."""


class Making(NamedTuple):
    """How the text of a page came to be; see :class:`~workflow.model.release.Page`."""

    grade: str = ""
    """``human``, ``machine-edited`` or ``machine``; empty where that is not known."""
    engines: tuple[str, ...] = ()
    """Which drafted texts of it, as catalogues name them."""
    reviewed: bool = False
    """Whether editors approved it as it stands."""
    approved: str = ""
    """ISO date on which they did so first."""
    translators: tuple[str, ...] = ()
    """Names, as of the next: of those who agreed to be named when the page went out."""
    reviewers: tuple[str, ...] = ()
    revision: str = ""
    """Digest of the source text."""

    @classmethod
    def load(cls, values: list[Any]) -> Making:
        """Read what JSON has of one; raise :class:`TypeError` or :class:`ValueError` for others."""
        grade, engines, reviewed, approved, *people, revision = values
        made, translators, reviewers = (tuple(map(intern, each)) for each in (engines, *people))
        texts = (intern(grade), intern(approved), intern(revision))
        return cls(texts[0], made, reviewed, texts[1], translators, reviewers, texts[2])


UNKNOWN: Final = Making()
"""Of pages that do not record it."""


class Disclosure(NamedTuple):
    """What is told of a page that a machine had a part in."""

    line: str
    """A sentence in the page's language, or in English where the site has no words in it."""
    name: str
    """Who answers for the page; empty: nobody is named."""
    address: str
    """Where they are reached, as a link; empty without one."""
    ai: str
    """For ``<meta name="ai-disclosure">``; empty where no engine had a part in it."""
    code: str
    """The IPTC's code."""

    @property
    def source_type(self) -> str:
        """The address of the IPTC's code, for ``digitalSourceType``."""
        return SCHEME + self.code


def disclosure_of(
    made: Making, disclosure: str, responsible: str, locale: Locale
) -> Disclosure | None:
    """What is told of a page in ``locale``; None where there is nothing to tell.

    ``disclosure`` and ``responsible`` are those of the section ``[workflow:release]``: ``always``
    tells of every page that a machine had a part in, ``unreviewed`` of those that no editor
    approved, ``never`` of none.
    """
    if made.grade in ("", Grade.HUMAN) or disclosure == "never":
        return None
    if disclosure == "unreviewed" and made.reviewed:
        return None
    rules = ReleaseRules(responsible=responsible)
    by_person = made.reviewed or made.grade != Grade.MACHINE
    return Disclosure(
        line=_line(made, locale),
        name=rules.responsible_name,
        address=link_to(rules.responsible_address),
        ai=("ai-assisted" if by_person else "ai-autonomous") if made.engines else "",
        code=_code(made),
    )


def link_to(address: str) -> str:
    """An e-mail or web address as a link; empty for none."""
    return f"mailto:{address}" if "@" in address and "://" not in address else address


def named(names: Iterable[str], credits: Sequence[str]) -> tuple[str, ...]:
    """Those of ``names`` that readers may see still: who takes consent back is named no more."""
    return tuple(each for each in names if each in credits)


def engine_names(engines: Iterable[str], locale: Locale) -> str:
    """Engines as readers know them, each once: ``Apertium et libre (opus-mt)``."""
    shown = (_NAMES.get(each.partition(" (")[0], each) for each in engines)
    return strings.listed(tuple(dict.fromkeys(shown)), locale)


_LINES: Final = {
    (True, True): N_("Machine translation (%(engines)s), reviewed by a person before publication."),
    (True, False): N_("Machine translation (%(engines)s), edited by a person."),
    (False, False): N_("Machine translation (%(engines)s), not edited by a person."),
}
"""By whether a person had a part in it, and whether editors approved it."""
_FROM_MEMORY: Final = {
    (True, True): N_(
        "Put together automatically from earlier translations, reviewed by a person before "
        "publication."
    ),
    (True, False): N_("Put together automatically from earlier translations, edited by a person."),
    (False, False): N_(
        "Put together automatically from earlier translations, not edited by a person."
    ),
}
"""The same of what no engine translated: the memory proposed what is like the text."""


def _line(made: Making, locale: Locale) -> str:
    kind = (made.reviewed or made.grade != Grade.MACHINE, made.reviewed)
    gettext = strings.translations(locale).gettext
    if not made.engines:
        return gettext(_FROM_MEMORY[kind])
    spoken = strings.spoken(locale)
    return gettext(_LINES[kind]) % {"engines": engine_names(made.engines, spoken)}


def _code(made: Making) -> str:
    if not made.engines:
        return "algorithmicallyEnhanced"
    if all(_BY_RULES.fullmatch(each) for each in made.engines):
        return "algorithmicMedia"
    if made.grade == Grade.MACHINE:
        return "trainedAlgorithmicMedia"
    return "compositeWithTrainedAlgorithmicMedia"
