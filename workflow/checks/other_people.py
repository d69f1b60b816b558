"""A person of a source in whose place a translation in an alphabet has another one.

Only names that begin with a known given name are told from those of streets, works and firms; and
one is told only where the translation has a person whom the source does not name, for a name may
rightly be left to a pronoun, a title or the family name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA, Prefix

from workflow.checks.folding import bare
from workflow.checks.given_names import BY_SOUND, given_name, same_word
from workflow.model import lazy_re as re

_WORD: Final = r"[A-Z\u00c0-\u00de\u0100-\u017f][\w\u00c0-\u024f]*(?:[’'-][\w\u00c0-\u024f]+)*"
_PARTICLE: Final = (
    r"(?:(?:de|du|della|da|dos|di|del|van|von|der|den|ter|la|le|el|al|bin|ben|ibn)[ \u00a0]|d[’'])"
)
_FULL: Final = re.compile(
    rf"(?<![\w’'-])({_WORD})[ \u00a0](?=((?:[A-Z]\.[ \u00a0]?)*(?:{_PARTICLE}{{0,3}}{_WORD}"
    rf"(?:[ \u00a0](?={_PARTICLE}{{0,2}}{_WORD}))?){{1,3}}))"
)
_CAPITALISED: Final = re.compile(_WORD)
_ANY: Final = re.compile(r"[^\W\d_]+")
_POSSESSIVE: Final = re.compile(r"[’']s?\Z")
_ROMAN: Final = re.compile(r"[IVXL]+(?:er|re)?\Z")
_ENDING: Final = re.compile(
    r"(?:i?que|ical|i?cs?|iens?|ians?|istes?|ists?|aires?|ary|ites?|ity|ies|[aeiouys]{1,2}|al|ale|el"
    r"|elle|le|er|re|ire|ry|ais|ese|ish|ans?|ains?)?"
)
"""In what French and English words of one kind differ."""
_OTHER_THINGS: Final = frozenset(
    "street road square avenue station airport hotel bridge river lake park tower palace church "
    "cathedral school college university hall house hospital prize award cup trophy theatre "
    "museum foundation institute library beach falls day show bay island islands mountain mount "
    "county city town club team league emperor empire".split()
)
"""What follows a person's name in that of something else."""
_ANYBODY: Final = re.compile(
    r"(?:John|Jane) (?:Doe|Smith)|Joe Bloggs|(?:Jean|Jeanne|Marie|Pierre|Paul) (?:Dupont|Durand)"
)
"""Names in examples, which each language has its own of."""
_RELATED, _UNRELATED = 0.5, 0.75
"""How alike family names are at least, of one person whose given name has two forms, or two."""
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("tch|sch|tsch|ch|sh|cz|kh|k|q|x", "c"),
        ("ph|ff|w|v|f", "v"),
        ("dj|zh|j", "j"),
        ("gh|gu", "g"),
        ("th", "t"),
        ("[aeiouyh]", ""),
        (r"(.)\1+", r"\1"),
    )
)


class Person(NamedTuple):
    """A full name in a text."""

    given: str
    family: tuple[str, ...]
    """The words after the given name, without particles."""

    @property
    def written(self) -> str:
        """The name to quote, particles apart."""
        return " ".join((self.given, *self.family))


def people(text: str) -> Sequence[Person]:
    """The full names that begin with a known given name, in order."""
    found = []
    end = 0
    for match in _FULL.finditer(text):
        if match.start() < end or not given_name(match[1]):
            continue
        words = tuple(_POSSESSIVE.sub("", each) for each in _CAPITALISED.findall(match[2]))
        family = tuple(each for each in words if len(each) > 1 and not each.isupper())
        if _ANYBODY.match(f"{match[1]} {words[0]}"):
            continue
        if not family or bare(family[-1]) in _OTHER_THINGS or _ROMAN.match(family[0]):
            continue
        end = match.end() + len(match[2])
        found.append(Person(match[1], family))
    return found


def other_people(said: str, drafted: str) -> Iterator[tuple[str, str]]:
    """Names of a source with the names of others that stand in their places."""
    named = people(said)
    there = people(drafted) if named else ()
    if not there:
        return
    lost = _unnamed(named, drafted)
    strange = _unnamed(there, said) if lost else []
    for one in list(lost):
        same = next((each for each in strange if not _another(one, each)), None)
        if same is not None:
            lost.remove(one)
            strange.remove(same)
    for one, other in zip(lost, strange, strict=False):
        yield one.written, other.written


def _unnamed(named: Sequence[Person], text: str) -> list[Person]:
    """Those of whom a text has no family name."""
    words = {same_word(word) for word in _ANY.findall(text)}
    return [
        each
        for each in named
        if words.isdisjoint(same_word(part) for word in each.family for part in _ANY.findall(word))
    ]


def _another(one: Person, other: Person) -> bool:
    """Whether two names are not one that two languages write otherwise."""
    first, second = bare(one.family[-1]), bare(other.family[-1])
    if bare(one.given) == bare(other.given) and bare(one.given) not in BY_SOUND:
        same = Prefix.similarity(first, second)
        return not (_ENDING.fullmatch(first[same:]) and _ENDING.fullmatch(second[same:]))
    related = given_name(one.given) == given_name(other.given)
    most = _RELATED if related else _UNRELATED
    return all(
        OSA.normalized_similarity(*pair) < most
        for pair in ((first, second), (sounds(first), sounds(second)))
    )


def sounds(name: str) -> str:
    """The consonants of a name, those that languages write for one sound as one."""
    for pattern, sound in _SOUNDS:
        name = pattern.sub(sound, name)
    return name
