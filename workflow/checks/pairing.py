"""A source and a draft of it, read once for all rules; and what rules say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from workflow.checks.name_signs import names_signed
from workflow.checks.word_signs import signs_in
from workflow.inline.compared import compared
from workflow.inline.explained import Explained
from workflow.inline.lexis import WORD
from workflow.inline.prose import plain
from workflow.inline.scripts import HAN_RUN, han
from workflow.inline.sentences import sentences
from workflow.model import Locale, Profile, Text
from workflow.model.lazily import lazy
from workflow.model.phrase import Phrase, phrase
from workflow.model.profile import profile_of

Weight = Literal["reject", "mark"]
HAN_WORTH = 2.8
"""Letters of an alphabet that say what one Chinese character says, about."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a draft."""

    kind: str
    """``mojibake``, ``same``, ``language``, ``number`` and so on."""
    weight: Weight
    """Whether the draft is thrown away for it, or kept and marked."""
    reason: Phrase
    """The same words for every text that has it; of a mark, with what it is about."""


@dataclass(frozen=True)
class Pairing:
    """A source and its draft, each read once for all rules."""

    source: Text
    draft: Text
    pair: tuple[Locale, Locale]
    profiles: tuple[Profile, ...] = ()
    """The project's setting, which tells dates in digits."""

    @lazy
    def languages(self) -> tuple[str, str]:
        """Codes of the languages, without script and territory."""
        source, target = self.pair
        return source.name.partition("_")[0], target.name.partition("_")[0]

    @lazy
    def said(self) -> str:
        """The source as its readers see it."""
        return plain(self.source)

    @lazy
    def drafted(self) -> str:
        """The draft as its readers see it."""
        return plain(self.draft)

    @lazy
    def same(self) -> bool:
        """Whether the two have the same words, whatever blanks are between them."""
        return same_words(self.said, self.drafted)

    @lazy
    def source_words(self) -> Sequence[str]:
        """Words of alphabets in the source."""
        return WORD.findall(self.said)

    @lazy
    def draft_words(self) -> Sequence[str]:
        """Words of alphabets in the draft."""
        return WORD.findall(self.drafted)

    @lazy
    def source_known(self) -> frozenset[str]:
        """The source's words in lower case."""
        return frozenset(map(str.lower, self.source_words))

    @lazy
    def draft_known(self) -> frozenset[str]:
        """The draft's."""
        return frozenset(map(str.lower, self.draft_words))

    @lazy
    def said_han(self) -> int:
        """How many Chinese characters the source has."""
        return han(self.said)

    @lazy
    def drafted_han(self) -> int:
        """How many the draft has."""
        return han(self.drafted)

    @lazy
    def size(self) -> float:
        """How much the source says, in letters of an alphabet."""
        return weigh(self.said, self.said_han)

    @lazy
    def ratio(self) -> float:
        """How long the draft is for its source: 1 is usual of its pair."""
        if not self.size:
            return 1.0
        return weigh(self.drafted, self.drafted_han) / (self.size * self.usual)

    @property
    def usual(self) -> float:
        """How long translations of the pair are, as a part of their source's length."""
        return _USUAL.get(self.languages, 1.0)

    @lazy
    def copied(self) -> float:
        """Which part of the draft's words and Chinese characters are the source's (0 to 1)."""
        known = self.source_known
        own = [*self.draft_words, *"".join(HAN_RUN.findall(self.drafted))]
        return sum(each.lower() in known or each in self.said for each in own) / max(1, len(own))

    @lazy
    def sentences(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The sentences of both."""
        return sentences(self.said), sentences(self.drafted)

    @lazy
    def aligned(self) -> tuple[tuple[str, str], ...]:
        """Each sentence with its translation where both have as many; else the whole texts."""
        source, target = self.sentences
        if len(source) == len(target) > 1:
            return tuple(zip(source, target, strict=True))
        return ((self.said, self.drafted),)

    @lazy
    def signs(self) -> tuple[int, int]:
        """What the words of both may be, by :mod:`.word_signs`."""
        source, target = self.languages
        return signs_in(self.said, source), signs_in(self.drafted, target)

    @lazy
    def said_names(self) -> int:
        """What the words of the source may be for the rules on names, by :mod:`.name_signs`."""
        return names_signed(self.said, self.languages[0])

    @lazy
    def drafted_names(self) -> int:
        """The same of the draft."""
        return names_signed(self.drafted, self.languages[1])

    @lazy
    def figures(self) -> Explained | None:
        """How the figures of both go together; None where neither has one to explain."""
        source, target = self.languages
        languages = (_AS.get(source, source), _AS.get(target, target))
        order: tuple[bool | None, bool | None] = (None, None)
        if "/" in self.said or "/" in self.drafted:
            first, second = (profile_of(each, self.profiles) for each in self.pair)
            order = (_MONTH_FIRST.get(first), _MONTH_FIRST.get(second))
        return compared(self.said, self.drafted, languages, self.signs, order)

    def found_by(self, rule: Callable[[Pairing], Iterable[Fault]]) -> tuple[Fault, ...]:
        """What a rule finds, which is looked for once, however many tell a part of it."""
        found = self._found.get(rule)
        if found is None:
            found = self._found[rule] = tuple(rule(self))
        return found

    @lazy
    def _found(self) -> dict[Callable[[Pairing], Iterable[Fault]], tuple[Fault, ...]]:
        return {}


_AS = {"yue": "zh"}
"""A language → whose numbers it writes."""
_MONTH_FIRST: Mapping[Profile | None, bool] = {"en-US": True, "en-GB": False}
"""Of a date in digits; it is not known of English at large."""
_USUAL = {("fr", "en"): 0.89, ("en", "fr"): 1.13, ("fr", "zh"): 0.9, ("zh", "fr"): 1.1}
"""Length of good translations by their source's, medians of this project's own."""


def weigh(text: str, chinese: int) -> float:
    """How much a text with so many Chinese characters says, in letters of an alphabet; blanks
    say nothing."""
    return len("".join(text.split())) + (HAN_WORTH - 1) * chinese


def has_any(text: str, pieces: Iterable[str]) -> bool:
    """Whether one of them stands in a text: quicker than a pattern that has them all."""
    return any(map(text.__contains__, pieces))


def same_words(one: str, other: str) -> bool:
    """Whether texts are alike but for their blanks."""
    first = one.lstrip()[:1]
    return first == other.lstrip()[:1] and one.split() == other.split()


def rejected(kind: str, reason: Phrase) -> Fault:
    """A fault that a draft is thrown away for."""
    return Fault(kind, "reject", reason)


def marked(kind: str, reason: Phrase) -> Fault:
    """A fault that a draft is kept with."""
    return Fault(kind, "mark", reason)


def untranslated(word: str) -> Phrase:
    """What is said of a word that was left as it was."""
    return phrase("“{text}” is not translated", text=word)
