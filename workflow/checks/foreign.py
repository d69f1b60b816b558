"""Drafts that are not, or not wholly, in the language they should be in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from workflow.checks.pairing import HAN_WORTH, Fault, Pairing, marked, rejected, untranslated
from workflow.inline.lexis import (
    ALPHABETIC,
    LANGUAGES,
    SMALL,
    TELLING,
    left_over,
    looks,
    small_words,
)
from workflow.inline.scripts import HAN_RUN, scripts, simplified, traditional
from workflow.inline.vocabulary import VOCABULARIES, known
from workflow.model import Locale
from workflow.model import lazy_re as re
from workflow.model.phrase import Phrase, phrase

_SCRIPTS: Mapping[str, Sequence[str]] = {
    "Arab": ("Arabic",),
    "Cyrl": ("Cyrillic",),
    "Deva": ("Devanagari",),
    "Grek": ("Greek",),
    "Hans": ("Han",),
    "Hant": ("Han",),
    "Hebr": ("Hebrew",),
    "Jpan": ("Han", "Hiragana", "Katakana"),
    "Kore": ("Hangul", "Han"),
    "Latn": ("Latin",),
    "Thai": ("Thai",),
}
"""Code of a script → names in Unicode of the letters it is written in, but for Latin ones, which
stand everywhere."""
_NOT_LATIN = re.compile(r"(?![\u00c0-\u024f\u1e00-\u1eff])[^\W\d_\x00-\x7f]")
_MUCH = 0.3
_MOSTLY = 0.5
_FORGIVEN = frozenset(
    ("Greek", "Modifier", "Micro", "Feminine", "Masculine", "Double-struck", "Ohm")
)
"""Signs more than words."""
_SURE = 0.7
_QUOTED = re.compile(
    "|".join(
        f"[{opening}][^{opening}{closing}]*[{closing}]"
        for opening, closing in ("«»", "“”", '""', "「」", "『』", "‘’", "《》", ("（(", "）)"))
    )
)


def of_sameness(it: Pairing) -> Iterator[Fault]:
    """The source's own words where others were called for.

    Numbers, names and a word alone that both languages have (« Conclusion ») are right.
    """
    if not it.same or it.languages[0] == it.languages[1]:
        return
    words = it.source_words
    if not _in_its_language(it) or (words and _may_stay(words, *it.languages)):
        return
    if words or it.said_han:
        yield rejected("same", phrase("the answer is the source’s own text"))


def _in_its_language(it: Pairing) -> bool:
    """Whether a source is in the language of its article, and no name or quotation of another."""
    source = it.languages[0]
    if (it.said_han > 0) != (source in ("zh", "yue", "ja")):
        return False
    if source not in ALPHABETIC:
        return True
    others = [each for each in ("fr", "en") if each != source]
    if any(small_words(it.source_known, each, source) for each in others):
        return small_words(it.source_known, source, others[0]) > 0
    language, sure = looks(" ".join(it.source_words).lower(), (source, *others))
    return language == source or sure < _SURE


def _may_stay(words: Sequence[str], source: str, target: str) -> bool:
    """Whether a text of these words may be the same in both languages."""
    lower = [word.lower() for word in words]
    if target not in ALPHABETIC:
        return all(word[0].isupper() for word in words) and (
            len(words) < 5 or all(map(str.isupper, words))
        )
    if small_words(set(lower), source, target):
        return False
    if len(words) == 1 or all(word[0].isupper() for word in words):
        return looks_at_home(lower, source, target)
    return len(words) == 2 and looks_at_home(lower, source, target)


def looks_at_home(words: Sequence[str], source: str, target: str) -> bool:
    """Whether the words may be of the target's language too, by their look."""
    if source not in ALPHABETIC or target not in ALPHABETIC:
        return True
    language, sure = looks(" ".join(words), (source, target))
    return language == target or sure < 0.95


def _foreign(it: Pairing, kind: str, reason: Phrase) -> Fault:
    """What is mostly the source again may have been left so on purpose; anything else has not."""
    return marked(kind, reason) if it.copied > _MOSTLY else rejected(kind, reason)


def of_script(it: Pairing) -> Iterator[Fault]:
    """Letters of a script that the target is not written in."""
    target = it.pair[1]
    usual = _SCRIPTS.get(target.script)
    if usual is None:
        return
    if "Han" in usual and target.script in ("Hans", "Hant"):
        yield from _of_variant(it, target)
    if it.drafted.isascii() or not _NOT_LATIN.search(
        it.drafted if "Han" not in usual else HAN_RUN.sub("", it.drafted)
    ):
        return
    found = scripts(it.drafted)
    letters = found.total() + (HAN_WORTH - 1) * found["Han"]
    source = scripts(it.said)
    strange = {
        name: count * (HAN_WORTH if name == "Han" else 1)
        for name, count in found.items()
        if name not in usual and name not in _FORGIVEN
        if count > source[name] or (name == "Han" and it.languages[0] == "zh")
    }
    if sum(strange.values()) > _MUCH * letters:
        yield _foreign(it, "script", phrase("the answer is in another script than its language"))
    elif strange:
        yield marked("script", phrase("letters of another script are left"))


def _of_variant(it: Pairing, target: Locale) -> Iterator[Fault]:
    """Simplified characters in Traditional Chinese, or the other way about."""
    words = _QUOTED.sub("", it.drafted) or it.drafted
    wrong, right = traditional, simplified
    if target.script == "Hant":
        wrong, right = right, wrong
    found = [letter for letter in wrong(words) if letter not in it.said]
    if len(found) >= 2 and len(found) > len(right(words)):
        yield rejected("variant", phrase("the answer is in the other kind of Chinese characters"))
    elif found:
        text = "".join(dict.fromkeys(found))
        yield marked("variant", phrase("“{text}”: the other kind of Chinese characters", text=text))


def of_language(it: Pairing) -> Iterator[Fault]:
    """Another language altogether, or so much of the source's that little is translated."""
    source, target = it.languages
    if source == target or it.same:
        return
    if target == "zh":
        yield from _not_chinese(it)
    elif target in ALPHABETIC:
        yield from _of_another(it)


def of_leftovers(it: Pairing) -> Iterator[Fault]:
    """Words of the source, or of a language between, that were left as they were."""
    source, target = it.languages
    if source == target or it.same or it.found_by(of_language):
        return
    if target == "zh":
        yield from _left_in_chinese(it)
    elif target in ALPHABETIC:
        yield from _left_in_alphabet(it)


def _not_chinese(it: Pairing) -> Iterator[Fault]:
    if not it.drafted_han and it.said_han == 0 and it.source_words:
        if _has_words(it) and not (
            _may_stay(it.draft_words, *it.languages) and _may_stay(it.source_words, *it.languages)
        ):
            yield _foreign(it, "language", phrase("the answer is not in Chinese"))
        return
    words = [word for word in it.draft_words if word.islower() and len(word) > 2]
    small = max(small_words(set(words), each, "zh") for each in SMALL) if words else 0
    share = sum(map(len, words)) / max(1.0, HAN_WORTH * it.drafted_han)
    if small >= 2 and share > _MUCH:
        yield _foreign(it, "language", phrase("much of the answer is not translated"))


def _has_words(it: Pairing) -> bool:
    """Whether a draft has words of its source's language, or three at least of any: else it is
    signs, units and names of programs."""
    long = [word.lower() for word in it.draft_words if len(word) > 2]
    source = it.languages[0]
    if source not in VOCABULARIES or len(long) > 2:
        return bool(it.draft_words)
    return any(known(word, source) for word in long)


def _left_in_chinese(it: Pairing) -> Iterator[Fault]:
    words = [word for word in it.draft_words if word.islower() and len(word) > 2]
    known = set(it.source_words)
    quoted = " ".join(_QUOTED.findall(it.drafted)) if words else ""
    for word in dict.fromkeys(words):
        if word in known and word not in quoted:
            yield marked("leftover", untranslated(word))


def _of_another(it: Pairing) -> Iterator[Fault]:
    source, target = it.languages
    words = it.draft_known
    own = small_words(words, target, source if source in ALPHABETIC else "")
    for rival in ALPHABETIC - {target}:
        strange = small_words(words, rival, target)
        if strange >= 2 and strange > 2 * own and _speaks(it, rival):
            yield _foreign(it, "language", phrase("the answer is in another language"))
            return
    if len(words) >= 5 and not own and sum(map(len, words)) >= 25 and not _at_home(it, target):
        language, sure = looks(" ".join(map(str.lower, it.draft_words)), LANGUAGES)
        if language != target and sure > 0.95 and not it.drafted.isupper():
            # a mark alone: whoever tells languages apart by letters takes names for anything
            yield marked("language", phrase("the answer is in another language"))


def _speaks(it: Pairing, language: str) -> bool:
    """Whether a draft has words besides small ones and names, which are of no language."""
    if it.drafted.isupper():
        return True
    small = SMALL[language] | SMALL[it.languages[1]]
    return any(word.islower() and len(word) > 2 and word not in small for word in it.draft_words)


def _at_home(it: Pairing, language: str) -> bool:
    """Whether many of a draft's own words are in the vocabulary of a language, where we know it,
    or the most are names or the source's."""
    own = [
        word
        for word in it.draft_words
        if word.islower() and len(word) > 2 and word not in it.source_known
    ]
    if language not in VOCABULARIES or it.drafted.isupper():
        return False
    return sum(known(word, language) for word in own) >= _MUCH * len(own)


def _left_in_alphabet(it: Pairing) -> Iterator[Fault]:
    target = it.languages[1]
    small = {word for word in it.draft_words if word.islower()}
    left = set(left_over({word for word in small if len(word) > 3}, it.source_known, it.languages))
    left |= small & _telling(target)
    if left:
        quoted = " ".join(_QUOTED.findall(it.drafted))
        left = {word for word in left if word not in quoted}
    if not left:
        return
    share = sum(map(len, left)) / max(1, sum(map(len, it.draft_known)))
    if len(left) > 1 and share > (_MOSTLY if len(left) == 2 else _MUCH):
        yield _foreign(it, "language", phrase("much of the answer is not translated"))
        return
    for word in sorted(left, key=it.draft_words.index):
        yield marked("leftover", untranslated(word))


@cache
def _telling(target: str) -> frozenset[str]:
    """Small words of other languages that stand in no name, nor in the target's language."""
    others = (TELLING[rival] - SMALL[target] for rival in ALPHABETIC - {target})
    return frozenset[str]().union(*others)
