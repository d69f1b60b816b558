"""Organisations and places that a translation names otherwise than its source.

Three faults are told of what the source names and the translation does not name in any lawful
way: another one stands in its place; its name is left in the source's language; it has a name that
is none of its. What the translation leaves to a pronoun or a short form is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from workflow.checks.folding import fold
from workflow.checks.gazetteer import (
    TOKEN,
    Mention,
    Table,
    forms,
    gazetteer,
    is_acronym,
    known,
    related,
)
from workflow.checks.name_signs import OF_TABLE
from workflow.checks.near_names import near_in_han, near_in_latin
from workflow.checks.subject import Remark, Subject, Translation
from workflow.errors import ArticleError
from workflow.glossary.usage import Terminology
from workflow.inline.scripts import HAN_RUN
from workflow.model import Text
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

LANGUAGES: Final = frozenset({"fr", "en", "zh"})
"""Those that the tables are in."""
_AT_A_START: Final = frozenset(
    "chad jordan polish nice grenade valence porto cologne bruges dominique pise sofia "
    "florence".split()
)
"""Words that are no names, or other ones, where a capital tells nothing."""
_PEOPLE_TOO: Final = frozenset(
    "jordan georgia chad israel florence sofia sydney houston lima vienna victoria paris "
    "cairo".split()
)
"""Names of people, or of programs, as well."""
_OF = r"(?:(?:d[eu]s?|l[ae]s?|of|the)[ \u00a0]+|[dl][’'])*"
_NEAR: Final = 60
"""Characters beside a name in which the rest of a longer one stands."""
_BEFORE: Final = re.compile(rf"([^\W_]+)[ \u00a0-]+{_OF}\Z")
_AFTER: Final = re.compile(rf"[ \u00a0-]+{_OF}([^\W_]+)")
_HOME: Final = {"fr": {"FR"}, "en": {"GB", "US"}, "zh": {"CN", "TW"}}


Names = Callable[[Subject, Terminology | None], Sequence[Remark]]
"""What a rule on names says of a message, beside the project's glossary."""


def in_translation(look: Names) -> Callable[[Translation], Iterator[tuple[Subject, Remark]]]:
    """The rule as one on translations, which know the glossary: its names are its own matter."""

    def found(translation: Translation) -> Iterator[tuple[Subject, Remark]]:
        for subject in translation.subjects:
            try:
                remarks = look(subject, translation.terms)
            except ArticleError:  # of the parser; one rule that always runs tells it
                continue
            for remark in remarks:
                yield subject, remark

    return found


def names_in(table: Table) -> Names:
    """What is to be said of the names in a table."""
    return partial(_check, table)


def _check(table: Table, subject: Subject, terms: Terminology | None) -> Sequence[Remark]:
    pairing = subject.pairing
    if not pairing.said_names & OF_TABLE[table]:
        return ()
    source, target = pairing.languages
    if source == target or not LANGUAGES.issuperset((source, target)):
        return ()
    if pairing.said == pairing.drafted and len(TOKEN.findall(pairing.said)) > 1:
        return ()  # same-as-source tells it
    named = gazetteer(table, source).find(pairing.said)
    if not named or is_shouted(pairing.said) or is_shouted(pairing.drafted):
        return ()
    look = _Look(subject, table, named)
    if look.missing and terms:
        known_otherwise = terms.find(Text(pairing.said, "text"), subject.article.locale)
        taken = [each.span for each in known_otherwise]
        look.missing = [
            each
            for each in look.missing
            if not any(start < each.end and each.start < end for start, end in taken)
        ]
    return tuple(look.remarks()) if look.missing else ()


def is_shouted(text: str) -> bool:
    """Whether a text is in capitals, so that they tell nothing."""
    return text.isupper() and not HAN_RUN.search(text)


class _Look:
    """One text beside its translation, of which it is known what the source names."""

    def __init__(self, subject: Subject, table: Table, named: Sequence[Mention]) -> None:
        self.subject, self.table, self.named = subject, table, named
        pairing = subject.pairing
        self.said, self.drafted = pairing.said, pairing.drafted
        self.source, self.target = pairing.languages
        self.there = gazetteer(table, self.target).find(self.drafted)
        self.strange = list(self._strange())
        """What the translation names and the source does not."""
        self._ids = frozenset(each for mention in named for each in mention.ids)
        self._doubtful = frozenset(each for other in self.strange for each in other.ids)
        again = {ids: self._named_again(ids) for ids in {mention.ids for mention in named}}
        self.missing = [mention for mention in named if not again[mention.ids]]
        """What the source names, and the translation not."""

    def _named_again(self, wanted: frozenset[str]) -> bool:
        """Whether the translation has what a name of the source means, or a part of it.

        A part that the source names besides says nothing, nor does an ambiguous name
        (“Korea”) if one of those it may mean stands there for sure.
        """
        besides = self._ids - wanted
        for given in {other.ids for other in self.there}:
            if len(given) > 1 and self._doubtful & given:
                continue
            if given & wanted:
                return True
            if any(related(one, each) for one in wanted for each in given - besides):
                return True
        return False

    def remarks(self) -> Iterator[Remark]:
        """One for each thing that is named otherwise, at most."""
        strange = list(self.strange)
        told = set[frozenset[str]]()
        for mention in self.missing:
            if mention.ids in told:
                continue
            said = None if self.table == "people" else self._left(mention)
            if self.table == "people" and not mention.sure:
                continue
            if self.table != "acronyms":
                said = self._replaced(mention, strange) or said or self._misnamed(mention)
            if said:
                told.add(mention.ids)
                yield said

    def _strange(self) -> Iterator[Mention]:
        """What the translation names and the source does not."""
        meant = {each for mention in self.named for each in mention.ids}
        both = self._by_other_names()
        for mention in self.there:
            if not mention.sure or (self._starts(mention) and fold(mention.text) in _AT_A_START):
                continue
            if any(related(one, other) for one in mention.ids for other in meant | both):
                continue
            if self.table == "people" and self._adjective_of(mention):
                continue
            yield mention

    def _adjective_of(self, mention: Mention) -> bool:
        """Whether the source has a word made of a person's name (Gaussian, cartésien)."""
        if self.source == "zh":
            return False
        said = fold(self.said)
        names = (n for number in mention.ids for n in known("people")[number].names[self.source])
        return any(
            said[said.find(name) + len(name) :][:1].isalpha()
            for name in map(fold, names)
            if name in said
        )

    def _by_other_names(self) -> frozenset[str]:
        """What the source names in the words of the translation's language."""
        found = gazetteer(self.table, self.target).find(self.said)
        return frozenset(each for mention in found for each in mention.ids)

    def _starts(self, mention: Mention) -> bool:
        before = self.drafted[: mention.start].rstrip(" \u00a0\u202f«“\"'‘(—–-")
        return not before or before[-1] in ".!?…:"

    def _replaced(self, mention: Mention, strange: list[Mention]) -> Remark | None:
        alike = [each for each in strange if self._alike(mention, each)]
        if not alike or self._explained(mention):
            return None
        other = alike[0]
        strange.remove(other)
        right = self._agreeing(mention, other) or self._right(mention)
        return self._remark(
            other.text,
            phrase(
                "“{other}” where the source has “{name}”: write “{right}”",
                other=other.text,
                name=mention.text,
                right=right,
            ),
        )

    def _alike(self, mention: Mention, other: Mention) -> bool:
        """Whether one may stand in the other's place.

        A country for a country's people; and what says of a text that it is in English says of
        its translation that it is in French.
        """
        home = _HOME[self.target]
        if self.source == "zh" and other.adjective:  # a name is its adjective in Chinese
            return home.isdisjoint(other.ids) or not _HOME["fr"].union(
                _HOME["en"], _HOME["zh"]
            ).isdisjoint(mention.ids)
        if not mention.adjective:
            return not other.adjective
        if not home.isdisjoint(other.ids) and other.adjective:
            return False
        return other.adjective or not any("/" in each for each in other.ids)

    def _explained(self, mention: Mention) -> bool:
        """Whether the source says of an acronym that it is something else's."""
        if not is_acronym(mention.text):
            return False
        before, after = self.said[: mention.start], self.said[mention.end :]
        return before.rstrip().endswith(("(", "（")) or after.lstrip().startswith(("(", "（"))

    def _left(self, mention: Mention) -> Remark | None:
        """A name of the source's language in the translation, no part of a longer one."""
        if not mention.sure or mention.adjective or self._explained(mention):
            return None
        right = self._right(mention)
        native = self.source == "en" and not mention.text.isascii()  # Kraków, in any language
        if not right or native or fold(mention.text) in _PEOPLE_TOO:
            return None
        for text in (mention.text, *self._foreign(mention)):
            place = -1 if HAN_RUN.search(text) else _find(self.drafted, text)
            if place < 0 or (self.target == "zh" and _among_latin(self.drafted, place, text)):
                continue
            around = _beside(self.drafted, place, place + len(text))
            beside = _beside(self.said, mention.start, mention.end)
            if not any(one and one == other for one, other in zip(around, beside, strict=True)):
                said = phrase("“{name}” is not translated: write “{right}”", name=text, right=right)
                return self._remark(text, said)
        return None

    def _foreign(self, mention: Mention) -> Iterator[str]:
        """The acronyms that other languages have for what a name means."""
        if len(mention.ids) == 1:
            names = known(self.table)[min(mention.ids)].names
            for language in {"fr", "en"} - {self.target}:
                yield from (n for n in names[language] if is_acronym(n) and len(n) > 2)

    def _misnamed(self, mention: Mention) -> Remark | None:
        """What is nearly one of its names."""
        if not mention.sure or self.table != "organisations" or len(mention.ids) > 1:
            return None
        (number,) = mention.ids
        every = known("organisations")[number].names
        scripts = ("zh_Hans", "zh_Hant") if self.target == "zh" else (self.target,)
        names = [name for script in scripts for name in every[script] if name[0] != "~"]
        near = near_in_han if self.target == "zh" else near_in_latin
        for name in names:
            if found := near(name, self.drafted, gazetteer("organisations", self.target)):
                right = self._right(mention)
                said = phrase(
                    "“{text}” is no name of “{name}”: write “{right}”",
                    text=found,
                    name=mention.text,
                    right=right,
                )
                return self._remark(found, said)
        return None

    def _right(self, mention: Mention) -> str:
        """What to write."""
        script = self.target
        if script == "zh":
            script = "zh_Hant" if self.subject.locale.script == "Hant" else "zh_Hans"
        number = min(mention.ids)
        each = known(self.table)[number]
        if mention.adjective and each.adjectives.get(script):
            return each.adjectives[script][0]
        return each.named(script, mention.text)

    def _agreeing(self, mention: Mention, other: Mention) -> str:
        """An adjective to write, in the number and gender of the one that stands there."""
        table = known(self.table)
        there = table[min(other.ids)].adjectives.get(self.target, ())
        right = table[min(mention.ids)].adjectives.get(self.target, ())
        if not (other.adjective and right):
            return ""
        for adjective in there:
            all_forms = [fold(form) for form in forms(adjective, self.target)]
            if fold(other.text) in all_forms:
                wanted = forms(right[0], self.target)[all_forms.index(fold(other.text))]
                return wanted.capitalize() if other.text[0].isupper() else wanted
        return ""

    def _remark(self, text: str, said: Phrase) -> Remark:
        start = self.subject.message.msgstr.find(text)
        return Remark(said, (start, start + len(text)) if start >= 0 else None)


def _find(text: str, name: str) -> int:
    """Where a name stands as a whole word; -1 if nowhere."""
    place = text.find(name)
    while place >= 0:
        before, after = text[place - 1 : place], text[place + len(name) : place + len(name) + 1]
        if not any(each.isalnum() and each < "\u2e80" for each in (before, after)):
            return place
        place = text.find(name, place + 1)
    return -1


def _among_latin(text: str, place: int, name: str) -> bool:
    """Whether a name stands among words of its alphabet in Chinese, or is explained there."""
    before, after = text[:place].rstrip(" ,;–-"), text[place + len(name) :].lstrip(" ,;–-")
    return any(each.isascii() and each.isalpha() for each in (before[-1:], after[:1])) or (
        after.startswith(("（", "("))
    )


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The words that make a longer name with what stands between them, folded."""
    before = _BEFORE.search(text[max(0, start - _NEAR) : start])
    after = _AFTER.match(text[end : end + _NEAR])
    return (fold(before[1]) if before else "", fold(after[1]) if after else "")
